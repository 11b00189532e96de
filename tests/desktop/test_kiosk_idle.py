"""Nobody is there: answers are hidden, a question is asked, everything is erased. Somebody is: nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from deskside import NOW
from kiosk_window import PlainWindow, Supervisor
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.idle import Idleness, Patience, Stage
from talentdesk.desktop.kiosk.masks import HOLDS_ANSWERS
from talentdesk.desktop.kiosk.serving import Serving
from talentdesk.desktop.theme import Look, Size
from talentdesk.service.kiosk.channel import Kind, Outfit, Serve
from talentdesk.settings import Settings

LANGUAGES = ("en", "zh-Hans", "zh-Hant-HK", "pt")


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Machine:
    """A served window whose clock is a test's."""

    def __init__(self, qtbot: QtBot, folder: Path, **settings: Any) -> None:
        self.qtbot, self.clock = qtbot, Clock()
        self.desk = Desk(
            Settings(**{"mode": "kiosk", "size": "kiosk", "language": "en", "second_language": "", **settings}),
            lambda: NOW,
        )
        self.desk.dress()
        self.window = PlainWindow(self.desk)
        qtbot.addWidget(self.window)
        self.desk.setParent(self.window)
        self.supervisor = Supervisor()
        self.serving = Serving(self.desk, self.window, self.supervisor, self.clock)
        self.serving.serve(Serve("a1", folder, False, Outfit()), b"k" * 32)
        qtbot.waitUntil(lambda: bool(self.supervisor.heard(Kind.SHOWN)))

    @property
    def page(self) -> Any:
        return self.serving.page

    def begin(self) -> None:
        self.window.begun.emit()

    def pass_time(self, seconds: float) -> None:
        """So much later, second by second, as the timer would find it."""
        for _ in range(int(seconds)):
            self.clock.now += 1
            self.serving.watch.tick()
        self.clock.now += seconds % 1
        self.serving.watch.tick()

    def end(self) -> None:
        self.serving.lock.release()
        self.page.hide()
        self.serving.watch.stage = Stage.OVER
        assert self.serving.keeper is not None
        self.serving.keeper.close(10)


@pytest.fixture
def machine(qtbot: QtBot, dressed: Callable[..., object], tmp_path: Path) -> Iterator[Callable[..., Machine]]:
    made: list[Machine] = []

    def make(**settings: Any) -> Machine:
        machine = Machine(qtbot, tmp_path, **settings)
        made.append(machine)
        return machine

    yield make
    for each in made:
        each.end()


# ---- the reckoning


def test_the_reckoning_goes_from_here_to_over() -> None:
    clock = Clock()
    idle = Idleness(Patience(15, 90, 30), clock)
    reached = []
    for second in range(122):
        clock.now = 1000.0 + second
        if not reached or idle.stage is not reached[-1][1]:
            reached.append((second, idle.stage))
    assert reached == [(0, Stage.HERE), (15, Stage.HIDDEN), (90, Stage.WARNED), (120, Stage.OVER)]


def test_any_touch_extends_without_end() -> None:
    clock = Clock()
    idle = Idleness(Patience(15, 90, 30), clock)
    for _ in range(100):
        clock.now += 119.9
        assert idle.stage is Stage.WARNED
        idle.touch()
        assert idle.stage is Stage.HERE
        assert idle.left == 120


def test_five_more_minutes_are_asked_for_once() -> None:
    clock = Clock()
    idle = Idleness(Patience(15, 90, 30), clock)
    idle.touch(more=300)
    clock.now += 299
    assert idle.stage is Stage.HIDDEN
    clock.now += 1
    assert (idle.stage, idle.countdown) == (Stage.WARNED, 30)
    idle.touch()
    clock.now += 90
    assert idle.stage is Stage.WARNED


# ---- at the window


def test_before_the_first_touch_no_time_passes(machine: Callable[..., Machine]) -> None:
    it = machine()
    it.pass_time(1000)
    assert not it.page.isVisible()
    assert not it.supervisor.heard(Kind.ENDED)


def test_answers_are_hidden_after_fifteen_seconds_and_shown_at_a_touch(machine: Callable[..., Machine]) -> None:
    it = machine()
    it.begin()
    it.window.field.setText("CANARY")
    it.pass_time(14)
    assert it.serving.masks.places() == []
    it.pass_time(1)
    (veil,) = it.serving.masks.places()
    assert veil == it.window.field.rect().translated(it.window.field.pos()), "an empty field has nothing to hide"
    assert not it.window.is_blank, "the question itself is still being read"
    it.qtbot.mouseClick(it.window.said, Qt.MouseButton.LeftButton)
    assert it.serving.masks.places() == []


def test_pages_that_show_answers_are_hidden_whole(machine: Callable[..., Machine]) -> None:
    it = machine()
    it.window.said.setProperty(HOLDS_ANSWERS, True)
    it.window.said.setText("CANARY")
    it.begin()
    it.pass_time(15)
    assert it.serving.masks.places() == [it.window.said.geometry()]


def test_a_hidden_answer_is_painted_over_and_not_read_out(machine: Callable[..., Machine]) -> None:
    it = machine()
    it.begin()
    it.window.field.setText("")
    it.window.field.clearFocus()
    it.window.area.setPlainText("")
    for text in ("CANARY", "another one"):
        it.window.field.setText(text)
        it.pass_time(15)
        picture = it.window.grab().toImage()
        heard = QAccessible.queryAccessibleInterface(it.window.field).text(QAccessible.Text.Value)
        assert heard == ""
        it.qtbot.keyClick(it.window.area, Qt.Key.Key_Shift)
        it.serving.watch.touch()
        if text == "CANARY":
            first = picture
    assert picture == first, "what is under the veil makes no difference"
    assert it.window.field.text() == "another one"


def test_a_pointer_that_moves_is_somebody_and_one_that_trembles_is_not(machine: Callable[..., Machine]) -> None:
    it = machine()
    it.begin()
    it.qtbot.mouseMove(it.window, QPoint(200, 200))
    it.pass_time(10)
    for step in range(20):
        it.qtbot.mouseMove(it.window, QPoint(200 + step % 5, 200))
    assert it.serving.watch.idleness.idle == 10
    it.qtbot.mouseMove(it.window, QPoint(300, 200))
    assert it.serving.watch.idleness.idle == 0


def test_the_question_is_asked_at_ninety_and_everything_goes_at_a_hundred_and_twenty(
    machine: Callable[..., Machine],
) -> None:
    it = machine()
    it.begin()
    it.pass_time(89.5)
    assert not it.page.isVisible()
    it.pass_time(0.5)
    assert it.page.isVisible()
    assert it.window.is_blank
    assert it.page.ring.left == 30
    it.pass_time(7)
    assert it.page.ring.left == 23
    assert "23 seconds" in it.page.sentence.text()
    it.pass_time(22.5)
    assert not it.supervisor.heard(Kind.ENDED)
    it.pass_time(0.5)
    (note,) = it.supervisor.heard(Kind.ENDED)
    assert note.word == "idle"
    assert it.window.is_blank
    it.pass_time(100)
    assert len(it.supervisor.heard(Kind.ENDED)) == 1


def test_the_settings_say_how_long(machine: Callable[..., Machine]) -> None:
    it = machine(idle_warning="200", idle_countdown="60", curtain="100")
    it.begin()
    it.pass_time(199)
    assert not it.page.isVisible()
    it.pass_time(1)
    assert it.page.ring.left == 60
    it.pass_time(60)
    assert it.supervisor.heard(Kind.ENDED)


@pytest.mark.parametrize("act", ["touch", "key", "button", "more", "scan"])
def test_somebody_is_there(machine: Callable[..., Machine], act: str) -> None:
    it = machine()
    it.begin()
    it.pass_time(100)
    it.qtbot.waitUntil(it.page.isActiveWindow)
    if act == "touch":
        it.qtbot.mouseClick(it.page, Qt.MouseButton.LeftButton, pos=QPoint(4, it.page.height() // 2))
    elif act == "key":
        it.qtbot.keyClick(it.page, "x")
    elif act == "button":
        it.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    elif act == "more":
        it.qtbot.mouseClick(it.page.more, Qt.MouseButton.LeftButton)
    else:
        it.qtbot.keyClicks(it.page, "P<CHN")
    assert not it.page.isVisible()
    assert not it.window.is_blank
    assert it.window.field.text() == "", "what is pressed on the warning goes nowhere else"
    assert it.serving.watch.idleness.left == (330 if act == "more" else 120)
    due = it.supervisor.heard(Kind.DUE)[-1]
    assert due.seconds == (330 if act == "more" else 120), "the supervisor counts along"


def test_who_moves_between_the_buttons_is_there(machine: Callable[..., Machine]) -> None:
    it = machine()
    it.begin()
    it.pass_time(115)
    it.qtbot.waitUntil(it.page.isActiveWindow)
    it.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is it.page.more
    assert it.page.isVisible()
    assert it.page.ring.left == 30
    it.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    it.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    (note,) = it.supervisor.heard(Kind.ENDED)
    assert note.word == "erased"


def test_a_pointer_that_trembles_does_not_answer_the_question(machine: Callable[..., Machine]) -> None:
    it = machine()
    it.begin()
    it.pass_time(95)
    for x in range(20):
        it.qtbot.mouseMove(it.page, QPoint(50 + x, 50))
    it.pass_time(25)
    assert it.supervisor.heard(Kind.ENDED)


# ---- whatever else is going on


def test_it_asks_and_erases_over_a_dialog(machine: Callable[..., Machine]) -> None:
    it = machine()
    it.begin()
    dialog = OwnDialog(it.window)
    seen = []

    def later() -> None:
        """Runs inside the dialog's own loop, as the timer of the watch does."""
        it.pass_time(90)
        seen.append((it.page.isVisible(), QApplication.activeModalWidget()))
        it.pass_time(30)
        seen.append(bool(it.supervisor.heard(Kind.ENDED)))
        dialog.reject()

    QTimer.singleShot(0, later)
    dialog.exec()
    assert seen == [(True, it.page), True]


class OwnDialog(QDialog):
    """A dialog of the program's."""


OwnDialog.__module__ = "talentdesk.desktop.test"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_what_has_dropped_down_goes_when_the_question_is_asked(machine: Callable[..., Machine]) -> None:
    it = machine()
    it.begin()
    menu = QMenu(it.window)
    menu.addAction("Chan Tai Man")
    menu.popup(QPoint(10, 10))
    assert menu.isVisible()
    it.pass_time(90)
    assert not menu.isVisible()


def test_the_watch_runs_while_papers_are_made(machine: Callable[..., Machine]) -> None:
    """By its own timer; the papers are made on another thread, which is held up here."""
    it = machine()
    it.begin()
    go_on, done = threading.Event(), []
    it.desk.elsewhere.run(lambda: go_on.wait(20), done.append)
    it.clock.now += 121
    it.qtbot.waitUntil(lambda: bool(it.supervisor.heard(Kind.ENDED)))
    assert not done
    go_on.set()
    it.qtbot.waitUntil(lambda: done == [True])
    it.desk.elsewhere.close()


# ---- the page


def labels(widget: QWidget) -> list[str]:
    return [child.accessibleName() or getattr(child, "text", str)() for child in widget.findChildren(QWidget)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", list(Look))
@pytest.mark.parametrize("room", [(1080, 1920), (1920, 1080), (1366, 768)])
def test_nothing_of_the_page_is_cut_and_nothing_beneath_is_seen(
    machine: Callable[..., Machine], language: str, look: Look, room: tuple[int, int]
) -> None:
    it = machine(language=language, look=look, second_language="pt" if language != "pt" else "zh-Hans")
    it.desk.speak(it.desk.language, it.desk.second)
    it.window.field.setText("CANARY")
    it.window.showNormal()
    it.window.resize(*room)
    it.begin()
    it.pass_time(97)
    QApplication.processEvents()
    assert (it.page.width(), it.page.height()) == room
    for part in (it.page.ring, it.page.title, it.page.sentence, *it.page.buttons):
        place = part.rect().translated(part.mapTo(it.page, QPoint()))
        assert it.page.rect().contains(place), type(part)
        assert part.height() >= (part.heightForWidth(part.width()) if part.hasHeightForWidth() else 0)
    for one, other in ((it.page.ring, it.page.title), (it.page.sentence, it.page.go_on), (it.page.more, it.page.end)):
        assert not _place(one).intersects(_place(other))
    picture = it.page.grab().toImage()
    assert not picture.hasAlphaChannel() or picture.pixelColor(2, picture.height() // 2).alpha() == 255
    assert "CANARY" not in " ".join(labels(it.page))


def _place(widget: QWidget) -> Any:
    return widget.rect().translated(widget.mapTo(widget.window(), QPoint()))


def test_the_ring_stands_still_between_two_seconds(machine: Callable[..., Machine]) -> None:
    it = machine()
    it.begin()
    it.pass_time(95)
    before = it.page.ring.grab().toImage()
    it.clock.now += 0.6
    it.serving.watch.tick()
    assert it.page.ring.grab().toImage() == before
    it.clock.now += 0.5
    it.serving.watch.tick()
    assert it.page.ring.grab().toImage() != before


def test_the_page_follows_the_language(machine: Callable[..., Machine]) -> None:
    it = machine()
    it.begin()
    it.pass_time(95)
    heard = it.page.go_on.text()
    it.desk.speak("zh-Hans", "")
    it.qtbot.waitUntil(lambda: bool(it.supervisor.heard(Kind.OUTFIT)))
    assert heard == "I am here, go on"
    it.qtbot.waitUntil(lambda: it.page.go_on.text() != heard)
    outfit = it.supervisor.heard(Kind.OUTFIT)[-1].outfit
    assert outfit == Outfit("zh-Hans", "", "light"), "the next window speaks it too"


def test_a_screen_reader_is_told_in_steps(machine: Callable[..., Machine], monkeypatch: pytest.MonkeyPatch) -> None:
    it = machine()
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    it.begin()
    it.pass_time(119)
    assert [int(each.split()[1]) for each in said] == [30, 20, 10, 5]


def test_every_control_has_a_name(machine: Callable[..., Machine]) -> None:
    page = machine().page
    assert [button.text() for button in page.buttons] == ["I am here, go on", "5 more minutes", "End and erase"]
    assert all(button.height() >= 96 for button in page.buttons if page.show() is None)


def test_a_window_that_goes_on_shows_the_case_as_it_was(
    qtbot: QtBot, dressed: Callable[..., object], tmp_path: Path
) -> None:
    first = Machine(qtbot, tmp_path)
    first.begin()
    first.window.type("CHAN")
    assert first.serving.keeper is not None
    first.end()
    second = Machine.__new__(Machine)
    second.qtbot, second.clock, second.supervisor = qtbot, Clock(), Supervisor()
    second.desk = Desk(Settings(mode="kiosk", size="kiosk", language="en"), lambda: NOW)
    second.window = PlainWindow(second.desk)
    qtbot.addWidget(second.window)
    second.desk.setParent(second.window)
    second.serving = Serving(second.desk, second.window, second.supervisor, second.clock)
    second.serving.serve(Serve("a1", tmp_path, True, Outfit("pt", "en", "dark")), b"k" * 32)
    qtbot.waitUntil(lambda: bool(second.supervisor.heard(Kind.SHOWN)))
    assert isinstance(second.window.field, QLineEdit)
    assert second.window.field.text() == "CHAN"
    assert (second.desk.language, second.desk.second, second.desk.look) == ("pt", "en", Look.DARK)
    assert second.supervisor.heard(Kind.BEGUN)
    assert second.desk.size is Size.KIOSK
    second.end()


def test_a_window_serves_one_session_only(machine: Callable[..., Machine], tmp_path: Path) -> None:
    it = machine()
    with pytest.raises(AssertionError, match="one session only"):
        it.serving.serve(Serve("b2", tmp_path, False, Outfit()), b"z" * 32)
    assert {note.session for note in it.supervisor.notes} == {"a1"}
