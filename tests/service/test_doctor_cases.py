"""What the doctor finds of a store: it looks and touches nothing, and says of each trouble what to do."""

from __future__ import annotations

import json
import os
import threading
import time
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from talentdesk.core.draft import Draft
from talentdesk.i18n import say
from talentdesk.service.doctor import Finding, Machine, Status, cases, keys, storage
from talentdesk.service.doctor import patience as patience_of_the_doctor
from talentdesk.service.upkeep import anchors_folder
from talentdesk.store import keyrings
from talentdesk.store.audit import TRIED, Action
from talentdesk.store.opened import open_store
from talentdesk.store.place import DATABASE
from talentdesk.store.vault import Vault

DAYS = timedelta(days=30)
WHO = "FERREIRA DA COSTA"
TYPED = {"person.surname": WHO}


def save(place: Path, *ids: str, ago: timedelta = timedelta(0), copy: bool = False) -> None:
    then = datetime.now(UTC) - ago
    with closing(open_store(place, Vault.open(place), now=lambda: then, keep=DAYS, anchors=anchors_folder())) as store:
        for id in ids:
            day = date(2026, 11, 26)
            store.save(Draft(id=id, procedure="residence-permit", edition="2024-12-01", as_of=day, typed=TYPED))
        if copy:
            assert store.take_snapshot()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store with one case and a copy."""
    folder = tmp_path / "cases"
    save(folder, "one", copy=True)
    return folder


@pytest.fixture
def machine(place: Path, tmp_path: Path) -> Machine:
    return Machine(str(place), root=tmp_path / "system", keep=DAYS)


def findings(machine: Machine) -> dict[str, Finding]:
    return {finding.topic: finding for finding in cases.store(machine)}


def statuses(machine: Machine) -> dict[str, Status]:
    return {topic: finding.status for topic, finding in findings(machine).items()}


def content(folder: Path) -> dict[str, bytes]:
    """The files but for SQLite's own, which come and go with a connection."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.endswith(("-wal", "-shm"))
    }


@pytest.mark.parametrize("thorough", [False, True])
def test_a_sound_store_has_everything_in_order(machine: Machine, thorough: bool) -> None:
    found = statuses(replace(machine, thorough=thorough))
    assert list(found) == ["cases", "form", "overdue", "acts", "erased", "copies"]
    assert set(found.values()) == {Status.OK}


@pytest.mark.parametrize("thorough", [False, True])
def test_looking_changes_nothing(machine: Machine, place: Path, thorough: bool) -> None:
    before = content(place)
    findings(replace(machine, thorough=thorough))
    assert content(place) == before


@pytest.mark.parametrize("there", [False, True])
def test_where_no_store_is_none_is_made(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "none"
    if there:
        folder.mkdir()
    assert findings(Machine(str(folder))) == {}
    assert not folder.exists() or not list(folder.iterdir())
    assert not (tmp_path / "config").exists()
    assert findings(Machine("postgresql://office/cases")) == {}


def test_no_finding_names_a_person(machine: Machine, place: Path) -> None:
    save(place, "old", ago=timedelta(days=31))
    told = json.dumps([asdict(finding) for finding in cases.store(machine)])
    assert WHO not in told
    assert "FERREIRA" not in told


def test_every_finding_can_be_said(machine: Machine) -> None:
    for finding in cases.store(machine):
        for message in filter(None, (finding.message, finding.remedy)):
            assert "{" not in say(message, "en", **finding.details)
        assert (finding.status == Status.OK) == (not finding.remedy)


@pytest.mark.parametrize("way", ["recovery code", "passphrase"])
def test_a_recovery_code_or_a_passphrase_is_a_way_back(machine: Machine, place: Path, way: str) -> None:
    vault = Vault.open(place)
    vault.new_recovery_code() if way == "recovery code" else vault.set_passphrase("seven small owls")
    found = {finding.topic: finding for finding in keys.keys(machine)}
    assert found["recovery"].status == Status.OK
    assert found["recovery"].details == ({"day": f"{datetime.now(UTC):%Y-%m-%d}"} if way == "recovery code" else {})


def test_cases_past_their_time_are_counted(machine: Machine, place: Path) -> None:
    save(place, "old", "older", ago=timedelta(days=31))
    found = findings(machine)["overdue"]
    assert (found.status, found.details) == (Status.ATTENTION, {"count": "2"})
    assert "purge" in found.remedy


def test_a_clock_that_jumped_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "sleeping"
    save(folder, "old", ago=timedelta(days=400))
    found = findings(Machine(str(folder), keep=DAYS))["overdue"]
    assert found.status == Status.ATTENTION
    assert "clock" in found.message
    assert "clock" not in findings(Machine(str(folder), keep=None))["overdue"].message


def test_a_store_put_back_from_an_older_day_is_told(machine: Machine, place: Path) -> None:
    older = (place / DATABASE).read_bytes()
    save(place, "two")
    (place / DATABASE).write_bytes(older)
    found = findings(machine)["acts"]
    assert found.status == Status.TROUBLE
    assert "audit" in found.remedy


def test_erased_cases_that_are_back_are_told(machine: Machine, place: Path) -> None:
    older = (place / DATABASE).read_bytes()
    with closing(open_store(place, Vault.open(place), keep=DAYS)) as store:
        store.erase("one")
    (place / DATABASE).write_bytes(older)
    assert statuses(machine)["erased"] == Status.ATTENTION


@pytest.mark.parametrize("where", ["store", "copy"])
def test_a_damaged_page_shows_when_every_page_is_read(machine: Machine, place: Path, where: str) -> None:
    file = place / DATABASE if where == "store" else next(place.glob("snapshots/*.db"))
    raw = bytearray(file.read_bytes())
    raw[-2000] ^= 1
    file.write_bytes(raw)
    found = findings(replace(machine, thorough=True))["cases"]
    assert found.status == Status.TROUBLE
    assert found.remedy


def test_a_passphrase_at_each_start_is_no_lost_key(machine: Machine, place: Path) -> None:
    vault = Vault.open(place)
    vault.new_recovery_code()
    vault.ask_at_start("horse staple")
    found = findings(machine)["cases"]
    assert found.status == Status.OK
    assert "passphrase" in found.message


@pytest.mark.parametrize(
    ("days", "status"), [(None, Status.ATTENTION), (0, Status.OK), (90, Status.OK), (91, Status.ATTENTION)]
)
def test_when_a_backup_was_last_tried_is_told(machine: Machine, place: Path, days: int | None, status: Status) -> None:
    assert "restoring" not in findings(machine), "nobody makes backups here"
    if days is not None:
        then = datetime.now(UTC) - timedelta(days=days)
        with closing(open_store(place, Vault.open(place), now=lambda: then)) as store:
            store.note(Action.RESTORE, result=TRIED)
    found = findings(replace(machine, backup_folder="anywhere"))["restoring"]
    assert found.status == status
    assert found.details == ({} if days is None else {"days": str(days)})
    assert ("--dry-run" in found.remedy) == (status != Status.OK)


def test_a_lost_key_is_told_with_the_way_back(machine: Machine, tmp_path: Path) -> None:
    for key in (tmp_path / "config").rglob("*.key"):
        key.unlink()
    found = findings(machine)["cases"]
    assert found.status == Status.TROUBLE
    assert "recovery code" in found.remedy


def test_a_keyring_that_does_not_answer_keeps_nobody_waiting(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()
    monkeypatch.setattr(keyrings, "system_keyrings", lambda: never.wait(60))
    monkeypatch.setattr(cases, "SECONDS", 0.05)
    monkeypatch.setattr(storage, "SECONDS", 0.05)
    begun = time.monotonic()
    assert statuses(machine)["cases"] == Status.TROUBLE
    assert next(iter(storage.keyring(machine))).status == Status.ATTENTION
    assert time.monotonic() - begun < 5
    never.set()


def test_the_doctor_s_patience_is_under_five_seconds() -> None:
    assert patience_of_the_doctor.SECONDS < 5
    with pytest.raises(ZeroDivisionError):
        patience_of_the_doctor.within(1, lambda: 1 / 0)


def test_a_key_in_a_file_beside_a_keyring_is_told(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "key" not in statuses(machine)
    monkeypatch.setattr(keyrings, "system_keyrings", lambda: {"SecretService": object()})
    assert statuses(machine)["key"] == Status.ATTENTION


# ---- the copies


def test_a_store_without_a_copy_is_told(tmp_path: Path) -> None:
    save(tmp_path / "new", "one")
    assert statuses(Machine(str(tmp_path / "new"), keep=DAYS))["copies"] == Status.ATTENTION


def test_an_old_copy_is_told_with_its_age(tmp_path: Path) -> None:
    folder = tmp_path / "resting"
    save(folder, "one", ago=timedelta(hours=49), copy=True)
    found = findings(Machine(str(folder), keep=DAYS))["copies"]
    assert (found.status, found.details) == (Status.ATTENTION, {"hours": "49"})


@pytest.mark.parametrize(("minutes", "status"), [(1, Status.OK), (30, Status.ATTENTION)])
def test_a_copy_that_stopped_half_way_is_told(machine: Machine, place: Path, minutes: int, status: Status) -> None:
    half = place / "snapshots" / "2026-11-26T090000Z.db.tmp"
    half.touch()
    then = time.time() - 60 * minutes
    os.utime(half, (then, then))
    assert statuses(machine)["copies"] == status


def test_a_disk_too_full_for_a_copy_is_trouble(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases.shutil, "disk_usage", lambda _folder: type("Usage", (), {"free": 1000}))
    assert statuses(machine)["copies"] == Status.TROUBLE


# ---- the folder


@pytest.mark.parametrize(
    "name", ["OneDrive - Bureau", "Dropbox", "iCloud Drive", "Mobile Documents", "坚果云", "Google Drive", "WPS云盘"]
)
def test_a_folder_that_is_copied_away_is_trouble(tmp_path: Path, name: str) -> None:
    found = [each for each in storage.place(Machine(str(tmp_path / name / "cases"))) if each.status == Status.TROUBLE]
    assert [each.topic for each in found] == ["place"]
    assert not [each for each in storage.place(Machine(str(tmp_path / "cases"))) if each.status == Status.TROUBLE]


@pytest.fixture
def readable(place: Path, tmp_path: Path) -> list[Path]:
    files = [place / "keyslots.json", next((tmp_path / "config").rglob("*.key"))]
    for file in files:
        file.chmod(0o644)
    return files


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX knows them")
def test_files_that_others_can_read_are_named(machine: Machine, readable: list[Path]) -> None:
    found = next(each for each in storage.place(machine) if each.topic == "permissions")
    assert found.status == Status.ATTENTION
    assert all(str(file) in found.details["files"] for file in readable)
    for file in readable:
        file.chmod(0o600)
    assert not [each for each in storage.place(machine) if each.topic == "permissions"]
