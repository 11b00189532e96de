from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from talentdesk.core.answers import flatten
from talentdesk.core.draft import Draft
from talentdesk.store import place as places
from talentdesk.store.cases import Progress
from talentdesk.store.engine import engine_for
from talentdesk.store.keeper import Keeper, memory_key
from talentdesk.store.opened import open_store
from talentdesk.store.rescue import rescue_name, write_rescue
from talentdesk.store.trouble import (
    ChangedElsewhere,
    DiskFull,
    NewerStore,
    NotEncrypted,
    ReadOnlyPlace,
    StoreLocked,
    StoreTrouble,
    WrongKey,
)
from talentdesk.store.vault import Vault

MakeDraft = Callable[..., Draft]
SOON = 20.0  # seconds; only a failing test waits that long


class Desk:
    """A keeper, and what it told."""

    def __init__(self, place: Path, vault: Vault, max_pages: int = 0) -> None:
        self.saved: queue.SimpleQueue[tuple[str, int]] = queue.SimpleQueue()
        self.told: queue.SimpleQueue[StoreTrouble] = queue.SimpleQueue()
        self.keeper = Keeper(
            place,
            lambda id, revision: self.saved.put((id, revision)),
            self.told.put,
            unlock=lambda _: vault,
            patience_ms=100,
            max_pages=max_pages,
        )

    def flush(self) -> None:
        self.keeper.flush().result(SOON)


@contextlib.contextmanager
def working(place: Path, vault: Vault, max_pages: int = 0) -> Iterator[Desk]:
    desk = Desk(place, vault, max_pages)
    desk.keeper.start()
    yield desk
    desk.keeper.close(SOON)


def test_importing_the_keeper_loads_no_database() -> None:
    heavy = "'sqlalchemy', 'alembic', 'sqlcipher3', 'cryptography', 'keyring', 'babel'"
    program = f"import sys, talentdesk.store.keeper; print([name for name in ({heavy},) if name in sys.modules])"
    child = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert child.stdout.strip() == "[]"


def test_what_is_typed_before_the_store_is_open_is_kept(place: Path, vault: Vault, draft: MakeDraft) -> None:
    desk = Desk(place, vault)
    desk.keeper.save(draft(typed={"job.title": "x"}), 7, Progress(1, 2))
    asked = desk.keeper.find("")
    assert desk.keeper.unsaved()[0].typed == {"job.title": "x"}
    desk.keeper.start()
    assert desk.saved.get(timeout=SOON) == ("a", 7)
    assert [(line.answered, line.total) for line in asked.result(SOON)] == [(1, 2)]
    assert desk.keeper.unsaved() == ()
    assert desk.keeper.close(SOON)


def test_a_case_begins_is_found_reopened_and_erased(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    with working(ready, vault) as desk:
        begun = desk.keeper.begin(draft(typed={"person.name_zh": "陳大文"})).result(SOON)
        assert begun.number == 1
        assert begun.created_at is not None
        assert [line.id for line in desk.keeper.find("大").result(SOON)] == ["a"]
        desk.keeper.save(replace(begun, place="person.surname"), 1)
        assert desk.keeper.load("a").result(SOON).place == "person.surname"
        desk.keeper.erase("a").result(SOON)
        desk.keeper.save(begun, 2)
        assert desk.keeper.find("").result(SOON) == ()


def test_a_save_needs_no_flush(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    with working(ready, vault) as desk:
        for revision in range(1, 4):
            desk.keeper.save(draft(place=str(revision)), revision)
            assert desk.saved.get(timeout=SOON) == ("a", revision)


def test_closing_saves_and_empties_the_log(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    desk = Desk(ready, vault)
    desk.keeper.start()
    desk.flush()
    desk.keeper.save(draft(typed={"job.title": "last words"}), 1)
    assert desk.keeper.close(SOON)
    assert not (ready / f"{places.DATABASE}-wal").exists()
    store = open_store(ready, vault)
    assert store.load("a").typed == {"job.title": "last words"}
    store.close()


def test_after_the_end_nobody_waits_for_ever(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    with working(ready, vault) as desk:
        assert desk.keeper.close(SOON)
        with pytest.raises(StoreTrouble):
            desk.keeper.find("").result(SOON)
        desk.keeper.save(draft(), 1)
        assert not desk.keeper.close(SOON)
        assert len(desk.keeper.unsaved()) == 1


def test_the_log_is_emptied_when_nobody_types(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    now = [0.0]
    keeper = Keeper(ready, lambda *_: None, lambda _: None, unlock=lambda _: vault, clock=lambda: now[0])
    keeper.start()
    keeper.begin(draft(typed={"job.title": "x" * 3000})).result(SOON)
    log = ready / f"{places.DATABASE}-wal"
    assert log.stat().st_size > 0
    now[0] += 31
    keeper.find("").result(SOON)  # wakes the worker, which then sees that nobody typed for long
    emptied = keeper._ask(lambda: log.stat().st_size)
    assert emptied.result(SOON) == 0
    assert keeper.close(SOON)


def test_a_key_in_memory_makes_a_store_for_once(place: Path, draft: MakeDraft) -> None:
    keeper = Keeper(place, lambda *_: None, lambda _: None, unlock=memory_key)
    keeper.start()
    assert keeper.protection().result(SOON) == "memory"
    assert keeper.begin(draft()).result(SOON).number == 1
    assert keeper.close(SOON)


def test_a_mistake_in_the_program_reaches_the_crash_handler_and_leaves_the_words(
    ready: Path, vault: Vault, draft: MakeDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashes: queue.SimpleQueue[str] = queue.SimpleQueue()
    monkeypatch.setattr(threading, "excepthook", lambda crash: crashes.put(crash.exc_type.__name__))

    def forget(place: Path) -> Vault:
        raise ZeroDivisionError

    keeper = Keeper(ready, lambda *_: None, lambda _: None, unlock=forget)
    keeper.save(draft(typed={"job.title": "kept"}), 1)
    keeper.start()
    with pytest.raises((StoreTrouble, ZeroDivisionError)):
        keeper.flush().result(SOON)
    assert crashes.get(timeout=SOON) == "ZeroDivisionError"
    assert not keeper.close(SOON)
    assert keeper.unsaved()[0].typed == {"job.title": "kept"}


# ---- troubles


def test_a_locked_store_keeps_the_words_and_saves_them_later(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    with working(ready, vault) as desk:
        desk.keeper.begin(draft()).result(SOON)
        assert desk.saved.get(timeout=SOON) == ("a", 0)
        other = engine_for(ready / places.DATABASE, vault.key)
        with other.begin():
            desk.keeper.save(draft(typed={"job.title": "kept"}), 1)
            assert isinstance(desk.told.get(timeout=SOON), StoreLocked)
            assert desk.keeper.load("a").result(SOON).typed == {"job.title": "kept"}
            assert [line.id for line in desk.keeper.find("").result(SOON)] == ["a"]
            assert not desk.keeper.close(SOON)
            assert desk.keeper.unsaved()[0].typed == {"job.title": "kept"}
        other.dispose()
        desk.flush()
        assert desk.saved.get(timeout=SOON) == ("a", 1)
        assert desk.keeper.close(SOON)


def test_a_full_disk_is_told_and_nothing_typed_is_lost(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    with working(ready, vault, max_pages=40) as desk:
        desk.keeper.begin(draft(typed={"job.title": "small"})).result(SOON)
        desk.keeper.save(draft(typed={"job.title": "x" * 400_000}), 1)
        with pytest.raises(DiskFull):
            desk.flush()
        assert isinstance(desk.told.get(timeout=SOON), DiskFull)
        assert len(desk.keeper.unsaved()[0].typed["job.title"]) == 400_000
        desk.keeper.save(draft(typed={"job.title": "shorter"}), 2)
        desk.flush()
        assert desk.keeper.load("a").result(SOON).typed == {"job.title": "shorter"}


def fill_up(file: Path) -> None:
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))


def test_the_ballast_saves_the_last_words(small_disk: Path, vault: Vault, draft: MakeDraft) -> None:
    place = small_disk / "data"
    place.mkdir()
    (place / places.BALLAST).write_bytes(os.urandom(1 << 20))
    with working(place, vault) as desk:
        desk.keeper.begin(draft()).result(SOON)
        fill_up(small_disk / "others")
        desk.keeper.save(draft(typed={"job.title": "last words " * 10_000}), 1)
        desk.flush()
        assert not (place / places.BALLAST).exists()
        desk.keeper.save(draft(typed={"job.title": "x" * 3_000_000}), 2)
        with pytest.raises(DiskFull):
            desk.flush()
        (small_disk / "others").unlink()
        desk.keeper.save(draft(typed={"job.title": "room again"}), 3)
        desk.flush()


def test_a_disk_that_may_not_be_written_is_told(small_disk: Path, vault: Vault, draft: MakeDraft) -> None:
    place = small_disk / "data"
    open_store(place, vault).close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with working(place, vault) as desk:
        desk.keeper.save(draft(), 1)
        assert isinstance(desk.told.get(timeout=SOON), ReadOnlyPlace)
        assert len(desk.keeper.unsaved()) == 1
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
        desk.flush()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not bind the superuser")
def test_a_folder_that_may_not_be_written_is_told(place: Path, vault: Vault, draft: MakeDraft) -> None:
    place.mkdir(mode=0o500)
    with working(place, vault) as desk:
        assert isinstance(desk.told.get(timeout=SOON), ReadOnlyPlace)
        place.chmod(0o700)
        desk.keeper.begin(draft()).result(SOON)


def make_plain(place: Path, vault: Vault) -> None:
    places.prepare(place)
    (place / places.DATABASE).write_bytes(b"SQLite format 3\0" + bytes(4080))


def make_foreign(place: Path, vault: Vault) -> None:
    open_store(place, Vault.ephemeral()).close()


def make_newer(place: Path, vault: Vault) -> None:
    open_store(place, vault).close()
    engine = engine_for(place / places.DATABASE, vault.key)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()


@pytest.mark.parametrize(
    ("make", "trouble"), [(make_plain, NotEncrypted), (make_foreign, WrongKey), (make_newer, NewerStore)]
)
def test_a_store_that_cannot_be_opened_is_told_and_words_are_kept(
    place: Path, vault: Vault, draft: MakeDraft, make: Callable[[Path, Vault], None], trouble: type[StoreTrouble]
) -> None:
    make(place, vault)
    before = (place / places.DATABASE).read_bytes()
    with working(place, vault) as desk:
        desk.keeper.save(draft(typed={"job.title": "kept"}), 1)
        assert isinstance(desk.told.get(timeout=SOON), trouble)
        with pytest.raises(trouble):
            desk.keeper.find("").result(SOON)
        with pytest.raises(trouble):
            desk.flush()
        assert desk.keeper.unsaved()[0].typed == {"job.title": "kept"}
        assert not desk.keeper.close(SOON)
    assert (place / places.DATABASE).read_bytes() == before


def test_a_case_changed_elsewhere_is_kept_until_the_person_decides(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    with working(ready, vault) as desk:
        begun = desk.keeper.begin(draft()).result(SOON)
        other = open_store(ready, vault)
        other.save(replace(other.load("a"), typed={"job.title": "theirs"}))
        desk.keeper.save(replace(begun, typed={"job.title": "mine"}), 1)
        with pytest.raises(ChangedElsewhere):
            desk.flush()
        assert other.load("a").typed == {"job.title": "theirs"}
        assert desk.keeper.begin(draft("b")).result(SOON).number == 2
        both = desk.keeper.versions("a").result(SOON)
        assert both is not None
        assert both.base is not None
        assert (both.base.typed, both.theirs.typed, both.mine.typed) == (
            {}, {"job.title": "theirs"}, {"job.title": "mine"},
        )  # fmt: skip
        third = replace(other.load("a"), place="job.title")
        other.save(third)
        mine = replace(both.theirs, typed={"job.title": "mine"})
        with pytest.raises(ChangedElsewhere):
            desk.keeper.settle(mine, 2, Progress(), both.version).result(SOON)
        assert other.load("a").place == "job.title"
        again = desk.keeper.versions("a").result(SOON)
        assert again is not None
        assert again.mine.typed == {"job.title": "mine"}
        desk.keeper.settle(mine, 3, Progress(), again.version).result(SOON)
        assert other.load("a").typed == {"job.title": "mine"}
        assert desk.keeper.versions("a").result(SOON) is None
        assert not desk.keeper.unsaved()
        other.close()


def test_a_rescue_file_is_an_answers_file(tmp_path: Path, draft: MakeDraft) -> None:
    typed = {"person.surname": "Ng\u0000\ud800 黃", "person.birth_date": "2029--", "family[0].name": "x"}
    rescued = draft(typed=typed, declined=frozenset({"person.former_names"}))
    file = tmp_path / rescue_name(rescued)
    write_rescue(file, rescued)
    read = flatten(json.loads(file.read_text()))
    assert (read.typed, read.declined) == (typed, rescued.declined)
    assert file.name == "residence-permit-new.json"
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_rescue_where_nothing_can_be_written_is_named(tmp_path: Path, draft: MakeDraft) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ReadOnlyPlace):
        write_rescue(tmp_path / "file" / "a.json", draft())
