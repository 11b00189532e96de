"""The whole walk of a public machine without a pointer: by the keyboard alone, and by one switch alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from display import Display
from public import Hand, Keyboard, OneSwitch, Public

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]
PROCEDURE = "mainland-travel-permit-non-chinese"
TRIAGE = {
    "residency.status": "mo_permanent",
    "person.chinese_national": "no",
    "triage.pr_card": "no",
    "triage.purpose": "visit",
    "triage.in_mainland": "no",
}
NAME = "ORTE"
DWELL_MS = "900"
"""A little faster than the machine is by itself; the keys of a slow machine come late."""


@pytest.fixture
def screen(tmp_path: Path, tool: Callable[[str], str]) -> Iterator[Display]:
    """Upright, as large as the machine's."""
    display = Display(tmp_path / "screen", tool, (1080, 1920))
    yield display
    display.close()


@pytest.fixture
def machine(tmp_path: Path, screen: Display, request: pytest.FixtureRequest) -> Iterator[Public]:
    public = Public(tmp_path, screen, {"TOLD_DWELL_MS": DWELL_MS})
    yield public
    if pictures := os.environ.get("TALENTDESK_PICTURES"):
        screen.picture(Path(pictures) / f"{request.node.name}-last.png")
    public.end()


def walk(machine: Public, hand: Hand, write: Callable[[str], None]) -> None:
    """From the first page to the erased end."""
    first = machine.stands("Attract")["pid"]
    hand.go_on("language:en")
    machine.stands("ConsentSheet")
    for point in ("fill-in", "sensitive"):
        hand.tick(f"point:{point}")
    hand.go_on()
    find_the_form(machine, hand)
    hand.go_on(f"matter:{PROCEDURE}")
    machine.stands("Walk")
    written = False
    while (now := machine.now)["sheet"] == "Walk":
        if now["here"] == "person.surname" and not written:
            write(NAME)
            written = True
        hand.go_on()
    assert written
    machine.stands("Answers")
    hand.go_on()
    machine.stands("PaperSheet")
    machine.wait(lambda now: now["ready"], "the paper can be printed")
    hand.go_on()
    machine.stands("Finish")
    assert list(machine.jobs.iterdir())
    hand.go_on()
    machine.wait(lambda now: now["pid"] != first and now["sheet"] == "Attract", "the next one is served")


def find_the_form(machine: Public, hand: Hand) -> None:
    """The questions of the triage."""
    asked = 0
    while (now := machine.wait(lambda now: now["sheet"] in ("triage", "Matters"), "the triage"))["sheet"] == "triage":
        code = TRIAGE.get(now["here"], "")
        if code and f"card:{code}" not in now["on"]:
            hand.tick(f"card:{code}")
            asked += 1
        hand.go_on()
    assert asked == len(TRIAGE)


def test_the_whole_walk_by_the_keyboard_alone(machine: Public, screen: Display) -> None:
    hand = Keyboard(machine)
    walk(machine, hand, screen.type)


@pytest.mark.long
def test_the_whole_walk_by_one_switch_alone(machine: Public, screen: Display) -> None:
    """The keys of the screen write; nothing but F12 is ever pressed."""
    hand = OneSwitch(machine)
    machine.stands("Attract")
    screen.press("F12")

    def write(text: str) -> None:
        for letter in text:
            hand.choose(f"key:{letter}")

    walk(machine, hand, write)
