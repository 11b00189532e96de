"""The re-typing sheet and the correction slip: every line there, nothing else, and nothing off the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from talentdesk.core.checks import Severity
from talentdesk.core.interview import AnswerState, Interview
from talentdesk.i18n import say, word
from talentdesk.paper.checklist import lay_out_checklist
from talentdesk.paper.correction import lay_out_corrections
from talentdesk.paper.deadlinecard import lay_out_deadline_card
from talentdesk.paper.page import LaidPaper, Run
from talentdesk.paper.retype import lay_out_retype_sheet
from talentdesk.service.corrections import corrections

Ask = Callable[..., Interview]
PAIRS = [("zh-Hans", "en"), ("zh-Hans", "pt"), ("zh-Hans", "zh-Hant-HK")]


def words(paper: LaidPaper) -> str:
    return "".join(item.text for page in paper.pages for item in page.items() if isinstance(item, Run)).replace(" ", "")


def lines_of(paper: LaidPaper) -> dict[float, list[Run]]:
    """The first page's words by how far down they stand."""
    lines: dict[float, list[Run]] = {}
    for item in paper.pages[0].items():
        if isinstance(item, Run):
            lines.setdefault(round(item.y, 2), []).append(item)
    return lines


def line(runs: list[Run]) -> str:
    return "".join(run.text for run in sorted(runs, key=lambda run: run.x)).replace(" ", "")


def slip_of(interview: Interview, pair: tuple[str, str] = PAIRS[0], **comments: str) -> LaidPaper:
    spoken = {name.replace("__", "."): text for name, text in comments.items()}
    return lay_out_corrections(interview, pair, corrections(interview, (pair[1], pair[0]), spoken))


def assert_inside(paper: LaidPaper) -> None:
    for page in paper.pages:
        runs = [item for item in page.items() if isinstance(item, Run)]
        assert max(run.y for run in runs) < page.size[1] - 5
        assert max(run.x + run.width for run in runs) <= page.size[0] - 14


@pytest.mark.parametrize("pair", PAIRS)
def test_every_answer_is_a_line_under_its_question(ask: Ask, pair: tuple[str, str]) -> None:
    interview = ask()
    said = words(lay_out_retype_sheet(interview, pair))
    for question in interview.edition.questions:
        if interview.state(question.id) is AnswerState.ANSWERED and not question.columns:
            for language in pair:
                assert word(question.label, language).replace(" ", "") in said
            assert interview.display(question.id).zh.replace(" ", "") in said
    assert "JOÃO" in said


@pytest.mark.parametrize("pair", PAIRS)
def test_each_of_several_answers_from_a_list_is_in_both_languages(ask: Ask, pair: tuple[str, str]) -> None:
    for name, codes, procedure in (
        ("request.items", "employment living", "qianhai-youth-support"),
        ("person.former_nationalities", "AGO BRA", "permanent-residence"),
    ):
        interview = ask({name: codes}, procedure, empty=True)
        labels = [interview.label(interview.question(name), code) for code in codes.split()]
        said = words(lay_out_retype_sheet(interview, pair))
        wanted = [word(label, language).replace(" ", "") for label in labels for language in pair]
        assert [text for text in wanted if text not in said] == []


@pytest.mark.parametrize("pair", PAIRS)
def test_what_to_do_with_a_slip_stands_on_one_line_that_can_be_read(ask: Ask, pair: tuple[str, str]) -> None:
    for paper, told in (
        (lay_out_retype_sheet(ask(), pair), "Type each line as it stands and tick it."),
        (slip_of(ask(), pair), "Bring this slip back with the corrected papers."),
        (lay_out_checklist(ask(), pair), "The office may ask for more."),
        (lay_out_deadline_card(ask(), pair), "When a date changes, print it again."),
    ):
        lines = lines_of(paper)
        wanted = [say(told, language).replace(" ", "") for language in pair]
        y = next(y for y, runs in lines.items() if all(text in line(runs) for text in wanted))
        assert min(run.size for run in lines[y]) >= 7
        assert [other for other in lines if 0 < abs(other - y) < 3] == []


def test_a_row_of_a_table_is_set_off_from_what_stands_above_it(ask: Ask) -> None:
    lines = lines_of(lay_out_retype_sheet(ask()))
    title = next(y for y, runs in lines.items() if line(runs).endswith("Dependantsonsamepassport1"))
    answer = min(y for y, runs in lines.items() if y > title)
    assert answer - title > 5


def test_a_required_answer_that_is_missing_is_a_gap_and_a_hidden_one_is_not_there(ask: Ask) -> None:
    whole = words(lay_out_retype_sheet(ask()))
    gap = words(lay_out_retype_sheet(ask({"passport.number": None})))
    not_answered = say("Not answered", "en").replace(" ", "")
    assert gap.count(not_answered) == whole.count(not_answered) + 1
    assert "CB482137" not in gap


def test_who_declines_reads_the_forms_own_words(ask: Ask) -> None:
    interview = ask()
    interview.decline("dependants")
    none = interview.question("dependants").none
    assert none is not None
    said = words(lay_out_retype_sheet(interview))
    assert f"{none.zh}{none.en}" in said
    assert "JOÃO" not in said


def test_a_long_answer_goes_on_and_on_but_never_off_the_page(ask: Ask) -> None:
    interview = ask({"contact.address_china": "深圳市南山区前海桂湾五路" * 250})
    paper = lay_out_retype_sheet(interview)
    assert words(paper).count("桂湾五路") > 225  # some are divided between two lines
    assert len(paper.pages) > 1
    assert_inside(paper)


@pytest.mark.parametrize("pair", PAIRS)
def test_the_slip_has_what_is_wrong_and_nothing_else(ask: Ask, pair: tuple[str, str]) -> None:
    interview = ask({"passport.expiry_date": "2029-02-30", "person.surname": None})
    paper = slip_of(interview, pair)
    said = words(paper)
    assert "2029-02-30" in said
    assert "CB482137" not in said
    for problem in interview.problems():
        for language in pair:
            assert word(interview.question(problem.question).label, language).replace(" ", "") in said
    assert any(problem.severity is Severity.MISSING for problem in interview.problems())
    assert say("This has not been answered yet.", pair[1]).replace(" ", "") in said
    assert paper.languages == (pair[1], pair[0])
    assert_inside(paper)


def test_a_comment_stands_on_the_slip_as_it_was_written(ask: Ask) -> None:
    said = words(slip_of(ask(), passport__number="请核对护照号码。"))
    assert "请核对护照号码。" in said
    assert "CB482137" in said


def test_where_nothing_is_wrong_it_says_so(ask: Ask) -> None:
    said = words(lay_out_corrections(ask(), PAIRS[0], ()))
    assert say("Nothing to correct.", "en").replace(" ", "") in said


@pytest.mark.parametrize(("length", "lines"), [(20, 1), (28, 1), (41, 1), (43, 2)])
def test_an_answer_stays_on_one_line_to_be_copied_until_its_type_would_be_too_small(
    ask: Ask, length: int, lines: int
) -> None:
    paper = lay_out_retype_sheet(ask({"contact.address_china": "鑫" * length}))
    runs = [item for page in paper.pages for item in page.items() if isinstance(item, Run) and "鑫" in item.text]
    assert len(runs) == lines
    assert "".join(run.text for run in runs) == "鑫" * length
    assert min(run.size for run in runs) >= 7.5


def test_words_from_a_list_are_not_set_small_to_stay_on_one_line(ask: Ask) -> None:
    paper = lay_out_retype_sheet(ask({"request.pr_category": "PR-SPO"}, "permanent-residence", empty=True))
    runs = [item for page in paper.pages for item in page.items() if isinstance(item, Run)]
    assert {run.size for run in runs if "Spouse of a" in run.text} == {11.0}


def test_what_is_missing_is_said_once_on_the_correction_slip(ask: Ask) -> None:
    interview = ask({"passport.number": None})
    said = words(slip_of(interview))
    missing = [problem for problem in interview.problems() if problem.severity is Severity.MISSING]
    assert said.count(say("This has not been answered yet.", "en").replace(" ", "")) == len(missing) > 0
    assert say("Not answered", "en").replace(" ", "") not in said
