"""The last saved of many rows, without reading the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store.peopletables import PersonRow
from talentdesk.store.search import Common, Found, these
from talentdesk.store.tables import DraftRow

ANY = sa.true()
"""The condition that every row meets."""
FEW = 800
"""So many rows are looked up one by one; with more of them the index of moments comes by enough of them sooner."""
_FEW_BARE = 400
"""The same where nothing is asked of the row itself: the index alone answers then, ten times as many on a page."""
_MOST_STEP = 4000


def newest(
    session: Session,
    kind: type[DraftRow] | type[PersonRow],
    among: Found | None,
    condition: sa.ColumnElement[bool],
    limit: int,
) -> Sequence[int]:
    """The numbers of those `among` these that meet the condition, the last saved first; None: among all."""
    order = (kind.saved_at.desc(), kind.number.desc())
    wanted = sa.select(kind.number).where(condition).order_by(*order)
    if isinstance(among, set) and not among:
        return []
    few = FEW if condition is not ANY else _FEW_BARE
    if isinstance(among, set) and len(among) <= few:
        rows = sa.select(kind.saved_at, kind.number).where(condition, kind.number.in_(these(among)))
        # In order here: the engine locks and wipes the memory that it sorts in.
        told = sorted(((saved, number) for saved, number in session.connection().execute(rows)), reverse=True)
        return [number for _, number in told][:limit]
    if isinstance(among, set | Common):
        return _walked(session, wanted, among, limit)
    if among is not None:
        wanted = wanted.where(kind.number.in_(among))
    return session.scalars(wanted.limit(limit)).all()


def _walked(session: Session, wanted: sa.Select[int], among: set[int] | Common, limit: int) -> list[int]:
    """From the newest on, until enough of them came by."""
    found: list[int] = []
    step = 2 * limit
    with session.connection().execute(wanted) as walk:
        numbers = walk.scalars()
        while len(found) < limit and (some := numbers.fetchmany(step)):
            found += _of(some, among)
            step = min(2 * step, _MOST_STEP)
    return found[:limit]


def _of(step: Sequence[int], among: set[int] | Common) -> Iterator[int]:
    those = among if isinstance(among, set) else among.among(step)
    return (number for number in step if number in those)
