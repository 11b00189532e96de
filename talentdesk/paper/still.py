"""What is printed on a page before anyone answers: title, rules, section numbers, labels, footer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from talentdesk.core.form import Text
from talentdesk.core.sheet import Align, Sheet, SheetPage, SheetSection
from talentdesk.i18n import say, word
from talentdesk.paper.anatomy import HAIR, SECOND_GREY, anatomy
from talentdesk.paper.lines import fit, set_lines
from talentdesk.paper.page import Bookmark, Frame, Item, LaidPage, Part, Rect, Stroke
from talentdesk.paper.ruler import ruler

_OUTER = 0.4
_FAINT = 0.7
_TITLE, _TITLE_SECOND, _SMALL = 17.0, 10.0, 7.0


def still_page(sheet: Sheet, number: int, languages: tuple[str, ...], more: int = 0) -> LaidPage:
    """Page `number` (from 0) of a sheet without answers; `more` pages follow the sheet's own."""
    page = sheet.pages[number]
    if sheet.background is not None:
        return _places_of(page, sheet)
    items: list[Item] = [*ruler(sheet.margins[0], sheet.margins[1])]
    if page.heading:
        said = tuple(sheet_title(sheet, language) for language in languages[:2])
        items += set_heading(said, Rect(sheet.margins[0], sheet.margins[1], _width(sheet), 17), languages)
    first, last = page.sections[0], page.sections[-1]
    if page.above:
        items += _both_ends(page.above, Rect(first.x, first.y - 5, first.width, 4.5), languages, "above")
    for number_on_page, section in enumerate(page.sections):
        items += _section(section, f"section {number_on_page}", languages)
    if page.below:
        room = Rect(last.x, last.y + last.height + 0.8, last.width, 4.5)
        items += _both_ends(page.below, room, languages, "below")
    items += _footer(sheet, number, languages, more)
    bookmarks = tuple(_bookmarks(page.sections, languages))
    return LaidPage(sheet.size, tuple(items), bookmarks=bookmarks, parts=tuple(_parts(page, languages)))


def _places_of(page: SheetPage, sheet: Sheet) -> LaidPage:
    """Where answers go on a page that an office's own PDF shows: for the screen, never printed."""
    spots = (spot for section in page.sections for box in section.boxes for spot in box.spots)
    frames = (Frame(Rect(spot.x, spot.y, spot.width, spot.height), HAIR, _FAINT) for spot in spots)
    return LaidPage(page.size or sheet.size, tuple(frames))


def _parts(page: SheetPage, languages: tuple[str, ...]) -> Iterator[Part]:
    """The page as it is read out: title, sections with their boxes, the lines above and below."""
    yield from (Part("H1", "heading"), Part("P", "above"))
    for number, section in enumerate(page.sections):
        boxes = (part for box in section.boxes for part in anatomy(box, languages).parts)
        yield Part("Sect", parts=(Part("H2", f"section {number}"), *boxes))
    yield Part("P", "below")


def _width(sheet: Sheet) -> float:
    return sheet.size[0] - sheet.margins[0] - sheet.margins[2]


def sheet_title(sheet: Sheet, language: str) -> str:
    """What a sheet is called."""
    return sheet.titles.get(language) or word(sheet.title, language)


def set_heading(said: Sequence[str], room: Rect, languages: Sequence[str]) -> Iterator[Item]:
    """A title in two languages, centred: the part `heading`."""
    upper = Rect(room.x, room.y, room.width, room.height * 0.58)
    lower = Rect(room.x, upper.bottom, room.width, room.height - upper.height)
    first = fit(said[0], upper, _TITLE, 10, languages[0], "SemiBold")
    yield from set_lines(first, upper, align=Align.CENTRE, part="heading")
    second = fit(said[1], lower, _TITLE_SECOND, 6, languages[1], "SemiBold")
    yield from set_lines(second, lower, align=Align.CENTRE, part="heading")


def _both_ends(text: Text, room: Rect, languages: tuple[str, ...], part: str) -> Iterator[Item]:
    left, right = (Rect(room.x + part * room.width / 2, room.y, room.width / 2, room.height) for part in (0, 1))
    yield from set_lines(fit(word(text, languages[0]), left, _SMALL, 4.5, languages[0]), left, part=part)
    second = fit(word(text, languages[1]), right, _SMALL, 4.5, languages[1])
    yield from set_lines(second, right, align=Align.RIGHT, grey=SECOND_GREY, part=part)


def _section(section: SheetSection, part: str, languages: tuple[str, ...]) -> Iterator[Item]:
    outer = Rect(section.x, section.y, section.width, section.height)
    inner = section.x + section.number_width
    if section.number:
        column = Rect(section.x, section.y, section.number_width, section.height)
        yield Frame(column, 0, fill=0.94)
        yield Stroke(((inner, outer.y), (inner, outer.bottom)), HAIR)
        printed = fit(section.number, column, 11, 7, "en", "SemiBold")
        yield from set_lines(printed, column, align=Align.CENTRE, part=part)
    for box in section.boxes:
        right, bottom = box.x + box.width, box.y + box.height
        if box.x > inner + 0.01 and not box.open:
            yield Stroke(((box.x, box.y), (box.x, bottom)), HAIR)
        if bottom < outer.bottom - 0.01:
            yield Stroke(((box.x, bottom), (right, bottom)), HAIR)
        yield from anatomy(box, languages).still
    yield Frame(outer, _OUTER)


def _footer(sheet: Sheet, number: int, languages: tuple[str, ...], more: int) -> Iterator[Item]:
    room = Rect(sheet.margins[0], sheet.size[1] - sheet.margins[3] + 3, _width(sheet), 5)
    said = word(sheet.maker, languages[0]) if sheet.maker else sheet.titles.get(languages[0], "")
    if said:
        left, _, _ = thirds(room)
        yield from set_lines(fit(said, left, _SMALL, 4, languages[0]), left)
    yield from page_line(room, languages, sheet.edition, number + 1, len(sheet.pages) + more)


def thirds(room: Rect) -> tuple[Rect, Rect, Rect]:
    """A footer's left, middle and right."""
    side = room.width * 0.31
    middle = Rect(room.x + side + 1, room.y, room.width - 2 * side - 2, room.height)
    return Rect(room.x, room.y, side, room.height), middle, Rect(room.right - side, room.y, side, room.height)


def page_line(room: Rect, languages: tuple[str, ...], edition: str, page: int, pages: int) -> Iterator[Item]:
    """Edition in the middle of a footer and page x of y at its right, in two languages."""
    _, middle, right = thirds(room)
    said = twice(languages, lambda language: say("Edition {edition}", language, edition=edition))
    printed = fit(f"{said} · talentdesk", middle, _SMALL, 4, languages[0])
    yield from set_lines(printed, middle, align=Align.CENTRE, grey=SECOND_GREY)
    place = twice(languages, lambda language: say("Page {page} of {pages}", language, page=page, pages=pages))
    yield from set_lines(fit(place, right, _SMALL, 4, languages[0]), right, align=Align.RIGHT)


def twice(languages: Sequence[str], said: Callable[[str], str]) -> str:
    """The same sentence in both languages, once where they agree."""
    return "  ".join(dict.fromkeys(said(language) for language in languages[:2]))


def _bookmarks(sections: tuple[SheetSection, ...], languages: tuple[str, ...]) -> Iterator[Bookmark]:
    for section in sections:
        if section.title:
            title = twice(languages, partial(word, section.title))
            yield Bookmark(f"{section.number} {title}".strip(), section.y)
