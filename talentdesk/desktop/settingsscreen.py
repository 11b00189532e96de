"""Settings of this desk: each is checked as it is typed, kept at once, and says what it changes and who sets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QVBoxLayout, QWidget

from talentdesk import settings as kept
from talentdesk.desktop import theme
from talentdesk.desktop.arrival import told_of
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import ERROR, GOOD, Mark
from talentdesk.desktop.controls import Message
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.second import with_colleague
from talentdesk.desktop.settingrows import GROUPS, SettingRow, Told
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, say

if TYPE_CHECKING:
    from talentdesk.store.opened import Store

_WIDEST = 960
_OFFICE, _PAPERS, _CASES, _BACKUPS = "Office", "Papers", "Cases", "Backups"
_PRIVATE = N_(
    "The private key opens every code that was sealed for this office: who reads that file reads the answers, and "
    "without it nobody does. Keep it off this computer, twice. Choose where it is written."
)
_MADE = N_("A new key holds now. Its private half is in the file you chose: keep it off this computer, twice.")


class SettingsScreen(Screen):
    """Cards of settings, one below the other."""

    def __init__(self, desk: Desk, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self.message = Message(self)
        self._told: tuple[Mark, Told] | None = None
        self._older: tuple[str, int] | None = None
        """Days that were asked about, and how many cases were last saved longer ago."""
        self.rows = {
            kind.key: SettingRow(kind, desk, self)
            for kinds in GROUPS.values()
            for kind in kinds
        }  # fmt: skip
        self.key_button = Button(parent=self, icon="shield")
        self.staff_button = Button(parent=self, icon="users")
        self.print_button = Button(parent=self, icon="printer")
        self.setup_button = Button(parent=self, icon="list")
        self.folder_button = Button(parent=self)
        self.backup_button = Button(parent=self, icon="check")
        self.going, self._lies, self._last = Words(self), Words(self), Words(self)
        self._cards: dict[str, HeadedCard] = {}
        self._inner: list[QVBoxLayout] = []
        self._lay_out()
        self._connect()
        self.restyle()
        self._show_values()

    def _lay_out(self) -> None:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.message)
        extra: dict[str, tuple[QWidget, ...]] = {
            _OFFICE: (self.key_button, self.staff_button, self.setup_button),
            _PAPERS: (self.print_button,),
            _CASES: (self.going, self._lies),
            _BACKUPS: (self._last, self.folder_button, self.backup_button),
        }
        for title, kinds in GROUPS.items():
            card = self._cards[title] = HeadedCard(self)
            body = QVBoxLayout()
            self._inner.append(body)
            for kind in kinds:
                body.addWidget(self.rows[kind.key])
            self._add(body, extra.get(title, ()))
            card.body.addLayout(body)
            self._column.addWidget(card)
        self._column.addStretch(1)
        self._outer = QVBoxLayout(self)
        self._area = scrolled(inside, self)
        self._outer.addWidget(self._area, 1)
        stops: list[QWidget] = []
        for title, kinds in GROUPS.items():
            stops += [widget for kind in kinds for widget in self._stops(kind.key)]
            stops += [each for each in extra.get(title, ()) if isinstance(each, Button)]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _add(self, body: QVBoxLayout, widgets: tuple[QWidget, ...]) -> None:
        row = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        for widget in widgets:
            if isinstance(widget, Button):
                row.addWidget(widget)
                row.setAlignment(widget, Qt.AlignmentFlag.AlignLeft)
            else:
                body.addWidget(widget)
        body.addLayout(row)

    def _stops(self, key: str) -> list[QWidget]:
        row = self.rows[key]
        return list(row.cards.cards) if row.cards is not None else [row.stop()]

    def _connect(self) -> None:
        for key, row in self.rows.items():
            row.typed.connect(lambda value, key=key: self._check(key, value.strip()))
            row.chosen.connect(lambda value, key=key: self._keep(key, value))
        self.key_button.clicked.connect(self._choose_key_file)
        self.staff_button.clicked.connect(lambda: self.guide.visit("staff"))
        self.setup_button.clicked.connect(lambda: self.guide.set_up())
        self.print_button.clicked.connect(lambda: self.guide.visit("print"))
        self.folder_button.clicked.connect(self._choose_folder)
        self.backup_button.clicked.connect(self.back_up)

    # ---- what a screen promises

    def title(self, language: str) -> str:
        """What the screen is for."""
        return say("Settings", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work here."""
        return (KeyHint("Enter", N_("keep")), KeyHint("Esc", N_("back")))

    def focus_place(self) -> QWidget:
        """The first setting."""
        return self.rows["office"].stop()

    def enter(self) -> None:
        """What the files say now."""
        super().enter()
        self.refresh()

    def refresh(self) -> None:
        """What the files say now, and how many cases would go."""
        self._show_values()
        self._ask_older(self.desk.settings.keep_days)

    # ---- values

    def _value(self, key: str) -> str:
        desk = self.desk
        now = {
            "language": desk.language, "second_language": desk.second, "look": str(desk.look), "size": str(desk.size),
            "letters": str(desk.zoom),
        }  # fmt: skip
        return now.get(key, str(getattr(desk.settings, key)))

    def _show_values(self) -> None:
        try:
            origins = kept.origins()
        except kept.SettingsError as error:
            origins = {}
            self._tell(ERROR, self._fault(error))
        shipped = kept.Settings()
        machines, own = kept.files()
        for key, row in self.rows.items():
            value, origin = self._value(key), N_("As shipped; no file sets it.")
            if value != getattr(shipped, key):
                origin = N_("Said at the start or chosen by the computer; no file sets it.")
            if origins.get(key) == own:
                origin = N_("Set in your own file, which wins over the machine's.")
            elif origins.get(key) == machines:
                origin = N_("Set in the machine's file. What you choose here goes into your own file and wins.")
            row.show_value(value, partial(say, origin))
        self.retranslate()

    @staticmethod
    def _fault(error: kept.SettingsError, label: str = "") -> Told:
        """What is wrong in the file, or, with the label of a row, on the screen: there it has a name in words."""
        from talentdesk.service.faults import cause_and_remedy

        fault = error.fault

        def told(language: str) -> str:
            named = {"key": say(label, language)} if label else {}
            return cause_and_remedy(fault.cause, fault.remedy, {**fault.details, **named}, language)

        return told

    def _check(self, key: str, value: str) -> bool:
        """Says at once what is wrong; whether nothing is."""
        from talentdesk.service.mishap import InputError

        told: Told | None = None
        try:
            kept.check(key, value)
            self._check_beyond(key, value)
        except kept.SettingsError as error:
            told = self._fault(error, self.rows[key].kind.label)
        except InputError as slip:
            told = told_of(slip)
        self.rows[key].show_error(told)
        if key == "keep_days" and told is None:
            self._ask_older(value)
        return told is None

    @staticmethod
    def _check_beyond(key: str, value: str) -> None:
        if key == "office_key":
            from talentdesk.service.officekey import check_office_key

            check_office_key(value)
        elif key == "backup_folder" and value and not Path(value).is_dir():
            from talentdesk.service.mishap import InputError

            cause, remedy = N_("there is no folder {folder}"), N_("make it first, or choose another one")
            raise InputError(cause, remedy, folder=value)

    def _keep(self, key: str, value: str) -> None:
        """Keeps a value that is right, in the person's file, and lets it hold."""
        if not self._check(key, value):
            return
        changes = {key: value}
        if key == "language" and value == self.desk.second:
            changes["second_language"] = self.desk.language
        elif key == "second_language" and value == self.desk.language:
            changes["second_language"] = ""
        self.desk.settings = replace(self.desk.settings, **changes)  # type: ignore[arg-type]
        if self.desk.remember(**changes):
            self._tell(GOOD, lambda language: say("Kept.", language))
        else:
            words = N_("This holds until the window is closed: the settings file cannot be written.")
            self._tell(ERROR, lambda language: say(words, language))
        self._let_hold(key, value)
        self._show_values()

    def _let_hold(self, key: str, value: str) -> None:
        desk = self.desk
        if key == "language":
            self.guide.speak(value)
        elif key == "second_language":
            self.guide.speak(desk.language, value)
        elif key == "look":
            desk.wear(theme.Look(value), desk.size)
        elif key == "size":
            desk.wear(desk.look, theme.Size(value))
        elif key == "letters":
            desk.magnify(int(value))

    def _tell(self, mark: Mark, told: Told) -> None:
        self._told = (mark, told)
        self.message.setVisible(True)
        self.message.show_message(mark, *both(self.desk, told))

    # ---- the time cases are kept

    def _ask_older(self, days: str) -> None:
        days = days or ("" if self.desk.settings.mode == "personal" else "30")
        if not days or not self.desk.is_ready:
            self._older = None
            self._show_going()
            return
        count = int(days)
        future = self.desk.keeper.ask(lambda store: store.older(count), "settings")
        self.desk.letters.expect(future, lambda found: self._take_older(days, found), self._refuse, self)

    def _take_older(self, days: str, found: int) -> None:
        self._older = (days, found)
        self._show_going()

    def _show_going(self) -> None:
        language = self.desk.language
        words = say("Cases are kept until somebody erases them.", language)
        if self._older is not None:
            days, found = self._older
            words = say(
                "Now: {count} cases were last saved more than {days} days ago and would go; those on hold stay.",
                language, count=str(found), days=days,
            )  # fmt: skip
        self.going.show_words((Span(words, "body", language),))

    # ---- the office's key and backups

    def _choose_key_file(self) -> None:
        language = self.desk.language
        self._tell(GOOD, lambda language: say(_PRIVATE, language))
        name, _ = QFileDialog.getSaveFileName(self, say("Private key of the office", language), "office.pem")
        if name:
            self.make_key(Path(name))

    def make_key(self, out: Path) -> None:
        """Writes a new private key there and lets its public half hold."""
        from talentdesk.service.officekey import make_office_key

        self._do(lambda store: make_office_key(store, out), self._take_key, "keys")

    def _take_key(self, public: object) -> None:
        self._keep("office_key", str(public))
        self._tell(GOOD, lambda language: say(_MADE, language))

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, say("Folder for backups", self.desk.language))
        if folder:
            self._keep("backup_folder", folder)

    def back_up(self) -> None:
        """Writes a backup into the folder now."""
        from talentdesk.service.backups import back_up_into

        folder, now = Path(self.desk.settings.backup_folder), self.desk.now()
        self.backup_button.setEnabled(False)
        self._do(lambda store: back_up_into(store, folder, now), self._backed_up, "backup")

    def _backed_up(self, _: object) -> None:
        self._tell(GOOD, lambda language: say("The backup is written.", language))
        self._show_places()

    def _do(self, act: Callable[[Store], object], then: Callable[[object], None], needs: str) -> None:
        def taken(result: object) -> None:
            if isinstance(result, Exception):
                self._refuse(result)
            else:
                then(result)

        with_colleague(self.desk, self, tried(act), needs, taken, self._refuse)

    def _refuse(self, slip: BaseException) -> None:
        from talentdesk.service.faults import cause_and_remedy
        from talentdesk.service.mishap import Told as Slip

        self._show_places()
        if isinstance(slip, Slip):
            self._tell(ERROR, lambda language: cause_and_remedy(slip.cause, slip.remedy, slip.details, language))
        else:
            told = told_of(slip)
            self._tell(ERROR, lambda language: told(language))

    # ---- words

    def _show_places(self) -> None:
        language, settings = self.desk.language, self.desk.settings
        words = say("The cases lie in the folder {folder}.", language, folder=settings.place)
        if "://" in settings.place:
            words = say("The cases lie on a database server.", language)
        how = say("`talentdesk move-to` copies them to another folder or server and proves the copy.", language)
        self._lies.show_words((Span(words, "body", language),), (Span(how, "small", language, "muted"),))
        self.backup_button.setEnabled(bool(settings.backup_folder) and self.desk.may("backup"))
        self.key_button.setEnabled(self.desk.may("keys"))
        self.staff_button.setVisible(settings.mode == "counter")
        self._last.show_words((Span(self._last_told(language), "body", language),))

    def _last_told(self, language: str) -> str:
        from talentdesk.service.backups import last_backup

        folder = self.desk.settings.backup_folder
        if not folder:
            return say("No folder for backups is chosen.", language)
        last = last_backup(Path(folder))
        if last is None:
            return say("There is no backup in that folder yet.", language)
        moment = last.astimezone(self.desk.now().tzinfo)
        return say("The last backup there is of {moment}.", language, moment=f"{moment:%Y-%m-%d %H:%M}")

    def retranslate(self) -> None:
        """Puts the words anew."""
        for title, card in self._cards.items():
            card.show_title(*both_say(self.desk, title))
        for row in self.rows.values():
            row.retranslate()
        for button, message in (
            (self.key_button, N_("Make a new key pair…")),
            (self.staff_button, N_("Staff and PINs")),
            (self.print_button, N_("Print desk")),
            (self.setup_button, N_("Set up step by step")),
            (self.folder_button, N_("Choose a folder…")),
            (self.backup_button, N_("Back up now")),
        ):
            said = both_say(self.desk, message)
            button.show_words(said.text, said.language, said.second if self.desk.is_kiosk else "", said.second_language)
        self.message.setVisible(self._told is not None)
        if self._told is not None:
            self.message.show_message(self._told[0], *both(self.desk, self._told[1]))
        self._show_going()
        self._show_places()

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        pad = worn.pick(16, 32)
        self._column.setSpacing(worn.pick(16, 32))
        for body in self._inner:
            body.setContentsMargins(pad, worn.pick(12, 24), pad, pad)
            body.setSpacing(worn.pick(16, 32))
        self._set_margins()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stays a column that an eye can follow, in the middle."""
        super().resizeEvent(event)
        self._set_margins()

    def changeEvent(self, event: QEvent) -> None:
        """The words are set anew at another size, and what holds is shown as it is."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LanguageChange):
            self._show_values()

    def _set_margins(self) -> None:
        worn = theme.current()
        side = max(worn.pick(24, 56), (self.width() - worn.pick(_WIDEST, 1200)) // 2)
        self._outer.setContentsMargins(side, worn.pick(24, 40), side, worn.pick(24, 40))


def tried(act: Callable[[Store], object]) -> Callable[[Store], object]:
    """The keeper's worker takes nothing but StoreTrouble for a refusal; the service refuses in its own ways."""
    from talentdesk.service.mishap import Told as Slip

    def tried(store: Store) -> object:
        try:
            return act(store)
        except Slip as slip:
            return slip

    return tried
