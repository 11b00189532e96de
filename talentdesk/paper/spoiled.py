"""What is spoiled on a laid-out paper: words that were cut off, that leave their place, or that run into others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from talentdesk.paper.fonts import MM_PER_POINT
from talentdesk.paper.page import Item, LaidPage, LaidPaper, Rect, Run


class Spoils(StrEnum):
    """How words are spoiled."""

    CUT = "cut"
    """The end is not there: they do not fit even in the smallest type."""
    OUTSIDE = "outside"
    """They leave their box or the page."""
    COLLIDE = "collide"
    """They stand upon other words."""


@dataclass(frozen=True, slots=True)
class Spoiled:
    """Words that cannot be read as they should."""

    how: Spoils
    page: int
    """From 1."""
    box: str
    """The box the words stand in; empty for words around the boxes."""
    text: str
    other: str = ""
    """What they run into."""


_ABOVE, _BELOW = 0.66, 0.10
"""How far most letters rise above the baseline and fall below it, in ems: accents and tails may touch."""

_TOLERANCE = 0.35
"""Millimetres by which the ink of a letter may leave its place unseen."""

_EDGE = 4.0
"""Millimetres at the edge of a page where nothing may stand."""


def spoiled(paper: LaidPaper) -> Iterator[Spoiled]:
    """Everything spoiled, page by page; each pair of colliding words once."""
    for number, page in enumerate(paper.pages, 1):
        owned = [("", item) for item in page.still] + [(box.id, item) for box in page.boxes for item in box.items]
        runs = [(_owner(name, item, page), item, _ink(item)) for name, item in owned if isinstance(item, Run)]
        yield from _cut(number, runs)
        yield from _outside(number, page, runs)
        yield from _colliding(number, runs)


_Placed = tuple[str, Run, Rect]


def _owner(name: str, run: Item, page: LaidPage) -> str:
    """The box of words: the one they were laid in, or for printed words the one under them."""
    if name or not isinstance(run, Run) or not run.part:
        return name
    under = page.box_at(run.x + 0.01, run.y - run.size * MM_PER_POINT * 0.3)
    return under.id if under else ""


def _ink(run: Run) -> Rect:
    em = run.size * MM_PER_POINT
    return Rect(run.x, run.y - em * _ABOVE, run.width, em * (_ABOVE + _BELOW))


def _cut(number: int, runs: Sequence[_Placed]) -> Iterator[Spoiled]:
    told = set()
    for box, run, _ in runs:
        if run.cut and (box, run.part) not in told:
            told.add((box, run.part))
            yield Spoiled(Spoils.CUT, number, box, run.text)


def _outside(number: int, page: LaidPage, runs: Sequence[_Placed]) -> Iterator[Spoiled]:
    sheet = Rect(0, 0, *page.size).inset(_EDGE)
    places = {box.id: box.rect for box in page.boxes}
    for box, run, ink in runs:
        if not _within(ink, sheet) or not _within(ink, places.get(box, sheet)):
            yield Spoiled(Spoils.OUTSIDE, number, box, run.text)


def _within(ink: Rect, place: Rect) -> bool:
    return (
        ink.x >= place.x - _TOLERANCE
        and ink.y >= place.y - _TOLERANCE
        and ink.right <= place.right + _TOLERANCE
        and ink.bottom <= place.bottom + _TOLERANCE
    )


def _colliding(number: int, runs: Sequence[_Placed]) -> Iterator[Spoiled]:
    """A sweep from the top down: only words that share a height are compared."""
    told = set()
    open_: list[_Placed] = []
    for placed in sorted(runs, key=lambda each: each[2].y):
        box, run, ink = placed
        open_ = [each for each in open_ if each[2].bottom - _TOLERANCE > ink.y]
        for other_box, other, there in open_:
            if _overlap(ink, there) and (box, run.part, other_box, other.part) not in told:
                told.add((box, run.part, other_box, other.part))
                yield Spoiled(Spoils.COLLIDE, number, box or other_box, run.text, other.text)
        open_.append(placed)


def _overlap(one: Rect, two: Rect) -> bool:
    return (
        min(one.right, two.right) - max(one.x, two.x) > _TOLERANCE
        and min(one.bottom, two.bottom) - max(one.y, two.y) > _TOLERANCE
    )
