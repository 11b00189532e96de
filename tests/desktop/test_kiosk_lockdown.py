"""Nothing leads out of a public machine's window: keys, scanners, fingers, menus, links, dialogs, drops."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from deskside import NOW
from kiosk_window import PlainWindow
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QContextMenuEvent,
    QDesktopServices,
    QDropEvent,
    QWheelEvent,
    QWindow,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from seeds import chance

from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.idlepage import IdlePage
from talentdesk.desktop.kiosk.lockdown import LockDown, is_allowed_key
from talentdesk.settings import Settings

K, M = Qt.Key, Qt.KeyboardModifier
CTRL, ALT, SHIFT, META = M.ControlModifier, M.AltModifier, M.ShiftModifier, M.MetaModifier


class Locked:
    """A window with every temptation, under lock."""

    def __init__(self, qtbot: QtBot, app: QApplication) -> None:
        self.app = app
        desk = Desk(Settings(mode="kiosk", size="kiosk", language="en"), lambda: NOW)
        desk.dress()
        self.window = PlainWindow(desk)
        qtbot.addWidget(self.window)
        desk.setParent(self.window)
        self.page = IdlePage(desk, self.window)
        self.link = QLabel('<a href="https://example.org">more</a>', self.window)
        self.link.setOpenExternalLinks(True)
        self.combo = QComboBox(self.window)
        self.fired: list[str] = []
        for keys in ("Ctrl+Q", "Ctrl+P", "F1", "F11", "Alt+F4", "Ctrl+W", "Escape", "Meta+E"):
            action = QAction(keys, self.window)
            action.setShortcut(keys)
            action.triggered.connect(lambda _on=False, keys=keys: self.fired.append(keys))
            self.window.addAction(action)
        self.lock = LockDown(app, self.window, self.page)
        self.intruders: list[str] = []
        self.lock.intruded.connect(self.intruders.append)
        self.window.showFullScreen()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.window.field.setFocus()

    @property
    def handle(self) -> QWindow:
        handle = self.window.windowHandle()
        assert handle is not None
        return handle


@pytest.fixture
def locked(qtbot: QtBot, qapp: QApplication, dressed: Callable[..., object]) -> Iterator[Locked]:
    made = Locked(qtbot, qapp)
    yield made
    made.lock.release()
    made.page.hide()


@pytest.mark.parametrize(
    ("key", "modifiers", "text", "allowed"),
    [
        (K.Key_A, M.NoModifier, "a", True),
        (K.Key_A, SHIFT, "A", True),
        (K.Key_unknown, M.NoModifier, "陳", True),
        (K.Key_7, M.KeypadModifier, "7", True),
        (K.Key_E, CTRL | ALT, "é", True),
        (K.Key_E, CTRL | ALT, "e", False),
        (K.Key_Tab, M.NoModifier, "\t", True),
        (K.Key_Backtab, SHIFT, "", True),
        (K.Key_Return, M.NoModifier, "\r", True),
        (K.Key_Left, SHIFT, "", True),
        (K.Key_Delete, M.NoModifier, "\x7f", True),
        (K.Key_Delete, SHIFT, "\x7f", False),
        (K.Key_Insert, SHIFT, "", False),
        (K.Key_Left, CTRL, "", False),
        (K.Key_Left, ALT, "", False),
        (K.Key_A, CTRL, "\x01", False),
        (K.Key_BracketRight, CTRL, "\x1d", False),
        (K.Key_A, META, "a", False),
        (K.Key_A, ALT, "a", False),
        (K.Key_Escape, M.NoModifier, "\x1b", False),
        (K.Key_F1, M.NoModifier, "", False),
        (K.Key_F4, ALT, "", False),
        (K.Key_Print, M.NoModifier, "", False),
        (K.Key_Menu, M.NoModifier, "", False),
        (K.Key_Copy, M.NoModifier, "", False),
        (K.Key_Paste, M.NoModifier, "", False),
        (K.Key_Undo, M.NoModifier, "", False),
        (K.Key_HomePage, M.NoModifier, "", False),
        (K.Key_LaunchMail, M.NoModifier, "", False),
        (K.Key_PowerOff, M.NoModifier, "", False),
        (K.Key_unknown, M.NoModifier, "\x1d", False),
        (K.Key_Shift, SHIFT, "", True),
        (K.Key_Control, CTRL, "", False),
    ],
)
def test_what_a_key_may_do(key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str, allowed: bool) -> None:
    assert is_allowed_key(key, modifiers, text) is allowed


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        *((K.Key_Q, CTRL), (K.Key_P, CTRL), (K.Key_F1, M.NoModifier), (K.Key_F11, M.NoModifier)),
        *((K.Key_F4, ALT), (K.Key_W, CTRL), (K.Key_Escape, M.NoModifier), (K.Key_E, META)),
    ],
)
def test_no_shortcut_fires(locked: Locked, qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(locked.handle, key, modifiers)
    assert locked.fired == []
    locked.app.removeEventFilter(locked.lock)
    qtbot.keyClick(locked.handle, key, modifiers)
    assert len(locked.fired) == 1, "it would have fired"


def test_a_scanner_types_what_it_read_and_nothing_else(locked: Locked, qtbot: QtBot) -> None:
    read = "P<CHN" + "X" * 1995
    for sign in "\x1d\x1e\x04\x11\x10\x1b":
        qtbot.keyClick(locked.handle, Qt.Key(0x40 + ord(sign)), CTRL)
    for sign in read:
        qtbot.keyClick(locked.handle, sign)
    qtbot.keyClick(locked.handle, K.Key_Return)
    assert locked.window.field.text().upper() == read
    assert locked.fired == []


def test_nothing_is_copied_cut_pasted_or_undone(locked: Locked, qtbot: QtBot) -> None:
    field, clipboard = locked.window.field, locked.app.clipboard()
    qtbot.keyClicks(field, "E12345678")
    field.selectAll()
    for key, modifiers in ((K.Key_C, CTRL), (K.Key_Insert, CTRL), (K.Key_X, CTRL), (K.Key_Delete, SHIFT)):
        qtbot.keyClick(locked.handle, key, modifiers)
        assert clipboard.text() == "", key
    assert field.text() == "E12345678"
    field.copy()
    assert clipboard.text() == "", "nor by any other way"
    clipboard.setText("from elsewhere")
    qtbot.waitUntil(lambda: clipboard.text() == "")
    field.clear()
    qtbot.keyClick(locked.handle, K.Key_Z, CTRL)
    assert field.text() == "", "QLineEdit.clear keeps what was typed for undo"
    locked.app.removeEventFilter(locked.lock)
    qtbot.keyClick(locked.handle, K.Key_Z, CTRL)
    assert field.text() == "E12345678", "it would have come back"


def test_what_was_on_the_clipboard_before_is_gone(
    qtbot: QtBot, qapp: QApplication, dressed: Callable[..., object]
) -> None:
    qapp.clipboard().setText("before")
    made = Locked(qtbot, qapp)
    assert qapp.clipboard().text() == ""
    made.lock.release()
    qapp.clipboard().setText("after")
    assert qapp.clipboard().text() == "after", "once released it is left alone"
    qapp.clipboard().clear()


def test_no_menu_no_drop_no_zoom_no_paste_by_the_middle_button(locked: Locked) -> None:
    app, field, at = locked.app, locked.window.field, QPoint(5, 5)
    opened: list[QWidget] = []
    field.customContextMenuRequested.connect(lambda _at: opened.append(field))
    field.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    app.sendEvent(field, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, field.mapToGlobal(at)))
    assert not opened
    assert app.activePopupWidget() is None
    mime = QMimeData()
    mime.setText("dropped")
    for area in (field, locked.window.area.viewport()):
        drop = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, M.NoModifier)
        app.sendEvent(area, drop)
    assert field.text() == ""
    assert locked.window.area.toPlainText() == ""
    assert not field.acceptDrops()
    pressed: list[Qt.MouseButton] = []
    recorder = _Recorder(pressed)
    locked.combo.installEventFilter(recorder)
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.BackButton):
        QTest.mouseClick(locked.combo, button)
    locked.combo.removeEventFilter(recorder)
    assert pressed == []
    wheel = QWheelEvent(QPointF(at), QPointF(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, CTRL,
                        Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    assert locked.lock.eventFilter(locked.window, wheel)


class _Recorder(QObject):
    def __init__(self, pressed: list[Qt.MouseButton]) -> None:
        super().__init__()
        self._pressed = pressed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed.append(event.button())  # type: ignore[attr-defined]
        return False


def test_the_window_does_not_close(locked: Locked) -> None:
    for target in (locked.window, locked.handle, locked.page):
        locked.app.sendEvent(target, QCloseEvent())
    locked.handle.close()
    locked.window.close()
    assert locked.window.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support", "keyToAscii Unhandled", extend=True)
@pytest.mark.parametrize("dialog", [QFileDialog, QMessageBox])
def test_a_dialog_of_qts_own_is_never_seen(locked: Locked, qtbot: QtBot, dialog: type[QWidget]) -> None:
    made = dialog(locked.window)
    made.show()
    assert locked.intruders == [dialog.__name__]
    qtbot.waitUntil(lambda: not made.isVisible())
    assert locked.app.activeModalWidget() is None


def test_what_drops_down_from_a_field_may(locked: Locked, qtbot: QtBot) -> None:
    locked.combo.addItems(["a", "b"])
    locked.combo.setGeometry(0, 0, 100, 40)
    locked.combo.show()
    with_warnings = locked.combo.view().window()
    assert with_warnings.windowType() in {Qt.WindowType.Popup, Qt.WindowType.Widget, Qt.WindowType.Window}
    assert locked.intruders == []


@pytest.mark.parametrize("address", ["https://example.org", "file:///etc/passwd", "mailto:a@b", "tel:1"])
def test_links_lead_nowhere(locked: Locked, address: str) -> None:
    before = children()
    assert QDesktopServices.openUrl(QUrl(address)), "somebody takes it"
    assert children() == before, "but no other program"


def children() -> set[str]:
    """Processes that this one has started; none can be told where the system has no such list."""
    return {pid for tasks in Path("/proc/self/task").glob("*/children") for pid in tasks.read_text().split()}


def test_text_fields_tell_input_methods_to_learn_nothing(locked: Locked) -> None:
    wanted = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
    for field in (locked.window.field, locked.window.area):
        assert field.inputMethodHints() & wanted == wanted
    locked.window.field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
    locked.window.area.setFocus()
    locked.window.field.setFocus()
    hints = locked.window.field.inputMethodHints()
    assert hints & wanted == wanted, "also when they change"
    assert hints & Qt.InputMethodHint.ImhDigitsOnly
    assert not locked.window.area.isUndoRedoEnabled()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.qt_log_ignore("This plugin does not support", "keyToAscii Unhandled", extend=True)
def test_ten_thousand_keys_and_touches_lead_nowhere(locked: Locked) -> None:
    """Any key Qt knows with any modifiers, and any button anywhere."""
    storm(locked.app, locked.window, 10_000, chance())
    assert locked.fired == []
    assert locked.intruders == []


def storm(app: QApplication, window: QWidget, count: int, choose: random.Random) -> None:
    """So many random keys and touches; afterwards the window is what it was."""
    keys = [key for key in K if 0x01000000 <= key.value < 0x01100000 or 0x20 <= key.value < 0x7F]
    modifiers = (M.NoModifier, SHIFT, CTRL, ALT, META, CTRL | SHIFT, CTRL | ALT, ALT | SHIFT, M.KeypadModifier)
    buttons = (*([Qt.MouseButton.LeftButton] * 4), Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton)
    windows = {type(each).__name__ for each in app.topLevelWidgets() if each.isVisible()}
    before = children()
    for stroke in range(count):
        handle = window.windowHandle()  # of this moment: the system's window may be made anew
        assert handle is not None, f"there is no window any more after {stroke} strokes"
        if choose.random() < 0.6:
            key, held = choose.choice(keys), choose.choice(modifiers)
            QTest.keyClick(handle, key, held)  # by the way of the system: shortcuts hear of it
        else:
            at = QPoint(choose.randrange(handle.width()), choose.randrange(handle.height()))
            press = QTest.mouseDClick if choose.random() < 0.1 else QTest.mouseClick
            press(handle, choose.choice(buttons), choose.choice(modifiers), at)
        if stroke % 50 == 0:
            app.processEvents()
            while (popup := app.activePopupWidget()) is not None:
                assert popup.windowType() == Qt.WindowType.Popup
                popup.hide()
    app.processEvents()
    seen = {type(each).__name__ for each in app.topLevelWidgets() if each.isVisible()}
    assert window.isVisible()
    assert window.isFullScreen()
    assert seen <= windows
    assert children() == before
    assert app.clipboard().text() == ""


def test_a_finger_has_no_arrow_and_a_mouse_that_travels_has(locked: Locked, qtbot: QtBot) -> None:
    pointer, handle, device = locked.lock.pointer, locked.handle, QTest.createTouchDevice()

    def travel() -> None:
        for step in range(4):
            QTest.mouseMove(handle, QPoint(50 + 9 * step, 50))
        locked.app.processEvents()

    assert pointer.is_hidden, "nobody has touched a mouse yet"
    assert locked.app.overrideCursor().shape() == Qt.CursorShape.BlankCursor
    QTest.mouseMove(handle, QPoint(200, 200))
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert pointer.is_hidden, "a finger that speaks like a mouse jumps to where it presses"
    travel()
    assert not pointer.is_hidden
    assert locked.app.overrideCursor() is None
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=QPoint(77, 50))
    assert not pointer.is_hidden, "a mouse that travels, then presses"
    QTest.touchEvent(handle, device).press(0, QPoint(300, 300)).commit()
    assert pointer.is_hidden
    QTest.touchEvent(handle, device).release(0, QPoint(300, 300)).commit()
    travel()
    locked.lock.release()
    assert locked.app.overrideCursor() is None


def test_the_arrow_is_given_back(locked: Locked) -> None:
    locked.lock.release()
    assert locked.app.overrideCursor() is None
