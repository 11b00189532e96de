"""When things are written, by a clock the test turns: no test here waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from talentdesk.core.draft import Draft
from talentdesk.store.cases import Progress
from talentdesk.store.saving import Pending, Saver, Unsaved
from talentdesk.store.trouble import ChangedElsewhere, DiskFull, StoreLocked, StoreTrouble

MakeDraft = Callable[..., Draft]


@dataclass
class Bench:
    """A saver with everything around it in the test's hands."""

    now: float = 100.0
    a_write_takes: float = 0.0
    written: list[tuple[str, int]] = field(default_factory=list)
    saved: list[tuple[str, int]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    troubles: dict[str, StoreTrouble] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.unsaved = Unsaved()
        self.saver = Saver(self.unsaved, self.write, self.note, lambda t: self.told.append(t.code), lambda: self.now)

    def write(self, pending: Pending) -> None:
        trouble = self.troubles.get(pending.draft.id) or self.troubles.get("*")
        if trouble:
            raise trouble
        self.now += self.a_write_takes
        self.written.append((pending.draft.id, pending.revision))

    def note(self, id: str, revision: int) -> None:
        self.saved.append((id, revision))

    def put(self, draft: Draft, revision: int) -> None:
        self.unsaved.put(Pending(draft, revision, Progress()))

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.saver.write_due()


def test_nothing_to_do_is_no_reason_to_wake() -> None:
    assert Bench().saver.wait() is None


def test_the_first_word_is_written_at_once(draft: MakeDraft) -> None:
    bench = Bench()
    bench.put(draft(), 1)
    bench.pass_time(0)
    assert bench.saved == [("a", 1)]
    assert bench.saver.wait() is None


def test_steady_typing_is_written_four_times_a_second(draft: MakeDraft) -> None:
    bench = Bench()
    for revision in range(1, 301):  # three seconds at one key every 10 ms
        bench.put(draft(), revision)
        bench.pass_time(0.01)
    assert 11 <= len(bench.written) <= 13
    gaps = [later[1] - earlier[1] for earlier, later in zip(bench.written, bench.written[1:], strict=False)]
    assert max(gaps) <= 26


def test_a_slow_disk_adds_nothing_to_the_pause(draft: MakeDraft) -> None:
    bench = Bench(a_write_takes=0.125)
    for revision in range(1, 5):
        bench.put(draft(), revision)
        bench.saver.write_due()
    assert bench.saver.wait() == 0.125


def test_only_the_newest_of_each_case_is_written(draft: MakeDraft) -> None:
    bench = Bench()
    for id, revision in (("a", 1), ("b", 1), ("a", 3), ("a", 2)):
        bench.put(draft(id), revision)
    bench.pass_time(0)
    assert sorted(bench.written) == [("a", 3), ("b", 1)]


def test_what_is_typed_during_a_write_stays(draft: MakeDraft) -> None:
    bench = Bench()
    old, new = Pending(draft(), 1, Progress()), Pending(draft(), 2, Progress())
    bench.unsaved.put(old)
    (taken,) = bench.unsaved.all()
    bench.unsaved.put(new)
    bench.unsaved.settle(taken)
    assert [pending.revision for pending in bench.unsaved.all()] == [2]


def test_a_later_key_does_not_change_what_was_handed_over(draft: MakeDraft) -> None:
    typed = {"person.surname": "Chan"}
    unsaved = Unsaved()
    unsaved.put(Pending(draft(typed=typed), 1, Progress()))
    typed["person.surname"] = "Chang"
    assert unsaved.all()[0].draft.typed == {"person.surname": "Chan"}


def test_a_passing_trouble_is_told_once_and_tried_again(draft: MakeDraft) -> None:
    bench = Bench(troubles={"*": StoreLocked()})
    bench.put(draft(), 1)
    bench.pass_time(0)
    assert bench.saver.wait() == 2.0
    for _ in range(3):
        bench.pass_time(2.0)
    assert bench.told == ["store.locked"]
    assert [pending.revision for pending in bench.unsaved.all()] == [1]
    bench.troubles.clear()
    bench.pass_time(2.0)
    assert bench.saved == [("a", 1)]
    bench.troubles["*"] = StoreLocked()
    bench.put(draft(), 2)
    bench.pass_time(2.0)
    assert bench.told == ["store.locked", "store.locked"]


def test_the_next_word_tries_again_sooner(draft: MakeDraft) -> None:
    bench = Bench(troubles={"*": DiskFull()})
    bench.put(draft(), 1)
    bench.pass_time(0)
    bench.put(draft(), 2)
    assert bench.saver.wait() == 0.25


def test_a_trouble_that_stays_is_not_tried_without_need(draft: MakeDraft) -> None:
    bench = Bench(troubles={"a": ChangedElsewhere()})
    bench.put(draft(), 1)
    bench.pass_time(0)
    assert bench.saver.wait() is None
    assert isinstance(bench.saver.write_all(), ChangedElsewhere)
    assert bench.unsaved.get("a") is not None


def test_one_cases_trouble_does_not_keep_another_waiting(draft: MakeDraft) -> None:
    bench = Bench(troubles={"a": ChangedElsewhere()})
    bench.put(draft("a"), 1)
    bench.put(draft("b"), 1)
    bench.pass_time(0)
    assert bench.saved == [("b", 1)]


def test_an_erased_case_does_not_come_back(draft: MakeDraft) -> None:
    unsaved = Unsaved()
    unsaved.put(Pending(draft(), 1, Progress()))
    unsaved.forget("a")
    unsaved.put(Pending(draft(), 2, Progress()))
    assert unsaved.all() == ()
