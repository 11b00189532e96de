"""Every table of a store: which go along into another one, and which stay behind and why. A test asks that no table is
in neither list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store import peopletables
from talentdesk.store.tables import (
    Base,
    ChangeRow,
    ConsentRow,
    DraftRow,
    HandoffRow,
    PrintRow,
    ProblemRow,
    SheetLineRow,
    SheetRow,
    StaffRow,
)

BESIDE_CASES: tuple[type[Base], ...] = (ConsentRow, ProblemRow, PrintRow)
"""Rows of a case, which go with it."""
OF_THE_OFFICE: tuple[type[Base], ...] = (SheetRow, SheetLineRow, HandoffRow, StaffRow)
CARRIED: tuple[type[Base], ...] = (DraftRow, ChangeRow, *BESIDE_CASES, *OF_THE_OFFICE, *peopletables.TABLES)
"""Parents before what hangs on them."""
LEFT: Mapping[str, str] = {
    "leases": "run out by themselves, and name counters of the store they were made in",
    "counters": "name the desks that work at the store they were made in; each makes its line anew",
    "audit": "a chain goes on only where its key is; the other store's begins with the move",
    "marks": "are about the store's own upkeep",
    "keyslots": "open the key of the store they were made in",
    "pin_tries": "count tries at those keyslots",
    "person_keys": "are made anew from the people",
}
COUNTED: Mapping[type[Base], str] = {
    **{kind: "number" for kind in (DraftRow, *peopletables.TABLES) if "number" in kind.__table__.columns},
    PrintRow: "id",
    SheetRow: "id",
}
"""Tables whose numbers are never given again, and the column."""
_GIVEN_ANEW: Mapping[type[Base], str] = {ConsentRow: "seq"}
"""Numbers that say nothing but the order: the other store gives its own."""
_AT_ONCE = 200


def rows(session: Session, kind: type[Base]) -> Iterator[list[dict[str, Any]]]:
    """Every row of the table as it goes along, some at a time, in the order of their keys."""
    order = list(sa.inspect(kind).primary_key)
    columns = [column for column in kind.__table__.columns if column.name != _GIVEN_ANEW.get(kind)]
    wanted = sa.select(*columns).order_by(*order).execution_options(yield_per=_AT_ONCE)
    for some in session.execute(wanted).mappings().partitions(_AT_ONCE):
        yield [dict(row) for row in some]
