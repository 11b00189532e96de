"""The work permit's points in words: for screens, for JSON and for the command line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from talentdesk import cli
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.interview import Interview
from talentdesk.i18n import LANGUAGES
from talentdesk.paths import room
from talentdesk.service.evaluation import evaluate
from talentdesk.service.points import PointsView, points

AS_OF = date(2026, 11, 23)
ANSWERS = {
    "request.wp_category": "B",
    "request.wp_basis_b": "points",
    "person.birth_date": "1985-06-18",
    "job.annual_salary": "480000",
    "degree.level": "master",
    "talent.skill_level": "none",
    "job.related_years": "17",
    "job.months_in_china": "12",
    "talent.chinese_level": "none",
}
DECLINED = ("talent.plus", "talent.provincial_points")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue([room("forms")])


def case(catalogue: Catalogue, declined: tuple[str, ...] = DECLINED, **other: str) -> Interview:
    typed = {**ANSWERS, **{name.replace("__", "."): text for name, text in other.items()}}
    return Interview(catalogue.in_force("work-permit", AS_OF), catalogue, as_of=AS_OF, typed=typed, declined=declined)


def seen(interview: Interview, language: str = "en") -> PointsView:
    view = points(interview, language)
    assert view is not None
    return view


def test_a_settled_total_is_a_number_with_its_category(catalogue: Catalogue) -> None:
    view = seen(case(catalogue, job__related_years="12", talent__provincial_points="4", declined=("talent.plus",)))
    assert (view.total, view.low, view.high, view.category) == (84, 84, 84, "B")
    assert view.summary == "84 points: category B"
    assert [(band.category, band.at_least) for band in view.bands] == [("A", 85), ("B", 60), ("C", None)]
    assert sum(factor.low for factor in view.factors) == 84


def test_a_disputed_total_is_a_range_and_each_reading_is_told(catalogue: Catalogue) -> None:
    view = seen(case(catalogue))
    assert (view.total, view.low, view.high, view.category, view.categories) == (None, 80, 85, None, ("B", "A"))
    assert view.summary == "80 to 85 points: category B to A"
    assert [(each.id, each.low, each.categories, each.grade) for each in view.variants] == [
        ("20-5", 85, ("A",), "B"),
        ("15-10", 80, ("B",), "M"),
    ]
    experience = next(factor for factor in view.factors if factor.id == "experience")
    assert (experience.low, experience.high, experience.maximum, experience.grade) == (15, 20, 20, "M")


def test_a_move_says_what_instead_of_what_and_under_which_reading(catalogue: Catalogue) -> None:
    moves = seen(case(catalogue)).moves
    chinese = next(move for move in moves if move.changes[0].question == "talent.chinese_level")
    assert (chinese.category, chinese.variants, chinese.gain, chinese.total) == ("A", ("15-10",), 5, 85)
    assert chinese.message == (
        "“Level of Chinese”: HSK 5 or higher instead of None: +5, 85 points, category A; "
        "only with: experience at most 15, Chinese at most 10"
    )
    by_every_reading = seen(
        case(catalogue, job__related_years="2", degree__level="doctor", talent__chinese_level="hsk3")
    ).moves[0]
    assert by_every_reading.variants == ("20-5", "15-10")
    assert "only with" not in by_every_reading.message


def test_every_move_holds_when_the_answers_are_really_changed(catalogue: Catalogue) -> None:
    for years in ("1", "5", "9", "16"):
        for chinese in ("none", "hsk2", "hsk5"):
            interview = case(
                catalogue, job__related_years=years, talent__chinese_level=chinese, degree__level="bachelor"
            )
            cut_offs = {band.category: band.at_least or 0 for band in seen(interview).bands}
            for move in seen(interview).moves:
                changed = {change.question.replace(".", "__"): change.after for change in move.changes}
                answers = {"job__related_years": years, "talent__chinese_level": chinese, "degree__level": "bachelor"}
                after = seen(case(catalogue, **{**answers, **changed}))
                reached = {each.id for each in after.variants if each.low >= cut_offs[move.category]}
                assert set(move.variants) <= reached, move.message


def test_nobody_is_told_to_be_younger_to_have_been_chinese_or_to_move_away(catalogue: Catalogue) -> None:
    for years in ("0", "3", "8", "16"):
        interview = case(catalogue, job__related_years=years, person__birth_date="1965-01-01", degree__level="none")
        for move in seen(interview).moves:
            for change in move.changes:
                assert change.question in {
                    "job.annual_salary", "degree.level", "talent.skill_level", "job.related_years",
                    "job.months_in_china", "talent.chinese_level",
                }  # fmt: skip
                assert change.after != "native"


def test_what_is_missing_stands_in_the_order_of_the_form(catalogue: Catalogue) -> None:
    interview = Interview(catalogue.in_force("work-permit", AS_OF), catalogue, as_of=AS_OF)
    view = seen(interview)
    assert view.missing == (
        "person.birth_date", "job.annual_salary", "job.months_in_china", "talent.chinese_level", "talent.skill_level",
        "talent.plus", "talent.provincial_points", "degree.level", "job.related_years",
    )  # fmt: skip
    assert (view.low, view.high) == (0, 110)
    assert view.categories == ("C", "B", "A")


def test_a_procedure_without_a_table_has_no_points(catalogue: Catalogue) -> None:
    interview = Interview(catalogue.in_force("k-visa", AS_OF), catalogue, as_of=AS_OF)
    assert points(interview, "en") is None
    found = evaluate(interview, "en")["points"]
    assert (found["total"], found["factors"], found["bands"], found["moves"]) == (None, [], [], [])


def test_every_factor_has_a_source_and_no_disputed_one_a_better_grade(catalogue: Catalogue) -> None:
    for view in (seen(case(catalogue)).factors, *(variant.factors for variant in seen(case(catalogue)).variants)):
        grades = {factor.id: factor.grade for factor in view}
        assert all(factor.source for factor in view)
        assert grades["place"] == "M"
        assert set(grades.values()) <= {"B", "M"}
    over_all = {factor.id: factor.grade for factor in seen(case(catalogue)).factors}
    assert (over_all["experience"], over_all["chinese"], over_all["salary"]) == ("M", "M", "B")


# --- the command line -----------------------------------------------------------------------------


@pytest.fixture
def answers(tmp_path: Path) -> str:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({**ANSWERS, "declined": list(DECLINED)}), encoding="utf-8")
    return str(file)


def test_the_evaluation_carries_the_points(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["evaluate", "work-permit", "--answers", answers, "--as-of", AS_OF.isoformat(), "--language", "en", "--json"]
    assert cli.main(argv) == 0
    found: Any = json.loads(capsys.readouterr().out)
    told = found["points"]
    assert (told["total"], told["range"], told["category"], told["categories"]) == (None, [80, 85], None, ["B", "A"])
    salary = told["factors"][0]
    assert (salary["id"], salary["points"], salary["max"], salary["band"]) == ("salary", 20, 20, "450,000 yuan or more")
    assert salary["citation"]["address"].startswith("https://irishchamberchina.com")
    assert [(each["id"], each["total"], each["category"]) for each in told["variants"]] == [
        ("20-5", 85, "A"),
        ("15-10", 80, "B"),
    ]
    assert {"category", "changes", "gain", "total", "variants", "message"} <= told["moves"][0].keys()
    assert {"question", "from", "to", "message"} <= told["moves"][0]["changes"][0].keys()
    claimed = next(outcome for outcome in found["outcomes"] if outcome["rule"] == "wp-points-b")
    assert claimed["status"] == "pass"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_evaluation_in_words_shows_total_readings_and_moves(
    answers: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["evaluate", "work-permit", "--answers", answers, "--as-of", AS_OF.isoformat(), "--language", language]
    assert cli.main(argv) == 0
    lines = capsys.readouterr().out.splitlines()
    view = points(case(Catalogue([room("forms")])), language)
    assert view is not None
    assert f"{view.title} · {view.summary}" in lines
    assert all(f"  → {move.message}" in lines for move in view.moves)
    assert all(any(variant.title in line for line in lines) for variant in view.variants)
    assert not any("{" in line for line in lines)
