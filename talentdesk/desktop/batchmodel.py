"""The table in work as Qt's views ask for it: rows that a filter lets through, a column an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from talentdesk.core.checks import Severity
from talentdesk.desktop.batchwork import BatchWork, RowState
from talentdesk.desktop.desk import Desk
from talentdesk.i18n import N_, plural, say, word

Index = QModelIndex | QPersistentModelIndex

STATES = {
    RowState.WAITING: (N_("Waiting"), "ring", ""),
    RowState.READY: (N_("Ready"), "tick_disc", "ok"),
    RowState.NOTICE: (N_("Ready"), "triangle", "attention"),
    RowState.ERROR: (N_("To fix"), "octagon_cross", "error"),
    RowState.DOUBLE: (N_("Here already"), "users", "attention"),
    RowState.OUT: (N_("Left out"), "dashed_ring", ""),
    RowState.WORKING: (N_("Working"), "half_disc", "accent"),
    RowState.MADE: (N_("Paper made"), "tick_disc", "ok"),
}
"""Word, icon and colour family of each state."""
_TO_FIX = (RowState.ERROR,)
_NOTICES = (RowState.NOTICE, RowState.DOUBLE)
FILTERS = (
    (N_("All"), None),
    (N_("To fix"), tuple(map(str, _TO_FIX))),
    (N_("Notices"), tuple(map(str, _NOTICES))),
)


class BatchModel(QAbstractTableModel):
    """Answers from the work itself: nothing is copied, so that thousands of rows cost nothing."""

    def __init__(self, desk: Desk, work: BatchWork, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._work = desk, work
        self.rows: list[int] = []
        """The rows that are shown, by their places in the work."""
        self._at: dict[int, int] = {}
        self.columns: tuple[str, ...] = ()

    def show_rows(self, rows: Sequence[int]) -> None:
        """Shows these."""
        self.beginResetModel()
        self.rows = list(rows)
        self._at = {row: at for at, row in enumerate(self.rows)}
        self.columns = tuple(column.id for column in self._work.columns) if self._work.sheet is not None else ()
        self.endResetModel()

    def follow_columns(self) -> None:
        """Columns came in behind the others, or all are others."""
        fresh = tuple(column.id for column in self._work.columns)
        if fresh[: len(self.columns)] != self.columns:
            self.show_rows(self.rows)
        elif len(fresh) > len(self.columns):
            self.beginInsertColumns(QModelIndex(), len(self.columns), len(fresh) - 1)
            self.columns = fresh
            self.endInsertColumns()

    def row_changed(self, row: int) -> None:
        """Something in a row is other than before."""
        at = self._at.get(row)
        if at is not None and self.columns:
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, at, at)

    def place_of(self, row: int) -> int:
        """Where a row of the work stands; -1 where the filter keeps it back."""
        return self._at.get(row, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Rows that are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Answers."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The cell's text; for who hears it with its question and what is wrong."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        text = self._work.cell(row, column).text
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        language = self._desk.language
        wrong = [said.message for said in self._work.said(row, language) if said.column == column]
        return ", ".join(filter(None, (word(self._work.question(column).label, language), text, *wrong)))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The question, or the row's number and state."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self.heading(section, self._desk.language)
        row = self.rows[section]
        return f"{self._work.lines[row].number}, {self.state(row)[0]}"

    def heading(self, section: int, language: str) -> str:
        """What a column asks."""
        column = self._work.column(self.columns[section])
        if "[" in column.id:  # a cell of a table within the form is named by its table and its row, too
            zh, _, en = column.heading.partition(" / ")
            return zh if language.startswith("zh") else en or zh
        return word(column.question.label, language)

    def mark(self, index: Index) -> Severity | None:
        """What is wrong with a cell."""
        check = self._work.checks[self.rows[index.row()]]
        return check.marks.get(self.columns[index.column()]) if check else None

    def state(self, row: int) -> tuple[str, str, str]:
        """Words, icon and colour family of a row's state."""
        state, language = self._work.state(row), self._desk.language
        name, icon, family = STATES[state]
        fate, check = self._work.fates[row], self._work.checks[row]
        if state is RowState.ERROR and check:
            return plural("{count} to fix", "{count} to fix", check.errors, language), icon, family
        if state is RowState.NOTICE and check:
            if check.missing:
                return plural("{count} missing", "{count} missing", check.missing, language), icon, family
            count = check.notices + (self._work.double(row) is not None)
            return plural("{count} notice", "{count} notices", count, language), icon, family
        if state is RowState.MADE and fate.case:
            printed = N_("{number} printed") if fate.printed else N_("Case {number}")
            return say(printed, language, number=f"{fate.number_of_case:04d}"), icon, family
        return say(name, language), icon, family
