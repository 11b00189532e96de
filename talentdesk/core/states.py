"""The states a case goes through at a desk, and the one table that says which moves between them are allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """How far a case has come at this counter."""

    DRAFT = "draft"
    RECEIVED = "received"
    """It came from a paper or a bundle: nobody here has looked at it yet, and nothing in it can be changed."""
    REVIEW = "review"
    RETURNED = "returned"
    """The person has a slip that says what to put right."""
    READY = "ready"
    """Looked through: it can be printed."""
    PRINTED = "printed"
    CLOSED = "closed"


MOVES: Mapping[State, tuple[State, ...]] = {
    State.DRAFT: (State.REVIEW, State.READY, State.PRINTED, State.CLOSED),
    State.RECEIVED: (State.REVIEW, State.CLOSED),
    State.REVIEW: (State.READY, State.RETURNED, State.PRINTED, State.DRAFT, State.CLOSED),
    State.RETURNED: (State.REVIEW, State.CLOSED),
    State.READY: (State.PRINTED, State.REVIEW, State.RETURNED, State.CLOSED),
    State.PRINTED: (State.CLOSED, State.REVIEW, State.RETURNED),
    State.CLOSED: (State.REVIEW,),
}
"""Where a case may go from each state, the usual way first."""

LOCKED = frozenset({State.RECEIVED, State.CLOSED})
"""States in which no answer can be changed."""

IN_HAND = tuple(state for state in State if state is not State.CLOSED)
"""States of cases that somebody still works on."""


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a case: when, by whom, from where to where."""

    at: datetime
    who: str
    """A counter or a role, never a person's name."""
    before: State
    after: State
    change: int = 0
    """Number of the last change of an answer before it: what was changed since can be told."""


def may_move(before: State, after: State) -> bool:
    """Whether the table allows it."""
    return after in MOVES[before]


def last_return(moves: Sequence[Move]) -> Move | None:
    """When the case was last given back to be put right; None where it never was, or was printed or closed since."""
    for move in reversed(moves):
        if move.after in (State.PRINTED, State.CLOSED):
            return None
        if move.after is State.RETURNED:
            return move
    return None
