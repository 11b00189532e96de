"""Every problem the core can report is told in whole sentences, in every language."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentdesk.core import identifiers, mrz, values
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.checks import Problem, Severity
from talentdesk.core.form import Edition, Kind, Question, Text
from talentdesk.core.interview import Interview
from talentdesk.i18n import LANGUAGES
from talentdesk.i18n.pofile import placeholders
from talentdesk.service.phrases import SENTENCES, SHAPES, ZONE
from talentdesk.service.sentences import join, sentence, warning_sentence, zone_sentence

AS_OF = date(2026, 11, 22)


def question(kind: Kind, id: str = "person.x", **more: object) -> Question:
    return Question(id, kind, Text("问题", "Question"), **more)  # type: ignore[arg-type]


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    codes = {code for code in values.CODES if code != "rule"}
    codes |= {f"identifier.{warning}" for warning in identifiers.WARNINGS}
    assert codes == set(SENTENCES)
    assert set(ZONE) == set(mrz.FAULTS)


def test_every_scheme_with_a_shape_is_described() -> None:
    warn_only = {"visa_sticker", "work_permit"}
    assert set(SHAPES) == set(identifiers.SCHEMES) - warn_only


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        (Kind.DATE, "2026-02-31", "In 2026, February has no day 31; its last day is 28. Look at the document again."),
        (Kind.DATE, "2026-13-01", "There is no month 13. Look at the document again."),
        (Kind.DATE, "2026--", "Part of the date is missing. Write the year in four digits and fill in the rest."),
        (Kind.EMAIL, "a@b", "This is not a complete e-mail address."),
        (Kind.NUMBER, "-3", "The number is below zero."),
        (Kind.TEXT, "a\u202eb", "Character 2 is a hidden mark that changes the direction of writing (U+202E)."),
        (Kind.LATIN_NAME, "Ana 😀", "“😀” is a picture"),
        (Kind.COUNTRY, "Atlantis", "“Atlantis” is not a country or region of the list."),
    ],
)
def test_what_is_wrong_and_what_to_do(small: Catalogue, kind: Kind, typed: str, said: str) -> None:
    asked = question(kind)
    (slip, *_) = values.read(asked, typed, values.Outside(small.lists(), lambda _: ())).slips
    assert sentence(Problem(asked.id, slip.code, slip.severity, slip.details), asked, "en").startswith(said)


def test_the_remedy_names_the_document_the_answer_is_on() -> None:
    asked = question(Kind.DATE, "passport.expiry_date")
    details = {"year": "2026", "month": "2", "day": "31", "last": "28"}
    said = sentence(Problem(asked.id, "date.no_such_day", Severity.ERROR, details), asked, "en")
    assert said.endswith("Look at the passport's data page.")


def test_a_shape_is_described_for_its_scheme() -> None:
    asked = question(Kind.IDENTIFIER, scheme="macao_identity_card")
    problem = Problem(asked.id, "identifier.shape", Severity.ERROR, {"scheme": asked.scheme})
    assert "Macao identity card" in sentence(problem, asked, "en")


def test_a_rule_speaks_with_its_answers_filled_in(small: Catalogue, edition: Edition) -> None:
    interview = Interview(edition, small, as_of=AS_OF, typed={"person.birth_date": "2015-06-18"})
    (problem,) = interview.problems_of("person.birth_date")
    asked = interview.question(problem.question)
    assert sentence(problem, asked, "en", interview) == (
        "Born on 18 Jun 2015, the applicant is under 18. Let a guardian apply."
    )
    assert sentence(problem, asked, "zh-Hans", interview) == "出生于2015年6月18日，未满 18 岁。请由监护人申请。"


def test_sentences_are_joined_as_their_script_does() -> None:
    assert join(("甲。", "乙。")) == "甲。乙。"
    assert join(("One.", "Two.")) == "One. Two."
    assert join(("One.", "")) == "One."


def test_an_unknown_code_still_gets_a_sentence() -> None:
    asked = question(Kind.TEXT)
    assert sentence(Problem(asked.id, "new.code", Severity.NOTICE), asked, "en").strip()
    assert warning_sentence("new", "en").strip()


ANY = st.text(max_size=60) | st.from_regex(r"[0-9/.\- ]{0,12}", fullmatch=True) | st.sampled_from(["A123456(4)", "yes"])


@given(st.sampled_from(sorted(Kind)), st.sampled_from(identifiers.SCHEMES), ANY, st.sampled_from(LANGUAGES))
@settings(max_examples=300)
def test_no_answer_is_left_without_words(small: Catalogue, kind: Kind, scheme: str, typed: str, language: str) -> None:
    asked = question(kind, scheme=scheme, capitals=True, max=20)
    outside = values.Outside(small.lists(), lambda text: tuple(c for c in text if ord(c) > 0x20000))
    for slip in values.read(asked, typed, outside).slips:
        said = sentence(Problem(asked.id, slip.code, slip.severity, slip.details), asked, language)
        assert said
        assert not placeholders(said) or "{" in typed


@given(st.text(alphabet="P<UTOANNA0123456789\n\tx€《", max_size=200), st.sampled_from(LANGUAGES))
def test_no_zone_is_left_without_words(text: str, language: str) -> None:
    for problem in mrz.parse(text, today=AS_OF).problems:
        assert zone_sentence(problem, language)
