"""Where the rooms are, in a checkout and in a wheel alike, and where this machine keeps what is ours."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_NAME = "talentdesk"


def room(name: str) -> Path:
    """Folder of the room `ui`, `forms` or `translations`."""
    installed = _PACKAGE / "rooms" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def data_folder() -> Path:
    """Where this person's cases are kept unless another place is named. It may not exist yet."""
    if sys.platform == "win32":
        return _folder("LOCALAPPDATA", Path.home() / "AppData" / "Local") / _NAME
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / _NAME
    return _folder("XDG_DATA_HOME", Path.home() / ".local" / "share") / _NAME


def config_folder() -> Path:
    """Where this person's settings are. It may not exist yet."""
    if sys.platform == "win32":
        return _folder("APPDATA", Path.home() / "AppData" / "Roaming") / _NAME
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Preferences" / _NAME
    return _folder("XDG_CONFIG_HOME", Path.home() / ".config") / _NAME


def state_folder() -> Path:
    """Where notes about mishaps go: nothing a person typed. It may not exist yet."""
    if sys.platform == "win32":
        return _folder("LOCALAPPDATA", Path.home() / "AppData" / "Local") / _NAME / "state"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Logs" / _NAME
    return _folder("XDG_STATE_HOME", Path.home() / ".local" / "state") / _NAME


def machine_folder() -> Path:
    """Where the settings of everyone at this machine are. It may not exist."""
    if sys.platform == "win32":
        return _folder("PROGRAMDATA", Path("C:/ProgramData")) / _NAME
    if sys.platform == "darwin":
        return Path("/Library/Preferences") / _NAME
    return Path("/etc") / _NAME


def _folder(variable: str, otherwise: Path) -> Path:
    """The folder the environment names; a relative one is void, as the XDG base directory specification says."""
    named = Path(os.environ.get(variable, ""))
    return named if named.is_absolute() else otherwise
