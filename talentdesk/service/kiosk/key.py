"""The key of one applicant's store: in memory that is not swapped out, until it is forgotten."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from typing import IO

BYTES = 32


class SessionKey:
    """Lives in one place of memory that is wiped. It goes to a pipe from there, so that Python makes no copy of it,
    which nothing could wipe."""

    def __init__(self) -> None:
        self._room = ctypes.create_string_buffer(BYTES)
        _pin(self._room)
        # Read into its place: `os.urandom` would leave a copy behind.
        if sys.platform == "win32":
            self._room[:] = os.urandom(BYTES)
        else:
            with open("/dev/urandom", "rb", buffering=0) as chance:
                if chance.readinto(self._room) != BYTES:
                    raise OSError("no randomness")
        self._known = True

    def __repr__(self) -> str:
        return "SessionKey()"

    @property
    def is_known(self) -> bool:
        """Whether the store can still be opened by anybody."""
        return self._known

    def hand_over(self, pipe: IO[bytes]) -> None:
        """Writes the key into a pipe without a buffer. Raises ValueError once it is forgotten."""
        if not self._known:
            raise ValueError("this key is forgotten")
        pipe.write(memoryview(self._room))

    def forget(self) -> None:
        """Wipes it. What was written with it can be read by nobody from here on."""
        self._known = False
        ctypes.memset(self._room, 0, BYTES)

    def is_wiped(self) -> bool:
        """Whether nothing of it is left in its place."""
        return not any(memoryview(self._room).cast("B"))


def _pin(room: ctypes.Array[ctypes.c_char]) -> None:
    """Keep these bytes out of swap space; a page is within every account's limit."""
    if sys.platform == "win32":
        ctypes.windll.kernel32.VirtualLock(room, BYTES)
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mlock(room, BYTES)
