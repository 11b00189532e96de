"""What fills the window: header, open cases, the screen in front, status bar; it takes screens where they ask to go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from talentdesk.desktop import footer, theme
from talentdesk.desktop.casescreens import CASE_SCREENS, CLASH, CONSENT, ELIGIBILITY, FILLING, REVIEW, CaseScreen
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.destinations import destinations_of
from talentdesk.desktop.footer import Footer
from talentdesk.desktop.header import Header
from talentdesk.desktop.home import HomeScreen
from talentdesk.desktop.navbar import HOME, place_keys
from talentdesk.desktop.opencases import FillingPage, OpenCase
from talentdesk.desktop.room import Room, Screens
from talentdesk.desktop.screen import Screen
from talentdesk.i18n import N_, format_date, say, titled

if TYPE_CHECKING:
    from concurrent.futures import Future

    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.clash import Versions
    from talentdesk.core.draft import Draft
    from talentdesk.core.fault import Fault
    from talentdesk.core.interview import Interview
    from talentdesk.core.person import Person as Applicant
    from talentdesk.desktop.arrival import ArrivalScreen
    from talentdesk.desktop.attendance import Attendance
    from talentdesk.desktop.banner import Banner
    from talentdesk.desktop.charfinder import CharacterFinder
    from talentdesk.desktop.firstrun import FirstRunScreen
    from talentdesk.desktop.help import HelpScreen
    from talentdesk.desktop.lock import Lock
    from talentdesk.desktop.newcase import NewCaseScreen
    from talentdesk.desktop.pickup import Pickup
    from talentdesk.desktop.scanning import Wedge
    from talentdesk.desktop.scanpanel import ScanScreen
    from talentdesk.desktop.session import Session
    from talentdesk.desktop.tabs import CaseBar
    from talentdesk.desktop.triage import TriageScreen
    from talentdesk.desktop.typefaces import FontMissing
    from talentdesk.service.picturezones import PictureZone
    from talentdesk.store.salvage import Salvaged
    from talentdesk.store.staff import Person
    from talentdesk.store.trouble import StoreTrouble

_T = TypeVar("_T")

_CLOSE_PATIENCE_S = 5.0
_FAULTS_TOLD = 3
_NOT_SAVED = N_(
    "Not everything could be saved yet. Save what you typed to a file, or close the window again to close it anyway."
)


class Window(QWidget):
    """The guide of all screens. Every case stays open in its tab until it is put away."""

    def __init__(self, desk: Desk, case_screens: Mapping[str, CaseScreen] = CASE_SCREENS) -> None:
        super().__init__()
        self.desk = desk
        self._case_screens = case_screens
        self._destinations = destinations_of(desk.settings.mode)
        self._places: dict[str, Screen] = {}
        self._cases: list[OpenCase] = []
        self._trail: list[Screen] = []
        self._new_case: NewCaseScreen | None = None
        self._triage: TriageScreen | None = None
        self._setup: FirstRunScreen | None = None
        self._scan: ScanScreen | None = None
        self._arrival: ArrivalScreen | None = None
        self._keys: HelpScreen | None = None
        self._wedge: Wedge | None = None
        self._pickup: Pickup | None = None
        self._banner: Banner | None = None
        self._finder: CharacterFinder | None = None
        self._case_bar: CaseBar | None = None
        self._lock: Lock | None = None
        self._attendance: Attendance | None = None
        self._told = ""
        self._closing_anyway = False
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.header = Header(desk, self._destinations, self)
        self.footer = Footer(desk, self)
        self.stack = Screens()
        self._room = Room(self.stack, self)
        self.home = HomeScreen(desk, self, self.title_of, self)
        self._lay_out()
        self._connect()
        self._add_shortcuts()
        self._stack_up(self.home)
        self.show_screen(self.home)

    # ---- building

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.header)
        self._column.addWidget(self._room, 1)
        self._column.addWidget(self.footer)

    def _connect(self) -> None:
        self.header.home_wanted.connect(self.go_home)
        self.header.case_wanted.connect(self._show_last_case)
        self.header.place_wanted.connect(self.visit)
        self.header.language_wanted.connect(self.speak)
        self.header.look_wanted.connect(lambda look: self.wear(look, self.desk.size))
        self.header.recovery_wanted.connect(self.make_recovery_code)
        self.header.lock_wanted.connect(lambda: self.lock.lock())
        self.header.size_wanted.connect(lambda size: self.wear(self.desk.look, size))

    @property
    def banner(self) -> Banner:
        """The band under the header, made when there is first something to say."""
        if self._banner is None:
            from talentdesk.desktop.banner import Banner

            self._banner = Banner(self.desk, self)
            self._banner.save_wanted.connect(self.save_to_file)
            self._banner.rescue_wanted.connect(self.rescue)
            self._banner.code_wanted.connect(self.ask_code)
            self._banner.compare_wanted.connect(self._compare)
            self._banner.dismissed.connect(self._show_footer)
            self._column.insertWidget(1, self._banner)
        return self._banner

    @property
    def case_bar(self) -> CaseBar:
        """The bar of open cases, made with the first of them."""
        if self._case_bar is None:
            from talentdesk.desktop.tabs import CaseBar

            self._case_bar = CaseBar(self.desk, self)
            tabs = self._case_bar.tabs
            tabs.tabBarClicked.connect(self._show_tab)
            tabs.currentChanged.connect(self._tab_changed)
            self._case_bar.consent.clicked.connect(self._ask_consent)
            self._case_bar.hold.changed.connect(self.home.reload)
            self._case_bar.give.clicked.connect(lambda: self.attendance.ask_whom())
            tabs.close_wanted.connect(lambda index: self.close_case(self._cases[index].session))
            self._column.insertWidget(self._column.indexOf(self._room), self._case_bar)
        return self._case_bar

    def _add_shortcuts(self) -> None:
        from PySide6.QtGui import QKeySequence, QShortcut

        for keys, act in (
            ("Ctrl+K", self._search),
            ("Ctrl+N", self._new_case_key),
            ("Ctrl+T", self.find_procedure),
            ("Ctrl+O", self.import_file),
            ("F2", self.scan),
            ("Alt+L", self.header.open_menu),
            ("Ctrl+L", lambda: self.lock.lock()),
            ("Ctrl+W", self._close_current),
            ("Ctrl+Tab", lambda: self._turn(1)),
            ("Ctrl+Shift+Tab", lambda: self._turn(-1)),
            ("F10", self.find_character),
            ("F1", self._help),
            ("Ctrl+Shift+T", lambda: self.attendance.take_over()),
            ("Ctrl+Shift+O", lambda: self.attendance.ask_whom()),
        ):
            QShortcut(QKeySequence(keys), self, activated=lambda act=act: act())  # type: ignore[call-overload]
        places = tuple(each.id for each in self._destinations)
        for keys, place in zip(place_keys(places), (HOME, *places), strict=True):
            QShortcut(QKeySequence(keys), self, activated=lambda place=place: self._go(place))  # type: ignore[call-overload]

    def _go(self, place: str) -> None:
        """By key to the start or to a destination."""
        if self._is_covered:
            return
        if place == HOME:
            self.go_home()
        else:
            self.visit(place)

    def showEvent(self, event: QShowEvent) -> None:
        """The scanner is listened to as soon as there is a window."""
        super().showEvent(event)
        if self._wedge is None:
            from talentdesk.desktop.scanning import Wedge

            self._wedge = Wedge(self, self)
            self._wedge.scanned.connect(self._scanned)
            self._listen_for_files()

    def _listen_for_files(self) -> None:
        if self.desk.settings.mode != "kiosk":
            from talentdesk.desktop.dropping import Dropping

            Dropping(self, lambda: self.desk.is_ready and not self._is_covered, self.take_in)

    # ---- who is here

    @property
    def lock(self) -> Lock:
        """What hides everything until somebody has signed in."""
        if self._lock is None:
            from talentdesk.desktop.lock import Lock

            self._lock = Lock(self, self)
        return self._lock

    @property
    def _is_covered(self) -> bool:
        return self._lock is not None and self._lock.is_locked

    def signed_in(self, person: Person) -> None:
        """The desk is this person's from now on."""
        self.lock.open(person)

    def cover(self, curtain: QWidget) -> None:
        """Shows this alone: what lies under it can neither be read nor reached."""
        if self._finder is not None:
            self._finder.put_away()
        if self._column.indexOf(curtain) < 0:
            self._column.addWidget(curtain, 1)
        for part in (self.header, self._room, self.footer, *([self._case_bar] if self._case_bar else [])):
            part.hide()
            part.setEnabled(False)  # a hidden widget takes the focus when it is given, and the keys with it
        if self._attendance is not None:
            self._attendance.band.hide()
        curtain.show()

    def uncover(self, person: Person) -> None:
        """Shows what was there. Who opens no case finds none open: they are put away, saved."""
        if self._banner is not None:
            self._banner.clear("key.")
        for part in (self.header, self._room, self.footer):
            part.setEnabled(True)
            part.show()
        if self._case_bar is not None:
            self._case_bar.setEnabled(True)
        if not self.desk.may("case"):
            self._forget_cases()
        self.header.show_person(person.name or say(N_("Recovery"), self.desk.language))
        self._show_place()
        self.home.reload()
        self.screen_in_front.enter()
        if not self.desk.may("case") and self.desk.may("staff"):
            self.visit("staff")

    def _forget_cases(self) -> None:
        """Nothing that could hold a word of a case is left on any screen."""
        for case in tuple(self._cases):
            self.close_case(case.session)
        self.go_home()
        self.home.forget()
        made = (self._new_case, self._triage, self._scan, self._arrival, *self._places.values())
        self._drop(tuple(screen for screen in made if screen is not None))
        self._new_case = self._triage = self._scan = self._arrival = None
        self._places.clear()

    # ---- screens

    @property
    def screen_in_front(self) -> Screen:
        """What the person sees."""
        screen = self.stack.currentWidget()
        assert isinstance(screen, Screen)
        return screen

    def show_screen(self, screen: Screen) -> None:
        """Brings a screen to the front, focus where it was there, and remembers the way back."""
        before = self.stack.currentWidget()
        if before is screen and self._trail:
            screen.enter()
            return
        if self._finder is not None and self._finder.isVisible():
            self._finder.put_away()
        if isinstance(before, Screen) and self._trail:
            before.leave()
            self._flush()
        self._trail = [seen for seen in self._trail if seen is not screen]
        self._trail.append(screen)
        if self.stack.indexOf(screen) < 0:
            self._stack_up(screen)
        self.stack.setCurrentWidget(screen)
        case = self._case_of(screen.session)
        if case is not None:
            case.front = screen
        self._show_place()
        screen.enter()

    def _stack_up(self, screen: Screen) -> None:
        self.stack.addWidget(screen)
        screen.hints_changed.connect(self._show_footer)

    def go_home(self) -> None:
        """To the start."""
        self.show_screen(self.home)

    def visit(self, destination: str, item: str = "") -> None:
        """To a destination of the header, as it was left, or to one item of it. One that this mode does not have is
        passed over."""
        if destination not in self._places:
            found = [each for each in self._destinations if each.id == destination]
            if not found or not self.desk.may(found[0].act):
                return
            self._places[destination] = found[0].make(self.desk, self)
        if item:
            self._places[destination].show_item(item)
        self.show_screen(self._places[destination])

    def back(self) -> None:
        """To the screen before; from a case's questions, home."""
        if len(self._trail) > 1:
            here = self._trail.pop()
            here.leave()
            self._flush()
            self.show_screen(self._trail[-1] if self._trail[-1] is not here else self.home)
        else:
            self.go_home()

    def _new_case_key(self) -> None:
        if not self.screen_in_front.new_case_wanted():
            self.choose_procedure()

    def set_up(self) -> None:
        """To the steps of the first setup, where it was left."""
        from talentdesk.desktop.firstrun import FirstRunScreen

        if self._setup is None:
            self._setup = FirstRunScreen(self.desk, self, self)
        self.show_screen(self._setup)
        self._setup.begin()

    def set_up_if_new(self) -> None:
        """The first time that nothing was kept here yet, and unless somebody works already."""
        from talentdesk.service.firstrun import is_new

        def take(new: bool) -> None:
            if new and self.screen_in_front is self.home and not self._cases and not self._is_covered:
                self.set_up()

        self.desk.letters.expect(self.desk.keeper.ask(is_new, "desk"), take, lambda _error: None, self)

    def choose_procedure(
        self, filled: Mapping[str, tuple[str, str]] | None = None, person: Applicant | None = None
    ) -> None:
        """To the choice of a procedure."""
        if self._new_case is None:
            from talentdesk.desktop.newcase import NewCaseScreen

            self._new_case = NewCaseScreen(self.desk, self, self)
        self._new_case.offer(filled, person)
        self.show_screen(self._new_case)

    def find_procedure(self, filled: Mapping[str, tuple[str, str]] | None = None) -> None:
        """To the questions that tell which procedure fits, from the first."""
        from talentdesk.service.triage import triage_of

        if self._triage is None:
            from talentdesk.desktop.triage import TriageScreen

            triage = self._trying(lambda: triage_of(self.desk.catalogue))
            if triage is None:
                return
            self._triage = TriageScreen(self.desk, self, triage, self.title_of, self)
        self._triage.begin(filled)
        self.show_screen(self._triage)

    def scan(self, text: str = "") -> None:
        """To the panel that reads a document: for the case in front, or for a new one."""
        if self._scan is None:
            from talentdesk.desktop.scanpanel import ScanScreen

            self._scan = ScanScreen(self.desk, self, self)
        if self.screen_in_front is not self._scan:
            self._scan.begin(text, self.screen_in_front.session, self.screen_in_front.person)
        self.show_screen(self._scan)

    def compare_picture(self, zone: PictureZone) -> None:
        """To the same panel, with what was seen in a picture of a document, for the case that was in front before."""
        if self._scan is None:
            from talentdesk.desktop.scanpanel import ScanScreen

            self._scan = ScanScreen(self.desk, self, self)
        # The way back from it is to that case, not to the file.
        self._trail = [seen for seen in self._trail if seen is not self._arrival]
        behind = self._trail[-1] if self._trail else self.home
        self._scan.begin(zone.text, behind.session, behind.person, zone)
        self.show_screen(self._scan)

    def find_character(self) -> None:
        """F10: a rare character for the field in use. A public machine has a keyboard of its own for that."""
        if self.desk.settings.mode == "kiosk" or self._is_covered:
            return
        if self._finder is None:
            from talentdesk.desktop.charfinder import CharacterFinder

            self._finder = CharacterFinder(self.desk, self)
            self._column.insertWidget(self._column.indexOf(self.footer), self._finder)
        if self._finder.isVisible():
            self._finder.put_away()
        elif not self._finder.open_for(QApplication.focusWidget()):
            self.tell(say("Go to a field first: the character is written there.", self.desk.language))

    def import_file(self) -> None:
        """Asks for a file, and to what it holds. Strangers have no dialog that shows the folders of this computer."""
        if self.desk.settings.mode == "kiosk" or not self.desk.is_ready:
            return
        from talentdesk.desktop.savedialog import ask_file

        kinds = say("Answers, papers and bundles", self.desk.language)
        pattern = f"{kinds} (*.age *.toml *.json *.pdf *.png *.jpg *.jpeg *.tif *.tiff *.webp)"
        ask_file(self, say("Import a file", self.desk.language), self.look_into, pattern)

    def take_in(self, file: Path) -> None:
        """A file that was let fall on the window: a table to the batch, all else as from the menu."""
        from talentdesk.desktop.dropping import is_table

        if not self._may_see_cases():
            return
        if is_table(file):
            self.visit("batch")
            self.screen_in_front.take_file(file)
        else:
            self.look_into(file)

    def look_into(self, file: Path) -> None:
        """To what a file holds; nothing of it is kept yet."""
        self._make_arrival().begin(file)
        self.show_screen(self._make_arrival())

    def look_into_squares(self, texts: tuple[str, ...]) -> None:
        """To what the squares of a slip hold."""
        self._make_arrival().begin_squares(texts)
        self.show_screen(self._make_arrival())

    def _make_arrival(self) -> ArrivalScreen:
        if self._arrival is None:
            from talentdesk.desktop.arrival import ArrivalScreen

            self._arrival = ArrivalScreen(self.desk, self, self.title_of, self)
        return self._arrival

    def pick_up(self, code: str) -> None:
        """Makes a case of what a public machine left under the code of a slip."""
        self._pickup_desk.pick_up(code)

    @property
    def _pickup_desk(self) -> Pickup:
        if self._pickup is None:
            from talentdesk.desktop.pickup import Pickup

            self._pickup = Pickup(self.desk, self, self.look_into_squares, self)
        return self._pickup

    def _scanned(self, text: str) -> None:
        if self._is_covered or self._pickup_desk.takes(text):
            return
        self.screen_in_front.scanned(text)

    def _search(self) -> None:
        self.go_home()
        self.home.search.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.home.search.line.selectAll()

    def _help(self) -> None:
        if self.screen_in_front.help_wanted():
            return
        from talentdesk.desktop.help import HelpScreen

        if self._keys is None:
            self._keys = HelpScreen(self.desk, self, self)
        if self.screen_in_front is not self._keys:
            self._keys.show_keys(self.screen_in_front.hints())
            self.show_screen(self._keys)

    # ---- cases

    def begin_case(
        self,
        procedure: str,
        filled: Mapping[str, tuple[str, str]] | None = None,
        person: Applicant | None = None,
    ) -> None:
        """Begins a case; it is open before the disk has answered, so that nobody waits."""
        from uuid import uuid4

        from talentdesk.core.draft import Draft
        from talentdesk.core.person import filling

        if not self._may_see_cases():
            return
        now = self.desk.now()
        edition = self._trying(lambda: self.desk.catalogue.in_force(procedure, now.date()))
        if edition is None:
            return
        answers = {**(filling(person, edition) if person is not None else {}), **(filled or {})}
        draft = Draft(
            id=uuid4().hex,
            procedure=procedure,
            edition=edition.edition,
            as_of=now.date(),
            typed={id: text for id, (text, _) in answers.items()},
            sources={id: source for id, (_, source) in answers.items() if source},
            created_at=now,
        )
        begun = self.desk.keeper.begin(draft)
        self.desk.letters.expect(begun, self._numbered, self.missed, self)
        if person is not None:
            theirs = self.desk.keeper.ask(lambda store: store.people.link(person.id, draft.id))
            self.desk.letters.expect(theirs, lambda _: None, self.missed, self)
        self.open_case(draft)

    def _numbered(self, draft: Draft) -> None:
        for case in self._cases:
            if case.session.draft.id == draft.id:
                case.session.number(draft.number)
                self._show_place()
                self._tell_attendance(case.session)

    def load_case(self, id: str, question: str = "") -> None:
        """Opens a case from the store, or brings it to the front where it is open already; at `question`, or where it
        was left."""
        for case in self._cases:
            if case.session.draft.id == id:
                if question:
                    self.fill_in(case.session, question)
                else:
                    self._bring_up(case)
                return
        if self._attendance is not None:
            self._attendance.load(id, question)
        else:
            loaded = self.desk.keeper.load(id)
            self.desk.letters.expect(loaded, lambda draft: self.open_case(draft, question), self.missed, self)

    def _may_see_cases(self) -> bool:
        """Says so where the role of who is here includes no case."""
        if not self.desk.may("case"):
            from talentdesk.store.trouble_keys import NotAllowed

            self.tell(say(NotAllowed.remedy, self.desk.language))
            return False
        return True

    def open_case(self, draft: Draft, question: str = "", *, held: bool = False) -> None:
        """Opens a case at `question`, or where it was left; `held`: only to be read. One that is open already comes to
        the front."""
        if any(case.session.draft.id == draft.id for case in self._cases):
            self.load_case(draft.id, question)
            return
        session = self._trying(lambda: self._session(draft))
        if session is None:
            return
        session.is_held = held
        self._listen(session)
        self._cases.append(OpenCase(session))
        tabs = self.case_bar.tabs
        tabs.blockSignals(True)  # the first tab would bring the case to the front by itself
        tabs.addTab("")
        tabs.blockSignals(False)
        self._name_tabs()
        self.fill_in(session, question or draft.place)
        self._tell_attendance(session)

    # ---- other counters

    @property
    def attendance(self) -> Attendance:
        """What is known of other counters on the same store, made when first wanted."""
        if self._attendance is None:
            from talentdesk.desktop.attendance import Attendance
            from talentdesk.desktop.holdband import HoldBand

            band = HoldBand(self.desk, self)
            band.given_up.connect(lambda: self.screen_in_front.enter())
            self._column.insertWidget(self._column.indexOf(self._room), band)
            self._attendance = Attendance(self.desk, self, band, self)
            self._attendance.may_give.connect(self._offer_giving)
        return self._attendance

    def _offer_giving(self, may: bool) -> None:
        if self._case_bar is not None:
            self._case_bar.offer_giving(may)

    def _tell_attendance(self, session: Session) -> None:
        if self._attendance is not None:
            self._attendance.opened(session)

    def open_sessions(self) -> tuple[Session, ...]:
        """The cases that are open here."""
        return tuple(case.session for case in self._cases)

    def session_in_front(self) -> Session | None:
        """The one that is seen."""
        case = self._case_of(self.screen_in_front.session)
        return case.session if case is not None and not self._is_covered else None

    def show_again(self, session: Session, draft: Draft) -> None:
        """The case as somebody else has saved it, where nothing was typed here meanwhile."""
        case = self._case_of(session)
        if case is not None and session.is_saved:
            self._put_anew(case, draft)
            self._name_tabs()

    def show_versions(self, session: Session, versions: Versions | None) -> None:
        """Two versions to decide between: at once where the case is in front, else said above. None: the other one was
        erased."""
        from talentdesk.desktop.clashscreen import ClashScreen

        case = self._case_of(session)
        if case is None:
            return
        screen = self._screen_of(case, CLASH)
        assert isinstance(screen, ClashScreen)
        if not (screen.show_versions(versions) if versions is not None else screen.show_erased()):
            return  # it is known already, and may have been left for later
        if self.session_in_front() is session:
            self.show_screen(screen)
        else:
            self.remind_of(session)

    def remind_of(self, session: Session) -> None:
        """Two versions of this case are still to be decided between."""
        from talentdesk.store.trouble import ChangedElsewhere

        self._show_trouble(ChangedElsewhere.code, lambda language: say(ChangedElsewhere.remedy, language))

    def _compare(self) -> None:
        """To the first case of which there are two versions."""
        for case in self._cases:
            if CLASH in case.seen and not case.session.is_saved:
                self.show_screen(case.seen[CLASH])
                return

    def go_on_with(self, session: Session, draft: Draft, version: int) -> None:
        """Goes on with the one case that was made of two versions."""
        from talentdesk.service.progress import progress_of

        case = self._open(session)
        session.put_together(draft)
        self._put_anew(case)
        again = case.session
        settled = self.desk.keeper.settle(again.draft, again.revision, progress_of(again.interview), version)
        self.desk.letters.expect(settled, lambda _: None, self.missed, self)
        if self._banner is not None:
            self._banner.clear("store.changed")

    def holders_changed(self) -> None:
        """The list says who has which case."""
        if self.home.ledger is not None:
            self.home.ledger.table.viewport().update()

    def troubled_by(self, error: BaseException) -> None:
        """Nobody could be asked about the other counters."""
        from talentdesk.store.trouble import ServerGone, StoreTrouble

        if not isinstance(error, StoreTrouble):
            raise error
        if isinstance(error, ServerGone):
            self.troubled(error)

    def recovered(self) -> None:
        """The server answers again."""
        from talentdesk.store.trouble import ServerGone

        if self._banner is not None:
            self._banner.clear(ServerGone.code)

    def _listen(self, session: Session) -> None:
        session.standing_changed.connect(self._show_footer)
        session.draft_changed.connect(self._name_tabs)

    def _session(self, draft: Draft) -> Session:
        from talentdesk.desktop.session import Session

        return Session(draft, self._interview(draft), self.desk.keeper, self.desk.now, self, self.desk.who)

    def _interview(self, draft: Draft) -> Interview:
        from talentdesk.core.interview import Interview
        from talentdesk.paper.fonts import missing

        edition = self.desk.catalogue.edition(draft.procedure, draft.edition)
        return Interview(
            edition,
            self.desk.catalogue,
            as_of=draft.as_of,
            typed=draft.typed,
            declined=draft.declined,
            check_text=missing,
        )

    def take_forms(self, catalogue: Catalogue) -> None:
        """The form files have changed: what is open is shown anew, with everything that was typed."""
        self.desk.take_catalogue(catalogue)
        if self._banner is not None:
            self._banner.clear("form")
        old = tuple(screen for screen in (self._new_case, self._triage) if screen is not None)
        choosing = self.screen_in_front in old
        self._drop(old)
        self._new_case = self._triage = None
        for case in self._cases:
            self._put_anew(case)
        if choosing:
            self.choose_procedure()
        self._name_tabs()
        self._show_place()
        self.home.reload()

    def _put_anew(self, case: OpenCase, draft: Draft | None = None) -> None:
        """Puts a case on the form files as they are now, with `draft` as somebody else has saved it; where its edition
        is gone it stays as it was."""
        interview = self._trying(lambda: self._interview(draft or case.session.draft))
        if interview is None:
            return
        old, front, name = case.session, self.screen_in_front, case.front_name
        again = case.session.on(interview, draft)
        self._listen(again)
        case.session = again
        seen = case.forget()
        if front in seen:
            if name in (FILLING, CLASH):
                # Who reads along stays where they are.
                self.fill_in(again, getattr(front, "here", "") or again.draft.place)
            else:
                self.show_case(again, name)
        if self._scan is not None and self._scan.session is old:
            self._scan.session = again
        self._drop(seen)
        old.deleteLater()

    def _drop(self, screens: tuple[Screen, ...]) -> None:
        self._trail = [screen for screen in self._trail if screen not in screens]
        for screen in screens:
            self.stack.removeWidget(screen)
            screen.deleteLater()

    def form_faults(self, faults: Sequence[Fault]) -> None:
        """The form files have faults now: the first are told, and what was read before stays in use."""
        from talentdesk.service.faults import fault_line

        words = N_("The form files were changed, but have a fault. What was read before stays in use. {fault}")
        first = faults[:_FAULTS_TOLD]
        self._show_trouble(
            "form",
            lambda language: say(words, language, fault=" · ".join(fault_line(fault, language) for fault in first)),
        )

    def fill_in(self, session: Session, question: str = "") -> None:
        """To the questions of an open case."""
        case = self._open(session)
        filling = self._screen_of(case, FILLING)
        assert isinstance(filling, FillingPage)
        if not question:
            # Back from the review for good: Esc leads on to the start. A visit to one question comes back here.
            others = [screen for screen in case.screens if screen is not filling]
            self._trail = [screen for screen in self._trail if screen not in others]
        self.show_screen(filling)
        if question:
            filling.go_to(question)

    def show_case(self, session: Session, name: str) -> None:
        """To one of the screens of an open case."""
        self.show_screen(self._screen_of(self._open(session), name))

    def review(self, session: Session) -> None:
        """To the review of an open case."""
        self.show_case(session, REVIEW)

    def judge(self, session: Session) -> None:
        """To how an open case stands with the rules."""
        self.show_case(session, ELIGIBILITY)

    def _ask_consent(self) -> None:
        session = self.screen_in_front.session
        if session is not None:
            self.show_case(session, CONSENT)

    def _open(self, session: Session) -> OpenCase:
        case = self._case_of(session)
        assert case is not None, "a session is open as long as its tab"
        return case

    def _screen_of(self, case: OpenCase, name: str) -> Screen:
        if name not in case.seen:
            make = self._case_screens.get(name) or CASE_SCREENS[name]
            case.seen[name] = make(self.desk, self, case.session)
        return case.seen[name]

    def close_case(self, session: Session) -> None:
        """Puts a case away; what is not on the disk yet stays with the keeper until it is."""
        case = self._case_of(session)
        if case is None:
            return
        in_front = self.screen_in_front.session is session
        self._flush()
        index = self._cases.index(case)
        self._cases.remove(case)
        self._trail = [screen for screen in self._trail if screen not in case.screens]
        self.case_bar.tabs.blockSignals(True)
        self.case_bar.tabs.removeTab(index)
        self.case_bar.tabs.blockSignals(False)
        if in_front:
            self._bring_up(self._cases[min(index, len(self._cases) - 1)]) if self._cases else self.go_home()
        self._drop(case.screens)
        if self._attendance is not None:
            self._attendance.closed(session.draft.id)
        session.deleteLater()
        self._show_place()

    def _close_current(self) -> None:
        session = self.screen_in_front.session
        if session is not None:
            self.close_case(session)

    def _bring_up(self, case: OpenCase) -> None:
        if case.front is not None and case.front in case.screens:
            self.show_screen(case.front)
        else:
            self.fill_in(case.session)

    def _show_last_case(self) -> None:
        seen = [case for screen in self._trail if (case := self._case_of(screen.session)) is not None]
        if self._cases:
            self._bring_up(seen[-1] if seen else self._cases[-1])

    def _show_tab(self, index: int) -> None:
        """A click on the tab that is current already, while another screen is in front, counts too."""
        if (
            index >= 0
            and index == self.case_bar.tabs.currentIndex()
            and self.screen_in_front.session is not self._cases[index].session
        ):
            self._bring_up(self._cases[index])

    def _tab_changed(self, index: int) -> None:
        if 0 <= index < len(self._cases) and self.screen_in_front.session is not self._cases[index].session:
            self._bring_up(self._cases[index])

    def _turn(self, by: int) -> None:
        if self._cases:
            index = (self.case_bar.tabs.currentIndex() + by) % len(self._cases)
            self._bring_up(self._cases[index])

    def _case_of(self, session: Session | None) -> OpenCase | None:
        return next((case for case in self._cases if case.session is session), None)

    def title_of(self, procedure: str, language: str) -> str:
        """A procedure's name; its id where the forms room no longer has it."""
        from talentdesk.core.catalogue import UnknownProcedure
        from talentdesk.core.tomlfile import FormError

        try:
            return titled(self.desk.catalogue.about(procedure).title, language)
        except (UnknownProcedure, FormError):
            return procedure

    # ---- what is shown around the screen

    def _show_place(self) -> None:
        screen = self.screen_in_front
        case = self._case_of(screen.session)
        place = next((id for id, there in self._places.items() if there is screen), "")
        self.header.show_place(place, in_case=case is not None, any_case=bool(self._cases))
        if self._case_bar is not None:
            self._case_bar.setVisible(bool(self._cases) and screen is not self.home and not self._is_covered)
        if case is not None:
            tabs = self.case_bar.tabs
            tabs.blockSignals(True)
            tabs.setCurrentIndex(self._cases.index(case))
            tabs.blockSignals(False)
            draft = case.session.draft
            self.case_bar.show_case(draft.number, format_date(draft.as_of, self.desk.language))
            self.case_bar.consent.follow(draft.id)
            self.case_bar.hold.follow(draft.id)
        if self._attendance is not None:
            self._attendance.show_band()
        self.setAccessibleName(screen.title(self.desk.language))
        self._show_footer()

    def _name_tabs(self) -> None:
        if not self._cases:
            return
        from talentdesk.desktop.session import name_of

        for index, case in enumerate(self._cases):
            draft = case.session.draft
            latin, chinese = name_of(draft.typed)
            matter = self.title_of(draft.procedure, self.desk.language)
            self.case_bar.tabs.put(index, latin or chinese, (chinese if latin else "") or matter)

    def _show_footer(self) -> None:
        screen = self.screen_in_front
        self.footer.show_hints(screen.hints(), self._told or screen.standing(self.desk.language))
        unsaved = [case.session for case in self._cases if not case.session.is_saved]
        shown = screen.session
        if self._banner is not None and self._banner.code.startswith("store."):
            self.footer.show_state(footer.TROUBLE)
        elif unsaved:
            self.footer.show_state(footer.SAVING)
        elif shown is not None and shown.saved_at is not None:
            self.footer.show_state(footer.SAVED, f"{shown.saved_at.astimezone():%H:%M:%S}")
        else:
            self.footer.show_state(footer.READY)

    def tell(self, sentence: str) -> None:
        """Shows a finished sentence in the status bar until the next screen."""
        self._told = sentence
        self._show_footer()
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # dear, and not for the first picture

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.footer, sentence))
        self._told = ""

    def speak(self, language: str, second: str | None = None) -> None:
        """Switches the languages of everything, at once, and for the next start."""
        if second is None:
            second = self.desk.language if language == self.desk.second else self.desk.second
        self.desk.speak(language, second)
        self._remember(language=self.desk.language, second_language=self.desk.second)

    def wear(self, look: theme.Look, size: theme.Size) -> None:
        """Switches look and size of everything, at once, and for the next start."""
        self.desk.wear(look, size)
        self._remember(look=str(look), size=str(size))

    def _remember(self, **chosen: str) -> None:
        if not self.desk.remember(**chosen):
            words = N_("This holds until the window is closed: the settings file cannot be written.")
            self.tell(say(words, self.desk.language))

    def changeEvent(self, event: QEvent) -> None:
        """Follows the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name_tabs()
            self._show_place()

    def event(self, event: QEvent) -> bool:
        """Leaving the window saves."""
        if event.type() == QEvent.Type.WindowDeactivate:
            self._flush()
        return super().event(event)

    # ---- trouble

    def saved(self, id: str, revision: int) -> None:
        """The disk has taken a revision of a case: whatever kept it from saving is over."""
        if self._banner is not None:
            self._banner.clear("store.")
        for case in self._cases:
            if case.session.draft.id == id:
                case.session.acknowledge(revision)
        self._show_footer()

    def troubled(self, trouble: StoreTrouble) -> None:
        """The store could not do what was asked, or asks who is there."""
        if trouble.code == "key.sign_in" and self.desk.settings.mode != "kiosk":
            self.lock.ask()
            return
        if trouble.code == "store.changed_elsewhere":
            for case in self._cases:
                if not case.session.is_saved:
                    self.attendance.compare(case.session)
        self._show_trouble(trouble.code, lambda language: say(trouble.remedy, language))

    def crashed(self, sentence: str) -> None:
        """The program failed; what was typed is kept."""
        self._show_trouble("crash", lambda language: say(sentence, language))

    def warn(self, missing: FontMissing) -> None:
        """A font of ours cannot be read: some characters may show as boxes, and the person shall know why."""
        self._show_trouble("font", lambda language: f"{missing.sentence(language)} {missing.remedy(language)}")

    def _show_trouble(self, code: str, sentence: Callable[[str], str]) -> None:
        can_save = self.desk.is_ready and bool(self.desk.keeper.unsaved())
        self.banner.show_trouble(code, sentence, can_save=can_save)
        self._show_footer()

    def missed(self, error: BaseException) -> None:
        """The store could not do what was asked."""
        from talentdesk.store.trouble import StoreTrouble

        if not isinstance(error, StoreTrouble):
            raise error
        self.troubled(error)

    def _trying(self, act: Callable[[], _T]) -> _T | None:
        """Does something with the forms room; a fault of it is shown with its remedy."""
        from talentdesk.core.catalogue import CatalogueMiss
        from talentdesk.core.tomlfile import FormError
        from talentdesk.service.faults import fault_line
        from talentdesk.service.mishap import Mishap

        try:
            return act()
        except FormError as error:
            fault = error.fault
            self._show_trouble(
                "form",
                lambda language: say(
                    "A form file has a fault, so this case cannot be opened: {fault}",
                    language,
                    fault=fault_line(fault, language),
                ),
            )
        except (CatalogueMiss, Mishap) as error:
            miss, details = error, error.details
            self._show_trouble(
                "form",
                lambda language: f"{say(miss.cause, language, **details)} {say(miss.remedy, language, **details)}",
            )
        return None

    def save_to_file(self) -> None:
        """Asks where to, and writes what is typed but not saved as an answers file."""
        from talentdesk.desktop.savedialog import ask_place
        from talentdesk.store.rescue import rescue_name

        unsaved = self.desk.keeper.unsaved()
        name = rescue_name(unsaved[0]) if unsaved else "talentdesk-rescue.json"
        ask_place(self, say("Save what I typed", self.desk.language), name, self._rescue, "JSON (*.json)")

    def _rescue(self, place: Path) -> None:
        from talentdesk.store.rescue import write_rescue
        from talentdesk.store.trouble import StoreTrouble

        try:
            for number, draft in enumerate(self.desk.keeper.unsaved(), 1):
                # One case a file: each is an answers file that can be opened again.
                write_rescue(place if number == 1 else place.with_stem(f"{place.stem}-{number}"), draft)
        except StoreTrouble as trouble:
            self.troubled(trouble)
        else:
            self.tell(
                say("Saved as a file. It is not encrypted: keep it where only you can read it.", self.desk.language)
            )

    def rescue(self) -> None:
        """Has the store made anew of all that can still be read of it, and says how much that was."""
        self.tell(say("Reading what can be read. This may take some minutes…", self.desk.language))
        self.desk.letters.expect(self.desk.keeper.rescue(), self._rescued, self.missed, self)

    def _rescued(self, done: Salvaged) -> None:
        self.banner.clear("store.")
        self.home.reload()
        words = N_("{read} cases were read from the damaged store, {copied} more came from its copies.")
        self.tell(say(words, self.desk.language, read=str(done.read), copied=str(done.copied)))

    def ask_code(self) -> None:
        """Asks for the recovery code or the passphrase and opens the store with it."""
        from talentdesk.desktop.recovery import AskedCode

        AskedCode(self.desk, self, self._reopen).open()

    def _reopen(self, typed: str) -> None:
        """Two people recover where there are two: a colleague with a PIN here is asked to confirm it."""
        from talentdesk.desktop.second import AskedColleague

        def reopen(id: str = "", pin: str = "") -> None:
            self.desk.letters.expect(self.desk.keeper.reopen(typed, id, pin), self._reopened, self.missed, self)

        def ask(names: tuple[tuple[str, str], ...]) -> None:
            if names:
                AskedColleague(self.desk, self, names, reopen, alone=reopen).open()
            else:
                reopen()

        self.desk.letters.expect(self.desk.keeper.names(), ask, lambda _error: reopen(), self)

    def _reopened(self, _nothing: None) -> None:
        if self._is_covered:
            # The staff have PINs: whoever recovers looks after them, and sees no case.
            self.desk.letters.expect(self.desk.keeper.person(), self._recovered, self.missed, self)
            return
        self.banner.clear("key.")
        self.home.reload()
        self.desk.letters.expect(self.desk.keeper.protection(), self._tell_opened, self.missed, self)

    def _tell_opened(self, protection: str) -> None:
        words = N_("The cases are open, and this computer knows the key again.")
        if protection == "secret":
            words = N_("The cases are open until the window closes: this computer keeps no key.")
        self.tell(say(words, self.desk.language))

    def _recovered(self, person: Person | None) -> None:
        if person is not None:
            self.lock.open(person)
            self.tell(say("The cases are open to be looked after: set the PINs for this computer.", self.desk.language))

    def make_recovery_code(self) -> None:
        """Makes a recovery code and shows it to be written down."""
        from talentdesk.desktop.recovery import ShownCode

        made = self.desk.keeper.new_recovery_code()
        self.desk.letters.expect(made, lambda code: ShownCode(self.desk, self, code).open(), self.missed, self)

    # ---- saving and closing

    def _flush(self) -> Future[None] | None:
        return self.desk.keeper.flush() if self.desk.is_ready else None

    def may_close(self) -> bool:
        """Saves everything. Where that fails, says so once, and lets go when asked again."""
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()
        if self._attendance is not None:
            self._attendance.end()
        if not self.desk.is_ready or self.desk.keeper.close(_CLOSE_PATIENCE_S) or self._closing_anyway:
            return True
        self._closing_anyway = True
        self._show_trouble("store.not_saved", lambda language: say(_NOT_SAVED, language))
        return False
