"""Times a switch of language on the largest page of questions with the paper beside it, and on the review.

A switch counts from the choice to the painted window, everything the window's thread does included; the paper in
another pair of languages is laid out elsewhere and follows. Beside the milliseconds stands the ratio to painting the
whole window once, in the same run. Each language is measured when it is first wanted, and again.

Run: python tests/benchmarks/bench_language.py [rounds]
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from counter import filling_of, open_counter, rest, sample_draft, take

if TYPE_CHECKING:
    from talentdesk.desktop.window import Window

LIMIT_MS = 150.0
PAIRS = (("zh-Hant-HK", "en"), ("pt", "zh-Hans"), ("en", "zh-Hans"), ("zh-Hans", "en"))


def repaint(window: Window) -> float:
    """Milliseconds of the processor to paint the whole window once."""
    times = []
    for _ in range(5):
        began = time.thread_time()
        window.repaint()
        times.append((time.thread_time() - began) * 1000)
    return statistics.median(times)


def measure(window: Window, place: str, rounds: int) -> float:
    """Prints a line for each language; the worst processor time."""
    painted, worst = repaint(window), 0.0
    for number in range(rounds):
        for language, second in PAIRS:
            taken = take(lambda pair=(language, second): window.speak(*pair))  # type: ignore[misc]
            later = rest(0.6)
            worst = max(worst, taken.processor)
            when = "first" if number == 0 else "again"
            print(
                f"{place:8} {language:10} {when} | processor {taken.processor:5.0f} ms "
                f"({taken.processor / painted:4.1f}x a repaint) | wall {taken.wall:5.0f} ms"
                f" | the paper after it {later:.0f} ms"
            )
    return worst


def main() -> int:
    """1 where a switch takes longer than the limit."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with open_counter() as window:
        window.open_case(sample_draft())
        filling = filling_of(window)
        sections = [view for view in filling.interview.sections() if view.questions]
        largest = max(sections, key=lambda view: len(view.questions))
        for view in sections:  # every page stands, as after a morning's work
            filling.go_to(view.questions[0].id)
            rest(0.05)
        filling.go_to(largest.questions[0].id)
        rest(1.0)
        worst = measure(window, "filling", rounds)
        assert filling.session is not None
        window.review(filling.session)
        rest(1.0)
        worst = max(worst, measure(window, "review", rounds))
    print(f"worst {worst:.0f} ms (limit {LIMIT_MS:.0f})")
    return int(worst > LIMIT_MS)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # Nothing of Qt's teardown belongs to the figures.
    os._exit(code)
