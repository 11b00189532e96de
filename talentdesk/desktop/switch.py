"""Two tabs for narrow windows: the questions or the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.controls import Panel
from talentdesk.i18n import N_, say

if TYPE_CHECKING:
    from talentdesk.desktop.desk import Desk

_QUESTIONS, _PAPER = N_("Questions"), N_("Paper preview")


class PaneSwitch(Panel):
    """The one that is pressed is in front."""

    chosen = Signal(bool)
    """True: the paper."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent, lines="bottom")
        self._desk = desk
        self.questions = Button(Role.PLAIN, self, small=True)
        self.paper = Button(Role.PLAIN, self, icon="document", small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 24, 6)
        row.setSpacing(8)
        for button, paper in ((self.questions, False), (self.paper, True)):
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, paper=paper: self._choose(paper))
            row.addWidget(button)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chosen(self, *, paper: bool) -> None:
        """Which is in front."""
        self.questions.setChecked(not paper)
        self.paper.setChecked(paper)

    def retranslate(self) -> None:
        """Say both."""
        language, second = self._desk.language, self._desk.second
        for button, message in ((self.questions, _QUESTIONS), (self.paper, _PAPER)):
            button.show_words(say(message, language), language, say(message, second) if second else "", second)

    def _choose(self, paper: bool) -> None:
        self.show_chosen(paper=paper)
        self.chosen.emit(paper)
