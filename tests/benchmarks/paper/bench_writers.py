"""The same form by us and by others, in turn in one run: `python tests/benchmarks/paper/bench_writers.py [rounds]`.

Figures are medians of processor milliseconds a form, all warm, and the best round beside them. The slow writers take
part in every fifth round. `pip install talentdesk[benchmarks]` has the others; one that is absent is named. Ends
with 1 where a goal is missed.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from workload import DISTINCT, PAGES, form, is_chinese, laid, values  # noqa: E402
from writers import ALL, Write  # noqa: E402

GOALS = {"reportlab": 1 / 0.35, "typst": 3.0, "fpdf2": 50.0, "weasyprint": 50.0}
"""How many times as long as ours each must take."""
_SLOW = frozenset(("fpdf2", "weasyprint"))


def set_up() -> dict[str, Write]:
    """The writers there are; names on standard error those there are not."""
    found = {}
    for name, prepare in ALL.items():
        try:
            found[name] = prepare()
        except (ImportError, OSError) as error:
            print(f"{name}: absent ({error})", file=sys.stderr)
    return found


def measure(writers: dict[str, Write], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each round by writer."""
    taken: dict[str, list[float]] = {name: [] for name in writers}
    for write in writers.values():
        write(values(0))
    for seed in range(1, rounds + 1):
        given = values(seed)
        for name, write in writers.items():
            if name in _SLOW and seed % 5 != 1:
                continue
            begun = time.process_time()
            write(given)
            taken[name].append((time.process_time() - begun) * 1000)
    return taken


def check() -> None:
    """That the form is what it is said to be. Raises AssertionError."""
    texts = [run.text for page in laid(values(1)).pages for run in page.items() if hasattr(run, "text")]
    assert len({letter for text in texts for letter in text if is_chinese(letter)}) == DISTINCT
    assert len(form()) == PAGES
    assert sum(len(page.fields) for page in form()) == 150


def main() -> int:
    """Prints the table; 1 where a goal is missed."""
    check()
    writers = set_up()
    taken = measure(writers, int(sys.argv[1]) if len(sys.argv) > 1 else 20)
    ours = statistics.median(taken["talentdesk"])
    missed = 0
    print(f"{'writer':12} {'median ms':>10} {'best ms':>9} {'kB':>6} {'x ours':>8}  goal")
    for name, figures in taken.items():
        median, goal = statistics.median(figures), GOALS.get(name)
        ratio = median / ours
        met = goal is None or ratio >= goal
        missed += not met
        said = "" if goal is None else f"at least {goal:.2f}x: {'met' if met else 'MISSED'}"
        size = len(writers[name](values(1))) // 1000
        print(f"{name:12} {median:10.1f} {min(figures):9.1f} {size:6} {ratio:8.2f}  {said}")
    if "reportlab" in taken:
        print(f"ours is {ours / statistics.median(taken['reportlab']):.2f}x stock ReportLab (goal: at most 0.35x)")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
