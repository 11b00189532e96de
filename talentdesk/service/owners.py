"""The name of a running window among others, which tells the windows of its own machine when it has died."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import secrets
from pathlib import Path

_FORM = re.compile(r"([0-9a-f]{12})-([1-9][0-9]*)-[0-9a-f]{32}")


def new_owner() -> str:
    """A name of at most 64 characters that no other window has: machine, process, chance. It says nothing of who works
    there nor of what the machine is called."""
    return f"{_machine()}-{os.getpid()}-{secrets.token_hex(16)}"


def is_dead(owner: str) -> bool:
    """Whether this names a window of this machine whose process is no more. What cannot be told counts as alive:
    another machine's, one of Windows, a number that another process has got since."""
    known = _FORM.fullmatch(owner)
    if known is None or known[1] != _machine() or os.name != "posix":
        return False
    try:
        os.kill(int(known[2]), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


@functools.cache
def _machine() -> str:
    """This run of this machine, and the numbers its processes have here. Linux alone tells it without asking a network
    card; elsewhere it is chance, so that nobody else's window is taken for one of this machine."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii")
        numbers = os.readlink("/proc/self/ns/pid")
    except OSError:
        return secrets.token_hex(6)
    return hashlib.sha256(f"talentdesk {boot} {numbers}".encode()).hexdigest()[:12]
