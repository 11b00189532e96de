"""Every case and person from one store into another, an empty one, compared row by row: all or none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store import drafts, people
from talentdesk.store.ground import Ground
from talentdesk.store.peopletables import TABLES, PersonCaseRow, PersonRow
from talentdesk.store.tables import Base, ChangeRow, ConsentRow, DraftRow, ProblemRow
from talentdesk.store.trouble import MovedWrongly, TargetNotEmpty

_AT_ONCE = 200
_CHANGE_COLUMNS = ChangeRow.__table__.columns
_TABLES: tuple[type[Base], ...] = (DraftRow, *TABLES)
_NUMBERED = tuple(kind for kind in _TABLES if kind is not PersonCaseRow)


@dataclass(frozen=True, slots=True)
class Moved:
    """What is in the other store now."""

    cases: int
    erased: int
    """Lines of the erasure ledger."""
    digest: str
    """SHA-256 over every column of every row in the order of their numbers: the same for both stores."""
    people: int = 0
    """Ledgers of people."""


def move(source: Session, source_ground: Ground, target: Session, target_ground: Ground) -> Moved:
    """Copy within the target's transaction; it is to be rolled back where this raises. The source is only read.

    Short numbers, versions, moments, holds and ends stay; the next number is above any the source ever gave. Raises
    TargetNotEmpty, MovedWrongly.
    """
    if any(target.scalar(sa.select(kind.number).limit(1)) is not None for kind in (DraftRow, PersonRow)):
        raise TargetNotEmpty
    for kind in _TABLES:
        for rows in _batches(source, kind):
            target.execute(sa.insert(kind), rows)
            if kind is DraftRow:
                numbers = [row["number"] for row in rows]
                _carry_consents(source, target, numbers)
                _carry_problems(source, target, numbers)
                _index_cases(target, numbers)
                if changes := _changes(source, rows):
                    target.execute(sa.insert(ChangeRow), changes)
    _index_people(target)
    for kind in _NUMBERED:
        table = kind.__tablename__
        target_ground.go_on_after(target, source_ground.highest_number(source, table), table)
    lines = source_ground.ledger.lines(source)
    target_ground.ledger.add(target, lines)
    target_ground.ledger.apply(target)
    (counts, digest), (arrived, other) = _sum(source), _sum(target)
    if (counts, digest) != (arrived, other) or not set(lines) <= set(target_ground.ledger.lines(target)):
        raise MovedWrongly
    return Moved(counts[DraftRow.__tablename__], len(lines), digest, counts[PersonRow.__tablename__])


def _carry_problems(source: Session, target: Session, numbers: Sequence[int]) -> None:
    table = ProblemRow.__table__
    rows = source.execute(sa.select(table).where(table.c.number.in_(numbers))).mappings().all()
    if rows:
        target.execute(sa.insert(ProblemRow), [dict(row) for row in rows])


def _index_cases(target: Session, numbers: Sequence[int]) -> None:
    for row in target.scalars(sa.select(DraftRow).where(DraftRow.number.in_(numbers))):
        drafts.index_row(target, row)
    target.expunge_all()


def _index_people(target: Session) -> None:
    """When all their documents and merges are there."""
    numbers = target.scalars(sa.select(PersonRow.number).order_by(PersonRow.number)).all()
    for at, number in enumerate(numbers):
        people.settle(target, number)
        if at % _AT_ONCE == 0:
            target.expunge_all()
    target.expunge_all()


def _carry_consents(source: Session, target: Session, numbers: list[int]) -> None:
    """What people agreed to goes with their cases; raises MovedWrongly where it did not arrive."""
    columns = [column for column in ConsentRow.__table__.columns if column.name != "seq"]
    wanted = sa.select(*columns).where(ConsentRow.number.in_(numbers)).order_by(ConsentRow.seq)
    rows = [dict(row) for row in source.execute(wanted).mappings()]
    if rows:
        target.execute(sa.insert(ConsentRow), rows)
    if [dict(row) for row in target.execute(wanted).mappings()] != rows:
        raise MovedWrongly


def _batches(session: Session, kind: type[Base]) -> Iterator[list[dict[str, Any]]]:
    columns = kind.__table__.columns
    (key,) = sa.inspect(kind).primary_key
    last = -1
    while True:
        wanted = sa.select(*columns).where(key > last).order_by(key).limit(_AT_ONCE)
        rows = [dict(row) for row in session.execute(wanted).mappings()]
        if not rows:
            return
        yield rows
        last = rows[-1][key.name]


def _changes(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The changes of answers of these cases."""
    numbers = [row["number"] for row in rows]
    wanted = sa.select(*_CHANGE_COLUMNS).where(ChangeRow.number.in_(numbers)).order_by(ChangeRow.number, ChangeRow.seq)
    return [dict(change) for change in session.execute(wanted).mappings()]


def _sum(session: Session) -> tuple[dict[str, int], str]:
    counts, digest = {kind.__tablename__: 0 for kind in _TABLES}, sha256()
    for kind in _TABLES:
        for rows in _batches(session, kind):
            for row in rows:
                counts[kind.__tablename__] += 1
                digest.update(sha256(_canonical(row).encode()).digest())
            for change in _changes(session, rows) if kind is DraftRow else ():
                digest.update(sha256(_canonical(change).encode()).digest())
    return counts, digest.hexdigest()


def _canonical(row: Mapping[str, Any]) -> str:
    return json.dumps(row, sort_keys=True, ensure_ascii=True, default=_moment)


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return sha256(value).hexdigest()
    raise TypeError(type(value).__name__)
