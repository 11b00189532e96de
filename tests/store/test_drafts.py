from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session as SqlSession

from talentdesk.core.draft import Draft, Source, State
from talentdesk.store import place as places
from talentdesk.store.address import Place, place_of
from talentdesk.store.cases import Progress
from talentdesk.store.engine import engine_for
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.opened import Store, open_store
from talentdesk.store.tables import DraftRow
from talentdesk.store.trouble import ChangedElsewhere, NoSuchCase
from talentdesk.store.vault import Protection, Vault

MakeDraft = Callable[..., Draft]
KEY = bytes(range(32))


def fixed_vault() -> Vault:
    return Vault(None, KEY, Keyslots(""), Protection.MEMORY)


def make_draft(id: str, **changes: Any) -> Draft:
    return Draft(id, "residence-permit", "2024-01-01", date(2026, 11, 26), **changes)


HOSTILE = {
    "person.birth_date": "2029-02-3",
    "person.surname": "  Ng\u0000\u202e‍👩‍👩‍👧 ",
    "person.name_zh": "㗎𡃁𨋢𠮷\uf9d1",
    "contact.address_china": "x" * 10_000 + "\r\n\t'\";--",
    "person.given_names": "e\u0301 é",
    "job.title": "\ud800 half a character",
    "family[0].name": "",
}


def test_what_was_typed_comes_back_exactly(either: Store, draft: MakeDraft) -> None:
    written = draft(
        typed=HOSTILE,
        declined=frozenset({"person.former_names"}),
        sources={"person.surname": Source.MRZ},
        seen=frozenset({"passport:original"}),
        settled={"name-zh:195f79701e14106c": "both documents are \ud800 right"},
        place="person.birth_date",
        state=State.PRINTED,
    )
    either.save(written)
    read = either.load("a")
    assert replace(read, number=0, created_at=None, saved_at=None) == written
    assert read.number == 1


def test_a_case_saved_before_conflicts_were_answered_has_none(either: Store, draft: MakeDraft) -> None:
    either.save(draft(settled={"a": "b"}))
    with SqlSession(either._engine) as session, session.begin():
        row = session.scalars(sa.select(DraftRow)).one()
        row.answers = {name: part for name, part in row.answers.items() if name != "settled"}
    assert either.load("a").settled == {}


def test_moments_are_utc_and_creation_stays(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    first = either.load("a")
    either.save(replace(first, place="x"))
    second = either.load("a")
    assert first.saved_at is not None
    assert second.saved_at is not None
    assert first.created_at is not None
    assert first.created_at == second.created_at
    assert first.created_at.tzinfo is UTC
    assert first.saved_at < second.saved_at
    assert second.saved_at.tzinfo is UTC


def test_numbers_run_on_and_are_never_reused(either: Store, draft: MakeDraft) -> None:
    for id in ("a", "b"):
        either.save(draft(id))
    either.erase("b")
    either.save(draft("c"))
    assert [either.load(id).number for id in ("a", "c")] == [1, 3]


def test_an_erased_case_is_gone(either: Store, draft: MakeDraft) -> None:
    either.save(draft(typed={"person.surname": "Chan"}))
    either.erase("a")
    either.erase("a")
    assert either.find("chan") == either.find("") == ()
    with pytest.raises(NoSuchCase):
        either.load("a")


def test_the_list_shows_what_was_typed_and_counted(either: Store, draft: MakeDraft) -> None:
    typed = {"person.surname": "CHAN", "person.given_names": "Tai\nMan", "person.nationality": "PRT"}
    either.save(draft(typed={**typed, "person.name_zh": "陳大文" * 100}), Progress(12, 40, date(2026, 12, 24)))
    (line,) = either.find("")
    assert (line.surname, line.given_names, line.nationality) == ("CHAN", "Tai Man", "PRT")
    assert len(line.name_zh) == 200
    assert (line.answered, line.total, line.due, line.state) == (12, 40, date(2026, 12, 24), State.DRAFT)
    assert line.saved_at.tzinfo is UTC


# ---- search


@pytest.fixture(scope="module", params=["folder", "server"])
def people(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    place: Place = tmp_path_factory.mktemp("people")
    if request.param == "server":
        place = place_of(request.getfixturevalue("cluster").new_database())
    store = open_store(place, fixed_vault())
    people_in(store)
    yield store
    store.close()


def people_in(store: Store) -> None:
    store.save(
        make_draft("wen", typed={"person.name_zh": "陳大文", "person.surname": "CHAN", "person.given_names": "Tai Man"})
    )
    store.save(make_draft("rare", typed={"person.name_zh": "𠮷㗎𡃁", "passport.number": "EA 123 456"}))
    store.save(make_draft("pole", typed={"person.surname": "Łukasiewicz", "person.given_names": "Anne-Élodie"}))
    store.save(make_draft("viet", typed={"person.surname": "ĐẶNG", "residency.hkid": "A123456(7)"}))
    store.save(make_draft("greek", typed={"person.surname": "Ελένη", "family[2].name": "Ωmega", "job.title": "secret"}))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("陳", "wen"),
        ("大文", "wen"),
        ("陳大文", "wen"),
        ("大陳", ""),
        ("𠮷", "rare"),
        ("㗎𡃁", "rare"),
        ("man chan", "wen"),
        ("chan 文", "wen"),
        ("ea123", "rare"),
        ("EA 123 456", "rare"),
        ("lukas", "pole"),
        ("ŁUKAS", "pole"),
        ("elodie anne", "pole"),
        ("anneelodie", "pole"),
        ("dang", "viet"),
        ("A123456(7)", "viet"),
        ("123456", "viet rare"),
        ("ελενη", "greek"),
        ("Ω", "greek"),
        ("secret", ""),
        ("chan greek", ""),
        ("4", "viet rare"),
        ("2", "viet rare"),
        ('"', ""),
        ("* OR NEAR(", ""),
        ("--", ""),
        ("\x00", ""),
    ],
)
def test_any_part_of_any_script_is_found(people: Store, text: str, found: str) -> None:
    assert [line.id for line in people.find(text)] == found.split()


def test_blank_finds_all_the_last_saved_first(either: Store) -> None:
    people_in(either)
    either.save(replace(either.load("rare"), place="x"))
    assert [line.id for line in either.find("  ", 3)] == ["rare", "greek", "viet"]


def test_a_long_search_is_answered(people: Store) -> None:
    assert people.find("陳" * 10_000) == ()
    assert people.find("a " * 10_000) != ()


def test_a_corrected_name_is_found_and_the_old_one_not(either: Store, draft: MakeDraft) -> None:
    either.save(draft(typed={"person.name_zh": "陳大文"}))
    either.save(draft(typed={"person.name_zh": "陳大民"}))
    assert either.find("大文") == ()
    assert [line.id for line in either.find("大民")] == ["a"]


def blocks_of_index(place: Path) -> bytes:
    engine = engine_for(place / places.DATABASE, KEY)
    with engine.connect() as connection:
        blocks = connection.exec_driver_sql("SELECT block FROM search_data").scalars().all()
        words = connection.exec_driver_sql("SELECT c0 FROM search_content").scalars().all()
    engine.dispose()
    return b"".join(blocks) + "".join(words).encode()


def test_the_index_forgets_an_erased_name(place: Path, store: Store, draft: MakeDraft) -> None:
    for id in "abcdefgh":
        store.save(draft(id, typed={"person.surname": "Chan"}))
    store.save(draft("z", typed={"person.name_zh": "龘靐齉"}))
    rare = "靐".encode()
    assert rare in blocks_of_index(place)
    store.erase("z")
    assert rare not in blocks_of_index(place)


# ---- two who write the same case


def test_a_save_does_not_bury_another_ones(spot: Place, vault: Vault, either: Store, draft: MakeDraft) -> None:
    either.save(draft(typed={"job.title": "one"}))
    other = open_store(spot, vault)
    other.save(replace(other.load("a"), typed={"job.title": "two"}))
    with pytest.raises(ChangedElsewhere):
        either.save(draft(typed={"job.title": "three"}))
    assert other.load("a").typed == {"job.title": "two"}
    assert either.is_behind("a")
    either.build_on("a", either.look("a")[1])
    either.save(draft(typed={"job.title": "three"}))
    assert either.load("a").typed == {"job.title": "three"}
    other.close()


def test_what_another_one_saved_in_between_is_not_taken_for_what_is_there(
    spot: Place, vault: Vault, either: Store, draft: MakeDraft
) -> None:
    """A name typed here, another there, and the first one again: it has to be found, although this process wrote it."""
    either.save(draft(typed={"person.surname": "Ferreira"}))
    with closing(open_store(spot, vault)) as other:
        other.save(replace(other.load("a"), typed={"person.surname": "Lindqvist"}))
    either.build_on("a", either.look("a")[1])
    either.save(draft(typed={"person.surname": "Ferreira"}))
    while either.catch_up():
        pass
    assert [case.id for case in either.find("ferreira")] == ["a"]
    assert either.find("lindqvist") == ()


def test_a_name_that_did_not_change_stays_found_through_many_saves(either: Store, draft: MakeDraft) -> None:
    for turn in range(4):
        either.save(draft(typed={"person.surname": "Ferreira", "job.title": "x" * turn}))
    assert [case.id for case in either.find("ferreira")] == ["a"]
    for name in ("Ferreira Costa", "Ferreira", "Costa"):
        either.save(draft(typed={"person.surname": name}))
        assert [case.id for case in either.find(name)] == ["a"]
    assert either.find("ferreira") == ()


def test_who_only_looks_makes_no_stale_screen_overwrite(
    spot: Place, vault: Vault, either: Store, draft: MakeDraft
) -> None:
    """A list, a print or a deadline reads the case that another screen has open: that one is stale all the same."""
    either.save(draft(typed={"job.title": "one"}))
    with closing(open_store(spot, vault)) as other:
        other.save(replace(other.load("a"), typed={"job.title": "two"}))
        assert either.look("a")[0].typed == {"job.title": "two"}
        with pytest.raises(ChangedElsewhere):
            either.save(draft(typed={"job.title": "three"}))


def test_a_save_does_not_bring_back_what_was_erased_elsewhere(
    spot: Place, vault: Vault, either: Store, draft: MakeDraft
) -> None:
    either.save(draft())
    other = open_store(spot, vault)
    other.erase("a")
    with pytest.raises(ChangedElsewhere):
        either.save(draft(place="x"))
    assert either.find("") == ()
    other.close()


def test_a_case_never_opened_here_is_not_overwritten(
    spot: Place, vault: Vault, either: Store, draft: MakeDraft
) -> None:
    either.save(draft())
    other = open_store(spot, vault)
    with pytest.raises(ChangedElsewhere):
        other.save(draft(place="x"))
    other.close()


def count_up(spot: Place, times: int) -> None:
    store = open_store(spot, fixed_vault())
    done = 0
    while done < times:
        draft = store.load("a")
        try:
            store.save(replace(draft, typed={"n": str(int(draft.typed["n"]) + 1)}))
            done += 1
        except ChangedElsewhere:
            continue
    store.close()


TEN_THOUSAND = (
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not os.environ.get("TALENTDESK_LONG"), reason="minutes: TALENTDESK_LONG=1, before a release"),
)


@pytest.mark.parametrize(
    "times",
    [
        20,
        pytest.param(1000, marks=(pytest.mark.slow, pytest.mark.timeout(600))),
        pytest.param(5000, marks=TEN_THOUSAND),
    ],
)
def test_two_processes_lose_no_update(spot: Place, either: Store, draft: MakeDraft, times: int) -> None:
    either.save(draft(typed={"n": "0"}))
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=count_up, args=(spot, times)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert either.load("a").typed == {"n": str(2 * times)}


# ---- nothing readable on the disk


def test_no_file_holds_a_readable_word(place: Path, store: Store, draft: MakeDraft) -> None:
    canaries = ("KANARIENVOGEL", "金丝雀金丝雀")
    typed = {"person.surname": canaries[0], "person.name_zh": canaries[1], "contact.address_home": canaries[0] * 900}
    for id in "abcdef":
        store.save(draft(id, typed=typed, place=canaries[0]))
    store.find(canaries[1])
    store.erase("b")
    raw = b"".join(file.read_bytes() for file in place.iterdir() if file.name != places.BALLAST)
    assert len(raw) > 20_000
    readable = [
        (canary, encoding)
        for canary in canaries
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
        if canary.encode(encoding) in raw
    ]
    assert readable == []
    index = "".join(f"{ord(character):06x}" for character in "金丝").encode()
    assert index not in raw


def test_many_saves_leave_a_short_log(place: Path, store: Store, draft: MakeDraft) -> None:
    for turn in range(60):
        store.save(draft(typed={"job.title": str(turn) * 3000}))
    log = place / f"{places.DATABASE}-wal"
    assert 0 < log.stat().st_size < 4 << 20
    assert store.tidy()
    assert log.stat().st_size == 0
