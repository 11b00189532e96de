"""The ready-to-print list: which papers of which case are to be printed, how, and what became of it.

It holds no paper: what is printed is made of the case as it is then. What failed stays until it is printed or taken
out; what is printed stays for a day, to be printed again. An erased case takes its lines along.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.core.draft import State
from talentdesk.store.printlines import Print, PrintState, Wanted
from talentdesk.store.tables import DraftRow, PrintRow
from talentdesk.store.trouble import NoSuchCase

PRINTED_STAYS = timedelta(days=1)
MOST = 500
"""So many lines are shown."""


def add(session: Session, wanted: Wanted, now: datetime) -> int:
    """Put papers on the list; its line's id. Raises NoSuchCase."""
    number = session.scalar(sa.select(DraftRow.number).where(DraftRow.id == wanted.draft))
    if number is None:
        raise NoSuchCase
    old = sa.and_(PrintRow.state == PrintState.PRINTED.value, PrintRow.at < now - PRINTED_STAYS)
    session.execute(sa.delete(PrintRow).where(old))
    row = PrintRow(number=number, state=PrintState.READY.value, reason="", jobs=[], went_to="", at=now)
    _put(row, wanted)
    session.add(row)
    session.flush()
    return row.id


def listed(session: Session, desk: str) -> tuple[Print, ...]:
    """The list of one computer: what needs a hand, what waits, what is printed; each the newest first."""
    state = PrintRow.state
    rank = sa.case(
        (state == PrintState.FAILED.value, 0),
        (sa.and_(state == PrintState.SENT.value, PrintRow.reason != ""), 1),
        (state == PrintState.SENT.value, 2),
        (state == PrintState.READY.value, 3),
        else_=4,
    )
    rows = session.execute(
        sa.select(PrintRow, DraftRow)
        .join(DraftRow, DraftRow.number == PrintRow.number)
        .where(PrintRow.desk == desk)
        .order_by(rank, PrintRow.id.desc())
        .limit(MOST)
    )
    return tuple(_read(row, draft) for row, draft in rows)


def mark(
    session: Session,
    ids: Sequence[int],
    state: PrintState,
    reason: str,
    jobs: Sequence[int],
    printer: str,
    now: datetime,
) -> None:
    """Write down what became of lines; one that was taken out meanwhile stays out. A case that went out is printed."""
    change = {"state": state.value, "reason": reason, "jobs": list(jobs), "went_to": printer, "at": now}
    session.execute(sa.update(PrintRow).where(PrintRow.id.in_(ids)).values(**change))
    if state in (PrintState.SENT, PrintState.PRINTED):
        cases = sa.select(PrintRow.number).where(PrintRow.id.in_(ids))
        drafts = sa.update(DraftRow).where(DraftRow.number.in_(cases), DraftRow.state == State.DRAFT.value)
        session.execute(drafts.values(state=State.PRINTED.value))


def choose(session: Session, id: int, wanted: Wanted) -> None:
    """Another printer, tray, number of copies for a line."""
    row = session.get(PrintRow, id)
    if row is not None:
        _put(row, wanted)


def take_out(session: Session, ids: Sequence[int]) -> None:
    """Remove lines from the list. The cases stay."""
    session.execute(sa.delete(PrintRow).where(PrintRow.id.in_(ids)))


def _put(row: PrintRow, wanted: Wanted) -> None:
    row.papers, row.languages = list(wanted.papers), list(wanted.languages)
    row.copies, row.two_sided = wanted.copies, wanted.two_sided
    row.printer, row.tray, row.desk = wanted.printer, wanted.tray, wanted.desk


def _read(row: PrintRow, draft: DraftRow) -> Print:
    wanted = Wanted(
        draft=draft.id,
        papers=tuple(row.papers),
        languages=tuple(row.languages),
        copies=row.copies,
        two_sided=row.two_sided,
        printer=row.printer,
        tray=row.tray,
        desk=row.desk,
    )
    return Print(
        row.id,
        wanted,
        PrintState(row.state),
        row.reason,
        tuple(row.jobs),
        row.went_to or row.printer,
        row.at,
        draft.number,
        draft.procedure,
        draft.surname,
        draft.given_names,
        draft.name_zh,
        draft.nationality,
    )
