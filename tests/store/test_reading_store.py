"""A store on a disk that can't be written: it is read, and says so; what is typed can be exported, or saved later."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from talentdesk import paths
from talentdesk.core.draft import Draft
from talentdesk.service import attendance
from talentdesk.store import keyslots
from talentdesk.store import place as places
from talentdesk.store.device import Device
from talentdesk.store.engine import engine_for
from talentdesk.store.keeper import Keeper
from talentdesk.store.keyslots import Cost
from talentdesk.store.opened import open_store, utc_now
from talentdesk.store.rescue import write_rescue
from talentdesk.store.tries import FREE, TRIES
from talentdesk.store.trouble import DeviceKeyLost, OlderStore, OnlyReading, ReadOnlyPlace, StoreTrouble
from talentdesk.store.trouble_keys import PinWaits, SignInNeeded, WrongPin
from talentdesk.store.vault import Vault

MakeDraft = Callable[..., Draft]
SOON = 20


def lock(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


def unlock(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


@pytest.fixture
def place(small_disk: Path, vault: Vault, draft: MakeDraft) -> Path:
    """A store with a case on a disk of its own, which is locked."""
    place = small_disk / "data"
    with closing(open_store(place, vault)) as store:
        store.save(draft("a", typed={"person.surname": "LIN"}))
    lock(small_disk)
    return place


def test_cases_are_read_and_every_act_is_refused(place: Path, vault: Vault, draft: MakeDraft) -> None:
    before = sorted(file.name for file in place.iterdir())
    with closing(open_store(place, vault)) as store:
        assert store.reads_only
        assert [case.id for case in store.find("lin")] == ["a"]
        assert store.load("a").typed == {"person.surname": "LIN"}
        assert attendance.take_case(store, "a", "w1", "1")  # a window opens a case by taking it
        assert attendance.look_around(store, "w1", "1", ["a"], say_so=True).behind == frozenset()
        attendance.give_back(store, "a", "w1")
        attendance.go(store, "w1")
        for act in (
            lambda: store.save(draft("b")),
            lambda: store.erase("a"),
            lambda: store.prints.take_out([1]),
            lambda: store.purge(),
            lambda: store.take_snapshot(),
            lambda: store.write_backup(place.parent / "x"),
        ):
            with pytest.raises(OnlyReading):
                act()
        copies = [Path(store._ground._room)]  # type: ignore[attr-defined]
        assert all(oct(copy.stat().st_mode & 0o777) == "0o700" for copy in copies)
        assert not (copies[0] / places.DATABASE).read_bytes().startswith(b"SQLite format 3")
    assert not copies[0].exists()
    assert sorted(file.name for file in place.iterdir()) == before


def test_the_last_words_in_the_log_are_read_too(
    small_disk: Path, vault: Vault, draft: MakeDraft, tmp_path: Path
) -> None:
    place = small_disk / "data"
    with closing(open_store(tmp_path / "data", vault)) as store:
        store.save(draft("a", typed={"person.surname": "LIN"}))
        place.mkdir()
        for ending in ("", "-wal"):  # as a power cut leaves it
            shutil.copyfile(tmp_path / "data" / f"{places.DATABASE}{ending}", place / f"{places.DATABASE}{ending}")
    assert (place / f"{places.DATABASE}-wal").stat().st_size
    lock(small_disk)
    with closing(open_store(place, vault)) as store:
        assert store.load("a").typed == {"person.surname": "LIN"}


def test_a_store_that_would_have_to_be_changed_first_says_so(small_disk: Path, vault: Vault, place: Path) -> None:
    unlock(small_disk)
    engine = engine_for(place / places.DATABASE, vault.key)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
    engine.dispose()
    lock(small_disk)
    with pytest.raises(OlderStore):
        open_store(place, vault)


def test_where_there_are_no_cases_yet_none_can_be_made(small_disk: Path, vault: Vault) -> None:
    lock(small_disk)
    with pytest.raises(ReadOnlyPlace):
        open_store(small_disk / "data", vault)


def test_this_computers_key_opens_it(small_disk: Path, tmp_path: Path, draft: MakeDraft) -> None:
    place = small_disk / "data"
    with closing(open_store(place, Vault.open(place, tmp_path / "config", {}))) as store:
        store.save(draft("a"))
    lock(small_disk)
    with closing(open_store(place, Vault.open(place, tmp_path / "config", {}))) as store:
        assert store.count() == 1


def test_what_is_typed_is_exported_or_saved_when_the_disk_is_unlocked(
    place: Path, small_disk: Path, vault: Vault, tmp_path: Path
) -> None:
    told: queue.SimpleQueue[StoreTrouble] = queue.SimpleQueue()
    keeper = Keeper(place, lambda *_: None, told.put, unlock=lambda _place: vault)
    keeper.start()
    try:
        assert isinstance(told.get(timeout=SOON), OnlyReading)
        assert [case.id for case in keeper.find("").result(SOON)] == ["a"]
        case = keeper.load("a").result(SOON)
        keeper.save(replace(case, typed={"person.surname": "LIN", "job.title": "Cook"}), 1)
        with pytest.raises(OnlyReading):
            keeper.flush().result(SOON)
        (typed,) = keeper.unsaved()
        write_rescue(tmp_path / "typed.json", typed)
        assert "Cook" in (tmp_path / "typed.json").read_text()
        unlock(small_disk)
        keeper.flush().result(SOON)
        assert keeper.unsaved() == ()
    finally:
        assert keeper.close(SOON)
    with closing(open_store(place, vault)) as store:
        assert store.load("a").typed["job.title"] == "Cook"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not bind the superuser")
def test_a_folder_without_permission_is_read_too(tmp_path: Path, vault: Vault, draft: MakeDraft) -> None:
    place = tmp_path / "data"
    with closing(open_store(place, vault)) as store:
        store.save(draft("a"))
    place.chmod(0o500)
    try:
        with closing(open_store(place, vault)) as store:
            assert store.reads_only
            assert store.count() == 1
    finally:
        place.chmod(0o700)


# ---- where the staff have PINs


ANA, PIN = "Ana", "739154"


@pytest.fixture
def staffed(small_disk: Path, draft: MakeDraft, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """A locked disk with a case that a colleague's PIN opens; her id and the recovery code are returned with it."""
    monkeypatch.setattr(keyslots, "_TYPED_COST", Cost(1, 19_456, 1))
    place = small_disk / "data"
    vault = Vault.open(place)
    code = vault.new_recovery_code()
    with closing(open_store(place, vault)) as store:
        store.save(draft("a", typed={"person.surname": "LIN"}))
        vault.set_pin(store.add_colleague(ANA, "counter").id, ANA, PIN, utc_now, code)
    lock(small_disk)
    return place, code


@pytest.fixture
def desk(staffed: tuple[Path, str]) -> Iterator[Keeper]:
    keeper = Keeper(staffed[0], lambda *_: None, lambda _: None)
    keeper.start()
    yield keeper
    assert keeper.close(SOON)


def ana(desk: Keeper) -> str:
    return next(id for id, name in desk.names().result(SOON) if name == ANA)


def test_a_pin_opens_it_for_reading(desk: Keeper, small_disk: Path) -> None:
    with pytest.raises(SignInNeeded):
        desk.find("").result(SOON)
    id = ana(desk)
    with pytest.raises(WrongPin):
        desk.sign_in(id, "000001").result(SOON)
    assert desk.sign_in(id, PIN).result(SOON).name == ANA
    assert [case.id for case in desk.find("lin").result(SOON)] == ["a"]
    with pytest.raises(WrongPin):
        desk.sign_in(id, "000001").result(SOON)
    desk.lock().result(SOON)
    with pytest.raises(SignInNeeded):
        desk.find("").result(SOON)
    desk.sign_in(id, PIN).result(SOON)
    case = desk.load("a").result(SOON)
    unlock(small_disk)
    desk.save(replace(case, typed={"person.surname": "LIN", "job.title": "Cook"}), 1)
    desk.flush().result(SOON)
    assert [case.id for case in desk.find("lin").result(SOON)] == ["a"], "who is signed in stays so"
    assert desk.ask(lambda store: store.load("a").typed["job.title"]).result(SOON) == "Cook"
    assert desk.ask(lambda store: store.verify_acts().breach).result(SOON) is None


def test_wrong_pins_are_counted_where_the_folder_takes_no_count(
    desk: Keeper, staffed: tuple[Path, str], small_disk: Path
) -> None:
    id, before = ana(desk), (staffed[0] / TRIES).read_bytes()
    for _ in range(FREE):
        with pytest.raises(WrongPin):
            desk.sign_in(id, "000001").result(SOON)
    assert (staffed[0] / TRIES).read_bytes() == before
    with pytest.raises(PinWaits):
        desk.sign_in(id, PIN).result(SOON)
    unlock(small_disk)
    with pytest.raises(PinWaits):
        desk.sign_in(id, PIN).result(SOON)
    later = utc_now() + timedelta(minutes=1)
    vault = Vault.open_with_pin(staffed[0], id, PIN, lambda: later)
    assert (vault.wrong_before, vault.tries_put_back) == (FREE, False)
    assert not Vault.open_with_pin(staffed[0], id, PIN, lambda: later).tries_put_back


def test_an_older_count_put_back_is_noticed_after_reading_too(
    desk: Keeper, staffed: tuple[Path, str], small_disk: Path
) -> None:
    id, place = ana(desk), staffed[0]
    older = (place / TRIES).read_bytes()
    unlock(small_disk)
    for _ in range(2):
        with pytest.raises(WrongPin):
            Vault.open_with_pin(place, id, "000001", utc_now)
    lock(small_disk)
    with pytest.raises(WrongPin):
        desk.sign_in(id, "000001").result(SOON)
    unlock(small_disk)
    (place / TRIES).write_bytes(older)
    vault = Vault.open_with_pin(place, id, PIN, utc_now)
    assert (vault.wrong_before, vault.tries_put_back) == (3, True)


def test_where_no_count_can_be_kept_no_pin_is_tried(
    staffed: tuple[Path, str], desk: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = ana(desk)
    monkeypatch.setattr(Device, "note", lambda *_: False)
    with pytest.raises(StoreTrouble) as trouble:
        desk.sign_in(id, PIN).result(SOON)
    assert not isinstance(trouble.value, WrongPin)


def test_the_recovery_code_opens_it_for_who_looks_after_keys(staffed: tuple[Path, str], desk: Keeper) -> None:
    desk.reopen(staffed[1]).result(SOON)
    person = desk.person().result(SOON)
    assert person is not None
    assert person.role == "admin"


def test_the_recovery_code_opens_a_desk_without_pins(
    small_disk: Path, draft: MakeDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyslots, "_TYPED_COST", Cost(1, 19_456, 1))
    place = small_disk / "data"
    vault = Vault.open(place)
    code = vault.new_recovery_code()
    with closing(open_store(place, vault)) as store:
        store.save(draft("a"))
    for secret in (paths.config_folder() / "devices").iterdir():
        secret.unlink()
    lock(small_disk)
    keeper = Keeper(place, lambda *_: None, lambda _: None)
    keeper.start()
    try:
        with pytest.raises(DeviceKeyLost):
            keeper.find("").result(SOON)
        keeper.reopen(code).result(SOON)
        assert [case.id for case in keeper.find("").result(SOON)] == ["a"]
    finally:
        assert keeper.close(SOON)
