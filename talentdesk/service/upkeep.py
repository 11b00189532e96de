"""Looking after the store of cases: copies, backups, erasing what is past its time, the chain of acts."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk import paths
from talentdesk.core.words import N_
from talentdesk.service.mishap import InputError, Mishap
from talentdesk.store.address import Place, place_of
from talentdesk.store.keeper import Custody, device_key

if TYPE_CHECKING:
    from talentdesk.settings import Settings
    from talentdesk.store.audit import Entry, Verdict
    from talentdesk.store.opened import Store
    from talentdesk.store.salvage import Salvaged
    from talentdesk.store.snapshots import Snapshot
    from talentdesk.store.vault import Vault


def custody(settings: Settings, *, minded: bool = False) -> Custody:
    """How the store of these settings is looked after; `minded`: it purges and copies by itself while it is open."""
    return Custody(settings.keep, minded, settings.mode, platform.node(), anchors_folder())


def anchors_folder() -> Path:
    """Where the ends of the chains of acts are written down: outside the data folder."""
    return paths.config_folder() / "anchors"


@contextmanager
def opened(settings: Settings, *, make: bool = False) -> Iterator[Store]:
    """The store of these settings, with the key this computer keeps. Where there is none it is made with `make`.

    Raises StoreTrouble, or Mishap where there is none.
    """
    from talentdesk.store.place import DATABASE

    place = place_in(settings.place)
    if isinstance(place, Path) and not make and not (place / DATABASE).exists():
        cause, remedy = N_("there are no cases in {place}"), N_("name their folder with --data")
        raise Mishap(cause, remedy, place=str(place))
    store = opened_at(settings, place)
    try:
        yield store
    finally:
        store.close()


def opened_at(settings: Settings, place: Place) -> Store:
    """The store of that place, made where there is none, looked after as the settings say. Raises StoreTrouble."""
    from talentdesk.store.opened import open_store

    how = custody(settings)
    return open_store(place, device_key(place), keep=how.keep, actor=how.actor(), anchors=how.anchors)


def place_in(text: str) -> Place:
    """The folder or server that is named. Raises Mishap for another kind of database."""
    try:
        return place_of(text)
    except ValueError as unknown:
        cause, remedy = (
            N_("{place} is no database that cases can be kept in"),
            N_("write postgresql+psycopg://account@server/database, or name a folder"),
        )
        raise Mishap(cause, remedy, place=str(unknown)) from None


def folder_of(settings: Settings) -> Path:
    """The folder cases are kept in. Raises Mishap for a database server, which looks after itself."""
    if "://" in settings.place:
        cause, remedy = (
            N_("{place} is a database server"),
            N_("use the server's own tools, or name a folder with --data"),
        )
        raise Mishap(cause, remedy, place=settings.place.partition("://")[0])
    return Path(settings.place).expanduser()


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup can be opened with."""

    only_here: bool
    """Only this computer's key opens it: there is no recovery code and no passphrase."""


def back_up(settings: Settings, out: Path) -> BackedUp:
    """Write a backup of the store, whole or not at all."""
    from talentdesk.store.keyslots import SlotKind
    from talentdesk.store.vault import Vault

    if not out.parent.is_dir():
        cause, remedy = N_("there is no folder {folder}"), N_("make it first, or choose another one")
        raise Mishap(cause, remedy, folder=str(out.parent))
    if out.is_dir():
        raise Mishap(N_("{file} is a folder"), N_("name a file in it"), file=str(out))
    place = folder_of(settings)
    with opened(settings) as store:
        store.write_backup(out)
    ways = Vault.open(place).ways()
    return BackedUp(not ways & {SlotKind.RECOVERY, SlotKind.PASSPHRASE})


def copies(settings: Settings) -> tuple[Snapshot, ...]:
    """The copies that the store made of itself, the newest first."""
    from talentdesk.store.snapshots import snapshots

    return snapshots(folder_of(settings))


def restore_backup(settings: Settings, file: Path, ask_secret: Callable[[], str], now: datetime) -> int:
    """Put a backup in the store's place; how many cases it holds. `ask_secret` asks for the recovery code or the
    passphrase where this computer has no key for it."""
    from talentdesk.store import backup

    def unlock(room: Path) -> Vault:
        return _unlock(room, ask_secret)

    place = folder_of(settings)
    vault = backup.restore_backup(file, place, unlock, now)
    return _after_restoring(settings, vault)


def restore_copy(settings: Settings, name: str, now: datetime) -> int:
    """Put one of the store's own copies in its place, the newest for an empty name; how many cases it holds."""
    from talentdesk.store.replacing import restore_snapshot
    from talentdesk.store.vault import Vault

    place = folder_of(settings)
    vault = Vault.open(place)
    restore_snapshot(place, vault.key, name, now)
    return _after_restoring(settings, vault)


def salvage(settings: Settings, now: datetime) -> Salvaged:
    """Rescue what can be read of a damaged store, and fill the holes from its newest copy."""
    from talentdesk.store import salvage as salvaging
    from talentdesk.store.vault import Vault

    place = folder_of(settings)
    vault = Vault.open(place)
    done = salvaging.salvage(place, vault.key, now)
    _after_restoring(settings, vault)
    return done


def new_recovery_code(settings: Settings) -> str:
    """A recovery code in place of an earlier one; it is kept nowhere."""
    from talentdesk.store.audit import Action
    from talentdesk.store.vault import Vault

    place = folder_of(settings)
    with opened(settings) as store:
        store.note(Action.KEY)
    return Vault.open(place).new_recovery_code()


def set_passphrase(settings: Settings, passphrase: str) -> None:
    """Let a passphrase open the store, in place of an earlier one. Raises WeakPassphrase."""
    from talentdesk.store.audit import Action
    from talentdesk.store.vault import Vault

    Vault.open(folder_of(settings)).set_passphrase(passphrase)
    with opened(settings) as store:
        store.note(Action.KEY)


def reopen(settings: Settings, typed: str) -> None:
    """Open with the recovery code or the passphrase, and let this computer know the key from now on."""
    from talentdesk.store.vault import Vault

    Vault.open_typed(folder_of(settings), typed).remember_here()


def purge(settings: Settings) -> int:
    """Erase every case past its time, of which none is held; how many went."""
    with opened(settings) as store:
        gone = 0
        while some := store.purge():
            gone += some
        while store.condense():
            pass
        return gone


def acts(settings: Settings, anchor: str = "") -> tuple[tuple[Entry, ...], Verdict]:
    """The chain of acts, and whether it is whole. `anchor` is one written down earlier. Raises InputError for none."""
    from talentdesk.store.audit import parse_anchor

    given = parse_anchor(anchor) if anchor else None
    if anchor and given is None:
        cause, remedy = (
            N_("this is no end of a chain of acts"),
            N_("type the number, a colon and the 64 signs after it"),
        )
        raise InputError(cause, remedy)
    with opened(settings) as store:
        return store.acts(), store.verify_acts(*([given] if given else []))


def _unlock(room: Path, ask_secret: Callable[[], str]) -> Vault:
    """This computer's key, else what the person types, after which this computer knows the key."""
    from talentdesk.store.trouble import DeviceKeyLost, KeyringLocked
    from talentdesk.store.vault import Vault

    try:
        return Vault.open(room)
    except (DeviceKeyLost, KeyringLocked):
        return Vault.open_typed(room, ask_secret())


def _after_restoring(settings: Settings, vault: Vault) -> int:
    """Open what was put back: what was erased since goes again, and the chain tells of it."""
    from talentdesk.store.opened import open_store
    from talentdesk.store.vault import Protection

    if vault.protection is Protection.SECRET:
        vault.remember_here()
    how = custody(settings)
    store = open_store(folder_of(settings), vault, keep=how.keep, actor=how.actor(), anchors=how.anchors)
    try:
        store.note_restored()
        return store.count()
    finally:
        store.close()
