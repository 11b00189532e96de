"""Times search as one types over ten thousand cases: the store alone, and the home screen from key to painted list.

The store's figure is its answer to each beginning of a name, number or Chinese name, by the wall clock of the thread
that waits. The screen's figure is what the window's thread does itself: asking, taking the answer, painting the list.
Beside the milliseconds stands the ratio to finding all cases, in the same run.

Run: python tests/benchmarks/bench_search.py [cases]
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from counter import NOON, open_counter, rest, take

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.desktop.window import Window

CASES, LIMIT_MS = 10_000, 30.0
TYPED = ("Nguyen", "王小明", "X1234", "lukasz a", "4711")
SURNAMES = ("Nguyen", "Łukasz", "García", "Smith", "Okafor", "Kim", "Tanaka", "Ivanova", "Silva", "Müller")
GIVEN = ("Anna", "Li Wei", "João", "Fatima", "Alexander", "Mei", "Priya", "Omar", "Chloë", "Dmitri")
CHINESE = "王李张刘陈小明伟芳娜敏静丽强磊军洋勇艳杰"


def drafts(count: int) -> Iterator[Draft]:
    """Made-up people, always the same."""
    from talentdesk.core.draft import Draft

    dice = random.Random(1)
    for number in range(count):
        typed = {
            "person.surname": dice.choice(SURNAMES) + dice.choice(("", "", "son", "ez")),
            "person.given_names": dice.choice(GIVEN),
            "person.name_zh": "".join(dice.choices(CHINESE, k=dice.choice((2, 3)))),
            "person.nationality": dice.choice(("VNM", "POL", "ESP", "GBR", "NGA", "KOR", "JPN", "RUS", "PRT", "DEU")),
            "passport.number": f"X{dice.randrange(10**8):08}",
        }
        yield Draft(
            id=f"{number:032x}",
            procedure="residence-permit",
            edition="2024-12-01",
            as_of=NOON.date() - timedelta(days=number % 300),
            typed=typed,
            created_at=NOON,
        )


def beginnings() -> Iterator[str]:
    """What stands in the field after each key."""
    for text in TYPED:
        for end in range(1, len(text) + 1):
            yield text[:end]


def measure_store(window: Window) -> list[float]:
    """Milliseconds for each beginning, and the ratio's base printed."""
    keeper, times = window.desk.keeper, []
    everything = statistics.median(_asked(keeper.find, "") for _ in range(5))
    for text in beginnings():
        times.append(statistics.median(_asked(keeper.find, text) for _ in range(3)))
    worst = max(times)
    print(
        f"store  | all cases {everything:.1f} ms | a key p50 {statistics.median(times):.1f} ms, worst {worst:.1f} ms "
        f"({worst / everything:.1f}x all, limit {LIMIT_MS:.0f})"
    )
    return times


def _asked(find: object, text: str) -> float:
    began = time.perf_counter()
    find(text).result(20)  # type: ignore[operator]
    return (time.perf_counter() - began) * 1000


def measure_screen(window: Window) -> list[float]:
    """Milliseconds of the window's thread for each key, until its list is painted."""
    line = window.home.search.line
    ledger = window.home.ledger
    assert ledger is not None

    def put(character: str) -> None:
        """As an input method does; a key's press knows no Chinese."""
        line.insert(character)
        line.textEdited.emit(line.text())

    processor, wall = [], []
    for text in TYPED:
        line.clear()
        line.textEdited.emit("")
        rest(0.3)
        for character in text:
            taken = take(lambda key=character: put(key), lambda: not ledger.waiting)  # type: ignore[misc]
            processor.append(taken.processor)
            wall.append(taken.wall)
    print(
        f"screen | a key p50 {statistics.median(processor):.1f} ms, worst {max(processor):.1f} ms of the processor"
        f" | wall p50 {statistics.median(wall):.1f} ms, worst {max(wall):.1f} ms"
    )
    return processor


def main() -> int:
    """1 where a key takes longer than it may."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with open_counter() as window:
        for draft in drafts(count):
            window.desk.keeper.save(draft, 0)
        window.desk.keeper.flush().result(600)
        rest(1.0)
        times = measure_store(window)
        painted = measure_screen(window)
    return int(max(*times, *painted) > LIMIT_MS)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # Nothing of Qt's teardown belongs to the figures.
    os._exit(code)
