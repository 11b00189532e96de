"""The file beside the store that holds its key, locked several times over: each slot opens with another secret."""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from talentdesk.store.place import write_private
from talentdesk.store.trouble import KeyslotsDamaged, WeakPassphrase, WrongSecret, trouble_from

FORMAT = 1
_LARGEST_FILE = 1 << 16
_SALT, _NONCE, _KEY = 16, 12, 32
_INFO = b"talentdesk/keyslot/v1/"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U to mistake
_CODE_LENGTH = 28  # 140 bits
_SHORTEST_PASSPHRASE = 8


class SlotKind(StrEnum):
    """What opens a slot."""

    DEVICE = "device"
    """A secret in the operating system's keyring."""
    FILE = "file"
    """A secret in a file of the person's settings folder."""
    RECOVERY = "recovery"
    """A code that was printed once."""
    PASSPHRASE = "passphrase"


_TYPED = frozenset({SlotKind.RECOVERY, SlotKind.PASSPHRASE})


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs (Argon2id): passes, memory in KiB, lanes. Zero passes: the secret is random, no guess."""

    passes: int = 0
    memory: int = 0
    lanes: int = 0

    def is_sane(self) -> bool:
        """Neither weaker than OWASP's least nor so heavy that opening would stop the machine."""
        return 1 <= self.passes <= 10 and 19_456 <= self.memory <= 1 << 20 and 1 <= self.lanes <= 8


_NO_COST = Cost()
_TYPED_COST = Cost(passes=3, memory=65_536, lanes=4)  # about 0.1 s a guess on a counter's machine


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to open. Everything but `wrapped` is authenticated with it: a changed header opens nothing."""

    id: str
    kind: SlotKind
    backend: str
    """Keyring the secret lies in, for kind `device`."""
    salt: bytes
    cost: Cost
    wrapped: bytes = b""


@dataclass(frozen=True, slots=True)
class Keyslots:
    """All slots of one store. `store` is a random name, under which a keyring keeps the device's secret."""

    store: str
    slots: tuple[Slot, ...] = ()

    def of_kind(self, *kinds: SlotKind) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.kind in kinds)

    def with_slot(self, kind: SlotKind, secret: bytes, key: bytes, id: str = "", backend: str = "") -> Keyslots:
        """A copy in which `secret` opens too."""
        cost = _TYPED_COST if kind in _TYPED else _NO_COST
        slot = Slot(id or new_id(), kind, backend, os.urandom(_SALT), cost)
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(_wrapping_key(slot, secret)).encrypt(nonce, key, self._header(slot))
        return replace(self, slots=(*self.slots, replace(slot, wrapped=nonce + sealed)))

    def without(self, *ids: str) -> Keyslots:
        return replace(self, slots=tuple(slot for slot in self.slots if slot.id not in ids))

    def open(self, slot: Slot, secret: bytes) -> bytes:
        """The store's key. WrongSecret when the secret doesn't fit or anything in the slot was changed."""
        nonce, sealed = slot.wrapped[:_NONCE], slot.wrapped[_NONCE:]
        try:
            return AESGCM(_wrapping_key(slot, secret)).decrypt(nonce, sealed, self._header(slot))
        except (InvalidTag, ValueError):
            raise WrongSecret from None

    def _header(self, slot: Slot) -> bytes:
        cost = [slot.cost.passes, slot.cost.memory, slot.cost.lanes]
        header = [FORMAT, self.store, slot.id, slot.kind.value, slot.backend, slot.salt.hex(), cost]
        return json.dumps(header, separators=(",", ":")).encode()


def new_id() -> str:
    """A random name for a store or a slot."""
    return secrets.token_hex(8)


def _wrapping_key(slot: Slot, secret: bytes) -> bytes:
    return HKDF(SHA256(), _KEY, slot.salt, _INFO + slot.kind.value.encode()).derive(_stretched(slot, secret))


def _stretched(slot: Slot, secret: bytes) -> bytes:
    if slot.kind not in _TYPED:
        return secret
    cost = slot.cost
    return Argon2id(
        salt=slot.salt, length=_KEY, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory
    ).derive(secret)


# ---- secrets a person types


def new_code() -> str:
    """A recovery code of 28 letters and digits (140 bits), in groups of four."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    return "-".join(code[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def code_bytes(typed: str) -> bytes:
    """A code as typed: case, blanks and dashes don't matter, and O, I and L are read as the digits they look like."""
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", typed).upper()))
    return letters.translate(str.maketrans("OIL", "011")).encode()


def passphrase_bytes(typed: str) -> bytes:
    """A passphrase as typed, in one Unicode form whatever the keyboard."""
    return unicodedata.normalize("NFC", typed).encode("utf-8", "surrogatepass")


def require_strength(passphrase: str) -> None:
    """Raise WeakPassphrase below 8 characters; there are no other rules."""
    if len(passphrase) < _SHORTEST_PASSPHRASE:
        raise WeakPassphrase


# ---- the file


def read(file: Path) -> Keyslots:
    """Read keyslots.json. KeyslotsDamaged unless every word is as talentdesk writes it."""
    try:
        with file.open("rb") as stream:
            content = stream.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise trouble_from(error) from error
    try:
        return _parse(content)
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise KeyslotsDamaged from None


def _parse(content: bytes) -> Keyslots:
    if len(content) > _LARGEST_FILE:
        raise ValueError
    found = json.loads(content)
    if found["format"] != FORMAT or set(found) != {"format", "store", "slots"}:
        raise ValueError
    return Keyslots(_id(found["store"]), tuple(_parse_slot(slot) for slot in found["slots"]))


def _parse_slot(found: Mapping[str, Any]) -> Slot:
    if set(found) != {"id", "kind", "backend", "salt", "cost", "wrapped"}:
        raise ValueError
    kind, cost = SlotKind(found["kind"]), Cost(*map(_whole, found["cost"]))
    if not (cost.is_sane() if kind in _TYPED else cost == _NO_COST):
        raise ValueError
    salt, wrapped = _decode(found["salt"], _SALT), _decode(found["wrapped"], _NONCE + _KEY + 16)
    return Slot(_id(found["id"]), kind, _text(found["backend"]), salt, cost, wrapped)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _id(value: object) -> str:
    """Ids become part of a file's name, so nothing but what `new_id` makes is let through."""
    if not re.fullmatch("[0-9a-f]{16}", _text(value)):
        raise ValueError
    return _text(value)


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _decode(value: str, length: int) -> bytes:
    found = base64.b64decode(value, validate=True)
    if len(found) != length:
        raise ValueError
    return found


def write(file: Path, keyslots: Keyslots) -> None:
    """Replace keyslots.json in one step."""
    content = {"format": FORMAT, "store": keyslots.store, "slots": [_slot_content(slot) for slot in keyslots.slots]}
    write_private(file, json.dumps(content, indent=1).encode())


def _slot_content(slot: Slot) -> Mapping[str, object]:
    return {
        "id": slot.id,
        "kind": slot.kind.value,
        "backend": slot.backend,
        "salt": base64.b64encode(slot.salt).decode(),
        "cost": [slot.cost.passes, slot.cost.memory, slot.cost.lanes],
        "wrapped": base64.b64encode(slot.wrapped).decode(),
    }
