"""What can be done about a gap or an overlap: tell what happened, or correct one of two rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from talentdesk.desktop import chips, theme
from talentdesk.desktop.bilingual import Both, both_say
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.chips import Mark
from talentdesk.desktop.controls import Message
from talentdesk.desktop.desk import Desk
from talentdesk.i18n import N_


class Way(NamedTuple):
    """One thing to do: its words in both languages, and the act."""

    icon: str
    said: Callable[[], Both]
    act: Callable[[], None]


class GapBand(QWidget):
    """A sentence and the ways out of it."""

    closed = Signal()

    def __init__(
        self, desk: Desk, mark: Mark, said: Callable[[], Both], ways: Sequence[Way], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._mark, self._said, self._ways = desk, mark, said, ways
        self.message = Message(self)
        self.buttons = [Button(parent=self, icon=way.icon) for way in ways]
        self.close_button = Button(parent=self, icon="cross")
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.message)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for button, way in zip(self.buttons, ways, strict=True):
            self._row.addWidget(button)
            button.clicked.connect(way.act)
        self._row.addWidget(self.close_button)
        self._row.addStretch(1)
        self._column.addLayout(self._row)
        self.close_button.clicked.connect(self.closed)
        self.restyle()
        self.retranslate()

    def place_caret(self) -> None:
        """To the first way out."""
        (self.buttons[0] if self.buttons else self.close_button).setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Puts the words anew."""
        self.message.show_message(self._mark, *self._said())
        self.setAccessibleName(self._said().text)
        for button, way in zip(self.buttons, self._ways, strict=True):
            said = way.said()
            button.show_words(
                said.text, said.language, said.second if self._desk.is_kiosk else "", said.second_language
            )
        said = both_say(self._desk, N_("Close"))
        self.close_button.show_words(said.text, said.language)

    def restyle(self) -> None:
        """Takes its sizes from the theme; on a touch screen the ways stand below each other."""
        worn = theme.current()
        side = worn.pick(16, 32)
        self._column.setContentsMargins(side, worn.pick(10, 24), side, worn.pick(12, 28))
        self._column.setSpacing(worn.pick(8, 20))
        self._row.setSpacing(worn.pick(8, 24))
        narrow = worn.kiosk or self._wanted() > max(self.width(), 400)
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if narrow else along)

    def _wanted(self) -> int:
        return sum(button.sizeHint().width() + 8 for button in (*self.buttons, self.close_button)) + 32

    def resizeEvent(self, event: object) -> None:
        """Buttons stand below each other where they have no room."""
        self.restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A band like that of a row."""
        worn = theme.current()
        painter = QPainter(self)
        tone = "attention" if self._mark is chips.NOTICE else "accent"
        painter.fillRect(self.rect(), worn.colour(f"{tone}_soft"))
        painter.fillRect(0, 0, worn.pick(3, 6), self.height(), worn.colour(f"{tone}_line"))
        painter.end()
