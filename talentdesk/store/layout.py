"""`layout.json` beside the store: which table begins at which page of the file, so that a damaged file can be read
although the pages that say so are bad. It names tables and columns, never what stands in them.

It is sealed with the store's key: a disk that damages the one file may damage the other, and a wrong page number would
show rows in the wrong table.
"""

from __future__ import annotations

import contextlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection, Engine

from talentdesk.store import place as places
from talentdesk.store.engine import read_only
from talentdesk.store.trouble import StoreTrouble, trouble_from

PIECES = "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master"
VERSION = "PRAGMA schema_version"
_PURPOSE = b"talentdesk layout\0"


@dataclass(frozen=True, slots=True)
class Piece:
    """A table or an index, and the page it begins at. An index that the engine made by itself has no `sql`."""

    type: str
    name: str
    table: str
    root: int
    sql: str | None

    @property
    def is_stored(self) -> bool:
        """Whether it has pages of its own. A virtual table has none, a view and a trigger neither."""
        return self.type in ("table", "index") and self.root > 1


@dataclass(frozen=True, slots=True)
class Layout:
    """Of the file that begins with this salt, in its form of this number."""

    salt: str
    version: int
    pieces: tuple[Piece, ...]


def keep(place: Path, engine: Engine, key: bytes) -> None:
    """Write down the layout of the open store in this folder where another one, or none, is written down.

    Where it can't be written nothing is said: the store is whole without it.
    """
    with contextlib.suppress(StoreTrouble, OSError), read_only(engine).connect() as connection:
        known = read(place, key)
        salt, version = salt_of(place / places.DATABASE), _version(connection)
        if known is None or (known.salt, known.version) != (salt, version):
            pieces = pieces_of(connection.exec_driver_sql(PIECES).all())
            places.write_private(place / places.LAYOUT, _sealed(Layout(salt, version, pieces), key))


def read(place: Path, key: bytes) -> Layout | None:
    """What is written down there; None unless every word is as it was written with this key."""
    try:
        found = json.loads((place / places.LAYOUT).read_bytes())
        body = found["layout"]
        if not hmac.compare_digest(found["seal"], _seal(body, key)):
            return None
        return Layout(body["salt"], body["version"], pieces_of(body["pieces"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def drop(place: Path) -> None:
    """Take it away, for good also after a power cut, before the form of the store changes: an old one would lead to the
    wrong tables. Raises StoreTrouble."""
    try:
        if (place / places.LAYOUT).exists():
            (place / places.LAYOUT).unlink()
            places.sync_folder(place)
    except OSError as error:
        raise trouble_from(error) from error


def pieces_of(rows: Iterable[Sequence[Any]]) -> tuple[Piece, ...]:
    """The rows that `PIECES` asks for."""
    return tuple(Piece(*row) for row in rows)


def salt_of(file: Path) -> str:
    """What the file begins with, in hex."""
    with file.open("rb") as stream:
        return stream.read(places.SALT).hex()


def _version(connection: Connection) -> int:
    return int(connection.exec_driver_sql(VERSION).scalar_one())


def _sealed(layout: Layout, key: bytes) -> bytes:
    pieces = [[piece.type, piece.name, piece.table, piece.root, piece.sql] for piece in layout.pieces]
    body = {"salt": layout.salt, "version": layout.version, "pieces": pieces}
    return json.dumps({"seal": _seal(body, key), "layout": body}).encode()


def _seal(body: object, key: bytes) -> str:
    return hmac.digest(key, _PURPOSE + json.dumps(body).encode(), "sha256").hex()
