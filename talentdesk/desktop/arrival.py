"""What a file brings, shown before any of it is kept: from whom, for which procedure, and how it differs from what is
here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from talentdesk.desktop import fields, theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import ERROR, GOOD, INFORMATION, NOTICE, Mark
from talentdesk.desktop.controls import Message, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.savedialog import ask_file
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Words, pair
from talentdesk.i18n import N_, plural, say, word
from talentdesk.service.arrivals import (
    STANDINGS,
    Arrival,
    Earlier,
    Standing,
    arrive,
    arrive_by_squares,
    attachments_told,
    earlier_case,
    pen_told,
    standing_of,
    take,
)
from talentdesk.service.bundles import Lock, lock_of
from talentdesk.service.picturezones import PictureZone, zone_in
from talentdesk.service.reading import NoAnswers
from talentdesk.service.sentences import join

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.store.opened import Store

_WIDEST = 960
_MOST_KEY_BYTES = 10_000
_MOST_NAMED = 12

Told = Callable[[str], str]


class ArrivalScreen(Screen):
    """A file is looked into, a bundle opened with the desk's key or a passphrase; a button makes a case of it."""

    def __init__(
        self, desk: Desk, guide: Guide, title: Callable[[str, str], str], parent: QWidget | None = None
    ) -> None:
        """`title(procedure, language)` gives the name of a matter."""
        super().__init__(desk, guide, parent)
        self._matter = title
        self._file = Path()
        self._squares: tuple[str, ...] = ()
        self._lock = Lock.NONE
        self._private: bytes | None = None
        self._refused: Told | None = None
        self._busy = False
        self.arrival: Arrival | None = None
        """What the file holds, once it is known."""
        self._standing: Standing | None = None
        self._earlier: Earlier | None = None
        self._card = HeadedCard(self)
        self.refusal = Message(self)
        self._label = Words(self)
        self._box = fields.Frame(self)
        self.passphrase = fields.Line(self._box, ime=False)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._box.row.addWidget(self.passphrase, 1)
        self._told = QVBoxLayout()
        self.earlier_button = Button(parent=self, icon="user", small=True)
        self.take_button = Button(Role.MAIN, self, icon="check")
        self.key_button = Button(parent=self, icon="padlock")
        self._back = Button(parent=self, icon="back")
        self._lay_out()
        self._connect()
        self.restyle()
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        for part in (self.refusal, self._label, self._box):
            self._column.addWidget(part)
        self._column.addLayout(self._told)
        self._column.addWidget(self.earlier_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        self._card.body.addWidget(scrolled(inside, self), 1)
        self._acts = QHBoxLayout()
        self._acts.addWidget(self._back)
        self._acts.addStretch(1)
        self._acts.addWidget(self.key_button)
        self._acts.addWidget(self.take_button)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._card, 1)
        self._outer.addLayout(self._acts)

    def _connect(self) -> None:
        self._back.clicked.connect(self.guide.back)
        self.key_button.clicked.connect(self._ask_key)
        self.passphrase.returnPressed.connect(self._read)
        self.take_button.clicked.connect(self._act)
        self.earlier_button.clicked.connect(self._open_earlier)

    # ---- what a screen promises

    def title(self, language: str) -> str:
        """What the screen is for."""
        return say("Import a file", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work here."""
        enter = (KeyHint("Enter", N_("take it in")),) if self.arrival is not None and not self._busy else ()
        return (*enter, KeyHint("Esc", N_("back")))

    def focus_place(self) -> QWidget:
        """Where there is something to do."""
        if self._lock is Lock.PASSPHRASE and self.arrival is None:
            return self.passphrase
        if self._lock is Lock.KEY and self.arrival is None:
            return self.key_button
        return self.take_button if self.take_button.isEnabled() else self._back

    def leave(self) -> None:
        """Nothing of a passphrase stays behind."""
        super().leave()
        self.passphrase.clear()

    # ---- the file

    def begin(self, file: Path) -> None:
        """Starts anew with a file."""
        self._squares = ()
        self._file, self._lock, self._private = file, Lock.NONE, None
        self._place = None
        self.passphrase.clear()
        self._forget(busy=True)
        self._elsewhere(lambda: lock_of(file), self._locked)

    def begin_squares(self, texts: tuple[str, ...]) -> None:
        """Starts anew with the squares of a slip, which were scanned one by one."""
        self._file, self._squares, self._lock, self._private = Path(), texts, Lock.KEY, None
        self._place = None
        self.passphrase.clear()
        self._read()

    def _locked(self, lock: Lock) -> None:
        self._lock = lock
        if lock is Lock.NONE:
            self._read()
        else:
            self._forget()
            self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_key(self) -> None:
        ask_file(self, say("The office's key file", self.desk.language), self.use_key)

    def use_key(self, place: Path) -> None:
        """Opens the file with a key file."""
        try:
            with place.open("rb") as stream:
                self._private = stream.read(_MOST_KEY_BYTES)
        except OSError as slip:
            self._refuse(slip)
        else:
            self._read()

    def _read(self) -> None:
        file, today, private, passphrase = self._file, self.desk.today, self._private, self.passphrase.text()
        self._forget(busy=True)
        if squares := self._squares:
            self._elsewhere(lambda: arrive_by_squares(squares, today, private), self._arrived)
        else:
            self._elsewhere(lambda: _looked(file, today, private, passphrase), self._arrived)

    def _arrived(self, arrival: Arrival | PictureZone) -> None:
        if isinstance(arrival, PictureZone):
            self._forget()
            if self.isVisible():  # who has gone elsewhere meanwhile is not called back
                self.guide.compare_picture(arrival)
            return
        self.arrival = arrival
        self.passphrase.clear()
        compared = self.desk.keeper.ask(lambda store: _compared(arrival, store))
        self.desk.letters.expect(compared, self._compare, self._refuse, self)

    def _compare(self, found: tuple[Standing | None, Earlier | None]) -> None:
        self._standing, self._earlier = found
        self._busy = False
        self._show()
        if self.isVisible():
            self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)

    def _act(self) -> None:
        """Opens what is locked by a passphrase, or takes in what is shown; once, however often it is pressed."""
        if self.arrival is None:
            self._read()
            return
        arrival, now, who = self.arrival, self.desk.now(), self.desk.who
        locked = self.desk.settings.mode != "personal"  # at home nobody else looks at it
        self._busy = True
        self._show()
        self.desk.letters.expect(
            self.desk.keeper.ask(lambda store: take(arrival, store, now, who=who, locked=locked)),
            self._taken,
            self._refuse,
            self,
        )

    def _open_earlier(self) -> None:
        if self._earlier is not None:
            self.guide.load_case(self._earlier.id)

    def _taken(self, draft: Draft) -> None:
        self._forget()
        self.guide.open_case(draft)
        self.guide.tell(say("Taken in as case {number}.", self.desk.language, number=f"{draft.number:04d}"))

    def _elsewhere(self, work: Callable[[], object], then: Callable[..., None]) -> None:
        """What comes back for a file that was put aside meanwhile is let go."""
        file = self._file

        def heed(result: object) -> None:
            if file is self._file:
                then(result)

        def fail(slip: BaseException) -> None:
            if file is self._file:
                self._refuse(slip)

        self.desk.elsewhere.run(work, heed, fail, self)

    def _forget(self, *, busy: bool = False) -> None:
        self.arrival = self._standing = self._earlier = self._refused = None
        self._busy = busy
        self._show()

    def _refuse(self, slip: BaseException) -> None:
        self._busy = False
        self.arrival = None
        self._refused = told_of(slip)
        self._show()
        self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- what is shown

    def _show(self) -> None:
        ready = self.arrival is not None and not self._busy
        asked = self._lock is Lock.PASSPHRASE and self.arrival is None
        self.refusal.setVisible(self._refused is not None)
        if self._refused is not None:
            self.refusal.show_message(ERROR, *both(self.desk, self._refused))
        for part in (self._label, self._box):
            part.setVisible(asked)
        self.key_button.setVisible(not ready and self._lock is not Lock.PASSPHRASE)
        self.key_button.setEnabled(not self._busy)
        self.take_button.setEnabled(ready or (asked and not self._busy))
        self._name_act(asked=asked)
        clear(self._told)
        for mark, told in self._lines():
            note = Message(self)
            note.show_message(mark, *both(self.desk, told))
            self._told.addWidget(note)
        self.earlier_button.setVisible(ready and self._earlier is not None)
        if self._earlier is not None:
            number = f"{self._earlier.number:04d}"
            self.earlier_button.show_words(
                say("Open case {number}", self.desk.language, number=number), self.desk.language
            )
        self.hints_changed.emit()

    def _lines(self) -> list[tuple[Mark, Told]]:
        if self._busy:
            return [(INFORMATION, lambda language: say("Looking into the file…", language))]
        if self.arrival is None:
            name = self._file.name
            closed = self._lock is Lock.KEY and self._refused is None
            told: Told = lambda language: say("{file} is closed for the key of a desk", language, file=name)  # noqa: E731
            return [(INFORMATION, told)] if closed else []
        arrival = self.arrival
        lines: list[tuple[Mark, Told]] = [(INFORMATION, lambda language: _matter(arrival, self._matter, language))]
        lines.append((INFORMATION, lambda language: _count(arrival, language)))
        lines.append(self._signed(arrival))
        if arrival.strays:
            lines.append((NOTICE, lambda language: _strays(arrival, language)))
        if arrival.misfits:
            lines.append((NOTICE, lambda language: join(tuple(each.sentence(language) for each in arrival.misfits))))
        lines += [(NOTICE, _pen(arrival, number)) for number in range(len(pen_told(arrival, self.desk.language)))]
        if arrival.attachments:
            lines.append((NOTICE, lambda language: attachments_told(arrival, language)))
        if self._earlier is not None:
            earlier = self._earlier
            lines.append((INFORMATION, lambda language: self._same_person(earlier, language)))
            lines += [(NOTICE, told) for told in self._differences(earlier)]
        return lines

    def _signed(self, arrival: Arrival) -> tuple[Mark, Told]:
        sender, standing = arrival.sender, self._standing
        if sender is None or standing is None:
            return INFORMATION, lambda language: say("Nobody has signed it: compare it with the documents.", language)
        mark = NOTICE if standing is Standing.UNKNOWN else GOOD
        return mark, lambda language: say(STANDINGS[standing], language, fingerprint=sender.fingerprint)

    def _same_person(self, earlier: Earlier, language: str) -> str:
        procedure = self._matter(earlier.procedure, language)
        number = f"{earlier.number:04d}"
        return say("The same person has case {number} here: {procedure}", language, number=number, procedure=procedure)

    def _differences(self, earlier: Earlier) -> list[Told]:
        def told(message: str, ids: tuple[str, ...]) -> Told:
            return lambda language: say(message, language, ids=self._labels(ids, language))

        shown = (
            (N_("Answered differently: {ids}"), earlier.changed),
            (N_("Only in the file: {ids}"), earlier.only_file),
            (N_("Only in the case: {ids}"), earlier.only_case),
        )
        return [told(message, ids) for message, ids in shown if ids]

    def _labels(self, ids: tuple[str, ...], language: str) -> str:
        assert self.arrival is not None
        edition = self.desk.catalogue.edition(self.arrival.procedure, self.arrival.edition)
        labels = {question.id: word(question.label, language) for question in edition.questions}
        names = [labels.get(id, id) for id in ids[:_MOST_NAMED]]
        return ("、" if language.startswith("zh") else ", ").join([*names, *(["…"] if len(ids) > _MOST_NAMED else [])])

    # ---- words and sizes

    def retranslate(self) -> None:
        """Puts the words anew."""
        self._card.show_title(*both(self.desk, self.title))
        self._label.show_words(*pair(*both_say(self.desk, N_("Passphrase of the file:")), "label"))
        self.passphrase.setAccessibleName(say("Passphrase of the file:", self.desk.language))
        for button, message in ((self._back, N_("Back")), (self.key_button, N_("Choose the key file…"))):
            said = both_say(self.desk, message)
            button.show_words(said.text, said.language, said.second if self.desk.is_kiosk else "", said.second_language)
        self._back.show_key("" if self.desk.is_kiosk else "Esc")
        self._show()

    def _name_act(self, *, asked: bool) -> None:
        said = both_say(self.desk, N_("Open the file") if asked else N_("Make a new case of it"))
        second = said.second if theme.current().zoom == 100 else ""  # large letters leave room for one language
        self.take_button.show_words(said.text, said.language, second, said.second_language)

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        pad = worn.pick(16, 32)
        self._column.setContentsMargins(pad, worn.pick(14, 28), pad, pad)
        self._column.setSpacing(worn.pick(12, 24))
        self._told.setSpacing(worn.pick(12, 24))
        self._box.setMaximumWidth(worn.pick(420, 900))
        self._acts.setSpacing(worn.pick(8, 24))
        self._outer.setSpacing(worn.pick(16, 32))
        self._set_margins()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stays a column that an eye can follow, in the middle."""
        super().resizeEvent(event)
        self._set_margins()

    def changeEvent(self, event: QEvent) -> None:
        """The list is made anew at another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.retranslate()

    def _set_margins(self) -> None:
        worn = theme.current()
        side = max(worn.pick(24, 56), (self.width() - worn.pick(_WIDEST, 1200)) // 2)
        self._outer.setContentsMargins(side, worn.pick(24, 40), side, worn.pick(24, 40))


def _looked(file: Path, today: date, private: bytes | None, passphrase: str) -> Arrival | PictureZone:
    """What the file holds: answers, or else the picture of a document."""
    try:
        return arrive(file, today, "", private, lambda: passphrase)
    except NoAnswers:
        return zone_in(file, today)


def told_of(slip: BaseException) -> Told:
    """Why a file was not taken, in a language. What is no refusal is raised again."""
    from talentdesk.core.catalogue import CatalogueMiss
    from talentdesk.core.tomlfile import FormError
    from talentdesk.service.faults import cause_and_remedy, fault_line
    from talentdesk.service.mishap import AnswersError, InputError
    from talentdesk.store.trouble import StoreTrouble

    if isinstance(slip, InputError | CatalogueMiss):
        miss = slip
        return lambda language: cause_and_remedy(miss.cause, miss.remedy, miss.details, language)
    if isinstance(slip, AnswersError | FormError):
        fault = slip.fault
        return lambda language: fault_line(fault, language)
    if isinstance(slip, StoreTrouble):
        remedy = slip.remedy
        return lambda language: say(remedy, language)
    if isinstance(slip, OSError):
        return lambda language: say(
            "The file cannot be read. Check the disk, or copy the file to this computer.", language
        )
    raise slip


def _compared(arrival: Arrival, store: Store) -> tuple[Standing | None, Earlier | None]:
    standing = standing_of(arrival.sender, store) if arrival.sender else None
    return standing, earlier_case(arrival, store)


def _matter(arrival: Arrival, matter: Callable[[str, str], str], language: str) -> str:
    words = {"procedure": matter(arrival.procedure, language), "edition": arrival.edition}
    return say("{procedure}, edition of {edition}", language, **words)


def _count(arrival: Arrival, language: str) -> str:
    return plural("{count} answer", "{count} answers", arrival.count, language)


def _strays(arrival: Arrival, language: str) -> str:
    ids = ", ".join(stray.id for stray in arrival.strays[:_MOST_NAMED])
    return say("Left out, because no question is called so: {ids}", language, ids=ids)


def _pen(arrival: Arrival, number: int) -> Told:
    return lambda language: pen_told(arrival, language)[number]
