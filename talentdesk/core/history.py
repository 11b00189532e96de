"""What happened to each answer of a case: who changed it, when and how, and what can be undone.

Changes are only ever added. To undo is a change too, so that nothing is lost and the way back is known after a restart.
The one entry that may still grow is the last: a burst of keys in one field is one change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

BURST = timedelta(seconds=20)
"""So long after the last key a further one still belongs to the same change."""
MOST = 2000
"""Changes kept of one case; older ones go."""


class How(StrEnum):
    """Why an answer changed."""

    TYPED = "typed"
    SCANNED = "scanned"
    IMPORTED = "imported"
    EARLIER = "earlier"
    """Taken over from an earlier case of the same person."""
    REPEATED = "repeated"
    """As in the case before."""
    ROWS = "rows"
    """Rows of a table were taken out or moved."""
    RECEIVED = "received"
    """The case came so; what stood in the earlier case is the value before. It cannot be undone."""
    DECIDED = "decided"
    """Two had changed the case, and somebody said what holds. Nothing before it is undone."""
    UNDONE = "undone"
    REDONE = "redone"


@dataclass(frozen=True, slots=True)
class Held:
    """What one question, or one cell, holds."""

    id: str
    text: str = ""
    source: str = ""
    declined: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One act on one or several answers. `was` and `now` name the same questions in the same order."""

    number: int
    at: datetime
    who: str
    """A counter or a role, never a person's name."""
    how: How
    question: str
    """Where the act was done, and where undoing it leads."""
    was: tuple[Held, ...]
    now: tuple[Held, ...]
    of: int = 0
    """The change that was undone or redone."""

    @property
    def is_idle(self) -> bool:
        """Whether everything stands as before: a letter typed and taken back."""
        return self.was == self.now


History = tuple[Change, ...]


def added(
    history: History,
    at: datetime,
    who: str,
    how: How,
    question: str,
    was: Sequence[Held],
    now: Sequence[Held],
    *,
    of: int = 0,
    burst: bool = False,
) -> History:
    """The history with one more change, if it is one; with `burst` a key typed soon after another into the same field
    joins it."""
    last = history[-1] if history else None
    if burst and last is not None and _joins(last, at, who, how, question):
        return (*history[:-1], replace(last, at=at, now=tuple(now)))
    if tuple(was) == tuple(now):
        return history
    number = last.number + 1 if last else 1
    return (*history[-MOST + 1 :], Change(number, at, who, how, question, tuple(was), tuple(now), of))


def _joins(last: Change, at: datetime, who: str, how: How, question: str) -> bool:
    same = (last.question, last.how, last.who) == (question, how, who)
    return same and how is How.TYPED and timedelta(0) <= at - last.at <= BURST


def standing(history: History) -> tuple[Change | None, Change | None]:
    """The change that undo takes back next, and the one that redo brings back; None: there is none."""
    done: list[Change] = []
    taken: list[Change] = []
    known = {change.number: change for change in history}
    for change in history:
        if change.how is How.UNDONE:
            _move(known.get(change.of), done, taken)
        elif change.how is How.REDONE:
            _move(known.get(change.of), taken, done)
        elif change.how is How.DECIDED:
            done, taken = ([] if change.is_idle else [change]), []
        elif change.how is not How.RECEIVED and not change.is_idle:
            done.append(change)
            taken.clear()
    return (done[-1] if done else None), (taken[-1] if taken else None)


def _move(change: Change | None, out: list[Change], into: list[Change]) -> None:
    if change in out:
        out.remove(change)
        into.append(change)


def of_question(history: Iterable[Change], id: str) -> tuple[Change, ...]:
    """The changes of one question, the newest first; of a table those of all its cells."""
    return tuple(change for change in reversed(tuple(history)) if touched(change, id))


def touched(change: Change, id: str) -> tuple[tuple[Held, Held], ...]:
    """Before and after of each answer of the question that this act changed."""
    pairs = zip(change.was, change.now, strict=True)
    return tuple((was, now) for was, now in pairs if (was.id == id or was.id.startswith(f"{id}[")) and was != now)


def earlier(history: Iterable[Change], since: int, typed: Mapping[str, str]) -> Mapping[str, str]:
    """What stood in each answer after change number `since`, of those that hold something else now."""
    found: dict[str, str] = {}
    for change in history:
        if change.number > since:
            for was in change.was:
                found.setdefault(was.id, was.text)
    return {id: text for id, text in found.items() if text != typed.get(id, "")}
