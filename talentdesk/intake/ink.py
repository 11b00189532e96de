"""What was added to a printed page by pen, or taken away from it: a scan held against the page as it was printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

from talentdesk.intake.registration import MM, Laid, amount, best_shift, ink_of, lay_over, shifted, thicker

Box = tuple[int, int, int, int]
"""Left, top, width and height in dots."""

_AROUND = round(2.5 * MM)
"""Beside a box that is looked at to find where it lies."""
_SPREAD = 5
"""Printed ink is spread by two dots, a third of a millimetre: what lies beside it by no more is no other ink."""
_LEAST = 0.7 * MM * MM
"""Dots of a stroke: 2 mm long and 0.35 mm wide."""
_LONG = 1.5 * MM
"""A speck is shorter in both directions."""
_GONE = 0.3
"""Share of a box's ink whose loss is no weak print."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was printed, and its boxes."""

    picture: Image.Image
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """What is different on one page of a scan."""

    page: int
    """Index of the page it shows; -1 for none of them."""
    added: tuple[int, ...] = ()
    """Indices of boxes with ink that was not printed."""
    lost: tuple[int, ...] = ()
    """Boxes whose printed ink is gone: painted over, or cut out."""


def marks_on(scans: Iterable[Image.Image], pages: Sequence[Page]) -> Iterator[Marks]:
    """Page by page what a pen has changed. A scan of none of the pages says so."""
    printed = [ink_of(page.picture) for page in pages]
    for scan in scans:
        laid = lay_over(scan, printed)
        yield _compared(laid, printed[laid.page], pages[laid.page].boxes) if laid else Marks(-1)


def _compared(laid: Laid, printed: Image.Image, boxes: Sequence[Box]) -> Marks:
    thick_scan, thick_print = thicker(laid.ink, _SPREAD), thicker(printed, _SPREAD)
    added, lost = [], []
    for number, box in enumerate(boxes):
        around = _widened(box, printed.size)
        scan, thick = laid.ink.crop(around), thick_scan.crop(around)
        page, thick_page = printed.crop(around), thick_print.crop(around)
        shift = best_shift(scan, thick, page, thick_page)
        inside = (box[0] - around[0], box[1] - around[1], box[0] - around[0] + box[2], box[1] - around[1] + box[3])
        moved = shifted(scan, shift).crop(inside)
        if _is_stroke(ImageChops.subtract(moved, thick_page.crop(inside))):
            added.append(number)
        whole = page.crop(inside)
        gone = amount(ImageChops.subtract(whole, shifted(thick, shift).crop(inside)))
        if gone > max(_LEAST, _GONE * amount(whole)):
            lost.append(number)
    return Marks(laid.page, tuple(added), tuple(lost))


def _is_stroke(strange: Image.Image) -> bool:
    """Whether there is more of it than dust and blurred edges."""
    if amount(strange) < _LEAST:
        return False
    clean = strange.filter(ImageFilter.MedianFilter(3))
    place = clean.getbbox()
    if place is None or amount(clean) < _LEAST / 2:
        return False
    return max(place[2] - place[0], place[3] - place[1]) >= _LONG


def _widened(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    x, y, width, height = box
    return (
        max(0, x - _AROUND),
        max(0, y - _AROUND),
        min(size[0], x + width + _AROUND),
        min(size[1], y + height + _AROUND),
    )
