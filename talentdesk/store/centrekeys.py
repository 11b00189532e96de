"""The keyslots of a centre and its counts of wrong PINs: on the server, the same for all counters.

While nobody has a PIN the centre's key lies in the database, and whoever reaches that works there. From the first PIN
on it lies there closed: a PIN opens it together with what a counter keeps in its own keyring, and a counter gets that
only from somebody who opened with the recovery code or the organisation's key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from secrets import token_bytes, token_hex

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from talentdesk.store import keyslots
from talentdesk.store.address import Server
from talentdesk.store.keyslots import Keyslots, SlotKind
from talentdesk.store.migrations import migrate_server
from talentdesk.store.server import server_engine
from talentdesk.store.tables import KeyslotsRow, MarkRow, TriesRow
from talentdesk.store.tries import Count, seconds_left
from talentdesk.store.trouble import KeyslotsDamaged, KeyslotsLost, StoreLocked
from talentdesk.store.trouble_keys import PinWaits, SignInNeeded

_KEY, _ID, _SLOTS = "centre_key", "centre_id", "centre"
_LOCK = 0x74616C656E75
"""Number of the server's advisory lock under which keys change."""


def read(server: Server) -> Keyslots:
    """The slots as they are now. Raises KeyslotsDamaged, KeyslotsLost, and what a server raises."""
    with _session(server) as session:
        return read_in(session)


def read_in(session: Session) -> Keyslots:
    """The slots, within a transaction."""
    content = session.scalar(sa.select(KeyslotsRow.content).where(KeyslotsRow.name == _SLOTS))
    if content is None:
        store = session.scalar(sa.select(MarkRow.value).where(MarkRow.name == _ID))
        if store is None:
            raise KeyslotsLost
        return Keyslots(store)
    try:
        return keyslots.parsed(content)
    except (ValueError, KeyError, TypeError):
        raise KeyslotsDamaged from None


def open_key(server: Server) -> tuple[bytes, Keyslots]:
    """The centre's key where nobody has a PIN, made with the store on first use. Raises SignInNeeded."""
    migrated(server)
    with _session(server) as session:
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        session.execute(_new(MarkRow, name=_ID, value=token_hex(8)))
        slots = read_in(session)
        if slots.of_kind(SlotKind.PIN):
            raise SignInNeeded  # whatever else is in the database: what opens without a PIN may have been put back
        session.execute(_new(MarkRow, name=_KEY, value=token_bytes(32).hex()))
        key = session.scalar(sa.select(MarkRow.value).where(MarkRow.name == _KEY))
    return bytes.fromhex(key or ""), slots


def migrated(server: Server) -> None:
    """Bring the store to this version's form: whoever signs in reads tables of it."""
    engine = server_engine(server)
    try:
        migrate_server(engine)
    finally:
        engine.dispose()


def write(server: Server, before: Keyslots, after: Keyslots, key: bytes) -> None:
    """Replace the slots; the key itself lies in the database exactly while nobody has a PIN. All in one transaction.
    Raises StoreLocked where another counter has changed them since `before` was read."""
    with _session(server) as session:
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        if read_in(session) != before:
            raise StoreLocked
        session.merge(KeyslotsRow(name=_SLOTS, content=keyslots.content_of(after)))
        if after.of_kind(SlotKind.PIN):
            session.execute(sa.delete(MarkRow).where(MarkRow.name == _KEY))
        else:
            session.merge(MarkRow(name=_KEY, value=key.hex()))


class CentreTries:
    """The counts of wrong PINs on the server: the same at every counter, in the server's own time."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def begin(self) -> None:
        """The counts are made as they are needed."""

    def seconds(self, owner: str) -> int:
        """How long this person has to wait before the next try. Raises PinBlocked."""
        with _session(self._server) as session:
            return seconds_left(_count(session, owner), _now(session))

    def try_one(self, owner: str) -> None:
        """Count a try before it is made. Raises PinWaits or PinBlocked, and counts nothing then."""
        with _session(self._server) as session:
            now = _now(session)
            epoch = datetime.fromtimestamp(0, UTC)
            session.execute(_new(TriesRow, owner=owner, wrong=0, last=epoch))
            count = _count(session, owner, alone=True)
            seconds = seconds_left(count, now)
            if not seconds:
                moment = datetime.fromtimestamp(now, UTC)
                values = {"wrong": count.wrong + 1, "last": moment}
                session.execute(sa.update(TriesRow).where(TriesRow.owner == owner).values(**values))
        if seconds:
            raise PinWaits(seconds)

    def forget(self, owner: str) -> tuple[int, bool]:
        """The PIN was right, or is a new one. How many tries there had been; nobody can put back an older count."""
        with _session(self._server) as session:
            count = _count(session, owner, alone=True)
            session.execute(sa.delete(TriesRow).where(TriesRow.owner == owner))
        return count.wrong, False


def _count(session: Session, owner: str, *, alone: bool = False) -> Count:
    wanted = sa.select(TriesRow.wrong, TriesRow.last).where(TriesRow.owner == owner)
    row = session.execute(wanted.with_for_update() if alone else wanted).first()
    return Count(row.wrong, int(row.last.timestamp())) if row else Count()


def _now(session: Session) -> int:
    """The server's clock: one that is set forward at a counter ends no pause."""
    return int(session.scalar(sa.select(sa.func.extract("epoch", sa.func.clock_timestamp()))) or 0)


def _new(kind: type[MarkRow] | type[TriesRow], **values: object) -> sa.Executable:
    return insert(kind).values(**values).on_conflict_do_nothing()


@contextmanager
def _session(server: Server) -> Iterator[Session]:
    engine = server_engine(server)
    try:
        with Session(engine) as session, session.begin():
            yield session
    finally:
        engine.dispose()
