"""Which field is in use: followed by the focus, let go of with patience, kept in sight."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from talentdesk.desktop.keyboard.wishes import TextField, reveal, scroll_area, takes_text

_LET_GO_MS = 60
_SETTLED_MS = 40
"""By then the page has been laid out in the room that is left."""
_AIR = 8


class Follower(QObject):
    """Watches the focus in the window of a keyboard. The keyboard's own keys are no place to type."""

    came = Signal(object)
    """A field that takes text has the focus now."""
    went = Signal()
    """Nothing is typed any more."""
    touched = Signal()
    """The field that is followed was touched."""

    def __init__(self, keyboard: QWidget) -> None:
        super().__init__(keyboard)
        self._keyboard = keyboard
        self._field: TextField | None = None
        self._page: QWidget | None = None
        """What scrolls the field."""
        self.let_go = QTimer(self, singleShot=True, interval=_LET_GO_MS)
        self.let_go.timeout.connect(self._look_again)
        self._laid_out = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._laid_out.timeout.connect(self._reveal)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)

    def follow(self, field: TextField) -> None:
        """This is the field."""
        self.release()
        self._field = field
        field.installEventFilter(self)
        area = scroll_area(field)
        self._page = area.widget() if area is not None else None
        if self._page is not None:
            self._page.installEventFilter(self)

    def release(self) -> None:
        """There is none."""
        for watched in (self._field, self._page):
            if watched is not None and shiboken6.isValid(watched):
                watched.removeEventFilter(self)
        self._field = self._page = None

    def reveal_soon(self) -> None:
        """Bring the field above the keyboard as soon as the page has been laid out."""
        self._laid_out.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field that is locked or goes away is let go; a page that becomes longer has pushed its field down."""
        kind = event.type()
        if watched is self._page:
            if kind == QEvent.Type.Resize:
                self.reveal_soon()
        elif kind == QEvent.Type.MouseButtonRelease:
            self.touched.emit()
        elif kind in (QEvent.Type.EnabledChange, QEvent.Type.ReadOnlyChange, QEvent.Type.Hide):
            self.let_go.start()
        return False

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is None or self._is_ours(now) or now.window() is not self._keyboard.window():
            return
        if takes_text(now):
            self.let_go.stop()
            self.came.emit(now)
        elif self._field is not None:
            # A button may be on its way down: what it stands on must not move before the finger is off.
            self.let_go.start()

    def _look_again(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and (self._is_ours(focus) or takes_text(focus)):
            return
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self.let_go.start()
        else:
            self.went.emit()

    def _reveal(self) -> None:
        if self._field is not None and shiboken6.isValid(self._field) and not self._keyboard.isHidden():
            reveal(self._field, _AIR)

    def _is_ours(self, widget: QWidget) -> bool:
        return widget is self._keyboard or self._keyboard.isAncestorOf(widget)
