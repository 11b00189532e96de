"""A new key for a store: what was closed with the old one is written anew, and no older copy of a slot opens it.

The database is copied under the new key beside the old one, then the slots for it are written into a second file, then
the copy takes the database's name. That one step decides: the second file names the random salt that the new database
begins with, so whoever comes after a power cut knows which slots go with the database that is there.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from talentdesk.store import keyslots, snapshots
from talentdesk.store import place as places
from talentdesk.store.audit import FIRST_KEY
from talentdesk.store.device import Device
from talentdesk.store.engine import bare, engine_for, read_only, truncate_log
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.tables import SEARCH_TABLES, MarkRow
from talentdesk.store.trouble import Damaged, DiskFull, StoreLocked, trouble_from
from talentdesk.store.vault import Vault

_INCOMING = f"{places.DATABASE}.renewed"
_BOOKKEEPING = SEARCH_TABLES | {"sqlite_sequence"}


def renew(place: Path, vault: Vault, now: datetime, device: Device | None = None) -> Vault:
    """Give the store in this folder a new key; the vault that opens it now. Copies that the store made of itself are
    replaced by one of this moment, as they open with the old key.

    Call it while this process has the store closed. Raises StoreInUse while another one has it open, SlotsTooOld where
    a code or passphrase must be set anew before, Damaged, DiskFull: the old key holds then.
    """
    try:
        with places.alone(place), places.nobody_else(place):
            snapshots.settle_renewal(place)
            if shutil.disk_usage(place).free < 3 * (place / places.DATABASE).stat().st_size:
                raise DiskFull
            key = os.urandom(len(vault.key))
            _write_anew(place, vault, key)
            slots = vault.reissued(key, device or Device.here())
            _announce(place, slots)
            _swap(place)
            _renew_copies(place, key, now)
            places.settle_renewal(place)
    except OSError as error:
        raise trouble_from(error) from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                (place / f"{_INCOMING}{ending}").unlink()
    return vault.renewed(key, slots, device or Device.here())


def _write_anew(place: Path, vault: Vault, key: bytes) -> None:
    """The whole database under the new key, every page of both read and every table counted."""
    file, incoming = place / places.DATABASE, place / _INCOMING
    incoming.unlink(missing_ok=True)
    places.reserve_name(incoming)
    snapshots.verify(file, vault.key)
    engine = engine_for(file, vault.key)
    try:
        if not truncate_log(engine):
            raise StoreLocked
        before = _counts(engine)
        with bare(engine).connect() as connection:
            connection.exec_driver_sql("ATTACH DATABASE ? AS renewed KEY ?", (str(incoming), f"x'{key.hex()}'"))
            connection.exec_driver_sql("SELECT sqlcipher_export('renewed')").all()
            connection.exec_driver_sql("DETACH DATABASE renewed")
            connection.invalidate()
    finally:
        engine.dispose()
    fresh = engine_for(incoming, key)
    try:
        with Session(fresh) as session, session.begin():
            if session.get(MarkRow, FIRST_KEY) is None:
                session.add(MarkRow(name=FIRST_KEY, value=vault.key.hex()))
        after = _counts(fresh)
        truncate_log(fresh)
    finally:
        fresh.dispose()
    before["marks"] = after["marks"]
    if before != after or incoming.read_bytes()[: places.SALT] == file.read_bytes()[: places.SALT]:
        raise Damaged
    snapshots.verify(incoming, key)
    places.sync_file(incoming)


def _counts(engine: Engine) -> dict[str, int]:
    with read_only(engine).connect() as connection:
        names = set(sa.inspect(connection).get_table_names()) - _BOOKKEEPING
        counted = {name: sa.select(sa.func.count()).select_from(sa.table(name)) for name in sorted(names)}
        return {name: connection.execute(wanted).scalar_one() for name, wanted in counted.items()}


def _announce(place: Path, slots: Keyslots) -> None:
    content: Mapping[str, object] = {
        "salt": (place / _INCOMING).read_bytes()[: places.SALT].hex(),
        "slots": keyslots.content_of(slots),
    }
    places.write_private(place / places.RENEWAL, json.dumps(content, indent=1).encode())


def _swap(place: Path) -> None:
    """The log of the old database is empty, and nobody else is there."""
    for ending in ("-wal", "-shm"):
        log = place / f"{places.DATABASE}{ending}"
        if ending == "-wal" and log.exists() and log.stat().st_size:
            raise StoreLocked
        log.unlink(missing_ok=True)
        (place / f"{_INCOMING}{ending}").unlink(missing_ok=True)
    (place / _INCOMING).replace(place / places.DATABASE)
    places.sync_folder(place)


def _renew_copies(place: Path, key: bytes, now: datetime) -> None:
    """First the new copy, then the old ones go. Where the power fails in between, the next start lets them go."""
    engine = engine_for(place / places.DATABASE, key)
    try:
        made = snapshots.take(place, engine, key, now) if snapshots.holds_cases(engine) else None
    finally:
        engine.dispose()
    snapshots.drop_all(place, made.file if made else None)
