"""Counting with dates as the law does."""

from __future__ import annotations

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of a shorter month (Civil Code art. 202)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def months_between(start: date, end: date) -> int:
    """Return the whole months from `start` to `end`; negative when `end` is before."""
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def years_between(start: date, end: date) -> int:
    """Return the whole years from `start` to `end`; the age on `end` of somebody born on `start`."""
    months = months_between(start, end)
    return months // 12 if months >= 0 else -(-months // 12)
