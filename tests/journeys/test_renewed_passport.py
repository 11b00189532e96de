"""Somebody who is known comes with a new passport: one key, and everything that has the old number says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import arranged
import pytest
from display import until
from keycount import CountingDisplay
from walker import Walker

from talentdesk.core.draft import Draft
from talentdesk.core.person import Person

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

OLD, NEW = "CB482137", "CE911204"
ZONE = arranged.passport("PRT", "FERREIRA<DA<COSTA<<HELENA<MARIA", NEW, "940618", "F", "360901")
WAS = {
    "person.surname": "FERREIRA DA COSTA",
    "person.given_names": "HELENA MARIA",
    "person.nationality": "PRT",
    "person.birth_date": "1994-06-18",
    "person.sex": "F",
    "passport.number": OLD,
    "passport.expiry_date": "2029-02-28",
}
MOST_TO_THE_LEDGER = 1
MOST_TO_EACH_CASE = 4
"""To the case that does not fit, and one key that takes the scan."""


@pytest.fixture
def display(tmp_path: Path, tool: Callable[[str], str]) -> Iterator[CountingDisplay]:
    screen = CountingDisplay(tmp_path / "screen", tool)
    yield screen
    screen.close()


def test_a_renewed_passport_is_taken_by_one_key_and_told_to_every_open_case(
    walker: Walker, display: CountingDisplay, tool: Callable[[str], str]
) -> None:
    read = ("passport.number", "passport.expiry_date")
    scanned, typed = (
        arranged.case(walker, "residence-permit", WAS, scanned=read),
        arranged.case(walker, "work-permit", WAS),
    )
    who = arranged.person(walker, scanned, typed).first.id

    def ledger() -> Person:
        return walker.store.people.load(who).whole()

    def number_in(case: Draft) -> str:
        return walker.store.load(case.id).typed["passport.number"]

    walker.start(language="pt")
    with display.counting() as known:
        walker.swipe(ZONE)
        walker.look("swiped-beside-what-was-there")
        walker.step("alt+1")
        until(lambda: ledger().text("passport.number") == NEW, "the ledger has the new number")
    walker.look("ledger-with-conflict")
    assert known.keys <= MOST_TO_THE_LEDGER
    assert known.signs == 0
    assert {each.number for each in ledger().documents} == {OLD, NEW}
    assert ledger().text("passport.expiry_date") == "2036-09-01"
    changed = [act.details for act in walker.store.people.history(who) if act.details.get("value") == "passport.number"]
    assert [(each["before"], each["after"]) for each in changed] == [(OLD, NEW)]
    assert [number_in(case) for case in (scanned, typed)] == [OLD, OLD]

    # The board says which cases still have the old number; from there into each, and the scan takes it over.
    # The newest stands first. There the number was typed, which no scan overwrites unless it is told to.
    for place, (case, take) in enumerate(((typed, "alt+r"), (scanned, "alt+c"))):
        with display.counting() as into:
            walker.step("F7")
            walker.look(f"conflict-{place}")
            walker.step("Tab", "Return")
            walker.look(f"case-{place}")
            walker.swipe(ZONE)
            walker.look(f"scanned-into-case-{place}")
            walker.step(take)
            until(lambda case=case: number_in(case) == NEW, "the case has the new number")
        walker.look(f"taken-{place}")
        assert into.keys <= MOST_TO_EACH_CASE
        assert into.signs == 0
        if case is typed:
            walker.step("Escape")
            walker.look("back")
    assert {each.number for each in ledger().documents} == {OLD, NEW}
    walker.close()
    assert walker.log() == ""
