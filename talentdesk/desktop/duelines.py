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
from talentdesk.desktop.lines import paint_line
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import format_short_date, plural, say, weekday

if TYPE_CHECKING:
    from datetime import date

    from talentdesk.store.cases import CaseSummary

_MOST_LINES = 6
PENDING = tuple(state for state in IN_HAND if state is not State.PRINTED)
"""States of cases whose last days somebody still has to keep."""
_URGENT_DAYS = 3


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

    def sizeHint(self) -> QSize:
        """Two lines."""
        worn = theme.current()
        return QSize(200, worn.style("small").line + worn.style("button_small").line + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Mark, name and time left on the first line, the matter on the second."""
        worn, language = theme.current(), self._desk.language
        painter = QPainter(self)
        if self.underMouse() or self.hasFocus():
            painter.fillRect(self.rect().adjusted(-16, 0, 16, 0), worn.colour("accent_soft"))
        urgent = self._days <= _URGENT_DAYS
        colour = "attention" if urgent else "muted"
        first = worn.style("button_small").line + 2
        icons.paint(
            painter, "triangle" if urgent else "calendar", QRect(16, (first - 12) // 2, 16, 16), worn.colour(colour)
        )
        top = QRect(42, 2, self.width() - 58, first)
        taken = paint_line(painter, top, self._left, "small", language, colour, right=True)
        paint_line(painter, top.adjusted(0, 0, -taken - 10, 0), self._name, "button_small", language)
        paint_line(
            painter, QRect(42, first + 1, self.width() - 58, first - 2), self._matter, "small", language, "muted"
        )
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
