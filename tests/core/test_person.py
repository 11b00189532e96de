"""One applicant over many cases: what a case takes from the ledger, what it tells it, and how two ledgers compare."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count

import pytest

from talentdesk.core.draft import Draft, Source
from talentdesk.core.form import About, Edition, Kind, Question, Section, Text
from talentdesk.core.likeness import Reason, folded, keys_of, likeness, traits_of
from talentdesk.core.origin import Origin, origin_of, plain_source, source_of
from talentdesk.core.passport import Offer, merge
from talentdesk.core.passport import Reason as Kept
from talentdesk.core.person import (
    Document,
    DocumentKind,
    Group,
    Person,
    Photo,
    Value,
    documents_of,
    filling,
    masked,
    same_document,
    values_of,
)
from talentdesk.core.spelling import spelled

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
PASSPORT = Origin("mrz", "passport", date(2026, 11, 22))


def question(id: str, *, profile: bool = True) -> Question:
    return Question(id, Kind.TEXT, Text(id, id), profile=profile)


def edition(*questions: Question) -> Edition:
    about = About("p", {}, "g", (), Text("", ""), 0)
    return Edition(about, "2024-01-01", (Section("s", Text("", ""), "1", questions),))


def person(number: int = 1, /, *documents: Document, **values: str) -> Person:
    given = {key.replace("__", "."): Value(text) for key, text in values.items()}
    return Person(f"id{number}", number, documents, values=given)


# ---- filling, and telling back


def test_a_case_takes_only_what_its_form_marks_for_the_person_and_says_from_where() -> None:
    of = replace(person(), values={"a.x": Value("1", PASSPORT), "a.y": Value("2"), "a.z": Value("  ")})
    filled = filling(of, edition(question("a.x"), question("a.y", profile=False), question("a.z"), question("a.w")))
    assert filled == {"a.x": ("1", "person/mrz/passport/2026-11-22")}


@pytest.mark.parametrize("origin", [PASSPORT, Origin(), Origin("", "", date(2026, 1, 2)), Origin("file", "hkid")])
def test_a_source_comes_back_as_it_was_told(origin: Origin) -> None:
    assert origin_of(source_of(origin)) == origin
    assert plain_source(source_of(origin)) == Source.PERSON


@pytest.mark.parametrize("source", ["", "mrz", "person", "person/mrz/passport/yesterday", "persons/mrz//"])
def test_other_sources_are_no_origin(source: str) -> None:
    assert origin_of(source) is None


def test_a_document_of_the_person_keeps_its_value_when_another_zone_says_something_else() -> None:
    typed, sources = {"person.birth_date": "1998-03-14"}, {"person.birth_date": source_of(PASSPORT)}
    kept = merge(typed, sources, [Offer("person.birth_date", "1998-03-15")]).kept
    assert [(each.mine, each.reason) for each in kept] == [("1998-03-14", Kept.PERSON)]


def test_a_case_tells_its_person_what_is_answered_and_where_it_has_it_from() -> None:
    sources = {"person.surname": "mrz", "passport.number": "mrz", "contact.phone": source_of(PASSPORT)}
    typed = {
        "person.surname": "CHAN",
        "passport.number": "X1",
        "contact.phone": "1",
        "contact.email": "a@b",
        "stay.x": "y",
    }
    draft = Draft(
        "c", "p", "e", date(2026, 11, 22), {**typed, "job.title": "x", "person.sex": ""}, frozenset({"job.title"})
    )
    profile = ("person.surname", "passport.number", "contact.phone", "contact.email", "job.title", "person.sex")
    found = values_of(replace(draft, sources=sources), profile, AT)
    assert {id: value.text for id, value in found.items()} == {
        "person.surname": "CHAN", "passport.number": "X1", "contact.phone": "1", "contact.email": "a@b",
    }  # fmt: skip
    assert found["person.surname"].origin == PASSPORT
    assert found["contact.phone"].origin == PASSPORT, "what came from the ledger keeps its own origin"
    assert found["contact.email"].origin == Origin("", "", date(2026, 11, 22))


def test_a_name_is_put_only_on_the_document_it_was_read_from() -> None:
    values = {
        "person.surname": Value("CHAN", PASSPORT),
        "person.name_zh": Value("陳詠恩"),
        "passport.number": Value("K1", PASSPORT),
        "residency.hkid": Value("Z683365(5)"),
    }
    passport, card = documents_of(values, (str(n) for n in count()))
    assert (passport.kind, passport.surname, passport.name_zh) == (DocumentKind.PASSPORT, "CHAN", "")
    assert (card.kind, card.number, card.surname, card.name_zh) == (DocumentKind.HKID, "Z683365(5)", "", "")


def test_a_name_from_a_permit_is_not_on_the_passport() -> None:
    values = {
        "person.surname": Value("CHAN", Origin("mrz", "travel_permit", date(2026, 1, 1))),
        "passport.number": Value("K1"),
        "travel_permit.number": Value("H1"),
    }
    passport, permit = documents_of(values, (str(n) for n in count()))
    assert (passport.surname, permit.surname) == ("", "CHAN")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("K 123456", "k123456", True), ("Ｋ123456", "K123456", True), ("K123456", "K123457", False), ("", "", False)],
)
def test_one_paper_is_known_by_kind_and_number(one: str, other: str, same: bool) -> None:
    mine, theirs = Document("a", DocumentKind.PASSPORT, one), Document("b", DocumentKind.PASSPORT, other)
    assert same_document(mine, theirs) is same
    assert not same_document(mine, replace(theirs, kind=DocumentKind.VISA))


@pytest.mark.parametrize(
    ("number", "shown"),
    [("H0123456742", "H0•••••••42"), ("Z683365(5)", "Z6••••5(5)"), ("AB12", "A••2"), ("123", "•••"), ("", "")],
)
def test_a_masked_number_shows_its_ends_only(number: str, shown: str) -> None:
    assert masked(number) == shown
    assert len(masked(number)) == len(number)


# ---- several ledgers of one person


def test_a_group_takes_nothing_from_its_members() -> None:
    photo = Photo("p", "d", "image/jpeg", 3)
    one = replace(person(1, Document("a", DocumentKind.PASSPORT, "1"), x="mine"), photos=(photo,))
    other = replace(person(2, Document("b", DocumentKind.HKID, "2"), x="theirs", y="more"), photos=(photo,))
    group = Group(one, (other,))
    whole = group.whole()
    assert [document.id for document in whole.documents] == ["a", "b"]
    assert {id: value.text for id, value in whole.values.items()} == {"x": "mine", "y": "more"}
    assert whole.photos == (photo,), "the same file twice is one photo"
    assert group.other_texts("x") == ((2, "theirs"),)
    assert group.other_texts("y") == ()
    assert (Group(one).whole(), Group(other).whole()) == (one, other), "each alone is what it was"


# ---- likeness


def like(one: Person, other: Person) -> set[Reason]:
    found = likeness(traits_of(one), traits_of(other))
    assert found == likeness(traits_of(other), traits_of(one))
    return set(found.reasons) if found.is_suggested else set()


BORN = {"person__birth_date": "1998-03-14"}


def test_a_document_number_alone_is_enough() -> None:
    one = person(1, Document("a", DocumentKind.PASSPORT, "K-123456"))
    other = person(2, Document("b", DocumentKind.PASSPORT, "Ｋ123456"))
    assert like(one, other) == {Reason.SAME_NUMBER}
    born = replace(one, values={"person.birth_date": Value("1998-03-14")})
    elsewhere = replace(other, values={"person.birth_date": Value("1998-03-15")})
    assert like(born, elsewhere) == {Reason.SAME_NUMBER, Reason.OTHER_BIRTH_DATE}, "a day mistyped hides nobody"


def test_the_same_number_on_another_kind_of_document_says_nothing() -> None:
    assert not like(
        person(1, Document("a", DocumentKind.PASSPORT, "K1")), person(2, Document("b", DocumentKind.VISA, "K1"))
    )


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"person__name_zh": "陳詠恩"}, {"person__name_zh": "陳詠恩"}, Reason.SAME_HAN_NAME),
        ({"person__name_zh": "陳詠恩"}, {"person__name_zh": "陳咏恩"}, Reason.LIKE_HAN_NAME),
        (
            {"person__surname": "CHAN", "person__given_names": "Wing Yan"},
            {"person__surname": "chan", "person__given_names": "YAN WING"},
            Reason.SAME_LATIN_NAME,
        ),
        (
            {"person__surname": "Côrte", "person__given_names": "José"},
            {"person__surname": "CORTE", "person__given_names": "ＪＯＳＥ"},
            Reason.SAME_LATIN_NAME,
        ),
        (
            {"person__surname": "CHAN", "person__given_names": "Wing-Yan"},
            {"person__surname": "CHAN", "person__given_names": "Wingyan"},
            Reason.SAME_LATIN_NAME,
        ),
        (
            {"person__surname": "CHAN", "person__given_names": "Wing Yan"},
            {"person__surname": "CHAN", "person__given_names": "Wing Yan Grace"},
            Reason.LIKE_LATIN_NAME,
        ),
    ],
)
def test_a_birth_date_and_a_name_in_any_script_are_enough(
    one: dict[str, str], other: dict[str, str], why: Reason
) -> None:
    assert like(person(1, **BORN, **one), person(2, person__birth_date="1998/3/14", **other)) == {
        Reason.SAME_BIRTH_DATE,
        why,
    }
    assert not like(person(1, **one), person(2, **other)), "a name alone is not enough"


def test_a_birth_date_alone_or_half_of_one_is_not_enough() -> None:
    assert not like(person(1, **BORN), person(2, **BORN))
    half = {"person__birth_date": "1998-03", "person__name_zh": "陳詠恩"}
    assert not like(person(1, **half), person(2, **half))


def test_a_name_printed_on_a_document_counts_as_well() -> None:
    card = Document("a", DocumentKind.HKID, name_zh="陳咏恩")
    assert like(person(1, card, **BORN), person(2, person__name_zh="陳咏恩", **BORN)) == {
        Reason.SAME_BIRTH_DATE,
        Reason.SAME_HAN_NAME,
    }


def test_two_numbers_for_life_speak_against_one_person() -> None:
    one = person(1, Document("a", DocumentKind.HKID, "Z683365(5)"), person__name_zh="陳詠恩", **BORN)
    other = person(2, Document("b", DocumentKind.HKID, "A123456(3)"), person__name_zh="陳詠恩", **BORN)
    assert Reason.OTHER_NUMBER in likeness(traits_of(one), traits_of(other)).reasons
    renewed = [person(n, Document(str(n), DocumentKind.PASSPORT, f"K{n}"), **BORN) for n in (1, 2)]
    assert Reason.OTHER_NUMBER not in likeness(*map(traits_of, renewed)).reasons, "a passport is renewed"


def test_who_is_suggested_has_a_key_in_common() -> None:
    pairs = [
        (person(1, Document("a", DocumentKind.PASSPORT, "K-1")), person(2, Document("b", DocumentKind.PASSPORT, "k1"))),
        (person(1, person__name_zh="陳詠恩", **BORN), person(2, person__name_zh="陳咏恩", **BORN)),
    ]
    for one, other in pairs:
        assert likeness(traits_of(one), traits_of(other)).is_suggested
        assert keys_of(traits_of(one)) & keys_of(traits_of(other))


def test_rare_characters_are_compared_and_never_dropped() -> None:
    assert folded("\U000210c1") == "\U000210c1"
    assert folded("\ue5e5") == "\ue5e5"


# ---- spelling


def test_characters_that_differ_are_marked_in_every_document() -> None:
    card, permit, degree, none = spelled(["陳詠恩", "陳詠恩", "陳咏恩", ""])
    assert [character.differs for character in card] == [False, True, False]
    assert [character.differs for character in permit] == [False, True, False]
    assert [(character.codes, character.differs) for character in degree] == [
        ("U+9673", False), ("U+548F", True), ("U+6069", False),
    ]  # fmt: skip
    assert none == ()


def test_a_variation_selector_belongs_to_its_character_and_makes_it_another() -> None:
    plain, varied = spelled(["葛城", "葛\U000e0100城"])
    assert [character.codes for character in varied] == ["U+845B U+E0100", "U+57CE"]
    assert [character.differs for character in plain] == [True, False]


def test_a_longer_name_is_aligned() -> None:
    short, long = spelled(["歐陽恩", "歐陽詠恩"])
    assert not any(character.differs for character in short)
    assert [character.differs for character in long] == [False, False, True, False]
