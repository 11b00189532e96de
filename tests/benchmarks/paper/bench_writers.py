"""The same form by us and by others, in turn in one run: `python tests/benchmarks/paper/bench_writers.py [rounds]`.

Figures are medians of processor milliseconds a form, all warm. The slow writers take part in every fifth round.
`pip install talentdesk[benchmarks]` has the others; one that is absent is named. Ends with 1 where a goal is missed.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[3]), str(Path(__file__).resolve().parent)]

from report import Finding, absent, tell  # noqa: E402
from workload import DISTINCT, PAGES, form, is_chinese, laid, values  # noqa: E402
from writers import ALL, Write  # noqa: E402

GOALS = {"typst": 3.0, "fpdf2": 50.0, "weasyprint": 50.0}
"""How many times as long as ours each must take."""
_STOCK = 0.35
"""The most that ours may take of what stock ReportLab takes."""
_SLOW = frozenset(("fpdf2", "weasyprint"))


def set_up() -> dict[str, Write]:
    """The writers there are; names on standard error those there are not."""
    found = {}
    for name, prepare in ALL.items():
        try:
            found[name] = prepare()
        except (ImportError, OSError) as error:
            absent(name, error)
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


def findings(rounds: int) -> Sequence[Finding]:
    """The lines of the table."""
    check()
    writers = set_up()
    taken = {name: statistics.median(figures) for name, figures in measure(writers, rounds).items()}
    ours, sizes = taken["talentdesk"], {name: len(write(values(1))) // 1000 for name, write in writers.items()}
    found = [Finding("form, talentdesk", _figure(ours, sizes["talentdesk"]), 1.0)]
    for name, median in taken.items():
        if name == "reportlab":
            found.append(Finding("form, reportlab", _figure(median, sizes[name]), median / ours))
            found.append(Finding("  ours of reportlab's time", "", ours / median, most=_STOCK))
        elif name != "talentdesk":
            found.append(Finding(f"form, {name}", _figure(median, sizes[name]), median / ours, least=GOALS[name]))
    return found


def _figure(milliseconds: float, kilobytes: int) -> str:
    return f"{milliseconds:.1f} ms, {kilobytes} kB"


if __name__ == "__main__":
    sys.exit(tell(findings(int(sys.argv[1]) if len(sys.argv) > 1 else 20)))
