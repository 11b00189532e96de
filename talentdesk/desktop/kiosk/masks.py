"""Veils over what was typed: who walks past reads no answer, and who reads a question can go on reading."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.optioncards import CardGroup

HOLDS_ANSWERS = "holdsAnswers"
"""Property of a widget that shows answers otherwise than in a text field: it is hidden whole."""
_FOLLOW_MS = 200
_DOTS = "•" * 8


class Masks:
    """All veils of a window, put on and taken off together."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._veils: list[Veil] = []
        self._timer = QTimer(window, interval=_FOLLOW_MS)
        self._timer.timeout.connect(self._follow)

    def put_on(self) -> None:
        """Hide what was typed on the page in front, and what comes to be seen of it."""
        self.lift()
        self._follow()
        self._timer.start()

    def _follow(self) -> None:
        """A page is laid out anew when the keyboard goes, or a picture comes: veils go with what they cover."""
        covered = {id(veil.below) for veil in self._veils if veil.follow()}
        for widget in self._window.findChildren(QWidget):
            if id(widget) not in covered and _is_seen(widget, self._window) and _tells(widget):
                self._veils.append(Veil(widget, self._window))

    def lift(self) -> None:
        """Show it again."""
        self._timer.stop()
        for veil in self._veils:
            veil.lift()
        self._veils.clear()

    def places(self) -> list[QRect]:
        """Where the veils are, in the window."""
        return [veil.geometry() for veil in self._veils]


def _is_seen(widget: QWidget, window: QWidget) -> bool:
    return window.isVisible() and widget.isVisibleTo(window) and not _in_sight(widget, window).isEmpty()


def _in_sight(widget: QWidget, window: QWidget) -> QRect:
    """What of it no frame cuts off, in its own places. Qt's `visibleRegion` leaves out what a veil covers."""
    seen = widget.rect()
    above = widget.parentWidget()
    while above is not None and above is not window.parentWidget():
        corner = widget.mapTo(above, widget.rect().topLeft())
        seen = seen.intersected(above.rect().translated(-corner))
        above = above.parentWidget() if above is not window else None
    return seen


def _tells(widget: QWidget) -> bool:
    """Whether somebody's answer stands in it."""
    if isinstance(widget, QLineEdit):
        return bool(widget.text())
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return bool(widget.toPlainText())
    if isinstance(widget, CardGroup):
        return any(card.isChecked() for card in widget.cards)
    return bool(widget.property(HOLDS_ANSWERS))


class Veil(QWidget):
    """Opaque, above one widget; touching it touches nothing below. A screen reader is not told either."""

    def __init__(self, below: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self.below = below
        self._window = window
        self._echo = below.echoMode() if isinstance(below, QLineEdit) else None
        if isinstance(below, QLineEdit):
            below.setEchoMode(QLineEdit.EchoMode.NoEcho)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show()
        self.follow()

    def follow(self) -> bool:
        """Cover what can be seen of it now; whether it is still there."""
        if not shiboken6.isValid(self.below):
            self.hide()
            return False
        origin = self.below.mapTo(self._window, self.below.rect().topLeft())
        place = _in_sight(self.below, self._window).translated(origin)
        if place != self.geometry():
            self.setGeometry(place)
        self.raise_()
        return True

    def lift(self) -> None:
        """Take it away."""
        if shiboken6.isValid(self.below) and isinstance(self.below, QLineEdit) and self._echo is not None:
            self.below.setEchoMode(self._echo)
        self.hide()
        self.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dots, always as many: a length tells too."""
        painter = QPainter(self)
        worn = theme.current()
        painter.fillRect(self.rect(), worn.colour("surface"))
        shapes.box(painter, self.rect(), worn.field_radius, worn.colour("sunken"), None)
        side = min(worn.pick(18, 32), self.height())
        place = QRect(worn.pick(8, 20), (self.height() - side) // 2, side, side)
        icons.paint(painter, "hide", place, worn.colour("muted"))
        painter.setPen(worn.colour("muted"))
        painter.setFont(worn.font("body", "en"))
        rest = self.rect().adjusted(place.right() + worn.pick(8, 14), 0, 0, 0)
        painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), _DOTS)
        painter.end()
