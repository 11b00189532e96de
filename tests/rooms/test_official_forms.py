"""The sheets laid out after official forms: every item with its number, in order, every option with its square."""

from __future__ import annotations

import re
from datetime import date

import pytest

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.form import Edition
from talentdesk.core.interview import Interview
from talentdesk.core.sheet import BoxKind, Sheet
from talentdesk.paper.page import Run
from talentdesk.paper.typesetting import lay_out
from talentdesk.paths import room
from talentdesk.service.papers import APPLICATION_SHEET, on_demand, papers_for

DAY = date(2026, 11, 23)
FORMS = Catalogue([room("forms")])
PRINTED = [
    (edition, paper)
    for procedure in FORMS.procedures()
    for name in FORMS.editions(procedure)
    for edition in [FORMS.edition(procedure, name)]
    for paper in edition.papers
    if paper in FORMS.papers()
]

# Form V.2013: how many items each part has, and on which page each part's items stand.
V2013 = {1: 25, 2: 10, 3: 8, 4: 3, 5: 5}
V2013_PAGES = {1: ("1.1", "1.17"), 2: ("1.18", "2.5"), 3: ("2.6", "3.7"), 4: ("3.8", "5.5")}

# Every field of 外国人在中国永久居留申请表, section by section; section 10 is the office's.
FORM_4 = {
    "1": "person.surname person.middle_name person.given_names person.name_zh person.former_names person.sex "
    "person.birth_date person.birth_place person.nationality person.former_nationalities "
    "person.chinese_nationality_lost person.marital_status person.education person.field person.occupation "
    "person.title place.photo",
    "2": "passport.type passport.number passport.issue_place passport.expiry_date visa.kind visa.number "
    "visa.expiry_date",
    "3": "contact.address_china contact.phone contact.email contact.address_home employer.name employer.address "
    "employer.phone job.title job.start_date",
    "4": "request.pr_category request.reasons",
    "5": "cv",
    "6": "stay.record income.record investment.enterprise employer.uscc investment.amount investment.since",
    "7": "family sponsor.name sponsor.relation sponsor.number sponsor.address",
    "8": "statement.criminal statement.healthy",
    "9": "place.signature",
    "10": "",
}

WITHOUT_SQUARE = {"person.sex": {"X"}}
"""Answers for which the official form has no square: they are told on the continuation sheet."""


def items_of(sheet: Sheet, page: int) -> list[str]:
    """Numbers of the form's items on a page, in the order in which they are met."""
    boxes = (box for section in sheet.pages[page - 1].sections for box in section.boxes)
    words = (box.label or box.text for box in boxes)
    found = (re.match(r"\d\.\d+", text.zh) for text in words if text)
    return list(dict.fromkeys(match[0] for match in found if match))


def test_form_v2013_has_every_item_in_order_on_its_page() -> None:
    sheet = FORMS.sheet("visa-form-v2013", DAY)
    by_page = {page: items_of(sheet, page) for page in V2013_PAGES}
    assert [item for items in by_page.values() for item in items] == [
        f"{part}.{item}" for part, items in V2013.items() for item in range(1, items + 1)
    ]
    assert {page: (items[0], items[-1]) for page, items in by_page.items()} == V2013_PAGES
    assert len(sheet.pages) == 4


def test_the_form_for_permanent_residence_has_every_field_in_its_section() -> None:
    sheet = FORMS.sheet("permanent-residence-form", DAY)
    printed: dict[str, set[str]] = {}
    for page in sheet.pages:
        for section in page.sections:
            printed.setdefault(section.number, set()).update(name for box in section.boxes for name in box.questions)
    assert printed == {number: set(fields.split()) for number, fields in FORM_4.items()}
    assert sheet.copies == 3


def test_every_page_of_a_form_from_memory_says_so() -> None:
    for page in FORMS.sheet("permanent-residence-form", DAY).pages:
        assert page.above
        assert "凭记忆" in page.above.zh
    for page in FORMS.sheet("visa-form-v2013", DAY).pages[2:]:
        assert page.below
        assert "凭记忆" in page.below.zh


@pytest.mark.parametrize(
    ("edition", "paper"), PRINTED, ids=[f"{edition.procedure}: {paper}" for edition, paper in PRINTED]
)
def test_every_option_has_its_square(edition: Edition, paper: str) -> None:
    boxes = [box for box in FORMS.sheet(paper, DAY).boxes() if box.kind is BoxKind.TICKS]
    for question in edition.questions:
        squares = {tick.code for box in boxes if box.question == question.id for tick in box.ticks}
        silent = {code for box in boxes if box.question == question.id for code in box.silent}
        if squares and question.choices:
            without = silent | WITHOUT_SQUARE.get(question.id, set())
            squares -= {""} if question.none else set()  # the square of one who has none
            assert {choice.code for choice in question.choices} - without == squares - without, question.id


@pytest.mark.parametrize(
    ("edition", "paper"), PRINTED, ids=[f"{edition.procedure}: {paper}" for edition, paper in PRINTED]
)
def test_the_form_comes_first_and_the_answer_sheet_only_when_it_is_wanted(edition: Edition, paper: str) -> None:
    papers = papers_for(edition, FORMS)
    assert papers[0] in FORMS.papers()
    assert paper not in on_demand(papers)
    assert APPLICATION_SHEET in on_demand(papers)


def test_where_there_is_no_form_the_answer_sheet_is_printed() -> None:
    papers = papers_for(FORMS.in_force("talent-confirmation-letter", DAY), FORMS)
    assert papers[0] == APPLICATION_SHEET
    assert APPLICATION_SHEET not in on_demand(papers)


def test_the_continuation_sheet_names_the_item_whose_rows_it_carries() -> None:
    rows = {f"family[{row}].{column}": "ANA" for row in range(7) for column in ("name", "relation")}
    interview = Interview(FORMS.in_force("visa-application", DAY), FORMS, as_of=DAY, typed=rows)
    paper = lay_out(FORMS.sheet("visa-form-v2013", DAY), interview)
    assert [each.box for each in paper.continued] == ["family"]
    printed = "".join(item.text for item in paper.pages[-1].items() if isinstance(item, Run))
    assert "1.23 主要家庭成员" in printed
