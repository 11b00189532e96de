"""What takes two people: a colleague of who is signed in confirms it with name and PIN, then it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from talentdesk.desktop import fields
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.optioncards import CardGroup
from talentdesk.desktop.recovery import Dialog
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, say

if TYPE_CHECKING:
    from talentdesk.store.opened import Store

_T = TypeVar("_T")
Names = tuple[tuple[str, str], ...]
_TITLE = N_("A second colleague confirms it")
_ASK = N_("Two people are needed for this. A colleague chooses their name and types their PIN; it holds for this once.")
_NAME, _PIN = N_("Name"), N_("PIN")
_LONGEST_PIN = 64


class AskedColleague(Dialog):
    """Asks one of `names` for the PIN; `then(id, pin)` is called with it. `alone` is offered where it may be done
    without anybody, and is noted then."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        names: Names,
        then: Callable[[str, str], object],
        alone: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(desk, parent, _TITLE, _ASK)
        self._then, self._alone = then, alone
        language = desk.language
        self.names = CardGroup([id for id, _name in names], ticks=False, size=None)
        self.names.setTitle(say(_NAME, language))
        for card, (_id, name) in zip(self.names.cards, names, strict=True):
            card.show_words(name, language, "", "")
        self.names.relay()
        if len(names) == 1:
            self.names.choose([names[0][0]])
        label, frame = Words(self), fields.Frame(self)
        label.show_words((Span(say(_PIN, language), "label", language),))
        self.pin = fields.Line(frame, ime=False)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(_LONGEST_PIN)
        self.pin.setAccessibleName(say(_PIN, language))
        self.pin.returnPressed.connect(self._take)
        frame.row.addWidget(self.pin)
        for part in (self.names, label, frame):
            self.column.addWidget(part)
        self.column.addLayout(self.buttons)
        self.offer(Role.PLAIN, N_("Cancel"), language, self.reject)
        self.alone_button: Button | None = None
        if alone is not None:
            self.alone_button = self.offer(Role.PLAIN, N_("Nobody else is here"), language, self._go_alone)
        self.confirm_button = self.offer(Role.MAIN, N_("Confirm"), language, self._take)
        self.names.pressed_enter = lambda: self.pin.setFocus(Qt.FocusReason.TabFocusReason)
        (self.pin if len(names) == 1 else self.names.stop()).setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        chosen, pin = self.names.chosen() or [""], self.pin.text()
        if not chosen[0] or not pin:
            (self.pin if chosen[0] else self.names.stop()).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.pin.setText("")
        self.accept()
        self._then(chosen[0], pin)

    def _go_alone(self) -> None:
        self.pin.setText("")
        self.accept()
        if self._alone is not None:
            self._alone()


def with_colleague(
    desk: Desk,
    parent: QWidget,
    act: Callable[[Store], _T],
    needs: str,
    then: Callable[[_T], None],
    refuse: Callable[[BaseException], None],
) -> None:
    """Has `act` done with the store; where it takes two people a second one is asked, and it is done again."""

    def missed(slip: BaseException) -> None:
        from talentdesk.store.trouble_keys import SecondPersonNeeded

        if isinstance(slip, SecondPersonNeeded):
            desk.letters.expect(desk.keeper.names(), lambda names: ask(names, slip), refuse, parent)
        else:
            refuse(slip)

    def ask(names: Names, slip: BaseException) -> None:
        own = desk.person.id if desk.person is not None else ""
        others = tuple(each for each in names if each[0] != own)
        if not others:
            refuse(slip)
            return
        dialog = AskedColleague(desk, parent, others, confirm)
        dialog.rejected.connect(lambda: refuse(slip))
        dialog.open()

    def confirm(id: str, pin: str) -> None:
        desk.letters.expect(desk.keeper.confirm(id, pin, needs), lambda _nothing: again(), refuse, parent)

    def again() -> None:
        desk.letters.expect(desk.keeper.ask(act, needs), then, refuse, parent)

    desk.letters.expect(desk.keeper.ask(act, needs), then, missed, parent)
