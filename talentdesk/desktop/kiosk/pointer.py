"""The arrow of a mouse on a public machine: a finger has none. It is hidden until a mouse travels."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

_TRAVELS = 3
"""Moves in a row without a button. A finger that speaks like a mouse jumps to where it presses."""


class Pointer:
    """Told of every touch and of everything a mouse does; shows the arrow or hides it."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._moves = 0
        self._hidden = False
        self.hide()

    @property
    def is_hidden(self) -> bool:
        """Whether there is no arrow on the screen."""
        return self._hidden

    def heard(self, event: QEvent) -> None:
        """What came to the window from the system."""
        if event.type() == QEvent.Type.TouchBegin:
            self._moves = 0
            self.hide()
        elif isinstance(event, QMouseEvent):
            self._heard_mouse(event)

    def _heard_mouse(self, event: QMouseEvent) -> None:
        if event.type() == QEvent.Type.MouseMove and not event.buttons():
            self._moves += 1
            if self._moves >= _TRAVELS:
                self.show()
        elif event.type() == QEvent.Type.MouseButtonPress:
            if self._moves < _TRAVELS:
                self.hide()
            self._moves = 0

    def hide(self) -> None:
        """No arrow."""
        if not self._hidden:
            self._hidden = True
            self._app.setOverrideCursor(Qt.CursorShape.BlankCursor)

    def show(self) -> None:
        """The arrow, as each widget has it."""
        if self._hidden:
            self._hidden = False
            self._app.restoreOverrideCursor()
