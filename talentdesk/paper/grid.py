"""Pages for measuring: millimetres as a grid, where answers would stand, what the fields of a PDF are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from talentdesk.core.sheet import A4, Sheet
from talentdesk.i18n import say
from talentdesk.paper.galley import moved, paragraph
from talentdesk.paper.lines import fit, set_lines
from talentdesk.paper.official import Survey
from talentdesk.paper.page import Frame, Item, LaidBox, LaidPage, LaidPaper, Part, Rect, Run, Stroke

_SAID = "told"
_STEP, _WIDE_STEP = 5, 10
_FINE, _BOLD = 0.82, 0.6
_CROSS = 6.0
_NAME_SIZE, _NAME_FLOOR = 6.0, 3.0


def plain_grid(languages: tuple[str, str]) -> LaidPaper:
    """An A4 page with five crosses, whose distances from the edges of the paper are to be measured."""
    wide, tall = A4
    crosses = ((20.0, 20.0), (wide - 20, 20.0), (wide / 2, 150.0), (20.0, tall - 20), (wide - 20, tall - 20))
    items: list[Item] = [*_grid(A4)]
    for x, y in crosses:
        items += _cross(x, y, languages[0])
    items += _told(languages, 40.0)
    return LaidPaper(_title(languages), languages, (LaidPage(A4, tuple(items), parts=(Part("P", _SAID),)),))


def with_places(sheet: Sheet, languages: tuple[str, str]) -> LaidPaper:
    """The grid on each page of a form, with a frame around every place for an answer."""
    pages = []
    for page in sheet.pages:
        size = page.size or sheet.size
        spots = (spot for section in page.sections for box in section.boxes for spot in box.spots)
        frames = [Frame(Rect(spot.x, spot.y, spot.width, spot.height), 0.2) for spot in spots]
        pages.append(_over(size, [*_grid(size), *frames]))
    return LaidPaper(_title(languages), languages, tuple(pages))


def with_names(survey: Survey, languages: tuple[str, str]) -> LaidPaper:
    """The grid on each page of an official PDF, with its fields framed and named."""
    pages = []
    for number, side in enumerate(survey.sides):
        items: list[Item] = [*_grid(side.size)]
        for widget in survey.widgets:
            if widget.page == number and widget.kind != "push":
                named = "=".join(filter(None, (widget.field, "|".join(widget.states))))
                room = Rect(widget.rect.x, widget.rect.y, max(widget.rect.width, 25.0), widget.rect.height)
                items.append(Frame(widget.rect, 0.2))
                items += set_lines(fit(named, room, _NAME_SIZE, _NAME_FLOOR, "en"), room)
        pages.append(_over(side.size, items))
    return LaidPaper(_title(languages), languages, tuple(pages))


def _title(languages: tuple[str, str]) -> str:
    return " ".join(dict.fromkeys(say("Grid for measuring", language) for language in languages))


def _over(size: tuple[float, float], items: Sequence[Item]) -> LaidPage:
    return LaidPage(size, (), (LaidBox("grid", (), Rect(0, 0, *size), tuple(items)),))


def _grid(size: tuple[float, float]) -> Iterator[Item]:
    """Lines every 5 mm from the upper left corner, numbers every 10."""
    wide, tall = size
    for x in range(_STEP, int(wide) + 1, _STEP):
        yield Stroke(((x, 0), (x, tall)), 0.1, _FINE if x % _WIDE_STEP else _BOLD)
    for y in range(_STEP, int(tall) + 1, _STEP):
        yield Stroke(((0, y), (wide, y)), 0.1, _FINE if y % _WIDE_STEP else _BOLD)
    for x in range(2 * _WIDE_STEP, int(wide) - 5, _WIDE_STEP):
        yield from _small(str(x), Rect(x + 0.3, 5.2, 9, 2.6))
    for y in range(2 * _WIDE_STEP, int(tall) - 5, _WIDE_STEP):
        yield from _small(str(y), Rect(5.3, y + 0.2, 9, 2.6))


def _small(text: str, room: Rect) -> Iterator[Item]:
    yield from set_lines(fit(text, room, 5.5, 4, "en"), room, grey=0.35)


def _cross(x: float, y: float, language: str) -> Iterator[Item]:
    yield Stroke(((x - _CROSS, y), (x + _CROSS, y)), 0.2)
    yield Stroke(((x, y - _CROSS), (x, y + _CROSS)), 0.2)
    room = Rect(x - 14, y + 1, 13, 4)
    yield from set_lines(fit(f"{x:g} / {y:g}", room, 7, 5, language), room)


def _told(languages: tuple[str, str], top: float) -> Iterator[Item]:
    y = top
    for language in languages:
        said = say(
            "Print this page at actual size. Measure from the left and upper edges of the paper to each cross. The "
            "numbers beside it less what you measure are the offset: to the right, and down.",
            language,
        )
        for block in paragraph(said, 150, 10, language):
            for item in block.items:
                if isinstance(item, Run):
                    item = replace(item, part=_SAID)
                yield moved(item, 30, y)
            y += block.height
        y += 3
