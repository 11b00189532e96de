"""What the machine's reader read, shown to the person before it goes anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from talentdesk.core import mrz, passport
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.chips import ERROR, NOTICE
from talentdesk.desktop.controls import Card, Message, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.pictures import Picture, Sight
from talentdesk.desktop.kiosk.sheet import Sheet, caption, heading
from talentdesk.desktop.words import Span, Words, pair
from talentdesk.i18n import N_, format_date, say, territory

_TITLE, _LAY = N_("Is this right?"), N_("Lay your passport or permit open on the reader")
_LAY_TOLD = N_("It is read and shown to you before anything is filled in. You can also type everything yourself.")
_UNREAD = N_("It could not be read. Lay it flat with the lines of “<” towards the reader, or type it yourself.")
_DOUBT = N_("Not every check digit agrees. Compare each line with your document.")
_LABELS = {
    "person.surname": N_("Surname"),
    "person.given_names": N_("Given names"),
    "person.nationality": N_("Nationality"),
    "person.birth_date": N_("Date of birth"),
    "person.sex": N_("Sex"),
    "passport.number": N_("Passport number"),
    "passport.expiry_date": N_("Passport valid until"),
    "visa.number": N_("Visa number"),
    "visa.expiry_date": N_("Visa valid until"),
    "travel_permit.number": N_("Travel permit number"),
    "travel_permit.expiry_date": N_("Travel permit valid until"),
}
_SEXES = {"M": N_("Male"), "F": N_("Female"), "X": N_("Unspecified")}


class ScanSheet(Sheet):
    """Waits for the reader, then asks. Nothing is taken without a yes."""

    taken = Signal(object)
    """The offers that the person said yes to."""
    passed = Signal()
    """The person types it, or will scan again."""

    holds_answers = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.offers: tuple[passport.Offer, ...] = ()
        self._unread = False
        self._doubtful = False
        self._title, self._told = Words(self), Words(self)
        self._note = Message(self)
        self.picture = Picture(self)
        self._card = Card(self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(32)
        self._grid.setVerticalSpacing(20)
        self._grid.setColumnStretch(1, 1)
        self._card.inside.addLayout(self._grid)
        for part in (self._title, self._told, self._note, self.picture, self._card):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.back.clicked.disconnect()
        self.back.clicked.connect(self._no)
        self.main.clicked.connect(self._yes)
        self.wait()

    def wait(self) -> None:
        """Nothing has been read yet."""
        self.offers, self._unread, self._doubtful = (), False, False
        self.retranslate()

    def forget(self) -> None:
        """Nobody's document."""
        self.wait()

    def show_scan(self, text: str) -> None:
        """What the reader sent."""
        reading = mrz.parse(text, today=self.desk.today)
        self.offers = passport.offer(reading) if reading.format is not None else ()
        self._unread = not self.offers
        self._doubtful = any(passed is False for passed in reading.checks.values())
        self.retranslate()

    def _yes(self) -> None:
        if self.offers:
            self.taken.emit(self.offers)
        else:
            self.passed.emit()

    def _no(self) -> None:
        if self.offers:
            self.wait()
        else:
            self.back_wanted.emit()

    def title(self, language: str) -> str:
        """The question, or what to do."""
        return say(_TITLE if self.offers else _LAY, language)

    def aloud(self, language: str) -> str:
        """Everything that was read."""
        told = [self.title(language)]
        told += [f"{say(_LABELS[o.question_id], language)}: {self._shown(o, language)}" for o in self.offers]
        return "\n".join(told if self.offers else [*told, say(_LAY_TOLD, language)])

    def retranslate(self) -> None:
        """Says everything anew."""
        asks = bool(self.offers)
        heading(self._title, both_say(self.desk, _TITLE if asks else _LAY))
        self._told.show_words(*(() if asks else pair(*both_say(self.desk, _LAY_TOLD), "body")))
        self._told.setVisible(not asks)
        self.picture.setVisible(not asks)
        self.picture.show_sight(Sight("reader"), "", say(_LAY, self.desk.language))
        self._card.setVisible(asks)
        self._note.setVisible(self._unread or (asks and self._doubtful))
        note = both_say(self.desk, _UNREAD if self._unread else _DOUBT)
        mark = ERROR if self._unread else NOTICE
        self._note.show_message(mark, note.text, note.language, note.second, note.second_language)
        caption(self.back, both_say(self.desk, N_("Read it again") if asks else N_("Back")))
        caption(self.main, both_say(self.desk, N_("Yes, use this") if asks else N_("I type it myself")))
        self._show_offers(self.offers)

    def _show_offers(self, offers: Sequence[passport.Offer]) -> None:
        clear(self._grid)
        for row, offer in enumerate(offers):
            label, value = Words(self), Words(self)
            said = both_say(self.desk, _LABELS[offer.question_id])
            label.show_words(*pair(said.text, said.language, said.second, said.second_language, "label"))
            value.show_words((Span(self._shown(offer, self.desk.language), "section_title", self.desk.language),))
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(value, row, 1)

    def _shown(self, offer: passport.Offer, language: str) -> str:
        """As a person reads it; a name exactly as it was read."""
        if offer.question_id == "person.nationality":
            return territory(offer.text, language)
        if offer.question_id == "person.sex" and offer.text in _SEXES:
            return say(_SEXES[offer.text], language)
        if offer.question_id.endswith("_date"):
            return _day(offer.text, language)
        return offer.text


def _day(text: str, language: str) -> str:
    try:
        return format_date(date.fromisoformat(text), language)
    except ValueError:
        return text
