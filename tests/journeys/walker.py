"""A clerk in a test: starts the real program on a real screen, presses keys, and looks into the encrypted store."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from display import PATIENCE_S, Display, until

from talentdesk import paths
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.draft import Draft
from talentdesk.core.form import Kind
from talentdesk.core.interview import Interview
from talentdesk.service.procedures import grouped
from talentdesk.store.cases import CaseSummary
from talentdesk.store.opened import Store, open_store
from talentdesk.store.place import DATABASE
from talentdesk.store.vault import Vault

ROOT = Path(__file__).parents[2]
_CLOSING_S = 15
_CALM_S = 0.35
"""Longer than the program waits for the rest of a scan, or for a typist's pause."""


class Walker:
    """One counter: its folders, its screen, and the program while it runs."""

    def __init__(self, folder: Path, display: Display, pictures: Path | None) -> None:
        self.display = display
        self.place = folder / "cases"
        self.catalogue = Catalogue([paths.room("forms")])
        self._folder = folder
        self._home = folder / "home"
        self._pictures = pictures
        self._count = 0
        self._program: subprocess.Popen[bytes] | None = None
        self._store: Store | None = None
        self._home.mkdir()

    def place_of(self, procedure: str) -> int:
        """Where a procedure stands in the list of new cases, from 1: the digit that chooses it up to 9."""
        listed = [about.procedure for group in grouped(self.catalogue) for about in group.procedures]
        return listed.index(procedure) + 1

    # ---- the program

    def start(self, *, language: str = "zh-Hans") -> None:
        """Starts the program and waits until its window takes keys and its store is open."""
        command = [sys.executable, "-m", "talentdesk", "open", "--mode", "counter", "--language", language]
        with (self._folder / "program.log").open("ab") as log:
            self._program = subprocess.Popen(
                [*command, "--data", str(self.place)], cwd=ROOT, env=self._environment(), stdout=log, stderr=log
            )
        until(self._is_up, "the program opens its window and its store")
        self.settled()  # and has listed what is in it
        self.display.still()

    def _environment(self) -> dict[str, str]:
        folders = {
            "HOME": self._home,
            "XDG_CONFIG_HOME": self._home / "config",
            "XDG_DATA_HOME": self._home / "share",
            "XDG_STATE_HOME": self._home / "state",
            "XDG_CACHE_HOME": self._home / "cache",
        }
        return {
            **self.display.environment,
            **{name: str(folder) for name, folder in folders.items()},
            "PYTHONPATH": str(ROOT),
        }

    def _is_up(self) -> bool:
        assert self._program is not None
        assert self._program.poll() is None, self.log()
        return self.display.title() == "talentdesk" and self._has_open_store()

    def _has_open_store(self) -> bool:
        assert self._program is not None
        # The program lets nobody look into it. Which locks it holds is open, and SQLite holds this one all along.
        shared = self.place / f"{DATABASE}-shm"
        if not shared.exists():
            return False
        held = rf" {self._program.pid} \S+:{shared.stat().st_ino} "
        return re.search(held, Path("/proc/locks").read_text("ascii")) is not None

    def settled(self) -> None:
        """Waits until the program has nothing to do: every key has reached it and been answered, however busy the
        machine. What it is asked after that comes on top of what is seen now."""
        assert self._program is not None
        watched = (self._program.pid, self.display.server)
        end, between = time.monotonic() + PATIENCE_S, threading.Event()
        seen: list[tuple[float, bool]] = []
        while True:
            now = time.monotonic()
            assert now < end, "the program never comes to rest"
            seen = [each for each in seen if now - each[0] < _CALM_S]
            seen.append((now, any(_is_at_work(process) for process in watched)))
            # A caret that blinks is no work.
            if now - seen[0][0] > _CALM_S * 0.9 and sum(busy for _, busy in seen) <= len(seen) // 5:
                return
            between.wait(0.01)

    def step(self, *keys: str) -> None:
        """Presses keys one by one and waits after each until it has been answered."""
        for key in keys:
            self.display.press(key)
            self.settled()

    def swipe(self, text: str) -> None:
        """A scan, and the program's answer to it."""
        self.display.swipe(text)
        self.settled()

    def kill(self) -> None:
        """kill -9."""
        assert self._program is not None
        self._program.send_signal(signal.SIGKILL)
        self._program.wait(10)

    def close(self) -> None:
        """Closes the window as a person does, and waits for the program to end well."""
        assert self._program is not None
        self.display.press("alt+F4")
        assert self._program.wait(_CLOSING_S) == 0, self.log()

    def leave(self) -> None:
        """Ends whatever is still there."""
        if self._store is not None:
            self._store.close()
        if self._program is not None and self._program.poll() is None:
            self.kill()

    def log(self) -> str:
        """What the program said."""
        return (self._folder / "program.log").read_text("utf-8")

    def look(self, name: str) -> None:
        """Keeps a picture of the screen for a person, where a folder for them is named."""
        if self._pictures is not None:
            self.display.still()
            self._count += 1
            self.display.picture(self._pictures / f"{self._count:02d}-{name}.png")

    # ---- the store, as another process sees it

    @property
    def store(self) -> Store:
        """Opened with the key that this home keeps."""
        if self._store is None:
            self._store = open_store(self.place, Vault.open(self.place, self._home / "config" / "talentdesk"))
        return self._store

    def cases(self) -> tuple[CaseSummary, ...]:
        """All cases on the disk."""
        return self.store.find("")

    def draft(self) -> Draft:
        """The newest case on the disk."""
        return self.store.load(max(self.cases(), key=lambda case: case.number).id)

    def typed(self, id: str) -> str:
        """What is on the disk as the answer."""
        return self.draft().typed.get(id, "")

    def interview(self) -> Interview:
        """What follows from what is on the disk."""
        draft = self.draft()
        edition = self.catalogue.edition(draft.procedure, draft.edition)
        return Interview(
            edition, self.catalogue, as_of=draft.as_of, typed=draft.typed, declined=frozenset(draft.declined)
        )

    # ---- acts

    def stands_at(self, id: str) -> None:
        """Waits until the focus is in this question."""
        until(lambda: self.draft().place == id, f"the focus comes to {id}")

    def answer(self, id: str, text: str) -> None:
        """Answers the question that has the focus, by the keys that its kind takes, and waits for the disk."""
        question = self.interview().question(id)
        if question.kind in (Kind.CHOICE, Kind.YES_NO):
            codes = [choice.code for choice in question.choices] or ["yes", "no"]
            self.display.press(str(codes.index(text) + 1))
        elif question.kind is Kind.DATE:
            self.display.type(text.replace("-", ""))
        elif re.search("[\u2e80-\uffff]", text):
            self.display.paste(text)
        else:
            self.display.type(text)
        self.has_saved(id, text)

    def has_saved(self, id: str, text: str) -> None:
        """Waits until the disk holds this answer."""
        until(lambda: self.typed(id) == text, f"{id} is saved")

    def travel_time(self, id: str) -> float:
        """Seconds that one key takes to the disk while nothing else waits there. The field stays empty."""
        struck = time.monotonic()
        self.display.type("x")
        self.has_saved(id, "x")
        taken = time.monotonic() - struck
        self.display.press("BackSpace")
        self.has_saved(id, "")
        return taken

    def next_gap(self) -> str | None:
        """Presses F6 and waits until the focus is where it leads; None where nothing is missing."""
        here = self.draft().place
        gap = self.interview().next_gap(here)
        self.display.press("F6")
        if gap is not None:
            self.stands_at(gap)
        return gap

    def save_pdf(self, file: Path) -> bytes:
        """Ctrl+S on the review, a name, Enter; returns the file's content."""
        self.display.press("ctrl+s")
        until(lambda: self.display.title() not in ("", "talentdesk"), "the dialog opens")
        self.look("save-dialog")
        self.display.press("ctrl+a")
        self.display.type(str(file))
        self.display.press("Return")
        until(file.exists, "the PDF is written")
        return file.read_bytes()


def _is_at_work(process: int) -> bool:
    """Whether one of its threads runs or waits for a processor or a disk."""
    for thread in Path(f"/proc/{process}/task").iterdir():
        try:
            state = (thread / "stat").read_text("ascii", "replace").rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            continue
        if state in "RD":
            return True
    return False
