"""The functions of the rule language: what each takes, gives and does."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from talentdesk.core.periods import add_months, months_between, years_between
from talentdesk.core.trilean import ABSENT, Unknown, Value
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
    periods: list[tuple[date, date]] = []
    for row in rows:
        first, last = row.get(start), row.get(end)
        if not isinstance(first, date):
            return Unknown(frozenset())
        periods.append((first, last if isinstance(last, date) else date.max))
    periods.sort()
    return any(
        after[0] > before[1] and months_between(before[1], after[0]) > months
        for before, after in itertools.pairwise(periods)
    )


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
