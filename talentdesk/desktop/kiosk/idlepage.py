"""“Are you still there?”: in place of everything else, until somebody touches the screen or the time is over."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.bilingual import Both, both, both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.controls import Panel
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.words import Block, Paragraph, Span, Words, pair
from talentdesk.i18n import N_, plural

_BRAND = "talentdesk"
_HIDDEN = N_("Your answers are hidden")
_ASK = N_("Are you still there?")
_GO_ON = N_("I am here, go on")
_MORE = N_("5 more minutes")
_END = N_("End and erase")
_ANYWHERE = N_("Touch anywhere to go on")
_MOVES = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left})
_STEPS = _MOVES | {Qt.Key.Key_Right, Qt.Key.Key_Shift}
_READ_OUT = frozenset({30, 20, 10, 5})
"""Seconds at which a screen reader says how many are left: one each second would drown itself."""
_LOW = 900
"""Pixels of the shorter side of a screen on which everything stands closer."""
_TOP = 16 * 90  # Qt counts angles in sixteenths of a degree, from three o'clock, against the clock


def erases_in(seconds: int, language: str) -> str:
    """What happens when the time is over."""
    return plural(
        "In {count} second this machine erases everything you typed.",
        "In {count} seconds this machine erases everything you typed.",
        seconds,
        language,
        count=seconds,
    )


def unit(seconds: int, language: str) -> str:
    """What the number counts."""
    return plural("second", "seconds", seconds, language)


class Countdown(QWidget):
    """A ring that loses a piece each second, at once and without moving, with the number in it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.left, self.whole = 0, 1
        self._small = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_left(self, left: int, whole: int) -> None:
        """`left` of `whole` seconds."""
        self.left, self.whole = left, max(whole, 1)
        self.update()

    def show_small(self, small: bool) -> None:
        """On a low screen the words need the room."""
        self._small = small
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """A large circle."""
        side = 200 if self._small else theme.current().pick(240, 316)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the well, the ring, number and unit."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        worn = theme.current()
        width = worn.pick(14, 20)
        place = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        pen = QPen(worn.colour("line"), width)
        painter.setPen(pen)
        painter.drawEllipse(place)
        pen.setColor(worn.colour("attention"))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(place, _TOP, -round(5760 * self.left / self.whole))
        self._paint_number(painter, worn)
        painter.end()

    def _paint_number(self, painter: QPainter, worn: theme.Theme) -> None:
        side = self.width()
        font = QFont(worn.font("page_title", "en"))
        font.setPixelSize(round(side * 0.36))
        painter.setFont(font)
        painter.setPen(worn.colour("text"))
        upper = QRect(0, round(side * 0.22), side, round(side * 0.42))
        painter.drawText(upper, int(Qt.AlignmentFlag.AlignCenter), str(self.left))
        said = both(self._desk, lambda language: unit(self.left, language))
        spans = [Span(said.text, "body", said.language, "muted")]
        if said.second and worn.zoom == 100:
            spans.append(Span(f" {said.second}", "body", said.second_language, "muted"))
        below = Block((tuple(spans),), worn)
        below.paint(painter, (side - below.width) // 2, round(side * 0.64), 1 << 20)


class _Line(Panel):
    """An icon and words in both languages, on a bar."""

    def __init__(self, icon: str, message: str, desk: Desk, *, lines: str, right: bool) -> None:
        super().__init__("surface", lines=lines)
        self._icon, self._message, self._desk, self._right = icon, message, desk, right
        self._brand = right
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Take the height of the theme."""
        worn = theme.current()
        self.setFixedHeight(worn.measure("header") if self._right else worn.pick(48, 88))
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the languages of the screen."""
        said = both_say(self._desk, self._message)
        self.setAccessibleName(said.text)
        spans = [Span(said.text, "body", said.language, "muted")]
        if said.second:
            spans.append(Span(f" · {said.second}", "body", said.second_language, "muted"))
        self._block = Block((tuple(spans),), theme.current())
        # With large letters the bar says one language.
        self._short = Block((tuple(spans[:1]),), theme.current())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar; the brand stands on the upper one."""
        super().paintEvent(event)
        worn = theme.current()
        painter = QPainter(self)
        side, gap, margin = worn.pick(18, 32), worn.pick(8, 14), worn.pick(24, 42)
        middle = self.height() // 2
        block = self._block if 2 * margin + side + gap + self._block.width <= self.width() else self._short
        width = side + gap + block.width
        x = self.width() - margin - width if self._right else margin + worn.pick(8, 16)
        icons.paint(painter, self._icon, QRect(x, middle - side // 2, side, side), worn.colour("muted"))
        block.paint(painter, x + side + gap, middle - worn.style("body").line // 2, 1 << 20)
        if self._brand:
            brand = Block(((Span(_BRAND, "button", "en", "accent"),),), worn)
            icons.paint(painter, "brand", QRect(margin, middle - side // 2, side, side), worn.colour("accent"))
            if margin + side + gap + brand.width < x:
                brand.paint(painter, margin + side + gap, middle - worn.style("button").line // 2, 1 << 20)
        painter.end()


class _Card(QWidget):
    """The box with the amber edge."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box."""
        painter = QPainter(self)
        worn = theme.current()
        edge = worn.colour("attention_line")
        shapes.box(painter, self.rect(), worn.card_radius, worn.colour("surface"), edge, worn.pick(2, 3))
        painter.end()


class IdlePage(QWidget):
    """A window of its own above everything, dialogs too, so that nothing of what was typed can be read.

    It is there from the start and only shown and hidden. Any touch and any key go on; Tab and the arrows move between
    the three buttons, and begin the countdown anew.
    """

    stayed = Signal()
    """Somebody is there."""
    held = Signal()
    """Somebody moves between the buttons: the question stays, the time begins anew."""
    more_wanted = Signal()
    end_wanted = Signal()

    def __init__(self, desk: Desk, above: QWidget) -> None:
        super().__init__(above, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._desk, self._above = desk, above
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowTitle(_BRAND)
        self.ring = Countdown(desk)
        self.title, self.sentence = Words(centred=True), Words(centred=True)
        self.go_on = Button(Role.MAIN)
        self.more = Button(Role.PLAIN, icon="clock")
        self.end = Button(Role.PLAIN, icon="trash")
        self._upper = _Line("hide", _HIDDEN, desk, lines="bottom", right=True)
        self._lower = _Line("hand", _ANYWHERE, desk, lines="top", right=False)
        self.go_on.clicked.connect(self.stayed)
        self.more.clicked.connect(self.more_wanted)
        self.end.clicked.connect(self.end_wanted)
        self._lay_out()
        self.retranslate()

    @property
    def buttons(self) -> tuple[Button, Button, Button]:
        """From the one that has the focus at first."""
        return self.go_on, self.more, self.end

    def rise(self, seconds: int) -> None:
        """Cover everything and ask."""
        self.show_left(seconds, seconds)
        self._turn()
        self.setGeometry(self._above.window().geometry())
        if self._above.window().isFullScreen():
            self.showFullScreen()
        else:
            self.show()
        self.activateWindow()
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_left(self, left: int, whole: int) -> None:
        """So many seconds are left."""
        self.ring.show_left(left, whole)
        said = both(self._desk, lambda language: erases_in(left, language))
        self.sentence.show_words(*self._lines(said, "body"))
        if self.isVisible() and (left in _READ_OUT or left == whole):
            self.setAccessibleName(said.text)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said.text))

    def _lines(self, said: Both, style: str) -> tuple[Paragraph, ...]:
        """Both languages; on a screen that lies on its side very large letters leave room for the first."""
        room = self._above.window().size()
        alone = theme.current().zoom > 150 and room.width() > room.height()
        return tuple(pair(*said, style))[: 1 if alone else None]

    def retranslate(self) -> None:
        """Say everything in the languages of the screen."""
        said: Both = both_say(self._desk, _ASK)
        self.title.show_words(*self._lines(said, "page_title"))
        for button, message in zip(self.buttons, (_GO_ON, _MORE, _END), strict=True):
            words = both_say(self._desk, message)
            button.show_words(words.text, words.language, words.second, words.second_language)
        for line in (self._upper, self._lower):
            line.retranslate()
        self.show_left(self.ring.left, self.ring.whole)

    def _lay_out(self) -> None:
        worn = theme.current()
        self._card = _Card()
        self._inside = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._card)
        self._inside.setSpacing(worn.pick(24, 40))
        words = self._said = QVBoxLayout()
        for part in (self.title, self.sentence):
            words.addWidget(part)
        words.addSpacing(worn.pick(4, 12))
        words.addWidget(self.go_on)
        others = QHBoxLayout()
        others.setSpacing(worn.pick(12, 24))
        for button in (self.more, self.end):
            others.addWidget(button, 1)
        words.addLayout(others)
        self._inside.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignCenter)
        self._inside.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._upper)
        column.addStretch(1)
        row = self._row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._card, 12)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        column.addWidget(self._lower)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a screen that lies on its side the ring stands beside the words."""
        self._turn()

    def _turn(self) -> None:
        # Our own size is no measure: standing upright we would never get low enough to lie down.
        room = self._above.window().size()
        wide = room.width() > room.height()
        low = min(room.width(), room.height()) < _LOW
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._inside.setDirection(along if wide else down)
        worn = theme.current()
        across, upright = (32, 16) if low else (worn.pick(32, 66), worn.pick(28, 58))
        self._inside.setContentsMargins(across, upright, across, upright)
        self._said.setSpacing(12 if low else worn.pick(12, 28))
        around = 8 if low else 24
        self._row.setContentsMargins(24, around, 24, around)
        self.ring.show_small(low)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A plain well: nothing of the page beneath."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().colour("sunken"))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch beside the buttons goes on."""
        self.stayed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key goes on; those that move between the buttons begin the countdown anew."""
        if event.key() in _STEPS:
            self.held.emit()
            super().keyPressEvent(event)
        else:
            self.stayed.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab moves, and somebody is there."""
        self.held.emit()
        return super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody closes it from outside."""
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        """Follows language, look and size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            for line in (self._upper, self._lower):
                line.restyle()
            self.retranslate()
