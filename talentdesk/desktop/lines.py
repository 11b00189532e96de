"""One line of words inside a painted part: elided where it must be, on the same baseline in every script."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from talentdesk.desktop import theme
from talentdesk.desktop.unseen import spelled
from talentdesk.desktop.words import BASELINE


def paint_line(
    painter: QPainter, room: QRect, text: str, style: str, language: str, colour: str = "text", *, right: bool = False
) -> int:
    """Paints `text` in a type and a colour token, centred in the height of `room`; gives the width it took.

    The baseline depends on the type token alone: Qt's own centring would move with the face's ascent, so that a
    Chinese line stood lower than a Latin one beside it. What cannot be seen or drawn is told by its code point.
    """
    if not text:
        return 0
    worn = theme.current()
    font = worn.font(style, language)
    metrics = worn.metrics(style, language)
    shown = spelled(text, metrics)
    width = metrics.horizontalAdvance(shown)
    if width >= room.width():  # most lines have room: to elide costs as much as to paint
        shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, max(0, room.width()))
        width = metrics.horizontalAdvance(shown)
    painter.setFont(font)
    painter.setPen(worn.colour(colour))
    left = room.right() + 1 - width if right else room.left()
    painter.drawText(left, round(room.top() + room.height() / 2 + worn.style(style).pixels * BASELINE), shown)
    return width


def width_of(text: str, style: str, language: str) -> int:
    """Pixels `text` takes on one line."""
    metrics = theme.current().metrics(style, language)
    return metrics.horizontalAdvance(spelled(text, metrics))
