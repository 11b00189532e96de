"""Line drawings that show where an answer is found: outlines of documents and things, never a real document."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from talentdesk import paths
from talentdesk.core.form import Question
from talentdesk.desktop import theme
from talentdesk.desktop.theme import Theme

WIDTH, HEIGHT = 560, 352
"""Every drawing, in its own units and at the size of the public machine."""
_TOKEN = re.compile(r"@(\w+)")


@dataclass(frozen=True, slots=True)
class Sight:
    """A drawing, and where on it the answer stands; without a place the drawing says enough."""

    picture: str
    at: tuple[float, float, float, float] | None = None


def sight_of(question: Question) -> Sight:
    """What to show beside a question: its own drawing, that of what it is about, or that of its kind."""
    known = _table()
    name = question.id
    while name:
        if name in known["question"]:
            found = known["question"][name]
            # What is true of the whole thing is not where each of its dates and choices stands.
            if name == question.id or str(question.kind) not in _OWN_KINDS:
                return _sight(found)
        name = name.rpartition(".")[0]
    return _sight(known["kind"][str(question.kind)])


_OWN_KINDS = frozenset({"date", "choice", "choices", "yes_no", "country", "phone", "email", "money", "table"})


def _sight(entry: dict[str, Any]) -> Sight:
    at = entry.get("at")
    return Sight(entry["picture"], tuple(at) if at else None)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((paths.room("ui") / "pictures" / "pictures.toml").read_text("utf-8"))


@cache
def _drawing(name: str, worn: Theme) -> QSvgRenderer:
    source = (paths.room("ui") / "pictures" / f"{name}.svg").read_text("utf-8")
    return QSvgRenderer(_TOKEN.sub(lambda found: worn.colour(found[1]).name(), source).encode())


class Picture(QWidget):
    """Paints a drawing; where the answer stands is framed, with an arrow that points to it."""

    def __init__(self, parent: QWidget | None = None, *, width: int = WIDTH) -> None:
        super().__init__(parent)
        self._sight: Sight | None = None
        self._sample = ""
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sight(self, sight: Sight, sample: str, name: str) -> None:
        """Shows it, with `sample` in the framed place; `name` is what is heard of it."""
        self._sight, self._sample = sight, sample
        self.setAccessibleName(name)
        self.update()

    def set_width(self, width: int) -> None:
        """Takes this much room."""
        if width != self._width:
            self._width = width
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """The whole drawing."""
        return QSize(self._width, self._width * HEIGHT // WIDTH)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Outline, frame, sample, arrow."""
        if self._sight is None:
            return
        worn = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _drawing(self._sight.picture, worn).render(painter, QRectF(self.rect()))
        if self._sight.at is not None:
            scale = self._width / WIDTH
            painter.scale(scale, scale)
            self._paint_place(painter, QRectF(*self._sight.at), worn)
        painter.end()

    def _paint_place(self, painter: QPainter, place: QRectF, worn: Theme) -> None:
        painter.setPen(QPen(worn.colour("accent"), 5))
        painter.setBrush(worn.colour("accent_soft"))
        painter.drawRoundedRect(place, 8, 8)
        right = place.right() + 74 < WIDTH - 8
        tip = (
            QPointF(place.right() + 12, place.center().y())
            if right
            else QPointF(place.center().x(), place.bottom() + 12)
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(
            QPen(worn.colour("accent"), 6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        painter.drawPath(_arrow(tip, sideways=right))
        if self._sample:
            painter.setPen(worn.colour("text"))
            room = sample_room(place)
            painter.setFont(fitted(theme.theme(worn.look, worn.size).font("body", "zh-Hans"), self._sample, room))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._sample)


def sample_room(place: QRectF) -> QRectF:
    """Where in the framed place the sample stands."""
    return place.adjusted(12, 0, -8, 0)


def fitted(font: QFont, sample: str, room: QRectF) -> QFont:
    """Smaller where the sample would not go in whole: half a date shows nobody what to copy."""
    wide = QFontMetricsF(font).horizontalAdvance(sample)
    if wide <= room.width():
        return font
    smaller = QFont(font)
    smaller.setPixelSize(max(1, int(font.pixelSize() * room.width() / wide)))
    return smaller


def _arrow(tip: QPointF, *, sideways: bool) -> QPainterPath:
    x, y = tip.x(), tip.y()
    path = QPainterPath()
    if sideways:
        path.moveTo(x + 62, y)
        path.lineTo(x, y)
        path.moveTo(x + 18, y - 18)
        path.lineTo(x, y)
        path.lineTo(x + 18, y + 18)
    else:
        path.moveTo(x, y + 46)
        path.lineTo(x, y)
        path.moveTo(x - 18, y + 18)
        path.lineTo(x, y)
        path.lineTo(x + 18, y + 18)
    return path
