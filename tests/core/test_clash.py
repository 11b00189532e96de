"""Two versions of one case: where they differ, and what is made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from talentdesk.core.clash import STATE, Side, Versions, joined, points
from talentdesk.core.comments import Comment
from talentdesk.core.draft import Draft, State
from talentdesk.core.history import Held, History, How, added, standing
from talentdesk.core.states import Move

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
BASE = Draft("a", "residence-permit", "2024-01-01", date(2026, 11, 26))


def typing(draft: Draft, who: str, minute: int, **answers: str) -> Draft:
    """The draft after somebody typed; `__` stands for the dot of an id."""
    history: History = draft.history
    typed = dict(draft.typed)
    for key, text in answers.items():
        id = key.replace("__", ".")
        was = [Held(id, typed.get(id, ""))]
        typed[id] = text
        history = added(history, NOW + timedelta(minutes=minute), who, How.TYPED, id, was, [Held(id, text)])
    return replace(draft, typed={id: text for id, text in typed.items() if text}, history=history)


def pair(theirs: Draft, mine: Draft, base: Draft | None = BASE) -> Versions:
    return Versions(base, theirs, mine, 2)


def test_what_only_one_side_changed_is_not_asked() -> None:
    base = typing(BASE, "one", 0, person__surname="A", job__title="clerk")
    versions = pair(typing(base, "one", 1, person__surname="B"), typing(base, "two", 1, job__title="cook"), base)
    assert [(point.id, point.given) for point in points(versions)] == [
        ("person.surname", Side.THEIRS),
        ("job.title", Side.MINE),
    ]
    assert joined(versions, {}, NOW, "two").typed == {"person.surname": "B", "job.title": "cook"}


def test_what_both_changed_comes_first_and_is_asked() -> None:
    base = typing(BASE, "one", 0, person__surname="A", job__title="clerk")
    theirs = typing(base, "one", 1, person__surname="B", job__title="baker")
    versions = pair(theirs, typing(base, "two", 2, person__surname="C"), base)
    assert [(point.id, point.given) for point in points(versions)] == [
        ("person.surname", None),
        ("job.title", Side.THEIRS),
    ]
    for side, text in ((Side.THEIRS, "B"), (Side.MINE, "C")):
        made = joined(versions, {"person.surname": side}, NOW, "two")
        assert made.typed == {"person.surname": text, "job.title": "baker"}
        assert {change.now[0].text for change in made.history} >= {"A", "B", "C"}
        assert [change.number for change in made.history] == list(range(1, len(made.history) + 1))


def test_both_the_same_is_no_point() -> None:
    versions = pair(typing(BASE, "one", 1, job__title="cook"), typing(BASE, "two", 2, job__title="cook"))
    assert points(versions) == ()
    made = joined(versions, {}, NOW, "two")
    assert [change.who for change in made.history] == ["one", "two"]


def test_a_table_is_one_point_and_its_rows_are_never_mixed() -> None:
    base = replace(BASE, typed={"family[0].name": "Ana", "family[1].name": "Rui"})
    theirs = replace(base, typed={"family[0].name": "Rui"})
    mine = replace(base, typed={**base.typed, "family[1].name": "Rui M.", "family[1].work": "cook"})
    versions = pair(theirs, mine, base)
    assert [(point.id, point.given) for point in points(versions)] == [("family", None)]
    assert joined(versions, {"family": Side.THEIRS}, NOW, "two").typed == theirs.typed
    assert joined(versions, {"family": Side.MINE}, NOW, "two").typed == mine.typed


def test_none_is_an_answer_and_sources_go_with_it() -> None:
    base = replace(BASE, typed={"person.former_names": "X"}, sources={"person.former_names": "mrz"})
    theirs = replace(base, declined=frozenset({"person.former_names"}))
    mine = replace(base, typed={"person.former_names": "Y"}, sources={})
    made = joined(pair(theirs, mine, base), {"person.former_names": Side.MINE}, NOW, "two")
    assert (made.typed, made.declined, made.sources) == ({"person.former_names": "Y"}, frozenset(), {})
    made = joined(pair(theirs, mine, base), {"person.former_names": Side.THEIRS}, NOW, "two")
    assert (made.declined, made.sources) == (theirs.declined, theirs.sources)


def test_undoing_ends_at_the_decision() -> None:
    base = typing(BASE, "one", 0, person__surname="A")
    theirs, mine = typing(base, "one", 1, person__surname="B"), typing(base, "two", 2, person__surname="C")
    made = joined(pair(theirs, mine, base), {"person.surname": Side.MINE}, NOW, "two")
    undone = standing(made.history)[0]
    assert undone is not None
    assert undone.how is How.DECIDED
    assert undone.was == (Held("person.surname", "B"),)
    kept = joined(pair(theirs, mine, base), {"person.surname": Side.THEIRS}, NOW, "two")
    assert standing(kept.history) == (None, None)


def test_an_undo_of_mine_still_names_its_own_change() -> None:
    base = typing(BASE, "one", 0, person__surname="A")
    theirs = typing(base, "one", 1, job__title="cook")
    mine = typing(base, "two", 2, person__surname="B")
    last = mine.history[-1]
    mine = replace(
        mine, typed=base.typed, history=added(
            mine.history, NOW, "two", How.UNDONE, "person.surname", last.now, last.was, of=last.number
        ),
    )  # fmt: skip
    made = joined(pair(theirs, mine, base), {}, NOW, "two")
    redo = next(change for change in made.history if change.how is How.UNDONE)
    assert next(change for change in made.history if change.number == redo.of).now == last.now


def test_comments_ticks_and_moves_of_both_stay() -> None:
    old = Comment("job.title", "which?", NOW, "one", None)
    base = replace(BASE, comments=(old,), seen=frozenset({"passport:copy"}))
    new = Comment("person.surname", "as printed?", NOW, "two", None)
    theirs = replace(base, comments=(), seen=frozenset({"passport:copy", "degree:copy"}))
    mine = replace(base, comments=(old, new), seen=frozenset({"passport:original"}))
    step = Move(NOW, "two", State.DRAFT, State.REVIEW, 0)
    mine = replace(mine, state=State.REVIEW, moves=(step,))
    versions = pair(theirs, mine, base)
    made = joined(versions, {}, NOW, "two")
    assert made.comments == (new,)
    assert made.seen == {"degree:copy", "passport:original"}
    assert (made.state, made.moves) == (State.REVIEW, (step,))


def test_two_states_are_asked_about() -> None:
    theirs, mine = replace(BASE, state=State.READY), replace(BASE, state=State.RETURNED)
    versions = pair(theirs, mine)
    assert [(point.id, point.given) for point in points(versions)] == [(STATE, None)]
    assert joined(versions, {STATE: Side.THEIRS}, NOW, "two").state is State.READY


@pytest.mark.parametrize("side", list(Side))
def test_where_the_beginning_is_not_known_everything_is_asked(side: Side) -> None:
    theirs = typing(BASE, "one", 1, job__title="cook")
    versions = pair(theirs, BASE, None)
    found: Any = points(versions)
    assert [(point.id, point.given) for point in found] == [("job.title", None)]
    assert joined(versions, {"job.title": side}, NOW, "two").typed == ({} if side is Side.MINE else theirs.typed)
