"""Which papers to bring, and whether they are still fresh on the day of filing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from talentdesk.core.form import DocumentNeed, Need
from talentdesk.core.periods import add_months
from talentdesk.core.rules import Unknown

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A paper as it stands for this person."""

    document: DocumentNeed
    need: Need
    unknown: tuple[str, ...] = ()
    """Questions that would tell whether it is needed; empty when it is."""
    stale: bool | None = None
    """Too old on the case's date; None where the date of issue is not known or no limit is set."""
    fresh_until: date | None = None


def list_documents(interview: Interview) -> tuple[DocumentView, ...]:
    """Return the papers that are needed or may be, in the file's order."""
    found = (_view(interview, document) for document in interview.edition.documents)
    return tuple(view for view in found if view is not None)


def _issued(interview: Interview, document: DocumentNeed) -> date | None:
    """The day on the paper as the form asks for it; else as the desk noted it."""
    answered = interview.value(document.issued) if document.issued else None
    if isinstance(answered, date):
        return answered
    note = interview.notes.papers.get(document.id)
    return note.day if note is not None else None


def _view(interview: Interview, document: DocumentNeed) -> DocumentView | None:
    needed = interview.evaluate(document.need_when, True)
    if isinstance(needed, Unknown):
        return DocumentView(document, document.need, tuple(sorted(needed.questions)))
    if needed is not True:
        return None
    issued = _issued(interview, document)
    if not document.fresh_months or not isinstance(issued, date):
        return DocumentView(document, document.need)
    until = add_months(issued, document.fresh_months)
    return DocumentView(document, document.need, stale=until < interview.as_of, fresh_until=until)
