"""Who is working on which case: a counter takes one for a while, hands it on or gives it back.

A lease runs out by itself, so that a counter that went away keeps nothing from the others. It keeps nobody from saving:
that two do not overwrite each other is the versions' task.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store.tables import DraftRow, LeaseRow
from talentdesk.store.trouble import NoSuchCase

LASTING = timedelta(minutes=30)
"""How long a lease runs unless it is taken anew."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Who has a case, and until when. `owner` is a counter or role, never a person's name."""

    owner: str
    until: datetime


def claim_next(session: Session, owner: str, now: datetime, lasting: timedelta) -> str | None:
    """Take the case of the lowest number that nobody has; its id, None where there is none.

    A server gives each of many askers another case: rows that one of them looks at are skipped by the others. A lease
    that was made after this statement began is not seen by it, so it is asked for again once the row is locked.
    """
    live = sa.select(LeaseRow.number).where(LeaseRow.until > now)
    free = sa.select(DraftRow.number, DraftRow.id).where(DraftRow.number.not_in(live)).order_by(DraftRow.number)
    while row := session.execute(free.limit(1).with_for_update(skip_locked=True)).first():
        if _live(session, row.number, now) is None:
            _put(session, row.number, owner, now + lasting)
            return str(row.id)
    return None


def claim(session: Session, id: str, owner: str, now: datetime, lasting: timedelta) -> bool:
    """Take this case, or go on having it; False while somebody else has it. Raises NoSuchCase."""
    number = _lock(session, id)
    held = _live(session, number, now)
    if held is not None and held.owner != owner:
        return False
    _put(session, number, owner, now + lasting)
    return True


def hand_over(session: Session, id: str, owner: str, to: str, now: datetime, lasting: timedelta) -> bool:
    """Give the case that `owner` has to another one; False where `owner` does not have it. Raises NoSuchCase."""
    number = _lock(session, id)
    held = _live(session, number, now)
    if held is None or held.owner != owner:
        return False
    _put(session, number, to, now + lasting)
    return True


def release(session: Session, id: str, owner: str) -> bool:
    """Give the case back; False where `owner` did not have it. Raises NoSuchCase."""
    number = _lock(session, id)
    gone = sa.delete(LeaseRow).where(LeaseRow.number == number, LeaseRow.owner == owner)
    return bool(session.connection().execute(gone).rowcount)


def holder(session: Session, id: str, now: datetime) -> Lease | None:
    """Who has the case now. Raises NoSuchCase."""
    number = session.scalar(sa.select(DraftRow.number).where(DraftRow.id == id))
    if number is None:
        raise NoSuchCase
    return _live(session, number, now)


def _lock(session: Session, id: str) -> int:
    number = session.scalar(sa.select(DraftRow.number).where(DraftRow.id == id).with_for_update())
    if number is None:
        raise NoSuchCase
    return number


def _live(session: Session, number: int, now: datetime) -> Lease | None:
    wanted = sa.select(LeaseRow.owner, LeaseRow.until).where(LeaseRow.number == number, LeaseRow.until > now)
    row = session.execute(wanted).first()
    return Lease(row.owner, row.until) if row else None


def _put(session: Session, number: int, owner: str, until: datetime) -> None:
    session.execute(sa.delete(LeaseRow).where(LeaseRow.number == number))
    session.execute(sa.insert(LeaseRow).values(number=number, owner=owner, until=until))
