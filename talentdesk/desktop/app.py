"""Starts the desktop: the window first, everything that can wait after its first picture."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from talentdesk import paths
from talentdesk.desktop import typefaces
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.window import CaseScreens, Window

if TYPE_CHECKING:
    from talentdesk.desktop.screen import Guide, Screen
    from talentdesk.desktop.session import Session
    from talentdesk.desktop.window import FillingPage
    from talentdesk.settings import Settings
    from talentdesk.store.keeper import Keeper
    from talentdesk.store.trouble import StoreTrouble

_PATIENCE_S = 5
CRASH_NOTES = "mishaps.log"


def local_now() -> datetime:
    """This machine's clock, with its zone."""
    return datetime.now().astimezone()


def run(
    settings: Settings,
    *,
    demo: bool = False,
    on_first_paint: Callable[[], None] | None = None,
    now: Callable[[], datetime] = local_now,
) -> int:
    """Opens the desktop and stays until it is closed; the exit code is for the shell.

    `demo` opens sample cases in a store that ends with this process. `on_first_paint` is called when the first
    picture is on the screen and the window takes keys.
    """
    app = application()
    desk = Desk(settings, now)
    lost = typefaces.load_first(desk.language, desk.second)
    desk.dress()
    window = Window(desk, ShippedScreens())
    for missing in lost:
        window.warn(missing)
    start = _Start(app, desk, window, demo=demo)
    if on_first_paint is not None:
        window.painted.connect(on_first_paint)
    window.painted.connect(start.go_on)
    window.show()
    try:
        return app.exec()
    finally:
        start.end()


def application() -> QApplication:
    """The one QApplication of this process."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    app = QApplication(sys.argv[:1])
    app.setApplicationName("talentdesk")
    app.setDesktopFileName("talentdesk")
    return app


class ShippedScreens(CaseScreens):
    """The screens of a case, imported when the first case is opened."""

    def filling(self, desk: Desk, guide: Guide, session: Session) -> FillingPage:
        """The questions."""
        from talentdesk.desktop.filling import FillingScreen

        return FillingScreen(desk, guide, session)

    def review(self, desk: Desk, guide: Guide, session: Session) -> Screen:
        """Problems, answers, printing."""
        from talentdesk.desktop.review import ReviewScreen

        return ReviewScreen(desk, guide, session)


class _Start:
    """What happens after the first picture, a small step at a time so that typing never waits."""

    def __init__(self, app: QApplication, desk: Desk, window: Window, *, demo: bool) -> None:
        self._desk = desk
        self._window = window
        self._demo = demo
        self._uninstall: Callable[[], None] = lambda: None
        self._let_go: Callable[[], None] = lambda: None
        self._timer = QTimer(app, interval=0)
        self._timer.timeout.connect(self._step)
        self._steps = self._all_steps()

    def go_on(self) -> None:
        """Begins with the steps."""
        self._timer.start()

    def _step(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()

    def _all_steps(self) -> Iterator[None]:
        self._catch_crashes()
        yield
        self._open_store()
        yield
        self._window.home.reload()
        self._desk.speak(self._desk.language, self._desk.second)
        yield
        for missing in typefaces.load_rest():
            for face in missing:
                self._window.warn(face)
            yield
        self._desk.elsewhere.run(_import_what_comes_next, lambda _done: None)

    def _catch_crashes(self) -> None:
        from talentdesk.desktop.banner import CRASHED
        from talentdesk.desktop.crash import CrashHandler, CrashNotes

        def keep() -> None:
            if self._desk.is_ready:
                self._desk.keeper.flush()

        notes = CrashNotes(paths.state_folder() / CRASH_NOTES)
        letters, window = self._desk.letters, self._window
        handler = CrashHandler(notes, keep, lambda: letters.put(lambda: window.crashed(CRASHED)))
        handler.install()
        self._uninstall = handler.uninstall

    def _open_store(self) -> None:
        if self._demo:
            self._open_demo()
            return
        from talentdesk.store.keeper import Keeper

        keeper = Keeper(Path(self._desk.settings.place), *_ears(self._desk, self._window))
        keeper.start()
        self._let_go = lambda: _end(keeper)
        self._desk.take_keeper(keeper)

    def _open_demo(self) -> None:
        from talentdesk.service.demo import Demo

        demo, desk = Demo(*_ears(self._desk, self._window)), self._desk
        self._let_go = demo.close
        desk.take_keeper(demo.keeper)
        desk.elsewhere.run(
            lambda: demo.fill(desk.catalogue, desk.now()),
            lambda _count: self._window.home.reload(),
            receiver=self._window,
        )

    def end(self) -> None:
        """Lets go of everything in the order that loses nothing."""
        self._timer.stop()
        self._desk.elsewhere.close()
        self._let_go()
        self._uninstall()


def _end(keeper: Keeper) -> None:
    keeper.close(_PATIENCE_S)


def _ears(desk: Desk, window: Window) -> tuple[Callable[[str, int], None], Callable[[StoreTrouble], None]]:
    """What the keeper calls on its own thread, brought here."""
    put = desk.letters.put
    return (
        lambda id, revision: put(lambda: window.saved(id, revision)),
        lambda trouble: put(lambda: window.troubled(trouble)),
    )


def _import_what_comes_next() -> None:
    """Reads in the background what the first case will need."""
    import talentdesk.core.interview
    import talentdesk.desktop.scanpanel  # noqa: F401
