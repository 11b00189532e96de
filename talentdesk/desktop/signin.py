"""Who is there: a name, a PIN, and until both fit nothing of any case. Shown where the staff have PINs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from talentdesk.desktop import fields, theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.chips import ERROR, INFORMATION, Mark
from talentdesk.desktop.controls import Card, Message, Title
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.optioncards import CardGroup
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Words, pair
from talentdesk.i18n import LANGUAGES, N_, native_name, say

if TYPE_CHECKING:
    from talentdesk.store.staff import Person

_WIDEST = 560
_TITLE = N_("Who is at this desk?")
_HINT = N_("Choose your name and type your PIN. What was open stays open; nothing of it is shown before.")
_NAME, _PIN = N_("Name"), N_("PIN")
_WAIT = N_("There were too many wrong PINs. The next try is possible in {time}.")
_LONGEST_PIN = 64


class SignIn(QWidget):
    """Names as cards, a PIN, and a message; a countdown where a try has to wait."""

    signed_in = Signal(object)
    """The `Person` whose PIN was right."""
    code_wanted = Signal()
    language_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._names: tuple[tuple[str, str], ...] = ()
        self._trouble: BaseException | None = None
        self._busy = False
        self.left = 0
        """Seconds until the next try."""
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._count_down)
        self._title, self._hint = Title("page_title", self), Words(self)
        self._name_label, self._pin_label = Words(self), Words(self)
        self.names: CardGroup | None = None
        self._box = fields.Frame(self)
        self.pin = fields.Line(self._box, ime=False)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(_LONGEST_PIN)
        self._box.row.addWidget(self.pin, 1)
        self.message = Message(self)
        self.button = Button(Role.MAIN, self, icon="check")
        self.code_button = Button(parent=self, icon="padlock")
        self._languages = {tag: Button(Role.LINK, self, small=True) for tag in LANGUAGES}
        self._lay_out()
        self.pin.returnPressed.connect(self._try)
        self.button.clicked.connect(self._try)
        self.code_button.clicked.connect(self.code_wanted)
        for tag, button in self._languages.items():
            button.clicked.connect(lambda _=False, tag=tag: self.language_wanted.emit(tag))
        self.restyle()
        self.retranslate()

    def _lay_out(self) -> None:
        self._card = Card(self)
        self._inside = self._card.inside
        self._people = QVBoxLayout()
        for words in (self._title, self._hint, self._name_label):
            self._inside.addWidget(words)
        self._inside.addLayout(self._people)
        below: tuple[QWidget, ...] = (self._pin_label, self._box, self.message)
        for part in below:
            self._inside.addWidget(part)
        self._acts = QHBoxLayout()
        self._acts.addWidget(self.code_button)
        self._acts.addStretch(1)
        self._acts.addWidget(self.button)
        self._inside.addLayout(self._acts)
        self._tongues = QHBoxLayout()
        self._tongues.addStretch(1)
        for button in self._languages.values():
            self._tongues.addWidget(button)
        self._tongues.addStretch(1)
        middle = QWidget()
        self._column = QVBoxLayout(middle)
        self._column.addStretch(1)
        self._column.addWidget(self._card)
        self._column.addLayout(self._tongues)
        self._column.addStretch(2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(middle, self))

    # ---- asking

    def begin(self) -> None:
        """Asks anew: nothing typed before stays, and who was there is not chosen beforehand."""
        self.pin.clear()
        self._trouble, self._busy = None, False
        self._wait(0)
        self._drop_names()
        self._desk.letters.expect(self._desk.keeper.names(), self._take_names, self._refuse, self)
        self._show()

    def _drop_names(self) -> None:
        if self.names is not None:
            self._people.removeWidget(self.names)
            self.names.hide()
            self.names.deleteLater()
            self.names = None

    def _take_names(self, names: tuple[tuple[str, str], ...]) -> None:
        self._drop_names()
        self._names = names
        self.names = CardGroup([id for id, _ in names], ticks=False, size=None)
        self._people.addWidget(self.names)
        self.names.show()  # what is not shown yet is passed over by the focus
        self.names.changed = self._chosen
        self.names.pressed_enter = lambda: self.pin.setFocus(Qt.FocusReason.TabFocusReason)
        if len(names) == 1:
            self.names.choose([names[0][0]])
            self._chosen()
        chain = (*self.names.cards, self.pin, self.button, self.code_button, *self._languages.values())
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        self.retranslate()
        self.place_focus()

    def place_focus(self) -> None:
        """To the names, or to the PIN of the only one."""
        one = self.names is None or not self._names or bool(self.names.chosen())
        place = self.pin if one else self.names.stop()  # type: ignore[union-attr]
        place.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def _id(self) -> str:
        chosen = self.names.chosen() if self.names is not None else []
        return chosen[0] if chosen else ""

    def _chosen(self) -> None:
        """Whoever has to wait is told when chosen; what somebody else typed is not theirs."""
        self.pin.clear()
        self._trouble = None
        self._wait(0)
        if self._id:
            self._ask_pause(self._id)
        self._show()

    def _ask_pause(self, id: str) -> None:
        def take(seconds: int) -> None:
            if id == self._id:
                self._wait(seconds)
                self._show()

        self._desk.letters.expect(self._desk.keeper.pause(id), take, self._refuse, self)

    def _try(self) -> None:
        id, pin = self._id, self.pin.text()
        if self._busy or self.left or not id or not pin:
            self.place_focus()
            return
        self.pin.clear()
        self._busy, self._trouble = True, None
        self._show()
        self._desk.letters.expect(self._desk.keeper.sign_in(id, pin), self._signed, self._refuse, self)

    def _signed(self, person: Person) -> None:
        self._busy = False
        self.pin.clear()
        self.signed_in.emit(person)

    def _refuse(self, error: BaseException) -> None:
        from talentdesk.store.trouble import StoreTrouble
        from talentdesk.store.trouble_keys import PinWaits, WrongPin

        self._busy = False
        if not isinstance(error, StoreTrouble):
            raise error
        self._trouble = error
        if isinstance(error, PinWaits):
            self._wait(error.seconds)
        elif isinstance(error, WrongPin):
            self._ask_pause(self._id)
        self._show()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- the countdown

    def _wait(self, seconds: int) -> None:
        self.left = seconds
        if seconds:
            self._second.start()
        else:
            self._second.stop()

    def _count_down(self) -> None:
        self._wait(max(0, self.left - 1))
        if not self.left:
            self._trouble = None
        self._show()

    # ---- what is shown

    def _show(self) -> None:
        self.button.setEnabled(not self._busy and not self.left)
        mark, told = self._told()
        self.message.setVisible(bool(told))
        if told:
            self.message.show_message(mark, *both(self._desk, lambda language: self._sentence(told, language)))

    def _told(self) -> tuple[Mark, str]:
        if self.left:
            return ERROR, _WAIT
        if self._trouble is not None:
            return ERROR, str(getattr(self._trouble, "remedy", ""))
        return (INFORMATION, N_("Opening…")) if self._busy else (INFORMATION, "")

    def _sentence(self, message: str, language: str) -> str:
        return say(message, language, time=f"{self.left // 60}:{self.left % 60:02d}")

    def retranslate(self) -> None:
        """Puts the words anew."""
        desk, language = self._desk, self._desk.language
        self.setAccessibleName(say(_TITLE, language))
        self._title.show_title(*both_say(desk, _TITLE))
        self._hint.show_words(*pair(*both_say(desk, _HINT), "body"))
        self._name_label.show_words(*pair(*both_say(desk, _NAME), "label"))
        self._pin_label.show_words(*pair(*both_say(desk, _PIN), "label"))
        self._name_label.setVisible(bool(self._names))
        self.pin.setAccessibleName(say(_PIN, language))
        if self.names is not None:
            self.names.setTitle(say(_NAME, language))
            known = dict(self._names)
            for card in self.names.cards:
                card.show_words(known[card.code], language, "", "")
            self.names.relay()
        for button, message in ((self.button, N_("Sign in")), (self.code_button, N_("Use the recovery code…"))):
            said = both_say(desk, message)
            button.show_words(said.text, said.language, said.second if desk.is_kiosk else "", said.second_language)
        for tag, button in self._languages.items():
            button.show_words(native_name(tag), tag)
        self._show()

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        self._column.setSpacing(worn.pick(12, 24))
        self._acts.setSpacing(worn.pick(8, 24))
        self._box.setMaximumWidth(worn.pick(280, 600))
        self._set_margins()

    def _set_margins(self) -> None:
        worn = theme.current()
        side = max(worn.pick(24, 56), (self.width() - worn.pick(_WIDEST, 960)) // 2)
        self._column.setContentsMargins(side, worn.pick(24, 40), side, worn.pick(24, 40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A card in the middle."""
        super().resizeEvent(event)
        self._set_margins()

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()
            self.retranslate()
