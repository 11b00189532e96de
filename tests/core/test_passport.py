"""What a swipe offers to a case, and what it must leave alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentdesk.core.draft import Source
from talentdesk.core.mrz import parse
from talentdesk.core.origin import Origin, source_of
from talentdesk.core.passport import Conflict, Merge, Offer, Reason, agree_as_names, follow_document, merge, offer

TODAY = date(2026, 10, 8)
UPPER = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
LOWER = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
VISA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
CARD = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
PERMIT = ("CRH123456783<3301018<9006186<0", "NGKE".ljust(30, "<"), "M".ljust(27, "<") + "HKG")


def offers(*lines: str) -> dict[str, str]:
    return {each.question_id: each.text for each in offer(parse("\n".join(lines), today=TODAY))}


def test_a_passport_offers_its_holder_and_itself() -> None:
    assert offers(UPPER, LOWER) == {
        "person.surname": "ERIKSSON",
        "person.given_names": "ANNA MARIA",
        "person.nationality": "UTO",
        "person.birth_date": "1974-08-12",
        "person.sex": "F",
        "passport.number": "L898902C3",
        "passport.expiry_date": "2012-04-15",
    }
    assert {each.source for each in offer(parse(UPPER + LOWER, today=TODAY))} == {Source.MRZ}


def test_a_visa_offers_itself_as_a_visa() -> None:
    found = offers(*VISA)
    assert (found["visa.number"], found["visa.expiry_date"]) == ("L8988901C", "1996-12-10")
    assert "passport.number" not in found


def test_an_identity_card_offers_its_holder_only() -> None:
    assert not {"passport.number", "visa.number"} & offers(*CARD).keys()
    assert offers(*CARD)["person.surname"] == "ERIKSSON"


def test_a_travel_permit_offers_its_number_and_no_name() -> None:
    assert offers(*PERMIT) == {
        "person.birth_date": "1990-06-18",
        "travel_permit.number": "H12345678",
        "travel_permit.expiry_date": "2033-01-01",
    }


def test_a_mainlanders_permit_offers_no_number() -> None:
    assert "travel_permit.number" not in offers("CS" + PERMIT[0][2:], *PERMIT[1:])


@pytest.mark.parametrize(
    ("old", "new", "question"),
    [
        ("L898902C36", "L898902C30", "passport.number"),
        ("7408122", "7408123", "person.birth_date"),
        ("1204159", "1204150", "passport.expiry_date"),
        ("UTO", "QQQ", "person.nationality"),
        ("F1204", "Q1204", "person.sex"),
    ],
)
def test_a_doubtful_field_is_not_offered(old: str, new: str, question: str) -> None:
    assert offers(UPPER, LOWER.replace(old, new)).keys() == offers(UPPER, LOWER).keys() - {question}


def test_names_with_digits_are_not_offered() -> None:
    assert "person.surname" not in offers(UPPER.replace("ERIK", "ER1K"), LOWER)


def test_garbage_offers_nothing() -> None:
    assert offers("garbage") == {}


# --- merging --------------------------------------------------------------------------------------------------------

NAME = Offer("person.surname", "MUELLER")
NUMBER = Offer("passport.number", "L898902C3")
BIRTH = Offer("person.birth_date", "1990-06-18")


@pytest.mark.parametrize("typed", [{}, {"person.surname": ""}, {"person.surname": "  "}])
def test_an_empty_name_is_filled(typed: dict[str, str]) -> None:
    assert merge(typed, {}, [NAME]).taken == (NAME,)


@pytest.mark.parametrize("mine", ["Müller", "MÜLLER", "mueller", "Mu\u0308ller"])
def test_a_name_that_agrees_stays_as_it_is_written(mine: str) -> None:
    merged = merge({"person.surname": mine}, {"person.surname": "printed_page"}, [NAME])
    assert (merged.taken, merged.kept, merged.same) == ((), (), (NAME,))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (None, Reason.TYPED),
        ("printed_page", Reason.PRINTED_PAGE),
        ("person", Reason.PERSON),
        ("file", Reason.FILE),
        ("mrz", Reason.NAME),
        ("of another release", Reason.TYPED),
    ],
)
def test_a_name_that_differs_is_never_overwritten(source: str | None, reason: Reason) -> None:
    sources = {"person.surname": source} if source else {}
    merged = merge({"person.surname": "Miller"}, sources, [NAME])
    assert merged.taken == ()
    assert merged.kept == (Conflict("person.surname", "Miller", "MUELLER", reason),)


@pytest.mark.parametrize("source", ["", "printed_page", "person", "file"])
def test_another_answer_that_differs_is_a_conflict(source: str) -> None:
    merged = merge({"passport.number": "L898902C4"}, {"passport.number": source}, [NUMBER])
    assert merged.taken == ()
    assert [each.mine for each in merged.kept] == ["L898902C4"]


def test_a_second_swipe_replaces_what_the_first_one_gave() -> None:
    assert merge({"passport.number": "OLD12345"}, {"passport.number": "mrz"}, [NUMBER]).taken == (NUMBER,)


@pytest.mark.parametrize("mine", ["L898902C3", "l898902c3", "L 898902C3", "Ｌ898902C3", "L898902-C3"])
def test_a_number_agrees_however_it_is_spaced(mine: str) -> None:
    assert merge({"passport.number": mine}, {}, [NUMBER]).same == (NUMBER,)


@pytest.mark.parametrize("mine", ["1990-06-18", "1990-6-18", "19900618", "1990/6/18", "1990年6月18日"])
def test_a_date_agrees_however_it_is_typed(mine: str) -> None:
    assert merge({"person.birth_date": mine}, {}, [BIRTH]).same == (BIRTH,)


@pytest.mark.parametrize("mine", ["1990--", "1990-06-", "1990-6-19", "nonsense"])
def test_a_half_typed_date_is_a_conflict(mine: str) -> None:
    assert [each.question_id for each in merge({"person.birth_date": mine}, {}, [BIRTH]).kept] == ["person.birth_date"]


# --- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "zone"),
    [
        ("O'Connor", "OCONNOR"),
        ("O’Connor", "O CONNOR"),
        ("Jean-Luc", "JEAN LUC"),
        ("Łukasz", "LUKASZ"),
        ("Đặng", "DANG"),
        ("Größe", "GROESSE"),
        ("Ångström", "AANGSTROEM"),
        ("Ångström", "ANGSTROM"),
        ("Núñez", "NUNXXEZ"),
        ("Þór", "THOR"),
        ("Işık", "ISIK"),
        ("İnan", "INAN"),
        ("Müller", "MUXXLLER"),
    ],
)
def test_names_agree(printed: str, zone: str) -> None:
    assert agree_as_names(printed, zone)


@pytest.mark.parametrize(
    ("printed", "zone"),
    [("Miller", "MULLER"), ("Anna", "ANN"), ("Ann", "ANNA"), ("王", "WANG"), ("---", "A"), ("A", "")],
)
def test_names_differ(printed: str, zone: str) -> None:
    assert not agree_as_names(printed, zone)


def test_a_name_cut_short_agrees_with_its_beginning_only() -> None:
    assert agree_as_names("Chayapa Dejthamrong-Krasuang", "CHAYAPA DEJTHAM", cut_short=True)
    assert not agree_as_names("Chayapa", "CHAYAPA DEJTHAM", cut_short=True)
    assert not agree_as_names("Anna", "", cut_short=True)


@given(st.text(max_size=40), st.text("ABÅ <", max_size=40), st.booleans())
def test_any_names_can_be_compared(printed: str, zone: str, cut: bool) -> None:
    assert agree_as_names(printed, zone, cut_short=cut) in (True, False)


def test_long_names_with_many_readings_are_compared_at_once() -> None:
    assert not agree_as_names("Å" * 300, "A" * 400 + "B")


# ---- a renewed passport

RENEWED = (Offer("passport.number", "CE911204"), Offer("passport.expiry_date", "2036-09-01"))
FORMER = (Offer("passport.number", "CB482137"), Offer("passport.expiry_date", "2029-02-28"))


def in_the_ledger(offers: tuple[Offer, ...]) -> dict[str, str]:
    return {each.question_id: each.text for each in offers}


def taken(merged: Merge) -> dict[str, str]:
    return {each.question_id: each.text for each in merged.taken}


@pytest.mark.parametrize("way", ["", "mrz", "printed_page"])
def test_a_ledger_follows_the_passport_that_is_valid_longest(way: str) -> None:
    typed = in_the_ledger(FORMER)
    sources = dict.fromkeys(typed, way)
    merged = follow_document(typed, merge(typed, sources, RENEWED))
    assert taken(merged) == in_the_ledger(RENEWED)
    assert not merged.kept


@pytest.mark.parametrize("way", ["", "mrz", "printed_page"])
def test_an_old_passport_that_is_read_later_changes_nothing_in_the_ledger(way: str) -> None:
    """It is brought along for the visa in it."""
    typed = in_the_ledger(RENEWED)
    merged = follow_document(typed, merge(typed, dict.fromkeys(typed, way), FORMER))
    assert not merged.taken
    assert [(each.question_id, each.mine) for each in merged.kept] == list(in_the_ledger(RENEWED).items())


def test_what_cannot_be_compared_by_its_last_day_is_left_as_it_was_decided() -> None:
    for typed in ({"passport.number": "CB482137"}, {"passport.number": "CB482137", "passport.expiry_date": "2029--"}):
        merged = merge(typed, {}, RENEWED)
        assert follow_document(typed, merged) == merged
    assert follow_document({}, merge({}, {}, RENEWED)) == merge({}, {}, RENEWED)


def test_a_number_from_the_persons_ledger_gives_way_to_a_scan_and_who_it_is_does_not() -> None:
    lent = source_of(Origin("mrz", "passport", TODAY))
    typed = {"passport.number": "CB482137", "person.birth_date": "1994-06-18", "person.surname": "FERREIRA"}
    offered = (*RENEWED[:1], Offer("person.birth_date", "1994-06-19"), Offer("person.surname", "SILVA"))
    merged = merge(typed, dict.fromkeys(typed, lent), offered)
    assert taken(merged) == {"passport.number": "CE911204"}
    assert {each.question_id for each in merged.kept} == {"person.birth_date", "person.surname"}
    by_hand = source_of(Origin("", "", TODAY))
    assert not merge(typed, dict.fromkeys(typed, by_hand), offered).taken


# --- from a picture -----------------------------------------------------------------------------------------------


def test_what_was_seen_in_a_picture_gives_way_to_a_device_and_not_the_other_way() -> None:
    reading = parse(f"{UPPER}\n{LOWER}", today=TODAY)
    typed = {"passport.number": "OTHER", "person.birth_date": "1990-01-01"}
    from_picture, from_device = offer(reading, Source.PICTURE), offer(reading)
    for source, offered, taken in (
        (Source.PICTURE, from_device, True),
        (Source.PICTURE, from_picture, True),
        (Source.MRZ, from_picture, False),
        (Source.MRZ, from_device, True),
    ):
        merged = merge(typed, dict.fromkeys(typed, source.value), offered)
        found = {each.question_id for each in merged.taken}
        assert (typed.keys() <= found) is taken, source
        if not taken:
            reasons = {each.reason for each in merged.kept if each.question_id in typed}
            assert reasons == {Reason.SCANNED}
