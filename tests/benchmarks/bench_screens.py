"""Times what a clerk does between two keys: opening a case, going to another section, to the review, searching.

Each act counts from the key to the painted window, everything the window's thread does included. Milliseconds stand
beside the ratio to painting the whole window once, in the same run.

Run: python tests/benchmarks/bench_screens.py
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_language import repaint
from counter import Taken, filling_of, open_counter, rest, sample_draft, take

if TYPE_CHECKING:
    from talentdesk.desktop.window import Window

OPEN_MS, SECTION_MS, REVIEW_MS = 300.0, 50.0, 300.0


class Book:
    """Prints each figure and remembers whether one was over its limit."""

    def __init__(self, painted: float) -> None:
        self._painted = painted
        self.over = 0

    def enter(self, what: str, taken: Taken, limit: float) -> None:
        """One line."""
        late = taken.processor > limit
        self.over += late
        ratio = f"{taken.processor / self._painted:4.1f}x a repaint"
        print(
            f"{what:34} | processor {taken.processor:5.0f} ms ({ratio}, limit {limit:.0f}{', OVER' if late else ''})"
            f" | wall {taken.wall:5.0f} ms | longest turn {taken.longest:.0f} ms"
        )


def measure(window: Window) -> int:
    """How many acts took longer than they may."""
    book, draft = Book(repaint(window)), sample_draft()
    window.desk.keeper.begin(draft).result(20)
    window.go_home()
    rest(0.5)
    book.enter("home: Enter opens the case", take(_press(window.home.search.line), _opened(window)), OPEN_MS)
    filling = filling_of(window)
    views = [view for view in filling.interview.sections() if view.questions]
    print(f"{'then, while nobody types':34} | longest turn {rest(4.0):.0f} ms: the paper, the pages to come")
    for when in ("first", "again"):
        for view in views:
            question = view.questions[0].id
            taken = take(lambda id=question: filling.go_to(id))  # type: ignore[misc]
            book.enter(f"section {view.section.id}, {when}", taken, SECTION_MS)
            rest(0.1)
    assert filling.session is not None
    for when in ("first", "again"):
        book.enter(f"F9: review, {when}", take(_key(window, "F9")), REVIEW_MS)
        rest(0.5)
        book.enter(f"Esc: back to the questions, {when}", take(_key(window, "Escape")), SECTION_MS)
        rest(0.3)
    return book.over


def _opened(window: Window) -> Callable[[], bool]:
    return lambda: window.screen_in_front is not window.home


def _press(line: object) -> Callable[[], None]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    return lambda: QTest.keyClick(line, Qt.Key.Key_Return)  # type: ignore[call-overload]


def _key(window: Window, name: str) -> Callable[[], None]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    return lambda: QTest.keyClick(QApplication.focusWidget() or window, getattr(Qt.Key, f"Key_{name}"))


def main() -> int:
    """1 where an act takes longer than it may."""
    with open_counter() as window:
        return int(measure(window) > 0)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # Nothing of Qt's teardown belongs to the figures.
    os._exit(code)
