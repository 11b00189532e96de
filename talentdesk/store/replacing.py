"""Puts another file in the store's place: while nobody has it open, with the old one kept aside for a week."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from talentdesk.store import audit, snapshots
from talentdesk.store import place as places
from talentdesk.store.audit import Entry
from talentdesk.store.engine import engine_for, read_only
from talentdesk.store.tables import AuditRow, MarkRow
from talentdesk.store.trouble import NothingToRestore, StoreTrouble, trouble_from

_COMPANIONS = ("", "-wal", "-shm", "-journal")


def restore_snapshot(place: Path, key: bytes, name: str, now: datetime) -> snapshots.Snapshot:
    """Put back the copy of that name, or the newest for an empty one. Cases erased since are erased again when the
    store is opened. Raises NothingToRestore, StoreInUse or Damaged; nothing is changed then."""
    chosen = _choose(place, name)
    snapshots.verify(chosen.file, key)
    with places.nobody_else(place):
        incoming = _copy(chosen.file, place)
        carry_acts(place, key, incoming)
        replace(place, incoming, now)
    return chosen


def replace(place: Path, incoming: Path, now: datetime) -> None:
    """Move the store's files aside and the new one in. Call it while nobody else has the place."""
    try:
        aside = place / snapshots.FOLDER / f"replaced-{now.astimezone(UTC):%Y-%m-%dT%H%M%S%fZ}"
        aside.mkdir(mode=0o700, parents=True)
        # The write-ahead log goes last of the old files: beside the new one it would be taken for its own.
        for ending in reversed(_COMPANIONS):
            with contextlib.suppress(FileNotFoundError):
                (place / f"{places.DATABASE}{ending}").rename(aside / f"{places.DATABASE}{ending}")
        places.sync_folder(place)
        incoming.replace(place / places.DATABASE)
        places.sync_folder(place)
    except OSError as error:
        raise trouble_from(error) from error


def carry_acts(place: Path, key: bytes, incoming: Path) -> None:
    """Bring the acts noted since the copy was made into it, where the old store can still be read: putting a store
    back must not undo the chain."""
    newer, first = _acts(place / places.DATABASE, key)
    if not newer:
        return
    engine = engine_for(incoming, key)
    try:
        with Session(engine) as session, session.begin():
            for mark in first:
                session.merge(mark)
            kept = list(audit.entries(session))
            if kept == newer[: len(kept)]:
                session.add_all(AuditRow(**asdict(entry)) for entry in newer[len(kept) :])
    finally:
        engine.dispose()
    places.sync_file(incoming)


def _choose(place: Path, name: str) -> snapshots.Snapshot:
    found = [each for each in snapshots.snapshots(place) if name in ("", each.name)]
    if not found:
        raise NothingToRestore
    return found[0]


def _copy(source: Path, place: Path) -> Path:
    """A copy beside the store, on the disk before it is named."""
    incoming = place / f"{places.DATABASE}.incoming"
    try:
        for ending in _COMPANIONS:
            incoming.with_name(incoming.name + ending).unlink(missing_ok=True)
        places.reserve_name(incoming)
        shutil.copyfile(source, incoming)
        places.sync_file(incoming)
    except OSError as error:
        raise trouble_from(error) from error
    return incoming


def _acts(file: Path, key: bytes) -> tuple[list[Entry], list[MarkRow]]:
    """Every act of the store that is to be replaced, and what they are chained with; none where it can't be read."""
    if not file.exists():
        return [], []
    try:
        engine = engine_for(file, key)
        try:
            with Session(read_only(engine)) as session:
                return list(audit.entries(session)), audit.signing_marks(session)
        finally:
            engine.dispose()
    except StoreTrouble:
        return [], []
