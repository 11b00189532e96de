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

from talentdesk.service.kiosk.supervisor import Limits

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs an X server of its own"),
]
KINDS = 16
WORD = "CANARYE12345678"


@pytest.fixture
def screen(tool: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An X server, whose clipboard belongs to all its windows."""
    read, write = os.pipe()
    command = [tool("Xvfb"), "-displayfd", str(write), "-screen", "0", "1080x1920x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        monkeypatch.setenv("DISPLAY", f":{number}")
        monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
        yield
    finally:
        server.terminate()
        server.wait(10)


def found(file: Path) -> dict[str, list[str]]:
    """What a window found, once it has written it down whole."""

    def whole() -> dict[str, list[str]]:
        with contextlib.suppress(OSError, ValueError):
            read: dict[str, list[str]] = json.loads(file.read_text("utf-8"))
            return read
        return {}

    written: dict[str, list[str]] = until(whole, f"{file.name} is written", 90)
    return written


def test_the_next_one_finds_nothing(screen: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACES", str(tmp_path))
    # Where a window would remember if it had no home of its own.
    account = tmp_path / "account"
    account.mkdir()
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(account / ("tmp" if name == "TMPDIR" else "home")))
    (account / "tmp").mkdir()
    (account / "home").mkdir()
    command = (sys.executable, str(HERE / "traces.py"))
    with switched_on(tmp_path / "machine", command=command, limits=Limits(start=90)) as machine:
        first = found(tmp_path / "0.json")
        until(lambda: machine.supervisor.tally.sessions > 1, "the next one is served", 60)
        second = found(tmp_path / "1.json")
    assert len(first) == len(second) == KINDS
    seen = {"language": "pt", "scroll position": "moved"}
    for kind, what in first.items():
        assert any(seen.get(kind, WORD) in each for each in what), f"{kind}: there was nothing to be found"
    for kind, what in second.items():
        assert not any(seen.get(kind, WORD) in each for each in what), f"{kind}: the next one finds it"
    assert second["language"] == ["en"]
