"""A store that a disk has damaged: it is always noticed, nearly everything is rescued, a copy is never old.

The pages are also read as a thief with the key would read them, the free ones too: what was erased is in none.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlcipher3 import dbapi2 as driver

from talentdesk.core.draft import Draft
from talentdesk.store import place as places
from talentdesk.store import replacing, snapshots
from talentdesk.store.audit import Action, Breach
from talentdesk.store.chores import Chores
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.opened import open_store
from talentdesk.store.salvage import salvage
from talentdesk.store.trouble import StoreTrouble
from talentdesk.store.vault import Protection, Vault

MakeDraft = Callable[..., Draft]
KEY = bytes(range(32))
PAGE, RESERVED, IV, SALT = 4096, 80, 16, 16
CASES = 500
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


# ---- pages, as they lie on the disk


def plain_pages(file: Path) -> list[bytes]:
    """Every page of a database file as the engine sees it, decrypted by hand: AES-256 in CBC, its start at the end."""
    raw = file.read_bytes()
    return [_plain(raw[at : at + PAGE], at == 0) for at in range(0, len(raw), PAGE)]


def plain_frames(log: Path) -> list[bytes]:
    """The same of every frame of a write-ahead log, those too that a checkpoint has taken over."""
    raw = log.read_bytes() if log.exists() else b""
    starts = range(32, len(raw) - PAGE, 24 + PAGE)
    pages = [(int.from_bytes(raw[at : at + 4], "big"), raw[at + 24 : at + 24 + PAGE]) for at in starts]
    return [_plain(page, number == 1) for number, page in pages]


def _plain(page: bytes, first: bool) -> bytes:
    start = PAGE - RESERVED
    cipher = Cipher(algorithms.AES(KEY), modes.CBC(page[start : start + IV])).decryptor()
    return cipher.update(page[SALT if first else 0 : start])


def words_in(place: Path, *words: str) -> dict[str, int]:
    """How many pages and frames hold each word, as an answer or as the index keeps it."""
    found = [*plain_pages(place / places.DATABASE), *plain_frames(place / f"{places.DATABASE}-wal")]
    indexed = {word: "".join(f"{ord(letter):06x}" for letter in word[:2].casefold()).encode() for word in words}
    return {word: sum(word.encode() in page or indexed[word] in page for page in found) for word in words}


def test_what_was_erased_is_in_no_page_of_the_file(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    rare = "𡃁㗎龘"
    with closing(open_store(ready, vault)) as store:
        for id in "abcdef":
            store.save(draft(id, typed={"person.surname": "Chan", "note": "y" * 3000}))
        for turn in range(3):
            store.save(draft("z", typed={"person.name_zh": rare, "job.title": f"KANARIENVOGEL{turn}" * 400}))
        assert words_in(ready, "KANARIENVOGEL")["KANARIENVOGEL"] > 3, "the pages are read rightly"
        store.erase("z")
        assert words_in(ready, "KANARIENVOGEL", rare) == {"KANARIENVOGEL": 0, rare: 0}
        for id in "abc":
            store.erase(id)
    assert words_in(ready, "KANARIENVOGEL", rare) == {"KANARIENVOGEL": 0, rare: 0}


# ---- damage is noticed


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with five hundred cases, a page each, and no copy of them."""
    place = tmp_path_factory.mktemp("full") / "data"
    vault = Vault(None, KEY, Keyslots(""), Protection.MEMORY)
    with closing(open_store(place, vault, now=lambda: NOON)) as store:
        for number in range(CASES):
            typed = {"person.surname": f"Name{number}", "note": "x" * 2500}
            store.save(Draft(f"c{number}", "residence-permit", "2024-12-01", NOON.date(), typed=typed))
    (place / places.BALLAST).unlink(missing_ok=True)
    return place


def zeroed(content: bytearray, page: int, chance: random.Random) -> None:
    content[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)


def sector(content: bytearray, page: int, chance: random.Random) -> None:
    at = page * PAGE + 512 * chance.randrange(8)
    content[at : at + 512] = chance.randbytes(512)


def swapped(content: bytearray, page: int, chance: random.Random) -> None:
    other = (page + 1 + chance.randrange(len(content) // PAGE - 2)) % (len(content) // PAGE) or 1
    one, two = slice(page * PAGE, (page + 1) * PAGE), slice(other * PAGE, (other + 1) * PAGE)
    content[one], content[two] = content[two], content[one]


def flipped(content: bytearray, page: int, chance: random.Random) -> None:
    content[page * PAGE + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)


def cut_off(content: bytearray, page: int, chance: random.Random) -> None:
    del content[page * PAGE :]


@pytest.mark.slow
@pytest.mark.parametrize(("harm", "trials"), [(flipped, 200), (zeroed, 20), (sector, 20), (swapped, 20), (cut_off, 20)])
def test_whatever_happens_to_a_page_is_noticed(
    full: Path, vault: Vault, tmp_path: Path, harm: Callable[..., None], trials: int
) -> None:
    chance, good = random.Random(harm.__name__), (full / places.DATABASE).read_bytes()
    for _ in range(trials):
        content = bytearray(good)
        harm(content, chance.randrange(1, len(good) // PAGE), chance)
        assert content != good
        (tmp_path / "bad.db").write_bytes(content)
        with pytest.raises(StoreTrouble):
            snapshots.verify(tmp_path / "bad.db", vault.key)


@pytest.mark.slow
def test_a_page_of_an_earlier_day_is_mostly_noticed(
    ready: Path, vault: Vault, draft: MakeDraft, tmp_path: Path
) -> None:
    """A stale page is whole and sealed with the right key. What shows is that the others do not fit it; where they do
    fit, nothing can tell: that is why only flipped, swapped, zeroed and lost pages are promised."""
    with closing(open_store(ready, vault)) as store:
        for number in range(100):
            store.save(draft(f"c{number}", typed={"person.surname": f"Name{number}", "note": "x" * 900}))
    old = (ready / places.DATABASE).read_bytes()
    with closing(open_store(ready, vault)) as store:
        for number in range(0, 100, 2):
            store.erase(f"c{number}")
        for number in range(100, 160):
            store.save(draft(f"c{number}", typed={"person.surname": f"Other{number}", "note": "z" * 1900}))
    new = (ready / places.DATABASE).read_bytes()
    chance, noticed = random.Random(4), 0
    changed = [page for page in range(1, len(old) // PAGE) if old[page * PAGE :][:PAGE] != new[page * PAGE :][:PAGE]]
    pages = chance.sample(changed, 20)
    for page in pages:
        bad = new[: page * PAGE] + old[page * PAGE : (page + 1) * PAGE] + new[(page + 1) * PAGE :]
        (tmp_path / "bad.db").write_bytes(bad)
        with contextlib.suppress(StoreTrouble):
            snapshots.verify(tmp_path / "bad.db", vault.key)
            continue
        noticed += 1
    assert noticed > len(pages) / 2


def test_a_log_that_lost_its_last_words_shows_in_the_chain(ready: Path, draft: MakeDraft, tmp_path: Path) -> None:
    """The engine cuts a damaged log off without a word; the anchor outside tells."""
    vault = Vault(None, KEY, Keyslots("0123456789abcdef"), Protection.MEMORY)
    anchors, log = tmp_path / "anchors", Path(f"{ready / places.DATABASE}-wal")
    store = open_store(ready, vault, anchors=anchors)
    for id in "abc":
        store.save(draft(id))
        store.note(Action.PRINT, id)
    shutil.copytree(ready, tmp_path / "damaged")
    store.close()
    damaged = tmp_path / "damaged" / log.name
    content = bytearray(damaged.read_bytes())
    content[-PAGE // 2] ^= 1
    damaged.write_bytes(content)
    with closing(open_store(tmp_path / "damaged", vault, anchors=anchors)) as store:
        assert store.verify_acts().breach in (Breach.CUT, Breach.OTHER)


# ---- rescue


def harmed(full: Path, place: Path, pages: Iterator[int] | list[int]) -> Path:
    """A copy of the folder with one bit wrong in each of these pages."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(full, place)
    with (place / places.DATABASE).open("r+b") as stream:
        for page in pages:
            stream.seek(page * PAGE + 1000)
            was = stream.read(1)
            stream.seek(-1, os.SEEK_CUR)
            stream.write(bytes([was[0] ^ 1]))
    return place


def pages_of(file: Path) -> dict[int, list[int]]:
    """The pages by what they are: 2 and 10 of an index, 5 within and 13 at the end of a table."""
    kinds: dict[int, list[int]] = {}
    for number, page in enumerate(plain_pages(file)):
        kinds.setdefault(page[0] if number else page[100 - SALT], []).append(number)
    return kinds


@pytest.mark.slow
def test_one_bad_page_costs_one_case_of_five_hundred(full: Path, vault: Vault, tmp_path: Path) -> None:
    chance, kinds = random.Random(8), pages_of(full / places.DATABASE)
    for page in [*chance.sample(kinds[13], 3), *chance.sample(kinds[10], 1)]:
        done = salvage(harmed(full, tmp_path / "data", [page]), vault.key, NOON)
        assert done.read >= CASES * 0.998, page


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_whichever_page_is_bad_the_newest_copy_fills_the_hole(full: Path, vault: Vault, tmp_path: Path) -> None:
    """Also the first one, and those above a thousand others."""
    with_copy = shutil.copytree(full, tmp_path / "with")
    with closing(open_store(with_copy, vault, now=lambda: NOON)) as store:
        store.take_snapshot()
        store.erase("c7")
    kinds = pages_of(with_copy / places.DATABASE)
    chance = random.Random(9)
    for page in [0, *kinds[5], *kinds[2][:2], *chance.sample(kinds[13], 2)]:
        place = harmed(with_copy, tmp_path / "data", [page])
        done = salvage(place, vault.key, NOON)
        assert done.read + done.copied == CASES - 1, page
        with closing(open_store(place, vault, now=lambda: NOON)) as store:
            assert {line.id for line in store.find("", limit=2 * CASES)} == {
                f"c{number}" for number in range(CASES) if number != 7
            }


# ---- the drill: a disk dies during the day


@pytest.mark.slow
def test_a_copy_that_is_put_back_is_at_most_half_an_hour_old(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    """Five hours at a counter, a case a minute, with the program's own chores; then the file is destroyed."""
    moment = began = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=6)
    minute, trouble = timedelta(minutes=1), []
    chores = Chores(ready, vault.key, lambda: moment, lambda: (moment - began).total_seconds(), trouble.append)
    saved: dict[str, datetime] = {}
    with closing(open_store(ready, vault, now=lambda: moment)) as store:
        for number in range(300):
            moment += minute
            store.save(draft(f"c{number}", typed={"person.surname": f"Name{number}"}))
            saved[f"c{number}"] = moment
            if number == 200:
                store.erase("c100")
            while not chores.wait():
                chores.do_due(store)
            copying = chores._copier._thread if chores._copier else None
            if copying is not None:
                copying.join()
        chores.end()
    assert trouble == []
    (ready / places.DATABASE).write_bytes(os.urandom(PAGE * 40))
    replacing.restore_snapshot(ready, vault.key, "", moment)
    with closing(open_store(ready, vault, now=lambda: moment)) as store:
        back = {line.id for line in store.find("", limit=1000)}
    assert "c100" not in back, "what was erased stays erased"
    lost = {at for id, at in saved.items() if id not in back and id != "c100"}
    assert lost, "the last minutes are not in the copy"
    assert moment - min(lost) <= timedelta(minutes=30)


def test_the_engine_seals_pages_as_they_are_read_here(ready: Path) -> None:
    """What the tests above rest on: page size, and how much of each page is the cipher's own."""
    connection = driver.connect(str(ready / places.DATABASE))
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    assert int(connection.execute("PRAGMA cipher_page_size").fetchone()[0]) == PAGE
    assert connection.execute("PRAGMA cipher_hmac_algorithm").fetchone()[0] == "HMAC_SHA512"
    connection.close()
