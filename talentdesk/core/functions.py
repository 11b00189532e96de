"""The functions of the rule language: what each takes, gives and does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from talentdesk.core.periods import add_months, months_between, years_between
from talentdesk.core.trilean import ABSENT, Unknown, Value
from talentdesk.core.values import PartialDate
from talentdesk.core.words import N_


class Type(StrEnum):
    """What an expression gives. The value is the word that a fault uses for it."""

    TEXT = N_("text")
    NUMBER = N_("number")
    BOOLEAN = N_("yes or no")
    DATE = N_("date")
    SET = N_("several choices")
    TABLE = N_("table")


def _shifted(shift: Callable[[], date]) -> Value:
    """A date past the calendar's ends is not a date: the rule does not apply."""
    try:
        return shift()
    except (OverflowError, ValueError):
        return ABSENT


def any_gap(rows: Sequence[Mapping[str, Value]], start: str, end: str, months: Decimal) -> Value:
    """Whether no row covers more than so many months between two rows.

    Unknown where it rests on a month that nobody knows: whether there is a gap for some month, but not for all.
    """
    widest: list[tuple[date, date]] = []
    narrowest: list[tuple[date, date]] = []
    for row in rows:
        first, last = _possible(row.get(start)), _possible(row.get(end))
        if first is None:
            return Unknown(frozenset())
        begin, end_ = first, last or (date.max, date.max)
        widest.append((begin[0], end_[1]))
        narrowest.append((begin[1], end_[0]))
    certain, possible = _gap(widest, months), _gap(narrowest, months)
    return certain if certain is possible else Unknown(frozenset())


def _possible(day: Value) -> tuple[date, date] | None:
    """The first and the last day a date may be; a month stands for its first day."""
    if isinstance(day, PartialDate):
        return date(day.year, day.month or 1, 1), date(day.year, day.month or 12, 1)
    return (day, day) if isinstance(day, date) else None


def _gap(periods: list[tuple[date, date]], months: Decimal) -> bool:
    """A short period inside a long one ends nothing."""
    told = date.min
    for number, (first, last) in enumerate(sorted(periods)):
        if number and first > told and months_between(told, first) > months:
            return True
        told = max(told, last)
    return False


_Function = tuple[tuple[Type, ...], Type, Callable[..., Value]]
FUNCTIONS: Mapping[str, _Function] = {
    "age_on": ((Type.DATE, Type.DATE), Type.NUMBER, lambda _c, a, b: Decimal(years_between(a, b))),
    "years_between": ((Type.DATE, Type.DATE), Type.NUMBER, lambda _c, a, b: Decimal(years_between(a, b))),
    "months_between": ((Type.DATE, Type.DATE), Type.NUMBER, lambda _c, a, b: Decimal(months_between(a, b))),
    "days_between": ((Type.DATE, Type.DATE), Type.NUMBER, lambda _c, a, b: Decimal((b - a).days)),
    "working_days_between": ((Type.DATE, Type.DATE), Type.NUMBER, lambda c, a, b: c.working_days(a, b)),
    "add_days": (
        (Type.DATE, Type.NUMBER),
        Type.DATE,
        lambda _c, d, n: _shifted(lambda: d + timedelta(days=int(n))),
    ),
    "add_months": ((Type.DATE, Type.NUMBER), Type.DATE, lambda _c, d, n: _shifted(lambda: add_months(d, int(n)))),
    "add_years": ((Type.DATE, Type.NUMBER), Type.DATE, lambda _c, d, n: _shifted(lambda: add_months(d, int(n) * 12))),
    "length": ((Type.TEXT,), Type.NUMBER, lambda _c, text: Decimal(len(text))),
    "count": ((Type.TABLE,), Type.NUMBER, lambda _c, rows: Decimal(len(rows))),
}
SPECIAL = ("today", "date", "parameter", "listed", "any_gap", "answered", "declined", "asked", "reaches")
