"""A table from outside as rows of plain cells, why one is not read, and both on the way between two processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from talentdesk.core.fault import Fault
from talentdesk.core.words import N_

MOST_ROWS = 5_000
"""Rows that hold something, headings included."""
MOST_COLUMNS = 1_000
MOST_CELLS = 450_000
"""Of rows that hold something. Five thousand applicants for the form with the most columns have 400,000."""
MOST_BYTES = 20_000_000
"""Of the file as it lies on the disk."""
LAST_ROW = 1_048_576
"""No sheet is longer (ECMA-376)."""


class Refusal(StrEnum):
    """Why a table is not read."""

    TOO_LARGE = "too_large"
    TOO_LARGE_UNPACKED = "too_large_unpacked"
    TOO_MUCH_WORK = "too_much_work"
    """More time or memory than any honest table needs."""
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_CELLS = "too_many_cells"
    OLD_OFFICE = "old_office"
    DAMAGED = "damaged"
    FOREIGN_PARTS = "foreign_parts"
    LOCKED = "locked"
    QUOTES = "quotes"
    NO_TEXT = "no_text"


_SAID: Mapping[Refusal, tuple[str, str]] = {
    Refusal.TOO_LARGE: (N_("the file is larger than {most} bytes"), N_("split it")),
    Refusal.TOO_LARGE_UNPACKED: (
        N_("the file is far too large once unpacked"),
        N_("copy the table into a new file"),
    ),
    Refusal.TOO_MUCH_WORK: (
        N_("the table takes more time or memory than an honest one would"),
        N_("copy the table into a new file"),
    ),
    Refusal.TOO_MANY_ROWS: (N_("the table has more than {most} rows"), N_("split it into several files")),
    Refusal.TOO_MANY_COLUMNS: (N_("the row has more than {most} columns"), N_("check the quotes and separators")),
    Refusal.TOO_MANY_CELLS: (
        N_("the table has more than {most} cells"),
        N_("split it into several files"),
    ),
    Refusal.OLD_OFFICE: (N_("this is an old or locked Office file"), N_("save it as .xlsx without a password")),
    Refusal.DAMAGED: (
        N_("the file is damaged, or no spreadsheet"),
        N_("open it in a spreadsheet program and save it as .xlsx again"),
    ),
    Refusal.FOREIGN_PARTS: (N_("the file has parts that no spreadsheet program writes"), N_("do not use it")),
    Refusal.LOCKED: (N_("the file is locked with a password"), N_("save it without a password")),
    Refusal.QUOTES: (N_("the quotes do not match"), N_("correct the line, or the one above it")),
    Refusal.NO_TEXT: (N_("this is no table of text"), N_("save it as .xlsx or as CSV in UTF-8")),
}
_MOST = {
    Refusal.TOO_LARGE: MOST_BYTES,
    Refusal.TOO_MANY_ROWS: MOST_ROWS,
    Refusal.TOO_MANY_COLUMNS: MOST_COLUMNS,
    Refusal.TOO_MANY_CELLS: MOST_CELLS,
}


class TableUnreadable(Exception):
    """A table that is not read: why, and in which line."""

    def __init__(self, refusal: Refusal, line: int = 1) -> None:
        super().__init__(refusal)
        self.refusal, self.line = refusal, line

    def fault(self, name: str) -> Fault:
        """What to tell of the file of that name; without any cell's content."""
        cause, remedy = _SAID[self.refusal]
        details = {"most": str(_MOST[self.refusal])} if self.refusal in _MOST else {}
        return Fault(name, self.line, cause, remedy, details)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, as text. `trouble` is empty, `formula`, `error`, `merged`, or `number` for a number."""

    text: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row that holds something, by its number in the sheet, from 1."""

    number: int
    cells: tuple[Cell, ...]


_EMPTY = Cell()
_TROUBLES = frozenset({"formula", "error", "merged", "number"})


def as_json(lines: Iterable[Line]) -> dict[str, object]:
    """For the way between two processes. What is read on the way may raise TableUnreadable."""
    return {"lines": [[line.number, [_cell_as_json(cell) for cell in line.cells]] for line in lines]}


def sheets_as_json(names: Iterable[str]) -> dict[str, object]:
    """Likewise for the names of the sheets. What is read on the way may raise TableUnreadable."""
    return {"sheets": list(names)}


def refusal_as_json(refused: TableUnreadable) -> dict[str, object]:
    """Likewise."""
    return {"refusal": refused.refusal, "line": refused.line}


def sheets_from(data: object) -> tuple[str, ...]:
    """The names of the sheets. Raises as `lines_from` does."""
    match data:
        case {"refusal": str(refusal), "line": int(line)} if 0 < line <= LAST_ROW:
            raise TableUnreadable(Refusal(refusal), line)
        case {"sheets": list(names)} if all(isinstance(name, str) for name in names):
            return tuple(names)
    raise ValueError("no sheets")


def lines_from(data: object) -> tuple[Line, ...]:
    """The other end of both. Raises TableUnreadable, and ValueError for what neither has written."""
    match data:
        case {"refusal": str(refusal), "line": int(line)} if 0 < line <= LAST_ROW:
            raise TableUnreadable(Refusal(refusal), line)
        case {"lines": list(lines)} if len(lines) <= MOST_ROWS:
            return tuple(map(_line, lines))
    raise ValueError("no table")


def _cell_as_json(cell: Cell) -> object:
    return [cell.text, cell.trouble] if cell.trouble else cell.text


def _line(data: object) -> Line:
    match data:
        case [int(number), list(cells)] if 0 < number <= LAST_ROW and len(cells) <= MOST_COLUMNS:
            return Line(number, tuple([_cell(cell) for cell in cells]))
    raise ValueError("no row")


def _cell(data: object) -> Cell:
    if isinstance(data, str):
        return Cell(data) if data else _EMPTY
    match data:
        case [str(text), str(trouble)] if trouble in _TROUBLES:
            return Cell(text, trouble)
    raise ValueError("no cell")
