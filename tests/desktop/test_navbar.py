"""The ways of the header: by key, and in a menu where the window is too narrow for all of them."""

from __future__ import annotations

import pytest
from deskside import Counter
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from test_window import counter, open_counter  # noqa: F401 - the window of those tests

from talentdesk.desktop.destinations import destinations_of
from talentdesk.desktop.navbar import NavBar, NavButton
from talentdesk.desktop.people import PeopleScreen
from talentdesk.desktop.settingsscreen import SettingsScreen
from talentdesk.i18n import LANGUAGES, say


@pytest.fixture
def ways(counter: Counter, qtbot: QtBot) -> NavBar:  # noqa: F811
    bar = NavBar(counter.window.desk, destinations_of("counter"))
    qtbot.addWidget(bar)
    bar.show()
    return bar


def widen(bar: NavBar, width: int) -> None:
    bar.resize(width, 56)
    QApplication.processEvents()


def test_every_way_has_a_key_of_its_own(counter: Counter) -> None:  # noqa: F811
    home = counter.window.screen_in_front
    seen = []
    for place, each in enumerate(destinations_of("counter"), 2):
        QTest.keyClick(counter.window, getattr(Qt.Key, f"Key_{place}"), Qt.KeyboardModifier.ControlModifier)
        assert counter.window.screen_in_front is not home, each.id
        seen.append(counter.window.screen_in_front)
    assert len(set(map(type, seen))) == len(seen)
    QTest.keyClick(counter.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert counter.window.screen_in_front is home
    assert isinstance(seen[0], PeopleScreen)
    assert isinstance(seen[-1], SettingsScreen)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [400, 560, 700])
def test_what_has_no_room_is_in_the_menu_and_nothing_is_cut(
    counter: Counter,  # noqa: F811
    ways: NavBar,
    width: int,
    language: str,
) -> None:
    counter.window.speak(language, "")
    ways.retranslate()
    widen(ways, width)
    shown = [id for id in ways.offered if id not in ways.in_menu]
    row = [button for button in ways.findChildren(NavButton) if not button.isHidden()]
    assert all(button.width() >= button.sizeHint().width() and button.geometry().right() <= width for button in row)
    assert [action.text() for action in ways.menu().actions()] == [
        say(each.title, language) for each in destinations_of("counter") if each.id not in shown
    ]


def test_the_menu_leads_there(counter: Counter, ways: NavBar, qtbot: QtBot) -> None:  # noqa: F811
    widen(ways, 400)
    wanted = ways.in_menu[-1]
    with qtbot.waitSignal(ways.place_wanted) as told:
        ways.menu().actions()[-1].trigger()
    assert told.args == [wanted]


def test_where_one_is_stays_in_the_row(counter: Counter, ways: NavBar) -> None:  # noqa: F811
    widen(ways, 420)
    assert "settings" in ways.in_menu
    ways.show_place("settings", in_case=False, any_case=True)
    assert "settings" not in ways.in_menu


def test_a_wide_window_has_no_menu(counter: Counter, ways: NavBar) -> None:  # noqa: F811
    widen(ways, 1600)
    assert ways.in_menu == ()
    assert all(not button.isHidden() for _, button in ways._places.values())
