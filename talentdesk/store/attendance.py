"""Who is at which desk and works on which case: leases of an open store, each act in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from talentdesk.store import leases, machines
from talentdesk.store.audit import Action
from talentdesk.store.ground import Ground
from talentdesk.store.transactions import Look, Noting, Writing


class Attendance:
    """Counters and public machines as they stand, and the cases that each has taken. See leases and machines."""

    def __init__(
        self,
        ground: Ground,
        look: Look,
        writing: Writing,
        note: Noting,
        now: Callable[[], datetime],
    ) -> None:
        self._ground, self._look, self._writing, self._note, self._now = ground, look, writing, note, now

    def claim(self, owner: str, id: str = "", lasting: timedelta = leases.LASTING, name: str = "") -> str | None:
        """Take a case for a while: this one, or the next that nobody has. Its id; None where there is none to take.

        Raises NoSuchCase for an id that is none. On a disk that can't be written nobody takes a case from anybody."""
        if self._ground.reads_only:
            return id or None
        with Session(self._ground.engine) as session, session.begin():
            if not id:
                return leases.claim_next(session, owner, self._now(), lasting, name)
            return id if leases.claim(session, id, owner, self._now(), lasting, name) else None

    def take_over(
        self, id: str, owner: str, lasting: timedelta = leases.LASTING, name: str = ""
    ) -> leases.Lease | None:
        """See leases.take_over. That a case was taken from somebody is an act."""
        with self._writing() as session:
            held = leases.take_over(session, id, owner, self._now(), lasting, name)
            if held is not None:
                self._note(session, Action.HANDOVER, id, "taken over")
        return held

    def hand_over(self, id: str, owner: str, to: str, lasting: timedelta = leases.LASTING, name: str = "") -> bool:
        """See leases.hand_over. It is an act."""
        with self._writing() as session:
            given = leases.hand_over(session, id, owner, to, self._now(), lasting, name)
            if given:
                self._note(session, Action.HANDOVER, id, "handed over")
        return given

    def attend(self, owner: str, name: str, ids: Collection[str], lasting: timedelta) -> None:
        """See leases.attend."""
        if self._ground.reads_only:
            return
        with Session(self._ground.engine) as session, session.begin():
            leases.attend(session, owner, name, ids, self._now(), lasting)

    def go(self, owner: str) -> None:
        """See leases.go."""
        if self._ground.reads_only:
            return
        with Session(self._ground.engine) as session, session.begin():
            leases.go(session, owner)

    def holders(self) -> Mapping[str, leases.Lease]:
        """See leases.holders."""
        return self._look(lambda session: leases.holders(session, self._now()))

    def counters(self) -> tuple[leases.Counter, ...]:
        """See leases.counters."""
        return self._look(lambda session: leases.counters(session, self._now()))

    def machines(self) -> tuple[machines.Machine, ...]:
        """See machines.listed."""
        return self._look(lambda session: machines.listed(session, self._now()))

    def release(self, id: str, owner: str) -> bool:
        """See leases.release."""
        if self._ground.reads_only:
            return False
        with Session(self._ground.engine) as session, session.begin():
            return leases.release(session, id, owner)

    def holder(self, id: str) -> leases.Lease | None:
        """Who has the case now. Raises NoSuchCase."""
        return self._look(lambda session: leases.holder(session, id, self._now()))
