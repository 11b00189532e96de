"""Who signs in here: added, removed, given a new PIN or another role, and the organisation's key. No PIN is shown."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from talentdesk.desktop import fields, theme
from talentdesk.desktop.arrival import told_of
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.buttons import Role as Dress
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import ERROR, GOOD, INFORMATION, NOTICE, Mark
from talentdesk.desktop.controls import Message, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.flow import FlowLayout
from talentdesk.desktop.optioncards import CardGroup
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.staffrow import StaffRow
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Span, Words, pair
from talentdesk.i18n import N_, say
from talentdesk.service import staff
from talentdesk.service.roles import ROLE_DUTIES, ROLE_NAMES, STAFF, Role

if TYPE_CHECKING:
    from talentdesk.service.staff import Colleague
    from talentdesk.store.opened import Store

_WIDEST = 960
_LONGEST = {"part": 64, "pin": 64, "again": 64, "name": 80, "code": 200, "key": 200, "phrase": 200, "repeated": 200}
Told = Callable[[str], str]

_NOBODY = N_(
    "Nobody signs in here: this computer opens the cases by itself. With the first colleague that ends, so a recovery "
    "code has to be made and written down before."
)
_FIELDS = {
    "name": N_("Name"),
    "code": N_("Recovery code"),
    "pin": N_("New PIN, at least 6 characters"),
    "again": N_("The same PIN once more"),
    "part": N_("The last four characters of the code"),
    "key": N_("Public key of the organisation (age1…)"),
    "phrase": N_("Passphrase, at least 8 characters"),
    "repeated": N_("The same passphrase once more"),
}
_HIDDEN = frozenset({"code", "pin", "again", "phrase", "repeated"})
_ELSEWHERE = frozenset({"part", "phrase", "repeated"})
"""Asked by the first setup alone."""
DIFFERENT = N_("The two PINs are not the same. Type both again; nothing was changed.")
_REMOVE = N_("Remove {name}? The PIN opens nothing here any more. Press once more to do it.")
_END = N_(
    "Let this computer open the cases by itself again? Everybody's PIN ends, and whoever can log in here can read the "
    "cases. Press once more to do it."
)
_LEFT = N_(
    "The PIN opens nothing here any more. Whoever left may have kept a copy of files of this computer: a new key for "
    "the cases makes it worthless."
)
_RENEW = N_(
    "Give the cases a new key? PINs, recovery code and passphrase stay as they are. Copies that this computer made "
    "until now are replaced by one of this moment. Press once more to do it."
)
_RENEWED = N_("The cases have a new key. What opened them before, and was kept somewhere, opens nothing any more.")
_ALIKE = N_("For administrators: sign in as one to change anything here.")


class StaffField(QWidget):
    """A label and a line."""

    def __init__(self, name: str, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._desk = name, desk
        self._label, self._box = Words(self), fields.Frame(self)
        self.line = fields.Line(self._box, ime=name == "name")
        self.line.setMaxLength(_LONGEST[name])
        if name in _HIDDEN:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._box.row.addWidget(self.line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addWidget(self._box)

    def retranslate(self) -> None:
        """Puts the words anew."""
        said = both_say(self._desk, _FIELDS[self._name])
        self._label.show_words(*pair(*said, "label"))
        self.line.setAccessibleName(said.text)
        self._box.setMaximumWidth(theme.current().pick(440, 900))


class StaffScreen(Screen):
    """A list with its buttons, and below it the one form that is open."""

    def __init__(self, desk: Desk, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self._people: tuple[Colleague, ...] = ()
        self._is_known = False
        """The store has answered."""
        self._organisation = ""
        self._open = ""
        """Which form is open: add, pin, role, organisation; empty: none."""
        self._about: Colleague | None = None
        self._sure = ""
        """What a second press of the same button would do."""
        self._told: tuple[Mark, Told] | None = None
        self._busy = False
        self._card = HeadedCard(self)
        self.message = Message(self)
        self._list = QVBoxLayout()
        self._form = QVBoxLayout()
        self._key_line = Words(self)
        self._fields = {name: StaffField(name, desk, self) for name in _FIELDS if name not in _ELSEWHERE}
        self.roles = CardGroup(STAFF, ticks=False, size=None)
        self.add_button = Button(parent=self, icon="plus")
        self.key_button = Button(parent=self, icon="shield")
        self.renew_button = Button(parent=self, icon="padlock")
        self.end_button = Button(Dress.DANGER, self, icon="undo")
        self.save_button = Button(Dress.MAIN, self, icon="check")
        self.cancel_button = Button(parent=self)
        self.buttons: dict[tuple[str, str], Button] = {}
        """The buttons of each row, by act and colleague's id."""
        self._lay_out()
        self._connect()
        self.restyle()
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.addWidget(self.message)
        self._column.addLayout(self._list)
        self._column.addWidget(self._key_line)
        self._acts = FlowLayout()
        for button in (self.add_button, self.key_button, self.renew_button, self.end_button):
            self._acts.addWidget(button)
        self._column.addLayout(self._acts)
        self._column.addLayout(self._form)
        for name in ("name", "key", "code"):
            self._form.addWidget(self._fields[name])
        self._form.addWidget(self.roles)
        for name in ("pin", "again"):
            self._form.addWidget(self._fields[name])
        self._end = QHBoxLayout()
        self._end.addWidget(self.save_button)
        self._end.addWidget(self.cancel_button)
        self._end.addStretch(1)
        self._form.addLayout(self._end)
        self._column.addStretch(1)
        self._card.body.addWidget(scrolled(inside, self), 1)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._card, 1)

    def _connect(self) -> None:
        self.add_button.clicked.connect(lambda: self._begin("add"))
        self.key_button.clicked.connect(lambda: self._begin("organisation"))
        self.renew_button.clicked.connect(self._renew)
        self.end_button.clicked.connect(lambda: self._twice("end", _END, "", staff.end))
        self.save_button.clicked.connect(self._save)
        self.cancel_button.clicked.connect(lambda: self._begin(""))
        for field in self._fields.values():
            field.line.returnPressed.connect(self._save)

    # ---- what a screen promises

    def title(self, language: str) -> str:
        """What the screen is for."""
        return say("Staff", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work here."""
        return (KeyHint("Ctrl+L", N_("lock the desk")), KeyHint("Esc", N_("back")))

    def focus_place(self) -> QWidget:
        """The form that is open, or what opens one."""
        return self._first_field() or self.add_button

    def enter(self) -> None:
        """The list is read anew."""
        super().enter()
        self.reload()

    def leave(self) -> None:
        """Nothing typed here stays behind."""
        super().leave()
        self._begin("")

    # ---- the list

    def reload(self) -> None:
        """Asks the store who works here."""
        if self.desk.is_ready:
            self.desk.letters.expect(self.desk.keeper.ask(_seen, "desk"), self._take, self._refuse, self)

    def _take(self, seen: tuple[tuple[Colleague, ...], str]) -> None:
        self._people, self._organisation = seen
        self._is_known = True
        self._show_list()

    def _show_list(self) -> None:
        clear(self._list)
        self.buttons = {}
        for colleague in self._people:
            self._list.addWidget(self._row(colleague))
        lines = [self._fields[name].line for name in ("name", "key", "code")]
        chain = (
            *self.buttons.values(), self.add_button, self.key_button, self.renew_button, self.end_button, *lines,
            *self.roles.cards, self._fields["pin"].line, self._fields["again"].line,
            self.save_button, self.cancel_button,
        )  # fmt: skip
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        self._show()

    def _row(self, colleague: Colleague) -> QWidget:
        words, buttons = Words(self), list[Button]()
        language = self.desk.language
        role = Span(f"\u2002{say(ROLE_NAMES[colleague.role], language)}", "body", language, "muted")
        new = Span(f"\u2002{say('needs a new PIN', language)}", "body", language, "attention")
        words.show_words((Span(colleague.name, "button", language), role, *(() if colleague.has_pin else (new,))))
        for act, icon, message in (
            ("pin", "pencil", N_("New PIN")),
            ("role", "users", N_("Role")),
            ("remove", "trash", N_("Remove")),
        ):
            button = Button(Dress.DANGER if act == "remove" else Dress.PLAIN, self, icon=icon, small=True)
            button.show_words(say(message, language), language)
            button.setAccessibleName(f"{say(message, language)}: {colleague.name}")
            button.setEnabled(self._may_change)
            button.clicked.connect(lambda _=False, act=act, colleague=colleague: self._press(act, colleague))
            buttons.append(button)
            self.buttons[act, colleague.id] = button
        return StaffRow(words, buttons, self)

    @property
    def _may_change(self) -> bool:
        return self.desk.may("staff")

    def _press(self, act: str, colleague: Colleague) -> None:
        if act == "remove":
            if self._open:
                self._begin("")
            id = colleague.id
            told = _LEFT if self._has_own_key else N_("Done.")
            self._twice(f"remove {id}", _REMOVE, colleague.name, lambda store: staff.remove(store, id), told)
        else:
            self._begin(act, colleague)

    @property
    def _has_own_key(self) -> bool:
        """On a server the key protects no answers."""
        return "://" not in self.desk.settings.place

    def _renew(self) -> None:
        """A new key for the cases, asked for twice."""
        if self._busy:
            return
        if self._sure != "renew":
            self._begin("")
            self._sure = "renew"
            self._tell(NOTICE, lambda language: say(_RENEW, language))
            return
        self._sure, self._busy = "", True
        self._tell(INFORMATION, lambda language: say("One moment…", language))
        self.desk.letters.expect(self.desk.keeper.renew_key(), self._renewed, self._refuse, self)

    def _renewed(self, _nothing: None) -> None:
        self._busy = False
        self._tell(GOOD, lambda language: say(_RENEWED, language))
        self.reload()

    def _twice(
        self, what: str, sentence: str, name: str, act: Callable[[Store], object], told: str = N_("Done.")
    ) -> None:
        """What cannot be taken back is asked for twice."""
        if self._sure == what:
            self._sure = ""
            self._do(act, lambda language: say(told, language))
            return
        self._sure = what
        self._tell(NOTICE, lambda language: say(sentence, language, name=name))

    # ---- the form

    def _begin(self, form: str, about: Colleague | None = None) -> None:
        """Opens a form, empty, or closes the one that is open."""
        self._open, self._about, self._sure, self._told = form, about, "", None
        for field in self._fields.values():
            field.line.clear()
            field.line.setText("")
        if form == "organisation":
            self._fields["key"].line.setText(self._organisation)
        if form in ("add", "role"):
            first = not self._people
            self.roles.choose([Role.ADMIN if first else about.role if about else Role.COUNTER])
        self._show()
        place = self._first_field()
        if form and place is not None:
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wanted(self) -> tuple[str, ...]:
        first = not any(each.has_pin for each in self._people)
        return {
            "add": ("name", *(("code",) if first else ()), "pin", "again"),
            "pin": (*(("code",) if first and self.desk.person is None else ()), "pin", "again"),
            "organisation": ("key",),
        }.get(self._open, ())

    def _first_field(self) -> QWidget | None:
        wanted = self._wanted()
        if self._open == "role":
            return self.roles.stop()
        return self._fields[wanted[0]].line if wanted else None

    def _text(self, name: str) -> str:
        return self._fields[name].line.text()

    def _save(self) -> None:
        if self._busy or not self._open:
            return
        wanted = self._wanted()
        empty = next((name for name in wanted if not self._text(name).strip() and name != "key"), None)
        if empty is not None:
            self._fields[empty].line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if "again" in wanted and self._text("pin") != self._text("again"):
            for name in ("pin", "again"):
                self._fields[name].line.setText("")
            self._tell(ERROR, lambda language: say(DIFFERENT, language))
            self._fields["pin"].line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._do(self._act(), lambda language: say("Done.", language))

    def _act(self) -> Callable[[Store], object]:
        name, code, pin, key = (self._text(each) for each in ("name", "code", "pin", "key"))
        role = (self.roles.chosen() or [""])[0]
        id = self._about.id if self._about is not None else ""
        if self._open == "add":
            return lambda store: staff.add(store, name, role, pin, code)
        if self._open == "pin":
            return lambda store: staff.set_pin(store, id, pin, code)
        if self._open == "role":
            return lambda store: staff.change_role(store, id, role)
        if key.strip():
            return lambda store: staff.set_organisation(store, key)
        return staff.remove_organisation

    def _do(self, act: Callable[[Store], object], told: Told) -> None:
        self._busy = True
        self._tell(INFORMATION, lambda language: say("One moment…", language))
        self.desk.letters.expect(
            self.desk.keeper.ask(_tried(act), "desk"), lambda slip: self._done(slip, told), self._refuse, self
        )

    def _done(self, slip: BaseException | None, told: Told) -> None:
        self._busy = False
        if slip is not None:
            self._refuse(slip)
            return
        self._begin("")
        self._tell(GOOD, told)
        self.desk.letters.expect(self.desk.keeper.person(), self._who, self._refuse, self)
        self.reload()

    def _who(self, person: object) -> None:
        """The first colleague is signed in by being added."""
        from talentdesk.store.staff import Person

        if isinstance(person, Person) and person != self.desk.person:
            self.guide.signed_in(person)

    def _refuse(self, slip: BaseException) -> None:
        self._busy = False
        for name in _HIDDEN - _ELSEWHERE:
            self._fields[name].line.setText("")
        self._tell(ERROR, told_of(slip))
        place = self._first_field()
        if place is not None and self.isVisible():
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- what is shown

    def _tell(self, mark: Mark, told: Told) -> None:
        self._told = (mark, told)
        self._show()

    def _show(self) -> None:
        told = self._told
        if told is None and self._is_known and not self._people:
            told = (INFORMATION, lambda language: say(_NOBODY, language))
        self.message.setVisible(told is not None)
        if told is not None:
            self.message.show_message(told[0], *both(self.desk, told[1]))
        wanted = self._wanted()
        for name, field in self._fields.items():
            field.setVisible(name in wanted)
        self.roles.setVisible(self._open in ("add", "role"))
        for button in (self.save_button, self.cancel_button):
            button.setVisible(bool(self._open))
        self.save_button.setEnabled(not self._busy)
        staffed = any(each.has_pin for each in self._people)
        for button in (self.add_button, self.key_button, self.renew_button, self.end_button):
            button.setEnabled(self._may_change and not self._busy)
        self.end_button.setVisible(staffed)
        self.renew_button.setVisible(staffed and self._has_own_key)
        self._key_line.setVisible(bool(self._organisation))
        words = say(
            "The organisation's key that can open these cases: {key}", self.desk.language, key=self._organisation
        )
        self._key_line.show_words((Span(words, "small", self.desk.language, "muted"),))
        self.hints_changed.emit()

    def standing(self, language: str) -> str:
        """For whom this is."""
        return "" if self._may_change else say(_ALIKE, language)

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self.desk.language
        self._card.show_title(*both(self.desk, self.title))
        for field in self._fields.values():
            field.retranslate()
        self.roles.setTitle(say("Role", language))
        for card in self.roles.cards:
            role = Role(card.code)
            card.show_words(say(ROLE_NAMES[role], language), language, say(ROLE_DUTIES[role], language), language)
        self.roles.relay()
        for button, message in (
            (self.add_button, N_("Add a colleague")),
            (self.key_button, N_("Organisation's key")),
            (self.renew_button, N_("New key for the cases")),
            (self.end_button, N_("No more PINs")),
            (self.save_button, N_("Save")),
            (self.cancel_button, N_("Cancel")),
        ):
            said = both_say(self.desk, message)
            button.show_words(said.text, said.language, said.second if self.desk.is_kiosk else "", said.second_language)
        self._show_list()

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        pad = worn.pick(16, 32)
        self._column.setContentsMargins(pad, worn.pick(14, 28), pad, pad)
        for layout in (self._column, self._list, self._form):
            layout.setSpacing(worn.pick(12, 24))
        self._acts.set_gap(worn.pick(8, 24))
        self._end.setSpacing(worn.pick(8, 24))
        self._set_margins()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stays a column that an eye can follow, in the middle."""
        super().resizeEvent(event)
        self._set_margins()

    def changeEvent(self, event: QEvent) -> None:
        """The rows are made anew at another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.retranslate()

    def _set_margins(self) -> None:
        worn = theme.current()
        side = max(worn.pick(24, 56), (self.width() - worn.pick(_WIDEST, 1200)) // 2)
        self._outer.setContentsMargins(side, worn.pick(24, 40), side, worn.pick(24, 40))


def _seen(store: Store) -> tuple[tuple[Colleague, ...], str]:
    return staff.colleagues(store), store.vault.organisation()


def _tried(act: Callable[[Store], object]) -> Callable[[Store], BaseException | None]:
    """The keeper's worker takes nothing but StoreTrouble for a refusal; the service refuses input in its own way."""
    from talentdesk.service.mishap import InputError

    def tried(store: Store) -> BaseException | None:
        try:
            act(store)
        except InputError as slip:
            return slip
        return None

    return tried
