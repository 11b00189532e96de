"""One key as it is painted, touched and heard."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from talentdesk.desktop import icons, shapes, theme, typefaces
from talentdesk.desktop.keyboard.layouts import Key
from talentdesk.desktop.ring import FocusRing, shows_ring
from talentdesk.desktop.theme import Look, Theme
from talentdesk.desktop.words import Block, Span

_ROOM = 1 << 20
DELAY_MS, REPEAT_MS = 500, 90
"""When a key that is held begins to repeat, and how fast."""


class Ground(StrEnum):
    """What a key looks like at rest."""

    LETTER = "letter"
    JOB = "job"
    MAIN = "main"
    CHOSEN = "chosen"


_COLOURS = {
    Ground.LETTER: ("surface", "field_line", "text", "muted"),
    Ground.JOB: ("sunken", "field_line", "text", "muted"),
    Ground.MAIN: ("accent", "", "on_accent", "on_accent"),
    Ground.CHOSEN: ("accent_soft", "accent", "text", "muted"),
}


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands on a key, and what is heard."""

    main: str = ""
    second: str = ""
    icon: str = ""
    said: str = ""
    """The accessible name; empty: what is seen."""
    language: str = "en"
    second_language: str = "en"
    ground: Ground = Ground.LETTER
    large: bool = True
    """Whether `main` is set as large as a letter is, or as words are."""


class KeyCap(QAbstractButton):
    """A key. A touch or click does not take the focus out of the field; the keyboard gives it by arrows or Tab."""

    def __init__(self, key: Key, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._caption = Caption()
        self._ring: FocusRing | None = None
        self._blocks: dict[tuple[str, str], Block] = {}
        self._set_for = (self.worn, typefaces.loaded())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setAutoRepeatDelay(DELAY_MS)
        self.setAutoRepeatInterval(REPEAT_MS)

    @property
    def worn(self) -> Theme:
        """The theme."""
        return theme.current()

    @property
    def caption(self) -> Caption:
        """What stands on it."""
        return self._caption

    def show_caption(self, caption: Caption) -> None:
        """Put other words or another picture on it."""
        if caption == self._caption:
            return
        self._caption = caption
        self._blocks.clear()
        self.setAccessibleName(caption.said or " ".join(filter(None, (caption.main, caption.second))))
        self.updateGeometry()
        self.update()

    @property
    def words_width(self) -> int:
        """Pixels that its words need."""
        return self._block(*_COLOURS[self._caption.ground][2:]).width

    def sizeHint(self) -> QSize:
        """Room for the words, and for a finger."""
        least = self.least
        return QSize(max(least, self.words_width + self.worn.pick(12, 32)), least)

    def minimumSizeHint(self) -> QSize:
        """A row may press its keys together."""
        return QSize(0, 0)

    @property
    def least(self) -> int:
        """Height and width of a key for a finger, or for a mouse."""
        return self.worn.pick(36, self.worn.measure("key_height") if self.worn.kiosk else 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint box, picture and words."""
        painter = QPainter(self)
        worn = self.worn
        caption = self._caption
        ground = Ground.CHOSEN if self.isDown() and caption.ground is not Ground.MAIN else caption.ground
        fill, edge, ink, second = _COLOURS[ground]
        if self.isDown() and ground is Ground.MAIN:
            fill = "accent_hover"
        if not self.isEnabled():
            fill, edge, ink, second = "sunken", "line", "disabled", "disabled"
        width = worn.pick(2, 4) if ground is Ground.CHOSEN else worn.edge
        edge_colour = worn.colour(edge) if edge else None
        shapes.box(painter, self.rect(), worn.field_radius, worn.colour(fill), edge_colour, width)
        if not self.isEnabled() and worn.look is Look.HIGH_CONTRAST:
            # Black on black would leave the edge alone to tell; a gap in it does so without colour.
            shapes.dashed_box(painter, self.rect(), worn.field_radius, worn.colour("canvas"))
        self._paint_inside(painter, ink, second)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does; arrows belong to the keyboard."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the ring round the key."""
        super().focusInEvent(event)
        if shows_ring(event) and self._ring is None:
            self._ring = FocusRing(self, self.worn, self.worn.field_radius)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._drop_ring()

    def hideEvent(self, event: QHideEvent) -> None:
        """No ring without a key."""
        self._drop_ring()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the theme changes."""
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def _drop_ring(self) -> None:
        if self._ring is not None:
            self._ring.remove()
            self._ring = None

    def _block(self, ink: str, second: str) -> Block:
        if self._set_for != (self.worn, typefaces.loaded()):
            self._blocks.clear()
            self._set_for = (self.worn, typefaces.loaded())
        if (ink, second) not in self._blocks:
            self._blocks[ink, second] = self._set(ink, second)
        return self._blocks[ink, second]

    def _set(self, ink: str, second: str) -> Block:
        caption = self._caption
        kiosk = self.worn.kiosk
        style = ("key" if kiosk else "input") if caption.large else ("button" if kiosk else "body")
        small = "key_second" if kiosk else "key_hint"
        return Block(
            (
                (Span(caption.main, style, caption.language, ink),),
                (Span(caption.second, small, caption.second_language, second),),
            ),
            self.worn,
            centred=True,
        )

    def _paint_inside(self, painter: QPainter, ink: str, second: str) -> None:
        block = self._block(ink, second)
        words = block.height(_ROOM) if block.width else 0
        side = self.worn.pick(16, 34) if self._caption.icon else 0
        gap = self.worn.pick(1, 2) if side and words else 0
        y = (self.height() - words - side - gap) // 2
        if side:
            place = QRect((self.width() - side) // 2, y, side, side)
            icons.paint(painter, self._caption.icon, place, self.worn.colour(ink))
        if words:
            block.paint(painter, 0, y + side + gap, self.width())
