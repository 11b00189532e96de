"""A public machine on a screen of its own, run as the system runs it, and what its window tells of focus and light."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from display import Display, until

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WINDOW = (sys.executable, str(HERE / "told_window.py"))
_RUN = """
import json, os, sys
from talentdesk.cli import kiosk
from talentdesk.settings import Settings
kiosk.WINDOW = tuple(json.loads(os.environ["TOLD_WINDOW"]))
sys.exit(kiosk.run_public(Settings(**json.loads(os.environ["TOLD_SETTINGS"]))))
"""


class Public:
    """The machine, from outside."""

    def __init__(self, folder: Path, display: Display, environment: Mapping[str, str] = {}, **settings: str) -> None:
        self.display = display
        self.told = folder / "told"
        self.told.touch()
        self.jobs = folder / "jobs"
        said = {"mode": "kiosk", "language": "en", "second_language": "zh-Hans", "idle_warning": "3600", **settings}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _RUN],
            env={
                **display.environment,
                "PYTHONPATH": str(ROOT),
                "PATH": f"{self._printer(folder)}:/usr/bin:/bin",
                "CUPS_SERVER": str(folder / "no-socket"),
                "TOLD": str(self.told),
                "TOLD_WINDOW": json.dumps(WINDOW),
                "TOLD_SETTINGS": json.dumps({**said, "data": str(folder / "ground")}),
                **environment,
            },
        )

    def _printer(self, folder: Path) -> Path:
        """A print system that keeps every job."""
        self.jobs.mkdir()
        place = folder / "lp-here"
        place.mkdir()
        script = place / "lp"
        script.write_text(f'#!/bin/sh\nn=$(ls "{self.jobs}" | wc -l)\ncat > "{self.jobs}/$n.pdf"\n')
        script.chmod(0o755)
        return place

    def end(self) -> None:
        """Switches it off."""
        with self._process:
            self._process.terminate()

    @property
    def now(self) -> dict[str, Any]:
        """What the window told last."""
        lines = self.told.read_text("utf-8").splitlines()
        found: dict[str, Any] = json.loads(lines[-1]) if lines else {}
        return found

    def wait(self, true: Callable[[dict[str, Any]], bool], what: str, patience: float = 60) -> dict[str, Any]:
        """Until the window tells this."""
        until(lambda: (now := self.now) and true(now), f"{what}; it stands at {self.now}", patience)
        return self.now

    def stands(self, sheet: str) -> dict[str, Any]:
        """Until this page is in front."""
        return self.wait(lambda now: now["sheet"] == sheet, f"{sheet} comes to the front")

    def moved(self, before: dict[str, Any], patience: float = 5) -> bool:
        """Whether anything but the light becomes another than it was."""

        def at(said: dict[str, Any]) -> object:
            return said["sheet"], said["here"], said["on"], said["pid"], said["ready"]

        try:
            until(lambda: at(self.now) != at(before), "something changes", patience)
        except AssertionError:
            return False
        return True


class Hand:
    """How a person works the machine: one subclass a way."""

    def __init__(self, machine: Public) -> None:
        self.machine = machine

    def choose(self, name: str) -> None:
        """Presses it, ticks it, chooses it."""
        raise NotImplementedError

    def tick(self, name: str) -> None:
        """Chooses it until it is chosen: the key of a slow machine may have come when something else was lit."""
        for _ in range(4):
            self.choose(name)
            try:
                until(lambda: name in self.machine.now["on"], f"{name} is chosen", 4)
                return
            except AssertionError:
                continue
        raise AssertionError(f"{name} is never chosen; it stands at {self.machine.now}")

    def go_on(self, name: str = "main") -> None:
        """Presses it until the page or the question is another."""
        before = self.machine.now
        for _ in range(4):
            self.choose(name)
            if self.machine.moved(before, 1.5):
                return
        raise AssertionError(f"{name} leads nowhere from {self.machine.now}")


class Keyboard(Hand):
    """Arrow down, Space and Enter; no pointer."""

    def choose(self, name: str) -> None:
        self.reach(name)
        self.machine.display.press("Return" if name == "main" or name.startswith(("language", "matter")) else "space")

    def reach(self, name: str) -> None:
        for _ in range(80):
            focus = self.machine.now["focus"]
            if focus == name:
                return
            self.machine.display.press("Down" if focus.startswith("card") and name.startswith("card") else "Tab")
            try:
                until(lambda focus=focus: self.machine.now["focus"] != focus, "the focus moves", 3)
            except AssertionError:
                assert self.machine.now["focus"] == focus
        raise AssertionError(f"Tab never comes to {name}; it stands at {self.machine.now}")


class OneSwitch(Hand):
    """F12 and nothing else."""

    def choose(self, name: str) -> None:
        display = self.machine.display
        for _ in range(6):
            now = self.machine.wait(
                lambda now: now["lit"] == name or (name in now["row"]), f"{name} is lit, or its row", 60
            )
            alone = now["lit"] == name
            display.press("F12")
            if alone:
                return
            try:
                until(lambda: self.machine.now["lit"] == name, f"{name} is lit in its row", 8)
            except AssertionError:
                continue  # a machine that is slow has gone on before the key came
            display.press("F12")
            return
        raise AssertionError(f"never in time for {name}")


def environment_of(bus: str) -> dict[str, str]:
    """For a program whose accessible things are asked for on this bus."""
    return {**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus}
