"""A whole session at the window without a screen, as a process of its own: a case begun, typed, reviewed, put on paper.

python offscreen_clerk.py PLACE ANSWERS.json PDF [--mishap WORDS]

Goes in by the program's own door. `--mishap` lets the program fail in between, with these words in the exception.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

import talentdesk.__main__
from talentdesk.desktop import app
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.review import ReviewScreen
from talentdesk.desktop.window import Window

PROCEDURE = "residence-permit"
TYPED = ("person.surname", "person.given_names", "passport.number")
"""Typed key by key; the other answers are given at once. The keys of a test are Latin."""
_PATIENCE_S = 60


class Stuck(Exception):
    """What was waited for did not come."""


def until(holds: Callable[[], object], what: str) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not holds():
        if time.monotonic() >= end:
            raise Stuck(what)
        QApplication.processEvents()
        time.sleep(0.01)  # not Qt's own wait: it keeps the interpreter from the thread that opens the store


def work(window: Window, answers: dict[str, str], pdf: Path) -> None:
    """From an empty desk to the paper."""
    window.window().activateWindow()
    until(lambda: window.desk.is_ready, "the store")
    window.begin_case(PROCEDURE)
    until(lambda: isinstance(window.screen_in_front, FillingScreen), "the questions")
    screen = window.screen_in_front
    assert isinstance(screen, FillingScreen)
    session = screen.session
    for id in (id for id in answers if id not in TYPED):
        session.answer(id, answers[id])
    for id in TYPED:
        screen.go_to(id)
        until(lambda: isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit | QTextEdit), id)
        QTest.keyClicks(QApplication.focusWidget(), answers[id])
        session.answer(id, answers[id])
    until(lambda: session.is_saved, "everything is on the disk")
    window.review(session)
    until(lambda: isinstance(window.screen_in_front, ReviewScreen), "the review")
    review = window.screen_in_front
    assert isinstance(review, ReviewScreen)
    until(lambda: all(tick.pages for tick in review.strip.ticks), "the papers are laid out")
    review.handover.save(review.strip.papers, pdf)
    until(lambda: pdf.exists() and not review.handover.busy, "the paper is written")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("place")
    parser.add_argument("answers", type=Path)
    parser.add_argument("pdf", type=Path)
    parser.add_argument("--mishap", default="")
    given = parser.parse_args()
    done: list[bool] = []

    def fail() -> None:
        raise ValueError(f"cannot take {given.mishap}")

    def lead() -> None:
        """The mishap comes out of the program's own loop, as mishaps do: a wait of ours would keep it back."""
        if given.mishap:
            QTimer.singleShot(0, fail)
        QTimer.singleShot(0, go)

    def go() -> None:
        window = next(each for each in QApplication.allWidgets() if isinstance(each, Window))
        try:
            work(window, json.loads(given.answers.read_text("utf-8")), given.pdf)
            done.append(True)
        except Stuck as stuck:
            print(f"waited in vain for {stuck}", file=sys.stderr)
        finally:
            window.window().close()
            QTimer.singleShot(0, QApplication.quit)

    shipped = app.main
    app.main = lambda settings, **more: shipped(settings, **more, on_complete=lambda: QTimer.singleShot(500, lead))
    sys.argv = ["talentdesk", "open", "--mode", "counter", "--language", "en", "--data", given.place]
    return talentdesk.__main__.main() or (0 if done else 4)


if __name__ == "__main__":
    sys.exit(main())
