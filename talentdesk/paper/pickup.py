"""The slip a person shows at the counter, so that nobody types their answers again. There is no name on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from talentdesk.core.sheet import A4, Align
from talentdesk.i18n import format_moment, say
from talentdesk.paper.anatomy import SECOND_GREY
from talentdesk.paper.codes import MODULE, symbol
from talentdesk.paper.galley import Block, moved, paragraph, side_by_side, space, together
from talentdesk.paper.lines import fit, set_lines
from talentdesk.paper.page import Code, Frame, Item, LaidPage, LaidPaper, Part, Rect, Stroke
from talentdesk.paper.ruler import ruler
from talentdesk.paper.still import set_heading, twice

_LEFT, _TOP, _WIDTH = 18.0, 11.0, 174.0
_QUIET = 4 * MODULE
_GAP, _CAPTION = 4.0, 4.0
_LARGE = 1.0
"""A module of the one square that is held under a scanner, in millimetres: read at arm's length."""


@dataclass(frozen=True, slots=True)
class Pickup:
    """What the slip carries: a code under which the answers wait on the centre's server, or the answers themselves."""

    matter: Callable[[str], str]
    """What the form is called, in a language."""
    reference: str
    """Short name of the printing, to be called out."""
    code: str = ""
    """As it is read out; empty where nothing waits on a server."""
    scanned: str = ""
    """What the square of the code says."""
    until: datetime | None = None
    texts: tuple[str, ...] = ()
    """The squares that carry the answers."""
    sealed: bool = False
    """Only the office can read them."""


def lay_out_pickup_slip(pickup: Pickup, languages: Sequence[str]) -> LaidPaper:
    """One page, more only where very many answers need more squares."""
    tongues = tuple(languages)
    title = twice(tongues, lambda language: say("Pick-up slip", language))
    blocks = list(_blocks(pickup, tongues))
    room = Rect(_LEFT, _TOP + 26, _WIDTH, A4[1] - _TOP - 26 - 14)
    pages: list[list[Block]] = [[]]
    tall = 0.0
    for block in blocks:
        if tall + block.height > room.height and pages[-1]:
            pages.append([])
            tall = 0.0
        pages[-1].append(block)
        tall += block.height
    laid = tuple(_page(each, pickup, tongues, number, len(pages)) for number, each in enumerate(pages, 1))
    return LaidPaper(title=title, languages=tongues, pages=laid)


def _page(blocks: Sequence[Block], pickup: Pickup, languages: tuple[str, ...], number: int, total: int) -> LaidPage:
    said = [say("Pick-up slip", language) for language in languages[:2]]
    items: list[Item] = [*ruler(_LEFT, _TOP)]
    items += set_heading((said[0], said[-1]), Rect(_LEFT, _TOP, _WIDTH, 17), languages)
    line = Rect(_LEFT, _TOP + 18, _WIDTH, 6)
    matter = twice(languages, pickup.matter)
    items += set_lines(fit(matter, line, 9, 5, languages[0]), line, grey=SECOND_GREY, part="matter")
    items.append(Stroke(((_LEFT, line.bottom + 0.6), (_LEFT + _WIDTH, line.bottom + 0.6)), 0.4))
    parts = [Part("H1", "heading"), Part("P", "matter")]
    y = _TOP + 26
    for place, block in enumerate(blocks):
        key = f"block {place}"
        figures = [item for item in block.items if isinstance(item, Code)]
        items += (_moved(item, _LEFT, y, key) for item in block.items)
        if figures:
            parts += (
                Part("Figure", f"{key} {each.part}", alt=each.says, rect=_shift(each.rect, _LEFT, y))
                for each in figures
            )
        if len(figures) < len(block.items):
            parts.append(Part("P", key))
        y += block.height
    foot = Rect(_LEFT, A4[1] - 12, _WIDTH, 5)
    pages = f"{pickup.reference} · {number} / {total}"
    items += set_lines(fit(pages, foot, 7.5, 5, languages[0]), foot, align=Align.RIGHT, grey=SECOND_GREY)
    return LaidPage(A4, tuple(items), parts=tuple(parts))


def _moved(item: Item, x: float, y: float, key: str) -> Item:
    shifted = moved(item, x, y)
    if isinstance(shifted, Code):
        return replace(shifted, part=f"{key} {shifted.part}")
    return replace(shifted, part=key) if not isinstance(shifted, Stroke | Frame) else shifted


def _shift(rect: Rect, x: float, y: float) -> Rect:
    return Rect(rect.x + x, rect.y + y, rect.width, rect.height)


def _blocks(pickup: Pickup, languages: tuple[str, ...]) -> Iterator[Block]:
    if pickup.code:
        yield _by_code(pickup, languages)
        yield space(6)
    if pickup.texts:
        yield _told(partial(_by_squares, pickup.sealed, bool(pickup.code)), languages)
        yield space(3)
        yield from _squares(pickup.texts, languages)


def _by_code(pickup: Pickup, languages: tuple[str, ...]) -> Block:
    """The square at the left, the same code in letters beside it."""
    modules = symbol(pickup.scanned)
    side = len(modules) * _LARGE
    x = side + 4 * _LARGE * 2 + 6
    says = twice(languages, lambda language: say("Code to be scanned at the counter", language))
    square = Block(side + 8 * _LARGE, (Code(Rect(4 * _LARGE, 4 * _LARGE, side, side), modules, says, "code"),))
    letters = paragraph(pickup.code, _WIDTH - x, 34, languages[0], weight="SemiBold", x=x)
    told: list[Block] = [space(4), *letters, space(2)]
    for language, size, grey in zip(languages[:2], (11.0, 9.0), (0.0, SECOND_GREY), strict=False):
        told += paragraph(_show_it(pickup.until, language), _WIDTH - x, size, language, grey=grey, x=x)
        told.append(space(1))
    return side_by_side([square, together(told)])


def _show_it(until: datetime | None, language: str) -> str:
    first = say("Show this at the counter: nothing has to be typed again.", language)
    if until is None:
        return first
    return f"{first} {say('Good until {moment}, once.', language, moment=format_moment(until, language))}"


def _by_squares(sealed: bool, beside: bool, language: str) -> str:
    if sealed:
        words = say("The squares carry your answers. Only the office can read them.", language)
    else:
        words = say("The squares carry your answers. Whoever has this page can read them: keep it safe.", language)
    if beside:
        return f"{words} {say('They are for a counter that has no network.', language)}"
    return f"{words} {say('Show this at the counter: nothing has to be typed again.', language)}"


def _told(message: Callable[[str], str], languages: tuple[str, ...]) -> Block:
    blocks: list[Block] = []
    for language, size, grey in zip(languages[:2], (10.5, 8.5), (0.0, SECOND_GREY), strict=False):
        blocks += paragraph(message(language), _WIDTH, size, language, grey=grey)
        blocks.append(space(0.8))
    return together(blocks)


def _squares(texts: Sequence[str], languages: tuple[str, ...]) -> Iterator[Block]:
    """A row of squares a block, so that none is cut by the end of a page."""
    symbols = [symbol(text) for text in texts]
    side = len(symbols[0]) * MODULE
    columns = max(1, int((_WIDTH - 2 * _QUIET + _GAP) // (side + _GAP)))
    for start in range(0, len(symbols), columns):
        items: list[Item] = []
        for place, modules in enumerate(symbols[start : start + columns]):
            number, x = start + place + 1, _QUIET + place * (side + _GAP)
            says = twice(languages, partial(_named, number, len(symbols)))
            items.append(Code(Rect(x, _QUIET, side, side), modules, says, f"code {number}"))
            below = Rect(x, _QUIET + side + 0.6, side, _CAPTION)
            caption = fit(f"{number} / {len(symbols)}", below, 7, 5, languages[0])
            items += set_lines(caption, below, align=Align.CENTRE, grey=SECOND_GREY)
        yield Block(side + _QUIET + _CAPTION + _GAP, tuple(items))


def _named(number: int, total: int, language: str) -> str:
    return say("Code {number} of {total}", language, number=number, total=total)
