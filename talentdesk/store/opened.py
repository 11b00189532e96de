"""An open store: every act in a short transaction of its own, so that a window never keeps another one waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from talentdesk.core.draft import Draft
from talentdesk.store import audit, backup, drafts, erasures, retention, snapshots
from talentdesk.store import place as places
from talentdesk.store.audit import Action, Actor, Anchor, Entry, Verdict
from talentdesk.store.cases import CaseSummary, Progress
from talentdesk.store.chronicle import Chronicle
from talentdesk.store.deskkey import DeskKey
from talentdesk.store.engine import PATIENCE_MS, engine_for, read_only, truncate_log
from talentdesk.store.migrations import migrate
from talentdesk.store.tables import DraftRow
from talentdesk.store.trouble import DiskFull
from talentdesk.store.vault import Vault

KEEP = timedelta(days=30)
"""How long a case is kept after its last save unless the settings say otherwise."""


def utc_now() -> datetime:
    """This machine's clock, as UTC."""
    return datetime.now(UTC)


def open_store(
    place: Path,
    vault: Vault,
    *,
    patience_ms: int = PATIENCE_MS,
    max_pages: int = 0,
    now: Callable[[], datetime] = utc_now,
    keep: timedelta | None = KEEP,
    actor: Actor | None = None,
    anchors: Path | None = None,
) -> Store:
    """Open the store in this folder, made and brought up to date as needed. Raises StoreTrouble.

    `keep` is how long a case is kept after its last save, None for ever; `actor` is who the chain of acts names;
    `anchors` is the folder outside the place where the chain's end is written down, none if not given. Only one thread
    may use what is returned.
    """
    places.prepare(place)
    occupancy = places.Occupancy(place)
    try:
        migrate(place, vault.key)
        places.keep_ballast(place)
        snapshots.drop_old(place, now())
        engine = engine_for(place / places.DATABASE, vault.key, patience_ms=patience_ms, max_pages=max_pages)
        chronicle = Chronicle(vault, actor or Actor(), anchors, now)
        store = Store(place, vault, engine, now, keep, chronicle, occupancy)
        store.settle()
    except BaseException:
        occupancy.leave()
        raise
    return store


class Store:
    """Cases on this machine. Remembers which version of each case this process has seen, so that it never
    overwrites what another process saved in the meantime."""

    def __init__(
        self,
        place: Path,
        vault: Vault,
        engine: Engine,
        now: Callable[[], datetime],
        keep: timedelta | None,
        chronicle: Chronicle,
        occupancy: places.Occupancy,
    ) -> None:
        self._place = place
        self._vault = vault
        self._engine = engine
        self._looking = read_only(engine)
        self._now = now
        self._keep = keep
        self._chronicle = chronicle
        self._occupancy = occupancy
        self._ledger = place / erasures.LEDGER
        self._versions: dict[str, int | None] = {}

    def settle(self) -> None:
        """Erase again what an older copy brought back, and note that the store was opened."""
        with Session(self._looking) as session:
            behind = erasures.is_behind(session, self._ledger)
            self._chronicle.look_back(session)
        with self._writing() as session:
            if behind:
                erasures.apply(session, self._ledger)
            self._chronicle.note(session, Action.OPEN)
        if behind:
            truncate_log(self._engine)

    def note_restored(self) -> None:
        """The store was put back on purpose: the chain's end is written down anew."""
        self._chronicle.forget_anchor()
        self.note(Action.RESTORE)

    def note(self, action: Action, id: str = "", result: str = "ok") -> None:
        """Add an act to the chain; `id` is the case it was done to."""
        with self._writing() as session:
            self._chronicle.note(session, action, id, result)

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """One transaction. The chain's end is written down outside once it is on the disk."""
        with Session(self._engine) as session, session.begin():
            yield session
        self._chronicle.drop_anchor()

    def save(self, draft: Draft, progress: Progress | None = None) -> None:
        """Write the draft; when this returns it outlasts a power cut. A full disk gets the ballast back first."""
        try:
            self._save(draft, progress or Progress())
        except DiskFull:
            if not places.drop_ballast(self._place):
                raise
            self._save(draft, progress or Progress())

    def _save(self, draft: Draft, progress: Progress) -> None:
        with Session(self._engine) as session, session.begin():
            version = drafts.save(session, draft, progress, self._now(), self._versions.get(draft.id, 0), self._keep)
        self._versions[draft.id] = version

    def insist(self, id: str) -> None:
        """Let the next save of this case overwrite what another process made of it."""
        self._versions[id] = None

    def load(self, id: str) -> Draft:
        """The case as last saved. Raises NoSuchCase."""
        with Session(self._looking) as session:
            draft, self._versions[id] = drafts.load(session, id)
        return draft

    def id_of(self, number: int) -> str:
        """The case of that short number. Raises NoSuchCase."""
        with Session(self._looking) as session:
            return drafts.id_of(session, number)

    def find(self, text: str, limit: int = 200) -> tuple[CaseSummary, ...]:
        """See drafts.find."""
        with Session(self._looking) as session:
            return drafts.find(session, text, limit)

    def count(self) -> int:
        """How many cases there are."""
        with Session(self._looking) as session:
            return session.scalar(sa.select(sa.func.count()).select_from(DraftRow)) or 0

    def erase(self, id: str) -> None:
        """Remove the case for good: from the rows, the index and the write-ahead log."""
        with self._writing() as session:
            erasures.erase(session, self._ledger, (id,), self._now())
            self._chronicle.note(session, Action.ERASE, id)
        self._versions.pop(id, None)
        truncate_log(self._engine)

    # ---- the time cases are kept

    def overdue(self) -> int:
        """How many cases are past their time and not held."""
        with Session(self._looking) as session:
            return retention.overdue(session, self._now())

    def is_clock_doubtful(self) -> bool:
        """See retention.is_clock_doubtful: no purge by itself then."""
        with Session(self._looking) as session:
            return self._keep is not None and retention.is_clock_doubtful(session, self._now(), self._keep)

    def purge(self) -> int:
        """Erase some cases past their time, in one short transaction; how many. Call it again until it is 0, then
        `condense` until that says no."""
        with self._writing() as session:
            gone = retention.purge(session, self._ledger, self._now())
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
            truncate_log(self._engine)
        return more

    def hold(self, id: str, until: date, reason: str) -> None:
        """Keep the case through that day, whatever its time. Raises NoSuchCase."""
        with self._writing() as session:
            retention.hold(session, id, until, reason)
            self._chronicle.note(session, Action.HOLD, id)

    # ---- copies

    def take_snapshot(self) -> snapshots.Snapshot | None:
        """A verified copy of this moment; None where the disk has too little room. Raises Damaged."""
        return snapshots.take(self._place, self._engine, self._vault.key, self._now())

    def write_backup(self, out: Path) -> backup.Manifest:
        """The store and what opens it, in one file. See backup.write_backup."""
        manifest = backup.write_backup(self._place, self._engine, self._vault, out, self._now())
        self.note(Action.BACKUP)
        return manifest

    # ---- the chain of acts

    def acts(self) -> tuple[Entry, ...]:
        """Every act noted, in order."""
        with Session(self._looking) as session:
            return tuple(audit.entries(session))

    def verify_acts(self, *anchors: Anchor) -> Verdict:
        """Whether the chain is whole, and goes on from the anchor kept outside and from those given."""
        with Session(self._looking) as session:
            return self._chronicle.verify(session, anchors)

    def has_noted(self, action: Action, result: str) -> bool:
        """Whether such an act is in the chain, with this result."""
        with Session(self._looking) as session:
            return audit.is_noted(session, action, result)

    @property
    def desk_key(self) -> DeskKey:
        """What this desk signs with."""
        return DeskKey(self._vault.key)

    def tidy(self) -> bool:
        """Empty the write-ahead log and renew the ballast; False while another process is reading."""
        places.keep_ballast(self._place)
        return truncate_log(self._engine)

    def close(self) -> None:
        """Empty the write-ahead log and let go of the file."""
        try:
            truncate_log(self._engine)
        finally:
            self._engine.dispose()
            self._occupancy.leave()
