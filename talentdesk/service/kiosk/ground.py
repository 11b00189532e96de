"""Where a public machine works: a folder in memory where there is one, with a room for each window and session."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from talentdesk.core.words import N_
from talentdesk.service.mishap import Mishap

ROOM = "room-"
STANDING = "standing.json"
_TRIES = 40
_HOMES = {
    "HOME": "home",
    "USERPROFILE": "home",
    "XDG_CACHE_HOME": "home/.cache",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_STATE_HOME": "home/.local/state",
    "APPDATA": "home/roaming",
    "LOCALAPPDATA": "home/local",
    "TMPDIR": "tmp",
    "TMP": "tmp",
    "TEMP": "tmp",
}


def ground_of(data: str) -> Path:
    """The folder that a public machine works in: inside `data` where that is set, otherwise in memory if it can be."""
    if data:
        return Path(data).expanduser().absolute() / "kiosk"
    if sys.platform == "win32":
        return Path(tempfile.gettempdir()) / "talentdesk-kiosk"
    name = f"talentdesk-kiosk-{os.getuid()}"
    for place in (os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm" if sys.platform.startswith("linux") else ""):
        if os.path.isabs(place) and os.access(place, os.W_OK | os.X_OK):
            return Path(place) / name
    return Path(tempfile.gettempdir()) / name


class Ground:
    """Rooms are made closed to others and removed with everything in them."""

    def __init__(self, place: Path) -> None:
        self.place = place

    @contextmanager
    def occupied(self) -> Iterator[None]:
        """Holds the ground for this process, swept of what a power cut left. Raises Mishap."""
        from talentdesk.store.place import nobody_else
        from talentdesk.store.trouble import StoreInUse

        try:
            self.place.mkdir(mode=0o700, parents=True, exist_ok=True)
            _refuse_strangers(self.place)
            with nobody_else(self.place, passing=True):
                self.sweep()
                yield
        except StoreInUse:
            cause = N_("talentdesk already runs as a public machine here")
            raise Mishap(cause, N_("end the other one first")) from None

    def sweep(self) -> None:
        """Removes every room. Without its key a room's store is noise, but noise takes place too."""
        for room in self.place.glob(f"{ROOM}*"):
            remove(room)

    def room(self) -> Path:
        """A new empty room."""
        room = self.place / f"{ROOM}{secrets.token_hex(8)}"
        room.mkdir(mode=0o700)
        return room


def _refuse_strangers(place: Path) -> None:
    """In a folder that all accounts write to, another one may have been here first."""
    if sys.platform == "win32":
        return
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        cause, remedy = N_("{folder} belongs to another account"), N_("remove it, or name a folder with --data")
        raise Mishap(cause, remedy, folder=str(place))
    place.chmod(0o700)


def at_home_in(room: Path) -> dict[str, str]:
    """Environment of a window that lives in `room`: what Qt, input methods and other libraries remember goes there."""
    homes = {name: str(room / folder) for name, folder in _HOMES.items()}
    for folder in set(homes.values()):
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    return {**homes, "PYTHONDONTWRITEBYTECODE": "1", **_doors()}


def _doors() -> dict[str, str]:
    """How to find the screen from another home."""
    doors = {}
    authority = Path.home() / ".Xauthority"
    if "XAUTHORITY" not in os.environ and authority.is_file():
        doors["XAUTHORITY"] = str(authority)
    return doors


def remove(room: Path) -> None:
    """Removes a room with everything in it. Where the system still holds a file of a process that was just killed,
    it is tried for a second; what is left then is swept at the next start."""
    for _ in range(_TRIES):
        shutil.rmtree(room, ignore_errors=True)
        if not room.exists():
            return
        time.sleep(0.025)
