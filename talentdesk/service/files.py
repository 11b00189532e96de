"""Puts a finished file in its place, whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
    beside = file.with_name(f".{file.name[:100]}.{os.urandom(4).hex()}")
    try:
        with named_as(file):
            mode = file.stat().st_mode & 0o7777 if file.exists() else None
            _write(beside, content)
            if mode is not None:
                beside.chmod(mode)
            move_synced(beside, file)
    finally:
        beside.unlink(missing_ok=True)


def write_new(file: Path, content: bytes) -> None:
    """Writes a file that is not there yet, for `move_synced` later; leaves none that is half. Raises OSError."""
    try:
        _write(file, content)
    except OSError:
        with suppress(OSError):
            file.unlink(missing_ok=True)
        raise


def move_synced(file: Path, place: Path) -> None:
    """Moves a file in the same file system to its place once its content is on the disk. Raises OSError."""
    # Windows syncs only what may be written.
    with file.open("r+b") as stream:
        os.fsync(stream.fileno())
    os.replace(file, place)


def sync_folder(folder: Path) -> None:
    """Has the names in a folder outlast a power cut, where the system knows how. Raises OSError."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def named_as(file: Path) -> Iterator[None]:
    """Has an OSError name the file that was wanted, not one on the way to it."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(file), None
        raise


def _write(file: Path, content: bytes) -> None:
    with file.open("xb") as stream:
        stream.write(content)
