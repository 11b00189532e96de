"""The public machines of a centre, as each last told of itself: how it stands and since when, no word of anybody.

They are marks of the store, a line for each machine. A machine writes its own without opening the store: what shows
nothing but a machine's state needs no key of the cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store.address import Server
from talentdesk.store.tables import MarkRow

KEPT = timedelta(days=7)
"""A machine that has not been heard so long was taken away."""
LONGEST_NAME = 24
_PREFIX = "machine "
_SIGN = "|"


@dataclass(frozen=True, slots=True)
class Machine:
    """A public machine as it last told of itself."""

    id: str
    """At most 24 letters and digits; the same whenever it is switched on."""
    name: str
    """As the staff call it; what is longer than 24 characters is cut."""
    standing: str
    """How it stands: a word of `service.kiosk.standing`."""
    since: datetime
    heard: datetime


def tell(server: Server, machine: Machine) -> None:
    """Put the machine's line into the centre's database, and take those out that have not been heard for a week. Where
    no store was made yet nothing is written. Raises StoreTrouble."""
    from talentdesk.store.migrations import revision_of
    from talentdesk.store.server import server_engine

    engine = server_engine(server)
    try:
        if revision_of(engine):
            with Session(engine) as session, session.begin():
                put(session, machine)
    finally:
        engine.dispose()


def put(session: Session, machine: Machine) -> None:
    """The machine's line, in place of the one before."""
    session.merge(MarkRow(name=_PREFIX + machine.id, value=_written(machine)))
    session.flush()
    gone = [_PREFIX + each.id for each in _all(session) if each.heard <= machine.heard - KEPT]
    session.execute(sa.delete(MarkRow).where(MarkRow.name.in_(gone)))


def listed(session: Session, now: datetime) -> tuple[Machine, ...]:
    """Every machine that was heard within a week, by name."""
    known = (each for each in _all(session) if each.heard > now - KEPT)
    return tuple(sorted(known, key=lambda each: (each.name.casefold(), each.id)))


def _all(session: Session) -> list[Machine]:
    rows = session.scalars(sa.select(MarkRow).where(MarkRow.name.startswith(_PREFIX)))
    return [machine for row in rows if (machine := _read(row)) is not None]


def _written(machine: Machine) -> str:
    """In no more than the 64 characters that a mark holds."""
    name = " ".join(machine.name.split())[:LONGEST_NAME]
    times = (str(int(moment.timestamp())) for moment in (machine.since, machine.heard))
    return _SIGN.join((machine.standing, *times, name))


def _read(row: MarkRow) -> Machine | None:
    """None for a line of a later version that this one cannot read."""
    standing, *rest = row.value.split(_SIGN, 3)
    if len(rest) != 3 or not (rest[0].isdecimal() and rest[1].isdecimal()):
        return None
    since, heard = (datetime.fromtimestamp(int(each), UTC) for each in rest[:2])
    return Machine(row.name.removeprefix(_PREFIX), rest[2], standing, since, heard)
