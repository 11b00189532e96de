"""Where the tables of a store begin, kept beside it: a store whose own list of them is lost can still be read.

The list stands on the first page and a few others. It holds no answer and no name, so it may lie there in plain text;
without it one bad page of those few would cost every case that is in no copy yet.
"""

from __future__ import annotations

import json
import os
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlcipher3 import dbapi2 as driver

from talentdesk.store import place as places
from talentdesk.store.tables import Base
from talentdesk.store.trouble import StoreTrouble

_PAGE = 4096
_BLOB = 1 << 26
"""Bytes that are asked for at once where a file is filled with nothing."""
_LIST = sa.text("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master ORDER BY rowid")
_OWN = "sqlite_sequence"
_ROW = (str, str, str, int, str | None)


class _Layout(NamedTuple):
    salt: bytes
    version: int
    tables: tuple[tuple[str, str, str, int, str | None], ...]


def keep(place: Path, engine: Engine) -> None:
    """Write down where the tables begin, if that is another thing than what stands there. A folder that takes it not is
    none the worse for it: nothing is raised."""
    with suppress(StoreTrouble, OSError):
        salt = _salt_of(place / places.DATABASE)
        with engine.connect() as connection:
            version = connection.execute(sa.text("PRAGMA schema_version")).scalar_one()
            known = _read(place)
            if known is not None and (known.salt, known.version) == (salt, version):
                return
            tables = [list(row) for row in connection.execute(_LIST)]
        content = {"salt": salt.hex(), "version": version, "tables": tables}
        places.write_private(place / places.LAYOUT, json.dumps(content, indent=0).encode())


def relay(place: Path, view: Path, key: bytes) -> bool:
    """Give `view`, a copy of the damaged store and its log, the list of tables that is kept in `place`. Whether
    anything can be read by it: by another store's nothing can, as no page fits its salt. Raises OSError."""
    known = _read(place)
    if known is None:
        return False
    with suppress(driver.Error, UnicodeDecodeError):
        _fold_log(view, known, key)
        _put_head(view, known, key)
        with closing(_unlocked(view, known, key)) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("BEGIN")
            connection.execute("DELETE FROM sqlite_master")
            connection.executemany("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", known.tables)
            connection.execute("COMMIT")
        return any(_fits(view, name, known, key) for kind, name, *_rest in known.tables if kind == "table")
    return False


def _fits(view: Path, table: str, known: _Layout, key: bytes) -> bool:
    """Opened each time: after one page that could not be read the engine trusts no other."""
    with closing(_unlocked(view, known, key)) as connection, suppress(driver.Error, UnicodeDecodeError):
        connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()
        return True
    return False


def _fold_log(view: Path, known: _Layout, key: bytes) -> None:
    """Closing takes the log into the file, whether or not the list of tables can be read."""
    _put_head(view, known, key)
    with closing(_unlocked(view, known, key)) as connection, suppress(driver.Error, UnicodeDecodeError):
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _put_head(view: Path, known: _Layout, key: bytes) -> None:
    """The first page of an empty file of the same key, the same salt and as many pages."""
    empty = view.with_name(f"{view.name}.empty")
    try:
        with closing(_unlocked(empty, known, key)) as connection:
            _fill(connection, view.stat().st_size // _PAGE)
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        length = empty.stat().st_size
        with empty.open("rb") as source, view.open("r+b") as target:
            target.write(source.read(_PAGE))
        os.truncate(view, length)
    finally:
        empty.unlink(missing_ok=True)


def _fill(connection: driver.Connection, pages: int) -> None:
    """A table of nothing: a page that no table has would be given out again."""
    connection.execute("PRAGMA journal_mode = OFF").fetchone()
    connection.execute("CREATE TABLE pad (air)")
    while (short := pages - connection.execute("PRAGMA page_count").fetchone()[0]) > 0:
        connection.execute("INSERT INTO pad VALUES (zeroblob(?))", (min(short * _PAGE, _BLOB) - _PAGE // 2,))


def _unlocked(file: Path, known: _Layout, key: bytes) -> driver.Connection:
    connection = driver.connect(str(file), isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = none").fetchone()
    connection.execute(f"PRAGMA key = \"x'{key.hex()}{known.salt.hex()}'\"")
    return connection


def _salt_of(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(places.SALT)


def _read(place: Path) -> _Layout | None:
    """What is kept, without anything that is no table of a store or its index; None where it cannot be read."""
    try:
        found = json.loads((place / places.LAYOUT).read_bytes())
        salt, version = bytes.fromhex(found["salt"]), int(found["version"])
        rows = [tuple(row) for row in found["tables"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if len(salt) != places.SALT or not all(_is_row(row) for row in rows):
        return None
    return _Layout(salt, version, tuple(row for row in rows if _is_plain(*row)))


def _is_row(row: tuple[object, ...]) -> bool:
    return len(row) == len(_ROW) and all(isinstance(part, kind) for part, kind in zip(row, _ROW, strict=True))


def _is_plain(type: str, name: str, table: str, root: int, sql: str | None) -> bool:
    """Nothing that runs by itself, and nothing that is built anew in any case."""
    return root > 1 and type in ("table", "index") and table in {*Base.metadata.tables, _OWN}
