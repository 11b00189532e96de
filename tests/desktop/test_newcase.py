"""Finding the matter of a new case among all of them, by keyboard and by finger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from deskside import Counter, PlainPage
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from talentdesk.desktop import theme
from talentdesk.desktop.newcase import NewCaseScreen
from talentdesk.i18n import LANGUAGES

CTRL_N = (Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Counter]:
    counter = Counter(qtbot, tmp_path)
    counter.press(CTRL_N)
    yield counter
    counter.end()


def screen_of(counter: Counter) -> NewCaseScreen:
    screen = counter.window.screen_in_front
    assert isinstance(screen, NewCaseScreen)
    return screen


def listed(counter: Counter) -> list[str]:
    return [line.about.procedure for line in screen_of(counter).lines if line.isVisible()]


def current(counter: Counter) -> str:
    return next(line.about.procedure for line in screen_of(counter).lines if line.is_current)


def test_every_procedure_stands_under_a_heading(counter: Counter) -> None:
    headings = [group.heading.text() for group in screen_of(counter)._shown]
    assert [heading.split("\u2002")[0] for heading in headings] == [
        "Foreigners",
        "Residents of Hong Kong and Macao",
        "Young people and their employers",
    ]
    assert sorted(listed(counter)) == sorted(counter.desk.catalogue.procedures())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("permanent card", ["permanent-residence-card"]),
        ("永久居留", ["permanent-residence", "permanent-residence-card"]),
        ("residencia permanente", ["permanent-residence"]),
        ("回鄉證", ["mainland-travel-permit"]),
        ("pinyin", []),
    ],
)
def test_typing_sifts_in_any_language(counter: Counter, text: str, found: list[str]) -> None:
    line = screen_of(counter).search.line
    assert line.hasFocus()
    line.insert(text)
    line.textEdited.emit(text)
    assert listed(counter) == found
    assert screen_of(counter)._none.isVisible() is not bool(found)


def test_enter_begins_the_first_that_is_left(qtbot: QtBot, counter: Counter) -> None:
    counter.type("hub")
    qtbot.waitUntil(lambda: listed(counter) == ["ehub-admission"])
    counter.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(counter.window.screen_in_front, PlainPage))
    session = counter.window.screen_in_front.session
    assert session is not None
    assert session.draft.procedure == "ehub-admission"
    assert counter.window.case_bar.tabs.count() == 1


def test_the_arrows_walk_over_the_headings_and_stay_in_sight(counter: Counter) -> None:
    names = listed(counter)
    counter.press(*[Qt.Key.Key_Down] * (len(names) + 3))
    assert current(counter) == names[-1]
    QApplication.processEvents()
    line = screen_of(counter).lines[-1]
    assert not line.visibleRegion().isEmpty()
    counter.press(Qt.Key.Key_Up)
    assert current(counter) == names[-2]


def test_the_first_esc_empties_the_field_and_the_second_leads_back(qtbot: QtBot, counter: Counter) -> None:
    counter.type("visa")
    qtbot.waitUntil(lambda: len(listed(counter)) < 6)
    counter.press(Qt.Key.Key_Escape)
    assert len(listed(counter)) == len(counter.desk.catalogue.procedures())
    counter.press(Qt.Key.Key_Escape)
    assert counter.window.screen_in_front is counter.window.home


def test_tab_goes_through_the_lines_and_typing_on_one_goes_to_the_field(qtbot: QtBot, counter: Counter) -> None:
    counter.press(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    screen = screen_of(counter)
    assert screen.lines[1].hasFocus()
    assert current(counter) == screen.lines[1].about.procedure
    counter.type("hub")
    qtbot.waitUntil(lambda: screen.search.line.text() == "hub")
    assert listed(counter) == ["ehub-admission"]


def test_a_line_is_heard_with_its_title_and_who_decides(counter: Counter) -> None:
    line = screen_of(counter).lines[0]
    assert line.text() == "Visa application abroad"
    assert line.accessibleDescription()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kiosk", [False, True])
def test_all_fit_with_every_word_in_sight(qtbot: QtBot, counter: Counter, language: str, kiosk: bool) -> None:
    counter.window.speak(language, "zh-Hans" if language != "zh-Hans" else "en")
    counter.window.wear(theme.Look.LIGHT, theme.Size.KIOSK if kiosk else theme.Size.COUNTER)
    counter.frame.resize(*((1080, 1920) if kiosk else (1280, 800)))
    QApplication.processEvents()
    screen = screen_of(counter)
    for line in screen.lines:
        assert line.height() >= (96 if kiosk else 44)
        assert line.height() >= line.heightForWidth(line.width())
        assert line.width() <= screen._scroll.viewport().width()
    assert screen.search.line.hasFocus() or screen.isAncestorOf(QApplication.focusWidget())
