"""Whoever goes in the middle of a dialog, of making papers, or of a real print leaves nothing, however they go."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from guises import guises
from leaver import NUMBER, SURNAME
from machine import HERE, ROOT, until
from printsystem import PrintRoom, print_room
from rawdisk import Disk, raw_disk

from talentdesk.service.printers import Cups

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="cupsd, loop devices and /proc"),
]
PATIENCE_S = 90.0
FORMS = tuple({form for word in (SURNAME, NUMBER) for form in guises(word).values()})


@pytest.fixture
def cups() -> Iterator[PrintRoom]:
    """Its printer takes a job and does not end: the paper is fetched for a long time."""
    with print_room(history=False) as room:
        room.run("lpadmin", "-d", "Slow")
        yield room


@pytest.fixture
def disk() -> Iterator[Disk]:
    with raw_disk() as made:
        yield made


class Machine:
    """One that is switched on, and what its windows told."""

    def __init__(self, told: Path, disk: Disk, cups: PrintRoom, at: str, how: str) -> None:
        self.told, self.disk, self.cups = told, disk, cups
        self._said = {"LEAVER": str(told), "LEAVER_AT": at, "LEAVER_HOW": how}
        self.program: subprocess.Popen[bytes] | None = None

    def switch_on(self) -> None:
        folder = self.disk.folder
        cleared = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        self.program = subprocess.Popen(
            [sys.executable, str(HERE / "run_leaver.py"), str(folder / "data")],
            cwd=folder / "tmp",
            env={
                **cleared,
                **self._said,
                "HOME": str(folder / "home"),
                "TMPDIR": str(folder / "tmp"),
                "CUPS_SERVER": str(self.cups.room / "sock"),
                "PYTHONPATH": os.pathsep.join(map(str, (ROOT, HERE))),
                "PYTHONDONTWRITEBYTECODE": "1",
                "QT_QPA_PLATFORM": "offscreen",
            },
            start_new_session=True,
        )

    def tells(self, name: str) -> Any:
        """What a window told, once it has."""
        until((self.told / name).exists, f"{name} is told", PATIENCE_S)
        return json.loads((self.told / name).read_text("utf-8"))

    def kill(self) -> None:
        """As a power cut: the supervisor, and its windows with it."""
        assert self.program is not None
        self.program.kill()
        self.program.wait(30)

    def switch_off(self) -> None:
        if self.program is not None and self.program.poll() is None:
            self.program.terminate()
            try:
                self.program.wait(30)
            finally:
                if self.program.poll() is None:
                    os.killpg(self.program.pid, signal.SIGKILL)

    def files(self) -> list[Path]:
        return [file for file in self.disk.folder.rglob("*") if file.is_file()]


@pytest.mark.parametrize("how", ["end", "idle", "kill"])
@pytest.mark.parametrize("at", ["dialog", "render", "print"])
def test_nothing_is_left(
    tmp_path: Path, disk: Disk, cups: PrintRoom, monkeypatch: pytest.MonkeyPatch, at: str, how: str
) -> None:
    it = Machine(tmp_path, disk, cups, at, how)
    it.switch_on()
    try:
        first = it.tells("first")
        if at == "print":
            until(cups.spooled, "the paper is being printed", PATIENCE_S)
            monkeypatch.setenv("CUPS_SERVER", str(cups.room / "sock"))
            ((title, _ticket),) = Cups().unfinished()
            assert re.fullmatch(r"TD-[0-9A-F]{4}", title), "the queue tells nobody who prints"
        else:
            assert it.tells("busy") == at
        stores = {file for file in it.files() if file.name == "talentdesk.db"}
        assert stores, "the case is on the disk"
        if how == "kill":
            it.kill()
            it.switch_on()
        else:
            (tmp_path / "go").touch()
        following = it.tells("next")
        assert following["pid"] != first["pid"]
        assert following["sheet"] == "Attract"
        for kind in following["found"]:
            assert not any(SURNAME in each or NUMBER in each for each in kind), kind
        until(lambda: not cups.spooled(), "the print queue is empty", 30)
        until(lambda: not Path(first["home"]).exists(), "the room is gone")
        until(lambda: not any(store.exists() for store in stores), "the store is gone")
        (cups.room / "go").touch()  # the printer would go on by now
        assert not any(file.is_relative_to(disk.folder / "tmp") for file in it.files())
    finally:
        it.switch_off()
    assert it.program is not None
    assert it.program.returncode == 0
    assert cups.jobs() == (), "nothing comes out for the next one"
    left = {file.name for file in it.files() if file.is_relative_to(disk.folder / "data")}
    assert left == {"standing.json"}
    raw = disk.raw()
    assert len(raw) > 10_000
    assert sum(raw.count(form) for form in FORMS) == 0
