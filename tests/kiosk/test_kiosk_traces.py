"""The next applicant finds nothing of the one before, in none of sixteen places."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from machine import HERE, switched_on, until
from traces import KINDS, WORD

from talentdesk.service.kiosk.supervisor import Limits

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs an X server of its own"),
]
SEEN = {"language": "pt", "scroll position": "moved"}
"""What is left where it is not a word."""
Found = dict[str, list[str]]


@contextlib.contextmanager
def screen(tool: Callable[[str], str]) -> Iterator[str]:
    """An X server, whose clipboard belongs to all its windows; its name."""
    read, write = os.pipe()
    command = [tool("Xvfb"), "-displayfd", str(write), "-screen", "0", "1080x1920x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


def found(file: Path) -> Found:
    """What a window found, once it has written it down whole."""

    def whole() -> Found:
        with contextlib.suppress(OSError, ValueError):
            read: Found = json.loads(file.read_text("utf-8"))
            return read
        return {}

    written: Found = until(whole, f"{file.name} is written", 90)
    return written


@pytest.fixture(scope="module")
def looks(tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Found, Found]]:
    """What the first one found of themselves, and what the next one found."""
    folder = tmp_path_factory.mktemp("traces")
    # Where a window would remember if it had no home of its own.
    account = folder / "account"
    for name in ("home", "tmp"):
        (account / name).mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch, screen(tool) as display:
        for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "TMPDIR"):
            patch.setenv(name, str(account / ("tmp" if name == "TMPDIR" else "home")))
        for name, value in (("TRACES", str(folder)), ("DISPLAY", display), ("QT_QPA_PLATFORM", "xcb")):
            patch.setenv(name, value)
        command = (sys.executable, str(HERE / "traces.py"))
        with switched_on(folder / "machine", command=command, limits=Limits(start=90)) as machine:
            first = found(folder / "0.json")
            until(lambda: machine.supervisor.tally.sessions > 1, "the next one is served", 60)
            second = found(folder / "1.json")
        yield first, second


@pytest.mark.parametrize("kind", KINDS)
def test_the_next_one_finds_nothing(looks: tuple[Found, Found], kind: str) -> None:
    first, second = looks
    trace = SEEN.get(kind, WORD)
    assert any(trace in each for each in first[kind]), "there was nothing to be found"
    assert not any(trace in each for each in second[kind])


def test_every_place_was_looked_into(looks: tuple[Found, Found]) -> None:
    assert len(KINDS) == 16
    assert all(set(each) == set(KINDS) for each in looks)
    assert looks[1]["language"] == ["en"]
