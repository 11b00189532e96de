"""One thing on the time axis: a span, a gap or an overlap, each a button that shows its months by its place."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from talentdesk.core.timeline import Gap, Overlap, Span
from talentdesk.desktop import shapes
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.words import Block
from talentdesk.desktop.words import Span as Run

Item = Span | Gap | Overlap

_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENDS = {Qt.Key.Key_Home: -1, Qt.Key.Key_End: 1}
_AIR = 8


def months_of(item: Item) -> tuple[int, int]:
    """The first and the last month that it may touch."""
    if isinstance(item, Span):
        return item.begin.early, item.end.late
    return item.first, item.last


class Piece(Button):
    """Arrow keys walk to its neighbours, Enter and Space choose it."""

    walked = Signal(int, int)
    """One step to the left or right in its lane, or a lane up or down."""
    ended = Signal(int)
    """To the first or the last of all."""
    entered = Signal()

    def __init__(self, item: Item, telling: bool, parent: QWidget) -> None:
        """`telling`: the lane tells of study or work, whose colour is the accent's."""
        super().__init__(parent=parent)
        self.item = item
        self._telling = telling
        self._label, self._language = "", "en"
        self.certain = (0, 0)
        """Pixels from the left between which a span covers surely."""

    def say(self, label: str, language: str, heard: str) -> None:
        """`label` stands in the box as far as there is room; `heard` is the whole."""
        self._label, self._language = label, language
        self.setAccessibleName(heard)
        self.setToolTip(heard)
        self.update()

    @property
    def label(self) -> str:
        """What stands in the box where there is room."""
        return self._label

    def fits(self) -> bool:
        """Whether the label has room in the box."""
        return self._block(self._label).width + _AIR <= self.width()

    def sizeHint(self) -> QSize:
        """The axis places it."""
        return QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """By kind: filled where it is sure, dashed where it is missing or not sure."""
        painter = QPainter(self)
        if isinstance(self.item, Span):
            self._paint_span(painter)
        else:
            self._paint_trouble(painter, grave=not isinstance(self.item, Gap) or bool(self.item.least))
        painter.end()

    def _paint_span(self, painter: QPainter) -> None:
        worn = self.worn
        fill, edge = ("accent_soft", "accent_line") if self._telling else ("sunken", "field_line")
        left, right = self.certain
        if (left, right) != (0, self.width()):
            shapes.dashed_box(painter, self.rect(), worn.pick(3, 6), worn.colour(edge), worn.pick(1, 2))
        if right > left:
            sure = QRect(left, 0, right - left, self.height())
            shapes.box(painter, sure, worn.pick(3, 6), worn.colour(fill), worn.colour(edge), worn.edge)
        self._paint_label(painter, "text", centred=False)

    def _paint_trouble(self, painter: QPainter, grave: bool) -> None:
        worn = self.worn
        tone = "attention" if grave else "accent"
        fill, edge = (f"{tone}_soft", f"{tone}_line") if grave else ("surface", "accent")
        shapes.box(painter, self.rect(), worn.pick(4, 8), worn.colour(fill), None)
        if isinstance(self.item, Gap):
            shapes.dashed_box(painter, self.rect(), worn.pick(4, 8), worn.colour(edge), worn.pick(2, 3))
        else:
            shapes.box(painter, self.rect(), worn.pick(4, 8), None, worn.colour(edge), worn.pick(2, 3))
        if self.fits():
            self._paint_label(painter, tone, centred=True)

    def _paint_label(self, painter: QPainter, colour: str, *, centred: bool) -> None:
        air = self.worn.pick(_AIR, 16) if not centred else _AIR // 2
        room = self.width() - 2 * air
        style = "button_small" if centred else "small"
        metrics = QFontMetrics(self.worn.font(style, self._language))
        text = self._label if centred else metrics.elidedText(self._label, Qt.TextElideMode.ElideRight, room)
        if room < metrics.averageCharWidth() * 2 or not text:
            return
        block = Block(((Run(text, style, self._language, colour),),), self.worn)
        left = (self.width() - block.width) // 2 if centred else air
        block.paint(painter, left, (self.height() - block.height(1 << 20)) // 2, 1 << 20)

    def _block(self, text: str = "") -> Block:  # type: ignore[override]
        return Block(((Run(text, "button_small", self._language),),), self.worn)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk; Enter and Space are a button's."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.walked.emit(*_STEPS[key])
        elif key in _ENDS:
            self.ended.emit(_ENDS[key])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tells the axis where one is."""
        super().focusInEvent(event)
        self.entered.emit()
