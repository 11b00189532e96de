"""An open store: every act in a short transaction of its own, so that a window never keeps another one waiting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from talentdesk.core.draft import Draft
from talentdesk.store import drafts
from talentdesk.store import place as places
from talentdesk.store.cases import CaseSummary, Progress
from talentdesk.store.engine import PATIENCE_MS, engine_for, read_only, truncate_log
from talentdesk.store.migrations import migrate
from talentdesk.store.trouble import DiskFull
from talentdesk.store.vault import Vault

_SNAPSHOTS_KEPT = timedelta(days=7)  # longer would outlive the erasure of what they hold


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
) -> Store:
    """Open the store in this folder, made and brought up to date as needed. Raises StoreTrouble.

    Only one thread may use what is returned.
    """
    places.prepare(place)
    migrate(place, vault.key)
    places.keep_ballast(place)
    drop_old_snapshots(place, now())
    return Store(
        place, engine_for(place / places.DATABASE, vault.key, patience_ms=patience_ms, max_pages=max_pages), now
    )


def drop_old_snapshots(place: Path, now: datetime) -> None:
    """Delete copies taken before a migration that are older than a week: they hold cases erased since."""
    for copy in place.glob("before-*-to-*.db"):
        if datetime.fromtimestamp(copy.stat().st_mtime, UTC) < now - _SNAPSHOTS_KEPT:
            copy.unlink(missing_ok=True)


class Store:
    """Cases on this machine. Remembers which version of each case this process has seen, so that it never
    overwrites what another process saved in the meantime."""

    def __init__(self, place: Path, engine: Engine, now: Callable[[], datetime]) -> None:
        self._place = place
        self._engine = engine
        self._looking = read_only(engine)
        self._now = now
        self._versions: dict[str, int | None] = {}

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
            version = drafts.save(session, draft, progress, self._now(), self._versions.get(draft.id, 0))
        self._versions[draft.id] = version

    def insist(self, id: str) -> None:
        """Let the next save of this case overwrite what another process made of it."""
        self._versions[id] = None

    def load(self, id: str) -> Draft:
        """The case as last saved. Raises NoSuchCase."""
        with Session(self._looking) as session:
            draft, self._versions[id] = drafts.load(session, id)
        return draft

    def find(self, text: str, limit: int = 200) -> tuple[CaseSummary, ...]:
        """See drafts.find."""
        with Session(self._looking) as session:
            return drafts.find(session, text, limit)

    def erase(self, id: str) -> None:
        """Remove the case for good: from the rows, the index and the write-ahead log."""
        with Session(self._engine) as session, session.begin():
            drafts.erase(session, id)
        self._versions.pop(id, None)
        truncate_log(self._engine)

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
