"""What a case remembers of its way comes back, stays small, travels, and goes with the case."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from talentdesk.core.clash import Side, Versions, joined
from talentdesk.core.comments import commented
from talentdesk.core.draft import Draft, State
from talentdesk.core.history import Held, History, How, added
from talentdesk.core.slipcode import slip_code
from talentdesk.core.states import Move
from talentdesk.store import place as places
from talentdesk.store.address import Place, Server
from talentdesk.store.audit import Action
from talentdesk.store.engine import engine_for
from talentdesk.store.migrations import SCRIPTS
from talentdesk.store.opened import Store, open_store
from talentdesk.store.salvage import salvage
from talentdesk.store.tables import ChangeRow
from talentdesk.store.trouble import ChangedElsewhere, NoSuchCase
from talentdesk.store.vault import Vault

MakeDraft = Callable[..., Draft]
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def typing(history: History, question: str, *texts: str, after: float = 1.0) -> History:
    """Each text as it stood after a key."""
    for text in texts:
        last = history[-1] if history else None
        was = last.was if last and last.question == question else (Held(question),)
        at = (last.at if last else NOON) + timedelta(seconds=after)
        history = added(history, at, "counter 3", How.TYPED, question, was, (Held(question, text),), burst=True)
    return history


def rows(store: Store) -> int:
    with store._looking.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(ChangeRow)).scalar_one()


def test_the_way_of_a_case_comes_back_with_it(either: Store, draft: MakeDraft) -> None:
    history = typing((), "person.surname", "C", "CH\0AN \ud800")
    history = typing(history, "person.given_names", "Tai")
    comments = commented((), "person.surname", "As in the passport", NOON, "counter 3")
    moves = (Move(NOON, "counter 3", State.DRAFT, State.REVIEW, 2),)
    either.save(draft(history=history, comments=comments, moves=moves, state=State.REVIEW))
    read = either.load("a")
    assert (read.history, read.comments, read.moves) == (history, comments, moves)


def test_a_burst_of_keys_is_one_row_and_grows_in_place(either: Store, draft: MakeDraft) -> None:
    history: History = ()
    for length in range(1, 30):
        history = typing(history, "person.surname", "x" * length)
        either.save(draft(history=history))
    assert rows(either) == 1
    either.save(draft(history=typing(history, "person.given_names", "T")))
    assert rows(either) == 2
    assert either.load("a").history[0].now == (Held("person.surname", "x" * 29),)


def test_a_save_without_a_history_takes_none_away(either: Store, draft: MakeDraft) -> None:
    either.save(draft(history=typing((), "person.surname", "CHAN")))
    either.save(draft(place="person.surname"))
    assert len(either.load("a").history) == 1


def test_deciding_for_mine_keeps_what_the_other_desk_changed(
    spot: Place, vault: Vault, either: Store, draft: MakeDraft
) -> None:
    """The whole way: two begin from one case, both change one answer, one says that theirs holds."""
    begun = typing((), "person.surname", "A")
    either.save(draft(typed={"person.surname": "A"}, history=begun))
    base = either.load("a")
    with closing(open_store(spot, vault)) as other:
        other.save(
            replace(
                other.load("a"), typed={"person.surname": "B"}, history=typing(begun, "person.surname", "B", after=60)
            )
        )
    mine = replace(base, typed={"person.surname": "C"}, history=typing(begun, "person.surname", "C", after=60))
    with pytest.raises(ChangedElsewhere):
        either.save(mine)
    theirs, version = either.look("a")
    made = joined(Versions(base, theirs, mine, version), {"person.surname": Side.MINE}, base.saved_at or NOON, "two")
    either.build_on("a", version)
    either.save(made)
    kept = either.load("a")
    assert kept.typed == {"person.surname": "C"}
    assert kept.history == made.history
    assert {each.now[0].text for each in kept.history} == {"A", "B", "C"}
    assert kept.history[-1].how is How.DECIDED
    either.save(replace(kept, history=typing(kept.history, "passport.number", "X1")))
    assert len(either.load("a").history) == len(kept.history) + 1


def test_changes_go_with_the_case(either: Store, draft: MakeDraft) -> None:
    either.save(draft(history=typing((), "person.surname", "CHAN")))
    either.save(draft("b", history=typing((), "person.surname", "LAM")))
    either.erase("a")
    assert rows(either) == 1
    with pytest.raises(NoSuchCase):
        either.load("a")


def test_erased_answers_are_nowhere_in_the_file(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    """The engine overwrites what it deletes, in the table of changes too."""
    with closing(open_store(ready, vault)) as store:
        store.save(draft(history=typing((), "person.surname", "CHANTAIMAN")))
        store.erase("a")
        with store._engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
            assert not connection.exec_driver_sql("SELECT count(*) FROM changes").scalar()


def test_a_move_is_an_act_and_typing_is_none(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    either.save(draft(typed={"person.surname": "CHAN"}))
    either.save(draft(typed={"person.surname": "CHAN"}, state=State.REVIEW))
    either.load("a")
    either.save(draft(typed={"person.surname": "CHAN"}, state=State.RETURNED))
    states = [act.result for act in either.acts() if act.action == Action.STATE]
    assert states == ["review", "returned"]
    assert either.verify_acts().breach is None
    assert not any("CHAN" in str(act) for act in either.acts())


def test_a_refused_save_notes_no_move(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    either._versions["a"] = 99
    with pytest.raises(ChangedElsewhere):
        either.save(draft(state=State.REVIEW))
    either._versions["a"] = 1
    assert not [act for act in either.acts() if act.action == Action.STATE]
    either.save(draft(state=State.REVIEW))
    assert [act.result for act in either.acts() if act.action == Action.STATE] == ["review"]


# ---- finding


def test_the_slips_code_finds_its_case_as_it_is_typed(either: Store, draft: MakeDraft) -> None:
    for id in ("one", "two", "three"):
        either.save(draft(id, typed={"person.surname": "CHAN"}))
    code = slip_code("two")
    for typed in (code, code.lower(), f"{code[:3]} {code[3:]}", f" {code[:3]}-{code[3:]} ", code[:4]):
        assert [line.id for line in either.find(typed)] == ["two"], typed
    assert either.find(code[:4] + ("2" if code[4] != "2" else "3")) == ()
    (line,) = either.find(code)
    assert line.code == code


def test_a_case_number_is_found_as_it_is_printed(either: Store, draft: MakeDraft) -> None:
    for id in "abcdefghijkl":
        either.save(draft(id))
    assert [line.number for line in either.find("0012")] == [12]
    assert {line.number for line in either.find("12")} == {12}
    assert either.find("0013") == ()


@pytest.mark.parametrize(
    ("question", "text", "typed"),
    [
        ("person.middle_name", "Marie", "marie"),
        ("employer.uscc", "91440300MA5EYX1234", "ma5eyx"),
        ("photo.receipt", "GD 2026 118", "2026118"),
        ("host.document_number", "H0123456", "h0123"),
        ("family[1].name", "Đặng Thu Hà", "dang ha"),
    ],
)
def test_more_names_and_numbers_are_found(
    either: Store, draft: MakeDraft, question: str, text: str, typed: str
) -> None:
    either.save(draft(typed={question: text}))
    assert [line.id for line in either.find(typed)] == ["a"]


def test_states_are_counted_and_listed_whatever_is_loaded(either: Store, draft: MakeDraft) -> None:
    names = ["CHAN", "LAM", "CHAN", "CHAN"]
    states = [State.DRAFT, State.REVIEW, State.REVIEW, State.CLOSED]
    for number, (name, state) in enumerate(zip(names, states, strict=True)):
        either.save(draft(f"c{number}", typed={"person.surname": name}, state=state))
    assert either.counts().of == {State.DRAFT: 1, State.REVIEW: 2, State.CLOSED: 1}
    assert either.counts("chan").of == {State.DRAFT: 1, State.REVIEW: 1, State.CLOSED: 1}
    assert either.counts("…").of == {}
    assert [line.id for line in either.find("", 10, (State.REVIEW,))] == ["c2", "c1"]
    assert [line.id for line in either.find("", 1, (State.DRAFT, State.REVIEW))] == ["c2"]
    assert [line.id for line in either.find("chan", 10, (State.CLOSED,))] == ["c3"]


def test_the_list_says_since_when_and_how_much_is_to_be_put_right(either: Store, draft: MakeDraft) -> None:
    comments = commented((), "person.surname", "As in the passport", NOON, "")
    comments = commented(comments, "passport.number", "One letter too many", NOON, "")
    moves = (Move(NOON, "", State.DRAFT, State.REVIEW), Move(NOON, "", State.REVIEW, State.RETURNED))
    either.save(draft(comments=comments, moves=moves, state=State.RETURNED))
    (line,) = either.find("")
    assert (line.state, line.state_at, line.remarks) == (State.RETURNED, NOON, 2)


# ---- travelling


def test_changes_and_comments_move_to_another_store(
    ready: Path, vault: Vault, centre: Server, draft: MakeDraft
) -> None:
    history = typing((), "person.surname", "CHAN")
    comments = commented((), "person.surname", "As in the passport", NOON, "")
    with closing(open_store(ready, vault)) as source, closing(open_store(centre, vault)) as target:
        source.save(draft(history=history, comments=comments))
        source.save(draft("b"))
        source.move_to(target)
        assert target.load("a") == source.load("a")
        assert target.load("a").history == history


def test_changes_are_salvaged_with_their_case(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    history = typing((), "person.surname", "CHAN")
    with closing(open_store(ready, vault)) as store:
        store.save(draft(history=history))
    salvage(ready, vault.key, NOON)
    with closing(open_store(ready, vault)) as store:
        assert store.load("a").history == history


def test_a_case_is_salvaged_though_its_changes_are_lost(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    with closing(open_store(ready, vault)) as store:
        for id in ("a", "b"):
            store.save(draft(id, typed={"person.surname": id}, history=typing((), "person.surname", "x" * 9000)))
        with store._engine.connect() as connection:
            root = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'changes'").scalar_one()
    file = ready / places.DATABASE
    with file.open("r+b") as stream:
        stream.seek(4096 * (root - 1) + 100)
        stream.write(b"\0" * 64)
    salvage(ready, vault.key, NOON)
    with closing(open_store(ready, vault)) as store:
        assert [store.load(id).typed["person.surname"] for id in ("a", "b")] == ["a", "b"]
        assert store.load("a").history == ()


def test_an_older_store_gets_its_codes(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    with closing(open_store(ready, vault)) as store:
        store.save(draft("one"))
    engine = engine_for(ready / places.DATABASE, vault.key, foreign_keys=False)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(SCRIPTS))
        command.downgrade(config, "0006")
    engine.dispose()
    with closing(open_store(ready, vault)) as store:
        assert [line.id for line in store.find(slip_code("one"))] == ["one"]
