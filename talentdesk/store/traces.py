"""What a case remembers of its way: changes of its answers in a table of their own, comments and moves with the case.

Changes are read only when a case is opened, and most saves add none or let the last one grow: the row of the case,
which is written with every save, stays small.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.core.comments import Comment
from talentdesk.core.history import Change, Held, History, How
from talentdesk.core.sightings import PaperNote, Sighting
from talentdesk.core.states import Move, State
from talentdesk.store.tables import ChangeRow

_TABLE = cast(sa.Table, ChangeRow.__table__)
_CASE, _SEQ = _TABLE.c.number == sa.bindparam("case"), _TABLE.c.seq
# A limit that is given with each call makes the engine plan the statement anew each time.
_LAST = sa.select(_TABLE).where(_CASE).order_by(_SEQ.desc()).limit(sa.literal_column("1"))
_ADD = sa.insert(_TABLE)
_GROW = (
    sa.update(_TABLE)
    .where(_CASE, sa.bindparam("last") == _SEQ)
    .values({name: sa.bindparam(f"new_{name}") for name in ("at", "who", "how", "question", "was", "now", "of")})
)
_FORGET = sa.delete(_TABLE).where(_CASE, sa.or_(sa.bindparam("begin") <= _SEQ, sa.bindparam("first") > _SEQ))


def read_history(session: Session, number: int) -> History:
    """Every change kept of the case, in order."""
    wanted = sa.select(_TABLE).where(_CASE).order_by(_SEQ)
    return tuple(map(_change, session.connection().execute(wanted, {"case": number})))


def write_history(session: Session, number: int, history: History) -> None:
    """Make the table hold this history. What is there already stays, but for the last entry, which may have grown. An
    empty history changes nothing."""
    if not history:
        return
    row = session.connection().execute(_LAST, {"case": number}).first()
    go_on_with_history(session, number, history, _change(row) if row is not None else None)


def go_on_with_history(session: Session, number: int, history: History, last: Change | None) -> None:
    """See write_history; `last` is the last entry that is there, None where there is none."""
    if not history or last == history[-1]:
        return
    connection, newest = session.connection(), history[-1]
    if last is not None and last.number == newest.number:
        grown = {f"new_{name}": value for name, value in _row(number, newest).items() if name not in ("number", "seq")}
        connection.execute(_GROW, grown | {"case": number, "last": last.number})
        return
    if last is None or last not in history[-2:]:
        begin = min(last.number, newest.number) if last is not None else 0
        connection.execute(_FORGET, {"case": number, "begin": begin, "first": history[0].number})
        connection.execute(_ADD, [_row(number, change) for change in history if change.number >= begin])
        return
    connection.execute(_ADD, _row(number, newest))
    if history[0].number > 1:
        connection.execute(_FORGET, {"case": number, "begin": newest.number + 1, "first": history[0].number})


def _change(row: Any) -> Change:
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
