"""The plain parts of a page: panels and cards, messages, progress, the empty page, the strip that reports an act."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.chips import GOOD, Mark, ink
from talentdesk.desktop.theme import Size, Theme
from talentdesk.desktop.words import Span, Words, beside, pair

_SIDES = {"left", "top", "right", "bottom"}


class Told(QLabel):
    """A part with others inside that takes the focus: heard by its accessible name as text, where a bare widget would
    be nothing. It is as large as what is laid out in it."""

    def sizeHint(self) -> QSize:
        """What is inside."""
        return QWidget.sizeHint(self)

    def minimumSizeHint(self) -> QSize:
        """What is inside."""
        return QWidget.minimumSizeHint(self)

    def heightForWidth(self, width: int) -> int:
        """What is inside."""
        return QWidget.heightForWidth(self, width)


class Panel(QWidget):
    """A plain background in one colour token, with a thin line along some of its sides."""

    def __init__(self, fill: str = "surface", parent: QWidget | None = None, *, lines: str = "") -> None:
        super().__init__(parent)
        self.dress(fill, lines)

    def dress(self, fill: str, lines: str = "") -> None:
        """Take another background and other lines."""
        self._fill = fill
        self._lines = frozenset(lines.split())
        assert self._lines <= _SIDES
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the background and draw the lines."""
        painter = QPainter(self)
        worn = theme.current()
        painter.fillRect(self.rect(), worn.colour(self._fill))
        for side in self._lines:
            painter.fillRect(self._line(side), worn.colour("line"))
        painter.end()

    def _line(self, side: str) -> QRect:
        width, height = self.width(), self.height()
        return {
            "left": QRect(0, 0, 1, height),
            "right": QRect(width - 1, 0, 1, height),
            "top": QRect(0, 0, width, 1),
            "bottom": QRect(0, height - 1, width, 1),
        }[side]


class Card(QWidget):
    """A panel with round corners and an edge; its contents go into `inside`."""

    def __init__(
        self, parent: QWidget | None = None, *, fill: str = "surface", edge: str = "line", size: Size | None = None
    ) -> None:
        super().__init__(parent)
        self._fill, self._edge, self._size = fill, edge, size
        self.inside = QVBoxLayout(self)
        pad = self.worn.pick(20, 32)
        self.inside.setContentsMargins(pad, self.worn.pick(16, 28), pad, self.worn.pick(20, 28))
        self.inside.setSpacing(self.worn.pick(8, 16))

    @property
    def worn(self) -> Theme:
        """The theme at this card's size."""
        return theme.current(self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box."""
        painter = QPainter(self)
        worn = self.worn
        shapes.box(painter, self.rect(), worn.card_radius, worn.colour(self._fill), worn.colour(self._edge))
        painter.end()


class Title(Words):
    """A heading with its second language smaller beside it."""

    def __init__(
        self, style: str = "section_title", parent: QWidget | None = None, *, size: Size | None = None
    ) -> None:
        super().__init__(parent, size=size)
        self._style = style

    def show_title(self, text: str, language: str, second: str = "", second_language: str = "") -> None:
        """Show both."""
        self.show_words(beside(text, language, second, second_language, self._style))


class Message(Words):
    """A sentence that says what is wrong and what to do: icon, sentence, second language below, muted."""

    def __init__(self, parent: QWidget | None = None, *, size: Size | None = None) -> None:
        super().__init__(parent, size=size)
        self._mark: Mark = GOOD

    def show_message(
        self, mark: Mark, sentence: str, language: str, second: str = "", second_language: str = ""
    ) -> None:
        """Show the sentence in the colour of `mark`."""
        self._mark = mark
        self.show_words(*pair(sentence, language, second, second_language, "message", ink(mark.tone)))
        self.update()

    def indent(self) -> int:
        """Room for the icon."""
        return self.worn.icon_side(16, 28) + self.worn.pick(6, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint icon and sentence."""
        painter = QPainter(self)
        self.paint_words(painter)
        side = self.worn.icon_side(16, 28)
        line = self.worn.style("message").line
        colour = self.worn.colour(ink(self._mark.tone))
        icons.paint(painter, self._mark.icon, QRect(0, (line - side) // 2, side, side), colour)
        painter.end()


class Progress(QProgressBar):
    """How much is answered, as a bar."""

    def __init__(self, parent: QWidget | None = None, *, size: Size | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_progress(self, done: int, total: int) -> None:
        """`done` of `total`; nothing to do counts as done."""
        self.setRange(0, max(total, 1))
        self.setValue(done if total else 1)

    def sizeHint(self) -> QSize:
        """A slim bar."""
        return QSize(120, theme.current(self._size).pick(8, 16))

    def minimumSizeHint(self) -> QSize:
        """May shrink in width only."""
        return QSize(24, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint well, part done, edge."""
        painter = QPainter(self)
        worn = theme.current(self._size)
        radius = self.height() / 2
        shapes.box(painter, self.rect(), radius, worn.colour("sunken"), None)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(clip)
        part = self.value() / max(self.maximum(), 1)
        painter.fillRect(QRectF(0, 0, self.width() * part, self.height()), worn.colour("accent"))
        painter.setClipping(False)
        shapes.box(painter, self.rect(), radius, None, worn.colour("field_line"), 1)
        painter.end()


class Steps(Progress):
    """The kiosk's steps: done, here, to come, told apart by fill and edge."""

    def sizeHint(self) -> QSize:
        """A row of slim boxes."""
        return QSize(240, theme.current(self._size).pick(12, 16))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a box a step."""
        painter = QPainter(self)
        worn = theme.current(self._size)
        count, gap = max(self.maximum(), 1), worn.pick(6, 8)
        width = (self.width() + gap) / count - gap
        for step in range(count):
            place = QRect(round(step * (width + gap)), 0, round(width), self.height())
            fill, edge = self._colours(step)
            shapes.box(painter, place, self.height() / 2, worn.colour(fill), worn.colour(edge), 2)
        painter.end()

    def _colours(self, step: int) -> tuple[str, str]:
        if step < self.value():
            return "accent", "accent"
        return ("accent_soft", "accent") if step == self.value() else ("sunken", "field_line")


class Toast(QWidget):
    """A strip that reports what was done or what failed, with the one act that answers it."""

    def __init__(
        self, button: Button | None = None, parent: QWidget | None = None, *, size: Size | None = None
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._mark = GOOD
        self.words = Words(size=size)
        self.button = button
        layout = QHBoxLayout(self)
        worn = theme.current(size)
        layout.setContentsMargins(worn.pick(48, 88), worn.pick(10, 20), worn.pick(14, 24), worn.pick(10, 20))
        layout.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)
        if button is not None:
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_toast(self, mark: Mark, sentence: str, language: str, second: str = "", second_language: str = "") -> None:
        """Show the sentence with the icon and the colour of `mark`."""
        self._mark = mark
        below = (Span(second, "message_second", second_language or language, "muted"),)
        self.words.show_words((Span(sentence, "button_small", language),), below)
        self.setAccessibleName(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        """At least two lines and a button high."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), theme.current(self._size).pick(56, 128)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint box, stripe and icon."""
        painter = QPainter(self)
        worn = theme.current(self._size)
        colour = worn.colour(ink(self._mark.tone))
        shapes.box(painter, self.rect(), worn.field_radius, worn.colour("surface"), worn.colour("field_line"))
        shapes.left_edge(painter, self.rect(), worn.field_radius, worn.pick(4, 8), colour)
        side = worn.icon_side(16, 32)
        place = QRect(worn.pick(19, 32), (self.height() - side) // 2, side, side)
        icons.paint(painter, self._mark.icon, place, colour)
        painter.end()


class EmptyState(QWidget):
    """What stands where there is nothing yet: what it is, what to do, and the buttons that do it."""

    def __init__(self, icon: str, parent: QWidget | None = None, *, size: Size | None = None) -> None:
        super().__init__(parent)
        self._icon, self._size = icon, size
        self.title = Words(size=size, centred=True)
        self.body = Words(size=size, centred=True)
        self._buttons = QHBoxLayout()
        worn = theme.current(size)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24 + self._side() + worn.pick(8, 16), 24, worn.pick(20, 40))
        layout.setSpacing(0)
        layout.addStretch(1)
        layout.addWidget(self.title)
        layout.addWidget(self.body)
        layout.addSpacing(worn.pick(10, 24))
        layout.addLayout(self._buttons)
        layout.addStretch(1)
        self._buttons.setSpacing(worn.pick(8, 24))
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignHCenter)

    def show_empty(
        self, title: str, body: str, language: str, second: tuple[str, str] = ("", ""), second_language: str = ""
    ) -> None:
        """Show what is missing and what to do; `second` is the same pair in the second language."""
        tail = f" {second[0]}" if second[0] else ""
        bold = "button"
        self.title.show_words((Span(title, bold, language), Span(tail, bold, second_language or language)))
        self.body.show_words(
            (Span(body, "small", language, "muted"),), (Span(second[1], "small", second_language or language, "muted"),)
        )

    def add_button(self, button: Button) -> None:
        """Add an act, left to right."""
        self._buttons.addWidget(button)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed edge and the icon above the title."""
        painter = QPainter(self)
        worn = theme.current(self._size)
        shapes.dashed_box(painter, self.rect(), worn.field_radius, worn.colour("field_line"))
        side = self._side()
        top = self.title.y() - side - worn.pick(8, 16)
        icons.paint(painter, self._icon, QRect((self.width() - side) // 2, top, side, side), worn.colour("accent"))
        painter.end()

    def _side(self) -> int:
        return theme.current(self._size).pick(40, 80)


class Rule(QWidget):
    """A thin line between things."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().colour("line"))
        painter.end()


def clear(layout: QLayout) -> None:
    """Take everything out of `layout` and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
