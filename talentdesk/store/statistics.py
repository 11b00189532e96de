"""Counts over all cases, made by the database: no answer, name or number leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.core.figures import LONGEST, SPANS
from talentdesk.core.states import State
from talentdesk.store.tables import DraftRow, ProblemRow

_DONE = (State.PRINTED.value, State.CLOSED.value)
_MOST_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Counts:
    """Unfolded counts by category; for `core.figures.fold` only."""

    procedures: Mapping[str, int]
    states: Mapping[str, int]
    days: Mapping[str, int]
    spans: Mapping[str, int]
    problems: Mapping[str, int]


def count_cases(session: Session, since: datetime | None, until: datetime | None, offset: timedelta) -> Counts:
    """Counts of the cases begun from `since` until before `until`; `offset` is the wall clock's from UTC."""
    among = sa.and_(
        *(
            condition
            for condition in (
                DraftRow.created_at >= since if since is not None else None,
                DraftRow.created_at < until if until is not None else None,
            )
            if condition is not None
        ),
        sa.true(),
    )
    day, took = _day(session, offset), _days_taken(session)
    span = sa.case(*((took < limit, name) for name, limit in SPANS), else_=LONGEST)
    done = sa.and_(among, DraftRow.state.in_(_DONE), DraftRow.state_at.is_not(None))
    name = ProblemRow.question.concat("|").concat(ProblemRow.code)
    problems = (
        sa.select(name, sa.func.count())
        .join(DraftRow, DraftRow.number == ProblemRow.number)
        .where(among)
        .group_by(name)
        .order_by(sa.func.count().desc(), name)
        .limit(_MOST_PROBLEMS)
    )
    return Counts(
        _counted(session, DraftRow.procedure, among),
        _counted(session, DraftRow.state, among),
        dict(sorted(_counted(session, day, among).items())),
        _counted(session, span, done),
        {str(key): int(count) for key, count in session.execute(problems)},
    )


def _counted(session: Session, category: Any, among: sa.ColumnElement[bool]) -> dict[str, int]:
    counted = sa.select(category, sa.func.count()).where(among).group_by(category).order_by(sa.func.count().desc())
    return {str(key): int(count) for key, count in session.execute(counted)}


def _day(session: Session, offset: timedelta) -> Any:
    """The day on which a case was begun, by the wall clock."""
    minutes = int(offset.total_seconds() // 60)
    if session.get_bind().dialect.name == "sqlite":
        return sa.func.date(DraftRow.created_at, f"{minutes:+d} minutes")
    return sa.cast(sa.type_coerce(DraftRow.created_at, sa.DateTime) + offset, sa.Date)


def _days_taken(session: Session) -> Any:
    """From the first save to the state it is in now, in days and parts of days."""
    if session.get_bind().dialect.name == "sqlite":
        return sa.func.julianday(DraftRow.state_at) - sa.func.julianday(DraftRow.created_at)
    begun, ended = (sa.type_coerce(column, sa.DateTime) for column in (DraftRow.created_at, DraftRow.state_at))
    return sa.func.extract("epoch", ended - begun) / 86400.0


def keep_problems(session: Session, number: int, problems: frozenset[tuple[str, str]]) -> None:
    """Make the table say what is wrong with the case now; nothing is written where it says so already."""
    kept = sa.select(ProblemRow.question, ProblemRow.code).where(ProblemRow.number == number)
    before = {(question, code) for question, code in session.execute(kept)}
    for question, code in before - problems:
        gone = (ProblemRow.number == number, ProblemRow.question == question, ProblemRow.code == code)
        session.execute(sa.delete(ProblemRow).where(*gone))
    added = [{"number": number, "question": question, "code": code} for question, code in sorted(problems - before)]
    if added:
        session.execute(sa.insert(ProblemRow), added)
