"""From a passport swipe to a printed residence-permit form, at a real window, by keys alone."""

from __future__ import annotations

import time
from collections.abc import Callable

import printed
import pytest
from display import until
from walker import Walker

from talentdesk.store.saving import PERIOD

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

ONE_LINE = "P<PRTFERREIRA<DA<COSTA<<HELENA<MARIA<<<<<<<<CB482137<6PRT9406188F2902289<<<<<<<<<<<<<<<2"
READ = {
    "person.surname": "FERREIRA DA COSTA",
    "person.given_names": "HELENA MARIA",
    "person.nationality": "PRT",
    "person.birth_date": "1994-06-18",
    "person.sex": "F",
    "passport.number": "CB482137",
    "passport.expiry_date": "2029-02-28",
}
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
PRINTED = [
    *("FERREIRA DA COSTA", "HELENA MARIA", "㗎𡃁娜", "葡萄牙", "COIMBRA", "深圳市南山区前海桂湾五路128号6栋1203"),
    *("18600004127", "前海蓝湾设计（深圳）有限公司", "周小姐 0755-00002186", "CB482137", "77120"),
]
DATES = {"1994", "06", "18", "2029", "02", "28", "2027", "01", "31", "2028"}
TICKED = {"person.sex=F", "passport.type=ordinary", "visa.kind=residence_permit", "request.rp_kind=work"}
LAST_WORDS = "Rua da Sofia 21, freguesia de Santa Cruz, Coimbra"


def test_from_the_passport_to_the_pdf(walker: Walker, tool: Callable[[str], str]) -> None:
    begin_with_the_passport(walker)
    correct_the_name(walker)
    killed_while_typing(walker, "person.birth_place", LAST_WORDS)
    continue_where_it_was(walker, "person.birth_place")
    fill_the_gaps(walker)
    answers = dict(walker.draft().typed)
    assert answers == {**READ, **ANSWERS}

    walker.display.press("F9")
    walker.look("review")
    pdf = walker.save_pdf(walker.place.parent / "form.pdf")
    walker.look("saved")
    for text in printed.texts(pdf, tool("pdftotext")):
        assert [words for words in PRINTED if words not in text] == []
        assert DATES - set(text.split()) == set()
    assert printed.ticked(pdf, walker.interview(), "foreigner-visa-permit") == TICKED

    walker.close()
    walker.start()
    walker.look("reopened")
    assert dict(walker.draft().typed) == answers
    walker.close()
    assert walker.log() == ""


def begin_with_the_passport(walker: Walker) -> None:
    walker.start()
    walker.look("empty-home")
    before = walker.display.still()
    walker.display.swipe(ONE_LINE)
    before = walker.display.changed(before)
    walker.look("swiped")
    walker.display.press("Return")
    walker.display.changed(before)
    walker.look("procedures")
    walker.display.press(*["Down"] * (walker.place_of("residence-permit") - 1), "Return")
    until(lambda: len(walker.cases()) == 1, "the case begins")
    walker.stands_at("request.act")
    assert dict(walker.draft().typed) == READ
    assert set(walker.draft().sources.values()) == {"mrz"}
    walker.look("first-question")
    for id in ("request.act", "request.rp_kind"):
        walker.stands_at(id)
        walker.answer(id, ANSWERS[id])
        walker.next_gap()


def correct_the_name(walker: Walker) -> None:
    """Back from the first gap to the name, which the zone does not know, and the nationality, chosen anew."""
    walker.stands_at("person.birth_place")
    walker.display.press("shift+Tab")
    walker.stands_at("person.nationality")
    walker.display.type("portu")
    walker.look("country")
    walker.display.press("Return")
    walker.has_saved("person.nationality", "PRT")
    walker.stands_at("person.birth_place")
    # What is chosen anew and is what the zone says was read there all the same.
    assert walker.draft().sources["person.nationality"] == "mrz"
    walker.display.press("shift+Tab", "shift+Tab")
    walker.stands_at("person.name_zh")
    walker.display.type(ANSWERS["person.name_zh"])
    walker.has_saved("person.name_zh", ANSWERS["person.name_zh"])
    walker.look("rare-name")
    walker.display.press("Tab", "Tab")
    walker.stands_at("person.birth_place")


def killed_while_typing(walker: Walker, id: str, text: str) -> None:
    """Types letter by letter and kills the program behind the last one."""
    travel = walker.travel_time(id)
    struck = []
    for letter in text:
        walker.display.type(letter)
        struck.append(time.monotonic())
    walker.kill()
    killed = time.monotonic()
    kept = walker.typed(id)
    assert text.startswith(kept)
    safe = sum(killed - moment > PERIOD + 2 * travel for moment in struck)
    assert safe > 10
    assert len(kept) >= safe, "lost although typed long before the kill"


def continue_where_it_was(walker: Walker, id: str) -> None:
    """Home lists the case; Enter leads to the very place."""
    kept = walker.typed(id)
    walker.start()
    walker.look("home-with-the-case")
    before = walker.display.still()
    walker.display.press("Return")
    walker.display.changed(before)
    walker.look("continued")
    walker.display.press("End")
    walker.display.type("!")
    walker.has_saved(id, f"{kept}!")
    walker.display.press("ctrl+a")
    walker.answer(id, ANSWERS[id])


def fill_the_gaps(walker: Walker) -> None:
    while (gap := walker.next_gap()) is not None:
        walker.answer(gap, ANSWERS[gap])
        walker.look(gap)
    walker.look("no-gap-left")
