"""Whether a case is held beyond its time: a word beside the tabs of the open cases, which leads to the dialog."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from talentdesk.desktop import fields
from talentdesk.desktop.arrival import told_of
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.chips import ERROR
from talentdesk.desktop.controls import Message
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.recovery import Dialog
from talentdesk.desktop.second import with_colleague
from talentdesk.desktop.tasks import Newest
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, format_short_date, say
from talentdesk.service import holds

if TYPE_CHECKING:
    from collections.abc import Callable

    from talentdesk.service.holds import Hold
    from talentdesk.service.mishap import InputError
    from talentdesk.store.opened import Store

_TITLE = N_("Hold the case")
_WHAT = N_(
    "A case that is held stays through the day named here, whatever its time: for a complaint, a lawsuit or an inquiry."
    " Name no person in the reason. It takes two people and is noted in the list of acts."
)
_UNTIL = N_("Held through, as 2027-03-31")
_REASON = N_("Reason")
_NO_DAY = N_("This is no day. Type year, month and day, as 2027-03-31.")
_USUAL = timedelta(days=90)


class HoldChip(Button):
    """Follows the case in front. Seen where the case is held, and by whoever may hold one at a counter."""

    changed = Signal()
    """The case is held now, or no longer."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(Role.LINK, parent, icon="padlock", small=True)
        self._desk = desk
        self._case = ""
        self.hold: Hold | None = None
        self._newest: Newest[Hold | None] = Newest(desk.letters, self)
        self.clicked.connect(self.ask)
        self.hide()

    def follow(self, case: str) -> None:
        """Another case, or the same one that may be held by now."""
        if case != self._case:
            self._case, self.hold = case, None
            self._show()
        if case and self._desk.settings.mode != "kiosk" and self._desk.is_ready:
            today = self._desk.today
            self._newest.ask(
                self._desk.keeper.ask(lambda store: holds.held(store, case, today)), self._take, lambda _error: None
            )

    def _take(self, hold: Hold | None) -> None:
        self.hold = hold
        self._show()

    @property
    def _may(self) -> bool:
        return self._desk.may("hold") and self._desk.settings.mode == "counter"

    def _show(self) -> None:
        language = self._desk.language
        self.setVisible(bool(self._case) and (self.hold is not None or self._may))
        if self.hold is None:
            self.show_words(say("Hold…", language), language)
        else:
            day = format_short_date(self.hold.until, language)
            self.show_words(say("Held until {day}", language, day=day), language)

    def ask(self) -> None:
        """Opens the dialog of the case in front."""
        HoldDialog(self._desk, self.window(), self._case, self.hold, self._changed).open()

    def _changed(self) -> None:
        self.follow(self._case)
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follows the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()


class HoldDialog(Dialog):
    """Says through which day and why; whoever may, changes or ends it."""

    def __init__(self, desk: Desk, parent: QWidget, case: str, hold: Hold | None, changed: Callable[[], None]) -> None:
        super().__init__(desk, parent, _TITLE, _WHAT)
        self._desk, self._case, self._changed = desk, case, changed
        language = desk.language
        until = hold.until if hold else desk.today + _USUAL
        self.until = self._field(_UNTIL, until.isoformat(), 10)
        self.reason = self._field(_REASON, hold.reason if hold else "", 200)
        self.message = Message(self)
        self.message.hide()
        self.column.addWidget(self.message)
        self.column.addLayout(self.buttons)
        self.offer(Role.PLAIN, N_("Cancel"), language, self.reject)
        self.release_button = self.offer(Role.PLAIN, N_("Hold it no longer"), language, self._release)
        self.hold_button = self.offer(Role.MAIN, N_("Hold the case"), language, self._hold)
        self.release_button.setVisible(hold is not None)
        for part in (self.until, self.reason, self.release_button, self.hold_button):
            part.setEnabled(desk.may("hold"))
        self.reason.setFocus()

    def _field(self, label: str, text: str, longest: int) -> fields.Line:
        words, frame = Words(self), fields.Frame(self)
        words.show_words((Span(say(label, self._desk.language), "label", self._desk.language),))
        words.setMinimumHeight(words.heightForWidth(self.room))
        line = fields.Line(frame)
        line.setMaxLength(longest)
        line.setText(text)
        line.setAccessibleName(say(label, self._desk.language))
        line.returnPressed.connect(self._hold)
        frame.row.addWidget(line)
        self.column.addWidget(words)
        self.column.addWidget(frame)
        return line

    def _hold(self) -> None:
        try:
            until = date.fromisoformat(self.until.text().strip())
        except ValueError:
            self._say(lambda language: say(_NO_DAY, language))
            self.until.setFocus()
            return
        case, reason, today = self._case, self.reason.text(), self._desk.today
        self._do(lambda store: holds.hold(store, case, until, reason, today))

    def _release(self) -> None:
        case = self._case
        self._do(lambda store: holds.release(store, case))

    def _do(self, act: Callable[[Store], object]) -> None:
        self.hold_button.setEnabled(False)
        with_colleague(self._desk, self, _tried(act), "hold", self._done, self._refuse)

    def _done(self, slip: InputError | None) -> None:
        if slip is not None:
            self._refuse(slip)
            return
        self.accept()
        self._changed()

    def _refuse(self, slip: BaseException) -> None:
        self.hold_button.setEnabled(self._desk.may("hold"))
        self._say(told_of(slip))

    def _say(self, told: Callable[[str], str]) -> None:
        self.message.show_message(ERROR, told(self._desk.language), self._desk.language)
        self.message.setMinimumHeight(self.message.heightForWidth(self.room))
        self.message.show()
        self.column.activate()
        self.resize(self.sizeHint())  # a dialog does not grow by itself, and would press its lines together


def _tried(act: Callable[[Store], object]) -> Callable[[Store], InputError | None]:
    """The keeper's worker takes nothing but StoreTrouble for a refusal; the service refuses input in its own way."""
    from talentdesk.service.mishap import InputError

    def tried(store: Store) -> InputError | None:
        try:
            act(store)
        except InputError as slip:
            return slip
        return None

    return tried
