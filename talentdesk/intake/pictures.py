"""Opens a picture from outside: a scan or a photo."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from PIL import Image, UnidentifiedImageError

from talentdesk.intake.found import MOST_PAGES, MOST_PIXELS, IntakeTrouble, Trouble

_KINDS = ("PNG", "JPEG", "TIFF", "WEBP")
_LARGE = 40_000_000
"""Above, half of the points in each direction are enough: symbols are small on paper, not on the picture."""
_STRIP = 512
"""Rows that are turned into another kind of colour at once. The whole picture several times over takes a gigabyte."""

LIES = (
    OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, OverflowError, TypeError, AttributeError,
    ZeroDivisionError, AssertionError, struct.error,
)  # fmt: skip
"""What Pillow's readers raise for files that are cut off or lie about themselves."""


def pictures(raw: bytes) -> Iterator[Image.Image]:
    """The picture, or each page of a TIFF, in grey on white. Its size is judged before a point of it is decoded.

    Raises IntakeTrouble.
    """
    for number in count():
        # The file is opened anew for each page, so that what was decoded is gone before the page is looked at.
        page = _page(raw, number)
        if page is None:
            return
        if number >= MOST_PAGES:
            raise IntakeTrouble(Trouble.TOO_MANY_PAGES, most=str(MOST_PAGES))
        yield page


def _page(raw: bytes, number: int) -> Image.Image | None:
    with opened(raw) as picture:
        if number:
            try:
                picture.seek(number)
            except EOFError:
                return None
        judge_size(picture.size)
        picture.draft("L", picture.size)
        return reduced(picture, 2 if picture.width * picture.height > _LARGE else 1, "L")


@contextmanager
def opened(raw: bytes) -> Iterator[Image.Image]:
    """The picture, of which nothing is decoded yet. Raises IntakeTrouble, also for what is found out in the block."""
    # Our own limit says in a sentence what Pillow's says in a warning.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(raw), formats=_KINDS) as picture:
            yield picture
    except UnidentifiedImageError:
        raise IntakeTrouble(Trouble.UNKNOWN) from None
    except LIES:
        raise IntakeTrouble(Trouble.DAMAGED) from None


def judge_size(size: tuple[int, int]) -> None:
    """Raises IntakeTrouble for more points than are decoded."""
    width, height = size
    if width * height > MOST_PIXELS:
        most = str(MOST_PIXELS // 1_000_000)
        raise IntakeTrouble(Trouble.TOO_MANY_PIXELS, width=str(width), height=str(height), most=most)


def reduced(picture: Image.Image, factor: int, mode: str) -> Image.Image:
    """A copy on white in `mode`, L or RGB, so many times smaller, made strip by strip."""
    width, height = picture.size
    copy = Image.new(mode, (-(-width // factor), -(-height // factor)))
    step = max(1, _STRIP // factor) * factor
    for top in range(0, height, step):
        strip = _on_white(picture.crop((0, top, width, min(top + step, height)))).convert(mode)
        copy.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    return copy


def _on_white(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith("I;16"):
        return strip.point(lambda value: value / 256).convert("L")
    if strip.has_transparency_data:
        return Image.alpha_composite(Image.new("RGBA", strip.size, "white"), strip.convert("RGBA"))
    return strip
