"""What the counter noted of the papers of a case: who ticked what when, where a paper was issued and on which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Sighting:
    """Who set a tick, and when."""

    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class PaperNote:
    """What stands on a paper, as typed; empty where nobody noted it."""

    issued: str = ""
    """The day of issue; may be half a date."""
    country: str = ""
    """ISO 3166 alpha-3 of who issued it."""

    @property
    def day(self) -> date | None:
        """The day of issue, where it is a whole one."""
        try:
            return date.fromisoformat(self.issued)
        except ValueError:
            return None


PaperNotes = Mapping[str, PaperNote]


def noted(notes: PaperNotes, paper: str, **changes: str) -> PaperNotes:
    """The notes with some of one paper's changed; a paper of which nothing is left is not listed."""
    note = replace(notes.get(paper, PaperNote()), **changes)
    others = {name: each for name, each in notes.items() if name != paper}
    return {**others, paper: note} if note != PaperNote() else others


def ticked(sightings: Mapping[str, Sighting], tick: str, yes: bool, at: datetime, who: str) -> Mapping[str, Sighting]:
    """The sightings after a tick was set, or taken back."""
    others = {name: each for name, each in sightings.items() if name != tick}
    return {**others, tick: Sighting(at, who)} if yes else others
