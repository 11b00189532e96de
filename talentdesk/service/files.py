"""Puts a finished file in its place, whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path


def put(file: Path, content: bytes) -> None:
    """Writes the file; one that stands there already stays as it is unless the new one is complete. Raises OSError."""
    file = file.resolve()
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    if file.exists() and not file.is_file():
        # A device or a pipe is written to; renaming would put a file in its place.
        file.write_bytes(content)
        return
    beside = file.with_name(f".{file.name[:100]}.{secrets.token_hex(4)}")
    try:
        _write_synced(beside, content)
        if file.exists():
            beside.chmod(file.stat().st_mode & 0o7777)
        os.replace(beside, file)
    finally:
        beside.unlink(missing_ok=True)


def _write_synced(file: Path, content: bytes) -> None:
    with file.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
