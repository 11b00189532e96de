"""What can be told of a store without changing anything in it: for whoever looks over the machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store import audit, erasures, migrations, retention, snapshots
from talentdesk.store import place as places
from talentdesk.store.audit import Verdict
from talentdesk.store.engine import engine_for, read_only
from talentdesk.store.keyslots import SlotKind
from talentdesk.store.tables import ConsentRow, DraftRow
from talentdesk.store.trouble import Damaged, NewerStore, OlderStore
from talentdesk.store.vault import Protection, Vault

_PATIENCE_MS = 1000
BASIC = "fill-in"
"""The consent that a case cannot be without."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """A store as it was found. Numbers and moments, nothing of any person."""

    cases: int
    overdue: int
    """Past their time and not held."""
    is_clock_doubtful: bool
    """The clock has jumped so far that nothing is purged by itself."""
    acts: Verdict
    is_ledger_behind: bool
    """Cases that were erased are there again, until the store is opened the next time."""
    ways: frozenset[SlotKind]
    protection: Protection
    revision: str = ""
    """The form of the store, which is this version's."""
    is_anchored: bool = True
    """The end of the chain of acts is written down outside."""
    without_consent: int = 0
    """Cases whose person has not agreed that they are kept, or not any more."""
    restored: datetime | None = None
    """When a backup or copy was last put back, or tried."""


def look_over(
    place: Path,
    config: Path,
    now: datetime,
    keep: timedelta | None,
    anchors: Path,
    *,
    thorough: bool = False,
    vault: Vault | None = None,
) -> Checkup | None:
    """The store in this folder, opened by `vault` or with what this computer keeps; None where there is none.

    Makes no folder and no store, brings nothing up to date and notes nothing. `thorough` reads every page of the store
    and of its newest copy, which takes a second for some hundred megabytes. Raises StoreTrouble: Damaged among them.
    """
    file = place / places.DATABASE
    if not file.exists() or not file.stat().st_size:
        return None
    vault = vault or Vault.open_there(place, config)
    if thorough:
        newest = snapshots.snapshots(place)[:1]
        for each in (file, *(copy.file for copy in newest)):
            _read_every_page(each, vault.key)
    engine = engine_for(file, vault.key, patience_ms=_PATIENCE_MS)
    try:
        _refuse_other_versions(migrations.revision_of(read_only(engine)))
        with Session(read_only(engine)) as session:
            return _seen(session, place, vault, now, keep, anchors)
    finally:
        engine.dispose()


def _read_every_page(file: Path, key: bytes) -> None:
    """Twice before a page is called damaged: somebody may have been writing it just then. Damage stays."""
    if not file.exists():
        return  # a copy that made room for a newer one
    try:
        snapshots.verify(file, key)
    except Damaged:
        snapshots.verify(file, key)


def _refuse_other_versions(revision: str) -> None:
    if revision != migrations.newest():
        raise NewerStore if revision > migrations.newest() else OlderStore


def _seen(session: Session, place: Path, vault: Vault, now: datetime, keep: timedelta | None, anchors: Path) -> Checkup:
    written = anchors / f"{vault.store_id}.txt"
    anchor = audit.parse_anchor(written.read_text("ascii", "replace")) if written.exists() else None
    return Checkup(
        cases=session.scalar(sa.select(sa.func.count()).select_from(DraftRow)) or 0,
        overdue=retention.overdue(session, now) if keep is not None else 0,
        is_clock_doubtful=keep is not None and retention.is_clock_doubtful(session, now, keep),
        acts=audit.verify(
            audit.entries(session), audit.audit_key(audit.signing_key(session, vault.key)), [anchor] if anchor else []
        ),
        is_ledger_behind=erasures.is_behind(session, place / erasures.LEDGER),
        ways=vault.ways(),
        protection=vault.protection,
        revision=migrations.newest(),
        is_anchored=anchor is not None,
        without_consent=_without_consent(session),
        restored=audit.last_restore(session),
    )


def _without_consent(session: Session) -> int:
    """The last line of a kind decides."""
    last = (
        sa.select(ConsentRow.given)
        .where(ConsentRow.number == DraftRow.number, ConsentRow.consent == BASIC)
        .order_by(ConsentRow.seq.desc())
        .limit(1)
        .correlate(DraftRow)
        .scalar_subquery()
    )
    wanted = sa.select(sa.func.count()).select_from(DraftRow).where(sa.func.coalesce(last, sa.false()).is_(sa.false()))
    return session.scalar(wanted) or 0
