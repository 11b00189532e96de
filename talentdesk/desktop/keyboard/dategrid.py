"""Year, month and day as keys to be touched once: nobody scrolls from today to a birthday."""

from __future__ import annotations

from datetime import date

from talentdesk.desktop.keyboard.layouts import Job, Key, Row

_DECADES_BACK = 9
_MOST_BORN = 1990
"""The decade that stands open for a birth: most who apply were born in it. Any other day lies near today."""

_IN_A_ROW = {"Y": (6, 12), "M": (4, 6), "D": (8, 16)}


def decade_of(text: str, today: date, *, birth: bool) -> int:
    """The decade of a typed year; of an empty box the one in which most such days lie."""
    if len(text) == 4 and text.isdecimal():
        return int(text) // 10 * 10
    return _MOST_BORN if birth else today.year // 10 * 10


def date_rows(part: str, decade: int, today: date, wide: bool) -> tuple[Row, ...]:
    """The keys for one part of a date: a decade and its years, the months, or the days."""
    across = _IN_A_ROW[part][wide]
    if part == "Y":
        first = (today.year // 10 - _DECADES_BACK) * 10
        decades = [Key(Job.DECADE, str(first + 10 * step)) for step in range(_DECADES_BACK + 3)]
        years = [Key(Job.PICK, str(decade + step)) for step in range(10)]
        return (*_cut(decades, across), *_cut(years, 10 if wide else 5))
    last = 12 if part == "M" else 31
    return _cut([Key(Job.PICK, f"{number:02}") for number in range(1, last + 1)], across)


def _cut(keys: list[Key], across: int) -> tuple[Row, ...]:
    return tuple(tuple(keys[start : start + across]) for start in range(0, len(keys), across))


def longest_of_days(part: str, wide: bool) -> int:
    """How many keys a full row of a part has."""
    return 0 if part == "Y" else _IN_A_ROW[part][wide]
