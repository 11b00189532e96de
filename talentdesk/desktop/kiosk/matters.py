"""Which form: those that fit what was answered, with the reason; one touch begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from talentdesk.core.interview import Interview
from talentdesk.core.triage import Triage, Verdict, judge
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import NOTICE
from talentdesk.desktop.controls import Message, Rule, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.sheet import Sheet, caption, heading
from talentdesk.desktop.triageresults import FitRow
from talentdesk.desktop.words import Words
from talentdesk.i18n import N_, plural, say, titled

_TITLE = N_("These forms fit your answers")
_OPEN = N_("Not settled yet")
_NONE = N_("No form here fits these answers. Ask the staff in this hall, or go back and look at your answers.")


class Matters(Sheet):
    """What fits, and below it what one more answer would settle. What does not fit is not shown to an applicant."""

    chosen = Signal(str)
    """A procedure."""

    def __init__(self, desk: Desk, triage: Triage, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._triage = triage
        self._interview: Interview | None = None
        self.fits: list[FitRow] = []
        self._title = Words(self)
        self._none = Message(self)
        self._list = QVBoxLayout()
        self._list.setSpacing(24)
        self.body.addWidget(self._title)
        self.body.addWidget(self._none)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        # Touching a form begins it: there is no second act to confirm.
        self.main.setVisible(False)
        self.retranslate()

    def show_for(self, interview: Interview) -> None:
        """What fits these answers."""
        self._interview = interview
        self._show()

    def forget(self) -> None:
        """Nobody's answers."""
        self._interview = None
        self._show()

    def show_refused(self, told: Callable[[str], str]) -> None:
        """Why a form cannot be begun, and what to do."""
        said = both(self.desk, told)
        self._none.show_message(NOTICE, said.text, said.language, said.second, said.second_language)
        self._none.show()

    def _matter(self, procedure: str, language: str) -> str:
        return titled(self.desk.catalogue.about(procedure).title, language)

    def _show(self) -> None:
        clear(self._list)
        self.fits = []
        if self._interview is None:
            return
        known = self.desk.catalogue.procedures()
        verdicts = [each for each in judge(self._triage, self._interview) if each.procedure in known]
        fits = [each for each in verdicts if each.fits]
        open_ = [each for each in verdicts if each.fits is None]
        self._none.setVisible(not fits and not open_)
        for title, group in ((_TITLE, fits), (_OPEN, open_)):
            if group:
                self._add_card(title, group)

    def _add_card(self, title: str, verdicts: Sequence[Verdict]) -> None:
        assert self._interview is not None
        card = HeadedCard(self)
        card.show_title(*both_say(self.desk, title))
        for place, verdict in enumerate(verdicts):
            if place:
                card.body.addWidget(Rule(card))
            row = FitRow(self.desk, verdict, self._matter, self._interview, card)
            row.clicked.connect(lambda _=False, id=verdict.procedure: self.chosen.emit(id))
            row.walked.connect(lambda by, row=row: self._walk(row, by))
            card.body.addWidget(row)
            self.fits.append(row)
        self._list.addWidget(card)

    def _walk(self, row: FitRow, by: int) -> None:
        self.focusNextPrevChild(by > 0)

    def title(self, language: str) -> str:
        """What stands here."""
        return say(_TITLE, language)

    def aloud(self, language: str) -> str:
        """All forms that fit."""
        names = [self._matter(row.procedure, language) for row in self.fits]
        count = plural("{count} form fits", "{count} forms fit", len(names), language)
        return "\n".join([count, *names]) if names else say(_NONE, language)

    def focus_place(self) -> QWidget:
        """The first that fits."""
        return self.fits[0] if self.fits else self.back

    def retranslate(self) -> None:
        """Says everything anew."""
        heading(self._title, both_say(self.desk, N_("Which form?")))
        none = both_say(self.desk, _NONE)
        self._none.show_message(NOTICE, none.text, none.language, none.second, none.second_language)
        caption(self.back, both(self.desk, lambda tag: say("Back", tag)))
        self._show()

    def restyle(self) -> None:
        """Sizes have changed: the rows are made anew."""
        self._show()
