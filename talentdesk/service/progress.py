"""How far a case has come and what is due next, as the list of cases shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talentdesk.core.checks import Severity
from talentdesk.store.cases import Progress

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview


def progress_of(interview: Interview) -> Progress:
    """Answers given, questions asked, and the next last day that is still to come."""
    answered, total = interview.progress()
    ahead = (view.due for view in interview.deadlines() if view.days_left >= 0 and not view.deadline.opens)
    wrong = frozenset(
        (_without_row(problem.question), problem.code)
        for problem in interview.problems()
        if problem.severity is not Severity.MISSING
    )
    return Progress(answered, total, min(ahead, default=None), wrong)


def _without_row(question: str) -> str:
    """A cell is its table's column, whichever row it is in."""
    table, bracket, rest = question.partition("[")
    return f"{table}{rest.partition(']')[2]}" if bracket else question
