"""Where the key of the store comes from, and what protects it on this computer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from talentdesk import paths
from talentdesk.store import keyrings, keyslots
from talentdesk.store import place as places
from talentdesk.store.keyrings import Keyring
from talentdesk.store.keyslots import Keyslots, Slot, SlotKind
from talentdesk.store.trouble import (
    DeviceKeyLost,
    KeyBesideData,
    KeyInMemory,
    KeyringLocked,
    KeyslotsLost,
    StoreTrouble,
    WrongSecret,
)

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
    SERVER = "server"
    """The database server: its accounts, and the encryption of its disks."""
    MEMORY = "memory"
    """Nowhere: the key ends with this process and the store with it."""


class Vault:
    """The key of one store. Losing a way to open it never deletes anything."""

    def __init__(self, place: Path | None, key: bytes, slots: Keyslots, protection: Protection) -> None:
        self._place = place
        self._slots = slots
        self.key = key
        self.protection = protection

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
        Raises DeviceKeyLost, KeyringLocked, KeyslotsLost or KeyslotsDamaged; none of
        them changes a file.
        """
        folder = config or paths.config_folder()
        rings = keyrings.system_keyrings() if keyring_by_name is None else keyring_by_name
        places.prepare(place)
        if not (place / places.KEYSLOTS).exists():
            with places.alone(place):
                if not (place / places.KEYSLOTS).exists():
                    return cls._make(place, folder, rings)
        return cls._open_here(place, folder, rings)

    @classmethod
    def open_there(cls, place: Path, config: Path | None = None) -> Vault:
        """Open what is there with what this computer keeps, and touch nothing. Raises as `open` does."""
        return cls._open_here(place, config or paths.config_folder(), keyrings.system_keyrings())

    @classmethod
    def open_with_code(cls, place: Path, code: str) -> Vault:
        """Open with the recovery code. Raises WrongSecret."""
        return cls._open_typed(place, SlotKind.RECOVERY, keyslots.code_bytes(code))

    @classmethod
    def open_with_passphrase(cls, place: Path, passphrase: str) -> Vault:
        """Open with the passphrase. Raises WrongSecret."""
        return cls._open_typed(place, SlotKind.PASSPHRASE, keyslots.passphrase_bytes(passphrase))

    @classmethod
    def open_typed(cls, place: Path, typed: str) -> Vault:
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
    def _make(cls, place: Path, folder: Path, rings: Mapping[str, Keyring]) -> Vault:
        """The slot file is written last: a database is never made before its key can be found again."""
        if _has_content(place / places.DATABASE):
            raise KeyslotsLost
        vault = cls(place, os.urandom(_KEY_BYTES), Keyslots(keyslots.new_id()), Protection.MEMORY)
        vault.remember_here(folder, rings)
        return vault

    @classmethod
    def _open_here(cls, place: Path, folder: Path, rings: Mapping[str, Keyring]) -> Vault:
        slots = _read(place)
        trouble: StoreTrouble = DeviceKeyLost()
        for slot in slots.of_kind(SlotKind.DEVICE, SlotKind.FILE):
            try:
                key = slots.open(slot, _device_secret(slot, _account(slots, slot.id), folder, rings))
            except (DeviceKeyLost, KeyringLocked) as error:
                trouble = error
            except WrongSecret:
                trouble = DeviceKeyLost()
            else:
                return cls(place, key, slots, _protection(slot))
        raise trouble

    @classmethod
    def _open_typed(cls, place: Path, kind: SlotKind, secret: bytes) -> Vault:
        slots = _read(place)
        for slot in slots.of_kind(kind):
            try:
                return cls(place, slots.open(slot, secret), slots, Protection.SECRET)
            except WrongSecret:
                continue
        raise WrongSecret

    # ---- changing the ways

    def remember_here(self, config: Path | None = None, keyring_by_name: Mapping[str, Keyring] | None = None) -> None:
        """Let this computer open the store by itself from now on, in place of what it or an earlier one kept."""
        folder = config or paths.config_folder()
        rings = keyrings.system_keyrings() if keyring_by_name is None else keyring_by_name
        id, secret = keyslots.new_id(), os.urandom(keyrings.SECRET_BYTES)
        name = next((name for name, ring in rings.items() if keyrings.put(ring, _account(self._slots, id), secret)), "")
        if not name:
            _refuse_beside(self._require_place(), folder)
            keyrings.put_file(keyrings.secret_file(folder, _account(self._slots, id)), secret)
        kind = SlotKind.DEVICE if name else SlotKind.FILE
        outdated = (slot.id for slot in self._slots.of_kind(SlotKind.DEVICE, SlotKind.FILE))
        self._write(self._slots.without(*outdated).with_slot(kind, secret, self.key, id, name))
        self.protection = Protection.KEYRING if name else Protection.FILE

    def new_recovery_code(self) -> str:
        """Make a recovery code, which replaces an earlier one. It is shown once and kept nowhere."""
        code = keyslots.new_code()
        self._replace(SlotKind.RECOVERY, keyslots.code_bytes(code))
        return code

    def set_passphrase(self, passphrase: str) -> None:
        """Let a passphrase of at least 8 characters open the store; it replaces an earlier one."""
        keyslots.require_strength(passphrase)
        self._replace(SlotKind.PASSPHRASE, keyslots.passphrase_bytes(passphrase))

    def moved_to(self, place: Path) -> Vault:
        """The same key for the same store in another folder."""
        return Vault(place, self.key, _read(place), self.protection)

    def ways(self) -> frozenset[SlotKind]:
        """What opens this store."""
        return frozenset(slot.kind for slot in self._slots.slots)

    def _replace(self, kind: SlotKind, secret: bytes) -> None:
        outdated = (slot.id for slot in self._slots.of_kind(kind))
        self._write(self._slots.without(*outdated).with_slot(kind, secret, self.key))

    def _write(self, slots: Keyslots) -> None:
        keyslots.write(self._require_place() / places.KEYSLOTS, slots)
        self._slots = slots

    def _require_place(self) -> Path:
        if self._place is None:
            raise KeyInMemory
        return self._place


def _read(place: Path) -> Keyslots:
    file = place / places.KEYSLOTS
    if not file.exists():
        raise KeyslotsLost
    return keyslots.read(file)


def _has_content(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def _account(slots: Keyslots, slot_id: str) -> str:
    """Each slot has its own entry, so that a new secret never overwrites one that still opens."""
    return f"{slots.store}-{slot_id}"


def _device_secret(slot: Slot, account: str, folder: Path, rings: Mapping[str, Keyring]) -> bytes:
    if slot.kind is SlotKind.FILE:
        return keyrings.fetch_file(keyrings.secret_file(folder, account))
    if slot.backend not in rings:
        raise KeyringLocked
    return keyrings.fetch(rings[slot.backend], account)


def _protection(slot: Slot) -> Protection:
    return Protection.KEYRING if slot.kind is SlotKind.DEVICE else Protection.FILE


def _refuse_beside(place: Path, folder: Path) -> None:
    """Whoever copies the data folder must not get the key with it."""
    if keyrings.secret_file(folder, "").resolve().is_relative_to(place.resolve()):
        raise KeyBesideData
