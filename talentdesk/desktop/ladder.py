"""The deadline ladder, and what the case costs and takes: each with its source and how well it is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.deadlines import Step, list_steps
from talentdesk.core.form import Citation, Grade
from talentdesk.core.interview import FeeView, Interview
from talentdesk.desktop import chips, theme
from talentdesk.desktop.bilingual import Both, both, both_say, both_words
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.caselist import days_left
from talentdesk.desktop.chips import GRADES, Chip, Mark, Status, Tone
from talentdesk.desktop.controls import Rule, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.lines import width_of
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, format_date, say
from talentdesk.paper.counting import cited, without_calendar
from talentdesk.service.deadlines import step_title
from talentdesk.service.wording import measured

_URGENT_DAYS = 7

TODAY = Mark("half_disc", Tone.ACCENT, N_("today"))
PASSED = Mark("octagon_cross", Tone.ERROR, N_("Passed"))
URGENT = Mark("triangle", Tone.ATTENTION, N_("Soon"))
AHEAD = Mark("calendar", Tone.QUIET, N_("Ahead"))


def steps_of(interview: Interview) -> tuple[Step, ...]:
    """The case's day, last days and the days on which papers grow too old, earliest first."""
    steps = (Step("", interview.as_of, None), *list_steps(interview))
    return tuple(sorted(steps, key=lambda step: (step.day, step.title is not None)))


class GradeLine(QWidget):
    """How well a fact is known: nothing for official text, a chip for everything else."""

    def __init__(self, desk: Desk, citation: Citation | None, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        chip = Chip(self, square=True)
        row.addWidget(chip)
        row.addStretch(1)
        if citation is not None:
            tone, name = GRADES[citation.grade]
            chip.show_chip(tone, "", say(name, desk.language), desk.language)
        self.setVisible(citation is not None and citation.grade is not Grade.A)


class LadderLine(QWidget):
    """One day: its mark and date, what it is the last day for, how long is left, and where that is written."""

    def __init__(self, desk: Desk, step: Step, today: date, width: int, parent: QWidget) -> None:
        """`width` is what the widest of the dates takes."""
        super().__init__(parent)
        self.step = step
        worn, language = theme.current(), desk.language
        days = (step.day - today).days
        self.mark = _mark(step, days)
        icon = Status(self)
        icon.show_status(self.mark, "", language)
        icon.setAccessibleName(say(self.mark.word, language))
        day = Words(self, wrap=False)
        day.show_words((Span(format_date(step.day, language), "button_small", language),))
        day.setMinimumWidth(width)
        self.words = Words(self)
        self.words.show_words(*_paragraphs(desk, step, days, self.mark))
        right = QVBoxLayout()
        right.setSpacing(0)
        if worn.kiosk:
            right.addWidget(day)
        right.addWidget(self.words)
        right.addWidget(GradeLine(desk, step.citation, self))
        row = QHBoxLayout(self)
        row.setContentsMargins(worn.pick(16, 32), worn.pick(5, 16), worn.pick(16, 32), worn.pick(5, 16))
        row.setSpacing(worn.pick(10, 20))
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        if not worn.kiosk:
            row.addWidget(day, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)


def _mark(step: Step, days: int) -> Mark:
    if step.title is None:
        return TODAY
    if days < 0:
        return PASSED
    return URGENT if days <= _URGENT_DAYS else AHEAD


def _paragraphs(desk: Desk, step: Step, days: int, mark: Mark) -> Iterator[tuple[Span, ...]]:
    language = desk.language
    if step.title is None:
        yield tuple(_beside(both_say(desk, N_("today"))))
        return
    yield tuple(_beside(both(desk, lambda tag: step_title(step, tag))))
    colour = chips.ink(mark.tone) if mark in (PASSED, URGENT) else "muted"
    left = days_left(days, language)
    source = cited(step.citation, language)
    yield (
        Span(left, "message_second", language, colour),
        Span(f" · {source}" if source else "", "message_second", language, "muted"),
    )
    if step.deadline is not None and step.deadline.lacking:
        yield (Span(without_calendar(step.deadline, language), "message_second", language, "muted"),)


def _beside(said: Both) -> Iterator[Span]:
    yield Span(said.text, "small", said.language)
    if said.second:
        yield Span(f"\u2002{said.second}", "message_second", said.second_language, "muted")


class DeadlineLadder(HeadedCard):
    """The case's day and everything that is due, earliest first."""

    def __init__(self, desk: Desk, interview: Interview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._interview = interview
        self.lines: list[LadderLine] = []
        self.calendar_button = Button(parent=self, icon="calendar", small=True)
        self.head.addWidget(self.calendar_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.restyle_rows()

    def show_steps(self) -> None:
        """Shows the days as they stand now."""
        clear(self._list)
        language, steps = self._desk.language, steps_of(self._interview)
        width = max(width_of(format_date(step.day, language), "button_small", language) for step in steps)
        today = self._interview.as_of
        self.lines = [LadderLine(self._desk, step, today, width, self) for step in steps]
        for line in self.lines:
            self._list.addWidget(line)
        # A public machine keeps no files: there the days are taken home on paper.
        self.calendar_button.setVisible(len(steps) > 1 and not self._desk.is_kiosk)

    def retranslate(self) -> None:
        """Puts the words anew."""
        self.show_title(*both_say(self._desk, N_("Deadline ladder")))
        self.calendar_button.show_words(say("Save to calendar…", self._desk.language), self._desk.language)
        self.show_steps()

    def restyle_rows(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        self._list.setContentsMargins(0, worn.pick(6, 16), 0, worn.pick(6, 16))
        self.show_steps()


class AmountLine(QWidget):
    """A fee or a time: what for, how much, and how well it is known."""

    def __init__(self, desk: Desk, view: FeeView, parent: QWidget) -> None:
        super().__init__(parent)
        worn, language, value = theme.current(), desk.language, view.value
        title = Words(self)
        said = both_words(desk, view.fee.title)
        source = cited(value.citation, language)
        title.show_words(tuple(_beside(said)), (Span(source, "message_second", language, "muted"),))
        amount = Words(self, wrap=False)
        amount.show_words((Span(measured(value.value, value.unit, language), "button", language),))
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(title)
        left.addWidget(GradeLine(desk, value.citation, self))
        row = QHBoxLayout(self)
        row.setContentsMargins(worn.pick(16, 32), worn.pick(7, 16), worn.pick(16, 32), worn.pick(7, 16))
        row.setSpacing(worn.pick(12, 24))
        row.addLayout(left, 1)
        row.addWidget(amount, 0, Qt.AlignmentFlag.AlignTop)


class CostCard(HeadedCard):
    """Fees and times. Hidden where nothing is known to apply."""

    def __init__(self, desk: Desk, interview: Interview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._interview = interview
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.lines: list[AmountLine] = []

    def show_amounts(self) -> None:
        """Shows what applies now."""
        clear(self._list)
        self.lines = [AmountLine(self._desk, view, self) for view in self._views()]
        for number, line in enumerate(self.lines):
            if number:
                self._list.addWidget(Rule(self))
            self._list.addWidget(line)
        self.setVisible(bool(self.lines))

    def _views(self) -> Sequence[FeeView]:
        return (*self._interview.fees(), *self._interview.durations())

    def retranslate(self) -> None:
        """Puts the words anew."""
        self.show_title(*both_say(self._desk, N_("Fees and times")))
        self.show_amounts()

    def restyle_rows(self) -> None:
        """Takes sizes from the theme."""
        self.show_amounts()
