from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from display import Display
from walker import Walker

PICTURES = "TALENTDESK_PICTURES"
"""Names a folder for the pictures of each step, to be looked at."""


@pytest.fixture
def display(tmp_path: Path, tool: Callable[[str], str]) -> Iterator[Display]:
    """A screen with a window manager."""
    screen = Display(tmp_path / "screen", tool)
    yield screen
    screen.close()


@pytest.fixture
def walker(tmp_path: Path, display: Display, request: pytest.FixtureRequest) -> Iterator[Walker]:
    """A counter whose program has not been started yet."""
    pictures = os.environ.get(PICTURES)
    name = request.node.name.removeprefix("test_")
    clerk = Walker(tmp_path, display, Path(pictures, name) if pictures else None)
    yield clerk
    clerk.leave()
