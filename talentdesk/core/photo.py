"""A photo against what an office asks of it: what was measured, what is wanted, and where the two differ. Pure."""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from talentdesk.core.form import Citation, Text
from talentdesk.core.periods import add_months

RATIO_TOLERANCE = 0.02
"""How far a photo may be from the wanted ratio, as a share of it. Our own: no office states one."""
LEAST_EVEN = 0.9
"""Share of the background that must be near its middle colour. Our own: no office states one."""
_WHITE_LEAST, _WHITE_SPREAD = 215, 25
_BLUE_HUES, _BLUE_LEAST_SATURATION, _BLUE_LEAST_VALUE = (0.5, 0.72), 0.2, 0.35


class Backdrop(StrEnum):
    """What a background is called. Where one ends and the next begins is our own measure."""

    WHITE = "white"
    BLUE = "blue"
    OTHER = "other"


class Status(StrEnum):
    """What came of one check. Unknown: the file does not say."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Background:
    """Measured on the picture's upper border: the middle colour, and how much of the border is near it (0 to 1)."""

    colour: tuple[int, int, int]
    even: float

    @property
    def backdrop(self) -> Backdrop:
        """Its name."""
        least, most = min(self.colour), max(self.colour)
        if least >= _WHITE_LEAST and most - least <= _WHITE_SPREAD:
            return Backdrop.WHITE
        hue, saturation, value = colorsys.rgb_to_hsv(*(part / 255 for part in self.colour))
        if (
            _BLUE_HUES[0] <= hue <= _BLUE_HUES[1]
            and saturation >= _BLUE_LEAST_SATURATION
            and value >= _BLUE_LEAST_VALUE
        ):
            return Backdrop.BLUE
        return Backdrop.OTHER


@dataclass(frozen=True, slots=True)
class Photo:
    """What a file was found to be."""

    format: str
    """`JPEG`, `PNG`, `TIFF` or `WEBP`."""
    width: int
    height: int
    """In points, as stored."""
    bytes: int
    mode: str
    """`RGB`, `L` (grey), `CMYK`, … as Pillow calls it."""
    turned: bool
    """It is stored on its side, with a note that says how to turn it."""
    dpi: float | None
    """Dots an inch, where the file says so."""
    taken: date | None
    """The day it was taken, where the camera wrote it."""
    background: Background


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a photo from a day on. What no source states is None or empty, and not checked."""

    since: date | None
    citation: Citation
    size_mm: tuple[int, int] | None = None
    """Width and height on paper."""
    pixels_least: tuple[int, int] | None = None
    pixels_most: tuple[int, int] | None = None
    kilobytes_least: int | None = None
    kilobytes_most: int | None = None
    formats: tuple[str, ...] = ()
    rgb: bool = False
    background: Backdrop | None = None
    months: int | None = None
    """Taken no longer ago than this."""
    by_eye: Text | None = None
    """What the program cannot measure."""


@dataclass(frozen=True, slots=True)
class PhotoUse:
    """What a photo is for, with what is wanted, latest first."""

    id: str
    title: Text
    procedures: tuple[str, ...]
    values: tuple[Wanted, ...]

    def on(self, day: date) -> Wanted | None:
        """Return what is wanted on the day; None before the first."""
        return next((each for each in self.values if each.since is None or each.since <= day), None)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked. `check` is its name, `details` fill in its sentence."""

    check: str
    status: Status
    details: Mapping[str, str] = field(default_factory=dict)


def judge(photo: Photo, wanted: Wanted, as_of: date) -> tuple[Finding, ...]:
    """Check everything the source states, and that the file is upright."""
    return tuple(finding for check in _CHECKS for finding in check(photo, wanted, as_of))


def _found(check: str, good: bool, **details: object) -> Finding:
    return Finding(check, Status.PASS if good else Status.FAIL, {name: str(value) for name, value in details.items()})


def _format(photo: Photo, wanted: Wanted, _as_of: date) -> Iterator[Finding]:
    if wanted.formats:
        known = ", ".join(wanted.formats)
        yield _found("format", photo.format in wanted.formats, found=photo.format, wanted=known)


def _upright(photo: Photo, _wanted: Wanted, _as_of: date) -> Iterator[Finding]:
    yield _found("upright", not photo.turned)


def _pixels(photo: Photo, wanted: Wanted, _as_of: date) -> Iterator[Finding]:
    size, least, most = (photo.width, photo.height), wanted.pixels_least, wanted.pixels_most
    found = _times(size)
    if least and most:
        good = all(low <= each <= high for low, each, high in zip(least, size, most, strict=True))
        yield _found("pixels", good, found=found, least=_times(least), most=_times(most))
    elif least:
        good = all(low <= each for low, each in zip(least, size, strict=True))
        yield _found("pixels_least", good, found=found, least=_times(least))


def _ratio(photo: Photo, wanted: Wanted, _as_of: date) -> Iterator[Finding]:
    if wanted.size_mm:
        ratio = Fraction(photo.width, photo.height) / Fraction(*wanted.size_mm)
        good = abs(ratio - 1) <= RATIO_TOLERANCE
        yield _found("ratio", good, found=_times((photo.width, photo.height)), wanted=_times(wanted.size_mm))


def _kilobytes(photo: Photo, wanted: Wanted, _as_of: date) -> Iterator[Finding]:
    """Offices do not say which kilobyte they mean: the least is counted in 1024 bytes, the most in 1000."""
    least, most = wanted.kilobytes_least, wanted.kilobytes_most
    found = f"{photo.bytes / 1000:.0f}"
    good = (least is None or photo.bytes > least * 1024) and (most is None or photo.bytes <= most * 1000)
    if least is not None and most is not None:
        yield _found("kilobytes", good, found=found, least=least, most=most)
    elif least is not None:
        yield _found("kilobytes_least", good, found=found, least=least)


def _colour(photo: Photo, wanted: Wanted, _as_of: date) -> Iterator[Finding]:
    if wanted.rgb:
        yield _found("colour", photo.mode == "RGB", found=photo.mode)


def _background(photo: Photo, wanted: Wanted, _as_of: date) -> Iterator[Finding]:
    if wanted.background is not None:
        backdrop, colour = photo.background.backdrop, "#{:02x}{:02x}{:02x}".format(*photo.background.colour)
        yield _found(f"background_{wanted.background}", backdrop is wanted.background, found=backdrop, colour=colour)
        percent = f"{photo.background.even * 100:.0f}"
        yield _found("even", photo.background.even >= LEAST_EVEN, percent=percent)


def _age(photo: Photo, wanted: Wanted, as_of: date) -> Iterator[Finding]:
    if wanted.months is None:
        return
    if photo.taken is None:
        yield Finding("age", Status.UNKNOWN, {"months": str(wanted.months)})
    elif photo.taken > as_of:
        yield _found("age_ahead", False, taken=photo.taken.isoformat())
    else:
        good = add_months(photo.taken, wanted.months) >= as_of
        yield _found("age", good, taken=photo.taken.isoformat(), months=wanted.months)


def _times(size: tuple[int, int]) -> str:
    return f"{size[0]} × {size[1]}"


_CHECKS: tuple[Callable[[Photo, Wanted, date], Iterator[Finding]], ...] = (
    _format,
    _upright,
    _pixels,
    _ratio,
    _kilobytes,
    _colour,
    _background,
    _age,
)
