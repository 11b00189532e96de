"""Several counters on one store: who has a case, who is there, what is taken over and handed on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest

from talentdesk.core.draft import Draft
from talentdesk.service import attendance
from talentdesk.service.owners import is_dead, new_owner
from talentdesk.store.audit import Action
from talentdesk.store.opened import Store
from talentdesk.store.trouble import NoSuchCase

MakeDraft = Callable[..., Draft]
SHORT = timedelta(seconds=5)


def test_others_see_who_has_a_case_and_since_when(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    assert either.attendance.claim("w1", "a", name="Counter 3 · Lam") == "a"
    held = either.attendance.holders()["a"]
    assert (held.owner, held.name, held.giver) == ("w1", "Counter 3 · Lam", "")
    assert either.attendance.claim("w2", "a", name="Counter 4") is None
    assert either.attendance.claim("w1", "a", name="Counter 3 · Lam") == "a"
    again = either.attendance.holders()["a"]
    assert again.since == held.since
    assert again.until > held.until


def test_a_case_is_taken_over_and_both_know_from_whom(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    either.attendance.claim("w1", "a", name="Counter 3")
    before = either.attendance.take_over("a", "w2", name="Counter 4")
    assert before is not None
    assert before.name == "Counter 3"
    now = either.attendance.holders()["a"]
    assert (now.owner, now.name, now.giver) == ("w2", "Counter 4", "Counter 3")
    assert either.attendance.claim("w1", "a") is None
    assert either.attendance.take_over("a", "w2") is None
    acts = [(act.action, act.result) for act in either.acts() if act.action == Action.HANDOVER]
    assert acts == [(Action.HANDOVER, "taken over")]
    assert not any("Counter" in str(act) for act in either.acts())
    with pytest.raises(NoSuchCase):
        either.attendance.take_over("none", "w2")


def test_a_case_nobody_has_is_just_taken(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    assert either.attendance.take_over("a", "w2", name="Counter 4") is None
    assert either.attendance.holders()["a"].owner == "w2"
    assert not [act for act in either.acts() if act.action == Action.HANDOVER]


def test_a_case_is_handed_to_a_counter_that_is_there(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    either.attendance.attend("w1", "Counter 3", ("a",), timedelta(minutes=1))
    either.attendance.attend("w2", "Counter 4", (), timedelta(minutes=1))
    assert [each.name for each in either.attendance.counters()] == ["Counter 3", "Counter 4"]
    either.attendance.claim("w1", "a", name="Counter 3")
    assert either.attendance.hand_over("a", "w1", "w2", name="Counter 4")
    held = either.attendance.holders()["a"]
    assert (held.owner, held.name, held.giver) == ("w2", "Counter 4", "Counter 3")
    assert not either.attendance.hand_over("a", "w1", "w2", name="Counter 4")
    assert [act.result for act in either.acts() if act.action == Action.HANDOVER] == ["handed over"]


def test_who_says_nothing_is_no_longer_there_and_has_nothing(either: Store, draft: MakeDraft) -> None:
    """The clock of the test moves on a second with each question."""
    either.save(draft())
    either.attendance.attend("w1", "Counter 3", (), SHORT)
    either.attendance.claim("w1", "a", SHORT, "Counter 3")
    for _ in range(8):
        either.attendance.attend("w1", "Counter 3", ("a",), SHORT)
    assert either.attendance.holders()["a"].owner == "w1"
    for _ in range(8):
        either.attendance.attend("w2", "Counter 4", ("a",), SHORT)
    assert not either.attendance.holders()
    assert [each.owner for each in either.attendance.counters()] == ["w2"]


def test_who_goes_leaves_at_once(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    either.attendance.attend("w1", "Counter 3", (), timedelta(minutes=1))
    either.attendance.claim("w1", "a")
    either.attendance.go("w1")
    assert not either.attendance.holders()
    assert not either.attendance.counters()


# ---- who died


def owner_of_a_dead_process() -> str:
    """What a window was called whose process is gone."""
    told = "from talentdesk.service.owners import new_owner; print(new_owner())"
    return subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells one start of the machine from another")
def test_a_window_that_was_killed_keeps_nothing_from_the_next_one(either: Store, draft: MakeDraft) -> None:
    """A clerk starts the program again after a crash and goes on at once."""
    either.save(draft())
    dead, mine = owner_of_a_dead_process(), new_owner()
    either.attendance.attend(dead, "Counter 3", (), attendance.LASTING)
    assert either.attendance.claim(dead, "a", attendance.LASTING, "Counter 3") == "a"
    assert attendance.take_case(either, "a", mine, "Counter 3")
    assert either.attendance.holders()["a"].owner == mine
    assert [each.owner for each in either.attendance.counters()] == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells one start of the machine from another")
def test_a_look_around_sees_no_dead_window(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    dead, mine = owner_of_a_dead_process(), new_owner()
    either.attendance.attend(dead, "Counter 3", (), attendance.LASTING)
    either.attendance.claim(dead, "a", attendance.LASTING, "Counter 3")
    seen = attendance.look_around(either, mine, "Counter 4", (), say_so=True)
    assert seen.held == {}
    assert [each.owner for each in seen.counters] == [mine]


def test_whoever_may_be_alive_keeps_its_case(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    mine, other_machine = new_owner(), f"{'0' * 12}-1-{'a' * 32}"
    assert len(mine) <= 64
    assert mine != new_owner()
    for owner in (mine, other_machine, "w1", f"{mine.partition('-')[0]}-99999999999999999999-{'a' * 32}"):
        assert not is_dead(owner)
        assert either.attendance.claim(owner, "a", attendance.LASTING, "Counter 3") == "a"
        assert not attendance.take_case(either, "a", "w9", "Counter 4")
        either.attendance.release("a", owner)
