"""One slip in a file that a person keeps: where it is, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """One slip of an author. `cause` and `remedy` are messages that `details` fills in, in any language."""

    file: str
    line: int
    cause: str
    remedy: str
    details: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {_fill(self.cause, self.details)}; {_fill(self.remedy, self.details)}"


def _fill(message: str, details: Mapping[str, str]) -> str:
    for name, value in details.items():
        message = message.replace("{" + name + "}", value)
    return message


def name_of(path: Path) -> str:
    """Return a file's name as its author knows it: from the forms room on."""
    parts = path.parts
    return "/".join(parts[parts.index("forms") :]) if "forms" in parts else path.name
