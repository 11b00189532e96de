"""A store in a folder of this machine: one encrypted SQLite file, with its ledger, copies and reserve beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from talentdesk.store import backup, erasures, layout, snapshots
from talentdesk.store import place as places
from talentdesk.store.engine import engine_for, read_only, truncate_log
from talentdesk.store.ground import Erased
from talentdesk.store.migrations import migrate
from talentdesk.store.vault import Vault

_sequence = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))


class FolderLedger:
    """`erased.txt` beside the store; see erasures."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def is_behind(self, session: Session) -> bool:
        return erasures.is_behind(session, self._file)

    def apply(self, session: Session) -> int:
        return erasures.apply(session, self._file)

    def erase(self, session: Session, ids: Iterable[str], now: datetime) -> None:
        erasures.erase(session, self._file, ids, now)

    def lines(self, session: Session) -> tuple[Erased, ...]:
        return erasures.lines(self._file)

    def add(self, session: Session, lines: Iterable[Erased]) -> None:
        content = "".join(f"{day} {id}\n" for day, id in lines)
        erasures.merge(self._file, content.encode("ascii"))


class FolderGround:
    """The ground of a store in a folder, occupied by this process until it leaves."""

    reads_only = False

    def __init__(self, place: Path, vault: Vault, now: datetime, *, patience_ms: int, max_pages: int) -> None:
        places.prepare(place)
        self._place = place
        self._occupancy = places.Occupancy(place)
        try:
            snapshots.settle_renewal(place)
            migrate(place, vault.key)
            places.keep_ballast(place)
            snapshots.drop_old(place, now)
            file = place / places.DATABASE
            self.engine: Engine = engine_for(file, vault.key, patience_ms=patience_ms, max_pages=max_pages)
            layout.keep(place, self.engine, vault.key)
        except BaseException:
            self._occupancy.leave()
            raise
        self.looking = read_only(self.engine)
        self.ledger = FolderLedger(place / erasures.LEDGER)

    def begin_act(self, session: Session) -> None:
        """Writers take the only lock when they begin."""

    def highest_number(self, session: Session, table: str = "drafts", column: str = "number") -> int:
        return session.scalar(sa.select(_sequence.c.seq).where(_sequence.c.name == table)) or 0

    def go_on_after(self, session: Session, number: int, table: str = "drafts", column: str = "number") -> None:
        session.execute(sa.delete(_sequence).where(_sequence.c.name == table))
        session.execute(sa.insert(_sequence).values(name=table, seq=number))

    def make_room(self) -> bool:
        return places.drop_ballast(self._place)

    def tidy(self) -> bool:
        return truncate_log(self.engine)

    def keep_reserve(self) -> None:
        places.keep_ballast(self._place)

    def take_snapshot(self, vault: Vault, now: datetime) -> snapshots.Snapshot | None:
        return snapshots.take(self._place, self.engine, vault.key, now)

    def write_backup(self, vault: Vault, out: Path, now: datetime) -> backup.Manifest:
        return backup.write_backup(self._place, self.engine, vault, out, now)

    def leave(self) -> None:
        self.engine.dispose()
        self._occupancy.leave()
