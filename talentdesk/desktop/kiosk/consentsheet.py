"""What a person agrees to before anything is asked: every point by itself, in plain words, off until it is touched."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import INFORMATION, NOTICE
from talentdesk.desktop.controls import Message, Rule
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.papernotice import PaperNotice
from talentdesk.desktop.kiosk.purposes import DRAFTED, Purpose
from talentdesk.desktop.kiosk.sheet import Sheet, caption
from talentdesk.desktop.ring import shows_ring
from talentdesk.desktop.words import Block, Paragraph, Span
from talentdesk.i18n import N_, say

_TITLE, _BEGIN = N_("You decide each point"), N_("Begin")
_NEEDED = N_("Without the first point nothing can be filled in. You may leave the others off.")
_YES, _NO = N_("Yes"), N_("No")
_SEPARATE = N_("asked separately")
_LEFT, _ICON, _TRACK_WIDTH, _TRACK = 96, 40, 88, 52


class Point(QAbstractButton):
    """A purpose with its words, and a switch that says yes or no in words too. The whole row is the switch."""

    def __init__(self, desk: Desk, purpose: Purpose, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.purpose = purpose
        self._ringed = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.toggled.connect(lambda _on: self._say())
        self.retranslate()

    def retranslate(self) -> None:
        """Says it in both languages; the whole text in the first."""
        title = both(self._desk, self.purpose.title)
        lines: list[Paragraph] = [(Span(title.text, "button", title.language),)]
        if title.second:
            lines.append((Span(title.second, "small", title.second_language, "muted"),))
        if self.purpose.sensitive:
            said = both_say(self._desk, _SEPARATE)
            lines.append((Span(f"{said.text} {said.second}".strip(), "small", said.language, "attention"),))
        words = (Span(self.purpose.words(self._desk.language), "small", self._desk.language),)
        self._head, self._words = Block(lines, theme.current()), Block((words,), theme.current())
        self._say()
        self.updateGeometry()

    def _say(self) -> None:
        said = both_say(self._desk, _YES if self.isChecked() else _NO)
        colour = "accent" if self.isChecked() else "muted"
        self._state = Block(
            (
                (Span(said.text, "button", said.language, colour),),
                (Span(said.second, "small", said.second_language, colour),),
            ),
            theme.current(),
        )
        self.setText(f"{self.purpose.title(self._desk.language)}: {said.text}".replace("&", "&&"))
        self.setAccessibleDescription(self.purpose.words(self._desk.language))
        self.update()

    def _right(self) -> int:
        return 32 + _TRACK_WIDTH + 24 + max(72, self._state.width) + 24

    def hasHeightForWidth(self) -> bool:
        """The text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All of it."""
        head = max(self._state.height(1 << 20), self._head.height(self._room(width)))
        return max(128, 20 + head + 4 + self._words.height(max(120, width - _LEFT - 32)) + 20)

    def _room(self, width: int) -> int:
        return max(120, width - _LEFT - self._right())

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(400, self.heightForWidth(900))

    def minimumSizeHint(self) -> QSize:
        """Narrow rows are high."""
        return QSize(320, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter switches, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            event.ignore() if event.key() != Qt.Key.Key_Space else super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring where the focus came by keyboard."""
        super().focusInEvent(event)
        self._ringed = shows_ring(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring."""
        super().focusOutEvent(event)
        self._ringed = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon, words, yes or no, switch."""
        worn, painter = theme.current(), QPainter(self)
        if self._ringed:
            shapes.box(painter, self.rect().adjusted(4, 4, -4, -4), 12, None, worn.colour("focus"), worn.ring)
        icons.paint(painter, self.purpose.icon, QRect(32, 24, _ICON, _ICON), worn.colour("accent"))
        right = self._right()
        room = self._room(self.width())
        self._head.paint(painter, _LEFT, 20, room)
        self._state.paint(painter, self.width() - right + 24, 20, 1 << 20)
        below = 24 + max(self._state.height(1 << 20), self._head.height(room))
        self._words.paint(painter, _LEFT, below, max(120, self.width() - _LEFT - 32))
        self._paint_switch(painter, QRect(self.width() - 32 - _TRACK_WIDTH, 28, _TRACK_WIDTH, _TRACK), worn)
        painter.end()

    def _paint_switch(self, painter: QPainter, track: QRect, worn: theme.Theme) -> None:
        on = self.isChecked()
        fill, edge, knob = ("accent", "accent", "on_accent") if on else ("surface", "field_line", "field_line")
        shapes.box(painter, track, _TRACK / 2, worn.colour(fill), worn.colour(edge), 3)
        side = _TRACK - (14 if on else 20)
        left = track.right() - side - 7 if on else track.left() + 10
        place = QRect(left, track.center().y() - side // 2 + 1, side, side)
        shapes.box(painter, place, side / 2, worn.colour(knob), None)


class ConsentSheet(Sheet):
    """Nothing is on by itself."""

    agreed = Signal(object)
    """Ids of what was agreed to."""

    def __init__(self, desk: Desk, purposes: Sequence[Purpose], parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.paper_notice = PaperNotice(desk, self)
        self.top.addWidget(self.paper_notice)
        self._card = HeadedCard(self)
        self._note, self._draft = Message(self), Message(self)
        self._card.body.addWidget(self._said_first())
        self.points = [Point(desk, purpose, self) for purpose in purposes]
        for point in self.points:
            self._card.body.addWidget(Rule(self))
            self._card.body.addWidget(point)
            point.toggled.connect(lambda _on: self._weigh())
        self.body.addWidget(self._card)
        self.body.addStretch(1)
        self.main.clicked.connect(lambda: self.agreed.emit(self.given))
        self.retranslate()

    def _said_first(self) -> QWidget:
        """What has to be known before the first point: below the last one nobody would see it without scrolling."""
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(32, 0, 32, 20)
        column.setSpacing(12)
        for part in (self._note, self._draft):
            column.addWidget(part)
        return holder

    @property
    def given(self) -> frozenset[str]:
        """What stands on yes."""
        return frozenset(point.purpose.id for point in self.points if point.isChecked())

    def forget(self) -> None:
        """Nobody has agreed to anything."""
        for point in self.points:
            point.setChecked(False)

    def _weigh(self) -> None:
        self.main.setEnabled(all(point.isChecked() for point in self.points if point.purpose.needed))

    def title(self, language: str) -> str:
        """What is decided here."""
        return say(_TITLE, language)

    def aloud(self, language: str) -> str:
        """Every point with its words."""
        told = [] if self.paper_notice.isHidden() else [self.paper_notice.words(language)]
        told.append(say(_TITLE, language))
        for point in self.points:
            told += [point.purpose.title(language), point.purpose.words(language)]
        return "\n".join([*told, say(_NEEDED, language)])

    def focus_place(self) -> QWidget:
        """The first point."""
        return self.points[0]

    def retranslate(self) -> None:
        """Says everything anew; what was decided stays."""
        self.paper_notice.retranslate()
        self._card.show_title(*both_say(self.desk, _TITLE))
        for point in self.points:
            point.retranslate()
        note, draft = both_say(self.desk, _NEEDED), both_say(self.desk, DRAFTED)
        self._note.show_message(INFORMATION, note.text, note.language, note.second, note.second_language)
        self._draft.show_message(NOTICE, draft.text, draft.language, draft.second, draft.second_language)
        self._draft.setVisible(any(point.purpose.drafted for point in self.points))
        caption(self.back, both_say(self.desk, N_("Back")))
        caption(self.main, both_say(self.desk, _BEGIN))
        self._weigh()

    def restyle(self) -> None:
        """Letters may have grown."""
        self.retranslate()
