"""Times what a clerk waits for all day: a case that opens, a list that scrolls, another tab, a passport that is read.

Each act counts from the key to the painted window, everything the window's thread does included, by the time of the
processor, which other work on the machine does not blur; the wall clock stands beside it. The ratio is to painting the
whole window once, in the same run. A frame of scrolling is one step of the wheel, painted.

Run: python tests/benchmarks/bench_counter.py [cases]
"""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_language import repaint
from counter import Taken, open_counter, rest, sample_draft, take

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.desktop.window import Window

CASES = 2_000
OPEN_MS, FRAME_MS, SCAN_MS, TAB_MS = 100.0, 1000 / 60, 150.0, 100.0
MRZ = "P<PRTFERREIRA<DA<COSTA<<HELENA<MARIA<<<<<<<<\nCB482137<6PRT9406188F2902289<<<<<<<<<<<<<<<2"
ROUNDS = 7


def cases(count: int) -> Iterator[Draft]:
    """So many cases of as many people."""
    sample = sample_draft()
    for number in range(count):
        typed = {**sample.typed, "person.surname": f"FERREIRA {number:05}"}
        yield replace(sample, id=f"case-{number}", typed=typed)


def measure(window: Window) -> int:
    """How many acts took longer than they may."""
    painted, over = repaint(window), 0

    def enter(what: str, taken: list[Taken], limit: float) -> None:
        nonlocal over
        processor = statistics.median(each.processor for each in taken)
        wall = statistics.median(each.wall for each in taken)
        late = processor > limit
        over += late
        told = f"({processor / painted:4.1f}x a repaint, limit {limit:.0f}{', OVER' if late else ''})"
        worst = max(each.processor for each in taken)
        print(f"{what:34} | processor {processor:6.1f} ms {told} | worst {worst:6.1f} | wall {wall:6.1f} ms")

    window.go_home()
    rest(1.0)
    assert window.home.ledger is not None
    table = window.home.ledger.table
    bar = table.verticalScrollBar()
    frames = [take(lambda: bar.setValue(bar.value() + 53)) for _ in range(60)]
    enter("one frame of scrolling the list", frames, FRAME_MS)
    jumps = [take(lambda to=to: bar.setValue(to * bar.maximum() // 9)) for to in range(10)]  # type: ignore[misc]
    enter("a jump in the list", jumps, FRAME_MS)
    opened = []
    for row in range(ROUNDS + 1):
        window.go_home()
        rest(0.5)
        table.choose(row)
        opened.append(take(lambda row=row: table.open_wanted.emit(row), _away(window)))  # type: ignore[misc]
        rest(2.0)
    enter("a case is opened, the first", opened[:1], 3 * OPEN_MS)
    enter("a case is opened, the next ones", opened[1:], OPEN_MS)
    tabs = []
    for _ in range(ROUNDS):
        tabs.append(take(lambda: window._turn(1)))
        rest(0.3)
    enter("the next tab", tabs, TAB_MS)
    scans = []
    for _ in range(ROUNDS):
        scans.append(take(lambda: window.scan(MRZ)))
        rest(0.5)
        window.back()
        rest(0.3)
    enter("a passport is read: beside the case", scans, SCAN_MS)
    return over


def _away(window: Window) -> Callable[[], bool]:
    return lambda: window.screen_in_front is not window.home


def main() -> int:
    """1 where an act takes longer than it may."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with open_counter(tuple(cases(count))) as window:
        return int(measure(window) > 0)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # Nothing of Qt's teardown belongs to the figures.
    os._exit(code)
