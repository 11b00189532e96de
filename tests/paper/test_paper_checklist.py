"""The slip: what to bring, until when, for how much, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from talentdesk.core.form import Grade
from talentdesk.core.interview import Interview
from talentdesk.i18n import format_date, say, word
from talentdesk.paper.checklist import lay_out_checklist
from talentdesk.paper.document import write_pdf
from talentdesk.paper.page import LaidPaper, Rect, Run

Ask = Callable[..., Interview]


def words(paper: LaidPaper) -> str:
    return "".join(item.text for page in paper.pages for item in page.items() if isinstance(item, Run)).replace(" ", "")


def has(paper: LaidPaper, text: str) -> bool:
    return text.replace(" ", "") in words(paper)


@pytest.mark.parametrize("languages", [("zh-Hans", "en"), ("zh-Hans", "pt"), ("zh-Hans", "zh-Hant-HK")])
def test_everything_that_follows_from_the_answers_is_on_it(ask: Ask, languages: tuple[str, str]) -> None:
    interview = ask()
    paper = lay_out_checklist(interview, languages)
    for language in languages:
        titles = [view.document.title for view in interview.documents()]
        titles += [view.deadline.title for view in interview.deadlines()]
        titles += [view.fee.title for view in (*interview.fees(), *interview.durations())]
        titles += [place.title for place in interview.edition.places]
        assert [word(title, language) for title in titles if not has(paper, word(title, language))] == []
        for view in interview.deadlines():
            assert has(paper, format_date(view.due, language))


def test_an_unverified_amount_says_so(ask: Ask) -> None:
    interview = ask()
    assert any(view.value.citation.grade in (Grade.C, Grade.M) for view in interview.fees())
    assert has(lay_out_checklist(interview), say("Unverified: ask at the counter.", "en"))


def test_a_paper_that_may_be_needed_names_the_question_that_decides(ask: Ask) -> None:
    interview = ask({"request.rp_kind": None})
    unknown = next(view for view in interview.documents() if view.unknown)
    paper = lay_out_checklist(interview)
    assert has(paper, unknown.document.title.zh)
    assert has(paper, interview.question(unknown.unknown[0]).label.zh)


def test_it_holds_no_personal_data_but_the_name(ask: Ask) -> None:
    paper = lay_out_checklist(ask())
    assert has(paper, "FERREIRA DA COSTA")
    for secret in ("CB482137", "186 0000 4127", "1994", "桂湾五路"):
        assert not has(paper, secret)


def test_all_of_it_is_on_the_page(ask: Ask) -> None:
    paper = lay_out_checklist(ask({"person.surname": "W" * 80, "person.given_names": "M" * 80}))
    for page in paper.pages:
        room = Rect(10, 5, page.size[0] - 20, page.size[1] - 10)
        for item in page.items():
            if isinstance(item, Run):
                assert room.contains(item.x, item.y)
                assert item.x + item.width <= room.right


def test_a_name_no_font_has_is_told(ask: Ask) -> None:
    (lost,) = lay_out_checklist(ask({"person.name_zh": "何\U0003134a"})).missing
    assert lost.code_point == "U+3134A"


def test_it_prints(ask: Ask) -> None:
    assert write_pdf(lay_out_checklist(ask())).startswith(b"%PDF-1.7")
