"""The conflict board: a person's documents and cases against each other, a card for each thing that does not fit."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.desktop import chips, theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.chips import Chip, Status
from talentdesk.desktop.conflictcard import ConflictCard
from talentdesk.desktop.controls import Title, clear
from talentdesk.desktop.desk import Desk
from talentdesk.i18n import N_, plural, say
from talentdesk.service.conflicts import Conflict
from talentdesk.service.personcases import PersonCase


class ConflictBoard(QWidget):
    """Cards of conflicts, the gravest first, those that the person has answered last.

    `ConflictBoard(desk)` shows nothing until `show_conflicts(conflicts, cases, writable)`: what
    `service.conflicts.find_conflicts` found in `cases`, and the ids of the cases that can be written to. The board
    changes nothing itself: `wanted` (case, question) asks to go to an answer, `copied` (case, question, text) to put a
    value into another place, `settled` (key, reason) to remember with a case why both values are right; without a
    reason it is to be forgotten. Whoever owns the cases does so and calls `show_conflicts` again.
    """

    wanted = Signal(str, str)
    copied = Signal(str, str, str)
    settled = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[Sequence[Conflict], Sequence[PersonCase], Collection[str]] | None = None
        self.cards: list[ConflictCard] = []
        self.heading, self.count = Title("section_title", self), Chip(self)
        self._clean = Status(self, wrap=True)
        self._head = QHBoxLayout()
        self._head.addWidget(self.heading, 1)
        self._head.addWidget(self.count)
        self._list = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._head)
        self._column.addWidget(self._clean)
        self._column.addLayout(self._list)
        self._column.addStretch(1)
        self.restyle()
        self.retranslate()

    def show_conflicts(
        self, conflicts: Sequence[Conflict], cases: Sequence[PersonCase], writable: Collection[str]
    ) -> None:
        """Shows these. A card that stays the same keeps its focus and the reason typed in it."""
        if self._shown is not None and self._shown[0] == conflicts and list(self._shown[1]) == list(cases):
            return
        here = next((index for index, card in enumerate(self.cards) if _has_focus(card)), None)
        key = self.cards[here].conflict.key if here is not None else ""
        self._shown = (conflicts, cases, writable)
        clear(self._list)
        self.cards = []
        for conflict in conflicts:
            card = ConflictCard(self._desk, conflict, cases, writable, self)
            card.wanted.connect(self.wanted)
            card.copied.connect(self.copied)
            card.settled.connect(self.settled)
            card.walked.connect(lambda by, card=card: self._walk(card, by))
            self._list.addWidget(card)
            self.cards.append(card)
        self._clean.setVisible(not self.cards)
        self._say_count()
        if here is not None:
            same = next((card for card in self.cards if card.conflict.key == key), None)
            after = self.cards[min(here, len(self.cards) - 1)] if self.cards else None
            (same or after or self).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def open_count(self) -> int:
        """Conflicts that wait for an answer."""
        return sum(card.conflict.is_open for card in self.cards)

    def next_conflict(self) -> bool:
        """The focus to the next conflict that waits; False behind the last one."""
        here = next((index for index, card in enumerate(self.cards) if _has_focus(card)), -1)
        card = next((card for card in self.cards[here + 1 :] if card.conflict.is_open), None)
        if card is not None:
            card.setFocus(Qt.FocusReason.TabFocusReason)
        return card is not None

    def _walk(self, card: ConflictCard, by: int) -> None:
        at = self.cards.index(card) + by
        if 0 <= at < len(self.cards):
            self.cards[at].setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Puts the words anew."""
        self.heading.show_title(*both_say(self._desk, N_("Conflicts")))
        language = self._desk.language
        clean = N_("What was compared agrees.")
        self._clean.show_status(chips.GOOD, say(clean, language), language, "body", "text")
        self._clean.setVisible(not self.cards)
        self._say_count()
        for card in self.cards:
            card.retranslate()

    def _say_count(self) -> None:
        language, waiting = self._desk.language, self.open_count
        grave = any(card.conflict.is_open and card.conflict.is_grave for card in self.cards)
        mark = chips.ERROR if grave else chips.NOTICE if waiting else chips.GOOD
        said = plural("{count} to settle", "{count} to settle", waiting, language)
        self.count.show_chip(mark.tone, mark.icon, said, language)
        self.count.setVisible(bool(self.cards))

    def restyle(self) -> None:
        """Takes its sizes from the theme."""
        self._list.setSpacing(theme.current().pick(12, 24))
        self._column.setSpacing(theme.current().pick(12, 24))

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange and hasattr(self, "_list"):
            self.restyle()


def _has_focus(card: ConflictCard) -> bool:
    return card.hasFocus() or (card.focusWidget() is not None and card.focusWidget().hasFocus())
