"""The one way to the database: encrypted or not at all, and durable before anything is called saved."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, ExceptionContext
from sqlcipher3 import dbapi2 as driver

from talentdesk.store.place import reserve_name
from talentdesk.store.trouble import NotEncrypted, StoreTrouble, WrongKey, trouble_from

KEY_BYTES = 32
PATIENCE_MS = 5000

_STATEMENTS = 16
"""Prepared statements that a connection keeps. They lie in the little memory that it has set aside; where that is used
up, each small piece is asked of the system, locked and wiped again, so that 5000 rows took 24 ms, not 2."""

_OLDEST_ENGINE = (3, 51, 3)  # older ones may corrupt a write-ahead log shared by two processes
_OLDEST_CIPHER = 4
_PLAINTEXT = b"SQLite format 3\0"
_NOTADB = 26
_SILENCE = logging.Logger("silence", logging.CRITICAL + 1)  # beside the tree of loggers: nobody else can reach it


def engine_for(
    file: Path, key: bytes, *, patience_ms: int = PATIENCE_MS, foreign_keys: bool = True, max_pages: int = 0
) -> Engine:
    """An engine on the encrypted file, which is created when absent.

    `key` is the raw 256-bit key. Writers take the lock when they begin (BEGIN
    IMMEDIATE); a connection with the execution option `read_only` sees a snapshot
    and hinders nobody. Every failure is raised as a StoreTrouble. `patience_ms` is
    how long a writer waits for another process; `max_pages` caps the file's size
    (0: no cap).
    """

    def connect() -> driver.Connection:
        return _open(file, key, patience_ms, foreign_keys, max_pages)

    engine = sa.create_engine(
        "sqlite://", module=driver, creator=connect, poolclass=sa.pool.QueuePool, hide_parameters=True
    )
    hush(engine)
    sa.event.listen(engine, "begin", _begin)
    sa.event.listen(engine, "handle_error", _name_trouble)
    sa.event.listen(engine, "checkout", _try)
    return engine


def read_only(engine: Engine) -> Engine:
    """The same engine for sessions that only look."""
    return hush(engine.execution_options(read_only=True))


def bare(engine: Engine) -> Engine:
    """The same engine for the few commands that may not run in a transaction."""
    return hush(engine.execution_options(bare=True))


def hush(engine: Engine) -> Engine:
    """Whatever a program sets logging to: SQLAlchemy's debug log shows the rows, `hide_parameters` or not."""
    engine.logger = _SILENCE
    return engine


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("bare"):
        connection.exec_driver_sql("BEGIN" if options.get("read_only") else "BEGIN IMMEDIATE")


def _try(connection: Any, *_: object) -> None:
    """After one read that failed, also one of the engine's own after a save, a connection takes the whole file for
    damaged: another one is opened in its place."""
    if has_given_up(connection):
        raise sa.exc.DisconnectionError


def has_given_up(connection: Any) -> bool:
    """Whether a page that this connection read was bad. Of a value of several pages the engine may give the rest as
    zeroes then, and say nothing before it is asked for another page."""
    return _ask(connection, "cipher_status") == "0"


def _name_trouble(context: ExceptionContext) -> StoreTrouble:
    return trouble_from(context.original_exception)


def _open(file: Path, key: bytes, patience_ms: int, foreign_keys: bool, max_pages: int) -> driver.Connection:
    """One connection that has passed the gate. Nothing is written before the engine and the file are trusted."""
    if len(key) != KEY_BYTES:
        raise WrongKey
    reserve_name(file)
    _refuse_plaintext(file)
    connection = None
    try:
        connection = driver.connect(
            str(file),
            timeout=patience_ms / 1000,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=_STATEMENTS,
        )
        _trust_engine(connection)
        _unlock(connection, key)
        _configure(connection, patience_ms, foreign_keys, max_pages)
        _refuse_plaintext(file)
    except BaseException as error:
        if connection is not None:
            connection.close()
        if isinstance(error, driver.Error):
            raise trouble_from(error) from error
        raise
    return connection


def versions() -> tuple[str, str]:
    """SQLCipher's and SQLite's version as they answer in this process. Raises NotEncrypted as a store would."""
    connection = driver.connect(":memory:")
    try:
        _trust_engine(connection)
        return _ask(connection, "cipher_version"), driver.sqlite_version
    finally:
        connection.close()


# ---- the gate: refuse rather than write what could be read


def _refuse_plaintext(file: Path) -> None:
    """An encrypted file begins with a random salt; a readable one says what it is."""
    try:
        with file.open("rb") as stream:
            head = stream.read(len(_PLAINTEXT))
    except OSError as error:
        raise trouble_from(error) from error
    if head == _PLAINTEXT:
        raise NotEncrypted


def _trust_engine(connection: driver.Connection) -> None:
    """The library that answers may not be the one that was shipped: a system SQLite loaded first takes its place,
    ignores the key without a word and writes plain text."""
    cipher = _ask(connection, "cipher_version")
    if int(cipher.partition(".")[0] or 0) < _OLDEST_CIPHER:
        raise NotEncrypted
    if tuple(map(int, driver.sqlite_version.split("."))) < _OLDEST_ENGINE:
        raise NotEncrypted


def _unlock(connection: driver.Connection, key: bytes) -> None:
    _ask(connection, "cipher_log_level = none")  # it would print its own messages on stderr
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    if _ask(connection, "cipher_use_hmac") != "1" or _ask(connection, "cipher_plaintext_header_size") != "0":
        raise NotEncrypted
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except driver.DatabaseError as error:
        raise WrongKey if error.sqlite_errorcode == _NOTADB else trouble_from(error) from error
    if _ask(connection, "cipher_status") == "0":
        raise NotEncrypted


def _configure(connection: driver.Connection, patience_ms: int, foreign_keys: bool, max_pages: int) -> None:
    _ask(connection, f"busy_timeout = {int(patience_ms)}")
    if _ask(connection, "journal_mode = wal") != "wal":
        raise trouble_from(OSError("this disk can't hold a write-ahead log"))
    for setting in _settings(foreign_keys, max_pages):
        _ask(connection, setting)


def _settings(foreign_keys: bool, max_pages: int) -> tuple[str, ...]:
    common = (
        "synchronous = full",  # an acknowledged save outlasts a power cut
        "secure_delete = on",
        "cache_size = -16000",  # KiB: a page read again need not be decrypted again
        "temp_store = memory",
        "cipher_memory_security = on",
        "trusted_schema = off",
        "wal_autocheckpoint = 200",  # pages: a damaged log is cut off silently, so keep it short
        f"foreign_keys = {'on' if foreign_keys else 'off'}",
    )
    capped = (f"max_page_count = {int(max_pages)}",) if max_pages else ()
    flushed = ("fullfsync = on", "checkpoint_fullfsync = on") if sys.platform == "darwin" else ()
    return common + capped + flushed


def _ask(connection: driver.Connection, pragma: str) -> str:
    """First column of the pragma's answer; empty when it has none."""
    row: tuple[Any, ...] | None = connection.execute(f"PRAGMA {pragma}").fetchone()
    return str(row[0]) if row else ""


def truncate_log(engine: Engine) -> bool:
    """Move everything from the write-ahead log into the database file and empty it; False while others are reading."""
    with bare(engine).connect() as connection:
        busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    return not busy
