"""From what was typed to a value, and what is wrong with it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentdesk.core import values
from talentdesk.core.checks import Severity
from talentdesk.core.form import Choice, Kind, Question, Text
from talentdesk.core.values import PartialDate, Read, date_parts


class Lists:
    def has(self, list_id: str, code: str) -> bool:
        return list_id == "countries" and code in ("PRT", "UTO")


OUTSIDE = values.Outside(Lists(), lambda text: tuple(c for c in text if c == "\U0003134a"))  # type: ignore[arg-type]
WORDS = Text("题", "Question")
CHOICES = (Choice("work", WORDS), Choice("study", WORDS))


def read(kind: Kind, typed: str, **more: Any) -> Read:
    return values.read(Question("q", kind, WORDS, **more), typed, OUTSIDE)


def codes(found: Read) -> list[str]:
    return [slip.code for slip in found.slips]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2029-02-28", date(2029, 2, 28)),
        ("1990-6-8", date(1990, 6, 8)),
        ("19900618", date(1990, 6, 18)),
        ("1990/06/18", date(1990, 6, 18)),
        ("1990.6.18", date(1990, 6, 18)),
        ("1990年6月18日", date(1990, 6, 18)),
        ("１９９０－０６－１８", date(1990, 6, 18)),
        (" 1990-06-18 ", date(1990, 6, 18)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_dates(typed: str, day: date) -> None:
    assert read(Kind.DATE, typed) == Read(day)


@pytest.mark.parametrize(
    ("typed", "code", "details"),
    [
        ("2029-02-31", "date.no_such_day", {"year": "2029", "month": "2", "day": "31", "last": "28"}),
        ("2023-12-32", "date.no_such_day", {"year": "2023", "month": "12", "day": "32", "last": "31"}),
        ("2029-00-10", "date.no_such_month", {"month": "0"}),
        ("2029-13-10", "date.no_such_month", {"month": "13"}),
        ("2029--", "date.incomplete", {}),
        ("2029-02-", "date.incomplete", {}),
        ("202", "date.incomplete", {}),
        ("22/11/2026", "date.not_a_date", {}),
        ("22 Nov 2026", "date.not_a_date", {}),
        ("yesterday", "date.not_a_date", {}),
        ("2029-2-3-4", "date.not_a_date", {}),
        ("0208-01-01", "date.year_out_of_range", {"year": "208"}),
        ("9999-01-01", "date.year_out_of_range", {"year": "9999"}),
    ],
)
def test_wrong_dates(typed: str, code: str, details: dict[str, str]) -> None:
    found = read(Kind.DATE, typed)
    assert found.value is None
    assert [(slip.code, slip.severity, dict(slip.details)) for slip in found.slips] == [(code, Severity.ERROR, details)]


def test_dates_of_less_precision() -> None:
    assert read(Kind.DATE, "2023-11", precision="M").value == PartialDate(2023, 11)
    assert read(Kind.DATE, "2023", precision="Y").value == PartialDate(2023)
    assert str(PartialDate(2023, 1)) == "2023-01"
    assert str(PartialDate(208)) == "0208"
    assert codes(read(Kind.DATE, "2023-13", precision="M")) == ["date.no_such_month"]
    assert codes(read(Kind.DATE, "2023", precision="M")) == ["date.incomplete"]


def test_parts_keep_half_a_date() -> None:
    assert date_parts("2029--") == ("2029", "", "")
    assert date_parts("2029-02-") == ("2029", "02", "")
    assert date_parts("-02-31") == ("", "02", "31")
    assert date_parts("") == ("", "", "")


@pytest.mark.parametrize("name", ["FERREIRA DA COSTA", "O'NEIL-SMITH", "ŁUKASZ", "ĐẶNG", "DE LA CRUZ"])
def test_latin_names_pass_untouched(name: str) -> None:
    assert read(Kind.LATIN_NAME, name, capitals=True) == Read(name)


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (Kind.LATIN_NAME, "Ferreira", "text.not_capitals"),
        (Kind.LATIN_NAME, "ΕΛΕΝΗ", "name.not_latin"),
        (Kind.LATIN_NAME, "何麗娜", "name.not_latin"),
        (Kind.LATIN_NAME, "PАUL", "text.mixed_scripts"),
        (Kind.LATIN_NAME, "J0HN", "name.digit"),
        (Kind.HAN_NAME, "何A", "name.not_han"),
    ],
)
def test_odd_names_are_only_noticed(kind: Kind, typed: str, code: str) -> None:
    found = read(kind, typed, capitals=kind is Kind.LATIN_NAME)
    assert found.value == typed
    assert codes(found) == [code]
    assert found.slips[0].severity is Severity.NOTICE


@pytest.mark.parametrize("name", ["何丽娜", "㗎𡃁𨋢𠮷", "阿卜杜拉·穆罕默德", "葛\U000e0100", "\uf9d1"])
def test_han_names_pass_untouched(name: str) -> None:
    assert read(Kind.HAN_NAME, name) == Read(name)


@pytest.mark.parametrize(
    ("typed", "code", "position"),
    [
        ("AB\0C", "text.control_character", "3"),
        ("A\u202eB", "text.bidi_control", "2"),
        ("A\u200bB", "text.invisible_character", "2"),
        ("A\nB", "text.line_break", "2"),
        ("ANNA😀", "text.emoji", "5"),
        ("\ue000", "text.control_character", "1"),
        ("\ud800", "text.control_character", "1"),
        ("\U000e0041", "text.invisible_character", "1"),
    ],
)
def test_characters_that_no_answer_holds(typed: str, code: str, position: str) -> None:
    found = read(Kind.TEXT, typed)
    assert found.value is None
    assert codes(found) == [code]
    assert found.slips[0].severity is Severity.ERROR
    assert found.slips[0].details["position"] == position


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.LATIN_NAME, Kind.HAN_NAME, Kind.DATE, Kind.ADDRESS, Kind.PHONE])
@pytest.mark.parametrize("typed", [" ", "\u3000", " \t\n"])
def test_spaces_alone_are_no_answer(kind: Kind, typed: str) -> None:
    found = read(kind, typed)
    assert found.value is None
    assert codes(found) == ["text.blank"]


def test_an_address_may_have_lines() -> None:
    assert read(Kind.ADDRESS, "1 Road\nQianhai").value == "1 Road\nQianhai"
    assert codes(read(Kind.ADDRESS, "a\0b")) == ["text.control_character"]


def test_a_character_no_font_has_is_kept_and_told() -> None:
    found = read(Kind.HAN_NAME, "何\U0003134a明")
    assert found.value == "何\U0003134a明"
    assert dict(found.slips[0].details) == {"characters": "\U0003134a", "code_points": "U+3134A", "position": "2"}
    assert found.slips[0].severity is Severity.ERROR


def test_too_long() -> None:
    found = read(Kind.TEXT, "x" * 10_000, max=40)
    assert found.value is None
    assert [(slip.code, dict(slip.details)) for slip in found.slips] == [
        ("text.too_long", {"max": "40", "length": "10000"})
    ]
    assert read(Kind.TEXT, "x" * 40, max=40).slips == ()


@pytest.mark.parametrize(
    ("typed", "value"),
    [("5", Decimal(5)), ("1,250,000.50", Decimal("1250000.50")), ("３０", Decimal(30)), ("0.5", Decimal("0.5"))],
)
def test_numbers(typed: str, value: Decimal) -> None:
    assert read(Kind.NUMBER, typed) == Read(value)


@pytest.mark.parametrize("typed", ["five", "1,5", "1e9", "NaN", "--1", "1.2.3", "٣"])
def test_not_numbers(typed: str) -> None:
    assert codes(read(Kind.MONEY, typed)) == ["number.not_a_number"] or typed == "٣"


def test_negative() -> None:
    assert codes(read(Kind.NUMBER, "-1")) == ["number.negative"]


def test_closed_lists() -> None:
    assert read(Kind.CHOICE, "work", choices=CHOICES).value == "work"
    assert codes(read(Kind.CHOICE, "wrok", choices=CHOICES)) == ["choice.unknown"]
    assert read(Kind.CHOICES, "work study", choices=CHOICES).value == frozenset({"work", "study"})
    assert codes(read(Kind.CHOICES, "work x", choices=CHOICES)) == ["choice.unknown"]
    assert read(Kind.YES_NO, "yes").value is True
    assert read(Kind.YES_NO, "no").value is False
    assert codes(read(Kind.YES_NO, "maybe")) == ["choice.unknown"]
    assert read(Kind.COUNTRY, "UTO").value == "UTO"
    assert codes(read(Kind.COUNTRY, "Portugal")) == ["country.unknown"]


@pytest.mark.parametrize("typed", ["186 0000 4127", "+853 6612 3456", "0755-88986030 ext. 12", "(02) 1234 567"])
def test_phones(typed: str) -> None:
    assert read(Kind.PHONE, typed) == Read(typed)


@pytest.mark.parametrize("typed", ["abc", "123", "1" * 25, "call me"])
def test_not_phones(typed: str) -> None:
    assert codes(read(Kind.PHONE, typed)) == ["phone.shape"]


def test_email() -> None:
    assert read(Kind.EMAIL, "a.b@c.org").slips == ()
    for typed in ("a@b", "a b@c.org", "a@@c.org", "@c.org"):
        assert codes(read(Kind.EMAIL, typed)) == ["email.shape"]


def test_identifiers_keep_what_is_printed() -> None:
    assert read(Kind.IDENTIFIER, "a123456(3)", scheme="hong_kong_identity_card").value == "a123456(3)"
    wrong = read(Kind.IDENTIFIER, "A123456(4)", scheme="hong_kong_identity_card")
    assert wrong.value == "A123456(4)"
    assert codes(wrong) == ["identifier.check_digit_failed"]
    assert wrong.slips[0].severity is Severity.NOTICE
    assert codes(read(Kind.IDENTIFIER, "A12345(3)", scheme="hong_kong_identity_card"))[0] == "identifier.shape"


@given(st.text(max_size=300), st.sampled_from(list(Kind)))
def test_any_text_is_read(typed: str, kind: Kind) -> None:
    found = read(kind, typed, scheme="passport", choices=CHOICES)
    for slip in found.slips:
        assert slip.code in values.CODES or slip.code.startswith("identifier.")
    if found.value is None and kind not in (Kind.PHOTO, Kind.DOCUMENT, Kind.SIGNATURE):
        assert any(slip.severity is Severity.ERROR for slip in found.slips)
