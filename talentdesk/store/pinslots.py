"""Slots that a PIN opens together with this computer's own secrets, and one that the organisation's key opens.

A PIN's slot is closed twice. Inside with the PIN (Argon2id) joined with the computer's secret `device`; around that
with its secret `seal`, which is exchanged when somebody leaves: an older copy of the slot file opens nothing then,
although its owner knows the PIN. Nobody's PIN is needed for the exchange.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from talentdesk.store import keyslots, sealing
from talentdesk.store.keyslots import Keyslots, Slot, SlotKind
from talentdesk.store.trouble import WrongSecret
from talentdesk.store.trouble_keys import WeakPin, WrongKeyFile

_SHORTEST = 6
_INFO = b"talentdesk/pin/v1/"
_ROWS = ("01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop")


def pin_bytes(typed: str) -> bytes:
    """A PIN as typed, full-width digits like others."""
    return unicodedata.normalize("NFKC", typed).encode("utf-8", "surrogatepass")


def require_strength(pin: str) -> None:
    """Raise WeakPin below 6 characters, for one character repeated and for a row of the keyboard."""
    plain = unicodedata.normalize("NFKC", pin).lower()
    if len(plain) < _SHORTEST or len(set(plain)) == 1 or any(plain in row for row in _ROWS):
        raise WeakPin


def with_pin(
    slots: Keyslots, key: bytes, owner: str, name: str, pin: str, backend: str, device: tuple[str, bytes],
    seal: tuple[str, bytes],
) -> Keyslots:  # fmt: skip
    """A copy in which this person's PIN opens on this computer, in place of an earlier PIN. `device` and `seal` are the
    ids and secrets of this computer."""
    slot = Slot(
        id=keyslots.new_id(),
        kind=SlotKind.PIN,
        backend=backend,
        salt=keyslots.new_salt(),
        cost=keyslots.cost_of(SlotKind.PIN),
        owner=owner,
        device=device[0],
        seal=seal[0],
        label=seal_name(slots, owner, name, device[1]),
    )
    slot = replace(slot, public=sealing.pair_of(_inner_key(slot, pin, device[1])).public)
    made = replace(slot, wrapped=_around(slots, slot, slots.sealed(slot, key), seal))
    return without_owner(slots, owner).with_made(made)


def open_pin(slots: Keyslots, slot: Slot, pin: str, device: bytes, seal: bytes) -> bytes:
    """The store's key. WrongSecret for another PIN or computer, or a changed slot."""
    inner = keyslots.unwrap(_seal_key(slot, seal), slot.wrapped, _seal_header(slots, slot))
    if slot.public:
        return keyslots.unseal(_inner_key(slot, pin, device), inner, slots.header(slot))
    return keyslots.unwrap(_inner_key(slot, pin, device), inner, slots.header(slot))


def resealed(slots: Keyslots, old: bytes, new: tuple[str, bytes]) -> Keyslots:
    """A copy whose PINs need this computer's new secret `seal` in place of the old one."""
    changed = []
    for slot in slots.slots:
        if slot.kind is SlotKind.PIN:
            inner = keyslots.unwrap(_seal_key(slot, old), slot.wrapped, _seal_header(slots, slot))
            slot = replace(slot, seal=new[0])
            slot = replace(slot, wrapped=_around(slots, slot, inner, new))
        changed.append(slot)
    return replace(slots, slots=tuple(changed))


def is_closed_for_its_owner(slots: Keyslots, slot: Slot, key: bytes, seal: bytes) -> bool:
    """Whether the slot is as it was made: whoever has the key can tell, as closing leads to the same each time."""
    try:
        inner = keyslots.unwrap(_seal_key(slot, seal), slot.wrapped, _seal_header(slots, slot))
    except WrongSecret:
        return False
    return inner == slots.sealed(slot, key)


def reissued(slots: Keyslots, slot: Slot, key: bytes, seal: tuple[str, bytes]) -> Slot:
    """The slot for another key of the store, behind another `seal`."""
    slot = replace(slot, seal=seal[0])
    return replace(slot, wrapped=_around(slots, slot, slots.sealed(slot, key), seal))


def without_owner(slots: Keyslots, owner: str) -> Keyslots:
    """A copy without this person's PIN."""
    return slots.without(*(slot.id for slot in slots.of_kind(SlotKind.PIN) if slot.owner == owner))


def seal_name(slots: Keyslots, owner: str, name: str, device: bytes) -> bytes:
    """The name as it stands in the slot file: readable for this computer alone."""
    return keyslots.wrap(_derive(device, b"", b"name"), name.encode("utf-8", "replace"), _name_header(slots, owner))


def name_of(slots: Keyslots, slot: Slot, device: bytes) -> str:
    """The owner's name. WrongSecret on another computer."""
    return keyslots.unwrap(_derive(device, b"", b"name"), slot.label, _name_header(slots, slot.owner)).decode()


def tries_key(device: bytes) -> bytes:
    """What the counts of wrong PINs are authenticated with."""
    return _derive(device, b"", b"tries")


# ---- the organisation


def with_organisation(slots: Keyslots, key: bytes, public: str) -> Keyslots:
    """A copy that the owner of this public key opens, in place of an earlier one. Raises sealing.KeyUnusable."""
    public = sealing.age_key(public)
    slot = Slot(keyslots.new_id(), SlotKind.ORG, "", keyslots.new_salt(), keyslots.cost_of(SlotKind.ORG), public=public)
    closed = sealing.seal(key, slots.header(slot), public=public)
    outdated = (each.id for each in slots.of_kind(SlotKind.ORG))
    return slots.without(*outdated).with_made(replace(slot, wrapped=closed))


def open_organisation(slots: Keyslots, slot: Slot, private: bytes) -> bytes:
    """The store's key, opened with the content of the organisation's private key file. Raises WrongKeyFile."""
    try:
        return sealing.unseal(slot.wrapped, slots.header(slot), private=private)
    except (sealing.SealedToAnother, sealing.KeyUnusable):
        raise WrongKeyFile from None


# ---- keys


def _around(slots: Keyslots, slot: Slot, inner: bytes, seal: tuple[str, bytes]) -> bytes:
    return keyslots.wrap(_seal_key(slot, seal[1]), inner, _seal_header(slots, slot))


def _seal_header(slots: Keyslots, slot: Slot) -> bytes:
    return slots.header(slot) + slot.seal.encode()


def _seal_key(slot: Slot, seal: bytes) -> bytes:
    return _derive(seal, slot.salt, b"seal")


def _inner_key(slot: Slot, pin: str, device: bytes) -> bytes:
    return _derive(keyslots.stretched(slot, pin_bytes(pin)) + device, slot.salt, b"pin")


def _name_header(slots: Keyslots, owner: str) -> bytes:
    return f"{slots.store}/{owner}".encode()


def _derive(secret: bytes, salt: bytes, use: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, _INFO + use).derive(secret)
