"""Every operator has its neighbour, and a case that does not notice the change is told of."""

from __future__ import annotations

from pathlib import Path

import pytest
from toyroom import CASES, EDITION, write_room

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.inspection import inspect
from talentdesk.core.mutants import mutants
from talentdesk.core.mutation import survivors


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("a < b", ["a <= b"]),
        ("a >= b", ["a > b"]),
        ("a == 'x'", ["a != 'x'"]),
        ("a not in ['x']", ["a in ['x']"]),
        ("p and q.r", ["p or q.r", "not p and q.r", "p and (not q.r)"]),
        ("not p", ["p"]),
        ("a + b > 3", ["a + b >= 3", "a - b > 3", "a + b > 2", "a + b > 4"]),
        ("a > 0", ["a >= 0", "a > 1"]),
        ("d <= date(2024, 12, 1)", ["d < date(2024, 12, 1)", "d <= date(2024, 11, 30)", "d <= date(2024, 12, 2)"]),
        ("today < a < b", ["today <= a < b", "today < a <= b"]),
        ("answered(a)", ["not answered(a)"]),
        (
            "a < b if p else q.r == 'x'",
            ["a < b if not p else q.r == 'x'", "a <= b if p else q.r == 'x'", "a < b if p else q.r != 'x'"],
        ),
    ],
)
def test_one_thing_is_changed_at_a_time(text: str, changed: list[str]) -> None:
    assert [each.text for each in mutants(text, is_condition=True)] == changed


def test_what_is_no_condition_is_not_negated() -> None:
    assert [each.text for each in mutants("parameter('x') * a", is_condition=False)] == ["parameter('x') / a"]


def faults(folder: Path, cases: str, edition: str = EDITION) -> list[str]:
    catalogue = Catalogue([write_room(folder, edition=edition, cases=cases)])
    assert inspect(catalogue) == ()
    return [str(fault) for fault in survivors(catalogue)]


BORN = """
[[case]]
name = "Of age on the day"
as_of = 2026-11-23
[case.answers]
"person.birth_date" = "2005-11-23"
"request.kind" = "work"
[case.expect]
outcomes = { "old-enough" = "pass" }
deadlines = { "birthday" = 2005-12-23 }
"""
STUDY = """
[[case]]
name = "Who studies says for how long"
as_of = 2026-11-23
[case.answers]
"person.birth_date" = "1990-02-08"
"request.kind" = "study"
[case.expect]
not_asked = ["work.changes", "employer.name"]
required = ["request.months"]
outcomes = { "old-enough" = "absent" }
no_documents = ["letter"]
"""
UNKNOWN = """
[[case]]
name = "Age not known"
as_of = 2026-11-23
[case.answers]
"request.kind" = "study"
[case.expect]
not_asked = ["employer.name"]
"""
DAYS = """
[[case]]
name = "The day before"
as_of = 2024-11-30
[case.expect]
edition = ""

[[case]]
name = "The first day"
as_of = 2024-12-01
[case.expect]
edition = "2024-12-01"

[[case]]
name = "The last day of one age"
as_of = 2025-12-31
[case.answers]
"person.birth_date" = "2006-01-01"
"request.kind" = "work"
[case.expect]
outcomes = { "old-enough" = "pass" }

[[case]]
name = "The first day of another"
as_of = 2026-01-01
[case.answers]
"person.birth_date" = "2006-01-01"
"request.kind" = "work"
[case.expect]
outcomes = { "old-enough" = "fail" }

[[case]]
name = "The last day of any"
as_of = 2029-12-31
[[case]]
name = "The first day of none"
as_of = 2030-01-01
[case.answers]
"person.birth_date" = "2006-01-01"
"request.kind" = "work"
[case.expect]
outcomes = { "old-enough" = "absent" }
[[case]]
name = "And a later one"
as_of = 2030-01-02
"""


def test_what_no_case_notices_is_told_with_place_rule_and_remedy(tmp_path: Path) -> None:
    told = faults(tmp_path, CASES)
    where = EDITION.splitlines().index("is = \"age_on(person.birth_date, today) >= parameter('toy.age')\"") + 1
    assert (
        f"forms/procedures/toy/2024-12-01.toml:{where}: no case notices when is of person.adult has "
        "“age_on(person.birth_date, today) > parameter('toy.age')” instead of "
        "“age_on(person.birth_date, today) >= parameter('toy.age')”; "
        "add a case that comes out differently with it"
    ) in told


def test_cases_on_both_sides_of_every_limit_notice_everything(tmp_path: Path) -> None:
    assert faults(tmp_path, CASES + BORN + STUDY + UNKNOWN + DAYS) == []


@pytest.mark.parametrize(
    ("left_out", "key"),
    [
        ('required = ["request.months"]\n', "need_when of request.months"),
        ('deadlines = { "birthday" = 2005-12-23 }\n', "of birthday"),
        ('documents = ["letter", "passport"]\n', ""),
    ],
)
def test_an_expectation_that_is_left_out_is_missed_where_nothing_else_notices(
    tmp_path: Path, left_out: str, key: str
) -> None:
    cases = (CASES + BORN + STUDY + UNKNOWN + DAYS).replace(left_out, "")
    told = faults(tmp_path, cases)
    assert all(f"{key} has" in line for line in told)
    assert bool(told) is bool(key)


EXCEPTION = """
[[equivalent]]
of = "request.months"
key = "need_when"
change = "request.kind == 'study' → request.kind != 'study'"
why = "for this test"
"""


def test_an_exception_is_taken_and_one_without_use_is_told(tmp_path: Path) -> None:
    without = (CASES + BORN + STUDY + UNKNOWN + DAYS).replace('required = ["request.months"]\n', "")
    assert faults(tmp_path / "one", without + EXCEPTION) == []
    told = faults(tmp_path / "two", CASES + BORN + STUDY + UNKNOWN + DAYS + EXCEPTION)
    assert len(told) == 1
    assert "delete the exception" in told[0]


def test_an_exception_says_why(tmp_path: Path) -> None:
    cases = CASES + EXCEPTION.replace('why = "for this test"\n', "")
    found = inspect(Catalogue([write_room(tmp_path, cases=cases)]))
    assert "the key why is missing" in str(found[0])


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2024-11-30", "2024-12-01"),
        ("2024-12-01", "2024-12-01"),
        ("2025-12-31", "2026-01-01"),
        ("2026-01-01", "2026-01-01"),
        ("2030-01-02", "2030-01-01"),
    ],
)
def test_a_day_on_which_something_begins_has_cases_around_it(tmp_path: Path, day: str, told: str) -> None:
    cases = CASES + BORN + STUDY + UNKNOWN + DAYS
    start = cases.rindex("[[case]]", 0, cases.index(f"as_of = {day}"))
    end = cases.find("[[case]]", start + 1)
    found = faults(tmp_path, cases[:start] + (cases[end:] if end > 0 else ""))
    assert any("no case stands on" in line and told in line for line in found)


def test_the_edition_in_force_is_what_the_case_expects(tmp_path: Path) -> None:
    cases = CASES + DAYS.replace('edition = "2024-12-01"', 'edition = ""')
    found = inspect(Catalogue([write_room(tmp_path, cases=cases)]))
    assert "the edition in force is 2024-12-01, not —" in str(found[0])
