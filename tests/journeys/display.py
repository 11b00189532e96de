"""A screen of its own for one test: a real X server and window manager, real keys, and pictures of what is seen."""

from __future__ import annotations

import mmap
import os
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

PATIENCE_S = 20.0
TYPIST_MS = 90
SCANNER_MS = 2
_SIZE = (1366, 880)
_CLIPBOARD = Path(__file__).with_name("clipboard.py")
_STILL_S = 0.15
_AHEAD = ["nice", "-n", "-15"] if os.geteuid() == 0 else []
"""A scanner's keys come in time, however busy this machine is."""


def until(true: Callable[[], object], what: str, patience: float = PATIENCE_S) -> None:
    """Returns as soon as it is `true`; fails the test with `what` when that takes longer than `patience` seconds."""
    end = time.monotonic() + patience
    between = threading.Event()
    while not true():
        assert time.monotonic() < end, f"waited {patience:.0f} s in vain: {what}"
        between.wait(0.02)


class Display:
    """Keys go to whatever window has the focus, as on a desk."""

    def __init__(self, folder: Path, tool: Callable[[str], str], size: tuple[int, int] = _SIZE) -> None:
        """`folder` holds the picture the X server draws into. `tool` finds a program or skips the test."""
        self._xdotool = tool("xdotool")
        programs = tool("Xvfb"), tool("openbox")
        self._folder = folder
        folder.mkdir()
        self.name = ""
        self._processes: list[subprocess.Popen[bytes]] = []
        self._copied: subprocess.Popen[bytes] | None = None
        self._start_server(programs[0], size)
        self._start_manager(programs[1])

    @property
    def server(self) -> int:
        """The X server's process: it may still have keys to deliver."""
        return self._processes[0].pid

    def _start_server(self, program: str, size: tuple[int, int]) -> None:
        heard, told = os.pipe()
        screen = f"{size[0]}x{size[1]}x24"
        command = [*_AHEAD, program, "-displayfd", str(told), "-screen", "0", screen, "-fbdir", str(self._folder)]
        self._run([*command, "-nolisten", "tcp", "-noreset"], dict(os.environ), pass_fds=(told,))
        os.close(told)
        with os.fdopen(heard) as stream:
            number = stream.readline().strip()
        assert number, "the X server did not start"
        self.name = f":{number}"

    def _start_manager(self, program: str) -> None:
        self._run([program, "--sm-disable"], self.environment)
        until(lambda: self._managed(), "the window manager starts")

    def _managed(self) -> bool:
        """It answers once it manages the desktop."""
        return self._ask("get_num_desktops").returncode == 0

    def _run(self, command: list[str], environment: dict[str, str], **more: object) -> None:
        quiet: IO[bytes] = (self._folder / f"{Path(command[0]).name}-{len(self._processes)}.log").open("wb")
        with quiet:
            self._processes.append(subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, **more))  # type: ignore[call-overload]

    @property
    def environment(self) -> dict[str, str]:
        """For a program that shall open its window here."""
        return {**os.environ, "DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"}

    def close(self) -> None:
        """Takes the screen away."""
        for process in [*([self._copied] if self._copied else []), *reversed(self._processes)]:
            _end(process)

    # ---- keys

    def press(self, *keys: str) -> None:
        """Presses keys one after the other, such as `F6` or `ctrl+s`."""
        for key in keys:
            self._do("key", "--clearmodifiers", key)

    def type(self, text: str, gap_ms: int = TYPIST_MS) -> None:
        """Types at a person's speed, or at another."""
        self._do("type", "--delay", str(gap_ms), text)

    def swipe(self, text: str) -> None:
        """Types as a scanner that is a keyboard does, with Enter behind."""
        self.type(f"{text}\n", SCANNER_MS)

    def paste(self, text: str) -> None:
        """Copies the text in another program and pastes it here."""
        self._copy(text)
        self.press("ctrl+v")

    def _copy(self, text: str) -> None:
        if self._copied is not None:
            _end(self._copied)
        self._copied = subprocess.Popen(
            [sys.executable, str(_CLIPBOARD)], env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._copied.stdin is not None
        assert self._copied.stdout is not None
        self._copied.stdin.write(text.encode())
        self._copied.stdin.close()
        assert self._copied.stdout.readline() == b"copied\n"

    # ---- windows

    def title(self) -> str:
        """Of the window that has the focus; empty when none has."""
        done = self._ask("getactivewindow", "getwindowname")
        return done.stdout.decode().strip() if done.returncode == 0 else ""

    def place(self, left: int, top: int, width: int, height: int) -> None:
        """Puts the window that has the focus there, as its owner has once done."""
        self._do("getactivewindow", "windowmove", str(left), str(top), "windowsize", str(width), str(height))

    def _ask(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*_AHEAD, self._xdotool, *words], env=self.environment, capture_output=True, check=False)

    def _do(self, *words: str) -> None:
        done = self._ask(*words)
        assert done.returncode == 0, done.stderr.decode()

    # ---- what is seen

    def still(self) -> int:
        """Waits until the picture has stopped changing; returns its fingerprint. A blinking caret is slower."""
        last, since = self.fingerprint(), time.monotonic()
        end = since + PATIENCE_S
        between = threading.Event()
        while time.monotonic() - since < _STILL_S:
            assert time.monotonic() < end, "the picture never stands still"
            between.wait(0.03)
            now = self.fingerprint()
            if now != last:
                last, since = now, time.monotonic()
        return last

    def changed(self, before: int) -> int:
        """Waits until the picture is another one than `before` and stands still."""
        until(lambda: self.fingerprint() != before, "the picture changes")
        return self.still()

    def fingerprint(self) -> int:
        """Of what is seen now."""
        return zlib.crc32(self._pixels()[3])

    def picture(self, file: Path) -> None:
        """Saves what is seen as PNG."""
        from PySide6.QtGui import QImage

        width, height, line, pixels = self._pixels()
        file.parent.mkdir(parents=True, exist_ok=True)
        image = QImage(pixels, width, height, line, QImage.Format.Format_RGB32)
        assert image.save(str(file))

    def _pixels(self) -> tuple[int, int, int, bytes]:
        """The screen as the server keeps it: an XWD file with 32 bits a pixel (X11/XWDFile.h)."""
        with (self._folder / "Xvfb_screen0").open("rb") as file:
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        with whole:
            head = struct.unpack(">25I", whole[:100])
            width, height, line = head[4], head[5], head[12]
            start = head[0] + 12 * head[19]
            return width, height, line, whole[start : start + line * height]


def _end(process: subprocess.Popen[bytes]) -> None:
    with process:
        process.terminate()
