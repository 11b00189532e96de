"""What is known of the person at the machine; it ends with the process, and so does the key to what was saved."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from talentdesk.core.draft import Draft
from talentdesk.core.interview import Interview
from talentdesk.desktop.session import Saver, Session
from talentdesk.paper.fonts import missing
from talentdesk.service.progress import progress_of

if TYPE_CHECKING:
    from talentdesk.desktop.desk import Desk
    from talentdesk.store.cases import Progress

Filled = Mapping[str, tuple[str, str]]
"""Answers with their source: id -> (text, source)."""


@dataclass
class Visit:
    """One person's visit."""

    agreed: frozenset[str] = frozenset()
    read: dict[str, tuple[str, str]] = field(default_factory=dict)
    """What the reader gave before there was a form to put it in."""
    session: Session | None = None


class Unkept:
    """Takes a case to be saved and lets it go: nothing of a visit is written."""

    def save(self, draft: Draft, revision: int, progress: Progress | None = None) -> None:
        """Nothing."""

    def flush(self) -> Future[None]:
        """Done at once."""
        done: Future[None] = Future()
        done.set_result(None)
        return done

    def settle(self, draft: Draft, revision: int, progress: Progress, version: int) -> Future[None]:
        """Nobody else has the case."""
        return self.flush()


_AGREED = "agreed:"


def begin(desk: Desk, procedure: str, filled: Filled, agreed: frozenset[str]) -> Session:
    """A case of the procedure, in the store of this visit alone. Raises CatalogueMiss, FormError."""
    now: datetime = desk.now()
    edition = desk.catalogue.in_force(procedure, now.date())
    known = {question.id for question in edition.questions}
    answers = {id: each for id, each in filled.items() if id in known}
    draft = Draft(
        id=uuid4().hex,
        procedure=procedure,
        edition=edition.edition,
        as_of=now.date(),
        typed={id: text for id, (text, _) in answers.items()},
        sources={id: source for id, (_, source) in answers.items() if source},
        created_at=now,
        seen=frozenset(_AGREED + id for id in agreed),
    )
    session = go_on(desk, draft)
    saver(desk).save(draft, 0, progress_of(session.interview))
    return session


def go_on(desk: Desk, draft: Draft) -> Session:
    """The case as it was left. Raises CatalogueMiss, FormError."""
    edition = desk.catalogue.edition(draft.procedure, draft.edition)
    interview = Interview(
        edition,
        desk.catalogue,
        as_of=draft.as_of,
        typed=draft.typed,
        declined=draft.declined,
        check_text=missing,
    )
    return Session(draft, interview, saver(desk), desk.now)


def agreed_in(draft: Draft) -> frozenset[str]:
    """What the person had agreed to when the case was begun."""
    return frozenset(tick.removeprefix(_AGREED) for tick in draft.seen if tick.startswith(_AGREED))


def saver(desk: Desk) -> Saver:
    """The store of this visit, whose key is forgotten at its end; without one nothing is written."""
    return desk.keeper if desk.is_ready else Unkept()
