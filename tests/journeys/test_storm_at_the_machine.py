"""Ten thousand keys and touches at a public machine on a real screen with a window manager: nobody gets out of it.

What the manager keeps for itself (Alt+Tab, the menu of a window) never comes to the program and is the system's duty;
there is no manager at all on a machine that is set up as `kiosk.md` says. That it asks the window to close (Alt+F4)
does come.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from display import Display, until
from seeds import chance
from visitor import PublicMachine

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(3000),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="an X server and /proc"),
]
SIZE = (1080, 1920)
STROKES, AT_ONCE = 10_000, 100
SIGNS = [
    *"abcdefghijklmnopqrstuvwxyz0123456789",
    "space",
    "comma",
    "period",
    "minus",
    "apostrophe",
    "eacute",
    "ccedilla",
]
MOVES = ["Tab", "Return", "BackSpace", "Delete", "Left", "Right", "Up", "Down", "Home", "End", "Prior", "Next"]
COMMANDS = ["Escape", "Menu", "Print", "Insert", "Pause", "XF86HomePage", "XF86Mail", *(f"F{n}" for n in range(1, 13))]
HELD = ["", "", "shift+", "ctrl+", "ctrl+shift+"]


@pytest.fixture
def machine(tmp_path: Path, tool: Callable[[str], str]) -> Iterator[PublicMachine]:
    display = Display(tmp_path / "screen", tool, SIZE)
    machine = PublicMachine(tmp_path, display)
    machine.switch_on()
    yield machine
    print(machine.notes())
    machine.switch_off()
    display.close()


def stroke(choose: random.Random) -> str:
    """Lines for xdotool: a key with what is held, or a finger anywhere."""
    if choose.random() < 0.5:
        x, y = choose.randrange(SIZE[0]), choose.randrange(SIZE[1])
        click = f"\nclick {choose.choice('1111123')}"
        return f"mousemove {x} {y}{click * (2 if choose.random() < 0.1 else 1)}"
    if choose.random() < 0.02:
        return "key alt+F4"
    keys = choose.choice((SIGNS, SIGNS, MOVES, COMMANDS))
    return f"key {choose.choice(HELD)}{choose.choice(keys)}"


def begun_by(pid: int) -> list[str]:
    """Programs that a process has started."""
    return [child for tasks in Path(f"/proc/{pid}/task").glob("*/children") for child in tasks.read_text().split()]


def test_ten_thousand_keys_and_touches_lead_nowhere(machine: PublicMachine, tool: Callable[[str], str]) -> None:
    choose, served = chance(), {machine.see()["pid"]}
    sheets: set[str] = set()
    for _ in range(STROKES // AT_ONCE):
        script = "".join(f"{stroke(choose)}\n" for _ in range(AT_ONCE))
        done = subprocess.run(
            [tool("xdotool"), "-"], input=script, text=True, env=machine.display.environment, capture_output=True
        )
        assert done.returncode == 0, done.stderr
        seen = _judge(machine)
        served.add(seen["pid"])
        sheets.add(seen["sheet"])
    assert machine.notes() == "", "no window has failed"
    assert len(served) > 1, "one applicant followed another"
    assert len(sheets) > 3, f"the storm reached {sheets} only"
    assert machine.program is not None
    assert machine.program.poll() is None


def _judge(machine: PublicMachine) -> dict[str, object]:
    """The one window fills the screen, has the keys, and has started nothing."""

    def stands() -> bool:
        try:
            seen = machine.see()
        except OSError:  # the one before has just ended
            return False
        return bool(seen["full"] and tuple(seen["size"]) == SIZE)

    until(stands, "the window fills the screen", 60)
    seen = machine.see()
    until(lambda: _in_front(machine) in machine.pids()[1:], "the keys go to the machine's window", 60)
    assert begun_by(seen["pid"]) == [], "no other program"
    return seen


def _in_front(machine: PublicMachine) -> int:
    told = machine.display._ask("getactivewindow", "getwindowpid").stdout.split()
    return int(told[0]) if told else 0
