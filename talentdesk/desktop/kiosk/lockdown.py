"""No way out of the window of a public machine: what is not allowed does not happen.

What Qt never hears of is the system's duty (Ctrl+Alt+F2, Alt+Tab, sticks): see `kiosk.md`, `talentdesk doctor --kiosk`.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import (
    QClipboard,
    QCursor,
    QDesktopServices,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QSinglePointEvent,
    QWheelEvent,
    QWindow,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from talentdesk.desktop.kiosk.pointer import Pointer

_K, _M, _T = Qt.Key, Qt.KeyboardModifier, QEvent.Type

MOVES = frozenset(
    {
        *(_K.Key_Tab, _K.Key_Backtab, _K.Key_Return, _K.Key_Enter, _K.Key_Backspace, _K.Key_Delete),
        *(_K.Key_Left, _K.Key_Right, _K.Key_Up, _K.Key_Down, _K.Key_Home, _K.Key_End),
        *(_K.Key_PageUp, _K.Key_PageDown),
        _K.Key_F12,  # the one switch
    }
)
"""Keys that print nothing and are allowed."""
SHIFTED = MOVES - {_K.Key_Delete}
"""Shift+Delete cuts."""
_QUIET = frozenset({_K.Key_Shift, _K.Key_CapsLock, _K.Key_AltGr, _K.Key_NumLock, _K.Key_Mode_switch, _K.Key_Multi_key})
_HARMLESS = _M.ShiftModifier | _M.KeypadModifier
_ALT_GR = _M.ControlModifier | _M.AltModifier
"""What Windows says while AltGr is held."""
_KEYS = frozenset({_T.KeyPress, _T.KeyRelease, _T.ShortcutOverride})
_NEVER = frozenset(
    {
        *(_T.ContextMenu, _T.DragEnter, _T.DragMove, _T.Drop, _T.Shortcut, _T.WhatsThis, _T.ToolTip, _T.StatusTip),
        *(_T.EnterWhatsThisMode, _T.FileOpen, _T.QueryWhatsThis, _T.NativeGesture, _T.Quit),
    }
)
_PRESSES = frozenset({_T.MouseButtonPress, _T.MouseButtonDblClick, _T.MouseButtonRelease})
_TOUCHES = frozenset({_T.TouchBegin, _T.TouchUpdate, _T.TabletPress})
_SCHEMES = ("http", "https", "mailto", "file", "ftp", "tel", "sms", "help", "about", "data")
_TREMBLE = 40
"""Pixels."""
_SENSITIVE = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
_HEARD = _KEYS | _NEVER | _PRESSES | _TOUCHES | {
    *(_T.Close, _T.Show, _T.Wheel, _T.MouseMove, _T.InputMethod, _T.Polish, _T.FocusIn, _T.WindowStateChange),
}  # fmt: skip


def is_allowed_key(key: int, modifiers: Qt.KeyboardModifier, text: str) -> bool:
    """Whether a key does anything at a public machine: what prints, what moves, and nothing else.

    A scanner sends its control characters as Ctrl and a letter; they are as inert as a person's.
    """
    if key in _QUIET:
        return True
    printing = bool(text) and text.isprintable()
    if modifiers & _M.MetaModifier:
        return False
    if modifiers & _ALT_GR:
        # AltGr prints: Ctrl+Alt and a letter without a sign of its own does not.
        return printing and modifiers & _ALT_GR == _ALT_GR and not text.isascii()
    if modifiers & ~(_HARMLESS | _M.GroupSwitchModifier):
        return False
    if key in MOVES:
        return not modifiers & _M.ShiftModifier or key in SHIFTED
    return printing


class LockDown(QObject):
    """Belongs to the application while a public machine's window is open. Nothing gets past it to any widget."""

    touched = Signal()
    """Somebody typed, touched or moved the pointer farther than it trembles by itself."""
    intruded = Signal(str)
    """A window opened that has no place here, by its class; it is closed again."""

    def __init__(self, app: QApplication, *windows: QWidget) -> None:
        """`windows` are all that may ever be on the screen, beside what drops down from them."""
        super().__init__(app)
        self._app = app
        self._windows = windows
        self._released = False
        self._last = QCursor.pos()
        self.pointer = Pointer(app)
        app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
        app.setQuitOnLastWindowClosed(False)
        for scheme in _SCHEMES:
            # The stubs want bytes, which the binding refuses.
            QDesktopServices.setUrlHandler(scheme, self, "go_nowhere")  # type: ignore[arg-type]
        self.empty_clipboard()
        app.clipboard().dataChanged.connect(self.empty_clipboard)
        app.clipboard().selectionChanged.connect(self.empty_clipboard)
        for window in windows:
            self._close_doors(window)
        app.installEventFilter(self)

    def release(self) -> None:
        """Give the application back. Calling it twice does no harm."""
        if self._released:
            return
        self._released = True
        self.pointer.show()
        self._app.removeEventFilter(self)
        for scheme in _SCHEMES:
            QDesktopServices.unsetUrlHandler(scheme)
        clipboard = self._app.clipboard()
        clipboard.dataChanged.disconnect(self.empty_clipboard)
        clipboard.selectionChanged.disconnect(self.empty_clipboard)

    @Slot(QUrl)
    def go_nowhere(self, url: QUrl) -> None:
        """Links lead nowhere: another program would have doors of its own."""

    def empty_clipboard(self) -> None:
        """Nothing is copied here, nor by the mouse; what came from elsewhere is not pasted."""
        clipboard = self._app.clipboard()
        for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
            if mode is QClipboard.Mode.Selection and not clipboard.supportsSelection():
                continue
            kept = clipboard.mimeData(mode)
            if kept is not None and kept.formats():
                clipboard.clear(mode)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stops what is not allowed, and tells of what somebody does."""
        kind = event.type()
        if kind not in _HEARD:
            return False
        if kind in _NEVER:
            event.ignore()
            return True
        if isinstance(event, QKeyEvent):
            return self._stops_key(event)
        if isinstance(event, QSinglePointEvent | QInputMethodEvent) or kind in _TOUCHES:
            if isinstance(watched, QWindow):  # once, before any widget hears of it
                self.pointer.heard(event)
            return self._stops_pointer(kind, event)
        return self._stops_window(kind, watched)

    def _stops_key(self, event: QKeyEvent) -> bool:
        if event.type() == _T.KeyPress and event.key() not in _QUIET:
            self.touched.emit()
        if is_allowed_key(event.key(), event.modifiers(), event.text()):
            return False
        event.accept()
        return True

    def _stops_pointer(self, kind: QEvent.Type, event: QEvent) -> bool:
        """Only the finger: the other buttons paste, scroll sideways and open menus."""
        if kind != _T.MouseMove or self._has_moved(event):
            self.touched.emit()
        if isinstance(event, QWheelEvent):
            return bool(event.modifiers() & ~_HARMLESS)
        if isinstance(event, QMouseEvent) and kind in _PRESSES:
            return event.button() != Qt.MouseButton.LeftButton
        return False

    def _has_moved(self, event: QEvent) -> bool:
        """A mouse on a bad surface would keep the answers of somebody who left for ever."""
        assert isinstance(event, QSinglePointEvent)
        at = event.globalPosition().toPoint()
        if (at - self._last).manhattanLength() < _TREMBLE:
            return False
        self._last = at
        return True

    def _stops_window(self, kind: QEvent.Type, watched: QObject) -> bool:
        if kind == _T.Close:
            return self._is_ours(watched)
        if isinstance(watched, QWidget):
            if kind == _T.Show and watched.isWindow():
                self._refuse(watched)
            elif kind in {_T.Polish, _T.FocusIn}:
                self._close_doors(watched)
        return False

    def _is_ours(self, watched: QObject) -> bool:
        if isinstance(watched, QWindow):
            return any(window.windowHandle() is watched for window in self._windows)
        return watched in self._windows

    def _refuse(self, window: QWidget) -> None:
        """Lists that drop down are popups; dialogs of ours are children of our windows, Qt's own have no place here."""
        if window in self._windows or window.windowType() in {Qt.WindowType.Popup, Qt.WindowType.ToolTip}:
            return
        if type(window).__module__.startswith("talentdesk."):
            return
        self.intruded.emit(type(window).__name__)
        # Being shown is under way: hidden now it would be shown all the same. A dialog's own loop ends with it.
        window.setWindowOpacity(0)
        QTimer.singleShot(0, window, window.hide)

    @staticmethod
    def _close_doors(widget: QWidget) -> None:
        """What text fields offer by themselves: menus, dragging, dropping, undoing, learning input methods."""
        if widget.acceptDrops():
            widget.setAcceptDrops(False)
        if isinstance(widget, QLineEdit):
            widget.setDragEnabled(False)
        elif isinstance(widget, QPlainTextEdit | QTextEdit):
            widget.setUndoRedoEnabled(False)
        else:
            return
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        hints = widget.inputMethodHints()
        if hints & _SENSITIVE != _SENSITIVE:
            widget.setInputMethodHints(hints | _SENSITIVE)
