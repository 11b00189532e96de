"""Drafts in and out of the database: what was typed comes back exactly as it was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.core.comments import open_comments
from talentdesk.core.draft import Draft, State
from talentdesk.core.history import Change, History
from talentdesk.core.slipcode import slip_code
from talentdesk.store.cases import Progress
from talentdesk.store.search import index_of
from talentdesk.store.statistics import keep_problems
from talentdesk.store.tables import DraftRow
from talentdesk.store.traces import (
    comments_in,
    desk_traces,
    go_on_with_history,
    moves_in,
    papers_in,
    read_history,
    sightings_in,
    state_since,
    traces,
    write_history,
)
from talentdesk.store.trouble import ChangedElsewhere, NoSuchCase
from talentdesk.store.words import words_of

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
    return save_after(session, draft, progress, now, version, keep, None).version


@dataclass(frozen=True, slots=True)
class Left:
    """What a save left in the tables. As long as the row has this version it is still so."""

    number: int
    version: int
    seldom: Mapping[str, Any]
    """Of the case's row, the columns that most saves leave as they are."""
    words: tuple[str, ...]
    newest: Change | None
    """The last line of the case's history."""


def save_after(
    session: Session,
    draft: Draft,
    progress: Progress,
    now: datetime,
    version: int,
    keep: timedelta | None,
    left: Left | None,
) -> Left:
    """See save. What the last save of this process left need not be asked for again: while somebody types most saves
    change neither a name nor what stands in the history before."""
    if left is not None and left.version != version:
        left = None
    values = _columns(draft, progress, now) | {"expires_at": expiry(now, keep)}
    if left is not None:
        number = left.number
        _change(session, number, version, values, left.seldom)
    elif (row := _kept(session, draft.id, version)) is not None:
        number = row.number
        _change(session, number, version, values, row._mapping)
    else:
        number = _add(session, draft, values, now)
    if progress.problems is not None:
        keep_problems(session, number, progress.problems)
    words = words_of(draft.typed, number)
    if left is None:
        write_history(session, number, draft.history)
        index_of(session).keep(session, number, words)
    else:
        go_on_with_history(session, number, draft.history, left.newest)
        if left.words != words:
            index_of(session).change(session, number, words)
    newest = draft.history[-1] if draft.history else left.newest if left else None
    return Left(number, version + 1, {name: values[name] for name in _SELDOM}, words, newest)


_TABLE = cast(sa.Table, DraftRow.__table__)
_SELDOM = ("procedure", "edition", "as_of", "state", "state_at", "due", "code")
"""What most saves leave as it is. An index is written anew for a column that a statement names, changed or not."""
_KEPT = (
    sa.select(_TABLE.c.number, _TABLE.c.version, *(_TABLE.c[name] for name in _SELDOM))
    .where(_TABLE.c.id == sa.bindparam("case"))
    .with_for_update()
)
"""Not the row: the answers that are there are large, and are written over."""


def _kept(session: Session, id: str, version: int) -> sa.Row[Any] | None:
    """What is there of the case; None for a new one. Raises ChangedElsewhere for another version."""
    row = session.connection().execute(_KEPT, {"case": id}).first()
    if version != (row.version if row else 0):
        raise ChangedElsewhere
    return row


def _add(session: Session, draft: Draft, values: dict[str, Any], now: datetime) -> int:
    """The number of a new case."""
    first = {"id": draft.id, "created_at": draft.created_at or now, "version": 1, "hold_reason": ""}
    done = session.connection().execute(sa.insert(_TABLE).values(values | first))
    assert done.inserted_primary_key is not None
    return int(done.inserted_primary_key[0])


def _change(session: Session, number: int, version: int, values: dict[str, Any], kept: Mapping[Any, Any]) -> None:
    """Write over a case that was there. Raises ChangedElsewhere where it has another version by now, or is gone."""
    changed = {name: value for name, value in values.items() if name not in _SELDOM or kept[name] != value}
    given = {f"new_{name}": value for name, value in changed.items()} | {"new_version": version + 1}
    change = _change_of(tuple(changed))
    done = session.connection().execute(change, given | {"case": number, "before": version})
    if not done.rowcount:
        raise ChangedElsewhere
    session.expire_all()


@lru_cache(maxsize=64)
def _change_of(names: tuple[str, ...]) -> sa.Update:
    same = sa.and_(_TABLE.c.number == sa.bindparam("case"), _TABLE.c.version == sa.bindparam("before"))
    return sa.update(_TABLE).where(same).values({name: sa.bindparam(f"new_{name}") for name in (*names, "version")})


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


def erase(session: Session, id: str) -> None:
    """Remove the case and every trace of it in the index. Nothing happens when it is not there."""
    number = session.scalar(sa.select(DraftRow.number).where(DraftRow.id == id))
    if number is not None:
        index_of(session).drop(session, number)
        session.execute(sa.delete(DraftRow).where(DraftRow.number == number))


def index_row(session: Session, row: DraftRow) -> None:
    """Make a stored case findable by its names and numbers."""
    index_of(session).keep(session, row.number, words_of(_draft(row).typed, row.number))


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


def _columns(draft: Draft, progress: Progress, now: datetime) -> dict[str, Any]:
    """What a save writes of the case, by column."""
    return {
        "procedure": draft.procedure,
        "edition": draft.edition,
        "as_of": draft.as_of,
        "state": draft.state.value,
        "place": draft.place,
        "saved_at": now,
        "answers": _answers(draft),
        "answered": progress.answered,
        "total": progress.total,
        "due": progress.due,
        "code": slip_code(draft.id),
        "state_at": state_since(draft.moves),
        "remarks": len(open_comments(draft.comments)),
        **{column: _shown(draft.typed.get(question, "")) for column, question in _SUMMARY.items()},
    }


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
