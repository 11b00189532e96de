"""What would make a failed rule pass: every finding is tried on a fresh interview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toyroom import EDITION, write_room

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.counterfactual import TODAY, Change, nearest_step, would_pass
from talentdesk.core.interview import Interview

AS_OF = date(2026, 11, 23)
RULES = """
[[rule]]
id = "long-enough"
must = "request.months >= 7"
message = { zh-Hans = "短", en = "Too short." }
cite = "law"

[[rule]]
id = "study"
must = "request.kind == 'study'"
message = { zh-Hans = "学", en = "Only study." }
cite = "law"

[[rule]]
id = "both"
must = "'name' in work.changes and 'place' in work.changes"
message = { zh-Hans = "两", en = "Both." }
cite = "law"

[[rule]]
id = "never"
must = "request.months < 0"
message = { zh-Hans = "无", en = "Never." }
cite = "law"
"""

Begin = Callable[..., Interview]


@pytest.fixture(scope="module")
def begin_with_rules(tmp_path_factory: pytest.TempPathFactory) -> Begin:
    catalogue = Catalogue([write_room(tmp_path_factory.mktemp("rules"), EDITION + RULES)])

    def start(as_of: date = AS_OF, **typed: str) -> Interview:
        answers = {name.replace("__", "."): text for name, text in typed.items()}
        return Interview(catalogue.edition("toy", "2024-12-01"), catalogue, as_of=as_of, typed=answers)

    return start


def changes(interview: Interview, rule: str) -> tuple[Change, ...]:
    return would_pass(interview, next(each for each in interview.edition.rules if each.id == rule))


def status(interview: Interview, rule: str) -> str:
    return next(each.status for each in interview.outcomes() if each.rule.id == rule)


def changed(interview: Interview, change: Change) -> Interview:
    typed, as_of = dict(interview.typed), interview.as_of
    if change.question == TODAY:
        as_of = date.fromisoformat(change.after)
    else:
        typed[change.question] = change.after
    return Interview(interview.edition, interview.catalogue, as_of=as_of, typed=typed)


def test_a_number_is_moved_to_the_threshold(begin_with_rules: Begin) -> None:
    interview = begin_with_rules(request__kind="study", request__months="3")
    assert changes(interview, "long-enough") == (Change("request.months", "3", "7", 4),)


def test_a_choice_names_the_options_that_flip_it(begin_with_rules: Begin) -> None:
    interview = begin_with_rules(request__kind="work")
    assert changes(interview, "study") == (Change("request.kind", "work", "study"),)


def test_one_more_of_several_choices(begin_with_rules: Begin) -> None:
    interview = begin_with_rules(request__kind="work", work__changes="place")
    assert changes(interview, "both") == (Change("work.changes", "place", "name place"),)


def test_too_young_is_met_by_the_threshold_of_the_day_or_by_waiting(begin_with_rules: Begin) -> None:
    interview = begin_with_rules(person__birth_date="2005-11-26", request__kind="work")
    assert changes(interview, "old-enough") == (
        Change("person.birth_date", "2005-11-26", "2005-11-23", -3),
        Change(TODAY, "2026-11-23", "2026-11-26", 3),
    )


@pytest.mark.parametrize(
    ("rule", "typed"),
    [
        ("long-enough", {"request__months": "7"}),  # met
        ("long-enough", {}),  # unknown
        ("old-enough", {"request__kind": "study", "person__birth_date": "2020-01-01"}),  # does not apply
        ("never", {"request__months": "3"}),  # nothing a person may answer meets it
    ],
)
def test_nothing_to_change(begin_with_rules: Begin, rule: str, typed: dict[str, str]) -> None:
    assert changes(begin_with_rules(**typed), rule) == ()


def test_the_interview_stays_as_it_is(begin_with_rules: Begin) -> None:
    interview = begin_with_rules(request__kind="work", person__birth_date="2010-01-01", request__months="2")
    before = (dict(interview.typed), [each.status for each in interview.outcomes()])
    for rule in interview.edition.rules:
        would_pass(interview, rule)
    assert (dict(interview.typed), [each.status for each in interview.outcomes()]) == before


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    birth=st.dates(date(1930, 1, 1), date(2026, 11, 1)),
    months=st.integers(0, 400),
    kind=st.sampled_from(("work", "study")),
    marks=st.sampled_from(("", "name", "place")),
)
def test_every_finding_holds_and_none_nearer_does(
    begin_with_rules: Begin, birth: date, months: int, kind: str, marks: str
) -> None:
    interview = begin_with_rules(
        person__birth_date=birth.isoformat(), request__months=str(months), request__kind=kind, work__changes=marks
    )
    for outcome in interview.outcomes():
        found = would_pass(interview, outcome.rule)
        assert outcome.status == "fail" or not found
        for change in found:
            assert status(changed(interview, change), outcome.rule.id) == "pass"
            nearer = _one_step_back(change)
            if nearer is not None:
                assert status(changed(interview, nearer), outcome.rule.id) == "fail"


def _one_step_back(change: Change) -> Change | None:
    if not change.distance:
        return None
    back = 1 if change.distance < 0 else -1
    if change.question == "request.months":
        return Change(change.question, change.before, str(int(change.after) + back), change.distance + back)
    day = date.fromisoformat(change.after) + timedelta(days=back)
    return Change(change.question, change.before, day.isoformat(), change.distance + back)


@given(first=st.integers(1, 5000), most=st.integers(1, 5000), backwards=st.booleans())
def test_the_nearest_step_is_the_first_that_fits(first: int, most: int, backwards: bool) -> None:
    sign = -1 if backwards else 1
    expected = sign * first if first <= most else 0
    assert nearest_step(lambda step: sign * step >= first, most) == expected
