"""Last days, counted conservatively: a last day is never moved to a later one because an office is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from talentdesk.core.form import Deadline
from talentdesk.core.periods import add_months

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A last day for this person. `days_left` is negative when it has passed."""

    deadline: Deadline
    due: date
    days_left: int


def list_deadlines(interview: Interview) -> tuple[DeadlineView, ...]:
    """Return the deadlines whose starting day is known, earliest first."""
    found = (_view(interview, deadline) for deadline in interview.edition.deadlines)
    return tuple(sorted((view for view in found if view is not None), key=lambda view: (view.due, view.deadline.id)))


def _view(interview: Interview, deadline: Deadline) -> DeadlineView | None:
    start = interview.evaluate(deadline.start)
    if interview.evaluate(deadline.when, True) is not True or not isinstance(start, date):
        return None
    due = _count(interview, deadline, start)
    return None if due is None else DeadlineView(deadline, due, (due - interview.as_of).days)


def _count(interview: Interview, deadline: Deadline, start: date) -> date | None:
    """Count from the day after `start` (Civil Code art. 201), or back from it."""
    sign = -1 if deadline.before else 1
    try:
        due = add_months(start, sign * deadline.months) + timedelta(days=sign * deadline.days)
    except (OverflowError, ValueError):
        return None
    if not deadline.working_days:
        return due
    return interview.catalogue.add_working_days(due, sign * deadline.working_days)
