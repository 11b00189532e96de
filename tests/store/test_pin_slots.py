"""A slot for a PIN by itself: each of the three secrets is needed, whatever else would also keep a stranger out."""

from __future__ import annotations

import pytest

from talentdesk.store import keyslots, pinslots
from talentdesk.store.keyslots import Cost, Keyslots
from talentdesk.store.trouble import WrongSecret

KEY = bytes(range(32))
DEVICE, SEAL = b"d" * 32, b"s" * 32
NAMES = ("0" * 16, "1" * 16)


@pytest.fixture
def slots(monkeypatch: pytest.MonkeyPatch) -> Keyslots:
    monkeypatch.setattr(keyslots, "_TYPED_COST", Cost(1, 19_456, 1))
    return pinslots.with_pin(
        Keyslots("2" * 16), KEY, "3" * 16, "Lurdes", "820417", "", (NAMES[0], DEVICE), (NAMES[1], SEAL)
    )


def test_all_three_together_open(slots: Keyslots) -> None:
    assert pinslots.open_pin(slots, slots.slots[0], "820417", DEVICE, SEAL) == KEY


@pytest.mark.parametrize(
    ("pin", "device", "seal"),
    [("820418", DEVICE, SEAL), ("820417", b"D" * 32, SEAL), ("820417", DEVICE, b"S" * 32)],
    ids=["another PIN", "another computer's secret", "an exchanged seal"],
)
def test_none_of_the_three_may_be_another(slots: Keyslots, pin: str, device: bytes, seal: bytes) -> None:
    with pytest.raises(WrongSecret):
        pinslots.open_pin(slots, slots.slots[0], pin, device, seal)


def test_an_older_copy_of_the_slots_does_not_open_with_the_seal_of_today(slots: Keyslots) -> None:
    """Somebody left: the seal was exchanged, the PIN and the computer are the same."""
    today = pinslots.resealed(slots, SEAL, ("4" * 16, b"n" * 32))
    assert pinslots.open_pin(today, today.slots[0], "820417", DEVICE, b"n" * 32) == KEY
    with pytest.raises(WrongSecret):
        pinslots.open_pin(slots, slots.slots[0], "820417", DEVICE, b"n" * 32)
    with pytest.raises(WrongSecret):
        pinslots.open_pin(today, today.slots[0], "820417", DEVICE, SEAL)
