"""A new key for a store: what opened it before opens it no more, what opens it now does, and no power cut loses it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from talentdesk import paths
from talentdesk.core.draft import Draft
from talentdesk.service import roles, staff
from talentdesk.store import backup, keyslots, renewal, replacing, sealing, snapshots
from talentdesk.store import place as places
from talentdesk.store.audit import Action, Actor
from talentdesk.store.device import Device
from talentdesk.store.keeper import Custody, Keeper
from talentdesk.store.keyslots import Cost, SlotKind
from talentdesk.store.opened import Store, open_store
from talentdesk.store.trouble import KeyslotsDamaged, StoreInUse, StoreTrouble, WrongKey
from talentdesk.store.trouble_keys import KeyChanged, PinsElsewhere, SlotsTooOld
from talentdesk.store.vault import Vault

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
ANA, BAO = "739154", "402861"


def clock() -> datetime:
    return NOW


@pytest.fixture(autouse=True)
def _own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyslots, "_TYPED_COST", Cost(1, 19_456, 1))
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "config")
    monkeypatch.setattr("talentdesk.store.keyrings.system_keyrings", dict)


@dataclass
class Office:
    place: Path
    config: Path
    code: str
    ana: str
    bao: str
    organisation: bytes
    key: bytes

    @property
    def slots(self) -> Path:
        return self.place / places.KEYSLOTS

    def ways(self) -> dict[str, Callable[[], Vault]]:
        device = Device(self.config, {})
        return {
            "Ana": lambda: Vault.open_with_pin(self.place, self.ana, ANA, clock, device),
            "Bao": lambda: Vault.open_with_pin(self.place, self.bao, BAO, clock, device),
            "code": lambda: Vault.open_with_code(self.place, self.code),
            "passphrase": lambda: Vault.open_with_passphrase(self.place, "four words in a row"),
            "organisation": lambda: Vault.open_with_key_file(self.place, self.organisation),
        }

    def opening(self) -> set[str]:
        """The ways that lead to the cases themselves."""
        return {name for name, way in self.ways().items() if self.opens(way)}

    def opens(self, way: Callable[[], Vault]) -> bool:
        try:
            with closing(open_store(self.place, way(), now=clock)) as store:
                return store.load("a").typed == {"person.surname": "LIN"}
        except StoreTrouble:
            return False


ALL = {"Ana", "Bao", "code", "passphrase", "organisation"}


@pytest.fixture
def office(tmp_path: Path, ready: Path, vault: Vault) -> Office:
    place, pair = tmp_path / "office", sealing.new_keys()
    own = Vault.open(place)
    with closing(open_store(place, own, now=clock)) as store:
        store.save(Draft("a", "visa-extension", "2025-11-19", date(2026, 11, 26), typed={"person.surname": "LIN"}))
        code = own.new_recovery_code()
        ana = staff.add(store, "Ana", "admin", ANA, code).id
        bao = staff.add(store, "Bao", "counter", BAO).id
        own.set_passphrase("four words in a row")
        own.set_organisation(pair.public)
        store._now = lambda: NOW - timedelta(hours=1)
        store.take_snapshot()
    return Office(place, tmp_path / "config", code, ana, bao, pair.private, own.key)


def renew(office: Office) -> Vault:
    return renewal.renew(office.place, office.ways()["Ana"](), NOW)


def test_every_way_that_is_there_opens_the_cases_under_the_new_key(office: Office) -> None:
    assert office.opening() == ALL
    fresh = renew(office)
    assert fresh.key != office.key
    assert office.opening() == ALL
    assert {way().key for way in office.ways().values()} == {fresh.key}


def test_the_old_key_opens_nothing(office: Office) -> None:
    renew(office)
    for file in (office.place / places.DATABASE, *(each.file for each in snapshots.snapshots(office.place))):
        with pytest.raises(WrongKey):
            snapshots.verify(file, office.key)


def test_a_kept_copy_of_slots_secrets_and_pin_opens_nothing_of_the_present_store(
    office: Office, tmp_path: Path
) -> None:
    """Bao copied everything that was there, knows the PIN, and leaves."""
    kept = tmp_path / "kept"
    shutil.copytree(office.place, kept / "place")
    shutil.copytree(office.config, kept / "config")
    with closing(open_store(office.place, office.ways()["Ana"](), now=clock)) as store:
        store.sign_in(office.ana)
        staff.remove(store, office.bao)
    renew(office)
    assert office.opening() == ALL - {"Bao"}
    old = Vault.open_with_pin(kept / "place", office.bao, BAO, clock, Device(kept / "config", {}))
    with pytest.raises(WrongKey):
        snapshots.verify(office.place / places.DATABASE, old.key)
    present = keyslots.read(office.slots)
    for slot in present.slots:  # nor does the old key open a slot that is there now
        for secret in (old.key, Device(kept / "config", {}).fetch("", f"{present.store}-{_any_seal(kept)}")):
            with pytest.raises(StoreTrouble):
                present.open(slot, secret)
    shutil.copyfile(kept / "place" / places.KEYSLOTS, office.slots)
    with pytest.raises(PinsElsewhere):
        office.ways()["Bao"]()


def _any_seal(kept: Path) -> str:
    return keyslots.read(kept / "place" / places.KEYSLOTS).of_kind(SlotKind.PIN)[0].seal


def test_acts_and_the_desk_stay_the_same(office: Office) -> None:
    with closing(
        open_store(office.place, office.ways()["Ana"](), actor=Actor("counter", "m", "1"), now=clock)
    ) as store:
        desk, before = store.desk_key.public, len(store.acts())
    for _ in range(2):  # also under the third key
        fresh = renew(office)
        with closing(open_store(office.place, fresh, actor=Actor("counter", "m", "1"), now=clock)) as store:
            store.note(Action.PRINT, "a")
            assert store.verify_acts().breach is None
            assert store.desk_key.public == desk
            assert len({each.subject for each in store.acts() if each.action == Action.PRINT}) == 1
            assert len(store.acts()) > before


def test_a_copy_that_was_put_back_after_it_goes_on_with_the_acts(office: Office) -> None:
    fresh = renew(office)
    (copy,) = snapshots.snapshots(office.place)
    with closing(open_store(office.place, fresh, now=clock)) as store:
        store.note(Action.PRINT, "a")
    replacing.restore_snapshot(office.place, fresh.key, copy.name, NOW)
    with closing(open_store(office.place, fresh, now=clock)) as store:
        assert store.verify_acts().breach is None
        assert Action.PRINT in {each.action for each in store.acts()}


def test_a_backup_from_before_is_refused_in_its_place_and_opens_in_an_empty_folder(
    office: Office, tmp_path: Path
) -> None:
    out = tmp_path / "old.backup"
    with closing(open_store(office.place, office.ways()["Ana"](), now=clock)) as store:
        store.write_backup(out)
    renew(office)
    with pytest.raises(KeyChanged):
        backup.restore_backup(out, office.place, lambda room: Vault.open_with_code(room, office.code), NOW)
    assert office.opening() == ALL
    elsewhere = tmp_path / "elsewhere"
    old = backup.restore_backup(out, elsewhere, lambda room: Vault.open_with_code(room, office.code), NOW)
    with closing(open_store(elsewhere, old, now=clock)) as store:
        assert store.load("a").typed == {"person.surname": "LIN"}


def test_while_somebody_works_there_is_no_new_key(office: Office) -> None:
    with closing(open_store(office.place, office.ways()["Bao"](), now=clock)), pytest.raises(StoreInUse):
        renew(office)
    assert office.opening() == ALL


def test_a_code_of_an_older_version_has_to_be_made_anew_first(office: Office) -> None:
    slots = keyslots.read(office.slots)
    (slot,) = slots.of_kind(SlotKind.RECOVERY)
    bare = replace(slot, public="")
    secret = keyslots._wrapping_key(bare, keyslots.code_bytes(office.code))
    old = replace(bare, wrapped=keyslots.wrap(secret, office.key, slots.header(bare)))
    keyslots.write(office.slots, slots.without(slot.id).with_made(old))
    with pytest.raises(SlotsTooOld):
        renew(office)
    assert office.opening() == ALL
    office.code = office.ways()["Ana"]().new_recovery_code()
    renew(office)
    assert office.opening() == ALL


@pytest.mark.parametrize("kind", ["recovery", "org", "pin"])
def test_whoever_puts_an_own_public_key_into_a_slot_gets_no_key(office: Office, kind: str) -> None:
    content = json.loads(office.slots.read_text())
    pair = sealing.new_keys()
    for slot in content["slots"]:
        if slot["kind"] == kind and slot.get("owner") in (None, "", office.bao):
            slot["public"] = sealing.age_key(pair.public) if kind == "org" else pair.public
    office.slots.write_text(json.dumps(content))
    if kind == "pin":
        fresh = renew(office)  # that PIN is no longer one
        assert fresh.owners() == {office.ana}
    else:
        with pytest.raises(KeyslotsDamaged):
            renew(office)


_STEPS = 1 if os.environ.get("TALENTDESK_LONG") else 3
"""At each operation on a file, or at each third of them."""


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_at_every_step_the_old_key_or_the_new_one_opens_with_every_way(office: Office, tmp_path: Path) -> None:
    start, outcomes = tmp_path / "start", []
    shutil.copytree(office.place, start / "place")
    shutil.copytree(office.config, start / "config")
    for number in range(0, 400, _STEPS):
        for name, folder in (("place", office.place), ("config", office.config)):
            shutil.rmtree(folder)
            shutil.copytree(start / name, folder)
        killed = _killed_at(number, lambda: renew(office))
        assert office.opening() == ALL, number
        outcomes.append(office.ways()["code"]().key != office.key)
        assert not (office.place / places.RENEWAL).exists()
        if outcomes[-1]:
            for copy in snapshots.snapshots(office.place):
                with pytest.raises(WrongKey):
                    snapshots.verify(copy.file, office.key)
        if not killed:
            break
    assert not killed
    assert outcomes == sorted(outcomes)  # first the old one, from one step on the new one
    assert {True, False} == set(outcomes)


def _is_writing(flags: object) -> bool:
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def _killed_at(number: int, act: Callable[[], object]) -> bool:
    """Whether a process that does it was killed before its file operation of that number."""
    child = os.fork()
    if not child:
        count = iter(range(10_000))

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            writing = event in ("os.rename", "os.remove") or (event == "open" and _is_writing(arguments[2]))
            if writing and next(count) == number:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(watch)
            act()
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or not os.WEXITSTATUS(status), "it failed instead of being killed"
    return os.WIFSIGNALED(status)


def test_at_the_window_it_goes_on_for_whoever_is_signed_in(office: Office) -> None:
    keeper = Keeper(
        office.place, lambda *_: None, lambda _trouble: None, custody=Custody(who="counter", may=roles.may, minded=True)
    )
    keeper.start()
    try:
        assert keeper.sign_in(office.ana, ANA).result(30).name == "Ana"
        keeper.renew_key().result(60)
        person = keeper.person().result(30)
        assert person is not None
        assert person.id == office.ana

        def last(store: Store) -> tuple[str, str, str]:
            return store.acts()[-1].actor, store.acts()[-1].action, store.acts()[-1].result

        assert keeper.ask(last, "keys").result(30) == (office.ana, Action.KEY, "new key")
    finally:
        assert keeper.close(30)
    assert office.opening() == ALL
