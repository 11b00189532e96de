"""The ring around the button that has the focus, with a little air between."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.theme import Theme


class FocusRing(QWidget):
    """Painted over the nearest ancestor that has room, so that no layout has to keep space for it."""

    def __init__(self, around: QWidget, worn: Theme, radius: int) -> None:
        self._around = around
        self._worn = worn
        self._radius = radius
        self._host = self._room()
        super().__init__(self._host)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for widget in self._chain():
            widget.installEventFilter(self)
        self.follow()
        self.show()

    @property
    def reach(self) -> int:
        """Pixels from the button's edge to the ring's outer edge."""
        return self._worn.ring + self._worn.ring_gap

    def follow(self) -> None:
        """Stand where the button stands now."""
        corner = self._around.mapTo(self._host, self._around.rect().topLeft())
        reach = self.reach
        self.setGeometry(QRect(corner, self._around.size()).adjusted(-reach, -reach, reach, reach))
        self.raise_()

    def remove(self) -> None:
        """Take the ring away."""
        for widget in self._chain():
            widget.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the button when it, or what it stands in, moves."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self.follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring and nothing inside it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._worn.ring
        painter.setPen(QPen(self._worn.colour("focus"), width))
        radius = self._radius + self._worn.ring_gap + width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(*_inset(width / 2)), radius, radius)
        painter.end()

    def _room(self) -> QWidget:
        """The nearest ancestor inside which the whole ring fits, or the last before the window's edge."""
        parent = self._around.parentWidget() or self._around
        while not self._fits(parent) and (above := parent.parentWidget()) and not parent.isWindow():
            parent = above
        return parent

    def _fits(self, parent: QWidget) -> bool:
        reach = self.reach
        corner = self._around.mapTo(parent, self._around.rect().topLeft())
        return parent.rect().contains(QRect(corner, self._around.size()).adjusted(-reach, -reach, reach, reach))

    def _chain(self) -> list[QWidget]:
        chain: list[QWidget] = []
        widget: QWidget | None = self._around
        while widget is not self._host and widget is not None:
            chain.append(widget)
            widget = widget.parentWidget()
        return chain


class Ringed(QObject):
    """Puts a ring around a part that paints none itself, such as a list, while the keyboard has led to it."""

    def __init__(self, focused: QWidget, around: QWidget | None = None) -> None:
        """`around` is what the ring stands around, where that is more than what has the focus."""
        super().__init__(focused)
        self._around = around or focused
        self._ring: FocusRing | None = None
        focused.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Comes with the focus, goes with it."""
        kind = event.type()
        if kind == QEvent.Type.FocusIn and isinstance(event, QFocusEvent) and shows_ring(event):
            self._drop()
            worn = theme.current()
            self._ring = FocusRing(self._around, worn, worn.card_radius)
        elif kind in (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.StyleChange):
            self._drop()
        return False

    def _drop(self) -> None:
        if self._ring is not None and shiboken6.isValid(self._ring):
            self._ring.remove()
        self._ring = None


def shows_ring(event: QFocusEvent) -> bool:
    """Whether the focus came by keyboard or program; a mouse click needs no ring."""
    return event.reason() != Qt.FocusReason.MouseFocusReason


def _inset(by: float) -> tuple[float, float, float, float]:
    return (by, by, -by, -by)
