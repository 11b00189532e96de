"""Counts over all cases on both engines, and that no small one is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from talentdesk.core.draft import Draft, State
from talentdesk.core.figures import LEAST, fold
from talentdesk.core.states import Move
from talentdesk.store.address import Place
from talentdesk.store.cases import Progress
from talentdesk.store.opened import Store, open_store
from talentdesk.store.vault import Vault

MakeDraft = Callable[..., Draft]
BEGUN = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
"""Half past one in the morning of the 21st in Shenzhen."""
HERE = timedelta(hours=8)


@pytest.fixture
def either(spot: Place, vault: Vault) -> Iterator[Store]:
    opened = open_store(spot, vault)
    yield opened
    opened.close()


def test_the_database_counts(either: Store, draft: MakeDraft) -> None:
    for number in range(7):
        done = number < 6
        moves = (Move(BEGUN + timedelta(days=number), "c", State.DRAFT, State.PRINTED),) if done else ()
        either.save(
            draft(f"{number}", created_at=BEGUN, state=State.PRINTED if done else State.DRAFT, moves=moves),
            Progress(problems=frozenset({("passport.number", "too_short")} if number else ())),
        )
    counts = either.count_cases(None, None, HERE)
    assert counts.procedures == {"residence-permit": 7}
    assert counts.states == {"printed": 6, "draft": 1}
    assert counts.days == {"2026-11-21": 7}
    assert counts.spans == {"0": 1, "1-3": 3, "4-7": 2}
    assert counts.problems == {"passport.number|too_short": 6}
    assert either.count_cases(BEGUN + timedelta(seconds=1), None, HERE).procedures == {}
    assert either.count_cases(BEGUN, BEGUN + timedelta(seconds=1), HERE).procedures == {"residence-permit": 7}


def test_what_was_put_right_is_not_counted_and_goes_with_its_case(either: Store, draft: MakeDraft) -> None:
    wrong = frozenset({("a", "x"), ("b", "y")})
    either.save(draft("one"), Progress(problems=wrong))
    either.save(draft("one"), Progress(problems=wrong - {("a", "x")}))
    assert either.count_cases(None, None, HERE).problems == {"b|y": 1}
    either.save(draft("one"))  # nobody looked
    assert either.count_cases(None, None, HERE).problems == {"b|y": 1}
    either.erase("one")
    assert either.count_cases(None, None, HERE).problems == {}


@pytest.mark.parametrize(
    "counts",
    [
        {"a": 9, "b": 1},
        {"a": 9, "b": 8, "c": 4},
        {"a": 2, "b": 2},
        {"a": 100, "b": 1, "c": 1},
        {"a": 3},
        {"a": 50, "b": 4, "c": 7},
    ],
)
def test_no_small_count_is_shown_nor_follows_from_the_total(counts: dict[str, int]) -> None:
    folded = fold(counts)
    assert all(count >= LEAST for count in folded.counts.values())
    assert folded.hidden or folded.other is None or folded.other >= LEAST
    assert folded.categories != 1 or folded.hidden
    assert folded.hidden or folded.total == sum(counts.values())


def test_enough_stays_as_it_is() -> None:
    assert fold({"a": 9, "b": 5, "c": 0}).counts == {"a": 9, "b": 5}
    assert fold({}).counts == {}
