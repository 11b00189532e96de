"""A store whose own list of its tables is lost: what is kept beside it says where they begin."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver
from test_damage import KEY, PAGE

from talentdesk.core.draft import Draft
from talentdesk.store import layout, replacing
from talentdesk.store import place as places
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.opened import open_store
from talentdesk.store.salvage import Salvaged, salvage
from talentdesk.store.trouble import NothingToRestore
from talentdesk.store.vault import Protection, Vault

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
COPIED, LATER = 40, 20
CASES = COPIED + LATER
ALL = {f"c{number}" for number in range(CASES)}


def _save(store: object, numbers: range) -> None:
    for number in numbers:
        typed = {"person.surname": f"KANARIENVOGEL{number}", "note": "x" * 1500}
        store.save(Draft(f"c{number}", "residence-permit", "2024-12-01", NOON.date(), typed=typed))  # type: ignore[attr-defined]


@pytest.fixture(scope="module", params=["with a copy", "without a copy"])
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty cases, the last twenty of which are in no copy."""
    place = tmp_path_factory.mktemp("full") / "data"
    with closing(open_store(place, _vault(), now=lambda: NOON)) as store:
        _save(store, range(COPIED))
        if request.param == "with a copy":
            store.take_snapshot()
        _save(store, range(COPIED, CASES))
    (place / places.BALLAST).unlink(missing_ok=True)
    return place


def _vault() -> Vault:
    return Vault(None, KEY, Keyslots(""), Protection.MEMORY)


def _opened(file: Path) -> driver.Connection:
    connection = driver.connect(str(file), isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = none").fetchone()
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    return connection


def _zeroed(content: bytearray, page: int) -> None:
    content[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)


def _scribbled(content: bytearray, page: int) -> None:
    content[page * PAGE : (page + 1) * PAGE] = random.Random(page).randbytes(PAGE)


def _bad(full: Path, place: Path, page: int, harm: Callable[[bytearray, int], None] = _zeroed) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(full, place)
    content = bytearray((place / places.DATABASE).read_bytes())
    harm(content, page)
    (place / places.DATABASE).write_bytes(content)
    return place


def _is_unreadable(file: Path) -> bool:
    with closing(_opened(file)) as connection:
        try:
            connection.execute("SELECT count(*), sum(length(sql)) FROM sqlite_master").fetchone()
        except (driver.Error, UnicodeDecodeError):
            return True
    return False


def _schema_pages(full: Path, room: Path) -> list[int]:
    pages = range((full / places.DATABASE).stat().st_size // PAGE)
    return [page for page in pages if _is_unreadable(_bad(full, room / "probe", page) / places.DATABASE)]


def _ids(place: Path) -> set[str]:
    with closing(open_store(place, _vault(), now=lambda: NOON)) as store:
        return {line.id for line in store.find("", limit=2 * CASES)}


@pytest.mark.slow
@pytest.mark.parametrize("harm", [_zeroed, _scribbled])
def test_a_page_of_the_list_of_tables_costs_nothing(
    full: Path, tmp_path: Path, harm: Callable[[bytearray, int], None]
) -> None:
    pages = _schema_pages(full, tmp_path)
    assert 0 in pages
    assert len(pages) > 1, "the list goes on in other pages"
    for page in pages:
        place = _bad(full, tmp_path / "data", page, harm)
        assert salvage(place, KEY, NOON) == Salvaged(CASES, 0), page
        assert _ids(place) == ALL


@pytest.mark.slow
def test_no_page_costs_more_than_the_case_on_it(full: Path, tmp_path: Path) -> None:
    count = (full / places.DATABASE).stat().st_size // PAGE
    for page in random.Random(11).sample(range(count), 12):
        place = _bad(full, tmp_path / "data", page)
        done = salvage(place, KEY, NOON)
        assert done.read + done.copied >= CASES - 2, page  # a case of this size may lie on two pages' border
        assert _ids(place) <= ALL


def test_what_is_only_in_the_log_comes_back_too(full: Path, tmp_path: Path) -> None:
    place = shutil.copytree(full, tmp_path / "data")
    store = open_store(place, _vault(), now=lambda: NOON)
    _save(store, range(CASES, CASES + 5))
    dead = shutil.copytree(place, tmp_path / "dead")  # as a power cut leaves it
    store.close()
    assert (dead / f"{places.DATABASE}-wal").stat().st_size > 0
    (dead / places.BALLAST).unlink(missing_ok=True)
    content = bytearray((dead / places.DATABASE).read_bytes())
    _zeroed(content, 0)
    (dead / places.DATABASE).write_bytes(content)
    salvage(dead, KEY, NOON)
    assert _ids(dead) == ALL | {f"c{number}" for number in range(CASES, CASES + 5)}


def test_without_it_the_copy_is_all_there_is(full: Path, tmp_path: Path) -> None:
    place = _bad(full, tmp_path / "data", 0)
    (place / places.LAYOUT).unlink()
    if not any((place / "snapshots").glob("*.db")):
        with pytest.raises(NothingToRestore):
            salvage(place, KEY, NOON)
    else:
        assert salvage(place, KEY, NOON) == Salvaged(0, COPIED)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"salt": 3}', b"\xff", b'{"salt": "zz", "version": 1, "tables": []}']
)
def test_one_that_is_spoiled_hinders_nothing(full: Path, tmp_path: Path, content: bytes) -> None:
    place = shutil.copytree(full, tmp_path / "data")
    (place / places.LAYOUT).write_bytes(content)
    assert salvage(place, KEY, NOON).read == CASES


def test_that_of_another_store_brings_nothing_wrong(full: Path, tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "other", _vault(), now=lambda: NOON)) as store:
        _save(store, range(3))
    place = _bad(full, tmp_path / "data", 0)
    shutil.copy(tmp_path / "other" / places.LAYOUT, place / places.LAYOUT)
    had_copy = any((place / "snapshots").glob("*.db"))
    if had_copy:
        assert salvage(place, KEY, NOON) == Salvaged(0, COPIED)
    else:
        with pytest.raises(NothingToRestore):
            salvage(place, KEY, NOON)


def test_only_plain_tables_and_their_indexes_are_taken_from_it(full: Path, tmp_path: Path) -> None:
    """Somebody who can write beside the store cannot make the rescue run something."""
    place = _bad(full, tmp_path / "data", 0)
    kept = json.loads((place / places.LAYOUT).read_bytes())
    kept["tables"].append(["view", "drafts_seen", "drafts_seen", 0, "CREATE VIEW drafts_seen AS SELECT 1"])
    kept["tables"].append(["trigger", "t", "drafts", 0, "CREATE TRIGGER t AFTER INSERT ON drafts BEGIN SELECT 1; END"])
    kept["tables"].append(["table", "strange", "strange", 9, "CREATE TABLE strange (x)"])
    (place / places.LAYOUT).write_text(json.dumps(kept))
    view = shutil.copy(place / places.DATABASE, tmp_path / "view.db")
    assert layout.relay(place, Path(view), KEY)
    with closing(_opened(Path(view))) as connection:
        found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type != 'index'")}
    assert "drafts" in found
    assert not found & {"drafts_seen", "t", "strange", "pad"}


# ---- kept current


def test_it_is_there_from_the_first_opening_and_names_nobody(full: Path) -> None:
    content = (full / places.LAYOUT).read_text("utf-8")
    assert '"drafts"' in content
    assert "KANARIENVOGEL" not in content
    assert (full / places.LAYOUT).stat().st_mode & 0o777 == 0o600 or os.name == "nt"


def test_it_is_written_only_when_something_is_different(full: Path, tmp_path: Path) -> None:
    place = shutil.copytree(full, tmp_path / "data")
    before = (place / places.LAYOUT).stat()
    _ids(place)
    after = (place / places.LAYOUT).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    (place / places.LAYOUT).write_bytes(b"{}")
    _ids(place)
    assert '"drafts"' in (place / places.LAYOUT).read_text("utf-8")


def test_after_a_restore_it_is_that_of_the_new_file(full: Path, tmp_path: Path) -> None:
    place = shutil.copytree(full, tmp_path / "data")
    with closing(open_store(place, _vault(), now=lambda: NOON)) as store:
        store.take_snapshot()
    replacing.restore_snapshot(place, KEY, "", NOON)
    assert _ids(place) == ALL
    with (place / places.DATABASE).open("rb") as stream:
        assert json.loads((place / places.LAYOUT).read_bytes())["salt"] == stream.read(places.SALT).hex()
    content = bytearray((place / places.DATABASE).read_bytes())
    _zeroed(content, 0)
    (place / places.DATABASE).write_bytes(content)
    assert salvage(place, KEY, NOON + timedelta(minutes=1)).read == CASES


def test_a_folder_that_takes_no_more_files_is_opened_all_the_same(
    full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = shutil.copytree(full, tmp_path / "data")
    (place / places.LAYOUT).unlink()
    (place / places.LAYOUT).mkdir()
    assert _ids(place) == ALL
