"""What still has to be written, and when: soon, not too often, the newest of each case, and never forgotten."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from talentdesk.core.draft import Draft
from talentdesk.store.cases import Progress
from talentdesk.store.trouble import StoreTrouble

PERIOD = 0.25
"""Seconds from the beginning of one write to the beginning of the next while somebody types."""
RETRY = 2.0
"""Seconds until the next try after a trouble that may pass."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A draft as it was typed, with the number of the change that made it so."""

    draft: Draft
    revision: int
    progress: Progress


class Unsaved:
    """The newest unwritten state of each case. May be read and filled from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_id: dict[str, Pending] = {}
        self._erased: set[str] = set()
        self._puts = 0

    def put(self, pending: Pending) -> None:
        """Keep it unless a newer one is kept already, or the case was erased."""
        id = pending.draft.id
        with self._lock:
            kept = self._by_id.get(id)
            if id not in self._erased and (kept is None or kept.revision <= pending.revision):
                self._by_id[id] = _copied(pending)
                self._puts += 1

    def puts(self) -> int:
        """How many were put so far: tells whether anything came in since."""
        with self._lock:
            return self._puts

    def all(self) -> tuple[Pending, ...]:
        with self._lock:
            return tuple(self._by_id.values())

    def get(self, id: str) -> Pending | None:
        with self._lock:
            return self._by_id.get(id)

    def settle(self, written: Pending) -> None:
        """It is safe now; what was typed meanwhile stays."""
        with self._lock:
            if self._by_id.get(written.draft.id) is written:
                del self._by_id[written.draft.id]

    def forget(self, id: str) -> None:
        """The case was erased: drop it, and what a late save still brings."""
        with self._lock:
            self._erased.add(id)
            self._by_id.pop(id, None)


def _copied(pending: Pending) -> Pending:
    """The caller goes on typing into its own mappings."""
    draft = pending.draft
    return replace(pending, draft=replace(draft, typed=dict(draft.typed), sources=dict(draft.sources)))


class Saver:
    """Writes what is unsaved at most every PERIOD, also while more comes in; used by one thread."""

    def __init__(
        self,
        unsaved: Unsaved,
        write: Callable[[Pending], None],
        on_saved: Callable[[str, int], None],
        on_trouble: Callable[[StoreTrouble], None],
        clock: Callable[[], float],
    ) -> None:
        self._unsaved = unsaved
        self._write = write
        self._on_saved = on_saved
        self._on_trouble = on_trouble
        self._clock = clock
        self._tried_at = float("-inf")
        self._puts_tried = 0
        self._trouble: StoreTrouble | None = None

    def wait(self) -> float | None:
        """Seconds until something has to be written; None while there is nothing to do."""
        if not self._unsaved.all():
            return None
        pause = self._pause()
        return None if pause is None else max(0.0, self._tried_at + pause - self._clock())

    def _pause(self) -> float | None:
        """After a trouble that can't pass, only new words or a forced save try again."""
        if self._trouble is None or self._unsaved.puts() != self._puts_tried:
            return PERIOD
        return RETRY if self._trouble.passing else None

    def write_due(self) -> None:
        """Write if it is time."""
        if self.wait() == 0:
            self.write_all()

    def write_all(self) -> StoreTrouble | None:
        """Write everything now; the trouble that kept something from being written, if any."""
        began, self._puts_tried, troubles = self._clock(), self._unsaved.puts(), []
        for pending in self._unsaved.all():
            trouble = self._write_one(pending)
            if trouble:
                troubles.append(trouble)
                if trouble.passing:
                    break  # the others would wait for the same lock or the same disk
        # From beginning to beginning, so that a slow disk adds nothing to what a kill may take away.
        self._tried_at = self._clock() if troubles else began
        self.report(troubles[0] if troubles else None)
        return self._trouble

    def _write_one(self, pending: Pending) -> StoreTrouble | None:
        try:
            self._write(pending)
        except StoreTrouble as trouble:
            return trouble
        self._unsaved.settle(pending)
        self._on_saved(pending.draft.id, pending.revision)
        return None

    def report(self, trouble: StoreTrouble | None) -> None:
        """Tell of a trouble once, until it is over or another one takes its place."""
        known, self._trouble = self._trouble, trouble
        if trouble and (known is None or known.code != trouble.code):
            self._on_trouble(trouble)
