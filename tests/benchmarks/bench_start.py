"""Start to first picture, beside a bare PySide6 window in one run: `python tests/benchmarks/bench_start.py [rounds]`.

Each start is a process of its own, bare and ours in turn, timed from its spawn by the parent's clock; the ratio of
the medians is printed. Ours must stay within 1.5 times the bare window. The first picture is the frame with a search
field that takes keys; when the whole window stands is printed beside it.
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
        print(time.monotonic(), flush=True)
        app.exit()
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""

OURS = """
import sys, time
from talentdesk import settings
from talentdesk.desktop import app
def told():
    print(time.monotonic(), flush=True)
def complete():
    told()
    app.application().exit()
app.main(settings.load(language="zh-Hans", data=sys.argv[1]), on_first_paint=told, on_complete=complete)
"""


def start(program: str, place: str) -> tuple[float, ...]:
    """Milliseconds from spawning a process to each moment it tells of."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": place, "XDG_STATE_HOME": place}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    # As installed: byte-compiled, whatever the shell that runs this says.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = place
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program, place], capture_output=True, text=True, check=True, env=environment, timeout=60
    )
    return tuple((float(moment) - begun) * 1000 for moment in done.stdout.split())


def measure(rounds: int) -> tuple[float, float, float]:
    """Median milliseconds of the bare window, our first picture and our whole window, started in turn."""
    taken: list[tuple[float, ...]] = []
    with tempfile.TemporaryDirectory() as place:
        for program in (BARE, OURS):
            start(program, place)  # fills the disk cache and writes the bytecode
        for _ in range(rounds):
            taken.append(start(BARE, place) + start(OURS, place))
    bare, first, whole = (statistics.median(column) for column in zip(*taken, strict=True))
    return bare, first, whole


def main() -> int:
    """Prints the medians and their ratio; 1 where the ratio is over the limit."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    bare, first, whole = measure(rounds)
    print(
        f"bare {bare:.0f} ms  first picture {first:.0f} ms  ratio {first / bare:.2f} (limit {LIMIT})"
        f"  whole window {whole:.0f} ms  ratio {whole / bare:.2f}"
    )
    return int(first / bare > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
