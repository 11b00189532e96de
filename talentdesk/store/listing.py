"""The list of cases: those that a text finds, the last saved first, and how many there are of each state.

A common name is held by ten thousand of a hundred thousand cases. In a folder their numbers are taken from the index
at once, and then either the few are looked up, or the index of moments is walked from its end until enough of them came
by: rows are large and encrypted, and are read only for what is shown. A server plans the same by itself.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.core.draft import State
from talentdesk.core.slipcode import asked
from talentdesk.store.cases import CaseSummary, Tally
from talentdesk.store.newest import FEW, newest
from talentdesk.store.search import Common, Found, index_of
from talentdesk.store.tables import DraftRow

MOST_COUNTED = 5000
"""Where a text finds more cases than this, so many of them are counted, and the answer says that there are more."""
_LONGEST_NUMBER = 9


def find(
    session: Session,
    text: str,
    limit: int = 200,
    states: Collection[State] = (),
    due: date | None = None,
) -> tuple[CaseSummary, ...]:
    """Cases of which a name, document number or case number holds every word of `text`, or whose slip's code begins so,
    the last saved first; only those in one of `states`, where any are named, and due until the day `due`.

    Any script, from one character on; case, Latin marks and punctuation don't matter. Blank text finds every case.
    """
    among = _found(session, text) if text.strip() else None
    if states and _is_folder(session):
        among = _of_rare_states(session, states, among)
    return _lines(session, newest(session, DraftRow, among, _only(session, states, due), limit))


def counts(session: Session, text: str = "") -> Tally:
    """How many cases that `text` finds are in each state."""
    counted = sa.select(DraftRow.state, sa.func.count()).group_by(DraftRow.state)
    found = _found(session, text) if text.strip() else None
    if isinstance(found, set) and not found:
        return Tally({})
    if isinstance(found, set):
        some = sorted(found)[-MOST_COUNTED:]
        return Tally(_states(session, some), len(found) > len(some))
    if isinstance(found, Common):
        return Tally(_states(session, found.some(MOST_COUNTED)), more=True)
    if found is not None:
        counted = counted.where(DraftRow.number.in_(found))
    return Tally({State(state): count for state, count in session.execute(counted)})


_STATES = sa.text(
    "SELECT drafts.state FROM json_each(:some) AS some CROSS JOIN drafts INDEXED BY ix_drafts_number_state"
    " ON drafts.number = some.value"
)
"""No row is read: the state stands beside the number."""


def _states(session: Session, some: Sequence[int]) -> Mapping[State, int]:
    """Counted here: the engine locks and wipes the memory that it sorts in."""
    states = session.connection().execute(_STATES, {"some": json.dumps(list(some))}).scalars().all()
    return {State(state): count for state, count in Counter(states).items()}


def matching(session: Session, text: str) -> sa.ColumnElement[bool] | None:
    """The condition on cases to hold every word, or the slip's code or short number; None where no case can.

    A blank text leaves all.
    """
    if not text.strip():
        return sa.true()
    words = index_of(session).numbers(session, text)
    ways = [*([] if words is None else [words]), *_by_slip(text.strip())]
    if not ways:
        return None
    # The plus sign keeps SQLite from looking up every match before it has walked the moments.
    number = sa.literal_column("+drafts.number" if _is_folder(session) else "drafts.number", sa.Integer)
    return number.in_(sa.union_all(*ways))


def summaries(session: Session, condition: sa.ColumnElement[bool], limit: int) -> tuple[CaseSummary, ...]:
    """The cases that meet the condition, the last saved first."""
    return _lines(session, newest(session, DraftRow, None, condition, limit))


_COLUMNS = tuple(getattr(DraftRow, name) for name in CaseSummary.__slots__)
_STATE = CaseSummary.__slots__.index("state")


def _lines(session: Session, numbers: Sequence[int]) -> tuple[CaseSummary, ...]:
    place = {number: at for at, number in enumerate(numbers)}
    rows = session.connection().execute(sa.select(*_COLUMNS).where(DraftRow.number.in_(numbers)))
    return tuple(sorted(map(_summary, rows), key=lambda case: place[case.number]))


def _summary(row: Sequence[Any]) -> CaseSummary:
    values = [*row]
    values[_STATE] = State(values[_STATE])
    return CaseSummary(*values)


def _is_folder(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _found(session: Session, text: str) -> Found:
    """The cases that hold the words, or have that code or number."""
    return index_of(session).found(session, text, tuple(_by_slip(text.strip())))


def _by_slip(text: str) -> Iterable[sa.Select[Any]]:
    """Beside the words: what is typed of a code is its beginning, and `0471` is case 471."""
    numbers = sa.select(DraftRow.number)
    if code := asked(text):
        yield numbers.where(DraftRow.code >= code, DraftRow.code < f"{code}~")
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER:
        yield numbers.where(DraftRow.number == int(text))


def _of_rare_states(session: Session, states: Collection[State], among: Found | None) -> Found | None:
    """Where few cases are in these states they are taken from the index of states."""
    wanted = sa.select(DraftRow.number).where(DraftRow.state.in_([state.value for state in states]))
    few = session.connection().execute(wanted.limit(FEW + 1)).scalars().all()
    if len(few) > FEW:
        return among
    if isinstance(among, Common):
        return set(among.among(few))
    return set(few) & among if isinstance(among, set) else set(few)


def _only(session: Session, states: Collection[State], due: date | None) -> sa.ColumnElement[bool]:
    # The plus sign keeps SQLite from reading the row of every case in a state to bring them into order.
    state = sa.literal_column("+drafts.state" if _is_folder(session) else "drafts.state", sa.String)
    return sa.and_(state.in_([each.value for each in states]) if states else sa.true(), _is_due(due))


def _is_due(until: date | None) -> sa.ColumnElement[bool]:
    return DraftRow.due <= until if until is not None else sa.true()
