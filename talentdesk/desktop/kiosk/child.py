"""The process of one applicant's window. Started by the supervisor, which alone decides when it comes and goes.

It loads everything, waits to be sent to the front, serves one session, and is killed. It never serves a second one:
what was typed stays in the memory of a process whatever it clears.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import IO, TYPE_CHECKING

from talentdesk import hardening
from talentdesk.service.kiosk.channel import Kind, Note, read_paper, read_serve, read_settings, write_note

if TYPE_CHECKING:
    from talentdesk.desktop.desk import Desk
    from talentdesk.desktop.kiosk.publicwindow import PublicWindow
    from talentdesk.desktop.kiosk.serving import Serving
    from talentdesk.settings import Settings
    from talentdesk.store.keeper import Keeper

FAILED = 70
"""Exit code after a mistake in the program (as in sysexits.h): the supervisor goes on in another process."""
_PATIENCE_S = 3.0


class Line:
    """The two pipes to the supervisor, taken away from everything else that reads or prints in this process.

    They have no buffers: a buffer would keep the key.
    """

    def __init__(self) -> None:
        self.ear: IO[bytes] = os.fdopen(os.dup(0), "rb", buffering=0)
        self._mouth: IO[bytes] = os.fdopen(os.dup(1), "wb", buffering=0)
        self._one_at_a_time = threading.Lock()
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1):
            os.dup2(nothing, stream)
        os.close(nothing)

    def say(self, note: Note) -> None:
        """Tells the supervisor; where it is gone there is nothing left to do."""
        try:
            with self._one_at_a_time:
                write_note(self._mouth, note)
        except OSError:
            os._exit(0)

    def note(self, what: str) -> None:
        """A mishap for its file: no personal data is in it."""
        self.say(Note(Kind.MISHAP, word=what[:2000]))


def shipped_window(desk: Desk) -> PublicWindow:
    """The window that applicants walk through."""
    from talentdesk.desktop.kiosk.window import KioskWindow

    return KioskWindow(desk)


def main(arguments: list[str] | None = None, make: Callable[[Desk], PublicWindow] = shipped_window) -> int:
    """Serves one session. The last argument is the number of the supervisor's process; `make` makes the window."""
    parent = int((arguments or sys.argv)[-1])
    hardening.die_with(parent)
    hardening.harden()
    hardening.lock_memory()
    line = Line()
    settings = read_settings(line.ear.readline())
    serving, desk = prepare(settings, line, make)
    catch_crashes(line, lambda: desk.keeper if desk.is_ready else None)
    line.say(Note(Kind.READY))
    threading.Thread(target=_listen, args=(line.ear, desk, serving), name="supervisor", daemon=True).start()
    from PySide6.QtWidgets import QApplication

    return QApplication.exec()


def prepare(settings: Settings, line: Line, make: Callable[[Desk], PublicWindow]) -> tuple[Serving, Desk]:
    """Builds the whole window, without showing it."""
    from talentdesk.desktop import typefaces
    from talentdesk.desktop.app import application, local_now
    from talentdesk.desktop.desk import Desk
    from talentdesk.desktop.garbage import GarbageTurn
    from talentdesk.desktop.kiosk.serving import Serving

    app = application()
    typefaces.load_latin()
    desk = Desk(settings, local_now)
    typefaces.load_first(desk.language, desk.second)
    for _missing in typefaces.load_rest():
        pass
    desk.dress()
    desk.speak(desk.language, desk.second)
    window = make(desk)
    desk.setParent(window)
    serving = Serving(desk, window, line)
    gc.collect()
    GarbageTurn(app)
    return serving, desk


def catch_crashes(line: Line, keeper: Callable[[], Keeper | None]) -> None:
    """A mistake in the program ends this process, saved: another one goes on, in a state that it knows."""
    from talentdesk.desktop.crash import CrashHandler

    def keep() -> None:
        open_one = keeper()
        if open_one is not None and threading.current_thread() is threading.main_thread():
            open_one.flush().result(_PATIENCE_S)

    CrashHandler(line, keep, lambda: os._exit(FAILED)).install()


def _listen(ear: IO[bytes], desk: Desk, serving: Serving) -> None:
    """Waits to be sent to the front; after that it hears only whether there is paper. When the supervisor is gone, so
    is this process, also where the kernel does not see to it."""
    sent = read_serve(ear)
    if sent is not None:
        serve, key = sent
        desk.letters.put(lambda: serving.serve(serve, key))
        while (there := read_paper(ear)) is not None:
            desk.letters.put(partial(serving.tell_of_paper, there))
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
