"""A filled table of applicants: which column answers which question, and the answers of each row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from talentdesk.core.answers import Answers
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.cells import split_cell
from talentdesk.core.fault import Fault
from talentdesk.core.form import Edition, Kind, Question
from talentdesk.core.words import N_, nearest
from talentdesk.intake.examining import read_table
from talentdesk.intake.table import Cell, Line, TableUnreadable
from talentdesk.service.columns import SHEET, Column, both, codes_of, columns_of
from talentdesk.service.mishap import AnswersError

_KEEPS_ZEROS = frozenset({Kind.IDENTIFIER, Kind.PHONE})


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one cell, as `C7`. One that is `grave` keeps its row from being printed."""

    cell: str
    cause: str
    remedy: str
    details: Mapping[str, str] = field(default_factory=dict)
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One applicant: the row's number in the table, the answers, where each stands, and what is odd about them."""

    number: int
    answers: Answers
    columns: Mapping[str, int]
    """Column of each answer, from 0; the same object for all rows of a table."""
    remarks: tuple[Remark, ...]

    def cell_of(self, name: str) -> str:
        """The cell that answers a question; of a whole table, its first one. Empty where there is none."""
        at = self.columns.get(name)
        if at is None:
            at = next((at for id, at in self.columns.items() if (split_cell(id) or ("",))[0] == name), None)
        return "" if at is None else cell_name(at, self.number)

    def question_at(self, cell: str) -> str:
        """The question that a cell answers; empty where it has none."""
        return next((id for id, at in self.columns.items() if cell_name(at, self.number) == cell), "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was understood; `strays` are columns that were left out."""

    rows: tuple[Row, ...]
    strays: tuple[Remark, ...]


def read_applicants(file: Path, edition: Edition, catalogue: Catalogue) -> Table:
    """The applicants of an xlsx or csv file. Raises AnswersError for a table that is not read, OSError."""
    try:
        lines = read_table(file, SHEET)
    except TableUnreadable as refused:
        raise AnswersError(refused.fault(file.name)) from None
    columns = columns_of(edition)
    head, rest = headings_of(lines, columns)
    found, strays = match_headings(head, columns)
    if not found:
        cause = N_("none of the headings is a question of this procedure")
        raise AnswersError(Fault(file.name, 1, cause, N_("begin with: talentdesk template PROCEDURE --out F.xlsx")))
    reader = RowReader(found, catalogue)
    return Table(tuple(reader.read(line) for line in rest), strays)


def cell_name(at: int, row: int) -> str:
    """Column number from 0 and row number from 1, as spreadsheets write them: `C7`."""
    letters, left = "", at + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"


# --- headings -----------------------------------------------------------------------------------------


def headings_of(lines: Sequence[Line], columns: Sequence[Column]) -> tuple[Line, Sequence[Line]]:
    """The row that names the columns, and the applicants' rows. Our own tables have the ids above the headings."""
    if not lines:
        return Line(1, ()), ()
    head, rest = lines[0], lines[1:]
    by_id = {column.id: column.heading for column in columns}
    if rest and any(cell.text in by_id for cell in head.cells):
        pairs = zip(head.cells, rest[0].cells, strict=False)
        if any(_plain(by_id.get(above.text, "\0")) == _plain(below.text) for above, below in pairs):
            return head, rest[1:]
    return head, rest


def match_headings(head: Line, columns: Sequence[Column]) -> tuple[dict[int, Column], tuple[Remark, ...]]:
    """Which column of the table answers what, by its place from 0; and those that answer nothing."""
    names = _names(columns)
    found: dict[int, Column] = {}
    strays: list[Remark] = []
    taken: set[str] = set()
    for at, cell in enumerate(head.cells):
        fits = names.get(cell.text) or names.get(_plain(cell.text), ())
        where = cell_name(at, head.number)
        if not cell.text:
            continue
        if len(fits) == 1 and fits[0].id not in taken:
            found[at] = fits[0]
            taken.add(fits[0].id)
        else:
            strays.append(_stray(where, cell.text[:120], fits, columns))
    return found, tuple(strays)


def _names(columns: Sequence[Column]) -> dict[str, tuple[Column, ...]]:
    """Everything a column may be called: its id, its heading, the heading in one language."""
    names: dict[str, tuple[Column, ...]] = {}
    for column in columns:
        label = column.question.label
        single = () if "[" in column.id else (_plain(label.zh), _plain(label.en))
        for name in {column.id, _plain(column.heading), *single}:
            names[name] = (*names.get(name, ()), column)
    return names


def _stray(where: str, heading: str, fits: Sequence[Column], columns: Sequence[Column]) -> Remark:
    if len(fits) > 1:
        ids = ", ".join(column.id for column in fits[:4])
        cause = N_("several questions are called “{heading}”, so the column is left out")
        return Remark(where, cause, N_("head it with one of: {ids}"), {"heading": heading, "ids": ids})
    if fits:
        cause = N_("the question “{heading}” has a column already, so this one is left out")
        return Remark(where, cause, N_("remove one"), {"heading": heading})
    headings = [column.heading for column in columns]
    singles = [half for column in columns for half in (column.question.label.zh, column.question.label.en)]
    near = nearest(heading, [*headings, *singles, *(column.id for column in columns)])
    remedy = N_("did you mean {near}?") if near else N_("remove it, or take the headings from a blank table")
    cause = N_("no question is called “{heading}”, so the column is left out")
    return Remark(where, cause, remedy, {"heading": heading, "near": near})


def _plain(heading: str) -> str:
    return unicodedata.normalize("NFKC", heading).rstrip("* ").strip().casefold()


# --- rows ---------------------------------------------------------------------------------------------

_TROUBLES = {
    "formula": (N_("there is a formula in the cell"), N_("type the value")),
    "error": (N_("the cell shows an error of the spreadsheet"), N_("type the value")),
    "merged": (N_("the cell is merged with others"), N_("unmerge it, and fill in each cell")),
}


class RowReader:
    """Reads rows by the columns of one table; the words of each list are sorted once."""

    def __init__(self, columns: Mapping[int, Column], catalogue: Catalogue) -> None:
        self._columns = columns
        self._places = {column.id: at for at, column in columns.items()}
        self._codes = {column.id: _codes_by_word(column.question, catalogue) for column in columns.values()}

    def read(self, line: Line) -> Row:
        """The answers of one line, and what is odd about its cells."""
        typed: dict[str, str] = {}
        declined: set[str] = set()
        remarks: list[Remark] = []
        for at, column in self._columns.items():
            cell = line.cells[at] if at < len(line.cells) else Cell()
            if cell.trouble:
                remarks += _remarks(cell_name(at, line.number), cell, column.question)
            if _declines(cell.text, column):
                declined.add(column.id)
            elif cell.text:
                typed[column.id] = _coded(cell.text, column.question, self._codes[column.id])
        return Row(line.number, Answers(typed, frozenset(declined)), self._places, tuple(remarks))


def _remarks(where: str, cell: Cell, question: Question) -> list[Remark]:
    if cell.trouble in _TROUBLES:
        return [Remark(where, *_TROUBLES[cell.trouble], grave=True)]
    if cell.trouble == "number" and question.kind in _KEEPS_ZEROS:
        cause = N_("this is stored as a number, so zeros at its beginning would be lost")
        return [Remark(where, cause, N_("compare it with the document, and format the cell as text"))]
    return []


def _declines(text: str, column: Column) -> bool:
    none = column.question.none
    if none is None or "[" in column.id:
        return False
    return _plain(text) in {_plain(none.zh), _plain(none.en), _plain(both(none))}


def _codes_by_word(question: Question, catalogue: Catalogue) -> dict[str, str]:
    codes = codes_of(question, catalogue)
    words = {_plain(word): code for code, label in codes.items() for word in (label.zh, label.en, both(label))}
    return words | {_plain(code): code for code in codes}


def _coded(text: str, question: Question, codes: Mapping[str, str]) -> str:
    """The codes for words of a list. A word that is not on it stays as it is, and is told as any wrong answer."""
    if not codes:
        return text
    whole = codes.get(_plain(text))
    if whole is not None or question.kind is not Kind.CHOICES:
        return whole or text
    for separator in ("[;；\n]", "[;；\n,，、]", r"[;；\n,，、\s]"):
        parts = [codes.get(_plain(part), "") for part in re.split(separator, text) if part.strip()]
        if parts and all(parts):
            return " ".join(parts)
    return text
