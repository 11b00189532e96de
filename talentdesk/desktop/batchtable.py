"""The table in work on the screen: number, person and state stay at the left, answers scroll beside them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from talentdesk.core.checks import Severity
from talentdesk.core.form import Kind
from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.batchcells import CellEditor, text_of
from talentdesk.desktop.batchmodel import BatchModel, Index
from talentdesk.desktop.batchwork import BatchWork, RowState
from talentdesk.desktop.caselist import paint_chip
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.lines import paint_line, width_of
from talentdesk.desktop.touch import FingerScroll
from talentdesk.i18n import say

MARKS = {
    Severity.ERROR: ("octagon_cross", "error"),
    Severity.NOTICE: ("triangle", "attention"),
    Severity.MISSING: ("triangle", "attention"),
}
"""Icon and colour family of what is wrong with a cell."""
_WIDTHS = {Kind.DATE: 128, Kind.YES_NO: 104, Kind.COUNTRY: 120, Kind.NUMBER: 110, Kind.MONEY: 120}
_WIDTH, _WIDEST = 148, 230
_OWN_KEYS = frozenset({"F2", "F6", "Shift+F6", "F7", "Shift+F7", "Ctrl+D", "Ctrl+Z"})


class _Delegate(QStyledItemDelegate):
    """One cell: its text, what is wrong with it by icon, fill and edge, the ring where the person is."""

    def __init__(self, desk: Desk, model: BatchModel, work: BatchWork, table: BatchTable) -> None:
        super().__init__(table)
        self._desk, self._model, self._work, self._table = desk, model, work, table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint it."""
        worn, box = theme.current(), QRect(option.rect)
        row, here = self._model.rows[index.row()], self._table.currentIndex()
        in_row, mark = here.row() == index.row(), self._model.mark(index)
        out = self._work.state(row) in (RowState.OUT, RowState.DOUBLE)
        painter.fillRect(box, worn.colour("accent_soft" if in_row else "surface"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, worn.colour("line"))
        room = box.adjusted(worn.pick(10, 20), 0, -worn.pick(6, 12), -1)
        text, ink = self._model.data(index), "muted" if out else "text"
        if mark is not None and not out and not self._work.is_made(row):
            icon, family = MARKS[mark]
            shapes.box(
                painter, box.adjusted(0, 0, 0, -1), 0, worn.colour(f"{family}_soft"), worn.colour(f"{family}_line")
            )
            side = worn.icon_side(16, 32)
            place = QRect(room.left(), room.top() + (room.height() - side) // 2, side, side)
            icons.paint(painter, icon, place, worn.colour(family))
            room = room.adjusted(side + worn.pick(8, 14), 0, 0, 0)
            text = text or "—"
        if here.row() == index.row() and here.column() == index.column():
            ring = box.adjusted(0, 0, 0, -1)
            fill = None if mark is not None else worn.colour("surface")
            edge = worn.colour("focus" if self._table.hasFocus() else "field_line")
            shapes.box(painter, ring, 3, fill, edge, worn.ring if self._table.hasFocus() else worn.edge)
        paint_line(painter, room, text, "body", self._desk.language, ink)


class _Questions(QHeaderView):
    """The questions, in both languages where there is room."""

    def __init__(self, desk: Desk, model: BatchModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._desk, self._model = desk, model
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(100, theme.current().pick(44, 96))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """The first language above, the second below."""
        worn, first, second = theme.current(), self._desk.language, self._desk.second
        painter.fillRect(rect, worn.colour("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, worn.colour("line"))
        room = rect.adjusted(worn.pick(10, 20), 0, -4, 0)
        head, other = self._model.heading(section, first), self._model.heading(section, second) if second else ""
        if other in ("", head):
            paint_line(painter, room, head, "column", first, "muted")
            return
        half = room.height() // 2
        paint_line(painter, room.adjusted(0, worn.pick(4, 8), 0, -half + 1), head, "column", first, "text")
        paint_line(painter, room.adjusted(0, half - 1, 0, -worn.pick(4, 8)), other, "column", second, "muted")


class _People(QHeaderView):
    """A row's number, whose it is, and how it stands. A press leaves the row out, or takes it in again."""

    pressed_row = Signal(int)

    def __init__(self, desk: Desk, model: BatchModel, work: BatchWork, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._desk, self._model, self._work = desk, model, work
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        """Number, name and the widest state."""
        worn = theme.current()
        return QSize(worn.pick(52, 100) + self.name_width() + worn.pick(158, 300), 100)

    def name_width(self) -> int:
        """Pixels of the name; none on a touch screen."""
        return theme.current().pick(150, 0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Anywhere in the row's head."""
        at = self.logicalIndexAt(event.position().toPoint())
        if at >= 0:
            self.pressed_row.emit(at)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One row."""
        worn, row = theme.current(), self._model.rows[section]
        table = self.parent()
        assert isinstance(table, QTableView)
        here = table.currentIndex().row() == section
        painter.fillRect(rect, worn.colour("accent_soft" if here else "surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, worn.colour("line"))
        if here:
            painter.fillRect(rect.left(), rect.top(), worn.pick(3, 6), rect.height(), worn.colour("accent"))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), worn.colour("line"))
        language, room = self._desk.language, rect.adjusted(worn.pick(14, 28), 0, -worn.pick(8, 16), -1)
        paint_line(painter, room, str(self._work.lines[row].number), "small", language, "muted")
        room = room.adjusted(worn.pick(40, 72), 0, 0, 0)
        name = QRect(room.left(), room.top(), max(0, self.name_width() - 10), room.height())
        out = self._work.state(row) in (RowState.OUT, RowState.DOUBLE)
        paint_line(painter, name, self._work.name(row), "button_small", language, "muted" if out else "text")
        room = room.adjusted(self.name_width(), 0, 0, 0)
        word, icon, family = self._model.state(row)
        paint_chip(painter, room, word, icon, family, language)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        self.viewport().update()


class _Corner(QWidget):
    """The heads of what stays: a press goes to the table."""

    def __init__(self, desk: Desk, people: _People, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._people = desk, people

    def paintEvent(self, event: QPaintEvent) -> None:
        """Number, name and state, each above its own."""
        worn, language = theme.current(), self._desk.language
        painter = QPainter(self)
        painter.fillRect(self.rect(), worn.colour("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, worn.colour("line"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), worn.colour("line"))
        room = self.rect().adjusted(worn.pick(14, 28), 0, -worn.pick(8, 16), -1)
        paint_line(painter, room, "#", "column", language, "muted")
        room = room.adjusted(worn.pick(40, 72), 0, 0, 0)
        if wide := self._people.name_width():
            name = QRect(room.left(), room.top(), wide - 10, room.height())
            paint_line(painter, name, say("Applicant", language), "column", language, "text")
        paint_line(painter, room.adjusted(wide, 0, 0, 0), say("State", language), "column", language, "text")
        painter.end()


class BatchTable(QTableView):
    """Arrows and Tab walk, F2 or Enter edits, Space leaves a row out, Ctrl+D copies from above, F7 finds problems."""

    moved = Signal()
    """The person is at another cell."""
    case_wanted = Signal(str)
    """Enter on a row of which a case was made."""

    def __init__(self, desk: Desk, model: BatchModel, work: BatchWork, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._model, self._work = desk, model, work
        self.editor: CellEditor | None = None
        self._widths: tuple[int, ...] = ()
        self._people = _People(desk, model, work, self)
        self.setModel(model)
        self.setItemDelegate(_Delegate(desk, model, work, self))
        self.setHorizontalHeader(_Questions(desk, model, self))
        self.setVerticalHeader(self._people)
        self._corner = _Corner(desk, self._people, self)
        self._people.pressed_row.connect(self._press_row)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        FingerScroll(self)
        self.doubleClicked.connect(lambda _index: self.edit_here())
        model.columnsInserted.connect(lambda *_: self._size_columns())
        model.modelReset.connect(self._size_columns)
        self.restyle()

    # ---- where the person is

    @property
    def row(self) -> int:
        """The row of the work the person is at; -1: none."""
        at = self.currentIndex().row()
        return self._model.rows[at] if 0 <= at < len(self._model.rows) else -1

    @property
    def column(self) -> str:
        """The answer the person is at; empty: none."""
        at = self.currentIndex().column()
        return self._model.columns[at] if 0 <= at < len(self._model.columns) else ""

    def go_to(self, row: int, column: str) -> None:
        """Goes to a cell."""
        at = self._model.place_of(row)
        if at >= 0 and column in self._model.columns:
            index = self._model.index(at, self._model.columns.index(column))
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Paints the rows it came from and went to."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self._people.viewport().update()
        self.moved.emit()

    # ---- acts

    def edit_here(self) -> None:
        """Opens the editor of the cell; on a row that is a case, the case."""
        row, column = self.row, self.column
        if row < 0 or not column or self._work.busy:
            return
        if self._work.is_made(row):
            if self._work.fates[row].case:
                self.case_wanted.emit(self._work.fates[row].case)
            return
        self.end_editing()
        index, question = self.currentIndex(), self._work.question(column)
        self.scrollTo(index)
        answer, catalogue = self._work.answer(row, column), self._desk.catalogue

        def end(typed: str | None, step: int) -> None:
            had_focus = self.editor is not None and any(stop.hasFocus() for stop in self.editor.stops)
            self.editor = None
            if typed is not None:
                self._work.edit(row, column, text_of(typed, question, catalogue))
            if had_focus or step:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            if step:
                self.step(step)

        self.editor = CellEditor(question, answer, catalogue, self.visualRect(index), self.viewport(), end)
        name = f"{self._work.lines[row].number}, {self._model.heading(index.column(), self._desk.language)}"
        self.editor.open(name, self._desk.language, self._desk.second)

    def end_editing(self) -> None:
        """Takes what stands in the editor."""
        if self.editor is not None:
            self.editor.finish(0)

    def step(self, by: int) -> bool:
        """To the next cell, over the end of a row; False at either end of the table."""
        across, index = len(self._model.columns), self.currentIndex()
        if not across or not index.isValid():
            return False
        at = index.row() * across + index.column() + by
        if not 0 <= at < across * len(self._model.rows):
            return False
        index = self._model.index(*divmod(at, across))
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def next_problem(self, by: int = 1) -> bool:
        """To the next cell with something, round the table; False where there is none."""
        count = len(self._model.rows)
        if not count:
            return False
        order = {column: at for at, column in enumerate(self._model.columns)}
        here = self.currentIndex()
        start = max(0, here.row())
        for round_ in range(count + 1):
            at = (start + by * round_) % count
            row = self._model.rows[at]
            check = self._work.checks[row]
            open_ = check is not None and self._work.is_taken(row) and not self._work.is_made(row)
            places = sorted((order[id] for id in check.marks if id in order), reverse=by < 0) if open_ and check else []
            if not round_:
                places = [place for place in places if (place - here.column()) * by > 0]
            if places:
                self.go_to(row, self._model.columns[places[0]])
                return True
        return False

    def copy_from_above(self) -> None:
        """What stands above, also where the filter keeps rows back."""
        row, column = self.row, self.column
        if row > 0 and column:
            self._work.edit(row, column, self._work.cell(row - 1, column).text)

    def _press_row(self, at: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.setCurrentIndex(self._model.index(at, max(0, self.currentIndex().column())))
        self._work.toggle([self._model.rows[at]])

    def event(self, event: QEvent) -> bool:
        """Keys that mean something else in the window mean the cell here: F2 edits, and does not scan."""
        wanted = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if wanted and QKeySequence(event.keyCombination()).toString() in _OWN_KEYS:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the table; others are the screen's. F6 leaves it, as Tab does at its end."""
        key, plain = (
            event.key(),
            event.modifiers()
            in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            ),
        )
        if key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.edit_here()
        elif key == Qt.Key.Key_Space and plain and self.row >= 0:
            self._work.toggle([self.row])
        elif key == Qt.Key.Key_Delete and plain and self.row >= 0:
            self._work.edit(self.row, self.column, "")
        elif key == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.copy_from_above()
        elif event.matches(QKeySequence.StandardKey.Undo):
            row = self._work.undo()
            if row is not None:
                self.go_to(row, self.column)
        elif key == Qt.Key.Key_F6:
            self.leave(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key == Qt.Key.Key_F7:
            self.next_problem(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key == Qt.Key.Key_Escape or (event.text() and event.text().isprintable()):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from cell to cell, and out at either end."""
        return self.step(1 if next else -1) or super().focusNextPrevChild(next)

    def leave(self, by: int) -> None:
        """Goes to what comes after the table, or before it."""
        super().focusNextPrevChild(by > 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stands at a cell, always."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rows and self._model.columns:
            self.setCurrentIndex(self._model.index(0, 0))
        self.viewport().update()

    # ---- sizes

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has its end elsewhere."""
        super().resizeEvent(event)
        self._fit_last()

    def updateGeometries(self) -> None:
        """The heads of what stays lie in the corner."""
        super().updateGeometries()
        self._corner.setGeometry(0, 0, self._people.width(), self.horizontalHeader().height())
        self._corner.raise_()

    def _fit_last(self) -> None:
        """So wide that the end of the way is the beginning of a column: none stands half under what stays."""
        head, count, room = self.horizontalHeader(), len(self._widths), self.viewport().width()
        if not count or count != head.count():
            return
        end, starts = sum(self._widths), [sum(self._widths[:at]) for at in range(count)]
        first = next((start for start in starts if start >= end - room), starts[-1])
        head.resizeSection(count - 1, self._widths[-1] + (first + room - end if end > room else 0))

    def restyle(self) -> None:
        """Takes its heights from the theme."""
        worn = theme.current()
        self.end_editing()
        # A finger moves by pixels; else whole columns come and go.
        modes = QAbstractItemView.ScrollMode
        self.setHorizontalScrollMode(modes.ScrollPerPixel if worn.kiosk else modes.ScrollPerItem)
        self._people.setDefaultSectionSize(worn.pick(36, 88))
        self._people.setFixedWidth(self._people.sizeHint().width())
        self._size_columns()

    def _size_columns(self) -> None:
        """As wide as the kind and the heading need, never measured from thousands of cells."""
        factor, language = theme.current().pick(10, 21), self._desk.language
        head, widths = self.horizontalHeader(), []
        for section, column in enumerate(self._model.columns):
            least = _WIDTHS.get(self._work.question(column).kind, _WIDTH) * factor // 10
            named = width_of(self._model.heading(section, language), "column", language) + 24
            widths.append(max(least, min(named, _WIDEST * factor // 10)))
            head.resizeSection(section, widths[-1])
        self._widths = tuple(widths)
        self._fit_last()
