"""Tells the counters of the centre how this public machine stands, on a thread: a server may take long to answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from talentdesk.service.kiosk.standing import Standing, utc_now

EVERY_S = 30.0
"""Seconds from one sign of life to the next while nothing changes."""
_LAST_WORD_S = 5.0


class Herald:
    """`say` from the supervisor, as often as it likes; `close` when the machine is switched off."""

    def __init__(
        self,
        tell: Callable[[Standing, datetime], None],
        *,
        now: Callable[[], datetime] = utc_now,
        every: float = EVERY_S,
    ) -> None:
        """`tell` is called on a thread with how the machine stands and since when; it raises nothing."""
        self._tell, self._now, self._every = tell, now, every
        self._changed = threading.Condition()
        self._standing: Standing | None = None
        self._since = now()
        self._is_new = self._closed = False
        self._thread = threading.Thread(target=self._run, name="kiosk-herald", daemon=True)
        self._thread.start()

    def say(self, standing: Standing) -> None:
        """How the machine stands now."""
        with self._changed:
            if standing is self._standing:
                return
            self._standing, self._since, self._is_new = standing, self._now(), True
            self._changed.notify()

    def close(self) -> None:
        """Lets the last word go out, where the server answers soon."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(_LAST_WORD_S)

    def _run(self) -> None:
        while True:
            with self._changed:
                if not (self._is_new or self._closed):
                    self._changed.wait(self._every)
                standing, since, closed, new = self._standing, self._since, self._closed, self._is_new
                self._is_new = False
            if standing is not None and (new or not closed):
                self._tell(standing, since)
            if closed and not self._is_new:
                return
