"""What was measured of a photo, on its way between two processes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from talentdesk.core.photo import Background, Photo


def as_json(photo: Photo) -> dict[str, object]:
    """For the way between two processes."""
    return {
        "format": photo.format,
        "width": photo.width,
        "height": photo.height,
        "bytes": photo.bytes,
        "mode": photo.mode,
        "turned": photo.turned,
        "dpi": photo.dpi,
        "taken": photo.taken.isoformat() if photo.taken else None,
        "colour": list(photo.background.colour),
        "even": photo.background.even,
    }


def photo_from(data: Mapping[str, object]) -> Photo:
    """The other end of `as_json`. Raises ValueError, since the process at that end has read a stranger's file."""
    texts = [data.get(name) for name in ("format", "mode")]
    numbers = [data.get(name) for name in ("width", "height", "bytes")]
    colour, taken, dpi, even = (data.get(name) for name in ("colour", "taken", "dpi", "even"))
    if not (
        all(isinstance(each, str) and len(each) <= 20 for each in texts)
        and all(type(each) is int and each > 0 for each in numbers)
        and isinstance(colour, list)
        and len(colour) == 3
        and all(type(each) is int and 0 <= each <= 255 for each in colour)
        and isinstance(even, int | float)
        and isinstance(dpi, int | float | None)
        and isinstance(taken, str | None)
    ):
        raise ValueError("photo")
    width, height, size = (int(str(each)) for each in numbers)
    return Photo(
        format=str(texts[0]),
        width=width,
        height=height,
        bytes=size,
        mode=str(texts[1]),
        turned=data.get("turned") is True,
        dpi=None if dpi is None else float(dpi),
        taken=None if taken is None else date.fromisoformat(taken),
        background=Background((colour[0], colour[1], colour[2]), float(even)),
    )
