"""Machine-readable zones: the specimens of Doc 9303, every way a swipe or paste arrives, and hostile text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from talentdesk.core.checkdigits import machine_readable
from talentdesk.core.mrz import FAULTS, Reading, parse
from talentdesk.core.territories import MRZ_CODES

TODAY = date(2026, 10, 8)

TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD3_SHORT = ("P<UTOSAMPLE<<JAN<PIETER<<<<<<<<<<<<<<<<<<<<<", "XA12345679UTO9001011M3101012<<<<<<<<<<<<<<<8")
TD3_CRUZ = ("P<UTODE<LA<CRUZ<TEST<<MARIA<JOSE<<<<<<<<<<<<", "TEST000017UTO0002299F3002289<<<<<<<<<<<<<<<6")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD1_LONG = ("I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<")
TD2_LONG = ("I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<", "D23145890<UTO3407127M95071227349<<<8")
MRV_A = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
MRV_B = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")


def read(*lines: str) -> Reading:
    return parse("\n".join(lines), today=TODAY)


def codes(reading: Reading) -> list[str]:
    return [str(problem.code) for problem in reading.problems]


# --- formats --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (TD3, "TD3"),
        (TD3_SHORT, "TD3"),
        (TD3_CRUZ, "TD3"),
        (TD1, "TD1"),
        (TD2, "TD2"),
        (TD1_LONG, "TD1"),
        (TD2_LONG, "TD2"),
        (MRV_A, "MRV-A"),
        (MRV_B, "MRV-B"),
    ],
)
def test_specimens_pass_every_check(lines: tuple[str, ...], name: str) -> None:
    reading = read(*lines)
    assert reading.format == name
    assert reading.problems == ()
    assert False not in reading.checks.values()
    assert set(reading.checks) == {"number", "birth_date", "expiry_date", "optional", "composite"}


def test_fields_of_a_passport() -> None:
    assert read(*TD3).fields == {
        "document_code": "P",
        "issuing_state": "UTO",
        "surname": "ERIKSSON",
        "given_names": "ANNA MARIA",
        "number": "L898902C3",
        "nationality": "UTO",
        "birth_date": "1974-08-12",
        "sex": "F",
        "expiry_date": "2012-04-15",
        "optional": "ZE184226B",
    }
    assert read(*TD3).checks["optional"] is True


def test_surname_of_several_words() -> None:
    fields = read(*TD3_CRUZ).fields
    assert (fields["surname"], fields["given_names"]) == ("DE LA CRUZ TEST", "MARIA JOSE")


@pytest.mark.parametrize("lines", [TD1_LONG, TD2_LONG])
def test_long_number_goes_on_in_the_optional_data(lines: tuple[str, ...]) -> None:
    reading = read(*lines)
    assert reading.fields["number"] == "D23145890734"
    assert reading.fields["optional"] == ""
    assert reading.checks["number"] is True


def test_long_number_with_a_wrong_digit_fails() -> None:
    reading = read(TD1_LONG[0].replace("7349", "7348"), *TD1_LONG[1:])
    assert reading.checks["number"] is False


def test_visa_has_no_composite() -> None:
    reading = read(*MRV_A)
    assert reading.checks["composite"] is None
    assert reading.checks["optional"] is None
    assert reading.fields["optional"] == "6ZE184226B"
    assert reading.fields["nationality"] == "XXX"


def test_td1_has_two_places_for_optional_data() -> None:
    reading = read("I<UTOD231458907ABC<<<<<<<<<<<<", TD1[1].replace("UTO<<<<", "UTOXY<<"), TD1[2])
    assert (reading.fields["optional"], reading.fields["optional_2"]) == ("ABC", "XY")


# --- ways in --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [TD3, TD1, TD2, MRV_A, MRV_B])
@pytest.mark.parametrize("between", ["", "\n", "\r", "\r\n", "\t", " ", "\n\n", "\u2028", "\x1d"])
def test_every_separator_and_none_read_alike(lines: tuple[str, ...], between: str) -> None:
    assert parse(between.join(lines), today=TODAY) == read(*lines)


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda text: text + "\r\n",
        lambda text: "\x02" + text + "\x03",
        lambda text: "\ufeff" + text,
        lambda text: " ".join(text),
        lambda text: text.replace("<", "＜"),
        lambda text: text.replace("<", "《"),
        lambda text: text.replace("<", "〈"),
        lambda text: "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text),
        lambda text: "Passport, page 2:\n" + text + "\n(end)",
    ],
)
def test_what_keyboards_and_scanners_do_is_undone(change: object) -> None:
    assert parse(change("\n".join(TD3)), today=TODAY) == read(*TD3)  # type: ignore[operator]


def test_lines_that_ran_together_in_part() -> None:
    assert parse(TD1[0] + TD1[1] + "\n" + TD1[2], today=TODAY) == read(*TD1)


def test_two_passports_give_the_first_and_say_so() -> None:
    reading = read(*TD3, *TD3_SHORT)
    assert reading.fields["surname"] == "ERIKSSON"
    assert "several" in codes(reading)


def test_the_same_passport_swiped_twice_as_wedge_text_is_one() -> None:
    assert parse("".join(TD3) + "\n" + "".join(TD3), today=TODAY) == read(*TD3)


# --- faults ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("10", "11"), "composite"),
        (("L898902C36", "L898902C30"), "number"),
        (("7408122", "7408123"), "birth_date"),
        (("1204159", "1204150"), "expiry_date"),
        (("<10", "<20"), "optional"),
    ],
)
def test_a_failed_check_names_its_field(change: tuple[str, str], field: str) -> None:
    reading = read(TD3[0], TD3[1].replace(*change))
    assert reading.checks[field] is False
    assert ("check_failed", field) in [(p.code, p.details.get("field")) for p in reading.problems]


def test_impossible_day() -> None:
    reading = read(TD3[0], TD3[1].replace("740812", "740832"))
    assert reading.fields["birth_date"] == ""
    assert "date_impossible" in codes(reading)


@pytest.mark.parametrize(
    ("text", "code", "details"),
    [
        ("", "empty", {}),
        (" \r\n\t", "empty", {}),
        ("P" * 10_000, "too_long", {"length": "10000"}),
        (TD3[0], "line_count", {"lines": "1"}),
        (TD3[0][:20], "line_count", {"lines": "1"}),
        ("\n".join(("A", "B", "C", "D")), "line_count", {"lines": "4"}),
        (TD3[0] + "\n" + TD3[1][:-1], "line_length", {"line": "2", "length": "43", "expected": "44"}),
        (TD3[0] + TD3[1][:-1], "line_length", {"line": "1", "length": "87", "expected": "72, 88, 90"}),
        (TD1[0] + "\n" + TD1[1] + "<\n" + TD1[2], "line_length", {"line": "2", "length": "31", "expected": "30"}),
        ("\x00" + TD3[0] + "\n" + TD3[1], "unreadable_characters", {"line": "1", "characters": "U+0000"}),
        (TD3[0] + "\n" + TD3[1][:-1] + "é", "unreadable_characters", {"line": "2", "characters": "é"}),
        ("1" + TD3[0][1:] + "\n" + TD3[1], "document_code_unknown", {"document_code": ""}),
    ],
)
def test_what_is_no_zone_says_why(text: str, code: str, details: dict[str, str]) -> None:
    reading = parse(text, today=TODAY)
    assert reading.format is None
    assert reading.fields == {}
    assert reading.problems[0].code == code
    assert reading.problems[0].details == details


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("F1204159", "Q1204159", "sex_unreadable"),
        ("UTO7408", "QQQ7408", "state_unknown"),
        ("L898902C36", "<<<<<<<<<0", "number_missing"),
    ],
)
def test_doubtful_fields(old: str, new: str, code: str) -> None:
    assert code in codes(read(TD3[0], TD3[1].replace(old, new)))


@pytest.mark.parametrize("upper", ["P<UTO<<ANNA", "P<UTO", "P<UTOER1KSSON<<ANNA"])
def test_unreadable_names(upper: str) -> None:
    assert "name_unreadable" in codes(read(upper.ljust(44, "<"), TD3[1]))


def test_a_document_of_another_kind_in_the_passport_format() -> None:
    assert "document_code_unknown" in codes(read("X" + TD3[0][1:], TD3[1]))


def test_names_that_fill_their_place_may_be_cut_short() -> None:
    reading = read("P<UTO" + "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<KRASUANG"[:39], TD3[1])
    assert reading.names_cut_short
    assert not read(*TD3).names_cut_short


# --- what characters mean -------------------------------------------------------------------------------------------


def test_germany_writes_one_letter() -> None:
    fields = read(TD3[0].replace("UTO", "D<<"), TD3[1].replace("UTO", "D<<")).fields
    assert (fields["issuing_state"], fields["nationality"]) == ("DEU", "DEU")


@pytest.mark.parametrize("state", ["XXA", "XXB", "XXC", "UNO", "GBN", "RKS", "CHN"])
def test_codes_beyond_iso_are_known(state: str) -> None:
    assert codes(read(TD3[0], TD3[1].replace("UTO", state))) == []


@pytest.mark.parametrize(("raw", "sex"), [("M", "M"), ("F", "F"), ("X", "X"), ("<", "X")])
def test_sex(raw: str, sex: str) -> None:
    assert read(TD3[0], TD3[1].replace("F1204159", raw + "1204159")).fields["sex"] == sex


def passport(birth: str = "740812", expiry: str = "120415", optional: str = "") -> str:
    """Line 2 with right check digits."""
    line = "L898902C36UTO" + birth + machine_readable(birth) + "F" + expiry + machine_readable(expiry)
    line += optional.ljust(14, "<") + machine_readable(optional.ljust(14, "<"))
    return line + machine_readable(line[0:10] + line[13:20] + line[21:43])


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("261008", "2026-10-08"),
        ("261009", "1926-10-09"),
        ("000229", "2000-02-29"),
        ("7408<<", "1974-08"),
        ("74<<<<", "1974"),
        ("74<<12", "1974"),
        ("27<<<<", "1927"),
        ("<<<<<<", ""),
    ],
)
def test_birth_dates(raw: str, iso: str) -> None:
    reading = read(TD3[0], passport(birth=raw))
    assert reading.fields["birth_date"] == iso
    assert codes(reading) == []


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("120415", "2012-04-15"),
        ("460101", "2046-01-01"),
        ("491231", "2049-12-31"),
        ("991231", "1999-12-31"),
        ("<<<<<<", ""),
    ],
)
def test_expiry_dates(raw: str, iso: str) -> None:
    assert read(TD3[0], passport(expiry=raw)).fields["expiry_date"] == iso


def test_expiry_near_the_turn_of_a_century() -> None:
    reading = parse("\n".join((TD3[0], passport(expiry="050101"))), today=date(2095, 6, 1))
    assert reading.fields["expiry_date"] == "2105-01-01"


@pytest.mark.parametrize("end", ["<", "0"])
def test_empty_optional_data_may_have_a_filler_for_its_digit(end: str) -> None:
    line = passport()[:42] + end
    line += machine_readable(line[0:10] + line[13:20] + line[21:43])
    assert read(TD3[0], line).checks["optional"] is True


def test_fillers_inside_a_number_stand_for_a_space() -> None:
    number = "AB<12345<"
    line = number + machine_readable(number) + TD3[1][10:]
    assert read(TD3[0], line).fields["number"] == "AB 12345"


# --- Chinese exit-entry cards ---------------------------------------------------------------------------------------


def card(code: str = "CR", number: str = "H12345678", expiry: str = "330101", birth: str = "900618") -> list[str]:
    first = f"{code}{number}{machine_readable(number)}<{expiry}{machine_readable(expiry)}<"
    first += f"{birth}{machine_readable(birth)}<0"
    return [first, "NGKELMPONBPJ" + "ZHENG<<JIANYANG<<<", "M".ljust(27, "<") + "HKG"]


def test_exit_entry_card() -> None:
    reading = read(*card())
    assert reading.format == "exit_entry_card"
    assert reading.fields == {
        "document_code": "CR",
        "number": "H12345678",
        "birth_date": "1990-06-18",
        "expiry_date": "2033-01-01",
        "name_zh_hint": "证件样",
        "name_latin_hint": "ZHENG JIANYANG",
    }
    assert reading.names_cut_short


@pytest.mark.parametrize(("letters", "name"), [("NDLN", "咏"), ("NEIB", "詠"), ("ABCD", ""), ("ZZZZ", ""), ("NDL", "")])
def test_chinese_name_hint(letters: str, name: str) -> None:
    first, _, third = card()
    reading = read(first, letters.ljust(12, "<") + "WING".ljust(18, "<"), third)
    assert reading.fields["name_zh_hint"] == name
    assert not reading.names_cut_short


def test_exit_entry_card_gives_only_what_its_digits_confirm() -> None:
    first, second, third = card()
    reading = read(first[:11] + str((int(first[11]) + 1) % 10) + first[12:], second, third)
    assert reading.fields["number"] == ""
    assert reading.fields["birth_date"] == "1990-06-18"
    assert codes(reading)[-1] == "check_failed"


def test_a_card_of_austria_is_no_exit_entry_card() -> None:
    assert read("CRAUT" + TD1[0][5:], *TD1[1:]).format == "TD1"


# --- properties -----------------------------------------------------------------------------------------------------

words = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=8)
numbers = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=9)
births = st.dates(date(1927, 1, 1), TODAY)
expiries = st.dates(date(2017, 1, 1), date(2045, 12, 31))


def raw(day: date) -> str:
    digits = day.strftime("%y%m%d")
    return digits + machine_readable(digits)


def checked(text: str, width: int) -> str:
    return text.ljust(width, "<") + machine_readable(text.ljust(width, "<"))


@settings(max_examples=60)
@given(
    form=st.sampled_from(["TD1", "TD2", "TD3", "MRV-A", "MRV-B"]),
    surname=words,
    given_name=words,
    number=numbers,
    state=st.sampled_from(sorted(MRZ_CODES)),
    sex=st.sampled_from("MFX"),
    birth=births,
    expiry=expiries,
)
def test_a_zone_built_from_fields_reads_back(
    form: str, surname: str, given_name: str, number: str, state: str, sex: str, birth: date, expiry: date
) -> None:
    names = f"{surname}<<{given_name}"
    body = checked(number, 9) + state + raw(birth) + sex + raw(expiry)
    width = {"TD3": 44, "MRV-A": 44, "TD2": 36, "MRV-B": 36}.get(form, 30)
    code = {"TD3": "P<", "TD1": "I<", "TD2": "I<"}.get(form, "V<")
    if form == "TD1":
        first = (code + state + checked(number, 9)).ljust(30, "<")
        second = raw(birth) + sex + raw(expiry) + state + "<" * 11
        over = first[5:] + second[0:7] + second[8:15] + second[18:29]
        lines = [first, second + machine_readable(over), names.ljust(30, "<")]
    else:
        lines = [(code + state + names).ljust(width, "<"), body.ljust(width, "<")]
        if not form.startswith("MRV"):
            inner = lines[1][:-1] if form == "TD2" else body + checked("", 14)
            lines[1] = inner + machine_readable(inner[0:10] + inner[13:20] + inner[21:])
    reading = read(*lines)
    assert reading.format == form
    assert reading.problems == ()
    assert reading.fields["surname"] == surname
    assert reading.fields["given_names"] == given_name
    assert reading.fields["number"] == number
    assert reading.fields["nationality"] == reading.fields["issuing_state"] == state
    assert reading.fields["birth_date"] == birth.isoformat()
    assert reading.fields["expiry_date"] == expiry.isoformat()
    assert reading.fields["sex"] == sex
    assert parse("".join(lines), today=TODAY) == reading


@given(
    st.one_of(
        st.text(),
        st.text("ABCVP<019 \r\n\t《é\x00", max_size=100),
        st.text("ACDHIPV<0123456789", min_size=72, max_size=90),
        st.lists(st.text("CRSDTPVI<019", min_size=30, max_size=30), min_size=3, max_size=3).map("\n".join),
    )
)
@example("\ud800")
@example("\u202e" + "\n".join(TD3))
@example("\n" * 3999)
def test_no_text_raises(text: str) -> None:
    reading = parse(text, today=TODAY)
    assert {problem.code for problem in reading.problems} <= set(FAULTS)
    assert reading.format or reading.problems


@pytest.mark.parametrize("day", [date.min, date.max, date(2000, 2, 29)])
def test_no_clock_raises(day: date) -> None:
    assert parse("\n".join(TD3), today=day).format == "TD3"


@settings(max_examples=60)
@given(at=st.integers(0, 43), char=st.sampled_from("0123456789"))
def test_a_misread_digit_is_always_noticed(at: int, char: str) -> None:
    line = TD3[1]
    if line[at].isdigit() and line[at] != char:
        assert read(TD3[0], line[:at] + char + line[at + 1 :]).problems
