"""Last days, counted conservatively: a last day is never moved to a later one because an office is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from talentdesk.core.form import Citation, Deadline, Text
from talentdesk.core.periods import add_months
from talentdesk.core.trilean import Unknown
from talentdesk.core.workdays import Counted

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A last day for this person. `days_left` is negative when it has passed."""

    deadline: Deadline
    due: date
    days_left: int
    start: date
    """The day it is counted from; that day itself is not counted."""
    lacking: tuple[int, ...] = ()
    """Years whose calendar of working days is not there: counted Monday to Friday, without public holidays."""
    certain: date | None = None
    """Where a calendar is lacking: a day that is in time whatever the calendar says; None when counted back."""


@dataclass(frozen=True, slots=True)
class Step:
    """One day on the ladder of a case."""

    id: str
    """Of the deadline or the document; empty for the case's own day."""
    day: date
    title: Text | None
    """None: the case's own day."""
    citation: Citation | None = None
    deadline: DeadlineView | None = None
    """None: the case's own day, or the last day on which a paper is fresh enough."""

    @property
    def paper(self) -> bool:
        """Whether it is the last day on which a paper is fresh enough."""
        return self.title is not None and self.deadline is None


def list_deadlines(interview: Interview) -> tuple[DeadlineView, ...]:
    """Return the deadlines whose starting day is known, earliest first."""
    found = (_view(interview, deadline) for deadline in interview.edition.deadlines)
    return tuple(sorted((view for view in found if view is not None), key=lambda view: (view.due, view.deadline.id)))


def list_steps(interview: Interview) -> tuple[Step, ...]:
    """Return last days and the days on which papers grow too old, earliest first."""
    citations, deadlines = interview.edition.citations, list_deadlines(interview)
    found = [
        Step(view.deadline.id, view.due, view.deadline.title, citations.get(view.deadline.cite), view)
        for view in deadlines
    ]
    # A deadline that counts from a paper's date of issue says the same as the paper's age.
    told = {(name, view.due) for view in deadlines for name in view.deadline.start.needs}
    found += [
        Step(view.document.id, view.fresh_until, view.document.title, citations.get(view.document.cite))
        for view in interview.documents()
        if view.fresh_until is not None and (view.document.issued, view.fresh_until) not in told
    ]
    return tuple(sorted(found, key=lambda step: (step.day, step.id)))


def list_open(interview: Interview) -> tuple[tuple[Deadline, tuple[str, ...]], ...]:
    """Return the deadlines of which it isn't known yet whether or when they fall, with the questions that say so."""
    found = ((deadline, _missing(interview, deadline)) for deadline in interview.edition.deadlines)
    return tuple((deadline, missing) for deadline, missing in found if missing)


def _missing(interview: Interview, deadline: Deadline) -> tuple[str, ...]:
    applies, start = interview.evaluate(deadline.when, True), interview.evaluate(deadline.start)
    if applies is not True and not isinstance(applies, Unknown):
        return ()
    unknown = [each.questions for each in (applies, start) if isinstance(each, Unknown)]
    return tuple(sorted(frozenset[str]().union(*unknown)))


def _view(interview: Interview, deadline: Deadline) -> DeadlineView | None:
    start = interview.evaluate(deadline.start)
    if interview.evaluate(deadline.when, True) is not True or not isinstance(start, date):
        return None
    counted = _count(interview, deadline, start)
    if counted is None:
        return None
    left = (counted.day - interview.as_of).days
    return DeadlineView(deadline, counted.day, left, start, counted.lacking, counted.certain)


def _count(interview: Interview, deadline: Deadline, start: date) -> Counted | None:
    """Count from the day after `start` (Civil Code art. 201), or back from it; None past the calendar's ends."""
    sign = -1 if deadline.before else 1
    try:
        due = add_months(start, sign * deadline.months) + timedelta(days=sign * deadline.days)
        if not deadline.working_days:
            return Counted(due)
        return interview.catalogue.add_working_days(due, sign * deadline.working_days)
    except (OverflowError, ValueError):
        return None
