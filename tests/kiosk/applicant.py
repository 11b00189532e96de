"""An applicant without hands: a window that fills in a case by itself, in the process of a public machine.

Started by the supervisor in place of the shipped window. `APPLICANT_PLAN` says what it does; what it did it writes
into the file that `APPLICANT` names, never an answer.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QVBoxLayout

from talentdesk.core.draft import Draft
from talentdesk.desktop.kiosk.child import main
from talentdesk.desktop.kiosk.publicwindow import PublicWindow

if TYPE_CHECKING:
    from talentdesk.desktop.desk import Desk

SURNAME, NUMBER = "陳大文canary", "E12345678canary"
ID = "person.surname"
_GET_DUMPABLE = 3  # linux/prctl.h


class Applicant(PublicWindow):
    """One field. It types a letter every few milliseconds, on from what the window before it left."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.log = Path(os.environ["APPLICANT"])
        self.plan = os.environ.get("APPLICANT_PLAN", "type")
        self.field, self.said = QLineEdit(), QLabel()
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.said)
        self.draft = Draft("case-1", "residence-permit", "2024-12-01", date(2026, 11, 23))
        self.revision = 0
        self.count = 0
        self.resumed = self.is_saved = False
        self._counts: dict[int, int] = {}
        self._timer = QTimer(self, interval=20 if self.plan in ("end", "dialog") else 3)
        self._timer.timeout.connect(self.strike)

    def showEvent(self, event: object) -> None:
        if self.plan == "attract":
            return
        QTimer.singleShot(0, self.begin)

    def begin(self) -> None:
        if sys.platform.startswith("linux"):
            self.note(f"dumpable {ctypes.CDLL(None).prctl(_GET_DUMPABLE)}")
        self.note("begun")
        self.begun.emit()
        if self.plan != "still":
            self._timer.start()

    def resume(self, draft: Draft) -> None:
        self.draft, self.resumed = draft, True
        # One that fails always fails at the same place again.
        self.count = 0 if self.plan == "fail always" else int(draft.typed["count"])
        self.field.setText(draft.typed[ID])
        self.note(f"resumed {self.count}")

    def strike(self) -> None:
        """One key."""
        self.count += 1
        harmed = self.count == 100 and (not self.resumed or self.plan.endswith("always"))
        if self.plan == "hang" and harmed:
            time.sleep(60)
        if self.plan.startswith("fail") and harmed:
            raise ValueError(SURNAME)
        typed = {ID: SURNAME, "passport.number": NUMBER, "count": str(self.count)}
        self.field.setText(f"{SURNAME} {NUMBER} {self.count}")
        self.draft = replace(self.draft, typed=typed)
        self.revision += 1
        self.desk.keeper.save(self.draft, self.revision)
        self._counts[self.revision] = self.count
        self.note(f"struck {self.count} {time.monotonic()}")
        if self.plan == "dialog" and self.count == 30:
            self._look_for_a_file()
        if self.plan in ("end", "dialog") and self.count > 40 and self.is_saved:
            self._timer.stop()
            self.ended.emit("done")

    def _look_for_a_file(self) -> None:
        """Makes the dialog that notes where somebody has been, and takes it down again unseen."""
        dialog = QFileDialog(self)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setHistory([SURNAME])
        dialog.accept()
        dialog.deleteLater()

    def saved(self, id: str, revision: int) -> None:
        self.is_saved = True
        self.note(f"saved {self._counts.get(revision, 0)}")

    def blank(self, on: bool) -> None:
        self.field.setVisible(not on)

    def show_paper(self, there: bool) -> None:
        self.note(f"paper {int(there)}")

    def note(self, what: str) -> None:
        handle = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, f"{os.getpid()} {what}\n".encode())
        os.close(handle)


if __name__ == "__main__":
    sys.exit(main(make=Applicant))
