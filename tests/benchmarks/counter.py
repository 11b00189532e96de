"""The real window over the real forms and a real store, for the benchmarks that open it, and the clocks they read."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.desktop.filling import FillingScreen
    from talentdesk.desktop.window import Window

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=8)))
PATIENCE_S = 20.0


@dataclass
class Taken:
    """What an act took of the window's thread: milliseconds of the processor, which other work on the machine does
    not blur, and by the wall clock; and the longest single turn of the event loop in it."""

    processor: float = 0.0
    wall: float = 0.0
    longest: float = 0.0
    _began: tuple[float, float] = field(default=(0.0, 0.0), repr=False)


def take(act: Callable[[], object], until: Callable[[], bool] = lambda: True) -> Taken:
    """Does `act` and turns the event loop until nothing is left to paint and `until` holds."""
    taken, begun, processor = Taken(), time.perf_counter(), time.thread_time()
    act()
    taken.longest = (time.thread_time() - processor) * 1000
    quiet = 0
    while quiet < 2 or not until():
        turn = time.thread_time()
        _turn()
        used = (time.thread_time() - turn) * 1000
        taken.longest = max(taken.longest, used)
        quiet = quiet + 1 if used < 0.3 else 0
        if not until():
            time.sleep(0.0005)
        if time.perf_counter() - begun > PATIENCE_S:
            raise TimeoutError("the window did not come to rest")
    taken.processor, taken.wall = (time.thread_time() - processor) * 1000, (time.perf_counter() - begun) * 1000
    return taken


def _turn() -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def rest(seconds: float) -> float:
    """Lets the window do what it does when nobody waits; its longest turn, milliseconds of the processor."""
    until, longest = time.perf_counter() + seconds, 0.0
    while time.perf_counter() < until:
        began = time.thread_time()
        _turn()
        longest = max(longest, time.thread_time() - began)
        time.sleep(0.001)
    return longest * 1000


def dress() -> None:
    """The application in all its type."""
    from talentdesk.desktop import theme, typefaces
    from talentdesk.desktop.app import application

    app = application()
    typefaces.load_first("zh-Hans", "en")
    list(typefaces.load_rest())
    theme.wear(app, theme.Look.LIGHT, theme.Size.COUNTER, "zh-Hans")


@contextmanager
def open_counter(drafts: tuple[Draft, ...] = ()) -> Iterator[Window]:
    """A window at home, shown, over a store with these drafts in it."""
    from talentdesk.desktop.app import import_what_comes_next, read_screens
    from talentdesk.desktop.casescreens import CASE_SCREENS
    from talentdesk.desktop.desk import Desk
    from talentdesk.desktop.garbage import GarbageTurn
    from talentdesk.desktop.window import Window
    from talentdesk.settings import Settings
    from talentdesk.store.keeper import Keeper, memory_key

    dress()
    desk = Desk(replace(Settings(), language="zh-Hans", second_language="en"), lambda: NOON)
    put = desk.letters.put
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        keeper = Keeper(
            Path(folder),
            lambda id, revision: put(lambda: window.saved(id, revision)),
            lambda trouble: put(lambda: None),
            unlock=memory_key,
        )
        keeper.start()
        desk.take_keeper(keeper)
        window = Window(desk, CASE_SCREENS)
        for draft in drafts:
            keeper.begin(draft).result(PATIENCE_S)
        window.resize(1366, 768)
        window.show()
        garbage = GarbageTurn(window)  # as in the program: its turns fall where they fall
        window.home.furnish()
        desk.elsewhere.run(import_what_comes_next, lambda _done: None).result(PATIENCE_S)
        for _ in read_screens():
            rest(0.02)
        garbage.settle()
        rest(0.5)
        yield window
        garbage.end()
        keeper.close(10)
        desk.elsewhere.close()


def sample_draft() -> Draft:
    """The sample case, every question of it answered."""
    from talentdesk.service.demo import samples
    from talentdesk.service.rooms import catalogue

    return next(draft for draft, _ in samples(catalogue(), NOON) if draft.procedure == "residence-permit")


def filling_of(window: Window) -> FillingScreen:
    """The questions' screen in front."""
    from talentdesk.desktop.filling import FillingScreen

    screen = window.screen_in_front
    assert isinstance(screen, FillingScreen)
    return screen
