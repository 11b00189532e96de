"""A colleague in the list of who signs in here: the name with the role, and the acts beside or below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.flow import FlowLayout
from talentdesk.desktop.words import Words


class StaffRow(QWidget):
    """The acts stand at the right; where the name leaves no room for all of them they go below it."""

    def __init__(self, words: Words, buttons: Sequence[Button], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = tuple(buttons)
        self._gap = theme.current().pick(8, 24)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(self._gap)
        self._row.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
        self._acts = QWidget(self)
        flow = FlowLayout(self._acts, gap=self._gap)
        for button in self._buttons:
            flow.addWidget(button)
        self._row.addWidget(self._acts)
        self._words = words
        self._place(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside or below."""
        super().resizeEvent(event)
        self._place(event.size().width())

    def _place(self, width: int) -> None:
        taken = sum(button.sizeHint().width() + self._gap for button in self._buttons)
        below = theme.current().kiosk or taken + self._words.sizeHint().width() > width
        direction = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if self._row.direction() != direction:
            self._row.setDirection(direction)
        # A flow takes no more than its narrowest button by itself: beside the name it keeps all of them in one line.
        self._acts.setMinimumWidth(0 if below else taken)
