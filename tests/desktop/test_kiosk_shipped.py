"""The shipped window of a public machine under its locks and its clock, on every page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from deskside import NOW
from kiosk_window import Supervisor
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk import outgoing
from talentdesk.desktop.kiosk.idle import Stage
from talentdesk.desktop.kiosk.serving import Serving
from talentdesk.desktop.kiosk.window import KioskWindow
from talentdesk.i18n import LANGUAGES
from talentdesk.service.kiosk.channel import Kind, Outfit, Serve
from talentdesk.service.printers import Stage as PrintStage
from talentdesk.service.printing import PrintOutcome
from talentdesk.settings import Settings

PROCEDURE = "residence-permit"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Machine:
    """The shipped window, served."""

    def __init__(self, qtbot: QtBot, folder: Path, *, resumed: bool = False) -> None:
        self.qtbot, self.clock = qtbot, Clock()
        settings = Settings(mode="kiosk", size="kiosk", language="en", second_language="zh-Hans")
        self.desk = Desk(settings, lambda: NOW)
        self.desk.dress()
        self.window = KioskWindow(self.desk)
        qtbot.addWidget(self.window)
        self.desk.setParent(self.window)
        self.supervisor = Supervisor()
        self.serving = Serving(self.desk, self.window, self.supervisor, self.clock)
        self.serving.serve(Serve("a1", folder, resumed, Outfit()), b"k" * 32)
        qtbot.waitUntil(lambda: bool(self.supervisor.heard(Kind.SHOWN)), timeout=20_000)
        self.window.resize(1080, 1920)  # the screen of these tests is small

    def begin(self) -> None:
        self.window.attract.chosen.emit("en")
        self.window.consent.agreed.emit(frozenset())

    def begin_case(self) -> QLineEdit:
        """At a question that is typed, and its field."""
        self.begin()
        self.window.begin_case(PROCEDURE)
        walk = self.window.walk
        assert walk is not None
        walk.stand_at("person.surname")
        self.window.show_sheet(walk)
        field = walk.focus_place()
        line = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        return line

    def pass_time(self, seconds: int) -> None:
        for _ in range(seconds):
            self.clock.now += 1
            self.serving.watch.tick()

    def end(self) -> None:
        self.serving.lock.release()
        self.serving.page.hide()
        self.serving.watch.stage = Stage.OVER
        assert self.serving.keeper is not None
        self.serving.keeper.close(10)
        self.desk.elsewhere.close()


@pytest.fixture
def machine(qtbot: QtBot, dressed: Callable[..., object], tmp_path: Path) -> Iterator[Callable[..., Machine]]:
    made: list[Machine] = []

    def make(**more: Any) -> Machine:
        made.append(Machine(qtbot, tmp_path, **more))
        return made[-1]

    yield make
    for each in made:
        each.end()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("counters", ["", "postgresql://desk@centre/cases"])
def test_who_comes_is_told_that_there_is_no_paper_and_what_to_do(
    machine: Callable[..., Machine], language: str, counters: str
) -> None:
    it = machine()
    it.desk.settings = replace(it.desk.settings, counters=counters)
    window = it.window
    told = [sheet.paper_notice for sheet in (window.attract, window.consent, window.paper)]
    assert all(notice.isHidden() for notice in told)
    assert window.attract.aloud("en").startswith("Your application forms")
    it.serving.tell_of_paper(False)
    it.desk.speak(language, "en" if language != "en" else "pt")
    QApplication.processEvents()
    assert told[0].isVisible(), "on the first page"
    words = told[0].words(language)
    assert words in told[0].text()
    assert (words == told[0].words("en")) is (language == "en"), "in the person's language"
    assert ("code" in told[0].words("en")) is bool(counters), "the counter has it where there is one"
    assert window.attract.aloud(language).startswith(words)
    window.attract.chosen.emit(language)
    assert told[1].isVisible(), "in the language that was chosen"
    assert window.consent.aloud(language).startswith(words)
    it.serving.tell_of_paper(True)
    assert all(notice.isHidden() for notice in told)


def test_typed_answers_are_veiled_and_the_question_stays(machine: Callable[..., Machine]) -> None:
    it = machine()
    line = it.begin_case()
    it.qtbot.keyClicks(line, "CHAN")
    it.pass_time(15)
    (veil,) = it.serving.masks.places()
    assert veil.contains(line.rect().center() + line.mapTo(it.window, QPoint()))
    assert not it.window.is_blank
    it.qtbot.keyClick(line, "x")
    assert it.serving.masks.places() == []
    assert line.text() == "CHANx"


def test_the_page_with_all_answers_is_veiled_whole(machine: Callable[..., Machine]) -> None:
    it = machine()
    it.begin_case()
    it.window._show_answers()
    it.pass_time(15)
    area = it.window.answers.area

    def covered() -> bool:
        """Also once the keyboard has gone and the page is higher."""
        return it.serving.masks.places() == [area.rect().translated(area.mapTo(it.window, QPoint()))]

    it.qtbot.waitUntil(lambda: area.height() > 1200)
    it.qtbot.waitUntil(covered)


def test_the_warning_hides_everything_and_going_on_brings_it_back(machine: Callable[..., Machine]) -> None:
    it = machine()
    line = it.begin_case()
    it.qtbot.keyClicks(line, "CHAN")
    it.pass_time(90)
    assert it.serving.page.isVisible()
    assert it.window.is_blank
    it.qtbot.waitUntil(it.serving.page.isActiveWindow)
    it.qtbot.mouseClick(it.serving.page.go_on, Qt.MouseButton.LeftButton)
    assert not it.window.is_blank
    assert line.text() == "CHAN"
    assert line.isVisible()
    it.qtbot.waitUntil(line.hasFocus)


def test_a_print_job_that_does_not_end_does_not_keep_the_answers(
    machine: Callable[..., Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The supervisor kills this process with all it has started: nobody waits for the printer."""
    it = machine()
    it.begin_case()
    stuck, let_go = threading.Event(), threading.Event()

    def hang(*_args: object) -> PrintOutcome:
        stuck.set()
        let_go.wait(30)
        return PrintOutcome(PrintStage.DONE)

    monkeypatch.setattr(outgoing, "print_to_the_end", hang)
    it.window._print()
    it.qtbot.waitUntil(stuck.is_set, timeout=20_000)
    it.clock.now += 121
    it.qtbot.waitUntil(lambda: bool(it.supervisor.heard(Kind.ENDED)))
    assert it.supervisor.heard(Kind.ENDED)[0].word == "idle"
    assert it.window.is_blank
    let_go.set()


def test_a_case_goes_on_in_another_window(machine: Callable[..., Machine]) -> None:
    first = machine()
    line = first.begin_case()
    first.qtbot.keyClicks(line, "CHAN")
    assert first.serving.keeper is not None
    first.serving.keeper.flush().result(20)
    first.serving.keeper.close(10)
    first.serving.lock.release()
    second = machine(resumed=True)
    assert second.supervisor.heard(Kind.BEGUN), "the clock runs for it too"
    assert second.window.visit.session is not None
    assert second.window.visit.session.draft.typed["person.surname"] == "CHAN"
    assert second.window.sheet is second.window.walk


def test_nothing_on_any_page_leads_out(machine: Callable[..., Machine]) -> None:
    it = machine()
    it.begin_case()
    for sheet in it.window._sheets():
        it.window.show_sheet(sheet)
        QApplication.processEvents()
    wanted = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
    for widget in it.window.findChildren(QWidget):
        assert not isinstance(widget, QFileDialog | QTextBrowser | QMenu)
        assert not (isinstance(widget, QLabel) and widget.openExternalLinks())
        if isinstance(widget, QLineEdit | QPlainTextEdit) and widget.testAttribute(
            Qt.WidgetAttribute.WA_WState_Polished
        ):
            assert widget.inputMethodHints() & wanted == wanted
            assert widget.contextMenuPolicy() == Qt.ContextMenuPolicy.PreventContextMenu
            assert not widget.acceptDrops()
    assert it.window.windowTitle() in ("", "talentdesk")
