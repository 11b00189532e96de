"""An open store: every act in a short transaction of its own, so that a window never keeps another one waiting."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.core.draft import Draft, State
from talentdesk.store import (
    audit,
    backup,
    consents,
    drafts,
    erasures,
    handoffs,
    listing,
    moving,
    retention,
    sheets,
    snapshots,
    staff,
)
from talentdesk.store.address import Place, Server
from talentdesk.store.attendance import Attendance
from talentdesk.store.audit import Action, Actor, Anchor, Entry, Verdict
from talentdesk.store.cases import CaseSummary, Progress, Tally
from talentdesk.store.chronicle import Chronicle
from talentdesk.store.consents import ConsentLine
from talentdesk.store.deskkey import DeskKey
from talentdesk.store.engine import PATIENCE_MS
from talentdesk.store.folder import FolderGround
from talentdesk.store.ground import Ground
from talentdesk.store.handoffs import LeftCase
from talentdesk.store.peopleledger import People
from talentdesk.store.printlist import PrintList
from talentdesk.store.search import index_of
from talentdesk.store.staff import Person
from talentdesk.store.statistics import Counts, count_cases
from talentdesk.store.tables import DraftRow
from talentdesk.store.trouble import Damaged, DiskFull, NoSuchCase, ServerGone
from talentdesk.store.trouble_keys import NoSuchColleague
from talentdesk.store.vault import Vault
from talentdesk.store.worksheets import Worksheets

_Result = TypeVar("_Result")

KEEP = timedelta(days=30)
"""How long a case is kept after its last save unless the settings say otherwise."""


def utc_now() -> datetime:
    """This machine's clock, as UTC."""
    return datetime.now(UTC)


def open_store(
    place: Place,
    vault: Vault,
    *,
    patience_ms: int = PATIENCE_MS,
    max_pages: int = 0,
    now: Callable[[], datetime] = utc_now,
    keep: timedelta | None = KEEP,
    actor: Actor | None = None,
    anchors: Path | None = None,
) -> Store:
    """Open the store in this folder or on this server, made and brought up to date as needed. Raises StoreTrouble.

    `keep` is how long a case is kept after its last save, None for ever; `actor` is who the chain of acts names;
    `anchors` is the folder outside the place where the chain's end is written down, none if not given. Only one thread
    may use what is returned.
    """
    return twice(lambda: _open(place, vault, patience_ms, max_pages, now, keep, actor, anchors))


def twice(act: Callable[[], _Result]) -> _Result:
    """Do it, and once more where the file seems damaged: the engine says so after a single read that failed, also when
    the file is whole. What is damaged is so again."""
    try:
        return act()
    except Damaged:
        return act()


def _open(
    place: Place,
    vault: Vault,
    patience_ms: int,
    max_pages: int,
    now: Callable[[], datetime],
    keep: timedelta | None,
    actor: Actor | None,
    anchors: Path | None,
) -> Store:
    ground = _ground(place, vault, now(), patience_ms, max_pages)
    try:
        with Session(ground.looking) as session:
            vault.signing = audit.signing_key(session, vault.key)
        chronicle = Chronicle(vault, actor or Actor(), anchors, now)
        store = Store(ground, vault, now, keep, chronicle)
        store.settle()
    except BaseException:
        ground.leave()
        raise
    return store


def _ground(place: Place, vault: Vault, now: datetime, patience_ms: int, max_pages: int) -> Ground:
    if isinstance(place, Server):
        from talentdesk.store.server import ServerGround  # a desk that keeps its cases itself does without

        return ServerGround(place, patience_ms=patience_ms)
    from talentdesk.store.reading import ReadingGround, may_be_read

    if may_be_read(place):
        return ReadingGround(place, vault, patience_ms=patience_ms)
    return FolderGround(place, vault, now, patience_ms=patience_ms, max_pages=max_pages)


class Store:
    """Cases on this machine or a centre's server. Remembers which version of each case this process has seen, so that
    it never overwrites what another process saved in the meantime."""

    def __init__(
        self,
        ground: Ground,
        vault: Vault,
        now: Callable[[], datetime],
        keep: timedelta | None,
        chronicle: Chronicle,
    ) -> None:
        self._ground = ground
        self._vault = vault
        self._engine = ground.engine
        self._looking = ground.looking
        self._ledger = ground.ledger
        self._now = now
        self._keep = keep
        self._chronicle = chronicle
        self._versions: dict[str, int] = {}
        self._in_doubt: dict[str, datetime] = {}
        self._half_erased: set[str] = set()
        """Cases whose erasure was begun by this process and is not known to be done."""
        self._states: dict[str, State] = {}
        """Of each case this process has seen, the state it was in: a move is an act."""
        self._beside: dict[str, drafts.Left] = {}
        """Of each case this process has saved, what the last save left beside its row."""
        self.people = People(
            self._look, self._writing, chronicle.note, self._ledger, now, keep, lambda: chronicle.actor
        )
        self.attendance = Attendance(ground, self._look, self._writing, chronicle.note, now)
        self.prints = PrintList(ground, self._look, now, moved=self._beside.clear)
        self.sheets = Worksheets(ground, self._look, self._writing, chronicle.note, now, keep, self._versions.update)
        self._person: Person | None = None
        self._second: Person | None = None
        self._left = ""

    def settle(self) -> None:
        """Erase again what an older copy brought back, and note that the store was opened."""
        if self.reads_only:
            return
        with Session(self._looking) as session:
            behind = self._ledger.is_behind(session)
            self._chronicle.look_back(session)
        with self._writing() as session:
            if behind:
                self._ledger.apply(session)
            handoffs.expire(session, self._now())
            self._chronicle.note(session, Action.OPEN)
        if behind:
            self._ground.tidy()

    @property
    def reads_only(self) -> bool:
        """Whether the disk can't be written: every act that would raises OnlyReading."""
        return self._ground.reads_only

    def follow_on(self, former: Store) -> None:
        """What was seen through a store that is closed is what this one overwrites, and nothing newer. Who was signed
        in stays so."""
        self._versions, self._states = dict(former._versions), dict(former._states)
        self._left = former._left
        if former._person is not None:
            self.resume(former._person, former._second)

    def note_restored(self) -> None:
        """The store was put back on purpose: the chain's end is written down anew."""
        self._chronicle.forget_anchor()
        self.note(Action.RESTORE)

    def note(self, action: Action, id: str = "", result: str = "ok") -> None:
        """Add an act to the chain; `id` is the case it was done to."""
        with self._writing() as session:
            self._chronicle.note(session, action, id, result)

    def _note_if_written(self, action: Action, result: str = "ok") -> None:
        """Who only reads, from a disk that takes no act, may come and go all the same."""
        if not self.reads_only:
            self.note(action, result=result)

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """One transaction, the only one that adds to the chain; its end is written down outside once it is on disk."""
        with Session(self._engine) as session, session.begin():
            self._ground.begin_act(session)
            yield session
        self._chronicle.drop_anchor()

    def _look(self, look: Callable[[Session], _Result]) -> _Result:
        """One moment of the store; nobody is hindered."""

        def at_once() -> _Result:
            with Session(self._looking) as session:
                return look(session)

        return twice(at_once)

    def save(self, draft: Draft, progress: Progress | None = None) -> None:
        """Write the draft; when this returns it outlasts a power cut. A full disk gets the ballast back first."""
        progress = progress or Progress()
        try:
            twice(lambda: self._save(draft, progress))
        except DiskFull:
            if not self._ground.make_room():
                raise
            self._save(draft, progress)

    def _save(self, draft: Draft, progress: Progress) -> None:
        moment = self._now()
        moved = self._states.get(draft.id, draft.state) is not draft.state
        # Where it is not known whether the last save is there, nothing that it left is.
        left = None if draft.id in self._in_doubt else self._beside.get(draft.id)
        if draft.id in self._half_erased and self._is_written_off(draft.id):
            raise NoSuchCase  # the next start would erase what was promised to be kept
        try:
            with self._writing() if moved else self._saving() as session:
                known = self._known_version(session, draft.id)
                left = drafts.save_after(session, draft, progress, moment, known, self._keep, left)
                if moved:
                    self._chronicle.note(session, Action.STATE, draft.id, draft.state.value)
        except (ServerGone, Damaged):
            self._in_doubt.setdefault(draft.id, moment)
            raise
        self._versions[draft.id], self._beside[draft.id] = left.version, left
        self._states[draft.id] = draft.state
        self._in_doubt.pop(draft.id, None)

    def _is_written_off(self, id: str) -> bool:
        """Whether an erasure that failed has left its line in the ledger."""
        return self._look(lambda session: any(gone == id for _day, gone in self._ledger.lines(session)))

    @contextmanager
    def _saving(self) -> Iterator[Session]:
        """One transaction that adds nothing to the chain of acts."""
        with Session(self._engine) as session, session.begin():
            yield session

    def _known_version(self, session: Session, id: str) -> int:
        """Where the server or the disk broke off during a save, that save may be there although nobody was told."""
        known = self._versions.get(id, 0)
        if id not in self._in_doubt:
            return known
        return drafts.version_of(session, id, self._in_doubt[id]) or known

    def look(self, id: str) -> tuple[Draft, int]:
        """The case as last saved, and its version, for who does not go on with it: a case that is open elsewhere in
        this process still counts as changed. Raises NoSuchCase."""
        return self._look(lambda session: drafts.load(session, id))

    def build_on(self, id: str, version: int) -> None:
        """The next save of this case was made of that version, which `look` gave."""
        self._versions[id] = version

    def is_behind(self, id: str) -> bool:
        """Whether another process has saved the case since it was loaded or saved here, or erased it."""
        with Session(self._looking) as session:
            known = self._known_version(session, id)
            return drafts.version_now(session, id) != known

    def load(self, id: str) -> Draft:
        """The case as last saved, to go on with it: the next save replaces this version. Raises NoSuchCase."""
        draft, self._versions[id] = self._look(lambda session: drafts.load(session, id))
        self._states[id] = draft.state
        return draft

    def leave(self, code: str, left: LeftCase, until: datetime) -> bool:
        """Put a case there for the counter that is shown the code; False where the code is in use."""
        with self._writing() as session:
            now = self._now()
            handoffs.expire(session, now)
            if not handoffs.leave(session, code, left, now, until):
                return False
            self._chronicle.note(session, Action.HANDOVER, "", "left")
        return True

    def collect(self, code: str) -> LeftCase | None:
        """What was left under that code, which is used up then; None where there is nothing, or its time is over."""
        with self._writing() as session:
            now = self._now()
            handoffs.expire(session, now)
            left = handoffs.take(session, code, now)
            self._chronicle.note(session, Action.HANDOVER, "", "taken" if left else "unknown code")
        return left

    def left_here(self) -> int:
        """How many cases wait for somebody who is shown their code."""
        return self._look(lambda session: handoffs.waiting(session, self._now()))

    def id_of(self, number: int) -> str:
        """The case of that short number. Raises NoSuchCase."""
        return self._look(lambda session: drafts.id_of(session, number))

    def find(
        self, text: str, limit: int = 100, states: Collection[State] = (), due: date | None = None
    ) -> tuple[CaseSummary, ...]:
        """See listing.find."""
        return self._look(lambda session: listing.find(session, text, limit, states, due))

    def counts(self, text: str = "") -> Tally:
        """See listing.counts."""
        return self._look(lambda session: listing.counts(session, text))

    def count_cases(self, since: datetime | None, until: datetime | None, offset: timedelta) -> Counts:
        """See statistics.count_cases."""
        return self._look(lambda session: count_cases(session, since, until, offset))

    def count(self) -> int:
        """How many cases there are."""
        return self._look(lambda session: session.scalar(sa.select(sa.func.count()).select_from(DraftRow)) or 0)

    def erase(self, id: str) -> None:
        """Remove the case for good: from the rows, the index and the write-ahead log."""
        self._half_erased.add(id)
        twice(lambda: self._erase(id))
        self._half_erased.discard(id)
        self._versions.pop(id, None)
        self._states.pop(id, None)
        self._beside.pop(id, None)
        twice(self._ground.tidy)

    def _erase(self, id: str) -> None:
        with self._writing() as session:
            self._ledger.erase(session, (id,), self._now())
            self._chronicle.note(session, Action.ERASE, id)

    # ---- who works here

    @property
    def vault(self) -> Vault:
        """The key, and the ways to open it."""
        return self._vault

    @property
    def mode(self) -> str:
        """Who acts where nobody signs in: the mode of the program."""
        return self._chronicle.mode

    @property
    def person(self) -> Person | None:
        """Who is signed in; None while nobody is."""
        return self._person

    @property
    def last(self) -> str:
        """Id of who is signed in, or was until the desk was locked; empty before anybody was."""
        return self._person.id if self._person is not None else self._left

    @property
    def second(self) -> Person | None:
        """The colleague who confirms what takes two."""
        return self._second

    def sign_in(self, id: str, action: Action = Action.UNLOCK, result: str = "ok") -> Person:
        """From now on this person acts, whose PIN was right. Raises NoSuchColleague."""
        with Session(self._looking) as session:
            self._person = staff.find(session, id)
        self._second = None
        self._chronicle.act_as(id)
        self._note_if_written(action, result)
        return self._person

    def resume(self, person: Person, second: Person | None = None) -> None:
        """The store was opened anew for who is signed in already, and whoever confirms."""
        self._person, self._second = person, second
        self._chronicle.act_as(person.id)

    def recovered(self, by: str) -> Person:
        """Opened with the recovery code or a key file: keys and staff can be looked after, no case is shown. `by` is
        who confirmed it, empty where nobody could."""
        self._person, self._second = Person(staff.RECOVERED, "", "admin"), None
        self._chronicle.act_as(staff.RECOVERED)
        self._note_if_written(Action.UNLOCK, f"with {by}" if by else "alone")
        return self._person

    def unconfirm(self) -> None:
        """What a second colleague confirmed has been done, or was not: the next time they are asked again."""
        self._second = None

    def look_again(self) -> None:
        """In a centre PINs, roles and colleagues may have changed at another counter: who left there is signed in here
        no longer. In a folder nothing is asked."""
        if not self._vault.is_at_centre:
            return
        from talentdesk.store.centrekeys import read_in

        with Session(self._looking) as session:
            self._vault.follow(read_in(session))
            if self._person is None or self._person.id == staff.RECOVERED:
                return
            try:
                self._person = staff.find(session, self._person.id)
            except NoSuchColleague:
                self._left, self._person, self._second = "", None, None

    def confirm(self, id: str) -> None:
        """A second colleague, whose PIN was right, confirms what is done next. Raises NoSuchColleague."""
        with Session(self._looking) as session:
            self._second = staff.find(session, id)

    def lock(self) -> None:
        """Nobody acts until somebody signs in. What is typed can still be saved."""
        if self._person is not None:
            self._note_if_written(Action.LOCK)
            self._left = self._person.id
        self._person = self._second = None

    def colleagues(self) -> tuple[Person, ...]:
        """All who work here, by name."""
        return self._look(lambda session: staff.everybody(session))

    def add_colleague(self, name: str, role: str) -> Person:
        """Somebody new. Raises NameTaken."""
        with self._writing() as session:
            person = staff.add(session, name, role, self._now())
            self._chronicle.note(session, Action.STAFF, result=f"add {role}")
        return person

    def dismiss(self, id: str) -> None:
        """Somebody leaves. Raises NoSuchColleague."""
        with self._writing() as session:
            staff.leave(session, id, self._now())
            self._chronicle.note(session, Action.STAFF, result=f"remove {id}")

    def change_role(self, id: str, role: str) -> None:
        """Another role for somebody. Raises NoSuchColleague."""
        with self._writing() as session:
            staff.change_role(session, id, role)
            self._chronicle.note(session, Action.STAFF, result=f"{id} {role}"[:32])

    # ---- what people agreed to

    def agree(self, id: str, line: ConsentLine) -> None:
        """Write down that a consent was given or withdrawn. Raises NoSuchCase."""
        action = Action.CONSENT if line.given else Action.WITHDRAW
        with self._writing() as session:
            consents.note(session, id, line, self._now(), self._chronicle.actor)
            self._chronicle.note(session, action, id, f"{line.consent} {line.version}"[:32])

    def agreed(self, id: str) -> tuple[ConsentLine, ...]:
        """Every consent that was given or withdrawn, the oldest first. Raises NoSuchCase."""
        return self._look(lambda session: consents.lines(session, id))

    def replace(self, id: str, draft: Draft, line: ConsentLine) -> Draft:
        """Erase the case for good and go on with `draft`, which is of another id and holds less: no copy of the store
        brings back what was left out. Consents and hold go along; `line` is what was withdrawn. Raises NoSuchCase."""
        with self._writing() as session:
            kept = consents.lines(session, id)
            drafts.follow(session, id, draft, self._now(), self._keep)
            consents.carry(session, draft.id, kept)
            consents.note(session, draft.id, line, self._now(), self._chronicle.actor)
            self._ledger.erase(session, (id,), self._now())
            self._chronicle.note(session, Action.WITHDRAW, id, f"{line.consent} {line.version}"[:32])
        self._versions.pop(id, None)
        self._ground.tidy()
        return self.load(draft.id)

    # ---- the time cases are kept

    def overdue(self) -> int:
        """How many cases are past their time and not held; none where cases are kept for ever."""
        if self._keep is None:
            return 0
        return self._look(lambda session: retention.overdue(session, self._now()))

    def older(self, days: int) -> int:
        """How many cases were last saved more than so many days ago and are not held."""
        now = self._now()
        return self._look(lambda session: retention.older(session, now - timedelta(days=days), now.date()))

    def is_clock_doubtful(self) -> bool:
        """See retention.is_clock_doubtful: no purge by itself then."""
        return self._look(
            lambda session: self._keep is not None and retention.is_clock_doubtful(session, self._now(), self._keep)
        )

    def purge(self) -> int:
        """Erase some cases past their time, after the last of them people without one, in one short transaction; how
        many. Call it again until it is 0, then `condense` until that says no. Where cases are kept for ever nobody and
        nothing goes, also of those that an older form of the store or a counter gave an end."""
        if self._keep is None:
            return 0
        with self._writing() as session:
            gone = retention.purge(session, self._ledger, self._now())
            sheets.purge(session, self._now() - self._keep)
            gone = gone or retention.purge_people(session, self._ledger, self._now())
            if gone:
                self._chronicle.note(session, Action.PURGE, result=str(gone))
            else:
                retention.note_purged(session, self._now())
        return gone

    def condense(self) -> bool:
        """Take a piece of what was purged out of the index, in one short transaction; whether there may be more. At
        the end the write-ahead log is emptied too."""
        with self._writing() as session:
            more = erasures.condense(session)
        if not more:
            self._ground.tidy()
        return more

    def hold(self, id: str, until: date, reason: str) -> None:
        """Keep the case through that day, whatever its time. Raises NoSuchCase."""
        with self._writing() as session:
            retention.hold(session, id, until, reason)
            self._chronicle.note(session, Action.HOLD, id)

    def release_hold(self, id: str) -> None:
        """The case's own time counts again. Raises NoSuchCase."""
        with self._writing() as session:
            retention.release(session, id)
            self._chronicle.note(session, Action.HOLD, id, "released")

    def held(self, id: str) -> tuple[date, str] | None:
        """See retention.held."""
        return self._look(lambda session: retention.held(session, id))

    # ---- copies

    def move_to(self, target: Store) -> moving.Moved:
        """Copy every case into an empty store, compared with this one, or none. See moving.move."""
        with Session(self._looking) as source, target._writing() as session:
            moved = moving.move(source, self._ground, session, target._ground)
            target._chronicle.note(session, Action.MOVE, result=str(moved.cases))
        return moved

    def take_snapshot(self) -> snapshots.Snapshot | None:
        """A verified copy of this moment; None where the disk has too little room. Raises Damaged."""
        return self._ground.take_snapshot(self._vault, self._now())

    def write_backup(self, out: Path) -> backup.Manifest:
        """The store and what opens it, in one file. See backup.write_backup."""
        manifest = self._ground.write_backup(self._vault, out, self._now())
        try:
            self.note(Action.BACKUP)
        except BaseException:
            out.unlink(missing_ok=True)  # a copy of everything that nobody noted is none that we leave behind
            raise
        return manifest

    # ---- the chain of acts

    def acts(self) -> tuple[Entry, ...]:
        """Every act noted, in order."""
        return self._look(lambda session: tuple(audit.entries(session)))

    def verify_acts(self, *anchors: Anchor) -> Verdict:
        """Whether the chain is whole, and goes on from the anchor kept outside and from those given."""
        return self._look(lambda session: self._chronicle.verify(session, anchors))

    def has_noted(self, action: Action, result: str) -> bool:
        """Whether such an act is in the chain, with this result."""
        return self._look(lambda session: audit.is_noted(session, action, result))

    @property
    def desk_key(self) -> DeskKey:
        """What this desk signs with."""
        return DeskKey(self._vault.signing)

    def tidy(self) -> bool:
        """Empty the write-ahead log and renew the ballast; False while another process is reading."""
        self._ground.keep_reserve()
        return twice(self._ground.tidy)

    def catch_up(self) -> bool:
        """Take one case into the index whose names were changed, in a short transaction; False where there is none. A
        save leaves that for a quiet moment."""
        with self._saving() as session:
            return index_of(session).catch_up(session)

    def close(self) -> None:
        """Empty the write-ahead log and let go of the file."""
        try:
            self._ground.tidy()
        finally:
            self._ground.leave()
