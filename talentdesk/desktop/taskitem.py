"""One section in the task list: how far it is, in icon, words and count."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.chips import NOT_STARTED, Mark, ink
from talentdesk.desktop.ring import shows_ring
from talentdesk.desktop.words import Block, Span

_RIGHT, _TOP, _GAP = 16, 9, 8


def _left() -> int:
    """Where the words begin, beside their icon."""
    return 26 + theme.current().icon_side(18, 36)


class TaskItem(QAbstractButton):
    """A section: title, second language, state and count. Checked is the one on the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = NOT_STARTED
        self._words: tuple[tuple[Span, ...], ...] = ()
        self._count = ""
        self._block = Block((), theme.current())
        self._state = Block((), theme.current())
        self._tally = Block((), theme.current())
        self._ringed = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_task(
        self, mark: Mark, title: str, state: str, count: str, language: str, second: str = "", second_language: str = ""
    ) -> None:
        """Show a section's title in both languages, its state in words, and `count` such as “4 / 6”."""
        self._mark, self._count = mark, count
        colour = ink(mark.tone) if mark.tone in ("attention", "error") else "muted"
        words = [(Span(title, "button", language),)]
        if second:
            words.append((Span(second, "message_second", second_language, "muted"),))
        words.append((Span(state, "message_second", language, colour),))
        self._words = tuple(words)
        self.setText(", ".join(part for part in (title, second, state, count) if part).replace("&", "&&"))
        self._set()

    def heightForWidth(self, width: int) -> int:
        """Title and second language wrap; nothing is cut, and the count never lies over the state."""
        below = 0 if self._fits_beside(width) else theme.current().style("message_second").line
        return self._block.height(max(1, width - _left() - _RIGHT)) + below + 2 * _TOP

    def _fits_beside(self, width: int) -> bool:
        """Whether the count has room at the end of the state's line."""
        room = width - _left() - _RIGHT
        return not self._count or self._state.width + _GAP + self._tally.width <= room

    def sizeHint(self) -> QSize:
        """As wide as the task list."""
        width = theme.theme(theme.current().look, theme.Size.COUNTER).measure("task_list")
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow lists wrap."""
        return QSize(120, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint band, icon, words, count and ring."""
        painter = QPainter(self)
        worn = theme.current()
        self._paint_band(painter)
        side = worn.icon_side(18, 36)
        place = QRect(16, _TOP + 1 + (worn.style("button").line - 20) // 2 - (side - 18) // 2, side, side)
        icons.paint(painter, self._mark.icon, place, worn.colour(ink(self._mark.tone)))
        self._block.paint(painter, _left(), _TOP, self.width() - _left() - _RIGHT)
        line = worn.style("message_second").line
        self._tally.paint(painter, self.width() - _RIGHT - self._tally.width, self.height() - _TOP - line, 1 << 20)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring when the focus came by keyboard."""
        self._ringed = shows_ring(event)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring without focus."""
        self._ringed = False
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Set the type anew when the theme changes."""
        if event.type() == QEvent.Type.StyleChange:
            self._set()
        super().changeEvent(event)

    def _set(self) -> None:
        worn = theme.current()
        self._block = Block(self._words, worn)
        self._state = Block(self._words[-1:], worn)
        self._tally = Block(((Span(self._count, "message_second", "en", "muted"),),), worn)
        self.updateGeometry()
        self.update()

    def _paint_band(self, painter: QPainter) -> None:
        worn = theme.current()
        if self.isChecked():
            painter.fillRect(self.rect(), worn.colour("accent_soft"))
            painter.fillRect(0, 0, 3, self.height(), worn.colour("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), worn.colour("sunken"))
        if self._ringed:
            shapes.box(painter, self.rect().adjusted(2, 2, -2, -2), 4, None, worn.colour("focus"), worn.ring)
