"""The file beside the store that holds its key, locked several times over: each slot opens with another secret.

What a person types leads to a pair of keys, whose public one stands in the slot: so the store can be given a new key
without anybody typing anything, and whoever knows an old key learns no other slot's secret from it.
"""

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
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from talentdesk.store import sealing
from talentdesk.store.place import write_private
from talentdesk.store.trouble import KeyslotsDamaged, WeakPassphrase, WrongSecret, trouble_from

FORMAT = 3
_SECOND = 2
_FIRST = 1
"""Slots of the first format keep its header, and a file that holds no others keeps its shape."""
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
    PIN = "pin"
    """The PIN of one of the staff, together with a secret of this computer: neither opens anything alone."""
    ORG = "org"
    """The private key file of the organisation, which lies elsewhere."""
    CENTRE = "centre"
    """No way in: what all counters of a centre share for their PINs, closed with the key."""
    DESK = "desk"
    """No way in: the same, closed for one counter's own secret."""


_TYPED = frozenset({SlotKind.RECOVERY, SlotKind.PASSPHRASE, SlotKind.PIN})
_LATER = frozenset({SlotKind.PIN, SlotKind.ORG, SlotKind.CENTRE, SlotKind.DESK})
_NO_WAY = frozenset({SlotKind.CENTRE, SlotKind.DESK})
_ID = re.compile("[0-9a-f]{16}")


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
    """Keyring the secret lies in, for kinds `device` and `pin`; empty for a file."""
    salt: bytes
    cost: Cost
    wrapped: bytes = b""
    owner: str = ""
    """Whose PIN it is: the id of one of the staff."""
    device: str = ""
    """Names the secret of this computer that the PIN is joined with."""
    seal: str = ""
    """Names the second secret of this computer, which is exchanged when somebody leaves."""
    label: bytes = b""
    """The owner's name, readable for this computer alone: it is shown before anybody has signed in."""
    made: str = ""
    """The day a code was made, for whoever asks: nothing rests on it, and it is not authenticated."""
    public: str = ""
    """The public key that the slot is closed for: the organisation's, a counter's, or what is typed leads to it."""


@dataclass(frozen=True, slots=True)
class Keyslots:
    """All slots of one store. `store` is a random name, under which a keyring keeps the device's secret."""

    store: str
    slots: tuple[Slot, ...] = ()
    retired: tuple[tuple[str, str], ...] = ()
    """Keyring (empty: file) and account of secrets that open nothing any more and are still to be deleted."""
    key_id: str = ""
    """Tells one key of the store from the next; empty before there was a second one."""

    def of_kind(self, *kinds: SlotKind) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.kind in kinds)

    def with_slot(
        self, kind: SlotKind, secret: bytes, key: bytes, id: str = "", backend: str = "", made: str = ""
    ) -> Keyslots:
        """A copy in which `secret` opens too."""
        slot = Slot(id or new_id(), kind, backend, os.urandom(_SALT), cost_of(kind), made=made)
        if kind in _TYPED:
            slot = replace(slot, public=sealing.pair_of(_wrapping_key(slot, secret)).public)
            return self.with_made(replace(slot, wrapped=self.sealed(slot, key)))
        return self.with_made(replace(slot, wrapped=wrap(_wrapping_key(slot, secret), key, self.header(slot))))

    def sealed(self, slot: Slot, key: bytes) -> bytes:
        """The key closed for the slot's public key. Always the same: so whoever has the key can tell whether the public
        key in the slot is the one it was closed for."""
        return sealing.seal(key, self.header(slot), public=slot.public)

    def with_made(self, slot: Slot) -> Keyslots:
        """A copy with this slot too."""
        return replace(self, slots=(*self.slots, slot))

    def without(self, *ids: str) -> Keyslots:
        return replace(self, slots=tuple(slot for slot in self.slots if slot.id not in ids))

    def open(self, slot: Slot, secret: bytes) -> bytes:
        """The store's key. WrongSecret when the secret doesn't fit or anything in the slot was changed."""
        if slot.public:
            return unseal(_wrapping_key(slot, secret), slot.wrapped, self.header(slot))
        return unwrap(_wrapping_key(slot, secret), slot.wrapped, self.header(slot))

    def header(self, slot: Slot) -> bytes:
        """What is authenticated with the slot's content: all the rest of it."""
        cost = [slot.cost.passes, slot.cost.memory, slot.cost.lanes]
        form = _SECOND if slot.kind in _LATER else FORMAT if slot.public else _FIRST
        header: list[object] = [form, self.store, slot.id, slot.kind.value, slot.backend, slot.salt.hex(), cost]
        if slot.kind in _LATER:
            header += [slot.owner, slot.device, slot.label.hex(), slot.public]
        elif slot.public:
            header.append(slot.public)
        return json.dumps(header, separators=(",", ":")).encode()


def new_id() -> str:
    """A random name for a store or a slot."""
    return secrets.token_hex(8)


def id_of(key: bytes) -> str:
    """What tells a key from others and says nothing of it."""
    return HKDF(SHA256(), 8, None, _INFO + b"id").derive(key).hex()


def cost_of(kind: SlotKind) -> Cost:
    """What a guess at a new slot of that kind costs."""
    return _TYPED_COST if kind in _TYPED else _NO_COST


def new_salt() -> bytes:
    """A random salt for a slot."""
    return os.urandom(_SALT)


def wrap(wrapping_key: bytes, content: bytes, header: bytes) -> bytes:
    """`content` closed with the key, so that neither it nor the header can be changed unnoticed."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(wrapping_key).encrypt(nonce, content, header)


def unwrap(wrapping_key: bytes, wrapped: bytes, header: bytes) -> bytes:
    """The content again. WrongSecret for another key, content or header."""
    try:
        return AESGCM(wrapping_key).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], header)
    except (InvalidTag, ValueError):
        raise WrongSecret from None


def unseal(secret: bytes, closed: bytes, header: bytes) -> bytes:
    """What was closed for the pair of this secret. WrongSecret for another secret, content or header."""
    try:
        return sealing.unseal(closed, header, private=sealing.pair_of(secret).private)
    except (sealing.SealedToAnother, sealing.KeyUnusable):
        raise WrongSecret from None


def _wrapping_key(slot: Slot, secret: bytes) -> bytes:
    return HKDF(SHA256(), _KEY, slot.salt, _INFO + slot.kind.value.encode()).derive(stretched(slot, secret))


def stretched(slot: Slot, secret: bytes) -> bytes:
    """The secret as the key is derived from it: what a person types is made dear to guess."""
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
    return parsed(json.loads(content))


def parsed(found: Mapping[str, Any]) -> Keyslots:
    """Slots from what `content_of` made. Raises ValueError, KeyError or TypeError unless every word is as written."""
    form = _whole(found["format"])
    keys = {"format", "store", "slots"} | ({"retired"} if form > _FIRST else set())
    if form not in (_FIRST, _SECOND, FORMAT) or set(found) - ({"key"} if form == FORMAT else set()) != keys:
        raise ValueError
    slots = tuple(_parse_slot(slot, form) for slot in found["slots"])
    retired = tuple((_text(backend), _account(account)) for backend, account in found.get("retired", ()))
    if len({slot.id for slot in slots}) != len(slots):
        raise ValueError
    return Keyslots(_id(found["store"]), slots, retired, _id(found["key"]) if "key" in found else "")


def _parse_slot(found: Mapping[str, Any], form: int) -> Slot:
    kind, cost = SlotKind(found["kind"]), Cost(*map(_whole, found["cost"]))
    later, closed = kind in _LATER, kind in _TYPED and bool(found.get("public"))
    if set(found) - ({"made"} if closed and not later else set()) != (
        _FIRST_KEYS | _LATER_KEYS if later else _FIRST_KEYS | ({"public"} if closed else set())
    ):
        raise ValueError
    if form < (FORMAT if closed or kind in _NO_WAY else _SECOND if later else _FIRST):
        raise ValueError
    if not (cost.is_sane() if kind in _TYPED else cost == _NO_COST):
        raise ValueError
    length = _LENGTHS.get(kind, _CLOSED if closed else _NONCE + _KEY + 16)
    if kind is SlotKind.PIN and closed:
        length = _NONCE + 16 + _CLOSED
    salt, wrapped = _decode(found["salt"], _SALT), _decode(found["wrapped"], length)
    slot = Slot(_id(found["id"]), kind, _text(found["backend"]), salt, cost, wrapped)
    if closed:
        slot = replace(slot, public=_text(found["public"]), made=_day(found.get("made", "")))
        _decode(slot.public, _KEY)
    if not later:
        return slot
    named = {key: _text(found[key]) for key in ("owner", "device", "seal", "public")}
    for key in ("owner", "device", "seal"):
        if not _ID.fullmatch(named[key]) if kind is SlotKind.PIN else named[key]:
            raise ValueError
    if kind is not SlotKind.PIN and (kind is SlotKind.CENTRE) == bool(named["public"]):
        raise ValueError
    label = base64.b64decode(_text(found["label"]), validate=True)
    owner, device, seal, public = (named[key] for key in ("owner", "device", "seal", "public"))
    return replace(slot, label=label, owner=owner, device=device, seal=seal, public=public)


_FIRST_KEYS = frozenset({"id", "kind", "backend", "salt", "cost", "wrapped"})
_LATER_KEYS = frozenset({"owner", "device", "seal", "label", "public"})
_CLOSED = 2 * _KEY + 16
_LENGTHS = {
    SlotKind.PIN: 2 * (_NONCE + 16) + _KEY,
    SlotKind.ORG: _CLOSED,
    SlotKind.CENTRE: _NONCE + 2 * _KEY + 16,
    SlotKind.DESK: _CLOSED + _KEY,
}


def _day(value: object) -> str:
    return date.fromisoformat(_text(value)).isoformat() if value else ""


def _account(value: object) -> str:
    """An account becomes part of a file's name."""
    if not re.fullmatch("[0-9a-f]{16}-[0-9a-f]{16}", _text(value)):
        raise ValueError
    return _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _id(value: object) -> str:
    """Ids become part of a file's name, so nothing but what `new_id` makes is let through."""
    if not _ID.fullmatch(_text(value)):
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
    write_private(file, json.dumps(content_of(keyslots), indent=1).encode())


def content_of(keyslots: Keyslots) -> dict[str, object]:
    """What is written down. Slots without the later kinds are ones that older versions read."""
    slots = [_slot_content(slot) for slot in keyslots.slots]
    content: dict[str, object] = {"format": _FIRST, "store": keyslots.store, "slots": slots}
    newest = bool(keyslots.key_id) or any(
        slot.kind in _NO_WAY or (slot.kind in _TYPED and slot.public) for slot in keyslots.slots
    )
    if newest or keyslots.retired or any(slot.kind in _LATER for slot in keyslots.slots):
        retired = [list(each) for each in keyslots.retired]
        content |= {"format": FORMAT if newest else _SECOND, "retired": retired}
    if keyslots.key_id:
        content["key"] = keyslots.key_id
    return content


def _slot_content(slot: Slot) -> Mapping[str, object]:
    content: dict[str, object] = {
        "id": slot.id,
        "kind": slot.kind.value,
        "backend": slot.backend,
        "salt": base64.b64encode(slot.salt).decode(),
        "cost": [slot.cost.passes, slot.cost.memory, slot.cost.lanes],
        "wrapped": base64.b64encode(slot.wrapped).decode(),
    }
    if slot.kind in _LATER:
        label = base64.b64encode(slot.label).decode()
        content |= {
            "owner": slot.owner,
            "device": slot.device,
            "seal": slot.seal,
            "label": label,
            "public": slot.public,
        }
    elif slot.public:
        content["public"] = slot.public
        if slot.made:
            content["made"] = slot.made
    return content
