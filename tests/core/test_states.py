from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from talentdesk.core.comments import commented, open_comments, settled
from talentdesk.core.history import (
    BURST,
    MOST,
    Held,
    History,
    How,
    added,
    earlier,
    of_question,
    standing,
)
from talentdesk.core.slipcode import asked, slip_code, spaced
from talentdesk.core.states import LOCKED, MOVES, Move, State, last_return, may_move

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def put(history: History, id: str, was: str, now: str, *, at: datetime = NOON, how: How = How.TYPED) -> History:
    return added(history, at, "counter", how, id, (Held(id, was),), (Held(id, now),))


# ---- states


def test_every_state_has_its_moves_and_every_state_can_be_left() -> None:
    assert set(MOVES) == set(State)
    assert all(MOVES[state] and state not in MOVES[state] for state in State)


def test_from_a_draft_every_state_can_be_reached() -> None:
    """`received` is where a case begins that came from elsewhere: nothing moves into it."""
    reached = {State.DRAFT}
    while more := {after for state in reached for after in MOVES[state]} - reached:
        reached |= more
    assert reached == set(State) - {State.RECEIVED}


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        (State.RECEIVED, State.REVIEW, True),
        (State.RECEIVED, State.PRINTED, False),
        (State.RECEIVED, State.READY, False),
        (State.REVIEW, State.RETURNED, True),
        (State.DRAFT, State.RETURNED, False),
        (State.RETURNED, State.PRINTED, False),
        (State.CLOSED, State.DRAFT, False),
        (State.CLOSED, State.REVIEW, True),
    ],
)
def test_a_case_that_was_not_looked_at_is_neither_printed_nor_returned(
    before: State, after: State, allowed: bool
) -> None:
    assert may_move(before, after) is allowed


def test_what_is_locked_can_only_be_looked_at_or_put_away() -> None:
    assert {State.RECEIVED, State.CLOSED} == LOCKED
    assert all(State.REVIEW in MOVES[state] for state in LOCKED)


def test_a_return_counts_until_the_case_is_printed() -> None:
    returned = Move(NOON, "", State.REVIEW, State.RETURNED, 7)
    again = Move(NOON, "", State.RETURNED, State.REVIEW)
    assert last_return((returned, again)) == returned
    assert last_return((returned, again, Move(NOON, "", State.REVIEW, State.PRINTED))) is None
    assert last_return(()) is None


# ---- history


def test_a_burst_in_one_field_is_one_change_and_a_pause_ends_it() -> None:
    history: History = ()
    for n, text in enumerate(("C", "CH", "CHA")):
        was = (Held("a", "CHA"[:n]),)
        history = added(history, NOON + n * SECOND, "x", How.TYPED, "a", was, (Held("a", text),), burst=True)
    assert [(c.was[0].text, c.now[0].text) for c in history] == [("", "CHA")]
    late = history[-1].at + BURST + SECOND
    history = added(history, late, "x", How.TYPED, "a", (Held("a", "CHA"),), (Held("a", "CHAN"),), burst=True)
    assert len(history) == 2


@pytest.mark.parametrize("other", [("b", "x", How.TYPED), ("a", "y", How.TYPED), ("a", "x", How.SCANNED)])
def test_another_field_person_or_way_is_another_change(other: tuple[str, str, How]) -> None:
    history = added((), NOON, "x", How.TYPED, "a", (Held("a"),), (Held("a", "1"),), burst=True)
    id, who, how = other
    history = added(history, NOON, who, how, id, (Held(id),), (Held(id, "2"),), burst=True)
    assert [change.number for change in history] == [1, 2]


def test_undo_and_redo_walk_the_same_way_back_and_forth() -> None:
    history = put(put(put((), "a", "", "1"), "b", "", "2"), "a", "1", "3")
    seen = []
    for _ in range(3):
        last = standing(history)[0]
        assert last is not None
        seen.append(last.number)
        history = added(history, NOON, "", How.UNDONE, last.question, last.now, last.was, of=last.number)
    assert (seen, standing(history)[0]) == ([3, 2, 1], None)
    again = []
    while (next_one := standing(history)[1]) is not None:
        again.append(next_one.number)
        history = added(
            history, NOON, "", How.REDONE, next_one.question, next_one.was, next_one.now, of=next_one.number
        )
    assert again == [1, 2, 3]
    assert standing(history)[0].number == 3  # type: ignore[union-attr]


def test_a_new_answer_forgets_what_could_be_redone() -> None:
    history = put((), "a", "", "1")
    history = added(history, NOON, "", How.UNDONE, "a", history[0].now, history[0].was, of=1)
    assert standing(history)[1] is not None
    assert standing(put(history, "b", "", "2"))[1] is None


def test_what_came_with_the_case_and_what_changed_nothing_is_not_undone() -> None:
    history = put((), "a", "old", "new", how=How.RECEIVED)
    assert put(history, "b", "", "") == history
    history = put(history, "b", "", "x")
    history = added(history, NOON, "counter", How.TYPED, "b", (Held("b", "x"),), (Held("b"),), burst=True)
    assert history[-1].is_idle
    assert standing(history) == (None, None)


def test_the_oldest_changes_go_and_numbers_run_on() -> None:
    history: History = ()
    for n in range(MOST + 5):
        history = put(history, "a", str(n), str(n + 1))
    assert (len(history), history[0].number, history[-1].number) == (MOST, 6, MOST + 5)


def test_the_history_of_a_table_is_that_of_its_cells() -> None:
    history = put(put(put((), "family[0].name", "", "x"), "family_name", "", "y"), "person.name", "", "z")
    assert [change.question for change in of_question(history, "family")] == ["family[0].name"]
    assert [change.question for change in of_question(history, "family[0].name")] == ["family[0].name"]


def test_what_stood_there_before_is_told_only_where_it_differs() -> None:
    history = put(put(put((), "a", "", "1"), "a", "1", "2"), "b", "x", "y")
    assert earlier(history, 1, {"a": "2", "b": "y"}) == {"a": "1", "b": "x"}
    assert earlier(history, 1, {"a": "1", "b": "y"}) == {"b": "x"}
    assert earlier(history, 3, {"a": "2"}) == {}


# ---- comments


def test_one_open_comment_a_question_and_a_blank_one_takes_it_away() -> None:
    comments = commented((), "a", "  first  ", NOON, "counter")
    comments = commented(comments, "b", "other", NOON, "counter")
    comments = commented(comments, "a", "second", NOON, "counter")
    assert {id: each.text for id, each in open_comments(comments).items()} == {"a": "second", "b": "other"}
    assert set(open_comments(commented(comments, "a", " ", NOON, ""))) == {"b"}


def test_a_settled_comment_stays_and_a_new_one_stands_beside_it() -> None:
    comments = settled(commented((), "a", "first", NOON, ""), "a", NOON)
    assert open_comments(comments) == {}
    comments = commented(comments, "a", "again", NOON, "")
    assert [each.text for each in comments] == ["first", "again"]


# ---- codes


def test_a_code_is_always_the_same_and_can_be_read_out() -> None:
    codes = {slip_code(f"{n:032x}") for n in range(5000)}
    assert len(codes) == 5000
    assert slip_code("one") == slip_code("one")
    assert all(len(code) == 6 and not set(code) & set("01ILOU") for code in codes)


@pytest.mark.parametrize("text", ["", "K7", "an", "Chan Tai", "CHANTAIMAN", "K7M20X", "陳大文"])
def test_a_name_is_no_code(text: str) -> None:
    assert asked(text) == ""


def test_a_code_is_taken_as_it_is_written_down() -> None:
    assert asked("k7m-2qx") == asked(" K7M 2QX ") == asked(spaced("K7M2QX")) == "K7M2QX"
