"""Where the key of the store comes from, and what protects it on this computer."""

from __future__ import annotations

import contextlib
import hmac
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.store import deskslots, keyslots, pinslots, snapshots
from talentdesk.store import place as places
from talentdesk.store.address import Place, Server
from talentdesk.store.device import Device, new_secret
from talentdesk.store.keyrings import Keyring
from talentdesk.store.keyslots import Keyslots, Slot, SlotKind
from talentdesk.store.tries import Tries
from talentdesk.store.trouble import (
    DeviceKeyLost,
    KeyInMemory,
    KeyringLocked,
    KeyslotsDamaged,
    KeyslotsLost,
    StoreTrouble,
    WrongSecret,
)
from talentdesk.store.trouble_keys import (
    CounterUnknown,
    KeyGuardsNothing,
    NoSuchColleague,
    PassphraseWanted,
    PinsElsewhere,
    RecoveryCodeFirst,
    SignInNeeded,
    SlotsTooOld,
    WrongKeyFile,
    WrongPin,
)

if TYPE_CHECKING:
    from talentdesk.store.centrekeys import CentreTries

_KEY_BYTES = 32


class Protection(StrEnum):
    """What stands between the data folder and whoever copies it."""

    KEYRING = "keyring"
    """The operating system's keyring: opens with the person's login."""
    FILE = "file"
    """A file in the person's settings folder: a copy of the data folder alone can't be read, a copy of the whole
    home folder or disk can."""
    SECRET = "secret"
    """Opened this time with the recovery code or the passphrase; this computer keeps no key."""
    PIN = "pin"
    """A PIN of the staff together with this computer's secret: neither alone opens anything."""
    SERVER = "server"
    """The database server: its accounts, and the encryption of its disks."""
    MEMORY = "memory"
    """Nowhere: the key ends with this process and the store with it."""


class Vault:
    """The key of one store. Losing a way to open it never deletes anything."""

    def __init__(self, place: Place | None, key: bytes, slots: Keyslots, protection: Protection) -> None:
        self._place = place
        self._slots = slots
        self.key = key
        self.signing = key
        """What acts are chained and bundles signed with: the store's first key, whatever key it has now."""
        self.protection = protection
        self.tries_put_back = False
        """Found while signing in: an older count of wrong PINs had been put back."""
        self.wrong_before = 0
        """Wrong PINs before the right one."""

    @property
    def store_id(self) -> str:
        """The store's random name; empty for a key in memory."""
        return self._slots.store

    def __repr__(self) -> str:
        return f"Vault({self.protection.value})"

    # ---- ways to open

    @classmethod
    def open(
        cls, place: Path, config: Path | None = None, keyring_by_name: Mapping[str, Keyring] | None = None
    ) -> Vault:
        """Open with what this computer keeps; on first use make the key.

        `config` is the person's settings folder, for computers without a keyring.
        Raises DeviceKeyLost, PassphraseWanted, KeyringLocked, KeyslotsLost or
        KeyslotsDamaged; none of them changes a file.
        """
        device = Device.here(config, keyring_by_name)
        if places.exists_unwritable(place):
            return cls._open_here(place, device)
        places.prepare(place)
        if not (place / places.KEYSLOTS).exists():
            with places.alone(place):
                if not (place / places.KEYSLOTS).exists():
                    return cls._make(place, device)
        return cls._open_here(place, device)

    @classmethod
    def open_there(cls, place: Path, config: Path | None = None) -> Vault:
        """Open what is there with what this computer keeps, and touch nothing. Raises as `open` does."""
        return cls._open_here(place, Device.here(config))

    @classmethod
    def open_with_pin(
        cls, place: Place, owner: str, pin: str, now: Callable[[], datetime], device: Device | None = None
    ) -> Vault:
        """Open as one of the staff. The try is counted before it is made.

        Raises WrongPin, PinWaits, PinBlocked; PinsElsewhere where this computer lacks its secret, KeyringLocked. On a
        disk that can't be written only this computer's own count grows.
        """
        device, slots = device or Device.here(), _read(place)
        slot = _slot_of(slots, owner)
        secret = _binding(slots, slot, device)
        tries = _tries(place, slots, slot, secret, device, now)
        tries.try_one(owner)
        try:
            key = pinslots.open_pin(slots, slot, pin, secret, _seal(slots, slot, device))
        except WrongSecret:
            raise WrongPin from None
        vault = cls(place, key, slots, Protection.PIN)
        made, vault.tries_put_back = tries.forget(owner)
        vault.wrong_before = made - 1
        if isinstance(place, Path) and places.exists_unwritable(place):
            return vault
        if not slot.public:
            vault._strengthen(slot, pin, device)
        vault._sweep(device)
        return vault

    @classmethod
    def open_with_key_file(cls, place: Place, private: bytes) -> Vault:
        """Open with the content of the organisation's private key file. Raises WrongKeyFile."""
        slots = _read(place)
        for slot in slots.of_kind(SlotKind.ORG):
            return cls(place, pinslots.open_organisation(slots, slot, private), slots, Protection.SECRET)
        raise WrongKeyFile

    @classmethod
    def open_with_code(cls, place: Place, code: str) -> Vault:
        """Open with the recovery code. Raises WrongSecret."""
        return cls._open_typed(place, SlotKind.RECOVERY, keyslots.code_bytes(code))

    @classmethod
    def open_with_passphrase(cls, place: Place, passphrase: str) -> Vault:
        """Open with the passphrase. Raises WrongSecret."""
        return cls._open_typed(place, SlotKind.PASSPHRASE, keyslots.passphrase_bytes(passphrase))

    @classmethod
    def open_typed(cls, place: Place, typed: str) -> Vault:
        """Open with what a person typed, be it the recovery code or the passphrase. Raises WrongSecret."""
        try:
            return cls.open_with_code(place, typed)
        except WrongSecret:
            return cls.open_with_passphrase(place, typed)

    @classmethod
    def ephemeral(cls) -> Vault:
        """A key that is written nowhere: forgetting it is erasing the store."""
        return cls(None, os.urandom(_KEY_BYTES), Keyslots(""), Protection.MEMORY)

    @classmethod
    def given(cls, key: bytes) -> Vault:
        """A key that another process holds: this one writes it nowhere either."""
        return cls(None, key, Keyslots(""), Protection.MEMORY)

    @classmethod
    def _make(cls, place: Path, device: Device) -> Vault:
        """The slot file is written last: a database is never made before its key can be found again."""
        if _has_content(place / places.DATABASE):
            raise KeyslotsLost
        vault = cls(place, os.urandom(_KEY_BYTES), Keyslots(keyslots.new_id()), Protection.MEMORY)
        vault._remember(device)
        return vault

    @classmethod
    def _open_here(cls, place: Path, device: Device) -> Vault:
        slots = _read(place)
        if slots.of_kind(SlotKind.PIN):
            raise SignInNeeded  # whatever else is in the file: what opens without a PIN may have been put back
        trouble: StoreTrouble = PassphraseWanted() if _asks_at_start(slots) else DeviceKeyLost()
        for slot in slots.of_kind(SlotKind.DEVICE, SlotKind.FILE):
            try:
                key = slots.open(slot, device.fetch(slot.backend, account_of(slots, slot.id)))
            except (DeviceKeyLost, KeyringLocked) as error:
                trouble = error
            except WrongSecret:
                trouble = DeviceKeyLost()
            else:
                return cls(place, key, slots, _protection(slot))
        raise trouble

    @classmethod
    def _open_typed(cls, place: Place, kind: SlotKind, secret: bytes) -> Vault:
        slots = _read(place)
        for slot in slots.of_kind(kind):
            try:
                return cls(place, slots.open(slot, secret), slots, Protection.SECRET)
            except WrongSecret:
                continue
        raise WrongSecret

    # ---- changing the ways

    def remember_here(self, config: Path | None = None, keyring_by_name: Mapping[str, Keyring] | None = None) -> bool:
        """Let this computer open the store by itself from now on, in place of what it or an earlier one kept. Where
        the staff have PINs it does not, and False comes back: set the PINs for this computer. Neither does it from a
        disk that can't be written. A centre's counter is
        let in then: the PINs that are set are good here too."""
        if isinstance(self._place, Server):
            self._reread()
            if self.has_pins:
                self._write(deskslots.enrolled(self._slots, self.key, Device.here(config, keyring_by_name)))
            return not self.has_pins
        if self.has_pins or (self._place is not None and places.exists_unwritable(self._place)):
            return False
        self._remember(Device.here(config, keyring_by_name))
        return True

    def _remember(self, device: Device) -> None:
        place = self._require_place()
        if isinstance(place, Server):
            slots = deskslots.ended(self._slots, device)
            self._write(slots.without(*(slot.id for slot in slots.of_kind(SlotKind.PIN))))
            self.protection = Protection.SERVER
            return
        id, secret = keyslots.new_id(), new_secret()
        name = device.keep(place, account_of(self._slots, id), secret)
        kind = SlotKind.DEVICE if name else SlotKind.FILE
        outdated = (slot.id for slot in self._slots.of_kind(SlotKind.DEVICE, SlotKind.FILE, SlotKind.PIN))
        retired = (*self._slots.retired, *_pin_accounts(self._slots))
        slots = replace(self._slots.without(*outdated), retired=retired)
        self._write(slots.with_slot(kind, secret, self.key, id, name))
        self.protection = Protection.KEYRING if name else Protection.FILE
        self._sweep(device)

    def new_recovery_code(self) -> str:
        """Make a recovery code, which replaces an earlier one. It is shown once and kept nowhere."""
        code = keyslots.new_code()
        self._replace(SlotKind.RECOVERY, keyslots.code_bytes(code), datetime.now(UTC).date().isoformat())
        return code

    def set_passphrase(self, passphrase: str) -> None:
        """Let a passphrase of at least 8 characters open the store; it replaces an earlier one."""
        keyslots.require_strength(passphrase)
        self._replace(SlotKind.PASSPHRASE, keyslots.passphrase_bytes(passphrase))

    def ask_at_start(self, passphrase: str, device: Device | None = None) -> None:
        """From now on this computer keeps no key, and the passphrase is asked for at each start: for one without a
        keyring, whose disk would hold the key beside the cases. The recovery code has to be there, for whoever forgets
        the passphrase. Raises WeakPassphrase, RecoveryCodeFirst; SignInNeeded where the staff have PINs."""
        place = self._require_place()
        if isinstance(place, Server):
            raise KeyGuardsNothing
        self._reread()
        if self.has_pins:
            raise SignInNeeded
        if not self._slots.of_kind(SlotKind.RECOVERY):
            raise RecoveryCodeFirst
        self.set_passphrase(passphrase)
        # Only what was read back and opens lets go of the way there was before.
        if not self.has_same_key(Vault.open_with_passphrase(place, passphrase)):
            raise KeyslotsLost
        own = self._slots.of_kind(SlotKind.DEVICE, SlotKind.FILE)
        outdated = ((slot.backend, account_of(self._slots, slot.id)) for slot in own)
        left = self._slots.without(*(slot.id for slot in own))
        self._write(replace(left, retired=(*left.retired, *outdated)))
        self.protection = Protection.SECRET
        self._sweep(device or Device.here())

    @property
    def asks_at_start(self) -> bool:
        """Whether this computer keeps no key on purpose."""
        return _asks_at_start(self._slots)

    def reissued(self, key: bytes, device: Device) -> Keyslots:
        """The ways as they are with a new key. Nobody has to type anything; PINs that go with another computer go.

        Only what was closed for the same public key with the present one gets the new one: who changed a slot gains
        nothing. Raises SlotsTooOld for a code or passphrase from before there were public keys, KeyslotsDamaged."""
        self._reread()
        slots, place = self._slots, self._require_place()
        if isinstance(place, Server):
            raise KeyGuardsNothing
        typed = slots.of_kind(SlotKind.RECOVERY, SlotKind.PASSPHRASE)
        if not all(slot.public for slot in typed):
            raise SlotsTooOld
        made = replace(slots, slots=(), key_id=keyslots.id_of(key))
        for slot in (*typed, *slots.of_kind(SlotKind.ORG)):
            if slot.wrapped != slots.sealed(slot, self.key):
                raise KeyslotsDamaged
            made = made.with_made(replace(slot, wrapped=slots.sealed(slot, key)))
        own = slots.of_kind(SlotKind.DEVICE, SlotKind.FILE)
        if own:
            id, secret = keyslots.new_id(), new_secret()
            name = device.keep(place, account_of(slots, id), secret)
            made = made.with_slot(SlotKind.DEVICE if name else SlotKind.FILE, secret, key, id, name)
        made = self._with_pins_reissued(made, key, device)
        if not made.slots:
            raise SignInNeeded
        outdated = ((slot.backend, account_of(slots, slot.id)) for slot in own)
        retired = dict.fromkeys((*slots.retired, *outdated, *_pin_accounts(slots)))
        kept = {account for _backend, account in _pin_accounts(made)}
        return replace(made, retired=tuple(each for each in retired if each[1] not in kept))

    def _with_pins_reissued(self, made: Keyslots, key: bytes, device: Device) -> Keyslots:
        """The PINs that this computer can reach, behind a new `seal`."""
        slots, place = self._slots, self._require_place()
        assert isinstance(place, Path)
        id, secret = keyslots.new_id(), new_secret()
        backends = {slot.backend for slot in slots.of_kind(SlotKind.PIN)}
        for slot in slots.of_kind(SlotKind.PIN):
            try:
                old = _seal(slots, slot, device)
            except PinsElsewhere:
                continue
            if slot.public and pinslots.is_closed_for_its_owner(slots, slot, self.key, old):
                made = made.with_made(pinslots.reissued(slots, slot, key, (id, secret)))
        if made.of_kind(SlotKind.PIN) and device.keep(place, account_of(slots, id), secret) not in backends:
            raise KeyringLocked
        if backends and not made.of_kind(SlotKind.PIN) and self.protection is Protection.PIN:
            raise SignInNeeded
        return made

    def renewed(self, key: bytes, slots: Keyslots, device: Device) -> Vault:
        """This vault with the new key; what only the old slots needed is deleted."""
        vault = Vault(self._place, key, slots, self.protection)
        vault._sweep(device)
        return vault

    def has_same_key(self, other: Vault) -> bool:
        """Whether both open the same store."""
        return hmac.compare_digest(self.key, other.key)

    # ---- the staff

    @property
    def has_pins(self) -> bool:
        """Whether the staff sign in with PINs."""
        return bool(self._slots.of_kind(SlotKind.PIN))

    @property
    def is_at_centre(self) -> bool:
        """Whether the ways lie on a server, where other counters change them."""
        return isinstance(self._place, Server)

    def follow(self, slots: Keyslots) -> None:
        """Another counter has changed the ways."""
        self._slots = slots

    def owners(self) -> frozenset[str]:
        """Ids of the staff who have a PIN."""
        return frozenset(slot.owner for slot in self._slots.of_kind(SlotKind.PIN))

    def set_pin(
        self, owner: str, name: str, pin: str, now: Callable[[], datetime], code: str = "", device: Device | None = None
    ) -> None:
        """Let this person's PIN open the store on this computer; it replaces an earlier one, also a blocked one.

        With the first PIN the computer no longer opens by itself, so the recovery code has to be typed before: then
        it is known to be there. PINs of a computer that is lost go, as they open nothing. Raises WeakPin,
        RecoveryCodeFirst, WrongSecret.
        """
        pinslots.require_strength(pin)
        self._reread()
        place, device, slots = self._require_place(), device or Device.here(), self._slots
        if not self.has_pins:
            _prove(slots, code)
        bound = self._bound(slots, device)
        if bound is None:
            slots, bound = self._bind(slots, place, device)
        backend, secret, seal = bound
        slots = pinslots.with_pin(slots, self.key, owner, name, pin, backend, secret, seal)
        own = slots.of_kind(SlotKind.DEVICE, SlotKind.FILE)
        outdated = ((slot.backend, account_of(slots, slot.id)) for slot in own)
        slots = replace(slots.without(*(slot.id for slot in own)), retired=(*slots.retired, *outdated))
        tries = _tries(place, slots, _slot_of(slots, owner), secret[1], device, now)
        if own or not self.has_pins:
            tries.begin()
        self._write(slots)
        # Only what was read back and opens lets go of the way there was before.
        opened = pinslots.open_pin(_read(place), _slot_of(_read(place), owner), pin, secret[1], seal[1])
        if opened != self.key:
            raise KeyslotsLost
        tries.forget(owner)
        self.protection = Protection.PIN
        self._sweep(device)

    def remove_pin(self, owner: str, device: Device | None = None) -> None:
        """This person's PIN opens nothing any more, also not with an older copy of the slot file on this computer.

        The last PIN is not removed: call `end_pins` for that. Raises NoSuchColleague.
        """
        self._reread()
        place, device = self._require_place(), device or Device.here()
        slot = _slot_of(self._slots, owner)
        if self.owners() == {owner}:
            raise SignInNeeded
        slots = pinslots.without_owner(self._slots, owner)
        old, id, secret = self._own_seal(slot, device), keyslots.new_id(), new_secret()
        if isinstance(place, Server):
            self._write(pinslots.resealed(deskslots.renewed(slots, self.key, secret), old, (id, secret)))
            _tries(place, slots, slot, b"", device, lambda: datetime.min).forget(owner)
            return
        kept = device.keep(place, account_of(slots, id), secret)
        if kept != slot.backend:
            device.drop(kept, account_of(slots, id))
            raise KeyringLocked
        slots = pinslots.resealed(slots, old, (id, secret))
        self._write(replace(slots, retired=(*slots.retired, (slot.backend, account_of(slots, slot.seal)))))
        self._sweep(device)

    def end_pins(self, device: Device | None = None) -> None:
        """Back to a computer that opens by itself: that way is written and read back before the PINs go."""
        self._reread()
        self._remember(device or Device.here())

    def set_organisation(self, public: str) -> str:
        """Let the owner of this public key open the store; it replaces an earlier one. The key as age writes it.
        Raises sealing.KeyUnusable."""
        self._reread()
        self._write(pinslots.with_organisation(self._slots, self.key, public))
        return self.organisation()

    def organisation(self) -> str:
        """The organisation's public key; empty where there is none."""
        return next((slot.public for slot in self._slots.of_kind(SlotKind.ORG)), "")

    def remove_organisation(self) -> None:
        """The organisation's key opens the store no more."""
        self._reread()
        self._write(self._slots.without(*(slot.id for slot in self._slots.of_kind(SlotKind.ORG))))

    def _reread(self) -> None:
        """Another process may have changed the ways since this one opened: none of them is to be lost."""
        self._slots = _read(self._require_place())

    def _bound(self, slots: Keyslots, device: Device) -> _Bound | None:
        """The secrets this computer keeps for PINs; None where it has none."""
        for slot in slots.of_kind(SlotKind.PIN):
            try:
                return (
                    slot.backend,
                    (slot.device, _binding(slots, slot, device)),
                    (
                        slot.seal,
                        _seal(slots, slot, device),
                    ),
                )
            except (PinsElsewhere, KeyringLocked):
                if self.protection is not Protection.SECRET:
                    raise  # a keyring that sleeps for a moment must not cost anybody the PIN
        return None

    def _own_seal(self, slot: Slot, device: Device) -> bytes:
        """Where it was the recovery code that opened a centre, the counter need not have been let in."""
        if deskslots.is_centre(self._slots):
            return deskslots.shared_by(self._slots, self.key)[1]
        return _seal(self._slots, slot, device)

    def _strengthen(self, slot: Slot, pin: str, device: Device) -> None:
        """A PIN set by an older version goes into a slot that a new key of the store can be given to."""
        with contextlib.suppress(StoreTrouble):
            secret, seal = _binding(self._slots, slot, device), _seal(self._slots, slot, device)
            name = pinslots.name_of(self._slots, slot, secret)
            bound = (slot.backend, (slot.device, secret), (slot.seal, seal))
            self._write(pinslots.with_pin(self._slots, self.key, slot.owner, name, pin, *bound))

    def _bind(self, slots: Keyslots, place: Place, device: Device) -> tuple[Keyslots, _Bound]:
        """Make the secrets; PINs that go with another computer's open nothing here and go. In a centre this counter
        gets what the others have."""
        if isinstance(place, Server):
            slots = slots if deskslots.is_centre(slots) else deskslots.with_centre(slots, self.key)
            slots = deskslots.enrolled(slots, self.key, device)
            ids = next(((slot.device, slot.seal) for slot in slots.of_kind(SlotKind.PIN)), None)
            ids = ids or (keyslots.new_id(), keyslots.new_id())
            shared = deskslots.shared_by(slots, self.key)
            return slots, ("", (ids[0], shared[0]), (ids[1], shared[1]))
        made = [(keyslots.new_id(), new_secret()) for _ in range(2)]
        backends = {device.keep(place, account_of(slots, id), secret) for id, secret in made}
        if len(backends) != 1:
            raise KeyringLocked  # the keyring took one and not the other
        slots = slots.without(*(slot.id for slot in slots.of_kind(SlotKind.PIN)))
        return slots, (backends.pop(), made[0], made[1])

    def _sweep(self, device: Device) -> None:
        """Delete what was retired; what the keyring does not let go of now is tried again with the next opening."""
        left = tuple(each for each in self._slots.retired if not device.drop(*each))
        if left != self._slots.retired:
            self._write(replace(self._slots, retired=left))

    def moved_to(self, place: Path) -> Vault:
        """The same key for the same store in another folder."""
        return Vault(place, self.key, _read(place), self.protection)

    def ways(self) -> frozenset[SlotKind]:
        """What opens this store."""
        return frozenset(slot.kind for slot in self._slots.slots)

    def _replace(self, kind: SlotKind, secret: bytes, made: str = "") -> None:
        self._reread()
        outdated = (slot.id for slot in self._slots.of_kind(kind))
        self._write(self._slots.without(*outdated).with_slot(kind, secret, self.key, made=made))

    def _write(self, slots: Keyslots) -> None:
        place = self._require_place()
        if isinstance(place, Server):
            from talentdesk.store import centrekeys

            centrekeys.write(place, self._slots, slots, self.key)
        else:
            snapshots.settle_renewal(place)
            keyslots.write(place / places.KEYSLOTS, slots)
        self._slots = slots

    def _require_place(self) -> Place:
        if self._place is None:
            raise KeyInMemory
        return self._place


def _read(place: Place) -> Keyslots:
    if isinstance(place, Server):
        from talentdesk.store import centrekeys

        return centrekeys.read(place)
    file, pending = place / places.KEYSLOTS, places.renewal(place)
    if pending is not None:
        return keyslots.parsed(pending)
    if not file.exists():
        raise KeyslotsLost
    return keyslots.read(file)


def _asks_at_start(slots: Keyslots) -> bool:
    """A passphrase, and nothing that a computer keeps."""
    kept = slots.of_kind(SlotKind.DEVICE, SlotKind.FILE, SlotKind.PIN, SlotKind.CENTRE)
    return bool(slots.of_kind(SlotKind.PASSPHRASE)) and not kept


def _has_content(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def account_of(slots: Keyslots, id: str) -> str:
    """Each secret has its own entry, so that a new one never overwrites one that still opens."""
    return f"{slots.store}-{id}"


_Bound = tuple[str, tuple[str, bytes], tuple[str, bytes]]
"""Keyring, and id with secret of `device` and `seal`."""


def slots_of(place: Place) -> Keyslots:
    """The ways as they are written down; nothing is opened or changed. Raises KeyslotsLost, KeyslotsDamaged."""
    return _read(place)


def names_here(place: Place, device: Device | None = None) -> tuple[tuple[str, str], ...]:
    """Id and name of the staff who can sign in on this computer; none where the store opens without PINs. Nothing is
    changed. Raises PinsElsewhere, KeyringLocked."""
    if isinstance(place, Path) and not (place / places.KEYSLOTS).exists():
        return ()
    device, slots = device or Device.here(), _read(place)
    found, trouble = [], None
    for slot in slots.of_kind(SlotKind.PIN):
        try:
            found.append((slot.owner, pinslots.name_of(slots, slot, _binding(slots, slot, device))))
        except (PinsElsewhere, WrongSecret) as error:
            trouble = error
    if trouble is not None and not found:
        raise trouble if isinstance(trouble, PinsElsewhere) else PinsElsewhere
    return tuple(sorted(found, key=lambda each: each[1].casefold()))


def pause_here(place: Place, owner: str, now: Callable[[], datetime], device: Device | None = None) -> int:
    """Seconds until this person may try a PIN again. Raises PinBlocked, PinsElsewhere, NoSuchColleague."""
    device, slots = device or Device.here(), _read(place)
    slot = _slot_of(slots, owner)
    return _tries(place, slots, slot, _binding(slots, slot, device), device, now).seconds(owner)


def _slot_of(slots: Keyslots, owner: str) -> Slot:
    for slot in slots.of_kind(SlotKind.PIN):
        if slot.owner == owner:
            return slot
    raise NoSuchColleague


def _shared(slots: Keyslots, device: Device) -> tuple[bytes, bytes]:
    found = deskslots.shared_here(slots, device)
    if found is None:
        raise CounterUnknown
    return found


def _binding(slots: Keyslots, slot: Slot, device: Device) -> bytes:
    if deskslots.is_centre(slots):
        return _shared(slots, device)[0]
    try:
        return device.fetch(slot.backend, account_of(slots, slot.device))
    except DeviceKeyLost:
        raise PinsElsewhere from None


def _seal(slots: Keyslots, slot: Slot, device: Device) -> bytes:
    if deskslots.is_centre(slots):
        return _shared(slots, device)[1]
    try:
        return device.fetch(slot.backend, account_of(slots, slot.seal))
    except DeviceKeyLost:
        raise PinsElsewhere from None


def _tries(
    place: Place, slots: Keyslots, slot: Slot, secret: bytes, device: Device, now: Callable[[], datetime]
) -> Tries | CentreTries:
    if isinstance(place, Server):
        from talentdesk.store.centrekeys import CentreTries

        return CentreTries(place)
    account = f"{slots.store}-tries"
    return Tries(
        place,
        pinslots.tries_key(secret),
        lambda text: device.note(slot.backend, account, text),
        lambda: device.noted(slot.backend, account),
        now,
        device.folder,
    )


def _prove(slots: Keyslots, code: str) -> None:
    """That the person has the recovery code. Raises RecoveryCodeFirst without one, WrongSecret for another one."""
    if not code.strip() or not slots.of_kind(SlotKind.RECOVERY):
        raise RecoveryCodeFirst
    for slot in slots.of_kind(SlotKind.RECOVERY):
        slots.open(slot, keyslots.code_bytes(code))


def _pin_accounts(slots: Keyslots) -> tuple[tuple[str, str], ...]:
    """Where the secrets lie that only PINs need."""
    pins = slots.of_kind(SlotKind.PIN)
    found = ((slot.backend, account_of(slots, id)) for slot in pins for id in (slot.device, slot.seal))
    return tuple(dict.fromkeys(found))


def _protection(slot: Slot) -> Protection:
    return Protection.KEYRING if slot.kind is SlotKind.DEVICE else Protection.FILE
