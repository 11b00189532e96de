"""Where very many cases hold what is looked for, the answer is the same as where few do, and as cheap."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.core.draft import Draft, State
from talentdesk.store import keeper as keeping
from talentdesk.store import listing, newest, search
from talentdesk.store import place as places
from talentdesk.store.address import Place
from talentdesk.store.engine import engine_for
from talentdesk.store.keeper import Keeper
from talentdesk.store.migrations import SCRIPTS, migrate
from talentdesk.store.opened import Store, open_store
from talentdesk.store.vault import Vault
from talentdesk.store.words import endings_of, holds, is_certain, query_for, wanted_in, words_of, words_with

MakeDraft = Callable[..., Draft]
SOON = 20.0
SURNAMES = ("Chan", "Changchien", "Ng", "Łukasz", "陳", "Wong")
STATES = (State.DRAFT, State.DRAFT, State.DRAFT, State.REVIEW, State.REVIEW, State.CLOSED)
NUMBER = 90


@pytest.fixture
def crowd(spot: Place, vault: Vault, draft: MakeDraft) -> Iterator[tuple[Store, list[Draft]]]:
    """Many cases, not saved in the order of their numbers, some of them with a name that was changed; the last saved
    comes first."""
    dice, moment = random.Random(7), datetime(2026, 11, 26, tzinfo=UTC)
    ticks = (moment + timedelta(seconds=second) for second in range(1, 10**6))
    store = open_store(spot, vault, now=lambda: next(ticks))
    made = []
    for number in range(NUMBER):
        typed = {"person.surname": dice.choice(SURNAMES), "passport.number": f"X{dice.randrange(10**6):06}"}
        made.append(draft(f"{number:032x}", typed=typed, state=dice.choice(STATES)))
        store.save(made[-1])
    dice.shuffle(made)
    for at, each in enumerate(made):
        typed = {**each.typed, "person.surname": dice.choice(SURNAMES)} if at % 3 == 0 else each.typed
        made[at] = replace(store.load(each.id), typed=typed)
        store.save(made[at])
    yield store, made[::-1]
    store.close()


ASKED = ("", "chan", "n", "g", "ng", "陳", "łukasz", "x1", "1", "7", "00", "chan x", "0012", "nobody")


def expected(text: str, made: list[Draft], states: tuple[State, ...] = ()) -> list[str]:
    wanted = wanted_in(text)

    def is_found(case: Draft) -> bool:
        return holds(words_of(case.typed, case.number), wanted) or (text.isdigit() and int(text) == case.number)

    return [case.id for case in made if is_found(case) and (not states or case.state in states)]


@pytest.mark.parametrize(("few", "common"), [(800, 20_000), (0, 20_000), (0, 1), (5, 30)])
def test_every_way_of_looking_finds_the_same_in_the_same_order(
    crowd: tuple[Store, list[Draft]], few: int, common: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, made = crowd
    monkeypatch.setattr(newest, "FEW", few)
    monkeypatch.setattr(listing, "FEW", few)
    monkeypatch.setattr(newest, "_FEW_BARE", few)
    monkeypatch.setattr(search, "_COMMON", common)
    for text in ASKED:
        for states in ((), (State.REVIEW,), (State.DRAFT, State.CLOSED), (State.RETURNED,)):
            ids = [case.id for case in store.find(text, 1000, states)]
            assert ids == expected(text, made, states), (text, states)
            assert [case.id for case in store.find(text, 4, states)] == ids[:4]


def test_states_of_what_is_found_are_counted_and_more_is_said(
    crowd: tuple[Store, list[Draft]], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, made = crowd
    by_id = {case.id: case.state for case in made}
    for text in ASKED:
        tally = store.counts(text)
        assert (tally.of, tally.more) == (Counter(by_id[id] for id in expected(text, made)), False), text
    monkeypatch.setattr(listing, "MOST_COUNTED", 10)
    whole = len(expected("n", made))
    for common in (20_000, 5):
        monkeypatch.setattr(search, "_COMMON", common)
        tally = store.counts("n")
        assert sum(tally.of.values()) == (10 if tally.more else whole)
        assert tally.more or store._engine.dialect.name == "postgresql", "a server counts them all"


def test_people_are_found_in_the_order_of_their_last_change_however_many_there_are(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from talentdesk.core.person import Person, Value

    for number in range(40):
        store.people.make(Person(f"p{number}", values={"person.surname": Value("Chan" if number % 2 else "Ng")}))
    store.people.keep_values("p1", {"person.given_names": Value("Tai Man")})
    usual = [line.id for line in store.people.find("chan")]
    assert usual == ["p1", *(f"p{number}" for number in range(39, 1, -2))]
    # Parts, several words, numbers as shown; and what only the space between two words would hold.
    texts = ("an", "chan tai", "tai chan", "p-003", "0", "chantai", "n t")
    told = {text: [line.id for line in store.people.find(text)] for text in texts}
    assert [len(told[text]) for text in texts] == [20, 1, 1, 10, 40, 0, 1]
    monkeypatch.setattr(newest, "_FEW_BARE", 0)
    assert [line.id for line in store.people.find("chan")] == usual
    monkeypatch.setattr(search, "_COMMON", 1)
    monkeypatch.setattr(newest, "_MOST_STEP", 2)
    assert [line.id for line in store.people.find("chan", 3)] == usual[:3]
    assert {text: [line.id for line in store.people.find(text)] for text in texts} == told
    assert {text: [line.id for line in store.people.find(text, 2)] for text in texts} == {
        text: found[:2] for text, found in told.items()
    }


# ---- a name that changes while somebody types


def waiting(store: Store) -> list[str]:
    with Session(store._looking) as session:
        return list(session.scalars(sa.text("SELECT words FROM search_late")))


def test_a_changed_name_waits_for_a_quiet_moment_and_is_found_at_once(store: Store, draft: MakeDraft) -> None:
    store.save(draft(typed={"person.surname": "Chan"}))
    assert waiting(store) == []
    for surname in ("Cha", "Chau"):
        store.save(draft(typed={"person.surname": surname}))
    assert waiting(store) == ["chau 1"]
    assert [len(store.find(text)) for text in ("chan", "chau", "hau", "1")] == [0, 1, 1, 1]
    assert store.catch_up()
    assert not store.catch_up()
    assert waiting(store) == []
    assert [len(store.find(text)) for text in ("chan", "chau", "hau", "1")] == [0, 1, 1, 1]


def test_an_erased_case_leaves_no_name_that_waits(store: Store, draft: MakeDraft) -> None:
    for surname in ("Chan", "龘靐齉"):
        store.save(draft(typed={"person.surname": surname}))
    store.erase("a")
    assert waiting(store) == []
    with store._engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT block FROM search_data").scalars().all()
    assert not any("靐".encode() in block or b"chan" in block for block in kept)


def test_the_keeper_catches_up_when_nobody_types(
    ready: Path, vault: Vault, draft: MakeDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper(ready, lambda *_: None, lambda _: None, unlock=lambda _: vault)
    keeper.start()
    for surname in ("Chan", "Chau"):
        keeper.save(draft(typed={"person.surname": surname}), 1)
        keeper.flush().result(SOON)
    assert keeper.ask(waiting).result(SOON) == ["chau 1"]
    monkeypatch.setattr(keeping, "IDLE", 0.0)
    while keeper.ask(waiting).result(SOON):
        pass  # pytest's own time limit ends it
    assert keeper.close(SOON)


# ---- what a save writes


def test_a_save_writes_no_index_that_it_leaves_as_it_was(store: Store, draft: MakeDraft) -> None:
    told: list[str] = []
    store.save(draft(typed={"job.title": "x"}))
    sa.event.listen(store._engine, "before_cursor_execute", lambda *said: told.append(said[2]))
    store.save(draft(typed={"job.title": "xy"}, place="job.title"))
    (update,) = (statement for statement in told if statement.startswith("UPDATE drafts"))
    assert not {"state=", "due=", "code=", "created_at="} & set(update.replace("?", "").replace(",", " ").split())
    store.save(draft(typed={"job.title": "xy"}, state=State.REVIEW))
    assert store.counts().of == {State.REVIEW: 1}


def test_counts_read_no_row(store: Store, draft: MakeDraft) -> None:
    store.save(draft(typed={"person.surname": "Chan"}))
    plans = []
    with Session(store._looking) as session:
        for statement in ("SELECT state, count(*) FROM drafts GROUP BY state", str(listing._STATES)):
            told = session.execute(sa.text(f"EXPLAIN QUERY PLAN {statement}"), {"some": "[1]"}).all()
            plans.append(" ".join(row[3] for row in told))
    assert "COVERING INDEX ix_drafts_state" in plans[0]
    assert "TEMP" not in plans[0]
    assert "COVERING INDEX ix_drafts_number_state" in plans[1]


# ---- the words


@pytest.mark.parametrize("words", [(), ("a",), ("chan", "陳大文", "𠮷"), ("x" * 100, "1")])
def test_words_come_back_from_their_endings_unless_they_are_cut(words: tuple[str, ...]) -> None:
    assert words_with(endings_of(words)) == words


def test_a_very_long_word_is_found_by_all_of_it_and_by_nothing_else(store: Store, draft: MakeDraft) -> None:
    long = "".join(map(chr, range(0x4E00, 0x4E00 + 90)))
    store.save(draft("a", typed={"person.name_zh": long}))
    store.save(draft("b", typed={"person.name_zh": long[40:] + long[:40]}))
    assert not is_certain([long])
    assert query_for([long]).count("AND") == 2
    assert [case.id for case in store.find(long)] == ["a"]
    assert [case.id for case in store.find(long[10:80])] == ["a"]
    assert {case.id for case in store.find(long[41:60])} == {"a", "b"}


# ---- from the earlier form


def test_a_store_of_the_earlier_form_is_searched_as_before(place: Path, vault: Vault) -> None:
    from alembic import command
    from alembic.config import Config

    from talentdesk.core.person import Person, Value

    made: dict[str, Any] = {"a": {"person.surname": "ŁUKASZ-X", "person.name_zh": "𠮷大文"}, "b": {}}
    with closing(open_store(place, vault)) as store:
        for id, typed in made.items():
            store.save(Draft(id, "residence-permit", "2024-01-01", date(2026, 11, 26), typed))
        store.save(replace(store.load("b"), typed={"person.surname": "Changed"}))
        store.people.make(Person("p", values={"person.surname": Value("Vong")}))
    engine = engine_for(place / places.DATABASE, vault.key, foreign_keys=False)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(SCRIPTS))
        command.downgrade(config, "0010")
        old = connection.exec_driver_sql("SELECT c0 FROM search_content ORDER BY id").scalars().all()
    engine.dispose()
    assert old[1].startswith(f"{ord('c'):06x}{ord('h'):06x} "), "what waited is in the earlier index"
    migrate(place, vault.key)
    with closing(open_store(place, vault)) as store:
        found = {text: [case.id for case in store.find(text)] for text in ("ukas", "szx", "大文", "hange", "2")}
        assert found == {"ukas": ["a"], "szx": ["a"], "大文": ["a"], "hange": ["b"], "2": ["b"]}
        assert [line.id for line in store.people.find("ong")] == ["p"]


# ---- the figures


@pytest.mark.slow
def test_the_benchmark_of_the_store_runs_and_says_what_it_missed(tmp_path: Path) -> None:
    """With few cases: that the command works. What is promised is of a hundred thousand."""
    file = Path(__file__).parents[1] / "benchmarks" / "bench_store.py"
    done = subprocess.run([sys.executable, str(file), "300"], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == int("MISSED" in done.stdout), done.stderr
    assert "save a name, p95" in done.stdout
    assert "purge of 15" in done.stdout
