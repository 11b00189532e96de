"""Other counters on the same store: who has which case is asked every few seconds, and what that changes is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from talentdesk.desktop.desk import Desk
from talentdesk.desktop.holdband import GIVEN, HELD, NOBODY, TAKEN, HoldBand
from talentdesk.desktop.tasks import Newest
from talentdesk.i18n import N_, say
from talentdesk.service import attendance
from talentdesk.service.owners import new_owner

if TYPE_CHECKING:
    from concurrent.futures import Future

    from talentdesk.core.clash import Versions
    from talentdesk.core.draft import Draft
    from talentdesk.desktop.session import Session
    from talentdesk.service.attendance import Seen
    from talentdesk.store.leases import Counter, Lease
    from talentdesk.store.opened import Store

EVERY_MS = 2500
_SAY_SO = 8
"""So many looks from one sign of being there to the next: a fifth of the time that others wait for one."""


class Hall(Protocol):
    """What the window does when somebody else touches a case that is open here."""

    def open_sessions(self) -> tuple[Session, ...]:
        """The cases that are open here."""

    def session_in_front(self) -> Session | None:
        """The one that is seen."""

    def show_again(self, session: Session, draft: Draft) -> None:
        """The case as somebody else has saved it."""

    def show_versions(self, session: Session, versions: Versions | None) -> None:
        """Two versions to decide between; None: the other one was erased."""

    def holders_changed(self) -> None:
        """The list of cases is to be drawn again."""

    def missed(self, error: BaseException) -> None:
        """The store refused."""

    def troubled_by(self, error: BaseException) -> None:
        """The store could not be asked."""

    def recovered(self) -> None:
        """The store could be asked again."""

    def load_case(self, id: str) -> None:
        """Opens a case."""

    def open_case(self, draft: Draft, question: str = "", *, held: bool = False) -> None:
        """Opens this case at a question, or where it was left; `held`: only to be read."""

    def tell(self, sentence: str) -> None:
        """Says it in the status bar."""


class Attendance(QObject):
    """This window among others: it takes what is opened here, and sees what was taken elsewhere."""

    may_give = Signal(bool)
    """Whether the case in front is this window's and there is another to hand it over to."""

    def __init__(self, desk: Desk, hall: Hall, band: HoldBand, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.owner = new_owner()
        """This running window; two of one computer are two."""
        self._desk, self._hall, self.band = desk, hall, band
        self._mine: set[str] = set()
        """Cases that were this window's when it looked last."""
        self._given: dict[str, str] = {}
        """Cases that were handed on here, by the sentence that says so."""
        self._lost: dict[str, str] = {}
        self.seen: Seen | None = None
        self._looks = 0
        self._again = False
        """Whether something was done since the look that is under way began."""
        self._asking = False
        self._look_now: Newest[Seen] = Newest(desk.letters, self)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        band.take_over_wanted.connect(self.take_over)
        band.hand_over_wanted.connect(self.hand_over)

    @property
    def name(self) -> str:
        """What the others call this window: its counter, and who is signed in there."""
        person = self._desk.person
        parts = (self._desk.settings.counter_name or say(NOBODY, self._desk.language), person.name if person else "")
        return " · ".join(part for part in parts if part)[:80]

    @property
    def others(self) -> tuple[Counter, ...]:
        """Who else is there."""
        return tuple(each for each in self.seen.counters if each.owner != self.owner) if self.seen else ()

    def begin(self) -> None:
        """From now on looks every few seconds."""
        self._timer.start()
        self.look()

    def look(self, say_so: bool = False) -> None:
        """Asks who is there and who has what."""
        if self._look_now.waiting:
            self._again = self._again or say_so
            return
        if not self._desk.is_ready:
            return
        ids = tuple(session.draft.id for session in self._hall.open_sessions() if session.draft.number)
        owner, name = self.owner, self.name
        say_so = say_so or self._looks % _SAY_SO == 0
        self._looks += 1
        self._look_now.ask(
            self._desk.keeper.ask(
                lambda store: attendance.look_around(store, owner, name, ids, say_so=say_so)
            ),
            self._take,
            self._missed,
        )  # fmt: skip

    def _missed(self, error: BaseException) -> None:
        self._looks, self._again = 0, False
        self._hall.troubled_by(error)

    def _take(self, seen: Seen) -> None:
        self._hall.recovered()
        self.seen = seen
        before, nobody = self._desk.held_elsewhere, say(NOBODY, self._desk.language)
        self._desk.held_elsewhere = {
            id: lease.name or nobody for id, lease in seen.held.items() if lease.owner != self.owner
        }
        self._hear_of_gifts(seen)
        for session in self._hall.open_sessions():
            self._follow(session, seen)
        self._mine = {id for id, lease in seen.held.items() if lease.owner == self.owner}
        self.show_band()
        if before != self._desk.held_elsewhere:
            self._hall.holders_changed()
        if self._again:
            self._again = False
            self.look(say_so=True)

    def _hear_of_gifts(self, seen: Seen) -> None:
        """What was handed over here is said, and opened where nothing else is in hand."""
        open_here = {session.draft.id for session in self._hall.open_sessions()}
        for id, lease in seen.held.items():
            if lease.owner == self.owner and lease.giver and id not in open_here and id not in self._given:
                self._given[id] = lease.giver
                words = N_("{name} has handed a case over to you: it is open now.")
                self._hall.load_case(id)
                self._hall.tell(say(words, self._desk.language, name=lease.giver))

    def _follow(self, session: Session, seen: Seen) -> None:
        id = session.draft.id
        lease = seen.held.get(id)
        elsewhere = lease is not None and lease.owner != self.owner
        if elsewhere and id in self._mine and id not in self._lost:
            self._lost[id] = TAKEN
        elif not elsewhere:
            self._lost.pop(id, None)
        session.hold(elsewhere)
        if id in seen.behind:
            if session.is_saved:
                self._read_again(session)
            else:
                self.compare(session)

    def _read_again(self, session: Session) -> None:
        loaded = self._desk.keeper.load(session.draft.id)
        self._desk.letters.expect(
            loaded, lambda draft: self._hall.show_again(session, draft), self._gone(session), self
        )  # fmt: skip

    def _gone(self, session: Session) -> Callable[[BaseException], None]:
        from talentdesk.store.trouble import NoSuchCase

        def gone(error: BaseException) -> None:
            if isinstance(error, NoSuchCase):
                self._hall.show_versions(session, None)
            else:
                self._missed(error)

        return gone

    def compare(self, session: Session) -> None:
        """Asks for both versions of a case that was changed here and elsewhere."""
        if self._asking:
            return
        self._asking = True

        def take(versions: Versions | None) -> None:
            self._asking = False
            if versions is not None:
                self._hall.show_versions(session, versions)

        def missed(error: BaseException) -> None:
            self._asking = False
            self._gone(session)(error)

        self._desk.letters.expect(self._desk.keeper.versions(session.draft.id), take, missed, self)

    def show_band(self) -> None:
        """Says who has the case in front."""
        session = self._hall.session_in_front()
        lease = self.seen.held.get(session.draft.id) if session is not None and self.seen is not None else None
        self.may_give.emit(session is not None and not session.is_held and bool(self.others))
        if session is None or lease is None or lease.owner == self.owner:
            self.band.show_holder(None)
            if session is None:
                self.band.close_question()
            return
        self.band.show_holder(lease, self._lost.get(session.draft.id, HELD))

    # ---- acts

    def load(self, id: str, question: str = "") -> None:
        """Opens a case at a question, or where it was left, and takes it if nobody has it: before that is known,
        nothing of it can be changed."""
        owner, name = self.owner, self.name

        def take(draft: Draft) -> None:
            taken = self._desk.keeper.ask(lambda store: attendance.take_case(store, id, owner, name))
            self._desk.letters.expect(
                taken, lambda mine: self._hall.open_case(draft, question, held=not mine), self._hall.missed, self
            )

        self._desk.letters.expect(self._desk.keeper.load(id), take, self._hall.missed, self)

    def opened(self, session: Session) -> None:
        """A case was opened: it is taken, if nobody has it."""
        if session.draft.number:
            self.look(say_so=True)

    def closed(self, id: str) -> None:
        """A case was put away."""
        self._mine.discard(id)
        self._lost.pop(id, None)
        self._given.pop(id, None)
        owner = self.owner
        self._ask(lambda store: attendance.give_back(store, id, owner), lambda _: None)

    def take_over(self) -> None:
        """Takes the case in front from whoever has it."""
        session = self._hall.session_in_front()
        if session is None or not session.is_held:
            return
        id, owner, name = session.draft.id, self.owner, self.name

        def taken(lease: Lease | None) -> None:
            if lease is not None:
                words = N_("The case is yours now. {name} is told, and loses nothing that was typed.")
                who = lease.name or say(NOBODY, self._desk.language)
                self._hall.tell(say(words, self._desk.language, name=who))
            self.look(say_so=True)

        self._ask(lambda store: attendance.take_over(store, id, owner, name), taken)

    def ask_whom(self) -> None:
        """Asks whom the case in front goes to."""
        session = self._hall.session_in_front()
        if session is not None and not session.is_held:
            self.band.ask_whom(self.others)

    def hand_over(self, to: Counter) -> None:
        """Hands the case in front over; everything typed is on the disk before."""
        session = self._hall.session_in_front()
        if session is None:
            return
        id, owner = session.draft.id, self.owner

        def given(done: bool) -> None:
            self.band.close_question()
            if done:
                self._lost[id] = GIVEN
                self._mine.discard(id)
                words = N_("Handed over to {name}.")
                self._hall.tell(say(words, self._desk.language, name=to.name or say(NOBODY, self._desk.language)))
            self.look(say_so=True)

        self._ask(lambda store: attendance.hand_over(store, id, owner, to), given)

    def end(self) -> Future[None] | None:
        """The window closes: nothing is kept from the others."""
        self._timer.stop()
        owner = self.owner
        if not self._desk.is_ready:
            return None
        return self._desk.keeper.ask(lambda store: attendance.go(store, owner), "desk")

    def _ask(self, act: Callable[[Store], object], then: Callable[..., None]) -> None:
        if self._desk.is_ready:
            self._desk.letters.expect(self._desk.keeper.ask(act), then, self._missed, self)
