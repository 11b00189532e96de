"""The whole keyboard by one switch: rows are lit one after the other, then the keys of the row that was chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.ring import FocusRing

Rows = Callable[[], Sequence[tuple[QWidget, Sequence[QWidget]]]]
"""What is lit as one, and what is in it: buttons are pressed, anything else is given the focus."""

SPEEDS = {"slow": 2000, "medium": 1200, "fast": 700}
"""Milliseconds that a row or key stays lit."""
SHORTEST_MS, LONGEST_MS = 350, 20_000
"""Nothing may flash more than three times a second (WCAG 2.3.1)."""
ROUNDS = 2
"""How often the keys of a row are lit before the rows are again."""

_SWITCHES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F12)


class SwitchAccess(QObject):
    """Row and column scanning. The switch is Space, Enter or F12, wherever the focus is, or a touch on the keyboard."""

    moved = Signal()
    """Another row or key is lit, or none."""
    pressed = Signal()
    """Somebody is there: the switch was pressed. No other part of the program sees that press."""

    def __init__(self, surface: QWidget, rows: Rows) -> None:
        super().__init__(surface)
        self._surface = surface
        self._rows = rows
        self._more: list[Rows] = []
        self._row = -1
        self._key = -1
        self._steps = 0
        self._ring: FocusRing | None = None
        self._deaf = False
        self._rests = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.step)
        self._timer.setInterval(SPEEDS["medium"])

    @property
    def is_on(self) -> bool:
        """Whether rows are being lit."""
        return self._timer.isActive()

    @property
    def dwell(self) -> int:
        """Milliseconds that a row or key stays lit."""
        return self._timer.interval()

    def set_dwell(self, milliseconds: int) -> None:
        """Light each row or key so long."""
        self._timer.setInterval(min(max(milliseconds, SHORTEST_MS), LONGEST_MS))

    def also(self, rows: Rows) -> None:
        """Light these after the keyboard's own rows, such as the actions of the page beside it."""
        self._more.append(rows)

    def start(self) -> None:
        """Begin with the first row."""
        if not self.is_on:
            app = QApplication.instance()
            assert app is not None
            app.installEventFilter(self)
        self._timer.start()
        self.back_to_rows()

    def stop(self) -> None:
        """Light nothing any more."""
        self._rests = False
        if self.is_on:
            self._timer.stop()
            app = QApplication.instance()
            assert app is not None
            app.removeEventFilter(self)
        self._row = self._key = -1
        self._light(None)

    def rest(self) -> None:
        """Light nothing and take no key while something stands above all this; the switch is a key like any other."""
        rests = self._rests or self.is_on
        self.stop()
        self._rests = rests

    def wake(self) -> None:
        """Go on after a rest."""
        if self._rests:
            self._rests = False
            self.start()

    def go_dark(self) -> None:
        """What is lit is about to go away; the next step lights something else."""
        self._light(None)

    @property
    def lit(self) -> QWidget | None:
        """What is lit now: a row or a key."""
        rows = self._all()
        if not 0 <= self._row < len(rows):
            return None
        holder, buttons = rows[self._row]
        return buttons[self._key] if 0 <= self._key < len(buttons) else holder

    def back_to_rows(self) -> None:
        """Light the first row: the keys have changed."""
        self._row, self._key, self._steps = 0, -1, 0
        self._show()

    def step(self) -> None:
        """Light the next row or key."""
        rows = self._all()
        if not rows:
            self._light(None)
            return
        if self._key < 0:
            self._row = (self._row + 1) % len(rows)
        else:
            self._steps += 1
            count = len(rows[self._row % len(rows)][1])
            if self._steps >= ROUNDS * count:
                self._key, self._steps = -1, 0
            else:
                self._key = self._steps % count
        self._show()

    def press(self) -> None:
        """The switch was pressed: go into the row that is lit, or press the key."""
        self.pressed.emit()
        rows = self._all()
        if not rows:
            return
        self._row %= len(rows)
        buttons = rows[self._row][1]
        if self._key < 0 and len(buttons) > 1:
            self._key, self._steps = 0, 0
            self._show()
        else:
            button = buttons[max(self._key, 0) % len(buttons)]
            self._row, self._key, self._steps = 0, -1, 0
            self._do(button)
        if self.is_on:
            self._timer.start()

    def _do(self, button: QWidget) -> None:
        # What the key types reaches the field as key events: those are no switch.
        self._deaf = True
        try:
            if isinstance(button, QAbstractButton):
                button.click()
            else:
                button.setFocus(Qt.FocusReason.TabFocusReason)
        finally:
            self._deaf = False
        if self.is_on:
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the switch's events wherever they go."""
        if self._deaf or not shiboken6.isValid(self._surface):
            return False
        kind = event.type()
        if kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride):
            return self._key_event(event)
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick):
            return self._touched(watched, kind)
        return False

    def _key_event(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.key() not in _SWITCHES:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self.press()
        return True

    def _touched(self, watched: QObject, kind: QEvent.Type) -> bool:
        """A touch anywhere on the keyboard is the switch, but on the key that ends this."""
        if not isinstance(watched, QWidget) or not self._surface.isAncestorOf(watched) or watched.property("ends_scan"):
            return False
        if kind != QEvent.Type.MouseButtonRelease:
            self.press()
        return True

    def _all(self) -> list[tuple[QWidget, list[QWidget]]]:
        rows = [*self._rows(), *(row for more in self._more for row in more())]
        usable = [
            (holder, [each for each in buttons if each.isVisible() and each.isEnabled()]) for holder, buttons in rows
        ]
        return [(holder, buttons) for holder, buttons in usable if buttons]

    def _show(self) -> None:
        self._light(self.lit)

    def _light(self, place: QWidget | None) -> None:
        if self._ring is not None:
            if shiboken6.isValid(self._ring):
                self._ring.remove()
            self._ring = None
        if place is not None:
            worn = theme.current()
            self._ring = FocusRing(place, worn, worn.field_radius)
        self.moved.emit()
