"""A Hong Kong architect files to practise in Qianhai: permit scanned, gaps filled, papers seen, printed."""

from __future__ import annotations

import pytest
from clerk import Clerk, out_of_printer, text_of
from display import until
from keycount import CountingDisplay
from printsystem import PrintRoom

from talentdesk.core.states import State

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

# A card of a Hong Kong resident (CR), its name in GBK nibbles; invented, with check digits that agree.
PERMIT = ("CRH207713845<3104150<8807294<4", "OBKPNDLONEIKSHUM<<WING<SZE<<<<", "F" + "<" * 26 + "HKG")
NAMES = {"person.name_zh": "岑泳詩", "person.surname": "SHUM", "person.given_names": "WING SZE"}
ANSWERS = {
    **NAMES,
    "residency.hkid": "K4419324",
    "contact.phone": "98000417",
    "registration.board": "arb",
    "registration.number": "A0000",
    "registration.until": "2027-12-31",
    "registration.profession": "註冊建築師",
    "registration.scope": "建築設計",
    "employer.name": "前海蓝湾设计（深圳）有限公司",
    "employer.uscc": "91440300123456788M",
    "job.contract_start": "2026-03-01",
    "job.contract_end": "2029-02-28",
}
ASKED_FOR = ("annex-1", "hkid", "travel-permit", "registration-card", "contract")
MOST_TO_BEGIN = 4
"""Make the ledger, a new case, which."""
MOST_TO_FILL = 45
MOST_FOR_THE_PAPERS = 20
"""Next paper, tick: seven originals and copies, and to the printer."""


def test_an_architect_leaves_with_everything_right_the_first_time(
    printer: PrintRoom, clerk: Clerk, counter: CountingDisplay
) -> None:
    clerk.start(language="zh-Hant-HK")
    with counter.counting() as beginning:
        clerk.new_ledger(*PERMIT)
        clerk.begin("執業")
    assert (beginning.scans, beginning.keys <= MOST_TO_BEGIN) == (1, True), beginning
    assert clerk.draft().procedure == "professional-filing"
    assert clerk.typed("travel_permit.number") == "H20771384"
    assert clerk.typed("travel_permit.expiry_date") == "2031-04-15"

    with counter.counting() as filling:
        clerk.stands_at("request.kind")
        clerk.answer("request.kind", "first")
        counter.press("Return")
        clerk.walk(ANSWERS, tuple(NAMES))
        clerk.fill(ANSWERS)
        clerk.rest()
        clerk.look("filled")
    assert filling.keys <= MOST_TO_FILL, filling
    assert not clerk.interview().problems()

    clerk.press("F5")
    clerk.look("eligibility")
    assert {outcome.status for outcome in clerk.interview().outcomes()} == {"pass"}
    with counter.counting() as papers:
        clerk.press("F9")
        clerk.look("review")
        for _ in range(8):
            clerk.press("F6", "space")
        clerk.look("papers-seen")
        until(lambda: seen(clerk) == wanted(clerk), "all papers are ticked on the disk")
        clerk.press("F6")
        clerk.look("all-seen")
        clerk.press("ctrl+p")
        (pdf,) = out_of_printer(printer, 1)
    assert papers.keys <= MOST_FOR_THE_PAPERS, papers
    clerk.has_state(State.PRINTED)
    clerk.rest()
    clerk.look("printed")

    text = text_of(pdf)
    for value in (*NAMES.values(), "K4419324", "H20771384", "註冊建築師", "91440300123456788M"):
        assert value in text, value
    for document in clerk.interview().documents():
        assert document.document.id in ASKED_FOR
        assert document.document.title.zh in text
    clerk.close()
    clerk.acts_name_nobody("SHUM", "岑泳詩", "H20771384")


def wanted(clerk: Clerk) -> set[str]:
    """What the procedure asks to be seen and copied."""
    views = clerk.interview().documents()
    assert tuple(view.document.id for view in views) == ASKED_FOR
    originals = {f"{view.document.id}:original" for view in views if view.document.originals}
    return originals | {f"{view.document.id}:copy" for view in views if view.document.copies}


def seen(clerk: Clerk) -> set[str]:
    return set(clerk.draft().seen)
