"""Measures a photo from outside: size, format, colours of its border, day it was taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from statistics import median

from PIL import Image, ImageOps

from talentdesk.core.photo import Background, Photo
from talentdesk.intake.pictures import LIES, judge_size, opened, reduced

_EXIF, _TAKEN, _ORIENTATION = 0x8769, 36867, 0x0112
_TURNED = (2, 3, 4, 5, 6, 7, 8)
_LOOKED_AT = 256
"""Points on the longer side of the small copy whose border is measured."""
_TOP, _SIDE, _DOWN = 0.06, 0.08, 0.5
"""The border: this much of the height above, of the width at either side, and so far down: below come shoulders."""
_NEAR = 30
"""How far a colour may be from the middle one, in any of red, green and blue, to be near it."""


def measure(raw: bytes) -> Photo:
    """What the photo is. Its size is judged before a point of it is decoded. Raises IntakeTrouble."""
    with opened(raw) as picture:
        return _measured(picture, len(raw))


def _measured(picture: Image.Image, size: int) -> Photo:
    width, height = picture.size
    judge_size(picture.size)
    picture.load()
    orientation, taken = _noted(picture)
    return Photo(
        # Telephones write JPEG files that hold a second picture and call themselves so.
        format="JPEG" if picture.format == "MPO" else str(picture.format),
        width=width,
        height=height,
        bytes=size,
        mode=picture.mode,
        turned=orientation in _TURNED,
        dpi=_dpi(picture.info.get("dpi")),
        taken=taken,
        background=_background(_upright(_small(picture), orientation)),
    )


def _noted(picture: Image.Image) -> tuple[object, date | None]:
    """How the camera was held, and the day; nothing where its notes are broken: the picture may be whole."""
    try:
        exif = picture.getexif()
        return exif.get(_ORIENTATION, 1), _day(exif.get_ifd(_EXIF).get(_TAKEN))
    except LIES:
        return 1, None


def _small(picture: Image.Image) -> Image.Image:
    small = reduced(picture, max(1, max(picture.size) // (2 * _LOOKED_AT)), "RGB")
    small.thumbnail((_LOOKED_AT, _LOOKED_AT), Image.Resampling.BOX)
    return small


def _upright(small: Image.Image, orientation: object) -> Image.Image:
    if orientation not in _TURNED:
        return small
    small.getexif()[_ORIENTATION] = orientation
    return ImageOps.exif_transpose(small)


def _dpi(said: object) -> float | None:
    """Dots an inch; one is what files write that do not know."""
    if not isinstance(said, tuple) or len(said) != 2:
        return None
    dpi = float(said[0])
    return round(dpi, 1) if 1 < dpi < 100_000 else None


def _day(said: object) -> date | None:
    """The day of `2026:11:20 09:30:00`; None for anything else."""
    try:
        return date.fromisoformat(str(said)[:10].replace(":", "-"))
    except ValueError:
        return None


def _background(small: Image.Image) -> Background:
    points = list(_border(small))
    middle = tuple(round(median(point[part] for point in points)) for part in range(3))
    near = sum(all(abs(point[part] - middle[part]) <= _NEAR for part in range(3)) for point in points)
    return Background((middle[0], middle[1], middle[2]), round(near / len(points), 3))


def _border(picture: Image.Image) -> Iterator[tuple[int, int, int]]:
    width, height = picture.size
    top, side, down = max(1, round(height * _TOP)), max(1, round(width * _SIDE)), max(1, round(height * _DOWN))
    parts = ((0, 0, width, top), (0, top, side, down), (width - side, top, width, down))
    for left, above, right, below in parts:
        if right > left and below > above:
            raw = picture.crop((left, above, right, below)).tobytes()
            yield from zip(raw[::3], raw[1::3], raw[2::3], strict=True)
