"""The window as the system sees it: there at once with its ground and a search field, filled a moment later.

Only what is cheap may be named and called here. Even Qt's own `Qt` namespace costs a fifth of a bare window's start,
and a call that might take one of its constants (`setPen`, `setBrush`, `fillRect`) makes all of it; so this module and
`theme` do without. Everything else is imported once this picture stands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QFont, QPainter, QPainterPath, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMainWindow, QWidget

if TYPE_CHECKING:
    from talentdesk.desktop.theme import Theme

TITLE = "talentdesk"
"""Neutral on purpose: window titles are seen in task bars, screen sharing and logs."""


_TITLE_BAR = 40


class Content(Protocol):
    """What the frame asks of what fills it."""

    def may_close(self) -> bool:
        """Whether everything is saved, or the person wants to close anyway."""


class Frame(QMainWindow):
    """Paints itself before anything else is imported, and takes what is typed meanwhile along."""

    def __init__(self, worn: Theme, on_painted: Callable[[], None]) -> None:
        """`on_painted` is called once, when the first picture is on the screen."""
        super().__init__()
        self._on_painted: Callable[[], None] | None = on_painted
        self._content: Content | None = None
        self.setWindowTitle(TITLE)
        self.dawn = Dawn(worn, self)
        self.setCentralWidget(self.dawn)
        room = self.screen().availableSize()
        # The system's own frame needs room too, or the status bar lies below the screen's edge.
        width, height = worn.pick(1280, 1080), worn.pick(800, 1920)
        self.resize(min(width, room.width()), min(height, room.height() - _TITLE_BAR))

    def fill(self, content: QWidget, closing: Content, search: QLineEdit) -> None:
        """Puts the whole window in place of the first picture; what was typed into its search goes on in `search`."""
        line = self.dawn.line
        search.setText(line.text())
        search.setCursorPosition(line.cursorPosition())
        self._content = closing
        self.setCentralWidget(content)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tells once that it has been painted, when the picture has gone out."""
        super().paintEvent(event)
        if self._on_painted is not None:
            QTimer.singleShot(0, self._on_painted)
            self._on_painted = None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closes only when nothing typed would be lost."""
        event.setAccepted(self._content is None or self._content.may_close())


class Dawn(QWidget):
    """Header, search field and cards as they will stand, without words."""

    def __init__(self, worn: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._worn = worn
        self.setPalette(_inked(worn))
        self.line = QLineEdit(self)
        self.line.setFrame(False)
        self.line.setPalette(worn.palette())
        self.line.setFont(_latin(worn, "input"))
        self.line.setMaxLength(200)
        self.line.setFocus()

    def _search_box(self) -> tuple[int, int, int, int]:
        worn = self._worn
        margin = worn.pick(24, 56)
        room = self.width() - 2 * margin
        return margin, worn.pick(68, 612), worn.pick(max(240, room - 478), room), worn.pick(48, 112)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The field lies in its box."""
        left, top, width, height = self._search_box()
        indent = self._worn.pick(42, 88)
        self.line.setGeometry(left + indent, top + 4, width - indent - 100, height - 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, header and search box in the colours of the look."""
        worn, colours = self._worn, self.palette()
        header = worn.measure("header")
        painter = QPainter(self)
        for ground, top, height in (
            (colours.window(), 0, self.height()),
            (colours.base(), 0, header),
            (colours.mid(), header - 1, 1),
        ):
            painter.setBackground(ground)
            painter.eraseRect(0, top, self.width(), height)
        self._paint_brand(painter, header)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, top, width, height = self._search_box()
        box = QPainterPath()
        box.addRoundedRect(left + 1, top + 1, width - 2, height - 2, worn.field_radius, worn.field_radius)
        painter.fillPath(box, colours.base())
        ring = QPen()
        ring.setColor(worn.colour("focus"))
        ring.setWidth(worn.field_ring)
        painter.strokePath(box, ring)

    def _paint_brand(self, painter: QPainter, header: int) -> None:
        """In the pen a painter begins with."""
        worn = self._worn
        painter.setFont(_latin(worn, "section_title"))
        baseline = header // 2 + round(worn.style("section_title").pixels * 0.365)
        painter.drawText(worn.pick(48, 94), baseline, TITLE)


def _latin(worn: Theme, style: str) -> QFont:
    return worn.font(style, "en")


def _inked(worn: Theme) -> QPalette:
    """The look's colours, written in the accent."""
    palette = worn.palette()
    palette.setColor(QPalette.ColorRole.WindowText, worn.colour("accent"))
    return palette
