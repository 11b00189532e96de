"""The first setup, one question a page: Enter takes what is there and goes on, Esc leaves it for another time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import ERROR, GOOD, INFORMATION, NOTICE, Mark
from talentdesk.desktop.controls import Message, Steps
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.optioncards import CardGroup
from talentdesk.desktop.printing import NOT_WRITTEN, NotWritten, write_file
from talentdesk.desktop.savedialog import ask_place
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.settingsscreen import SettingsScreen, tried
from talentdesk.desktop.staffscreen import DIFFERENT, StaffField
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Span, Words, pair
from talentdesk.i18n import LANGUAGES, N_, native_name, say
from talentdesk.service import firstrun, staff
from talentdesk.service.firstrun import DONE, Step

if TYPE_CHECKING:
    from talentdesk.service.printing import PrintOutcome
    from talentdesk.store.opened import Store

_WIDEST = 860
_MACHINES = {
    "counter": N_("A counter: people come, the staff types"),
    "personal": N_("At home, or one person's own computer"),
    "kiosk": N_("A public machine that people use themselves"),
}
_OPENING = {
    "none": N_("Nobody signs in: whoever is logged in here works"),
    "pin": N_("An administrator with a PIN"),
    "passphrase": N_("A passphrase at each start"),
}
_FIELDS = {"none": (), "pin": ("name", "pin", "again"), "passphrase": ("phrase", "repeated")}
_TITLES = {
    Step.LANGUAGE: N_("Which language do you read?"),
    Step.MACHINE: N_("What is this computer?"),
    Step.OFFICE: N_("What is the office called?"),
    Step.PRINTER: N_("Where do papers come out?"),
    Step.KEEPING: N_("How long is a case kept?"),
    Step.BACKUP: N_("Where do backups go?"),
    Step.STAFF: N_("Who opens the cases here?"),
    Step.RECOVERY: N_("The code that opens the cases when all else fails"),
}
_ROWS = {
    Step.OFFICE: ("office", "counter_name", "office_key"),
    Step.PRINTER: ("printer", "tray", "sides"),
    Step.KEEPING: ("keep_days",),
    Step.BACKUP: ("backup_folder", "backup_days"),
}
_KIOSK = N_(
    "A public machine is set up by its own account and services: talentdesk/kiosk.md says how, step by step, and "
    "`talentdesk doctor --kiosk` checks it. This setup ends here."
)
_NEXT_START = N_("This holds from the next start on; until then the window stays as it is.")
_PROTECTED = {
    "keyring": N_("The cases are encrypted. Their key lies in this computer's keyring and opens with your login."),
    "file": N_(
        "The cases are encrypted, but this computer has no keyring: their key lies in a file in your settings folder. "
        "A copy of the cases alone cannot be read; who copies the whole disk reads them. A PIN makes that harder; a "
        "passphrase at each start, or an encrypted disk, prevents it."
    ),
    "pin": N_("The staff sign in here already: look after them under “Staff”."),
    "secret": N_("The cases are encrypted and open with the passphrase alone: this computer keeps no key."),
    "server": N_("The cases lie on a database server: its accounts and its disks protect them."),
}
_ADMIN = N_(
    "The administrator looks after staff and keys and opens no case: add who works on cases right afterwards, under "
    "“Staff”. The PIN is set at the end, with the recovery code."
)
_PHRASE = N_(
    "This computer then keeps no key, and at each start somebody types the passphrase. Four words that do not belong "
    "together are long enough. It is set at the end, with the recovery code for whoever forgets it."
)
_OTHER_PHRASE = N_("The two passphrases are not the same. Type both again; nothing was changed.")
_SHEET = N_(
    "Print the code, or write it down, and keep it away from this computer. It is shown only now; an earlier code no "
    "longer works. To confirm, type its last four characters."
)
_WRONG = N_("These are not the last four characters of the code. Look at your sheet and type them again.")
_NO_CODE = N_("Enter makes the code. Whoever leaves it out cannot open the cases where this computer's key is lost.")
_LEFT = N_("The setup can be gone on with at any time, under “Settings”.")


class FirstRunScreen(Screen):
    """Pages of settings that the settings screen keeps, too; what is kept holds at once and is not asked again."""

    def __init__(self, desk: Desk, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self.steps = firstrun.steps_of(desk.settings.mode, desk.settings.place)
        self.step = self.steps[0]
        self._settings = SettingsScreen(desk, guide, self)
        """Never shown: its rows check and keep what is typed here."""
        self._settings.hide()
        self._told: tuple[Mark, Callable[[str], str]] | None = None
        self._protection = ""
        self.code = ""
        self._busy = False
        self._card, self._progress = HeadedCard(self), Steps(self)
        self._says, self.message = Words(self), Message(self)
        self.languages = CardGroup(LANGUAGES, ticks=False, size=None)
        self.machines = CardGroup(tuple(_MACHINES), ticks=False, size=None)
        self._openings = {
            ways: CardGroup(ways, ticks=False, size=None)
            for ways in {firstrun.ways_of(mode, protection) for mode in _MACHINES for protection in ("file", "keyring")}
        }
        self.fields = {name: StaffField(name, desk, self) for names in _FIELDS.values() for name in names}
        self._shown_code = Words(self, centred=True)
        self.print_button = Button(parent=self, icon="printer")
        self.save_button = Button(parent=self, icon="save")
        self.part = StaffField("part", desk, self)
        self.back_button = Button(parent=self, icon="back")
        self.skip_button = Button(parent=self)
        self.next_button = Button(Role.MAIN, self, icon_after="forward")
        self._pages = QStackedWidget(self)
        self._places: dict[Step, QWidget] = {}
        self._lay_out()
        self._connect()
        self.restyle()

    # ---- building

    def _lay_out(self) -> None:
        inside: dict[Step, tuple[QWidget, ...]] = {
            Step.LANGUAGE: (self.languages,),
            Step.MACHINE: (self.machines,),
            Step.STAFF: (*self._openings.values(), *self.fields.values()),
            Step.RECOVERY: (self._shown_code, self.print_button, self.save_button, self.part),
        }
        rows = self._settings.rows
        for step, keys in _ROWS.items():
            inside[step] = tuple(rows[key] for key in keys)
        inside[Step.OFFICE] = (*inside[Step.OFFICE], self._settings.key_button)
        inside[Step.KEEPING] = (*inside[Step.KEEPING], self._settings.going)
        inside[Step.BACKUP] = (*inside[Step.BACKUP], self._settings.folder_button)
        self._columns: list[QVBoxLayout] = []
        for step, widgets in inside.items():
            page = self._places[step] = QWidget()
            column = QVBoxLayout(page)
            for widget in widgets:
                column.addWidget(widget)
                if isinstance(widget, Button):
                    column.setAlignment(widget, Qt.AlignmentFlag.AlignLeft)
            column.addStretch(1)
            self._columns.append(column)
            self._pages.addWidget(page)
        whole = QWidget()
        self._column = QVBoxLayout(whole)
        for part in (self._progress, self._says, self._settings.message, self.message):
            self._column.addWidget(part)
        self._column.addWidget(self._pages, 1)
        self._card.body.addWidget(scrolled(whole, self), 1)
        self._acts = QHBoxLayout()
        self._acts.addWidget(self.back_button)
        self._acts.addStretch(1)
        self._acts.addWidget(self.skip_button)
        self._acts.addWidget(self.next_button)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._card, 1)
        self._outer.addLayout(self._acts)

    def _connect(self) -> None:
        self.languages.changed = self._choose_language
        self.machines.changed = self._choose_machine
        for group in self._openings.values():
            group.changed = self._show
        for group in (self.languages, self.machines, *self._openings.values()):
            group.pressed_enter = self.go_on
        for field in (*self.fields.values(), self.part):
            field.line.returnPressed.connect(self.go_on)
        for row in self._settings.rows.values():
            if row.line is not None:
                row.line.returnPressed.connect(self.go_on)
            if row.cards is not None:
                row.cards.pressed_enter = self.go_on
        self.print_button.clicked.connect(self.print_code)
        self.save_button.clicked.connect(self._ask_file)
        self.back_button.clicked.connect(lambda: self._go(-1))
        self.skip_button.clicked.connect(self.leave_it)
        self.next_button.clicked.connect(self.go_on)

        back = QShortcut(QKeySequence("PgUp"), self)  # the page that scrolls would keep the key
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(lambda: self._go(-1))

    @property
    def opening(self) -> CardGroup:
        """What the cases may open with on this machine."""
        return self._openings[firstrun.ways_of(self._mode(), self._protection)]

    def _mode(self) -> str:
        return (self.machines.chosen() or [self.desk.settings.mode])[0]

    def _way(self) -> str:
        return (self.opening.chosen() or ["none"])[0]

    # ---- what a screen promises

    def title(self, language: str) -> str:
        """What the screen is for."""
        return say("Set up this desk", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work here."""
        return (
            KeyHint("Enter", N_("take this and go on")),
            KeyHint("PgUp", N_("step back")),
            KeyHint("Esc", N_("later")),
        )

    def focus_place(self) -> QWidget:
        """What is asked here."""
        match self.step:
            case Step.LANGUAGE:
                return self.languages.stop()
            case Step.MACHINE:
                return self.machines.stop()
            case Step.STAFF:
                return self.opening.stop()
            case Step.RECOVERY:
                return self.part.line if self.code else self.next_button
            case _:
                return self._settings.rows[_ROWS[self.step][0]].stop()

    def begin(self) -> None:
        """Where it was left."""
        self.steps = firstrun.steps_of(self.desk.settings.mode, self.desk.settings.place, self._protection)
        if self.desk.is_ready:
            self.desk.letters.expect(self.desk.keeper.protection(), self._protected, lambda _error: None, self)
        self._stand_at(firstrun.where_left(self.desk.settings.setup, self.steps))

    def leave(self) -> None:
        """No secret stays behind on a screen that is not seen."""
        super().leave()
        self.code = ""
        for field in (*self.fields.values(), self.part):
            field.line.setText("")
        for group in self._openings.values():
            group.choose(["none"])
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave_it()
        else:
            super().keyPressEvent(event)

    # ---- steps

    def go_on(self) -> None:
        """Takes what is there and goes to the next step."""
        if self._busy or not self._rows_kept():
            return
        if self.step is Step.STAFF and not self._may_go_on_from_staff():
            return
        if self.step is Step.RECOVERY and not self._confirmed():
            return
        if self.step is self.steps[-1]:
            self._finish()
        else:
            self._go(1)

    def _rows_kept(self) -> bool:
        """Keeps what was typed; where it cannot be, its row says why, and the step stays."""
        rows = [self._settings.rows[key] for key in _ROWS.get(self.step, ())]
        for row in rows:
            row.give_up()
            if row.is_wrong:
                row.stop().setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        return True

    def _go(self, by: int) -> None:
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)
        at = self.steps.index(self.step) + by
        if 0 <= at < len(self.steps):
            self._stand_at(self.steps[at])

    def _stand_at(self, step: Step) -> None:
        self.step, self._told = step, None
        self._remember(step)
        self._settings.message.hide()
        self._settings.refresh()
        self._show()
        self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)
        self.hints_changed.emit()

    def _remember(self, step: str) -> None:
        self.desk.settings = replace(self.desk.settings, setup=step)
        self.desk.remember(setup=step)

    def leave_it(self) -> None:
        """For another time: what was kept so far holds."""
        self.guide.go_home()
        self.guide.tell(say(_LEFT, self.desk.language))

    def _finish(self) -> None:
        self._remember(DONE)
        way = self._way() if Step.STAFF in self.steps else "none"
        if way == "none":
            self._done()
            return
        if way == "passphrase":
            self._ask_at_start()
            return
        name, pin, code = self.fields["name"].line.text(), self.fields["pin"].line.text(), self.code
        self._busy = True

        def act(store: Store) -> object:
            staff.add(store, name, "admin", pin, code)
            return store.person

        self.desk.letters.expect(self.desk.keeper.ask(tried(act), "staff"), self._added, self._refuse, self)

    def _ask_at_start(self) -> None:
        phrase = self.fields["phrase"].line.text()
        self._busy = True

        def act(store: Store) -> None:
            firstrun.ask_at_start(store, phrase)

        self.desk.letters.expect(self.desk.keeper.ask(tried(act), "keys"), self._asked_at_start, self._refuse, self)

    def _asked_at_start(self, slip: object) -> None:
        self._busy = False
        if isinstance(slip, Exception):
            self._refuse(slip)
            return
        self._done()

    def _added(self, person: object) -> None:
        self._busy = False
        if isinstance(person, Exception):
            self._refuse(person)
            return
        self.guide.signed_in(person)  # type: ignore[arg-type]
        self.guide.visit("staff")

    def _done(self) -> None:
        self.guide.go_home()
        self.guide.tell(say("This desk is set up.", self.desk.language))

    def _refuse(self, slip: BaseException) -> None:
        from talentdesk.desktop.arrival import told_of

        self._busy = False
        self._remember(self.step)
        self._tell(ERROR, told_of(slip))

    # ---- language and machine

    def _choose_language(self) -> None:
        chosen = self.languages.chosen()
        if chosen and chosen[0] != self.desk.language:
            self.guide.speak(chosen[0])
            self.desk.settings = replace(self.desk.settings, language=chosen[0])

    def _choose_machine(self) -> None:
        chosen = (self.machines.chosen() or [self.desk.settings.mode])[0]
        self.steps = firstrun.steps_of(chosen, self.desk.settings.place, self._protection)
        if chosen != "kiosk":  # which is not chosen for a window, but set up by its own account
            self.desk.remember(mode=chosen)
        self._show()

    # ---- staff and the code

    def _protected(self, protection: str) -> None:
        was, self._protection = self.opening, protection
        self.steps = firstrun.steps_of(self._mode(), self.desk.settings.place, protection)
        self._show()
        if self.step is Step.STAFF and was is not self.opening:
            self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)

    def _may_go_on_from_staff(self) -> bool:
        way = self._way()
        if way == "none":
            return True
        for name in _FIELDS[way]:
            if not self.fields[name].line.text().strip():
                self.fields[name].line.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        secret, again = (self.fields[name] for name in _FIELDS[way][-2:])
        if secret.line.text() != again.line.text():
            for field in (secret, again):
                field.line.setText("")
            different = DIFFERENT if way == "pin" else _OTHER_PHRASE
            self._tell(ERROR, lambda language: say(different, language))
            secret.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return self._is_strong(way, secret)

    def _is_strong(self, way: str, field: StaffField) -> bool:
        from talentdesk.store import keyslots, pinslots
        from talentdesk.store.trouble import StoreTrouble

        try:
            (pinslots if way == "pin" else keyslots).require_strength(field.line.text())
        except StoreTrouble as trouble:
            remedy = trouble.remedy
            self._tell(ERROR, lambda language: say(remedy, language))
            field.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return True

    def _confirmed(self) -> bool:
        if not self.code:
            self._busy = True
            made = self.desk.keeper.new_recovery_code()
            self.desk.letters.expect(made, self._take_code, self._refuse, self)
            return False
        if firstrun.is_part(self.code, self.part.line.text()):
            return True
        if self.part.line.text().strip():
            self._tell(ERROR, lambda language: say(_WRONG, language))
        self.part.line.setText("")
        self.part.line.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _take_code(self, code: str) -> None:
        self._busy, self.code = False, code
        self._told = None
        self._show()
        self.part.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _languages(self) -> tuple[str, str]:
        return self.desk.language, self.desk.second or self.desk.language

    def print_code(self) -> None:
        """Prints the sheet on the printer of the settings."""
        from talentdesk.desktop.printqueue import last_choice, system_here
        from talentdesk.service.printers import title_of
        from talentdesk.service.printing import Job, print_to_the_end

        code, day, languages = self.code, self.desk.today, self._languages()
        system, choice = system_here(self.desk), replace(last_choice(self.desk.settings), copies=1)

        def work() -> PrintOutcome:
            laid, content = firstrun.code_sheet(code, day, languages)
            job = Job(content, choice.tray, ((laid, None),))
            return print_to_the_end(system, (job,), title_of("recovery"), choice)

        self._tell(INFORMATION, lambda language: say("Printing…", language))
        self.desk.elsewhere.run(work, self._printed, self._not_printed, self)

    def _printed(self, outcome: PrintOutcome) -> None:
        from talentdesk.desktop.handover import told

        if outcome.good:
            self._tell(GOOD, lambda language: say("The sheet is printed.", language))
        else:
            self._tell(NOTICE, lambda language: told(outcome, language))

    def _not_printed(self, slip: BaseException) -> None:
        self._refuse(slip)

    def _ask_file(self) -> None:
        ask_place(
            self, say("Recovery code", self.desk.language), "talentdesk-recovery.pdf", self.save_code, "PDF (*.pdf)"
        )

    def save_code(self, place: Path) -> None:
        """Writes the sheet as PDF."""
        _laid, content = firstrun.code_sheet(self.code, self.desk.today, self._languages())
        try:
            write_file(content, place)
        except NotWritten:
            self._tell(ERROR, lambda language: say(NOT_WRITTEN, language))
        else:
            words = N_("Saved. Put the file on a drive that is kept elsewhere, and delete it here.")
            self._tell(GOOD, lambda language: say(words, language))

    def _tell(self, mark: Mark, told: Callable[[str], str]) -> None:
        self._told = (mark, told)
        self._show()

    # ---- words and sizes

    def _show(self) -> None:
        step, desk = self.step, self.desk
        self._pages.setCurrentWidget(self._places[step])
        self._progress.show_progress(self.steps.index(step), len(self.steps))
        self.languages.choose([desk.language])
        if not self.machines.chosen():
            self.machines.choose([desk.settings.mode])
        if not self.opening.chosen():
            self.opening.choose(["none"])
        for group in self._openings.values():
            group.setVisible(group is self.opening)
        for name, field in self.fields.items():
            field.setVisible(name in _FIELDS[self._way()])
        for widget in (self._shown_code, self.print_button, self.save_button, self.part):
            widget.setVisible(bool(self.code))
        self._shown_code.show_words((Span(self.code, "section_title", "en", "text"),))
        self._shown_code.setAccessibleName(self.code)
        self.back_button.setEnabled(step is not self.steps[0])
        self._card.show_title(*both_say(desk, _TITLES[step]))
        said = self._sentence()
        self._says.setVisible(bool(said))
        if said:
            self._says.show_words(*pair(*both_say(desk, said), "body"))
        self.message.setVisible(self._told is not None)
        if self._told is not None:
            self.message.show_message(self._told[0], *both(desk, self._told[1]))
        last, making = step is self.steps[-1], step is Step.RECOVERY and not self.code
        words = N_("Make the code") if making else N_("Finish") if last else N_("Go on")
        for button, message, key in (
            (self.back_button, N_("Step back"), "PgUp"),
            (self.skip_button, N_("Later"), "Esc"),
            (self.next_button, words, "Enter"),
            (self.print_button, N_("Print the code"), ""),
            (self.save_button, N_("Save as PDF"), ""),
        ):
            told = both_say(desk, message)
            button.show_words(told.text, told.language, told.second if desk.is_kiosk else "", told.second_language)
            button.show_key("" if desk.is_kiosk else key)

    def _sentence(self) -> str:
        match self.step:
            case Step.MACHINE:
                chosen = (self.machines.chosen() or [""])[0]
                if chosen == "kiosk":
                    return _KIOSK
                return _NEXT_START if chosen and chosen != self.desk.settings.mode else ""
            case Step.STAFF:
                told = {"pin": _ADMIN, "passphrase": _PHRASE}
                return told.get(self._way(), _PROTECTED.get(self._protection, ""))
            case Step.RECOVERY:
                return _SHEET if self.code else _NO_CODE
            case _:
                return ""

    def retranslate(self) -> None:
        """Puts the words anew."""
        desk = self.desk
        for card in self.languages.cards:
            card.show_words(native_name(card.code), card.code, "", "")
        opened = [(group, _OPENING) for group in self._openings.values()]
        for group, words in ((self.machines, _MACHINES), *opened):
            for card in group.cards:
                card.show_words(*both_say(desk, words[card.code]))
        opening = [(group, Step.STAFF) for group in self._openings.values()]
        for group, step in ((self.languages, Step.LANGUAGE), (self.machines, Step.MACHINE), *opening):
            group.setTitle(say(_TITLES[step], desk.language))
            group.relay()
        for field in (*self.fields.values(), self.part):
            field.retranslate()
        self._show()

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        pad = worn.pick(16, 32)
        self._column.setContentsMargins(pad, worn.pick(14, 28), pad, pad)
        self._column.setSpacing(worn.pick(14, 28))
        for column in self._columns:
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(worn.pick(14, 28))
        self._acts.setSpacing(worn.pick(8, 24))
        self._outer.setSpacing(worn.pick(16, 32))
        self.retranslate()
        self._set_margins()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stays a column that an eye can follow, in the middle."""
        super().resizeEvent(event)
        self._set_margins()

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.retranslate()

    def _set_margins(self) -> None:
        worn = theme.current()
        side = max(worn.pick(24, 56), (self.width() - worn.pick(_WIDEST, 1200)) // 2)
        self._outer.setContentsMargins(side, worn.pick(24, 40), side, worn.pick(24, 40))
