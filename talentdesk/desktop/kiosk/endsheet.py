"""Ending early: what is lost is said once, and one touch takes it back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.sheet import Sheet, caption, heading
from talentdesk.desktop.words import Words, pair
from talentdesk.i18n import N_, say

_TITLE = N_("End and erase everything?")
_TOLD = N_("Everything you typed is erased from this machine and cannot be brought back. What was printed stays yours.")


class EndSheet(Sheet):
    """The main act goes on; ending stands apart from it."""

    stayed = Signal()
    erased = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.erase = Button(Role.DANGER, icon="trash")
        super().__init__(desk, parent)
        self.back.hide()
        self.erase.clicked.connect(self.erased)
        self.main.clicked.connect(self.stayed)
        self._title, self._told = Words(self), Words(self)
        self.body.addSpacing(80)
        self.body.addWidget(self._title)
        self.body.addWidget(self._told)
        self.body.addStretch(1)
        self.retranslate()

    def middle_acts(self) -> tuple[Button, ...]:
        """Ending."""
        return (self.erase,)

    def title(self, language: str) -> str:
        """The question."""
        return say(_TITLE, language)

    def aloud(self, language: str) -> str:
        """The question and what it means."""
        return f"{say(_TITLE, language)}\n{say(_TOLD, language)}"

    def focus_place(self) -> QWidget:
        """Going on."""
        return self.main

    def retranslate(self) -> None:
        """Says everything anew."""
        heading(self._title, both_say(self.desk, _TITLE))
        self._told.show_words(*pair(*both_say(self.desk, _TOLD), "body"))
        caption(self.erase, both_say(self.desk, N_("End and erase")))
        caption(self.main, both_say(self.desk, N_("Go on with my form")))
