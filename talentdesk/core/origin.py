"""Where an answer of a case came from that its person already had: from which document, read or typed on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from talentdesk.core.draft import Source

_MARK = f"{Source.PERSON}/"


@dataclass(frozen=True, slots=True)
class Origin:
    """How the person's ledger came by a value."""

    way: str = ""
    """A value of Source; empty: it was typed."""
    document: str = ""
    """The kind of document it stands on; empty where it is on none."""
    day: date | None = None


def source_of(origin: Origin) -> str:
    """The source that a case keeps for a value from its person."""
    return f"{_MARK}{origin.way}/{origin.document}/{origin.day.isoformat() if origin.day else ''}"


def origin_of(source: str) -> Origin | None:
    """What a case's source says of a value from its person; None for any other source, and for one that is garbled."""
    if not source.startswith(_MARK):
        return None
    way, _, rest = source.removeprefix(_MARK).partition("/")
    document, _, day = rest.partition("/")
    try:
        return Origin(way, document, date.fromisoformat(day) if day else None)
    except ValueError:
        return None


def plain_source(source: str) -> str:
    """The value of Source that `source` begins with: `person` for everything a person's ledger gave."""
    return Source.PERSON.value if source.startswith(_MARK) else source
