"""Drives a person brought: mounted, removable, writable. Nothing else of the machine's disks is ever offered."""

from __future__ import annotations

import os
import re
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_LONGEST_NAME = 24
_ESCAPE = re.compile(r"\\(\d{3})")


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive by its label, which its owner knows."""

    name: str
    folder: Path


def drives(mounts: Path = Path("/proc/self/mounts"), devices: Path = Path("/sys/class/block")) -> tuple[Drive, ...]:
    """The removable drives that are mounted now, by name."""
    found = _on_windows() if sys.platform == "win32" else _mounted(mounts, devices)
    return tuple(sorted(found, key=lambda drive: drive.name))


def _mounted(mounts: Path, devices: Path) -> Iterator[Drive]:
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return
    for line in lines:
        device, folder, *_rest = line.split(" ")
        place = Path(_ESCAPE.sub(lambda octal: chr(int(octal[1], 8)), folder))
        if device.startswith("/dev/") and _is_removable(devices / Path(device).name) and os.access(place, os.W_OK):
            yield Drive(place.name[:_LONGEST_NAME] or device, place)


def _is_removable(device: Path) -> bool:
    """Whether the disk, or the disk that a partition is on, can be taken out."""
    try:
        real = device.resolve(strict=True)
    except OSError:
        return False
    disk = real if (real / "removable").exists() else real.parent
    try:
        said = (disk / "removable").read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return False
    return said == "1" or "/usb" in str(disk)


def _on_windows() -> Iterator[Drive]:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  (only there on Windows)
    for letter in string.ascii_uppercase:
        root = f"{letter}:\\"
        if kernel.GetDriveTypeW(root) == 2 and os.access(root, os.W_OK):  # 2: DRIVE_REMOVABLE
            yield Drive(f"{letter}:", Path(root))
