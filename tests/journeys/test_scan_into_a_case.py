"""A passport is scanned into a case that is open: what was typed from its printed page stays, by keys alone."""

from __future__ import annotations

import pytest
from display import until
from walker import Walker

from talentdesk.core.draft import Draft

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

TWO_LINES = "P<POLWOJCIK<<LUKASZ<JAN<<<<<<<<<<<<<<<<<<<<<\nZS12345677POL9206182M3103153<<<<<<<<<<<<<<<4\n"
PRINTED_PAGE = {"person.surname": "WÓJCIK", "person.given_names": "ŁUKASZ JAN"}


def test_a_pasted_zone_never_overwrites_the_printed_page(walker: Walker) -> None:
    walker.start()
    before = walker.display.still()
    walker.display.press("ctrl+n")
    walker.display.changed(before)
    walker.display.press(str(walker.place_of("residence-permit")))
    until(lambda: len(walker.cases()) == 1, "the case begins")
    walker.stands_at("request.act")
    walker.display.press("Return")
    for id, name in PRINTED_PAGE.items():
        walker.stands_at(id)
        walker.display.paste(name)
        walker.has_saved(id, name)
        walker.display.press("Return")
    walker.stands_at("person.name_zh")

    before = walker.display.still()
    walker.display.press("F2")
    before = walker.display.changed(before)
    walker.display.paste(TWO_LINES)
    before = walker.display.changed(before)
    walker.look("pasted-beside-the-case")
    walker.display.press("Return")
    walker.has_saved("passport.number", "ZS1234567")
    walker.look("taken")
    assert set(walker.draft().sources.items()) == {(id, "mrz") for id in from_the_zone(walker.draft())}
    assert {id: walker.typed(id) for id in PRINTED_PAGE} == PRINTED_PAGE

    # The focus is back where it was: the next key goes into the Chinese name.
    walker.display.paste("何")
    walker.has_saved("person.name_zh", "何")
    walker.close()
    assert walker.log() == ""


def from_the_zone(draft: Draft) -> set[str]:
    return {id for id in draft.typed if id not in PRINTED_PAGE}


def test_a_swipe_lands_in_no_field(walker: Walker) -> None:
    """The focus is in a half-typed name when the passport is swiped: the name stays as it was."""
    walker.start()
    before = walker.display.still()
    walker.display.press("ctrl+n")
    walker.display.changed(before)
    walker.display.press(str(walker.place_of("residence-permit")))
    until(lambda: len(walker.cases()) == 1, "the case begins")
    walker.stands_at("request.act")
    walker.display.press("Return")
    walker.stands_at("person.surname")
    walker.display.type("Woj")
    walker.has_saved("person.surname", "Woj")
    before = walker.display.still()
    walker.display.swipe(TWO_LINES.replace("\n", ""))
    walker.display.changed(before)
    walker.look("swiped-in-a-name")
    walker.display.press("Return")
    walker.has_saved("passport.number", "ZS1234567")
    assert walker.typed("person.surname") == "Woj"
    walker.display.press("End")
    walker.display.type("cik")
    walker.has_saved("person.surname", "Wojcik")
    walker.close()
