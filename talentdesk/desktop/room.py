"""Where the screens stand: as large as the window, or as large as they must be, and then all of it can be scrolled to."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedWidget, QWidget

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
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(screens)
        screens.setAutoFillBackground(False)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def minimumSizeHint(self) -> QSize:
        """Whatever is left."""
        return QSize(320, 200)

    def sizeHint(self) -> QSize:
        """What the screens would like."""
        return self.widget().sizeHint()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        bars = self.verticalScrollBar(), self.horizontalScrollBar()
        if now is not None and any(bar.maximum() for bar in bars) and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, _AIR, _AIR)
