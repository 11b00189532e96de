"""A store on a PostgreSQL server, which many counters use at once. What keeps the disk safe there is the server's duty.

Nothing but the server's own disk encryption keeps answers unreadable there; this module sees to the way to it: TLS with
the server's name checked, unless the server is on this very machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.orm import Session

from talentdesk.store import drafts, people
from talentdesk.store.address import Server
from talentdesk.store.backup import Manifest
from talentdesk.store.engine import hush
from talentdesk.store.ground import Erased
from talentdesk.store.migrations import migrate_server, revision_of
from talentdesk.store.snapshots import Snapshot
from talentdesk.store.tables import DraftRow, StaffRow
from talentdesk.store.trouble import BadAddress, DriverMissing, ServersDuty, StoreTrouble
from talentdesk.store.trouble_server import trouble_from_server
from talentdesk.store.vault import Protection, Vault

PATIENCE_MS = 5000
_CONNECT_S = 5
_STATEMENT_MS = 60_000
_SILENT_MS = 20_000
_HERE = frozenset({"", "localhost", "127.0.0.1", "::1"})
_ACTS = 0x74616C656E74
"""Number of the server's advisory lock under which the chain of acts grows."""
_erased = sa.table("erased", sa.column("id", sa.String), sa.column("day", sa.Date))


def server_engine(server: Server, *, patience_ms: int = PATIENCE_MS) -> Engine:
    """An engine on the server's database. Every failure is raised as a StoreTrouble that holds no word of the URL.

    Connections are tried before use, so that a server that was started again is found again. `patience_ms` is how long
    a statement waits for another counter's lock. Raises BadAddress for a URL that can't be read.
    """
    try:
        url = sa.make_url(server.url)
        port = url.port
    except (sa.exc.ArgumentError, ValueError):
        raise BadAddress from None
    if not url.database or port == 0:
        raise BadAddress
    try:
        engine = sa.create_engine(
            url,
            connect_args=_ways(url, patience_ms),
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            pool_size=2,
            hide_parameters=True,
        )
    except ImportError as gone:
        raise DriverMissing from gone
    hush(engine)
    sa.event.listen(engine, "handle_error", _name_trouble)
    return engine


def _ways(url: sa.URL, patience_ms: int) -> dict[str, Any]:
    """How to connect, where the URL does not say it: TLS with the name checked, and nobody waits for ever."""
    given = url.query
    limits = f"-c lock_timeout={int(patience_ms)} -c statement_timeout={_STATEMENT_MS} -c synchronous_commit=on"
    ways: dict[str, Any] = {
        "connect_timeout": _CONNECT_S,
        "tcp_user_timeout": _SILENT_MS,
        "keepalives_idle": 10,
        "application_name": "talentdesk",
        "sslmode": "prefer" if is_local(url) else "verify-full",
    }
    ways = {name: value for name, value in ways.items() if name not in given}
    return ways | {"options": " ".join(filter(None, (str(given.get("options", "")), limits)))}


def is_local(url: sa.URL) -> bool:
    """Whether the server is reached without a network: by a socket, or on this machine's own address."""
    hosts = url.query.get("host", url.host or "")
    named = hosts if isinstance(hosts, tuple) else tuple(str(hosts).split(","))
    return all(host in _HERE or host.startswith(("/", "@")) for host in named)


def _name_trouble(context: ExceptionContext) -> StoreTrouble | None:
    """A connection that is tried before use may be dead; another one is made then."""
    return None if context.is_pre_ping else trouble_from_server(context.original_exception)


# ---- the key


def open_vault(server: Server) -> Vault:
    """The centre's key, made with the store on first use. All counters of a centre have the same. Raises SignInNeeded
    where the staff have PINs."""
    from talentdesk.store import centrekeys

    key, slots = centrekeys.open_key(server)
    return Vault(server, key, slots, Protection.SERVER)


# ---- the ledger


class ServerLedger:
    """A table: the server puts cases and ledger back together, so one is never behind the other."""

    def is_behind(self, session: Session) -> bool:
        return False

    def apply(self, session: Session) -> int:
        named = sa.select(_erased.c.id)
        ids = session.scalars(sa.select(DraftRow.id).where(DraftRow.id.in_(named))).all()
        drafts.erase_many(session, ids)
        persons = people.there(session, session.scalars(named).all())
        people.erase_many(session, persons)
        return len(ids) + len(persons)

    def erase(self, session: Session, ids: Iterable[str], now: datetime) -> None:
        ids = tuple(ids)
        self.add(session, [(now.astimezone(UTC).date(), id) for id in ids])
        drafts.erase_many(session, ids)
        people.erase_many(session, ids)

    def lines(self, session: Session) -> tuple[Erased, ...]:
        rows = session.execute(sa.select(_erased.c.day, _erased.c.id).order_by(_erased.c.day, _erased.c.id))
        return tuple((row.day, row.id) for row in rows)

    def add(self, session: Session, lines: Iterable[Erased]) -> None:
        rows = [{"day": day, "id": id} for day, id in lines]
        if rows:
            session.execute(insert(_erased).on_conflict_do_nothing(), rows)


# ---- the ground


class ServerGround:
    """The ground of a centre's store. Many processes stand on it at once."""

    reads_only = False

    def __init__(self, server: Server, *, patience_ms: int) -> None:
        self.engine = server_engine(server, patience_ms=patience_ms)
        try:
            migrate_server(self.engine)
        except BaseException:
            self.engine.dispose()
            raise
        self.looking = hush(self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True))
        self.ledger = ServerLedger()

    def begin_act(self, session: Session) -> None:
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_ACTS)))

    def highest_number(self, session: Session, table: str = "drafts", column: str = "number") -> int:
        told = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {table}_{column}_seq"
        return int(session.scalar(sa.text(told)) or 0)

    def go_on_after(self, session: Session, number: int, table: str = "drafts", column: str = "number") -> None:
        if number:
            session.execute(sa.select(sa.func.setval(f"{table}_{column}_seq", number)))

    def make_room(self) -> bool:
        return False

    def tidy(self) -> bool:
        return True

    def keep_reserve(self) -> None:
        """The server's disk is the server's duty."""

    def take_snapshot(self, vault: Vault, now: datetime) -> Snapshot | None:
        raise ServersDuty

    def write_backup(self, vault: Vault, out: Path, now: datetime) -> Manifest:
        raise ServersDuty

    def leave(self) -> None:
        self.engine.dispose()


# ---- for the doctor


def account(server: Server) -> tuple[str, bool, bool]:
    """The server's version, whether the account may do everything there, and whether the way is encrypted or local.

    Raises StoreTrouble where the server can't be reached.
    """
    with _connected(server) as (engine, connection):
        version = str(connection.exec_driver_sql("SHOW server_version").scalar_one()).partition(" ")[0]
        mighty = connection.exec_driver_sql("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").scalar_one()
        closed = connection.exec_driver_sql("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").scalar()
        return version, bool(mighty), bool(closed) or is_local(engine.url)


def form(server: Server) -> str:
    """The form the store has there; empty where there is none yet. Nothing is made. Raises StoreTrouble."""
    with _connected(server) as (engine, _connection):
        return revision_of(engine)


def administrators(server: Server) -> int:
    """How many administrators have a PIN. Raises StoreTrouble where the store is of an older form."""
    from talentdesk.store.centrekeys import read_in
    from talentdesk.store.keyslots import SlotKind

    with _connected(server) as (engine, _connection), Session(engine) as session:
        pins = {slot.owner for slot in read_in(session).of_kind(SlotKind.PIN)}
        wanted = sa.select(StaffRow.id).where(StaffRow.left_at.is_(None), StaffRow.role == "admin")
        return len(pins & set(session.scalars(wanted)))


@contextmanager
def _connected(server: Server) -> Iterator[tuple[Engine, sa.Connection]]:
    engine = server_engine(server)
    try:
        with engine.connect() as connection:
            yield engine, connection
    finally:
        engine.dispose()
