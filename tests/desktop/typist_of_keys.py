"""Keys as the system delivers them, with the times a person or a scanner would give them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow

PERSON_MS = 110
SCANNER_MS = 8

_clock = [1000]


def strike(window: QWindow, text: str, after_ms: int, key: int = 0, **more: bool) -> bool:
    """One key, `after_ms` after the one before, as the window gets it: first offered as a shortcut, then pressed.
    Whether it was kept from being a shortcut."""
    _clock[0] += after_ms
    code = key or (ord(text.upper()) if text.isascii() else 0)
    modifiers = Qt.KeyboardModifier.ControlModifier if more.get("control") else Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, code, modifiers, text, more.get("repeat", False))
        event.setTimestamp(_clock[0])
        event.ignore()
        QCoreApplication.sendEvent(window, event)
        if kind == QEvent.Type.ShortcutOverride:
            kept = event.isAccepted()
    return kept


def type_slowly(window: QWindow, text: str, gap_ms: int = PERSON_MS) -> None:
    """A person."""
    for character in text:
        strike(window, character, gap_ms)


def scan(window: QWindow, text: str, gap_ms: int = SCANNER_MS, *, enter: bool = True) -> None:
    """A keyboard-wedge scanner; a line feed in the text is the Enter between two lines."""
    _clock[0] += 1000
    for line in text.split("\n"):
        for character in line:
            strike(window, character, gap_ms)
        if enter:
            strike(window, "\r", gap_ms, Qt.Key.Key_Return)
