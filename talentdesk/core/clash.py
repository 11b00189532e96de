"""Two versions of one case, both changed since they were the same: where they differ, and one case made of the two.

Nothing of either is lost: what is not chosen stands in the history, under who typed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from talentdesk.core.cells import split_cell
from talentdesk.core.draft import Draft, State
from talentdesk.core.history import MOST, Change, Held, History, How

STATE = "@state"
"""Id of the point at which both went to another state."""

_T = TypeVar("_T")


class Side(StrEnum):
    """Whose version."""

    THEIRS = "theirs"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Versions:
    """One case twice. `base` is what both began from; None where that is not known, so that every difference is one
    that both made. `version` is the number of theirs in the store."""

    base: Draft | None
    theirs: Draft
    mine: Draft
    version: int


@dataclass(frozen=True, slots=True)
class Point:
    """One question, or one table with all its cells, that is not the same in both. The three sides hold the same ids in
    the same order."""

    id: str
    base: tuple[Held, ...]
    theirs: tuple[Held, ...]
    mine: tuple[Held, ...]
    given: Side | None
    """Whose it is without a question, as only that side changed it; None: both did, and somebody has to say."""


def points(versions: Versions) -> tuple[Point, ...]:
    """Where the two differ, those that both changed first, each in the order of the answers."""
    theirs, mine, base = versions.theirs, versions.mine, versions.base
    ids: dict[str, dict[str, None]] = {}
    for draft in (mine, theirs):
        for id in (*draft.typed, *sorted(draft.declined)):
            ids.setdefault(_question(id), {})[id] = None
    found = [_point(question, tuple(cells), versions) for question, cells in ids.items()]
    different = [point for point in found if _said(point.theirs) != _said(point.mine)]
    if theirs.state is not mine.state:
        sides = [Held(STATE, draft.state.value) if draft else Held(STATE) for draft in (base, theirs, mine)]
        different.append(Point(STATE, (sides[0],), (sides[1],), (sides[2],), _given(*([side] for side in sides))))
    return tuple(sorted(different, key=lambda point: point.given is not None))


def joined(versions: Versions, chosen: Mapping[str, Side], at: datetime, who: str) -> Draft:
    """One case of the two: at each point what was `chosen`, else what only one side changed, else mine. Its history is
    theirs, then mine, then the decision, which is where undoing ends."""
    theirs, mine, base = versions.theirs, versions.mine, versions.base
    typed, declined, sources = dict(theirs.typed), set(theirs.declined), dict(theirs.sources)
    state, was, now = theirs.state, list[Held](), list[Held]()
    for point in points(versions):
        side = chosen.get(point.id) or point.given or Side.MINE
        held = point.theirs if side is Side.THEIRS else point.mine
        if point.id == STATE:
            state = State(held[0].text)
            continue
        was += point.theirs
        now += held
        for each in held:
            _put(each, typed, declined, sources)
    history, moved = _one_history(theirs.history, mine.history)
    decided = _decision(history, at, who, was, now)
    told = versions.base.moves if versions.base else ()
    steps = tuple(
        replace(step, change=moved.get(step.change, step.change))
        for step in mine.moves
        if step not in told and step not in theirs.moves
    )
    return replace(
        theirs,
        typed=typed,
        declined=frozenset(declined),
        sources=sources,
        state=state,
        place=mine.place,
        history=(*history[-MOST + 1 :], *decided),
        moves=tuple(sorted((*theirs.moves, *steps), key=lambda step: step.at)),
        comments=_one_list(base.comments if base else (), theirs.comments, mine.comments),
        seen=frozenset(_one_list(base.seen if base else (), theirs.seen, mine.seen)),
        sightings=_one_table(base.sightings if base else {}, theirs.sightings, mine.sightings),
        papers=_one_table(base.papers if base else {}, theirs.papers, mine.papers),
        settled=_one_table(base.settled if base else {}, theirs.settled, mine.settled),
    )


def _question(id: str) -> str:
    return (split_cell(id) or (id,))[0]


def _point(question: str, ids: tuple[str, ...], versions: Versions) -> Point:
    base, theirs, mine = (_held(draft, ids) for draft in (versions.base, versions.theirs, versions.mine))
    given = None if versions.base is None else _given(base, theirs, mine)
    return Point(question, base, theirs, mine, given)


def _given(base: Iterable[Held], theirs: Iterable[Held], mine: Iterable[Held]) -> Side | None:
    before = _said(base)
    if before == _said(mine):
        return Side.THEIRS
    return Side.MINE if before == _said(theirs) else None


def _held(draft: Draft | None, ids: Iterable[str]) -> tuple[Held, ...]:
    if draft is None:
        return tuple(Held(id) for id in ids)
    return tuple(
        Held(id, draft.typed.get(id, ""), draft.sources.get(id, ""), id in draft.declined) for id in ids
    )  # fmt: skip


def _said(held: Iterable[Held]) -> list[tuple[str, str, bool]]:
    """Another source of the same words is no difference."""
    return [(each.id, each.text, each.declined) for each in held]


def _put(held: Held, typed: dict[str, str], declined: set[str], sources: dict[str, str]) -> None:
    for table, value in ((typed, held.text), (sources, held.source)):
        if value:
            table[held.id] = value
        else:
            table.pop(held.id, None)
    (declined.add if held.declined else declined.discard)(held.id)


def _one_history(theirs: History, mine: History) -> tuple[History, Mapping[int, int]]:
    """Theirs, and after it what is only in mine under new numbers; which number became which."""
    known = set(theirs)
    first, last = (theirs[0].number, theirs[-1].number) if theirs else (0, 0)
    rest = [change for change in mine if change not in known and change.number >= first]
    moved = {change.number: last + place for place, change in enumerate(rest, 1)}
    again = (replace(each, number=moved[each.number], of=moved.get(each.of, each.of)) for each in rest)
    return (*theirs, *again), moved


def _decision(history: History, at: datetime, who: str, was: list[Held], now: list[Held]) -> History:
    if not was:
        return ()
    number = history[-1].number + 1 if history else 1
    return (Change(number, at, who, How.DECIDED, was[0].id, tuple(was), tuple(now)),)


def _one_list(base: Iterable[_T], theirs: Iterable[_T], mine: Iterable[_T]) -> tuple[_T, ...]:
    """What either added, without what either took away."""
    before, first, second = list(base), list(theirs), list(mine)
    both = [*first, *(each for each in second if each not in first)]
    return tuple(each for each in both if each not in before or (each in first and each in second))


def _one_table(base: Mapping[str, _T], theirs: Mapping[str, _T], mine: Mapping[str, _T]) -> Mapping[str, _T]:
    """Each entry as the side that changed it has it; where both did, mine."""
    made = dict(theirs)
    for key in {*base, *mine}:
        if base.get(key) != mine.get(key):
            if key in mine:
                made[key] = mine[key]
            else:
                made.pop(key, None)
    return made
