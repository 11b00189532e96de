"""What follows from the answers, as one value for JSON."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.form import Edition
from talentdesk.core.interview import Interview
from talentdesk.i18n import LANGUAGES
from talentdesk.service.checking import stale
from talentdesk.service.evaluation import evaluate, has_errors
from talentdesk.service.wording import filled, measured, shown, told

AS_OF = date(2026, 11, 22)
IN_ORDER = {
    "person.surname": "FERREIRA",
    "person.birth_date": "1990-06-18",
    "garden.plants": "tree rose",
    "garden.fenced": "yes",
    "garden.start": "2026-11-01",
}


@pytest.fixture
def interview(small: Catalogue, edition: Edition) -> Interview:
    return Interview(edition, small, as_of=AS_OF, typed=IN_ORDER)


def test_everything_in_order(interview: Interview) -> None:
    found = evaluate(interview, "en")
    assert found["procedure"] == "garden-permit"
    assert (found["edition"], found["as_of"]) == ("2024-01-01", "2026-11-22")
    assert found["problems"] == []
    assert found["facts"] == {"person.age": "36"}
    assert "garden.start" in found["questions"]
    (outcome,) = found["outcomes"]
    assert (outcome["rule"], outcome["status"], outcome["grade"]) == ("of-age", "pass", "A")
    assert (outcome["rests_on"], outcome["would_change"]) == (["person.birth_date"], [])
    assert outcome["citation"]["instrument"] == "Garden Law"  # type: ignore[index]
    assert [document["id"] for document in found["documents"]] == ["plan", "fence-photo"]
    (deadline,) = found["deadlines"]
    assert (deadline["id"], deadline["due"]) == ("begin", "2026-12-01")
    (fee,) = found["fees"]
    assert (fee["value"], fee["amount"], fee["grade"]) == ("400", "400 yuan", "B")
    assert not has_errors(interview)


def test_an_unknown_rule_names_the_questions_that_would_settle_it(small: Catalogue, edition: Edition) -> None:
    found = evaluate(Interview(edition, small, as_of=AS_OF), "en")
    (outcome,) = found["outcomes"]
    assert (outcome["status"], outcome["missing"]) == ("unknown", ["person.birth_date"])
    assert {problem["severity"] for problem in found["problems"]} == {"missing"}
    assert "garden.start" not in found["questions"]


def test_an_answer_that_is_not_asked_any_more_is_kept_and_named(interview: Interview) -> None:
    interview.answer("garden.fenced", "no")
    found = evaluate(interview, "en")
    assert found["kept"] == ["garden.start"]
    assert found["deadlines"] == []


def test_a_wrong_answer_is_an_error_and_a_doubtful_one_is_not(interview: Interview) -> None:
    interview.answer("residency.hkid", "A123456(4)")
    assert not has_errors(interview)
    interview.answer("person.birth_date", "1990-02-31")
    assert has_errors(interview)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_json_in_every_language(interview: Interview, language: str) -> None:
    assert json.loads(json.dumps(evaluate(interview, language)))["procedure"] == "garden-permit"


def test_answers_are_shown_as_people_read_them(interview: Interview) -> None:
    interview.decline("residency.hkid")
    assert shown(interview, "garden.plants", "zh-Hant-HK") == "树、玫瑰"
    assert shown(interview, "garden.plants", "en") == "Tree, Rose"
    assert shown(interview, "garden.fenced", "zh-Hans") == "是"
    assert shown(interview, "garden.start", "pt") == "01/11/2026"
    assert shown(interview, "residency.hkid", "en") == "None"
    assert shown(interview, "person.name_zh", "en") == ""


def test_what_is_not_known_is_a_dash_in_a_message(small: Catalogue, edition: Edition) -> None:
    nobody = Interview(edition, small, as_of=AS_OF)
    assert filled(edition.rules[0].message, nobody, "en").startswith("Born on —,")


def test_amounts_have_their_unit_in_words() -> None:
    assert measured(Decimal(1), "days", "en") == "1 day"
    assert measured(Decimal(15), "working_days", "en") == "15 working days"
    assert measured(Decimal("0.5"), "years", "en") == "0.5 years"
    assert measured(Decimal(3), "horses", "en") == "3 horses"


def test_facts_are_told_in_words() -> None:
    assert [told(value, "en") for value in (True, False, None, Decimal("12.50"), AS_OF)] == [
        "yes",
        "no",
        "",
        "12.50",
        "22 Nov 2026",
    ]


def test_a_failed_rule_says_what_would_meet_it(interview: Interview) -> None:
    interview.answer("person.birth_date", "2008-11-25")
    (outcome,) = evaluate(interview, "en")["outcomes"]
    assert outcome["status"] == "fail"
    assert outcome["would_change"] == [
        {
            "question": "person.birth_date",
            "from": "2008-11-25",
            "to": "2008-11-22",
            "distance": -3,
            "message": "Met if “Date of birth” is 22 Nov 2008, 3 days earlier.",
        },
        {
            "question": "today",
            "from": "2026-11-22",
            "to": "2026-11-25",
            "distance": 3,
            "message": "Met when filed 3 days later, on 25 Nov 2026.",
        },
    ]


@pytest.mark.parametrize(("day", "is_stale"), [(date(2027, 1, 2), False), (date(2027, 1, 3), True)])
def test_a_source_is_stale_when_it_was_not_read_for_a_year(
    small: Catalogue, edition: Edition, day: date, is_stale: bool
) -> None:
    (outcome,) = evaluate(Interview(edition, small, as_of=day, typed=IN_ORDER), "en")["outcomes"]
    assert outcome["citation"]["read_on"] == "2026-01-02"  # type: ignore[index]
    assert outcome["citation"]["stale"] is is_stale  # type: ignore[index]


def test_the_check_names_the_sources_to_be_read_again() -> None:
    room = Path(__file__).resolve().parents[1] / "small_room" / "forms"
    assert stale(date(2027, 1, 2), [room]) == ()
    assert stale(date(2027, 1, 3), [room]) == ("garden-permit/2024-01-01: garden-law",)
