"""The indexes that cases and people are found by: FTS5 in a folder, a GIN index over the same words on a server."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from talentdesk.store.tables import PEOPLE_SEARCH, SEARCH
from talentdesk.store.words import codes_of, query_for

_PIECE = 400
"""Pages of the index rewritten in one transaction."""


class Index(Protocol):
    """Where the words of each case, or of each person, are kept by number."""

    def words(self, session: Session, number: int) -> str | None:
        """The words kept of this case; None for none."""

    def put(self, session: Session, number: int, words: str) -> None:
        """Keep the words of a case that has none here."""

    def drop(self, session: Session, number: int) -> None:
        """Forget this case's words."""

    def drop_many(self, session: Session, numbers: Iterable[int]) -> None:
        """Forget these cases' words, at the latest when `condense` has come to its end."""

    def condense(self, session: Session, *, first: bool) -> bool:
        """Rewrite a bounded piece without what was removed; whether there may be more to rewrite."""


class CaseIndex(Index, Protocol):
    """The index of cases, whose matches are a part of a larger question."""

    def numbers(self, text: str) -> sa.Select[Any] | None:
        """The numbers of cases that hold every word of the text; None where there is nothing to look for."""

    def among(self, numbers: sa.SelectBase) -> sa.ColumnElement[bool]:
        """The condition on cases to be one of these."""


class PeopleIndex(Index, Protocol):
    """The index of people, which stops looking when there are more than anybody reads."""

    def newest(self, session: Session, text: str, most: int) -> list[int]:
        """The highest numbers of those that hold every word of the text, no more than `most`: a letter that half of
        them hold is answered as fast as a name."""


def index_of(session: Session) -> CaseIndex:
    """The index of cases of the store this session is in."""
    return _CASES[session.get_bind().dialect.name]


def people_index_of(session: Session) -> PeopleIndex:
    """The index of people of the store this session is in."""
    return _PEOPLE[session.get_bind().dialect.name]


class FullText:
    """A virtual table of SQLite's FTS5: words run in the order of the letters, a phrase finds a part of a word."""

    def __init__(self, name: str, of: str) -> None:
        """`name` is the index's own table, `of` the one whose rows it finds by their `number`."""
        self._name, self._of = name, of
        self._table = sa.table(name, sa.column("rowid"), sa.column("words"))

    def words(self, session: Session, number: int) -> str | None:
        return session.scalar(sa.select(self._table.c.words).where(self._table.c.rowid == number))

    def put(self, session: Session, number: int, words: str) -> None:
        session.execute(sa.insert(self._table).values(rowid=number, words=words))

    def drop(self, session: Session, number: int) -> None:
        session.execute(sa.delete(self._table).where(self._table.c.rowid == number))

    def drop_many(self, session: Session, numbers: Iterable[int]) -> None:
        """Words stay in blocks of the index: taking them out one by one costs a hundred times as much."""
        self._tell(session, "secure-delete", 0)
        for number in numbers:
            self.drop(session, number)
        self._tell(session, "flush")
        self._tell(session, "secure-delete", 1)

    def condense(self, session: Session, *, first: bool) -> bool:
        before = session.scalar(sa.select(sa.func.total_changes()))
        self._tell(session, "merge", -_PIECE if first else _PIECE)
        after = session.scalar(sa.select(sa.func.total_changes()))
        return (after or 0) - (before or 0) > 1  # FTS5 writes one row where nothing is left to merge

    def _tell(self, session: Session, command: str, rank: int | None = None) -> None:
        """FTS5 takes its commands as rows."""
        column, value = (", rank", ", :rank") if rank is not None else ("", "")
        statement = sa.text(f"INSERT INTO {self._name}({self._name}{column}) VALUES (:command{value})")
        session.execute(statement, {"command": command, **({"rank": rank} if rank is not None else {})})

    def numbers(self, text: str) -> sa.Select[Any] | None:
        query = query_for(text)
        return sa.select(self._table.c.rowid).where(sa.literal_column(self._name).op("MATCH")(query)) if query else None

    def among(self, numbers: sa.SelectBase) -> sa.ColumnElement[bool]:
        """The plus sign keeps SQLite from looking up every match before it has walked the moments."""
        return sa.literal_column(f"+{self._of}.number").in_(numbers)


class NewestFirst(FullText):
    """The same with the rows in turned order: FTS5 walks up its rows several times as fast as down, and stops at the
    limit."""

    _TURNED = 1 << 31

    def words(self, session: Session, number: int) -> str | None:
        return super().words(session, self._TURNED - number)

    def put(self, session: Session, number: int, words: str) -> None:
        super().put(session, self._TURNED - number, words)

    def drop(self, session: Session, number: int) -> None:
        super().drop(session, self._TURNED - number)

    def newest(self, session: Session, text: str, most: int) -> list[int]:
        query, row = query_for(text), self._table.c.rowid
        matches = sa.select(row).where(sa.literal_column(self._name).op("MATCH")(query))
        found = session.scalars(matches.order_by(row).limit(most)) if query else ()
        return [self._TURNED - row for row in found]


class Inverted:
    """A plain table: the GIN index on `tokens` finds letters and pairs of letters, the order is looked up in `words`.

    No extension is needed, and nothing rests on the server's collation, which may know no Chinese.
    """

    def __init__(self, name: str, of: str) -> None:
        """`name` is the index's own table, `of` the one whose rows it finds by their `number`."""
        self._of = of
        self._table = sa.table(
            name, sa.column("number"), sa.column("words", sa.Text), sa.column("tokens", ARRAY(sa.Text))
        )

    def words(self, session: Session, number: int) -> str | None:
        kept = session.scalar(sa.select(self._table.c.words).where(self._table.c.number == number))
        return None if kept is None else kept.strip()

    def put(self, session: Session, number: int, words: str) -> None:
        pairs = words.split()
        tokens = sorted({*pairs, *(pair[:6] for pair in pairs)})
        session.execute(sa.insert(self._table).values(number=number, words=f" {words} ", tokens=tokens))

    def drop(self, session: Session, number: int) -> None:
        session.execute(sa.delete(self._table).where(self._table.c.number == number))

    def drop_many(self, session: Session, numbers: Iterable[int]) -> None:
        session.execute(sa.delete(self._table).where(self._table.c.number.in_(list(numbers))))

    def condense(self, session: Session, *, first: bool) -> bool:
        """The server's own vacuum does it."""
        return False

    def numbers(self, text: str) -> sa.Select[Any] | None:
        words = codes_of(text)
        if not words:
            return None
        return sa.select(self._table.c.number).where(*(each for codes in words for each in self._holds(codes)))

    def among(self, numbers: sa.SelectBase) -> sa.ColumnElement[bool]:
        return sa.literal_column(f"{self._of}.number", sa.Integer).in_(numbers)

    def newest(self, session: Session, text: str, most: int) -> list[int]:
        matches = self.numbers(text)
        if matches is None:
            return []
        return list(session.scalars(matches.order_by(self._table.c.number.desc()).limit(most)))

    def _holds(self, codes: tuple[str, ...]) -> list[sa.ColumnElement[bool]]:
        pairs = ["".join(pair) for pair in itertools.pairwise(codes)] or list(codes)
        found = self._table.c.tokens.contains(sa.literal(sorted(set(pairs)), ARRAY(sa.Text)))
        return [found] if len(pairs) == 1 else [found, self._table.c.words.contains(f" {' '.join(pairs)} ")]


_CASES: dict[str, CaseIndex] = {"sqlite": FullText(SEARCH, "drafts"), "postgresql": Inverted(SEARCH, "drafts")}
_PEOPLE: dict[str, PeopleIndex] = {
    "sqlite": NewestFirst(PEOPLE_SEARCH, "persons"),
    "postgresql": Inverted(PEOPLE_SEARCH, "persons"),
}
