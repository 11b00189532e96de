"""Points drawn as bars: the total against the cut-offs of the categories, and one factor against its maximum."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from talentdesk.desktop import shapes, theme
from talentdesk.desktop.words import Block, Span
from talentdesk.service.points import BandView


def _paint_bar(painter: QPainter, place: QRect, low: float, high: float) -> None:
    """A well filled to `low`, and from there to `high`, what may come yet, hatched; both from 0 to 1."""
    worn = theme.current()
    radius = place.height() / 2
    shapes.box(painter, place, radius, worn.colour("sunken"), None)
    clip = QPainterPath()
    clip.addRoundedRect(QRectF(place), radius, radius)
    painter.save()
    painter.setClipPath(clip)
    left, width = place.x(), place.width()
    painter.fillRect(QRectF(left, place.y(), width * low, place.height()), worn.colour("accent"))
    maybe = QRectF(left + width * low, place.y(), width * (high - low), place.height())
    painter.fillRect(maybe, worn.colour("accent_soft"))
    painter.setPen(worn.colour("accent"))
    painter.setClipRect(maybe, Qt.ClipOperation.IntersectClip)
    step = worn.pick(5, 10)
    for x in range(int(maybe.left()) - place.height(), int(maybe.right()) + 1, step):
        painter.drawLine(x, place.bottom() + 1, x + place.height(), place.top())
    painter.restore()
    shapes.box(painter, place, radius, None, worn.colour("field_line"), 1)


class ScoreBar(QWidget):
    """One factor: what it gives at least and at most, of its maximum."""

    def __init__(self, low: int, high: int, maximum: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        most = max(maximum, 1)
        self._low, self._high = low / most, high / most
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Small, beside its numbers."""
        return QSize(theme.current().pick(44, 240), theme.current().pick(10, 20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar."""
        painter = QPainter(self)
        _paint_bar(painter, self.rect(), self._low, self._high)
        painter.end()


class PointsScale(QWidget):
    """The total on the scale: cut-offs as lines with their number above, categories below, the possible ones bold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low, self._high, self._most = 0, 0, 1
        self._bands: Sequence[BandView] = ()
        self._possible: frozenset[str] = frozenset()
        self._language = "en"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_total(
        self, low: int, high: int, most: int, bands: Sequence[BandView], possible: Sequence[str], language: str
    ) -> None:
        """`bands` come highest first."""
        self._low, self._high, self._most = low, high, max(most, 1)
        self._bands, self._possible, self._language = bands, frozenset(possible), language
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Numbers, bar, categories."""
        line = theme.current().style("message").line
        return QSize(240, 2 * line + theme.current().pick(26, 48))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it all."""
        painter, worn = QPainter(self), theme.current()
        line, high = worn.style("message").line, worn.pick(16, 32)
        bar = QRect(0, line + worn.pick(4, 8), self.width(), high)
        _paint_bar(painter, bar, self._low / self._most, self._high / self._most)
        end = self._most
        for band in self._bands:
            start = band.at_least or 0
            if band.at_least is not None:
                x = self._x(start)
                painter.fillRect(x - 1, bar.y() - 4, 2, bar.height() + 8, worn.colour("text"))
                self._write(painter, str(band.at_least), x, 0, "muted", "message")
            self._name(painter, band, start, end, bar.bottom() + worn.pick(6, 8))
            end = start
        painter.end()

    def _name(self, painter: QPainter, band: BandView, start: int, end: int, y: int) -> None:
        possible = band.category in self._possible
        colour, style = ("text", "button_small") if possible else ("muted", "message")
        if band.at_least is None:
            said = f"{band.category} < {end}"
        elif end == self._most:
            said = f"{band.category} ≥ {start}"
        else:
            said = f"{band.category} {start}–{end - 1}"
        self._write(painter, said, (self._x(start) + self._x(end)) // 2, y, colour, style)

    def _write(self, painter: QPainter, text: str, middle: int, y: int, colour: str, style: str) -> None:
        block = Block(((Span(text, style, self._language, colour),),), theme.current())
        left = max(0, min(self.width() - block.width, middle - block.width // 2))
        block.paint(painter, left, y, 1 << 20)

    def _x(self, points: int) -> int:
        return round(self.width() * points / self._most)
