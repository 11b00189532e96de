"""A case as the home list shows it, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from talentdesk.core.draft import State


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a draft has come, as the interview counted it when it was saved."""

    answered: int = 0
    total: int = 0
    due: date | None = None
    """The next deadline."""
    problems: frozenset[tuple[str, str]] | None = None
    """What is wrong, as question and code; None: not looked at, and what is kept stays."""


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One line of the home list. Names are as typed, cut where they pass 200 characters."""

    id: str
    number: int
    procedure: str
    edition: str
    state: State
    surname: str
    given_names: str
    name_zh: str
    nationality: str
    saved_at: datetime
    answered: int
    total: int
    due: date | None
    state_at: datetime | None = None
    """When it came into its state; None where it never left the first."""
    remarks: int = 0
    """Open comments: what is to be put right."""
    hold_until: date | None = None
    """The last day it is kept whatever its time; None: it is not held."""
    code: str = ""
    """What stands on its slips."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases there are of each state."""

    of: Mapping[State, int]
    more: bool = False
    """There are more than these: only so many were counted."""
