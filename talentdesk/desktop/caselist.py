"""The table of cases: whose, which matter, how far, until when; two lines a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

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

from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.casestates import STATES, beside, state_of
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.lines import paint_line, width_of
from talentdesk.desktop.ring import Ringed
from talentdesk.desktop.touch import FingerScroll
from talentdesk.desktop.words import Block, Span
from talentdesk.i18n import N_, format_short_date, plural, say, territory

if TYPE_CHECKING:
    from talentdesk.store.cases import CaseSummary

Index = QModelIndex | QPersistentModelIndex

APPLICANT, MATTER, STATE, DUE = range(4)
_HEADS = (N_("Applicant"), N_("Matter"), N_("State"), N_("Due"))
SOON_DAYS = 7
_APPLICANT = 232
_LEAST_MATTER = 150
"""Pixels: with less than this for a column of its own, the matter stands under the name."""


def names_of(case: CaseSummary, language: str) -> tuple[str, str]:
    """The name as typed, and under it the Chinese name or the nationality."""
    latin = ", ".join(part for part in (case.surname, case.given_names) if part)
    chinese = case.name_zh
    country = f"{territory(case.nationality, language)} {case.nationality}".strip() if case.nationality else ""
    if latin and chinese:
        return latin, chinese
    return latin or chinese or say("No name yet", language), country


class CaseModel(QAbstractTableModel):
    """Cases as the store found them; more are fetched when the list is scrolled to its end."""

    more_wanted = Signal(int)
    """So many are wanted now."""

    def __init__(self, desk: Desk, title: Callable[[str, str], str], parent: QWidget | None = None) -> None:
        """`title(procedure, language)` gives the name of a matter."""
        super().__init__(parent)
        self._desk = desk
        self._title = title
        self._cases: tuple[CaseSummary, ...] = ()
        self._asked_for = 0
        self._complete = True
        self.narrow = False
        """Whether the matter has no column of its own."""

    def show_cases(self, cases: Sequence[CaseSummary], complete: bool) -> None:
        """Shows these; `complete` says that the store has no more."""
        self.beginResetModel()
        self._cases = tuple(cases)
        self._asked_for = len(cases)
        self._complete = complete
        self.endResetModel()

    def case(self, row: int) -> CaseSummary:
        """The case in a row."""
        return self._cases[row]

    def row_of(self, id: str) -> int:
        """The row of a case, or -1."""
        return next((row for row, case in enumerate(self._cases) if case.id == id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many cases are shown."""
        return 0 if parent.isValid() else len(self._cases)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Four."""
        return 0 if parent.isValid() else len(_HEADS)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the store may have more than is shown."""
        return not self._complete and self._asked_for == len(self._cases)

    def fetchMore(self, parent: Index) -> None:
        """Asks for twice as many."""
        self._asked_for = 2 * len(self._cases)
        self.more_wanted.emit(self._asked_for)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's two lines, joined, as text; the delegate paints from `lines`."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(line for line in self.lines(index.row(), index.column()) if line)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The column's name in the first language; the header paints the second beside it."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return say(_HEADS[section], self._desk.language)
        return None

    def lines(self, row: int, column: int) -> tuple[str, str]:
        """The two lines of a cell, in words."""
        case, first, second = self._cases[row], self._desk.language, self._desk.second
        if column == APPLICANT:
            name, under = names_of(case, first)
            if not self.narrow:
                return name, under
            # Fingers, or a narrow window, need the width: the matter stands under the name, the Chinese name beside it.
            beside = f"  {case.name_zh}" if case.name_zh not in ("", name) else ""
            return name + beside, self._title(case.procedure, first)
        if column == MATTER:
            return self._title(case.procedure, first), self._title(case.procedure, second) if second else ""
        if column == STATE:
            return say(STATES[state_of(case)][0], first), self.progress(row)
        return self.due(row), ""

    def progress(self, row: int) -> str:
        """What the small text beside the state says."""
        if name := self._desk.held_elsewhere.get(self._cases[row].id):
            return say("with {name}", self._desk.language, name=name)
        return beside(self._cases[row], self._desk.today, self._desk.language)

    def due(self, row: int) -> str:
        """The next deadline, in short."""
        due = self._cases[row].due
        return format_short_date(due, self._desk.language) if due else "—"

    def is_due_soon(self, row: int) -> bool:
        """Within a week, or past."""
        due = self._cases[row].due
        return due is not None and (due - self._desk.today).days <= SOON_DAYS


def row_height(model: CaseModel) -> int:
    """Two lines; with the matter under the name three, for a long matter takes two."""
    worn = theme.current()
    third = worn.style("small").line if model.narrow and not worn.kiosk else 0
    return worn.pick(53, 128) + third


class CaseDelegate(QStyledItemDelegate):
    """Paints a row as in a ledger: two lines, a chip for the state, an edge in the accent on the chosen row."""

    def __init__(self, desk: Desk, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines high."""
        return QSize(100, row_height(self._model))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        worn = theme.current()
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, worn.colour("accent_soft" if chosen else "surface"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, worn.colour("line"))
        if chosen and index.column() == APPLICANT:
            painter.fillRect(box.left(), box.top(), worn.pick(3, 6), box.height() - 1, worn.colour("accent"))
        room = box.adjusted(worn.pick(16, 32), 0, -8, -1)
        if index.column() == STATE:
            self._paint_state(painter, worn, room, index.row())
        elif index.column() == DUE:
            self._paint_due(painter, worn, room, index.row())
        else:
            self._paint_lines(painter, worn, room, index)
        painter.restore()

    def _paint_lines(self, painter: QPainter, worn: theme.Theme, room: QRect, index: Index) -> None:
        first, second = self._model.lines(index.row(), index.column())
        if index.column() == MATTER and width_of(first, "body", self._desk.language) > room.width():
            # A long matter is read whole: it takes both lines, and the second language gives way.
            block = Block(((Span(first, "body", self._desk.language),),), worn)
            if block.height(room.width()) <= 2 * worn.style("body").line:
                top = room.top() + (room.height() - block.height(room.width())) // 2
                block.paint(painter, room.left(), top, room.width())
                return
        applicant = index.column() == APPLICANT
        language = self._desk.language if applicant else self._desk.second or self._desk.language
        # Both lines are drawn in boxes of their type's own height: nothing moves when a line is empty.
        top, under = worn.style("body").line, worn.style("small").line
        more: Block | None = None
        if applicant and self._model.narrow and width_of(second, "small", language) > room.width():
            block = Block(((Span(second, "small", language, "muted"),),), worn)
            if top + block.height(room.width()) < room.height():
                more, under = block, block.height(room.width())
        start = room.top() + (room.height() - top - under) // 2 if second else room.top() + (room.height() - top) // 2
        place = QRect(room.left(), start, room.width(), top)
        paint_line(painter, place, first, "button" if applicant else "body", self._desk.language)
        if more is not None:
            more.paint(painter, room.left(), start + top, room.width())
            return
        place = QRect(room.left(), start + top, room.width(), under)
        paint_line(painter, place, second, "small", language, "muted")

    def _paint_state(self, painter: QPainter, worn: theme.Theme, room: QRect, row: int) -> None:
        word, icon, family = STATES[state_of(self._model.case(row))]
        language = self._desk.language
        width = paint_chip(painter, room, say(word, language), icon, family, language)
        beside = room.adjusted(width + worn.pick(8, 16), 0, 0, 0)
        paint_line(painter, beside, self._model.progress(row), "small", language, "muted")

    def _paint_due(self, painter: QPainter, worn: theme.Theme, room: QRect, row: int) -> None:
        soon, text = self._model.is_due_soon(row), self._model.due(row)
        colour = "attention" if soon else "text"
        if self._model.case(row).due:
            side = worn.icon_side(16, 32)
            place = QRect(room.left(), room.top() + (room.height() - side) // 2, side, side)
            icons.paint(painter, "calendar", place, worn.colour(colour))
            room = room.adjusted(side + worn.pick(5, 10), 0, 8, 0)
        paint_line(painter, room, text, "button_small" if soon else "small", self._desk.language, colour)


class CaseHeader(QHeaderView):
    """The heads of the columns, in both languages, flat."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._desk = desk
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(100, theme.current().pick(33, 72))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """The name in the first language, muted beside it the second where there is room."""
        worn = theme.current()
        painter.save()
        painter.fillRect(rect, worn.colour("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, worn.colour("line"))
        room = rect.adjusted(worn.pick(16, 32), 0, -8, 0)
        first, second = self._desk.language, self._desk.second
        width = paint_line(painter, room, say(_HEADS[logicalIndex], first), "column", first, "muted")
        beside = room.adjusted(width + 5, 0, 0, 0)
        word = say(_HEADS[logicalIndex], second) if second else ""
        if width_of(word, "column", second or first) <= beside.width():
            paint_line(painter, beside, word, "column", second or first, "muted")
        painter.restore()


class CaseTable(QTableView):
    """Arrows choose, Enter or a double click (a finger: a tap) opens, any other key is left to the screen."""

    open_wanted = Signal(int)

    def __init__(self, desk: Desk, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        Ringed(self)
        self._desk = desk
        self.setModel(model)
        self.setItemDelegate(CaseDelegate(desk, model, self))
        self.setHorizontalHeader(CaseHeader(desk, self))
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
        self._cases = model
        self.doubleClicked.connect(lambda index: self._pressed(index, twice=True))
        self.clicked.connect(lambda index: self._pressed(index, twice=False))
        self.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has or has not room for the matter."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        worn = theme.current()
        applicant = worn.breadth(_APPLICANT)
        fixed = applicant + worn.pick(232, 380) + worn.pick(112, 190)
        narrow = worn.kiosk or self.viewport().width() - fixed < _LEAST_MATTER
        self._cases.narrow = narrow
        self.verticalHeader().setDefaultSectionSize(row_height(self._cases))
        self.setColumnHidden(MATTER, narrow)
        header = self.horizontalHeader()
        for column, stretched in ((APPLICANT, narrow), (MATTER, not narrow)):
            mode = QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.Fixed
            header.setSectionResizeMode(column, mode)
        if not narrow:
            self.setColumnWidth(APPLICANT, applicant)

    def restyle(self) -> None:
        """Takes its row height and column widths from the theme."""
        worn = theme.current()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(STATE, worn.pick(232, 380))
        self.setColumnWidth(DUE, worn.pick(112, 190))
        self.setColumnHidden(DUE, worn.kiosk)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters are not searched here: they belong to the screen's own keys."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.open_wanted.emit(self.currentIndex().row())
        elif (event.text() and event.text().isprintable()) or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _pressed(self, index: Index, *, twice: bool) -> None:
        """The mouse chooses with one press and opens with two; a finger opens with one."""
        if twice is not theme.current().kiosk:
            self.open_wanted.emit(index.row())

    def choose(self, row: int) -> None:
        """Brings a row into view and chooses it."""
        if 0 <= row < self.model().rowCount():
            self.selectRow(row)
            self.scrollTo(self.model().index(row, 0))


def paint_chip(painter: QPainter, room: QRect, word: str, icon: str, family: str, language: str) -> int:
    """Paints a state's chip at the left of `room` and gives its width. `family`: a colour family, or none: neutral."""
    worn = theme.current()
    side, height, inset, gap = worn.icon_side(14, 28), worn.pick(24, 48), worn.pick(10, 20), worn.pick(5, 10)
    width = width_of(word, "chip", language) + side + 2 * inset + gap
    box = QRect(room.left(), room.top() + (room.height() - height) // 2, width, height)
    edge = worn.colour(f"{family}_line" if family else "field_line")
    shapes.box(painter, box, height / 2, worn.colour(f"{family}_soft" if family else "surface"), edge)
    ink = family or "text"
    place = QRect(box.left() + inset, box.top() + (height - side) // 2, side, side)
    icons.paint(painter, icon, place, worn.colour(ink))
    paint_line(painter, box.adjusted(inset + side + gap, 0, 0, 0), word, "chip", language, ink)
    return width


def days_left(days: int, language: str) -> str:
    """`4 days left`, `today`, `2 days late`."""
    if days == 0:
        return say("today", language)
    if days < 0:
        return plural("{count} day late", "{count} days late", -days, language)
    return plural("{count} day left", "{count} days left", days, language)
