"""Somebody who goes while the machine is busy, in the shipped window: in a dialog, while papers are made, or printed.

Started by the supervisor in place of the shipped window. `LEAVER` names the folder for what it tells, `LEAVER_AT` the
moment, `LEAVER_HOW` whether it ends the visit itself. The first process is the one who goes; each later one only looks
whether it finds anything of the one before.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QLabel
from traces import looks

from talentdesk.core.cases import read_cases
from talentdesk.desktop import app
from talentdesk.desktop.kiosk import outgoing
from talentdesk.desktop.kiosk.child import main
from talentdesk.desktop.kiosk.window import KioskWindow
from talentdesk.paths import room

if TYPE_CHECKING:
    from talentdesk.desktop.desk import Desk

PROCEDURE = "residence-permit"
SURNAME, NUMBER = "CANARYSURNAME", "CA7654321"
NOW = datetime(2026, 11, 23, 14, 3, 22, tzinfo=timezone(timedelta(hours=8)))


def answers() -> dict[str, str]:
    """A whole case of somebody who does not exist."""
    cases = read_cases(room("forms") / f"procedures/{PROCEDURE}/cases.toml")
    known = dict(next(case for case in cases if case.sample).answers.typed)
    return {**known, "person.surname": SURNAME, "passport.number": NUMBER}


class Question(QDialog):
    """A dialog with an event loop of its own, as the program may open one."""


Question.__module__ = "talentdesk.desktop.question"  # one of Qt's own would be closed at once


class Window(KioskWindow):
    """The shipped window, and somebody at it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._folder = Path(os.environ["LEAVER"])
        self._at, self._how = os.environ["LEAVER_AT"], os.environ["LEAVER_HOW"]
        self._stays = QTimer(self, interval=100)
        self._stays.timeout.connect(self._stay)
        self._was_shown = False

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if not self._was_shown:
            self._was_shown = True
            QTimer.singleShot(0, self._look if (self._folder / "first").exists() else self._come)

    def _tell(self, name: str, what: Any) -> None:
        part = self._folder / f"{name}.part"
        part.write_text(json.dumps(what), "utf-8")
        part.replace(self._folder / name)

    # ---- the one who goes

    def _come(self) -> None:
        self._stays.start()
        self.attract.chosen.emit("en")
        self.consent.agreed.emit(frozenset({"fill-in", "assess", "sensitive"}))
        self.visit.read = {id: (text, "") for id, text in answers().items()}
        self.begin_case(PROCEDURE)
        assert self.walk is not None
        self.show_sheet(self.walk)
        self.desk.keeper.flush().result(20)
        self._tell("first", {"pid": os.getpid(), "home": os.environ["HOME"]})
        getattr(self, f"_at_{self._at}")()

    def _stay(self) -> None:
        """Until it is time to go."""
        if not (self._folder / "go").exists():
            self.used.emit()
        else:
            self._stays.stop()
            if self._how == "end":
                self._erase()

    def _at_dialog(self) -> None:
        dialog = Question(self)
        QLabel(f"{SURNAME} {NUMBER}", dialog)
        QTimer.singleShot(0, lambda: self._tell("busy", self._at))
        dialog.exec()

    def _at_render(self) -> None:
        """Papers are being made whenever it ends: as soon as they are made, they are made again."""
        made = outgoing._made

        def for_ever(*given: Any) -> Any:
            while True:
                made(*given)
                self._tell("busy", self._at)

        outgoing._made = for_ever  # type: ignore[assignment]
        self._print()

    def _at_print(self) -> None:
        """The test sees it in the queue."""
        self._print()

    # ---- the next one

    def _look(self) -> None:
        found = [sorted(set(look)) for look in looks(self)]  # type: ignore[arg-type]
        self._tell("next", {"pid": os.getpid(), "found": found, "sheet": type(self.sheet).__name__})


if __name__ == "__main__":
    app.local_now = lambda: NOW
    sys.exit(main(make=Window))
