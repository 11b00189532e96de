"""The public machine by one switch: every page can be worked by F12 alone, and the clock hears it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kioskside import Machine
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from test_kiosk_shipped import Machine as Served

from talentdesk.desktop.keyboard.keycap import KeyCap
from talentdesk.desktop.kiosk.idle import Stage
from talentdesk.desktop.optioncards import OptionCard

F12 = Qt.Key.Key_F12
PROCEDURE = "residence-permit"


class Switch:
    """A person with one switch: waits until what they want is lit, then presses."""

    def __init__(self, it: Machine) -> None:
        self.it, self.scan = it, it.window.keyboard.scan
        it.press(F12)
        self.scan._timer.setInterval(20_000)  # the test is the clock

    def wait_for(self, wanted: QWidget) -> None:
        """Until it, or the row that holds it, is lit."""
        for _ in range(200):
            rows = {id(holder): buttons for holder, buttons in self.scan._all()}
            lit = self.scan.lit
            if lit is wanted or (lit is not None and any(each is wanted for each in rows.get(id(lit), ()))):
                return
            self.scan.step()
        raise AssertionError(f"never lit: {wanted} {wanted.accessibleName()}")

    def choose(self, wanted: QWidget) -> None:
        """Presses once, or twice where the row comes first."""
        self.wait_for(wanted)
        alone = self.scan.lit is wanted or any(
            holder is self.scan.lit and len(buttons) == 1 for holder, buttons in self.scan._all()
        )
        if not alone:
            self.it.press(F12)
            self.wait_for(wanted)
        self.it.press(F12)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """By the keys of the screen."""
        for letter in text:
            caps = self.it.window.keyboard.caps()
            self.choose(next(cap for cap in caps if isinstance(cap, KeyCap) and cap.key.text.upper() == letter))


@pytest.fixture
def it(qtbot: QtBot, dressed: Callable[..., object]) -> Iterator[Machine]:
    machine = Machine(qtbot)
    yield machine
    machine.window.keyboard.scan.stop()
    machine.end()


def begin(it: Machine) -> Switch:
    """From the attract page past consent, by the switch alone."""
    switch = Switch(it)
    switch.choose(next(each for each in it.window.attract.languages if each.language == "en"))
    assert it.sheet is it.window.consent
    for point in it.window.consent.points:
        if point.purpose.id in ("fill-in", "sensitive"):
            switch.choose(point)
            assert point.isChecked()
    switch.choose(it.window.consent.main)
    assert it.sheet is it.window.triage
    return switch


def test_the_switch_leads_from_the_first_page_into_the_questions_and_types(it: Machine) -> None:
    switch = begin(it)
    it.window.begin_case(PROCEDURE)
    it.walk.stand_at("person.surname")
    it.window.show_sheet(it.walk)
    it.qtbot.waitUntil(lambda: bool(it.window.keyboard.caps()) and it.window.keyboard.isVisible())
    switch.type("CHAN")
    field = it.walk.focus_place()
    line = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    assert line.text() == "CHAN"
    switch.choose(it.walk.main)
    assert it.walk.here != "person.surname"


def test_every_page_offers_all_its_controls_to_the_switch(it: Machine) -> None:
    begin(it)
    it.window.begin_case(PROCEDURE)
    it.window._show_answers()
    it.walk.stand_at(it.walk._route.start())
    for sheet in (*it.window._sheets(), it.window.triage, it.walk):
        it.window.show_sheet(sheet)
        QApplication.processEvents()
        lit = {id(each) for _, buttons in it.window.keyboard.scan._all() for each in buttons}
        for button in it.window.findChildren(QAbstractButton):
            wanted = isinstance(button, OptionCard) or button.focusPolicy() & Qt.FocusPolicy.TabFocus
            if button.isVisible() and button.isEnabled() and wanted:
                assert id(button) in lit, (type(sheet).__name__, button.accessibleName())


def test_what_is_lit_is_in_sight(it: Machine) -> None:
    switch = begin(it)
    it.window.begin_case(PROCEDURE)
    it.window._show_answers()
    QApplication.processEvents()
    inside = it.window.answers.inside
    last = [each for each in inside.findChildren(QAbstractButton) if each.isVisible()][-1]
    area = it.window.answers.area
    assert not area.viewport().rect().contains(last.mapTo(area.viewport(), last.rect().center()))
    switch.wait_for(last)
    assert area.viewport().rect().contains(last.mapTo(area.viewport(), last.rect().center()))


def test_nothing_of_the_switch_is_left_for_the_next_person(it: Machine) -> None:
    switch = begin(it)
    assert switch.scan.is_on
    switch.choose(it.window.bar.end)
    assert it.sheet is it.window.end
    it.window._erase()
    assert it.ends == ["erased"]
    assert not switch.scan.is_on


@pytest.fixture
def served(qtbot: QtBot, dressed: Callable[..., object], tmp_path: Path) -> Iterator[Served]:
    machine = Served(qtbot, tmp_path)
    yield machine
    machine.window.keyboard.scan.stop()
    machine.end()


def test_the_clock_hears_the_switch(served: Served) -> None:
    served.begin_case()
    served.window.keyboard.scan.start()
    served.pass_time(80)
    served.qtbot.keyClick(served.window.windowHandle(), F12)
    served.pass_time(80)
    assert served.serving.watch.stage is not Stage.OVER
    assert not served.serving.page.isVisible()


@pytest.mark.parametrize("key", [F12, Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_the_switch_answers_the_warning_and_presses_nothing_below(served: Served, key: Qt.Key) -> None:
    line = served.begin_case()
    served.window.keyboard.scan.start()
    served.pass_time(90)
    page = served.serving.page
    served.qtbot.waitUntil(page.isActiveWindow)
    assert not served.window.keyboard.scan.is_on
    served.qtbot.keyClick(page.windowHandle(), key)
    assert not page.isVisible()
    assert line.text() == ""
    assert served.window.keyboard.scan.is_on, "it goes on where it was"


def test_under_the_cover_the_switch_only_lifts_it(served: Served) -> None:
    served.begin_case()
    served.window.keyboard.scan.start()
    served.window._show_cover(told=True)
    assert not served.window.keyboard.scan.is_on
    served.qtbot.keyClick(served.window.windowHandle(), Qt.Key.Key_Space)
    assert not served.window.is_blank
    assert served.window.keyboard.scan.is_on
