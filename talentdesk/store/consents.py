"""What people agreed to and took back, row by row beside their cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store.tables import ConsentRow, DraftRow
from talentdesk.store.trouble import NoSuchCase


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A consent as it was given or withdrawn. `digest` is of the words that were read, in that language."""

    consent: str
    version: str
    language: str
    digest: str
    given: bool
    recipient: str = ""
    """Who receives the case, for a consent to hand it over."""
    purpose: str = ""
    """What the recipient gets it for."""
    at: datetime | None = None
    actor: str = ""
    """Who was at the desk: a role or staff id."""


def note(session: Session, id: str, line: ConsentLine, now: datetime, actor: str) -> None:
    """Write the line down. Raises NoSuchCase."""
    number = _number(session, id)
    session.add(ConsentRow(number=number, at=now, actor=actor, **_columns(line)))
    session.flush()


def lines(session: Session, id: str) -> tuple[ConsentLine, ...]:
    """Every line of the case, the oldest first. Raises NoSuchCase."""
    wanted = sa.select(ConsentRow).where(ConsentRow.number == _number(session, id)).order_by(ConsentRow.seq)
    return tuple(
        ConsentLine(
            row.consent, row.version, row.language, row.digest, row.given, row.recipient, row.purpose, row.at, row.actor
        )
        for row in session.scalars(wanted)
    )


def carry(session: Session, id: str, kept: Iterable[ConsentLine]) -> None:
    """Put lines beside another case as they were written down. Raises NoSuchCase."""
    number = _number(session, id)
    for line in kept:
        assert line.at is not None, "a line that was read has a moment"
        session.add(ConsentRow(number=number, at=line.at, actor=line.actor, **_columns(line)))
    session.flush()


def _columns(line: ConsentLine) -> dict[str, object]:
    names = ("consent", "version", "language", "digest", "given", "recipient", "purpose")
    return {name: getattr(line, name) for name in names}


def _number(session: Session, id: str) -> int:
    number = session.scalar(sa.select(DraftRow.number).where(DraftRow.id == id))
    if number is None:
        raise NoSuchCase
    return number
