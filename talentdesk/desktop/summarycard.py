"""What another screen has in hand, in small, for the start: a card that leads there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.desktop import shapes, theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.chips import Chip
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.words import Words, beside, pair


class SummaryCard(QAbstractButton):
    """The whole card is a button. What it says is asked anew whenever the language changes."""

    def __init__(self, desk: Desk, title: str, parent: QWidget | None = None) -> None:
        """`title` is a message id."""
        super().__init__(parent)
        self.desk = desk
        self._name = title
        self._title, self._words = Words(self), Words(self)
        self.chip = Chip(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        self._head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self._words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        for part in (self._title, self._words, self.chip):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.restyle()

    def reload(self) -> None:
        """Asks the store again."""

    def show_chip(self) -> None:
        """Shows or hides the chip as things stand."""
        self.chip.hide()

    def told(self, language: str) -> str:
        """The sentence under the title."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Puts the words anew."""
        title = both_say(self.desk, self._name)
        self._title.show_words(beside(*title, "section_title"))
        self.show_chip()
        said = both(self.desk, self.told)
        self._words.show_words(*pair(*said, "message"))
        self.setText(f"{title.text}: {self.chip.text()}. {said.text}" if not self.chip.isHidden() else title.text)
        self.setAccessibleDescription(said.text)

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        self._column.setContentsMargins(*(worn.pick(16, 32), worn.pick(12, 24)) * 2)
        self._column.setSpacing(worn.pick(6, 12))
        self._head.setSpacing(worn.pick(8, 16))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card; a ring while it has the focus."""
        worn = theme.current()
        painter = QPainter(self)
        edge = "accent" if self.underMouse() and not worn.kiosk else "line"
        shapes.box(painter, self.rect(), worn.card_radius, worn.colour("surface"), worn.colour(edge))
        if self.hasFocus():
            shapes.box(painter, self.rect(), worn.card_radius, None, worn.colour("focus"), worn.ring)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()
