"""Fingers move what is larger than its frame: a list or a page follows the finger at touch size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QScrollArea,
    QScroller,
    QScrollerProperties,
    QWidget,
)

from talentdesk.desktop import motion, theme


def scrolled(inside: QWidget, parent: QWidget) -> QScrollArea:
    """Put a widget into an area that scrolls up and down, shows the ground behind it and is no Tab stop."""
    area = QScrollArea(parent)
    FingerScroll(area)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    area.setWidget(inside)
    # The area has just made its content opaque.
    inside.setAutoFillBackground(False)
    return area


class FingerScroll(QObject):
    """Belongs to one scrolling area and follows the size of the window: at counter size the mouse selects as ever."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self.is_on = False
        """Whether a drag moves the content now."""
        area.installEventFilter(self)
        self._follow_size()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Qt scrolls to what Tab reaches inside the area, not to what it reaches from outside."""
        area = self._area
        if not isinstance(area, QScrollArea) or now is None or not area.isAncestorOf(now):
            return
        if now.visibleRegion().isEmpty():
            area.ensureWidgetVisible(now)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks at the size anew when the theme changes."""
        if event.type() == QEvent.Type.StyleChange:
            self._follow_size()
        return False

    def _follow_size(self) -> None:
        wanted = theme.current().kiosk
        if wanted == self.is_on:
            return
        self.is_on = wanted
        place = self._area.viewport()
        if wanted:
            # Most touch screens of public machines speak like a mouse, so the left button is a finger too.
            QScroller.grabGesture(place, QScroller.ScrollerGestureType.LeftMouseButtonGesture)
            _calm(QScroller.scroller(place))
        else:
            QScroller.ungrabGesture(place)


def _calm(scroller: QScroller) -> None:
    """Nothing springs back: the end of a list is its end."""
    worn, metric = scroller.scrollerProperties(), QScrollerProperties.ScrollMetric
    never = QScrollerProperties.OvershootPolicy.OvershootAlwaysOff
    worn.setScrollMetric(metric.VerticalOvershootPolicy, never)
    worn.setScrollMetric(metric.HorizontalOvershootPolicy, never)
    if motion.is_calm():
        # What a finger lets go of stays where it is.
        worn.setScrollMetric(metric.MaximumVelocity, 0.0)
    scroller.setScrollerProperties(worn)
