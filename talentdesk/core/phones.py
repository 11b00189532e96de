"""Telephone numbers of the Mainland, Hong Kong and Macao: what they look like and how they are dialled from anywhere.

The numbering plans change slowly; what is here is no tighter than needed to catch a missing digit or a wrong area.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Area:
    """One numbering plan."""

    region: str
    """ISO 3166-1 alpha-3."""
    code: str
    """Country code, without `+`."""
    mobile: re.Pattern[str]
    """A national number that rings a mobile."""
    fixed: re.Pattern[str]
    """A national number that rings a fixed line; trunk prefix optional."""


_AREAS: Final = (
    Area("CHN", "86", re.compile("1[3-9][0-9]{9}"), re.compile("0?(?:10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7}")),
    Area("HKG", "852", re.compile("[4-9][0-9]{7}"), re.compile("[23][0-9]{7}")),
    Area("MAC", "853", re.compile("6[0-9]{7}"), re.compile("28[0-9]{6}|8[0-9]{7}")),
)
AREAS: Final[dict[str, Area]] = {area.region: area for area in _AREAS}
"""The plans that are known, by region."""

_PUNCTUATION: Final = re.compile(r"[-‐‑‒–—―./·]")
_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")


def bare(number: str) -> str:
    """`number`, already canonical, without dashes and dots, and with `+` for a leading `00`."""
    plain = _PUNCTUATION.sub("", number)
    return "+" + plain[2:] if plain.startswith("00") else plain


def area_of(number: str) -> Area | None:
    """The known plan that a bare number with `+` dials into."""
    return next((area for area in _AREAS if number.startswith("+" + area.code)), None)


def kind_of(national: str, area: Area) -> str:
    """`mobile`, `fixed`, or nothing when the number cannot be one of this area."""
    if area.mobile.fullmatch(national):
        return "mobile"
    return "fixed" if area.fixed.fullmatch(national) else ""


def national_part(number: str, area: Area) -> str:
    """A bare number without the area's own code, whether written `+852…`, `852…` or not at all."""
    if number.startswith("+"):
        return number.removeprefix("+" + area.code)
    short = number.removeprefix(area.code)
    return short if kind_of(short, area) and not kind_of(number, area) else number


def dialled(number: str, area: Area | None) -> str | None:
    """E.164 form of a bare number, or None: one with `+` by itself, any other by the plan of `area`."""
    at_home = area_of(number) if number.startswith("+") else area
    if at_home is None:
        return number if _E164.fullmatch(number) else None
    national = national_part(number, at_home)
    return f"+{at_home.code}{national.removeprefix('0')}" if kind_of(national, at_home) else None
