"""The sixteen places where one applicant could find another one, in the real window of a public machine.

The first process leaves something of a made-up person in each, writes down what it finds and ends its session; every
later one only looks. `TRACES` names the folder for what was found.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QClipboard
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from talentdesk.core.draft import Draft
from talentdesk.desktop.kiosk.child import main
from talentdesk.desktop.kiosk.window import KioskWindow

if TYPE_CHECKING:
    from talentdesk.desktop.desk import Desk

WORD = "CANARYE12345678"
KINDS = (
    *("undo", "completer", "clipboard", "recent list", "window title", "focus widget", "scroll position", "language"),
    *("accessibility tree", "tooltip", "error banner", "printer dialog", "QSettings", "logs and spool"),
    *("temporary files", "learned words"),
)


class Window(KioskWindow):
    """The shipped window, with somebody in it who leaves traces, or looks for them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._folder = Path(os.environ["TRACES"])

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        QTimer.singleShot(200, self._go)

    def _go(self) -> None:
        """Somebody has come: the first one leaves traces, whoever follows looks before anything is touched."""
        number = len(list(self._folder.glob("*.json")))
        if number == 0:
            self.attract.chosen.emit("pt")
            self._leave()
        found = {kind: sorted(set(look)) for kind, look in zip(KINDS, looks(self), strict=True)}
        (self._folder / f"{number}.json").write_text(json.dumps(found), "utf-8")
        if number == 0:
            self.desk.keeper.flush().result(10)
            self.ended.emit("done")

    def _leave(self) -> None:
        """One of each kind."""
        field, area, label, scrolled = QLineEdit(self), QPlainTextEdit(self), QLabel(WORD, self), QScrollArea(self)
        field.setCompleter(QCompleter([WORD], field))
        field.insert(WORD)
        area.setPlainText(WORD)
        field.setFocus()
        field.setToolTip(WORD)
        label.setAccessibleName(WORD)
        tall = QWidget()
        tall.setFixedSize(50, 5000)
        scrolled.setWidget(tall)
        for widget in (field, area, label, scrolled):
            widget.show()
        scrolled.verticalScrollBar().setValue(200)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.clipboard().blockSignals(True)  # otherwise it would be emptied at once
        app.clipboard().setText(WORD)
        self.setWindowTitle(WORD)
        for name in ("QtProject", "talentdesk"):
            settings = QSettings(name, "kiosk")
            settings.setValue("last", WORD)
            settings.sync()
        Path(os.environ["HOME"], "spool.pdf").write_text(WORD, "utf-8")
        with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as file:
            file.write(WORD)
        dictionary = Path(os.environ["XDG_CACHE_HOME"], "ibus", "libpinyin")
        dictionary.mkdir(parents=True)
        (dictionary / "user_bigram.db").write_text(WORD, "utf-8")
        draft = Draft("1", "residence-permit", "2024-12-01", date(2026, 11, 23))
        self.desk.keeper.save(replace(draft, typed={"person.surname": WORD}), 1)


def looks(window: Window) -> Iterator[list[str]]:
    """What is found of each kind: texts, in the order of `KINDS`."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    widgets = app.allWidgets()
    lines = [each for each in widgets if isinstance(each, QLineEdit)]
    yield [line.text() for line in lines for _ in (line.undo(), line.redo())]
    yield [str(each) for line in lines if line.completer() for each in line.completer().model().stringList()]  # type: ignore[attr-defined]
    yield [app.clipboard().text(mode) for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)]
    yield [case.surname for case in window.desk.keeper.find("").result(20)] + QFileDialog().history()
    yield [each.windowTitle() for each in widgets if each.isWindow()]
    focus = app.focusWidget()
    yield [focus.text()] if isinstance(focus, QLineEdit) else []
    yield ["moved" for each in widgets if isinstance(each, QScrollArea) and each.verticalScrollBar().value()]
    yield [window.desk.language]
    yield list(_heard(QAccessible.queryAccessibleInterface(window)))
    yield [each.toolTip() for each in widgets]
    yield [each.text() for each in widgets if isinstance(each, QLabel) and each.isVisible()]
    for name in ("QtProject", "talentdesk"):
        settings = QSettings(name, "kiosk")
        yield [str(settings.value(key)) for key in settings.allKeys()]
    rooms = Path(os.environ["HOME"]).parents[1]
    for pattern in ("*", "tmp*/**/*", "ibus/**/*"):
        yield [_read(file) for file in rooms.rglob(pattern) if file.is_file()]


def _heard(spoken: QAccessibleInterface | None) -> Iterator[str]:
    if spoken is None:
        return
    yield from (
        spoken.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
    )
    for index in range(spoken.childCount()):
        yield from _heard(spoken.child(index))


def _read(file: Path) -> str:
    return WORD if WORD.encode() in file.read_bytes() else ""


if __name__ == "__main__":
    sys.exit(main(make=Window))
