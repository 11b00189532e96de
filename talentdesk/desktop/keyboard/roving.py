"""The focus among the keys: the whole keyboard is one Tab stop, arrows lead from key to key by where they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from talentdesk.desktop.keyboard.keycap import KeyCap
from talentdesk.desktop.keyboard.layouts import Job

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
Lines = Callable[[], Sequence[tuple[QWidget, list[KeyCap]]]]
_FIRST = (2, 0)


class Roving:
    """Knows which key is the Tab stop, and gives the focus back to a key when keys were made anew."""

    def __init__(self, keyboard: QWidget, lines: Lines) -> None:
        self._keyboard = keyboard
        self._lines = lines
        self._stop: KeyCap | None = None

    @property
    def is_inside(self) -> bool:
        """Whether the focus is on the keyboard."""
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self._keyboard or self._keyboard.isAncestorOf(focus))

    def place(self) -> tuple[int, int]:
        """Row and key of the focus, to come back there."""
        focus = QApplication.focusWidget()
        for down, (_, caps) in enumerate(self._lines()):
            for across, cap in enumerate(caps):
                if cap is focus:
                    return down, across
        return _FIRST

    def hold(self) -> None:
        """The key that has the focus may be about to go: Qt would give the focus to some field of the page."""
        if self.is_inside:
            self._keyboard.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """All keys go."""
        self.hold()
        self._stop = None

    def settle(self) -> None:
        """The Tab stop is the key that had the focus last, or the first letter."""
        keys = [cap for cap in self._keys() if cap.isEnabled()]
        if self._stop is None or not shiboken6.isValid(self._stop) or self._stop not in keys:
            typing = [cap for cap in keys if cap.key.job in (Job.TYPE, Job.PICK, Job.DECADE)]
            self._move_stop(next(iter(typing or keys), None))

    def focus_at(self, place: tuple[int, int]) -> None:
        """Give the focus to the key at `place`, or to one near it that can be pressed."""
        lines = [caps for _, caps in self._lines() if caps]
        if lines:
            caps = lines[min(place[0], len(lines) - 1)]
            there = caps[min(place[1], len(caps) - 1)]
            self._move_stop(next(cap for cap in (there, *caps, *self._keys()) if cap.isEnabled()))
        if self._stop is not None:
            self._stop.setFocus(Qt.FocusReason.TabFocusReason)

    def arrow(self, key: Qt.Key) -> bool:
        """Go to the next key in a direction; False: this is none, or the focus is on no key."""
        focus = QApplication.focusWidget()
        if key not in ARROWS or not isinstance(focus, KeyCap):
            return False
        to = neighbour(focus, [cap for cap in self._keys() if cap.isEnabled()], key, self._keyboard)
        if isinstance(to, KeyCap):
            self._move_stop(to)
            to.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _keys(self) -> list[KeyCap]:
        return [cap for _, caps in self._lines() for cap in caps]

    def _move_stop(self, cap: KeyCap | None) -> None:
        if self._stop is not None and shiboken6.isValid(self._stop):
            self._stop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stop = cap
        if cap is not None:
            cap.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def neighbour(here: QWidget, among: Sequence[QWidget], arrow: Qt.Key, on: QWidget) -> QWidget:
    """The nearest of `among` in the direction of `arrow`, all measured on `on`; `here` at the edge."""
    across, down = ARROWS[arrow]
    start = _middle(here, on)
    best, distance = here, 1 << 30
    for each in among:
        way = _middle(each, on) - start
        ahead = way.x() * across + way.y() * down
        aside = abs(way.x() * down) + abs(way.y() * across)
        if each is here or ahead <= 0 or (across and aside > here.height() // 2):
            continue
        # A row lies farther away than any step within it.
        far = ahead + aside if across else ahead * 8 + aside
        if far < distance:
            best, distance = each, far
    return best


def _middle(widget: QWidget, on: QWidget) -> QPoint:
    return widget.mapTo(on, widget.rect().center())
