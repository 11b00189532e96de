"""Lays a scanned page over the page it was printed from: turned, moved and stretched until both show the same.

Works on grey pictures of `DOTS` an inch. A scanner's page is off by a few degrees, millimetres and per cent; what is
off by more is not found, and told so.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from operator import mul

from PIL import Image, ImageChops, ImageFilter

DOTS = 150
"""An inch, of all pages that are compared."""
MM = DOTS / 25.4
"""Dots a millimetre."""

_COARSE = 2
"""Times smaller are the pictures by which a place is first sought."""
_TURNS = tuple(step / 4 for step in range(-12, 13))
"""Degrees that a page may lie askew."""
_SCALES = tuple(0.94 + step * 0.004 for step in range(31))
_SHIFT = 60
"""Coarse dots, 20 mm, that a page may be moved in each direction."""
_PAPER = 24
"""Levels of grey by which ink is darker than what is around it."""
_AROUND = 18
_SAME = 0.45
"""Least likeness of the sums of ink along both edges of two pictures of the same page."""
_COVERED = 0.72
"""Least share of what was printed that is found on the scan."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A scan as it lies over an expected page, and how much of what was printed is found on it."""

    page: int
    ink: Image.Image
    """Its ink: 255 where there is some. As large as the expected page."""
    likeness: float


def ink_of(page: Image.Image) -> Image.Image:
    """255 where a grey picture is clearly darker than its surroundings, 0 elsewhere: shadows of a scan are no ink."""
    around = page.filter(ImageFilter.BoxBlur(_AROUND))
    return ImageChops.subtract(around, page).point(_DARKER)


_DARKER = [255 if level >= _PAPER else 0 for level in range(256)]


_SOME = [0, *([255] * 255)]


def lay_over(scan: Image.Image, expected: Sequence[Image.Image]) -> Laid | None:
    """The scan over the one of the expected pages' ink that it shows; None where it shows none of them."""
    best: tuple[float, int, Image.Image, tuple[tuple[float, float], tuple[float, float]]] | None = None
    coarse = [_smaller(page) for page in expected]
    for straight in _upright(scan, expected[0].size):
        small = _smaller(ink_of(straight))
        for number, page in enumerate(coarse):
            likeness, across, down = _placed(small, page)
            if likeness >= _SAME and (best is None or likeness > best[0]):
                best = (likeness, number, straight, (across, down))
    if best is None:
        return None
    _, number, straight, (across, down) = best
    size = expected[number].size
    moved = straight.transform(
        size,
        Image.Transform.AFFINE,
        (across[0], 0, across[1] * _COARSE, 0, down[0], down[1] * _COARSE),
        Image.Resampling.BILINEAR,
        fillcolor=255,
    )
    ink = ink_of(moved)
    covered = share(expected[number], thicker(ink, 5))
    return Laid(number, ink, covered) if covered >= _COVERED else None


def thicker(ink: Image.Image, width: int) -> Image.Image:
    """Ink spread to all sides; `width` is odd, at most 13: 3 spreads it by a dot."""
    # A mean that is not 0 has ink in it. Asking for the largest value is ten times as slow.
    return ink.filter(ImageFilter.BoxBlur(width // 2)).point(_SOME)


def amount(ink: Image.Image) -> int:
    """Dots of ink."""
    return ink.histogram()[255]


def share(ink: Image.Image, found: Image.Image) -> float:
    """How much of some ink lies on other ink."""
    whole = amount(ink)
    return amount(ImageChops.darker(ink, found)) / whole if whole else 1.0


def _upright(scan: Image.Image, size: tuple[int, int]) -> tuple[Image.Image, Image.Image]:
    """The scan in the size of the page, straight, the two ways up that it can be."""
    if (scan.width > scan.height) != (size[0] > size[1]):
        scan = scan.transpose(Image.Transpose.ROTATE_90)
    fitted = scan.resize(size, Image.Resampling.BOX if scan.width >= size[0] else Image.Resampling.BICUBIC)
    straight = _straightened(fitted)
    return straight, straight.transpose(Image.Transpose.ROTATE_180)


def _straightened(page: Image.Image) -> Image.Image:
    """Turned so that its lines run level: the sums of ink along its rows are then most unlike each other."""
    small = _smaller(ink_of(page))
    turn = max(_TURNS, key=lambda degrees: _contrast(small.rotate(degrees, Image.Resampling.NEAREST)))
    fine = [turn + step / 20 for step in range(-4, 5)]
    turn = max(fine, key=lambda degrees: _contrast(small.rotate(degrees, Image.Resampling.BILINEAR)))
    return page.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255) if turn else page


def _contrast(ink: Image.Image) -> float:
    rows = _sums(ink, down=True)
    return sum((a - b) ** 2 for a, b in pairwise(rows))


def _placed(scan: Image.Image, page: Image.Image) -> tuple[float, tuple[float, float], tuple[float, float]]:
    """Likeness, and scale and shift across and down, in coarse dots: where a dot of the page is on the scan."""
    across_likeness, across = _along(_sums(scan, down=False), _sums(page, down=False))
    down_likeness, down = _along(_sums(scan, down=True), _sums(page, down=True))
    return min(across_likeness, down_likeness), across, down


def _along(scan: Sequence[float], page: Sequence[float]) -> tuple[float, tuple[float, float]]:
    """How like two rows of sums are at best, and by which scale and shift."""
    every = range(-_SHIFT // 2, _SHIFT // 2 + 1)
    _, scale, shift = _likest(_halved(scan), _halved(page), _SCALES, every)
    scales = [scale + step * 0.001 for step in range(-4, 5)]
    likeness, scale, shift = _likest(scan, page, scales, range(2 * shift - 3, 2 * shift + 4))
    return likeness, (scale, shift * scale)


def _likest(
    scan: Sequence[float], page: Sequence[float], scales: Sequence[float], shifts: Sequence[int]
) -> tuple[float, float, int]:
    wanted = _levelled(page)
    best = (-1.0, 1.0, 0)
    for scale in scales:
        stretched = _levelled([scan[int(at * scale)] if at * scale < len(scan) else 0.0 for at in range(len(page))])
        for shift in shifts:
            piece = stretched[shift:] if shift >= 0 else stretched
            against = wanted if shift >= 0 else wanted[-shift:]
            likeness = sum(map(mul, piece, against))
            if likeness > best[0]:
                best = (likeness, scale, shift)
    return best


def _halved(sums: Sequence[float]) -> list[float]:
    return [a + b for a, b in zip(sums[::2], sums[1::2], strict=False)]


def _levelled(sums: Sequence[float]) -> list[float]:
    """With a mean of 0 and a length of 1, so that the product of two is their correlation."""
    mean = sum(sums) / len(sums)
    level = [each - mean for each in sums]
    length = sum(each * each for each in level) ** 0.5
    return [each / length for each in level] if length else level


def _sums(ink: Image.Image, *, down: bool) -> list[float]:
    size = (1, ink.height) if down else (ink.width, 1)
    flat = ink.convert("F").resize(size, Image.Resampling.BOX)
    return list(struct.unpack(f"{flat.width * flat.height}f", flat.tobytes()))


def _smaller(ink: Image.Image) -> Image.Image:
    return ink.reduce(_COARSE)


def best_shift(
    scan: Image.Image, thick_scan: Image.Image, page: Image.Image, thick_page: Image.Image
) -> tuple[int, int]:
    """By how many dots the scan has to move, about a small place, for its ink to lie on the page's."""

    def cost(shift: tuple[int, int]) -> tuple[int, int]:
        strange = ImageChops.subtract(shifted(scan, shift), thick_page)
        lost = ImageChops.subtract(page, shifted(thick_scan, shift))
        return amount(strange) + amount(lost), abs(shift[0]) + abs(shift[1])

    def nearby(place: tuple[int, int], steps: Sequence[int]) -> tuple[int, int]:
        return min(((place[0] + x, place[1] + y) for x, y in product(steps, steps)), key=cost)

    return nearby(nearby(nearby((0, 0), range(-8, 9, 4)), (-2, 0, 2)), (-1, 0, 1))


def shifted(ink: Image.Image, shift: tuple[int, int]) -> Image.Image:
    """Ink moved by so many dots to the right and down, in a picture of the same size."""
    if shift == (0, 0):
        return ink
    x, y = shift
    return ink.crop((-x, -y, ink.width - x, ink.height - y))
