"""A view of a damaged store for which the pages that say where its tables begin need not be whole, nor those that lead
to others: what they said is taken from the layout that was written down, and from the pages themselves."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from talentdesk.store.branches import Table, mend
from talentdesk.store.cipherpages import PAGE, RESERVED, USABLE, Pages
from talentdesk.store.layout import Layout, Piece

Opening = Callable[[], driver.Connection | None]

_LIST_OF_TABLES = Table(root=1, columns=5, fewest=5)
_WITH_A_LOG, _UTF8, _FORM = 2, 1, 4
_VERSION_AT = 40
_NEWEST_READER = 3_051_003  # of the engine; the number says who wrote the page last, and is not asked for


def relay(view: Path, key: bytes, layout: Layout, opening: Opening) -> bool:
    """Lay the view's tables as the layout says; whether it is of this file. A layout of another one would find no page:
    each is sealed with the salt."""
    salt = bytes.fromhex(layout.salt)
    pieces = [piece for piece in layout.pieces if piece.is_stored]
    _fold(view, key, salt, opening)
    with view.open("r+b") as stream:
        pages = Pages(stream, key, salt)
        if not _is_of(pages, layout.version):
            return False
        mend(pages, [_LIST_OF_TABLES, *_tables(pieces)])
        pieces = list(_begun(pages, pieces))
        _begin(pages, max([pages.count(), *(piece.root for piece in pieces)]))
    return _list(opening, pieces)


def _fold(view: Path, key: bytes, salt: bytes, opening: Opening) -> None:
    """Take the log into the file, which closing does, also when the list of tables can't be read. Where the first page
    is bad the engine opens no log: an empty one is put there, unless the log has a later one."""
    if not Path(f"{view}-wal").exists():
        return
    with view.open("r+b") as stream:
        pages = Pages(stream, key, salt)
        if pages.read(1) is None:
            _begin(pages, pages.count())
    connection = opening()
    if connection is not None:
        connection.close()
    for ending in ("-wal", "-shm"):
        Path(f"{view}{ending}").unlink(missing_ok=True)


def _is_of(pages: Pages, version: int) -> bool:
    """Where the first page is whole, it says in which form the tables are."""
    first = pages.read(1)
    if first is not None:
        return struct.unpack_from(">I", first, _VERSION_AT) == (version,)
    return any(pages.read(number) is not None for number in range(2, pages.count() + 1))


def _tables(pieces: Iterable[Piece]) -> list[Table]:
    """How many columns each table has, the engine itself says."""
    with contextlib.closing(driver.connect(":memory:")) as connection:
        tables = [piece for piece in pieces if piece.type == "table"]
        for piece in tables:
            with contextlib.suppress(driver.Error):  # its own, which it makes by itself
                connection.execute(piece.sql or "")
        asked = "SELECT count(*) FROM pragma_table_xinfo(?)"
        return [Table(piece.root, connection.execute(asked, (piece.name,)).fetchone()[0]) for piece in tables]


def _begun(pages: Pages, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Tables whose first page is there, with their indexes: of another one no row can be reached, and each number that
    is tried all the same costs an opening of the file."""
    pieces = tuple(pieces)
    shown = {piece.name for piece in pieces if piece.type == "table" and pages.read(piece.root) is not None}
    return (piece for piece in pieces if piece.table in shown)


def _begin(pages: Pages, count: int) -> None:
    """The first page of a file of so many pages, in which there is no table yet."""
    pages.lengthen(count)
    content = bytearray(USABLE)
    struct.pack_into(">HBBBBBBII", content, 16, PAGE, _WITH_A_LOG, _WITH_A_LOG, RESERVED, 64, 32, 32, 1, count)
    struct.pack_into(">I", content, 44, _FORM)
    struct.pack_into(">I", content, 56, _UTF8)
    struct.pack_into(">II", content, 92, 1, _NEWEST_READER)
    struct.pack_into(">BHHH", content, 100, 13, 0, 0, USABLE)
    pages.write(1, bytes(content))


def _list(opening: Opening, pieces: Iterable[Piece]) -> bool:
    """Write the list of tables, whose pages the engine puts at the end."""
    connection = opening()
    if connection is None:
        return False
    with contextlib.closing(connection):
        try:
            connection.execute("PRAGMA writable_schema = on")
            connection.execute("BEGIN")
            for piece in pieces:
                row = (piece.type, piece.name, piece.table, piece.root, piece.sql)
                connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)
            connection.execute("COMMIT")
        except driver.Error:
            return False
    return True
