"""Search in milliseconds among a hundred thousand: an index of endings in a folder, and indexes to count states by.

A folder's index held one token for each pair of letters; the words are read out of it, and kept by all their endings.
A server's index stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_AT_ONCE = 2000
_LONGEST = 32
_TURNED = 1 << 31
"""The index of people ran from the highest number down."""
_PAIRS, _ENDINGS = "prefix = '6'", "prefix = '1 2', detail = none"


def upgrade() -> None:
    op.create_index("ix_drafts_state", "drafts", ["state"])
    op.create_index("ix_drafts_number_state", "drafts", ["number", "state"])
    if op.get_context().dialect.name != "sqlite":
        return
    op.execute("CREATE TABLE search_late (number INTEGER PRIMARY KEY, words TEXT NOT NULL)")
    _rewrite("search", _ENDINGS, lambda number: number, lambda pairs: _endings(_words_of_pairs(pairs)))
    _rewrite("people_search", _ENDINGS, _turned, lambda pairs: _endings(_words_of_pairs(pairs)))


def downgrade() -> None:
    op.drop_index("ix_drafts_number_state", "drafts")
    op.drop_index("ix_drafts_state", "drafts")
    if op.get_context().dialect.name != "sqlite":
        return
    connection = op.get_bind()
    for number, words in connection.exec_driver_sql("SELECT number, words FROM search_late").all():
        connection.exec_driver_sql("DELETE FROM search WHERE rowid = ?", (number,))
        row = (number, _endings(words.split()))
        connection.exec_driver_sql("INSERT INTO search(rowid, words) VALUES (?, ?)", row)
    op.drop_table("search_late")
    _rewrite("search", _PAIRS, lambda number: number, lambda endings: _pairs(_words_of_endings(endings)))
    _rewrite("people_search", _PAIRS, _turned, lambda endings: _pairs(_words_of_endings(endings)))


def _rewrite(table: str, how: str, place: Callable[[int], int], write: Callable[[str], str]) -> None:
    connection = op.get_bind()
    connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {table}_old")
    connection.exec_driver_sql(f"CREATE VIRTUAL TABLE {table} USING fts5(words, tokenize = 'ascii', {how})")
    connection.exec_driver_sql(f"INSERT INTO {table}({table}, rank) VALUES ('secure-delete', 1)")
    last, old = -1, sa.table(f"{table}_old", sa.column("rowid"), sa.column("words"))
    insert = sa.text(f"INSERT INTO {table}(rowid, words) VALUES (:number, :words)")
    while True:
        wanted = sa.select(old.c.rowid, old.c.words).where(old.c.rowid > last).order_by(old.c.rowid)
        rows = connection.execute(wanted.limit(_AT_ONCE)).all()
        if not rows:
            break
        connection.execute(insert, [{"number": place(row.rowid), "words": write(row.words)} for row in rows])
        last = rows[-1].rowid
    connection.exec_driver_sql(f"DROP TABLE {table}_old")


def _turned(number: int) -> int:
    return _TURNED - number


def _words_of_pairs(pairs: str) -> list[str]:
    """The last letter of a word stood without a neighbour."""
    words, word = [], ""
    for pair in pairs.split():
        word += chr(int(pair[:6], 16))
        if len(pair) == 6:
            words.append(word)
            word = ""
    return words


def _words_of_endings(endings: str) -> list[str]:
    words, word = [], ""
    for ending in endings.split(" ") if endings else ():
        word += ending[0]
        if len(ending) == 1:
            words.append(word)
            word = ""
    return words


def _endings(words: list[str]) -> str:
    whole = dict.fromkeys(words)
    return " ".join(word[start : start + _LONGEST] for word in whole for start in range(len(word)))


def _pairs(words: list[str]) -> str:
    codes = ([f"{ord(letter):06x}" for letter in word] for word in words)
    return " ".join("".join(pair) for word in codes for pair in zip(word, [*word[1:], ""], strict=True))
