"""A small forms room of its own for the core's tests: they know no real procedure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from toyroom import write_room

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.interview import Interview


@pytest.fixture
def toy(tmp_path: Path) -> Catalogue:
    """The small room."""
    return Catalogue([write_room(tmp_path)])


@pytest.fixture
def begin(toy: Catalogue) -> Callable[..., Interview]:
    """Start an interview of the small room's edition."""

    def start(as_of: date = date(2026, 11, 23), **given: object) -> Interview:
        return Interview(toy.edition("toy", "2024-12-01"), toy, as_of=as_of, **given)  # type: ignore[arg-type]

    return start
