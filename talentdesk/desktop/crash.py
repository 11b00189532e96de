"""When the program itself fails: what was typed is kept, a note without personal data is made, the person is told."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Protocol

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from talentdesk.service.crashnotes import CrashNotes as CrashNotes

_SERIOUS = (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
_DEEPEST = 30  # Qt's bindings string together a thousand places when something fails inside a nested event loop


def describe(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where it happened: exception class and, innermost last, module and line. Never a message, value or source."""
    places = []
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "?")
        places.append(f"{name}:{trace.tb_lineno}")
        trace = trace.tb_next
    cut = ["…"] if len(places) > _DEEPEST else []
    return f"{kind.__module__}.{kind.__qualname__} at " + " > ".join([*cut, *places[-_DEEPEST:]])


class Notes(Protocol):
    """Takes notes of mishaps."""

    def note(self, what: str) -> None:
        """Takes one line without personal data, and does not fail."""


class CrashHandler:
    """Catches what nobody caught, in every thread and in Qt itself.

    `keep` is called to bring typed text to safety, `tell` to show the person a sentence; both must return.
    """

    def __init__(self, notes: Notes, keep: Callable[[], None], tell: Callable[[], None]) -> None:
        self._notes = notes
        self._keep = keep
        self._tell = tell
        self._handling = threading.local()

    def install(self) -> None:
        """From here on nothing fails silently."""
        sys.excepthook = self.caught
        threading.excepthook = lambda args: self.caught(args.exc_type, args.exc_value, args.exc_traceback)
        qInstallMessageHandler(self._qt_says)

    def uninstall(self) -> None:
        """Puts Python's and Qt's own handlers back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def caught(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Keeps, notes, tells, in this order, and only once at a time."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        if getattr(self._handling, "busy", False):
            return
        self._handling.busy = True
        try:
            self._try(self._keep)
            self._notes.note(describe(kind, trace))
            self._try(self._tell)
        finally:
            self._handling.busy = False

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001 - the last handler: the next step must still be taken
            self._notes.note(describe(type(error), error.__traceback__))

    def _qt_says(self, severity: QtMsgType, context: QMessageLogContext, message: str) -> None:
        """Qt's texts may quote a field's content or a file's name: only category and place are noted."""
        if severity in _SERIOUS:
            self._notes.note(f"qt {context.category} {Path(context.file or '?').name}:{context.line}")
