from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from clerk import COUNTER, Clerk
from display import Display
from keycount import CountingDisplay
from printsystem import PrintRoom, print_room
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


@pytest.fixture
def size() -> tuple[int, int]:
    """Of the screen; a module may say another."""
    return COUNTER


@pytest.fixture
def counter(tmp_path: Path, tool: Callable[[str], str], size: tuple[int, int]) -> Iterator[CountingDisplay]:
    """A counter's screen, which counts keys."""
    screen = CountingDisplay(tmp_path / "screen", tool, size)
    yield screen
    screen.close()


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintRoom]:
    """A print system of the counter's own."""
    with print_room() as place:
        monkeypatch.setenv("CUPS_SERVER", str(place.room / "sock"))
        yield place


@pytest.fixture
def clerk(
    tmp_path: Path, counter: CountingDisplay, size: tuple[int, int], request: pytest.FixtureRequest
) -> Iterator[Clerk]:
    """A clerk at the counter; the program has not been started yet. Ask for `printer` before."""
    pictures = os.environ.get(PICTURES)
    name = request.node.name.removeprefix("test_")
    person = Clerk(tmp_path, counter, Path(pictures, name) if pictures else None)
    person.size = size
    yield person
    person.leave()
