"""A backup: the store as it is at one moment, with what opens it, in one file that is as closed as the store itself."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy.engine import Engine

from talentdesk.store import erasures, keyslots, migrations, replacing, snapshots
from talentdesk.store import place as places
from talentdesk.store.engine import engine_for, read_only
from talentdesk.store.trouble import NewerStore, NoBackup, OtherStore, trouble_from
from talentdesk.store.trouble_keys import KeyChanged
from talentdesk.store.vault import Vault

FORMAT = 1
_MANIFEST = "manifest.json"
_MEMBERS = (places.DATABASE, places.KEYSLOTS, erasures.LEDGER)
_LARGEST_MANIFEST = 1 << 16
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    store: str
    taken_at: str
    """ISO 8601, UTC."""
    digests: dict[str, str]
    """SHA-256 of each member, in hex."""


def write_backup(place: Path, engine: Engine, vault: Vault, out: Path, now: datetime) -> Manifest:
    """Write the backup, whole or not at all. Raises StoreTrouble: Damaged when a page can't be read, DiskFull."""
    copy = place / snapshots.FOLDER / f"backup-{os.getpid()}.tmp.db"
    half = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        copy.parent.mkdir(mode=0o700, exist_ok=True)
        snapshots.take_snapshot(engine, place / places.DATABASE, copy, vault.key)
        members = {places.DATABASE: copy, places.KEYSLOTS: place / places.KEYSLOTS}
        if (place / erasures.LEDGER).exists():
            members[erasures.LEDGER] = place / erasures.LEDGER
        manifest = Manifest(vault.store_id, now.isoformat(timespec="seconds"), _digests(members))
        places.reserve_name(half)
        _pack(half, manifest, members)
        half.replace(out)
        places.sync_folder(out.parent)
    except OSError as error:
        raise trouble_from(error) from error
    finally:
        for leftover in (copy, half):
            with contextlib.suppress(OSError):
                leftover.unlink()
    return manifest


def read_manifest(file: Path) -> Manifest:
    """What the backup says of itself. Raises NoBackup."""
    with _opened(file) as archive:
        return _manifest(archive)


def check_whole(file: Path) -> Manifest:
    """Read every byte and compare it with the manifest; no key is needed. Raises NoBackup."""
    with _opened(file) as archive:
        manifest = _manifest(archive)
        for name, digest in manifest.digests.items():
            found = sha256()
            with archive.open(name) as source:
                while chunk := source.read(_CHUNK):
                    found.update(chunk)
            if found.hexdigest() != digest:
                raise NoBackup
    return manifest


def restore_backup(file: Path, place: Path, unlock: Callable[[Path], Vault], now: datetime) -> Vault:
    """Put the backup in the store's place, on this machine or another one.

    `unlock` opens the key of the folder it is given. The backup is unpacked and verified beside the store first; the
    store that was there is kept aside for a week. Raises NoBackup, OtherStore when another store's cases are in the
    place, StoreInUse, Damaged, WrongSecret or DeviceKeyLost; nothing is changed then.
    """
    places.prepare(place)
    room = place / snapshots.FOLDER / f"restore-{os.getpid()}.tmp"
    shutil.rmtree(room, ignore_errors=True)
    try:
        room.mkdir(mode=0o700, parents=True)
        manifest = _unpack(file, room)
        _refuse_other(place, manifest.store)
        vault = unlock(room)
        _refuse_older_key(place, vault)
        incoming = room / places.DATABASE
        snapshots.verify(incoming, vault.key)
        with places.nobody_else(place):
            replacing.carry_acts(place, vault.key, incoming)
            if (room / erasures.LEDGER).exists():
                erasures.merge(place / erasures.LEDGER, (room / erasures.LEDGER).read_bytes())
            replacing.replace(place, incoming, now)
            if not (place / places.KEYSLOTS).exists():
                places.write_private(place / places.KEYSLOTS, (room / places.KEYSLOTS).read_bytes())
    except OSError as error:
        raise trouble_from(error) from error
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return vault.moved_to(place)


def try_backup(file: Path, place: Path, unlock: Callable[[Path], Vault]) -> int:
    """How many cases the backup would put back: unpacked, opened and verified as restoring does, then thrown away.

    Where there is a store in the place it must be the same one's backup. Raises as `restore_backup` does.
    """
    try:
        with _drill_room(place) as room:
            manifest = _unpack(file, room)
            _refuse_other(place, manifest.store)
            vault = unlock(room)
            _refuse_older_key(place, vault)
            incoming = room / places.DATABASE
            snapshots.verify(incoming, vault.key)
            return _count_cases(incoming, vault.key)
    except OSError as error:
        raise trouble_from(error) from error


def _count_cases(store: Path, key: bytes) -> int:
    engine = engine_for(store, key)
    try:
        looking = read_only(engine)
        if migrations.revision_of(looking) > migrations.newest():
            raise NewerStore
        with looking.connect() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM drafts").scalar_one())
    finally:
        engine.dispose()


@contextlib.contextmanager
def _drill_room(place: Path) -> Iterator[Path]:
    """Beside the store, where there is room for it, or with the system's own passing files where there is none."""
    beside = place / snapshots.FOLDER if (place / places.DATABASE).exists() else None
    if beside is not None:
        beside.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="restore-", suffix=".tmp", dir=beside) as room:
        yield Path(room)


def _digests(members: dict[str, Path]) -> dict[str, str]:
    return {name: _digest(file) for name, file in members.items()}


def _digest(file: Path) -> str:
    found = sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _pack(half: Path, manifest: Manifest, members: dict[str, Path]) -> None:
    content = {"format": FORMAT, "store": manifest.store, "taken_at": manifest.taken_at, "digests": manifest.digests}
    with half.open("wb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(_MANIFEST, json.dumps(content, indent=1))
            for name, file in members.items():
                archive.write(file, name)
        stream.flush()
        os.fsync(stream.fileno())


# ---- reading one, which may come from anywhere


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, RuntimeError):
        raise NoBackup from None


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    """Only our own members, none compressed, so that nothing grows in unpacking."""
    names = [info.filename for info in archive.infolist()]
    stored = all(info.compress_type == zipfile.ZIP_STORED for info in archive.infolist())
    if len(set(names)) != len(names) or not stored or not {_MANIFEST, *_MEMBERS[:2]} <= set(names):
        raise NoBackup
    if set(names) - {_MANIFEST, *_MEMBERS} or archive.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
        raise NoBackup
    try:
        found = json.loads(archive.read(_MANIFEST))
        digests = {str(name): str(digest) for name, digest in found["digests"].items()}
        if found["format"] != FORMAT or set(digests) != set(names) - {_MANIFEST}:
            raise ValueError
        if not re.fullmatch("[0-9a-f]{16}", found["store"]):
            raise ValueError
        return Manifest(found["store"], str(datetime.fromisoformat(found["taken_at"])), digests)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NoBackup from None


def _unpack(file: Path, room: Path) -> Manifest:
    """Each member under its own name in the room, checked against the manifest."""
    with _opened(file) as archive:
        manifest = _manifest(archive)
        for name, digest in manifest.digests.items():
            target = room / name
            places.reserve_name(target)
            with archive.open(name) as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink, _CHUNK)
            places.sync_file(target)
            if _digest(target) != digest:
                raise NoBackup
    return manifest


def _refuse_older_key(place: Path, vault: Vault) -> None:
    """In a folder whose slots go with a newer key nothing would open what was put back."""
    file = place / places.KEYSLOTS
    now = keyslots.read(file).key_id if file.exists() else ""
    if now and now != keyslots.id_of(vault.key):
        raise KeyChanged


def _refuse_other(place: Path, store: str) -> None:
    file = place / places.KEYSLOTS
    if file.exists():
        if keyslots.read(file).store != store:
            raise OtherStore
    elif (place / places.DATABASE).exists() and (place / places.DATABASE).stat().st_size:
        raise OtherStore
