"""Brings a store to this version's form: in one transaction, after a verified copy, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from talentdesk.store import layout
from talentdesk.store import place as places
from talentdesk.store.engine import engine_for, read_only
from talentdesk.store.snapshots import take_snapshot
from talentdesk.store.tables import SEARCH_TABLES
from talentdesk.store.trouble import MigrationFailed, NewerStore, StoreTrouble

SCRIPTS = Path(__file__).resolve().parent
NEWEST, SEPARATOR = "newest.sql", "\n--\n"
"""What all steps together make of an empty store, for a new one: thirteen steps take half a second, this a fiftieth."""
_BOOKKEEPING = SEARCH_TABLES | {"alembic_version"}
_LOCK = 0x74616C656E73
"""Number of the server's advisory lock under which its store is brought up to date."""
_ALEMBIC = threading.Lock()
"""Alembic keeps what it works on in its modules: one thread of a process at a time, whatever store it is for."""


def migrate(place: Path, key: bytes, scripts: Path = SCRIPTS) -> None:
    """Bring the store in this folder to the newest form, creating it when absent. There is no way back but a copy.

    Raises NewerStore when a later version wrote it, MigrationFailed when the step
    would have lost rows or broken references; the store is then as it was.
    """
    file, goal = place / places.DATABASE, newest(scripts)
    engine = engine_for(file, key, foreign_keys=False)
    try:
        if _needs(engine, scripts, goal):
            with places.alone(place):
                _migrate_alone(engine, file, key, scripts, goal)
    finally:
        engine.dispose()


def migrate_server(engine: Engine, scripts: Path = SCRIPTS) -> None:
    """Bring a server's store to the newest form, all of it in one transaction; the first counter to ask does it.

    Copies are the server's duty. Raises NewerStore, MigrationFailed.
    """
    goal = newest(scripts)
    if not _needs(engine, scripts, goal):
        return
    with engine.begin() as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        if _revision(connection) != goal:
            before = _counts(connection)
            _run_scripts(connection, scripts, goal)
            _refuse_losses(connection, before, _counts(connection))


def newest(scripts: Path = SCRIPTS) -> str:
    """The last revision, by file name: revisions are numbered without gaps and have no branches."""
    return _revisions(scripts)[-1]


def _revisions(scripts: Path) -> list[str]:
    return sorted(script.name[:4] for script in (scripts / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def revision_of(engine: Engine) -> str:
    """The form the store has now; empty for a new one."""
    with read_only(engine).connect() as connection:  # a server does not know the option, and needs none
        return _revision(connection)


def _revision(connection: Connection) -> str:
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")


def _needs(engine: Engine, scripts: Path, goal: str) -> bool:
    now = revision_of(engine)
    if now and now not in _revisions(scripts):
        raise NewerStore
    return now != goal


def _migrate_alone(engine: Engine, file: Path, key: bytes, scripts: Path, goal: str) -> None:
    """Another process may have done it while this one waited, so look again."""
    if not _needs(engine, scripts, goal):
        return
    now = revision_of(engine)
    if now:
        take_snapshot(engine, file, file.with_name(f"before-{now}-to-{goal}.db"), key)
        layout.drop(file.parent)
    with engine.begin() as connection:
        if sa.inspect(connection).get_table_names() or not _begin(connection, scripts, goal):
            before = _counts(connection)
            _run_scripts(connection, scripts, goal)
            _refuse_losses(connection, before, _counts(connection))


def _begin(connection: Connection, scripts: Path, goal: str) -> bool:
    """Make a new store at once; False where there is no script of this form for it."""
    try:
        head, *statements = (scripts / NEWEST).read_text("utf-8").rstrip("\n").split(SEPARATOR)
    except FileNotFoundError:
        return False
    if head != f"-- {goal}":
        return False
    for statement in statements:
        connection.exec_driver_sql(statement)
    return True


def _run_scripts(connection: Connection, scripts: Path, goal: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    try:
        with _ALEMBIC:
            command.upgrade(config, goal)
    except (CommandError, sa.exc.SQLAlchemyError) as error:
        raise MigrationFailed from error
    except StoreTrouble as error:  # a full disk keeps its name; a step the engine refuses is the step's own failure
        if type(error) is not StoreTrouble:
            raise
        raise MigrationFailed from error


def _counts(connection: Connection) -> Mapping[str, int]:
    tables = set(sa.inspect(connection).get_table_names()) - _BOOKKEEPING
    return {name: _count(connection, name) for name in sorted(tables)}


def _count(connection: Connection, table: str) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar_one()


def _refuse_losses(connection: Connection, before: Mapping[str, int], after: Mapping[str, int]) -> None:
    """A rebuilt table must hold as many rows as before, and every reference must still lead somewhere."""
    if any(after.get(name, 0) < rows for name, rows in before.items()):
        raise MigrationFailed
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise MigrationFailed
