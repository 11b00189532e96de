"""PINs of the staff, the organisation's key, and what still opens when one of them is lost."""

from __future__ import annotations

import base64
import json
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from keyring.errors import KeyringError

from talentdesk.store import keyslots, pinslots, sealing, tries
from talentdesk.store import place as places
from talentdesk.store.device import Device
from talentdesk.store.keyslots import Cost, SlotKind
from talentdesk.store.trouble import (
    DeviceKeyLost,
    KeyringLocked,
    KeyslotsDamaged,
    StoreTrouble,
    WrongSecret,
)
from talentdesk.store.trouble_keys import (
    NoSuchColleague,
    PinBlocked,
    PinsElsewhere,
    PinWaits,
    RecoveryCodeFirst,
    SignInNeeded,
    WeakPin,
    WrongKeyFile,
    WrongPin,
)
from talentdesk.store.vault import Protection, Vault, names_here, pause_here

ANA, BAO = "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"
PINS = {ANA: "739154", BAO: "４０２８６１"}
REAL_COST = keyslots._TYPED_COST


class Ring:
    """A keyring as the system's."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.locked = self.clings = False

    def get_password(self, service: str, username: str) -> str | None:
        self._answer()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._answer()
        if self.clings:
            raise KeyringError("not now")
        del self.entries[service, username]

    def _answer(self) -> None:
        if self.locked:
            raise KeyringError("locked")


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def wait(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass
class Counter:
    """A counter with two colleagues, a recovery code and an organisation's key."""

    place: Path
    device: Device
    clock: Clock
    key: bytes
    code: str
    organisation: bytes

    def sign_in(self, owner: str, pin: str = "", device: Device | None = None) -> Vault:
        return Vault.open_with_pin(self.place, owner, pin or PINS[owner], self.clock, device or self.device)

    def opens(self, act: Callable[[], Vault]) -> bool:
        try:
            return act().key == self.key
        except StoreTrouble:
            return False

    @property
    def file(self) -> Path:
        return self.place / places.KEYSLOTS

    def content(self) -> dict[str, list[dict[str, object]]]:
        found: dict[str, list[dict[str, object]]] = json.loads(self.file.read_text())
        return found


@pytest.fixture(autouse=True)
def _cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyslots, "_TYPED_COST", Cost(1, 19_456, 1))


@pytest.fixture(params=["keyring", "file"])
def device(request: pytest.FixtureRequest, tmp_path: Path) -> Device:
    return Device(tmp_path / "config", {"SecretService": Ring()} if request.param == "keyring" else {})


def counter_at(place: Path, device: Device) -> Counter:
    vault, clock = Vault.open(place, device.folder, device.rings), Clock()
    code = vault.new_recovery_code()
    vault.set_pin(ANA, "Ana 陳", PINS[ANA], clock, code, device)
    vault.set_pin(BAO, "Bao", PINS[BAO], clock, device=device)
    pair = sealing.new_keys(age=True)
    vault.set_organisation(pair.public)
    return Counter(place, device, clock, vault.key, code, pair.private)


@pytest.fixture
def counter(place: Path, device: Device) -> Counter:
    return counter_at(place, device)


def secrets_of(device: Device) -> set[str]:
    """Accounts this computer keeps secrets under."""
    for ring in device.rings.values():
        assert isinstance(ring, Ring)
        return {account for _service, account in ring.entries}
    return {file.stem for file in (device.folder / "devices").iterdir()}


# ---- what opens


def test_each_signs_in_with_a_pin_of_their_own(counter: Counter) -> None:
    for owner in (ANA, BAO):
        vault = counter.sign_in(owner)
        assert vault.key == counter.key
        assert vault.protection is Protection.PIN
    assert names_here(counter.place, counter.device) == ((ANA, "Ana 陳"), (BAO, "Bao"))
    with pytest.raises(WrongPin):
        counter.sign_in(ANA, "402861")
    with pytest.raises(NoSuchColleague):
        counter.sign_in("c" * 16, PINS[ANA])


def test_full_width_digits_are_digits(counter: Counter) -> None:
    assert counter.sign_in(BAO, "402861").key == counter.key


def test_the_computer_alone_opens_nothing(counter: Counter) -> None:
    with pytest.raises(SignInNeeded):
        Vault.open(counter.place, counter.device.folder, counter.device.rings)
    with pytest.raises(SignInNeeded):
        Vault.open_there(counter.place, counter.device.folder)
    assert counter.sign_in(ANA).ways() == {SlotKind.PIN, SlotKind.RECOVERY, SlotKind.ORG}
    # Nothing is left that once opened by itself: two secrets for the PINs, and the count of tries.
    assert len(secrets_of(counter.device)) == 3


def test_a_pin_alone_opens_nothing(counter: Counter, tmp_path: Path) -> None:
    elsewhere = Device(tmp_path / "other", {})
    with pytest.raises((PinsElsewhere, KeyringLocked)):
        counter.sign_in(ANA, device=elsewhere)
    with pytest.raises((PinsElsewhere, KeyringLocked)):
        names_here(counter.place, elsewhere)
    content = counter.file.read_bytes() + (counter.place / tries.TRIES).read_bytes()
    for word in ("Ana", "Bao", base64.b64encode(b"Bao").decode(), PINS[ANA]):
        assert word.encode() not in content


def test_the_right_pin_on_another_computer_is_refused(counter: Counter, tmp_path: Path) -> None:
    """The other computer has secrets of its own for the same store and slots."""
    other = Device(tmp_path / "other", {})
    for slot in keyslots.read(counter.file).of_kind(SlotKind.PIN):
        for id in (slot.device, slot.seal):
            other.keep(counter.place, f"{keyslots.read(counter.file).store}-{id}", bytes(range(32)))
    content = counter.content()
    for each in content["slots"]:
        each["backend"] = ""
    counter.file.write_text(json.dumps(content))
    with pytest.raises((WrongPin, PinsElsewhere)):
        counter.sign_in(ANA, device=other)


def test_a_guess_at_a_pin_is_dear(monkeypatch: pytest.MonkeyPatch, counter: Counter) -> None:
    monkeypatch.setattr(keyslots, "_TYPED_COST", REAL_COST)
    counter.sign_in(ANA).set_pin(ANA, "Ana", "975310", counter.clock, device=counter.device)
    (slot,) = [slot for slot in keyslots.read(counter.file).slots if slot.owner == ANA]
    assert slot.cost == Cost(3, 65_536, 4)


@pytest.mark.parametrize("pin", ["", "73915", "111111", "123456", "987654", "１２３４５６", "qwerty", "abcdef"])
def test_a_pin_that_is_guessed_first_is_refused(counter: Counter, pin: str) -> None:
    with pytest.raises(WeakPin):
        counter.sign_in(ANA).set_pin(ANA, "Ana", pin, counter.clock, device=counter.device)
    assert counter.sign_in(ANA).key == counter.key


# ---- no loss of one thing loses data


def without_keyring(counter: Counter, tmp_path: Path) -> Counter:
    counter.device = Device(tmp_path / "a new computer", {})
    return counter


LOSSES = {
    "nothing": ({"pin", "colleague", "code", "organisation"}, lambda counter, _tmp: counter),
    "computer": ({"code", "organisation"}, without_keyring),
    "pin": ({"colleague", "code", "organisation"}, lambda counter, _tmp: PINS_FORGOTTEN(counter, ANA)),
    "colleague": ({"pin", "code", "organisation"}, lambda counter, _tmp: PINS_FORGOTTEN(counter, BAO)),
    "both pins": ({"code", "organisation"}, lambda counter, _tmp: PINS_FORGOTTEN(counter, ANA, BAO)),
    "code": ({"pin", "colleague", "organisation"}, lambda counter, _tmp: lost_code(counter)),
    "organisation": ({"pin", "colleague", "code"}, lambda counter, _tmp: lost_key_file(counter)),
}


def PINS_FORGOTTEN(counter: Counter, *owners: str) -> Counter:
    content = counter.content()
    content["slots"] = [slot for slot in content["slots"] if slot.get("owner") not in owners]
    counter.file.write_text(json.dumps(content))
    return counter


def lost_code(counter: Counter) -> Counter:
    counter.code = "0000"
    return counter


def lost_key_file(counter: Counter) -> Counter:
    counter.organisation = sealing.new_keys().private
    return counter


@pytest.mark.parametrize("loss", LOSSES)
def test_losing_one_thing_never_loses_data(counter: Counter, tmp_path: Path, loss: str) -> None:
    left, lose = LOSSES[loss]
    lose(counter, tmp_path)
    ways = {
        "pin": lambda: counter.sign_in(ANA),
        "colleague": lambda: counter.sign_in(BAO),
        "code": lambda: Vault.open_with_code(counter.place, counter.code),
        "organisation": lambda: Vault.open_with_key_file(counter.place, counter.organisation),
    }
    assert {name for name, way in ways.items() if counter.opens(way)} == left


def test_after_the_computer_was_lost_pins_are_set_for_the_new_one(counter: Counter, tmp_path: Path) -> None:
    new = Device(tmp_path / "new", {"SecretService": Ring()})
    vault = Vault.open_with_code(counter.place, counter.code)
    assert not vault.remember_here(new.folder, new.rings)
    vault.set_pin(BAO, "Bao", "864209", counter.clock, device=new)
    assert counter.sign_in(BAO, "864209", new).key == counter.key
    assert names_here(counter.place, new) == ((BAO, "Bao"),)
    assert Vault.open_with_code(counter.place, counter.code).key == counter.key


# ---- from one way to the other


def test_the_recovery_code_is_demanded_before_the_first_pin(place: Path, device: Device) -> None:
    vault, clock = Vault.open(place, device.folder, device.rings), Clock()
    with pytest.raises(RecoveryCodeFirst):
        vault.set_pin(ANA, "Ana", PINS[ANA], clock, device=device)
    code = vault.new_recovery_code()
    with pytest.raises(RecoveryCodeFirst):
        vault.set_pin(ANA, "Ana", PINS[ANA], clock, device=device)
    with pytest.raises(WrongSecret):
        vault.set_pin(ANA, "Ana", PINS[ANA], clock, "1234-5678", device)
    assert Vault.open(place, device.folder, device.rings).key == vault.key
    vault.set_pin(ANA, "Ana", PINS[ANA], clock, code, device)
    with pytest.raises(SignInNeeded):
        Vault.open(place, device.folder, device.rings)


def test_whatever_fails_on_the_way_leaves_a_way_in(
    place: Path, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each write to a disk or keyring fails in turn: the old way or the new one opens, and always the code."""
    clock, failed = Clock(), 0
    for forward in (True, False):
        for number in range(40):
            shutil.rmtree(place, ignore_errors=True)
            vault = Vault.open(place, device.folder, device.rings)
            code = vault.new_recovery_code()
            if not forward:
                vault.set_pin(ANA, "Ana", PINS[ANA], clock, code, device)
            count = iter(range(1000))

            def stumble(*_: object, calls=count, at=number, then=places.write_private) -> None:  # type: ignore[no-untyped-def]
                if next(calls) == at:
                    raise StoreTrouble
                then(*_)

            with monkeypatch.context() as patch:
                for module in ("keyslots", "keyrings", "device", "tries"):
                    patch.setattr(f"talentdesk.store.{module}.write_private", stumble)
                try:
                    if forward:
                        vault.set_pin(ANA, "Ana", PINS[ANA], clock, code, device)
                    else:
                        vault.end_pins(device)
                except StoreTrouble:
                    failed += 1
            alone = opens(lambda place=place: Vault.open(place, device.folder, device.rings), vault.key)
            with_pin = opens(lambda place=place: Vault.open_with_pin(place, ANA, PINS[ANA], clock, device), vault.key)
            assert alone != with_pin, (forward, number, alone, with_pin)
            assert Vault.open_with_code(place, code).key == vault.key
            if next(count) <= number:
                break
    assert failed > 4


def opens(act: Callable[[], Vault], key: bytes) -> bool:
    try:
        return act().key == key
    except StoreTrouble:
        return False


def test_an_old_slot_file_does_not_bring_the_way_without_pin_back(place: Path, device: Device) -> None:
    vault, clock = Vault.open(place, device.folder, device.rings), Clock()
    code = vault.new_recovery_code()
    before = (place / places.KEYSLOTS).read_bytes()
    vault.set_pin(ANA, "Ana", PINS[ANA], clock, code, device)
    (place / places.KEYSLOTS).write_bytes(before)
    with pytest.raises(DeviceKeyLost):
        Vault.open(place, device.folder, device.rings)


def test_what_the_keyring_does_not_let_go_of_is_deleted_later(place: Path, tmp_path: Path) -> None:
    ring = Ring()
    device, clock = Device(tmp_path / "config", {"SecretService": ring}), Clock()
    vault = Vault.open(place, device.folder, device.rings)
    code = vault.new_recovery_code()
    ring.clings = True
    vault.set_pin(ANA, "Ana", PINS[ANA], clock, code, device)
    assert len(ring.entries) == 4
    ring.clings = False
    Vault.open_with_pin(place, ANA, PINS[ANA], clock, device)
    assert len(ring.entries) == 3


def test_the_way_back_lets_the_computer_open_again(counter: Counter) -> None:
    counter.sign_in(ANA).end_pins(counter.device)
    assert Vault.open(counter.place, counter.device.folder, counter.device.rings).key == counter.key
    assert names_here(counter.place, counter.device) == ()
    assert Vault.open_with_code(counter.place, counter.code).key == counter.key


def test_a_locked_keyring_is_named(place: Path, tmp_path: Path) -> None:
    ring = Ring()
    counter = counter_at(place, Device(tmp_path / "config", {"SecretService": ring}))
    ring.locked = True
    with pytest.raises(KeyringLocked):
        counter.sign_in(ANA)


# ---- somebody leaves


def test_who_left_opens_nothing_also_not_with_an_older_copy(counter: Counter) -> None:
    before = counter.file.read_bytes()
    counter.sign_in(ANA).remove_pin(BAO, counter.device)
    after = counter.file.read_bytes()
    with pytest.raises(NoSuchColleague):
        counter.sign_in(BAO)
    counter.file.write_bytes(before)
    with pytest.raises(PinsElsewhere):
        counter.sign_in(BAO)
    counter.file.write_bytes(after)
    assert counter.sign_in(ANA).key == counter.key
    assert len(secrets_of(counter.device)) == 3


def test_the_last_pin_is_not_removed_by_itself(counter: Counter) -> None:
    vault = counter.sign_in(ANA)
    vault.remove_pin(BAO, counter.device)
    with pytest.raises(SignInNeeded):
        vault.remove_pin(ANA, counter.device)
    assert counter.sign_in(ANA).key == counter.key


def test_a_new_pin_takes_the_place_of_the_old_one(counter: Counter) -> None:
    counter.sign_in(ANA).set_pin(BAO, "Bao", "975310", counter.clock, device=counter.device)
    with pytest.raises(WrongPin):
        counter.sign_in(BAO)
    assert counter.sign_in(BAO, "975310").key == counter.key


# ---- the organisation


def test_another_key_file_opens_nothing(counter: Counter) -> None:
    for content in (sealing.new_keys(age=True).private, b"", b"nothing of a key", bytes(100)):
        with pytest.raises(WrongKeyFile):
            Vault.open_with_key_file(counter.place, content)
    vault = Vault.open_with_key_file(counter.place, counter.organisation)
    vault.remove_organisation()
    with pytest.raises(WrongKeyFile):
        Vault.open_with_key_file(counter.place, counter.organisation)


def test_what_another_window_added_is_not_lost(counter: Counter) -> None:
    one, other = counter.sign_in(ANA), counter.sign_in(BAO)
    other.set_pin(BAO, "Bao", "975310", counter.clock, device=counter.device)
    one.new_recovery_code()
    assert counter.sign_in(BAO, "975310").key == counter.key


# ---- guessing


def wrong(counter: Counter, owner: str = ANA) -> None:
    with pytest.raises(WrongPin):
        counter.sign_in(owner, "000001")


def test_after_five_tries_each_next_one_waits(counter: Counter) -> None:
    for _ in range(5):
        wrong(counter)
    for pause in (30, 60, 300, 900, 900):
        with pytest.raises(PinWaits) as waits:
            counter.sign_in(ANA)  # the right one waits too
        assert waits.value.seconds == pause == pause_here(counter.place, ANA, counter.clock, counter.device)
        counter.clock.wait(pause - 1)
        with pytest.raises(PinWaits):
            counter.sign_in(ANA)
        counter.clock.wait(1)
        wrong(counter)
    assert counter.sign_in(BAO).key == counter.key  # others are not kept out


def test_after_twenty_tries_only_recovery_opens(counter: Counter) -> None:
    for _ in range(20):
        wrong(counter)
        counter.clock.wait(900)
    counter.clock.wait(1_000_000)
    with pytest.raises(PinBlocked):
        counter.sign_in(ANA)
    assert Vault.open_with_code(counter.place, counter.code).key == counter.key
    counter.sign_in(BAO).set_pin(ANA, "Ana", "975310", counter.clock, device=counter.device)
    assert counter.sign_in(ANA, "975310").key == counter.key


def test_the_right_pin_sets_the_count_back(counter: Counter) -> None:
    for _ in range(4):
        wrong(counter)
    counter.sign_in(ANA)
    for _ in range(5):
        wrong(counter)
    with pytest.raises(PinWaits):
        counter.sign_in(ANA)


def test_a_try_is_counted_before_it_is_made(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is ended while it tries: nothing is gained by that."""
    monkeypatch.setattr("talentdesk.store.pinslots.open_pin", lambda *_: (_ for _ in ()).throw(SystemExit))
    for _ in range(5):
        with pytest.raises(SystemExit):
            counter.sign_in(ANA)
    with pytest.raises(PinWaits):
        counter.sign_in(ANA)


@pytest.mark.parametrize("change", ["put back", "deleted", "made up"])
def test_a_count_that_was_put_back_gains_nothing_and_is_noticed(counter: Counter, change: str) -> None:
    file = counter.place / tries.TRIES
    before = file.read_bytes()
    for _ in range(5):
        wrong(counter)
    if change == "put back":
        file.write_bytes(before)
    elif change == "deleted":
        file.unlink()
    else:
        file.write_bytes(before[:-1])
    with pytest.raises(PinWaits):
        counter.sign_in(ANA)
    counter.clock.wait(30)
    vault = counter.sign_in(ANA)
    assert vault.tries_put_back
    assert not counter.sign_in(ANA).tries_put_back


def test_a_count_put_back_outside_alone_gains_nothing_either(counter: Counter) -> None:
    account = f"{keyslots.read(counter.file).store}-tries"
    backend = "SecretService" if counter.device.rings else ""
    before = counter.device.noted(backend, account)
    for _ in range(5):
        wrong(counter)
    counter.device.note(backend, account, before)
    with pytest.raises(PinWaits):
        counter.sign_in(ANA)
    counter.clock.wait(30)
    assert counter.sign_in(ANA).tries_put_back


def test_a_clock_that_is_set_back_does_not_end_the_pause_nor_make_it_longer(counter: Counter) -> None:
    for _ in range(5):
        wrong(counter)
    counter.clock.wait(-100_000)
    with pytest.raises(PinWaits) as waits:
        counter.sign_in(ANA)
    assert waits.value.seconds == 30
    counter.clock.wait(30)
    assert counter.sign_in(ANA).key == counter.key


# ---- slots that somebody changed (G9)


def test_600_of_600_changed_slot_files_are_refused(tmp_path: Path) -> None:
    counter = counter_at(tmp_path / "data", Device(tmp_path / "config", {}))
    chance, whole = random.Random(1126), counter.file.read_text()
    ways: dict[str, Callable[[], Vault]] = {
        "pin": lambda: counter.sign_in(ANA),
        "recovery": lambda: Vault.open_with_code(counter.place, counter.code),
        "org": lambda: Vault.open_with_key_file(counter.place, counter.organisation),
    }
    for way in ways.values():
        assert counter.opens(way)
    counts = {
        file: file.read_bytes() for file in (counter.place / tries.TRIES, *counter.device.folder.rglob("*tries*"))
    }
    assert len(counts) == 2
    refused = 0
    for _ in range(600):
        content = json.loads(whole)
        kind = chance.choice(list(ways))
        slot = next(each for each in content["slots"] if each["kind"] == kind and each.get("owner") in (None, ANA, ""))
        change(slot, content, chance)
        counter.file.write_text(json.dumps(content))
        refused += not counter.opens(ways[kind])
        for file, before in counts.items():  # both places: this is not about guessing
            file.write_bytes(before)
    counter.file.write_text(whole)
    assert all(map(counter.opens, ways.values()))
    assert refused == 600


def change(slot: dict[str, object], content: dict[str, list[object]], chance: random.Random) -> None:
    """One bit, a weaker cost, another kind, owner or secret, a field too many or too few, an older form."""
    choices = ["wrapped", "salt", "label", "cost", "kind", "owner", "device", "seal", "more", "less", "older", "public"]
    if slot["kind"] == "recovery":
        choices = ["wrapped", "salt", "cost", "kind", "more", "less"]
    elif slot["kind"] == "org":
        choices = ["wrapped", "salt", "label", "cost", "kind", "owner", "more", "less", "older", "public"]
    what = chance.choice(choices)
    if what in ("wrapped", "salt"):
        raw = bytearray(base64.b64decode(str(slot[what])))
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        slot[what] = base64.b64encode(raw).decode()
    elif what == "label":
        slot[what] = base64.b64encode(bytes(40)).decode()
    elif what == "cost":
        costs = [[2, 65536, 4], [1, 19457, 1], [0, 0, 0], [1, 8, 1], [3, 1 << 30, 4]]
        slot[what] = chance.choice([cost for cost in costs if cost != slot[what]])
    elif what == "kind":
        slot[what] = chance.choice(sorted({"device", "file", "passphrase", "pin", "org"} - {str(slot[what])}))
    elif what in ("owner", "device", "seal"):
        slot[what] = f"{chance.randrange(16**16):016x}"
    elif what == "public":
        slot[what] = sealing.age_key(sealing.new_keys().public)
    elif what == "more":
        slot["extra"] = 1
    elif what == "less":
        del slot["backend"]
    else:
        content["format"] = 1  # type: ignore[assignment]
        content.pop("retired")


def test_a_slot_without_pin_that_was_put_beside_the_pins_opens_nothing(place: Path, device: Device) -> None:
    """Also where this computer still has its secret."""
    vault, clock = Vault.open(place, device.folder, device.rings), Clock()
    own = json.loads((place / places.KEYSLOTS).read_text())["slots"][0]
    code = vault.new_recovery_code()
    kept = {account: Device.fetch(device, own["backend"], account) for account in secrets_of(device)}
    vault.set_pin(ANA, "Ana", PINS[ANA], clock, code, device)
    content = json.loads((place / places.KEYSLOTS).read_text())
    content["slots"].append(own)
    (place / places.KEYSLOTS).write_text(json.dumps(content))
    for account, secret in kept.items():
        device.keep(place, account, secret)
    with pytest.raises(SignInNeeded):
        Vault.open(place, device.folder, device.rings)


@pytest.mark.parametrize(
    "content",
    [
        {"format": 2, "store": "0123456789abcdef", "slots": []},
        {"format": 2, "store": "0123456789abcdef", "slots": [], "retired": [["", "../../etc/passwd"]]},
        {"format": 4, "store": "0123456789abcdef", "slots": [], "retired": []},
        {"format": 2, "store": "0123456789abcdef", "slots": [], "retired": [], "key": "0123456789abcdef"},
        {"format": 3, "store": "0123456789abcdef", "slots": [], "retired": [], "key": "../../etc/passwd"},
    ],
)
def test_a_later_slot_file_of_another_shape_is_not_trusted(counter: Counter, content: object) -> None:
    counter.file.write_text(json.dumps(content))
    with pytest.raises(KeyslotsDamaged):
        counter.sign_in(ANA)


def test_without_pins_the_file_stays_as_older_versions_read_it(place: Path, device: Device) -> None:
    Vault.open(place, device.folder, device.rings)
    assert json.loads((place / places.KEYSLOTS).read_text())["format"] == 1


def test_ways_of_an_older_version_open_and_a_pin_becomes_one_of_this(counter: Counter) -> None:
    """Slots as they were before what is typed led to a pair of keys."""
    slots = keyslots.read(counter.file)
    old = slots.without(*(slot.id for slot in slots.slots if slot.public and slot.kind is not SlotKind.ORG))
    for slot in slots.slots:
        bare = replace(slot, public="")
        if slot.kind is SlotKind.RECOVERY:
            made = keyslots.wrap(
                keyslots._wrapping_key(bare, keyslots.code_bytes(counter.code)), counter.key, slots.header(bare)
            )
            old = old.with_made(replace(bare, wrapped=made))
        if slot.kind is SlotKind.PIN:
            device, seal = (
                counter.device.fetch(slot.backend, f"{slots.store}-{id}") for id in (slot.device, slot.seal)
            )
            inner = keyslots.wrap(pinslots._inner_key(bare, PINS[slot.owner], device), counter.key, slots.header(bare))
            old = old.with_made(replace(bare, wrapped=pinslots._around(slots, bare, inner, (slot.seal, seal))))
    keyslots.write(counter.file, old)
    assert json.loads(counter.file.read_text())["format"] == 2
    assert Vault.open_with_code(counter.place, counter.code).key == counter.key
    assert counter.sign_in(ANA).key == counter.key
    public = {slot.owner: bool(slot.public) for slot in keyslots.read(counter.file).of_kind(SlotKind.PIN)}
    assert public == {ANA: True, BAO: False}
    assert counter.sign_in(ANA).key == counter.key
    assert counter.sign_in(BAO).key == counter.key
