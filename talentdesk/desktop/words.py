"""Words on the screen: several sizes, colours and languages in one label, wrapped and never cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from talentdesk.desktop import theme, typefaces
from talentdesk.desktop.theme import Size, Theme

# Where the baseline stands below the middle of a line, in parts of the letter size:
# half a capital of the Latin face, which is also the middle of a Chinese character.
BASELINE = 0.365
_KEPT = 2_000
"""Paragraphs kept in type. Four cases of a counter's are some 700."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words in one language, one type token and one colour token."""

    text: str
    style: str
    language: str
    colour: str = "text"


Paragraph = Sequence[Span]


class Block:
    """Paragraphs set in type for one theme: measured, wrapped to a width, painted."""

    def __init__(self, paragraphs: Sequence[Paragraph], worn: Theme, *, centred: bool = False) -> None:
        faces = typefaces.loaded()
        said = (tuple(paragraph) for paragraph in paragraphs if any(span.text for span in paragraph))
        self._texts = [_setting(paragraph, worn, centred, faces) for paragraph in said]

    @property
    def width(self) -> int:
        """Pixels the longest paragraph takes on one line."""
        return max((text.natural for text in self._texts), default=0)

    def height(self, width: int) -> int:
        """Pixels all paragraphs take when wrapped to `width`."""
        return sum(text.height(width) for text in self._texts)

    def paint(self, painter: QPainter, x: int, y: int, width: int) -> None:
        """Paint from the top left corner (`x`, `y`)."""
        for text in self._texts:
            height = text.height(width)
            text.wrapped(width).draw(painter, QPointF(x, y))
            y += height


class _Setting:
    """One paragraph as Qt lays it out, with the line height of its first span. All that show it share it."""

    def __init__(self, paragraph: Paragraph, worn: Theme, centred: bool) -> None:
        first = paragraph[0]
        style = worn.style(first.style)
        self._line = style.line
        self._baseline = round(style.line / 2 + style.pixels * BASELINE)
        self._layout = QTextLayout("".join(span.text for span in paragraph), worn.font(first.style, first.language))
        self._layout.setFormats(_formats(paragraph, worn))
        self._layout.setCacheEnabled(True)
        option = QTextOption(Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._laid = -1
        self._heights: dict[int, int] = {}
        self.natural = self._measure()

    def _measure(self) -> int:
        self._layout.beginLayout()
        line = self._layout.createLine()
        line.setLineWidth(1 << 20)
        width = line.naturalTextWidth()
        self._layout.endLayout()
        return int(width) + 1

    def height(self, width: int) -> int:
        """Pixels its lines take when wrapped to `width`."""
        if width not in self._heights:
            self._lay(width)
        return self._heights[width]

    def wrapped(self, width: int) -> QTextLayout:
        """Its lines, wrapped to `width`: to be drawn at once, since another place may want it in another width."""
        if width != self._laid:
            self._lay(width)
        return self._layout

    def _lay(self, width: int) -> None:
        self._layout.beginLayout()
        y = 0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            self._place(line, y)
            y += self._line
        self._layout.endLayout()
        self._laid, self._heights[width] = width, y

    def _place(self, line: QTextLine, y: int) -> None:
        line.setPosition(QPointF(0, y + self._baseline - line.ascent()))


@lru_cache(maxsize=_KEPT)
def _setting(paragraph: tuple[Span, ...], worn: Theme, centred: bool, faces: int) -> _Setting:
    """The paragraph in type, for these many faces loaded. Most of what a case shows the case before showed too."""
    return _Setting(paragraph, worn, centred)


def _formats(paragraph: Paragraph, worn: Theme) -> list[QTextLayout.FormatRange]:
    ranges, start = [], 0
    for span in paragraph:
        form = QTextCharFormat()
        form.setFont(worn.font(span.style, span.language))
        form.setForeground(QBrush(worn.colour(span.colour)))
        run = QTextLayout.FormatRange()
        run.start, run.length, run.format = start, _units(span.text), form
        ranges.append(run)
        start += run.length
    return ranges


def _units(text: str) -> int:
    """Length as Qt counts: a character outside the first plane is two."""
    return len(text) + sum(character > "\uffff" for character in text)


class Words(QLabel):
    """A label of one or more paragraphs. Assistive technology reads it like any label."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        size: Size | None = None,
        wrap: bool = True,
        centred: bool = False,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._centred = centred
        self._paragraphs: tuple[Paragraph, ...] = ()
        self._block = Block((), self.worn)
        self._set_for = self._wanted()
        self._heights: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        across = QSizePolicy.Policy.Preferred if wrap else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(across, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)

    @property
    def worn(self) -> Theme:
        """The theme at this label's size."""
        return theme.current(self._size)

    def show_words(self, *paragraphs: Paragraph) -> None:
        """Show these paragraphs instead."""
        if paragraphs != self._paragraphs:
            self._paragraphs = paragraphs
            self._set()
            self.setText(plain(paragraphs).replace("&", "&&"))

    def indent(self) -> int:
        """Pixels kept free on the left."""
        return 0

    def sizeHint(self) -> QSize:
        """All paragraphs unwrapped."""
        return QSize(self._block.width + self.indent(), self._height(self._block.width + self.indent()))

    def minimumSizeHint(self) -> QSize:
        """Narrower only where the words may wrap."""
        whole = self.sizeHint()
        return QSize(min(whole.width(), 64), whole.height()) if self.wordWrap() else whole

    def heightForWidth(self, width: int) -> int:
        """Height once wrapped to `width`."""
        return self._height(width) if self.wordWrap() else -1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the paragraphs."""
        painter = QPainter(self)
        self.paint_words(painter)
        painter.end()

    def paint_words(self, painter: QPainter) -> None:
        """Paint the paragraphs right of the indent."""
        self._block.paint(painter, self.indent(), 0, self.width() - self.indent())

    def changeEvent(self, event: QEvent) -> None:
        """Set the type anew when the theme changes."""
        if event.type() == QEvent.Type.StyleChange and self._set_for != self._wanted():
            self._set()
        super().changeEvent(event)

    def _set(self) -> None:
        self._block = Block(self._paragraphs, self.worn, centred=self._centred)
        self._set_for = self._wanted()
        self._heights.clear()
        self.updateGeometry()
        self.update()

    def _wanted(self) -> tuple[Theme, int]:
        """What the type depends on beside the words. Qt tells of a new style whenever a parent changes."""
        return self.worn, typefaces.loaded()

    def _height(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._block.height(max(1, width - self.indent()))
        return self._heights[width]


def plain(paragraphs: Sequence[Paragraph]) -> str:
    """The words alone, a line a paragraph."""
    return "\n".join("".join(span.text for span in paragraph) for paragraph in paragraphs)


def pair(
    text: str, language: str, second: str, second_language: str, style: str, colour: str = "text"
) -> tuple[Paragraph, ...]:
    """`text` in the type token `style` and below it `second`, muted, in `style`_second."""
    first = (Span(text, style, language, colour),)
    return (first, (Span(second, f"{style}_second", second_language, "muted"),)) if second else (first,)


def beside(text: str, language: str, second: str, second_language: str, style: str) -> Paragraph:
    """`text` and, after it on the same line, `second`, muted and smaller."""
    first = Span(text, style, language)
    return (first, Span(f"\u2002{second}", f"{style}_second", second_language, "muted")) if second else (first,)
