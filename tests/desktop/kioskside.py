"""A public machine in a test: the real window, touched and typed into, with a printer that keeps what it is given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from talentdesk.core.cases import Case, read_cases
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.sheet import Sheet
from talentdesk.desktop.kiosk.walk import Walk
from talentdesk.desktop.kiosk.window import KioskWindow
from talentdesk.paths import room
from talentdesk.settings import Settings

NOW = datetime(2026, 11, 23, 14, 3, 22, tzinfo=timezone(timedelta(hours=8)))
PATIENCE_MS = 20_000
EVERY_POINT = ("fill-in", "assess", "sensitive", "pass-on")


@cache
def sample_of(procedure: str) -> Case:
    """The person the demonstration shows."""
    return next(case for case in read_cases(room("forms") / f"procedures/{procedure}/cases.toml") if case.sample)


def make_printer(folder: Path, monkeypatch: Any, exit_code: int = 0) -> Path:
    """A print system that keeps every job, numbered, and tells nothing of it; the folder of the jobs."""
    jobs = folder / "jobs"
    jobs.mkdir(parents=True, exist_ok=True)
    script = folder / "lp"
    script.write_text(f'#!/bin/sh\nn=$(ls "{jobs}" | wc -l)\ncat > "{jobs}/$n.pdf"\nexit {exit_code}\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setenv("CUPS_SERVER", str(folder / "no-socket"))
    return jobs


class Machine:
    """One machine, and what a person does at it."""

    def __init__(
        self, qtbot: QtBot, *, size: tuple[int, int] = (1080, 1920), now: datetime = NOW, **settings: Any
    ) -> None:
        said = {"mode": "kiosk", "size": "kiosk", "language": "en", "second_language": "zh-Hans", **settings}
        self.qtbot = qtbot
        self.now = now
        self.desk = Desk(Settings(**said), lambda: self.now)
        self.desk.dress()
        self.desk.speak(self.desk.language, self.desk.second)
        self.window = KioskWindow(self.desk)
        self.desk.setParent(self.window)
        qtbot.addWidget(self.window)
        self.ends: list[str] = []
        self.window.ended.connect(self.ends.append)
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def end(self) -> None:
        """Nothing works on in the background."""
        self.desk.elsewhere.close()

    @property
    def sheet(self) -> Sheet:
        return self.window.sheet

    @property
    def walk(self) -> Walk:
        walk = self.window.walk
        assert walk is not None
        return walk

    def touch(self, widget: QWidget) -> None:
        """Scrolls to it, then a finger on the middle of what can be seen."""
        assert widget.isVisible()
        QApplication.processEvents()
        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(widget)
            above = above.parentWidget()
        place = widget.visibleRegion().boundingRect().center()
        if QApplication.screenAt(widget.mapToGlobal(place)) is None and isinstance(widget, QAbstractButton):
            # The screen that is none is low, and Qt's finger asks the screen what lies below it.
            widget.click()
            return
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)

    def press(self, *keys: Qt.Key) -> None:
        """On whatever has the focus."""
        for key in keys:
            self.qtbot.keyClick(self.window.windowHandle(), key)

    def type(self, text: str) -> None:
        """As a person does."""
        from typist_of_keys import type_slowly

        type_slowly(self.window.windowHandle(), text)

    # ---- the way

    def begin(self, language: str = "en", points: tuple[str, ...] = EVERY_POINT) -> None:
        """Touches a language and agrees to these points."""
        button = next(each for each in self.window.attract.languages if each.language == language)
        self.touch(button)
        for point in self.window.consent.points:
            if point.purpose.id in points:
                point.click()
        self.touch(self.window.consent.main)

    def find(self, answers: Mapping[str, str]) -> list[str]:
        """Walks through the questions that find the form; the forms that fit."""
        while self.sheet is self.window.triage:
            here = self.window.triage.here
            self.give(self.window.triage, answers.get(here, ""))
            self.go_on(self.window.triage)
        return [row.procedure for row in self.window.matters.fits]

    def give(self, walk: Walk, text: str) -> None:
        """The answer as its field tells it."""
        row = walk._rows[walk.here]
        if text:
            row.show_value(text)
            row.typed.emit(walk.here, text)

    def go_on(self, walk: Walk) -> None:
        """Next, and once more where something is said first."""
        here = walk.here
        for _ in range(2):
            if self.sheet is walk and walk.here == here:
                self.touch(walk.main)

    def fill(self, answers: Mapping[str, str], declined: frozenset[str] = frozenset()) -> list[str]:
        """Walks to the end with these answers; the questions that were on the screen."""
        seen: list[str] = []
        walk = self.walk
        while self.sheet is walk:
            here = walk.here
            assert here not in seen, "the walk goes in a circle"
            seen.append(here)
            if walk.interview.question(here).columns:
                for id, text in answers.items():
                    if id.startswith(f"{here}[") and text:
                        walk._rows[here].typed.emit(id, text)
            elif here in declined and walk.later.isVisible():
                self.touch(walk.later)
                continue
            else:
                self.give(walk, answers.get(here, ""))
            self.go_on(walk)
        return seen

    def print(self) -> None:
        """From the list of answers over the paper to the last page."""
        self.touch(self.window.answers.main)
        paper = self.window.paper
        self.qtbot.waitUntil(lambda: paper.preview is not None and paper.preview.paper is not None, timeout=PATIENCE_MS)
        self.touch(paper.main)
        self.qtbot.waitUntil(lambda: self.sheet is self.window.finish, timeout=PATIENCE_MS)


def is_reachable(button: QAbstractButton) -> bool:
    """Large enough for a finger."""
    return button.height() >= 96 and button.width() >= 96
