"""A clerk with a queue: the whole screen, a printer, and one act after the other, each when the program is at rest."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from display import PATIENCE_S, until
from printsystem import PrintRoom
from walker import Walker

from talentdesk.core.comments import open_comments
from talentdesk.core.person import Person
from talentdesk.core.states import State

COUNTER = (1440, 900)
"""The screen of a counter."""
NARROW = (1080, 900)
_TITLE_BAR = 24
_QUIET_S = 0.3
"""Longer than the program waits to see whether a scan goes on."""


class Clerk(Walker):
    """Acts by keys and scanner, on a window as large as the screen."""

    size = COUNTER

    def start(self, *, language: str = "zh-Hans") -> None:
        """Starts the program, and makes its window as large as the screen."""
        super().start(language=language)
        width, height = self.size
        self.display.place(0, 0, width, height - _TITLE_BAR)
        self.rest()

    # ---- when the next key may come

    def rest(self, quiet: float = _QUIET_S) -> None:
        """Waits until the program has done what it was asked: its threads and the X server's sleep, and the picture
        stands still."""
        end, between = time.monotonic() + PATIENCE_S, threading.Event()
        last, since = None, time.monotonic()
        while time.monotonic() - since < quiet:
            assert time.monotonic() < end, "the program never comes to rest"
            between.wait(0.03)
            now, works = (self.display.fingerprint(), self._ticks()), self._works()
            if now != last or works:
                last, since = now, time.monotonic()

    def _threads(self) -> list[list[str]]:
        assert self._program is not None
        told = []
        processes = (self._program.pid, self.display.server)
        for thread in (each for pid in processes for each in Path(f"/proc/{pid}/task").iterdir()):
            try:
                told.append((thread / "stat").read_text().rpartition(")")[2].split())
            except OSError:  # it has ended meanwhile
                continue
        return told

    def _ticks(self) -> int:
        return sum(int(told[11]) + int(told[12]) for told in self._threads())

    def _works(self) -> bool:
        return any(told[0] in "RD" for told in self._threads())

    # ---- acts

    def press(self, *keys: str) -> None:
        """Presses keys, each when the one before has done its work."""
        for key in keys:
            self.display.press(key)
            self.rest()

    def swipe(self, *lines: str) -> None:
        """A document's machine-readable zone, as a scanner types it."""
        self.display.swipe("\n".join(lines))
        self.rest()

    def paste(self, text: str) -> None:
        """What an input method would commit."""
        self.display.paste(text)
        self.rest()

    def type(self, text: str) -> None:
        """Into whatever has the focus."""
        self.display.type(text)
        self.rest()

    def new_ledger(self, *zone: str) -> None:
        """A document is swiped, and Alt+0 makes a ledger of it."""
        count = len(self.store.people.find("", 20)) if self._has_open_store() else 0
        self.swipe(*zone)
        self.look("swiped")
        self.press("alt+0")
        until(lambda: len(self.store.people.find("", 20)) > count, "the ledger is made")
        self.rest()

    def begin(self, part: str) -> None:
        """Ctrl+N, part of the matter's name, Enter; returns in the first question."""
        count = len(self.cases())
        self.press("ctrl+n")
        self.paste(part)
        self.look("which-matter")
        self.press("Return")
        until(lambda: len(self.cases()) == count + 1, "the case begins")

    def fill(self, answers: dict[str, str]) -> None:
        """From gap to gap until nothing is missing."""
        while (gap := self.next_gap()) is not None:
            self.answer(gap, answers[gap])

    def walk(self, answers: dict[str, str], ids: Sequence[str]) -> None:
        """Answers these, Enter leading from one to the next."""
        for id in ids:
            if id != ids[0]:
                self.display.press("Return")
            self.stands_at(id)
            self.answer(id, answers[id])

    def has_state(self, state: State, number: int | None = None) -> None:
        """Waits until the case, or the newest, is in this state on the disk."""

        def state_now() -> State:
            cases = {case.number: case.state for case in self.cases()}
            return cases[number if number is not None else max(cases)]

        until(lambda: state_now() is state, f"the case is {state}")

    # ---- what is kept

    def people(self) -> tuple[Person, ...]:
        """All ledgers, as they stand on the disk."""
        return tuple(self.store.people.load(each.id).whole() for each in self.store.people.find("", 20))

    def comments(self) -> dict[str, str]:
        """What is still to be put right in the newest case, by question."""
        return {id: comment.text for id, comment in open_comments(self.draft().comments).items()}

    def acts_name_nobody(self, *secrets: str) -> None:
        """The chain of acts and what the program said tell of nobody."""
        told = [str(entry) for entry in self.store.acts()]
        assert told
        assert not [line for line in told for secret in secrets if secret in line]
        assert self.log() == ""


def text_of(pdf: bytes) -> str:
    """All words on all pages."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def pages_of(pdf: bytes) -> int:
    """How many there are."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def out_of_printer(place: PrintRoom, count: int) -> tuple[bytes, ...]:
    """The documents that have come out, once there are `count`; no job's title says whose they are."""
    until(lambda: len(place.jobs()) >= count, f"{count} jobs come out of the printer")
    jobs = place.jobs()
    assert len(jobs) == count
    assert all(re.fullmatch("TD-[0-9A-F]{4}", job.title) for job in jobs), [job.title for job in jobs]
    return tuple(job.content for job in jobs)
