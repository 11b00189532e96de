"""Painting a rounded box with a crisp edge."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen


def box(
    painter: QPainter, place: QRect, radius: float, fill: QColor | None, edge: QColor | None, width: float = 1
) -> None:
    """Fill `place` and draw its edge inside it, `width` pixels wide."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
        half = 0.0
    else:
        painter.setPen(QPen(edge, width))
        half = width / 2
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inner = max(0.0, radius - half)
    painter.drawRoundedRect(QRectF(place).adjusted(half, half, -half, -half), inner, inner)


def dashed_box(painter: QPainter, place: QRect, radius: float, edge: QColor, width: float = 1) -> None:
    """A dashed edge inside `place`, `width` pixels wide."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(edge, width)
    pen.setDashPattern([4 / width, 3 / width] if width < 2 else [3, 1.5])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if width >= 2 else Qt.PenCapStyle.SquareCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = width / 2
    painter.drawRoundedRect(QRectF(place).adjusted(half, half, -half, -half), radius, radius)


def left_edge(painter: QPainter, place: QRect, radius: float, width: int, colour: QColor) -> None:
    """A stripe along the left edge of a rounded box, following its corners."""
    clip = QPainterPath()
    clip.addRoundedRect(QRectF(place), radius, radius)
    painter.save()
    painter.setClipPath(clip)
    painter.fillRect(QRect(place.x(), place.y(), width, place.height()), colour)
    painter.restore()
