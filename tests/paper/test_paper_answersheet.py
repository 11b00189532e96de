"""The sheet that nobody placed by hand: every question has a box, no box leaves its page or meets another."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.form import Kind
from talentdesk.core.interview import Interview
from talentdesk.core.sheet import Box, BoxKind, Sheet
from talentdesk.i18n import say, titled, word
from talentdesk.paper.answersheet import compose
from talentdesk.paper.fonts import measure
from talentdesk.paper.page import LaidPaper, Run
from talentdesk.paper.typesetting import lay_out

Ask = Callable[..., Interview]
PAIRS = [("zh-Hans", "en"), ("zh-Hans", "pt"), ("zh-Hans", "zh-Hant-HK")]


def words(paper: LaidPaper) -> str:
    return "".join(item.text for page in paper.pages for item in page.items() if isinstance(item, Run)).replace(" ", "")


def meet(one: Box, other: Box) -> bool:
    apart_x = one.x + one.width <= other.x + 0.01 or other.x + other.width <= one.x + 0.01
    apart_y = one.y + one.height <= other.y + 0.01 or other.y + other.height <= one.y + 0.01
    return not (apart_x or apart_y)


def sheets(catalogue: Catalogue) -> list[tuple[Interview, Sheet]]:
    editions = [
        catalogue.edition(procedure, name)
        for procedure in catalogue.procedures()
        for name in catalogue.editions(procedure)
    ]
    day = max(edition.edition for edition in editions)
    from datetime import date

    return [
        (Interview(edition, catalogue, as_of=date.fromisoformat(day)), compose(edition, pair))
        for edition in editions
        for pair in PAIRS
    ]


def test_every_question_has_its_box(catalogue: Catalogue) -> None:
    for interview, sheet in sheets(catalogue):
        asked = {question.id for question in interview.edition.questions}
        assert asked <= sheet.questions(), interview.edition.procedure
        assert len({box.id for box in sheet.boxes()}) == len(list(sheet.boxes()))


def test_no_box_meets_another_or_leaves_the_page(catalogue: Catalogue) -> None:
    for _, sheet in sheets(catalogue):
        for page in sheet.pages:
            boxes = [box for section in page.sections for box in section.boxes]
            assert [(one.id, other.id) for one, other in combinations(boxes, 2) if meet(one, other)] == []
            assert max(box.y + box.height for box in boxes) <= sheet.size[1] - sheet.margins[3]
            assert max(box.x + box.width for box in boxes) <= sheet.size[0] - sheet.margins[2] + 0.01


@pytest.mark.parametrize("pair", PAIRS)
def test_it_says_its_title_and_every_label_in_both_languages(ask: Ask, pair: tuple[str, str]) -> None:
    interview = ask()
    said = words(lay_out(compose(interview.edition, pair), interview, pair, blank=True))
    for language in pair:
        wanted = [titled(interview.edition.about.title, language), say("Answer sheet", language)]
        wanted += [word(question.label, language) for question in interview.edition.questions]
        assert [text for text in wanted if text.replace(" ", "") not in said] == []


def test_the_answers_stand_on_it_and_a_long_one_goes_on(ask: Ask) -> None:
    interview = ask({"contact.address_china": "深圳市南山区前海" * 40})
    paper = lay_out(compose(interview.edition, PAIRS[0]), interview, PAIRS[0])
    said = words(paper)
    assert "CB482137" in said
    assert "FERREIRADACOSTA" in said
    assert "JOÃO" in said
    assert [overflow.box for overflow in paper.continued] == ["contact.address_china"]


def test_who_declines_ticks_the_forms_own_words(ask: Ask) -> None:
    interview = ask()
    sheet = compose(interview.edition, PAIRS[0])
    declinable = [question for question in interview.edition.questions if question.none]
    assert declinable
    for question in declinable:
        interview.decline(question.id)
        if interview.asked(question.id) and question.kind is Kind.TABLE:
            assert question.none is not None
            assert question.none.zh in words(lay_out(sheet, interview, PAIRS[0]))


def test_it_has_a_place_to_sign_and_date(ask: Ask) -> None:
    boxes = list(compose(ask().edition, PAIRS[0]).boxes())
    assert any(box.kind is BoxKind.SIGNATURE for box in boxes)
    assert any(box.id == "--date" and box.kind is BoxKind.DATE for box in boxes)
    assert compose(ask().edition, PAIRS[0]) is compose(ask().edition, PAIRS[0])


def test_the_date_stands_on_the_page_of_the_signature(catalogue: Catalogue) -> None:
    for interview, sheet in sheets(catalogue):
        for page in sheet.pages:
            boxes = [box for section in page.sections for box in section.boxes]
            if any(box.id == "--date" for box in boxes):
                assert any(box.kind is BoxKind.SIGNATURE for box in boxes), interview.edition.procedure


def test_nothing_stands_empty_beside_a_photo(catalogue: Catalogue) -> None:
    for interview, sheet in sheets(catalogue):
        empty = [box.id for box in sheet.boxes() if box.kind is BoxKind.TEXT and not box.question and not box.text]
        assert empty == [], interview.edition.procedure


def test_columns_are_shared_out_evenly_and_a_date_stays_on_one_line(catalogue: Catalogue) -> None:
    for interview, sheet in sheets(catalogue):
        for box in sheet.boxes():
            if box.kind is BoxKind.TABLE:
                columns = {column.id: column for column in interview.question(box.question).columns}
                shown = [other for other in sheet.boxes() if other.question == box.question]
                assert max(len(each.columns) for each in shown) - min(len(each.columns) for each in shown) <= 1
                for column in box.columns:
                    if columns[column.id].kind is Kind.DATE and columns[column.id].precision == "D":
                        assert column.width >= measure("2028-12-28", box.size, "en") + 2.4, (box.id, column.id)
