"""How a command asks who is there, where the staff sign in with PINs."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import NamedTuple


class Asked(NamedTuple):
    """What somebody typed: a colleague's id and PIN, or (id empty) the recovery code, the passphrase, or the name of
    the organisation's key file. Both empty: nobody is there."""

    id: str
    secret: str


Asking = Callable[[tuple[tuple[str, str], ...], bool], Asked]
"""Asks one of those named (id, name) to sign in; the second time (True) a colleague of the first."""

ASKING: ContextVar[Asking | None] = ContextVar("asking", default=None)
"""Set by whoever has a terminal; without it nobody can sign in."""
