"""What the store does for itself while people work: cases past their time go, copies are made."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.store.address import Place, Server
from talentdesk.store.trouble import StoreTrouble, trouble_from

if TYPE_CHECKING:
    from talentdesk.store.opened import Store

DAY = 24 * 60 * 60.0
HALF_HOUR = 30 * 60.0
_PATIENCE_S = 2.0


class Chores:
    """Knows when something is to be done; copies of a server's store are the server's duty. `clock` counts seconds;
    only the copying has a thread of its own."""

    def __init__(
        self,
        place: Place,
        key: bytes,
        now: Callable[[], datetime],
        clock: Callable[[], float],
        on_trouble: Callable[[StoreTrouble], None],
    ) -> None:
        self._clock = clock
        self._purge_at = clock()
        self._copy_at = float("inf") if isinstance(place, Server) else clock()
        self._copier = None if isinstance(place, Server) else Copier(place, key, now, on_trouble)

    def wait(self) -> float:
        """Seconds until there is something to do."""
        return max(0.0, min(self._purge_at, self._copy_at) - self._clock())

    def do_due(self, store: Store) -> None:
        """One short piece of what is due: saves that wait come in between. A copy is made first of what may go."""
        if self._copier is not None and self._copy_at <= self._clock():
            self._copy_at = self._clock() + HALF_HOUR
            self._copier.start()
        elif self._purge_at <= self._clock() and not _purge_some(store):
            self._purge_at = self._clock() + DAY

    def put_off(self) -> None:
        """After a trouble: not again before half an hour has passed."""
        later = self._clock() + HALF_HOUR
        self._purge_at, self._copy_at = max(self._purge_at, later), max(self._copy_at, later)

    def end(self) -> None:
        """Stop copying; a half copy is thrown away."""
        if self._copier is not None:
            self._copier.end()


def _purge_some(store: Store) -> bool:
    """Whether there is more."""
    return bool(not store.is_clock_doubtful() and store.purge()) or store.condense()


class Copier:
    """Copies the store on a thread and a connection of its own, so that no save waits for it."""

    def __init__(
        self, place: Path, key: bytes, now: Callable[[], datetime], on_trouble: Callable[[StoreTrouble], None]
    ) -> None:
        self._place, self._key, self._now, self._on_trouble = place, key, now, on_trouble
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()

    def start(self) -> None:
        """Copy in the background if there is something new to copy and no copy is being made."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._copy, name="copier", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """No more copies; one that is being made is waited for a moment, then left to be thrown away."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE_S)

    def _copy(self) -> None:
        from talentdesk.store import place as places
        from talentdesk.store import snapshots
        from talentdesk.store.engine import engine_for

        try:
            if self._ended.is_set() or not snapshots.is_due(self._place, self._now()):
                return
            engine = engine_for(self._place / places.DATABASE, self._key)
            try:
                if snapshots.holds_cases(engine):
                    snapshots.take(self._place, engine, self._key, self._now())
            finally:
                engine.dispose()
        except (StoreTrouble, OSError) as error:
            if not self._ended.is_set():
                self._on_trouble(trouble_from(error))
