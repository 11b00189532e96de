"""The last saved of many rows, without reading the rows."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store.peopletables import PersonRow
from talentdesk.store.search import these
from talentdesk.store.tables import DraftRow

FEW = 800
"""So many rows are looked up one by one; with more of them the index of moments comes by enough of them sooner."""
_STEP = 500


def newest(
    session: Session,
    kind: type[DraftRow] | type[PersonRow],
    among: set[int] | sa.Select[Any] | sa.CompoundSelect[Any] | None,
    condition: sa.ColumnElement[bool],
    limit: int,
) -> Sequence[int]:
    """The numbers of those `among` these that meet the condition, the last saved first; None: among all."""
    order = (kind.saved_at.desc(), kind.number.desc())
    wanted = sa.select(kind.number).where(condition).order_by(*order)
    if isinstance(among, set):
        if len(among) > FEW:
            with session.connection().execute(wanted) as walk:
                steps = itertools.chain.from_iterable(walk.scalars().partitions(_STEP))
                return list(itertools.islice((number for number in steps if number in among), limit))
        wanted = wanted.where(kind.number.in_(these(among)))
    elif among is not None:
        wanted = wanted.where(kind.number.in_(among))
    return session.scalars(wanted.limit(limit)).all()
