"""What the person agrees to, read in their language, given and withdrawn; and to whom a case may go."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.consent import ConsentKind
from talentdesk.desktop import fields, theme
from talentdesk.desktop.arrival import told_of
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import ERROR, GOOD, NOT_STARTED, NOTICE, Mark
from talentdesk.desktop.consentchip import standing_of
from talentdesk.desktop.controls import Card, Message, Title, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.optioncards import CardGroup
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.session import Session
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Span, Words, pair
from talentdesk.i18n import LANGUAGES, N_, format_date, native_name, say
from talentdesk.service import consent
from talentdesk.service.bundles import PURPOSES

if TYPE_CHECKING:
    from talentdesk.service.consent import ConsentText, Stand
    from talentdesk.store.opened import Store

_WIDEST = 960
_LONGEST_NAME = 128
_READ_IN = N_("The person reads this in")
_RECIPIENT = N_("Who outside the Mainland receives the case")
_WHAT_FOR = N_("What for")
PURPOSE_NAMES = {
    "counter": N_("Another counter goes on with it"),
    "applicant": N_("The applicant wants it"),
    "authority": N_("An authority asked for it"),
    "archive": N_("It is kept elsewhere"),
}
_ALL_GOES = N_("Withdraw? The whole case is erased at once and for good. Press once more to do it.")
_SOME_GOES = N_(
    "Withdraw? The answers that rest on this are erased at once and for good, and the case goes on under a new number. "
    "Press once more to do it."
)
_NO_MORE = N_("Withdraw? The case is not given to this recipient any more. Press once more to do it.")
_ERASED = N_("The consent was withdrawn and the case erased.")
_GOES_ON = N_("The consent was withdrawn and what rested on it erased.")


class ConsentScreen(Screen):
    """One card a text, with its standing and a button; the texts in the language that the person reads."""

    def __init__(self, desk: Desk, guide: Guide, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self.session = session
        self._stands: tuple[Stand, ...] = ()
        self._sure = ""
        self._told: tuple[Mark, Callable[[str], str]] | None = None
        self._card = HeadedCard(self)
        self.message = Message(self)
        self._read_in = Words(self)
        self.languages = CardGroup(LANGUAGES, ticks=False, size=None)
        self.languages.choose([desk.language if desk.language in LANGUAGES else "en"])
        self.languages.changed = self._show
        self._texts = QVBoxLayout()
        self.buttons: dict[tuple[str, str], Button] = {}
        """By consent and recipient."""
        self._recipient_label, self._for_label = Words(self), Words(self)
        self._box = fields.Frame(self)
        self.recipient = fields.Line(self._box)
        self.recipient.setMaxLength(_LONGEST_NAME)
        self._box.row.addWidget(self.recipient, 1)
        self.purposes = CardGroup(PURPOSES, ticks=False, size=None)
        self._abroad = Words(self)
        self.abroad_button = Button(parent=self, icon="check")
        self.abroad_button.clicked.connect(self._give_abroad)
        self._lay_out()
        self.restyle()
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        above: tuple[QWidget, ...] = (self.message, self._read_in, self.languages)
        for part in above:
            self._column.addWidget(part)
        self._column.addLayout(self._texts)
        self._away = Card(self)
        self._away_title = Title(parent=self._away)
        for part in (
            self._away_title, self._recipient_label, self._box, self._for_label, self.purposes, self._abroad,
        ):  # fmt: skip
            self._away.inside.addWidget(part)
        self._away.inside.addWidget(self.abroad_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._away)
        self._column.addStretch(1)
        self._card.body.addWidget(scrolled(inside, self), 1)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._card, 1)

    # ---- what a screen promises

    def title(self, language: str) -> str:
        """What the screen is for."""
        return say("Consent", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work here."""
        return (KeyHint("Esc", N_("back")),)

    def focus_place(self) -> QWidget:
        """The first thing to agree to, else the languages."""
        return next(iter(self.buttons.values()), self.languages.stop())

    def enter(self) -> None:
        """Asks the store anew."""
        super().enter()
        self.reload()

    @property
    def language(self) -> str:
        """In which the person reads."""
        return (self.languages.chosen() or [self.desk.language])[0]

    # ---- acts

    def reload(self) -> None:
        """How the case stands now."""
        assert self.session is not None
        if self.desk.is_ready:
            asked = self.desk.keeper.ask(standing_of(self.session.draft.id))
            self.desk.letters.expect(asked, self._take, self._refuse, self)

    def _take(self, stands: tuple[Stand, ...] | None) -> None:
        self._stands = stands or ()
        self._show()

    def _press(self, text: ConsentText, stand: Stand) -> None:
        if stand.given and not stand.outdated:
            self._withdraw(text, stand)
        else:
            self._give(text.id)

    def _give(self, id: str, recipient: str = "", purpose: str = "") -> None:
        assert self.session is not None
        case, language = self.session.draft.id, self.language
        self._sure, self._told = "", None

        def act(store: Store) -> None:
            consent.give(store, case, id, language, recipient=recipient, purpose=purpose)

        self.desk.letters.expect(self.desk.keeper.ask(act), lambda _: self._given(), self._refuse, self)

    def _given(self) -> None:
        self.recipient.setText("")
        self._told = (GOOD, lambda language: say("The consent is noted.", language))
        self.reload()

    def _give_abroad(self) -> None:
        recipient, purpose = self.recipient.text().strip(), (self.purposes.chosen() or [""])[0]
        if not recipient or not purpose:
            self._tell(ERROR, lambda language: say("Name who receives the case, and what for.", language))
            (self.purposes.stop() if recipient else self.recipient).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._give(consent.ABROAD, recipient, purpose)

    def _withdraw(self, text: ConsentText, stand: Stand) -> None:
        what = f"{text.id} {stand.recipient}"
        if self._sure != what:
            self._sure = what
            sentence = _NO_MORE if text.kind is ConsentKind.ABROAD else _SOME_GOES
            if text.id == consent.BASIC:
                sentence = _ALL_GOES
            self._tell(NOTICE, lambda language: say(sentence, language))
            return
        self._sure = ""
        if text.kind is ConsentKind.ABROAD:
            self._ask_withdrawal(text.id, stand.recipient, lambda _id: self.reload())
        else:
            self._close_and_withdraw(text.id)

    def _ask_withdrawal(self, id: str, recipient: str, then: Callable[[str], None]) -> None:
        assert self.session is not None
        case, language = self.session.draft.id, self.language

        def act(store: Store) -> str:
            return consent.withdraw(store, case, id, language, recipient=recipient)

        self.desk.letters.expect(self.desk.keeper.ask(act), then, self._refuse, self)

    def _close_and_withdraw(self, id: str) -> None:
        """The case is put away first: no half-typed answer of a screen may come after the erasing. This screen goes
        with it, so nothing of it is used from then on."""
        assert self.session is not None
        case, language, desk, guide = self.session.draft.id, self.language, self.desk, self.guide

        def act(store: Store) -> str:
            return consent.withdraw(store, case, id, language)

        def done(on: str) -> None:
            if on:
                guide.load_case(on)
            else:
                guide.go_home()
            guide.tell(say(_GOES_ON if on else _ERASED, desk.language))

        def missed(slip: BaseException) -> None:
            guide.tell(told_of(slip)(desk.language))

        guide.close_case(self.session)
        desk.letters.expect(desk.keeper.ask(act), done, missed, desk)

    def _refuse(self, slip: BaseException) -> None:
        self._tell(ERROR, told_of(slip))

    # ---- what is shown

    def _tell(self, mark: Mark, told: Callable[[str], str]) -> None:
        self._told = (mark, told)
        self._show()

    def _show(self) -> None:
        self.message.setVisible(self._told is not None)
        if self._told is not None:
            self.message.show_message(self._told[0], *both(self.desk, self._told[1]))
        focus = next((key for key, button in self.buttons.items() if button.hasFocus()), None)
        clear(self._texts)
        self.buttons = {}
        texts = {text.id: text for text in consent.texts(self.language)}
        for stand in self._stands:
            if stand.id in texts:
                self._texts.addWidget(self._text(texts[stand.id], stand))
        chain = (
            *self.languages.cards,
            *self.buttons.values(),
            self.recipient,
            *self.purposes.cards,
            self.abroad_button,
        )
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        if focus in self.buttons:
            self.buttons[focus].setFocus(Qt.FocusReason.OtherFocusReason)
        away = texts.get(consent.ABROAD)
        self._away.setVisible(away is not None)
        if away is not None:
            self._away_title.show_title(away.title, self.language)
            self._abroad.show_words(*self._reading(away))

    def _text(self, text: ConsentText, stand: Stand) -> QWidget:
        card = Card(self)
        title, words, state = Title(parent=card), Words(card), Message(card)
        title.show_title(text.title, self.language)
        words.show_words(*self._reading(text))
        mark, told = self._standing(stand)
        state.show_message(mark, *both(self.desk, told))
        withdraw = stand.given and not stand.outdated
        button = Button(Role.DANGER if withdraw else Role.MAIN, card, icon="undo" if withdraw else "check")
        said = both_say(self.desk, N_("Withdraw") if withdraw else N_("The person agrees"))
        button.show_words(said.text, said.language, said.second if self.desk.is_kiosk else "", said.second_language)
        button.setAccessibleName(f"{said.text}: {text.title}")
        button.clicked.connect(lambda: self._press(text, stand))
        for part in (title, words, state):
            card.inside.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        card.inside.addLayout(row)
        self.buttons[stand.id, stand.recipient] = button
        return card

    def _reading(self, text: ConsentText) -> tuple[tuple[Span, ...], ...]:
        grade = say(consent.DRAFTED, self.desk.language)
        if text.reviewed_by:
            grade = say("Text reviewed by {name}.", self.desk.language, name=text.reviewed_by)
        note = say("Version of {date}. {grade}", self.desk.language, date=text.version, grade=grade)
        return ((Span(text.words, "body", self.language),), (Span(note, "small", self.desk.language, "muted"),))

    def _standing(self, stand: Stand) -> tuple[Mark, Callable[[str], str]]:
        def told(language: str) -> str:
            if stand.at is None:
                return say("Not asked yet.", language)
            day = format_date(stand.at.astimezone().date(), language)
            message = N_("Given on {day}, read in {tongue}.") if stand.given else N_("Withdrawn on {day}.")
            if stand.outdated:
                message = N_("Given on {day} to an earlier text: ask again.")
            said = say(message, language, day=day, tongue=native_name(stand.language))
            return f"{stand.recipient}: {said}" if stand.recipient else said

        if stand.given:
            return (NOTICE if stand.outdated else GOOD), told
        return NOT_STARTED, told

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self.desk.language
        self._card.show_title(*both(self.desk, self.title))
        for label, message in (
            (self._read_in, _READ_IN), (self._recipient_label, _RECIPIENT), (self._for_label, _WHAT_FOR),
        ):  # fmt: skip
            label.show_words(*pair(*both_say(self.desk, message), "label"))
        self.languages.setTitle(say(_READ_IN, language))
        for card in self.languages.cards:
            card.show_words(native_name(card.code), card.code, "", "")
        self.purposes.setTitle(say(_WHAT_FOR, language))
        for card in self.purposes.cards:
            said = both_say(self.desk, PURPOSE_NAMES[card.code])
            card.show_words(said.text, said.language, said.second, said.second_language)
        self.recipient.setAccessibleName(say(_RECIPIENT, language))
        said = both_say(self.desk, N_("The person agrees"))
        second = said.second if self.desk.is_kiosk else ""
        self.abroad_button.show_words(said.text, said.language, second, said.second_language)
        for group in (self.languages, self.purposes):
            group.relay()
        self._show()

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        pad = worn.pick(16, 32)
        self._column.setContentsMargins(pad, worn.pick(14, 28), pad, pad)
        for layout in (self._column, self._texts):
            layout.setSpacing(worn.pick(12, 24))
        self._box.setMaximumWidth(worn.pick(440, 900))
        self._set_margins()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stays a column that an eye can follow, in the middle."""
        super().resizeEvent(event)
        self._set_margins()

    def changeEvent(self, event: QEvent) -> None:
        """The cards are made anew at another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.retranslate()

    def _set_margins(self) -> None:
        worn = theme.current()
        side = max(worn.pick(24, 56), (self.width() - worn.pick(_WIDEST, 1200)) // 2)
        self._outer.setContentsMargins(side, worn.pick(24, 40), side, worn.pick(24, 40))
