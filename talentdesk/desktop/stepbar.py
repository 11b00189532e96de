"""How far a person at the kiosk has come, and the buttons that lead on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.controls import Steps
from talentdesk.desktop.words import Paragraph, Span, Words
from talentdesk.i18n import N_, say, word

if TYPE_CHECKING:
    from talentdesk.core.form import Text
    from talentdesk.desktop.desk import Desk

_STEP = N_("Step {step} of {steps}")
_BACK, _NEXT, _DONE = N_("Back"), N_("Next"), N_("Check and print")
_PAPER, _QUESTIONS = N_("See the paper"), N_("Questions")
KIOSK = theme.Size.KIOSK
_MAIN_WIDTH = 340


class StepBar(QWidget):
    """“Step 3 of 8 · About you” over a row of boxes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.words = Words(self, size=KIOSK)
        self.steps = Steps(self, size=KIOSK)
        column = QVBoxLayout(self)
        column.setContentsMargins(56, 20, 56, 8)
        column.setSpacing(12)
        column.addWidget(self.words)
        column.addWidget(self.steps)

    def show_step(self, step: int, steps: int, title: Text) -> None:
        """Step `step` (from 0) of `steps`, called `title`."""
        language, second = self._desk.language, self._desk.second
        first = say(_STEP, language, step=step + 1, steps=steps)
        lines: list[Paragraph] = [(Span(f"{first}\u2002{word(title, language)}", "button", language),)]
        if second:
            other = say(_STEP, second, step=step + 1, steps=steps)
            lines.append((Span(f"{other} · {word(title, second)}", "small", second, "muted"),))
        self.words.show_words(*lines)
        self.steps.setRange(0, max(1, steps))
        self.steps.setValue(step)
        self.steps.setAccessibleName(first)


class Actions(QWidget):
    """Back, the paper, and onward, which never moves from the lower right."""

    back_wanted = Signal()
    next_wanted = Signal()
    paper_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shows_paper = False
        self._last = False
        self.back = Button(Role.PLAIN, self, icon="back", size=KIOSK)
        self.paper = Button(Role.PLAIN, self, icon="document", size=KIOSK)
        self.onward = Button(Role.MAIN, self, icon_after="forward", size=KIOSK)
        self.onward.setMinimumWidth(_MAIN_WIDTH)
        self.back.clicked.connect(self.back_wanted)
        self.paper.clicked.connect(self.paper_wanted)
        self.onward.clicked.connect(self.next_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(56, 16, 56, 32)
        row.setSpacing(24)
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(self.onward, 0, Qt.AlignmentFlag.AlignBottom)

    def show_place(self, *, first: bool, last: bool) -> None:
        """Whether this is the first question, or the last."""
        self.back.setEnabled(not first)
        if last is not self._last:
            self._last = last
            self.retranslate()

    def show_paper(self, yes: bool) -> None:
        """Whether the paper is in front."""
        if yes is not self._shows_paper:
            self._shows_paper = yes
            self.retranslate()

    def retranslate(self) -> None:
        """Say all buttons."""
        paper = _QUESTIONS if self._shows_paper else _PAPER
        for button, message in ((self.back, _BACK), (self.paper, paper), (self.onward, _DONE if self._last else _NEXT)):
            language, second = self._desk.language, self._desk.second
            button.show_words(say(message, language), language, say(message, second) if second else "", second)
