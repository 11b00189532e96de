"""The shipped window of a public machine, which tells a test where things stand. It does nothing by itself.

Started by the supervisor in place of the shipped one. `WATCHED` names a folder: there the window in front listens on a
socket and answers one question a line. What a finger does comes from the X server; a finger on a screen that speaks of
touches comes in as Qt's platform would hand it on, because Xvfb has no such screen.
"""

from __future__ import annotations

import json
import os
import queue
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QClipboard, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QListView, QScrollArea, QWidget

from talentdesk.desktop import app
from talentdesk.desktop.finder import FinderEditor
from talentdesk.desktop.kiosk.child import main
from talentdesk.desktop.kiosk.finish import Square
from talentdesk.desktop.kiosk.idlepage import IdlePage
from talentdesk.desktop.kiosk.walk import Walk
from talentdesk.desktop.kiosk.window import KioskWindow
from talentdesk.desktop.optioncards import CardGroup

if TYPE_CHECKING:
    from talentdesk.desktop.desk import Desk

FRONT = "front"
# The day on which every test walks: what runs out or comes is always as far off.
NOW = datetime(2026, 11, 23, 14, 3, 22, tzinfo=timezone(timedelta(hours=8)))
_RELEASES = frozenset({QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd})


class Window(KioskWindow):
    """The shipped window, watched."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.watch = _Watch(self)
        (Path(os.environ["WATCHED"]) / f"{os.getpid()}.made").touch()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.watch.listen()


class _Watch(QObject):
    """Answers on the window's own thread, so that what it tells is true at one moment."""

    def __init__(self, window: KioskWindow) -> None:
        super().__init__(window)
        self._window = window
        self._listens = False
        self.lifted = 0
        """How often a finger has been lifted."""
        self._screen = QTest.createTouchDevice()
        self._finger: Any = None
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _RELEASES and isinstance(watched, QWindow):
            self.lifted += 1
        return False

    # ---- asked from outside

    def listen(self) -> None:
        if self._listens:
            return
        self._listens = True
        place = Path(os.environ["WATCHED"])
        ear = socket.socket(socket.AF_UNIX)
        here = place / f"{os.getpid()}.sock"
        ear.bind(str(here))
        ear.listen(1)
        threading.Thread(target=self._serve, args=(ear,), daemon=True).start()
        link = place / f"{os.getpid()}.link"
        link.symlink_to(here)
        link.replace(place / FRONT)

    def _serve(self, ear: socket.socket) -> None:
        while True:
            line, _address = ear.accept()
            with line, line.makefile("rw", encoding="utf-8") as talk:
                for asked in talk:
                    talk.write(json.dumps(self._answer(json.loads(asked))) + "\n")
                    talk.flush()

    def _answer(self, asked: dict[str, Any]) -> Any:
        told: queue.SimpleQueue[Any] = queue.SimpleQueue()

        def answer() -> None:
            try:
                told.put(getattr(self, f"_{asked.pop('ask')}")(**asked))
            except Exception as slip:  # noqa: BLE001 (told to the test, which fails)
                told.put({"fault": repr(slip)})

        self._window.desk.letters.put(answer)
        return told.get()

    def _see(self) -> dict[str, Any]:
        """What is in front."""
        window = self._window
        walk = window.sheet if isinstance(window.sheet, Walk) else None
        row = walk._rows[walk.here] if walk is not None else None
        question = walk.interview.question(walk.here) if walk is not None else None
        keyboard = window.keyboard
        idle = self._idle()
        return {
            "pid": os.getpid(),
            "lifted": self.lifted,
            "sheet": type(window.sheet).__name__,
            "triage": window.sheet is window.triage,
            "here": walk.here if walk is not None else "",
            "kind": str(question.kind) if question is not None else "",
            "editor": type(row.editor).__mro__[0].__name__ if row is not None else "",
            "text": row.editor.text() if row is not None and hasattr(row.editor, "text") else "",
            "codes": [card.code for card in row.editor.cards] if row and isinstance(row.editor, CardGroup) else [],
            "layer": keyboard.layer if not keyboard.isHidden() else "",
            "upper": keyboard._upper,
            "typed": keyboard._composer.typed,
            "language": window.desk.language,
            "blank": window.is_blank,
            "idle": idle is not None and idle.isVisible(),
            "left": idle.ring.left if idle is not None else -1,
            "fits": [row.procedure for row in window.matters.fits],
            "problems": walk._is_missing(walk.here) if walk is not None else False,
            "scrolled": window.sheet.area.verticalScrollBar().value(),
            "full": window.isFullScreen(),
            "size": [window.width(), window.height()],
            "ready": window.paper.preview is not None and window.paper.preview.paper is not None,
        }

    def _idle(self) -> IdlePage | None:
        pages = (each for each in QApplication.topLevelWidgets() if isinstance(each, IdlePage))
        return next(pages, None)

    def _find(self, what: Sequence[str]) -> dict[str, Any] | None:
        """Where it stands on the screen: what of it can be touched, all of it, and the frame that scrolls it."""
        found = next(self._found(*what), None)
        if found is None or not found[0].isVisible():
            return None
        widget, part = found
        seen, above, frame = part, widget.parentWidget(), None
        while above is not None:
            seen = seen.intersected(above.rect().translated(-widget.mapTo(above, QPoint())))
            if frame is None and isinstance(above, QScrollArea):
                frame = QRect(above.mapToGlobal(QPoint()), above.size())
            above = None if above.isWindow() else above.parentWidget()
        top = widget.window()
        hit = top.childAt(widget.mapTo(top, seen.center())) if not seen.isEmpty() else None
        owner = widget.viewport() if isinstance(widget, QListView) else widget
        free = hit is not None and (hit is owner or owner.isAncestorOf(hit))
        corner = widget.mapToGlobal(QPoint())
        return {
            "seen": _told(seen.translated(corner)),
            "whole": _told(part.translated(corner)),
            "frame": _told(frame) if frame is not None else None,
            "free": free,
            "enabled": widget.isEnabled(),
            "on": isinstance(widget, QAbstractButton) and widget.isChecked(),
        }

    def _found(self, kind: str, name: str = "", more: str = "") -> Iterator[tuple[QWidget, QRect]]:
        if kind == "item":
            yield from self._items(name)
            return
        for widget in self._widgets(kind, name, more):
            yield widget, widget.rect()

    def _widgets(self, kind: str, name: str, more: str) -> Iterator[QWidget]:
        window = self._window
        sheet, bar, keyboard = window.sheet, window.bar, window.keyboard
        editor = sheet._rows[sheet.here].editor if isinstance(sheet, Walk) else None
        idle = self._idle()
        if kind in ("main", "back", "later", "again", "erase"):
            yield getattr(sheet, kind)
        elif kind == "bar":
            yield getattr(bar, name)
        elif kind == "language":
            yield from (each for each in window.attract.languages if each.language == name)
        elif kind == "point":
            yield from (each for each in window.consent.points if each.purpose.id == name)
        elif kind == "fit":
            yield from (each for each in window.matters.fits if each.procedure == name)
        elif kind == "line":
            yield from (each for id, each in window.answers.lines.items() if id == name)
        elif kind == "card" and isinstance(editor, CardGroup):
            yield from (each for each in editor.cards if each.code == name)
        elif kind == "field" and editor is not None:
            yield from editor.stops()[int(name or 0) :]
        elif kind == "key":
            yield from (cap for cap in keyboard.caps() if cap.key.job == name and cap.key.text == more)
        elif kind == "offer" and keyboard._board.strip is not None:
            strip = keyboard._board.strip
            yield from (cap for cap in strip.caps if strip.offer_of(cap).text == name)
        elif kind == "list" and isinstance(editor, FinderEditor) and editor._list is not None:
            yield editor._list
        elif kind == "slip":
            yield from window.finish.findChildren(Square)
        elif kind == "idle" and idle is not None:
            yield getattr(idle, name)
        elif kind == "window":
            yield window

    def _items(self, code: str) -> Iterator[tuple[QWidget, QRect]]:
        """An item of an open list."""
        sheet = self._window.sheet
        editor = sheet._rows[sheet.here].editor if isinstance(sheet, Walk) else None
        if isinstance(editor, FinderEditor) and editor.open and editor._list is not None:
            found = editor._list
            for row, option in enumerate(found.found.options):
                if option.code == code:
                    place = found.visualRect(found.found.index(row, 0))
                    yield found, place.translated(found.viewport().pos())

    def _touch(self, act: str, x: int, y: int) -> int:
        """A finger on a touch screen that speaks of touches."""
        window = QApplication.activeWindow() or self._window
        at = window.mapFromGlobal(QPoint(x, y))
        finger = QTest.touchEvent(window.windowHandle(), self._screen, False)
        getattr(finger, act)(0, at)
        finger.commit()
        return self.lifted

    def _outcome(self) -> dict[str, Any]:
        """What the last page says."""
        outcome = self._window._outcome
        return {
            "papers": [
                [each.paper, each.pages, [[s.question, s.page] for s in each.signed]] for each in outcome.papers
            ],
            "printed": outcome.printed,
            "code": outcome.code,
            "slip": len(outcome.slip.pages) if outcome.slip is not None else 0,
            "aloud": self._window.finish.aloud(self._window.desk.language),
        }

    def _saved(self) -> bool:
        session = self._window.visit.session
        return session is not None and session.is_saved

    def _typed(self) -> dict[str, str]:
        session = self._window.visit.session
        return dict(session.draft.typed) if session is not None else {}

    def _heard(self) -> dict[str, Any]:
        """Everything that somebody with a screen reader or a clipboard could find here."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        modes = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)
        return {
            "tree": [text for window in application.topLevelWidgets() for text in _read(window)],
            "titles": [window.windowTitle() for window in application.topLevelWidgets()],
            "clipboard": [application.clipboard().text(mode) for mode in modes],
        }


def _told(place: QRect) -> list[int]:
    return [place.x(), place.y(), place.width(), place.height()]


def _read(widget: QWidget) -> Iterator[str]:
    yield from _spoken(QAccessible.queryAccessibleInterface(widget))


def _spoken(it: QAccessibleInterface | None) -> Iterator[str]:
    if it is None:
        return
    for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description):
        if text := it.text(kind):
            yield text
    for index in range(it.childCount()):
        yield from _spoken(it.child(index))


def _clock() -> Callable[[], datetime]:
    """Every run is on the same afternoon."""
    began = datetime.now(NOW.tzinfo)
    return lambda: NOW + (datetime.now(NOW.tzinfo) - began)


if __name__ == "__main__":
    app.local_now = _clock()
    sys.exit(main(make=Window))
