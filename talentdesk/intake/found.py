"""What was found in a file from outside, and why nothing could be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MOST_BYTES = 64_000_000
MOST_PIXELS = 64_000_000
"""A4 at 600 dots an inch has 35 million."""
MOST_PAGES = 60


class Trouble(StrEnum):
    """Why a file cannot be looked into."""

    UNKNOWN = "unknown"
    """Neither a PDF nor a picture of a kind that is read."""
    DAMAGED = "damaged"
    NEWER = "newer"
    """A bundle of a later program."""
    LOCKED = "locked"
    """A PDF that asks for a password, or a file that does not open with the key or passphrase that was given."""
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MUCH_WORK = "too_much_work"
    """More time or memory than any honest file needs."""
    NO_RECOGNISER = "no_recogniser"
    """The extra that reads print is not installed."""


class IntakeTrouble(Exception):
    """A file that cannot be looked into; `details` are numbers for the sentence."""

    def __init__(self, trouble: Trouble, /, **details: str) -> None:
        super().__init__(trouble)
        self.trouble, self.details = trouble, details


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds that may be answers. Nothing of it is to be trusted."""

    attachments: tuple[str, ...] = ()
    """Files attached to a PDF that look like answers: text of JSON objects with procedure, edition and answers."""
    codes: tuple[str, ...] = ()
    """Texts of the QR symbols on its pages, each once. Not looked for where something is attached."""
    unreadable: int = 0
    """Symbols that were seen but not read."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Names and values of a form's fields, where it is one of ours. Nothing else is looked for then."""

    def as_json(self) -> dict[str, object]:
        """For the way between two processes."""
        return {
            "attachments": self.attachments,
            "codes": self.codes,
            "unreadable": self.unreadable,
            "fields": dict(self.fields),
        }


def found_from(data: Mapping[str, object]) -> Found:
    """The other end of `as_json`. Raises ValueError, since the process at that end has read a stranger's file."""
    attachments, codes, unreadable = (data.get(name) for name in ("attachments", "codes", "unreadable"))
    if not isinstance(unreadable, int):
        raise ValueError("unreadable")
    fields = data.get("fields")
    if not isinstance(fields, dict):
        raise ValueError("fields")
    _texts([*fields, *fields.values()])
    return Found(_texts(attachments), _texts(codes), unreadable, fields)


def _texts(entries: object) -> tuple[str, ...]:
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        raise ValueError("texts")
    return tuple(entries)
