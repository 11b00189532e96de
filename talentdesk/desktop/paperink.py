"""Draws a laid-out paper on a screen: the same faces in the same places as on the printed page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGlyphRun, QPainter, QPen, QRawFont

from talentdesk.desktop import typefaces
from talentdesk.paper import fonts
from talentdesk.paper.page import Code, Frame, Item, Rect, Run, Stroke

_POINT = 25.4 / 72
_FAMILIES = {
    "NotoSans": typefaces.LATIN,
    "NotoSansSC": typefaces.MAINLAND,
    "NotoSansHK": typefaces.HONG_KONG,
    "HanaMinB": typefaces.RARE,
}
# Thinner than a pixel, a rule would come and go with the page's scale.
_THINNEST = 1.0
_UNSEEN = frozenset({"Cc", "Cf", "Mn"})


class Ink:
    """Colours and scale of a page on the screen: `scale` pixels to a millimetre."""

    def __init__(self, scale: float, paper: QColor, ink: QColor, line: QColor) -> None:
        self.scale = scale
        self.paper = paper
        self._ink = ink
        self._line = line
        self._greys: dict[tuple[bool, float], QColor] = {}

    def place(self, rect: Rect) -> QRectF:
        """A rectangle of the page in pixels."""
        scale = self.scale
        return QRectF(rect.x * scale, rect.y * scale, rect.width * scale, rect.height * scale)

    def paint(self, painter: QPainter, items: Iterable[Item]) -> None:
        """Draw `items` from the back to the front."""
        for item in items:
            if isinstance(item, Run):
                self._paint_run(painter, item)
            elif isinstance(item, Stroke):
                self._paint_stroke(painter, item)
            elif isinstance(item, Code):
                self._paint_code(painter, item)
            else:
                self._paint_frame(painter, item)

    def _paint_run(self, painter: QPainter, run: Run) -> None:
        painter.setPen(self._colour(run.grey))
        pixels = run.size * _POINT * self.scale
        glyphs = _shaped_run(run, pixels) if run.direction else glyph_run(run.text, run.face, pixels)
        painter.drawGlyphRun(QPointF(run.x * self.scale, run.y * self.scale), glyphs)

    def _paint_stroke(self, painter: QPainter, stroke: Stroke) -> None:
        scale = self.scale
        width = max(_THINNEST, stroke.width * scale)
        points = [QPointF(x * scale, y * scale) for x, y in stroke.points]
        straight = len(points) == 2 and (points[0].x() == points[1].x() or points[0].y() == points[1].y())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not straight)
        painter.setPen(self._pen(width, stroke.grey, stroke.dash, round=stroke.round, rule=not stroke.round))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if straight:
            points = [QPointF(int(point.x()) + 0.5, int(point.y()) + 0.5) for point in points]
        painter.drawPolyline(points)

    def _paint_frame(self, painter: QPainter, frame: Frame) -> None:
        place = self.place(frame.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if frame.fill is not None:
            painter.fillRect(place, self._colour(frame.fill, rule=False))
        if frame.width:
            painter.setPen(self._pen(max(_THINNEST, frame.width * self.scale), frame.grey, frame.dash, rule=True))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            left, top = int(place.left()) + 0.5, int(place.top()) + 0.5
            right, bottom = int(place.right()) + 0.5, int(place.bottom()) + 0.5
            painter.drawRect(QRectF(left, top, right - left, bottom - top))

    def _paint_code(self, painter: QPainter, code: Code) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for bar in code.bars():
            painter.fillRect(self.place(bar), self._colour(0.0))

    def _pen(
        self, width: float, grey: float, dash: tuple[float, ...], *, round: bool = False, rule: bool = False
    ) -> QPen:
        pen = QPen(self._colour(grey, rule=rule), width)
        if dash:
            pen.setDashPattern([max(1.0, part * self.scale / width) for part in dash])
        if round:
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        else:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        return pen

    def _colour(self, grey: float, *, rule: bool = False) -> QColor:
        """A grey of the page: 0 is the ink (or the lighter colour of rules), 1 the paper."""
        if (rule, grey) not in self._greys:
            dark, light = self._line if rule else self._ink, self.paper
            mixed = (round(d + (p - d) * grey) for d, p in zip(_rgb(dark), _rgb(light), strict=True))
            self._greys[rule, grey] = QColor(*mixed)
        return self._greys[rule, grey]


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def glyph_run(text: str, face: str, pixels: float) -> QGlyphRun:
    """`text` set in a face of the paper, `pixels` high, its start at the origin."""
    font = _raw_font(face, round(pixels, 2))
    # Marks that stand alone are joined with their letters where the font has the whole.
    seen = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) not in _UNSEEN)
    glyphs = font.glyphIndexesForString(seen)
    x, places = 0.0, []
    for advance in font.advancesForGlyphIndexes(glyphs):
        places.append(QPointF(x, 0))
        x += advance.x()
    run = QGlyphRun()
    run.setRawFont(font)
    run.setGlyphIndexes(glyphs)
    run.setPositions(places)
    return run


def _shaped_run(run: Run, pixels: float) -> QGlyphRun:
    """A run whose letters depend on each other, with the glyphs and places that the PDF has."""
    from talentdesk.paper.shaping import shape  # few papers need it

    face = fonts.face(run.face)
    em, x = pixels / face.units, 0
    glyphs, places = [], []
    for cluster in shape(face, run.text, run.direction):
        for glyph, right, up in cluster.parts:
            glyphs.append(glyph)
            places.append(QPointF((x + right) * em, -up * em))
        x += cluster.advance
    shaped = QGlyphRun()
    shaped.setRawFont(_font_of_file(run.face, round(pixels, 2)))
    shaped.setGlyphIndexes(glyphs)
    shaped.setPositions(places)
    return shaped


@lru_cache(maxsize=64)
def _font_of_file(face: str, pixels: float) -> QRawFont:
    """The very file: its glyphs are asked for by number, which in another font would be other letters."""
    return QRawFont(str(fonts.face(face).path), pixels, QFont.HintingPreference.PreferNoHinting)


@lru_cache(maxsize=64)
def _raw_font(face: str, pixels: float) -> QRawFont:
    family, _, weight = face.partition("-")
    font = QFont(_FAMILIES[family])
    font.setPixelSize(32)
    font.setWeight(QFont.Weight.DemiBold if weight == "SemiBold" else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    raw = QRawFont.fromFont(font)
    raw.setPixelSize(pixels)
    return raw
