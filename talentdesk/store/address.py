"""Where a store is: a folder on this machine, or a database server that serves a whole centre."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

SCHEMES = ("postgresql+psycopg", "postgresql", "postgres")
_USED = SCHEMES[0]


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL database by its URL, which may hold a password and is therefore never shown."""

    url: str = field(repr=False)

    def __str__(self) -> str:
        return "database server"


Place = Path | Server


def place_of(text: str) -> Place:
    """The place that a setting or `--data` names. Raises ValueError for a URL of another kind of database."""
    scheme, sign, rest = text.partition("://")
    if not sign:
        return Path(text).expanduser()
    if scheme not in SCHEMES:
        raise ValueError(scheme)
    return Server(f"{_USED}://{rest}")
