"""What a public machine leaves for the counters: a case under a code on a slip, until somebody takes it or its time
has run out. Only a digest of the code is kept, so that who reads the table cannot pick up in somebody's place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store.address import Server
from talentdesk.store.tables import HandoffRow


@dataclass(frozen=True, slots=True)
class LeftCase:
    """A case as it was left."""

    procedure: str
    edition: str
    as_of: date
    typed: dict[str, str]
    declined: frozenset[str]
    sources: dict[str, str]
    consents: tuple[tuple[str, str], ...] = ()
    """What was agreed to at the machine: id and language of the text that was read."""


def leave(session: Session, code: str, left: LeftCase, now: datetime, until: datetime) -> bool:
    """Put the case there; False where the code is in use."""
    digest = _digest(code)
    if session.scalar(sa.select(HandoffRow.digest).where(HandoffRow.digest == digest)) is not None:
        return False
    answers = {
        "typed": left.typed,
        "declined": sorted(left.declined),
        "sources": left.sources,
        "consents": [list(each) for each in left.consents],
    }
    session.execute(
        sa.insert(HandoffRow).values(
            digest=digest,
            procedure=left.procedure,
            edition=left.edition,
            as_of=left.as_of,
            answers=answers,
            left_at=now,
            until=until,
        )
    )
    return True


def put_down(server: Server, code: str, left: LeftCase, now: datetime, until: datetime) -> bool:
    """Leave the case at a centre where nobody has signed in, such as at a public machine: nothing can be read on this
    way, and no act is noted, since acts are signed by the centre's key. Where no store was made yet, or the code is in
    use, False. Raises StoreTrouble."""
    from talentdesk.store.migrations import revision_of
    from talentdesk.store.server import server_engine

    engine = server_engine(server)
    try:
        if not revision_of(engine):
            return False
        with Session(engine) as session, session.begin():
            return leave(session, code, left, now, until)
    finally:
        engine.dispose()


def take(session: Session, code: str, now: datetime) -> LeftCase | None:
    """The case of that code, which is gone from there then; None where there is none (any more)."""
    wanted = sa.select(HandoffRow).where(HandoffRow.digest == _digest(code), HandoffRow.until > now)
    row = session.scalar(wanted.with_for_update())
    if row is None:
        return None
    left = _left(row)
    session.delete(row)
    return left


def waiting(session: Session, now: datetime) -> int:
    """How many cases wait for their code."""
    wanted = sa.select(sa.func.count()).select_from(HandoffRow).where(HandoffRow.until > now)
    return session.scalar(wanted) or 0


def expire(session: Session, now: datetime) -> int:
    """Remove what nobody took in time; how many that was."""
    gone = sa.delete(HandoffRow).where(HandoffRow.until <= now)
    return session.connection().execute(gone).rowcount


def _left(row: HandoffRow) -> LeftCase:
    answers: dict[str, Any] = row.answers
    return LeftCase(
        row.procedure,
        row.edition,
        row.as_of,
        dict(answers["typed"]),
        frozenset(answers["declined"]),
        dict(answers["sources"]),
        tuple((each[0], each[1]) for each in answers["consents"]),
    )


def _digest(code: str) -> str:
    return sha256(b"talentdesk slip\0" + code.encode()).hexdigest()
