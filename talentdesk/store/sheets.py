"""Tables of applicants that are being put right: kept encrypted line by line, so that a crash costs one edit at most.

The file they came from is never written to, and no second one is made beside it. A table goes when its owner puts it
away, or with the cases whose time is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store.sheetlines import KeptLine, KeptSheet, SheetSummary
from talentdesk.store.tables import SheetLineRow, SheetRow
from talentdesk.store.trouble import NoSuchCase


def begin(session: Session, sheet: KeptSheet, now: datetime) -> int:
    """Keep a table; its id."""
    row = SheetRow(desk=sheet.desk, procedure=sheet.procedure, as_of=sheet.as_of, head=dict(sheet.head), saved_at=now)
    session.add(row)
    session.flush()
    if sheet.lines:
        session.execute(sa.insert(SheetLineRow), [{"sheet": row.id, **_columns(line)} for line in sheet.lines])
    return row.id


def listed(session: Session, desk: str) -> tuple[SheetSummary, ...]:
    """The tables in work at one computer, the last saved first."""
    rows = session.scalars(sa.select(SheetRow).where(SheetRow.desk == desk).order_by(SheetRow.saved_at.desc())).all()
    return tuple(_summary(session, row) for row in rows)


def load(session: Session, id: int) -> KeptSheet:
    """The table as it was left. Raises NoSuchCase."""
    row = session.get(SheetRow, id)
    if row is None:
        raise NoSuchCase
    found = session.scalars(sa.select(SheetLineRow).where(SheetLineRow.sheet == id).order_by(SheetLineRow.number))
    return KeptSheet(row.desk, row.procedure, row.as_of, row.head, tuple(_line(line) for line in found))


def lines(session: Session, id: int, numbers: Sequence[int]) -> tuple[KeptLine, ...]:
    """Some lines of a table."""
    wanted = sa.and_(SheetLineRow.sheet == id, SheetLineRow.number.in_(list(numbers)))
    return tuple(_line(row) for row in session.scalars(sa.select(SheetLineRow).where(wanted)))


def keep(session: Session, id: int, head: dict[str, Any] | None, changed: Sequence[KeptLine], now: datetime) -> None:
    """Write lines, and the head where there is one, in place of what was there. Nothing happens to a table that is
    gone."""
    row = session.get(SheetRow, id)
    if row is None:
        return
    row.saved_at = now
    if head is not None:
        row.head = head
    for line in changed:
        session.merge(SheetLineRow(sheet=id, **_columns(line)))


def drop(session: Session, id: int) -> None:
    """Put a table away for good. The cases that were made of it stay."""
    session.execute(sa.delete(SheetRow).where(SheetRow.id == id))


def purge(session: Session, before: datetime) -> int:
    """Put away what was last saved before that moment; how many tables."""
    gone = session.connection().execute(sa.delete(SheetRow).where(SheetRow.saved_at < before))
    return int(gone.rowcount)


def _columns(line: KeptLine) -> dict[str, Any]:
    fate = {"taken": line.taken, "case": line.case, "number": line.number_of_case}
    done = {"paper": line.paper, "printed": line.printed}
    return {"number": line.number, "cells": [list(cell) for cell in line.cells], "fate": fate | done}


def _line(row: SheetLineRow) -> KeptLine:
    fate = row.fate
    return KeptLine(
        row.number,
        tuple((str(text), str(trouble)) for text, trouble in row.cells),
        fate["taken"],
        fate["case"],
        fate["number"],
        fate["paper"],
        fate["printed"],
    )


def _summary(session: Session, row: SheetRow) -> SheetSummary:
    fates = session.scalars(sa.select(SheetLineRow.fate).where(SheetLineRow.sheet == row.id)).all()
    made = sum(bool(fate["case"] or fate["paper"]) for fate in fates)
    return SheetSummary(row.id, row.head["name"], row.procedure, len(fates), made, row.saved_at)
