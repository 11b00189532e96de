"""At the counter: what a person brings from the public machine is a case without being typed again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from deskside import Counter
from kioskside import sample_of
from pytestqt.qtbot import QtBot

from talentdesk.core.interview import Interview
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.filling import FillingScreen
from talentdesk.service import handoff
from talentdesk.service.parcels import codes_of, new_keys
from talentdesk.service.rooms import catalogue
from talentdesk.store.opened import utc_now

MRZ = "P<PRTFERREIRA<DA<COSTA<<HELENA<MARIA<<<<<<<<\nCB482137<6PRT9406188F2902289<<<<<<<<<<<<<<<2"


@pytest.fixture
def interview() -> Interview:
    case = sample_of("residence-permit")
    edition = catalogue().in_force("residence-permit", case.as_of)
    return Interview(edition, catalogue(), as_of=case.as_of, typed=dict(case.answers.typed))


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Counter]:
    counter = Counter(qtbot, tmp_path / "store", screens=CASE_SCREENS)
    yield counter
    counter.end()
    counter.desk.elsewhere.close()


def left(counter: Counter, interview: Interview) -> str:
    """What the machine in the hall leaves in the store that the counters share."""
    return counter.keeper.ask(lambda store: handoff.leave(store, interview, utc_now())).result(20)


def opened(counter: Counter) -> FillingScreen:
    counter.qtbot.waitUntil(lambda: isinstance(counter.window.screen_in_front, FillingScreen), timeout=20_000)
    screen = counter.window.screen_in_front
    assert isinstance(screen, FillingScreen)
    return screen


def test_a_scanned_slip_opens_the_case(counter: Counter, interview: Interview) -> None:
    code = left(counter, interview)
    counter.window._scanned(handoff.scannable(code) + "\n")
    screen = opened(counter)
    assert screen.session.draft.typed["passport.number"] == interview.typed["passport.number"]
    assert screen.session.draft.number > 0


def test_a_code_typed_into_the_search_opens_the_case(counter: Counter, interview: Interview) -> None:
    code = left(counter, interview)
    counter.window.home.search.line.setText(handoff.shown(code))
    counter.qtbot.waitUntil(lambda: counter.names() == [])
    counter.window.home.search.line.returnPressed.emit()
    assert opened(counter).session.draft.typed["person.surname"] == interview.typed["person.surname"]


def test_a_code_that_nothing_waits_under_is_told_with_what_to_do(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(counter.window, "tell", told.append)
    counter.window.pick_up("ABCD2345")
    counter.qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert "ABCD · 2345" in told[0]
    assert "squares" in told[0]


def test_a_slip_before_the_cases_are_open_is_told_to_come_again(
    counter: Counter, interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = left(counter, interview)
    told: list[str] = []
    monkeypatch.setattr(counter.window, "tell", told.append)
    monkeypatch.setattr(counter.desk, "_keeper", None)
    counter.window._scanned(handoff.scannable(code) + "\n")
    assert told == ["The cases are still being opened. Scan or type the code once more in a moment."]
    counter.desk.take_keeper(counter.keeper)
    counter.window._scanned(handoff.scannable(code) + "\n")
    assert opened(counter).session.draft.number > 0


def test_squares_are_scanned_one_by_one_in_any_order_and_looked_at_before_they_are_taken(
    counter: Counter, interview: Interview
) -> None:
    squares = codes_of(interview)
    assert len(squares) > 1
    for square in squares[:0:-1]:
        counter.window._scanned(square)
    arrival = counter.window._arrival
    assert arrival is not None, "all but one are enough: one is spare"
    counter.qtbot.waitUntil(lambda: arrival.arrival is not None, timeout=20_000)
    assert counter.window.screen_in_front is arrival
    counter.qtbot.waitUntil(arrival.take_button.isEnabled, timeout=20_000)
    arrival.take_button.click()
    assert opened(counter).session.draft.typed["passport.number"] == interview.typed["passport.number"]


def test_sealed_squares_ask_for_the_office_s_key(counter: Counter, interview: Interview, tmp_path: Path) -> None:
    private, public = new_keys()
    for square in codes_of(interview, public):
        counter.window._scanned(square)
    arrival = counter.window._arrival
    assert arrival is not None
    counter.qtbot.waitUntil(arrival.key_button.isVisible, timeout=20_000)
    counter.qtbot.waitUntil(lambda: not arrival._busy, timeout=20_000)
    assert arrival.arrival is None
    key = tmp_path / "key"
    key.write_bytes(private)
    arrival.use_key(key)
    counter.qtbot.waitUntil(lambda: arrival.arrival is not None, timeout=20_000)


def test_a_passport_goes_where_it_always_went(counter: Counter) -> None:
    counter.window._scanned(MRZ)
    assert counter.window._arrival is None
    assert counter.window._scan is not None
