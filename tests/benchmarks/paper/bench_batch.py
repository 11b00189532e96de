"""A batch of 1,000 rows beside stock ReportLab drawing the same pages untagged, both with two processes.

`python tests/benchmarks/paper/bench_batch.py [rows]`. Ours is the command as anyone runs it, on a spreadsheet: read,
checked, laid out, written, brought onto the disk. ReportLab gets its values ready and only draws and writes; the page
of square codes, which it does not draw, is left out of ours too, and measured apart. Starting up counts for both.
Rates are by the clock; beside them stands the ratio by processor time, which a busy machine spoils less.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[3]), str(Path(__file__).resolve().parent)]

import room  # noqa: E402
import workload  # noqa: E402
from report import Finding, tell  # noqa: E402

_PROCESSES = 2
_GOAL = 2.5
_FLAT = 1.15
"""The most that a process may be larger after ten times the rows."""


@dataclass(frozen=True)
class Run:
    """What some rows cost."""

    rows: int
    seconds: float
    processor: float
    peaks: tuple[int, ...] = ()
    """Kilobytes at the most of each printing process."""

    @property
    def rate(self) -> float:
        """Forms a second."""
        return self.rows / self.seconds


def ours(place: Path, rows: int, *more: str) -> Run:
    """Runs `talentdesk batch` in a copy of the program."""
    table, out = place / f"table{rows}.xlsx", place / f"out{rows}{''.join(more)}"
    if not table.exists():
        room.table(table, rows)
    told = ["batch", room.PROCEDURE, str(table), "--out", str(out), "--as-of", room.DAY, "--jobs", str(_PROCESSES)]
    told += ["--paper", room.PROCEDURE]  # the form alone, as the other one draws it
    environment = {**os.environ, "PYTHONPATH": str(place)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before, begun = _spent(), time.monotonic()
    running = subprocess.Popen(
        [sys.executable, "-m", "talentdesk", *told, *more],
        env=environment,
        cwd=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peaks: dict[int, int] = {}
    watching = threading.Thread(target=_watch, args=(running, peaks))
    watching.start()
    code = running.wait()
    seconds = time.monotonic() - begun
    watching.join()
    assert code == 0, "the batch failed"
    assert len(list(out.glob("*.pdf"))) == rows
    # The process that starts the others, the one that reads the table and a keeper of names are not among the two.
    largest = sorted(peaks.values())[-_PROCESSES:]
    return Run(rows, seconds, _spent() - before, tuple(largest))


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(running: subprocess.Popen[bytes], peaks: dict[int, int]) -> None:
    """Notes the largest size of each process that prints, while they run. Linux only; nothing elsewhere."""
    while running.poll() is None and Path("/proc/self/status").exists():
        for process in Path("/proc").glob("[0-9]*"):
            try:
                status = (process / "status").read_text()
                printing = b"spawn_main" in (process / "cmdline").read_bytes()
            except OSError:
                continue
            lines = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
            if printing and int(lines["PPid"]) == running.pid and "VmHWM" in lines:
                peaks[int(process.name)] = int(lines["VmHWM"].split()[0])
        time.sleep(0.1)


def theirs(place: Path, rows: int) -> Run:
    """Has ReportLab draw as many."""
    out = place / "reportlab"
    out.mkdir(exist_ok=True)
    before, begun = _spent(), time.monotonic()
    with ProcessPoolExecutor(_PROCESSES, get_context("spawn"), _prepare) as pool:
        sizes = list(pool.map(partial(_draw, out=out), range(1, rows + 1), chunksize=8))
    assert len(sizes) == rows
    return Run(rows, time.monotonic() - begun, _spent() - before)


_drawing = []


def _prepare() -> None:
    import writers

    _drawing.append(writers.reportlab())


def _draw(seed: int, out: Path) -> int:
    return (out / f"{seed}.pdf").write_bytes(_drawing[0](workload.values(seed)))


def findings(rows: int) -> Sequence[Finding]:
    """The lines of the table."""
    with tempfile.TemporaryDirectory(prefix="bench-batch-") as folder:
        place = Path(folder)
        room.build(place)
        few = ours(place, max(40, rows // 10), "--no-code")
        many = ours(place, rows, "--no-code")
        coded = ours(place, rows)
        stock = theirs(place, rows)
    per_row = stock.processor / stock.rows
    found = [
        Finding(f"batch of {rows}, reportlab", f"{stock.rate:.1f} forms/s", 1.0),
        Finding(f"batch of {rows}, talentdesk", f"{many.rate:.1f} forms/s", many.rate / stock.rate, least=_GOAL),
        Finding("  by processor time", _cost(many), per_row / (many.processor / many.rows)),
        Finding("  with a page of square codes", f"{coded.rate:.1f} forms/s", coded.rate / stock.rate),
        Finding("  by processor time", _cost(coded), per_row / (coded.processor / coded.rows)),
    ]
    if few.peaks and many.peaks:
        larger = max(many.peaks) / max(few.peaks)
        found.append(Finding(f"  memory, {few.rows} → {rows} rows", _memory(few, many), larger, most=_FLAT))
    return found


def _cost(run: Run) -> str:
    return f"{run.processor / run.rows * 1000:.1f} ms a form"


def _memory(few: Run, many: Run) -> str:
    return f"{max(few.peaks) // 1024} → {max(many.peaks) // 1024} MB a process"


if __name__ == "__main__":
    sys.exit(tell(findings(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)))
