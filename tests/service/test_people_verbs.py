"""What is done with people: a ledger from a scan or a case, a case from a ledger, a value taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from talentdesk.core import mrz
from talentdesk.core.draft import Draft, Source
from talentdesk.core.form import Edition
from talentdesk.core.origin import Origin, origin_of
from talentdesk.core.person import Document, DocumentKind, Person, Value
from talentdesk.service import people
from talentdesk.service.conflicts import find_conflicts
from talentdesk.service.personcases import cases_beside, open_cases
from talentdesk.service.rooms import catalogue
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.opened import Store, open_store
from talentdesk.store.personsummary import Act
from talentdesk.store.vault import Protection, Vault

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
READING = mrz.parse(ZONE, today=AT.date())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    vault = Vault(None, bytes(32), Keyslots(""), Protection.MEMORY)
    opened = open_store(tmp_path / "data", vault, now=lambda: AT)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def edition() -> Edition:
    return catalogue().in_force("residence-permit", AT.date())


def case(id: str, edition: Edition, typed: dict[str, str], **sources: str) -> Draft:
    told = {key.replace("__", "."): source for key, source in sources.items()}
    return Draft(id, edition.procedure, edition.edition, AT.date(), typed, sources=told)


def test_a_scan_makes_a_ledger_that_knows_what_the_zone_says(store: Store) -> None:
    person = people.make_scanned(store, READING, AT).whole()
    (document,) = person.documents
    assert (document.kind, document.number, document.latin) == (
        DocumentKind.PASSPORT,
        "L898902C3",
        "ERIKSSON, ANNA MARIA",
    )
    assert (document.expires, document.way, document.name_zh) == ("2012-04-15", "mrz", "")
    assert person.values["person.birth_date"].text == "1974-08-12"
    assert person.values["passport.number"].origin == Origin("mrz", "passport", date(2026, 11, 22))


def test_a_second_scan_finds_whose_it_is_and_overwrites_no_name(store: Store) -> None:
    made = people.make_scanned(store, READING, AT)
    store.people.keep_values(made.first.id, {"person.given_names": Value("Anna-Maria", Origin("", "", AT.date()))})
    store.people.keep_values(made.first.id, {"person.surname": Value("Eriksson-Ek", Origin("", "", AT.date()))})
    ((candidate),) = people.who_scanned(store, READING, AT)
    assert candidate.group.first.id == made.first.id
    document, left = people.keep_scan(store, made.first.id, READING, AT)
    whole = store.people.load(made.first.id).whole()
    assert (document.id, len(whole.documents)) == (made.whole().documents[0].id, 1)
    assert (whole.text("person.surname"), whole.text("person.given_names")) == ("Eriksson-Ek", "Anna-Maria")
    assert left == 1, "the surname that is another is told; the given name is the same to a zone"


def test_what_was_seen_in_a_picture_stays_known_as_that_until_a_device_reads_it(store: Store) -> None:
    made = people.make_scanned(store, READING, AT, Source.PICTURE)
    assert made.whole().documents[0].way == "picture"
    number = made.whole().values["passport.number"]
    assert number.origin == Origin("picture", "passport", date(2026, 11, 22))
    assert people.origin_told(number.origin, "en") == "from passport read 22 Nov"
    document, _left = people.keep_scan(store, made.first.id, READING, AT)
    assert document.way == "mrz"


def test_a_new_case_is_filled_with_what_its_form_asks_and_tells_from_where(store: Store, edition: Edition) -> None:
    person = people.make_scanned(store, READING, AT).whole()
    filled = people.begin(person, edition)
    assert filled["person.surname"] == ("ERIKSSON", "person/mrz/passport/2026-11-22")
    assert set(filled) <= set(people.profile(edition))
    origin = origin_of(filled["person.surname"][1])
    assert origin is not None
    assert people.origin_told(origin, "en") == "from passport read 22 Nov"


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant-HK", "pt"])
@pytest.mark.parametrize(
    "origin",
    [Origin(), Origin("", "", AT.date()), Origin("file", "", AT.date()), Origin("file"), Origin("mrz", "visa")],
)
def test_every_origin_has_words(origin: Origin, language: str) -> None:
    told = people.origin_told(origin, language)
    assert told
    assert "{" not in told


def test_a_case_of_nobody_becomes_somebodys_only_when_said(store: Store, edition: Edition) -> None:
    typed = {"person.surname": "CHAN", "passport.number": "K1", "request.kind": "x", "contact.email": "a@b"}
    draft = case("c", edition, typed, person__surname="mrz", passport__number="mrz")
    store.save(draft)
    assert store.people.count() == 0
    made = people.make_from_case(store, draft, edition, AT).whole()
    assert "request.kind" not in made.values
    (document,) = made.documents
    assert (document.number, document.surname) == ("K1", "CHAN")
    assert store.people.of_case("c") == made.id


def test_a_case_that_is_given_to_a_person_changes_no_answer_of_theirs(store: Store, edition: Edition) -> None:
    store.people.make(Person("p", values={"person.surname": Value("CHAN"), "person.given_names": Value(" ")}))
    draft = case("c", edition, {"person.surname": "CHEN", "person.given_names": "Wing", "passport.number": "K1"})
    store.save(draft)
    people.adopt(store, "p", draft, edition, AT)
    whole = store.people.load("p").whole()
    assert (whole.text("person.surname"), whole.text("person.given_names")) == ("CHAN", "Wing")
    assert [each.number for each in whole.documents] == ["K1"]
    assert [each.id for each in store.people.open("p").cases] == ["c"]


def test_what_was_typed_into_a_case_is_there_for_the_next_one(store: Store, edition: Edition) -> None:
    made = people.make_scanned(store, READING, AT).first
    typed = {"person.surname": "ERIKSON", "person.birth_place": "COIMBRA", "contact.phone": "13800000000"}
    half = {**typed, "passport.issue_date": "2029-02-31"}
    store.save(case("first", edition, half))
    store.people.link(made.id, "first")
    assert people.learn(store, store.people.open(made.id), catalogue(), AT)
    whole = store.people.load(made.id).whole()
    filled = people.begin(whole, edition)
    assert filled["person.birth_place"][0] == "COIMBRA"
    assert filled["person.surname"][0] == "ERIKSSON", "what the ledger knows is not overwritten"
    assert "passport.issue_date" not in filled, "what is wrong is not carried on"
    assert not people.learn(store, store.people.open(made.id), catalogue(), AT), "nothing is learnt twice"


def test_a_value_is_taken_back_to_the_person_with_its_history(store: Store, edition: Edition) -> None:
    store.people.make(Person("p", values={"contact.phone": Value("1", Origin("mrz", "passport"))}))
    store.save(case("c", edition, {"contact.phone": "2"}))
    assert people.take_back(store, "c", "contact.phone", "2", AT) == "", "a case of nobody has nowhere to take it"
    store.people.link("p", "c")
    assert people.take_back(store, "c", "contact.phone", "2", AT) == "person///2026-11-22"
    assert store.people.load("p").whole().values["contact.phone"] == Value("2", Origin("", "", AT.date()), AT)
    last = store.people.history("p")[0]
    assert (last.act, last.details["before"], last.details["after"]) == (Act.VALUE, "1", "2")


def test_a_number_that_fails_its_digit_is_kept_on_no_document() -> None:
    spoiled = mrz.parse(ZONE.replace("L898902C36", "L898902C37"), today=AT.date())
    document = people.scanned_document(spoiled, AT)
    assert (document.number, document.kind) == ("", DocumentKind.PASSPORT)


def test_every_kind_and_reason_has_words() -> None:
    assert set(people.KINDS) == set(DocumentKind)
    from talentdesk.core.likeness import Reason

    assert set(people.REASONS) == set(Reason)
    assert people.reasons_told((Reason.SAME_NUMBER, Reason.OTHER_BIRTH_DATE), "en").count("·") == 1


def test_typing_from_a_document_makes_it_a_persons_reading() -> None:
    read = Document("d", DocumentKind.PASSPORT, "1", way="mrz")
    assert people.typed_document(read, name_zh="陳") == Document("d", DocumentKind.PASSPORT, "1", name_zh="陳")


def test_a_renewed_passport_is_told_to_every_case_in_hand_and_to_none_that_is_closed(
    store: Store, edition: Edition
) -> None:
    old = {"passport.number": "CB482137", "passport.expiry_date": "2029-02-28", "person.surname": "ERIKSSON"}
    drafts = [case(id, edition, old, passport__number="mrz") for id in "ab"]
    for draft in drafts:
        store.save(draft)
    made = people.make_from_case(store, drafts[0], edition, AT).first.id
    people.adopt(store, made, drafts[1], edition, AT)
    renewed = Document("new", DocumentKind.PASSPORT, "CE911204", expires="2036-09-01")
    store.people.keep_document(made, renewed)
    whole = store.people.load(made).whole()
    papers = people.printed_numbers(whole, "en")
    assert [each.typed for each in papers] == [{"passport.number": "CE911204"}]

    found = [
        each
        for each in find_conflicts(catalogue(), open_cases(drafts, catalogue()), AT.date(), papers)
        if each.finding.rule.id == "passport-number"
    ]
    assert [[place.form for place in each.finding.places] for each in found] == [["Passport", "a", "b"]]
    assert people.holder_of(store, "a") == whole
    assert people.holder_of(store, "nobody's") is None


def test_cases_of_one_ledger_stand_beside_each_other_under_whatever_number(store: Store, edition: Edition) -> None:
    one, other = (
        case("a", edition, {"passport.number": "CB482137"}),
        case("b", edition, {"passport.number": "CE911204"}),
    )
    for draft in (one, other):
        store.save(draft)
    assert cases_beside(store, "a", one.typed) == ()
    made = people.make_from_case(store, one, edition, AT).first.id
    people.adopt(store, made, other, edition, AT)
    assert [draft.id for draft in cases_beside(store, "a", one.typed)] == ["b"]
