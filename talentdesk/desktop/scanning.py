"""The scanner that types like a keyboard: told apart from a person by its speed, wherever the focus is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

FEWEST_KEYS = 8
"""A burst shorter than this is a person's."""
LONGEST_GAP_MS = 35
"""Between two keys of a scanner. A fast typist's keys lie 60 ms and more apart."""
SILENCE_MS = 80
"""After its Enter a scan is over, unless the next line follows within this time."""
STALL_MS = 250
"""A scan that has begun may falter this long: a busy machine delivers keys late. It also ends one without Enter."""

ZONE_LINES = frozenset({30, 36, 44, 72, 88, 90})
"""Characters of a machine-readable zone's line, or of all its lines in one (ICAO 9303)."""

SOONEST_REPEAT_MS = 12
"""A key held down repeats no sooner. Qt also calls it a repeat when a scanner sends one digit twice at once."""

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class Wedge(QObject):
    """Watches the keys of one window; what comes as fast as only a machine types is taken out and told as `scanned`.

    The first key goes to the field at once: typing is never slowed. From the second one on, a key that follows
    faster than a person types is held back until it is clear whose it is: at eight keys the burst is a scan, the
    first key is taken back out of its field and the rest never arrive; a shorter burst is handed on as typed.
    Outside text fields the first key is held too, so that no scan starts an action. Keys are told apart by the
    time the system gave them, so a busy program does not split a scan; a key held down is never one.
    """

    scanned = Signal(str)
    """A whole scan; several lines are joined by line feeds."""

    def __init__(self, page: QWidget, parent: QObject | None = None) -> None:
        """`page` is a window on the screen, or anything in one."""
        super().__init__(parent)
        self._page = page.window()
        self._typed = ""
        self._first = self._last = 0
        self._begun: _Begun | None = None
        self._held: list[QKeyEvent] = []
        self._place: _Place | None = None
        self._releasing = False
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(self._fell_silent)
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self._finish)
        self._page.installEventFilter(self)
        self._watch()

    def _watch(self) -> None:
        handle = self._page.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Holds back, counts, hands on."""
        kind = event.type()
        if watched is self._page:
            # The system's window may be made anew at any time; the old one is gone then.
            if kind in (QEvent.Type.WinIdChange, QEvent.Type.Show):
                self._watch()
            return False
        if self._releasing:
            return False
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._may_be_shortcut(event)
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            return self._released(event)
        if kind == QEvent.Type.FocusOut:
            self._finish()
        return False

    def _may_be_shortcut(self, event: QKeyEvent) -> bool:
        if (_prints(event) and self._is_held(event)) or self._is_noise(event):
            event.accept()
            return True
        if self._is_scan and _ends(event) and self._follows(event):
            event.accept()
            return True
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.isAutoRepeat() and not self._follows(event, SOONEST_REPEAT_MS):
            self._finish()
            return False
        if _prints(event):
            return self._printed(event)
        if self._is_noise(event):
            self._wait(event, self._patience())
            return True
        if (
            not event.text()
            and not event.modifiers() & _COMMANDS
            and event.key() in (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock)
        ):
            return False
        if self._is_scan and _ends(event) and self._follows(event):
            self._typed += "\n"
            self._wait(event, self._patience())
            return True
        self._finish()
        return False

    def _printed(self, event: QKeyEvent) -> bool:
        held = self._is_held(event)
        if not self._follows(event):
            self._finish()
            self._first = event.timestamp()
            self._place = _Place.of(QApplication.focusWidget())
        self._typed += event.text()
        self._wait(event, self._patience())
        if held:
            self._held.append(event.clone())
        return held

    def _released(self, event: QKeyEvent) -> bool:
        if event.isAutoRepeat() or not any(press.key() == event.key() for press in self._held):
            return False
        self._held.append(event.clone())
        return True

    def _is_noise(self, event: QKeyEvent) -> bool:
        """A control character, or a chord that would be a command, in the middle of a scan or right behind it: nobody
        presses Ctrl+P a hundredth of a second after the scanner's last key."""
        return self._is_scan and not _ends(event) and _controls(event) and self._follows(event, LONGEST_GAP_MS)

    @property
    def _is_scan(self) -> bool:
        return len(self._typed) >= FEWEST_KEYS

    def _follows(self, event: QKeyEvent, within: int | None = None) -> bool:
        patience = self._patience() if within is None else within
        return bool(self._typed) and event.timestamp() - self._last <= patience

    def _patience(self) -> int:
        """Milliseconds until the next key, if it belongs to what has been typed."""
        if self._typed.endswith("\n"):
            return SILENCE_MS
        return STALL_MS if self._is_scan else LONGEST_GAP_MS

    def _is_held(self, event: QKeyEvent) -> bool:
        # A space bar presses buttons, on release too: alone it is always a person's.
        return self._follows(event) or (not _takes_text(QApplication.focusWidget()) and event.key() != Qt.Key.Key_Space)

    def _wait(self, event: QKeyEvent, milliseconds: int) -> None:
        self._last = event.timestamp()
        self._settle.stop()
        self._quiet.start(milliseconds)

    def _fell_silent(self) -> None:
        # If this program was busy, keys may be waiting that came in time: they are heard first.
        self._settle.start()

    def _finish(self) -> None:
        self._quiet.stop()
        self._settle.stop()
        text, held, place = self._typed, self._held, self._place
        self._typed, self._held, self._place = "", [], None
        if not text and not held:
            return  # what has begun waits for the next key
        begun, self._begun = self._begun, None
        if begun is not None and self._first - begun.last > STALL_MS:
            begun = None
        if len(text) >= FEWEST_KEYS:
            if begun is not None and (begun.fast or _lacks(text, begun.text)):
                text, place = begun.text + text, begun.place
            if place is not None:
                place.restore()
            self.scanned.emit(text.rstrip("\n"))
        else:
            if begun is not None and len(begun.text + text) < FEWEST_KEYS:
                self._begun = _Begun(begun.text + text, begun.place, self._last, fast=False)
            elif text:
                self._begun = _Begun(text, place, self._last, fast=len(text) > 1)
            self._hand_on(held)

    def _hand_on(self, held: list[QKeyEvent]) -> None:
        handle = self._page.windowHandle()
        if handle is None:
            return
        self._releasing = True
        try:
            for event in held:
                QCoreApplication.sendEvent(handle, event)
        finally:
            self._releasing = False


@dataclass(frozen=True, slots=True)
class _Begun:
    """Keys that were too few for a scan. If one follows at once, it had faltered in them: in keys as fast as a
    scanner's, or where they are just what its first line lacks."""

    text: str
    place: _Place | None
    last: int
    fast: bool


def _lacks(text: str, begun: str) -> bool:
    """Whether the first line becomes a line of a zone with what came before, and is none without it."""
    line = text.split("\n", 1)[0]
    return "<" in line and len(line) not in ZONE_LINES and len(begun) + len(line) in ZONE_LINES


class _Place:
    """A text field as it was before the first key of a burst, and how to make it so again."""

    def __init__(self, field: QLineEdit | QPlainTextEdit | QTextEdit) -> None:
        self._field = field
        if isinstance(field, QLineEdit):
            self._text = field.text()
            self._cursor = field.cursorPosition()
            self._selection = (field.selectionStart(), field.selectedText())
        else:
            cursor = field.textCursor()
            self._text = field.toPlainText()
            self._cursor = cursor.position()
            self._selection = (cursor.anchor(), "")

    @classmethod
    def of(cls, widget: QWidget | None) -> _Place | None:
        """The place where the next key would go, if it is a field."""
        return (
            cls(widget) if _takes_text(widget) and isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) else None
        )

    def restore(self) -> None:
        """Takes the one key that arrived back out. The field's own undo history stays."""
        if isinstance(self._field, QLineEdit):
            self._restore_line(self._field)
        elif self._field.toPlainText() != self._text:
            self._restore_document(self._field)
        if not self._field.hasFocus():
            self._field.setFocus()

    def _restore_line(self, line: QLineEdit) -> None:
        start, selected = self._selection
        if line.text() != self._text:
            line.backspace()
            if selected:
                line.insert(selected)
        if line.text() != self._text:
            # The field formats while typing: put its content back and say so, as typing does.
            line.setText(self._text)
            line.textEdited.emit(self._text)
        if selected:
            backwards = self._cursor == start
            line.setSelection(start + len(selected), -len(selected)) if backwards else line.setSelection(
                start, len(selected)
            )
        else:
            line.setCursorPosition(self._cursor)

    def _restore_document(self, field: QPlainTextEdit | QTextEdit) -> None:
        cursor = field.textCursor()
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(self._text)
        cursor.endEditBlock()
        cursor.setPosition(self._selection[0])
        cursor.setPosition(self._cursor, QTextCursor.MoveMode.KeepAnchor)
        field.setTextCursor(cursor)


def _prints(event: QKeyEvent) -> bool:
    return bool(event.text()) and event.text().isprintable() and not event.modifiers() & _COMMANDS


def _controls(event: QKeyEvent) -> bool:
    """Whether it writes nothing and is no plain key for walking, such as Home."""
    chord = bool(event.modifiers() & _COMMANDS) and event.key() not in (Qt.Key.Key_Control, Qt.Key.Key_Alt)
    return chord or bool(event.text() and not event.text().isprintable())


def _ends(event: QKeyEvent) -> bool:
    """Enter or Tab, or the line feed some scanners send for them."""
    return event.key() in _ENDS or event.text() == "\n"


def _takes_text(widget: QWidget | None) -> bool:
    return isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) and not widget.isReadOnly()
