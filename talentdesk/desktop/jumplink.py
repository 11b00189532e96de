"""A link to a question: its words wrap, a finger finds it, and it says where it leads."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.ring import shows_ring
from talentdesk.desktop.words import Block, Span

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class JumpLink(QAbstractButton):
    """Words in both languages in the link's colour, and an arrow. Enter and Space follow it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, str, str, str] = ("", "en", "", "en")
        self._ringed = False
        self._block = Block((), theme.current())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_words(self, text: str, language: str, second: str = "", second_language: str = "") -> None:
        """Names the question."""
        self._words = (text, language, second, second_language or language)
        self.setText(text.replace("&", "&&"))
        self._set()

    def _set(self) -> None:
        text, language, second, second_language = self._words
        spans = [Span(text, "button_small", language, "accent")]
        if second:
            spans.append(Span(f"\u2002{second}", "message_second", second_language, "muted"))
        self._block = Block((spans,), theme.current())
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Words wrap rather than being cut."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The words and air."""
        worn = theme.current()
        return max(worn.pick(28, 96), self._block.height(self._room(width)) + worn.pick(8, 32))

    def sizeHint(self) -> QSize:
        """All on one line."""
        worn = theme.current()
        width = self._block.width + self._indent() + worn.pick(8, 16)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Wraps where it must."""
        return QSize(min(self.sizeHint().width(), theme.current().pick(120, 300)), 0)

    def _indent(self) -> int:
        return theme.current().icon_side(16, 32) + theme.current().pick(8, 12)

    def _room(self, width: int) -> int:
        return max(60, width - self._indent() - theme.current().pick(6, 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Arrow, words, and the ring."""
        worn = theme.current()
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            shapes.box(painter, self.rect(), worn.field_radius, worn.colour("accent_soft"), None)
        room = self._room(self.width())
        top = (self.height() - self._block.height(room)) // 2
        side, line = worn.icon_side(16, 32), worn.style("button_small").line
        place = QRect(worn.pick(2, 4), top + (line - side) // 2, side, side)
        icons.paint(painter, "arrow", place, worn.colour("accent"))
        self._block.paint(painter, self._indent(), top, room)
        if self._ringed:
            ring = self.rect().adjusted(1, 1, -1, -1)
            shapes.box(painter, ring, worn.field_radius, None, worn.colour("focus"), worn.ring)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter follows it, as Space does."""
        if event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring where the focus came by keyboard."""
        self._ringed = shows_ring(event)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring without focus."""
        self._ringed = False
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Sets the type anew when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._set()
