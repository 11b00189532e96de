"""The card of last days: in order, each with how it was counted, its source, and how sure that is."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.deadlines import list_open, list_steps
from talentdesk.core.interview import Interview
from talentdesk.i18n import format_date, say, word
from talentdesk.paper.deadlinecard import lay_out_deadline_card
from talentdesk.paper.page import Frame, LaidPaper, Run
from talentdesk.service.papers import papers_for, write

Ask = Callable[..., Interview]
DATES = {
    "request.act": "first",
    "visa.kind": "visa",
    "visa.last_entry_date": "2026-11-10",
    "work_permit.kind": "letter",
    "work_permit.letter_date": "2026-09-01",
}


def words(paper: LaidPaper) -> str:
    return "".join(item.text for page in paper.pages for item in page.items() if isinstance(item, Run)).replace(" ", "")


@pytest.mark.parametrize("pair", [("zh-Hans", "en"), ("zh-Hans", "pt"), ("zh-Hans", "zh-Hant-HK")])
def test_the_days_stand_in_order_with_what_is_due_by_them(ask: Ask, pair: tuple[str, str]) -> None:
    interview = ask(DATES)
    steps, said = list_steps(interview), words(lay_out_deadline_card(interview, pair))
    assert len(steps) == 2
    for language in pair:
        for step in steps:
            assert step.title is not None
            assert word(step.title, language).replace(" ", "") in said
        places = [said.index(format_date(step.day, language).replace(" ", "")) for step in steps]
        assert places == sorted(places)


def test_each_day_says_how_it_was_counted_and_where_that_stands(ask: Ask) -> None:
    said = words(lay_out_deadline_card(ask(DATES)))
    assert "Counted from the day after 10 Nov 2026: 30 days.".replace(" ", "") in said
    assert "Counted from the day after 1 Sep 2026: 6 months.".replace(" ", "") in said
    assert said.count("Conservative:itisnotmoved") >= 2
    assert "art.30" in said
    assert say("Confirm at the counter.", "en").replace(" ", "") in said


def test_what_is_not_known_yet_names_the_question(ask: Ask) -> None:
    interview = ask({**DATES, "visa.last_entry_date": None})
    (waiting,) = [each for each in list_open(interview) if each[0].id == "rp-30-days"]
    assert waiting[1] == ("visa.last_entry_date",)
    said = words(lay_out_deadline_card(interview))
    assert "Notknownyet" in said
    assert interview.question("visa.last_entry_date").label.en.replace(" ", "") in said


def test_a_deadline_that_does_not_apply_is_on_neither_list(ask: Ask) -> None:
    interview = ask({**DATES, "request.act": "extension"})
    known = {step.id for step in list_steps(interview)} | {deadline.id for deadline, _missing in list_open(interview)}
    assert "rp-30-days" not in known


def test_it_is_a_tagged_pdf_with_a_square_to_tick_for_each_day(ask: Ask) -> None:
    paper = lay_out_deadline_card(ask(DATES))
    assert sum(isinstance(item, Frame) for page in paper.pages for item in page.items()) == 2
    with pikepdf.open(io.BytesIO(write(paper))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root


def test_it_is_a_paper_of_the_procedures_that_set_deadlines_and_of_no_other(catalogue: Catalogue) -> None:
    for procedure in catalogue.procedures():
        edition = catalogue.edition(procedure, catalogue.editions(procedure)[-1])
        assert ("deadline-card" in papers_for(edition, catalogue)) is bool(edition.deadlines)
