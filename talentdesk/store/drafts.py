"""Drafts in and out of the database: what was typed comes back exactly as it was typed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.core.comments import open_comments
from talentdesk.core.draft import Draft, State
from talentdesk.core.history import History
from talentdesk.core.slipcode import asked, slip_code
from talentdesk.store.cases import CaseSummary, Progress
from talentdesk.store.search import index_of
from talentdesk.store.statistics import keep_problems
from talentdesk.store.tables import DraftRow
from talentdesk.store.traces import (
    comments_in,
    desk_traces,
    moves_in,
    papers_in,
    read_history,
    sightings_in,
    state_since,
    traces,
    write_history,
)
from talentdesk.store.trouble import ChangedElsewhere, NoSuchCase
from talentdesk.store.words import tokens_of

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
_LONGEST_NAME = 200
_LONGEST_NUMBER = 9
_SUMMARY = {
    "surname": "person.surname",
    "given_names": "person.given_names",
    "name_zh": "person.name_zh",
    "nationality": "person.nationality",
}


def save(
    session: Session, draft: Draft, progress: Progress, now: datetime, version: int, keep: timedelta | None
) -> int:
    """Write the draft and return its version, which counts its saves. It may be purged once `keep` has passed; None:
    never.

    `version` is the one this draft was loaded or last saved with; 0 for a new case. Raises ChangedElsewhere when
    another process has saved or erased the case since; nothing is written then.
    """
    row = session.scalar(sa.select(DraftRow).where(DraftRow.id == draft.id).with_for_update())
    if version != (row.version if row else 0):
        raise ChangedElsewhere
    if row is None:
        row = DraftRow(id=draft.id, created_at=draft.created_at or now)
        session.add(row)
    _fill(row, draft, progress, now)
    row.expires_at = expiry(now, keep)
    session.flush()
    if progress.problems is not None:
        keep_problems(session, row.number, progress.problems)
    write_history(session, row.number, draft.history)
    _index_words(session, row.number, draft)
    return row.version


def follow(session: Session, id: str, draft: Draft, now: datetime, keep: timedelta | None) -> None:
    """Write `draft` as a new case that goes on in the place of the case `id`, held as that one is. Raises
    NoSuchCase."""
    before = session.scalar(sa.select(DraftRow).where(DraftRow.id == id))
    if before is None:
        raise NoSuchCase
    save(session, draft, Progress(before.answered, before.total, before.due), now, 0, keep)
    after = session.scalars(sa.select(DraftRow).where(DraftRow.id == draft.id)).one()
    after.hold_until, after.hold_reason = before.hold_until, before.hold_reason
    session.flush()


def version_of(session: Session, id: str, saved_at: datetime) -> int | None:
    """The version of the case if it was last saved at exactly that moment; None otherwise."""
    return session.scalar(sa.select(DraftRow.version).where(DraftRow.id == id, DraftRow.saved_at == saved_at))


def version_now(session: Session, id: str) -> int:
    """The version of the case; 0 where it is not there."""
    return session.scalar(sa.select(DraftRow.version).where(DraftRow.id == id)) or 0


def load(session: Session, id: str) -> tuple[Draft, int]:
    """The draft and its version. Raises NoSuchCase."""
    row = session.scalar(sa.select(DraftRow).where(DraftRow.id == id))
    if row is None:
        raise NoSuchCase
    return _draft(row, read_history(session, row.number)), row.version


def id_of(session: Session, number: int) -> str:
    """The case of that short number. Raises NoSuchCase."""
    found = session.scalar(sa.select(DraftRow.id).where(DraftRow.number == number))
    if found is None:
        raise NoSuchCase
    return found


def find(
    session: Session,
    text: str,
    limit: int = 200,
    states: Collection[State] = (),
    due: date | None = None,
) -> tuple[CaseSummary, ...]:
    """Cases of which a name, document number or case number holds every word of `text`, or whose slip's code begins so,
    the last saved first; only those in one of `states`, where any are named, and due until the day `due`.

    Any script, from one character on; case, Latin marks and punctuation don't matter. Blank text finds every case.
    """
    found = matching(session, text)
    if found is None:
        return ()
    return summaries(session, sa.and_(found, _in_states(states), _is_due(due)), limit)


def counts(session: Session, text: str = "", due: date | None = None) -> Mapping[State, int]:
    """How many cases that `text` finds, due until the day `due`, are in each state."""
    found = matching(session, text)
    if found is None:
        return {}
    counted = sa.select(DraftRow.state, sa.func.count()).where(found, _is_due(due)).group_by(DraftRow.state)
    return {State(state): count for state, count in session.execute(counted)}


def matching(session: Session, text: str) -> sa.ColumnElement[bool] | None:
    """The condition on cases to hold every word, or the slip's code or short number; None where no case can.

    A blank text leaves all.
    """
    if not text.strip():
        return sa.true()
    index = index_of(session)
    words = index.numbers(text)
    ways = [*([] if words is None else [words]), *_by_slip(text.strip())]
    return index.among(sa.union_all(*ways)) if ways else None


def _by_slip(text: str) -> Iterable[sa.Select[Any]]:
    """Beside the words: what is typed of a code is its beginning, and `0471` is case 471."""
    numbers = sa.select(DraftRow.number)
    if code := asked(text):
        yield numbers.where(DraftRow.code >= code, DraftRow.code < f"{code}~")
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER:
        yield numbers.where(DraftRow.number == int(text))


def _in_states(states: Collection[State]) -> sa.ColumnElement[bool]:
    return DraftRow.state.in_([state.value for state in states]) if states else sa.true()


def _is_due(until: date | None) -> sa.ColumnElement[bool]:
    return DraftRow.due <= until if until is not None else sa.true()


def erase(session: Session, id: str) -> None:
    """Remove the case and every trace of it in the index. Nothing happens when it is not there."""
    number = session.scalar(sa.select(DraftRow.number).where(DraftRow.id == id))
    if number is not None:
        index_of(session).drop(session, number)
        session.execute(sa.delete(DraftRow).where(DraftRow.number == number))


def index_row(session: Session, row: DraftRow) -> None:
    """Make a stored case findable by its names and numbers."""
    _index_words(session, row.number, _draft(row))


def erase_many(session: Session, ids: Iterable[str]) -> None:
    """Remove many cases. Their words may stay in the index until `condense` has come to its end."""
    numbers = session.scalars(sa.select(DraftRow.number).where(DraftRow.id.in_(list(ids)))).all()
    index_of(session).drop_many(session, numbers)
    session.execute(sa.delete(DraftRow).where(DraftRow.number.in_(numbers)))


def condense(session: Session, *, first: bool) -> bool:
    """Rewrite a bounded piece of the index without what was removed from it; whether there may be more to rewrite."""
    return index_of(session).condense(session, first=first)


def expiry(now: datetime, keep: timedelta | None) -> datetime:
    """When a case that is saved now may be purged."""
    return FOREVER if keep is None else now + keep


# ---- rows


def _fill(row: DraftRow, draft: Draft, progress: Progress, now: datetime) -> None:
    row.procedure, row.edition, row.as_of = draft.procedure, draft.edition, draft.as_of
    row.state, row.place, row.saved_at = draft.state.value, draft.place, now
    row.answers = _answers(draft)
    row.answered, row.total, row.due = progress.answered, progress.total, progress.due
    row.code, row.state_at = slip_code(draft.id), state_since(draft.moves)
    row.remarks = len(open_comments(draft.comments))
    for column, question in _SUMMARY.items():
        setattr(row, column, _shown(draft.typed.get(question, "")))


def _answers(draft: Draft) -> dict[str, Any]:
    return {
        "typed": dict(draft.typed),
        "declined": sorted(draft.declined),
        "sources": dict(draft.sources),
        "seen": sorted(draft.seen),
        **traces(draft.comments, draft.moves),
        **desk_traces(draft.sightings, draft.papers),
        "settled": dict(draft.settled),
    }


def _shown(text: str) -> str:
    """For the list only: short, on one line, and without halves of characters, which no database text may hold."""
    visible = "".join(character if character >= " " else " " for character in text[:_LONGEST_NAME])
    return visible.encode("utf-8", "replace").decode("utf-8")


def _draft(row: DraftRow, history: History = ()) -> Draft:
    answers: Mapping[str, Any] = row.answers
    return Draft(
        id=row.id,
        procedure=row.procedure,
        edition=row.edition,
        as_of=row.as_of,
        typed=answers["typed"],
        declined=frozenset(answers["declined"]),
        sources=answers["sources"],
        place=row.place,
        state=State(row.state),
        created_at=row.created_at,
        saved_at=row.saved_at,
        seen=frozenset(answers["seen"]),
        sightings=sightings_in(answers),
        papers=papers_in(answers),
        settled=answers.get("settled", {}),  # not there in cases of earlier versions
        number=row.number,
        history=history,
        comments=comments_in(answers),
        moves=moves_in(answers),
    )


# ---- the index


def _index_words(session: Session, number: int, draft: Draft) -> None:
    """Replace the draft's words, unless they are the same: most saves change no name or number."""
    words, index = tokens_of(draft.typed, number), index_of(session)
    kept = index.words(session, number)
    if kept == words:
        return
    if kept is not None:
        index.drop(session, number)
    index.put(session, number, words)


def summaries(session: Session, condition: sa.ColumnElement[bool], limit: int) -> tuple[CaseSummary, ...]:
    """The cases that meet the condition, the last saved first.

    The index of moments is walked from its end up to the limit; only then rows are read, which are large and
    encrypted.
    """
    order = (DraftRow.saved_at.desc(), DraftRow.number.desc())
    latest = sa.select(DraftRow.number).where(condition).order_by(*order).limit(limit)
    columns = [getattr(DraftRow, name) for name in CaseSummary.__slots__]
    lines = sa.select(*columns).where(DraftRow.number.in_(latest)).order_by(*order)
    return tuple(_summary(row) for row in session.execute(lines).mappings())


def _summary(row: Mapping[Any, Any]) -> CaseSummary:
    return CaseSummary(**{**row, "state": State(row["state"])})
