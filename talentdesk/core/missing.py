"""Which papers are still missing, in what form, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from talentdesk.core.documents import DocumentView
from talentdesk.core.form import Need
from talentdesk.core.routes import Route, route_for
from talentdesk.core.tomlfile import FormError

if TYPE_CHECKING:
    from talentdesk.core.deadlines import DeadlineView
    from talentdesk.core.interview import Interview


_SOON_DAYS = 366
"""A last day further off, such as the one on which an age is reached, is none for bringing papers."""


@dataclass(frozen=True, slots=True)
class MissingItem:
    """A paper that has to be brought still, or brought anew."""

    view: DocumentView
    original: bool
    """Its original has not been seen, or is too old."""
    copies: int
    """How many copies are to be brought."""
    country: str = ""
    route: Route | None = None
    """How it is authenticated where it is made; None where that is not known or not asked for."""


def missing_items(interview: Interview) -> tuple[MissingItem, ...]:
    """What the person has to bring, in the file's order. Papers that may not be needed, and what is only helpful, are
    left out: the checklist has them."""
    found = []
    for view in interview.documents():
        document, seen = view.document, interview.notes.seen
        if view.unknown or view.need is not Need.REQUIRED:
            continue
        original = document.originals > 0 and (bool(view.stale) or f"{document.id}:original" not in seen)
        # A copy is made of the original: a paper that is brought anew is copied anew.
        lacks_copy = document.copies > 0 and (bool(view.stale) or f"{document.id}:copy" not in seen)
        if original or lacks_copy:
            country, route = route_of(interview, view)
            found.append(MissingItem(view, original, document.copies if lacks_copy else 0, country, route))
    return tuple(found)


def route_of(interview: Interview, view: DocumentView) -> tuple[str, Route | None]:
    """Where a paper was issued as far as the desk noted it, and how such a paper is authenticated on the case's day."""
    note = interview.notes.papers.get(view.document.id)
    country = note.country if note is not None else ""
    if view.document.authentication is None or not country:
        return country, None
    try:
        return country, route_for(interview.catalogue.routes(), country, interview.as_of)
    except FormError:
        return country, None


def bring_by(interview: Interview) -> date | None:
    """The last day of the case that is nearest and not over; None where none is known within a year."""
    ahead = (view for view in last_days(interview) if view.days_left >= 0 and not view.deadline.opens)
    return min((view.due for view in ahead), default=None)


def last_days(interview: Interview) -> tuple[DeadlineView, ...]:
    """What somebody who leaves with the papers has to be in time for. The day on which an age is reached is years off,
    and a first day that has come is nobody's concern."""
    return tuple(
        view
        for view in interview.deadlines()
        if view.days_left <= _SOON_DAYS and not (view.deadline.opens and view.days_left <= 0)
    )
