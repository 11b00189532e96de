"""A case is returned for one box: a comment on the field, a slip; when it comes back the box is shown old and new."""

from __future__ import annotations

import pytest
from clerk import Clerk, out_of_printer, text_of
from display import until
from keycount import CountingDisplay
from printsystem import PrintRoom
from residence import ANSWERS

from talentdesk.core.states import State
from talentdesk.service.returns import differences

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

CANADA = "P<CANOKONKWO<<ADAEZE<RUTH<<<<<<<<<<<<<<<<<<<AB204418<2CAN9105126F3201185<<<<<<<<<<<<<<<6"
WRONG, RIGHT = ANSWERS["contact.address_china"], "深圳市南山区前海桂湾五路128号6栋1208"
COMMENT = "The room number is not the one on the police registration slip."
MOST_TO_RETURN = 7
"""To the field's comment and out of it, the review, give back, print."""
MOST_TO_TAKE_BACK = 9


def test_a_returned_case_comes_back_with_one_box_changed_and_is_accepted(
    printer: PrintRoom, clerk: Clerk, counter: CountingDisplay
) -> None:
    clerk.start(language="en")
    clerk.new_ledger(CANADA)
    clerk.begin("Residence permit")
    clerk.walk(dict(ANSWERS), ("request.act",))
    up_to(clerk, "contact.address_china")
    with counter.counting() as returning:
        clerk.press("F8")
        clerk.type(COMMENT)
        clerk.look("comment")
        clerk.press("Return")
        until(lambda: clerk.comments() == {"contact.address_china": COMMENT}, "the comment is kept")
        clerk.stands_at("contact.address_china")
        uncounted = counter.counts
        counter.counts = ()
        clerk.fill(dict(ANSWERS))
        counter.counts = uncounted
        clerk.press("F9", "ctrl+r")
        clerk.look("give-back")
        counter.press("Return")
        (slip,) = out_of_printer(printer, 1)
    assert returning.keys <= MOST_TO_RETURN, returning
    clerk.has_state(State.RETURNED)
    clerk.rest()
    clerk.look("returned")
    text = " ".join(text_of(slip).split())
    assert COMMENT in text
    assert WRONG in text
    assert "Telephone" not in text, "only what is wrong stands on it"

    clerk.press("ctrl+k")
    with counter.counting() as back:
        clerk.type("OKONKWO")
        clerk.look("found")
        clerk.press("Return")
    assert back.keys == 1
    with counter.counting() as mending:
        clerk.press("F7")
        clerk.stands_at("contact.address_china")
        clerk.look("the-field")
        clerk.press("ctrl+a")
        clerk.paste(RIGHT)
        clerk.has_saved("contact.address_china", RIGHT)
        clerk.press("F9")
        clerk.look("old-and-new")
        changed = differences(clerk.interview(), {"contact.address_china": WRONG}, "en")
        assert [(each.was, each.now) for each in changed] == [(WRONG, RIGHT)]
        clerk.press("ctrl+r")
        clerk.has_state(State.REVIEW)
        clerk.press("F8", "Tab", "Tab", "Return")
        until(lambda: not clerk.comments(), "the comment is settled")
        counter.press("ctrl+p")
        form = text_of(out_of_printer(printer, 2)[1])
    assert mending.keys <= MOST_TO_TAKE_BACK, mending
    clerk.has_state(State.PRINTED)
    clerk.rest()
    clerk.look("accepted")
    assert RIGHT in form.replace("\r\n", "").replace("\n", "")
    assert [move.after for move in clerk.draft().moves] == [
        State.REVIEW,
        State.RETURNED,
        State.REVIEW,
        State.PRINTED,
    ]
    clerk.close()
    clerk.acts_name_nobody("OKONKWO", "AB204418", RIGHT)


def up_to(clerk: Clerk, last: str) -> None:
    """From gap to gap until this one is answered: the clerk has the registration slip in hand."""
    while (gap := clerk.next_gap()) is not None:
        clerk.answer(gap, ANSWERS[gap])
        if gap == last:
            return
