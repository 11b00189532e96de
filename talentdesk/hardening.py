"""What this process gives up so that a crash or another program of the same person finds no answers in its memory."""

from __future__ import annotations

import contextlib
import sys

_PR_SET_DUMPABLE = 4  # linux/prctl.h


def harden() -> None:
    """From here on a crash writes no memory to a file, and on Linux neither hands it to a crash reporter nor lets
    another program of the same person look into it: a dump piped to a program knows no limit, but needs the consent
    that is taken back here.

    Holds for this process, the limit for its children too. Where the system knows no such thing nothing happens.
    """
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):  # a limit that may not be changed
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        _refuse_dumps()


def _refuse_dumps() -> None:
    """Python has no call for it; ctypes costs 2 ms."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):  # a C library without prctl
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
