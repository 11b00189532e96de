"""Whether anything may move by itself: pages that glide on after the finger has left them, a caret that blinks."""

from __future__ import annotations

import configparser
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

REDUCED, USUAL = "reduced", "usual"
_GTK = ("gtk-4.0/settings.ini", "gtk-3.0/settings.ini")
_KDE = "kdeglobals"
_CLIENT_AREA_ANIMATION = 0x1042  # SPI_GETCLIENTAREAANIMATION
_state = {"calm": False}


def is_calm() -> bool:
    """Whether nothing moves by itself in this process."""
    return _state["calm"]


def settle(app: QApplication, wanted: str) -> None:
    """As the person wants it (`reduced`, `usual`), or, where nothing is said, as their system is set."""
    _state["calm"] = wanted == REDUCED or (wanted != USUAL and system_is_calm())
    if is_calm():
        app.setCursorFlashTime(0)


def system_is_calm(config: Path | None = None) -> bool:
    """Whether the system was told that less shall move. What cannot be found out is: no."""
    if sys.platform == "win32":
        return _windows_is_calm()
    place = config or Path.home() / ".config"
    return any(_says(place / file, "Settings", "gtk-enable-animations", ("0", "false")) for file in _GTK) or _says(
        place / _KDE, "KDE", "AnimationDurationFactor", ("0", "0.0")
    )


def _says(file: Path, section: str, key: str, values: tuple[str, ...]) -> bool:
    if not file.is_file():
        return False
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read(file, "utf-8")
    except (configparser.Error, OSError, UnicodeDecodeError):
        return False
    return parser.get(section, key, fallback="").strip().lower() in values


def _windows_is_calm() -> bool:
    import ctypes

    shown = ctypes.c_int(1)
    user = getattr(ctypes, "windll").user32  # noqa: B009  (there is none elsewhere)
    asked = user.SystemParametersInfoW(_CLIENT_AREA_ANIMATION, 0, ctypes.byref(shown), 0)
    return bool(asked) and not shown.value
