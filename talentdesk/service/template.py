"""The blank table of a procedure: a column a question, drop-downs for what has a list, notes on how to fill it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.form import Edition, Kind, Need, Text
from talentdesk.core.words import N_
from talentdesk.i18n import say, titled
from talentdesk.service.columns import SHEET, Column, both, codes_of, columns_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FIRST, _LAST = 3, 5_000
_NOTES, _LISTS = "Notes", "Lists"
_NOTE_LINES = (
    N_("One row is one applicant. Leave the hidden first row and the headings as they are."),
    N_("Where a cell has a list, choose from it. Several answers in one cell are separated by a semicolon."),
    N_("Write dates as year-month-day, as in 2026-11-22."),
    N_("Type values: a cell with a formula, an error or a merged cell is not read."),
    N_("Numbers of documents and telephones are text here, so that their zeros stay."),
    N_("A heading with * must be answered by everybody who is asked; the others may stay empty."),
)


def write_template(edition: Edition, catalogue: Catalogue) -> bytes:
    """The blank table as an xlsx file. Its first row, hidden, holds the ids by which columns are known again."""
    return _written(_blank(edition, catalogue))


def write_filled(
    edition: Edition,
    catalogue: Catalogue,
    rows: Iterable[Mapping[str, str]],
    strays: Sequence[tuple[str, Sequence[str]]] = (),
) -> bytes:
    """The same table with rows, by the ids of their answers. `strays` are columns that answer nothing: a heading with
    a text for each row; they stand behind the others, so that nothing is lost."""
    book = _blank(edition, catalogue)
    sheet = book.worksheets[0]
    places = {column.id: at for at, column in enumerate(columns_of(edition), 1)}
    for number, row in enumerate(rows, _FIRST):
        for id, text in row.items():
            _write_text(sheet, number, places[id], text)
    for at, (heading, texts) in enumerate(strays, len(places) + 1):
        _write_text(sheet, 2, at, heading)
        for number, text in enumerate(texts, _FIRST):
            _write_text(sheet, number, at, text)
    return _written(book)


def _write_text(sheet: Worksheet, row: int, at: int, text: str) -> None:
    """As text whatever it looks like: what begins with = is never calculated, and zeros stay."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not text:
        return
    cell = sheet.cell(row, at)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)  # no spreadsheet can hold those
    cell.data_type, cell.number_format = "s", "@"


def _blank(edition: Edition, catalogue: Catalogue) -> Workbook:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    columns = columns_of(edition)
    _write_notes(book, edition, columns)
    areas = _write_lists(book, columns, catalogue)
    _write_columns(sheet, columns, areas)
    book.properties.creator, book.properties.title = "talentdesk", edition.about.title.get("en", "")
    return book


def _written(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _write_columns(sheet: Worksheet, columns: Sequence[Column], areas: Mapping[str, str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for at, column in enumerate(columns, 1):
        letter = get_column_letter(at)
        sheet.cell(1, at, column.id)
        needed = " *" if column.question.need is Need.REQUIRED else ""
        heading = sheet.cell(2, at, column.heading + needed)
        heading.font, heading.fill = Font(bold=True), PatternFill("solid", fgColor="E8EEF4")
        heading.alignment = Alignment(wrap_text=True, vertical="top")
        room = sheet.column_dimensions[letter]
        room.width, room.number_format = min(36, max(14, len(column.heading) * 0.7)), _number_format(column)
        if column.id in areas:
            _offer(sheet, f"{letter}{_FIRST}:{letter}{_LAST}", areas[column.id], strict=_strict(column))
    sheet.row_dimensions[1].hidden = True
    sheet.row_dimensions[2].height = 48
    sheet.freeze_panes = "A3"


def _strict(column: Column) -> bool:
    """Whether only the list's words fit: not where several may be chosen, or none at all be declared."""
    return column.question.kind is not Kind.CHOICES and column.question.none is None


def _offer(sheet: Worksheet, cells: str, area: str, *, strict: bool) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    # An error style would refuse codes and words in one language, which are read as well.
    offered = DataValidation("list", formula1=area, allow_blank=True, showErrorMessage=strict, errorStyle="warning")
    offered.add(cells)
    sheet.add_data_validation(offered)


def _number_format(column: Column) -> str:
    match column.question.kind:
        case Kind.DATE if column.question.precision == "D":
            return "yyyy-mm-dd"
        case Kind.NUMBER | Kind.MONEY:
            return "General"
    return "@"


def _write_lists(book: Workbook, columns: Sequence[Column], catalogue: Catalogue) -> dict[str, str]:
    """The areas of the hidden sheet that hold the words of each column; the same words stand there once."""
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(_LISTS)
    sheet.sheet_state = "hidden"
    areas: dict[str, str] = {}
    written: dict[tuple[str, ...], str] = {}
    for column in columns:
        words = tuple(both(label) for label in codes_of(column.question, catalogue).values())
        if not words:
            continue
        if words not in written:
            at = len(written) + 1
            for row, label in enumerate(words, 1):
                sheet.cell(row, at, label)
            letter = get_column_letter(at)
            written[words] = f"'{_LISTS}'!${letter}$1:${letter}${len(words)}"
        areas[column.id] = written[words]
    return areas


def _write_notes(book: Workbook, edition: Edition, columns: Sequence[Column]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(_NOTES)
    title = edition.about.title
    sheet.append([both(Text(titled(title, "zh-Hans"), titled(title, "en"))), edition.edition])
    sheet["A1"].font = Font(bold=True, size=14)
    for note in _NOTE_LINES:
        sheet.append([say(note, "zh-Hans"), note])
    sheet.append([])
    for column in columns:
        help, none = column.question.help, column.question.none
        sheet.append([column.heading, both(help) if help else "", column.question.example, both(none) if none else ""])
    for letter, width in zip("ABCD", (60, 80, 24, 16), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows():
        for each in row:
            each.alignment = Alignment(wrap_text=True, vertical="top")
            each.number_format = "@"
