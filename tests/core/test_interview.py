"""One person's progress: what an answer changes, what is asked, what follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.checks import Severity
from talentdesk.core.form import Need
from talentdesk.core.interview import AnswerState, Interview, SectionState, split_cell

Begin = Callable[..., Interview]


def codes(interview: Interview, name: str) -> list[str]:
    return [problem.code for problem in interview.problems_of(name)]


def test_an_answer_returns_what_it_changed(begin: Begin) -> None:
    interview = begin()
    assert not interview.answer("request.kind", "work").hidden
    changes = interview.answer("person.birth_date", "1990-02-08")
    assert changes.shown == {"employer.name"}
    assert changes.facts == {"person.adult": True}
    assert changes.sections == {"person", "request"}
    assert changes.problems["person.birth_date"] == ()
    assert [p.code for p in changes.problems["employer.name"]] == ["required"]
    back = interview.answer("person.birth_date", "2010-02-08")
    assert back.hidden == {"employer.name"}
    assert back.facts == {"person.adult": False}


def test_the_same_answer_changes_nothing(begin: Begin) -> None:
    interview = begin()
    interview.answer("request.kind", "work")
    changes = interview.answer("request.kind", "work")
    assert (changes.problems, changes.shown, changes.hidden, changes.facts, changes.sections) == (
        {},
        frozenset(),
        frozenset(),
        {},
        frozenset(),
    )


def test_four_states(begin: Begin) -> None:
    interview = begin(typed={"person.surname": "COSTA"}, declined={"person.name_zh"})
    assert interview.state("person.surname") is AnswerState.ANSWERED
    assert interview.state("person.birth_date") is AnswerState.UNANSWERED
    assert interview.state("employer.name") is AnswerState.NOT_ASKED
    assert interview.state("person.name_zh") is AnswerState.DECLINED
    assert interview.display("person.name_zh").zh == "无"
    assert interview.value("person.name_zh") is None


def test_what_is_no_longer_asked_is_kept_and_not_used(begin: Begin) -> None:
    typed = {"request.kind": "work", "person.birth_date": "1990-01-01", "employer.name": "前海"}
    interview = begin(typed=typed)
    assert interview.value("employer.name") == "前海"
    interview.answer("request.kind", "study")
    assert interview.typed["employer.name"] == "前海"
    assert interview.value("employer.name") is None
    assert interview.kept() == ("employer.name",)
    interview.answer("request.kind", "work")
    assert interview.value("employer.name") == "前海"
    assert interview.kept() == ()


def test_typing_takes_back_a_refusal_and_keeps_the_text(begin: Begin) -> None:
    interview = begin(typed={"person.name_zh": "何"})
    interview.decline("person.name_zh")
    assert interview.typed["person.name_zh"] == "何"
    assert interview.state("person.name_zh") is AnswerState.DECLINED
    interview.answer("person.name_zh", "何丽娜")
    assert interview.state("person.name_zh") is AnswerState.ANSWERED


def test_need_follows_the_answers(begin: Begin) -> None:
    interview = begin()
    assert interview.need("request.months") is Need.OPTIONAL
    changes = interview.answer("request.kind", "study")
    assert "request.months" in changes.needs
    assert interview.need("request.months") is Need.REQUIRED
    assert codes(interview, "request.months") == ["required"]


def test_a_whole_section_is_asked_or_not(begin: Begin) -> None:
    interview = begin()
    states = {view.section.id: view.state for view in interview.sections()}
    assert states["work"] is SectionState.NOT_STARTED  # not known yet: never guessed away
    assert interview.asked("work.changes") is False
    interview.answer("request.kind", "study")
    assert interview.sections()[2].state is SectionState.NOT_ASKED
    interview.answer("request.kind", "work")
    assert interview.asked("work.changes")


def test_progress_of_a_section(begin: Begin) -> None:
    interview = begin()
    assert interview.sections()[0].state is SectionState.NOT_STARTED
    interview.answer("person.surname", "COSTA")
    view = interview.sections()[0]
    assert (view.state, view.answered, view.total) == (SectionState.IN_PROGRESS, 1, 4)
    interview.answer("person.birth_date", "1990-02-31")
    assert interview.sections()[0].state is SectionState.ERROR
    interview.answer("person.birth_date", "1990-02-03")
    interview.answer("person.nationality", "PRT")
    assert interview.sections()[0].state is SectionState.COMPLETE
    interview.answer("person.surname", "Costa")
    assert interview.sections()[0].state is SectionState.NOTICE
    assert interview.progress()[0] == 3


def test_rules(begin: Begin) -> None:
    interview = begin()
    assert interview.outcomes()[0].status == "unknown"
    assert interview.outcomes()[0].missing == ("request.kind",)
    interview.answer("request.kind", "work")
    assert interview.outcomes()[0].missing == ("person.birth_date",)
    interview.answer("person.birth_date", "2010-02-08")
    outcome = interview.outcomes()[0]
    assert outcome.status == "fail"
    assert outcome.message.en == "Born 2010-02-08: too young. Ask for study."
    assert codes(interview, "person.birth_date") == ["rule"]
    assert interview.problems_of("person.birth_date")[0].severity is Severity.NOTICE
    interview.answer("request.kind", "study")
    assert interview.outcomes() == ()
    assert codes(interview, "person.birth_date") == []


@pytest.mark.parametrize(
    ("as_of", "status"),
    [(date(2025, 12, 31), "pass"), (date(2026, 1, 1), "fail"), (date(2026, 11, 23), "fail")],
)
def test_parameters_are_of_the_cases_day(begin: Begin, as_of: date, status: str) -> None:
    interview = begin(as_of, typed={"request.kind": "work", "person.birth_date": "2006-12-24"})
    assert interview.outcomes()[0].status == status


def test_a_repealed_parameter_leaves_its_rules_out(begin: Begin) -> None:
    interview = begin(date(2030, 5, 1), typed={"request.kind": "work", "person.birth_date": "2006-12-24"})
    assert interview.outcomes() == ()


def test_a_wrong_shape_is_unknown_to_the_rules(begin: Begin) -> None:
    interview = begin(typed={"request.kind": "work", "person.birth_date": "1990-02-31"})
    assert interview.outcomes()[0].missing == ("person.birth_date",)
    assert interview.facts() == {}
    assert interview.deadlines() == ()


def test_tables(begin: Begin) -> None:
    interview = begin()
    interview.answer("stays[0].start", "2020-01")
    interview.answer("stays[1].start", "2021-01")
    interview.answer("stays[1].end", "2021-13")
    assert interview.rows("stays") == 2
    assert interview.state("stays") is AnswerState.ANSWERED
    assert codes(interview, "stays[1].end") == ["date.no_such_month"]
    assert interview.next_problem("") == "stays[1].end"
    interview.move_row("stays", 1, 0)
    assert interview.typed["stays[0].end"] == "2021-13"
    interview.remove_row("stays", 0)
    assert dict(interview.typed) == {"stays[0].start": "2020-01"}
    interview.copy_row("stays", 0)
    assert interview.typed["stays[1].start"] == "2020-01"
    assert interview.value("stays")[1] == {"start": date(2020, 1, 1)}


def test_a_row_that_was_begun_wants_its_required_cells(begin: Begin) -> None:
    interview = begin(typed={"stays[0].end": "2020-01"})
    assert codes(interview, "stays[0].start") == ["required"]
    assert interview.next_gap("request.kind") == "stays[0].start"


def test_too_many_rows_are_kept(begin: Begin) -> None:
    interview = begin(typed={f"stays[{row}].start": "2020-01" for row in range(4)})
    assert codes(interview, "stays") == ["table.too_many_rows"]
    assert interview.rows("stays") == 4


def test_gaps_go_round(begin: Begin) -> None:
    interview = begin()
    assert interview.next_gap("") == "person.surname"
    assert interview.next_gap("person.surname") == "person.birth_date"
    assert interview.next_gap("request.kind") == "person.surname"
    assert begin().next_problem("person.surname") is None


def test_documents(begin: Begin) -> None:
    interview = begin()
    assert [(v.document.id, v.unknown) for v in interview.documents()] == [
        ("letter", ("request.kind",)),
        ("passport", ()),
    ]
    interview.answer("request.kind", "work")
    interview.answer("work.issued", "2026-05-22")
    letter = interview.documents()[0]
    assert (letter.stale, letter.fresh_until) == (True, date(2026, 11, 22))
    interview.answer("work.issued", "2026-05-23")
    assert interview.documents()[0].stale is False
    interview.answer("request.kind", "study")
    assert [view.document.id for view in interview.documents()] == ["passport"]


def test_deadlines_and_fees(begin: Begin) -> None:
    interview = begin(typed={"person.birth_date": "2026-11-01"})
    (deadline,) = interview.deadlines()
    assert (deadline.due, deadline.days_left) == (date(2026, 12, 1), 8)
    assert [(view.fee.id, view.value.value, view.value.citation.grade) for view in interview.fees()] == [
        ("fee", Decimal(21), "M")
    ]


def test_display(begin: Begin) -> None:
    interview = begin(
        typed={
            "person.nationality": "PRT",
            "request.kind": "work",
            "work.changes": "name place",
            "person.birth_date": "19900208",
        }
    )
    assert interview.display("person.nationality").zh == "葡萄牙"
    assert interview.display("request.kind").en == "Work"
    assert interview.display("work.changes").zh == "姓名、地点"
    assert interview.display("person.birth_date").en == "1990-02-08"


def test_unprintable_characters_are_told_when_typed(begin: Begin) -> None:
    interview = begin(check_text=lambda text: [c for c in text if c == "𡃁"])
    interview.answer("person.name_zh", "何𡃁")
    assert codes(interview, "person.name_zh") == ["text.cannot_be_printed"]
    assert interview.value("person.name_zh") == "何𡃁"


def test_unknown_questions_are_refused(begin: Begin) -> None:
    interview = begin()
    for name in ("person.nothing", "stays[0].nothing", "stays[100].start", "nothing[0].start", "stays[0]"):
        with pytest.raises(KeyError):
            interview.answer(name, "x")


def test_cells() -> None:
    assert split_cell("stays[12].start") == ("stays", 12, "start")
    assert split_cell("person.surname") is None
    assert split_cell("stays[-1].start") is None


ANSWERS = st.one_of(
    st.tuples(st.just("person.surname"), st.sampled_from(["", "COSTA", "a\0"])),
    st.tuples(st.just("person.birth_date"), st.sampled_from(["", "1990-01-01", "2010-01-01", "1990-02-31", "19"])),
    st.tuples(st.just("request.kind"), st.sampled_from(["", "work", "study", "x"])),
    st.tuples(st.just("employer.name"), st.sampled_from(["", "A", "x" * 30])),
    st.tuples(st.just("request.months"), st.sampled_from(["", "3", "x"])),
    st.tuples(st.sampled_from(["stays[0].start", "stays[1].end"]), st.sampled_from(["", "2020-01", "x"])),
    st.tuples(st.just("work.changes"), st.sampled_from(["", "name", "name place"])),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(steps=st.lists(ANSWERS, max_size=12))
def test_the_way_there_leaves_no_trace(toy: Catalogue, begin: Begin, steps: list[tuple[str, str]]) -> None:
    """Whatever was typed before, the same answers give the same journey; and Changes tells every difference."""
    interview = begin()
    shown = {question.id for view in interview.sections() for question in view.questions}
    problems = {question: interview.problems_of(question) for question in shown}
    for name, text in steps:
        changes = interview.answer(name, text)
        shown = shown - changes.hidden | changes.shown
        problems.update(changes.problems)
    fresh = begin(typed=dict(interview.typed))
    assert fresh.sections() == interview.sections()
    assert fresh.problems() == interview.problems()
    assert fresh.outcomes() == interview.outcomes()
    assert fresh.documents() == interview.documents()
    assert shown == {question.id for view in interview.sections() for question in view.questions}
    assert {p for found in problems.values() for p in map(str, found)} == set(map(str, interview.problems()))
