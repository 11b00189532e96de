"""What is due within the week, day by day: each line opens its case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.core.states import IN_HAND, State
from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.caselist import SOON_DAYS, days_left, names_of
from talentdesk.desktop.controls import clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.lines import paint_line, width_of
from talentdesk.desktop.words import Block, Span, Words
from talentdesk.i18n import format_short_date, plural, say, weekday

if TYPE_CHECKING:
    from datetime import date

    from talentdesk.store.cases import CaseSummary

_MOST_LINES = 6
PENDING = tuple(state for state in IN_HAND if state is not State.PRINTED)
"""States of cases whose last days somebody still has to keep."""
_URGENT_DAYS = 3
_SIDE = 16
"""Air at either side."""
_DRAWN = 312
"""Pixels the card is wide beside the list, with its scroll bar."""


class DueLine(QAbstractButton):
    """One case that is due: a mark, whose it is, which matter, how long is left."""

    def __init__(self, desk: Desk, case: CaseSummary, matter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.case = case
        self._matter = matter
        self._name = names_of(case, desk.language)[0]
        assert case.due is not None
        self._days = (case.due - desk.today).days
        self._left = days_left(self._days, desk.language)
        self.setText(f"{self._name}, {matter}, {self._left}".replace("&", "&&"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """As high as its words are in the card as it is drawn."""
        return QSize(200, self.heightForWidth(max(_DRAWN, self.width())))

    def hasHeightForWidth(self) -> bool:
        """A long matter takes two lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Name, matter, and the time left where it has no room beside the name."""
        worn = theme.current()
        below = 0 if self._is_beside(width) else worn.style("small").line
        return worn.style("button_small").line + self._block().height(self._room(width)) + below + 6

    def _left_edge(self) -> int:
        return _SIDE + theme.current().icon_side(16, 32) + 10

    def _room(self, width: int) -> int:
        return max(60, width - self._left_edge() - _SIDE)

    def _is_beside(self, width: int) -> bool:
        language = self._desk.language
        taken = width_of(self._left, "small", language) + width_of(self._name, "button_small", language)
        return taken + 10 <= self._room(width)

    def _block(self) -> Block:
        return Block(((Span(self._matter, "small", self._desk.language, "muted"),),), theme.current())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Mark, name and time left on the first line, the matter below; nothing of it is cut."""
        worn, language = theme.current(), self._desk.language
        painter = QPainter(self)
        if self.underMouse() or self.hasFocus():
            painter.fillRect(self.rect().adjusted(-16, 0, 16, 0), worn.colour("accent_soft"))
        urgent = self._days <= _URGENT_DAYS
        colour = "attention" if urgent else "muted"
        first, side = worn.style("button_small").line + 2, worn.icon_side(16, 32)
        mark = QRect(_SIDE, 2 + (first - side) // 2, side, side)
        icons.paint(painter, "triangle" if urgent else "calendar", mark, worn.colour(colour))
        block, room = self._block(), self._room(self.width())
        top = QRect(self._left_edge(), 2, room, first)
        paint_line(painter, top, self._name, "button_small", language)
        under = first + 1 + block.height(room)
        if self._is_beside(self.width()):
            paint_line(painter, top, self._left, "small", language, colour, right=True)
        else:
            last = QRect(top.left(), under, room, worn.style("small").line)
            paint_line(painter, last, self._left, "small", language, colour)
        block.paint(painter, top.left(), first + 1, room)
        if self.hasFocus():
            shapes.box(
                painter, self.rect().adjusted(4, 0, -4, 0), worn.field_radius, None, worn.colour("focus"), worn.ring
            )


class DueLines(QWidget):
    """The content of the card beside the list."""

    open_wanted = Signal(str)

    def __init__(self, desk: Desk, title: Callable[[str, str], str], parent: QWidget | None = None) -> None:
        """`title(procedure, language)` gives the name of a matter."""
        super().__init__(parent)
        self._desk = desk
        self._title_of = title
        self._cases: tuple[CaseSummary, ...] = ()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 8, 0, 10)
        self._lines.setSpacing(2)
        self.retranslate()

    def show_cases(self, cases: Sequence[CaseSummary]) -> None:
        """Shows those of `cases` that are due within a week or late, the earliest first."""
        until = self._desk.today + timedelta(days=SOON_DAYS)
        due = [case for case in cases if case.due is not None and case.due <= until and case.state in PENDING]
        self._cases = tuple(sorted(due, key=lambda case: (case.due, case.number)))
        self._fill()

    @property
    def cases(self) -> tuple[CaseSummary, ...]:
        """What is shown."""
        return self._cases

    def retranslate(self) -> None:
        """Puts the words anew."""
        self._fill()

    def _fill(self) -> None:
        clear(self._lines)
        day: date | None = None
        for case in self._cases[:_MOST_LINES]:
            if case.due != day:
                day = case.due
                assert day is not None
                self._add_words(self._day(day), "button_small")
            line = DueLine(self._desk, case, self._title_of(case.procedure, self._desk.language), self)
            line.clicked.connect(lambda _=False, id=case.id: self.open_wanted.emit(id))
            self._lines.addWidget(line)
        more = len(self._cases) - _MOST_LINES
        if more > 0:
            self._add_words(plural("and {count} more", "and {count} more", more, self._desk.language), "small")
        if not self._cases:
            self._add_words(say("Nothing is due within the next seven days.", self._desk.language), "small")

    def _day(self, day: date) -> str:
        language = self._desk.language
        text = f"{format_short_date(day, language)} {weekday(day, language, short=True)}"
        return f"{text} · {say('today', language)}" if day == self._desk.today else text

    def _add_words(self, text: str, style: str) -> None:
        words = Words(self)
        words.setContentsMargins(0, 0, 0, 0)
        colour = "text" if style == "button_small" else "muted"
        words.show_words((Span(text, style, self._desk.language, colour),))
        row = QWidget(self)
        inside = QVBoxLayout(row)
        inside.setContentsMargins(16, 4, 16, 2)
        inside.addWidget(words)
        self._lines.addWidget(row)

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self.retranslate()
