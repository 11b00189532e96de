"""One person's answers to one procedure, exactly as they were typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from talentdesk.core.comments import Comment
from talentdesk.core.history import Change
from talentdesk.core.sightings import PaperNote, Sighting
from talentdesk.core.states import Move, State

__all__ = ["Draft", "Source", "State"]


class Source(StrEnum):
    """Where an answer came from. What a person typed has no source."""

    MRZ = "mrz"
    """The machine-readable zone: capitals without marks, possibly cut short."""
    PICTURE = "picture"
    """The machine-readable zone as a recogniser saw it in a picture, which a person has compared with the document."""
    PRINTED_PAGE = "printed_page"
    """The visual zone of the document, read by a person or a device."""
    PERSON = "person"
    """An earlier case of the same person."""
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Draft:
    """A case as it is stored. `typed` keeps half dates and misspellings; values are derived from it.

    Table cells are typed under `table[0].column`; a row exists while any of its cells does.
    """

    id: str
    procedure: str
    edition: str
    as_of: date
    typed: Mapping[str, str] = field(default_factory=dict)
    declined: frozenset[str] = frozenset()
    sources: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    """The question that had the focus last, so that reopening lands there."""
    state: State = State.DRAFT
    created_at: datetime | None = None
    saved_at: datetime | None = None
    seen: frozenset[str] = frozenset()
    """Documents ticked at the counter, as `id:original`, `id:copy`, `id:returned`."""
    sightings: Mapping[str, Sighting] = field(default_factory=dict)
    """Who set each tick, and when."""
    papers: Mapping[str, PaperNote] = field(default_factory=dict)
    """What was noted of a document: when and where it was issued."""
    settled: Mapping[str, str] = field(default_factory=dict)
    """Conflicts that the person has answered: its key -> why both are right. Asked anew when a value changes."""
    number: int = 0
    """Short number of the case on this machine, given by the store."""
    history: tuple[Change, ...] = ()
    """Every change of an answer, in order."""
    comments: tuple[Comment, ...] = ()
    moves: tuple[Move, ...] = ()
    """From state to state, in order."""
