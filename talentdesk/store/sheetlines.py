"""A table of applicants in work as the store keeps it; the store itself is in `sheets`, which loads the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One line: its cells with their troubles, and what has become of it."""

    number: int
    cells: Sequence[tuple[str, str]]
    taken: bool | None = None
    """Whether a person wants it or leaves it out; None: nobody has said."""
    case: str = ""
    """The case that was made of it."""
    number_of_case: int = 0
    paper: bool = False
    """Whether its paper was written into a folder."""
    printed: bool = False
    """Whether it was put on the list of what is to be printed."""


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """A table in work."""

    desk: str
    procedure: str
    as_of: date
    head: Mapping[str, Any]
    lines: Sequence[KeptLine] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """A table in work as a list shows it."""

    id: int
    name: str
    """Its file's name."""
    procedure: str
    rows: int
    made: int
    """Rows of which a case was made."""
    saved_at: datetime
