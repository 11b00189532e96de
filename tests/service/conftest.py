"""A small forms room, whose one procedure has a question of nearly every kind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.form import Edition

ROOM = Path(__file__).resolve().parents[1] / "small_room" / "forms"


@pytest.fixture(scope="session")
def small() -> Catalogue:
    return Catalogue([ROOM])


@pytest.fixture(scope="session")
def edition(small: Catalogue) -> Edition:
    return small.in_force("garden-permit", date(2026, 11, 22))
