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

    def heightForWidth(self, width: int) -> int:
        """What the screen in front cannot do without; a stack would ask for the tallest of all that were ever seen."""
        front = self.currentWidget()
        layout = front.layout() if front is not None else None
        least = self.minimumSizeHint().height()
        if layout is None or not layout.hasHeightForWidth():
            return least
        return max(least, layout.totalMinimumHeightForWidth(width))


class Room(QScrollArea):
    """Large letters in a small window: nothing is cut, what has no room is scrolled to, and the focus is in sight."""

    def __init__(self, screens: Screens, parent: QWidget | None = None) -> None:
        self._scrolls = self._fresh = False
        self._screens = screens
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
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))
        bar.setEnabled(False)
        self.restyle()
        screens.currentChanged.connect(lambda _at: self._start_over())
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
        self._start_over()

    def _start_over(self) -> None:
        """Another window or another screen: it is measured anew."""
        self._fresh = True
        self._soon.start()

    def _settle(self) -> None:
        """Gives the screen its size once all is laid out, with a bar below where it is wider than the window.

        A screen that is resized asks for another size, which Qt would give it at once, inside the first: some never
        come to an end. Here it only grows until the window or the screen is another one.
        """
        if not self._scrolls:
            return
        least = self._screens.minimumSizeHint()
        wide = least.width() > self.viewport().width()
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if wide else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if bar != self.horizontalScrollBarPolicy():
            self.setHorizontalScrollBarPolicy(bar)
        wanted = least.expandedTo(self.viewport().size())
        layout = front.layout() if (front := self._screens.currentWidget()) is not None else None
        if layout is not None and layout.hasHeightForWidth():
            wanted.setHeight(max(wanted.height(), layout.totalMinimumHeightForWidth(wanted.width())))
        if not self._fresh:
            wanted = wanted.expandedTo(self._screens.size())
        self._fresh = False
        if wanted != self._screens.size():
            self._screens.resize(wanted)

    def changeEvent(self, event: QEvent) -> None:
        """Follows the size of the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.restyle()

    def restyle(self) -> None:
        """With large letters there is always room for the bar at the side: one that comes and goes would turn every
        screen. Its handle shows only where there is something to scroll."""
        worn = theme.current()
        self._scrolls = worn.zoom > 100 and not worn.kiosk
        on, off = Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(on if self._scrolls else off)
        if not self._scrolls:
            self.setHorizontalScrollBarPolicy(off)
        self.setWidgetResizable(not self._scrolls)
        self._start_over()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """What the screens would like."""
        return self._screens.sizeHint()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        bars = self.verticalScrollBar(), self.horizontalScrollBar()
        if now is not None and any(bar.maximum() for bar in bars) and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, _AIR, _AIR)
