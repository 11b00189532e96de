"""Which cases a list shows: a name, the states, and within how many days something is due. Nothing of a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from talentdesk.core.states import IN_HAND, State
from talentdesk.core.words import N_

LONGEST_NAME = 30
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """One way to look at the cases."""

    name: str
    states: tuple[State, ...]
    due_days: int = 0
    """Only cases that are due within so many days, or late; 0: whenever they are due."""

    def until(self, today: date) -> date | None:
        """The last day that counts as due; None: every day."""
        return today + timedelta(days=self.due_days) if self.due_days else None


SHIPPED: tuple[CaseFilter, ...] = (
    CaseFilter(N_("All in hand"), IN_HAND),
    CaseFilter(N_("Drafts"), (State.DRAFT,)),
    CaseFilter(N_("Received"), (State.RECEIVED,)),
    CaseFilter(N_("In review"), (State.REVIEW,)),
    CaseFilter(N_("Returned"), (State.RETURNED,)),
    CaseFilter(N_("Ready to print"), (State.READY,)),
    CaseFilter(N_("Printed"), (State.PRINTED,)),
    CaseFilter(N_("Closed"), (State.CLOSED,)),
)
"""Filters that every desk has; their names are messages to say."""


def parse_states(text: str) -> tuple[State, ...]:
    """States by their names with blanks between, in the order of the day. Raises ValueError for anything else."""
    named = set(text.split())
    found = tuple(state for state in State if state.value in named)
    if not found or named - {state.value for state in found}:
        raise ValueError(text)
    return found


def kept(filters: Iterable[CaseFilter], new: CaseFilter) -> tuple[CaseFilter, ...]:
    """The filters, with this one in place of another of its name, else at the end."""
    others = tuple(filters)
    if all(each.name != new.name for each in others):
        return (*others, new)
    return tuple(new if each.name == new.name else each for each in others)
