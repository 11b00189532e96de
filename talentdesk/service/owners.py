"""The name of a running window among others, which tells the windows of its own machine when it has died."""

from __future__ import annotations

import hashlib
import os
import re
import uuid

_FORM = re.compile(r"([0-9a-f]{12})-([1-9][0-9]*)-[0-9a-f]{32}")


def new_owner() -> str:
    """A name of at most 64 characters that no other window has: machine, process, chance. It says nothing of who works
    there, and the machine's address cannot be read out of it."""
    return f"{_machine()}-{os.getpid()}-{uuid.uuid4().hex}"


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


def _machine() -> str:
    return hashlib.sha256(b"talentdesk" + uuid.getnode().to_bytes(6, "big")).hexdigest()[:12]
