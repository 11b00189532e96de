"""One bad page, whichever it is, costs the case that lies on it and no other, whether or not there is a copy."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import released
from sqlcipher3 import dbapi2 as driver

from talentdesk import paths
from talentdesk.core.draft import Draft
from talentdesk.core.person import Person, Photo
from talentdesk.store import layout, renewal, replacing
from talentdesk.store import place as places
from talentdesk.store.cipherpages import PAGE, Pages
from talentdesk.store.engine import engine_for
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.migrations import migrate
from talentdesk.store.opened import Store, open_store
from talentdesk.store.salvage import salvage
from talentdesk.store.trouble import NothingToRestore
from talentdesk.store.vault import Protection, Vault

KEY = bytes(range(32))
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
CASES, COPIED = 90, 60
CANARY = "Quetzalcoatlus"
BRANCH = 5


def opened(place: Path) -> Store:
    return open_store(place, Vault(None, KEY, Keyslots(""), Protection.MEMORY), now=lambda: NOON)


def typed(number: int) -> dict[str, str]:
    """Every tenth case goes on on a second page."""
    return {"person.surname": f"Name{number}", "note": "x" * (2500 if number % 10 else 5500)}


def made(place: Path, kind: str) -> Path:
    """Ninety cases, a page each: "none" without a copy, "copy" with one of the first sixty, "log" with that and the
    last thirty still in the log."""
    with closing(opened(place)) as store:
        for number in range(CASES):
            if number == COPIED and kind != "none":
                store.take_snapshot()
                store._ground.tidy()
            store.save(Draft(f"c{number}", "residence-permit", "2024-12-01", NOON.date(), typed=typed(number)))
        (place / places.BALLAST).unlink(missing_ok=True)
        if kind == "log":
            return Path(shutil.copytree(place, place.with_name("live")))
    return place


@pytest.fixture(scope="module", params=["none", "copy", "log"])
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("full") / "data", request.param)


@pytest.fixture(scope="module")
def uncopied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("uncopied") / "data", "none")


def harmed(full: Path, place: Path, page: int, content: bytes) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(full, place)
    with (place / places.DATABASE).open("r+b") as stream:
        stream.seek((page - 1) * PAGE)
        stream.write(content)
    return place


def pages_of(place: Path) -> int:
    return (place / places.DATABASE).stat().st_size // PAGE


def is_readable(place: Path) -> bool:
    """Whether the file's own list of tables can be read."""
    with closing(driver.connect(str(place / places.DATABASE))) as connection:
        connection.execute("PRAGMA cipher_log_level = none").fetchone()
        connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except (driver.Error, UnicodeDecodeError):
            return False
    return True


def list_of_tables(full: Path, place: Path) -> list[int]:
    """The pages without which it can't be read, found by trying each."""
    noise = random.Random(1).randbytes(PAGE)
    return [page for page in range(1, pages_of(full) + 1) if not is_readable(harmed(full, place, page, noise))]


def branches(full: Path) -> list[int]:
    with (full / places.DATABASE).open("rb") as stream:
        pages = Pages(stream, KEY, stream.read(places.SALT))
        read = {number: pages.read(number) for number in range(2, pages.count() + 1)}
    return [number for number, page in read.items() if page and page[0] == BRANCH]


def found(place: Path) -> dict[str, dict[str, str]]:
    with closing(opened(place)) as store:
        return {line.id: dict(store.load(line.id).typed) for line in store.find("", limit=2 * CASES)}


EVERY = {f"c{number}": typed(number) for number in range(CASES)}


# ---- any page


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_whichever_page_is_bad_costs_one_case_at_most(full: Path, tmp_path: Path) -> None:
    """All that lead to others, those of the list of tables too, and some of the rest."""
    chance = random.Random(8)
    leading = {*list_of_tables(full, tmp_path / "data"), *branches(full)}
    assert leading > {1}
    rest = sorted(set(range(1, pages_of(full) + 1)) - leading)
    for page in [*sorted(leading), *chance.sample(rest, 6)]:
        place = harmed(full, tmp_path / "data", page, chance.choice([bytes(PAGE), chance.randbytes(PAGE)]))
        salvage(place, KEY, NOON)
        back = found(place)
        assert len(back) >= CASES - (page not in leading), page
        assert back.items() <= EVERY.items(), page


@pytest.mark.parametrize("lost", ["first", "second", "branch"])
def test_what_only_leads_to_cases_costs_none(uncopied: Path, tmp_path: Path, lost: str) -> None:
    second = list_of_tables(uncopied, tmp_path / "data")[1]
    page = {"first": 1, "second": second, "branch": branches(uncopied)[-1]}[lost]
    place = harmed(uncopied, tmp_path / "data", page, bytes(PAGE))
    assert salvage(place, KEY, NOON).read == CASES
    assert found(place) == EVERY


def test_without_its_layout_a_store_comes_from_the_copy(tmp_path: Path) -> None:
    place = made(tmp_path / "data", "copy")
    (place / places.LAYOUT).unlink()
    salvage(harmed(place, tmp_path / "bad", 1, bytes(PAGE)), KEY, NOON)
    assert {f"c{number}" for number in range(COPIED)} <= found(tmp_path / "bad").keys()


@pytest.mark.parametrize("harm", [bytes(PAGE), random.Random(7).randbytes(PAGE)], ids=["zeroes", "noise"])
def test_a_photo_is_whole_or_not_there(ready: Path, tmp_path: Path, harm: bytes) -> None:
    """The cipher lets a page of zeroes through, and the engine gives zeroes for a bad page at the end of a value."""
    content = random.Random(5).randbytes(20_000)
    with closing(opened(ready)) as store:
        store.people.make(Person("p"))
        store.people.keep_photo("p", Photo("f", "e" * 64, "image/jpeg", 10), content)
        store.save(Draft("a", "residence-permit", "2024-12-01", NOON.date()))
    whole = []
    for page in range(pages_of(ready) - 5, pages_of(ready) + 1):
        place = harmed(ready, tmp_path / "bad", page, harm)
        salvage(place, KEY, NOON)
        with closing(opened(place)) as store:
            photos = store.people.load("p").whole().photos
            assert all(store.people.photo(photo.id) == content for photo in photos)
            whole.append(bool(photos))
    assert any(whole)
    assert not all(whole)


def test_people_and_their_photos_come_back_without_a_first_page(ready: Path) -> None:
    with closing(opened(ready)) as store:
        for id in ("p", "q"):
            store.people.make(Person(id))
        store.people.keep_photo("p", Photo("f", "e" * 64, "image/jpeg", 10), b"photo" * 2000)
        store.people.merge("p", "q")
        colleague = store.add_colleague("Ana", "admin")
    with (ready / places.DATABASE).open("r+b") as stream:
        stream.write(bytes(PAGE))
    assert salvage(ready, KEY, NOON).people == 2
    with closing(opened(ready)) as store:
        assert len(store.people.load("p").members) == 2
        assert store.people.photo("f") == b"photo" * 2000
        assert [each.name for each in store.colleagues()] == [colleague.name]


# ---- what is written down


def is_kept(place: Path, key: bytes = KEY) -> bool:
    """Whether what stands there is of the store that lies there now, word for word."""
    known = layout.read(place, key)
    with closing(driver.connect(str(place / places.DATABASE))) as connection:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        pieces = layout.pieces_of(connection.execute(layout.PIECES).fetchall())
    return known is not None and known.salt == layout.salt_of(place / places.DATABASE) and known.pieces == pieces


@pytest.fixture
def kept(ready: Path) -> Path:
    with closing(opened(ready)) as store:
        store.save(Draft("a", "residence-permit", "2024-12-01", NOON.date(), typed={"person.surname": CANARY}))
        store.people.make(Person("p"))
        store.add_colleague(CANARY, "admin")
        store.take_snapshot()
    return ready


def test_it_says_nothing_of_anybody(kept: Path) -> None:
    content = (kept / places.LAYOUT).read_text("ascii")
    assert "drafts" in content
    assert CANARY.casefold() not in content.casefold()
    assert (kept / places.LAYOUT).stat().st_mode & 0o777 == 0o600


def test_it_is_left_alone_while_nothing_changes(kept: Path) -> None:
    before = (kept / places.LAYOUT).stat()
    opened(kept).close()
    after = (kept / places.LAYOUT).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def restored(place: Path) -> bytes:
    replacing.restore_snapshot(place, KEY, "", NOON)
    return KEY


def salvaged(place: Path) -> bytes:
    salvage(place, KEY, NOON)
    return KEY


@pytest.mark.parametrize("change", [restored, salvaged])
def test_it_is_of_the_store_that_is_there_now(kept: Path, change: Callable[[Path], bytes]) -> None:
    assert is_kept(kept)
    change(kept)
    assert not is_kept(kept)
    opened(kept).close()
    assert is_kept(kept)


def test_a_new_key_gives_a_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "config")
    monkeypatch.setattr("talentdesk.store.keyrings.system_keyrings", dict)
    vault = Vault.open(tmp_path / "data")
    open_store(tmp_path / "data", vault).close()
    assert is_kept(tmp_path / "data", vault.key)
    renewed = renewal.renew(tmp_path / "data", vault, NOON)
    open_store(tmp_path / "data", renewed).close()
    assert is_kept(tmp_path / "data", renewed.key)


def test_an_older_one_goes_before_the_form_changes(tmp_path: Path) -> None:
    """A step that is killed leaves none, and the next start writes what is true."""
    place = tmp_path / "data"
    released.put_back(place, released.revisions()[-2])
    engine = engine_for(place / places.DATABASE, KEY)
    try:
        layout.keep(place, engine, KEY)
    finally:
        engine.dispose()
    assert is_kept(place)
    migrate(place, KEY)
    assert not (place / places.LAYOUT).exists()
    opened(place).close()
    assert is_kept(place)


def test_a_folder_that_takes_none_is_none_the_worse(ready: Path) -> None:
    (ready / places.LAYOUT).unlink()
    (ready / places.LAYOUT).mkdir()
    with closing(opened(ready)) as store:
        store.save(Draft("a", "residence-permit", "2024-12-01", NOON.date()))
        assert store.load("a").id == "a"
    assert not list(ready.glob("*.tmp"))


def moved_root(content: dict[str, Any]) -> None:
    drafts = next(piece for piece in content["layout"]["pieces"] if piece[1] == "drafts")
    drafts[3] += 1


def other_salt(content: dict[str, Any]) -> None:
    content["layout"]["salt"] = "00" * places.SALT


def no_seal(content: dict[str, Any]) -> None:
    del content["seal"]


def later(content: dict[str, Any]) -> None:
    content["layout"]["version"] += 1


@pytest.mark.parametrize("change", [moved_root, other_salt, no_seal, later])
def test_one_that_was_changed_is_not_trusted_and_written_anew(
    ready: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    opened(ready).close()
    file = ready / places.LAYOUT
    content = json.loads(file.read_bytes())
    change(content)
    file.write_text(json.dumps(content))
    assert layout.read(ready, KEY) is None
    opened(ready).close()
    assert is_kept(ready)


def test_by_the_layout_of_another_store_nothing_wrong_comes_back(uncopied: Path, tmp_path: Path) -> None:
    """Of the same key, even: a store that was put back and never opened since."""
    other = tmp_path / "other"
    opened(other).close()
    place = harmed(uncopied, tmp_path / "data", 1, bytes(PAGE))
    shutil.copyfile(other / places.LAYOUT, place / places.LAYOUT)
    with pytest.raises(NothingToRestore):
        salvage(place, KEY, NOON)
