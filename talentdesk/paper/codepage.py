"""The page behind a form that carries its answers in square codes, for the office's reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from talentdesk.core.sheet import Align, Sheet
from talentdesk.i18n import say
from talentdesk.paper.anatomy import SECOND_GREY
from talentdesk.paper.codes import MODULE, symbol
from talentdesk.paper.continuation import HEAD_PARTS, head, whose_form
from talentdesk.paper.galley import Block, moved, paragraph, space, together
from talentdesk.paper.lines import fit, set_lines
from talentdesk.paper.page import Bookmark, Code, Item, LaidPage, Part, Rect, Run
from talentdesk.paper.ruler import ruler
from talentdesk.paper.still import page_line, twice

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview

_QUIET = 4 * MODULE
"""The least white that a QR code needs around it (ISO/IEC 18004)."""
_HEAD, _CAPTION, _GAP = 26.0, 4.0, 3.0


@dataclass(frozen=True, slots=True)
class Strip:
    """What the codes of a paper hold: one text a symbol, the last one spare."""

    texts: tuple[str, ...]
    sealed: bool = False
    """Only the office can read it."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """Places for symbols on a page: `columns` beside each other, `rows` under each other, `side` wide and high."""

    symbols: tuple[tuple[bytes, ...], ...]
    side: float
    columns: int
    rows: int

    @property
    def fill(self) -> int:
        return self.columns * self.rows

    @property
    def pages(self) -> int:
        return -(-len(self.symbols) // self.fill)


def code_pages(
    sheet: Sheet, interview: Interview, languages: tuple[str, ...], strip: Strip, before: int
) -> tuple[LaidPage, ...]:
    """As many pages as the symbols need, numbered on from the `before` pages in front of them."""
    left, top, right, bottom = sheet.margins
    width = sheet.size[0] - left - right
    words, room, grid = _plan(sheet, languages, strip)
    title = twice(languages, lambda language: say("Answers for the counter's reader", language))
    still = (
        *ruler(left, top),
        *head(sheet, title, Rect(left, top, width, _HEAD - 4), languages, whose_form(sheet, interview, languages)),
        *(_told_in(moved(item, left, top + _HEAD), "words") for item in words.items),
    )
    foot = Rect(left, sheet.size[1] - bottom + 3, width, 5)

    def page(number: int) -> LaidPage:
        line = page_line(foot, languages, sheet.edition, before + number + 1, before + grid.pages)
        symbols = tuple(_symbols(grid, room, number, languages))
        figures = (
            Part("Figure", each.part, alt=each.says, rect=each.rect) for each in symbols if isinstance(each, Code)
        )
        return LaidPage(
            sheet.size,
            (*still, *symbols, *line),
            bookmarks=() if number else (Bookmark(title, top),),
            parts=(*HEAD_PARTS, Part("P", "words"), *figures),
        )

    return tuple(page(number) for number in range(grid.pages))


def count_code_pages(sheet: Sheet, languages: tuple[str, ...], strip: Strip) -> int:
    """How many pages `code_pages` makes."""
    return _plan(sheet, languages, strip)[2].pages


def _plan(sheet: Sheet, languages: tuple[str, ...], strip: Strip) -> tuple[Block, Rect, _Grid]:
    """The words, the room below them, and how the symbols stand in it."""
    left, top, right, bottom = sheet.margins
    width = sheet.size[0] - left - right
    words = _words(strip.sealed, width, languages)
    above = top + _HEAD + words.height
    room = Rect(left, above, width, sheet.size[1] - bottom - above)
    symbols = tuple(map(symbol, strip.texts))
    side = len(symbols[0]) * MODULE
    columns = int((room.width - 2 * _QUIET + _GAP) // (side + _GAP))
    rows = int((room.height + _GAP) // (side + _CAPTION + _GAP))
    return words, room, _Grid(symbols, side, max(1, columns), max(1, rows))


def _symbols(grid: _Grid, room: Rect, page: int, languages: tuple[str, ...]) -> Iterator[Item]:
    for place, modules in enumerate(grid.symbols[page * grid.fill : (page + 1) * grid.fill]):
        row, column = divmod(place, grid.columns)
        x = room.x + _QUIET + column * (grid.side + _GAP)
        y = room.y + row * (grid.side + _CAPTION + _GAP)
        number, total = page * grid.fill + place + 1, len(grid.symbols)
        says = twice(languages, partial(_named, number, total))
        yield Code(Rect(x, y, grid.side, grid.side), modules, says, f"code {number}")
        below = Rect(x, y + grid.side + 0.4, grid.side, _CAPTION - 0.4)
        caption = fit(f"{number} / {total}", below, 7, 5, languages[0])
        yield from set_lines(caption, below, align=Align.CENTRE, grey=SECOND_GREY, part=f"code {number}")


def _told_in(item: Item, part: str) -> Item:
    return replace(item, part=part) if isinstance(item, Run) else item


def _named(number: int, total: int, language: str) -> str:
    return say("Code {number} of {total}", language, number=number, total=total)


@lru_cache(maxsize=32)
def _words(sealed: bool, width: float, languages: tuple[str, ...]) -> Block:
    """What the page is for, and who can read it, in one language under the other."""
    blocks: list[Block] = []
    for language, size, grey in zip(languages[:2], (9.5, 8.0), (0.0, SECOND_GREY), strict=False):
        blocks += paragraph(_told(sealed, language), width, size, language, grey=grey)
        blocks.append(space(0.8))
    return together([*blocks, space(4)])


def _told(sealed: bool, language: str) -> str:
    if sealed:
        return say(
            "The squares carry the answers on this form, so that the counter need not type them again. Only the office"
            " can read them. Hand this page in with the form, unfolded; there is nothing to fill in or sign.",
            language,
        )
    return say(
        "The squares carry the answers on this form, so that the counter need not type them again. Whoever has this"
        " page can read them. Hand it in with the form, unfolded; there is nothing to fill in or sign.",
        language,
    )
