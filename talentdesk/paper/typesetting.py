"""Lays a person's answers over a sheet: what is the same for everyone once, then box by box what was answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from talentdesk.core.interview import AnswerState
from talentdesk.core.sheet import Box, Sheet
from talentdesk.paper.boxes import lay_values
from talentdesk.paper.codepage import Strip, code_pages, count_code_pages
from talentdesk.paper.continuation import continuation_pages
from talentdesk.paper.page import LaidBox, LaidPage, LaidPaper, MissingCharacter, Overflow
from talentdesk.paper.still import sheet_title, still_page

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview

DEFAULT_LANGUAGES = ("zh-Hans", "en")


def lay_out(
    sheet: Sheet,
    interview: Interview,
    languages: Sequence[str] = DEFAULT_LANGUAGES,
    *,
    blank: bool = False,
    strip: Strip | None = None,
) -> LaidPaper:
    """The whole paper. `blank` leaves every box empty, for filling in by hand; `strip` stands on a page behind."""
    languages = tuple(languages)
    filled = [[_lay(box, interview, languages, blank) for box in boxes] for boxes in _boxes_by_page(sheet)]
    numbered, overflows = _number(filled)
    if overflows:
        filled = [
            [
                _lay(_find(sheet, box.id), interview, languages, blank, numbered[box.id]) if box.overflow else box
                for box in page
            ]
            for page in filled
        ]
    more = _behind(sheet, interview, languages, overflows, strip)
    still = still_pages(sheet, languages, len(more))
    pages = tuple(replace(page, boxes=tuple(boxes)) for page, boxes in zip(still, filled, strict=True))
    return LaidPaper(
        title=f"{sheet_title(sheet, 'zh-Hans')} {sheet_title(sheet, 'en')}",
        languages=languages,
        pages=(*pages, *more),
        two_sided=sheet.two_sided,
        copies=sheet.copies,
        continued=overflows,
        missing=_missing(pages),
    )


def lay_out_again(paper: LaidPaper, sheet: Sheet, interview: Interview, questions: Collection[str]) -> LaidPaper:
    """`paper` with only the boxes of these questions laid out anew; all of it where the continuation sheets change."""
    changed = frozenset(question.partition("[")[0] for question in questions)
    numbers = {overflow.box: overflow.number for overflow in paper.continued}
    pages = []
    for page in paper.pages[: len(sheet.pages)]:
        boxes = tuple(
            _lay(_find(sheet, box.id), interview, paper.languages, False, numbers.get(box.id, 0))
            if changed.intersection(box.questions)
            else box
            for box in page.boxes
        )
        pages.append(replace(page, boxes=boxes))
    continued = tuple(box.overflow for page in pages for box in page.boxes if box.overflow)
    if continued != paper.continued or (continued and changed.intersection(sheet.identify)):
        return lay_out(sheet, interview, paper.languages)
    whole = (*pages, *paper.pages[len(sheet.pages) :])
    return replace(paper, pages=whole, missing=_missing(whole))


@lru_cache(maxsize=32)
def still_pages(sheet: Sheet, languages: tuple[str, ...], more: int = 0) -> tuple[LaidPage, ...]:
    """Rules, labels, ticks' squares and footers of every page, without a single answer; `more` pages follow."""
    return tuple(still_page(sheet, number, languages, more) for number in range(len(sheet.pages)))


@lru_cache(maxsize=256)
def _index(sheet: Sheet) -> dict[str, Box]:
    return {box.id: box for box in sheet.boxes()}


def _find(sheet: Sheet, box_id: str) -> Box:
    return _index(sheet)[box_id]


def _boxes_by_page(sheet: Sheet) -> Iterator[list[Box]]:
    for page in sheet.pages:
        yield [box for section in page.sections for box in section.boxes]


def _lay(box: Box, interview: Interview, languages: tuple[str, ...], blank: bool, item: int = 0) -> LaidBox:
    return lay_values(box, None if blank or not _included(box, interview) else interview, languages, item)


def _included(box: Box, interview: Interview) -> bool:
    if box.when is None:
        return True
    answered = interview.state(box.when.question) is AnswerState.ANSWERED
    return answered and not box.when.answers.isdisjoint(interview.typed[box.when.question].split())


def _number(filled: list[list[LaidBox]]) -> tuple[dict[str, int], tuple[Overflow, ...]]:
    """Numbers what goes overleaf in the order of the form."""
    found = [box.overflow for page in filled for box in page if box.overflow]
    overflows = tuple(replace(overflow, number=number) for number, overflow in enumerate(found, 1))
    return {overflow.box: overflow.number for overflow in overflows}, overflows


def _missing(pages: Sequence[LaidPage]) -> tuple[MissingCharacter, ...]:
    return tuple(dict.fromkeys(lost for page in pages for box in page.boxes for lost in box.missing))


def _behind(
    sheet: Sheet,
    interview: Interview,
    languages: tuple[str, ...],
    overflows: Sequence[Overflow],
    strip: Strip | None,
) -> tuple[LaidPage, ...]:
    """What follows the form's own pages: continuation sheets, then the codes."""
    after = count_code_pages(sheet, languages, strip) if strip else 0
    more = continuation_pages(sheet, interview, languages, overflows, after) if overflows else ()
    codes = code_pages(sheet, interview, languages, strip, len(sheet.pages) + len(more)) if strip else ()
    return (*more, *codes)
