"""Two windows on one store, in a folder and on a server: who has a case, taking over, handing on, two versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cluster import Cluster
from deskside import Counter, draft
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from talentdesk.core.clash import Side
from talentdesk.core.history import How
from talentdesk.desktop.casescreens import CASE_SCREENS, CLASH
from talentdesk.desktop.clashscreen import ClashScreen
from talentdesk.desktop.filling import FillingScreen
from talentdesk.store.address import Place, Server, place_of
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.vault import Protection, Vault

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
TAKE_OVER, HAND_OVER = (Qt.Key.Key_T, CTRL_SHIFT), (Qt.Key.Key_O, CTRL_SHIFT)
SOON = 20_000


def vault(_place: Place) -> Vault:
    return Vault(None, bytes(range(32)), Keyslots(""), Protection.MEMORY)


class Hall:
    """Two counters side by side."""

    def __init__(self, qtbot: QtBot, place: Any) -> None:
        self.qtbot = qtbot
        self.three, self.four = (
            Counter(
                qtbot,
                place,
                drafts=made,
                screens=CASE_SCREENS,
                keeper={"unlock": vault},
                counter_name=name,
            )
            for name, made in (
                ("Counter 3", (draft("one", "CHAN", "Tai Man"), draft("two", "LAM"))),
                ("Counter 4", ()),
            )
        )
        for counter in (self.three, self.four):
            counter.window.attendance.begin()
        self.until(lambda: len(self.three.window.attendance.others) == 1)
        self.until(lambda: len(self.four.window.attendance.others) == 1)

    def until(self, true: Callable[[], object]) -> None:
        """With both windows looking: the timers of the program are slower than a test."""

        def look() -> bool:
            for counter in (self.three, self.four):
                counter.window.attendance.look(say_so=True)
            return bool(true())

        self.qtbot.waitUntil(look, timeout=SOON)

    def go_to(self, counter: Counter) -> Counter:
        """Sits down at this counter."""
        counter.frame.activateWindow()
        self.qtbot.waitUntil(counter.frame.isActiveWindow, timeout=SOON)
        return counter

    def open(self, counter: Counter, id: str = "one") -> Any:
        counter.window.load_case(id)
        self.qtbot.waitUntil(lambda: any(each.draft.id == id for each in counter.window.open_sessions()), timeout=SOON)
        return self.session(counter, id)

    def session(self, counter: Counter, id: str = "one") -> Any:
        return next(each for each in counter.window.open_sessions() if each.draft.id == id)

    def settled(self, counter: Counter) -> Any:
        counter.keeper.flush().result(20)
        return counter.keeper.look("one").result(20)


@pytest.fixture(params=["folder", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "folder":
        return tmp_path / "data"
    cluster: Cluster = request.getfixturevalue("cluster")
    made = place_of(cluster.new_database())
    assert isinstance(made, Server)
    return made


@pytest.fixture
def hall(qtbot: QtBot, dressed: object, place: Place) -> Iterator[Hall]:
    made = Hall(qtbot, place)
    yield made
    for counter in (made.three, made.four):
        counter.window.attendance.end()
        counter.end()


def band(counter: Counter) -> Any:
    return counter.window.attendance.band


def test_a_case_that_somebody_has_is_read_only_and_says_whose_it_is(hall: Hall) -> None:
    mine = hall.open(hall.three)
    hall.until(lambda: "one" in hall.four.desk.held_elsewhere)
    model = hall.four.window.home.ledger.model  # type: ignore[union-attr]
    hall.four.window.home.reload()
    hall.qtbot.waitUntil(lambda: model.rowCount() == 2, timeout=SOON)
    told = [model.data(model.index(row, 2)) for row in range(2)]
    assert sum("with Counter 3" in each for each in told) == 1
    theirs = hall.open(hall.four)
    hall.until(lambda: theirs.is_held)
    assert not mine.is_held
    assert "Counter 3" in band(hall.four).sentence
    assert band(hall.four).isVisible()
    assert not band(hall.three).isVisible()
    theirs.answer("person.surname", "WONG")
    theirs.stand_at("passport.number")
    assert not theirs.move(theirs.draft.state)
    assert theirs.is_saved
    mine.answer("person.surname", "CHEUNG")
    assert hall.settled(hall.three).typed["person.surname"] == "CHEUNG"
    hall.until(lambda: hall.session(hall.four).draft.typed["person.surname"] == "CHEUNG")


def test_a_case_is_taken_over_by_one_key_and_the_other_side_is_told(hall: Hall) -> None:
    hall.open(hall.three).answer("person.surname", "CHEUNG")
    assert hall.settled(hall.three).typed["person.surname"] == "CHEUNG"
    hall.open(hall.four)
    hall.until(lambda: hall.session(hall.four).is_held)
    hall.go_to(hall.four).press(TAKE_OVER)
    hall.until(lambda: not hall.session(hall.four).is_held)
    hall.until(lambda: hall.session(hall.three).is_held)
    hall.three.window.attendance.show_band()
    assert "Counter 4 took this case over" in band(hall.three).sentence
    hall.until(lambda: hall.session(hall.four).draft.typed["person.surname"] == "CHEUNG")
    hall.session(hall.four).answer("person.surname", "CHEUNG SING")
    assert hall.settled(hall.four).typed["person.surname"] == "CHEUNG SING"
    hall.go_to(hall.three).press(TAKE_OVER)
    hall.until(lambda: not hall.session(hall.three).is_held and hall.session(hall.four).is_held)
    assert hall.session(hall.three).draft.typed["person.surname"] == "CHEUNG SING"


def test_a_case_is_handed_on_by_keys_and_opens_at_the_other_counter(hall: Hall) -> None:
    hall.open(hall.three)
    hall.until(lambda: hall.three.window.attendance.seen.held.get("one") is not None)  # type: ignore[union-attr]
    hall.go_to(hall.three).press(HAND_OVER)
    assert band(hall.three).cards is not None
    hall.three.press(Qt.Key.Key_Return)
    hall.until(lambda: any(each.draft.id == "one" for each in hall.four.window.open_sessions()))
    hall.until(lambda: hall.session(hall.three).is_held)
    assert not hall.session(hall.four).is_held
    hall.three.window.attendance.show_band()
    assert "handed over to Counter 4" in band(hall.three).sentence


def test_handing_over_is_offered_beside_the_tabs_while_there_is_somebody_to_hand_to(hall: Hall) -> None:
    hall.open(hall.three)
    give = hall.three.window.case_bar.give
    hall.until(give.isVisible)
    give.click()
    assert [card.label for card in band(hall.three).cards.cards] == ["Counter 4"]
    hall.open(hall.four)
    hall.until(lambda: hall.session(hall.four).is_held)
    assert not hall.four.window.case_bar.give.isVisible()
    hall.go_to(hall.four).press(TAKE_OVER)
    hall.until(lambda: hall.four.window.case_bar.give.isVisible() and not give.isVisible())


def test_esc_hands_nothing_over(hall: Hall) -> None:
    hall.open(hall.three)
    hall.go_to(hall.three).press(HAND_OVER, Qt.Key.Key_Escape)
    assert not band(hall.three).isVisible()
    assert hall.three.window.screen_in_front.isAncestorOf(QApplication.focusWidget())


def test_a_window_that_closes_keeps_nothing(hall: Hall) -> None:
    hall.open(hall.three)
    hall.open(hall.four)
    hall.until(lambda: hall.session(hall.four).is_held)
    assert hall.three.window.may_close()
    hall.qtbot.waitUntil(
        lambda: hall.four.window.attendance.look(say_so=True) or not hall.session(hall.four).is_held, timeout=SOON
    )


def two_versions(hall: Hall) -> ClashScreen:
    """Both typed before either heard of the other; counter 4 was faster."""
    mine, theirs = hall.open(hall.three), hall.open(hall.four)
    hall.until(lambda: theirs.is_held)
    theirs.hold(False)
    theirs.answer("person.surname", "CHEUNG")
    theirs.answer("person.birth_place", "MACAO")
    hall.four.keeper.flush().result(20)
    mine.answer("person.surname", "CHEN")
    mine.answer("passport.number", "X1234567")
    hall.go_to(hall.three)
    hall.until(lambda: isinstance(hall.three.window.screen_in_front, ClashScreen))
    screen = hall.three.window.screen_in_front
    assert isinstance(screen, ClashScreen)
    return screen


def test_two_versions_are_decided_by_one_key_a_field_and_nothing_is_lost(hall: Hall) -> None:
    screen = two_versions(hall)
    assert [row.point.id for row in screen.undecided] == ["person.surname"]
    assert {row.point.id: row.side for row in screen.rows[1:]} == {
        "person.birth_place": Side.THEIRS,
        "passport.number": Side.MINE,
    }
    card = screen.undecided[0].cards.cards[0]
    assert "CHEUNG" in card.accessibleName()
    assert "Counter 4" in card.accessibleName()
    hall.three.press((Qt.Key.Key_Return, CTRL))
    assert screen.message.isVisible()
    assert hall.three.window.screen_in_front is screen
    hall.three.press(Qt.Key.Key_2)
    hall.qtbot.waitUntil(screen.keep.hasFocus, timeout=SOON)
    hall.three.press((Qt.Key.Key_Return, CTRL))
    hall.until(lambda: hall.session(hall.three).is_saved)
    assert isinstance(hall.three.window.screen_in_front, FillingScreen)
    kept = hall.settled(hall.three)
    assert kept.typed["person.surname"] == "CHEN"
    assert kept.typed["person.birth_place"] == "MACAO"
    assert kept.typed["passport.number"] == "X1234567"
    texts = {held.text for change in kept.history for held in change.now}
    assert {"CHEUNG", "CHEN"} <= texts
    assert {change.who for change in kept.history} == {"Counter 3", "Counter 4"}
    assert kept.history[-1].how is How.DECIDED
    assert hall.three.window.banner.code == ""


def test_what_was_left_for_later_is_reminded_of_and_found_again(hall: Hall) -> None:
    screen = two_versions(hall)
    hall.three.press(Qt.Key.Key_Escape)
    hall.qtbot.waitUntil(lambda: hall.three.window.banner.isVisible(), timeout=SOON)
    assert hall.three.window.screen_in_front is not screen
    hall.until(lambda: True)
    assert hall.three.window.screen_in_front is not screen, "nobody is brought back against their will"
    hall.three.window.banner.compare_wanted.emit()
    assert hall.three.window.screen_in_front is screen
    hall.three.press((Qt.Key.Key_Left, CTRL), (Qt.Key.Key_Return, CTRL))
    hall.until(lambda: hall.session(hall.three).is_saved)
    assert hall.settled(hall.three).typed["person.surname"] == "CHEUNG"


def test_what_changed_again_meanwhile_is_never_overwritten(hall: Hall) -> None:
    """Whether the third version is seen before or after the decision: it is in the history, and nothing is dropped."""
    screen = two_versions(hall)
    hall.session(hall.four).hold(False)
    hall.session(hall.four).answer("person.surname", "CHEUNG S.")
    hall.four.keeper.flush().result(20)

    def decided() -> bool:
        front = hall.three.window.screen_in_front
        if isinstance(front, ClashScreen) and front._versions is not None:
            front._take_all(Side.MINE)
            front.keep_this()
        return hall.session(hall.three).is_saved

    hall.until(decided)
    assert screen._versions is None
    kept = hall.settled(hall.three)
    assert kept.typed["person.surname"] == "CHEN"
    assert {"CHEUNG S.", "CHEN"} <= {held.text for change in kept.history for held in change.now}


def test_a_case_that_was_erased_there_is_kept_here(hall: Hall) -> None:
    mine = hall.open(hall.three)
    hall.four.keeper.erase("one").result(20)
    mine.answer("person.surname", "CHEN")
    hall.until(lambda: CLASH in hall.three.window._cases[0].seen)
    screen = hall.three.window._cases[0].seen[CLASH]
    assert isinstance(screen, ClashScreen)
    assert not screen.keep.isEnabled()
    assert hall.three.keeper.unsaved()[0].typed["person.surname"] == "CHEN"


def test_a_killed_server_in_mid_case_loses_nothing_and_the_counters_find_each_other_again(
    qtbot: QtBot, dressed: object, cluster: Cluster
) -> None:
    hall = Hall(qtbot, place_of(cluster.new_database()))
    mine = hall.open(hall.three)
    hall.open(hall.four)
    hall.until(lambda: hall.session(hall.four).is_held)
    cluster.kill()
    mine.answer("person.surname", "CHEN")
    hall.until(lambda: hall.three.window.banner.code == "store.server_gone")
    assert not mine.is_saved
    cluster.start()
    hall.until(lambda: mine.is_saved)
    hall.until(lambda: hall.three.window.banner.code == "")
    hall.until(lambda: hall.session(hall.four).draft.typed["person.surname"] == "CHEN")
    hall.until(lambda: hall.session(hall.four).is_held and not mine.is_held)
    for counter in (hall.three, hall.four):
        counter.window.attendance.end()
        counter.end()
