"""How long cases are kept, and what takes them away when their time is over.

PIPL Art. 19 and 47, PDPO DPP2(2): no longer than the purpose needs. A case's time runs from its last save; a hold with
a reason and an end keeps one that must not go yet. A person stays as long as one of their cases does, and goes when the
time since something was last kept for them is over.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store import people
from talentdesk.store.ground import Ledger
from talentdesk.store.peopletables import PersonRow
from talentdesk.store.tables import DraftRow, MarkRow
from talentdesk.store.trouble import NoSuchCase

BATCH = 50
"""Cases erased in one transaction, some 60 ms among a hundred thousand: others may write in between."""
_MARK = "purged"


def overdue(session: Session, now: datetime) -> int:
    """How many cases are past their time and not held."""
    return session.scalar(sa.select(sa.func.count()).select_from(DraftRow).where(_is_overdue(now))) or 0


def older(session: Session, than: datetime, today: date) -> int:
    """How many cases were last saved before that moment and are not held."""
    held = sa.and_(DraftRow.hold_until.is_not(None), DraftRow.hold_until >= today)
    old = sa.and_(DraftRow.saved_at < than, sa.not_(held))
    return session.scalar(sa.select(sa.func.count()).select_from(DraftRow).where(old)) or 0


def purge(session: Session, ledger: Ledger, now: datetime, limit: int = BATCH) -> int:
    """Erase up to `limit` cases past their time, the longest overdue first; how many went. Call again until 0."""
    soonest = sa.select(DraftRow.id).where(_is_overdue(now)).order_by(DraftRow.expires_at, DraftRow.number)
    ids = session.scalars(soonest.limit(limit)).all()
    if ids:
        ledger.erase(session, ids, now)
    return len(ids)


def purge_people(session: Session, ledger: Ledger, now: datetime, limit: int = BATCH) -> int:
    """Erase up to `limit` people without a case past their time; how many ledgers went. Call again until 0."""
    ids = people.overdue(session, now, limit)
    if ids:
        ledger.erase(session, ids, now)
    return len(ids)


def hold(session: Session, id: str, until: date, reason: str) -> None:
    """Keep the case through the day `until`, whatever its time. Raises NoSuchCase."""
    change = sa.update(DraftRow).where(DraftRow.id == id).values(hold_until=until, hold_reason=reason)
    if not session.connection().execute(change).rowcount:
        raise NoSuchCase


def release(session: Session, id: str) -> None:
    """The case's own time counts again. Raises NoSuchCase."""
    change = sa.update(DraftRow).where(DraftRow.id == id).values(hold_until=None, hold_reason="")
    if not session.connection().execute(change).rowcount:
        raise NoSuchCase


def held(session: Session, id: str) -> tuple[date, str] | None:
    """Through which day the case is kept, and why; None where it is not held. Raises NoSuchCase."""
    row = session.execute(sa.select(DraftRow.hold_until, DraftRow.hold_reason).where(DraftRow.id == id)).first()
    if row is None:
        raise NoSuchCase
    return (row.hold_until, row.hold_reason) if row.hold_until else None


def note_purged(session: Session, now: datetime) -> None:
    """A purge has gone through to the end."""
    session.merge(MarkRow(name=_MARK, value=now.isoformat(timespec="seconds")))


def last_purged(session: Session) -> datetime | None:
    """When a purge last went through to the end."""
    value = session.scalar(sa.select(MarkRow.value).where(MarkRow.name == _MARK))
    return datetime.fromisoformat(value) if value else None


def is_clock_doubtful(session: Session, now: datetime, keep: timedelta) -> bool:
    """The clock has jumped by more than a case is kept since anything was saved or purged: after a long pause, or with
    a wrong clock, everything would seem overdue at once. Then a person decides."""
    latest = [session.scalar(sa.select(sa.func.max(kind.saved_at))) for kind in (DraftRow, PersonRow)]
    known = [moment for moment in (*latest, last_purged(session)) if moment]
    return bool(known) and now - max(known) > keep


def _is_overdue(now: datetime) -> sa.ColumnElement[bool]:
    held = sa.and_(DraftRow.hold_until.is_not(None), DraftRow.hold_until >= now.date())
    return sa.and_(DraftRow.expires_at < now, sa.not_(held))
