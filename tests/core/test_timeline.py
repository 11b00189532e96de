"""Spans, gaps and overlaps of a person's time: certain where they are certain, and never more than that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from talentdesk import paths
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.checks import Severity
from talentdesk.core.consistency import AnswerSet
from talentdesk.core.form import Text
from talentdesk.core.interview import Interview
from talentdesk.core.timeline import (
    Feed,
    Lane,
    Order,
    Timeline,
    Why,
    draw_timeline,
    possible_months,
    row_for,
    written,
)
from talentdesk.core.timelinefile import inspect_timeline, read_timeline
from talentdesk.core.tomlfile import FormError

TODAY = date(2026, 11, 23)
CATALOGUE = Catalogue([paths.room("forms")])
STUDY = Feed("education", "from", "to", ("school",), Order.FALLING)
WORK = Feed("work", "from", "to", ("employer",))
STAY = Feed("", "since", "", ("address",))
LANES = (
    Lane("study", Text("学习", "Study"), True, (STUDY,)),
    Lane("work", Text("工作", "Work"), True, (WORK,)),
    Lane("stay", Text("居住", "Stay"), False, (STAY,)),
)


def rows(table: str, *periods: tuple[str, str] | tuple[str, str, str]) -> dict[str, str]:
    named = {"education": "school", "work": "employer"}[table]
    cells = {}
    for number, (begin, end, *name) in enumerate(periods):
        texts = {"from": begin, "to": end, named: name[0] if name else f"{table} {number}"}
        cells |= {f"{table}[{number}].{column}": text for column, text in texts.items() if text}
    return cells


def drawn(*forms: Mapping[str, str]) -> Timeline:
    sets = [AnswerSet(f"case {number}", "", typed) for number, typed in enumerate(forms)]
    return draw_timeline(LANES, sets, ("education", "work", "since"), TODAY)


def gaps(timeline: Timeline) -> list[tuple[str, str, str, int, int]]:
    return [(gap.lane, written(gap.first), written(gap.last), gap.least, gap.most) for gap in timeline.gaps]


def test_months_that_neither_study_nor_work_tells_are_a_gap_on_the_lane_before() -> None:
    timeline = drawn(
        rows("education", ("2018-09", "2020-06"), ("2013-09", "2017-06"))
        | rows("work", ("2020-07", "2023-03"), ("2023-12", ""))
    )
    assert gaps(timeline) == [
        ("study", "2017-07", "2018-08", 14, 14),
        ("work", "2023-04", "2023-11", 8, 8),
    ]
    assert timeline.overlaps == ()


def test_what_ended_before_today_leaves_a_gap_up_to_today() -> None:
    assert gaps(drawn(rows("work", ("2024-01", "2026-09")))) == [("work", "2026-10", "2026-11", 2, 2)]
    assert gaps(drawn(rows("work", ("2024-01", "2026-10")))) == []
    assert gaps(drawn(rows("work", ("2024-01", "")))) == []
    assert gaps(drawn(rows("work", ("2024-01", "2027-05")))) == []


def test_a_stay_tells_nothing_of_study_or_work() -> None:
    timeline = drawn(rows("work", ("2020-01", "2020-03"), ("2020-06", "")) | {"since": "2019-01-01", "address": "A"})
    assert gaps(timeline) == [("work", "2020-04", "2020-05", 2, 2)]
    assert [span.is_open for span in timeline.spans if span.lane == "stay"] == [True]


def test_an_unknown_month_is_every_month_of_its_year() -> None:
    timeline = drawn(rows("work", ("2018-01", "2020"), ("2021-03", "")))
    assert next((span.end.early, span.end.late) for span in timeline.spans) == (2020 * 12, 2020 * 12 + 11)
    assert gaps(timeline) == [("work", "2020-02", "2021-02", 2, 13)]
    assert gaps(drawn(rows("work", ("2018-01", "2020"), ("2020", "")))) == [("work", "2020-02", "2020-11", 0, 10)]


def test_a_known_end_narrows_an_unknown_beginning() -> None:
    span = drawn(rows("work", ("2020", "2020-04"))).spans[0]
    assert (written(span.begin.early), written(span.begin.late)) == ("2020-01", "2020-04")


def test_a_short_time_of_unknown_months_parts_two_gaps() -> None:
    timeline = drawn(rows("work", ("2018-01", "2018-12"), ("2020", "2020"), ("2022-01", "")))
    assert [gap[3] for gap in gaps(timeline)] == [12, 12]
    assert sum(gap[4] for gap in gaps(timeline)) == 36


@given(some.lists(some.integers(0, 71), min_size=6, max_size=6), some.lists(some.booleans(), min_size=6, max_size=6))
def test_the_true_gap_lies_between_the_least_and_the_most(months: list[int], hidden: list[bool]) -> None:
    """Some true months are hidden: what is certain must be true, and what is true must be possible."""
    bounds = sorted(months)
    periods = [(2018 * 12 + bounds[i], 2018 * 12 + bounds[i + 1]) for i in (0, 2, 4)]

    def typed(month: int, hide: bool) -> str:
        return written(month)[:4] if hide else written(month)

    told = [(typed(a, hidden[2 * n]), typed(b, hidden[2 * n + 1])) for n, (a, b) in enumerate(periods)]
    timeline = drawn(rows("work", *told))
    true = {m for a, b in periods for m in range(a, b + 1)}
    missing = {month for month in range(periods[0][0], 2026 * 12 + 11) if month not in true}
    possible = {month for gap in timeline.gaps for month in range(gap.first, gap.last + 1)}
    late = min((span.begin.late for span in timeline.spans), default=0)
    assert {month for month in missing if month >= late} <= possible
    for span in timeline.spans:
        assert set(span.certain()) <= true
    assert sum(gap.least for gap in timeline.gaps) <= len(missing)


def test_an_overlap_is_months_that_two_of_one_lane_share_but_not_a_handover() -> None:
    two = drawn(rows("work", ("2020-01", "2020-06"), ("2020-04", "2020-12")))
    assert [(written(each.first), written(each.last), each.months) for each in two.overlaps] == [
        ("2020-04", "2020-06", 3)
    ]
    assert drawn(rows("work", ("2020-01", "2020-06"), ("2020-06", "2020-12"))).overlaps == ()
    assert drawn(rows("work", ("2020-01", "2020-06")) | rows("education", ("2020-01", "2020-06"))).overlaps == ()
    inside = drawn(rows("work", ("2020-01", "2020-06"), ("2020-03", "2020-03"))).overlaps
    assert [each.months for each in inside] == [1]


def test_months_that_are_only_perhaps_shared_are_no_overlap() -> None:
    assert drawn(rows("work", ("2018-01", "2020"), ("2020", ""))).overlaps == ()


def test_the_same_row_in_two_cases_is_one_span_in_two_places() -> None:
    one = rows("work", ("2020-01", "2020-06", "A"))
    timeline = drawn(one, one)
    assert [[place.form for place in span.places] for span in timeline.spans] == [["case 0", "case 1"]]
    assert timeline.overlaps == ()
    assert len(drawn(one, rows("work", ("2020-01", "2020-07", "A"))).spans) == 2


@pytest.mark.parametrize(
    ("begin", "end", "why"),
    [
        ("", "2020-06", Why.NO_DATE),
        ("2020-13", "2020-06", Why.NO_DATE),
        ("2020-01", "soon", Why.NO_DATE),
        ("2020-07", "2020-06", Why.BACKWARDS),
        ("2021", "2020", Why.BACKWARDS),
        ("1066", "2020", Why.NO_DATE),
    ],
)
def test_a_row_that_cannot_be_drawn_is_told_and_not_guessed(begin: str, end: str, why: Why) -> None:
    timeline = drawn(rows("work", (begin, end)))
    assert timeline.spans == ()
    assert [(stray.why, stray.text) for stray in timeline.strays] == [(why, ("work 0",))]


@given(some.text(max_size=12))
def test_any_typed_date_is_months_or_nothing(typed: str) -> None:
    found = possible_months(typed)
    assert found is None or found.early <= found.late


def test_a_lane_that_no_form_asks_for_is_left_out() -> None:
    timeline = draw_timeline(LANES, [AnswerSet("one", "", rows("work", ("2020", "")))], ("work",), TODAY)
    assert [lane.id for lane in timeline.lanes] == ["work"]


def test_a_new_row_is_put_where_the_forms_order_wants_it() -> None:
    rising = rows("work", ("2018-01", "2019-01"), ("2021-01", ""))
    assert [row_for(WORK, rising, month) for month in (2017 * 12, 2020 * 12, 2022 * 12)] == [0, 1, 2]
    falling = rows("education", ("2021-01", "2022-01"), ("2018-01", "2019-01"))
    assert [row_for(STUDY, falling, month) for month in (2023 * 12, 2020 * 12, 2017 * 12)] == [0, 1, 2]


# ---- the room


def test_the_shipped_file_names_questions_that_are_there() -> None:
    assert [lane.id for lane in CATALOGUE.timeline()] == ["study", "work", "cv", "stay"]
    assert list(inspect_timeline(CATALOGUE)) == []


def test_a_slip_in_the_file_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "timeline.toml"
    lane = '[[lane]]\nid = "work"\ntitle = { zh-Hans = "工作", en = "Work" }\n'
    file.write_text(f'{lane}colour = "red"\n[[lane.feed]]\nbegin = "from"\norder = "up"\n{lane}', "utf-8")
    with pytest.raises(FormError) as slips:
        read_timeline(file)
    assert [fault.line for fault in slips.value.faults] == [7, 4, 8, 9]


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ('table = "work"', 'table = "wrok"', "wrok"),
        ('"employer", "title", "c', '"empl", "title", "c', "empl"),
        ('begin = "from"', 'begin = "school"', "school"),
        ('begin = "residence.since"', 'begin = "x.y"', "x.y"),
    ],
)
def test_a_question_that_is_not_there_or_is_no_date_is_a_fault(tmp_path: Path, old: str, new: str, name: str) -> None:
    shipped = (paths.room("forms") / "shared/timeline.toml").read_text("utf-8")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/timeline.toml").write_text(shipped.replace(old, new, 1), "utf-8")
    found = list(inspect_timeline(Catalogue([tmp_path, paths.room("forms")])))
    assert [fault.details["name"] for fault in found] == [name]


# ---- a month that nobody knows, in the form itself


def ask(cells: Mapping[str, str]) -> Interview:
    edition = CATALOGUE.in_force("permanent-residence", TODAY)
    return Interview(edition, CATALOGUE, as_of=TODAY, typed=cells)


def cv(*periods: tuple[str, str]) -> dict[str, str]:
    return {
        f"cv[{n}].{column}": text
        for n, pair in enumerate(periods)
        for column, text in zip(("from", "to"), pair, strict=False)
    }


def gap_rule(interview: Interview) -> str:
    return next(outcome.status for outcome in interview.outcomes() if outcome.rule.id == "pr-cv-gap")


@pytest.mark.parametrize("typed", ["2012", "2012-", "2012年"])
def test_a_year_without_its_month_is_a_notice_and_no_error(typed: str) -> None:
    interview = ask({"cv[0].from": "2008-09", "cv[0].to": typed})
    assert [(p.code, p.severity) for p in interview.problems_of("cv[0].to")] == [
        ("date.month_unknown", Severity.NOTICE)
    ]
    assert interview.display("cv[0].to").zh == "2012"


def test_elsewhere_a_month_is_asked_for() -> None:
    interview = Interview(
        CATALOGUE.in_force("permanent-residence", TODAY), CATALOGUE, as_of=TODAY, typed={"person.birth_date": "1990"}
    )
    assert [problem.code for problem in interview.problems_of("person.birth_date")] == ["date.incomplete"]
    assert [p.code for p in ask({"cv[0].from": "12"}).problems_of("cv[0].from")] == ["date.incomplete"]


@pytest.mark.parametrize(
    ("periods", "status"),
    [
        ([("2008-09", "2012-06"), ("2012-07", "2020-01")], "pass"),
        ([("2008-09", "2012-06"), ("2012-09", "2020-01")], "fail"),
        ([("2008-09", "2012"), ("2012-09", "2020-01")], "unknown"),
        ([("2008-09", "2012"), ("2015-09", "2020-01")], "fail"),
        ([("2008-09", "2013"), ("2012-09", "2020-01")], "pass"),
        ([("2008", "2012-06"), ("2012-07", "2020-01")], "pass"),
        # A short job inside a long one ends nothing.
        ([("2008-09", "2018-06"), ("2010-01", "2010-03"), ("2018-07", "2020-01")], "pass"),
    ],
)
def test_the_rule_about_gaps_is_unknown_where_a_month_decides(periods: list[tuple[str, str]], status: str) -> None:
    assert gap_rule(ask(cv(*periods))) == status
