"""Who is working on which case: a counter takes one for a while, takes one over, hands it on or gives it back.

A lease runs out by itself, so that a counter that went away keeps nothing from the others. It keeps nobody from saving:
that two do not overwrite each other is the versions' task.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store.tables import CounterRow, DraftRow, LeaseRow
from talentdesk.store.trouble import NoSuchCase

LASTING = timedelta(minutes=30)
"""How long a lease runs unless it is taken anew."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Who has a case, and until when."""

    owner: str
    """A running window, role or counter; never a person's name."""
    until: datetime
    name: str = ""
    """What others call the owner: the counter, and who is signed in there."""
    since: datetime | None = None
    giver: str = ""
    """Whose it was before: who handed it over, or from whom it was taken."""


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter that is at work now."""

    owner: str
    name: str


def claim_next(session: Session, owner: str, now: datetime, lasting: timedelta, name: str = "") -> str | None:
    """Take the case of the lowest number that nobody has; its id, None where there is none.

    A server gives each of many askers another case: rows that one of them looks at are skipped by the others. A lease
    that was made after this statement began is not seen by it, so it is asked for again once the row is locked.
    """
    live = sa.select(LeaseRow.number).where(LeaseRow.until > now)
    free = sa.select(DraftRow.number, DraftRow.id).where(DraftRow.number.not_in(live)).order_by(DraftRow.number)
    while row := session.execute(free.limit(1).with_for_update(skip_locked=True)).first():
        if _live(session, row.number, now) is None:
            _put(session, row.number, Lease(owner, now + lasting, name, now))
            return str(row.id)
    return None


def claim(session: Session, id: str, owner: str, now: datetime, lasting: timedelta, name: str = "") -> bool:
    """Take this case, or go on having it; False while somebody else has it. Raises NoSuchCase."""
    number = _lock(session, id)
    held = _live(session, number, now)
    if held is not None and held.owner != owner:
        return False
    since, giver = (held.since, held.giver) if held is not None else (now, "")
    _put(session, number, Lease(owner, now + lasting, name, since, giver))
    return True


def take_over(session: Session, id: str, owner: str, now: datetime, lasting: timedelta, name: str = "") -> Lease | None:
    """Take this case whoever has it; the lease that ended with that, if any. Raises NoSuchCase."""
    number = _lock(session, id)
    held = _live(session, number, now)
    if held is not None and held.owner == owner:
        return None
    _put(session, number, Lease(owner, now + lasting, name, now, held.name if held is not None else ""))
    return held


def hand_over(
    session: Session, id: str, owner: str, to: str, now: datetime, lasting: timedelta, name: str = ""
) -> bool:
    """Give the case that `owner` has to another one, who is called `name`; False where `owner` does not have it. Raises
    NoSuchCase."""
    number = _lock(session, id)
    held = _live(session, number, now)
    if held is None or held.owner != owner:
        return False
    _put(session, number, Lease(to, now + lasting, name, now, held.name))
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


def holders(session: Session, now: datetime) -> Mapping[str, Lease]:
    """Every case that somebody has now, by its id."""
    wanted = sa.select(DraftRow.id, *_COLUMNS).join(LeaseRow, LeaseRow.number == DraftRow.number)
    return {row.id: _lease(row) for row in session.execute(wanted.where(LeaseRow.until > now))}


# ---- who is there


def attend(session: Session, owner: str, name: str, ids: Collection[str], now: datetime, lasting: timedelta) -> None:
    """This counter is there, and goes on having those of these cases that it has."""
    session.execute(sa.delete(CounterRow).where(sa.or_(CounterRow.owner == owner, CounterRow.until <= now)))
    session.execute(sa.insert(CounterRow).values(owner=owner, name=name, until=now + lasting))
    mine = sa.select(DraftRow.number).where(DraftRow.id.in_(list(ids)))
    session.execute(
        sa.update(LeaseRow)
        .where(LeaseRow.owner == owner, LeaseRow.number.in_(mine))
        .values(until=now + lasting, name=name),
        execution_options={"synchronize_session": False},
    )


def go(session: Session, owner: str) -> None:
    """This counter is there no more, and has no case."""
    session.execute(sa.delete(CounterRow).where(CounterRow.owner == owner))
    session.execute(sa.delete(LeaseRow).where(LeaseRow.owner == owner))


def counters(session: Session, now: datetime) -> tuple[Counter, ...]:
    """Who is there now, by name."""
    wanted = sa.select(CounterRow).where(CounterRow.until > now).order_by(CounterRow.name, CounterRow.owner)
    return tuple(Counter(row.owner, row.name) for row in session.scalars(wanted))


_COLUMNS = (LeaseRow.owner, LeaseRow.until, LeaseRow.name, LeaseRow.since, LeaseRow.giver)


def _lock(session: Session, id: str) -> int:
    number = session.scalar(sa.select(DraftRow.number).where(DraftRow.id == id).with_for_update())
    if number is None:
        raise NoSuchCase
    return number


def _live(session: Session, number: int, now: datetime) -> Lease | None:
    row = session.execute(sa.select(*_COLUMNS).where(LeaseRow.number == number, LeaseRow.until > now)).first()
    return _lease(row) if row else None


def _lease(row: sa.Row[*tuple[Any, ...]]) -> Lease:
    return Lease(row.owner, row.until, row.name, row.since, row.giver)


def _put(session: Session, number: int, lease: Lease) -> None:
    session.execute(sa.delete(LeaseRow).where(LeaseRow.number == number))
    session.execute(
        sa.insert(LeaseRow).values(
            number=number, owner=lease.owner, until=lease.until, name=lease.name, since=lease.since, giver=lease.giver
        )
    )
