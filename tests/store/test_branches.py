"""A bad page that only leads to others, in a table that is three pages deep: what it led to is found again."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from talentdesk.store import layout, relaying
from talentdesk.store.cipherpages import PAGE, Pages

KEY = bytes(range(32))
ROWS = 1200
LEAF, BRANCH = 13, 5


def opened(file: Path) -> driver.Connection | None:
    connection = driver.connect(str(file), isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = none").fetchone()
        connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except (driver.Error, UnicodeDecodeError):
        connection.close()
        return None
    return connection


@pytest.fixture(scope="module")
def deep(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, layout.Layout]:
    """Two tables of a row a page, the same number of columns, and what leads to their rows on several pages."""
    file = tmp_path_factory.mktemp("deep") / "deep.db"
    connection = driver.connect(str(file), isolation_level=None)
    with closing(connection):
        connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        connection.execute("BEGIN")
        for table in ("one", "two"):
            connection.execute(f"CREATE TABLE {table} (number INTEGER PRIMARY KEY, text)")
            rows = ((number, f"{table} {number} ".ljust(3000, "x")) for number in range(1, ROWS + 1))
            connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = wal").fetchone()
        pieces = layout.pieces_of(connection.execute(layout.PIECES).fetchall())
        version = connection.execute(layout.VERSION).fetchone()[0]
    return file, layout.Layout(layout.salt_of(file), version, pieces)


def kinds(file: Path) -> dict[int, list[int]]:
    """The pages after the first by what they begin with."""
    found: dict[int, list[int]] = {}
    with file.open("rb") as stream:
        pages = Pages(stream, KEY, stream.read(16))
        for number in range(2, pages.count() + 1):
            found.setdefault((pages.read(number) or b"\0")[0], []).append(number)
    return found


def relaid(file: Path, target: Path, known: layout.Layout, bad: Iterable[int]) -> dict[str, set[int]]:
    """The numbers of the rows that are read, each seen to be the row that was written there."""
    shutil.copyfile(file, target)
    with target.open("r+b") as stream:
        for page in bad:
            stream.seek((page - 1) * PAGE)
            stream.write(random.Random(page).randbytes(PAGE))
    assert relaying.relay(target, KEY, known, lambda: opened(target))
    return {table: set(numbers(table, lambda: opened(target))) for table in ("one", "two")}


def numbers(table: str, opening: Callable[[], driver.Connection | None]) -> Iterable[int]:
    connection = opening()
    for number in range(1, ROWS + 1):
        if connection is None:
            return
        try:
            found = connection.execute(f"SELECT text FROM {table} WHERE number = ?", (number,)).fetchone()
        except driver.Error:
            connection.close()
            connection = opening()
            continue
        if found is not None:
            assert found[0].startswith(f"{table} {number} ")
            yield number
    if connection is not None:
        connection.close()


EVERY = set(range(1, ROWS + 1))


def test_no_branch_is_needed(deep: tuple[Path, layout.Layout], tmp_path: Path) -> None:
    file, known = deep
    branches = kinds(file)[BRANCH]
    assert len(branches) >= 6, "the tables are three pages deep"
    for page in [1, *branches]:
        assert relaid(file, tmp_path / "bad.db", known, [page]) == {"one": EVERY, "two": EVERY}, page


def test_a_leaf_costs_its_row(deep: tuple[Path, layout.Layout], tmp_path: Path) -> None:
    file, known = deep
    for page in random.Random(3).sample(kinds(file)[LEAF], 3):
        found = relaid(file, tmp_path / "bad.db", known, [page])
        assert len(found["one"]) + len(found["two"]) == 2 * ROWS - 1


def test_two_tables_never_get_each_others_rows(deep: tuple[Path, layout.Layout], tmp_path: Path) -> None:
    """Both began at a bad page and their rows look alike: whose they are nobody can tell, so they are nobody's."""
    file, known = deep
    roots = [piece.root for piece in known.pieces]
    assert relaid(file, tmp_path / "bad.db", known, roots) == {"one": set(), "two": set()}


def test_two_branches_of_one_table_get_their_own(deep: tuple[Path, layout.Layout], tmp_path: Path) -> None:
    file, known = deep
    one, two = (piece.root for piece in known.pieces)
    within = [page for page in kinds(file)[BRANCH] if one < page < two]
    assert len(within) > 1
    assert relaid(file, tmp_path / "bad.db", known, [1, *within]) == {"one": EVERY, "two": EVERY}


def test_with_a_wrong_salt_nothing_is_read(deep: tuple[Path, layout.Layout], tmp_path: Path) -> None:
    file, known = deep
    shutil.copyfile(file, tmp_path / "bad.db")
    other = layout.Layout("00" * 16, known.version, known.pieces)
    assert not relaying.relay(tmp_path / "bad.db", KEY, other, lambda: opened(tmp_path / "bad.db"))


def test_with_tables_of_another_form_nothing_is_read(deep: tuple[Path, layout.Layout], tmp_path: Path) -> None:
    file, known = deep
    shutil.copyfile(file, tmp_path / "bad.db")
    older = layout.Layout(known.salt, known.version - 1, known.pieces)
    assert not relaying.relay(tmp_path / "bad.db", KEY, older, lambda: opened(tmp_path / "bad.db"))
