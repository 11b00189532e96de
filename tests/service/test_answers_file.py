"""Answers files: whatever a stranger hands in is read or told, and never fails."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentdesk.core.form import Edition
from talentdesk.service.answers import MOST_BYTES, Given, parse, read_answers, sort_answers
from talentdesk.service.mishap import AnswersError

NESTED = """
[person]
surname = "Łukasz"
birth_date = 1990-06-18
[garden]
fenced = true
plants = ["tree", "rose"]
[[family]]
surname = "Đặng"
[[family]]
surname = "Ng"
relation = "sister"
"""
FLAT = {
    "person.surname": "Łukasz",
    "person.birth_date": "1990-06-18",
    "garden.fenced": True,
    "garden.plants": "tree rose",
    "family[0].surname": "Đặng",
    "family[1].surname": "Ng",
    "family[1].relation": "sister",
}
TYPED = {**FLAT, "garden.fenced": "yes"}


def given_by(edition: Edition, content: str | bytes, name: str = "a.toml") -> Given:
    raw = content.encode() if isinstance(content, str) else content
    return sort_answers(parse(raw, name), edition, name)


def test_nested_toml_and_flat_json_say_the_same(edition: Edition, tmp_path: Path) -> None:
    file = tmp_path / "answers.toml"
    file.write_text(NESTED, encoding="utf-8")
    assert dict(read_answers(file, edition).answers.typed) == TYPED
    assert dict(given_by(edition, json.dumps(FLAT), "a.json").answers.typed) == TYPED


def test_json_is_known_by_its_first_brace_too(edition: Edition) -> None:
    assert given_by(edition, json.dumps(FLAT), "answers.txt").answers.typed["person.surname"] == "Łukasz"


def test_the_answers_of_a_read_paper_are_unwrapped(edition: Edition) -> None:
    wrapped = {"procedure": "garden-permit", "edition": "2024-01-01", "answers": {"person": {"surname": "X"}}}
    found = given_by(edition, json.dumps(wrapped), "a.json")
    assert (dict(found.answers.typed), found.strays) == ({"person.surname": "X"}, ())


def test_unknown_questions_are_named_with_the_one_that_was_meant(edition: Edition) -> None:
    found = given_by(
        edition, '"person.surnam" = "X"\n"family[0].surnme" = "Y"\n"zzz" = "1"\ndeclined = ["residency.hkd"]'
    )
    assert [(stray.id, stray.near) for stray in found.strays] == [
        ("person.surnam", "person.surname"),
        ("family[0].surnme", "family[0].surname"),
        ("zzz", ""),
        ("residency.hkd", "residency.hkid"),
    ]
    assert not found.answers.typed
    assert not found.answers.declined


def test_declined_questions_are_taken(edition: Edition) -> None:
    assert given_by(edition, 'declined = ["residency.hkid"]').answers.declined == {"residency.hkid"}


def test_a_question_answered_twice_is_told(edition: Edition) -> None:
    found = given_by(edition, '"person.surname" = "A"\n[person]\nsurname = "B"\n')
    assert [stray.id for stray in found.strays] == ["person.surname"]
    assert found.answers.typed["person.surname"] == "B"


def test_null_means_no_answer_and_numbers_keep_their_digits(edition: Edition) -> None:
    content = '{"person": {"surname": null, "name_zh": 12.50}}'
    assert dict(given_by(edition, content, "a.json").answers.typed) == {"person.name_zh": "12.50"}


def test_a_place_on_paper_takes_no_answer(edition: Edition) -> None:
    assert [stray.id for stray in given_by(edition, '"person.photo" = "me.jpg"').strays] == ["person.photo"]


def test_a_table_needs_rows(edition: Edition) -> None:
    found = given_by(edition, '"family" = "Ng"\n"person.surname[0].x" = "1"\n"family[999].surname" = "Y"')
    assert [stray.id for stray in found.strays] == ["family", "person.surname[0].x", "family[999].surname"]


@pytest.mark.parametrize(
    ("raw", "name", "line", "word"),
    [
        (b'a = "x"\nb = \n', "a.toml", 2, "TOML"),
        (b'{"a": 1,\n "b" 2}', "a.json", 2, "JSON"),
        (b"[1, 2]", "a.json", 1, "by name"),
        ('a = "x"'.encode("utf-16"), "a.toml", 1, "UTF-8"),
        ('a = "1"\nb = "ü"'.encode("latin-1"), "a.toml", 2, "UTF-8"),
        (b"[" * 100_000, "a.json", 1, "deep"),
        (b"a = " + b"[" * 100_000, "a.toml", 1, "deep"),
        (b"a = " + b"9" * 5000, "a.toml", 1, "digits"),
        (b'{"a":' * 20 + b"1" + b"}" * 20, "a.json", 1, "cannot be read"),
        (b"x." * 5000 + b"y = 1", "a.toml", 1, "deep"),
        (b" " * (MOST_BYTES + 1), "a.toml", 1, "larger"),
        (b'"person.surname" = [["x"]]', "a.toml", 1, "person.surname"),
        (b'"declined" = "person.surname"', "a.toml", 1, "declined"),
    ],
)
def test_a_file_that_holds_no_answers_is_told(edition: Edition, raw: bytes, name: str, line: int, word: str) -> None:
    with pytest.raises(AnswersError) as caught:
        given_by(edition, raw, name)
    assert caught.value.fault.line == line
    assert word in str(caught.value)


def test_a_byte_order_mark_is_no_hindrance(edition: Edition) -> None:
    assert given_by(edition, b'\xef\xbb\xbf"person.surname" = "X"').answers.typed == {"person.surname": "X"}


def test_no_answer_gets_into_the_error(edition: Edition) -> None:
    with pytest.raises(AnswersError) as caught:
        given_by(edition, '"person.surname" = "SECRET" NAME\n')
    assert "SECRET" not in str(caught.value)
    assert "NAME" not in str(caught.value)


def test_thousands_of_unknown_questions_are_told_quickly(edition: Edition) -> None:
    found = given_by(edition, "\n".join(f'"person.surnam{number}" = "x"' for number in range(3000)))
    assert len(found.strays) == 3000


SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
TREE = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
KEYS = st.sampled_from([*FLAT, "declined", "family", "answers", "person", "residency.hkid"]) | st.text(max_size=12)


@given(st.binary(max_size=300), st.sampled_from(["a.toml", "a.json"]))
def test_no_bytes_make_it_fail(edition: Edition, raw: bytes, name: str) -> None:
    with contextlib.suppress(AnswersError):
        given_by(edition, raw, name)


@given(st.dictionaries(KEYS, TREE, max_size=6))
@settings(max_examples=60)
def test_no_json_makes_it_fail(edition: Edition, tree: dict[str, object]) -> None:
    with contextlib.suppress(AnswersError):
        given_by(edition, json.dumps(tree), "a.json")
