"""Arrow keys lead from key to key by where the keys stand; the whole keyboard is one Tab stop."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


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
