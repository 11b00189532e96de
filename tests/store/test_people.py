"""People in the store: kept as read, found in any script, merged and taken apart again, erased for good."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from talentdesk.core.draft import Draft
from talentdesk.core.likeness import Reason, traits_of
from talentdesk.core.origin import Origin
from talentdesk.core.person import Document, DocumentKind, Group, Person, Photo, Value
from talentdesk.store import place as places
from talentdesk.store import snapshots
from talentdesk.store.address import Server
from talentdesk.store.audit import Action
from talentdesk.store.opened import Store, open_store
from talentdesk.store.personsummary import Act
from talentdesk.store.salvage import salvage
from talentdesk.store.trouble import NoSuchPerson, NotMergeable, TargetNotEmpty
from talentdesk.store.vault import Vault

MakeDraft = Callable[..., Draft]
AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
READ = Origin("mrz", "passport", date(2026, 11, 22))
ODD = "陳詠\ue5e5\U000210c1\ufa0c\U000e0100\0\ud800 Ｃhan"


def someone(id: str, *documents: Document, **values: str) -> Person:
    given = {key.replace("__", "."): Value(text, READ, AT) for key, text in values.items()}
    return Person(id, documents=documents, values=given)


def passport(id: str, number: str, **more: str) -> Document:
    return Document(id, DocumentKind.PASSPORT, number, way="mrz", read_at=AT, **more)


CHAN = someone(
    "chan",
    passport("p1", "K1234567", surname="CHAN", given_names="WING YAN"),
    Document("d1", DocumentKind.HKID, "Z683365(5)", name_zh="陳詠恩"),
    person__surname="CHAN",
    person__given_names="Wing Yan",
    person__name_zh="陳詠恩",
    person__birth_date="1998-03-14",
)
AGAIN = someone(
    "again",
    passport("p2", "K7654321", surname="CHAN", given_names="WINGYAN"),
    person__name_zh="陳咏恩",
    person__birth_date="1998-03-14",
    contact__phone="123",
)
OTHER = someone("other", person__surname="Côrte-Real", person__given_names="Łucja", person__birth_date="2000-01-01")


def bare(group: Group) -> list[Person]:
    """What each ledger holds, without the moments of the rows."""
    return [replace(member, created_at=None, saved_at=None) for member in group.members]


def found(store: Store, text: str) -> list[str]:
    return [line.id for line in store.people.find(text)]


# ---- kept, and found


def test_a_ledger_comes_back_exactly_as_it_was_read(either: Store) -> None:
    person = replace(
        someone("odd", passport("p", ODD, surname=ODD, name_zh=ODD), person__name_zh=ODD),
        values={"person.name_zh": Value(ODD, READ, AT), "x.y": Value("", Origin(), None)},
    )
    made = either.people.make(person)
    assert bare(either.people.load("odd")) == [replace(person, number=made.first.number)]


@pytest.mark.parametrize(
    "text",
    [
        "chan",
        "wing",
        "WINGYAN wing",
        "詠恩",
        "陳",
        "恩",
        "k123",
        "Ｋ１２３",
        "Z683365(5)",
        "683365",
        "P-0001",
        "yan 陳詠",
    ],
)
def test_somebody_is_found_by_a_part_of_any_name_or_number(either: Store, text: str) -> None:
    either.people.make(someone("chan", *CHAN.documents, passport("x", "Q1", given_names="Wingyan"), **_texts(CHAN)))
    either.people.make(OTHER)
    assert found(either, text) == ["chan"]


def _texts(person: Person) -> dict[str, str]:
    return {id.replace(".", "__"): value.text for id, value in person.values.items()}


def test_a_list_shows_the_last_changed_first_with_documents_and_cases(either: Store, draft: MakeDraft) -> None:
    either.people.make(CHAN)
    either.people.make(OTHER)
    either.save(draft("c1"))
    either.people.link("chan", "c1")
    first, second = either.people.find("")
    assert (first.id, second.id) == ("chan", "other")
    assert (first.name_zh, first.birth_date, first.cases, first.ledgers) == ("陳詠恩", "1998-03-14", 1, 1)
    assert [document.number for document in first.documents] == ["K1234567", "Z683365(5)"]
    assert found(either, "lucja corte") == ["other"], "marks and strokes are left out in looking"
    assert either.people.find("", limit=1) == (first,)
    assert found(either, "…") == []


def test_what_is_changed_is_found_by_its_new_name_only(either: Store) -> None:
    either.people.make(CHAN)
    either.people.keep_values("chan", {"person.given_names": Value("Grace", Origin(), AT)})
    assert found(either, "grace") == ["chan"]
    either.people.change_document(replace(CHAN.documents[0], given_names="GRACE"))
    assert found(either, "wing") == []


# ---- documents, photos, values


def test_a_paper_that_is_read_twice_is_kept_once_and_typed_names_stay(either: Store) -> None:
    either.people.make(CHAN)
    kept = either.people.keep_document("chan", passport("new", "k 1234567", surname="CHAN", expires="2031-01-01"))
    assert (kept.id, kept.expires, kept.given_names) == ("p1", "2031-01-01", "WING YAN")
    card = Document("other", DocumentKind.HKID, "Z6833655", surname="CHAN", name_zh="陳咏恩", way="mrz")
    kept = either.people.keep_document("chan", card)
    assert (kept.id, kept.name_zh, kept.surname) == ("d1", "陳詠恩", "CHAN"), "what was typed from the card stays"
    assert len(either.people.load("chan").whole().documents) == 2
    either.people.keep_document("chan", passport("new", "L1"))
    assert [document.number for document in either.people.load("chan").whole().documents][-1] == "L1"


def test_a_photo_is_kept_once_with_its_bytes(either: Store) -> None:
    either.people.make(CHAN)
    content = bytes(range(256)) * 40
    photo = Photo("f", sha256(content).hexdigest(), "image/jpeg", len(content), 354, 472, date(2026, 11, 1), "white")
    assert either.people.keep_photo("chan", photo, content)
    assert not either.people.keep_photo("chan", replace(photo, id="g"), content)
    (kept,) = either.people.load("chan").first.photos
    assert replace(kept, added_at=None) == photo
    assert either.people.photo("f") == content


def test_a_value_that_is_changed_says_what_it_was(either: Store) -> None:
    either.people.make(CHAN)
    new = {
        "person.given_names": Value("Wing", Origin(), AT),
        "contact.phone": Value("1"),
        "person.surname": Value("CHAN"),
    }
    either.people.keep_values("chan", new)
    lines = [line.details for line in either.people.history("chan") if line.act is Act.VALUE]
    assert {(line["value"], line["before"], line["after"]) for line in lines} == {
        ("person.given_names", "Wing Yan", "Wing"),
        ("contact.phone", "", "1"),
    }
    assert either.people.load("chan").whole().values["person.surname"].origin == READ, (
        "what is the same keeps its origin"
    )


# ---- who may be the same


def test_the_likeliest_are_suggested_with_their_reasons(either: Store) -> None:
    for person in (CHAN, AGAIN, OTHER, someone("same", passport("p3", "k-1234567"))):
        either.people.make(person)
    likely = either.people.open("chan").candidates
    assert [candidate.group.first.id for candidate in likely] == ["again", "same"]
    assert set(likely[0].likeness.reasons) >= {Reason.SAME_BIRTH_DATE, Reason.LIKE_HAN_NAME}
    assert likely[1].likeness.reasons == (Reason.SAME_NUMBER,)
    assert [each.group.first.id for each in either.people.candidates(traits_of(AGAIN))] == ["again", "chan"]


def test_nobody_is_ever_merged_by_looking_alike(either: Store) -> None:
    for id in ("a", "b"):
        either.people.make(replace(CHAN, id=id, documents=(passport(f"p{id}", "K1"),)))
    assert [line.ledgers for line in either.people.find("")] == [1, 1]


def test_who_is_said_to_be_somebody_else_is_not_suggested_again(either: Store) -> None:
    either.people.make(CHAN)
    either.people.make(AGAIN)
    either.people.tell_apart("again", "chan")
    assert either.people.open("chan").candidates == either.people.open("again").candidates == ()
    assert either.people.history("again")[0].act is Act.APART


# ---- one person, and two again


def test_a_merge_loses_nothing_and_is_taken_back_exactly(either: Store, draft: MakeDraft) -> None:
    for person, case in ((CHAN, "c1"), (AGAIN, "c2")):
        either.save(draft(case))
        either.people.make(person, case)
    before = {id: bare(either.people.load(id)) for id in ("chan", "again")}
    looked = {text: found(either, text) for text in ("k1234567", "k7654321", "wingyan", "陳咏恩", "chan")}
    cases = {id: [case.id for case in either.people.open(id).cases] for id in ("chan", "again")}

    merged = either.people.merge("chan", "again")
    assert either.people.load("again") == either.people.load("chan") == merged
    assert merged.other_texts("person.name_zh") == ((2, "陳咏恩"),)
    assert merged.whole().text("contact.phone") == "123"
    assert [line.ledgers for line in either.people.find("")] == [2]
    assert all(found(either, text) == ["chan"] for text in looked), "found by what stands in either ledger"
    assert {case.id for case in either.people.open("chan").cases} == {"c1", "c2"}
    assert either.people.open("chan").candidates == ()

    ((gone, _, _),) = either.people.merged_into("chan")
    either.people.unmerge("chan", gone)
    assert {id: bare(either.people.load(id)) for id in ("chan", "again")} == before
    assert {text: sorted(found(either, text)) for text in looked} == {text: sorted(ids) for text, ids in looked.items()}
    assert {id: [case.id for case in either.people.open(id).cases] for id in ("chan", "again")} == cases
    assert either.people.merged_into("chan") == ()
    acts = [line.act for line in either.people.history("chan")]
    assert acts[:2] == [Act.UNMERGE, Act.MERGE]
    assert [line.details["other"] for line in either.people.history("again")[:2]] == ["P-0001", "P-0001"]


def test_what_is_kept_after_a_merge_stays_with_whom_it_was_kept_for(either: Store) -> None:
    either.people.make(CHAN)
    either.people.make(AGAIN)
    either.people.merge("chan", "again")
    either.people.keep_document("again", passport("new", "N1"))
    either.people.keep_values("again", {"contact.email": Value("a@b")})
    either.people.unmerge("chan", 2)
    assert either.people.load("chan").first.documents[-1].number == "N1"
    assert either.people.load("chan").first.text("contact.email") == "a@b"
    assert bare(either.people.load("again")) == [replace(AGAIN, number=2)]


def test_merges_are_taken_back_one_by_one_in_any_order(either: Store) -> None:
    for id in ("a", "b", "c"):
        either.people.make(someone(id, passport(f"p{id}", f"K{id}"), person__surname=id * 5))
    either.people.merge("b", "c")
    either.people.merge("a", "b")
    assert [member.id for member in either.people.load("c").members] == ["a", "b", "c"]
    either.people.unmerge("a", 2)
    assert [member.id for member in either.people.load("c").members] == ["b", "c"], "b is again with all that was b's"
    assert (found(either, "ccccc"), found(either, "aaaaa")) == (["b"], ["a"])


def test_two_desks_cannot_merge_or_take_apart_twice(either: Store) -> None:
    either.people.make(CHAN)
    either.people.make(AGAIN)
    either.people.merge("chan", "again")
    for act in (
        lambda: either.people.merge("again", "chan"),
        lambda: either.people.tell_apart("chan", "again"),
        lambda: either.people.unmerge("chan", 77),
    ):
        with pytest.raises(NotMergeable):
            act()


# ---- cases


def test_cases_from_before_are_nobodys_until_somebody_says_whose(either: Store, draft: MakeDraft) -> None:
    either.save(draft("old", typed={"person.surname": "CHAN"}))
    either.save(draft("mine", typed={"person.surname": "CHAN"}))
    either.people.make(CHAN, "mine")
    assert [case.id for case in either.people.strangers("")] == ["old"]
    assert [case.id for case in either.people.strangers("chan")] == ["old"]
    assert either.people.strangers("lee") == either.people.strangers("…") == ()
    assert (either.people.of_case("old"), either.people.of_case("mine")) == ("", "chan")
    either.people.link("chan", "old")
    assert either.people.strangers("") == ()
    either.erase("old")
    assert [case.id for case in either.people.open("chan").cases] == ["mine"]


# ---- the end


def everything(store: Store) -> str:
    with store._engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        rows = [row for name in names for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')]
    return "\n".join(map(str, rows))


def crowd(store: Store, draft: MakeDraft) -> None:
    """A person with everything a person may have, in two ledgers, and somebody else."""
    store.save(draft("c1", typed={"person.surname": "CANARY"}))
    store.people.make(someone("x", passport("p1", "CANARY1", surname="CANARY"), person__surname="CANARY"), "c1")
    store.people.make(someone("y", passport("p2", "CANARY2"), person__surname="CANARY", person__name_zh="金絲雀"))
    store.people.merge("x", "y")
    store.people.keep_photo("x", Photo("f", "CANARY-digest", "image/png", 6), b"CANARY")
    store.people.keep_values("y", {"contact.email": Value("CANARY@example.org")})
    store.people.make(OTHER)


def test_erasing_a_person_leaves_nothing_of_them(either: Store, draft: MakeDraft) -> None:
    crowd(either, draft)
    assert everything(either).count("CANARY") > 8
    gone = either.people.erase("y")
    assert set(gone) == {"x", "y", "c1"}
    left = everything(either)
    assert "CANARY" not in left
    assert "金絲雀" not in left
    assert "".join(f"{ord(letter):06x}" for letter in "金絲") not in left, "not in the index either"
    assert either.people.find("") == either.people.find("côrte")
    with pytest.raises(NoSuchPerson):
        either.people.load("x")
    assert [entry.action for entry in either.acts()][-3:] == [Action.ERASE] * 3


def test_the_chain_of_acts_knows_nobody(either: Store, draft: MakeDraft) -> None:
    crowd(either, draft)
    acts = either.acts()
    assert {"person", "person_change", "person_case", "merge"} <= {entry.action for entry in acts}
    told = "".join(map(str, acts))
    assert not any(word in told for word in ("CANARY", "'x'", "'y'", "P-0001", "contact"))
    assert either.verify_acts().breach is None


def test_an_erased_person_does_not_come_back_with_an_older_copy(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    with closing(open_store(ready, vault)) as store:
        crowd(store, draft)
    shutil.copyfile(ready / places.DATABASE, ready / "older")
    with closing(open_store(ready, vault)) as store:
        store.people.erase("x")
    shutil.copyfile(ready / "older", ready / places.DATABASE)
    with closing(open_store(ready, vault)) as store:
        assert "CANARY" not in everything(store)
        assert found(store, "") == ["other"]


def test_a_person_goes_when_the_last_case_and_their_own_time_are_over(
    ready: Path, vault: Vault, draft: MakeDraft
) -> None:
    moment = [AT]
    with closing(open_store(ready, vault, now=lambda: moment[0], keep=timedelta(days=30))) as store:
        store.people.make(CHAN)
        store.people.make(AGAIN)
        store.people.merge("chan", "again")
        store.people.make(OTHER)
        moment[0] += timedelta(days=20)
        store.save(draft("c1"))
        store.people.link("again", "c1")
        moment[0] += timedelta(days=11)
        assert store.purge() == 1
        assert found(store, "") == ["chan"], "with a case a person stays, in all ledgers; without one they go"
        moment[0] += timedelta(days=25)
        store.save(draft("c2"))  # somebody else's, so that the clock is not doubted
        while store.purge():
            pass
        assert store.people.count() == 0
        assert "陳詠恩" not in everything(store)


def test_where_cases_are_kept_for_ever_nobody_goes(ready: Path, vault: Vault) -> None:
    moment = [AT]
    with closing(open_store(ready, vault, now=lambda: moment[0], keep=None)) as store:
        store.people.make(CHAN)
        moment[0] += timedelta(days=9000)
        assert store.purge() == 0
        assert store.people.count() == 1


# ---- copies, moves, rescue


@pytest.mark.parametrize("direction", ["to the server", "to a folder"])
def test_people_move_with_all_that_is_theirs(
    ready: Path, centre: Server, vault: Vault, draft: MakeDraft, direction: str
) -> None:
    here, there = (ready, centre) if direction == "to the server" else (centre, ready)
    with closing(open_store(here, vault)) as source, closing(open_store(there, vault)) as target:
        crowd(source, draft)
        source.people.make(someone("brief"))
        source.people.erase("brief")
        moved = source.move_to(target)
        assert (moved.cases, moved.people) == (1, 3)
        assert target.people.find("") == source.people.find("")
        assert target.people.load("y") == source.people.load("y")
        assert target.people.photo("f") == b"CANARY"
        assert target.people.history("x") == source.people.history("x")
        assert found(target, "canary2") == ["x"]
        assert [case.id for case in target.people.open("x").cases] == ["c1"]
        assert target.people.make(someone("new")).first.number == 5, (
            "no number is given twice, also not one that was erased"
        )
        with pytest.raises(TargetNotEmpty):
            source.move_to(target)


def test_a_store_with_people_only_is_not_empty(ready: Path, centre: Server, vault: Vault) -> None:
    with closing(open_store(ready, vault)) as source, closing(open_store(centre, vault)) as target:
        target.people.make(OTHER)
        with pytest.raises(TargetNotEmpty):
            source.move_to(target)


@pytest.mark.parametrize("page", [None, 0, 60, 90, 120])
def test_a_damaged_store_gives_its_people_back(ready: Path, vault: Vault, page: int | None) -> None:
    with closing(open_store(ready, vault)) as store:
        for number in range(60):
            texts: dict[str, Any] = {"person__surname": f"Name{number}", "contact__address_home": "x" * 3000}
            store.people.make(someone(f"n{number}", passport(f"p{number}", f"K{number:03}"), **texts))
        store.people.merge("n1", "n2")
        store.people.erase("n3")
        store.take_snapshot()
        store.people.make(OTHER)
        store.people.erase("n4")
    if page is not None:
        with (ready / places.DATABASE).open("r+b") as stream:
            stream.seek(4096 * page + 1000)
            byte = stream.read(1)[0]
            stream.seek(-1, 1)
            stream.write(bytes([byte ^ 1]))
    salvage(ready, vault.key, AT)
    with closing(open_store(ready, vault)) as store:
        ids = {member.id for line in store.people.find("", 1000) for member in store.people.load(line.id).members}
        assert ids >= {f"n{number}" for number in range(60) if number not in (3, 4)}
        assert not ids & {"n3", "n4"}, "who was erased stays erased"
        assert found(store, "name59") == ["n59"]
        assert len(store.people.load("n1").members) == 2
        assert "other" in ids or page is not None
    snapshots.verify(ready / places.DATABASE, vault.key)
