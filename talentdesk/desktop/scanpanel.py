"""What a scan of a passport, permit or card says, field by field beside what the case has, before it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPixmap, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from talentdesk.core import mrz, passport
from talentdesk.core.draft import Source
from talentdesk.core.form import Question
from talentdesk.core.zone import Fault
from talentdesk.desktop import shapes, theme
from talentdesk.desktop.bilingual import both
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.caselist import names_of
from talentdesk.desktop.chips import ERROR, GOOD, NOTICE, UNKNOWN, Chip, Mark
from talentdesk.desktop.controls import Message, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.session import Session
from talentdesk.desktop.tasks import Newest
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Paragraph, Span, Words, pair
from talentdesk.i18n import N_, say, territory, word
from talentdesk.service.picturezones import STRIP_WIDTH, PictureZone, notes
from talentdesk.service.sentences import zone_sentence

if TYPE_CHECKING:
    from talentdesk.core.person import Person
    from talentdesk.store.cases import CaseSummary
    from talentdesk.store.opened import Store
    from talentdesk.store.personsummary import Candidate

_WIDEST = 960
_PAUSE_MS = 120
_MOST_KNOWN = 3
_HERE_ONLY, _REPLACE = "Alt+C", "Alt+R"

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
_NO_ZONE = N_(
    "This is no machine-readable zone. It is the two lines (or three on a card) with many “<” at the foot of the "
    "data page: scan or paste all of them."
)
_SEVERAL = N_("Two documents were read at once, so nothing is taken. Swipe one of them again.")
_KEPT = N_("Kept in the person's ledger.")
_WHO = passport.NAMES | {"person.birth_date"}
_OTHERS = N_(
    "Read: {kind}. The name or the date of birth is not the one in this ledger: is the document this person's?"
)
_KINDS = {
    "TD1": N_("Card (three lines)"),
    "TD2": N_("Travel document (two lines)"),
    "TD3": N_("Passport"),
    "MRV-A": N_("Visa"),
    "MRV-B": N_("Visa"),
    "exit_entry_card": N_("Chinese exit-entry card"),
}


class ZoneEdit(QPlainTextEdit):
    """Where the zone is typed, pasted or scanned. Input methods stay off: a pinyin editor would eat the letters."""

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: Any = None) -> Any:
        """No input method. Qt has two forms of this question and asks both here."""
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query) if argument is None else super().inputMethodQuery(query, argument)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, inside the field's edge or ring."""
        worn = theme.current()
        painter = QPainter(self.viewport())
        edge, width = ("focus", worn.field_ring) if self.hasFocus() else ("field_line", worn.edge)
        place = self.viewport().rect()
        shapes.box(painter, place, worn.field_radius, worn.colour("surface"), worn.colour(edge), width)
        painter.end()
        super().paintEvent(event)


class ScanScreen(Screen):
    """Enter takes what was read; what a person typed is never overwritten, only shown beside it."""

    def __init__(self, desk: Desk, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self._reading = mrz.Reading(None)
        self._picture: PictureZone | None = None
        """What was seen in a picture; None for what a device read or somebody typed."""
        self._card = HeadedCard(self)
        self._hint = Words(self)
        self.strip = QLabel(self)
        self.strip.setScaledContents(True)
        self.strip.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.zone = ZoneEdit(self)
        self.zone.setTabChangesFocus(True)
        self.zone.setAcceptDrops(False)
        self.zone.installEventFilter(self)
        self.zone.textChanged.connect(self._typed)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self._result = Message(self)
        self._faults = QVBoxLayout()
        self._known = QVBoxLayout()
        self._people = QVBoxLayout()
        self._likely: Person | None = None
        """Whoever a document at the start most likely belongs to."""
        self._owner: Person | None = None
        """Whose document it is beyond doubt: the one ledger that has its number, and no other date of birth."""
        self._hurried = False
        """Enter was pressed before the store had said who it is."""
        self._ahead: list[QKeyEvent] = []
        """What was typed meanwhile: it is meant for what comes next."""
        self._holder = ""
        """The ledger that the open case belongs to."""
        self._newest_holder: Newest[str] = Newest(desk.letters, self)
        self._newest: Newest[tuple[CaseSummary, ...]] = Newest(desk.letters, self)
        self._newest_people: Newest[tuple[Candidate, ...]] = Newest(desk.letters, self)
        self._grid = QGridLayout()
        self._take = Button(Role.MAIN, self, icon="check")
        self._take.clicked.connect(self.take)
        self._back = Button(parent=self, icon="back")
        self._back.clicked.connect(self.guide.back)
        self._here_only = Button(parent=self)
        self._here_only.clicked.connect(lambda: self._fill(self._merge().taken, keep=False))
        self._replace = Button(parent=self)
        self._replace.clicked.connect(self._take_all)
        ledgers = ((f"Alt+{place}", lambda place=place: self._choose_ledger(place)) for place in range(_MOST_KNOWN + 1))
        for keys, act in (*ledgers, (_HERE_ONLY, self._here_only.click), (_REPLACE, self._replace.click)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self._lay_out()
        self.restyle()
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        for part in (self._hint, self.strip, self.zone, self._result):
            self._column.addWidget(part)
        self._column.addLayout(self._faults)
        self._column.addLayout(self._people)
        self._column.addLayout(self._known)
        self._column.addLayout(self._grid)
        self._column.addStretch(1)
        self._scroll = scrolled(inside, self)
        self._card.body.addWidget(self._scroll, 1)
        self._acts = QHBoxLayout()
        self._acts.addWidget(self._back)
        self._acts.addStretch(1)
        for button in (self._replace, self._here_only, self._take):
            self._acts.addWidget(button)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._card, 1)
        self._outer.addLayout(self._acts)

    def begin(
        self,
        text: str,
        session: Session | None,
        person: Person | None = None,
        picture: PictureZone | None = None,
    ) -> None:
        """Starts anew with `text` (a scan, or nothing yet) for an open case, a person's ledger, or a new case.
        `picture`: where the text was seen, of which the lines stay in sight."""
        self._picture = picture
        self._show_strip()
        self.session, self.person = session, person
        self._likely, self._holder = None, ""
        self._owner, self._hurried = None, False
        self._ahead.clear()
        if session is not None and self._keeps_people:
            case = session.draft.id
            whose = self.desk.keeper.ask(lambda store: store.people.of_case(case))
            self._newest_holder.ask(whose, self._show_holder, lambda _error: None)
        self.zone.setPlainText(text)
        self.zone.moveCursor(QTextCursor.MoveOperation.End)
        self._read()
        self.retranslate()

    @property
    def _way(self) -> Source:
        return Source.MRZ if self._picture is None else Source.PICTURE

    def _show_strip(self) -> None:
        """The lines as they look, above the lines as they were read."""
        grey = self._picture.grey if self._picture is not None else b""
        self.strip.setVisible(bool(grey))
        if grey:
            rows = len(grey) // STRIP_WIDTH
            image = QImage(grey, STRIP_WIDTH, rows, STRIP_WIDTH, QImage.Format.Format_Grayscale8).copy()
            self.strip.setPixmap(QPixmap.fromImage(image))
            self.strip.setFixedHeight(rows * theme.current().pick(3, 5) // 4)
        else:
            self.strip.clear()

    @property
    def reading(self) -> mrz.Reading:
        """What has been read."""
        return self._reading

    def title(self, language: str) -> str:
        """What the screen does."""
        return say("Scan a passport or permit", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """Enter takes only what can be taken."""
        enter = (KeyHint("Enter", N_("take what was read")),) if self._merge().taken or self._is_new else ()
        return (*enter, KeyHint("Esc", N_("back")))

    def focus_place(self) -> QWidget:
        """The zone."""
        return self.zone

    def scanned(self, text: str) -> None:
        """Another scan replaces the first, unless only both together are a zone: some scanners pause on the way."""
        self.begin(self._rest_of_zone(text) or text, self.session, self.person)

    def _rest_of_zone(self, text: str) -> str:
        """The zone that `text` completes, whether the pause was between two lines or inside one."""
        before = self.zone.toPlainText().rstrip("\n")
        if self._reading.format is not None or not before or self._is_of_several:
            return ""
        joined = (f"{before}\n{text}", f"{before}{text}")
        return next((zone for zone in joined if mrz.parse(zone, today=self.desk.today).format), "")

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Enter on a complete zone takes it; before that it is the end of a line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self._holds(event):
                return True
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
                self._read()
                if self._reading.format is not None:
                    self.take()
                    return True
            if event.key() == Qt.Key.Key_Escape:
                self.guide.back()
                return True
        return False

    def _typed(self) -> None:
        self._pause.start()

    def _read(self) -> None:
        self._pause.stop()
        self._reading = mrz.parse(self.zone.toPlainText(), today=self.desk.today)
        if _is_of_several(self._reading):
            # Whoever is in a hurry must not take one person's document for another's.
            self._reading = mrz.Reading(None, problems=self._reading.problems)
        self._show()
        self._look_for_cases()

    @property
    def _is_of_several(self) -> bool:
        return _is_of_several(self._reading)

    def _look_for_cases(self) -> None:
        """A person who has been here before is found by the document's number."""
        clear(self._known)
        clear(self._people)
        self._owner, self._hurried = None, False
        self._ahead.clear()
        number = self._reading.fields.get("number", "")
        if self.session is None and self.person is None and self._reading.format is not None and self._keeps_people:
            from talentdesk.service.people import who_scanned

            reading, now = self._reading, self.desk.now()
            likely = self.desk.keeper.ask(lambda store: who_scanned(store, reading, now))
            self._newest_people.ask(likely, self._show_people, lambda _error: self._go_on())
        if self.session is None and self.person is None and number and self.desk.is_ready:
            self._newest.ask(self.desk.keeper.find(number, limit=_MOST_KNOWN), self._show_known, lambda _error: None)

    def _show_holder(self, id: str) -> None:
        self._holder = id
        self.retranslate()

    def _show_known(self, cases: tuple[CaseSummary, ...]) -> None:
        clear(self._known)
        first = self.desk.language
        for case in cases:
            button = Button(parent=self, icon="user", small=True)
            name = names_of(case, first)[0]
            button.show_words(say("Open case {number}: {name}", first, number=f"{case.number:04d}", name=name), first)
            button.clicked.connect(lambda _=False, id=case.id: self.guide.load_case(id))
            self._known.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._order_stops()

    def _order_stops(self) -> None:
        """Tab goes down the page: what was found late would else come behind the window's header."""
        acts = (self._back, self._replace, self._here_only, self._take)
        stops = [self.zone, *_buttons(self._people), *_buttons(self._known), *acts]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _choose_ledger(self, place: int) -> None:
        """Alt with a digit keeps the document in that ledger; Alt+0 makes one of it."""
        buttons = _buttons(self._people)
        if place < len(buttons):
            buttons[place - 1].click()

    @property
    def _keeps_people(self) -> bool:
        """Ledgers are kept at counters and at home, never where strangers help themselves."""
        return self.desk.is_ready and self.desk.settings.mode != "kiosk"

    def _show_people(self, likely: tuple[Candidate, ...]) -> None:
        """Whoever the document may belong to, with the reasons; else the offer to make a ledger of it."""
        from talentdesk.desktop.personcards import name_told, number_shown
        from talentdesk.service.people import owner_among, reasons_told

        clear(self._people)
        self._owner = owner_among(likely)
        first = self.desk.language
        kiosk = self.desk.is_kiosk
        self._likely = likely[0].group.whole() if likely else None
        for place, each in enumerate(likely[:_MOST_KNOWN], 1):
            person = each.group.whole()
            button = Button(parent=self, icon="user", small=True)
            named = f"{number_shown(person.number)} {name_told(person, first)}"
            caption = say("Keep it in the ledger of {person}", first, person=named)
            button.show_words(caption, first)
            button.show_key("" if kiosk else f"Alt+{place}")
            button.clicked.connect(lambda _=False, id=each.group.first.id: self._keep_for(id))
            self._people.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            reasons = Words(self)
            reasons.show_words((Span(reasons_told(each.likeness.reasons, first), "small", first, "muted"),))
            self._people.addWidget(reasons)
        button = Button(parent=self, icon="plus", small=True)
        button.show_words(say("Make a ledger of this document", first), first)
        button.show_key("" if kiosk else "Alt+0")
        button.clicked.connect(lambda: self._keep_for(""))
        self._people.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._order_stops()
        self._show_fields()
        self._show_acts()
        self._go_on()

    def _go_on(self) -> None:
        """Does what Enter asked for before it was known whose document it is."""
        hurried, self._hurried = self._hurried, False
        ahead, self._ahead = self._ahead, []
        if hurried and self.isVisible():  # who has gone back meanwhile wants it no more
            self.take()
            QTimer.singleShot(0, self.window(), lambda: _type(ahead))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What nothing in front of it takes."""
        if not self._holds(event):
            super().keyPressEvent(event)

    def _holds(self, event: QKeyEvent) -> bool:
        """Whether it is kept for what comes next: whoever types on after Enter has not to wait for the store."""
        if not self._hurried or not event.text() or event.key() == Qt.Key.Key_Escape:
            return False
        self._ahead.append(QKeyEvent(event.type(), event.key(), event.modifiers(), event.text()))
        event.accept()  # or what the filter takes goes on to the parent
        return True

    def _keep_for(self, id: str) -> None:
        """Keeps the document in a person's ledger, or makes one of it, and goes there."""
        from talentdesk.service.people import keep_scan, make_scanned

        reading, now, way = self._reading, self.desk.now(), self._way

        def keep(store: Store) -> tuple[str, int]:
            if not id:
                return make_scanned(store, reading, now, way).first.id, 0
            return id, keep_scan(store, id, reading, now, way)[1]

        self.desk.letters.expect(self.desk.keeper.ask(keep), self._kept_for, self._not_kept, self)

    def _kept_for(self, kept: tuple[str, int]) -> None:
        id, left = kept
        self.guide.visit("people", id)
        words = _KEPT
        if left:
            words = N_("Kept in the person's ledger. Where the ledger says something else it stays as it is.")
        self.guide.tell(say(words, self.desk.language))

    def _not_kept(self, error: BaseException) -> None:
        from talentdesk.store.trouble import StoreTrouble

        if not isinstance(error, StoreTrouble):
            raise error
        self.guide.tell(say(error.remedy, self.desk.language))

    @property
    def _is_new(self) -> bool:
        return self.session is None and self._reading.format is not None

    @property
    def _ledger(self) -> Person | None:
        """Whose ledger is shown beside what was read."""
        return self.person or self._likely

    def _merge(self) -> passport.Merge:
        if self._ledger is not None:
            from talentdesk.service.people import merge_scan

            return merge_scan(self._ledger, self._offers())
        typed = self.session.draft.typed if self.session else {}
        sources = self.session.draft.sources if self.session else {}
        return passport.merge(typed, sources, self._offers())

    def _replaceable(self) -> tuple[passport.Offer, ...]:
        """What the case has otherwise and a zone may say: never a name, which it has without marks and cut short."""
        if self.session is None or self.session.is_locked:
            return ()
        kept = {each.question_id for each in self._merge().kept} - passport.NAMES
        return tuple(offer for offer in self._offers() if offer.question_id in kept)

    def _offers(self) -> tuple[passport.Offer, ...]:
        offers = passport.offer(self._reading, self._way)
        if self.session is None:
            return offers
        asked = {question.id for question in self.session.interview.edition.questions}
        return tuple(offer for offer in offers if offer.question_id in asked)

    def take(self) -> None:
        """Fills the open case and goes back to it, or goes on to choosing a procedure."""
        if self._reading.format is None:
            return
        if self.person is not None:
            self._keep_for(self.person.id)
            return
        if self.session is None and self._newest_people.waiting:
            self._hurried = True
        elif self.session is None and self._owner is not None:
            # What the ledger knows better, such as a name with its marks, stays as it is there.
            self.guide.choose_procedure(_filled(self._merge().taken), self._owner)
        elif self.session is None:
            self.guide.choose_procedure(_filled(self._offers()))
        else:
            self._fill(self._merge().taken, keep=bool(self._holder))

    def _take_all(self) -> None:
        """Alt+R: what was typed otherwise gives way, too; the history of the case has what it was."""
        if self._reading.format is not None and self._replaceable():
            self._fill((*self._merge().taken, *self._replaceable()), keep=bool(self._holder))

    def _fill(self, offers: tuple[passport.Offer, ...], *, keep: bool) -> None:
        """Fills the open case and goes back to it; `keep`: the person's ledger has the document from now on, too."""
        session = self.session
        if session is None or self._reading.format is None:
            return
        session.fill(_filled(offers))
        if self._holder:
            self._settle_where(session, keep)
        session.flush()
        told = [say("Taken from the document: {count}", self.desk.language, count=len(offers))]
        told += [say(_KEPT, self.desk.language)] if keep else []
        self.guide.tell(" ".join(told))
        self.guide.back()

    def _settle_where(self, session: Session, keep: bool) -> None:
        """The one key has said where everything that was read belongs."""
        from talentdesk.service.people import keep_scan, source_of_scan

        reading, now, id, way = self._reading, self.desk.now(), self._holder, self._way
        offered = {offer.question_id for offer in self._offers()}
        for question in offered & set(session.undecided):
            session.decide(question, source_of_scan(reading, now, way) if keep else "")
        if keep:
            kept = self.desk.keeper.ask(lambda store: keep_scan(store, id, reading, now, way))
            self.desk.letters.expect(kept, lambda _kept: None, self._not_kept, self)

    def _show(self) -> None:
        self._show_result()
        self._show_faults()
        self._show_fields()
        self._show_acts()
        self.hints_changed.emit()

    def _show_acts(self) -> None:
        """Only what does something now."""
        read = self._reading.format is not None
        self._take.setEnabled(read)
        self._here_only.setVisible(read and bool(self._holder) and bool(self._merge().taken))
        self._replace.setVisible(read and bool(self._replaceable()))
        first, second = self.desk.language, self.desk.second
        alone = self.desk.is_kiosk or (self._here_only.isHidden() and self._replace.isHidden())
        # A name beside it leaves no room for the second language.
        beside = say(self._taking, second) if second and alone and self._owner is None else ""
        self._take.show_words(say(self._taking, first, person=self._owner_told()), first, beside, second)
        self._set_margins()

    def _show_result(self) -> None:
        first, second = self.desk.language, self.desk.second
        self._result.setVisible(bool(self.zone.toPlainText().strip()))
        if self._reading.format is None:
            mark, message = ERROR, _SEVERAL if self._is_of_several else _NO_ZONE
        else:
            mark, message = GOOD, N_("Read: {kind}. Every check digit agrees.")
            if any(passed is False for passed in self._reading.checks.values()):
                mark, message = NOTICE, N_("Read: {kind}. Not every check digit agrees.")
            if self.person is not None and any(each.question_id in _WHO for each in self._merge().kept):
                mark, message = NOTICE, _OTHERS
        sentences = [self._result_in(message, tag) if tag else "" for tag in (first, second)]
        self._result.show_message(mark, sentences[0], first, sentences[1], second)

    def _result_in(self, message: str, language: str) -> str:
        kind = _KINDS.get(self._reading.format or "", "")
        return say(message, language, kind=say(kind, language) if kind else "")

    def _show_faults(self) -> None:
        clear(self._faults)
        if not self.zone.toPlainText().strip():
            return
        if self._picture is not None:
            for sentence in notes(self._picture, self.desk.language):
                note = Message(self)
                note.show_message(NOTICE, sentence, self.desk.language)
                self._faults.addWidget(note)
        mark = NOTICE if self._reading.format else ERROR
        for problem in () if self._is_of_several else self._reading.problems:
            note = Message(self)
            note.show_message(mark, *both(self.desk, partial(zone_sentence, problem)))
            self._faults.addWidget(note)

    def _show_fields(self) -> None:
        clear(self._grid)
        merge = self._merge()
        conflicts = {conflict.question_id: conflict for conflict in merge.kept}
        same = {offer.question_id for offer in merge.same}
        offers = self._offers()
        if (self.session is not None or self._ledger is not None) and offers and not self.desk.is_kiosk:
            self._add_heads()
        # What a person has to look at stands first: what differs, what is new, what agrees.
        by_look = sorted(offers, key=lambda each: (each.question_id in same, not self._mine(each.question_id).strip()))
        for row, offer in enumerate(by_look, 1):
            row *= 2  # at touch size what the case has stands in the line below
            first, second = self.desk.language, self.desk.second
            labels = self._label(offer.question_id, first), self._label(offer.question_id, second)
            self._add(row, 0, *pair(labels[0], first, labels[1], second, "label"))
            self._add(row, 1, (Span(self._shown(offer.question_id, offer.text), self._style, self.desk.language),))
            mine = self._mine(offer.question_id)
            if offer.question_id in conflicts:
                self._grid.addWidget(self._chip(NOTICE, say("kept", self.desk.language)), row, 2)
                self._add_mine(row, self._shown(offer.question_id, mine), "attention")
            elif offer.question_id in same:
                self._grid.addWidget(self._chip(GOOD, say("the same", self.desk.language)), row, 2)
                self._add_mine(row, self._shown(offer.question_id, mine), "text")
            elif mine.strip():
                self._grid.addWidget(self._chip(NOTICE, say("replaces it", self.desk.language), "arrow"), row, 2)
                self._add_mine(row, self._shown(offer.question_id, mine), "attention")
            else:
                self._grid.addWidget(self._chip(UNKNOWN, say("will be filled in", self.desk.language), "arrow"), row, 2)

    def _mine(self, id: str) -> str:
        """What the ledger or the case has now."""
        if self._ledger is not None:
            return self._ledger.text(id)
        return self.session.draft.typed.get(id, "") if self.session is not None else ""

    @property
    def _taking(self) -> str:
        """What Enter does."""
        if self.person is not None:
            return N_("Keep it in the ledger")
        if self._holder:
            return N_("Fill in case and ledger")
        if self._owner is not None:
            return N_("Start a case for {person}")
        return N_("Fill in the case") if self.session else N_("Start a case with it")

    def _owner_told(self) -> str:
        from talentdesk.desktop.personcards import name_told

        return name_told(self._owner, self.desk.language) if self._owner is not None else ""

    @property
    def _style(self) -> str:
        return "label" if self.desk.is_kiosk else "input"

    @property
    def _beside(self) -> str:
        """What the document is compared with."""
        return N_("In the ledger now") if self._ledger is not None else N_("In the case now")

    def _add_heads(self) -> None:
        language = self.desk.language
        for column, text in ((1, say("In the document", language)), (3, say(self._beside, language))):
            self._add(0, column, (Span(text, "column", language, "muted"),))

    def _add_mine(self, row: int, value: str, colour: str) -> None:
        """What the case has now: in a column of its own, or below where there is no room for one."""
        if not self.desk.is_kiosk:
            self._add(row, 3, (Span(value, "body", "en", colour),))
            return
        language = self.desk.language
        words = Words(self)
        words.show_words(
            (Span(say(self._beside, language), "small", language, "muted"),), (Span(value, "body", "en", colour),)
        )
        self._grid.addWidget(words, row + 1, 1, 1, 2)

    def _add(self, row: int, column: int, *paragraphs: Paragraph) -> None:
        words = Words(self)
        words.show_words(*paragraphs)
        self._grid.addWidget(words, row, column, Qt.AlignmentFlag.AlignVCenter)

    def _chip(self, mark: Mark, text: str, icon: str = "") -> QWidget:
        chip = Chip(self)
        chip.show_chip(mark.tone, icon or mark.icon, text, self.desk.language)
        return chip

    def _question(self, id: str) -> Question | None:
        if self.session is None:
            return None
        return next((question for question in self.session.interview.edition.questions if question.id == id), None)

    def _label(self, id: str, language: str) -> str:
        """The form's own label in a case, ours before there is one."""
        if not language:
            return ""
        question = self._question(id)
        return word(question.label, language) if question else say(_LABELS[id], language)

    def _shown(self, id: str, text: str) -> str:
        language = self.desk.language
        if id == "person.nationality":
            return f"{territory(text, language)} {text}"
        if id == "person.sex" and text in _SEXES:
            return say(_SEXES[text], language)
        return text

    def retranslate(self) -> None:
        """Puts the words anew."""
        first, second = self.desk.language, self.desk.second
        self._card.show_title(self.title(first), first, self.title(second) if second else "", second)
        hint = N_("Swipe the document now, or paste or type the lines with “<” from the foot of its data page.")
        self._hint.show_words(*pair(say(hint, first), first, say(hint, second) if second else "", second, "message"))
        self.strip.setAccessibleName(say("The lines in the picture", first))
        self.zone.setAccessibleName(say("Machine-readable zone", first))
        self._take.show_key("" if self.desk.is_kiosk else "Enter")
        self._here_only.show_words(say("This case only", first), first)
        self._replace.show_words(say("Replace what differs", first), first)
        for button, key in ((self._here_only, _HERE_ONLY), (self._replace, _REPLACE)):
            button.show_key("" if self.desk.is_kiosk else key)
        self._back.show_words(
            say("Back", first), first, say("Back", second) if second and self.desk.is_kiosk else "", second
        )
        self._show()

    def restyle(self) -> None:
        """Takes type and sizes from the theme."""
        worn = theme.current()
        # 44 characters of a passport stand on one line at either size.
        font = worn.font("body" if worn.kiosk else "input", "en")
        self.zone.setFont(font)
        self.zone.setFixedHeight(worn.pick(104, 200))
        self._show_strip()
        self.zone.document().setDocumentMargin(worn.pick(10, 24))
        pad = worn.pick(16, 32)
        self._column.setContentsMargins(pad, worn.pick(14, 28), pad, pad)
        self._column.setSpacing(worn.pick(12, 24))
        self._grid.setHorizontalSpacing(worn.pick(16, 32))
        self._grid.setVerticalSpacing(worn.pick(8, 20))
        self._grid.setColumnMinimumWidth(0, worn.pick(168, 300))
        self._grid.setColumnMinimumWidth(1, worn.pick(280, 320))
        self._grid.setColumnStretch(3, 1)
        self._outer.setSpacing(worn.pick(16, 32))
        self._set_margins()

    def resizeEvent(self, event: object) -> None:
        """Stays a column that an eye can follow, in the middle."""
        self._set_margins()

    def _set_margins(self) -> None:
        worn = theme.current()
        # Never narrower than its buttons: margins that grow with the window would make the window grow with them.
        wanted = max(worn.pick(_WIDEST, 1200), self._acts.minimumSize().width())
        side = max(worn.pick(24, 56), (self.width() - wanted) // 2)
        self._outer.setContentsMargins(side, worn.pick(24, 40), side, worn.pick(24, 40))


def _filled(offers: tuple[passport.Offer, ...]) -> dict[str, tuple[str, str]]:
    """As a case takes them: text and source by question."""
    return {offer.question_id: (offer.text, str(offer.source)) for offer in offers}


def _buttons(layout: QLayout) -> list[Button]:
    """What can be pressed in a column, from the top."""
    items = (layout.itemAt(at) for at in range(layout.count()))
    widgets = (item.widget() for item in items if item is not None)
    return [widget for widget in widgets if isinstance(widget, Button)]


def _type(keys: Sequence[QKeyEvent]) -> None:
    """Gives these to whatever has the focus, one after the other: each may move it."""
    for key in keys:
        if (place := QApplication.focusWidget()) is not None:
            QApplication.sendEvent(place, key)


def _is_of_several(reading: mrz.Reading) -> bool:
    """Two documents in one burst: a scanner that was quicker than the clerk."""
    return any(problem.code == Fault.SEVERAL for problem in reading.problems)
