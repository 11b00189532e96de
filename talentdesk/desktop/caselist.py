"""The table of cases: whose, which matter, how far, until when; two lines a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from talentdesk.desktop import icons, theme
from talentdesk.desktop.desk import Desk
from talentdesk.i18n import N_, format_short_date, plural, say, territory

if TYPE_CHECKING:
    from talentdesk.store.cases import CaseSummary

Index = QModelIndex | QPersistentModelIndex

APPLICANT, MATTER, STATE, DUE = range(4)
_HEADS = (N_("Applicant"), N_("Matter"), N_("State"), N_("Due"))
SOON_DAYS = 7

# What a state is called, its icon, and the colour family of its chip.
STATES = {
    "draft": (N_("Draft"), "pencil", ""),
    "filling": (N_("In progress"), "half_disc", "accent"),
    "complete": (N_("Complete"), "tick_disc", "ok"),
    "printed": (N_("Printed"), "printer", "ok"),
    "received": (N_("Received"), "document", ""),
}


def state_of(case: CaseSummary) -> str:
    """One of STATES: how far the case has come."""
    if case.state != "draft":
        return str(case.state)
    if not case.answered:
        return "draft"
    return "complete" if case.answered >= case.total else "filling"


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
            return names_of(case, first)
        if column == MATTER:
            return self._title(case.procedure, first), self._title(case.procedure, second) if second else ""
        if column == STATE:
            return say(STATES[state_of(case)][0], first), self.progress(row)
        return self.due(row), ""

    def progress(self, row: int) -> str:
        """`26 / 31` while the case is being filled in."""
        case = self._cases[row]
        return f"{case.answered} / {case.total}" if case.total and state_of(case) in ("draft", "filling") else ""

    def due(self, row: int) -> str:
        """The next deadline, in short."""
        due = self._cases[row].due
        return format_short_date(due, self._desk.language) if due else "—"

    def is_due_soon(self, row: int) -> bool:
        """Within a week, or past."""
        due = self._cases[row].due
        return due is not None and (due - self._desk.today).days <= SOON_DAYS


class CaseDelegate(QStyledItemDelegate):
    """Paints a row as in a ledger: two lines, a chip for the state, an edge in the accent on the chosen row."""

    def __init__(self, desk: Desk, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines high."""
        return QSize(100, theme.current().pick(53, 128))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        worn = theme.current()
        box: QRect = option.rect  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
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
        name = worn.font("button" if index.column() == APPLICANT else "body", self._desk.language)
        small = worn.font("small", self._desk.second or self._desk.language)
        # Both lines are drawn in boxes of their type's own height: nothing moves when a line is empty.
        top, under = worn.style("body").line, worn.style("small").line
        start = room.top() + (room.height() - top - under) // 2 if second else room.top() + (room.height() - top) // 2
        painter.setPen(worn.colour("text"))
        _line(painter, name, QRect(room.left(), start, room.width(), top), first)
        painter.setPen(worn.colour("muted"))
        _line(painter, small, QRect(room.left(), start + top, room.width(), under), second)

    def _paint_state(self, painter: QPainter, worn: theme.Theme, room: QRect, row: int) -> None:
        word, icon, family = STATES[state_of(self._model.case(row))]
        width = paint_chip(painter, QPoint(room.left(), room.center().y()), say(word, self._desk.language), icon, family, self._desk.language)
        painter.setFont(worn.font("small", self._desk.language))
        painter.setPen(worn.colour("muted"))
        _line(painter, painter.font(), room.adjusted(width + 8, 0, 0, 0), self._model.progress(row))

    def _paint_due(self, painter: QPainter, worn: theme.Theme, room: QRect, row: int) -> None:
        soon, text = self._model.is_due_soon(row), self._model.due(row)
        colour = worn.colour("attention" if soon else "text")
        painter.setPen(colour)
        font = worn.font("button_small" if soon else "small", self._desk.language)
        if self._model.case(row).due:
            side = worn.pick(16, 32)
            icons.paint(painter, "calendar", QRect(room.left(), room.center().y() - side // 2, side, side), colour)
            room = room.adjusted(side + worn.pick(4, 8), 0, 6, 0)
        _line(painter, font, room, text)


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
        painter.setPen(worn.colour("muted"))
        room = rect.adjusted(worn.pick(16, 32), 0, -8, 0)
        text = say(_HEADS[logicalIndex], self._desk.language)
        font = worn.font("column", self._desk.language)
        second = say(_HEADS[logicalIndex], self._desk.second) if self._desk.second else ""
        both = f"{text} {second}".strip()
        fits = QFontMetrics(font).horizontalAdvance(both) <= room.width()
        _line(painter, font, room, both if fits else text)
        painter.restore()


class CaseTable(QTableView):
    """Arrows choose, Enter or a double click opens, any other key is left to the screen."""

    open_wanted = Signal(int)

    def __init__(self, desk: Desk, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self.doubleClicked.connect(lambda index: self.open_wanted.emit(index.row()))
        self.restyle()

    def restyle(self) -> None:
        """Takes its row height and column widths from the theme."""
        worn = theme.current()
        self.verticalHeader().setDefaultSectionSize(worn.pick(53, 128))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(MATTER, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(APPLICANT, worn.pick(232, 340))
        self.setColumnWidth(STATE, worn.pick(168, 250))
        self.setColumnWidth(DUE, worn.pick(96, 190))
        self.horizontalHeader().setFixedHeight(worn.pick(33, 72))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters are not searched here: they belong to the screen's own keys."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.open_wanted.emit(self.currentIndex().row())
        elif (event.text() and event.text().isprintable()) or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def choose(self, row: int) -> None:
        """Brings a row into view and chooses it."""
        if 0 <= row < self.model().rowCount():
            self.selectRow(row)
            self.scrollTo(self.model().index(row, 0))


def paint_chip(painter: QPainter, left: QPoint, word: str, icon: str, family: str, language: str) -> int:
    """Paints a state's chip centred on `left` and gives its width. `family` is a colour family, or none for neutral."""
    worn = theme.current()
    font = worn.font("chip", language)
    side, height = worn.pick(14, 28), worn.pick(24, 48)
    width = QFontMetrics(font).horizontalAdvance(word) + side + worn.pick(26, 52)
    box = QRect(left.x(), left.y() - height // 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(worn.colour(f"{family}_line" if family else "field_line"), 1))
    painter.setBrush(worn.colour(f"{family}_soft" if family else "surface"))
    painter.translate(0.5, 0.5)
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.restore()
    ink = worn.colour(family or "text")
    inset = worn.pick(10, 20)
    icons.paint(painter, icon, QRect(box.left() + inset, box.center().y() - side // 2, side, side), ink)
    painter.setPen(ink)
    _line(painter, font, box.adjusted(inset + side + worn.pick(5, 10), 0, 0, 0), word)
    return width


def days_left(days: int, language: str) -> str:
    """`4 days left`, `today`, `2 days late`."""
    if days == 0:
        return say("today", language)
    if days < 0:
        return plural("{count} day late", "{count} days late", -days, language)
    return plural("{count} day left", "{count} days left", days, language)


def _line(painter: QPainter, font: Any, room: QRect, text: str) -> None:
    painter.setFont(font)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
