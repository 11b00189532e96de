"""A public machine and a counter of the same centre, as two programs on two screens: how the machine is doing stands on
the counter's screen, and who is at it does not."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cluster import Cluster
from display import Display, until
from people import HONG_KONG
from test_kiosk_walks import WIDE, Hall, disk, hall
from test_public_at_spi import HERE, bus

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
__all__ = ["bus", "disk", "hall"]
NAME = "Lobby 7"
ROOT = Path(__file__).parents[2]


class Counter:
    """The shipped program at a desk, and somebody who listens to its screen."""

    def __init__(self, folder: Path, display: Display, server: str, bus: str) -> None:
        self.display = display
        on = {"DBUS_SESSION_BUS_ADDRESS": bus, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_ACCESSIBILITY": "1"}
        home = folder / "counter"
        home.mkdir()
        self._environment = {
            **display.environment,
            **on,
            **{name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")},
            "PYTHONPATH": str(ROOT),
        }
        command = [
            sys.executable,
            "-m",
            "talentdesk",
            "open",
            "--mode",
            "counter",
            "--data",
            server,
            "--language",
            "en",
        ]
        self._log = (folder / "counter.log").open("wb")
        self._program = subprocess.Popen(command, env=self._environment, stdout=self._log, stderr=self._log, cwd=home)
        until(lambda: display.title(), "the counter's window", 60)

    def heard(self) -> str:
        """All that a screen reader could say of the window, and what it writes."""
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(HERE / "assistive.py")],
            env=self._environment, capture_output=True, check=True, timeout=120,
        )  # fmt: skip
        trees = [each["tree"] for each in json.loads(done.stdout) if each["pid"] == self._program.pid]
        return "\n".join(" ".join((line["name"], line["text"], line["description"])) for tree in trees for line in tree)

    def close(self) -> None:
        self._program.terminate()
        self._program.wait(20)
        self._log.close()


@pytest.fixture
def counters(tmp_path: Path, tool: Callable[[str], str], bus: str) -> Iterator[Callable[[str], Counter]]:
    with contextlib.ExitStack() as stack:

        def open_counter(server: str) -> Counter:
            display = Display(tmp_path / "desk", tool)
            stack.callback(display.close)
            counter = Counter(tmp_path, display, server, bus)
            stack.callback(counter.close)
            return counter

        yield open_counter


def _stands(counter: Counter, state: str) -> str:
    """What the screen says once the machine is said to be in this state."""
    said: list[str] = []

    def there() -> bool:
        counter.display.press("F5")
        said[:] = [line for line in counter.heard().splitlines() if NAME in line]
        return any(state in line for line in said)

    until(there, f"the machine is said to be: {state}", 90)
    return counter.heard()


def test_staff_see_how_a_machine_is_doing_and_nobody_who_is_at_it(
    hall: Callable[..., Hall], counters: Callable[[str], Counter], cluster: Cluster
) -> None:
    server = cluster.new_database()
    it = hall(WIDE, counters=server, counter_name=NAME)
    counter = counters(server)
    until(lambda: "Public machines" in counter.heard(), "the counter stands", 60)
    counter.display.press("Escape")
    counter.display.press("ctrl+8")
    _stands(counter, "Free")

    visitor = it.visitor(HONG_KONG, "beside-a-counter")
    visitor.go_in()
    visitor.choose()
    visitor.fill("person.given_names")
    visitor.type("LIP ")
    seen = _stands(counter, "In use")
    if "TALENTDESK_PICTURES" in os.environ:
        counter.display.picture(Path(os.environ["TALENTDESK_PICTURES"]) / "beside-in-use.png")
    assert "Somebody is filling in a form" in seen
    for word in (*HONG_KONG.canaries, "LIP", HONG_KONG.answers["person.name_zh"]):
        assert word not in seen

    visitor.touch("bar", "end")
    until(lambda: it.machine.see()["sheet"] == "EndSheet", "the question of ending")
    left = it.machine.see()["pid"]
    visitor.touch("erase")
    it.machine.waits(but=left)
    _stands(counter, "Free")

    it.machine.switch_off()
    assert "Switched off" in _stands(counter, "Switched off")
