"""Cases that were never said to be anybody's, and the question whose one of them is. Nobody is guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.caselist import names_of
from talentdesk.desktop.controls import clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.personcards import name_told, number_shown
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Span, Words, pair
from talentdesk.i18n import N_, say
from talentdesk.service.people import reasons_told
from talentdesk.store.cases import CaseSummary
from talentdesk.store.personsummary import Candidate

MOST = 12
_NONE = N_("Every case found here belongs to a person.")
_WHOSE = N_("Nothing is joined by itself. Say whose case this is, or make a ledger of it.")


class StrangersCard(HeadedCard):
    """Cases of nobody yet, each a button that asks whose it is."""

    wanted = Signal(object)
    """A CaseSummary."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._cases: Sequence[CaseSummary] = ()
        self.buttons: list[Button] = []
        self._none = Words(self)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._column = QVBoxLayout()
        self._column.addWidget(self._none)
        self.body.addLayout(self._column)
        self.body.addWidget(scrolled(inside, self), 1)

    def show_cases(self, cases: Sequence[CaseSummary]) -> None:
        """Shows these; after most keys of a search they are the same."""
        if tuple(cases) != tuple(self._cases):
            self._cases = cases
            self.retranslate()

    def retranslate(self) -> None:
        """Says them."""
        self.show_title(*both_say(self._desk, N_("Cases of nobody yet")))
        clear(self._list)
        self.buttons = []
        worn, language = theme.current(), self._desk.language
        side = worn.pick(16, 32)
        self._column.setContentsMargins(side, worn.pick(10, 20) if not self._cases else 0, side, 0)
        self._list.setContentsMargins(side, worn.pick(8, 16), side, worn.pick(10, 20))
        self._list.setSpacing(worn.pick(6, 16))
        self._none.setVisible(not self._cases)
        self._none.show_words(*pair(*both_say(self._desk, _NONE), "small", "muted"))
        for case in self._cases:
            button = Button(parent=self, small=True, icon="user")
            button.show_words(f"{case.number:04d}  {names_of(case, language)[0]}", language)
            button.setAccessibleDescription(say("Whose case is this?", language))
            button.clicked.connect(lambda _=False, case=case: self.wanted.emit(case))
            self._list.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            button.show()
            self.buttons.append(button)
        self._list.addStretch(1)


class WhosePage(QWidget):
    """Whose a case is: somebody who looks like it, or somebody new."""

    person_wanted = Signal(str, str)
    """Ids: the case, and a ledger; empty: a new one."""
    given_up = Signal()

    def __init__(self, desk: Desk, title: Callable[[str, str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._title = desk, title
        self._case: CaseSummary | None = None
        self._candidates: Sequence[Candidate] = ()
        self._card = HeadedCard(self)
        self._about, self._says = Words(self), Words(self)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._head = QVBoxLayout()
        for part in (self._about, self._says):
            self._head.addWidget(part)
        self._card.body.addLayout(self._head)
        self._card.body.addWidget(scrolled(inside, self), 1)
        self.back = Button(parent=self, icon="back")
        self.new = Button(Role.MAIN, self, icon="plus")
        self.choices: list[Button] = []
        self.back.clicked.connect(self.given_up)
        self.new.clicked.connect(lambda: self._tell(""))
        acts = QHBoxLayout()
        acts.addWidget(self.back)
        acts.addStretch(1)
        acts.addWidget(self.new)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._card, 1)
        self._outer.addLayout(acts)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.restyle()

    def ask(self, case: CaseSummary, candidates: Sequence[Candidate]) -> None:
        """Asks about a case; `candidates` may be its person."""
        self._case, self._candidates = case, candidates
        self.retranslate()

    def first_place(self) -> QWidget:
        """The likeliest; without one the way back, so that no Enter makes a ledger unseen."""
        return self.choices[0] if self.choices else self.back

    def _tell(self, person: str) -> None:
        if self._case is not None:
            self.person_wanted.emit(self._case.id, person)

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self.desk.language
        self._card.show_title(*both_say(self.desk, N_("Whose case is this?")))
        self._says.show_words(*pair(*both_say(self.desk, _WHOSE), "message", "muted"))
        self.back.show_words(*both_say(self.desk, N_("Back"))[:2])
        self.new.show_words(*both_say(self.desk, N_("Make a ledger of it"))[:2])
        clear(self._list)
        self.choices = []
        case = self._case
        if case is None:
            return
        name, under = names_of(case, language)
        matter = self._title(case.procedure, language)
        self._about.show_words(
            (Span(f"{case.number:04d}  {name}  {under}", "button", "zh-Hans"),),
            (Span(matter, "small", language, "muted"),),
        )
        for candidate in self._candidates:
            person = candidate.group.whole()
            button = Button(parent=self, icon="user")
            button.show_words(
                f"{number_shown(person.number)}  {name_told(person, language)}", "zh-Hans",
                f"· {reasons_told(candidate.likeness.reasons, language)}", language,
            )  # fmt: skip
            button.clicked.connect(lambda _=False, id=candidate.group.first.id: self._tell(id))
            self._list.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            button.show()
            self.choices.append(button)
        self._list.addStretch(1)

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin, side = worn.pick(24, 56), worn.pick(16, 32)
        self._outer.setContentsMargins(margin, worn.pick(14, 32), margin, worn.pick(14, 24))
        self._outer.setSpacing(worn.pick(12, 24))
        self._head.setContentsMargins(side, worn.pick(10, 20), side, 4)
        self._head.setSpacing(worn.pick(6, 14))
        self._list.setContentsMargins(side, worn.pick(8, 16), side, side)
        self._list.setSpacing(worn.pick(8, 20))
        self.retranslate()
