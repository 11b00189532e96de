"""Erasing for good, keeping no longer than allowed, copies, backups, rescue, and the chain of acts."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from talentdesk.core.draft import Draft
from talentdesk.store import audit, backup, drafts, erasures, replacing, snapshots
from talentdesk.store import place as places
from talentdesk.store.audit import Action, Actor, Anchor, Breach, Entry
from talentdesk.store.drafts import FOREVER
from talentdesk.store.engine import engine_for
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.opened import Store, open_store
from talentdesk.store.salvage import salvage
from talentdesk.store.trouble import (
    Damaged,
    DiskFull,
    NoBackup,
    NoSuchCase,
    NothingToRestore,
    OtherStore,
    StoreInUse,
    StoreTrouble,
    WrongSecret,
)
from talentdesk.store.vault import Protection, Vault

MakeDraft = Callable[..., Draft]
KEY = bytes(range(32))
START = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
CANARY = "CANARYSON"
RARE = "𡃁"
INDEXED = RARE.encode()
"""A character no other name has, and what the index keeps of it, which shares its first digit with other words."""


class Clock:
    """A wall clock that a test moves."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def named(ready: Path) -> Vault:
    """A key whose store has a name, as one on a disk has."""
    return Vault(None, KEY, Keyslots("0123456789abcdef"), Protection.MEMORY)


def ids(store: Store) -> set[str]:
    return {case.id for case in store.find("")}


def reopen(place: Path, vault: Vault, clock: Clock, anchors: Path | None = None) -> Store:
    return open_store(place, vault, now=clock, anchors=anchors)


# ---- the erasure ledger


def test_an_erased_case_stays_erased_when_an_older_copy_is_put_back(
    ready: Path, vault: Vault, clock: Clock, draft: MakeDraft
) -> None:
    store = reopen(ready, vault, clock)
    for id in ("a", "b"):
        store.save(draft(id, typed={"person.surname": CANARY}))
    store.take_snapshot()
    store.erase("a")
    store.close()
    replacing.restore_snapshot(ready, vault.key, "", clock())
    store = reopen(ready, vault, clock)
    assert ids(store) == {"b"}
    assert [case.id for case in store.find(CANARY)] == ["b"]
    store.close()


def test_an_erasure_that_the_power_cut_short_is_finished_at_the_next_start(
    ready: Path, vault: Vault, clock: Clock, draft: MakeDraft
) -> None:
    """The ledger is on the disk first: here it is, and the rows' transaction never ended."""
    store = reopen(ready, vault, clock)
    store.save(draft("a"))
    store.close()
    with (ready / erasures.LEDGER).open("a") as ledger:
        ledger.write("2026-11-26 a\n2026-11-2")
    store = reopen(ready, vault, clock)
    assert ids(store) == set()
    store.save(draft("c"))
    store.erase("c")
    store.close()
    assert erasures.read(ready / erasures.LEDGER) == ("a", "c")


def test_ledgers_of_two_machines_are_joined(tmp_path: Path) -> None:
    ledger = tmp_path / erasures.LEDGER
    ledger.write_text("2026-11-26 a\n")
    erasures.merge(ledger, b"2026-11-20 b\n2026-11-26 a\nnonsense\n\xff\n")
    assert erasures.read(ledger) == ("a", "b")


# ---- retention


def test_a_case_goes_when_its_time_is_over_and_not_before(
    ready: Path, vault: Vault, clock: Clock, draft: MakeDraft
) -> None:
    store = open_store(ready, vault, now=clock, keep=timedelta(days=30))
    store.save(draft("old", typed={"person.surname": CANARY}))
    clock.moment += timedelta(days=1)
    store.save(draft("new"))
    clock.moment = START + timedelta(days=30)
    assert (store.overdue(), store.purge()) == (0, 0)
    clock.moment += timedelta(seconds=1)
    assert (store.overdue(), store.purge(), store.purge(), store.condense()) == (1, 1, 0, False)
    assert ids(store) == {"new"}
    assert store.find(CANARY) == ()
    store.close()


def test_saving_again_starts_the_time_anew(ready: Path, vault: Vault, clock: Clock, draft: MakeDraft) -> None:
    store = open_store(ready, vault, now=clock, keep=timedelta(days=2))
    store.save(draft("a"))
    clock.moment += timedelta(days=1, hours=23)
    store.save(draft("a", place="x"))
    clock.moment += timedelta(days=1)
    assert store.purge() == 0
    store.close()


def test_at_home_nothing_is_purged(ready: Path, vault: Vault, clock: Clock, draft: MakeDraft) -> None:
    store = open_store(ready, vault, now=clock, keep=None)
    store.save(draft("a"))
    clock.moment = FOREVER - timedelta(days=1)
    assert (store.purge(), store.is_clock_doubtful()) == (0, False)
    store.close()


def test_what_a_counter_kept_for_a_month_is_not_purged_at_home(
    ready: Path, vault: Vault, clock: Clock, draft: MakeDraft
) -> None:
    """An older store, and one that came from a counter, has an end on each case."""
    counter = open_store(ready, vault, now=clock, keep=timedelta(days=30))
    counter.save(draft("a"))
    counter.close()
    clock.moment += timedelta(days=400)
    home = open_store(ready, vault, now=clock, keep=None)
    assert (home.overdue(), home.purge(), ids(home)) == (0, 0, {"a"})
    home.close()


def test_a_held_case_stays_through_the_day_it_is_held(
    ready: Path, vault: Vault, clock: Clock, draft: MakeDraft
) -> None:
    store = open_store(ready, vault, now=clock, keep=timedelta(days=1))
    store.save(draft("a"))
    store.hold("a", date(2026, 12, 24), "complaint 12")
    clock.moment = datetime(2026, 12, 24, 23, 59, tzinfo=UTC)
    assert store.purge() == 0
    clock.moment = datetime(2026, 12, 25, 0, 1, tzinfo=UTC)
    assert store.purge() == 1
    with pytest.raises(NoSuchCase):
        store.hold("a", date(2026, 12, 24), "gone")
    store.close()


def test_a_purge_goes_on_where_it_was_stopped(ready: Path, vault: Vault, clock: Clock, draft: MakeDraft) -> None:
    store = open_store(ready, vault, now=clock, keep=timedelta(days=1))
    for number in range(150):
        store.save(draft(f"case{number}"))
    clock.moment += timedelta(days=2)
    assert store.purge() == 50
    store.close()
    store = open_store(ready, vault, now=clock)
    assert (store.purge(), store.purge(), store.purge(), store.count()) == (50, 50, 0, 0)
    store.close()


def test_a_clock_that_jumped_purges_nothing_by_itself(
    ready: Path, vault: Vault, clock: Clock, draft: MakeDraft
) -> None:
    store = open_store(ready, vault, now=clock, keep=timedelta(days=30))
    store.save(draft("a"))
    clock.moment += timedelta(days=30)
    assert not store.is_clock_doubtful()
    clock.moment += timedelta(days=1)
    assert store.is_clock_doubtful()
    store.purge(), store.purge()
    assert not store.is_clock_doubtful()
    store.close()


def test_what_was_purged_is_nowhere_in_the_files(ready: Path, vault: Vault, clock: Clock, draft: MakeDraft) -> None:
    """Read through the key: rows, and the blocks of the index, where a removed word may stay."""
    store = open_store(ready, vault, now=clock, keep=timedelta(days=1))
    for number in range(40):
        store.save(draft(f"old{number}", typed={"person.name_zh": f"{RARE}{number}"}))
    clock.moment += timedelta(days=2)
    store.save(draft("new", typed={"person.surname": "Chan"}))
    assert store.purge() == 40
    store.close()
    assert INDEXED in decrypted(ready, vault.key)
    store = open_store(ready, vault, now=clock, keep=timedelta(days=1))  # the power failed before the index was done
    assert store.purge() == 0
    while store.condense():
        pass
    assert [case.id for case in store.find("chan")] == ["new"]
    store.close()
    assert INDEXED not in decrypted(ready, vault.key)


def test_a_case_that_is_written_off_takes_no_save_that_the_next_start_would_erase(
    ready: Path, vault: Vault, draft: MakeDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(ready, vault)
    store.save(draft("a"))
    with monkeypatch.context() as broken:

        def fail(*_: object) -> None:
            raise DiskFull

        broken.setattr(drafts, "erase", fail)
        with pytest.raises(DiskFull):
            store.erase("a")
    with pytest.raises(NoSuchCase):
        store.save(draft("a", typed={"note": "typed after it"}))
    store.save(draft("b"))
    store.erase("a")
    store.close()
    store = open_store(ready, vault)
    assert [line.id for line in store.find("")] == ["b"]
    store.close()


def test_one_erased_case_leaves_the_index_at_once(ready: Path, vault: Vault, clock: Clock, draft: MakeDraft) -> None:
    store = reopen(ready, vault, clock)
    for id, name in (("a", RARE), ("b", "Chan")):
        store.save(draft(id, typed={"person.surname": name}))
    store.close()
    assert INDEXED in decrypted(ready, vault.key)
    store = reopen(ready, vault, clock)
    store.erase("a")
    store.close()
    assert INDEXED not in decrypted(ready, vault.key)


def decrypted(place: Path, key: bytes) -> bytes:
    """What the key shows: every row of every table, and the blocks of the index, where erased words may stay."""
    engine = engine_for(place / places.DATABASE, key)
    with engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        rows = [row for name in tables for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')]
    engine.dispose()
    return b"".join(cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row)


# ---- the store's own copies


def test_a_lone_copy_does_not_outlive_a_week(tmp_path: Path) -> None:
    """Nothing newer pushes it out: the machine stood still."""
    (tmp_path / snapshots.FOLDER).mkdir()
    for days in (6, 8, 40):
        taken = START - timedelta(days=days)
        (tmp_path / snapshots.FOLDER / f"{taken:%Y-%m-%dT%H%M%SZ}.db").touch()
    snapshots.thin(tmp_path, START)
    assert [each.taken_at for each in snapshots.snapshots(tmp_path)] == [START - timedelta(days=6)]


def test_copies_thin_out_to_six_and_one_a_day_for_a_week(tmp_path: Path) -> None:
    folder = tmp_path / snapshots.FOLDER
    folder.mkdir()
    for half_hours in range(0, 48 * 9, 1):
        moment = START - timedelta(minutes=30 * half_hours)
        (folder / f"{moment:%Y-%m-%dT%H%M%SZ}.db").touch()
    snapshots.thin(tmp_path, START)
    kept = [copy.taken_at for copy in snapshots.snapshots(tmp_path)]
    assert kept[:6] == [START - timedelta(minutes=30 * n) for n in range(6)]
    assert [moment.date() for moment in kept[6:]] == [START.date() - timedelta(days=n) for n in range(1, 7)]
    assert min(kept) > START - snapshots.KEPT


def test_a_copy_is_due_after_half_an_hour_of_changes(ready: Path, vault: Vault, clock: Clock, draft: MakeDraft) -> None:
    clock.moment = datetime.now(UTC)
    store = reopen(ready, vault, clock)
    store.save(draft("a"))
    assert snapshots.is_due(ready, clock())
    store.take_snapshot()
    assert not snapshots.is_due(ready, clock() + timedelta(minutes=29))
    store.save(draft("b"))
    touched = clock() + timedelta(minutes=31)
    os.utime(ready / places.DATABASE, (touched.timestamp(), touched.timestamp()))
    assert snapshots.is_due(ready, touched)
    store.close()


def test_a_copy_of_a_damaged_store_is_refused_and_leaves_nothing(
    ready: Path, vault: Vault, clock: Clock, draft: MakeDraft
) -> None:
    store = reopen(ready, vault, clock)
    for number in range(60):
        store.save(draft(f"c{number}", typed={"note": "x" * 3000}))
    store.close()
    # Pages of the cases: the first ones hold the tables' own words, without which no store opens. One may be free.
    file = ready / places.DATABASE
    for page in range(file.stat().st_size // 4096 // 2, file.stat().st_size // 4096, 5):
        flip(file, page * 4096 + 17)
    store = reopen(ready, vault, clock)
    with pytest.raises(StoreTrouble):
        store.take_snapshot()
    assert snapshots.snapshots(ready) == ()
    assert list((ready / snapshots.FOLDER).iterdir()) == []


def flip(file: Path, at: int) -> None:
    with file.open("r+b") as stream:
        stream.seek(at)
        byte = stream.read(1)[0]
        stream.seek(at)
        stream.write(bytes([byte ^ 1]))


def test_a_copy_brings_back_what_was_there_and_keeps_the_replaced_store(
    ready: Path, vault: Vault, clock: Clock, draft: MakeDraft
) -> None:
    store = reopen(ready, vault, clock)
    store.save(draft("a", typed={"person.surname": "Chan"}))
    store.take_snapshot()
    clock.moment += timedelta(minutes=1)
    store.save(draft("a", typed={"person.surname": "Wrong"}))
    with pytest.raises(StoreInUse):
        replacing.restore_snapshot(ready, vault.key, "", clock())
    store.close()
    with pytest.raises(NothingToRestore):
        replacing.restore_snapshot(ready, vault.key, "2020-01-01T000000Z", clock())
    replacing.restore_snapshot(ready, vault.key, "", clock())
    store = reopen(ready, vault, clock)
    assert store.load("a").typed == {"person.surname": "Chan"}
    assert [act.action for act in store.acts()][-2:] == ["open", "open"], "the chain goes on over the restore"
    assert store.verify_acts().breach is None
    store.close()
    (aside,) = (ready / snapshots.FOLDER).glob("replaced-*")
    assert (aside / places.DATABASE).exists()
    os.utime(aside, (0, 0))
    snapshots.drop_old(ready, clock())
    assert not aside.exists()


# ---- backups


@pytest.fixture
def desk(tmp_path: Path, clock: Clock, draft: MakeDraft) -> Path:
    """A store as it stands at a counter, with its key in a file of the settings folder."""
    place = tmp_path / "desk"
    store = open_store(place, Vault.open(place, tmp_path / "config", {}), now=clock)
    store.save(draft("a", typed={"person.name_zh": "陳大文"}))
    store.save(draft("b"))
    store.erase("b")
    store.close()
    return place


def backed_up(place: Path, vault: Vault, clock: Clock, out: Path) -> None:
    store = reopen(place, vault, clock)
    store.write_backup(out)
    store.close()


def test_a_backup_opens_on_another_machine_with_the_recovery_code(desk: Path, tmp_path: Path, clock: Clock) -> None:
    vault, out = Vault.open(desk, tmp_path / "config", {}), tmp_path / "b.talentdesk"
    code = vault.new_recovery_code()
    backed_up(desk, vault, clock, out)
    assert "陳大文".encode() not in out.read_bytes()
    if os.name == "posix":
        assert out.stat().st_mode & 0o777 == 0o600
    there = tmp_path / "there"
    with pytest.raises(WrongSecret):
        backup.restore_backup(out, there, lambda room: Vault.open_with_code(room, "0000"), clock())
    assert not (there / places.DATABASE).exists()
    restored = backup.restore_backup(out, there, lambda room: Vault.open_with_code(room, code), clock())
    restored.remember_here(tmp_path / "config-there", {})
    store = reopen(there, Vault.open(there, tmp_path / "config-there", {}), clock)
    assert store.load("a").typed == {"person.name_zh": "陳大文"}
    assert ids(store) == {"a"}
    assert [act.action for act in store.acts()][-3:] == ["erase", "open", "open"]
    store.close()
    assert erasures.read(there / erasures.LEDGER) == ("b",)
    assert not list((there / snapshots.FOLDER).glob("restore-*"))


def test_a_backup_does_not_replace_another_store(desk: Path, tmp_path: Path, clock: Clock) -> None:
    vault, out, other = Vault.open(desk, tmp_path / "config", {}), tmp_path / "b", tmp_path / "other"
    backed_up(desk, vault, clock, out)
    open_store(other, Vault.open(other, tmp_path / "config", {}), now=clock).close()
    before = (other / places.DATABASE).read_bytes()
    with pytest.raises(OtherStore):
        backup.restore_backup(out, other, lambda room: Vault.open(room, tmp_path / "config", {}), clock())
    assert (other / places.DATABASE).read_bytes() == before


@pytest.mark.parametrize(
    "harm",
    [
        lambda out: out.write_bytes(b"no zip"),
        lambda out: out.write_bytes(out.read_bytes()[:-2000]),
        lambda out: flip(out, out.stat().st_size // 2),
        lambda out: repack(out, "../evil", b"x"),
        lambda out: repack(out, "manifest.json", b"x"),
        lambda out: repack(out, "talentdesk.db", b"x", zipfile.ZIP_DEFLATED),
    ],
    ids=["no zip", "cut", "a bit", "traversal", "twice", "packed"],
)
def test_a_backup_that_is_not_whole_changes_nothing(
    desk: Path, tmp_path: Path, clock: Clock, harm: Callable[[Path], object]
) -> None:
    vault, out = Vault.open(desk, tmp_path / "config", {}), tmp_path / "b"
    backed_up(desk, vault, clock, out)
    before = (desk / places.DATABASE).read_bytes()
    harm(out)
    with pytest.raises(NoBackup):
        backup.restore_backup(out, desk, lambda room: Vault.open(room, tmp_path / "config", {}), clock())
    assert (desk / places.DATABASE).read_bytes() == before
    assert not list((desk / snapshots.FOLDER).glob("restore-*"))
    assert not (tmp_path / "evil").exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def repack(out: Path, name: str, content: bytes, how: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(out) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(out, "w", how) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
        if name not in members or how == zipfile.ZIP_STORED:
            import warnings

            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                archive.writestr(name, content)


def test_a_manifest_says_nothing_of_persons(desk: Path, tmp_path: Path, clock: Clock) -> None:
    out = tmp_path / "b"
    backed_up(desk, Vault.open(desk, tmp_path / "config", {}), clock, out)
    with zipfile.ZipFile(out) as archive:
        said = json.loads(archive.read("manifest.json"))
    assert set(said) == {"format", "store", "taken_at", "digests"}


# ---- rescue


@pytest.fixture
def crowded(ready: Path, vault: Vault, clock: Clock, draft: MakeDraft) -> Path:
    store = reopen(ready, vault, clock)
    for number in range(300):
        store.save(draft(f"c{number}", typed={"person.surname": f"Name{number}", "note": "x" * 2000}))
    store.close()
    return ready


def rescued(place: Path, vault: Vault, clock: Clock) -> set[str]:
    store = reopen(place, vault, clock)
    found = {case.id for case in store.find("", limit=1000)}
    assert all(store.find(f"Name{id[1:]}") for id in list(found)[:5]), "rescued cases are found by name"
    store.close()
    snapshots.verify(place / places.DATABASE, vault.key)
    return found


def test_one_bad_page_costs_at_most_the_cases_on_it(crowded: Path, vault: Vault, clock: Clock) -> None:
    before = (crowded / places.DATABASE).read_bytes()
    flip(crowded / places.DATABASE, 4096 * 80 + 1000)
    done = salvage(crowded, vault.key, clock())
    assert 297 <= done.read < 300
    assert done.copied == 0
    assert len(rescued(crowded, vault, clock)) == done.read
    (aside,) = (crowded / snapshots.FOLDER).glob("replaced-*")
    assert len((aside / places.DATABASE).read_bytes()) == len(before), "the damaged file is kept"


def with_copy(place: Path, vault: Vault, clock: Clock, draft: MakeDraft) -> None:
    store = reopen(place, vault, clock)
    store.take_snapshot()
    store.erase("c7")
    store.save(draft("late"))
    store.close()


def test_what_cannot_be_read_comes_from_the_newest_copy(
    crowded: Path, vault: Vault, clock: Clock, draft: MakeDraft
) -> None:
    with_copy(crowded, vault, clock, draft)
    flip(crowded / places.DATABASE, 4096 * 80 + 1000)
    done = salvage(crowded, vault.key, clock())
    assert done.copied > 0
    found = rescued(crowded, vault, clock)
    assert len(found) == 300
    assert "late" in found
    assert "c7" not in found, "what was erased stays erased"


def test_without_its_first_page_a_store_is_read_with_the_copys(
    crowded: Path, vault: Vault, clock: Clock, draft: MakeDraft
) -> None:
    with_copy(crowded, vault, clock, draft)
    flip(crowded / places.DATABASE, 200)
    salvage(crowded, vault.key, clock())
    assert rescued(crowded, vault, clock) >= {f"c{number}" for number in range(300) if number != 7}


def test_half_a_file_is_read_as_far_as_it_goes(crowded: Path, vault: Vault, clock: Clock, draft: MakeDraft) -> None:
    with_copy(crowded, vault, clock, draft)
    file = crowded / places.DATABASE
    os.truncate(file, file.stat().st_size // 8192 * 4096)
    done = salvage(crowded, vault.key, clock())
    assert done.read > 30
    assert len(rescued(crowded, vault, clock)) >= 299


def test_every_flipped_bit_is_noticed(crowded: Path, vault: Vault, tmp_path: Path) -> None:
    """Two hundred places over the whole file, fixed ones: encryption is the checksum."""
    good = crowded / places.DATABASE
    bad = tmp_path / "bad.db"
    size = good.stat().st_size
    for trial in range(200):
        shutil.copyfile(good, bad)
        flip(bad, (trial * 7919 * 131) % size)
        with pytest.raises(StoreTrouble):
            snapshots.verify(bad, vault.key)


# ---- the chain of acts


@pytest.fixture
def chain(ready: Path, named: Vault, clock: Clock, tmp_path: Path, draft: MakeDraft) -> Path:
    store = reopen(ready, named, clock, tmp_path / "anchors")
    for number in range(8):
        clock.moment += timedelta(seconds=1)
        store.note(Action.PRINT, f"case{number}")
    store.close()
    return ready


def verdict(place: Path, vault: Vault, clock: Clock, tmp_path: Path) -> Breach | None:
    engine = engine_for(place / places.DATABASE, vault.key)
    key = audit.audit_key(vault.key)
    text = next((tmp_path / "anchors").iterdir()).read_text()
    anchor = audit.parse_anchor(text)
    assert anchor
    with Session(engine) as session:
        found = audit.verify(list(audit.entries(session)), key, [anchor])
    engine.dispose()
    return found.breach


HARM = {
    "edit": "UPDATE audit SET result = 'refused' WHERE seq = 4",
    "subject": "UPDATE audit SET subject = 'x' WHERE seq = 4",
    "moment": "UPDATE audit SET at = '2026-11-26 09:00:59' WHERE seq = 4",
    "delete": "DELETE FROM audit WHERE seq = 4",
    "insert": "INSERT INTO audit SELECT -20, at, actor, action, subject, machine, program, result, mac FROM audit "
    "WHERE seq = 4",
    "swap": "UPDATE audit SET seq = CASE seq WHEN 4 THEN -5 ELSE -4 END WHERE seq IN (4, 5)",
    "tail": "DELETE FROM audit WHERE seq > 6",
    "all": "DELETE FROM audit",
}


@pytest.mark.parametrize("harm", HARM)
def test_whatever_is_done_to_the_chain_shows(
    chain: Path, named: Vault, clock: Clock, tmp_path: Path, harm: str
) -> None:
    assert verdict(chain, named, clock, tmp_path) is None
    engine = engine_for(chain / places.DATABASE, named.key)
    with engine.begin() as connection:
        connection.exec_driver_sql(HARM[harm])  # numbers are taken, so a moved entry waits under a negative one
        connection.exec_driver_sql("UPDATE audit SET seq = abs(seq)")
    engine.dispose()
    assert verdict(chain, named, clock, tmp_path) is not None


LENGTH = 24


def test_sixty_of_sixty_changes_to_the_chain_show(ready: Path, named: Vault, clock: Clock, tmp_path: Path) -> None:
    """Ten each: an act edited, deleted, inserted, two swapped, the tail cut off, the whole store put back."""
    anchors, place = tmp_path / "anchors", ready / places.DATABASE
    older: list[list[Entry]] = []
    with closing(reopen(ready, named, clock, anchors)) as store:
        for number in range(LENGTH):
            clock.moment += timedelta(seconds=1)
            store.note(Action.PRINT, f"case{number}")
            older.append(list(store.acts()))
    key, engine = audit.audit_key(named.key), engine_for(place, named.key)
    anchor = audit.parse_anchor(next(anchors.iterdir()).read_text())
    assert anchor
    caught = 0
    with Session(engine) as session:
        assert audit.verify(audit.entries(session), key, [anchor]).breach is None
    for trial in range(10):
        seq, other = 2 + 2 * trial, 3 + 2 * trial
        column = ("result", "subject", "actor", "action", "machine", "program")[trial % 6]
        for statements in (
            (f"UPDATE audit SET {column} = {column} || 'x' WHERE seq = {seq}",),
            (f"DELETE FROM audit WHERE seq = {seq}", f"UPDATE audit SET seq = seq - 1 WHERE seq > {seq}"),
            (
                f"UPDATE audit SET seq = -seq - 1 WHERE seq > {seq}",
                "UPDATE audit SET seq = -seq WHERE seq < 0",
                f"INSERT INTO audit SELECT {seq} + 1, at, actor, action, subject, machine, program, result, mac "
                f"FROM audit WHERE seq = {seq}",
            ),
            (
                f"UPDATE audit SET seq = -seq WHERE seq IN ({seq}, {other})",
                f"UPDATE audit SET seq = {seq} + {other} + seq WHERE seq < 0",
            ),
            (f"DELETE FROM audit WHERE seq > {seq}",),
        ):
            with Session(engine) as session:
                for statement in statements:
                    session.connection().exec_driver_sql(statement)
                caught += audit.verify(audit.entries(session), key, [anchor]).breach is not None
                session.rollback()
        caught += audit.verify(older[2 * trial], key, [anchor]).breach is Breach.CUT
    engine.dispose()
    assert caught == 60


def test_an_act_out_of_another_history_of_the_same_store_shows(ready: Path, named: Vault, clock: Clock) -> None:
    """Two copies went on by themselves: an act of one is whole and has the right number, but follows other acts."""
    fork, histories = ready.with_name("fork"), []
    shutil.copytree(ready, fork)
    for place, result in ((ready, "ok"), (fork, "refused")):
        clock.moment = START
        with closing(reopen(place, named, clock)) as store:
            for number in range(6):
                clock.moment += timedelta(seconds=1)
                store.note(Action.PRINT, f"case{number}", result)
            histories.append(list(store.acts()))
    ours, theirs = histories
    key = audit.audit_key(named.key)
    assert audit.verify(ours, key).breach is audit.verify(theirs, key).breach is None
    assert audit.verify([*ours[:3], theirs[3], *ours[4:]], key).breach is Breach.CHANGED
    assert audit.verify([*ours[:3], *theirs[3:]], key).breach is Breach.CHANGED


def test_a_store_put_back_by_hand_shows_even_after_it_went_on(
    chain: Path, named: Vault, clock: Clock, tmp_path: Path
) -> None:
    old = tmp_path / "old.db"
    shutil.copyfile(chain / places.DATABASE, old)
    store = reopen(chain, named, clock, tmp_path / "anchors")
    store.note(Action.EXPORT, "secret")
    store.close()
    shutil.copyfile(old, chain / places.DATABASE)
    assert verdict(chain, named, clock, tmp_path) is Breach.CUT
    # A clock that goes on makes other entries, so the place of the anchor holds another one.
    clock.moment += timedelta(minutes=1)
    store = reopen(chain, named, clock)
    for _ in range(3):
        store.note(Action.PRINT, "other")
    store.close()
    assert verdict(chain, named, clock, tmp_path) is Breach.OTHER


def test_entries_name_nobody_and_tell_cases_apart(ready: Path, named: Vault, clock: Clock, draft: MakeDraft) -> None:
    store = open_store(ready, named, now=clock, actor=Actor("counter", "marias-laptop", "0.1"))
    store.save(draft("a" * 32, typed={"person.surname": CANARY}))
    store.erase("a" * 32)
    store.note(Action.PRINT, "b" * 32)
    opened, erased, printed = store.acts()[-3:]
    assert (opened.action, erased.action, printed.action) == ("open", "erase", "print")
    assert opened.subject == ""
    assert erased.subject != printed.subject
    assert {len(erased.subject), len(erased.machine)} == {16}
    said = json.dumps([[str(part) for part in entry_values(each)] for each in store.acts()])
    assert CANARY not in said
    assert "a" * 32 not in said
    assert "maria" not in said
    store.close()


def entry_values(entry: Entry) -> list[object]:
    return [getattr(entry, name) for name in Entry.__slots__]


def test_a_clock_set_back_is_noted(ready: Path, vault: Vault, clock: Clock) -> None:
    store = reopen(ready, vault, clock)
    clock.moment -= timedelta(minutes=4)
    store.note(Action.PRINT, "a")
    clock.moment -= timedelta(minutes=6)
    store.note(Action.PRINT, "a")
    assert [act.action for act in store.acts()][-4:] == ["open", "print", "clock", "print"]
    store.close()


def test_an_act_and_its_deed_are_one_transaction(
    ready: Path, vault: Vault, clock: Clock, draft: MakeDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = reopen(ready, vault, clock)
    store.save(draft("a"))

    def fail(*_args: object) -> Anchor:
        raise Damaged

    monkeypatch.setattr(audit, "note", fail)
    with pytest.raises(Damaged):
        store.erase("a")
    assert ids(store) == {"a"}
    store.close()


def test_an_anchor_is_read_only_as_it_is_written() -> None:
    anchor = Anchor(12, "ab" * 32)
    assert audit.parse_anchor(f" {anchor}\n") == anchor
    for wrong in ("", "12", "12:ab", "x:" + "ab" * 32, "12:" + "zz" * 32, "１２:" + "ab" * 32):
        assert audit.parse_anchor(wrong) is None


def test_a_saved_case_says_when_it_goes(ready: Path, vault: Vault, clock: Clock, draft: MakeDraft) -> None:
    store = reopen(ready, vault, clock)
    store.save(draft("a"))
    store.save(replace(store.load("a"), place="b"))
    store.close()
    engine = engine_for(ready / places.DATABASE, vault.key)
    with engine.connect() as connection:
        moment = connection.exec_driver_sql("SELECT expires_at FROM drafts").scalar()
    assert moment == "2026-12-26 09:00:00.000000"
    engine.dispose()
