"""A day at the counter by keyboard and scanner alone: people who come, come again, and were here under another number.

How many keys each case may cost is written down: a screen that needs one more has to say so here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import printed
import pytest
from display import until
from keycount import CountingDisplay
from walker import Walker

from talentdesk.core.person import Person
from talentdesk.core.states import State

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

PORTUGAL = "P<PRTFERREIRA<DA<COSTA<<HELENA<MARIA<<<<<<<<CB482137<6PRT9406188F2902289<<<<<<<<<<<<<<<2"
RENEWED = "P<PRTFERREIRA<DA<COSTA<<HELENA<MARIA<<<<<<<<CE911204<{0}PRT9406188F3609017<<<<<<<<<<<<<<<{1}"
ANSWERS = {
    "request.act": "extension",
    "request.rp_kind": "work",
    "person.name_zh": "㗎𡃁娜",
    "person.birth_place": "COIMBRA",
    "contact.address_china": "深圳市南山区前海桂湾五路128号6栋1203",
    "contact.phone": "18600004127",
    "employer.name": "前海蓝湾设计（深圳）有限公司",
    "employer.contact": "周小姐 0755-00002186",
    "passport.type": "ordinary",
    "visa.kind": "residence_permit",
    "visa.number": "77120",
    "visa.expiry_date": "2027-01-31",
    "work_permit.kind": "electronic",
    "work_permit.expiry_date": "2028-06-30",
    "job.contract_end": "2028-03-31",
    "talent.high_level": "no",
    "request.rp_until": "2028-01-31",
    "agent.represented": "no",
}
MOST_FOR_A_NEW_PERSON = 3
"""Make the ledger, a new case, which."""
MOST_FOR_A_SECOND_VISIT = 3
"""Into the ledger, a new case, which."""
MOST_FOR_A_CASE = 60
"""From the first question to the review, without the signs of the answers."""


@pytest.fixture
def display(tmp_path: Path, tool: Callable[[str], str]) -> Iterator[CountingDisplay]:
    screen = CountingDisplay(tmp_path / "screen", tool)
    yield screen
    screen.close()


def people(walker: Walker) -> tuple[Person, ...]:
    """All ledgers, as they stand on the disk."""
    return tuple(walker.store.people.load(each.id).whole() for each in walker.store.people.find("", 20))


def begin(walker: Walker, display: CountingDisplay, procedure: str) -> None:
    """Ctrl+N with a person in front, and the digit of the matter."""
    count = len(walker.cases())
    walker.step("ctrl+n")
    walker.look("which-matter")
    display.press(str(walker.place_of(procedure)))
    until(lambda: len(walker.cases()) == count + 1, "the case begins")


def fill(walker: Walker, answers: dict[str, str]) -> None:
    while (gap := walker.next_gap()) is not None:
        walker.answer(gap, answers[gap])


def test_somebody_new_and_the_same_person_again(
    walker: Walker, display: CountingDisplay, tool: Callable[[str], str]
) -> None:
    walker.start(language="en")
    with display.counting() as new:
        walker.swipe(PORTUGAL)
        walker.look("swiped")
        walker.step("alt+0")
        walker.look("ledger")
        begin(walker, display, "residence-permit")
    assert new.keys <= MOST_FOR_A_NEW_PERSON
    assert [person.text("person.surname") for person in people(walker)] == ["FERREIRA DA COSTA"]
    walker.stands_at("request.act")
    walker.look("first-question")
    with display.counting() as filling:
        walker.answer("request.act", ANSWERS["request.act"])
        fill(walker, ANSWERS)
        walker.look("filled")
        name = walker.typed("person.name_zh")
        walker.step("F9")
    assert filling.keys <= MOST_FOR_A_CASE
    walker.look("review")
    assert name in ("", ANSWERS["person.name_zh"])
    pdf = walker.save_pdf(walker.place.parent / "first.pdf")
    walker.look("saved")
    for text in printed.texts(pdf, tool("pdftotext")):
        assert "FERREIRA DA COSTA" in text
        assert "CB482137" in text

    walker.step("ctrl+k")  # with a case in front a swipe is for that case
    with display.counting() as again:
        walker.swipe(PORTUGAL)
        walker.look("swiped-again")
        walker.step("alt+1")
        walker.look("known")
        begin(walker, display, "residence-permit")
    walker.look("filled-from-the-person")
    assert again.keys <= MOST_FOR_A_SECOND_VISIT
    assert again.signs == 0
    assert len(people(walker)) == 1
    assert walker.typed("person.surname") == "FERREIRA DA COSTA"
    assert walker.typed("person.birth_place") == "COIMBRA"
    assert [case.state for case in walker.cases()] == [State.DRAFT, State.DRAFT]
    walker.close()
    assert walker.log() == ""
    told = [str(entry) for entry in walker.store.acts()]
    assert told
    assert not [line for line in told if "FERREIRA" in line or "CB482137" in line]
