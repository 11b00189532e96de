"""Deadlines across all people: the days of a real store, by keyboard, and the calendar of what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from deskside import NOW, Counter, draft
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from talentdesk.core.draft import State
from talentdesk.desktop.duescreen import DueScreen, name_of
from talentdesk.i18n import LANGUAGES
from talentdesk.store.cases import Progress

CANARY = "ZYXWCANARYVUTS"
TODAY = NOW.date()


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Counter]:
    counter = Counter(qtbot, tmp_path / "store")
    for number, (name, entry) in enumerate(
        ((CANARY, "2026-10-27"), ("LATER", "2026-11-10"), ("LATE", "2026-10-20"), ("DONE", "2026-10-27"))
    ):
        state = State.CLOSED if name == "DONE" else State.REVIEW
        typed = {"request.act": "first", "visa.kind": "visa", "visa.last_entry_date": entry}
        case = draft(f"c{number}", name, "X", state=state, typed=typed)
        counter.keeper.begin(case).result(20)
        counter.keeper.save(case, 1, Progress(due=TODAY + timedelta(days=3)))
    counter.keeper.flush().result(20)
    yield counter
    counter.end()
    counter.desk.elsewhere.close()


def screen_of(counter: Counter) -> DueScreen:
    counter.window.visit("deadlines")
    screen = counter.window.screen_in_front
    assert isinstance(screen, DueScreen)
    counter.qtbot.waitUntil(lambda: screen.loaded)
    return screen


def names(screen: DueScreen) -> list[str]:
    return [due.surname for due in screen.list.dues.dues]


def test_what_is_due_stands_by_day_and_closed_cases_are_left_out(counter: Counter) -> None:
    screen = screen_of(counter)
    assert names(screen) == ["LATE", CANARY]
    assert [due.day.isoformat() for due in screen.list.dues.dues] == ["2026-11-19", "2026-11-26"]
    counter.press(Qt.Key.Key_Slash, Qt.Key.Key_Right)
    assert names(screen) == ["LATE", CANARY, "LATER"]
    spoken = str(screen.list.dues.data(screen.list.dues.index(1)))
    assert name_of(screen.list.dues.dues[1], "en") in spoken
    assert "3 days" in spoken


def test_enter_opens_the_case(counter: Counter) -> None:
    screen = screen_of(counter)
    assert screen.list.hasFocus()
    counter.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    counter.qtbot.waitUntil(lambda: getattr(counter.window.screen_in_front, "session", None) is not None)
    assert counter.window.screen_in_front.session.draft.typed["person.surname"] == CANARY


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calendar_holds_what_is_shown_and_names_nobody(counter: Counter, tmp_path: Path, language: str) -> None:
    screen = screen_of(counter)
    counter.window.speak(language)
    place = tmp_path / "due.ics"
    screen.save(place)
    text = place.read_text("utf-8")
    assert text.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20261126" in text
    assert "TD-0001" in text
    assert CANARY not in text
