"""A table of applicants in work: as it stands in the file, and as it is put right beside it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.fault import Fault
from talentdesk.core.form import Edition
from talentdesk.core.words import N_
from talentdesk.intake.examining import read_table, sheet_names
from talentdesk.intake.table import Cell, Line, TableUnreadable
from talentdesk.service.applicants import RowReader, cell_name, headings_of, match_headings
from talentdesk.service.columns import SHEET, columns_of
from talentdesk.service.mishap import AnswersError

_MOST_SUGGESTED = 3
_LIKE = 0.45
_EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is the same for all rows of a table in work."""

    name: str
    """The file's name, for the person who chose it; never for a log."""
    sheet: str
    """The sheet that was read; empty for a csv."""
    sheets: tuple[str, ...]
    """Others that could be meant, this one among them; empty where only one can."""
    procedure: str
    as_of: date
    head: tuple[str, ...]
    """The headings as they stand in the file."""
    head_row: int
    places: Mapping[int, str]
    """The answer that each column holds, by its place from 0."""
    left_out: tuple[int, ...] = ()
    """Columns that answer nothing, as a person has said."""

    @property
    def strays(self) -> tuple[int, ...]:
        """Columns whose heading is no question, as long as nobody has said what they are."""
        known = {*self.places, *self.left_out}
        return tuple(at for at, heading in enumerate(self.head) if heading and at not in known)

    @property
    def headed(self) -> frozenset[str]:
        """Answers that a heading of the file stands for; those that were only missing have a column as well."""
        return frozenset(id for at, id in self.places.items() if at < len(self.head) and self.head[at])

    def place_of(self, column: str) -> int | None:
        """Where an answer stands."""
        return next((at for at, id in self.places.items() if id == column), None)

    def heading_cell(self, at: int) -> str:
        """`C1`."""
        return cell_name(at, self.head_row)


def read_sheet(file: Path, edition: Edition, as_of: date, sheet: str = "") -> tuple[Sheet, tuple[Line, ...]]:
    """The table of an xlsx or csv file and its applicants' lines, whatever its headings are.

    Raises AnswersError for what is no table or has no row, OSError for a file out of reach.
    """
    try:
        names = sheet_names(file)
        wanted = sheet or (SHEET if SHEET in names else names[0] if names else "")
        lines = read_table(file, wanted)
    except TableUnreadable as refused:
        raise AnswersError(refused.fault(file.name)) from None
    columns = columns_of(edition)
    head, rest = headings_of(lines, columns)
    if not rest:
        cause = N_("the sheet “{sheet}” has no row of an applicant") if wanted else N_("the table has no row")
        remedy = N_("fill in a row below the headings, save the file, and choose it again")
        raise AnswersError(Fault(file.name, head.number, cause, remedy, {"sheet": wanted}))
    found, _strays = match_headings(head, columns)
    others = () if SHEET in names and not sheet else names if len(names) > 1 else ()
    places = {at: column.id for at, column in found.items()}
    heading = tuple(cell.text for cell in head.cells)
    return Sheet(file.name, wanted, others, edition.procedure, as_of, heading, head.number, places), tuple(rest)


def reader_of(sheet: Sheet, edition: Edition, catalogue: Catalogue) -> RowReader:
    """Makes rows of lines, as long as the columns stay as they are."""
    columns = {column.id: column for column in columns_of(edition)}
    return RowReader({at: columns[id] for at, id in sheet.places.items() if id in columns}, catalogue)


def mapped(sheet: Sheet, at: int, column: str) -> Sheet:
    """The column at that place holds this answer from now on; empty: none. What it held before keeps its cells."""
    places = {place: id for place, id in sheet.places.items() if place != at and id != column}
    if column:
        places[at] = column
    return replace(sheet, places=dict(sorted(places.items())))


def widened(sheet: Sheet, columns: Sequence[str], width: int) -> Sheet:
    """With columns for answers that the file has none for, behind the last of `width`."""
    known = set(sheet.places.values())
    fresh = [column for column in columns if column not in known]
    start = max(width, len(sheet.head), max(sheet.places, default=-1) + 1)
    return replace(sheet, places={**sheet.places, **dict(enumerate(fresh, start))})


def cell_at(line: Line, at: int) -> Cell:
    """The cell, an empty one behind the last."""
    return line.cells[at] if at < len(line.cells) else _EMPTY


def with_text(line: Line, at: int, text: str) -> Line:
    """The line with another text in one cell, which is a plain one from now on."""
    cells = [*line.cells, *[_EMPTY] * (at + 1 - len(line.cells))]
    cells[at] = Cell(text)
    return replace(line, cells=tuple(cells))


def suggestions(heading: str, sheet: Sheet, edition: Edition) -> tuple[str, ...]:
    """Columns that a heading may mean, the likest first; without those that have a column already."""
    taken = sheet.headed
    wanted, likeness = heading.casefold(), {}
    for column in columns_of(edition):
        label = column.question.label
        names = [name.casefold() for name in (column.heading, label.zh, label.en, column.id.rpartition(".")[2]) if name]
        if column.id not in taken:
            likeness[column.id] = max(_likeness(wanted, name) for name in names)
    ranked = sorted((id for id, like in likeness.items() if like >= _LIKE), key=lambda id: -likeness[id])
    return tuple(ranked[:_MOST_SUGGESTED])


def _likeness(one: str, other: str) -> float:
    if len(one) > 1 and len(other) > 1 and (one in other or other in one):
        return 0.7 + 0.3 * min(len(one), len(other)) / max(len(one), len(other))
    return difflib.SequenceMatcher(None, one, other).ratio()
