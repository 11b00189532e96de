"""Every case, every person and what belongs to them and to the office from one store into another, compared row by row:
all or none. The other store holds none yet."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store import drafts, people
from talentdesk.store.belongings import CARRIED, COUNTED, rows
from talentdesk.store.ground import Ground
from talentdesk.store.peopletables import PersonRow
from talentdesk.store.tables import Base, DraftRow, StaffRow
from talentdesk.store.trouble import MovedWrongly, TargetNotEmpty

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """What is in the other store now."""

    cases: int
    erased: int
    """Lines of the erasure ledger."""
    digest: str
    """SHA-256 over every column of every row of each table: the same for both stores."""
    people: int = 0
    """Ledgers of people."""


def move(source: Session, source_ground: Ground, target: Session, target_ground: Ground) -> Moved:
    """Copy within the target's transaction; it is to be rolled back where this raises. The source is only read.

    Short numbers, versions, moments, holds and ends stay; the next number is above any the source ever gave. Raises
    TargetNotEmpty, MovedWrongly.
    """
    taken = (kind for kind in CARRIED if kind is not StaffRow)
    if any(target.scalar(sa.select(sa.literal(1)).select_from(kind).limit(1)) for kind in taken):
        raise TargetNotEmpty
    known = set(target.scalars(sa.select(StaffRow.id)))
    for kind in CARRIED:
        for some in rows(source, kind):
            new = [row for row in some if kind is not StaffRow or row["id"] not in known]
            if new:
                # Into the table: through the class every case would be of version 1 again.
                target.execute(sa.insert(Base.metadata.tables[kind.__tablename__]), new)
            if kind is DraftRow:
                _index_cases(target, [row["number"] for row in some])
    _index_people(target)
    for kind, column in COUNTED.items():
        table = kind.__tablename__
        target_ground.go_on_after(target, source_ground.highest_number(source, table, column), table, column)
    lines = source_ground.ledger.lines(source)
    target_ground.ledger.add(target, lines)
    target_ground.ledger.apply(target)
    staff = set(source.scalars(sa.select(StaffRow.id)))
    (counts, digest), (arrived, other) = _sum(source, staff), _sum(target, staff)
    if (counts, digest) != (arrived, other) or not set(lines) <= set(target_ground.ledger.lines(target)):
        raise MovedWrongly
    return Moved(counts[DraftRow.__tablename__], len(lines), digest, counts[PersonRow.__tablename__])


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


def _sum(session: Session, staff: Collection[str]) -> tuple[dict[str, int], str]:
    """Of the staff those of the source: others may work at the target."""
    counts, digest = {kind.__tablename__: 0 for kind in CARRIED}, sha256()
    for kind in CARRIED:
        total = 0  # a sum, as two databases do not sort words alike
        for some in rows(session, kind):
            for row in some:
                if kind is StaffRow and row["id"] not in staff:
                    continue
                counts[kind.__tablename__] += 1
                total += int.from_bytes(sha256(_canonical(row).encode()).digest(), "big")
        digest.update((total % (1 << 256)).to_bytes(32, "big"))
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
