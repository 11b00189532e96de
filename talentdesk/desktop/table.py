"""A table of answers, such as dependants or jobs: rows to add, copy, remove and move."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.form import Kind, Question
from talentdesk.desktop import theme
from talentdesk.desktop.buttons import Button, IconButton, Role
from talentdesk.desktop.chips import Tone
from talentdesk.desktop.controls import Message
from talentdesk.desktop.editors import Editor
from talentdesk.desktop.remarks import Remark, mark_of, tone_of, undrawable
from talentdesk.desktop.theme import Size
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import say, word

CellMaker = Callable[[Question, str], "Editor"]

_MOST_ACROSS = 5
_WIDTHS = {
    Kind.DATE: 3,
    Kind.YES_NO: 2,
    Kind.COUNTRY: 2,
    Kind.CHOICE: 2,
    Kind.NUMBER: 2,
    Kind.MONEY: 2,
    Kind.PHONE: 3,
}


class TableEditor(QWidget, Editor):
    """Rows of cells. Cells tell their own ids, such as `family[0].name`; Alt+Up and Alt+Down move a row."""

    row_removed = Signal(str, int)
    row_moved = Signal(str, int, int)

    def __init__(self, question: Question, id: str, make_cell: CellMaker, size: Size | None = None) -> None:
        super().__init__()
        self.id = id
        self.question = question
        self.rows: list[TableRow] = []
        self._make_cell = make_cell
        self._size = size
        self._language, self._second = "en", ""
        self._name, self._description = "", ""
        self._filled = 0
        self._begun = 0
        """Rows a person has added and not typed into yet."""
        self._locked = False
        worn = theme.current(size)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(worn.pick(6, 16))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(worn.pick(6, 16))
        self._layout.addLayout(self._rows)
        self._foot()
        self._show_count(max(question.rows_min, 1))

    @property
    def capacity(self) -> int:
        """Most rows; 0 is no limit."""
        return self.question.rows_max

    def text(self) -> str:
        """A table has no text of its own."""
        return ""

    def show_text(self, text: str) -> None:
        """A table has no text of its own: see `show_cells`."""

    def show_cells(self, cells: Mapping[str, str], rows: int) -> None:
        """Show `rows` rows and what is typed in them, by cell id. An empty row being begun at the end stays."""
        self._filled = rows
        self._show_count(max(rows + self._begun, self.question.rows_min, 1))
        for row in self.rows:
            for cell in row.cells.values():
                cell.show_text(cells.get(cell.id, ""))

    def show_cell_remarks(self, id: str, remarks: Sequence[Remark]) -> None:
        """Mark a cell and say below its row what is wrong with it."""
        for row in self.rows:
            if id in row.cells:
                row.show_remarks(id, remarks)

    def retranslate(self, language: str, second: str) -> None:
        """Say columns and buttons."""
        self._language, self._second = language, second
        for row in self.rows:
            self._say_row(row)
        self._say_foot()

    def describe(self, name: str, description: str) -> None:
        """Cells are heard as the table, their row and their column."""
        self._name, self._description = name, description
        self.setAccessibleName(name)
        for row in self.rows:
            row.describe(name, description, self._language)

    def show_tone(self, tone: Tone | None) -> None:
        """Cells have their own tones."""

    def lock(self, yes: bool) -> None:
        """Take no input."""
        self._locked = yes
        self.add.setVisible(not yes)
        for row in self.rows:
            row.lock(yes)

    def stops(self) -> Sequence[QWidget]:
        """Every cell and button."""
        return [*(stop for row in self.rows for stop in row.stops()), self.add]

    def add_row(self) -> None:
        """Add an empty row and go to it."""
        if not self._full():
            self._begun = len(self.rows) + 1 - self._filled
            self._show_count(len(self.rows) + 1)
            self.rows[-1].place_caret()

    def copy_row(self, row: TableRow) -> None:
        """Add a row with the same answers and go to it."""
        if self._full():
            return
        texts = row.texts()
        target = self._filled if self._filled < len(self.rows) else len(self.rows)
        self._show_count(max(len(self.rows), target + 1))
        for column, text in texts.items():
            self.rows[target].write(column, text)
        self.rows[target].place_caret()

    def remove_row(self, row: TableRow) -> None:
        """Remove a row; the owner of the answers is told, and shows the cells that are left."""
        at, told = row.index, row.index < self._filled
        texts = [other.texts() for other in self.rows if other is not row]
        self._filled -= told
        self._begun = max(0, self._begun - (not told))
        self._show_count(max(len(texts), self.question.rows_min, 1))
        self._rewrite(texts)
        if told:
            self.row_removed.emit(self.id, at)
        self.rows[min(at, len(self.rows) - 1)].place_caret()

    def move_row(self, row: TableRow, by: int) -> None:
        """Move a row up (-1) or down (1), and the caret with it."""
        at, to = row.index, row.index + by
        if not (0 <= to < self._filled and at < self._filled):
            return
        column = row.column_in_focus()
        texts = [other.texts() for other in self.rows]
        texts.insert(to, texts.pop(at))
        self._rewrite(texts)
        self.row_moved.emit(self.id, at, to)
        self.rows[to].place_caret(column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the row."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        by = steps.get(Qt.Key(event.key()))
        row = next((row for row in self.rows if row.column_in_focus()), None)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and by and row is not None and not self._locked:
            self.move_row(row, by)
            return
        super().keyPressEvent(event)

    def cell_typed(self, id: str, text: str) -> None:
        """A cell was typed into."""
        row = next(row for row in self.rows if id in row.cells)
        grown = max(self._filled, row.index + 1)
        self._begun = max(0, self._begun - (grown - self._filled))
        self._filled = grown
        if self._typed is not None:
            self._typed(id, text)

    def _rewrite(self, texts: Sequence[Mapping[str, str]]) -> None:
        for row, cells in zip(self.rows, [*texts, *[{}] * len(self.rows)], strict=False):
            for column in self.question.columns:
                row.cell(column.id).show_text(cells.get(column.id, ""))

    def _full(self) -> bool:
        return self._locked or bool(self.capacity and len(self.rows) >= self.capacity)

    def _show_count(self, count: int) -> None:
        while len(self.rows) > count:
            row = self.rows.pop()
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < count:
            row = TableRow(self, len(self.rows), self._make_cell, self._size)
            self.rows.append(row)
            self._rows.addWidget(row)
            row.show()
            self._say_row(row)
            row.describe(self._name, self._description, self._language)
            row.lock(self._locked)
        # Qt's order is the order of creation, and rows come later than the button below them.
        # It won't move the very first of a window behind the very last in one step: hence the first line.
        stops = self.stops()
        self.setTabOrder(stops[0], self.add)
        for one, other in pairwise(stops):
            self.setTabOrder(one, other)
        self._say_foot()

    def _foot(self) -> None:
        worn = theme.current(self._size)
        foot = QHBoxLayout()
        self.add = Button(Role.PLAIN, icon="plus", small=not worn.kiosk, size=self._size)
        self.add.clicked.connect(self.add_row)
        self._hint = Words(size=self._size)
        foot.addWidget(self.add)
        foot.addSpacing(worn.pick(8, 20))
        foot.addWidget(self._hint, 1, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addLayout(foot)

    def _say_row(self, row: TableRow) -> None:
        row.retranslate(self._language, self._second)

    def _say_foot(self) -> None:
        language, second = self._language, self._second
        added, also = say("Add row", language), say("Add row", second) if second else ""
        self.add.show_words(added, language, also if also != added else "", second)
        self.add.setEnabled(not self._full())
        moves = say("Alt+↑ ↓ moves a row", language)
        hints = []
        if self.capacity:
            hints.append(say("{count} of at most {most}", language, count=len(self.rows), most=self.capacity))
        if not theme.current(self._size).kiosk:
            hints.append(moves)
        first, *rest = [Span(hint, "message_second", language, "muted") for hint in hints] or [Span("", "small", "en")]
        dot = Span(" · ", "message_second", "en", "muted")
        self._hint.show_words((first, *(span for hint in rest for span in (dot, hint))))


class TableRow(QWidget):
    """One row: its cells, its two buttons, and what is wrong with it."""

    def __init__(self, table: TableEditor, index: int, make_cell: CellMaker, size: Size | None) -> None:
        super().__init__()
        self.index = index
        self._table = table
        self._size = size
        self._remarks: dict[str, Sequence[Remark]] = {}
        self._message: Message | None = None
        columns = table.question.columns
        self.cells: dict[str, Editor] = {}
        self._heads = [Words(size=size) for _ in columns]
        worn = theme.current(size)
        self._across = 1 if worn.kiosk else _across(len(columns))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(worn.pick(8, 16))
        self._grid.setVerticalSpacing(worn.pick(4, 10))
        for place, column in enumerate(columns):
            self._put(place, column, make_cell)
        self._put_buttons()

    @property
    def stacked(self) -> bool:
        """Whether the columns need more than one line, so that each row repeats its heads."""
        return self._across < len(self._heads)

    def cell(self, column: str) -> Editor:
        """The cell of a column."""
        return self.cells[f"{self._table.id}[{self.index}].{column}"]

    def texts(self) -> dict[str, str]:
        """What is typed, by column."""
        return {column.id: self.cell(column.id).text() for column in self._table.question.columns}

    def write(self, column: str, text: str) -> None:
        """Type `text` into a cell for the person, and tell."""
        cell = self.cell(column)
        if text != cell.text():
            cell.show_text(text)
            self._table.cell_typed(cell.id, text)

    def show_remarks(self, id: str, remarks: Sequence[Remark]) -> None:
        """Mark a cell and say below the row what is wrong."""
        self._remarks[id] = remarks
        self.cells[id].show_tone(tone_of(remarks))
        self.cells[id].show_undrawable(undrawable(remarks))
        self._say_remark()

    def retranslate(self, language: str, second: str) -> None:
        """Say heads, cells and buttons."""
        self._language, self._second = language, second
        for head, column in zip(self._heads, self._table.question.columns, strict=True):
            other = word(column.label, second) if second else ""
            head.show_words(
                (
                    Span(word(column.label, language), "column", language, "muted"),
                    Span(f" {other}" if other else "", "column", second or language, "muted"),
                )
            )
            head.setVisible(self.index == 0 or self.stacked)
            self.cell(column.id).retranslate(language, second)
        self._copy.show_words(say("Copy row {number}", language, number=self.index + 1), language)
        self._remove.show_words(say("Remove row {number}", language, number=self.index + 1), language)
        self._say_remark()

    def describe(self, name: str, description: str, language: str) -> None:
        """Cells are heard as the table, their row and their column."""
        for column in self._table.question.columns:
            head = word(column.label, language)
            said = say("{table}, row {number}, {column}", language, table=name, number=self.index + 1, column=head)
            self.cell(column.id).describe(said, description)

    def lock(self, yes: bool) -> None:
        """Take no input."""
        for cell in self.cells.values():
            cell.lock(yes)
        self._copy.setVisible(not yes)
        self._remove.setVisible(not yes)

    def stops(self) -> list[QWidget]:
        """Cells, then buttons."""
        return [*(stop for cell in self.cells.values() for stop in cell.stops()), self._copy, self._remove]

    def place_caret(self, column: str = "") -> None:
        """Put the focus into a column, the first unless named."""
        self.cell(column or self._table.question.columns[0].id).place_caret()

    def column_in_focus(self) -> str:
        """The column being typed into."""
        for column in self._table.question.columns:
            if any(stop.hasFocus() for stop in self.cell(column.id).stops()):
                return column.id
        return ""

    def _put(self, place: int, column: Question, make_cell: CellMaker) -> None:
        worn = theme.current(self._size)
        cell = make_cell(column, f"{self._table.id}[{self.index}].{column.id}")
        self.cells[cell.id] = cell
        cell.listen(self._table.cell_typed, self._table.ask_next)
        line, at = divmod(place, self._across)
        self._grid.addWidget(self._heads[place], 2 * line, at)
        assert isinstance(cell, QWidget)
        self._grid.addWidget(cell, 2 * line + 1, at)
        if column.kind is Kind.DATE:
            # A whole date can be read at once.
            cell.setMinimumWidth(
                QFontMetrics(worn.font("input", "en")).horizontalAdvance("0000-00-00") + worn.pick(26, 60)
            )
        self._grid.setColumnStretch(at, max(self._grid.columnStretch(at), _WIDTHS.get(column.kind, 4)))

    def _put_buttons(self) -> None:
        self._copy, self._remove = self._button("copy"), self._button("trash")
        self._copy.clicked.connect(lambda: self._table.copy_row(self))
        self._remove.clicked.connect(lambda: self._table.remove_row(self))
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(self._copy)
        buttons.addWidget(self._remove)
        if theme.current(self._size).kiosk:
            buttons.addStretch(1)
            self._grid.addLayout(buttons, self._grid.rowCount(), 0)
        else:
            self._grid.addLayout(buttons, 1, self._across)

    def _button(self, icon: str) -> Button:
        """An icon is enough for a clerk; the kiosk says in words what the button does."""
        if theme.current(self._size).kiosk:
            return Button(Role.LINK, icon=icon, small=True, size=self._size)
        return IconButton(icon, size=self._size)

    def _say_remark(self) -> None:
        first = next((remark for remarks in self._remarks.values() for remark in remarks), None)
        if first is None:
            if self._message is not None:
                self._message.hide()
            return
        if self._message is None:
            self._message = Message(size=self._size)
            self._grid.addWidget(self._message, self._grid.rowCount(), 0, 1, self._grid.columnCount())
        self._message.show_message(mark_of(first), first.sentence, self._language, first.second, self._second)
        self._message.show()


def _across(columns: int) -> int:
    """Columns on one line: all, or as many as share the lines evenly."""
    lines = -(-columns // _MOST_ACROSS)
    return -(-columns // lines)
