"""A scale of 50 mm in a page's upper margin: with a ruler beside it, anyone sees whether a page has its true size."""

from __future__ import annotations

from collections.abc import Iterator

from talentdesk.paper.lines import fit, set_lines
from talentdesk.paper.page import Item, Rect, Stroke

LENGTH = 50.0
"""From the first tick to the last, in millimetres."""

_LINE = 8.2
_TALL, _SHORT = 1.8, 1.0
_STEP = 10
_PEN, _GREY = 0.15, 0.45
_LEAST_MARGIN = 9.5


def ruler(left: float, top: float) -> Iterator[Item]:
    """The scale at the left of an upper margin `top` millimetres high; nothing where the margin is too narrow for it.

    It stands clear of the 5 mm at the edge that many printers leave white. It is in no part: nobody hears it.
    """
    if top < _LEAST_MARGIN:
        return
    yield Stroke(((left, _LINE), (left + LENGTH, _LINE)), _PEN, _GREY)
    for at in range(0, int(LENGTH) + 1, _STEP):
        tall = _SHORT if at % int(LENGTH) else _TALL
        yield Stroke(((left + at, _LINE - tall), (left + at, _LINE)), _PEN, _GREY)
    label = Rect(left + LENGTH + 1.2, _LINE - 2.4, 12, 2.6)
    yield from set_lines(fit(f"{LENGTH:g} mm", label, 5.5, 5.5, "en"), label, grey=_GREY)
