"""Times `Interview.answer` on a form of 300 questions and 300 rules: p50, p99, and the ratio to one full reading.

Processor time is counted, so that other work on the machine does not blur the figures.

Run: python tests/benchmarks/bench_interview.py
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.interview import Interview

QUESTIONS = 300
TARGET_MS = 2.0


def write_room(folder: Path) -> Path:
    """Write a room whose every question is asked on one above it and judged by a rule."""
    room = folder / "forms"
    (room / "procedures/large").mkdir(parents=True)
    (room / "shared/parameters").mkdir(parents=True)
    words = '{ zh-Hans = "题", en = "Question" }'
    (room / "shared/citations.toml").write_text(f'[law]\ninstrument = {words}\narticle = "1"\ngrade = "A"\n')
    (room / "shared/parameters/p.toml").write_text(
        f'["p.most"]\ntitle = {words}\nunit = "days"\n[["p.most".values]]\nvalue = 400\ncite = "law"\n'
    )
    (room / "procedures/large/about.toml").write_text(
        f'title = {{ zh-Hans = "大", zh-Hant-HK = "大", en = "L", pt = "L" }}\ngroup = "foreigner"\naudience = []\n'
        f"authority = {words}\norder = 1\n"
    )
    lines = ['papers = ["checklist"]']
    for number in range(QUESTIONS):
        if number % 25 == 0:
            lines += ["[[section]]", f'id = "s{number}"', 'number = ""', f"title = {words}"]
        kind = ("date", "text", "number", "yes_no")[number % 4]
        lines += ["[[section.question]]", f'id = "q.n{number}"', f'kind = "{kind}"', f"label = {words}"]
        if number >= 8:
            lines.append(f'ask_when = "answered(q.n{number - 8}) or not answered(q.n{number % 4})"')
    for number in range(QUESTIONS):
        must = (
            "days_between(q.n{n}, today) < parameter('p.most') or q.n{n} < add_months(today, 6)",
            "q.n{n} != 'x' and length(q.n{n}) < 30",
            "q.n{n} > 3 and q.n{n} < 1000",
            "q.n{n} or not q.n{n}",
        )[number % 4].format(n=number)
        lines += [
            "[[rule]]",
            f'id = "r{number}"',
            f'must = "{must}"',
            f'about = "q.n{number}"',
            f"message = {words}",
            'cite = "law"',
        ]
    (room / "procedures/large/2024-01-01.toml").write_text("\n".join(lines), encoding="utf-8")
    return room


def answers() -> dict[str, str]:
    """An answer to every question."""
    options = ("2026-01-{d:02d}", "text {d}", "{d}", "yes")
    return {f"q.n{number}": options[number % 4].format(d=number % 27 + 1) for number in range(QUESTIONS)}


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue([write_room(Path(folder))])
        began = time.process_time()
        edition = catalogue.edition("large", "2024-01-01")
        load = (time.process_time() - began) * 1000
        typed = answers()
        began = time.process_time()
        interview = Interview(edition, catalogue, as_of=date(2026, 11, 23), typed=typed)
        opened = (time.process_time() - began) * 1000
        chance = random.Random(7)
        times = []
        for turn in range(3000):
            number = chance.randrange(QUESTIONS)
            text = typed[f"q.n{number}"] if turn % 2 else typed[f"q.n{number}"] + "1"
            began = time.process_time()
            interview.answer(f"q.n{number}", text)
            times.append((time.process_time() - began) * 1000)
    cuts = statistics.quantiles(times, n=100)
    print(f"load {load:.1f} ms, open {opened:.1f} ms")
    print(f"answer p50 {cuts[49]:.2f} ms, p99 {cuts[98]:.2f} ms, worst {max(times):.2f} ms")
    print(f"answer p50 / open {cuts[49] / opened:.2f}; p99 / target {cuts[98] / TARGET_MS:.2f}")


if __name__ == "__main__":
    main()
