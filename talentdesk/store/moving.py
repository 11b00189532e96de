"""Every case from one store into another, an empty one, row by row: all of them, compared with the source, or none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store import drafts
from talentdesk.store.ground import Ground
from talentdesk.store.tables import ChangeRow, ConsentRow, DraftRow
from talentdesk.store.trouble import MovedWrongly, TargetNotEmpty

_AT_ONCE = 200
_COLUMNS = DraftRow.__table__.columns
_CHANGE_COLUMNS = ChangeRow.__table__.columns


@dataclass(frozen=True, slots=True)
class Moved:
    """What is in the other store now."""

    cases: int
    erased: int
    """Lines of the erasure ledger."""
    digest: str
    """SHA-256 over every column of every case and of its changes, in the order of their numbers: the same for both
    stores."""


def move(source: Session, source_ground: Ground, target: Session, target_ground: Ground) -> Moved:
    """Copy within the target's transaction; it is to be rolled back where this raises. The source is only read.

    Short numbers, versions, moments, holds and ends stay; the next number is above any the source ever gave. Raises
    TargetNotEmpty, MovedWrongly.
    """
    if target.scalar(sa.select(DraftRow.number).limit(1)) is not None:
        raise TargetNotEmpty
    for rows in _batches(source):
        target.execute(sa.insert(DraftRow), rows)
        _carry_consents(source, target, [row["number"] for row in rows])
        copied = sa.select(DraftRow).where(DraftRow.number.in_([row["number"] for row in rows]))
        for row in target.scalars(copied):
            drafts.index_row(target, row)
        target.expunge_all()
        if changes := _changes(source, rows):
            target.execute(sa.insert(ChangeRow), changes)
    target_ground.go_on_after(target, source_ground.highest_number(source))
    lines = source_ground.ledger.lines(source)
    target_ground.ledger.add(target, lines)
    target_ground.ledger.apply(target)
    (cases, digest), (arrived, other) = _sum(source), _sum(target)
    if (cases, digest) != (arrived, other) or not set(lines) <= set(target_ground.ledger.lines(target)):
        raise MovedWrongly
    return Moved(cases, len(lines), digest)


def _carry_consents(source: Session, target: Session, numbers: list[int]) -> None:
    """What people agreed to goes with their cases; raises MovedWrongly where it did not arrive."""
    columns = [column for column in ConsentRow.__table__.columns if column.name != "seq"]
    wanted = sa.select(*columns).where(ConsentRow.number.in_(numbers)).order_by(ConsentRow.seq)
    rows = [dict(row) for row in source.execute(wanted).mappings()]
    if rows:
        target.execute(sa.insert(ConsentRow), rows)
    if [dict(row) for row in target.execute(wanted).mappings()] != rows:
        raise MovedWrongly


def _batches(session: Session) -> Iterator[list[dict[str, Any]]]:
    last = -1
    while True:
        wanted = sa.select(*_COLUMNS).where(DraftRow.number > last).order_by(DraftRow.number).limit(_AT_ONCE)
        rows = [dict(row) for row in session.execute(wanted).mappings()]
        if not rows:
            return
        yield rows
        last = rows[-1]["number"]


def _changes(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The changes of answers of these cases."""
    numbers = [row["number"] for row in rows]
    wanted = sa.select(*_CHANGE_COLUMNS).where(ChangeRow.number.in_(numbers)).order_by(ChangeRow.number, ChangeRow.seq)
    return [dict(change) for change in session.execute(wanted).mappings()]


def _sum(session: Session) -> tuple[int, str]:
    count, digest = 0, sha256()
    for rows in _batches(session):
        for row in rows:
            count += 1
            digest.update(sha256(_canonical(row).encode()).digest())
        for change in _changes(session, rows):
            digest.update(sha256(_canonical(change).encode()).digest())
    return count, digest.hexdigest()


def _canonical(row: Mapping[str, Any]) -> str:
    return json.dumps(row, sort_keys=True, ensure_ascii=True, default=_moment)


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
