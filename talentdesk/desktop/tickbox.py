"""A box to tick: a paper that has been seen, a paper to print."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.ring import shows_ring

_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class TickBox(QAbstractButton):
    """One tick in the middle of its field; the whole field takes the click. Space ticks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ringed = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """A field that a mouse or a finger hits."""
        worn = theme.current()
        return QSize(worn.pick(62, 112), worn.pick(36, 96))

    def minimumSizeHint(self) -> QSize:
        """Never smaller."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """An empty box, or a tick; a ring around it while it has the focus."""
        worn = theme.current()
        painter = QPainter(self)
        side = worn.icon_side(16, 40)
        place = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        reach = worn.pick(6, 12)
        around = place.adjusted(-reach, -reach, reach, reach)
        if self.underMouse():
            shapes.box(painter, around, worn.field_radius, worn.colour("accent_soft"), None)
        paint_tick(painter, place, ticked=self.isChecked())
        if self._ringed:
            shapes.box(painter, around, worn.field_radius, None, worn.colour("focus"), worn.ring)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows belong to the table the box stands in; Qt would go to any button beside it."""
        if event.key() in _ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring when the focus came by keyboard."""
        self._ringed = shows_ring(event)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring without focus."""
        self._ringed = False
        super().focusOutEvent(event)


def paint_tick(painter: QPainter, place: QRect, *, ticked: bool) -> None:
    """An empty box, or a tick without one: told apart by shape, not by colour."""
    worn = theme.current()
    if ticked:
        icons.paint(painter, "check", place, worn.colour("ok"))
    else:
        shapes.box(painter, place, worn.pick(3, 6), worn.colour("surface"), worn.colour("field_line"), worn.edge)
