"""How a part of an open store gets at it: to look at one moment, to write within one transaction, to note an act."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from talentdesk.store.audit import Action

Noting = Callable[[Session, Action, str, str], None]
"""Adds an act to the chain within a session's transaction: the act, the case's or person's id, the result."""

Writing = Callable[[], AbstractContextManager[Session]]
"""One transaction that may add to the chain of acts."""

_Result = TypeVar("_Result")


class Look(Protocol):
    """Looks at one moment of the store."""

    def __call__(self, look: Callable[[Session], _Result]) -> _Result:
        """What `look` gives."""
