"""The process of one window: started with a home of its own, heard on a thread, ended with all it has started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from talentdesk.service.kiosk.channel import (
    LONGEST_LINE,
    Note,
    Serve,
    read_note,
    write_paper,
    write_serve,
    write_settings,
)
from talentdesk.service.kiosk.ground import at_home_in
from talentdesk.service.kiosk.key import SessionKey
from talentdesk.settings import Settings

_PATIENCE_S = 5.0


class WindowProcess:
    """Started by the thread that outlives it: on Linux the kernel kills it when that thread ends, however it ends."""

    def __init__(
        self,
        command: Sequence[str],
        settings: Settings,
        room: Path,
        heard: Callable[[WindowProcess, Note | None], None],
    ) -> None:
        """`heard` is called on another thread with each note, and with None when the process says nothing any more.

        Raises OSError when it cannot be started.
        """
        self.room = room
        self.session = ""
        """The session it serves; what it says of another one is not heard."""
        self.ready = False
        self.shown = False
        self._paper = True
        self._heard = heard
        self._process = subprocess.Popen(
            [*command, str(os.getpid())],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # Qt's warnings may quote a field
            env={**os.environ, **at_home_in(room)},
            start_new_session=sys.platform != "win32",
        )
        threading.Thread(target=self._listen, name="kiosk-ear", daemon=True).start()
        self._tell(lambda pipe: write_settings(pipe, settings))

    @property
    def pid(self) -> int:
        """Its number in the system."""
        return self._process.pid

    def serve(self, serve: Serve, key: SessionKey) -> None:
        """Sends it to the front. One window serves one session only."""
        assert not self.session, "a window serves one session only"
        self.session = serve.session
        self._tell(lambda pipe: write_serve(pipe, serve, key))

    def tell_of_paper(self, there: bool) -> None:
        """Whether the printer has paper; only a change is told, so that a window that hangs holds nobody up. It begins
        with paper."""
        if there != self._paper:
            self._paper = there
            self._tell(lambda pipe: write_paper(pipe, there))

    def kill(self) -> None:
        """Ends it and all that it has started, at once. It has ended when this returns."""
        if sys.platform == "win32":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE_S)
        with contextlib.suppress(OSError):
            self._pipe.close()

    @property
    def _pipe(self) -> IO[bytes]:
        pipe = self._process.stdin
        assert pipe is not None
        return pipe

    def _tell(self, write: Callable[[IO[bytes]], None]) -> None:
        """A window that has just died is noticed by its silence."""
        with contextlib.suppress(OSError):
            write(self._pipe)

    def _listen(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        with pipe:
            rest = b""
            while piece := pipe.read(LONGEST_LINE):
                *lines, rest = (rest + piece).split(b"\n")
                for line in lines:
                    note = read_note(line)
                    if note is not None:
                        self._heard(self, note)
                if len(rest) > LONGEST_LINE:
                    break  # no window of ours says so much
        self._heard(self, None)
