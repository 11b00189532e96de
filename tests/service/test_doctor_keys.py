"""What the doctor finds of keys, PINs, backups, packages and the network: each condition made true, and its remedy."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cluster import Cluster

from talentdesk import paths
from talentdesk.core.draft import Draft
from talentdesk.i18n import LANGUAGES, say
from talentdesk.intake import child, examining
from talentdesk.service import backups as making
from talentdesk.service import staff
from talentdesk.service.doctor import Finding, Machine, Status, backups, cases, keys, server, storage, supply
from talentdesk.service.upkeep import anchors_folder
from talentdesk.store import engine, keyslots
from talentdesk.store.address import Server, place_of
from talentdesk.store.consents import ConsentLine
from talentdesk.store.keyslots import Cost, SlotKind
from talentdesk.store.opened import Store, open_store
from talentdesk.store.place import BALLAST, KEYSLOTS
from talentdesk.store.server import open_vault
from talentdesk.store.trouble_keys import WrongPin
from talentdesk.store.vault import Vault

ANA = "739154"


@pytest.fixture(autouse=True)
def _own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyslots, "_TYPED_COST", Cost(1, 19_456, 1))
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "config")
    monkeypatch.setattr("talentdesk.store.keyrings.system_keyrings", dict)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "cases"
    with closing(opened(folder)) as store:
        typed = {"person.surname": "FERREIRA"}
        store.save(Draft("a", "visa-extension", "2025-11-19", date(2026, 11, 26), typed=typed))
    return folder


@pytest.fixture
def machine(place: Path) -> Machine:
    return Machine(str(place), keep=timedelta(days=30), mode="counter")


def opened(place: Path) -> Store:
    return open_store(place, Vault.open(place), anchors=anchors_folder())


def told(found: Iterator[Finding]) -> dict[str, Finding]:
    """By topic; each can be said in every language and names nobody."""
    by_topic = {}
    for finding in found:
        for language in LANGUAGES:
            for message in filter(None, (finding.message, finding.remedy)):
                assert "{" not in say(message, language, **finding.details)
        assert (finding.status == Status.OK) == (not finding.remedy)
        assert "FERREIRA" not in json.dumps(asdict(finding))
        by_topic[finding.topic] = finding
    return by_topic


# ---- keys


def test_the_ways_in_are_counted_and_a_way_back_is_asked_for(machine: Machine, place: Path) -> None:
    found = told(keys.keys(machine))
    assert found["keys"].details["this"] == "1"
    assert found["recovery"].status == Status.ATTENTION
    vault = Vault.open(place)
    vault.new_recovery_code()
    found = told(keys.keys(machine))
    assert found["recovery"].status == Status.OK
    assert found["keys"].details["recovery"] == "1"


def test_slots_that_are_damaged_or_gone_are_trouble(machine: Machine, place: Path) -> None:
    (place / KEYSLOTS).write_text("{}")
    assert told(keys.keys(machine))["keys"].status == Status.TROUBLE
    (place / KEYSLOTS).unlink()
    assert told(keys.keys(machine))["keys"].status == Status.TROUBLE


def test_a_keyring_that_is_gone_is_named(machine: Machine, place: Path) -> None:
    slots = keyslots.read(place / KEYSLOTS)
    (slot,) = slots.slots
    keyslots.write(place / KEYSLOTS, replace(slots, slots=(replace(slot, kind=SlotKind.DEVICE, backend="kwallet"),)))
    found = told(keys.keys(machine))["keyring of the key"]
    assert (found.status, found.details) == (Status.TROUBLE, {"names": "kwallet"})


def test_a_code_of_an_older_version_is_told(machine: Machine, place: Path) -> None:
    vault = Vault.open(place)
    vault.new_recovery_code()
    assert "older keys" not in told(keys.keys(machine))
    slots = keyslots.read(place / KEYSLOTS)
    (slot,) = slots.of_kind(SlotKind.RECOVERY)
    old = replace(slot, public="", made="", wrapped=bytes(60))
    keyslots.write(place / KEYSLOTS, slots.without(slot.id).with_made(old))
    assert told(keys.keys(machine))["older keys"].status == Status.ATTENTION


@pytest.fixture
def ana(place: Path) -> str:
    """Ana's id; she has a PIN from now on."""
    with closing(opened(place)) as store:
        return staff.add(store, "Ana", "admin", ANA, store.vault.new_recovery_code()).id


def guess(place: Path, id: str, times: int) -> None:
    late = datetime.now(UTC)
    for number in range(times):
        moment = late - timedelta(seconds=1000 * (times - 1 - number))
        with pytest.raises(WrongPin):
            Vault.open_with_pin(place, id, "000001", lambda moment=moment: moment)


@pytest.mark.parametrize(
    ("tries", "status", "details"),
    [
        (0, Status.OK, ("0", "0")),
        (5, Status.ATTENTION, ("1", "0")),
        (20, Status.ATTENTION, ("0", "1")),
    ],
)
def test_pins_that_wait_or_are_blocked_are_counted(
    machine: Machine, place: Path, ana: str, tries: int, status: Status, details: tuple[str, str]
) -> None:
    guess(place, ana, tries)
    found = told(keys.keys(machine))["pins"]
    assert found.status == status
    assert (found.details["waiting"], found.details["blocked"]) == details
    assert "Ana" not in json.dumps(asdict(found))


def test_pins_of_another_computer_are_told(machine: Machine, ana: str, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "config")
    assert told(keys.keys(machine))["pins"].status == Status.ATTENTION


# ---- the store


def test_an_engine_that_is_set_otherwise_is_trouble(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(storage.settings(machine))["engine settings"].status == Status.OK
    right = engine._settings

    def wrong(foreign_keys: bool, max_pages: int) -> tuple[str, ...]:
        return tuple(
            each.replace("synchronous = full", "synchronous = normal") for each in right(foreign_keys, max_pages)
        )

    monkeypatch.setattr(engine, "_settings", wrong)
    found = told(storage.settings(machine))["engine settings"]
    assert (found.status, found.details) == (Status.TROUBLE, {"names": "synchronous"})


def test_a_reserve_that_is_gone_is_told(machine: Machine, place: Path) -> None:
    assert told(storage.reserve(machine))["reserve"].status == Status.OK
    (place / BALLAST).unlink()
    assert told(storage.reserve(machine))["reserve"].status == Status.ATTENTION


@pytest.mark.parametrize("revision", ["0003", "9999"])
def test_a_store_of_another_form_is_told(machine: Machine, place: Path, revision: str) -> None:
    assert told(cases.store(machine))["form"].status == Status.OK
    made = engine.engine_for(place / "talentdesk.db", Vault.open(place).key)
    with made.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
    made.dispose()
    found = told(cases.store(machine))["cases"]
    assert found.status == Status.TROUBLE
    assert found.remedy


def test_cases_that_nobody_agreed_to_are_counted_at_a_counter(machine: Machine, place: Path) -> None:
    def line(given: bool) -> ConsentLine:
        return ConsentLine("fill-in", "1", "en", "d" * 64, given)

    assert told(cases.store(machine))["consents"].details == {"count": "1"}
    assert "consents" not in told(cases.store(replace(machine, mode="personal")))
    with closing(opened(place)) as store:
        store.agree("a", line(True))
    assert told(cases.store(machine))["consents"].status == Status.OK
    with closing(opened(place)) as store:
        store.agree("a", line(False))
    assert told(cases.store(machine))["consents"].status == Status.ATTENTION


def test_an_end_of_the_acts_that_is_written_nowhere_is_told(machine: Machine) -> None:
    assert "end of the acts" not in told(cases.store(machine))
    shutil.rmtree(anchors_folder())
    assert told(cases.store(machine))["end of the acts"].status == Status.ATTENTION


# ---- backups


def test_backups_are_asked_for_looked_at_and_tried(machine: Machine, place: Path, tmp_path: Path) -> None:
    assert told(backups.backups(machine))["backups"].status == Status.ATTENTION
    folder = tmp_path / "safe"
    folder.mkdir()
    machine = replace(machine, backup_folder=str(folder), backup_days=7, thorough=True)
    assert told(backups.backups(machine))["backups"].status == Status.ATTENTION
    with closing(opened(place)) as store:
        file = making.back_up_into(store, folder, datetime.now(UTC))
    found = told(backups.backups(machine))
    assert {topic: each.status for topic, each in found.items()} == {"backups": Status.OK, "newest backup": Status.OK}
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert told(backups.backups(machine))["newest backup"].status == Status.TROUBLE
    then = (datetime.now(UTC) - timedelta(days=9)).timestamp()
    os.utime(file, (then, then))
    found = told(backups.backups(machine))
    assert (found["backups"].status, found["backups"].details) == (Status.ATTENTION, {"days": "9"})


# ---- packages and the network


def test_packages_are_the_locked_ones_under_known_licences(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(supply.packages(machine))["licences"].status == Status.OK
    assert len(supply._wanted()) > 20
    monkeypatch.setattr(supply, "_wanted", lambda: {"pillow": "0.1", "never-heard-of": "1"})
    found = told(supply.packages(machine))
    assert (found["packages"].status, found["packages"].details) == (Status.ATTENTION, {"names": "pillow"})
    assert (found["licences"].status, found["licences"].details) == (Status.TROUBLE, {"names": "never-heard-of"})


@pytest.mark.parametrize("harm", ["no digest", "cut off"])
def test_a_lock_that_is_harmed_is_trouble(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    assert told(supply.lock(machine))["lock"].status == Status.OK
    text = supply.LOCK.read_text("utf-8")
    at = text.index('hash = "sha256:', text.index("sqlcipher3"))
    (tmp_path / "uv.lock").write_text(
        text[: at - 9] if harm == "cut off" else f'{text[:at]}hash = "md5:{text[at + 15 :]}'
    )
    monkeypatch.setattr(supply, "LOCK", tmp_path / "uv.lock")
    assert told(supply.lock(machine))["lock"].status == Status.TROUBLE


def test_in_a_wheel_the_versions_it_asks_for_are_compared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(supply, "LOCK", tmp_path / "none")
    asked = ["pillow==1.2.3", "jeepney==0.9; sys_platform == 'linux'", "pytest==9; extra == 'dev'"]
    monkeypatch.setattr(supply.importlib.metadata, "requires", lambda _name: asked)
    assert supply._wanted() == {"pillow": "1.2.3", "jeepney": "0.9"}


@pytest.mark.skipif(not Path("/proc/self/net").exists(), reason="only Linux tells this in files")
@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_a_network_connection_is_told(machine: Machine, kind: int) -> None:
    assert told(supply.network(machine))["network"].status == Status.OK
    with socket.socket(socket.AF_INET, kind) as listening:
        listening.bind(("127.0.0.1", 0))
        if kind == socket.SOCK_STREAM:
            listening.listen()
        found = told(supply.network(machine))["network"]
    assert (found.status, found.details) == (Status.TROUBLE, {"count": "1"})
    one, other = socket.socketpair()  # what leads to no network is none
    with one, other:
        assert told(supply.network(machine))["network"].status == Status.OK


def test_the_limits_of_the_process_that_reads_files_are_asked_of_itself(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert examining.limits() == {"memory": child.MEMORY, "seconds": child.SECONDS, "file": 0}
    assert told(supply.strangers(machine))["files from outside"].status == Status.OK
    monkeypatch.setattr(examining, "limits", lambda: {"memory": child.MEMORY, "seconds": child.SECONDS, "file": 1})
    assert told(supply.strangers(machine))["files from outside"].status == Status.ATTENTION
    monkeypatch.setattr(examining, "limits", dict)
    assert told(supply.strangers(machine))["files from outside"].status == Status.TROUBLE


# ---- a centre


def test_a_centre_without_staff_or_of_another_form_is_told(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = place_of(cluster.new_database())
    assert isinstance(place, Server)
    machine = Machine(place.url)
    assert "form" not in told(server.server(machine))  # nothing is there, and nothing is made
    with closing(open_store(place, open_vault(place))) as store:
        found = told(server.server(machine))
        assert (found["form"].status, found["staff"].status) == (Status.OK, Status.ATTENTION)
        ana = staff.add(store, "Ana", "admin", ANA, store.vault.new_recovery_code()).id
    assert told(server.server(machine))["staff"].details == {"count": "1"}
    assert told(keys.keys(machine))["pins"].status == Status.OK
    for _ in range(5):
        with pytest.raises(WrongPin):
            Vault.open_with_pin(place, ana, "000001", lambda: datetime.now(UTC))
    assert told(keys.keys(machine))["pins"].status == Status.ATTENTION
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "another computer")
    assert told(keys.keys(machine))["pins"].status == Status.ATTENTION
    name = place.url.partition("@/")[2].partition("?")[0]
    for revision, status in (("0009", Status.ATTENTION), ("9999", Status.TROUBLE)):
        cluster.query(name, f"UPDATE alembic_version SET version_num = '{revision}'")
        assert told(server.server(machine))["form"].status == status


def test_an_old_server_is_told(monkeypatch: pytest.MonkeyPatch, cluster: Cluster) -> None:
    place = place_of(cluster.new_database())
    assert isinstance(place, Server)
    monkeypatch.setattr("talentdesk.store.server.account", lambda _place: ("12.4", False, True))
    assert told(server.server(Machine(place.url)))["server version"].status == Status.ATTENTION


def test_every_check_is_asked(machine: Machine) -> None:
    from talentdesk.service.doctor import CHECKS

    wanted: tuple[Callable[[Machine], Iterator[Finding]], ...] = (
        keys.keys, backups.backups, storage.settings, storage.reserve, supply.packages, supply.lock, supply.network,
        supply.strangers, server.server, cases.store,
    )  # fmt: skip
    assert set(wanted) <= set(CHECKS)
