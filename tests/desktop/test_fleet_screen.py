"""The public machines on the counter's screen: each with its state in words, and nothing to look for anybody by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from deskside import NOW, Counter
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from talentdesk.desktop.fleetscreen import FleetScreen
from talentdesk.i18n import LANGUAGES, say
from talentdesk.store.machines import Machine, put
from talentdesk.store.opened import Store

FLEET = (
    Machine("a", "1 · Entrance", "attract", NOW - timedelta(minutes=3), NOW),
    Machine("b", "2 · Window", "busy", NOW - timedelta(minutes=12), NOW),
    Machine("c", "3 · Pillar", "out of paper", NOW - timedelta(minutes=1), NOW),
    Machine("d", "4 · Stairs", "error", NOW - timedelta(hours=2), NOW),
    Machine("e", "5 · Café", "busy", NOW - timedelta(days=2, hours=1), NOW - timedelta(days=2)),
    Machine("f", "6 · Annex", "off", NOW - timedelta(hours=9), NOW - timedelta(hours=9)),
)


def stand(counter: Counter, *machines: Machine) -> None:
    """The machines tell of themselves."""

    def act(store: Store) -> None:
        with Session(store._engine) as session, session.begin():
            for each in machines:
                put(session, each)

    counter.keeper.ask(act).result(20)


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Counter]:
    counter = Counter(qtbot, tmp_path / "store")
    yield counter
    counter.end()


def screen_of(counter: Counter) -> FleetScreen:
    counter.window.visit("machines")
    screen = counter.window.screen_in_front
    assert isinstance(screen, FleetScreen)
    counter.qtbot.waitUntil(lambda: screen.loaded)
    return screen


def rows(screen: FleetScreen) -> list[str]:
    fleet = screen.list.fleet
    return [str(fleet.data(fleet.index(row), Qt.ItemDataRole.AccessibleTextRole)) for row in range(fleet.rowCount())]


def test_every_machine_is_listed_with_its_state_and_what_to_do(counter: Counter) -> None:
    stand(counter, *FLEET)
    screen = screen_of(counter)
    heard = rows(screen)
    assert [line.partition(",")[0] for line in heard] == [
        "1 · Entrance: Free",
        "2 · Window: In use",
        "3 · Pillar: Out of paper",
        "4 · Stairs: Failed",
        "5 · Café: Not heard from",
        "6 · Annex: Switched off",
    ]
    assert "since 14:00" in heard[0]
    assert "since 21 Nov 2026 14:03" in heard[4], "of one that is not heard: when it last was"
    assert [each.name[0] for each in screen.wanting] == ["3", "4", "5"]
    assert screen.standing("en") == "3 machines need somebody"
    assert "6 machines · 3 machines need somebody" in screen.card.accessibleName()


def test_the_list_follows_and_the_row_stays(counter: Counter) -> None:
    stand(counter, *FLEET)
    screen = screen_of(counter)
    assert screen.list.hasFocus(), "once there is something, the list is the place to be"
    for _ in range(2):
        counter.press(Qt.Key.Key_Down)
    stand(counter, Machine("c", "3 · Pillar", "attract", NOW, NOW))
    counter.press(Qt.Key.Key_F5)
    counter.qtbot.waitUntil(lambda: "3 · Pillar: Free" in rows(screen)[2])
    assert screen.list.currentIndex().row() == 2
    assert [each.name[0] for each in screen.wanting] == ["4", "5"]
    assert screen._timer.isActive(), "it looks again by itself"
    counter.window.go_home()
    assert not screen._timer.isActive(), "nobody looks"


def test_without_machines_it_says_how_one_comes_here(counter: Counter) -> None:
    screen = screen_of(counter)
    assert rows(screen) == []
    assert screen.standing("en") == ""
    assert "counters" in screen._empty.body.text()
    assert screen._empty.isVisible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_every_language(counter: Counter, language: str) -> None:
    stand(counter, *FLEET)
    counter.window.speak(language, "")
    screen = screen_of(counter)
    if language != "en":
        english = {say(word, "en") for word in ("Free", "In use", "Out of paper", "Not heard from", "Switched off")}
        assert not any(word in line for word in english for line in rows(screen))
    assert len(set(rows(screen))) == len(FLEET)
