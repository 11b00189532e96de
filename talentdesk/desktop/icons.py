"""The line icons of the `ui` room, in any colour of the theme and sharp on any screen."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from talentdesk import paths

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon


def paint(painter: QPainter, name: str, place: QRect, colour: QColor) -> None:
    """Paint icon `name`, square and centred, into `place`."""
    side = min(place.width(), place.height())
    device = painter.device()
    picture = pixmap(name, side, colour, device.devicePixelRatioF() if device else 1.0)
    painter.drawPixmap(place.x() + (place.width() - side) // 2, place.y() + (place.height() - side) // 2, picture)


def pixmap(name: str, side: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
    """Icon `name`, `side` pixels square, drawn for a screen with `ratio` device pixels to one."""
    return _pixmap(name, side, colour.rgba(), ratio)


def icon(name: str, colour: QColor, side: int = 16) -> QIcon:
    """Icon `name` for a menu or an action, sharp at one, two and three device pixels to one."""
    from PySide6.QtGui import QIcon  # no icon of the first picture is one: menus are opened later

    made = QIcon()
    for ratio in (1.0, 2.0, 3.0):
        made.addPixmap(pixmap(name, side, colour, ratio))
    return made


@cache
def _pixmap(name: str, side: int, rgba: int, ratio: float) -> QPixmap:
    image = QImage(QSize(side, side) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _drawing(name, rgba).render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


@cache
def _drawing(name: str, rgba: int) -> QSvgRenderer:
    colour = QColor.fromRgba(rgba).name()
    return QSvgRenderer(_source(name).replace("currentColor", colour).encode())


@cache
def _source(name: str) -> str:
    return (paths.room("ui") / "icons" / f"{name}.svg").read_text("utf-8")
