"""The paper as it will be printed, before it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from talentdesk.core.interview import Interview
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.chips import NOTICE
from talentdesk.desktop.controls import Message, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.papernotice import PaperNotice
from talentdesk.desktop.kiosk.sheet import Sheet, caption, heading
from talentdesk.desktop.preview import PaperPreview
from talentdesk.desktop.words import Words
from talentdesk.i18n import N_, say

_TITLE = N_("This is your form. Touch a box to change it.")
_READABLE, _A4 = 1240, 1.44
"""Pixels a page is wide on a wide screen, and how much higher it is, with its frame."""
_PRINT, _WORKING = N_("Print my papers"), N_("The papers are being made…")


class PaperSheet(Sheet):
    """The first paper, side by side to be turned; the main act prints all of them."""

    wanted = Signal(str)
    """The question of a box that was touched."""
    print_wanted = Signal()

    holds_answers = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.preview: PaperPreview | None = None
        self._busy = False
        self._title, self._refused = Words(self), Message(self)
        self.paper_notice = PaperNotice(desk, self)
        self.top.addWidget(self.paper_notice)
        self.top.addWidget(self._title)
        self.top.addWidget(self._refused)
        self._refused.hide()
        self._place = QVBoxLayout()
        self.body.setContentsMargins(0, 16, 0, 0)
        self.body.addLayout(self._place, 1)
        self.main.clicked.connect(self.print_wanted)
        self.main.show_icon("printer")
        self.retranslate()

    def show_for(self, interview: Interview) -> None:
        """The paper of these answers."""
        clear(self._place)
        self.preview = PaperPreview(self.desk, interview, self)
        self.preview.jumped.connect(self.wanted)
        self.preview.left.connect(lambda: self.main.setFocus())
        self._place.addWidget(self.preview, 1)
        self.arrange()
        self._refused.hide()
        self.show_busy(False)

    def forget(self) -> None:
        """Nobody's paper."""
        clear(self._place)
        self.preview = None
        self._refused.hide()

    def show_busy(self, yes: bool) -> None:
        """The papers are being made: a second touch would print them twice."""
        self._busy = yes
        self.main.setEnabled(not yes)
        self.back.setEnabled(not yes)
        self.retranslate()

    def show_refused(self, sentence: str, second: str) -> None:
        """Why nothing could be made, and what to do."""
        self._refused.show_message(NOTICE, sentence, self.desk.language, second, self.desk.second)
        self._refused.show()

    def title(self, language: str) -> str:
        """What is seen."""
        return say(_TITLE, language)

    def retranslate(self) -> None:
        """Says everything anew."""
        self.paper_notice.retranslate()
        heading(self._title, both_say(self.desk, _TITLE), "section_title")
        caption(self.back, both_say(self.desk, N_("Back")))
        caption(self.main, both_say(self.desk, _WORKING if self._busy else _PRINT))
        if self.preview is not None:
            self.preview.retranslate()

    def arrange(self) -> None:
        """On its side the screen is too low for a whole page that can be read: the page is wide, and scrolls."""
        if self.preview is not None:
            self.preview.setMinimumHeight(round(_READABLE * _A4) if self.is_wide else 0)

    def restyle(self) -> None:
        """The paper takes its colours anew."""
        if self.preview is not None:
            self.preview.restyle()
