"""A small disk of a test's own, that can be read as a thief would read it: freed blocks too."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MB = 96
_PATIENCE_S = 30.0


class Disk:
    """A small file system in a file, or a plain folder where one may not be mounted."""

    def __init__(self, image: Path | None, folder: Path) -> None:
        self.image, self.folder = image, folder

    def raw(self) -> bytes:
        """Everything that can be read from it by whoever steals it. Nothing may be open on it any more."""
        if self.image is None:
            return b"".join(file.read_bytes() for file in self.folder.rglob("*") if file.is_file())
        subprocess.run(["sync", "-f", str(self.folder)], check=True)
        end = time.monotonic() + _PATIENCE_S
        while subprocess.run(["umount", str(self.folder)], capture_output=True, check=False).returncode != 0:
            assert time.monotonic() < end, "a process does not let go of the disk"
            time.sleep(0.01)
        return self.image.read_bytes()


@contextmanager
def raw_disk() -> Iterator[Disk]:
    """One with the folders `home`, `tmp` and `data`."""
    # Not in pytest's own folder: it would remove a disk that is still mounted.
    place = Path(tempfile.mkdtemp(prefix="talentdesk-disk-"))
    image, folder = place / "disk.img", place / "disk"
    folder.mkdir()
    image.touch()
    os.truncate(image, _MB << 20)
    made = os.name == "posix" and os.geteuid() == 0 and _mounted(image, folder)
    try:
        for name in ("home", "tmp", "data"):
            (folder / name).mkdir()
        yield Disk(image if made else None, folder)
    finally:
        if made and os.path.ismount(folder):  # a failed test may have left a process there
            subprocess.run(["umount", "--lazy", str(folder)], check=True, capture_output=True)
        shutil.rmtree(place, ignore_errors=True)


def _mounted(image: Path, folder: Path) -> bool:
    """Whether a file system without discarding of freed blocks could be mounted there."""
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        subprocess.run(["mkfs.ext4", "-q", "-F", "-E", "nodiscard", str(image)], check=True, capture_output=True)
        subprocess.run(["mount", "-o", "loop", str(image), str(folder)], check=True, capture_output=True)
        return True
    return False
