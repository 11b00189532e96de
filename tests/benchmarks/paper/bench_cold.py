"""One form from a cold start beside an interpreter that imports ReportLab and does nothing.

`python tests/benchmarks/paper/bench_cold.py [rounds]`. Processor milliseconds, in turn, medians; a first start of both,
which compiles what is imported, does not count.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from report import Finding, tell  # noqa: E402

_GOAL = 2.5
_THEIRS = "import reportlab.pdfgen.canvas, reportlab.pdfbase.ttfonts"


def findings(rounds: int) -> Sequence[Finding]:
    """The lines of the table."""
    with tempfile.TemporaryDirectory(prefix="bench-cold-") as folder:
        render = ["-m", "talentdesk", "render", *_sample(Path(folder))]
        taken: dict[str, list[float]] = {"ours": [], "theirs": []}
        for _ in range(rounds + 1):
            taken["ours"].append(_start(render, folder))
            taken["theirs"].append(_start(["-c", _THEIRS], folder))
    ours, theirs = (statistics.median(figures[1:]) for figures in taken.values())
    return [
        Finding("cold start, import reportlab", f"{theirs:.0f} ms", 1.0),
        Finding("cold start, talentdesk render", f"{ours:.0f} ms", ours / theirs, most=_GOAL),
    ]


def _sample(folder: Path) -> list[str]:
    from talentdesk.service.sample import sample

    case = sample()
    answers = folder / "answers.json"
    answers.write_text(json.dumps(case.answers, default=str, ensure_ascii=False), "utf-8")
    day = case.as_of.isoformat()
    return [case.procedure, "--answers", str(answers), "--as-of", day, "--out", str(folder / "form.pdf")]


def _start(arguments: Sequence[str], folder: str) -> float:
    """Processor milliseconds of one process, with compiled modules of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(Path(folder, "compiled"))}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


if __name__ == "__main__":
    sys.exit(tell(findings(int(sys.argv[1]) if len(sys.argv) > 1 else 12)))
