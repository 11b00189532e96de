"""Opens a picture from outside: a scan or a photo."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

from PIL import Image, ImageSequence, UnidentifiedImageError

from talentdesk.intake.found import MOST_PAGES, MOST_PIXELS, IntakeTrouble, Trouble

_KINDS = ("PNG", "JPEG", "TIFF", "WEBP")


def pictures(raw: bytes) -> Iterator[Image.Image]:
    """The picture, or each page of a TIFF, in grey on white. Its size is judged before a point of it is decoded.

    Raises IntakeTrouble.
    """
    # Our own limit below says in a sentence what Pillow's says in a warning.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(raw), formats=_KINDS) as picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                if number > MOST_PAGES:
                    raise IntakeTrouble(Trouble.TOO_MANY_PAGES, most=str(MOST_PAGES))
                _judge(frame.size)
                yield _grey(frame)
    except UnidentifiedImageError:
        raise IntakeTrouble(Trouble.UNKNOWN) from None
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, OverflowError):
        # What Pillow's readers raise for files that are cut off or lie about themselves.
        raise IntakeTrouble(Trouble.DAMAGED) from None


def _judge(size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MOST_PIXELS:
        most = str(MOST_PIXELS // 1_000_000)
        raise IntakeTrouble(Trouble.TOO_MANY_PIXELS, width=str(width), height=str(height), most=most)


def _grey(frame: Image.Image) -> Image.Image:
    if frame.has_transparency_data:
        white = Image.new("RGBA", frame.size, "white")
        frame = Image.alpha_composite(white, frame.convert("RGBA"))
    if frame.mode.startswith("I;16"):
        frame = frame.point(lambda value: value / 256)
    return frame.convert("L")
