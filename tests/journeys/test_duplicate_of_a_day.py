"""Somebody comes with a new passport under a married name: suggested side by side, merged by a key, taken apart."""

from __future__ import annotations

import pytest
from clerk import NARROW, Clerk
from display import until
from keycount import CountingDisplay

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

BEFORE = "P<GBRHARGREAVES<<PHILIPPA<JANE<<<<<<<<<<<<<<5338044175GBR8909268F2904113<<<<<<<<<<<<<<<0"
MARRIED = "P<GBRHARGREAVES<SMYTH<<PHILIPPA<JANE<<<<<<<<5581209347GBR8909268F3607307<<<<<<<<<<<<<<<4"
MOST_TO_MERGE = 4
"""A ledger of the new passport, to the suggestion, side by side, one person."""
MOST_TO_TAKE_APART = 2


@pytest.fixture
def size() -> tuple[int, int]:
    """A narrow screen."""
    return NARROW


def test_two_names_of_one_person_are_suggested_merged_and_taken_apart(clerk: Clerk, counter: CountingDisplay) -> None:
    clerk.start(language="en")
    clerk.new_ledger(BEFORE)
    clerk.begin("Residence permit")
    clerk.press("ctrl+k")
    with counter.counting() as merging:
        clerk.swipe(MARRIED)
        clerk.look("suggested-at-the-scan")
        assert names(clerk) == [("HARGREAVES",)], "nothing is merged or made by a scan"
        clerk.press("alt+0")
        clerk.look("second-ledger")
        until(lambda: sorted(names(clerk)) == [("HARGREAVES",), ("HARGREAVES SMYTH",)], "it is not merged silently")
        clerk.press("F7")
        clerk.look("suggested")
        clerk.press("Return")
        clerk.look("side-by-side")
        clerk.press("1")
    assert (merging.scans, merging.signs) == (1, 0)
    assert merging.keys <= MOST_TO_MERGE, merging
    until(lambda: len(clerk.store.people.find("", 20)) == 1, "there is one person")
    clerk.look("merged")
    assert names(clerk) == [("HARGREAVES", "HARGREAVES SMYTH")]
    (one,) = clerk.people()
    assert one.text("person.surname") == "HARGREAVES SMYTH", "the ledger that was in front says what holds"
    assert [case.number for case in clerk.cases()] == [1]
    assert acts_told(clerk, "merge") == 2, "in the history of both"

    clerk.press("ctrl+h")
    clerk.look("history")
    clerk.press("Escape")
    with counter.counting() as apart:
        clerk.press("ctrl+u")
        clerk.look("take-apart")
        clerk.press("Return")
    assert apart.keys <= MOST_TO_TAKE_APART, apart
    until(lambda: len(clerk.store.people.find("", 20)) == 2, "there are two people again")
    clerk.rest()
    clerk.look("apart")
    assert sorted(names(clerk)) == [("HARGREAVES",), ("HARGREAVES SMYTH",)]
    assert typed_number(clerk) == "533804417"
    clerk.close()
    clerk.acts_name_nobody("HARGREAVES", "533804417", "558120934")


def names(clerk: Clerk) -> list[tuple[str, ...]]:
    """Each person's surnames as printed on the documents."""
    return [tuple(sorted(document.surname for document in person.documents)) for person in clerk.people()]


def acts_told(clerk: Clerk, what: str) -> int:
    """How often the history of the person in the list tells of such an act."""
    (found,) = clerk.store.people.find("", 20)
    return sum(what in str(happening.act) for happening in clerk.store.people.history(found.id))


def typed_number(clerk: Clerk) -> str:
    """The passport of the case: a merge changes no case."""
    return clerk.typed("passport.number")
