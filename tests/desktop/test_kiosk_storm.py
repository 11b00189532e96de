"""Ten thousand keys, scans and fingers over the shipped window of a public machine, one applicant after the other.

Whatever they do, there is this one window on the screen, no key that means something to a program reaches it, and what
one applicant typed is nowhere in the window of a later one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction, QCloseEvent, QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot
from seeds import chance
from test_kiosk_lockdown import children
from test_kiosk_shipped import Machine

from talentdesk.desktop.kiosk import outgoing
from talentdesk.service.kiosk.channel import Kind

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
STROKES = 10_000
K, M, B = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton
CTRL, ALT, SHIFT, META = M.ControlModifier, M.AltModifier, M.ShiftModifier, M.MetaModifier
KEYS = [key for key in K if 0x01000000 <= key.value < 0x01100000 or 0x20 <= key.value < 0x7F]
HELD = (M.NoModifier, SHIFT, CTRL, ALT, META, CTRL | SHIFT, CTRL | ALT, ALT | SHIFT, M.KeypadModifier)
FUNCTIONS = [K(K.Key_F1.value + n) for n in range(12)]
CHORDS = [
    *((K.Key_F4, ALT), (K.Key_Space, ALT), (K.Key_Tab, ALT), (K.Key_Escape, CTRL), (K.Key_Escape, CTRL | SHIFT)),
    *((key, CTRL | ALT) for key in (K.Key_Delete, K.Key_Backspace, K.Key_T, *FUNCTIONS)),
    *(
        (key, CTRL)
        for key in (K.Key_Q, K.Key_W, K.Key_P, K.Key_O, K.Key_S, K.Key_N, K.Key_C, K.Key_V, K.Key_X, K.Key_Z)
    ),
    *((key, META) for key in (K.Key_E, K.Key_L, K.Key_R, K.Key_D)),
    *((key, M.NoModifier) for key in (*FUNCTIONS, K.Key_Escape, K.Key_Menu, K.Key_Print, K.Key_LaunchMail)),
    *((key, M.NoModifier) for key in (K.Key_MediaPlay, K.Key_VolumeUp, K.Key_HomePage, K.Key_Search, K.Key_PowerOff)),
]
SHORTCUTS = ("Ctrl+Q", "Ctrl+W", "Ctrl+P", "Ctrl+O", "F1", "F11", "Alt+F4", "Escape", "Meta+E", "Ctrl+Alt+T", "Print")
_MEANT = CTRL | ALT | META
LOCKS = (K.Key_Shift, K.Key_CapsLock, K.Key_NumLock, K.Key_AltGr, K.Key_Mode_switch, K.Key_Multi_key)
"""They only change what the next key prints."""


class Tempted(Machine):
    """The shipped window with every shortcut that a program could have, and somebody who has typed their name."""

    def __init__(self, qtbot: QtBot, folder: Path, number: int) -> None:
        folder.mkdir()
        super().__init__(qtbot, folder)
        self.fired: list[str] = []
        self.leaked: list[int] = []
        self.intruders: list[str] = []
        self.serving.lock.intruded.connect(self.intruders.append)
        for keys in SHORTCUTS:
            action = QAction(keys, self.window)
            action.setShortcut(keys)
            action.triggered.connect(lambda _on=False, keys=keys: self.fired.append(keys))
            self.window.addAction(action)
        self._leak = _Leak(self.leaked)
        self.window.installEventFilter(self._leak)
        self.word = f"CANARY{number:04d}"
        for button in self.window.findChildren(QAbstractButton):
            button.setAutoRepeat(False)
        self.window.showFullScreen()
        self.window.activateWindow()
        QApplication.processEvents()
        qtbot.keyClicks(self.begin_case(), self.word)

    @property
    def is_over(self) -> bool:
        return bool(self.supervisor.heard(Kind.ENDED))


class _Leak(QObject):
    """Hears the keys that no field took: commands, if any got past the lock."""

    def __init__(self, leaked: list[int]) -> None:
        super().__init__()
        self._leaked = leaked

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            function = K.Key_F1.value <= event.key() <= K.Key_F35.value and event.key() != K.Key_F12
            if event.key() in LOCKS:
                return False
            if event.modifiers() & _MEANT or function or event.key() == K.Key_Escape:
                self._leaked.append(event.key())
        return False


def _handle(window: QWidget) -> QWindow:
    """Of this moment: the system's window may be made anew at any time."""
    handle = window.windowHandle()
    assert handle is not None, "there is no window any more"
    return handle


class Storm:
    """One random stroke after the other on a window."""

    def __init__(self, choose: random.Random) -> None:
        self._chance = choose
        self._screen = QTest.createTouchDevice()
        self.done: dict[str, int] = dict.fromkeys(("key", "chord", "control", "mouse", "touch", "close"), 0)

    def strike(self, window: QWidget) -> None:
        kind = self._chance.choices(list(self.done), (30, 12, 8, 28, 20, 2))[0]
        self.done[kind] += 1
        getattr(self, f"_{kind}")(window)

    def _key(self, window: QWidget) -> None:
        QTest.keyClick(_handle(window), self._chance.choice(KEYS), self._chance.choice(HELD))

    def _chord(self, window: QWidget) -> None:
        QTest.keyClick(_handle(window), *self._chance.choice(CHORDS))

    def _control(self, window: QWidget) -> None:
        """As a scanner sends group separators and the like: with Ctrl, or bare."""
        sign = self._chance.randrange(1, 32)
        for key, held in ((K(0x40 + sign), CTRL), (K.Key_unknown, M.NoModifier)):
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(_handle(window), QKeyEvent(kind, key, held, chr(sign)))

    def _place(self, window: QWidget) -> QPoint:
        return QPoint(self._chance.randrange(window.width()), self._chance.randrange(window.height()))

    def _mouse(self, window: QWidget) -> None:
        press = QTest.mouseDClick if self._chance.random() < 0.1 else QTest.mouseClick
        button = self._chance.choice([*([B.LeftButton] * 5), B.RightButton, B.MiddleButton, B.BackButton])
        press(_handle(window), button, self._chance.choice(HELD), self._place(window))

    def _touch(self, window: QWidget) -> None:
        """One to four fingers down, along, and up."""
        fingers = range(self._chance.choice((1, 1, 1, 2, 3, 4)))
        for act in ("press", "move", "release"):
            touch = QTest.touchEvent(_handle(window), self._screen, False)
            for finger in fingers:
                getattr(touch, act)(finger, self._place(window))
            touch.commit()

    def _close(self, window: QWidget) -> None:
        """As a window manager asks for it."""
        QApplication.sendEvent(_handle(window), QCloseEvent())


@pytest.fixture
def visits(
    qtbot: QtBot, dressed: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Tempted]]:
    """The next applicant; the one before is gone, as the supervisor sees to it."""
    monkeypatch.setattr(outgoing, "_hand", lambda outcome, *_more: outcome)
    served: list[Tempted] = []

    def leave() -> None:
        served[-1].end()
        served[-1].window.close()

    def following() -> Tempted:
        if served:
            leave()
        served.append(Tempted(qtbot, tmp_path / str(len(served)), len(served)))
        return served[-1]

    yield following
    if served:
        leave()


@pytest.mark.qt_log_ignore(
    "This plugin does not support",
    "keyToAscii Unhandled",
    "could not find the target for gesture",
    "occurs outside target window",  # the screen that is none is lower than the machine's
    extend=True,
)
def test_no_storm_leads_out_or_to_somebody_else(visits: Callable[[], Tempted]) -> None:
    it, storm = visits(), Storm(chance())
    gone: list[str] = []
    sheets: set[str] = set()
    before = children()
    for stroke in range(STROKES):
        if it.is_over:
            gone.append(it.word)
            it = visits()
            assert _of_others(it, gone) == []
        storm.strike(it.window)
        if stroke % 25 == 0:
            QApplication.processEvents()
            sheets.add(type(it.window.sheet).__name__)
            _judge(it, before)
        if stroke % 200 == 0:
            assert _of_others(it, gone) == []
    assert min(storm.done.values()) > 100, storm.done
    assert len(sheets) >= 5, f"the storm reached {sheets} only"
    assert len(gone) >= 2, "one applicant followed another"


def _judge(it: Tempted, before: set[str]) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    while (popup := app.activePopupWidget()) is not None:
        assert popup.windowType() == Qt.WindowType.Popup
        assert not isinstance(popup, QMenu)
        popup.hide()
    shown = [type(each).__name__ for each in app.topLevelWidgets() if each.isVisible()]
    assert shown == [type(it.window).__name__]
    assert it.window.isFullScreen()
    assert app.activeModalWidget() is None
    assert children() == before, "no other program"
    assert app.clipboard().text() == ""
    assert it.intruders == []
    assert it.fired == [], "a shortcut"
    assert it.leaked == [], "a command reached the window"
    assert not it.supervisor.heard(Kind.MISHAP)
    assert {note.word for note in it.supervisor.heard(Kind.ENDED)} <= {"erased", "done"}


def _of_others(it: Tempted, gone: list[str]) -> list[str]:
    """What of earlier applicants can be seen, heard, or brought back in this window."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    texts = [it.window.windowTitle(), app.clipboard().text(), *_heard(QAccessible.queryAccessibleInterface(it.window))]
    session = it.window.visit.session
    texts += session.draft.typed.values() if session is not None else ()
    texts += [field.text() for field in it.window.findChildren(QLineEdit)]
    return [word for word in gone if any(word in text for text in texts)]


def _heard(spoken: QAccessibleInterface | None) -> Iterator[str]:
    if spoken is None:
        return
    for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description):
        yield spoken.text(kind)
    for index in range(spoken.childCount()):
        yield from _heard(spoken.child(index))
