"""What the counters of a centre share for PINs: each has it closed for its own secret, which its keyring keeps.

It is two secrets of 32 bytes, `device` and `seal` of pinslots. The centre's key opens it too, so that somebody with the
recovery code or the organisation's key can let another counter in; a PIN that was set at one counter is good at all.
"""

from __future__ import annotations

from dataclasses import replace

from talentdesk.store import keyslots, sealing
from talentdesk.store.device import Device, new_secret
from talentdesk.store.keyslots import Keyslots, Slot, SlotKind
from talentdesk.store.trouble import WrongSecret

_HALF = 32


def is_centre(slots: Keyslots) -> bool:
    """Whether the PINs go with a centre's counters instead of one computer."""
    return bool(slots.of_kind(SlotKind.CENTRE))


def shared_here(slots: Keyslots, device: Device) -> tuple[bytes, bytes] | None:
    """The two secrets as this counter has them; None where it was never let in. Raises KeyringLocked."""
    own = device.look_for(_account(slots))
    if own is None:
        return None
    public = sealing.pair_of(own).public
    for slot in slots.of_kind(SlotKind.DESK):
        if slot.public == public:
            try:
                return _halves(keyslots.unseal(own, slot.wrapped, slots.header(slot)))
            except WrongSecret:
                return None
    return None


def with_centre(slots: Keyslots, key: bytes) -> Keyslots:
    """A copy with two new secrets, which no counter has yet."""
    return slots.with_slot(SlotKind.CENTRE, key, new_secret() + new_secret())


def shared_by(slots: Keyslots, key: bytes) -> tuple[bytes, bytes]:
    """The two secrets, opened with the centre's key. Raises WrongSecret."""
    (slot,) = slots.of_kind(SlotKind.CENTRE)
    return _halves(slots.open(slot, key))


def enrolled(slots: Keyslots, key: bytes, device: Device) -> Keyslots:
    """A copy that this computer has a part in. Its own secret is kept first."""
    own = device.look_for(_account(slots))
    if own is None:
        own = new_secret()
        device.keep(None, _account(slots), own)
    public = sealing.pair_of(own).public
    slots = slots.without(*(slot.id for slot in slots.of_kind(SlotKind.DESK) if slot.public == public))
    made = Slot(keyslots.new_id(), SlotKind.DESK, "", keyslots.new_salt(), keyslots.cost_of(SlotKind.DESK))
    return slots.with_made(_closed(slots, replace(made, public=public), b"".join(shared_by(slots, key))))


def renewed(slots: Keyslots, key: bytes, seal: bytes) -> Keyslots:
    """A copy with another `seal`, for every counter that truly had the old one."""
    old = shared_by(slots, key)
    before, after = b"".join(old), old[0] + seal
    (centre,) = slots.of_kind(SlotKind.CENTRE)
    desks = [slot for slot in slots.of_kind(SlotKind.DESK) if _closed(slots, slot, before).wrapped == slot.wrapped]
    gone = (slot.id for slot in slots.of_kind(SlotKind.DESK, SlotKind.CENTRE))
    changed = slots.without(*gone).with_slot(SlotKind.CENTRE, key, after, centre.id)
    for slot in desks:
        changed = changed.with_made(_closed(slots, slot, after))
    return changed


def ended(slots: Keyslots, device: Device) -> Keyslots:
    """A copy in which no counter shares anything."""
    for backend in (*device.rings, ""):
        device.drop(backend, _account(slots))
    return slots.without(*(slot.id for slot in slots.of_kind(SlotKind.CENTRE, SlotKind.DESK)))


def _closed(slots: Keyslots, slot: Slot, content: bytes) -> Slot:
    return replace(slot, wrapped=slots.sealed(slot, content))


def _account(slots: Keyslots) -> str:
    return f"{slots.store}-desk"


def _halves(both: bytes) -> tuple[bytes, bytes]:
    return both[:_HALF], both[_HALF:]
