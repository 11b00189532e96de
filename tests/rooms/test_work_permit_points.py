"""The work permit's table of points says what its transcription says, on both sides of every end of a band."""

from __future__ import annotations

from datetime import date

import pytest

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.form import Grade
from talentdesk.core.interview import Interview
from talentdesk.core.points import Factor, PointsTable, Span
from talentdesk.core.tally import Score, stand
from talentdesk.paths import room

CATALOGUE = Catalogue([room("forms")])
AS_OF = date(2026, 11, 23)
EDITION = CATALOGUE.in_force("work-permit", AS_OF)

SALARY = {449999: 17, 450000: 20, 349999: 14, 350000: 17, 249999: 11, 250000: 14, 149999: 8, 150000: 11, 69999: 5,
          70000: 8, 49999: 0, 50000: 5, 0: 0, 9000000: 20}  # fmt: skip
MONTHS = {0: 0, 2: 0, 3: 5, 5: 5, 6: 10, 8: 10, 9: 15, 12: 15}
BORN = {"2008-11-23": 10, "2001-11-24": 10, "2000-11-23": 15, "1980-11-24": 15, "1980-11-23": 10, "1970-11-24": 10,
        "1970-11-23": 5, "1965-11-24": 5, "1965-11-23": 0}  # fmt: skip
YEARS_20 = {0: 0, 1: 0, 2: 5, 3: 6, 12: 15, 13: 16, 16: 19, 17: 20, 18: 20}
YEARS_15 = {0: 0, 1: 0, 2: 5, 3: 6, 12: 15, 13: 15, 40: 15}
CHINESE = {"none": 0, "hsk1": 1, "hsk2": 2, "hsk3": 3, "hsk4": 4, "hsk5": 5, "taught": 5, "native": 5}
DEGREES = {"none": 0, "sub_degree": 0, "bachelor": 10, "master": 15, "doctor": 20}
SKILLS = {"none": 0, "senior_worker": 10, "technician": 15, "senior_technician": 20, "international": 20}


def table() -> PointsTable:
    assert EDITION.points is not None
    return EDITION.points


def scores(variant: str, **answers: str) -> dict[str, Score]:
    typed = {name.replace("__", "."): text for name, text in answers.items()}
    standing = stand(Interview(EDITION, CATALOGUE, as_of=AS_OF, typed=typed))
    assert standing is not None
    tally = next(each for each in standing.tallies if each.variant.id == variant)
    return {score.factor.id: score for score in tally.scores}


@pytest.mark.parametrize("variant", ["20-5", "15-10"])
def test_what_the_variants_agree_on(variant: str) -> None:
    for salary, points in SALARY.items():
        assert scores(variant, job__annual_salary=str(salary))["salary"].points == Span(points, points), salary
    for months, points in MONTHS.items():
        assert scores(variant, job__months_in_china=str(months))["presence"].points == Span(points, points), months
    for born, points in BORN.items():
        assert scores(variant, person__birth_date=born)["age"].points == Span(points, points), born
    for degree, points in DEGREES.items():
        found = scores(variant, degree__level=degree, talent__skill_level="none")["education"].points
        assert found == Span(points, points), degree
    for skill, points in SKILLS.items():
        found = scores(variant, degree__level="none", talent__skill_level=skill)["education"].points
        assert found == Span(points, points), skill
    for merit in ("university", "fortune", "patent", "five_years", "patent fortune"):
        assert scores(variant, talent__plus=merit)["merit"].points == Span(5, 5), merit


@pytest.mark.parametrize(("variant", "years"), [("20-5", YEARS_20), ("15-10", YEARS_15)])
def test_experience_grows_by_a_point_a_year_up_to_the_maximum_of_the_variant(
    variant: str, years: dict[int, int]
) -> None:
    for count, points in years.items():
        assert scores(variant, job__related_years=str(count))["experience"].points == Span(points, points), count


def test_chinese_is_known_by_one_reading_and_lies_up_to_ten_by_the_other() -> None:
    for level, points in CHINESE.items():
        assert scores("20-5", talent__chinese_level=level)["chinese"].points == Span(points, points), level
        found = scores("15-10", talent__chinese_level=level)["chinese"].points
        assert found == (Span(points, 10) if points else Span(0, 0)), level


def test_the_higher_of_degree_and_certificate_counts() -> None:
    assert scores("20-5", degree__level="bachelor", talent__skill_level="technician")["education"].points == Span(
        15, 15
    )
    assert scores("20-5", degree__level="master")["education"].points == Span(15, 20)
    assert scores("20-5", degree__level="doctor")["education"].missing == frozenset()


def test_both_readings_add_up_to_the_sum_that_is_remembered() -> None:
    for variant in table().variants:
        assert sum(factor.under(variant.id).maximum for factor in table().factors) == 120, variant.id


def test_the_cut_offs() -> None:
    assert [(each.code, each.at_least) for each in table().categories] == [("A", 85), ("B", 60), ("C", None)]
    assert [table().category_of(total).code for total in (0, 59, 60, 84, 85, 120)] == ["C", "C", "B", "B", "A", "A"]


def grade(cite: str) -> Grade:
    return EDITION.citations[cite].grade


def test_no_grade_is_better_than_what_was_seen() -> None:
    cites = [table().cite, *(each.cite for each in (*table().categories, *table().variants))]
    grades = {factor.id: grade(factor.cite) for factor in table().factors}
    assert Grade.A not in {grade(cite) for cite in cites} | set(grades.values())
    assert grades["place"] is Grade.M
    disputed = [factor for factor in table().factors if factor.alternatives]
    assert [factor.id for factor in disputed] == ["experience", "chinese"]
    assert {grade(other.cite) for factor in disputed for other in factor.alternatives.values()} == {Grade.M}


def test_only_what_a_person_can_change_is_changeable() -> None:
    changeable: list[Factor] = [factor for factor in table().factors if factor.changeable]
    assert [factor.id for factor in changeable] == ["salary", "education", "experience", "presence", "chinese"]
