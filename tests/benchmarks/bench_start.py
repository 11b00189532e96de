"""Start to first picture, beside a bare PySide6 window in one run: `python tests/benchmarks/bench_start.py [rounds]`.

Each start is a process of its own, bare and ours in turn. Figures are the processor time it used up to each moment,
which other work on the machine does not blur, and wall time from its spawn by the parent's clock; ratios are of
medians. Ours must stay within 1.5 times the bare window's processor time. The first picture is the frame with a search
field that takes keys; the whole window, home with every button and key answering, is printed beside it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 1.5
ROOT = Path(__file__).resolve().parents[2]

BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.process_time(), time.monotonic(), flush=True)
        app.exit()
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""

# The command itself, as `python -m talentdesk` runs it; only its two moments are listened to.
OURS = """
import sys, time
from functools import partial
from talentdesk.__main__ import main
def told():
    print(time.process_time(), time.monotonic(), flush=True)
def complete():
    told()
    app.application().exit()
class Listening:
    def find_spec(self, name, path, target=None):
        if name == "talentdesk.cli.window":
            sys.meta_path.remove(self)
            global app
            from talentdesk.desktop import app
            app.main = partial(app.main, on_first_paint=told, on_complete=complete)
sys.meta_path.insert(0, Listening())
sys.argv = ["talentdesk", "open", "--language", "zh-Hans", "--data", sys.argv[1]]
main()
"""


def start(program: str, place: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Milliseconds of the processor, and since a process was spawned, to each moment it tells of."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": place, "XDG_STATE_HOME": place}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    # As installed: byte-compiled, whatever the shell that runs this says.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = place
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program, place], capture_output=True, text=True, check=True, env=environment, timeout=60
    )
    told = [float(moment) * 1000 for moment in done.stdout.split()]
    return tuple(told[0::2]), tuple(moment - begun * 1000 for moment in told[1::2])


def measure(rounds: int) -> dict[str, tuple[float, float, float]]:
    """Median milliseconds, processor and wall, of the bare window, our first picture and our whole window."""
    taken: dict[str, list[tuple[float, ...]]] = {"processor": [], "wall": []}
    with tempfile.TemporaryDirectory() as place:
        for program in (BARE, OURS):
            start(program, place)  # fills the disk cache and writes the bytecode
        for _ in range(rounds):
            for clock, bare, ours in zip(taken, start(BARE, place), start(OURS, place), strict=True):
                taken[clock].append(bare + ours)
    return {clock: _medians(figures) for clock, figures in taken.items()}


def _medians(figures: list[tuple[float, ...]]) -> tuple[float, float, float]:
    bare, first, whole = (statistics.median(column) for column in zip(*figures, strict=True))
    return bare, first, whole


def main() -> int:
    """Prints the medians and their ratios; 1 where the first picture's is over the limit."""
    figures = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
    for clock, (bare, first, whole) in figures.items():
        print(
            f"{clock:9} | bare {bare:.0f} ms | first picture {first:.0f} ms, {first / bare:.2f}x (limit {LIMIT})"
            f" | whole window {whole:.0f} ms, {whole / bare:.2f}x"
        )
    bare, first, _ = figures["processor"]
    return int(first / bare > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
