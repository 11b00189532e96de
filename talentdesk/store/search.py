"""The indexes that cases and people are found by: FTS5 in a folder, a GIN index over the same words on a server."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from talentdesk.store.tables import PEOPLE_SEARCH, SEARCH, SEARCH_LATE
from talentdesk.store.words import (
    codes_of,
    endings_of,
    holds,
    holds_part,
    is_certain,
    pairs_of,
    query_for,
    wanted_in,
    words_with,
)

_COMMON = 20_000
"""What at least so many hold is common."""
_LISTED = 2
"""Letters of the longest beginnings that the index keeps lists of."""
_PIECE = 400
"""Pages of the index rewritten in one transaction."""


class Index(Protocol):
    """Where the words of each case, or of each person, are kept by number."""

    def keep(self, session: Session, number: int, words: tuple[str, ...]) -> None:
        """Let it be found by these words and no others. Nothing is written where it is already."""

    def change(self, session: Session, number: int, words: tuple[str, ...]) -> None:
        """The same for one that is in the index with other words: nothing is looked up."""

    def catch_up(self, session: Session) -> bool:
        """Take one case into the index whose words were changed; False where there is none."""

    def drop(self, session: Session, number: int) -> None:
        """Forget its words."""

    def drop_many(self, session: Session, numbers: Iterable[int]) -> None:
        """Forget the words of these, at the latest when `condense` has come to its end."""

    def condense(self, session: Session, *, first: bool) -> bool:
        """Rewrite a bounded piece without what was removed; whether there may be more to rewrite."""

    def numbers(self, session: Session, text: str) -> Numbers | None:
        """The numbers of those that hold every word of the text; None where there is nothing to look for."""

    def found(self, session: Session, text: str, others: Sequence[Numbers] = ()) -> Found:
        """Those that hold every word of the text, and these others."""


class Common:
    """Those that hold what very many hold: to look at some of them is cheaper than to have all their numbers."""

    def __init__(self, some: Callable[[int], Sequence[int]], among: Callable[[Sequence[int]], Collection[int]]) -> None:
        """See `some` and `among`."""
        self.some = some
        """So many of them, or all that there are."""
        self.among = among
        """Those of the numbers given that are found."""


Numbers = sa.Select[Any] | sa.CompoundSelect[Any]
Found = set[int] | Common | Numbers


def index_of(session: Session) -> Index:
    """The index of cases of the store this session is in."""
    return _CASES[session.get_bind().dialect.name]


def people_index_of(session: Session) -> Index:
    """The index of people of the store this session is in."""
    return _PEOPLE[session.get_bind().dialect.name]


def these(numbers: Iterable[int]) -> sa.Select[Any]:
    """Numbers as a table of SQLite's: there may be more of them than a statement takes as parameters."""
    listed = sa.func.json_each(json.dumps(list(numbers))).table_valued("value", name="these")
    return sa.select(listed.c.value)


def _listed(session: Session, numbers: Numbers, most: int) -> list[int]:
    """No more than so many of them, as one text of SQLite's: ten thousand rows cost three times as much."""
    some = numbers.limit(most).subquery()
    text: str | None = session.connection().scalar(sa.select(sa.func.json_group_array(some.c[0])))
    listed: list[int] = json.loads(text or "[]")
    return listed


class FullText:
    """A virtual table of SQLite's FTS5 that finds beginnings: with every ending of a word any part of it is one. It
    knows which row holds a token, not where, so that a name that ten thousand hold costs milliseconds.

    To take a word out of the index for good costs far more than a save may. Where words change while somebody types,
    the new ones wait in the table `late` and are looked through one by one; they are taken over in a quiet moment.
    """

    def __init__(self, name: str, late: str = "") -> None:
        self._name = name
        self._table = sa.table(name, sa.column("rowid"), sa.column("words"))
        self._late = sa.table(late, sa.column("number"), sa.column("words")) if late else None
        waiting = f"SELECT words, 1 AS late FROM {late} WHERE number = :row UNION ALL " if late else ""
        self._asked = sa.text(f"{waiting}SELECT c0 AS words, 0 AS late FROM {name}_content WHERE id = :row LIMIT 1")
        """Read from where the engine keeps it: through the index it takes four times as long."""
        self._wait = sa.text(f"INSERT OR REPLACE INTO {late}(number, words) VALUES (:row, :now)")

    def keep(self, session: Session, number: int, words: tuple[str, ...]) -> None:
        kept = self._kept(session, number)
        if (kept or ()) == words:
            return
        if kept is None:
            self._put(session, number, words)
        else:
            self.change(session, number, words)

    def change(self, session: Session, number: int, words: tuple[str, ...]) -> None:
        if self._late is not None:
            session.connection().execute(self._wait, {"row": number, "now": " ".join(words)})
            return
        self.drop(session, number)
        if words:
            self._put(session, number, words)

    def _kept(self, session: Session, number: int) -> tuple[str, ...] | None:
        kept = session.connection().execute(self._asked, {"row": number}).first()
        if kept is None:
            return None
        return tuple(kept.words.split()) if kept.late else words_with(kept.words)

    def _put(self, session: Session, number: int, words: Iterable[str]) -> None:
        session.execute(sa.insert(self._table).values(rowid=number, words=endings_of(words)))

    def catch_up(self, session: Session) -> bool:
        if self._late is None:
            return False
        waiting = session.execute(sa.select(self._late.c.number, self._late.c.words).limit(1)).first()
        if waiting is None:
            return False
        self.drop(session, waiting.number)
        self._put(session, waiting.number, waiting.words.split())
        return True

    def drop(self, session: Session, number: int) -> None:
        session.execute(sa.delete(self._table).where(self._table.c.rowid == number))
        if self._late is not None:
            session.execute(sa.delete(self._late).where(self._late.c.number == number))

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

    def numbers(self, session: Session, text: str) -> Numbers | None:
        wanted = wanted_in(text)
        if not wanted:
            return None
        matches = sa.select(self._table.c.rowid).where(self._matches(wanted))
        if not is_certain(wanted):
            rows = session.execute(matches.add_columns(self._table.c.words))
            matches = these(number for number, endings in rows if holds(words_with(endings), wanted))
        late = self._waiting(session)
        if not late:
            return matches
        found = matches.subquery().c[0]
        settled = sa.select(found).where(found.not_in(these(late)))
        return sa.union_all(settled, these(number for number, words in late.items() if holds(words, wanted)))

    def found(self, session: Session, text: str, others: Sequence[Numbers] = ()) -> Found:
        connection, numbers = session.connection(), self.numbers(session, text)
        more = {number for other in others for number in connection.execute(other).scalars()}
        if numbers is None:
            return more
        wanted = wanted_in(text)
        # The index has a list of its own for one or two letters, and tells at once that very many hold them.
        if all(len(word) <= _LISTED for word in wanted) and self._is_common(session, wanted):
            return self._common(session, wanted, numbers, more)
        held = _listed(session, numbers, _COMMON)
        return more.union(held) if len(held) < _COMMON else self._common(session, wanted, numbers, more)

    def _is_common(self, session: Session, wanted: Iterable[str]) -> bool:
        matches = sa.select(sa.literal(1)).select_from(self._table).where(self._matches(wanted)).limit(_COMMON)
        return session.connection().scalar(sa.select(sa.func.count()).select_from(matches.subquery())) == _COMMON

    def _common(self, session: Session, wanted: Sequence[str], numbers: Numbers, more: set[int]) -> Common:
        def some(most: int) -> Sequence[int]:
            return _listed(session, numbers, most)

        def among(given: Sequence[int]) -> Collection[int]:
            content = sa.table(f"{self._name}_content", sa.column("id"), sa.column("c0"))
            rows = session.connection().execute(sa.select(content).where(content.c.id.in_(these(given))))
            late = self._waiting(session)
            found = {number for number, endings in rows if number not in late and holds_part(endings, wanted)}
            found.update(number for number in given if number in late and holds(late[number], wanted))
            return found.union(more.intersection(given))

        return Common(some, among)

    def _matches(self, wanted: Iterable[str]) -> sa.ColumnElement[bool]:
        return sa.literal_column(self._name).op("MATCH")(query_for(wanted))

    def _waiting(self, session: Session) -> dict[int, list[str]]:
        if self._late is None:
            return {}
        rows = session.execute(sa.select(self._late.c.number, self._late.c.words))
        return {number: words.split() for number, words in rows}


class Inverted:
    """A plain table: the GIN index on `tokens` finds letters and pairs of letters, the order is looked up in `words`.

    No extension is needed, and nothing rests on the server's collation, which may know no Chinese.
    """

    def __init__(self, name: str) -> None:
        self._table = sa.table(
            name, sa.column("number"), sa.column("words", sa.Text), sa.column("tokens", ARRAY(sa.Text))
        )

    def keep(self, session: Session, number: int, words: tuple[str, ...]) -> None:
        pairs = " ".join(map(pairs_of, words))
        kept = session.scalar(sa.select(self._table.c.words).where(self._table.c.number == number))
        if kept is not None and kept.strip() == pairs:
            return
        if kept is not None:
            self.drop(session, number)
        if words:
            self._put(session, number, pairs)

    def change(self, session: Session, number: int, words: tuple[str, ...]) -> None:
        self.keep(session, number, words)

    def _put(self, session: Session, number: int, words: str) -> None:
        pairs = words.split()
        tokens = sorted({*pairs, *(pair[:6] for pair in pairs)})
        session.execute(sa.insert(self._table).values(number=number, words=f" {words} ", tokens=tokens))

    def catch_up(self, session: Session) -> bool:
        """A GIN index has a list of its own for what is late."""
        return False

    def drop(self, session: Session, number: int) -> None:
        session.execute(sa.delete(self._table).where(self._table.c.number == number))

    def drop_many(self, session: Session, numbers: Iterable[int]) -> None:
        session.execute(sa.delete(self._table).where(self._table.c.number.in_(list(numbers))))

    def condense(self, session: Session, *, first: bool) -> bool:
        """The server's own vacuum does it."""
        return False

    def numbers(self, session: Session, text: str) -> Numbers | None:
        wanted = wanted_in(text)
        if not wanted:
            return None
        return sa.select(self._table.c.number).where(*(each for word in wanted for each in self._holds(word)))

    def found(self, session: Session, text: str, others: Sequence[Numbers] = ()) -> Found:
        numbers = self.numbers(session, text)
        ways = (*(() if numbers is None else (numbers,)), *others)
        return sa.union_all(*ways) if ways else set()

    def _holds(self, word: str) -> list[sa.ColumnElement[bool]]:
        codes = codes_of(word)
        pairs = ["".join(pair) for pair in itertools.pairwise(codes)] or list(codes)
        found = self._table.c.tokens.contains(sa.literal(sorted(set(pairs)), ARRAY(sa.Text)))
        return [found] if len(pairs) == 1 else [found, self._table.c.words.contains(f" {' '.join(pairs)} ")]


_CASES: dict[str, Index] = {"sqlite": FullText(SEARCH, SEARCH_LATE), "postgresql": Inverted(SEARCH)}
_PEOPLE: dict[str, Index] = {"sqlite": FullText(PEOPLE_SEARCH), "postgresql": Inverted(PEOPLE_SEARCH)}
