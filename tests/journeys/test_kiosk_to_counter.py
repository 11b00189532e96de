"""What was filled in at the public machine comes to the counter by its square, and nothing is typed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import arranged
import printed
import pypdfium2
import pytest
import zxingcpp
from display import until
from keycount import CountingDisplay
from walker import Walker

from talentdesk.core.interview import Interview
from talentdesk.core.states import State
from talentdesk.paper.document import write_pdf
from talentdesk.service import handoff
from talentdesk.service.pickup import pickup_slip
from talentdesk.service.sample import samples

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

PROCEDURE = "residence-permit"
MOVED = {"contact.address_china": "深圳市前海前湾一路18号2栋501", "contact.phone": "18600009911"}
"""What the same person's earlier case says otherwise."""
MOST_TO_TAKE_OVER = 1
MOST_TO_THE_PAPER = 1


@pytest.fixture
def display(tmp_path: Path, tool: Callable[[str], str]) -> Iterator[CountingDisplay]:
    screen = CountingDisplay(tmp_path / "screen", tool)
    yield screen
    screen.close()


def left_at_the_machine(walker: Walker) -> tuple[Interview, str]:
    """The answers as they were left, and what the square on the printed slip says."""
    sample = samples(PROCEDURE)[0]
    today = datetime.now().date()
    edition = walker.catalogue.in_force(PROCEDURE, today)
    interview = Interview(
        edition,
        walker.catalogue,
        as_of=today,
        typed={**sample.answers.typed, **MOVED},
        declined=sample.answers.declined,
    )
    arranged.case(walker, PROCEDURE, dict(sample.answers.typed))
    now = datetime.now(UTC)
    code = handoff.leave(walker.store, interview, now)
    slip = write_pdf(pickup_slip(interview, ("zh-Hant-HK", "en"), "TD-7F3A", code=code, until=now + handoff.LASTING))
    document = pypdfium2.PdfDocument(slip)
    try:
        seen = [
            found.text for page in document for found in zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil())
        ]
    finally:
        document.close()
    return interview, next(text for text in seen if handoff.is_slip(text))


def test_a_case_from_the_public_machine_is_taken_over_by_one_key(
    walker: Walker, display: CountingDisplay, tool: Callable[[str], str]
) -> None:
    interview, square = left_at_the_machine(walker)
    before = interview.typed

    walker.start(language="zh-Hant-HK")
    with display.counting() as over:
        walker.swipe(square)
        until(lambda: len(walker.cases()) == 2, "the case has come")
        walker.settled()
        walker.look("arrived")
        assert walker.draft().state is State.RECEIVED
        walker.step("Return")
        walker.look("returned")
        until(lambda: walker.draft().state is State.REVIEW, "the case is taken over")
    walker.look("taken-over")
    assert over.keys <= MOST_TO_TAKE_OVER
    assert over.signs == 0
    assert {id: walker.typed(id) for id in before if interview.asked(id)} == {
        id: text for id, text in before.items() if interview.asked(id)
    }
    with display.counting() as reading:
        walker.step("F9")
        walker.look("review")
    assert reading.keys <= MOST_TO_THE_PAPER
    pdf = walker.save_pdf(walker.place.parent / "form.pdf")
    for text in printed.texts(pdf, tool("pdftotext")):
        assert before["passport.number"] in text
        assert MOVED["contact.phone"] in text
    assert MOVED["contact.address_china"] in printed.texts(pdf, tool("pdftotext"))[0].replace("\r\n", "")

    # The slip is used up; scanned once more it says so, and what to do, and makes no second case.
    walker.swipe(square)
    walker.look("scanned-twice")
    assert len(walker.cases()) == 2
    walker.close()
    assert walker.log() == ""
