"""The review sheet: every text of an edition with the four languages side by side, as a spreadsheet."""

from __future__ import annotations

import io

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.form import Edition
from talentdesk.core.words import N_
from talentdesk.i18n import say
from talentdesk.i18n.speech import shipped
from talentdesk.service.editionwords import LANGUAGES, Words, words_of

SHEET = "review"
_HEADINGS = ("id", "file", *LANGUAGES)
_WIDTHS = (38, 34, 44, 44, 52, 52)
_NOTES = (
    N_("Correct the words in the cells of the four languages; leave ids, files and the first row as they are."),
    N_("Names in braces stay as they are, in every language. A cell with a formula is not read."),
    N_("Chinese and English are legal text: of a published edition they are not changed, write a new edition."),
    N_("Then: talentdesk review-sheet --import F.xlsx"),
)


def said(words: Words) -> tuple[str, ...]:
    """The words in the four languages, in the order of the columns; empty where nobody has translated them."""
    return tuple(words.written.get(each) or shipped().translation(words.text, each) for each in LANGUAGES)


def write_review(edition: Edition, catalogue: Catalogue) -> bytes:
    """The sheet as an xlsx file. Hidden columns keep what was written, so that only corrections are brought back."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    first = (f"{edition.procedure}/{edition.edition}", *_HEADINGS[1:], *LANGUAGES)
    rows = [first, *((each.id, each.place, *said(each), *said(each)) for each in words_of(edition, catalogue))]
    for number, row in enumerate(rows, 1):
        for at, text in enumerate(row, 1):
            cell = sheet.cell(number, at)
            # A text that begins with = stays a text.
            cell.value, cell.data_type, cell.number_format = text, "s", "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8EEF4")
    for at, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for at in range(len(_HEADINGS) + 1, len(first) + 1):
        sheet.column_dimensions[get_column_letter(at)].hidden = True
    sheet.freeze_panes = "C2"
    notes = book.create_sheet("notes")
    for note in _NOTES:
        notes.append([say(note, "zh-Hans"), note])
    book.properties.creator, book.properties.title = "talentdesk", edition.about.title.get("en", "")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
