"""A person as the list shows them, an act in a person's history, and a candidate for the same person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.core.likeness import Likeness
    from talentdesk.core.person import Document, Group
    from talentdesk.store.cases import CaseSummary


class Act(StrEnum):
    """What can be in a person's history."""

    MADE = "made"
    DOCUMENT = "document"
    """A document was kept, or changed."""
    PHOTO = "photo"
    PHOTO_GONE = "photo_gone"
    """A photo was removed."""
    VALUE = "value"
    CASE = "case"
    """A case was begun for the person, or said to be theirs."""
    MERGE = "merge"
    UNMERGE = "unmerge"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a person's history: who did what when, to the ledger of that number."""

    at: datetime
    who: str
    act: Act
    person: int
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """One line of the list of people. Names are as typed or read, cut where they pass 200 characters."""

    id: str
    number: int
    surname: str
    given_names: str
    name_zh: str
    nationality: str
    birth_date: str
    saved_at: datetime
    documents: tuple[Document, ...] = ()
    cases: int = 0
    ledgers: int = 1
    """How many ledgers were said to be this person's."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the same person, and why."""

    group: Group
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything that is kept of a person."""

    group: Group
    cases: tuple[CaseSummary, ...] = ()
    drafts: tuple[Draft, ...] = ()
    """The cases themselves, the last saved first, no more than can be compared at a glance."""
    candidates: tuple[Candidate, ...] = ()
