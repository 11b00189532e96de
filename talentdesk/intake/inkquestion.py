"""Asks what a pen has changed, across two processes: our own PDF, its boxes, and a stranger's file."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from talentdesk.intake.found import MOST_PAGES

if TYPE_CHECKING:
    from PIL.Image import Image

    from talentdesk.intake.ink import Marks, Page

_LENGTHS = struct.Struct(">II")

Place = tuple[float, float, float, float]
"""Left, top, width and height in millimetres."""


def question(raw: bytes, pdf: bytes, boxes: Sequence[Sequence[Place]]) -> bytes:
    """The scan, and the paper as it was printed: its first pages are compared, one for each list of boxes."""
    said = json.dumps([list(map(list, places)) for places in boxes]).encode()
    return _LENGTHS.pack(len(said), len(pdf)) + said + pdf + raw


def answered(asked: bytes) -> dict[str, object]:
    """The answer of the process that looks: marks page by page of the scan. Raises IntakeTrouble."""
    from talentdesk.intake.ink import marks_on

    said, printed = _LENGTHS.unpack_from(asked)
    at = _LENGTHS.size + said
    boxes = json.loads(asked[_LENGTHS.size : at])
    pages = _printed(asked[at : at + printed], boxes)
    return {"marks": [_as_json(marks) for marks in marks_on(_scanned(asked[at + printed :]), pages)]}


def marks_from(data: Mapping[str, object]) -> tuple[Marks, ...]:
    """The other end of `answered`. Raises ValueError for anything it would not have said."""
    from talentdesk.intake.ink import Marks

    entries = data.get("marks")
    if not isinstance(entries, list) or len(entries) > MOST_PAGES:
        raise ValueError("marks")
    return tuple(Marks(_number(entry[0]), _numbers(entry[1]), _numbers(entry[2])) for entry in entries)


def _as_json(marks: Marks) -> list[object]:
    return [marks.page, list(marks.added), list(marks.lost)]


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -1 <= value < MOST_PAGES:
        raise ValueError("no page")
    return value


def _numbers(values: object) -> tuple[int, ...]:
    if not isinstance(values, list) or not all(type(value) is int and 0 <= value < 10_000 for value in values):
        raise ValueError("no boxes")
    return tuple(values)


def _printed(pdf: bytes, boxes: Sequence[Sequence[Sequence[float]]]) -> list[Page]:
    from talentdesk.intake.ink import Page
    from talentdesk.intake.pdf import drawn, open_pdf
    from talentdesk.intake.registration import DOTS, MM

    with closing(open_pdf(pdf)) as document:
        return [
            Page(drawn(document, number, DOTS), tuple(_in_dots(place, MM) for place in places))
            for number, places in enumerate(boxes)
        ]


def _in_dots(place: Sequence[float], dots: float) -> tuple[int, int, int, int]:
    left, top, width, height = (round(length * dots) for length in place)
    return left, top, width, height


def _scanned(raw: bytes) -> Iterator[Image]:
    from talentdesk.intake.pdf import open_pdf, pages
    from talentdesk.intake.pictures import pictures

    if raw[:1024].find(b"%PDF-") < 0:
        yield from pictures(raw)
        return
    with closing(open_pdf(raw)) as document:
        yield from pages(document)
