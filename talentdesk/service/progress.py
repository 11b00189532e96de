"""How far a case has come and what is due next, as the list of cases shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talentdesk.store.cases import Progress

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview


def progress_of(interview: Interview) -> Progress:
    """Answers given, questions asked, and the next last day that is still to come."""
    answered, total = interview.progress()
    ahead = (view.due for view in interview.deadlines() if view.days_left >= 0)
    return Progress(answered, total, min(ahead, default=None))
