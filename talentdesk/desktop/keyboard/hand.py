"""The hand that types into a field: real key and input method events, so that undo, validators and checks see them."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from talentdesk.desktop.keyboard.wishes import TextField, takes_text

_NONE = Qt.KeyboardModifier.NoModifier


class Hand:
    """Types into one field. It knows the field, never what stands in it."""

    def __init__(self, field: TextField) -> None:
        self.field = field

    @property
    def is_free(self) -> bool:
        """Whether the field is still there and takes text."""
        return shiboken6.isValid(self.field) and takes_text(self.field)

    def write(self, text: str) -> None:
        """Put `text` at the caret: what a plain keyboard has as its keys, all else as an input method does."""
        if text.isascii():
            for character in text:
                self.press(_key_of(character), character)
        else:
            self._commit(text)

    def replace(self, text: str) -> None:
        """Put `text` in the place of the one character before the caret, in one step of undo."""
        self._commit(text, -1, 1)

    def overwrite(self, text: str) -> None:
        """Put `text` in the place of all that stands there."""
        self.field.selectAll()
        self._commit(text)

    def press(self, key: Qt.Key, text: str = "") -> None:
        """Press a key and let it go."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            if shiboken6.isValid(self.field):
                QCoreApplication.sendEvent(self.field, QKeyEvent(kind, key, _NONE, text))

    def before(self) -> str:
        """The text before the caret."""
        if isinstance(self.field, QLineEdit):
            # The caret is counted in UTF-16 units.
            units = self.field.text().encode("utf-16-le")[: 2 * self.field.cursorPosition()]
            return units.decode("utf-16-le", "replace")
        cursor = self.field.textCursor()
        return cursor.block().text()[: cursor.positionInBlock()]

    def whole(self) -> str:
        """All the text of a one-line field."""
        return self.field.text() if isinstance(self.field, QLineEdit) else ""

    def stands_in(self, window: QWidget) -> bool:
        """Whether the field is part of `window`."""
        return shiboken6.isValid(self.field) and self.field.window() is window

    def _commit(self, text: str, start: int = 0, length: int = 0) -> None:
        event = QInputMethodEvent("", [])
        event.setCommitString(text, start, length)
        QCoreApplication.sendEvent(self.field, event)


def _key_of(character: str) -> Qt.Key:
    upper = character.upper()
    return Qt.Key(ord(upper)) if " " <= upper <= "~" else Qt.Key.Key_unknown
