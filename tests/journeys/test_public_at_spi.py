"""The public machine as assistive technology hears it, over AT-SPI: names, roles, states, nobody's data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from ctypes.util import find_library
from pathlib import Path
from typing import Any

import pytest
from display import Display, until
from public import Keyboard, Public
from test_public_by_key_and_switch import PROCEDURE, find_the_form

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
HERE = Path(__file__).parent
SERVICES = Path("/usr/share/dbus-1/accessibility-services/org.a11y.atspi.Registry.service")
CANARY = "QUINTANILHA"
CONTROLS = frozenset({"push button", "check box", "radio button", "text", "combo box", "toggle button", "entry"})


@pytest.fixture
def bus(tool: Callable[[str], str]) -> Iterator[str]:
    """The address of a session bus of this test's own."""
    daemon = tool("dbus-daemon")
    if find_library("atspi") is None or not SERVICES.is_file():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("at-spi2-core is not installed")
    command = [daemon, "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture
def screen(tmp_path: Path, tool: Callable[[str], str]) -> Iterator[Display]:
    display = Display(tmp_path / "screen", tool, (1080, 1920))
    yield display
    display.close()


@pytest.fixture
def machine(tmp_path: Path, screen: Display, bus: str) -> Iterator[Public]:
    on = {"DBUS_SESSION_BUS_ADDRESS": bus, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_ACCESSIBILITY": "1"}
    public = Public(tmp_path, screen, on)
    yield public
    public.end()


class Ear:
    """A screen reader."""

    def __init__(self, machine: Public, bus: str) -> None:
        self._machine = machine
        self._environment = {**machine.display.environment, "DBUS_SESSION_BUS_ADDRESS": bus}

    def all(self) -> list[dict[str, Any]]:
        """Every program's tree."""
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(HERE / "assistive.py")],
            env=self._environment,
            capture_output=True,
            check=True,
            timeout=120,
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    def heard(self) -> list[dict[str, Any]]:
        """What the window in front says, once it is there."""
        pid = self._machine.now["pid"]
        trees: list[list[dict[str, Any]]] = []

        def there() -> bool:
            trees[:] = [each["tree"] for each in self.all() if each["pid"] == pid]
            return bool(trees) and len(trees[0]) > 3

        until(there, "the window is on the accessibility bus", 60)
        return trees[0]


def faults(tree: list[dict[str, Any]]) -> list[str]:
    """Controls without a name, and what has the focus without a role."""
    found = [f"no name: {each['role']}" for each in tree if each["role"] in CONTROLS and not each["name"].strip()]
    focused = [each for each in tree if "focused" in each["states"]]
    found += [f"focus on {each['role']} “{each['name']}”" for each in focused if each["role"] in ("filler", "unknown")]
    return found


def states_of(tree: list[dict[str, Any]], role: str, name: str) -> list[str]:
    """Of the first thing that is called so."""
    found: list[str] = next(each["states"] for each in tree if each["role"] == role and name in each["name"])
    return found


def test_every_page_is_heard_whole_and_nothing_of_the_one_before(machine: Public, bus: str, screen: Display) -> None:
    ear, hand = Ear(machine, bus), Keyboard(machine)
    machine.stands("Attract")
    tree = ear.heard()
    assert faults(tree) == []
    assert "focusable" in states_of(tree, "push button", "English")
    assert [each["name"] for each in tree if "focused" in each["states"]], "something has the focus"

    hand.go_on("language:en")
    machine.stands("ConsentSheet")
    point = next(each for each in ear.heard() if each["role"] == "check box")
    assert "checked" not in point["states"], "nothing is agreed to beforehand"
    assert point["description"], "the whole words of the point are its description"
    for name in ("fill-in", "sensitive"):
        hand.tick(f"point:{name}")
    tree = ear.heard()
    assert faults(tree) == []
    assert "checked" in states_of(tree, "check box", point["name"].split(":")[0])
    hand.go_on()

    machine.stands("triage")
    tree = ear.heard()
    assert faults(tree) == []
    assert any(each["role"] == "radio button" for each in tree)
    find_the_form(machine, hand)
    assert faults(ear.heard()) == []
    hand.go_on(f"matter:{PROCEDURE}")
    machine.stands("Walk")
    kinds = set()
    while (now := machine.now)["sheet"] == "Walk":
        if now["here"] == "person.surname":
            screen.type(CANARY)
            until(lambda: CANARY in json.dumps(ear.heard()), "what is typed is heard", 30)
        kind = now["focus"].partition(":")[0]
        if kind not in kinds:
            kinds.add(kind)
            assert faults(ear.heard()) == [], now
        hand.go_on()
    for page in ("Answers", "PaperSheet"):
        machine.stands(page)
        assert faults(ear.heard()) == [], page
        machine.wait(lambda now: now["ready"], "the page is ready")
        hand.go_on()
    machine.stands("Finish")
    assert faults(ear.heard()) == []

    first = machine.now["pid"]
    hand.go_on()
    machine.wait(lambda now: now["pid"] != first and now["sheet"] == "Attract", "the next one is served")
    ear.heard()
    until(lambda: first not in [each["pid"] for each in ear.all()], "the window before is gone", 30)
    assert CANARY not in json.dumps(ear.all())
