"""The last day that follows from a date, said below the field where the date is typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from talentdesk.core.form import Kind
from talentdesk.desktop.caselist import days_left
from talentdesk.desktop.chips import Mark, Tone
from talentdesk.i18n import N_, format_date, say, word
from talentdesk.paper.counting import without_calendar

if TYPE_CHECKING:
    from talentdesk.core.deadlines import DeadlineView
    from talentdesk.core.interview import Interview

AHEAD = Mark("calendar", Tone.OK, N_("Last day"))
LATE = Mark("triangle", Tone.ATTENTION, N_("Last day"))


def last_day_notes(
    interview: Interview, language: str, second: str, views: Iterable[DeadlineView] | None = None
) -> dict[str, tuple[Mark, str, str]]:
    """By question: the nearest last day of the case, or of `views`, that rests on its date; in both languages."""
    notes: dict[str, tuple[Mark, str, str]] = {}
    for view in interview.deadlines() if views is None else views:
        note = (LATE if view.days_left < 0 else AHEAD, _said(view, language), _said(view, second) if second else "")
        for id in _dates(view, interview):
            notes.setdefault(id, note)
    return notes


def _said(view: DeadlineView, language: str) -> str:
    what = word(view.deadline.title, language)
    day, left = format_date(view.due, language), days_left(view.days_left, language)
    told = say("{what}: {day} · {left}", language, what=what, day=day, left=left)
    return " · ".join(filter(None, (told, without_calendar(view, language))))


def _dates(view: DeadlineView, interview: Interview) -> list[str]:
    """The dates a deadline is counted from, through facts too."""
    facts = {fact.id: fact.expression for fact in interview.edition.facts}
    open_names, seen = set(view.deadline.start.needs), set[str]()
    while open_names:
        name = open_names.pop()
        seen.add(name)
        if name in facts:
            open_names |= facts[name].needs - seen
    return [q.id for q in interview.edition.questions if q.id in seen and q.kind is Kind.DATE]
