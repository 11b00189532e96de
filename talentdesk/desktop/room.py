"""Where the screens stand: as large as the window; with large letters as large as they must be, to be scrolled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedWidget, QWidget

from talentdesk.desktop import theme

_LEAST = 240
_AIR = 24
"""Pixels around what has the focus that come into sight with it."""


class Screens(QStackedWidget):
    """All screens that are made. Only the one in front says how much room is needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _at: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """What the screen in front cannot do without."""
        front = self.currentWidget()
        return front.minimumSizeHint().expandedTo(front.minimumSize()) if front is not None else QSize()

    def sizeHint(self) -> QSize:
        """What the screen in front would like."""
        front = self.currentWidget()
        return front.sizeHint() if front is not None else QSize()


class Room(QScrollArea):
    """Large letters in a small window: nothing is cut, what has no room is scrolled to, and the focus is in sight."""

    def __init__(self, screens: Screens, parent: QWidget | None = None) -> None:
        self._scrolls, self._screens = False, screens
        super().__init__(parent)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._settle)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(screens)
        screens.setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.restyle()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def minimumSizeHint(self) -> QSize:
        """What the screen in front cannot do without; with large letters whatever is left."""
        return QSize(_LEAST, _LEAST) if self._scrolls else self._screens.minimumSizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A screen needs more room, or less."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self._screens:
            self._soon.start() if self._scrolls else self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or less."""
        super().resizeEvent(event)
        self._soon.start()

    def _settle(self) -> None:
        """A bar below where a screen is wider than the window; asked when all is laid out, for the answer turns it."""
        wide = self._scrolls and self._screens.minimumSizeHint().width() > self.viewport().width()
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if wide else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if policy != self.horizontalScrollBarPolicy():
            self.setHorizontalScrollBarPolicy(policy)

    def changeEvent(self, event: QEvent) -> None:
        """Follows the size of the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.restyle()

    def restyle(self) -> None:
        """With large letters the bar at the side is always there: one that comes and goes would turn every screen."""
        worn = theme.current()
        self._scrolls = worn.zoom > 100 and not worn.kiosk
        on, off = Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(on if self._scrolls else off)
        self._soon.start()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """What the screens would like."""
        return self._screens.sizeHint()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        bars = self.verticalScrollBar(), self.horizontalScrollBar()
        if now is not None and any(bar.maximum() for bar in bars) and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, _AIR, _AIR)
