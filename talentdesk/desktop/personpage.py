"""One person: documents as printed, cases, what is kept for every case; beside them what does not fit together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.person import Document, Person
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say, both_words
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import ERROR, Chip, Tone
from talentdesk.desktop.conflicts import ConflictBoard
from talentdesk.desktop.controls import Message, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.documentform import DocumentForm
from talentdesk.desktop.documentledger import DocumentLedger
from talentdesk.desktop.personcards import CandidateCard, CasesCard, MergedCard, ValuesCard, called, number_shown
from talentdesk.desktop.photoscard import PhotosCard
from talentdesk.desktop.timeline import TimelineCard
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, plural, say, word

if TYPE_CHECKING:
    from datetime import datetime

    from talentdesk.core.form import Question
    from talentdesk.service.personcases import PersonCase
    from talentdesk.store.personsummary import Candidate, Opened

_RIGHT = 384
_FOLDS = 1100
"""Narrower than this, conflicts stand below."""


class PersonPage(QWidget):
    """The ledger of one person. It shows what it is given and says what is wanted.

    What does not fit together is looked for in all cases of the person and in the names printed on the documents.
    """

    case_wanted = Signal(str, str)
    """A case, and the question of it to go to; empty: where it was left."""
    new_case_wanted = Signal()
    scan_wanted = Signal()
    document_kept = Signal(object)
    compare_wanted = Signal(object)
    """A Candidate."""
    unmerge_wanted = Signal(int)
    history_wanted = Signal()
    erase_wanted = Signal()

    def __init__(self, desk: Desk, title: Callable[[str, str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._opened: Opened | None = None
        self._found: tuple[PersonCase, ...] = ()
        self._bare = False
        self._asked_erasing = False
        self._name = Words(self)
        self._status = Chip(self)
        self._number = Chip(self, square=True)
        self.consent = QHBoxLayout()
        """Where a mark of the person's consent belongs."""
        self.scan = Button(parent=self, icon="scan")
        self.new_case = Button(Role.MAIN, self, icon="plus")
        self.documents = DocumentLedger(desk, self)
        self._documents_card = HeadedCard(self)
        self._numbers = Button(parent=self, small=True, icon="eye")
        self._add = Button(parent=self, small=True, icon="plus")
        self.form = DocumentForm(desk, self)
        self.form.hide()
        self.photos = PhotosCard(desk, self)
        self.timeline = TimelineCard(desk, self)
        self.cases = CasesCard(desk, title, self)
        self.values = ValuesCard(desk, self)
        self._conflicts_title = Words(self)
        self._open_points = Chip(self)
        self.conflicts = ConflictBoard(desk, self)
        self._likely = QVBoxLayout()
        self._merged = QVBoxLayout()
        self.history = Button(parent=self, icon="clock")
        self.erase = Button(Role.DANGER, self, icon="trash")
        self._sure = Message(self)
        self._labels: dict[str, Question] | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        for told in (self._name, self._status, self._number):
            self._head.addWidget(told, 0, Qt.AlignmentFlag.AlignVCenter)
        self._head.addLayout(self.consent)
        self._head.addStretch(1)
        self._acts = QHBoxLayout()
        self._acts.addWidget(self.scan)
        self._acts.addWidget(self.new_case)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.addLayout(self._head, 1)
        self._top.addLayout(self._acts)
        self._documents_card.head.addWidget(self._numbers)
        self._documents_card.head.addWidget(self._add)
        self._documents_card.body.addWidget(self.documents)
        self._left = QVBoxLayout()
        for card in (self._documents_card, self.form):
            self._left.addWidget(card)
        self._left.addWidget(self.photos)
        self._left.addWidget(self.timeline)
        self._left.addWidget(self.cases)
        self._left.addWidget(self.values)
        self._left.addStretch(1)
        self._side = QWidget()
        right = QVBoxLayout(self._side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(12)
        title = QHBoxLayout()
        title.addWidget(self._conflicts_title, 1)
        title.addWidget(self._open_points)
        right.addWidget(self.conflicts)
        right.addLayout(title)
        right.addLayout(self._likely)
        right.addLayout(self._merged)
        for last in (self.history, self._sure, self.erase):
            right.addWidget(last)
        right.addStretch(1)
        inside = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.addLayout(self._left, 1)
        self._columns.addWidget(self._side)
        self._outer = QVBoxLayout(self)
        self._outer.addLayout(self._top)
        self._scroll = scrolled(inside, self)
        self._outer.addWidget(self._scroll, 1)
        self.restyle()

    def _connect(self) -> None:
        self.scan.clicked.connect(self.scan_wanted)
        self.new_case.clicked.connect(self.new_case_wanted)
        self.cases.open_wanted.connect(lambda case: self.case_wanted.emit(case, ""))
        self.documents.open_wanted.connect(self._type)
        self._numbers.clicked.connect(lambda: self.show_numbers(not self._bare))
        self._add.clicked.connect(lambda: self._type(""))
        self.form.kept.connect(self._keep)
        self.form.given_up.connect(self._close_form)
        self.form.entered.connect(lambda row: QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(row)))
        self.history.clicked.connect(self.history_wanted)
        self.timeline.wanted.connect(self.case_wanted)
        self.conflicts.wanted.connect(self.case_wanted)
        self.erase.clicked.connect(self._erase)

    # ---- what is shown

    @property
    def opened(self) -> Opened | None:
        """What is shown."""
        return self._opened

    @property
    def person(self) -> Person | None:
        """The person as one ledger."""
        return self._opened.group.whole() if self._opened is not None else None

    def show_person(self, opened: Opened, merged: tuple[tuple[int, datetime, str], ...] = ()) -> None:
        """Shows a person; `merged` are ledgers that can be taken apart again. A form that is open stays open."""
        other = self._opened is None or self._opened.group.first.id != opened.group.first.id
        self._opened = opened
        if other:
            self.form.hide()
            self.show_numbers(False)
            self._asked_erasing = False
        whole = opened.group.whole()
        self.documents.show_documents(whole.documents)
        self.photos.show_photos(whole.photos)
        self.cases.show_cases(opened.cases)
        self.values.show_values(opened.group, self.label)
        self._compare_cases()
        self._show_likely(opened.candidates)
        self._show_merged(merged)
        self.retranslate()

    def show_numbers(self, bare: bool) -> None:
        """Shows document numbers whole, or only their ends."""
        self._bare = bare
        self.documents.show_numbers(bare)
        self._say_numbers()

    def _compare_cases(self) -> None:
        """The timeline over all cases; a case whose edition is gone has nothing to compare."""
        from talentdesk.core.catalogue import CatalogueMiss
        from talentdesk.core.tomlfile import FormError
        from talentdesk.service.personcases import open_case

        found: list[PersonCase] = []
        for draft in self._opened.drafts if self._opened is not None else ():
            try:
                found.append(open_case(draft, self.desk.catalogue))
            except (CatalogueMiss, FormError):
                continue
        self._found = tuple(found)
        self.timeline.show_cases(self._found, {}, self.desk.today)
        self.timeline.setVisible(bool(found))

    def _show_conflicts(self) -> None:
        """Papers are called by their kind, in words of the language in front. A case that is closed holds what was
        right in its time."""
        from talentdesk.core.states import State
        from talentdesk.core.tomlfile import FormError
        from talentdesk.service.conflicts import find_conflicts
        from talentdesk.service.people import printed_names, printed_numbers

        person, language = self.person, self.desk.language
        papers = (*printed_names(person, language), *printed_numbers(person, language)) if person is not None else ()
        drafts = self._opened.drafts if self._opened is not None else ()
        closed = {draft.id for draft in drafts if draft.state is State.CLOSED}
        cases = tuple(case for case in self._found if case.id not in closed)
        try:
            conflicts = find_conflicts(self.desk.catalogue, cases, self.desk.today, papers)
        except FormError:
            conflicts = ()  # the window tells of the file when it is opened
        self.conflicts.show_conflicts(conflicts, cases, frozenset())

    def _show_likely(self, candidates: tuple[Candidate, ...]) -> None:
        clear(self._likely)
        for candidate in candidates:
            card = CandidateCard(self.desk, candidate, self)
            card.compare_wanted.connect(lambda candidate=candidate: self.compare_wanted.emit(candidate))
            self._likely.addWidget(card)
            card.show()

    def _show_merged(self, merged: tuple[tuple[int, datetime, str], ...]) -> None:
        clear(self._merged)
        for each in merged:
            card = MergedCard(self.desk, each, self)
            card.unmerge_wanted.connect(self.unmerge_wanted)
            self._merged.addWidget(card)
            card.show()

    def label(self, id: str, language: str) -> str:
        """What a form calls a question; any edition that asks it will do."""
        if self._labels is None:
            from talentdesk.core.catalogue import CatalogueMiss
            from talentdesk.core.tomlfile import FormError

            self._labels = {}
            catalogue = self.desk.catalogue
            for procedure in catalogue.procedures():
                try:
                    edition = catalogue.in_force(procedure, self.desk.today)
                except (CatalogueMiss, FormError):
                    continue
                self._labels.update({each.id: each for each in edition.questions if each.profile})
        question = self._labels.get(id)
        return word(question.label, language) if question is not None else ""

    # ---- acts

    def first_place(self) -> QWidget:
        """What takes the focus: the first document, or the way to add one."""
        return self.documents.lines[0] if self.documents.lines else self._add

    def candidates(self) -> list[CandidateCard]:
        """The cards of who may be the same."""
        cards = _widgets(self._likely)
        return [card for card in cards if isinstance(card, CandidateCard)]

    def merged_cards(self) -> list[MergedCard]:
        """The cards of ledgers that can be taken apart again."""
        cards = _widgets(self._merged)
        return [card for card in cards if isinstance(card, MergedCard)]

    def next_conflict(self) -> bool:
        """F7: to the next thing to decide, conflicts first; False where there is none."""
        stops = [card.button for card in self.candidates()]
        at = next((at for at, stop in enumerate(stops) if stop.hasFocus()), -1)
        if (at < 0 or at == len(stops) - 1) and self.conflicts.next_conflict():
            self._scroll.ensureWidgetVisible(QApplication.focusWidget() or self.conflicts)
            return True
        if stops:
            chosen = stops[(at + 1) % len(stops)]
            chosen.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._scroll.ensureWidgetVisible(chosen)
        return bool(stops)

    def last_merged(self) -> bool:
        """Ctrl+U: to the button that takes the last merge back; False where nothing was merged."""
        cards = self.merged_cards()
        if cards:
            cards[-1].button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._scroll.ensureWidgetVisible(cards[-1].button)
        return bool(cards)

    def _type(self, id: str) -> None:
        person = self.person
        if person is None:
            return
        self.form.show()
        self.form.begin(next((each for each in person.documents if each.id == id), None))

    def _keep(self, document: Document) -> None:
        self._close_form()
        self.document_kept.emit(document)

    def _close_form(self) -> None:
        self.form.hide()
        self.first_place().setFocus(Qt.FocusReason.OtherFocusReason)

    def _erase(self) -> None:
        """Asked twice, in the page: the second press does it."""
        if self._asked_erasing:
            self._asked_erasing = False
            self.erase_wanted.emit()
        else:
            self._asked_erasing = True
        self._say_erasing()

    # ---- words and sizes

    def retranslate(self) -> None:
        """Puts the words anew."""
        self._show_conflicts()
        self._say_head()
        self._say_numbers()
        self._documents_card.show_title(*both_say(self.desk, N_("Documents, names as printed")))
        self._add.show_words(*both_say(self.desk, N_("Add a document"))[:2])
        self.scan.show_words(*both_say(self.desk, N_("Scan a document"))[:2])
        self.new_case.show_words(*both_say(self.desk, N_("New case"))[:2])
        kiosk = self.desk.is_kiosk
        self.scan.show_key("" if kiosk else "F2")
        self.new_case.show_key("" if kiosk else "Ctrl+N")
        self.history.show_words(*both_say(self.desk, N_("History")))
        self.history.show_key("" if kiosk else "Ctrl+H")
        self.form.retranslate()
        self.cases.retranslate()
        self.values.retranslate()
        for line in self.documents.lines:
            line.retranslate()
        for likely in self.candidates():
            likely.retranslate()
        for merged in self.merged_cards():
            merged.retranslate()
        self.photos.retranslate()
        self._say_conflicts()
        self._say_erasing()

    def _say_head(self) -> None:
        person, language = self.person, self.desk.language
        if person is None:
            return
        han, latin = called(person)
        spans = [Span(han, "page_title", "zh-Hans")] if han else []
        if latin:
            style = "page_title_second" if han else "page_title"
            spans.append(Span(f"  {latin}" if han else latin, style, "en", "muted" if han else "text"))
        self._name.show_words(tuple(spans) or (Span(say("No name yet", language), "page_title", language),))
        self._number.show_chip(Tone.QUIET, "user", number_shown(person.number), "en")
        status = self._status_of(person)
        self._status.setVisible(bool(status))
        if status:
            self._status.show_chip(Tone.QUIET, "user", status, language)

    def _status_of(self, person: Person) -> str:
        """What the person is, in the words of the form that asks it."""
        code = person.text("residency.status")
        self.label("residency.status", self.desk.language)
        question = (self._labels or {}).get("residency.status")
        choices = question.choices if question is not None else ()
        return next((both_words(self.desk, choice.label).text for choice in choices if choice.code == code), "")

    def _say_numbers(self) -> None:
        message = N_("Hide numbers") if self._bare else N_("Show numbers")
        self._numbers.show_icon("hide" if self._bare else "eye")
        self._numbers.show_words(*both_say(self.desk, message)[:2])

    def _say_conflicts(self) -> None:
        count, language = len(self.candidates()), self.desk.language
        first, first_language, second, second_language = both_say(self.desk, N_("Other ledgers"))
        spans = [Span(first, "section_title", first_language)]
        if second:
            spans.append(Span(f"  {second}", "section_title_second", second_language, "muted"))
        self._conflicts_title.show_words(tuple(spans))
        self._conflicts_title.setVisible(bool(count or self.merged_cards()))
        self._open_points.setVisible(bool(count))
        self._open_points.show_chip(
            Tone.ATTENTION, "triangle", plural("{count} to decide", "{count} to decide", count, language), language
        )

    def _say_erasing(self) -> None:
        self._sure.setVisible(self._asked_erasing)
        sure = N_(
            "This erases the person: documents, photos, history and every case of theirs. Press once more to do it."
        )
        self._sure.show_message(ERROR, *both_say(self.desk, sure))
        message = N_("Erase for good") if self._asked_erasing else N_("Erase this person…")
        self.erase.show_words(*both_say(self.desk, message))

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin = worn.pick(24, 56)
        self._outer.setContentsMargins(margin, worn.pick(14, 32), margin, worn.pick(14, 24))
        self._outer.setSpacing(worn.pick(12, 24))
        self._columns.setSpacing(worn.pick(16, 24))
        self._left.setSpacing(worn.pick(12, 24))
        self._head.setSpacing(worn.pick(12, 20))
        self._acts.setSpacing(worn.pick(8, 20))
        self.documents.restyle()
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Conflicts stand beside the ledger, or below it in a narrow window."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        folded = self.desk.is_kiosk or self.width() < theme.current().breadth(_FOLDS)
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if folded else along)
        self._top.setDirection(down if self.desk.is_kiosk else along)
        self._documents_card.head.setDirection(down if self.desk.is_kiosk else along)
        if folded:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16777215)
        else:
            self._side.setFixedWidth(_RIGHT)


def _widgets(layout: QVBoxLayout) -> list[QWidget | None]:
    """What stands in a layout, from the top."""
    items = (layout.itemAt(at) for at in range(layout.count()))
    return [item.widget() for item in items if item is not None]
