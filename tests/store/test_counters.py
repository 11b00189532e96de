"""Several counters on one store: who has a case, who is there, what is taken over and handed on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from talentdesk.core.draft import Draft
from talentdesk.store.audit import Action
from talentdesk.store.opened import Store
from talentdesk.store.trouble import NoSuchCase

MakeDraft = Callable[..., Draft]
SHORT = timedelta(seconds=5)


def test_others_see_who_has_a_case_and_since_when(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    assert either.claim("w1", "a", name="Counter 3 · Lam") == "a"
    held = either.holders()["a"]
    assert (held.owner, held.name, held.giver) == ("w1", "Counter 3 · Lam", "")
    assert either.claim("w2", "a", name="Counter 4") is None
    assert either.claim("w1", "a", name="Counter 3 · Lam") == "a"
    again = either.holders()["a"]
    assert again.since == held.since
    assert again.until > held.until


def test_a_case_is_taken_over_and_both_know_from_whom(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    either.claim("w1", "a", name="Counter 3")
    before = either.take_over("a", "w2", name="Counter 4")
    assert before is not None
    assert before.name == "Counter 3"
    now = either.holders()["a"]
    assert (now.owner, now.name, now.giver) == ("w2", "Counter 4", "Counter 3")
    assert either.claim("w1", "a") is None
    assert either.take_over("a", "w2") is None
    acts = [(act.action, act.result) for act in either.acts() if act.action == Action.HANDOVER]
    assert acts == [(Action.HANDOVER, "taken over")]
    assert not any("Counter" in str(act) for act in either.acts())
    with pytest.raises(NoSuchCase):
        either.take_over("none", "w2")


def test_a_case_nobody_has_is_just_taken(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    assert either.take_over("a", "w2", name="Counter 4") is None
    assert either.holders()["a"].owner == "w2"
    assert not [act for act in either.acts() if act.action == Action.HANDOVER]


def test_a_case_is_handed_to_a_counter_that_is_there(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    either.attend("w1", "Counter 3", ("a",), timedelta(minutes=1))
    either.attend("w2", "Counter 4", (), timedelta(minutes=1))
    assert [each.name for each in either.counters()] == ["Counter 3", "Counter 4"]
    either.claim("w1", "a", name="Counter 3")
    assert either.hand_over("a", "w1", "w2", name="Counter 4")
    held = either.holders()["a"]
    assert (held.owner, held.name, held.giver) == ("w2", "Counter 4", "Counter 3")
    assert not either.hand_over("a", "w1", "w2", name="Counter 4")
    assert [act.result for act in either.acts() if act.action == Action.HANDOVER] == ["handed over"]


def test_who_says_nothing_is_no_longer_there_and_has_nothing(either: Store, draft: MakeDraft) -> None:
    """The clock of the test moves on a second with each question."""
    either.save(draft())
    either.attend("w1", "Counter 3", (), SHORT)
    either.claim("w1", "a", SHORT, "Counter 3")
    for _ in range(8):
        either.attend("w1", "Counter 3", ("a",), SHORT)
    assert either.holders()["a"].owner == "w1"
    for _ in range(8):
        either.attend("w2", "Counter 4", ("a",), SHORT)
    assert not either.holders()
    assert [each.owner for each in either.counters()] == ["w2"]


def test_who_goes_leaves_at_once(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    either.attend("w1", "Counter 3", (), timedelta(minutes=1))
    either.claim("w1", "a")
    either.go("w1")
    assert not either.holders()
    assert not either.counters()
