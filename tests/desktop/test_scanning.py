"""A scanner that types is told from a person who does, and leaves no trace in the field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typist_of_keys import scan, strike, type_slowly

from talentdesk.desktop.scanning import FEWEST_KEYS, LONGEST_GAP_MS, STALL_MS, Wedge

MRZ = "P<PRTFERREIRA<DA<COSTA<<HELENA<MARIA<<<<<<<<\nCB482137<6PRT9406188F2902289<<<<<<<<<<<<<<<2"


class Page(QWidget):
    """A field, a text, a button, and a shortcut on a digit."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.text, self.button = QLineEdit(), QPlainTextEdit(), QPushButton("Go")
        column = QVBoxLayout(self)
        for widget in (self.line, self.text, self.button):
            column.addWidget(widget)
        self.jumps: list[int] = []
        self.clicks: list[int] = []
        self.button.clicked.connect(lambda: self.clicks.append(1))
        QShortcut(QKeySequence("1"), self, activated=lambda: self.jumps.append(1))
        self.scans: list[str] = []


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.isActiveWindow)
    wedge = Wedge(page, page)
    wedge.scanned.connect(page.scans.append)
    page.line.setFocus()
    return page


@pytest.fixture
def scanned(qtbot: QtBot, page: Page) -> Callable[[str], None]:
    def run(text: str) -> None:
        scan(page.windowHandle(), text)
        qtbot.waitUntil(lambda: bool(page.scans))

    return run


def test_a_scan_is_told_whole_and_the_field_is_as_it_was(page: Page, scanned: Callable[[str], None]) -> None:
    page.line.setText("half a name")
    page.line.setCursorPosition(4)
    scanned(MRZ)
    assert page.scans == [MRZ]
    assert page.line.text() == "half a name"
    assert page.line.cursorPosition() == 4


def test_what_was_selected_is_selected_again(page: Page, scanned: Callable[[str], None]) -> None:
    page.line.setText("half a name")
    page.line.setSelection(5, 6)
    scanned("E12345678")
    assert (page.line.text(), page.line.selectedText()) == ("half a name", "a name")


def test_the_answer_hears_that_the_key_is_gone(page: Page, scanned: Callable[[str], None]) -> None:
    told: list[str] = []
    page.line.textEdited.connect(told.append)
    scanned("E12345678")
    assert told[-1] == ""


def test_a_text_of_many_lines_is_as_it_was(page: Page, scanned: Callable[[str], None]) -> None:
    page.text.setPlainText("first\nsecond")
    page.text.setFocus()
    scanned("E12345678")
    assert page.text.toPlainText() == "first\nsecond"


def test_a_scan_without_enter_ends_by_silence(qtbot: QtBot, page: Page) -> None:
    scan(page.windowHandle(), "E12345678", enter=False)
    qtbot.waitUntil(lambda: page.scans == ["E12345678"])
    assert page.line.text() == ""


def test_a_scan_that_falters_on_a_busy_machine_is_one_scan(qtbot: QtBot, page: Page) -> None:
    for place, character in enumerate("E12345678<9PRT"):
        strike(page.windowHandle(), character, STALL_MS - 10 if place == FEWEST_KEYS else 8)
    qtbot.waitUntil(lambda: bool(page.scans))
    assert page.scans == ["E12345678<9PRT"]


def test_control_characters_in_a_scan_and_behind_it_do_nothing_and_are_left_out(qtbot: QtBot, page: Page) -> None:
    """STX, GS and ETX as scanners send them, and Ctrl+P as a scanner in another mode sends DLE."""
    handle = page.windowHandle()
    strike(handle, "\x02", 1000, Qt.Key.Key_unknown)
    for place, character in enumerate("E12345678<9PRT940618"):
        strike(handle, character, 5)
        if place == 12:
            strike(handle, "\x1d", 5, Qt.Key.Key_unknown)
        if place == 15:
            assert strike(handle, "\x10", 5, Qt.Key.Key_P, control=True)
    assert strike(handle, "\x13", 5, Qt.Key.Key_S, control=True)
    strike(handle, "\r", 5, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.scans))
    assert page.scans == ["E12345678<9PRT940618"]
    assert page.line.text() == ""
    assert not strike(handle, "\x10", 300, Qt.Key.Key_P, control=True), "a person's is a command"


def test_a_command_that_a_person_gives_after_a_scan_is_carried_out(qtbot: QtBot, page: Page) -> None:
    told: list[int] = []
    QShortcut(QKeySequence("Ctrl+S"), page, activated=lambda: told.append(1))
    scan(page.windowHandle(), "E12345678", enter=False)
    QTest.keyClick(page.windowHandle(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: told == [1] and page.scans == ["E12345678"])


def test_a_scan_that_falters_in_its_first_keys_is_one_scan_and_leaves_none_of_them(qtbot: QtBot, page: Page) -> None:
    page.line.setText("half a name")
    page.line.setCursorPosition(4)
    for place, character in enumerate("E12345678<9PRT"):
        strike(page.windowHandle(), character, STALL_MS - 50 if place == 3 else 5)
    qtbot.waitUntil(lambda: bool(page.scans))
    assert page.scans == ["E12345678<9PRT"]
    assert (page.line.text(), page.line.cursorPosition()) == ("half a name", 4)


def test_what_a_person_typed_before_a_scan_stays(qtbot: QtBot, page: Page) -> None:
    type_slowly(page.windowHandle(), "Woj")
    for place, character in enumerate("E12345678<9PRT"):
        strike(page.windowHandle(), character, STALL_MS - 50 if place == 0 else 5)
    qtbot.waitUntil(lambda: bool(page.scans))
    assert page.scans == ["E12345678<9PRT"]
    assert page.line.text() == "Woj"


def test_a_person_types_undisturbed(page: Page) -> None:
    type_slowly(page.windowHandle(), "FERREIRA DA COSTA")
    assert page.line.text() == "FERREIRA DA COSTA"
    assert page.scans == []


def test_a_fast_roll_of_two_keys_arrives(qtbot: QtBot, page: Page) -> None:
    for gap in (200, LONGEST_GAP_MS, 200, LONGEST_GAP_MS):
        strike(page.windowHandle(), "a", gap)
    qtbot.waitUntil(lambda: page.line.text() == "aaaa")
    assert page.scans == []


def test_a_short_burst_is_a_person(qtbot: QtBot, page: Page) -> None:
    scan(page.windowHandle(), "x" * (FEWEST_KEYS - 1), enter=False)
    qtbot.waitUntil(lambda: page.line.text() == "x" * (FEWEST_KEYS - 1))
    assert page.scans == []


def test_the_order_of_keys_is_kept_when_a_command_ends_a_burst(page: Page) -> None:
    scan(page.windowHandle(), "abc", enter=False)
    strike(page.windowHandle(), "", 5, Qt.Key.Key_Home)
    type_slowly(page.windowHandle(), "x")
    assert page.line.text() == "xabc"


def test_a_key_held_down_is_no_scan(qtbot: QtBot, page: Page) -> None:
    for _ in range(20):
        strike(page.windowHandle(), "-", 30, repeat=True)
    assert page.scans == []
    assert page.line.text() == "-" * 20


def test_a_digit_sent_twice_at_once_is_no_key_held_down(qtbot: QtBot, page: Page) -> None:
    """A fast scanner lets go of a key and presses it again in the same millisecond: Qt calls that a repeat."""
    for character, repeat in zip("CA10022334", (0, 0, 0, 0, 1, 0, 1, 0, 1, 0), strict=True):
        strike(page.windowHandle(), character, 0 if repeat else 2, repeat=bool(repeat))
    qtbot.waitUntil(lambda: page.scans == ["CA10022334"])
    assert page.line.text() == ""


def test_a_line_feed_ends_a_line_as_enter_does(qtbot: QtBot, page: Page) -> None:
    for line in MRZ.split("\n"):
        for character in line:
            strike(page.windowHandle(), character, 2)
        strike(page.windowHandle(), "\n", 2, Qt.Key.Key_unknown)
    qtbot.waitUntil(lambda: page.scans == [MRZ])


def test_no_shortcut_and_no_button_is_triggered(qtbot: QtBot, page: Page) -> None:
    page.button.setFocus()
    scan(page.windowHandle(), "11111 11111")
    qtbot.waitUntil(lambda: page.scans == ["11111 11111"])
    assert page.jumps == []
    assert page.clicks == []


def test_a_lone_key_outside_a_field_still_arrives(qtbot: QtBot, page: Page) -> None:
    class Listener(QPushButton):
        def __init__(self) -> None:
            super().__init__()
            self.heard: list[str] = []

        def keyPressEvent(self, event: object) -> None:
            self.heard.append(event.text())  # type: ignore[attr-defined]

    listener = Listener()
    page.layout().addWidget(listener)  # type: ignore[union-attr]
    listener.show()
    listener.setFocus()
    type_slowly(page.windowHandle(), "/")
    qtbot.waitUntil(lambda: listener.heard == ["/"])


def test_the_space_bar_presses_a_button_at_once(page: Page) -> None:
    page.button.setFocus()
    strike(page.windowHandle(), " ", 200, Qt.Key.Key_Space)
    assert page.clicks == [1]


def test_the_focus_comes_back_when_the_first_key_moved_it(page: Page, scanned: Callable[[str], None]) -> None:
    page.line.textEdited.connect(lambda _text: page.text.setFocus())
    scanned("E12345678")
    assert page.line.hasFocus()
    assert (page.line.text(), page.text.toPlainText()) == ("", "")


@pytest.mark.parametrize("pauses", [(1,), (3,), (1, 3)])
def test_first_keys_that_a_busy_machine_delivered_early_belong_to_the_scan(
    qtbot: QtBot, page: Page, pauses: tuple[int, ...]
) -> None:
    """Without them its line is none of a zone, and they came just before: they are taken back out of the field."""
    page.line.setText("ab")
    zone = MRZ.replace("\n", "")
    for place, character in enumerate(zone):
        strike(page.windowHandle(), character, 1000 if place == 0 else STALL_MS - 30 if place in pauses else 8)
    qtbot.waitUntil(lambda: bool(page.scans))
    assert page.scans == [zone]
    assert page.line.text() == "ab"


def test_a_key_long_before_a_scan_and_a_whole_scan_are_left_alone(qtbot: QtBot, page: Page) -> None:
    zone = MRZ.replace("\n", "")
    for sent, gap in ((zone[1:], STALL_MS + 50), (zone, STALL_MS - 30)):
        page.scans.clear()
        page.line.clear()
        strike(page.windowHandle(), "W", 1000)
        for place, character in enumerate(sent):
            strike(page.windowHandle(), character, gap if place == 0 else 8)
        qtbot.waitUntil(lambda: bool(page.scans))
        assert page.scans == [sent]
        assert page.line.text() == "W"
