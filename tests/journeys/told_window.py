"""The shipped window of a public machine, which tells a test on its screen where the focus and the light are.

Started by the supervisor in place of the shipped one. What is lit or focused is written into the file that `TOLD`
names, a line for each change; it changes nothing else but how long the switch's light stays (`TOLD_DWELL_MS`).
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from talentdesk.desktop.kiosk.child import main, shipped_window
from talentdesk.desktop.kiosk.publicwindow import PublicWindow
from talentdesk.desktop.kiosk.window import KioskWindow

if TYPE_CHECKING:
    from talentdesk.desktop.desk import Desk

_LOOK_MS = 15


class Teller:
    """Looks at the window and writes down what has changed."""

    def __init__(self, window: KioskWindow) -> None:
        self._window, self._last = window, ""
        self._timer = QTimer(window, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        window.keyboard.scan.moved.connect(self.look)
        if dwell := os.environ.get("TOLD_DWELL_MS"):
            window.keyboard.scan.set_dwell(int(dwell))

    def look(self) -> None:
        window, scan = self._window, self._window.keyboard.scan
        if not window.isVisible():
            return
        lit = scan.lit if scan.is_on else None
        row = next((inside for holder, inside in scan._all() if holder is lit), []) if lit is not None else []
        sheet = window.sheet
        said = {
            "pid": os.getpid(),
            "sheet": "triage" if sheet is window.triage else type(sheet).__name__,
            "here": getattr(sheet, "here", ""),
            "focus": self.name(QApplication.focusWidget()),
            "lit": self.name(lit),
            "row": [self.name(each) for each in row] if len(row) > 1 else [],
            "on": self.chosen(),
            "ready": sheet.main.isEnabled(),
        }
        line = json.dumps(said)
        if line != self._last:
            self._last = line
            with open(os.environ["TOLD"], "a", encoding="utf-8") as file:
                file.write(f"{line}\n")

    def chosen(self) -> list[str]:
        """What is ticked or chosen on the page."""
        buttons = self._window.sheet.findChildren(QAbstractButton)
        return [self.name(each) for each in buttons if each.isCheckable() and each.isChecked() and each.isVisible()]

    def name(self, widget: Any) -> str:
        """What a test calls it."""
        if widget is None or not shiboken6.isValid(widget):
            return ""
        sheet = self._window.sheet
        for part in ("main", "back", "later", "again"):
            if getattr(sheet, part, None) is widget:
                return part
        for kind, found in (
            ("point", getattr(getattr(widget, "purpose", None), "id", "")),
            ("language", getattr(widget, "language", "")),
            ("card", getattr(widget, "code", "")),
            ("matter", getattr(widget, "procedure", "")),
            ("key", getattr(getattr(widget, "key", None), "text", "")),
        ):
            if isinstance(found, str) and found:
                return f"{kind}:{found}"
        assert isinstance(widget, QWidget)
        return f"{type(widget).__name__}:{widget.accessibleName()}"


def told_window(desk: Desk) -> PublicWindow:
    """The shipped window with a teller."""
    window = shipped_window(desk)
    assert isinstance(window, KioskWindow)
    window.setProperty("teller", Teller(window))
    return window


if __name__ == "__main__":
    sys.exit(main(make=told_window))
