"""The program is killed five times while somebody types, at moments nobody chose."""

from __future__ import annotations

import random
import time

import pytest
from display import until
from walker import Walker

from talentdesk.store.saving import PERIOD

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

KILLS = 5
ID = "contact.address_china"
LETTERS = "abcdefghijklmnopqrstuvwxyz 0123456789"


def test_five_kills_lose_nothing_but_the_last_moment(walker: Walker) -> None:
    chance = random.Random()
    walker.start()
    before = walker.display.still()
    walker.display.press("ctrl+n")
    walker.display.changed(before)
    walker.display.press(str(walker.place_of("residence-permit")))
    until(lambda: len(walker.cases()) == 1, "the case begins")
    walker.stands_at("request.act")
    walker.answer("request.act", "change")
    while walker.next_gap() != ID:
        pass
    travel = walker.travel_time(ID)
    kept = ""
    for kill in range(KILLS):
        kept = type_and_kill(walker, kept, travel, chance)
        walker.start()
        before = walker.display.still()
        walker.display.press("Return")
        walker.display.changed(before)
        walker.look(f"continued-{kill}")
        walker.display.press("End")
    walker.display.type("!")
    walker.has_saved(ID, f"{kept}!")
    walker.close()
    assert walker.log() == ""


def type_and_kill(walker: Walker, kept: str, travel: float, chance: random.Random) -> str:
    """Types for up to two seconds and kills; returns what is on the disk, which is all but the last moment's keys."""
    text, struck = kept, []
    end = time.monotonic() + chance.uniform(0.0, 2.0)
    while time.monotonic() < end:
        letter = chance.choice(LETTERS)
        walker.display.type(letter)
        text += letter
        struck.append(time.monotonic())
    walker.kill()
    killed = time.monotonic()
    found = walker.typed(ID)
    assert text.startswith(found)
    safe = sum(killed - moment > PERIOD + 2 * travel for moment in struck)
    assert len(found) - len(kept) >= safe, "lost although typed long before the kill"
    return found
