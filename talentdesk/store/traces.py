"""What a case remembers of its way: changes of its answers in a table of their own, comments and moves with the case.

Changes are read only when a case is opened, and most saves add none or let the last one grow: the row of the case,
which is written with every save, stays small.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.core.comments import Comment
from talentdesk.core.history import Change, Held, History, How
from talentdesk.core.sightings import PaperNote, Sighting
from talentdesk.core.states import Move, State
from talentdesk.store.tables import ChangeRow


def read_history(session: Session, number: int) -> History:
    """Every change kept of the case, in order."""
    wanted = sa.select(ChangeRow).where(ChangeRow.number == number).order_by(ChangeRow.seq)
    return tuple(_change(row) for row in session.scalars(wanted))


def write_history(session: Session, number: int, history: History) -> None:
    """Make the table hold this history. What is there already stays, but for the last entry, which may have grown. An
    empty history changes nothing."""
    if not history:
        return
    latest = sa.select(ChangeRow).where(ChangeRow.number == number).order_by(ChangeRow.seq.desc()).limit(1)
    last = session.scalar(latest)
    if last is not None and _change(last) == history[-1]:
        return
    begin = min(last.seq, history[-1].number) if last is not None else 0
    outside = sa.or_(ChangeRow.seq >= begin, ChangeRow.seq < history[0].number)
    session.execute(
        sa.delete(ChangeRow).where(ChangeRow.number == number, outside),
        execution_options={"synchronize_session": False},
    )
    if last is not None:
        session.expunge(last)
    rows = [_row(number, change) for change in history if change.number >= begin]
    session.execute(sa.insert(ChangeRow), rows)


def _change(row: ChangeRow) -> Change:
    was, now = (tuple(Held(*held) for held in side) for side in (row.was, row.now))
    return Change(row.seq, row.at, row.who, How(row.how), row.question, was, now, row.of)


def _row(number: int, change: Change) -> dict[str, Any]:
    was, now = ([[h.id, h.text, h.source, h.declined] for h in side] for side in (change.was, change.now))
    return {
        "number": number,
        "seq": change.number,
        "at": change.at,
        "who": change.who,
        "how": change.how.value,
        "question": change.question,
        "was": was,
        "now": now,
        "of": change.of,
    }


# ---- with the case


def traces(comments: Iterable[Comment], moves: Iterable[Move]) -> dict[str, Any]:
    """What stands beside the answers in a case's row; nothing where there is nothing to tell."""
    told: dict[str, Any] = {}
    if noted := [[c.question, c.text, _text(c.at), c.who, c.settled and _text(c.settled)] for c in comments]:
        told["comments"] = noted
    if gone := [[_text(m.at), m.who, m.before.value, m.after.value, m.change] for m in moves]:
        told["moves"] = gone
    return told


def comments_in(answers: Mapping[str, Any]) -> tuple[Comment, ...]:
    """The comments of a case's row."""
    return tuple(
        Comment(question, text, _moment(at), who, settled and _moment(settled))
        for question, text, at, who, settled in answers.get("comments", ())
    )


def moves_in(answers: Mapping[str, Any]) -> tuple[Move, ...]:
    """The moves of a case's row."""
    return tuple(
        Move(_moment(at), who, State(before), State(after), change)
        for at, who, before, after, change in answers.get("moves", ())
    )


def desk_traces(sightings: Mapping[str, Sighting], papers: Mapping[str, PaperNote]) -> dict[str, Any]:
    """What the documents desk noted; nothing where there is nothing to tell."""
    told: dict[str, Any] = {}
    if sightings:
        told["sightings"] = {tick: [_text(each.at), each.who] for tick, each in sightings.items()}
    if papers:
        told["papers"] = {paper: [note.issued, note.country] for paper, note in papers.items()}
    return told


def sightings_in(answers: Mapping[str, Any]) -> Mapping[str, Sighting]:
    """Who ticked what, in a case's row."""
    return {tick: Sighting(_moment(at), who) for tick, (at, who) in answers.get("sightings", {}).items()}


def papers_in(answers: Mapping[str, Any]) -> Mapping[str, PaperNote]:
    """What was noted of documents, in a case's row."""
    return {paper: PaperNote(*noted) for paper, noted in answers.get("papers", {}).items()}


def state_since(moves: Sequence[Move]) -> datetime | None:
    """When the case came into the state it is in; None where it never moved."""
    return moves[-1].at if moves else None


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
