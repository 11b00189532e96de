"""A store on a disk that can't be written: a private copy is read, and every act that would write is refused.

SQLite cannot open such a database, or opens it without its write-ahead log, which holds the last words. The copy is as
encrypted as the original, lies in a folder of this process and goes with it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from talentdesk.store import erasures, migrations
from talentdesk.store import place as places
from talentdesk.store.backup import Manifest
from talentdesk.store.engine import engine_for, read_only
from talentdesk.store.folder import FolderLedger
from talentdesk.store.ground import Ledger
from talentdesk.store.snapshots import Snapshot
from talentdesk.store.trouble import NewerStore, OlderStore, OnlyReading, trouble_from
from talentdesk.store.vault import Vault


def may_be_read(place: Path) -> bool:
    """Whether there is a store here that can be read and not written."""
    return not may_be_written(place) and (place / places.DATABASE).is_file()


def may_be_written(place: Path) -> bool:
    """Whether a store can be kept here now."""
    return os.access(place, os.W_OK | os.X_OK)


class ReadingGround:
    """The ground of such a store. Raises OlderStore for one that would have to be brought up to date first."""

    reads_only = True

    def __init__(self, place: Path, vault: Vault, *, patience_ms: int) -> None:
        self._room = Path(tempfile.mkdtemp(prefix="talentdesk-"))
        try:
            for ending in ("", "-wal"):
                source = place / f"{places.DATABASE}{ending}"
                if source.exists():
                    shutil.copyfile(source, self._room / source.name)
            self.engine: Engine = engine_for(self._room / places.DATABASE, vault.key, patience_ms=patience_ms)
            self.looking = read_only(self.engine)
            revision = migrations.revision_of(self.engine)
            if revision != migrations.newest():
                raise NewerStore if revision > migrations.newest() else OlderStore
        except OSError as error:
            self._empty()
            raise trouble_from(error) from error
        except BaseException:
            self._empty()
            raise
        sa.event.listen(self.engine, "begin", _refuse)
        self.ledger: Ledger = FolderLedger(place / erasures.LEDGER)

    def begin_act(self, session: Session) -> None:
        raise OnlyReading

    def highest_number(self, session: Session, table: str = "drafts", column: str = "number") -> int:
        sequence = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))
        return session.scalar(sa.select(sequence.c.seq).where(sequence.c.name == table)) or 0

    def go_on_after(self, session: Session, number: int, table: str = "drafts", column: str = "number") -> None:
        raise OnlyReading

    def make_room(self) -> bool:
        return False

    def tidy(self) -> bool:
        return True

    def keep_reserve(self) -> None:
        """Nothing can be kept here."""

    def take_snapshot(self, vault: Vault, now: datetime) -> Snapshot | None:
        raise OnlyReading

    def write_backup(self, vault: Vault, out: Path, now: datetime) -> Manifest:
        raise OnlyReading

    def leave(self) -> None:
        self.engine.dispose()
        self._empty()

    def _empty(self) -> None:
        shutil.rmtree(self._room, ignore_errors=True)


def _refuse(connection: Connection) -> None:
    if not connection.get_execution_options().get("read_only"):
        raise OnlyReading
