"""A made-up person goes through the whole program; nothing that stays on the machine says who it was."""

from __future__ import annotations

import base64
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from guises import found_in, guises, left_behind
from session import CANARY, Session

from talentdesk.store.opened import open_store
from talentdesk.store.vault import Vault

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
WORDS = tuple(CANARY.values())


@pytest.mark.parametrize("word", WORDS)
def test_the_search_finds_a_word_in_each_guise(word: str) -> None:
    for guise, form in guises(word).items():
        assert (word, guise) in found_in(b"noise " + form + b" noise", WORDS)
    for gap in range(3):
        carried = base64.b64encode(b"x" * (3 + gap) + word.encode() + b"yyy")
        assert any(guise.startswith("base64") for found, guise in found_in(carried, WORDS) if found == word)


def test_nothing_on_the_machine_says_who_was_here(tmp_path: Path) -> None:
    session = Session(tmp_path / "desk")
    session.at_the_window(mishap=" ".join(WORDS))
    session.commands()
    _live_on_and_go(session.place, session.machine / "home" / "config" / "talentdesk")
    notes = list(session.machine.rglob("mishaps.log"))
    assert len(notes) == 1
    assert "builtins.ValueError" in notes[0].read_text("utf-8")
    assert list(session.machine.rglob("snapshots/*.db"))
    assert dict(left_behind(session.machine, WORDS)) == {}
    assert found_in("\n".join(session.told).encode(), WORDS) == set()
    closed = [session.papers / name for name in ("case.age", "cases.backup")]
    assert all(found_in(file.read_bytes(), WORDS) == set() for file in closed)


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
