"""The file of mishaps: what failed and where in the program, nothing of any person."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

_LARGEST_LOG = 256 * 1024


class CrashNotes:
    """The file of mishaps: readable by its owner only, kept small."""

    def __init__(self, place: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.place = place
        self._now = now

    def note(self, what: str) -> None:
        """Adds one line. A disk that takes no line is no reason to fail again."""
        try:
            self.place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.place.exists() and self.place.stat().st_size > _LARGEST_LOG:
                self.place.replace(self.place.with_suffix(".old"))
            handle = os.open(self.place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8") as file:
                file.write(f"{self._now().isoformat(timespec='seconds')} {what}\n")
        except OSError:
            return
