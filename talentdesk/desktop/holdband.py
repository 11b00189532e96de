"""The band over a case that says who has it: taken elsewhere, taken over, handed on; and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.chips import NOTICE
from talentdesk.desktop.controls import Message, Panel
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.optioncards import CardGroup
from talentdesk.desktop.words import Words, pair
from talentdesk.i18n import N_, say

if TYPE_CHECKING:
    from talentdesk.store.leases import Counter, Lease

HELD = N_("{name} has had this case since {time}. Here it can be read, not changed.")
TAKEN = N_("{name} took this case over at {time}. What you typed until then is kept; here it can only be read now.")
GIVEN = N_("This case was handed over to {name} at {time}. Here it can only be read now.")
NOBODY = N_("Another counter")
_NO_ONE = N_("No other counter is at work on these cases now.")
_TO = N_("Hand this case over to")


class HoldBand(Panel):
    """Hidden while the case in front is this counter's and is not being handed over."""

    take_over_wanted = Signal()
    hand_over_wanted = Signal(object)
    """A store.leases.Counter."""
    given_up = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("attention_soft", parent, lines="bottom")
        self._desk = desk
        self._message = ""
        self._lease: Lease | None = None
        self._counters: tuple[Counter, ...] | None = None
        """Whom the case can be handed to, while that is asked."""
        self.told = Message(self)
        self._label = Words(self)
        self.cards: CardGroup | None = None
        self._choice = QVBoxLayout()
        self.take_over = Button(parent=self, icon="hand", small=True)
        self.give = Button(Role.MAIN, self, icon="users", small=True)
        self.cancel = Button(parent=self, small=True)
        self.take_over.clicked.connect(self.take_over_wanted)
        self.give.clicked.connect(self._give)
        self.cancel.clicked.connect(self._give_up)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        said = QVBoxLayout()
        for part in (self.told, self._label):
            said.addWidget(part)
        said.addLayout(self._choice)
        said.setAlignment(self.told, Qt.AlignmentFlag.AlignVCenter)
        self._row.addLayout(said, 1)
        acts = QHBoxLayout()
        for button in (self.take_over, self.give, self.cancel):
            acts.addWidget(button)
        self._row.addLayout(acts)
        self.restyle()
        self._show()

    @property
    def sentence(self) -> str:
        """Who has the case, in words; empty where this counter has it."""
        lease = self._lease
        if lease is None:
            return ""
        language = self._desk.language
        since = f"{lease.since.astimezone():%H:%M}" if lease.since is not None else "—"
        return say(self._message, language, name=lease.name or say(NOBODY, language), time=since)

    def show_holder(self, lease: Lease | None, message: str = HELD) -> None:
        """Who has the case in front; None: this counter."""
        before = self.sentence
        self._lease, self._message = lease, message
        if lease is not None:
            self._counters = None
        self._show()
        if self.sentence and self.sentence != before:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def ask_whom(self, counters: Sequence[Counter]) -> None:
        """Whom to hand the case over to; the first one is chosen, so that Enter does it."""
        self._counters = tuple(counters)
        while (item := self._choice.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.cards = None
        if counters:
            self.cards = CardGroup([each.owner for each in counters], ticks=False, size=None)
            self.cards.choose([counters[0].owner])
            self.cards.pressed_enter = self._give
            self._choice.addWidget(self.cards)
        self._show()
        (self.cards.stop() if self.cards is not None else self.cancel).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_question(self) -> None:
        """Nothing is handed over any more."""
        self._counters = None
        self._show()

    def _give(self) -> None:
        chosen = self.cards.chosen() if self.cards is not None else []
        for each in self._counters or ():
            if [each.owner] == chosen:
                self.hand_over_wanted.emit(each)

    def _give_up(self) -> None:
        self.close_question()
        self.given_up.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the case."""
        if event.key() == Qt.Key.Key_Escape and self._counters is not None:
            self._give_up()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        asking = self._counters is not None
        self.setVisible(asking or self._lease is not None)
        self.told.setVisible(self._lease is not None or self._counters == ())
        self.take_over.setVisible(self._lease is not None)
        self._label.setVisible(bool(self._counters))
        if self.cards is not None:
            self.cards.setVisible(bool(self._counters))
        self.give.setVisible(bool(self._counters))
        self.cancel.setVisible(asking)
        self.retranslate()

    def retranslate(self) -> None:
        """Puts the words anew."""
        language, desk = self._desk.language, self._desk
        if self._lease is not None:
            self.told.show_message(NOTICE, self.sentence, language)
        elif self._counters == ():
            self.told.show_message(NOTICE, say(_NO_ONE, language), language)
        self.setAccessibleName(self.sentence or say(_TO, language))
        self._label.show_words(*pair(*both_say(desk, _TO), "label"))
        for button, message, key in (
            (self.take_over, N_("Take over"), "Ctrl+Shift+T"),
            (self.give, N_("Hand over"), "Enter"),
            (self.cancel, N_("Cancel"), "Esc"),
        ):
            button.show_words(say(message, language), language)
            button.show_key("" if desk.is_kiosk else key)
        if self.cards is not None:
            self.cards.setTitle(say(_TO, language))
            for card, each in zip(self.cards.cards, self._counters or (), strict=False):
                card.show_words(each.name or say(NOBODY, language), language, "", "")
            self.cards.relay()

    def restyle(self) -> None:
        """Takes its margins from the theme."""
        worn = theme.current()
        side, air = worn.pick(24, 56), worn.pick(8, 20)
        self._row.setContentsMargins(side, air, side, air)
        self._row.setSpacing(worn.pick(12, 24))
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if worn.kiosk else along)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()
