"""Working days of the State Council's yearly calendars, make-up days included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from talentdesk.core.tomlfile import TomlFile, name_of


@dataclass(frozen=True, slots=True)
class Year:
    """One year: holidays that fall on weekdays, and weekend days that are worked."""

    holidays: frozenset[date]
    worked: frozenset[date]

    def is_worked(self, day: date) -> bool:
        """Tell whether offices are open."""
        return day in self.worked or (day.weekday() < 5 and day not in self.holidays)


def read_year(path: Path) -> Year:
    """Read `shared/calendars/<year>.toml`. Raises FormError."""
    file = TomlFile(path, name_of(path))
    file.stop_at_faults()
    top = file.top
    top.text("cite", required=True)
    days = {
        key: frozenset(day for day in top.take(key, list, []) if isinstance(day, date))
        for key in ("holidays", "worked")
    }
    top.close()
    file.stop_at_faults()
    return Year(days["holidays"], days["worked"])


def count_between(years: Mapping[int, Year], start: date, end: date) -> Decimal | None:
    """Count working days after `start` up to `end`; None where a year's calendar is not there."""
    if end < start:
        back = count_between(years, end, start)
        return None if back is None else -back
    total, day = 0, start
    while day < end:
        day += timedelta(days=1)
        year = years.get(day.year)
        if year is None:
            return None
        total += year.is_worked(day)
    return Decimal(total)


def add_to(years: Mapping[int, Year], day: date, count: int) -> date | None:
    """Return the day that lies `count` working days on (or back, when negative); None without a calendar."""
    step, left = timedelta(days=1 if count > 0 else -1), abs(count)
    while left:
        day += step
        year = years.get(day.year)
        if year is None:
            return None
        left -= year.is_worked(day)
    return day
