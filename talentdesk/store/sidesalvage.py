"""Rescues what can be read beside cases and people in a damaged store: consents, lists, tables in work, the staff."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store.audit import FIRST_KEY
from talentdesk.store.belongings import BESIDE_CASES, OF_THE_OFFICE
from talentdesk.store.peoplesalvage import Opening, rows_of
from talentdesk.store.tables import Base, DraftRow, MarkRow, SheetLineRow, SheetRow

Row = Mapping[str, Any]
Side = dict[str, dict[tuple[Any, ...], Row]]
"""By table and key."""
KINDS: tuple[type[Base], ...] = (*BESIDE_CASES, *OF_THE_OFFICE, MarkRow)


def read_side(opening: Opening, file_size: int) -> Side:
    """Every such row that this view of a file shows."""
    found: Side = {}
    for kind in KINDS:
        key = [column.name for column in sa.inspect(kind).primary_key]
        found[kind.__tablename__] = {
            tuple(row[name] for name in key): row
            for row in _whole(kind, (row for _place, row in rows_of(opening, kind.__tablename__, file_size)))
        }
    return found


def _whole(kind: type[Base], read: Iterator[Row]) -> Iterator[Row]:
    """Rows with all that this version needs; of an older form nothing is guessed."""
    names = {column.name for column in kind.__table__.columns}
    for row in read:
        if names <= set(row):
            yield {name: row[name] for name in names}


def joined(found: Side, more: Side) -> Side:
    """Both; where both have a row, the one of `found`."""
    tables = {kind.__tablename__ for kind in KINDS}
    return {table: {**more.get(table, {}), **found.get(table, {})} for table in tables}


def put_side(session: Session, side: Side) -> None:
    """Insert the rows whose cases and sheets are there."""
    numbers = set(session.scalars(sa.select(DraftRow.number)))
    sheets = {key[0] for key in side.get(SheetRow.__tablename__, {})}
    for kind in KINDS:
        for row in side.get(kind.__tablename__, {}).values():
            if kind in BESIDE_CASES and row["number"] not in numbers:
                continue
            if kind is SheetLineRow and row["sheet"] not in sheets:
                continue
            if kind is MarkRow and row["name"] != FIRST_KEY:
                continue
            names = ", ".join(f'"{name}"' for name in row)
            places = ", ".join(f":{name}" for name in row)
            session.execute(sa.text(f"INSERT INTO {kind.__tablename__} ({names}) VALUES ({places})"), dict(row))
