"""What the store does for itself between saves."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from talentdesk.core.draft import Draft
from talentdesk.store import snapshots
from talentdesk.store.chores import DAY, HALF_HOUR, Chores
from talentdesk.store.keeper import Custody, Keeper
from talentdesk.store.opened import Store, open_store
from talentdesk.store.trouble import StoreTrouble
from talentdesk.store.vault import Vault

MakeDraft = Callable[..., Draft]
SOON = 20.0


class Seconds:
    """A clock of seconds that a test moves."""

    def __init__(self) -> None:
        self.value = 1000.0

    def __call__(self) -> float:
        return self.value


class Now:
    def __init__(self) -> None:
        self.moment = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def store(ready: Path, vault: Vault, now: Now) -> Iterator[Store]:
    opened = open_store(ready, vault, now=now, keep=timedelta(days=2))
    yield opened
    opened.close()


@pytest.fixture
def chores(ready: Path, vault: Vault, now: Now, seconds: Seconds) -> Iterator[Chores]:
    told: queue.SimpleQueue[StoreTrouble] = queue.SimpleQueue()
    made = Chores(ready, vault.key, now, seconds, told.put)
    yield made
    made.end()
    assert told.empty()


def do_all(chores: Chores, store: Store) -> int:
    """Everything that is due; how many pieces it took."""
    pieces = 0
    while not chores.wait():
        chores.do_due(store)
        pieces += 1
    return pieces


def test_a_copy_is_made_at_the_start_and_the_purge_comes_in_short_pieces(
    ready: Path, store: Store, chores: Chores, now: Now, draft: MakeDraft
) -> None:
    for number in range(120):
        store.save(draft(f"c{number}"))
    now.moment += timedelta(days=1)
    store.save(draft("young"))
    now.moment += timedelta(days=1, seconds=1)
    assert 5 <= do_all(chores, store) <= 7, "a copy, twice fifty cases, twenty cases, the index"
    assert [case.id for case in store.find("")] == ["young"]
    chores.end()
    assert len(snapshots.snapshots(ready)) == 1


def test_copies_come_each_half_hour_and_the_purge_each_day(store: Store, chores: Chores, seconds: Seconds) -> None:
    do_all(chores, store)
    assert chores.wait() == HALF_HOUR
    seconds.value += HALF_HOUR
    assert do_all(chores, store) == 1
    seconds.value += DAY - HALF_HOUR
    assert do_all(chores, store) == 2


def test_after_a_trouble_there_is_rest(chores: Chores) -> None:
    chores.put_off()
    assert chores.wait() == HALF_HOUR


def test_an_empty_store_is_not_copied(ready: Path, store: Store, chores: Chores) -> None:
    do_all(chores, store)
    chores.end()
    assert snapshots.snapshots(ready) == ()


@contextlib.contextmanager
def kept(place: Path, vault: Vault, custody: Custody) -> Iterator[Keeper]:
    keeper = Keeper(place, lambda *_: None, lambda _: None, unlock=lambda _: vault, custody=custody)
    keeper.start()
    yield keeper
    assert keeper.close(SOON)


def test_a_window_purges_and_copies_by_itself(ready: Path, vault: Vault, now: Now, draft: MakeDraft) -> None:
    long_ago = now.moment - timedelta(days=3)
    older = open_store(ready, vault, now=lambda: long_ago, keep=timedelta(days=2))
    older.save(draft("old"))
    older.close()
    newer = open_store(ready, vault, keep=timedelta(days=2))
    newer.save(draft("new"))
    newer.close()
    with kept(ready, vault, Custody(timedelta(days=2), minded=True, who="counter")) as keeper:
        while {case.id for case in keeper.find("").result(SOON)} != {"new"}:
            pass
        keeper.note("print", "new").result(SOON)
    with contextlib.closing(open_store(ready, vault)) as store:
        acts = store.acts()
    assert [act.action for act in acts if act.actor == "counter"] == ["open", "purge", "print"]
    assert len(snapshots.snapshots(ready)) == 1


def test_a_store_that_nobody_minds_is_left_alone(ready: Path, vault: Vault, draft: MakeDraft) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=3)
    older = open_store(ready, vault, now=lambda: long_ago, keep=timedelta(days=2))
    older.save(draft("old"))
    older.close()
    with kept(ready, vault, Custody(timedelta(days=2))) as keeper:
        assert [case.id for case in keeper.find("").result(SOON)] == ["old"]
    assert snapshots.snapshots(ready) == ()
