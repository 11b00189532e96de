"""The state of a case and where it may go from here: icon, word and colour, since when, and a button for each move."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from talentdesk.core.states import LOCKED, MOVES, State
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.casestates import STATES, tone_of
from talentdesk.desktop.chips import Chip
from talentdesk.desktop.controls import Panel
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.flow import FlowLayout
from talentdesk.desktop.session import Session
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, say
from talentdesk.service.fieldhistory import moment_told, who_told

_OFFERED = (State.REVIEW, State.READY, State.RETURNED, State.CLOSED)
"""What a person decides; a case is printed by printing it."""
_CAPTIONS = {
    State.REVIEW: (N_("Begin the review"), "eye"),
    State.READY: (N_("Ready to print"), "tick_disc"),
    State.RETURNED: (N_("Return with a slip"), "undo"),
    State.CLOSED: (N_("Close the case"), "padlock"),
}
_AGAIN = N_("Back to the review")
_OPEN_AGAIN = N_("Open it again")
_WHY_LOCKED = {
    State.RECEIVED: N_("It came from a paper or a file and is as it was handed in. To change it, begin the review."),
    State.CLOSED: N_("It is closed. To change it, open it again."),
}
_DAY_WIDTH = 190
"""Pixels at the counter."""


class StateBar(Panel):
    """With `only_locked` it is there only while nothing can be changed, and says why."""

    wanted = Signal(State)
    """This move was asked for; the bar itself makes all but the return, which needs a slip."""

    def __init__(
        self, desk: Desk, session: Session, parent: QWidget | None = None, *, only_locked: bool = False
    ) -> None:
        super().__init__("attention_soft" if only_locked else "canvas", parent, lines="bottom" if only_locked else "")
        self._desk = desk
        self._session = session
        self._only_locked = only_locked
        self.chip = Chip(self)
        self.told = Words(self)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._said = QHBoxLayout()
        self._said.addWidget(self.chip)
        self._said.addWidget(self.told, 1, Qt.AlignmentFlag.AlignVCenter)
        self._acts = QWidget(self)
        self._flow = FlowLayout(self._acts)
        self._row.addLayout(self._said, 1)
        self._row.addWidget(self._acts)
        self.buttons: dict[State, Button] = {}
        for state in _OFFERED:
            button = Button(parent=self._acts, icon=_CAPTIONS[state][1], small=True)
            button.clicked.connect(lambda _=False, state=state: self._want(state))
            self.buttons[state] = button
            self._flow.addWidget(button)
        self.restyle()
        self.show_state()

    def show_state(self) -> None:
        """The case may be in another state now."""
        state = self._session.draft.state
        self.setVisible(self._is_wanted(state))
        offered = [each for each in MOVES[state] if each in _OFFERED]
        if self._only_locked:
            offered = offered[:1]
        for each, button in self.buttons.items():
            button.setVisible(each in offered)
            button.setEnabled(not self._session.is_held)
            button.role = Role.MAIN if self._only_locked and each in offered else Role.PLAIN
        self.retranslate()

    def way_out(self) -> Button | None:
        """The button that opens a case in which nothing can be changed; None where the case is open."""
        offered = MOVES[self._session.draft.state][:1]
        free = self._session.is_locked and not self._session.is_held and not self.isHidden()
        return self.buttons[offered[0]] if free else None

    def _is_wanted(self, state: State) -> bool:
        """A public machine knows no states; at home only what cannot be changed is told."""
        if self._desk.settings.mode == "kiosk":
            return False
        locked = state in LOCKED
        return locked if self._only_locked or self._desk.settings.mode == "personal" else True

    def _want(self, state: State) -> None:
        if state is not State.RETURNED:
            self._session.move(state)
        self.wanted.emit(state)

    def retranslate(self) -> None:
        """Puts the words anew."""
        language, state = self._desk.language, self._session.draft.state
        word, icon, _family = STATES[state.value]
        self.chip.show_chip(tone_of(state.value), icon, say(word, language), language)
        told = self._told(state, language)
        self.told.show_words((Span(told, "small", language, "text"),))
        # A day and who it was are not broken letter by letter because the buttons would like one line.
        self.told.setMinimumWidth(theme.current().pick(_DAY_WIDTH, 0) if told else 0)
        for each, button in self.buttons.items():
            caption = _CAPTIONS[each][0]
            if each is State.REVIEW and state is State.CLOSED:
                caption = _OPEN_AGAIN
            elif each is State.REVIEW and state in (State.RETURNED, State.READY, State.PRINTED):
                caption = _AGAIN
            both = both_say(self._desk, caption)
            # Beside a sentence there is room for one language; a touch screen has it.
            button.show_words(
                both.text, both.language, both.second if self._desk.is_kiosk else "", both.second_language
            )

    def _told(self, state: State, language: str) -> str:
        if self._only_locked:
            return say(_WHY_LOCKED[state], language) if state in _WHY_LOCKED else ""
        moves = self._session.draft.moves
        if not moves:
            return ""
        since = moment_told(moves[-1].at, language)
        who = who_told(moves[-1].who, language)
        return say("since {moment}, {who}", language, moment=since, who=who) if who else since

    def restyle(self) -> None:
        """At the counter one line; on a touch screen the buttons stand below."""
        worn = theme.current()
        below = QBoxLayout.Direction.TopToBottom
        self._row.setDirection(below if worn.kiosk else QBoxLayout.Direction.LeftToRight)
        self._said.setSpacing(worn.pick(8, 20))
        self._flow.set_gap(worn.pick(8, 20))
        side = worn.pick(24, 56) if self._only_locked else 0
        air = worn.pick(8, 20) if self._only_locked else 0
        self._row.setContentsMargins(side, air, side, air)
        self._row.setSpacing(worn.pick(8, 20))
