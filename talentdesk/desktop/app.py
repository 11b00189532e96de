"""Starts the desktop: the window first, everything that can wait after its first picture."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from talentdesk.desktop import theme, typefaces
from talentdesk.desktop.frame import Frame

if TYPE_CHECKING:
    from talentdesk.desktop.desk import Desk
    from talentdesk.desktop.window import Window
    from talentdesk.settings import Settings
    from talentdesk.store.keeper import Keeper
    from talentdesk.store.trouble import StoreTrouble

_PATIENCE_S = 5
CRASH_NOTES = "mishaps.log"
_NEXT = (
    "talentdesk.core.interview",
    "talentdesk.desktop.scanpanel",
    "talentdesk.paper.typesetting",
    "talentdesk.service.arrivals",
    "talentdesk.service.consent",
    "talentdesk.service.evaluation",
    "talentdesk.service.fieldhistory",
    "talentdesk.service.holds",
    "talentdesk.service.returns",
)
"""What is wanted first, in the order of waiting for it. Screens are not among it: importing many that make signals
while the window's own thread shows a mishap ended the program."""
_SCREENS = (
    "talentdesk.desktop.savedialog",
    "talentdesk.desktop.arrival",
    "talentdesk.desktop.holdchip",
    "talentdesk.desktop.tabs",
    "talentdesk.desktop.finder",
    "talentdesk.desktop.kinds",
    "talentdesk.desktop.rows",
    "talentdesk.desktop.column",
    "talentdesk.desktop.page",
    "talentdesk.desktop.preview",
    "talentdesk.desktop.echo",
    "talentdesk.desktop.fieldacts",
    "talentdesk.desktop.helppanel",
    "talentdesk.desktop.photocheck",
    "talentdesk.desktop.filling",
)
"""The bar of open cases and the questions' screen in pieces of some milliseconds: the window's own thread reads them
while nobody waits, so that the first case opens nearly as fast as the next."""
_BREATH_MS = 20


def local_now() -> datetime:
    """This machine's clock, with its zone."""
    return datetime.now().astimezone()


def main(
    settings: Settings,
    *,
    demo: bool = False,
    watch: Path | None = None,
    on_first_paint: Callable[[], None] | None = None,
    on_complete: Callable[[], None] | None = None,
    now: Callable[[], datetime] = local_now,
) -> int:
    """Opens the desktop and stays until it is closed; the exit code is for the shell.

    `demo` opens sample cases in a store that ends with this process. `watch` is a forms room that is read again when
    something in it is saved. `on_first_paint` is called when the first
    picture is on the screen and takes keys, `on_complete` when the whole window has been built.
    """
    app = application()
    lost = typefaces.load_latin()
    start = _Start(app, settings, now, demo=demo, lost=lost)
    start.watch = watch
    start.told = (on_first_paint or _nothing, on_complete or _nothing)
    start.frame.show()
    try:
        return app.exec()
    finally:
        start.end()


def _nothing() -> None:
    pass


def application() -> QApplication:
    """The one QApplication of this process."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    # Asked of Qt by name: touching the style object costs Python all its 566 constants.
    app = QApplication([*sys.argv[:1], "-style", "fusion"])
    app.setApplicationName("talentdesk")
    app.setDesktopFileName("talentdesk")
    return app


class _Start:
    """The first picture, and what happens after it: small steps, so that typing never waits long."""

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        now: Callable[[], datetime],
        *,
        demo: bool,
        lost: tuple[typefaces.FontMissing, ...],
    ) -> None:
        self._settings, self._now, self._demo, self._lost = settings, now, demo, lost
        self.told: tuple[Callable[[], None], Callable[[], None]] = (_nothing, _nothing)
        self.watch: Path | None = None
        self.frame = Frame(theme.theme(theme.Look(settings.look), theme.Size(settings.size)), self._go_on)
        self._let_go: Callable[[], None] = _nothing
        self._uninstall: Callable[[], None] = _nothing
        self._timer = QTimer(app, interval=0)
        self._timer.timeout.connect(self._step)
        self._steps = self._all_steps()

    def _go_on(self) -> None:
        self.told[0]()
        self._timer.start()

    def _step(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()

    def _all_steps(self) -> Iterator[None]:
        from talentdesk.desktop.desk import Desk

        self._desk = Desk(self._settings, self._now, self.frame)
        yield
        from talentdesk.desktop.casescreens import CASE_SCREENS
        from talentdesk.desktop.window import Window

        yield
        lost = self._lost + typefaces.load_first(self._desk.language, self._desk.second)
        self._desk.dress()
        self._window = Window(self._desk, CASE_SCREENS)
        self.frame.fill(self._window, self._window, self._window.home.search.line)
        self._window.screen_in_front.enter()
        yield
        self.told[1]()
        self._catch_crashes()
        self._open_store()
        self._take_out_garbage()
        yield
        self._window.home.furnish()
        self._desk.speak(self._desk.language, self._desk.second)
        yield
        for missing in typefaces.load_rest():
            lost += missing
            yield
        for face in lost:
            self._window.warn(face)
        self._desk.elsewhere.run(import_what_comes_next, lambda _done: self._read_on())
        if self.watch is not None:
            from talentdesk.desktop.watching import LiveForms

            LiveForms(self.watch, self._window).read()

    def _catch_crashes(self) -> None:
        from talentdesk import paths
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

    def _read_on(self) -> None:
        self._steps = self._read_ahead()
        self._timer.start(_BREATH_MS)

    def _read_ahead(self) -> Iterator[None]:
        yield from read_screens()
        self._garbage.settle()

    def _take_out_garbage(self) -> None:
        from talentdesk.desktop.garbage import GarbageTurn

        self._garbage = GarbageTurn(self.frame)

    def _open_store(self) -> None:
        if self._demo:
            self._open_demo()
            return
        from talentdesk.service.upkeep import custody, place_in
        from talentdesk.store.keeper import Keeper

        settings = self._desk.settings
        keeper = Keeper(
            place_in(settings.place), *_ears(self._desk, self._window), custody=custody(settings, minded=True)
        )
        keeper.start()
        self._let_go = lambda: _end(keeper)
        self._desk.take_keeper(keeper)
        if settings.mode != "kiosk":
            self._window.attendance.begin()
            if not settings.setup and not settings.data:  # who names a place knows what is there
                self._window.set_up_if_new()

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
        if hasattr(self, "_desk"):
            self._desk.elsewhere.close()
        self._let_go()
        if hasattr(self, "_garbage"):
            self._garbage.end()
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


def import_what_comes_next() -> None:
    """Reads in the background what the first scan and the first case will need."""
    from importlib import import_module

    for name in _NEXT:
        import_module(name)


def read_screens() -> Iterator[None]:
    """Reads what the first case is shown on, a piece a step, in the window's own thread."""
    from importlib import import_module

    for name in _SCREENS:
        import_module(name)
        yield
