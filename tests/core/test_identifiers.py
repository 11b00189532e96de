"""Numbers on cards, permits and telephones: published vectors, and properties over every number."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from talentdesk.core import checkdigits
from talentdesk.core.identifiers import SCHEMES, WARNINGS, UnknownScheme, canonical, cross_check, e164, identify
from talentdesk.core.territories import NUMERIC_OF

VALID = {
    "hong_kong_identity_card": (
        "A123456(3) G123456(A) L555555(0) Y100000(2) AB987654(3) WX123456(9) A1234563 ａ１２３４５６（３）"
    ),
    "macao_identity_card": "1234567(8) 5123456(7) 71234567 1/234567/8",
    "mainland_travel_permit": "H01234567 M12345678 H0123456700 M1234567801",
    "mainland_travel_permit_non_chinese": "HA0000001 MA1234567 HA7654321",
    "hk_macao_taiwan_residence_permit": (
        "810000199901010014 81000020000229002X 820000199512310031 830000199001010055 81000020000229002x"
    ),
    "resident_identity_card": "11010519491231002X 440305199901010013 440305200002290029",
    "permanent_resident_2023": "932682198501010017 911124198108030024 944840199001010016 944826199202290029",
    "permanent_resident_2017": "CAN110081080310 GBR440390010113 AUS440370010113",
    "unified_social_credit_code": "91350100M000100Y43 91440300123456788M 91440305MA5ABC1206",
    "passport": "E12345678 EA1234567 K12345678 L898902C3 AB-1234567",
    "phone_mainland": "13800000000 +8619900000000 15012345678 138-0000-0000 008613800000000 8613800000000",
    "mobile_mainland": "13800000000 15012345678",
    "phone_hong_kong": "21234567 +85291234567 61234567 852-6123-4567",
    "phone_macao": "61234567 28123456 +85362345678 (853)62345678",
}
INVALID = {
    "hong_kong_identity_card": "A123456(4) G123456(1) A12345(3) ABC123456(3) AB987654(4) 1234567(8) A123456(B)",
    "macao_identity_card": "2234567(8) 123456(7) 1234567(A) 12345678901 |2345678 12/34567/8",
    "mainland_travel_permit": "A12345678 H123456789 H1234567A H012345670 C12345678",
    "mainland_travel_permit_non_chinese": "H00000001A HAA000001 XA0000001",
    "hk_macao_taiwan_residence_permit": (
        "810000199901010015 840000199901010014 810000199902290014 440305199901010013 810001199901010014"
    ),
    "resident_identity_card": (
        "110105194912310021 440305199902300013 44030519990101001 440305199901010014 340524198001010011X"
    ),
    "permanent_resident_2023": (
        "932682198501010018 832682198501010017 932682198513010017 93268219850101001 944840199102290016"
    ),
    "permanent_resident_2017": "CAN110081080311 CA1110081080310 CAN11008108031",
    "unified_social_credit_code": "91350100M000100Y44 91440300I23456788M 9144030012345678 91440300123456788S",
    "passport": "E123 E12345678901234567 护照12345 E1234/678",
    "phone_mainland": "12800000000 1380000000 +85213800000000 075512345678",
    "mobile_mainland": "12800000000 +85213800000000",
    "phone_hong_kong": "11234567 2123456 +85321234567",
    "phone_macao": "51234567 6123456 +85228123456 29123456",
}


def cases(vectors: dict[str, str]) -> list[tuple[str, str]]:
    return [(scheme, value) for scheme, values in vectors.items() for value in values.split()]


@pytest.mark.parametrize(("scheme", "value"), cases(VALID))
def test_accepts(scheme: str, value: str) -> None:
    found = identify(scheme, value)
    assert found.shape_ok
    assert found.check_ok is not False


@pytest.mark.parametrize(("scheme", "value"), cases(INVALID))
def test_refuses(scheme: str, value: str) -> None:
    found = identify(scheme, value)
    assert not found.shape_ok or found.check_ok is False


def test_every_scheme_of_a_published_name_is_there() -> None:
    assert {*VALID} - {"mobile_mainland"} | {"visa_sticker", "work_permit"} == set(SCHEMES)


@pytest.mark.parametrize("scheme", ["macao_identity_card", "mainland_travel_permit", "passport", "phone_macao"])
def test_check_is_unknown_where_no_sum_is_public(scheme: str) -> None:
    assert identify(scheme, VALID[scheme].split()[0]).check_ok is None


# --- what a number says ---------------------------------------------------------------------------------------------


def test_meaning_of_a_permanent_resident_number() -> None:
    assert identify("permanent_resident_2023", "911124198108030024").meaning == {
        "issuing_division": "110000",
        "nationality": "CAN",
        "birth_date": "1981-08-03",
        "sex": "F",
    }


def test_meaning_of_an_older_permanent_resident_number() -> None:
    meaning = identify("permanent_resident_2017", "CAN110081080310").meaning
    assert meaning["birth_date"] == "1981-08-03"
    assert meaning["issuing_division"] == "110000"
    assert meaning["century_assumed"] is True
    assert "sex" not in meaning


def test_renewal_count_is_apart_from_the_number_for_life() -> None:
    found = identify("mainland_travel_permit", "M1234567801")
    assert (found.meaning["person_key"], found.meaning["renewals"], found.meaning["region"]) == ("M12345678", 1, "MAC")


def test_residence_permit_region() -> None:
    assert identify("hk_macao_taiwan_residence_permit", "830000199001010055").meaning["region"] == "TWN"


@pytest.mark.parametrize("typed", ["a123456 (3)", "Ａ１２３４５６（３）", "A123456【3】", " A1234563\u200b"])
def test_canonical_form_is_one_however_typed(typed: str) -> None:
    assert identify("hong_kong_identity_card", typed).canonical == "A1234563"


def test_canonical_form_only_folds_ascii() -> None:
    assert canonical("ſßıé٣") == "ſßıé٣"


@pytest.mark.parametrize(("scheme", "value"), [("resident_identity_card", "٤٤٠٣٠٥١٩٩٩٠١٠١٠٠١٣")])
def test_other_scripts_digits_are_no_digits(scheme: str, value: str) -> None:
    assert not identify(scheme, value).shape_ok


# --- warnings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "value", "code"),
    [
        ("hong_kong_identity_card", "A123456(4)", "check_digit_failed"),
        ("mainland_travel_permit", "C12345678", "permit_of_mainland_resident"),
        ("mainland_travel_permit", "CA0000001", "permit_of_mainland_resident"),
        ("mainland_travel_permit", "HA0000001", "permit_of_non_chinese"),
        ("mainland_travel_permit_non_chinese", "H01234567", "permit_of_chinese"),
        ("mainland_travel_permit_non_chinese", "HA0000001", "non_chinese_permit_limits"),
        ("resident_identity_card", "810000199901010014", "number_of_residence_permit"),
        ("unified_social_credit_code", "91350100M000100Y44", "early_credit_code_possible"),
        ("passport", "AB12345678", "longer_than_passport_number"),
        ("passport", "PASSPORT", "shape_unusual"),
        ("visa_sticker", "AB123456", "shape_unusual"),
        ("visa_sticker", "1234 5678X", "shape_unusual"),
        ("work_permit", "AB-12", "shape_unusual"),
        ("work_permit", "有效", "shape_unusual"),
        ("phone_hong_kong", "+85321234567", "phone_of_another_area"),
        ("phone_mainland", "075588102000", "fixed_line"),
        ("phone_hong_kong", "\u202a21234567\u202c", "invisible_characters"),
        ("permanent_resident_2023", "932682198513010017", "birth_date_impossible"),
    ],
)
def test_warns(scheme: str, value: str, code: str) -> None:
    assert code in identify(scheme, value).warnings
    assert code in WARNINGS


@pytest.mark.parametrize("value", ["A1234567", "B12345678", "123456789"])
def test_usual_visa_numbers_pass_in_silence(value: str) -> None:
    assert identify("visa_sticker", value).warnings == ()


@pytest.mark.parametrize("value", ["TEST0000000001", "A12345678901", "123456789012345"])
def test_usual_work_permit_numbers_pass_in_silence(value: str) -> None:
    assert identify("work_permit", value).warnings == ()


@pytest.mark.parametrize("scheme", ["visa_sticker", "work_permit"])
def test_schemes_without_a_public_rule_never_refuse(scheme: str) -> None:
    assert identify(scheme, "?").shape_ok


def test_wrong_card_is_named() -> None:
    found = identify("hk_macao_taiwan_residence_permit", "440305199901010013")
    assert found.meaning["resembles"] == ["resident_identity_card"]
    assert "number_of_another_kind" in found.warnings


def test_an_impossible_birth_date_is_a_failed_check_even_when_the_digit_agrees() -> None:
    stem = "44030519990230001"
    found = identify("resident_identity_card", stem + checkdigits.citizen_number(stem))
    assert (found.shape_ok, found.check_ok, found.warnings) == (True, False, ("birth_date_impossible",))


def test_unknown_nationality_and_province_are_warned_of() -> None:
    stem = "99999919850101001"
    warnings = identify("permanent_resident_2023", stem + checkdigits.citizen_number(stem)).warnings
    assert set(warnings) == {"nationality_unknown", "division_unknown"}


# --- against the form -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth_date", "sex", "expected"),
    [
        (date(1981, 8, 3), "F", ()),
        ("1981-08", None, ()),
        (None, "X", ()),
        (date(1981, 3, 8), "F", ("birth_date_differs",)),
        ("1982", "M", ("birth_date_differs", "sex_differs")),
    ],
)
def test_cross_check(birth_date: date | str | None, sex: str | None, expected: tuple[str, ...]) -> None:
    found = identify("permanent_resident_2023", "911124198108030024")
    assert cross_check(found, birth_date=birth_date, sex=sex) == expected


def test_cross_check_passes_over_a_century_that_was_assumed() -> None:
    found = identify("permanent_resident_2017", "CAN110081080310")
    assert cross_check(found, birth_date=date(1881, 8, 3), sex="M") == ()
    assert cross_check(found, birth_date=date(1981, 8, 4), sex="M") == ("birth_date_differs",)


def test_cross_check_of_a_number_without_a_birth_date() -> None:
    assert cross_check(identify("passport", "E12345678"), birth_date=date(1981, 8, 3), sex="M") == ()


# --- telephones -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "region", "expected"),
    [
        ("138 0000 0000", "CHN", "+8613800000000"),
        ("0755-8810 2000", "CHN", "+8675588102000"),
        ("+86 (0)755 8810 2000", "CHN", "+8675588102000"),
        ("2123 4567", "HKG", "+85221234567"),
        ("00852 2123 4567", "CHN", "+85221234567"),
        ("６１２３４５６７", "MAC", "+85361234567"),
        ("+44 20 7946 0000", "HKG", "+442079460000"),
        ("2079460000", "GBR", None),
        ("+8521", "HKG", None),
        ("+0123456789", "HKG", None),
        ("", "HKG", None),
        ("5123456", "MAC", None),
    ],
)
def test_e164(number: str, region: str, expected: str | None) -> None:
    assert e164(number, region) == expected


# --- names of schemes -----------------------------------------------------------------------------------------------


def test_unknown_scheme_names_its_neighbours() -> None:
    with pytest.raises(UnknownScheme) as caught:
        identify("hongkong_identity_card", "A123456(3)")
    assert caught.value.near[0] == "hong_kong_identity_card"
    assert "hong_kong_identity_card" in caught.value.remedy


def test_unknown_scheme_does_not_repeat_what_may_be_a_number() -> None:
    with pytest.raises(UnknownScheme) as caught:
        identify("A123456(3)", "hong_kong_identity_card")
    assert "123456" not in str(caught.value)


# --- properties -----------------------------------------------------------------------------------------------------

digits = st.text("0123456789", min_size=3, max_size=3)
days = st.dates(date(1900, 1, 1), date(2029, 12, 31)).map(lambda day: day.strftime("%Y%m%d"))


def closed(stems: st.SearchStrategy[str], digit: object) -> st.SearchStrategy[str]:
    return stems.map(lambda stem: stem + digit(stem))  # type: ignore[operator]


CHECKED = {
    "hong_kong_identity_card": closed(
        st.from_regex("[A-Z]{1,2}[0-9]{6}", fullmatch=True), checkdigits.hong_kong_identity_card
    ),
    "resident_identity_card": closed(st.builds("440305{}{}".format, days, digits), checkdigits.citizen_number),
    "hk_macao_taiwan_residence_permit": closed(
        st.builds("{}0000{}{}".format, st.sampled_from(["81", "82", "83"]), days, digits), checkdigits.citizen_number
    ),
    "permanent_resident_2023": closed(
        st.builds("944{}{}{}".format, st.sampled_from([*NUMERIC_OF.values()]), days, digits),
        checkdigits.citizen_number,
    ),
    "permanent_resident_2017": closed(
        st.builds(
            lambda nation, day, one: f"{nation}4403{day[2:]}{one[0]}", st.sampled_from([*NUMERIC_OF]), days, digits
        ),
        checkdigits.machine_readable,
    ),
    "unified_social_credit_code": closed(
        st.from_regex("9[1-3][0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}", fullmatch=True), checkdigits.credit_code
    ),
}
ENDINGS = {"hong_kong_identity_card": "0123456789A", "permanent_resident_2017": "0123456789"}
ENDINGS |= {"unified_social_credit_code": "0123456789ABCDEFGHJKLMNPQRTUWXY"}


@pytest.mark.parametrize("scheme", CHECKED)
@settings(max_examples=40)
@given(data=st.data())
def test_a_right_number_passes_and_no_other_check_digit_does(scheme: str, data: st.DataObject) -> None:
    number = data.draw(CHECKED[scheme])
    assert identify(scheme, number).check_ok is True
    for other in ENDINGS.get(scheme, "0123456789X"):
        if other != number[-1]:
            wrong = identify(scheme, number[:-1] + other)
            assert (wrong.shape_ok, wrong.check_ok) == (True, False)


@pytest.mark.parametrize("scheme", [name for name in CHECKED if "2017" not in name and "credit" not in name])
@settings(max_examples=40)
@given(data=st.data())
def test_one_mistyped_digit_never_passes(scheme: str, data: st.DataObject) -> None:
    number = data.draw(CHECKED[scheme])
    places = [at for at, char in enumerate(number) if char.isdigit()]
    at = data.draw(st.sampled_from(places))
    wrong = data.draw(st.sampled_from("0123456789".replace(number[at], "")))
    found = identify(scheme, number[:at] + wrong + number[at + 1 :])
    assert not found.shape_ok or found.check_ok is False


@given(
    scheme=st.sampled_from(SCHEMES),
    value=st.one_of(st.text(), st.text("0123456789AHMXC+()- ", max_size=20)),
)
@example(scheme="phone_mainland", value="\x00" * 10_000)
@example(scheme="passport", value="\ud800")
def test_no_value_raises_and_every_answer_is_json(scheme: str, value: str) -> None:
    found = identify(scheme, value)
    assert set(found.warnings) <= set(WARNINGS)
    assert found.shape_ok or found.check_ok is None
    json.dumps([found.shape_ok, found.check_ok, found.meaning, found.warnings])
    cross_check(found, birth_date=value, sex=value)
    for region in ("CHN", "HKG", "MAC", "GBR"):
        e164(value, region)
