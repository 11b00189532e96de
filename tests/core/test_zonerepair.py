"""Machine-readable zones among the lines that a recogniser saw: found, counted right, and mended only where proven."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentdesk.core.checkdigits import machine_readable
from talentdesk.core.mrz import parse
from talentdesk.core.zonerepair import ALPHABET, Glyph, Zone, best, find

TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD1_LONG = ("I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
MRV_A = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
MRV_B = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")
TODAY = date(2026, 11, 26)


def seen(text: str, **doubts: Glyph) -> list[Glyph]:
    """A line as a recogniser sure of itself sees it; of the characters in `doubts` the picture looks like others."""
    return [doubts.get(char, {char: 0.99}) for char in text]


def found(*lines: Sequence[Glyph]) -> Zone:
    zone = find(lines)
    assert zone is not None
    return zone


@pytest.mark.parametrize("lines", [TD3, TD1, TD1_LONG, TD2, MRV_A, MRV_B])
def test_the_specimens_are_found_as_they_are(lines: tuple[str, ...]) -> None:
    zone = found(seen("UTOPIA"), seen("PASSPORT"), *map(seen, lines), seen("SPECIMEN"))
    assert zone.lines == lines
    assert (zone.repaired, zone.failed) == ((), 0)
    assert zone.seen == tuple(range(2, 2 + len(lines)))


def test_a_page_read_from_its_foot_is_put_in_order() -> None:
    zone = found(*map(seen, reversed(TD1)))
    assert zone.lines == TD1
    assert zone.seen == (2, 1, 0)


@pytest.mark.parametrize("lines", [(), ("PASSPORT", "UTOPIA"), TD3[:1], TD1[:2], ("P<<" + "A" * 41, "W" * 44)])
def test_other_print_is_no_zone(lines: tuple[str, ...]) -> None:
    assert find([seen(line) for line in lines]) is None


@pytest.mark.parametrize(
    ("read", "field"),
    [
        ("L898902C36UTO74O8122F1204159ZE184226B<<<<<10", "birth_date"),
        ("L898902C36UTO7408122FI2O4I59ZE184226B<<<<<10", "expiry_date"),
        ("L898902C3GUTO7408122F1204159ZE184226B<<<<<10", "number"),
        ("L898902C36UTO7408122F1204159ZE184226B<<<<<1O", "composite"),
        ("L898902C36UTO740812ZF1204159ZE184226B<<<<<10", "birth_date"),
    ],
)
def test_a_letter_in_the_place_of_a_digit_is_mended_where_the_check_digit_agrees(read: str, field: str) -> None:
    digits = {
        "O": {"O": 0.9, "0": 0.09}, "I": {"I": 0.9, "1": 0.09}, "G": {"G": 0.9, "6": 0.09}, "Z": {"Z": 0.9, "2": 0.09},
    }  # fmt: skip
    line = [digits.get(char, {char: 0.99}) if at not in (12, 28) else {char: 0.99} for at, char in enumerate(read)]
    zone = found(seen(TD3[0]), line)
    assert zone.lines == TD3
    assert zone.repaired == (field,)


@pytest.mark.parametrize("digit", "0123456789")
def test_a_letter_that_looks_like_no_digit_never_becomes_one(digit: str) -> None:
    read = f"L898902C36UTO74W812{digit}F1204159ZE184226B<<<<<10"
    assert found(seen(TD3[0]), seen(read)).lines[1] == read


def test_a_sure_recogniser_is_mended_by_the_shape_alone() -> None:
    zone = found(seen(TD3[0]), seen(TD3[1].replace("7408122", "74O8I22")))
    assert (zone.lines, zone.repaired) == (TD3, ("birth_date",))


def test_a_digit_that_the_check_digit_does_not_bear_out_stays_as_it_was_read() -> None:
    wrong = "L898902C36UTO75O8122F1204159ZE184226B<<<<<10"
    line = [{"O": 0.9, "0": 0.09} if at == 15 else {char: 0.99} for at, char in enumerate(wrong)]
    zone = found(seen(TD3[0]), line)
    assert zone.lines[1] == wrong
    assert "birth_date" not in zone.repaired
    assert zone.failed == 2  # the date's own and the one over all


def test_of_a_number_that_agrees_in_one_way_only_that_one_is_taken() -> None:
    read = "L89B902C36UTO7408122F1204159ZE184226B<<<<<10"
    line = [{"B": 0.9, "8": 0.05} if at == 3 else {char: 0.99} for at, char in enumerate(read)]
    zone = found(seen(TD3[0]), line)
    assert zone.lines == TD3
    assert zone.repaired == ("number",)


NUMBER = "OO1111111"
WAYS = {NUMBER[:at] + char + NUMBER[at + 1 :] for at in range(9) for char in {"O": "0DQ", "1": "IL"}[NUMBER[at]]}
HOW_MANY = Counter(map(machine_readable, WAYS))


@pytest.mark.parametrize("digit", "0123456789")
def test_a_number_is_mended_only_where_one_change_alone_makes_it_agree(digit: str) -> None:
    zone = found(seen(TD3[0]), seen(f"{NUMBER}{digit}UTO7408122F1204159<<<<<<<<<<<<<<00"))
    if machine_readable(NUMBER) == digit or HOW_MANY[digit] != 1:
        assert zone.lines[1][:9] == NUMBER
        assert "number" not in zone.repaired
    else:
        assert zone.lines[1][:9] in WAYS
        assert machine_readable(zone.lines[1][:9]) == digit
        assert "number" in zone.repaired


def test_that_series_has_numbers_of_both_kinds() -> None:
    assert min(HOW_MANY.values()) == 1 < max(HOW_MANY.values())


def test_the_digit_over_all_mends_nothing_that_has_a_digit_of_its_own() -> None:
    read = "L898902C36UTO7408122F1204159ZE184226B<<<<<17"
    zone = found(seen(TD3[0]), seen(read))
    assert zone.lines[1] == read
    assert zone.failed == 1


def test_a_digit_in_a_name_becomes_the_letter_that_it_looks_like_and_is_told() -> None:
    line = seen(TD3[0].replace("O", "0"), **{"0": {"0": 0.9, "O": 0.09, "D": 0.001}})
    zone = found(line, seen(TD3[1]))
    assert zone.lines == TD3
    assert zone.repaired == ("letters",)


@pytest.mark.parametrize("glyph", [{"0": 0.9}, {"0": 0.9, "O": 0.03, "D": 0.02}])
def test_no_letter_of_a_name_is_guessed(glyph: Glyph) -> None:
    zone = found(seen(TD3[0].replace("O", "0"), **{"0": glyph}), seen(TD3[1]))
    assert zone.lines[0] == TD3[0].replace("O", "0")
    assert zone.repaired == ()
    assert "name_unreadable" in {problem.code for problem in parse("\n".join(zone.lines), today=TODAY).problems}


@pytest.mark.parametrize("amiss", [-5, -1, 1, 5])
def test_fillers_that_were_counted_wrongly_are_counted_anew(amiss: int) -> None:
    first = TD3[0].rstrip("<") + "<" * (19 + amiss)
    second = TD3[1].replace("<<<<<", "<" * max(5 + amiss, 3))
    assert found(seen(first), seen(second)).lines == TD3


def test_a_character_that_is_missing_elsewhere_is_not_made_up() -> None:
    assert find([seen(TD3[0]), seen("L898902C36UTO7408122F120415ZE184226B<10")]) is None


def test_of_two_zones_the_one_with_most_check_digits_is_taken() -> None:
    worse = (TD3[0], TD3[1].replace("7408122", "7408129"))
    assert found(*map(seen, (*worse, *TD3))).lines == TD3


@given(st.lists(st.lists(st.dictionaries(st.sampled_from(ALPHABET), st.floats(0, 1)), max_size=50), max_size=6))
def test_no_reading_whatever_raises(lines: list[list[Glyph]]) -> None:
    find(lines)


@given(st.lists(st.text(ALPHABET, min_size=44, max_size=44), min_size=2, max_size=2))
def test_what_stands_in_the_place_of_letters_and_is_one_is_never_changed(lines: list[str]) -> None:
    lines[0] = "P<" + lines[0][2:]
    zone = find([seen(line) for line in lines])
    if zone is not None and zone.seen == (0, 1):
        assert zone.lines[0] == lines[0]
        assert all(best(glyph) == char for glyph, char in zip(seen(lines[0]), zone.lines[0], strict=True))
