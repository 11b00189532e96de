"""A made-up person goes through the whole program; nothing that stays on the machine says who it was."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from session import CANARY, Session

from talentdesk.store.opened import open_store
from talentdesk.store.vault import Vault

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
WORDS = tuple(CANARY.values())


def guises(word: str) -> dict[str, bytes]:
    """The word as logs, indexes, settings and addresses would carry it."""
    plain = word.encode()
    # Inside a longer text base64 falls into one of three steps; the ends depend on the neighbours and are left out.
    steps = {
        f"base64+{gap}": base64.b64encode(b"\0" * gap + plain)[4 if gap else 0 : -4 if len(plain) + gap > 6 else None]
        for gap in range(3)
    }
    return {
        "utf-8": plain,
        "utf-16-le": word.encode("utf-16-le"),
        "utf-16-be": word.encode("utf-16-be"),
        "gb18030": word.encode("gb18030"),
        "json": json.dumps(word)[1:-1].encode(),
        "url": quote(word).encode(),
        "lower": word.lower().encode(),
        "hex": plain.hex().encode(),
        **steps,
    }


def found_in(raw: bytes) -> set[tuple[str, str]]:
    """Each word that is there, with its guise."""
    return {(word, guise) for word in WORDS for guise, form in guises(word).items() if form in raw}


def left_behind(folder: Path) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """Every file and every name of one that tells who was here."""
    for file in sorted(folder.rglob("*")):
        name = str(file.relative_to(folder))
        told = found_in(name.encode()) | (found_in(file.read_bytes()) if file.is_file() else set())
        if told:
            yield name, told


@pytest.mark.parametrize("word", WORDS)
def test_the_search_finds_a_word_in_each_guise(word: str) -> None:
    for guise, form in guises(word).items():
        assert (word, guise) in found_in(b"noise " + form + b" noise")
    for gap in range(3):
        carried = base64.b64encode(b"x" * (3 + gap) + word.encode() + b"yyy")
        assert any(guise.startswith("base64") for found, guise in found_in(carried) if found == word)


def test_nothing_on_the_machine_says_who_was_here(tmp_path: Path) -> None:
    session = Session(tmp_path / "desk")
    session.at_the_window(mishap=" ".join(WORDS))
    session.commands()
    _live_on_and_go(session.place, session.machine / "home" / "config" / "talentdesk")
    notes = list(session.machine.rglob("mishaps.log"))
    assert len(notes) == 1
    assert "builtins.ValueError" in notes[0].read_text("utf-8")
    assert list(session.machine.rglob("snapshots/*.db"))
    assert dict(left_behind(session.machine)) == {}
    assert found_in("\n".join(session.told).encode()) == set()
    closed = [session.papers / name for name in ("case.age", "cases.backup")]
    assert all(found_in(file.read_bytes()) == set() for file in closed)


def _live_on_and_go(place: Path, config: Path) -> None:
    """Copied, searched, erased and purged, as the weeks go by."""
    with closing(open_store(place, Vault.open(place, config))) as store:
        store.take_snapshot()
        first, *_others = store.find(WORDS[0])
        store.erase(first.id)
    later = datetime.now(UTC) + timedelta(days=400)
    with closing(open_store(place, Vault.open(place, config), now=lambda: later)) as store:
        assert store.overdue()
        while store.purge():
            continue
        store.take_snapshot()
        assert store.count() == 0
