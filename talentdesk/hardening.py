"""What this process gives up so that a crash or another program of the same person finds no answers in its memory."""

from __future__ import annotations

import contextlib
import os
import sys

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4  # linux/prctl.h
_MCL_CURRENT, _MCL_FUTURE, _MCL_ONFAULT = 1, 2, 4  # sys/mman.h


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


def die_with(parent: int) -> None:
    """From here on this process does not outlive `parent`, which started it: on Linux the kernel kills it.

    Elsewhere whoever calls this must watch a pipe that the parent holds.
    """
    if sys.platform.startswith("linux"):
        import ctypes
        import signal

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        if os.getppid() != parent:  # it was gone before the kernel was told
            os._exit(0)


def lock_memory() -> bool:
    """Keeps what this process holds out of swap space, now and later. Tells whether the system allows it.

    Only where there is no limit: under one, memory that is asked for later would be refused.
    """
    if not sys.platform.startswith("linux"):
        return False
    import ctypes
    import resource

    if resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] != resource.RLIM_INFINITY:
        return False
    with contextlib.suppress(OSError, AttributeError):
        # Pages count as they are touched, or each thread's whole stack would be taken at once.
        return bool(ctypes.CDLL(None).mlockall(_MCL_CURRENT | _MCL_FUTURE | _MCL_ONFAULT) == 0)
    return False
