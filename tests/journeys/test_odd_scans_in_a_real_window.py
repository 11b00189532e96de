"""What a queue brings to the scanner, key by key from outside: noise, two passports in a row, one name.

Each time a sentence says what is wrong, nothing is written into a case unasked, and the next passport goes on as usual.
"""

from __future__ import annotations

import pytest
from display import until
from walker import Walker

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PROCEDURE = "residence-permit"
NOISE = "&&%%$$##;;;@@<<>>=="
ONE = "P<PRTFERREIRA<DA<COSTA<<HELENA<MARIA<<<<<<<<\nCB482137<6PRT9406188F2902289<<<<<<<<<<<<<<<2\n"
OTHER = "P<POLWOJCIK<<LUKASZ<JAN<<<<<<<<<<<<<<<<<<<<<\nZS12345677POL9206182M3103153<<<<<<<<<<<<<<<4\n"
NO_GIVEN_NAMES = "P<IDNSUKARNO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nX1234567<5IDN8001014M3001019<<<<<<<<<<<<<<<0\n"


def test_odd_scans_cost_nobody_a_name(walker: Walker) -> None:
    walker.start(language="en")
    walker.swipe(NOISE)
    walker.look("noise")
    assert walker.cases() == ()

    walker.step("Escape")
    walker.swipe(ONE + OTHER)
    walker.look("two-at-once")
    walker.step("Return")
    assert walker.cases() == (), "two passports are nobody's case, also not by a hurried key"

    # One of them again, or the next in the queue, goes on as usual from where the clerk stands.
    walker.swipe(NO_GIVEN_NAMES)
    walker.look("one-name")
    walker.step("Return")
    walker.step(str(walker.place_of(PROCEDURE)))
    until(lambda: len(walker.cases()) == 1, "the case begins")
    walker.settled()
    walker.look("one-name-in-the-case")
    assert walker.typed("person.surname") == "SUKARNO"
    assert walker.draft().typed.get("person.given_names", "") == "", "no second name is made up"

    # Noise in the middle of a case goes to no field either.
    before = dict(walker.draft().typed)
    walker.swipe(NOISE)
    walker.look("noise-in-the-case")
    walker.step("Escape")
    assert dict(walker.draft().typed) == before
    walker.close()
    assert walker.log() == ""
