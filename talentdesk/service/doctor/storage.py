"""Whether cases can be kept, and kept unreadable to others: engine, keyring, data folder, room on the disk."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from talentdesk import paths
from talentdesk.i18n import N_
from talentdesk.service.doctor.finding import Finding, Machine, Status
from talentdesk.service.doctor.patience import SECONDS, within

_MIB = 1 << 20
_PRIVATE = (
    *("talentdesk.db", "talentdesk.db-wal", "talentdesk.db-shm", "keyslots.json", "layout.json"),
    *("erased.txt", "snapshots"),
)
# Parts of the names of folders, without spaces, as the programs of the trade make them.
_SYNCING = (
    *("onedrive", "dropbox", "icloud", "mobiledocuments", "googledrive", "nextcloud", "owncloud", "syncthing"),
    *("seafile", "nutstore", "坚果云", "baidunetdisk", "百度网盘", "wps云盘", "wpsdrive"),
)


def engine(machine: Machine) -> Iterator[Finding]:
    """Opens a store that is thrown away, by the same gate that cases go through."""
    from talentdesk.store.trouble import StoreTrouble

    try:
        versions = _engine_versions()
    except StoreTrouble as trouble:
        yield Finding("engine", Status.TROUBLE, N_("Cases cannot be kept encrypted here."), {}, trouble.remedy)
    except ImportError:
        yield Finding(
            "engine",
            Status.TROUBLE,
            N_("The encrypted database engine is not installed."),
            remedy=N_("Install talentdesk again with its dependencies."),
        )
    else:
        yield Finding(
            "engine", Status.OK, N_("Cases are encrypted by SQLCipher {cipher} on SQLite {sqlite}."), versions
        )


def _engine_versions() -> dict[str, str]:
    from talentdesk.store.engine import engine_for

    with tempfile.TemporaryDirectory() as folder:
        engine = engine_for(Path(folder, "doctor.db"), secrets.token_bytes(32))
        try:
            with engine.connect() as connection:
                cipher = connection.exec_driver_sql("PRAGMA cipher_version").scalar_one()
                sqlite = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
        finally:
            engine.dispose()
    return {"cipher": str(cipher), "sqlite": str(sqlite)}


_WANTED = {
    "journal_mode": "wal",
    "synchronous": "2",
    "secure_delete": "1",
    "temp_store": "2",
    "foreign_keys": "1",
    "cipher_use_hmac": "1",
    "cipher_plaintext_header_size": "0",
    "cipher_memory_security": "1",
    "trusted_schema": "0",
}
"""How every connection to cases is set, as the engine itself answers."""


def settings(machine: Machine) -> Iterator[Finding]:
    """What keeps a save through a power cut and makes an erasure one, asked of a store that is thrown away."""
    from talentdesk.store.trouble import StoreTrouble

    try:
        answers = _engine_settings()
    except (StoreTrouble, ImportError):
        return  # told above
    other = sorted(name for name, value in _WANTED.items() if answers[name] != value)
    if other:
        yield Finding(
            "engine settings",
            Status.TROUBLE,
            N_("The database engine does not keep these settings: {names}. A power cut or an erasure may not hold."),
            {"names": ", ".join(other)},
            N_("Install talentdesk again with its dependencies."),
        )
    else:
        message = N_("A save is on the disk before it is called saved, each page is authenticated, erasing overwrites.")
        yield Finding("engine settings", Status.OK, message)


def _engine_settings() -> dict[str, str]:
    from talentdesk.store.engine import engine_for

    with tempfile.TemporaryDirectory() as folder:
        engine = engine_for(Path(folder, "doctor.db"), secrets.token_bytes(32))
        try:
            with engine.connect() as connection:
                asked = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in _WANTED}
        finally:
            engine.dispose()
    return {name: str(value) for name, value in asked.items()}


def reserve(machine: Machine) -> Iterator[Finding]:
    """Room that is given back to the disk when it is full, so that the last words can be saved."""
    from talentdesk.store.place import BALLAST, DATABASE

    folder = machine.folder
    if folder is None or not (folder / DATABASE).is_file():
        return
    if (folder / BALLAST).is_file():
        yield Finding("reserve", Status.OK, N_("There is room in reserve to save the last words on a full disk."))
    else:
        yield Finding(
            "reserve",
            Status.ATTENTION,
            N_("There is no room in reserve to save the last words on a full disk."),
            remedy=N_("Free some space, then open the window: it makes the reserve anew."),
        )


def keyring(machine: Machine) -> Iterator[Finding]:
    try:
        from talentdesk.store.keyrings import system_keyrings

        names = ", ".join(within(SECONDS, system_keyrings))
    except (ImportError, TimeoutError):
        names = ""
    if names:
        yield Finding(
            "keyring", Status.OK, N_("This computer's key is kept in the system keyring: {names}."), {"names": names}
        )
    else:
        yield Finding(
            "keyring",
            Status.ATTENTION,
            N_("No system keyring answers; this computer's key is kept in a file that only you can read."),
            remedy=N_("Encrypt this computer's disk, or run a keyring such as GNOME Keyring or KWallet."),
        )


def place(machine: Machine) -> Iterator[Finding]:
    """Permissions, room and kind of the data folder, or of the folder in which it will be made."""
    folder = machine.folder
    if folder is None:
        return
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    yield from _shared_drive(folder)
    yield from _synced(folder)
    yield _access(folder, nearest)
    yield from _open_files(folder)
    yield _room_left(nearest)


def _shared_drive(folder: Path) -> Iterator[Finding]:
    from talentdesk.store.place import refuse_network
    from talentdesk.store.trouble import NetworkPlace

    try:
        refuse_network(folder)
    except NetworkPlace as trouble:
        yield Finding("place", Status.TROUBLE, N_("The data folder is on a network drive."), {}, trouble.remedy)


def _synced(folder: Path) -> Iterator[Finding]:
    """A program that copies files away while they are written tears a database, and takes it out of the house."""
    by = next((name for part in folder.parts for name in _SYNCING if name in part.casefold().replace(" ", "")), "")
    if by:
        yield Finding(
            "place",
            Status.TROUBLE,
            N_("The data folder is copied to another place by a program: {folder}."),
            {"folder": str(folder)},
            N_("Choose a folder that no such program copies, with --data; use talentdesk backup for copies."),
        )


def _open_files(folder: Path) -> Iterator[Finding]:
    """Files of the store and of the key that other accounts can read."""
    if os.name != "posix":
        return
    keys = paths.config_folder() / "devices"
    private = [*(folder / name for name in _PRIVATE), *folder.glob("snapshots/*"), keys, *keys.glob("*.key")]
    bare = [file for file in private if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077]
    if bare:
        yield Finding(
            "permissions",
            Status.ATTENTION,
            N_("Other accounts of this computer may read {files}."),
            {"files": ", ".join(map(str, bare))},
            N_("Run: chmod go-rwx {files}"),
        )


def _access(folder: Path, nearest: Path) -> Finding:
    named = {"folder": str(folder)}
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        return Finding(
            "place",
            Status.TROUBLE,
            N_("The data folder cannot be written: {folder}."),
            named,
            N_("Give yourself permission to write it, or choose another with --data."),
        )
    if os.name == "posix" and nearest == folder and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return Finding(
            "place",
            Status.ATTENTION,
            N_("Other accounts of this computer can look into the data folder: {folder}."),
            named,
            N_("Run: chmod 700 {folder}"),
        )
    return Finding("place", Status.OK, N_("The data folder can be written, by you alone: {folder}."), named)


def _room_left(nearest: Path) -> Finding:
    free = shutil.disk_usage(nearest).free // _MIB
    if free >= 500:
        return Finding("disk", Status.OK, N_("{free} MB are free on the disk."), {"free": str(free)})
    status = Status.TROUBLE if free < 50 else Status.ATTENTION
    message, remedy = N_("Only {free} MB are free on the disk."), N_("Delete files you no longer need.")
    return Finding("disk", status, message, {"free": str(free)}, remedy)
