"""A public machine in a test: the real supervisor on a thread, real processes, and a log of what they did."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talentdesk.service.kiosk.ground import STANDING, Ground
from talentdesk.service.kiosk.standing import Standing, read_standing
from talentdesk.service.kiosk.supervisor import Limits, Session, Supervisor
from talentdesk.settings import Settings

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
APPLICANT = (sys.executable, str(HERE / "applicant.py"))
_PATIENCE_S = 30.0


def until(asked: Callable[[], Any], what: str, patience: float = _PATIENCE_S) -> Any:
    """Waits until the answer is true, and gives it back."""
    end = time.monotonic() + patience
    while not (answer := asked()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {patience:g} s: {what}")
        time.sleep(0.005)
    return answer


@dataclass(frozen=True)
class Did:
    """One line of what a window did."""

    pid: int
    what: str
    number: float
    at: float


class PublicMachine:
    """The supervisor, from outside."""

    def __init__(self, folder: Path, plan: str, command: tuple[str, ...] = APPLICANT, **more: Any) -> None:
        self.ground = Ground(folder / "ground")
        self.log = folder / "log"
        self.notes: list[str] = []
        os.environ["APPLICANT"], os.environ["APPLICANT_PLAN"] = str(self.log), plan
        os.environ["PYTHONPATH"] = str(ROOT)
        settings = Settings(mode="kiosk", size="kiosk", language="en", **more.pop("settings", {}))
        self.supervisor = Supervisor(
            command, settings, self.ground, **{"limits": Limits(crashes=3), "noted": self.notes.append, **more}
        )
        self._thread = threading.Thread(target=self.supervisor.run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.supervisor.stop()
        self._thread.join(_PATIENCE_S)
        assert not self._thread.is_alive()

    @property
    def session(self) -> Session:
        session = self.supervisor.session
        assert session is not None
        return session

    def did(self, what: str = "") -> list[Did]:
        """What was done so far."""
        if not self.log.exists():
            return []
        lines = [line.split() for line in self.log.read_text().splitlines()]
        rows = [Did(int(pid), act, *(float(each) for each in [*rest, "0", "0"][:2])) for pid, act, *rest in lines]
        return [row for row in rows if not what or row.what == what]

    def last(self, what: str) -> Did:
        """The last time a window did this."""
        found: Did = until(lambda: self.did(what), what)[-1]
        return found

    def wait(self, what: str, times: int) -> Did:
        """Until it was done so often."""
        until(lambda: len(self.did(what)) >= times, f"{what} × {times}")
        return self.did(what)[-1]

    def stands(self, standing: Standing) -> None:
        """Until the staff are told so."""
        until(lambda: read_standing(self.ground.place / STANDING) is standing, standing)

    def spare(self) -> int:
        """The process that waits behind the one in front, once it is loaded."""

        def loaded() -> int:
            spare = self.supervisor._spare
            return spare.pid if spare is not None and spare.ready else 0

        pid: int = until(loaded, "a window waits")
        return pid


@contextmanager
def switched_on(folder: Path, plan: str = "type", **more: Any) -> Iterator[PublicMachine]:
    """A public machine that is switched off at the end."""
    machine = PublicMachine(folder, plan, **more)
    machine.start()
    try:
        yield machine
    finally:
        machine.stop()
