"""The table of people: names in every script, their documents, how many cases; two lines a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from talentdesk.core.person import masked
from talentdesk.desktop import theme
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.lines import paint_line, width_of
from talentdesk.desktop.personcards import counted, number_shown
from talentdesk.desktop.ring import Ringed
from talentdesk.desktop.touch import FingerScroll
from talentdesk.i18n import N_, format_short_date, plural, say, territory
from talentdesk.service.people import kind_named
from talentdesk.store.personsummary import PersonSummary

Index = QModelIndex | QPersistentModelIndex

PERSON, DOCUMENTS, CASES, CHANGED = range(4)
_LEAST_NAME, _LEAST_DOCUMENTS, _MOST_DOCUMENTS = 230, 160, 372
"""Pixels at the counter: names come before documents where there is no room for both."""
_HEADS = (N_("Person"), N_("Their documents"), N_("Cases"), N_("Changed"))


class PeopleModel(QAbstractTableModel):
    """People as the store found them; more are fetched when the list is scrolled to its end."""

    more_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._people: tuple[PersonSummary, ...] = ()
        self._asked_for = 0
        self._complete = True

    def show_people(self, people: Sequence[PersonSummary], complete: bool) -> None:
        """Shows these; `complete` says that the store has no more."""
        self.beginResetModel()
        self._people, self._asked_for, self._complete = tuple(people), len(people), complete
        self.endResetModel()

    def person(self, row: int) -> PersonSummary:
        """Who stands in a row."""
        return self._people[row]

    def row_of(self, id: str) -> int:
        """The row of a person, or -1."""
        return next((row for row, each in enumerate(self._people) if each.id == id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many people are shown."""
        return 0 if parent.isValid() else len(self._people)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Four."""
        return 0 if parent.isValid() else len(_HEADS)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the store may have more than is shown."""
        return not self._complete and self._asked_for == len(self._people)

    def fetchMore(self, parent: Index) -> None:
        """Asks for twice as many."""
        self._asked_for = 2 * len(self._people)
        self.more_wanted.emit(self._asked_for)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's two lines, joined."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(line for line in self.lines(index.row(), index.column()) if line)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The column's name."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return say(_HEADS[section], self._desk.language)
        return None

    def lines(self, row: int, column: int) -> tuple[str, str]:
        """The two lines of a cell, in words."""
        person, language = self._people[row], self._desk.language
        if column == PERSON:
            return self._name(person), self._about(person)
        if column == DOCUMENTS:
            papers = [f"{kind} {number}".strip() for kind, number in self.papers(row)]
            return papers[0], " · ".join(papers[1:])
        if column == CASES:
            ledgers = plural("{count} ledger", "{count} ledgers", person.ledgers, language)
            return counted(person.cases, language), ledgers if person.ledgers > 1 else ""
        return format_short_date(person.saved_at.astimezone().date(), language), ""

    def papers(self, row: int) -> tuple[tuple[str, str], ...]:
        """The kind and the number of each document, the number as a list may show it; a dash where there is none."""
        language = self._desk.language
        documents = self._people[row].documents
        return tuple((kind_named(each.kind, language), masked(each.number)) for each in documents) or (("", "—"),)

    def _name(self, person: PersonSummary) -> str:
        latin = ", ".join(part for part in (person.surname, person.given_names) if part)
        printed = next((each.name_zh or each.latin for each in person.documents if each.name_zh or each.latin), "")
        return (
            "  ".join(part for part in (person.name_zh, latin) if part)
            or printed
            or say("No name yet", self._desk.language)
        )

    def _about(self, person: PersonSummary) -> str:
        country = f"{territory(person.nationality, self._desk.language)} {person.nationality}".strip()
        return " · ".join(
            part
            for part in (number_shown(person.number), person.birth_date, country if person.nationality else "")
            if part
        )


class _Row(QStyledItemDelegate):
    """Two lines a cell, an edge in the accent on the chosen row."""

    def __init__(self, desk: Desk, model: PeopleModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._model = desk, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, theme.current().pick(53, 128))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        worn = theme.current()
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, worn.colour("accent_soft" if chosen else "surface"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, worn.colour("line"))
        if chosen and index.column() == PERSON:
            painter.fillRect(box.left(), box.top(), worn.pick(3, 6), box.height() - 1, worn.colour("accent"))
        room = box.adjusted(worn.pick(16, 32), 0, -8, -1)
        first, second = self._model.lines(index.row(), index.column())
        top, under = worn.style("body").line, worn.style("small").line
        start = room.top() + (room.height() - top - (under if second else 0)) // 2
        place = QRect(room.left(), start, room.width(), top)
        # Names keep the glyphs of their documents whatever language the window speaks.
        language = "zh-Hans" if index.column() == PERSON else self._desk.language
        under_place = QRect(room.left(), start + top, room.width(), under)
        if index.column() == DOCUMENTS:
            papers = self._model.papers(index.row())
            self._paint_paper(painter, place, *papers[0])
            if width_of(second, "small", language) > room.width():
                second, language = " · ".join(number or kind for kind, number in papers[1:]), "en"
        else:
            paint_line(painter, place, first, "button" if index.column() == PERSON else "body", language)
            language = self._desk.language
        paint_line(painter, under_place, second, "small", language, "muted")
        painter.restore()

    def _paint_paper(self, painter: QPainter, place: QRect, kind: str, number: str) -> None:
        """Where there is no room the kind of document is cut short, never the number it is told apart by."""
        language, gap = self._desk.language, 6
        told = width_of(number, "body", "en")
        room = min(place.width() - told - gap, width_of(kind, "body", language) + 2)
        taken = paint_line(painter, QRect(place.left(), place.top(), room, place.height()), kind, "body", language)
        paint_line(painter, place.adjusted(taken + gap if taken else 0, 0, 0, 0), number, "body", "en")


class _Heads(QHeaderView):
    """The heads of the columns, flat."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._desk = desk
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(100, theme.current().pick(33, 72))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        worn, language = theme.current(), self._desk.language
        painter.save()
        painter.fillRect(rect, worn.colour("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, worn.colour("line"))
        room = rect.adjusted(worn.pick(16, 32), 0, -8, 0)
        paint_line(painter, room, say(_HEADS[logicalIndex], language), "column", language, "muted")
        painter.restore()


class PeopleTable(QTableView):
    """Arrows choose, Enter (or two presses, or a tap) opens; any other key is left to the screen."""

    open_wanted = Signal(int)

    def __init__(self, desk: Desk, model: PeopleModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        Ringed(self)
        self.setModel(model)
        self.setItemDelegate(_Row(desk, model, self))
        self.setHorizontalHeader(_Heads(desk, self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        FingerScroll(self)
        self.doubleClicked.connect(lambda index: self._pressed(index, twice=True))
        self.clicked.connect(lambda index: self._pressed(index, twice=False))
        self.restyle()

    def restyle(self) -> None:
        """Takes row height and column widths from the theme."""
        worn = theme.current()
        self.verticalHeader().setDefaultSectionSize(worn.pick(53, 128))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(PERSON, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(CASES, worn.pick(110, 190))
        self.setColumnWidth(CHANGED, worn.pick(96, 170))
        self.setColumnHidden(DOCUMENTS, worn.kiosk)
        self.setColumnHidden(CHANGED, worn.kiosk)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the documents give way to the names."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        left = self.viewport().width() - self.columnWidth(CASES) - self.columnWidth(CHANGED) - _LEAST_NAME
        self.setColumnWidth(DOCUMENTS, max(_LEAST_DOCUMENTS, min(_MOST_DOCUMENTS, left)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters belong to the search above."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.open_wanted.emit(self.currentIndex().row())
        elif (event.text() and event.text().isprintable()) or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _pressed(self, index: Index, *, twice: bool) -> None:
        if twice is not theme.current().kiosk:
            self.open_wanted.emit(index.row())

    def choose(self, row: int) -> None:
        """Brings a row into view and chooses it."""
        if 0 <= row < self.model().rowCount():
            self.selectRow(row)
            self.scrollTo(self.model().index(row, 0))
