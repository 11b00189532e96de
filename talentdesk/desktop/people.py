"""People: found by typing, opened, compared, joined and taken apart, all from the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.comparepage import ComparePage
from talentdesk.desktop.controls import EmptyState
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.peoplelist import PeopleModel, PeopleTable
from talentdesk.desktop.personhistory import HistoryPage
from talentdesk.desktop.personpage import PersonPage
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.search import SearchField
from talentdesk.desktop.strangers import MOST, StrangersCard, WhosePage
from talentdesk.desktop.tasks import Newest
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, plural, say, titled

if TYPE_CHECKING:
    from concurrent.futures import Future
    from datetime import datetime

    from talentdesk.core.draft import Draft
    from talentdesk.core.person import Document, Group, Photo
    from talentdesk.store.cases import CaseSummary
    from talentdesk.store.opened import Store
    from talentdesk.store.personsummary import Candidate, Happening, Opened, PersonSummary

FIRST_LOAD = 40
"""So many people stand on the tallest screen; the list asks for more where somebody scrolls to its end."""
_T = TypeVar("_T")
_Shown = tuple["Opened", tuple[tuple[int, "datetime", str], ...]]


class _ListPage(QWidget):
    """The search, who was found, and the cases that are nobody's yet."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.search = SearchField(
            desk, self, name=N_("Search people"), hint=N_("Name in any script, document number, P-number"), key=""
        )
        self.model = PeopleModel(desk, self)
        self.table = PeopleTable(desk, self.model, self)
        self.card = HeadedCard(self)
        self.strangers = StrangersCard(desk, self)
        self._empty = EmptyState("users", self)
        self._count = Words(self, wrap=False)
        self.found: tuple[PersonSummary, ...] = ()
        self.answered = False
        frame = QWidget(self)
        around = QVBoxLayout(frame)
        around.setContentsMargins(16, 16, 16, 16)
        around.addWidget(self._empty)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.table)
        self._pages.addWidget(frame)
        self.card.head.addWidget(self._count)
        self.card.body.addLayout(self._pages, 1)
        self._middle = QHBoxLayout()
        self._middle.addWidget(self.card, 1)
        self._middle.addWidget(self.strangers)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self.search)
        self._outer.addLayout(self._middle, 1)
        self.restyle()

    def show_people(self, found: tuple[PersonSummary, ...], limit: int) -> None:
        """Shows who was found, the choice where it was."""
        chosen = self.table.currentIndex().row()
        kept = self.model.person(chosen).id if 0 <= chosen < self.model.rowCount() else ""
        self.found, self.answered = found, True
        self.model.show_people(found, complete=len(found) < limit)
        self.table.choose(max(0, self.model.row_of(kept)))
        self._describe()

    def retranslate(self) -> None:
        """Puts the words anew."""
        self.card.show_title(*both_say(self.desk, N_("People")))
        self.strangers.retranslate()
        self._describe()
        self.table.viewport().update()

    def _describe(self) -> None:
        first, second, shown = self.desk.language, self.desk.second, len(self.found)
        self._pages.setCurrentIndex(1 if self.answered and not shown else 0)
        counted = plural("{count} person", "{count} people", shown, first) if self.answered else ""
        self._count.show_words((Span(counted, "small", first, "muted"),))
        self.table.setAccessibleName(counted)
        if self.search.line.text():
            title, body = (
                N_("Nobody found"),
                N_("Search for part of a name or a document number, or scan the document."),
            )
        else:
            title = N_("Nobody has a ledger yet")
            body = N_("Scan a passport and make a ledger of it, or make one of a case on the right.")
        beside = (say(title, second), say(body, second)) if second else ("", "")
        self._empty.show_empty(say(title, first), say(body, first), first, beside, second)

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin = worn.pick(24, 56)
        self._outer.setContentsMargins(margin, worn.pick(20, 40), margin, worn.pick(16, 32))
        self._outer.setSpacing(worn.pick(16, 32))
        self._middle.setSpacing(16)
        self.strangers.setVisible(not worn.kiosk)
        self.strangers.setFixedWidth(328)
        self.table.restyle()
        self.retranslate()


class PeopleScreen(Screen):
    """The list, and from it one person; Esc goes back one page at a time."""

    def __init__(self, desk: Desk, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self._newest: Newest[tuple[PersonSummary, ...]] = Newest(desk.letters, self)
        self._newest_strangers: Newest[tuple[CaseSummary, ...]] = Newest(desk.letters, self)
        self._newest_person: Newest[_Shown] = Newest(desk.letters, self)
        self._case_when_shown = False
        """Ctrl+N came faster than the person: it is theirs all the same."""
        self._limit = FIRST_LOAD
        self.list = _ListPage(desk, self)
        self.page = PersonPage(desk, self._matter, self)
        self.comparing = ComparePage(desk, self)
        self.history = HistoryPage(desk, self)
        self.whose = WhosePage(desk, self._matter, self)
        self._pages = QStackedLayout(self)
        for page in (self.list, self.page, self.comparing, self.history, self.whose):
            self._pages.addWidget(page)
        self._connect()

    def _connect(self) -> None:
        page = self.page
        self.list.search.line.textEdited.connect(lambda _text: self._search())
        self.list.search.line.returnPressed.connect(lambda: self._open_row(self.list.table.currentIndex().row()))
        self.list.search.line.list_key.connect(self.list.table.keyPressEvent)
        self.list.table.open_wanted.connect(self._open_row)
        self.list.model.more_wanted.connect(self._load_more)
        self.list.strangers.wanted.connect(self._ask_whose)
        page.case_wanted.connect(self.guide.load_case)
        page.new_case_wanted.connect(self.new_case_wanted)
        page.scan_wanted.connect(lambda: self.guide.scan())
        page.document_kept.connect(self._keep_document)
        page.compare_wanted.connect(self._compare)
        page.unmerge_wanted.connect(self._unmerge)
        page.photos.add_wanted.connect(self._ask_photo)
        page.photos.remove_wanted.connect(self._drop_photo)
        page.history_wanted.connect(self._show_history)
        page.erase_wanted.connect(self._erase)
        self.comparing.given_up.connect(lambda: self._turn_to(self.page))
        self.comparing.merge_wanted.connect(self._merge)
        self.comparing.apart_wanted.connect(self._tell_apart)
        self.history.given_up.connect(lambda: self._turn_to(self.page))
        self.whose.given_up.connect(lambda: self._turn_to(self.list))
        self.whose.person_wanted.connect(self._give_to)
        for keys, act in (("Ctrl+H", self._show_history), ("F7", self._next_conflict), ("Ctrl+U", self._last_merged)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda act=act: act())

    # ---- as a screen

    def title(self, language: str) -> str:
        """Never a name."""
        return say("People", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys of the page in front."""
        front = self._pages.currentWidget()
        if front is self.list:
            return (
                KeyHint("↑ ↓", N_("choose")),
                KeyHint("Enter", N_("open")),
                KeyHint("F2", N_("scan")),
                KeyHint("Esc", N_("back")),
            )
        if front is self.comparing:
            one, two = KeyHint("1", N_("one person: merge")), KeyHint("2", N_("two different people"))
            return (one, two, KeyHint("Esc", N_("back")))
        if front is not self.page:
            return (KeyHint("Esc", N_("back")),)
        conflict = (
            (KeyHint("F7", N_("next conflict")),) if self.page.candidates() or self.page.conflicts.open_count else ()
        )
        return (
            KeyHint("F2", N_("scan")),
            *conflict,
            *((KeyHint("Ctrl+U", N_("take a merge back")),) if self.page.merged_cards() else ()),
            KeyHint("Ctrl+H", N_("history")),
            KeyHint("Ctrl+N", N_("new case")),
            KeyHint("Esc", N_("back")),
        )

    def standing(self, language: str) -> str:
        """What this screen promises about names."""
        return say("names are never converted", language) if self._pages.currentWidget() is self.page else ""

    def focus_place(self) -> QWidget:
        """The search, or the first thing of the page in front."""
        front = self._pages.currentWidget()
        if front is self.page:
            return self.page.first_place()
        if front is self.whose:
            return self.whose.first_place()
        if front is self.list:
            return self.list.table if self.desk.is_kiosk else self.list.search.line
        return front if front is self.comparing else self.history.back

    def enter(self) -> None:
        """Looks again: cases and people may have changed meanwhile."""
        super().enter()
        self._search()
        if self.person is not None and not self._newest_person.waiting:
            self._load(self.person.id)

    def show_item(self, item: str) -> None:
        """To a person."""
        self._load(item)

    def new_case_wanted(self) -> bool:
        """Ctrl+N with a person in front begins a case of theirs."""
        if self._newest_person.waiting:
            self._case_when_shown = True
            return True
        if self.person is None:
            return False
        self.guide.choose_procedure(person=self.person)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the page before; from the list to where the person came from."""
        front = self._pages.currentWidget()
        if event.key() == Qt.Key.Key_Escape and front is not self.list:
            self._turn_to(self.page if front in (self.comparing, self.history) else self.list)
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Puts the words anew."""
        for page in (self.list, self.page, self.comparing, self.history, self.whose):
            page.retranslate()
        self.hints_changed.emit()

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        for page in (self.list, self.page, self.comparing, self.history, self.whose):
            page.restyle()

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.person = self.page.person if page in (self.page, self.comparing, self.history) else None
        if page is self.list:
            self._search()
        self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)
        self.hints_changed.emit()

    def _matter(self, procedure: str, language: str) -> str:
        from talentdesk.core.catalogue import UnknownProcedure
        from talentdesk.core.tomlfile import FormError

        try:
            return titled(self.desk.catalogue.about(procedure).title, language)
        except (UnknownProcedure, FormError):
            return procedure

    # ---- the list

    def _search(self) -> None:
        self._limit = FIRST_LOAD
        self._look()

    def _look(self) -> None:
        if not self.desk.is_ready:
            return
        text, limit = self.list.search.line.text(), self._limit
        people = self._ask(lambda store: store.people.find(text, limit))
        self._newest.ask(people, lambda found: self._found(text, found, limit), lambda _error: None)

    def _found(self, text: str, found: tuple[PersonSummary, ...], limit: int) -> None:
        """The cases that are nobody's are looked for after the people, so that no key waits for those of another."""
        self.list.show_people(found, limit)
        nobodys = self._ask(lambda store: store.people.strangers(text, MOST))
        self._newest_strangers.ask(nobodys, self.list.strangers.show_cases, lambda _error: None)

    def _ask(self, act: Callable[[Store], _T]) -> Future[_T]:
        """Has something done by the store, if who is here may see cases at all."""
        from talentdesk.service.people import with_people

        return self.desk.keeper.ask(lambda store: with_people(store, act))

    @property
    def waiting(self) -> bool:
        """Whether the store has still to answer."""
        return self._newest.waiting or self._newest_strangers.waiting or self._newest_person.waiting

    def _load_more(self, count: int) -> None:
        self._limit = count
        self._look()

    def _open_row(self, row: int) -> None:
        if 0 <= row < self.list.model.rowCount():
            self._load(self.list.model.person(row).id)

    # ---- one person

    def _load(self, id: str) -> None:
        from talentdesk.service.people import learn

        catalogue, now = self.desk.catalogue, self.desk.now()

        def both(store: Store) -> _Shown:
            opened = store.people.open(id)
            if learn(store, opened, catalogue, now):
                opened = store.people.open(id)
            return opened, store.people.merged_into(id)

        self._newest_person.ask(self._ask(both), self._show, self._missed)

    def _show(self, shown: _Shown) -> None:
        other = self.page.opened is None or self.page.opened.group.first.id != shown[0].group.first.id
        self.page.show_person(*shown)
        self._measure_photos()
        front = self._pages.currentWidget()
        if front is not self.page and (front is self.list or other):
            self._turn_to(self.page)
        else:
            self.person = self.page.person if front is not self.whose else None
            self.hints_changed.emit()
            if other and front is self.page and self.isVisible():
                self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)  # what had it went with the other person
        wanted, self._case_when_shown = self._case_when_shown, False
        if wanted and self.isVisible():
            self.new_case_wanted()

    def _do(self, act: Callable[[Store], object], said: str = "", then: Callable[[], None] | None = None) -> None:
        """Has something done with the store, then shows the person anew."""
        id = self.person.id if self.person is not None else ""

        def done(_result: object) -> None:
            if said:
                self.guide.tell(say(said, self.desk.language))
            if then is not None:
                then()
            elif id:
                self._load(id)

        future: Future[object] = self._ask(act)
        self.desk.letters.expect(future, done, self._missed, self)

    def _missed(self, error: BaseException) -> None:
        from talentdesk.store.trouble import StoreTrouble

        if not isinstance(error, StoreTrouble):
            raise error
        self._case_when_shown = False
        self.guide.tell(say(error.remedy, self.desk.language))
        self._turn_to(self.list)

    def _keep_document(self, document: Document) -> None:
        if self.person is None:
            return
        id, known = self.person.id, any(each.id == document.id for each in self.person.documents)

        def act(store: Store) -> None:
            if known:
                store.people.change_document(document)
            else:
                store.people.keep_document(id, document)

        self._do(act, N_("Kept in the person's ledger."))

    def _ask_photo(self) -> None:
        from talentdesk.desktop.photocheck import PATTERN
        from talentdesk.desktop.savedialog import ask_file

        ask_file(self.window(), say("Add a photo", self.desk.language), self.keep_photo, PATTERN)

    def keep_photo(self, file: Path) -> None:
        """Looks at a photo elsewhere, and keeps it in the ledger of the person shown."""
        from talentdesk.desktop.arrival import told_of
        from talentdesk.service.personphotos import Offered, keep_photo, read_photo

        if self.person is None:
            return
        id = self.person.id

        def keep(offered: Offered) -> None:
            self._do(lambda store: keep_photo(store, id, offered), N_("Kept in the person's ledger."))

        self.desk.elsewhere.run(
            lambda: read_photo(file), keep, lambda slip: self.page.photos.refuse(told_of(slip)), self
        )

    def _drop_photo(self, photo: str) -> None:
        from talentdesk.service.personphotos import drop_photo

        if self.person is not None:
            id = self.person.id
            self._do(lambda store: drop_photo(store, id, photo), N_("The photo is erased."))

    def _measure_photos(self) -> None:
        """How each kept photo does, asked of a process that holds no key."""
        from talentdesk.service.personphotos import measure_again, photo_content

        def measure(photo: Photo) -> None:
            def look(content: bytes) -> None:
                self.desk.elsewhere.run(
                    lambda: measure_again(content),
                    lambda measured: self.page.photos.take(photo, measured),
                    lambda _slip: self.page.photos.take(photo, None),
                    self,
                )

            kept = self._ask(lambda store: photo_content(store, photo.id))
            self.desk.letters.expect(kept, look, lambda _gone: None, self)

        for photo in self.page.photos.unmeasured():
            measure(photo)

    def _compare(self, candidate: Candidate) -> None:
        if self.page.opened is not None:
            self.comparing.compare(self.page.opened.group, candidate)
            self._turn_to(self.comparing)

    def _merge(self, kept: str, gone: str) -> None:
        self._do(
            lambda store: store.people.merge(kept, gone),
            N_("Said to be one person. It can be taken back."),
            self._back_to,
        )

    def _tell_apart(self, one: str, other: str) -> None:
        self._do(lambda store: store.people.tell_apart(one, other), N_("Said to be two people."), self._back_to)

    def _back_to(self) -> None:
        self._turn_to(self.page)
        if self.person is not None:
            self._load(self.person.id)

    def _unmerge(self, number: int) -> None:
        if self.person is not None:
            id = self.person.id
            self._do(lambda store: store.people.unmerge(id, number), N_("Taken apart: each ledger is what it was."))

    def _show_history(self) -> None:
        if self.person is None or self._pages.currentWidget() is not self.page:
            return
        id = self.person.id

        def show(history: tuple[Happening, ...]) -> None:
            self.history.show_history(history, self.page.label)
            self._turn_to(self.history)

        told = self._ask(lambda store: store.people.history(id))
        self.desk.letters.expect(told, show, self._missed, self)

    def _next_conflict(self) -> None:
        if not self.page.next_conflict():
            self.guide.tell(say("There is nothing to decide.", self.desk.language))

    def _last_merged(self) -> None:
        if self._pages.currentWidget() is self.page and not self.page.last_merged():
            self.guide.tell(say("No ledger was merged into this one.", self.desk.language))

    def _erase(self) -> None:
        if self.person is not None:
            id = self.person.id
            self._do(
                lambda store: store.people.erase(id), N_("The person is erased."), lambda: self._turn_to(self.list)
            )

    # ---- cases of nobody

    def _ask_whose(self, case: CaseSummary) -> None:
        from talentdesk.service.people import who_in

        catalogue, now = self.desk.catalogue, self.desk.now()

        def likely(store: Store) -> tuple[Candidate, ...]:
            draft, _version = store.look(case.id)
            return who_in(store, draft, catalogue.edition(draft.procedure, draft.edition), now)

        def show(candidates: tuple[Candidate, ...]) -> None:
            self.whose.ask(case, candidates)
            self._turn_to(self.whose)

        self.desk.letters.expect(self._ask(likely), show, self._missed, self)

    def _give_to(self, case: str, person: str) -> None:
        from talentdesk.service.people import adopt, make_from_case

        catalogue, now = self.desk.catalogue, self.desk.now()

        def give(store: Store) -> str:
            draft: Draft = store.look(case)[0]
            edition = catalogue.edition(draft.procedure, draft.edition)
            if person:
                adopt(store, person, draft, edition, now)
                return person
            made: Group = make_from_case(store, draft, edition, now)
            return made.first.id

        self.desk.letters.expect(self._ask(give), self._given, self._missed, self)

    def _given(self, person: str) -> None:
        self._turn_to(self.list)
        self._load(person)
