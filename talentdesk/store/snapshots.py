"""Copies of the store as it was at one moment, under the same key: what a damaged or mistaken store is put back from.

Six of the last half hours and one of each of the last seven days are kept, nothing older: a copy must not outlive the
erasure of what it holds for longer than a week.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.engine import Engine

from talentdesk.store import place as places
from talentdesk.store.engine import bare, engine_for, read_only
from talentdesk.store.trouble import Damaged, trouble_from

FOLDER = "snapshots"
INTERVAL = timedelta(minutes=30)
KEPT = timedelta(days=7)
_RECENT, _DAILY = 6, 7
_STAMP = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One copy, by the moment it shows."""

    file: Path
    taken_at: datetime

    @property
    def name(self) -> str:
        """What a person types to choose it."""
        return self.file.stem


def snapshots(place: Path) -> tuple[Snapshot, ...]:
    """The copies there are, the newest first."""
    found = (_snapshot(file) for file in (place / FOLDER).glob("*.db"))
    return tuple(sorted(filter(None, found), key=lambda each: each.taken_at, reverse=True))


def is_due(place: Path, now: datetime) -> bool:
    """Something was saved since the newest copy, and that is half an hour old; or there is none yet."""
    latest = next(iter(snapshots(place)), None)
    if latest is None:
        return True
    return now - latest.taken_at >= INTERVAL and _changed_at(place) > latest.taken_at


def holds_cases(engine: Engine) -> bool:
    """An empty store is not worth a copy."""
    with read_only(engine).connect() as connection:
        some = "SELECT 1 FROM drafts UNION ALL SELECT 1 FROM persons LIMIT 1"
        return connection.exec_driver_sql(some).first() is not None


def take(place: Path, engine: Engine, key: bytes, now: datetime) -> Snapshot | None:
    """A copy of this moment, verified before it has its name; None where the disk has too little room to spare.

    Raises Damaged when a page of the store is not what was written: copying reads every one of them.
    """
    file = place / places.DATABASE
    if shutil.disk_usage(place).free < 4 * file.stat().st_size:
        return None
    folder = place / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = Snapshot(folder / f"{now.astimezone(UTC):{_STAMP}}.db", now)
    take_snapshot(engine, file, copy.file, key)
    thin(place, now)
    return copy


def thin(place: Path, now: datetime) -> None:
    """Delete the copies that are no longer kept, and halves left by a crash."""
    found = snapshots(place)
    kept = set(_kept(found, now))
    for each in found:
        if each not in kept:
            each.file.unlink(missing_ok=True)


def drop_old(place: Path, now: datetime) -> None:
    """Delete what is older than a week: copies, those taken before a migration, stores that were replaced."""
    thin(place, now)
    aside = [*place.glob("before-*-to-*.db"), *(place / FOLDER).glob("replaced-*"), *(place / FOLDER).glob("*.tmp*")]
    for each in aside:
        if datetime.fromtimestamp(each.stat().st_mtime, UTC) < now - KEPT:
            shutil.rmtree(each, ignore_errors=True) if each.is_dir() else each.unlink(missing_ok=True)


def settle_renewal(place: Path) -> None:
    """Finish what a power cut left of a new key: copies under the old one go before the slots say that it is over."""
    if places.renewal(place) is not None:
        drop_all(place)
    places.settle_renewal(place)


def drop_all(place: Path, but: Path | None = None) -> None:
    """Delete every copy but this one: they open with a key that opens the store no more."""
    aside = [*place.glob("before-*-to-*.db"), *(place / FOLDER).glob("replaced-*"), *(place / FOLDER).glob("*.db")]
    for each in aside:
        if each != but:
            shutil.rmtree(each, ignore_errors=True) if each.is_dir() else each.unlink(missing_ok=True)


def _kept(found: Iterable[Snapshot], now: datetime) -> Iterable[Snapshot]:
    """The newest six, and the last of each day, within the week."""
    young = [each for each in found if now - each.taken_at < KEPT]
    yield from young[:_RECENT]
    last_of_day: dict[object, Snapshot] = {}
    for each in young:
        last_of_day.setdefault(each.taken_at.date(), each)
    yield from list(last_of_day.values())[:_DAILY]


def _snapshot(file: Path) -> Snapshot | None:
    with contextlib.suppress(ValueError):
        return Snapshot(file, datetime.strptime(file.stem, _STAMP).replace(tzinfo=UTC))
    return None


def _changed_at(place: Path) -> datetime:
    files = (place / places.DATABASE, place / f"{places.DATABASE}-wal")
    return datetime.fromtimestamp(max(file.stat().st_mtime for file in files if file.exists()), UTC)


# ---- the copy itself


def take_snapshot(engine: Engine, file: Path, copy: Path, key: bytes) -> None:
    """A verified copy under the same key, at one moment, without hindering writers; never a half one at that name."""
    half = copy.with_name(f"{copy.name}.tmp")
    half.unlink(missing_ok=True)
    places.reserve_name(half)
    try:
        _vacuum_into(engine, half)
        verify(half, key)
        half.replace(copy)
        places.sync_folder(copy.parent)
    except OSError as error:
        raise trouble_from(error) from error
    finally:
        for leftover in half.parent.glob(f"{half.name}*"):
            leftover.unlink(missing_ok=True)


def _vacuum_into(engine: Engine, target: Path) -> None:
    with bare(engine).connect() as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(target),))


def verify(copy: Path, key: bytes) -> None:
    """Read every page of the file. Raises Damaged, WrongKey or NotEncrypted."""
    engine = engine_for(copy, key)
    try:
        with read_only(engine).connect() as connection:
            if connection.exec_driver_sql("PRAGMA cipher_integrity_check").first():
                raise Damaged
            if connection.exec_driver_sql("PRAGMA quick_check").scalar() != "ok":
                raise Damaged
    finally:
        engine.dispose()
