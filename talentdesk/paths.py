"""Where the rooms are, in a checkout and in a wheel alike."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def room(name: str) -> Path:
    """Folder of the room `ui`, `forms` or `translations`."""
    installed = _PACKAGE / "rooms" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
