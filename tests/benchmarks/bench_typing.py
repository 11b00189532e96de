"""Times every key typed into the questions' screen: a bare field, the whole screen saving, and saving to a slow disk.

A key counts from its press to the painted picture. Between two keys the event loop turns as it does for a person;
its longest turn counts too. Figures are processor time of the window's thread, which other work on the machine does
not blur, and wall time, which the disk does. Ratios are to the bare field of the same run.

Run: python tests/benchmarks/bench_typing.py [bare|saving|slow]
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from counter import NOON, dress, filling_of, open_counter, rest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

KEYS = 240
STALL_MS = 16.0
SLOW_FSYNC_US = 20_000
BETWEEN_S = 0.03
FIELDS = ("person.surname", "person.birth_place", "employer.name", "employer.contact")
BEGUN = {"request.act": "first", "request.rp_kind": "work", "visa.kind": "visa", "person.given_names": "ANA"}

_SLOW_C = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
#include <stdlib.h>
static int pause_us(void) { const char *e = getenv("SLOW_US"); return e ? atoi(e) : 0; }
int fsync(int fd) { int (*r)(int) = dlsym(RTLD_NEXT, "fsync"); usleep(pause_us()); return r(fd); }
int fdatasync(int fd) { int (*r)(int) = dlsym(RTLD_NEXT, "fdatasync"); usleep(pause_us()); return r(fd); }
"""


def type_keys(go_to: Callable[[str], QWidget]) -> dict[str, list[float]]:
    """Types into each field in turn; milliseconds a key, processor and wall."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    processor, wall = [], []
    for number in range(KEYS):
        if number % (KEYS // len(FIELDS)) == 0:
            field = go_to(FIELDS[number // (KEYS // len(FIELDS))])
            _turn(0.3)
        began, began_wall = time.thread_time(), time.perf_counter()
        QTest.keyClicks(field, "ABCDEFGH IJ"[number % 11])
        QApplication.processEvents()
        used, used_wall = time.thread_time() - began, time.perf_counter() - began_wall
        longest, longest_wall = _turn(BETWEEN_S)
        processor.append(max(used, longest) * 1000)
        wall.append(max(used_wall, longest_wall) * 1000)
    return {"processor": processor, "wall": wall}


def _turn(seconds: float) -> tuple[float, float]:
    """The longest turn of the event loop, processor and wall seconds."""
    from PySide6.QtWidgets import QApplication

    longest = longest_wall = 0.0
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        began, began_wall = time.thread_time(), time.perf_counter()
        QApplication.processEvents()
        longest = max(longest, time.thread_time() - began)
        longest_wall = max(longest_wall, time.perf_counter() - began_wall)
        time.sleep(0.001)
    return longest, longest_wall


def measure_bare() -> dict[str, list[float]]:
    """Four rows in a window, and nobody who listens."""
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from talentdesk.desktop.rows import QuestionRow
    from talentdesk.service.rooms import catalogue

    dress()
    edition = catalogue().edition("residence-permit", "2024-12-01")
    window = QWidget()
    column = QVBoxLayout(window)
    rows = {q.id: QuestionRow(q, window) for q in edition.questions if q.id in FIELDS}
    for row in rows.values():
        row.retranslate("zh-Hans", "en")
        column.addWidget(row)
    window.resize(624, 400)
    window.show()

    def go_to(id: str) -> QWidget:
        rows[id].place_caret()
        return rows[id].editor.stops()[0]

    return type_keys(go_to)


def measure_saving() -> dict[str, list[float]]:
    """The real window with the real forms and the real store."""
    from talentdesk.core.draft import Draft

    draft = Draft(id="a" * 32, procedure="residence-permit", edition="2024-12-01", as_of=NOON.date(), typed=BEGUN)
    with open_counter((draft,)) as window:
        window.open_case(draft)
        screen = filling_of(window)
        while screen.preview.paper is None:
            rest(0.01)

        def go_to(id: str) -> QWidget:
            screen.go_to(id)
            row = screen.page.row_of(id)
            assert row is not None
            return row.editor.stops()[0]

        return type_keys(go_to)


def run(name: str, folder: Path) -> dict[str, list[float]] | None:
    """One measurement in a process of its own; None where it cannot be made on this machine."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if name == "slow":
        shim = _compile(folder)
        if shim is None:
            return None
        environment |= {"LD_PRELOAD": str(shim), "SLOW_US": str(SLOW_FSYNC_US)}
    done = subprocess.run(
        [sys.executable, __file__, name], env=environment, capture_output=True, text=True, check=True, timeout=300
    )
    figures: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _compile(folder: Path) -> Path | None:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        return None
    (folder / "slow.c").write_text(_SLOW_C)
    shim = folder / "slow.so"
    command = [compiler, "-shared", "-fPIC", "-o", str(shim), str(folder / "slow.c"), "-ldl"]
    return shim if subprocess.run(command, capture_output=True, check=False).returncode == 0 else None


def describe(name: str, figures: dict[str, list[float]], bare: dict[str, list[float]]) -> str:
    """One line: percentiles, ratios to the bare field, stalls."""
    parts = [f"{name:7}"]
    for clock in ("processor", "wall"):
        times = figures[clock]
        cuts, base = statistics.quantiles(times, n=100), statistics.median(bare[clock])
        stalls = sum(each > STALL_MS for each in times)
        parts.append(
            f"{clock}: p50 {cuts[49]:.2f} ms ({cuts[49] / base:.1f}x), p99 {cuts[98]:.2f} ms, "
            f"worst {max(times):.2f} ms, over {STALL_MS:.0f} ms: {stalls} of {len(times)}"
        )
    return " | ".join(parts)


def main() -> None:
    """Print the three lines, or one measurement as JSON for the process that asked."""
    if len(sys.argv) > 1:
        print(json.dumps(measure_bare() if sys.argv[1] == "bare" else measure_saving()))
        sys.stdout.flush()
        # Nothing of Qt's teardown belongs to the figures.
        os._exit(0)
    with tempfile.TemporaryDirectory() as folder:
        bare = run("bare", Path(folder))
        assert bare is not None
        print(describe("bare", bare, bare))
        for name in ("saving", "slow"):
            figures = run(name, Path(folder))
            print(describe(name, figures, bare) if figures else f"{name}: needs a C compiler on Linux")


if __name__ == "__main__":
    main()
