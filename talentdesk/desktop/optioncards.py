"""Cards to choose from: a disc or a tick box, words in two languages, laid out like words or in a column."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGroupBox, QSizePolicy, QWidget

from talentdesk.desktop import shapes, theme, typefaces
from talentdesk.desktop.chips import Tone
from talentdesk.desktop.theme import Size, Theme
from talentdesk.desktop.words import Block, pair

_FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIPE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class OptionCard(QAbstractButton):
    """One option: a radio disc or a tick box, its words in two languages, an edge that says chosen or focused."""

    def __init__(self, group: CardGroup, code: str, *, ticks: bool, size: Size | None) -> None:
        super().__init__(group)
        self.code = code
        self.label = ""
        self._group = group
        self._ticks = ticks
        self._size = size
        self._words: tuple[str, str, str, str] = ("", "en", "", "en")
        self._block = Block((), self.worn)
        self.setCheckable(True)
        # Qt keeps the disc exclusive and tells assistive technology it is a radio button.
        self.setAutoExclusive(not ticks)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def worn(self) -> Theme:
        """The theme at this card's size."""
        return theme.current(self._size)

    def show_words(self, label: str, language: str, second: str, second_language: str) -> None:
        """Say the option."""
        self.label = label
        self._words = (label, language, second, second_language)
        self.setText(f"{label} {second}".strip().replace("&", "&&"))
        self.set_type()

    def set_type(self) -> None:
        """Set the words in the theme's type."""
        label, language, second, second_language = self._words
        self._block = Block(pair(label, language, second, second_language, "choice"), self.worn)
        self.updateGeometry()
        self.update()

    def width_wanted(self) -> int:
        """Pixels with the words unwrapped."""
        return self._text_left() + self._block.width + self.worn.pick(10, 32)

    def height_wanted(self, width: int) -> int:
        """Pixels with the words wrapped into `width`."""
        inside = self._block.height(max(1, width - self._text_left() - self.worn.pick(10, 32)))
        return max(self.worn.measure("field_height"), inside + self.worn.pick(4, 32))

    def sizeHint(self) -> QSize:
        """The words unwrapped."""
        width = self.width_wanted()
        return QSize(width, self.height_wanted(width))

    def minimumSizeHint(self) -> QSize:
        """Cards are laid out by their group."""
        return QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint box, disc or tick, and words."""
        painter = QPainter(self)
        worn = self.worn
        fill, edge, width = self._dress()
        shapes.box(painter, self.rect(), worn.field_radius, worn.colour(fill), worn.colour(edge), width)
        side = self._mark_side()
        place = QRect(worn.pick(9, 32), (self.height() - side) // 2, side, side)
        (self._paint_tick if self._ticks else self._paint_disc)(painter, place)
        left = self._text_left()
        room = self.width() - left - worn.pick(8, 24)
        self._block.paint(painter, left, (self.height() - self._block.height(room)) // 2, room)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The group handles the keys: it is one stop."""
        self._group.press(self, event)

    def _dress(self) -> tuple[str, str, int]:
        worn = self.worn
        fill = "sunken" if not self.isEnabled() else "accent_soft" if self.isChecked() or self._hovered() else "surface"
        if self.hasFocus():
            return fill, "focus", worn.field_ring
        if self._group.tone is not None:
            return fill, f"{self._group.tone}_line", 2
        return (fill, "accent", worn.pick(2, 4)) if self.isChecked() else (fill, "field_line", worn.edge)

    def _hovered(self) -> bool:
        return self.underMouse() and self.isEnabled() and not self.worn.kiosk

    def _mark_side(self) -> int:
        return self.worn.icon_side(16, 36)

    def _text_left(self) -> int:
        return self.worn.pick(9, 32) + self._mark_side() + self.worn.pick(6, 16)

    def _paint_disc(self, painter: QPainter, place: QRect) -> None:
        worn = self.worn
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = worn.pick(1, 3)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(worn.colour("accent" if self.isEnabled() else "disabled"))
            painter.drawEllipse(place)
            painter.setBrush(worn.colour("on_accent"))
            dot = place.width() / 2.7
            centre = QRectF(place).center()
            painter.drawEllipse(QRectF(centre.x() - dot / 2, centre.y() - dot / 2, dot, dot))
        else:
            painter.setPen(QPen(worn.colour("field_line"), width))
            painter.setBrush(worn.colour("surface"))
            painter.drawEllipse(QRectF(place).adjusted(width / 2, width / 2, -width / 2, -width / 2))

    def _paint_tick(self, painter: QPainter, place: QRect) -> None:
        worn = self.worn
        on = self.isChecked()
        fill = worn.colour(("accent" if self.isEnabled() else "disabled") if on else "surface")
        shapes.box(painter, place, worn.pick(3, 6), fill, None if on else worn.colour("field_line"), worn.pick(1, 3))
        if on:
            side = place.width()
            points = [(0.22, 0.53), (0.42, 0.72), (0.79, 0.31)]
            painter.setPen(
                QPen(
                    worn.colour("on_accent"),
                    side / 8,
                    Qt.PenStyle.SolidLine,
                    Qt.PenCapStyle.RoundCap,
                    Qt.PenJoinStyle.RoundJoin,
                )
            )
            painter.drawPolyline(QPolygonF([QPointF(place.x() + x * side, place.y() + y * side) for x, y in points]))


class CardGroup(QGroupBox):
    """Cards that wrap like words at the counter and stand in a column on the kiosk. One Tab stop, arrows inside."""

    def __init__(self, codes: Sequence[str], *, ticks: bool, size: Size | None) -> None:
        super().__init__()
        self.tone: Tone | None = None
        self.after: list[QWidget] = []
        """What stands behind the last card."""
        self._ticks = ticks
        self._size = size
        self._heights: dict[int, int] = {}
        self._set_for = (theme.current(size), typefaces.loaded())
        self.cards = [OptionCard(self, code, ticks=ticks, size=size) for code in codes]
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.pressed_enter: Callable[[], None] = lambda: None
        self.changed: Callable[[], None] = lambda: None
        for card in self.cards:
            card.clicked.connect(self._clicked)
        self.make_stop(self.cards[0] if self.cards else None)

    def make_stop(self, card: OptionCard | None) -> None:
        """Only `card` is reached by Tab."""
        for other in self.cards:
            other.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other is card else Qt.FocusPolicy.ClickFocus)

    def stop(self) -> OptionCard:
        """The card that Tab reaches."""
        return next((card for card in self.cards if card.focusPolicy() & Qt.FocusPolicy.TabFocus), self.cards[0])

    def chosen(self) -> list[str]:
        """Codes of the chosen cards, in order."""
        return [card.code for card in self.cards if card.isChecked()]

    def choose(self, codes: Sequence[str]) -> None:
        """Choose exactly these, without a signal."""
        for card in self.cards:
            card.setAutoExclusive(False)
            card.setChecked(card.code in codes)
            card.setAutoExclusive(not self._ticks)
        if not self._ticks:
            focused = next((card for card in self.cards if card.hasFocus()), None)
            self.make_stop(focused or next((card for card in self.cards if card.isChecked()), self.cards[0]))

    def press(self, card: OptionCard, event: QKeyEvent) -> None:
        """A key was pressed on `card`."""
        if event.key() in _ENTER:
            self.pressed_enter()
        elif event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            event.ignore()
        elif (to := self._arrow(card, event.key())) is not None:
            self._move(to)
        elif event.key() == Qt.Key.Key_Space:
            card.click()
        elif event.key() in _WIPE and not self._ticks:
            self.choose(())
            self.changed()
        elif (to := self._named(card, event.text())) is not None:
            self._move(to)
            if self._ticks and event.text().isdecimal():
                to.click()
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        """All cards on one line, or one below the other on the kiosk."""
        width = self._column_width() if self._kiosk() else sum(c.width_wanted() + self._gap() for c in self.cards)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """One card wide, its words wrapped if need be."""
        return QSize(min((self._column_width(), 160)), 0)

    def hasHeightForWidth(self) -> bool:
        """Cards wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the wrapped cards."""
        if width not in self._heights:
            self._heights[width] = self._arrange(width, place=False)
        return self._heights[width]

    def relay(self) -> None:
        """The words or the theme changed: measure anew."""
        self._heights.clear()
        self.updateGeometry()
        self._arrange(self.width(), place=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the cards."""
        self._arrange(self.width(), place=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame of the group is heard, not seen."""

    def changeEvent(self, event: QEvent) -> None:
        """Set the type anew when the theme changes."""
        worn = (theme.current(self._size), typefaces.loaded())
        if event.type() == QEvent.Type.StyleChange and worn != self._set_for:
            self._set_for = worn
            for card in self.cards:
                card.set_type()
            self.relay()
        super().changeEvent(event)

    def _clicked(self) -> None:
        card = self.sender()
        if isinstance(card, OptionCard):
            self.make_stop(card)
        self.changed()

    def _move(self, to: OptionCard) -> None:
        self.make_stop(to)
        to.setFocus(Qt.FocusReason.TabFocusReason)
        if not self._ticks and not to.isChecked():
            to.click()

    def _arrow(self, card: OptionCard, key: int) -> OptionCard | None:
        at = self.cards.index(card)
        if key in _FORWARD:
            return self.cards[(at + 1) % len(self.cards)]
        return self.cards[at - 1] if key in _BACK else None

    def _named(self, card: OptionCard, text: str) -> OptionCard | None:
        """The card a digit counts to, or the next one whose words or code begin with a letter."""
        if text.isdecimal() and 0 < int(text) <= len(self.cards):
            return self.cards[int(text) - 1]
        if not text.strip():
            return None
        at = self.cards.index(card)
        order = self.cards[at + 1 :] + self.cards[: at + 1]
        start = text.casefold()
        return next((c for c in order if any(w.casefold().startswith(start) for w in (c.label, c.code))), None)

    def _arrange(self, width: int, *, place: bool) -> int:
        x = y = tall = 0
        gap = self._gap()
        for card in self.cards:
            wide = width if self._kiosk() else min(card.width_wanted(), max(width, 1))
            if x and x + wide > width:
                x, y, tall = 0, y + tall + gap, 0
            high = card.height_wanted(wide)
            if place:
                card.setGeometry(x, y, wide, high)
            tall = max(tall, high)
            x += wide + gap
        return self._arrange_after(width, x, y, tall, place=place)

    def _arrange_after(self, width: int, x: int, y: int, tall: int, *, place: bool) -> int:
        for thing in self.after:
            if thing.isHidden():
                continue
            hint = thing.sizeHint()
            if x and x + hint.width() > width:
                x, y, tall = 0, y + tall + self._gap(), 0
            tall = max(tall, hint.height())
            if place:
                thing.setGeometry(x, y + (tall - hint.height()) // 2, min(hint.width(), width), hint.height())
            x += hint.width() + self._gap()
        return y + tall

    def _gap(self) -> int:
        return theme.current(self._size).pick(4, 16)

    def _kiosk(self) -> bool:
        return theme.current(self._size).kiosk

    def _column_width(self) -> int:
        return max((card.width_wanted() for card in self.cards), default=0)
