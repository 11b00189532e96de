"""Working days of the State Council's yearly calendars, make-up days included."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from talentdesk.core.form import Citation
from talentdesk.core.sharedfile import find_citation
from talentdesk.core.tomlfile import Table, TomlFile, name_of
from talentdesk.core.words import N_


@dataclass(frozen=True, slots=True)
class Year:
    """One year: days off, which may fall on weekends too, and weekend days that are worked."""

    holidays: frozenset[date]
    worked: frozenset[date]
    citation: Citation

    def is_worked(self, day: date) -> bool:
        """Tell whether offices are open."""
        return day in self.worked or (is_weekday(day) and day not in self.holidays)


@dataclass(frozen=True, slots=True)
class Counted:
    """Where a count of working days ends."""

    day: date
    """In a year without a calendar counted Monday to Friday, without public holidays."""
    lacking: tuple[int, ...] = ()
    """Years that were counted through without their calendar."""
    certain: date | None = None
    """Where a count onwards lacks a calendar: the end is this day or later, whatever that calendar says."""


def is_weekday(day: date) -> bool:
    """Tell whether it is a Monday, …, Friday."""
    return day.weekday() < 5


def read_year(path: Path, citations: Mapping[str, Citation]) -> Year:
    """Read `shared/calendars/<year>.toml`. Raises FormError with all its faults."""
    file = TomlFile(path, name_of(path))
    file.stop_at_faults()
    top = file.top
    if not (path.stem.isascii() and path.stem.isdigit() and len(path.stem) == 4):
        top.fault("", N_("a calendar is named by its year"), N_("rename the file, as in 2026.toml"))
        file.stop_at_faults()
    citation = find_citation(top, top.text("cite", required=True), citations)
    holidays, worked = (_days(top, key, int(path.stem)) for key in ("holidays", "worked"))
    if not holidays:
        top.fault("holidays", N_("the calendar has no holiday"), N_("enter those of the yearly notice"))
    for day in sorted(set(worked) & set(holidays)):
        cause, remedy = N_("{day} is both a holiday and worked"), N_("keep it in one of the two lists")
        top.fault("worked", cause, remedy, day=day.isoformat())
    for day in filter(is_weekday, worked):
        cause, remedy = N_("{day} is no weekend day: it is worked anyway"), N_("correct the date, or take it out")
        top.fault("worked", cause, remedy, day=day.isoformat())
    top.close()
    file.stop_at_faults()
    return Year(frozenset(holidays), frozenset(worked), citation)


def _days(top: Table, key: str, year: int) -> list[date]:
    days: list[date] = []
    for entry in top.take(key, list, [], required=True):
        if type(entry) is not date:
            cause, remedy = N_("{key} holds something that is no date"), N_("write dates without quotes")
            top.fault(key, cause, remedy, key=key)
        elif entry.year != year:
            cause, remedy = N_("{day} is not in {year}"), N_("enter it in the calendar of its own year")
            top.fault(key, cause, remedy, day=entry.isoformat(), year=str(year))
        elif entry in days:
            top.fault(key, N_("{day} is there twice"), N_("delete one"), day=entry.isoformat())
        else:
            days.append(entry)
    return days


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


def add_to(years: Mapping[int, Year], day: date, count: int) -> Counted:
    """Return the day that lies `count` working days on (or back, when negative). Raises OverflowError."""
    end = _walk(day, count, lambda each: years[each.year].is_worked(each) if each.year in years else is_weekday(each))
    if end == day:
        return Counted(day)
    first = day + timedelta(days=1 if count > 0 else -1)
    lacking = tuple(year for year in _years(first, end) if year not in years)
    if not lacking or count < 0:
        return Counted(end, lacking)
    certain = _walk(day, count, lambda each: each.year not in years or years[each.year].is_worked(each))
    return Counted(end, lacking, certain)


def _years(first: date, last: date) -> range:
    return range(min(first, last).year, max(first, last).year + 1)


def _walk(day: date, count: int, is_worked: Callable[[date], bool]) -> date:
    step, left = timedelta(days=1 if count > 0 else -1), abs(count)
    while left:
        day += step
        left -= is_worked(day)
    return day
