"""What is to be printed: the list of an open store, each act in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from talentdesk.store import prints
from talentdesk.store.ground import Ground
from talentdesk.store.printlines import Print, PrintState, Wanted
from talentdesk.store.transactions import Look


class PrintList:
    """Papers that wait for a printer, lie there, or failed. See prints."""

    def __init__(self, ground: Ground, look: Look, now: Callable[[], datetime], moved: Callable[[], None]) -> None:
        """`moved` is told that cases went on to another state."""
        self._ground, self._look, self._now, self._moved = ground, look, now, moved

    def add(self, wanted: Wanted) -> int:
        """See prints.add."""
        with Session(self._ground.engine) as session, session.begin():
            return prints.add(session, wanted, self._now())

    def listed(self, desk: str) -> tuple[Print, ...]:
        """See prints.listed."""
        return self._look(lambda session: prints.listed(session, desk))

    def mark(
        self,
        ids: Sequence[int],
        state: PrintState,
        reason: str = "",
        jobs: Sequence[int] = (),
        printer: str = "",
    ) -> None:
        """See prints.mark."""
        with Session(self._ground.engine) as session, session.begin():
            prints.mark(session, ids, state, reason, jobs, printer, self._now())
        self._moved()

    def choose(self, id: int, wanted: Wanted) -> None:
        """See prints.choose."""
        with Session(self._ground.engine) as session, session.begin():
            prints.choose(session, id, wanted)

    def take_out(self, ids: Sequence[int]) -> None:
        """See prints.take_out."""
        with Session(self._ground.engine) as session, session.begin():
            prints.take_out(session, ids)
