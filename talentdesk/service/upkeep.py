"""Looking after the store of cases: copies, backups, erasing what is past its time, the chain of acts."""

from __future__ import annotations

import contextlib
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
from talentdesk.service.roles import TWO, acting, may, needs, require
from talentdesk.service.signing_in import ASKING, Asked
from talentdesk.store.address import Place, place_of
from talentdesk.store.keeper import Custody, device_key

if TYPE_CHECKING:
    from talentdesk.settings import Settings
    from talentdesk.store.audit import Entry, Verdict
    from talentdesk.store.opened import Store
    from talentdesk.store.salvage import Salvaged
    from talentdesk.store.snapshots import Snapshot
    from talentdesk.store.vault import Vault

_LONGEST_NAME, _LARGEST_KEY = 4096, 1 << 14


def custody(settings: Settings, *, minded: bool = False) -> Custody:
    """How the store of these settings is looked after; `minded`: it purges and copies by itself while it is open."""
    return Custody(settings.keep, minded, settings.mode, platform.node(), anchors_folder(), may)


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
        if store.vault.has_pins or acting():
            require(store, acting())
        yield store
    finally:
        store.close()


def opened_at(settings: Settings, place: Place) -> Store:
    """The store of that place, made where there is none, looked after as the settings say. Where the staff have PINs
    somebody is asked to sign in, and a second one for what takes two. Raises StoreTrouble."""
    from talentdesk.store.trouble_keys import PassphraseWanted, SignInNeeded

    try:
        return _open(settings, place, device_key(place))
    except PassphraseWanted:
        return _open(settings, place, _typed(place))
    except SignInNeeded:
        return _signed_in(settings, place)


def _open(settings: Settings, place: Place, vault: Vault) -> Store:
    from talentdesk.store.opened import open_store

    how = custody(settings)
    return open_store(place, vault, keep=how.keep, actor=how.actor(), anchors=how.anchors)


def _signed_in(settings: Settings, place: Place) -> Store:
    """Asks who is there, and whoever confirms it. Raises SignInNeeded where nobody can be asked."""
    from talentdesk.store.audit import Action

    asked, vault = _asked(place, second=False)
    store = _open(settings, place, vault)
    try:
        if not asked.id:
            # Two people where there can be two: but losing all but one must not lose the cases.
            confirmed, _ = _asked(place, second=True) if _names(place) else (Asked("", ""), None)
            store.recovered(confirmed.id)
            return store
        result = f"ok after {vault.wrong_before}" if vault.wrong_before else "ok"
        store.sign_in(asked.id, result=result)
        if vault.tries_put_back:
            store.note(Action.TRIES, result="put back")
        if acting() in TWO:
            confirmed, _ = _asked(place, second=True)
            if confirmed.id:
                store.confirm(confirmed.id)
    except BaseException:
        store.close()
        raise
    return store


def _names(place: Place) -> tuple[tuple[str, str], ...]:
    from talentdesk.store.trouble import KeyringLocked
    from talentdesk.store.trouble_keys import PinsElsewhere
    from talentdesk.store.vault import names_here

    try:
        return names_here(place)
    except (PinsElsewhere, KeyringLocked):
        return ()


def _asked(place: Place, *, second: bool) -> tuple[Asked, Vault]:
    from talentdesk.store.opened import utc_now
    from talentdesk.store.trouble_keys import SignInNeeded
    from talentdesk.store.vault import Vault

    asking = ASKING.get()
    if asking is None:
        raise SignInNeeded
    asked = asking(_names(place), second)
    if asked.id:
        return asked, Vault.open_with_pin(place, asked.id, asked.secret, utc_now)
    if second:
        return Asked("", ""), Vault.ephemeral()
    if not asked.secret:
        raise SignInNeeded
    return asked, open_with_secret(place, asked.secret)


def _typed(place: Place) -> Vault:
    """The vault that the passphrase or the recovery code opens, where this computer keeps no key."""
    from talentdesk.store.trouble_keys import PassphraseWanted

    if ASKING.get() is None:
        raise PassphraseWanted
    return _asked(place, second=False)[1]


def open_with_secret(place: Place, typed: str) -> Vault:
    """Open with the recovery code or the passphrase, or with the organisation's key file, whose name was typed. Raises
    WrongSecret or WrongKeyFile, OSError."""
    from talentdesk.store.vault import Vault

    file = Path(typed).expanduser()
    if len(typed) < _LONGEST_NAME and "\0" not in typed and file.is_file():
        with file.open("rb") as stream:
            return Vault.open_with_key_file(place, stream.read(_LARGEST_KEY))
    return Vault.open_typed(place, typed)


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


@needs("backup")
def back_up(settings: Settings, out: Path) -> BackedUp:
    """Write a backup of the store, whole or not at all."""
    from talentdesk.store.keyslots import SlotKind

    if not out.parent.is_dir():
        cause, remedy = N_("there is no folder {folder}"), N_("make it first, or choose another one")
        raise Mishap(cause, remedy, folder=str(out.parent))
    if out.is_dir():
        raise Mishap(N_("{file} is a folder"), N_("name a file in it"), file=str(out))
    folder_of(settings)
    with opened(settings) as store:
        store.write_backup(out)
        ways = store.vault.ways()
    return BackedUp(not ways & {SlotKind.RECOVERY, SlotKind.PASSPHRASE, SlotKind.ORG})


def copies(settings: Settings) -> tuple[Snapshot, ...]:
    """The copies that the store made of itself, the newest first."""
    from talentdesk.store.snapshots import snapshots

    return snapshots(folder_of(settings))


@needs("restore")
def restore_backup(settings: Settings, file: Path, ask_secret: Callable[[], str], now: datetime) -> int:
    """Put a backup in the store's place; how many cases it holds. `ask_secret` asks for the recovery code or the
    passphrase where this computer has no key for it."""
    from talentdesk.store import backup

    def unlock(room: Path) -> Vault:
        return _unlock(room, ask_secret)

    place = folder_of(settings)
    vault = backup.restore_backup(file, place, unlock, now)
    return _after_restoring(settings, vault)


@needs("restore")
def try_backup(settings: Settings, file: Path, ask_secret: Callable[[], str]) -> int:
    """How many cases this backup would put back here. Nothing is changed, but that it was tried is noted where the
    store is whose backup it is. Raises StoreTrouble where it could not be put back."""
    from talentdesk.store import backup
    from talentdesk.store.audit import TRIED, Action
    from talentdesk.store.place import DATABASE

    place = folder_of(settings)
    count = backup.try_backup(file, place, lambda room: _unlock(room, ask_secret))
    if (place / DATABASE).exists():
        with opened(settings) as store:
            store.note(Action.RESTORE, result=TRIED)
    return count


@needs("restore")
def restore_copy(settings: Settings, name: str, now: datetime) -> int:
    """Put one of the store's own copies in its place, the newest for an empty name; how many cases it holds."""
    from talentdesk.store.replacing import restore_snapshot

    place = folder_of(settings)
    vault = _entrance(settings, place)
    restore_snapshot(place, vault.key, name, now)
    return _after_restoring(settings, vault)


@needs("restore")
def salvage(settings: Settings, now: datetime) -> Salvaged:
    """Rescue what can be read of a damaged store, and fill the holes from its newest copy."""
    from talentdesk.store import salvage as salvaging

    place = folder_of(settings)
    vault = _entrance(settings, place)
    done = salvaging.salvage(place, vault.key, now)
    _after_restoring(settings, vault)
    return done


@needs("keys")
def new_recovery_code(settings: Settings) -> str:
    """A recovery code in place of an earlier one; it is kept nowhere."""
    from talentdesk.store.audit import Action

    with opened(settings) as store:
        store.note(Action.KEY)
        return store.vault.new_recovery_code()


@needs("keys")
def renew_key(settings: Settings) -> None:
    """Give the store a new key: nothing that opened it before, and no copy of it, opens it from then on but the ways
    that are there now. Raises StoreTrouble; the old key holds then."""
    from talentdesk.store import renewal
    from talentdesk.store.audit import Action
    from talentdesk.store.opened import utc_now
    from talentdesk.store.trouble_keys import KeyGuardsNothing

    with opened(settings) as store:
        vault, person, second = store.vault, store.person, store.second
    place = place_in(settings.place)
    if not isinstance(place, Path):
        raise KeyGuardsNothing
    with contextlib.closing(_open(settings, place, renewal.renew(place, vault, utc_now()))) as store:
        if person is not None:
            store.resume(person, second)
        store.note(Action.KEY, result="new key")


@needs("keys")
def set_passphrase(settings: Settings, passphrase: str) -> None:
    """Let a passphrase open the store, in place of an earlier one. Raises WeakPassphrase."""
    from talentdesk.store.audit import Action

    with opened(settings) as store:
        store.vault.set_passphrase(passphrase)
        store.note(Action.KEY)


@needs("keys")
def reopen(settings: Settings, typed: str) -> None:
    """Open with the recovery code, the passphrase or the organisation's key file, and let this computer know the key
    from now on. Raises SignInNeeded where the staff have PINs: one of them is set anew instead."""
    from talentdesk.store.trouble_keys import SignInNeeded

    place = place_in(settings.place)
    if not open_with_secret(place, typed).remember_here() and isinstance(place, Path):
        raise SignInNeeded


@needs("purge")
def purge(settings: Settings) -> int:
    """Erase every case past its time, of which none is held; how many went."""
    with opened(settings) as store:
        gone = 0
        while some := store.purge():
            gone += some
        while store.condense():
            pass
        return gone


@needs("audit")
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


@needs("desk")
def entrance(settings: Settings, place: Path) -> Vault:
    """The key of cases that this computer does not open by itself, for who only looks: somebody signs in or types the
    passphrase. Raises SignInNeeded or PassphraseWanted where nobody can be asked, NotAllowed."""
    return _entrance(settings, place)


def _unlock(room: Path, ask_secret: Callable[[], str]) -> Vault:
    """This computer's key, else what the person types, after which this computer knows the key. PINs do not put a
    backup in the store's place."""
    from talentdesk.store.trouble import DeviceKeyLost, KeyringLocked
    from talentdesk.store.trouble_keys import SignInNeeded
    from talentdesk.store.vault import Vault

    try:
        return Vault.open(room)
    except (DeviceKeyLost, KeyringLocked, SignInNeeded):
        return open_with_secret(room, ask_secret())


def _entrance(settings: Settings, place: Path) -> Vault:
    """The key for work on a store that may be damaged. Where the staff have PINs one of them signs in; the role is
    checked as far as the store can be read."""
    from talentdesk.store.trouble import Damaged
    from talentdesk.store.trouble_keys import PassphraseWanted, SignInNeeded
    from talentdesk.store.vault import Vault

    try:
        return Vault.open(place)
    except PassphraseWanted:
        return _typed(place)
    except SignInNeeded:
        asked, vault = _asked(place, second=False)
    if asked.id:
        with contextlib.suppress(Damaged), contextlib.closing(_open(settings, place, vault)) as store:
            store.sign_in(asked.id)
            require(store, acting())
    return vault


def _after_restoring(settings: Settings, vault: Vault) -> int:
    """Open what was put back: what was erased since goes again, and the chain tells of it."""
    from talentdesk.store.vault import Protection

    if vault.protection is Protection.SECRET and not vault.asks_at_start:
        vault.remember_here()
    store = _open(settings, folder_of(settings), vault)
    try:
        store.note_restored()
        return store.count()
    finally:
        store.close()
