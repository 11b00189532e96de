"""The continuation sheet: answers too long for their boxes, in full, with the place each belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from talentdesk.core.form import Text
from talentdesk.core.sheet import Align, Box, Sheet
from talentdesk.i18n import say, word
from talentdesk.paper.anatomy import SECOND_GREY
from talentdesk.paper.boxes import answer
from talentdesk.paper.fonts import measure
from talentdesk.paper.galley import Block, paginate, paragraph, rule, space
from talentdesk.paper.lines import fit, set_lines
from talentdesk.paper.page import Item, LaidPage, Overflow, Part, Rect, Stroke
from talentdesk.paper.ruler import ruler
from talentdesk.paper.still import page_line, sheet_title, twice

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview

_HEAD, _FOOT = 30.0, 24.0
HEAD_PARTS = (Part("H1", "heading"), Part("P", "form"), Part("P", "whose"))
"""What `head` puts on a page."""


def continuation_pages(
    sheet: Sheet, interview: Interview, languages: tuple[str, ...], overflows: Sequence[Overflow], after: int = 0
) -> tuple[LaidPage, ...]:
    """As many sheets as the overflowing answers need, numbered on from the form's own; `after` pages follow them."""
    before = len(sheet.pages)
    left, top, right, bottom = sheet.margins
    width = sheet.size[0] - left - right
    room = Rect(left, top + _HEAD, width, sheet.size[1] - top - bottom - _HEAD - _FOOT)
    blocks = [block for overflow in overflows for block in _item(sheet, overflow, width, languages)]
    whose = whose_form(sheet, interview, languages)

    def frame(page: int, pages: int) -> Iterator[Item]:
        title = twice(languages, lambda language: say("Continuation sheet", language))
        yield from ruler(left, top)
        yield from head(sheet, title, Rect(left, top, width, _HEAD - 6), languages, whose)
        yield from _signature(Rect(left, room.bottom + 6, width, 12), languages)
        footer = Rect(left, sheet.size[1] - bottom + 3, width, 5)
        yield from page_line(footer, languages, sheet.edition, before + page, before + pages + after)

    laid = paginate(blocks, sheet.size, room, frame, HEAD_PARTS)
    return tuple(replace(page, parts=(*page.parts, Part("P", "signature"))) for page in laid)


def whose_form(sheet: Sheet, interview: Interview, languages: tuple[str, ...]) -> str:
    """The answers that tell whose form it is."""
    return "  ".join(filter(None, (answer(interview, question, languages) for question in sheet.identify)))


def head(sheet: Sheet, title: str, room: Rect, languages: tuple[str, ...], whose: str) -> Iterator[Item]:
    """The head of a page behind the form: what it is, which form it belongs to, and whose."""
    upper = Rect(room.x, room.y, room.width, 8)
    printed = fit(title, upper, 14, 8, languages[0], "SemiBold")
    yield from set_lines(printed, upper, align=Align.CENTRE, part="heading")
    form = twice(languages, lambda language: sheet_title(sheet, language))
    middle = Rect(room.x, upper.bottom, room.width, 5)
    printed = fit(form, middle, 8.5, 5, languages[0])
    yield from set_lines(printed, middle, align=Align.CENTRE, grey=SECOND_GREY, part="form")
    lower = Rect(room.x, middle.bottom + 1.5, room.width, 7)
    yield from set_lines(fit(whose, lower, 10.5, 4, languages[0]), lower, part="whose")
    yield Stroke(((room.x, lower.bottom + 0.5), (room.right, lower.bottom + 0.5)), 0.4)


def _signature(room: Rect, languages: tuple[str, ...]) -> Iterator[Item]:
    x = room.x
    for words, line in (
        (twice(languages, lambda language: say("Applicant's signature", language)), 50.0),
        (twice(languages, lambda language: say("Date", language)), 30.0),
    ):
        wide = measure(words, 8.5, languages[0])
        label = Rect(x, room.y, wide + 0.5, room.height)
        yield from set_lines(fit(words, label, 8.5, 6, languages[0]), label, part="signature")
        yield Stroke(((label.right + 1.5, room.bottom - 3.5), (label.right + 1.5 + line, room.bottom - 3.5)), 0.18)
        x = label.right + line + 8


def _item(sheet: Sheet, overflow: Overflow, width: float, languages: tuple[str, ...]) -> Iterator[Block]:
    number, label, page = _where(sheet, overflow.box)
    names = twice(languages, lambda language: word(label, language)) if label else ""
    where = twice(
        languages,
        lambda language: (
            say("Section {section}, page {page}", language, section=number, page=page)
            if number
            else say("Page {page}", language, page=page)
        ),
    )
    yield from paragraph(
        f"{overflow.number}.  {names}", width, 10, languages[0], weight="SemiBold", keep=True, role="H2"
    )
    yield from paragraph(where, width - 6, 7, languages[0], grey=SECOND_GREY, x=6, keep=True)
    yield from paragraph(overflow.text, width - 6, 10, languages[0], x=6)
    yield space(1.5)
    yield rule(width)
    yield space(1.5)


def _where(sheet: Sheet, box_id: str) -> tuple[str, Text | None, int]:
    """Section number, label and page of a box."""
    for index, page in enumerate(sheet.pages, 1):
        for section in page.sections:
            for box in section.boxes:
                if box.id == box_id:
                    return section.number, box.text or box.label or _title(box, section.title), index
    raise KeyError(box_id)


def _title(box: Box, section_title: Text | None) -> Text | None:
    return box.ticks[0].label if len(box.ticks) == 1 else section_title
