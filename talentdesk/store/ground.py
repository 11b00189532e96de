"""What differs between a store in a folder of this machine and one on a database server, all of it in one place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from talentdesk.store.backup import Manifest
from talentdesk.store.snapshots import Snapshot
from talentdesk.store.vault import Vault

Erased = tuple[date, str]
"""The day a case was erased, and its random id."""


class Ledger(Protocol):
    """Which cases and people were erased, so that no older copy brings one back."""

    def is_behind(self, session: Session) -> bool:
        """The store has not applied all that the ledger says."""

    def apply(self, session: Session) -> int:
        """Remove every case that the ledger names and that is there again; how many there were."""

    def erase(self, session: Session, ids: Iterable[str], now: datetime) -> None:
        """Write the ids down, then remove their cases, within the session's transaction."""

    def lines(self, session: Session) -> tuple[Erased, ...]:
        """Every line, in the order of the days."""

    def add(self, session: Session, lines: Iterable[Erased]) -> None:
        """Take over the lines of another ledger of the same cases. No case is removed."""


class Ground(Protocol):
    """What a store stands on."""

    reads_only: bool
    """Whether nothing can be written there."""

    @property
    def engine(self) -> Engine:
        """The database."""

    @property
    def looking(self) -> Engine:
        """The same for sessions that only look: each sees one moment and hinders nobody."""

    @property
    def ledger(self) -> Ledger:
        """What was erased here."""

    def begin_act(self, session: Session) -> None:
        """Keep others from adding to the chain of acts until this transaction ends."""

    def highest_number(self, session: Session, table: str = "drafts", column: str = "number") -> int:
        """The highest number a case, or a row of another numbered table, ever had here; 0 for none."""

    def go_on_after(self, session: Session, number: int, table: str = "drafts", column: str = "number") -> None:
        """Let the next new case, or the next row of another numbered table, have a number above this one."""

    def make_room(self) -> bool:
        """After a full disk: give back what was held in reserve; False where there is nothing."""

    def tidy(self) -> bool:
        """Take what was erased out of the log, too; False while that can't be done."""

    def keep_reserve(self) -> None:
        """Hold a little room in reserve again."""

    def take_snapshot(self, vault: Vault, now: datetime) -> Snapshot | None:
        """A verified copy of this moment; None where there is no room. Raises Damaged, ServersDuty."""

    def write_backup(self, vault: Vault, out: Path, now: datetime) -> Manifest:
        """The store and what opens it, in one file. Raises Damaged, DiskFull, ServersDuty."""

    def leave(self) -> None:
        """Let go of connections and locks."""
