"""Chips: a state, a grade or a source as icon, word and colour together, never by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from talentdesk.desktop import icons, shapes
from talentdesk.desktop.theme import Size
from talentdesk.desktop.words import Block, Span, Words
from talentdesk.i18n import N_


class Tone(StrEnum):
    """What a chip's colour stands for."""

    OK = "ok"
    ACCENT = "accent"
    ATTENTION = "attention"
    ERROR = "error"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Mark:
    """How a state looks: icon, tone, and the word that goes with them."""

    icon: str
    tone: Tone
    word: str


COMPLETE = Mark("tick_disc", Tone.OK, N_("Complete"))
IN_PROGRESS = Mark("half_disc", Tone.ACCENT, N_("In progress"))
NOT_STARTED = Mark("ring", Tone.QUIET, N_("Not started"))
NOTICE = Mark("triangle", Tone.ATTENTION, N_("Notice"))
ERROR = Mark("octagon_cross", Tone.ERROR, N_("To fix"))
UNKNOWN = Mark("question_disc", Tone.ACCENT, N_("Unknown"))
NOT_ASKED = Mark("dashed_ring", Tone.QUIET, N_("Not asked"))
DECLINED = Mark("dashed_ring", Tone.QUIET, N_("None"))
KEPT = Mark("dashed_ring", Tone.QUIET, N_("Kept, not used"))
LOCKED = Mark("padlock", Tone.QUIET, N_("Locked"))
INFORMATION = Mark("info", Tone.ACCENT, N_("Information"))
COMMENT = Mark("pencil", Tone.ATTENTION, N_("Comment"))
GOOD = Mark("tick_disc", Tone.OK, N_("In order"))

GRADES = {
    "A": (Tone.OK, N_("Grade A, official text")),
    "B": (Tone.QUIET, N_("Grade B, reputable source")),
    "C": (Tone.ATTENTION, N_("Grade C, weak source")),
    "M": (Tone.ATTENTION, N_("Grade M, not verified")),
}

_COLOURS = {
    Tone.OK: ("ok_soft", "ok_line", "ok"),
    Tone.ACCENT: ("accent_soft", "accent_line", "accent"),
    Tone.ATTENTION: ("attention_soft", "attention_line", "attention"),
    Tone.ERROR: ("error_soft", "error_line", "error"),
    Tone.QUIET: ("surface", "line", "text"),
}


def ink(tone: Tone) -> str:
    """Colour token of words and icons in `tone` on a plain background."""
    return "muted" if tone is Tone.QUIET else str(tone)


class Chip(Words):
    """A small box with an icon and a word. Round for states, square for grades and sources.

    One that `gives_way` drops the second language where there is no room, then its words: its icon is left, and the
    words can still be heard and pointed at.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        square: bool = False,
        size: Size | None = None,
        gives_way: bool = False,
    ) -> None:
        super().__init__(parent, size=size, wrap=False)
        self._square = square
        self._icon = ""
        self._tone = Tone.QUIET
        self._gives_way = gives_way
        self._first = Block((), self.worn)
        if gives_way:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_chip(
        self, tone: Tone, icon: str, word: str, language: str, second: str = "", second_language: str = ""
    ) -> None:
        """Show `word`, and `second` after it, in the colours of `tone`."""
        self._tone, self._icon = tone, icon
        colour = _COLOURS[tone][2]
        spans = [Span(word, "chip", language, colour)]
        if second:
            spans.append(Span(f" {second}", "chip", second_language, colour))
        self.show_words(tuple(spans))
        self.updateGeometry()
        self.update()

    def square(self, yes: bool) -> None:
        """Make the corners square (a source, a grade) or round (a state)."""
        self._square = yes
        self.update()

    def indent(self) -> int:
        """Room for the icon."""
        return self.worn.pick(8, 14) + (self._side() + self.worn.pick(5, 8) if self._icon else 0)

    def sizeHint(self) -> QSize:
        """Icon, word and the box around them."""
        return QSize(self._width_with(self._block), self._box_height())

    def minimumSizeHint(self) -> QSize:
        """The icon alone, if the chip gives way."""
        hint = self.sizeHint()
        return QSize(self.indent() + self.worn.pick(3, 6), hint.height()) if self._gives_way and self._icon else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is not shown can be pointed at."""
        super().resizeEvent(event)
        self.setToolTip("" if self._shown() is self._block else self.text().replace("&&", "&"))

    def _set(self) -> None:
        super()._set()
        self._first = Block(tuple(paragraph[:1] for paragraph in self._paragraphs), self.worn)

    def _width_with(self, block: Block) -> int:
        return self.indent() + block.width + self.worn.pick(8, 14)

    def _shown(self) -> Block | None:
        """As many words as there is room for."""
        if not self._gives_way:
            return self._block
        return next((block for block in (self._block, self._first) if self._width_with(block) <= self.width()), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint box, icon and word."""
        painter = QPainter(self)
        worn = self.worn
        fill, edge, colour = (worn.colour(name) for name in _COLOURS[self._tone])
        height, shown = self._box_height(), self._shown()
        # Without its words the box is no wider than the icon, however much room there is.
        width = self.width() if shown is not None else min(self.width(), self.minimumSizeHint().width())
        place = QRect(0, (self.height() - height) // 2, width, height)
        shapes.box(painter, place, worn.pick(4, 6) if self._square else height / 2, fill, edge)
        side = self._side()
        if self._icon:
            icons.paint(painter, self._icon, QRect(worn.pick(8, 14), (self.height() - side) // 2, side, side), colour)
        line = worn.style("chip").line
        if shown is not None:
            shown.paint(painter, self.indent(), (self.height() - line) // 2, 1 << 20)
        painter.end()

    def _side(self) -> int:
        return self.worn.icon_side(14, 26)

    def _box_height(self) -> int:
        return self.worn.pick(24, 44)


class Status(Words):
    """A state without a box: icon and words, for lists and the status bar."""

    def __init__(self, parent: QWidget | None = None, *, size: Size | None = None, wrap: bool = False) -> None:
        super().__init__(parent, size=size, wrap=wrap)
        self._mark = NOT_STARTED
        self._style = "small"

    def show_status(self, mark: Mark, text: str, language: str, style: str = "small", colour: str = "") -> None:
        """Show the icon of `mark` and `text`, in the mark's colour unless `colour` is given."""
        self._mark, self._style = mark, style
        self.show_words((Span(text, style, language, colour or ink(mark.tone)),))
        self.update()

    def indent(self) -> int:
        """Room for the icon, and for the gap behind it if there are words."""
        return self.worn.icon_side(16, 32) + (self.worn.pick(8, 12) if self._block.width else 0)

    def sizeHint(self) -> QSize:
        """At least the icon."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.worn.icon_side(16, 32)))

    def _first_line(self) -> int:
        """Height of the line the icon stands in: all of the widget if there are no words."""
        return self.worn.style(self._style).line if self._block.width else self.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint icon and words."""
        painter = QPainter(self)
        self.paint_words(painter)
        side = self.worn.icon_side(16, 32)
        line = self._first_line()
        place = QRect(0, (line - side) // 2, side, side)
        icons.paint(painter, self._mark.icon, place, self.worn.colour(ink(self._mark.tone)))
        painter.end()
