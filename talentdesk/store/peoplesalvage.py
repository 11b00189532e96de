"""Rescues what can be read of the people in a damaged store, row by row, and puts it into a new one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as driver

from talentdesk.store import people
from talentdesk.store.engine import has_given_up
from talentdesk.store.peopletables import TABLES, PersonCaseRow, PersonRow
from talentdesk.store.tables import DraftRow

Row = Mapping[str, Any]
Rows = dict[str, dict[int, Row]]
"""By table and number."""
Opening = Callable[[], driver.Connection | None]

_SMALLEST_ROW = 256  # bytes: no more numbers can be in use than fit the file


def read_people(opening: Opening, file_size: int) -> Rows:
    """Every row about people that this view of a file shows. After an error the file is opened anew: the engine trusts
    nothing of it any more."""
    return {kind.__tablename__: dict(rows_of(opening, kind.__tablename__, file_size)) for kind in TABLES}


def rows_of(opening: Opening, table: str, file_size: int) -> Iterator[tuple[int, Row]]:
    """Every row of a table that can be read, with its place in the file; none where there is no such table."""
    connection = opening()
    if connection is None:
        return
    for number in range(1, _highest(connection, table, file_size) + 1):
        try:
            found = whole(connection, f"SELECT rowid AS place, * FROM {table} WHERE rowid = ?", number)
        except driver.Error:
            connection.close()
            connection = opening()
            if connection is None:
                return
            continue
        if found is not None:
            yield number, {name: found[name] for name in found.keys() if name != "place"}  # noqa: SIM118
    connection.close()


def whole(connection: driver.Connection, select: str, number: int) -> driver.Row | None:
    """The row, if there is one and every page of it is as it was written; else raises driver.Error."""
    found: driver.Row | None = connection.execute(select, (number,)).fetchone()
    if has_given_up(connection):
        raise driver.DatabaseError
    return found


def _highest(connection: driver.Connection, table: str, file_size: int) -> int:
    """The highest number the table may have; 0 where the file is from before there were people."""
    try:
        there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        if there is None:
            return 0
        return int(connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] or 0)
    except driver.Error:
        return file_size // _SMALLEST_ROW


def joined(found: Rows, more: Rows) -> Rows:
    """Both; where both have a row, the one of `found`, but of a ledger the state that was saved last."""
    whole: Rows = {}
    for kind in TABLES:
        table = kind.__tablename__
        whole[table] = {**more.get(table, {}), **found.get(table, {})}
        if kind is PersonRow:
            for number, row in more.get(table, {}).items():
                if str(row["saved_at"]) > str(whole[table][number]["saved_at"]):
                    whole[table][number] = row
    return whole


def without(rows: Rows, erased: Collection[str]) -> Rows:
    """Without the people that were erased and all that hangs on them."""
    kept = {number: row for number, row in rows.get("persons", {}).items() if row["id"] not in erased}
    return {**rows, "persons": kept}


def put_people(session: Session, rows: Rows) -> int:
    """Insert the rows whose people, and cases, are there, and make them findable; how many ledgers there are now."""
    persons = set(rows.get("persons", {}))
    cases = set(session.scalars(sa.select(DraftRow.number)))
    for kind in TABLES:
        table = kind.__table__
        of = [
            column.name
            for column in table.columns
            if any(key.column.table.name == "persons" for key in column.foreign_keys)
        ]
        for row in rows.get(kind.__tablename__, {}).values():
            if any(row.get(name) not in persons for name in of):
                continue
            if kind is PersonCaseRow and row["case"] not in cases:
                continue
            values = {name: value for name, value in row.items() if name in table.columns}
            if kind is PersonRow and values["root"] not in persons:
                values["root"] = values["number"]
            names = ", ".join(f'"{name}"' for name in values)
            places = ", ".join(f":{name}" for name in values)
            session.execute(sa.text(f"INSERT INTO {kind.__tablename__} ({names}) VALUES ({places})"), values)
    session.flush()
    for number in sorted(persons):
        people.settle(session, number)
    return len(persons)
