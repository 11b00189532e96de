"""White cards on the canvas: what belongs together stands on one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.desktop import shapes, theme
from talentdesk.desktop.words import Words, beside


class HeadedCard(QWidget):
    """A rounded surface with a title line and room for content up to its edges below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self.body.setSpacing(0)
        self.head = QHBoxLayout()
        self.heading = Words(self)
        self.body.addLayout(self.head)
        self.head.addWidget(self.heading, 1, Qt.AlignmentFlag.AlignVCenter)
        self.restyle()

    def show_title(self, title: str, language: str, second: str = "", second_language: str = "") -> None:
        """Names the card, for the eye and the screen reader."""
        self.heading.show_words(beside(title, language, second, second_language, "section_title"))
        self.setAccessibleName(title)

    def restyle(self) -> None:
        """Takes its margins from the theme."""
        worn = theme.current()
        self.body.setContentsMargins(1, 1, 1, 1)
        side = worn.pick(16, 32)
        self.head.setContentsMargins(side, worn.pick(10, 24), side, worn.pick(10, 24))
        self.head.setSpacing(worn.pick(8, 16))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface and edge, and a line under the title."""
        worn = theme.current()
        painter = QPainter(self)
        shapes.box(painter, self.rect(), worn.card_radius, worn.colour("surface"), worn.colour("line"))
        painter.fillRect(1, self.head.geometry().bottom(), self.width() - 2, 1, worn.colour("line"))

    def changeEvent(self, event: QEvent) -> None:
        """Follows the look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.restyle()
