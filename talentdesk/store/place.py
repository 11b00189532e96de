"""The folder cases are kept in: on this machine's own disk, closed to others, with a little room in reserve."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from talentdesk.store.trouble import NetworkPlace, ReadOnlyPlace, StoreInUse, StoreLocked, trouble_from

DATABASE = "talentdesk.db"
KEYSLOTS = "keyslots.json"
BALLAST = "ballast"
LOCK = "upkeep.lock"
USE = "in-use.lock"
RENEWAL = "keyslots.next.json"
LAYOUT = "layout.json"
SALT = 16
"""Random bytes that an encrypted database begins with: two databases never begin alike."""

_MIB = 1 << 20
_NETWORK_SYSTEMS = frozenset(
    {
        "acfs", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "fuse.ceph", "fuse.davfs",
        "fuse.davfs2", "fuse.gcsfuse", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "glusterfs", "gfs2",
        "gpfs", "lustre", "ncp", "ncpfs", "nfs", "nfs4", "ocfs2", "smb2", "smb3", "smbfs", "webdav",
    }
)  # fmt: skip


def prepare(place: Path) -> None:
    """Make the folder and close it to other accounts; refuse a network share and a folder that can't be written.

    A folder that is already there and holds other things keeps its permissions.
    """
    refuse_network(place)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_ours(place):
            _restrict(place, 0o700)
    except OSError as error:
        raise trouble_from(error) from error
    if not os.access(place, os.W_OK | os.X_OK):
        raise ReadOnlyPlace


def exists_unwritable(place: Path) -> bool:
    """Whether there are slots that can be read in a folder that can't be written."""
    return (place / KEYSLOTS).is_file() and not os.access(place, os.W_OK | os.X_OK)


def _is_ours(place: Path) -> bool:
    names = {entry.name for entry in place.iterdir()}
    return not names or bool(names & {DATABASE, KEYSLOTS})


def _restrict(path: Path, mode: int) -> None:
    """Only tighten, and only where the file system knows permissions."""
    if path.stat().st_mode & 0o777 & ~mode:
        with contextlib.suppress(PermissionError):
            path.chmod(mode)


def reserve_name(file: Path) -> None:
    """Create the file empty and closed to others, so that the engine gives its companions the same permissions."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        _restrict(file, 0o600)
    except OSError as error:
        raise trouble_from(error) from error


# ---- files written whole or not at all


def write_private(file: Path, content: bytes) -> None:
    """Replace the file in one step, readable by its owner only; after a power cut it is the old one or the new one."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        _write_synced(draft, content)
        draft.replace(file)
        sync_folder(file.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise trouble_from(error) from error


def _write_synced(file: Path, content: bytes) -> None:
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def sync_file(file: Path) -> None:
    """Make what was written to the file outlast a power cut."""
    with file.open("r+b") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder outlast a power cut. Windows does so by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# ---- a new key


def renewal(place: Path) -> dict[str, Any] | None:
    """The slots of a new key, where the database is already under it; see store.renewal. Nothing is changed."""
    try:
        found = json.loads((place / RENEWAL).read_bytes())
        with (place / DATABASE).open("rb") as stream:
            head = stream.read(SALT)
        slots: dict[str, Any] = found["slots"]
        return slots if found["salt"] == head.hex() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def settle_renewal(place: Path) -> None:
    """Finish what a power cut left of a new key, or take it back: by which database is there."""
    if not (place / RENEWAL).exists():
        return
    slots = renewal(place)
    if slots is not None:
        write_private(place / KEYSLOTS, json.dumps(slots, indent=1).encode())
    (place / RENEWAL).unlink(missing_ok=True)
    sync_folder(place)


# ---- network shares


def refuse_network(place: Path) -> None:
    """Raise NetworkPlace for a share. A share that can't be recognised as one is let through."""
    if _is_network(place):
        raise NetworkPlace


def _is_network(place: Path) -> bool:
    if sys.platform == "win32":
        return _is_windows_share(place)
    return file_system(place.absolute().resolve(), _mounts()) in _NETWORK_SYSTEMS


def file_system(place: Path, mounts: tuple[tuple[str, str], ...]) -> str:
    """Type of the file system the place is on: the longest mount point that leads to it, the last mounted wins."""
    found, longest = "", -1
    for point, kind in mounts:
        if len(point) >= longest and place.is_relative_to(point):
            found, longest = kind, len(point)
    return found.lower()


def _mounts() -> tuple[tuple[str, str], ...]:
    """Mount points with the type of each; empty where the system does not tell."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            return linux_mounts(Path("/proc/self/mountinfo").read_text(errors="surrogateescape"))
    if sys.platform == "darwin":
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            listing = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=True)
            return mac_mounts(listing.stdout)
    return ()


def linux_mounts(mountinfo: str) -> tuple[tuple[str, str], ...]:
    """Read /proc/self/mountinfo: the fifth word is the mount point, the type follows ` - `."""
    lines = (line.partition(" - ") for line in mountinfo.splitlines())
    return tuple((_unescape(left.split(" ")[4]), right.split(" ")[0]) for left, dash, right in lines if dash)


def _unescape(point: str) -> str:
    for escape, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(escape, character)
    return point


def mac_mounts(listing: str) -> tuple[tuple[str, str], ...]:
    """Read the output of `mount`: `//user@host/share on /Volumes/share (smbfs, nodev)`."""
    found = []
    for line in listing.splitlines():
        device_and_point, paren, options = line.rpartition(" (")
        if paren:
            found.append((device_and_point.partition(" on ")[2], options.split(",")[0].rstrip(")")))
    return tuple(found)


def _is_windows_share(place: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    drive = place.absolute().resolve().drive
    remote = 4  # DRIVE_REMOTE
    return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == remote


# ---- one at a time


@contextlib.contextmanager
def alone(place: Path, patience: float = 10.0) -> Iterator[None]:
    """Hold the place for upkeep that only one process may do; StoreLocked when it is not free in `patience` seconds.

    The system lets go of it when the process ends, however it ends.
    """
    descriptor = _open_lock(place / LOCK)
    try:
        _wait_for(descriptor, time.monotonic() + patience)
        yield
    finally:
        os.close(descriptor)


class Occupancy:
    """Says that this process has the store open, until it is let go or the process ends."""

    def __init__(self, place: Path) -> None:
        self._descriptor: int | None = _open_lock(place / USE)
        if not _lock(self._descriptor, shared=True):
            self.leave()
            raise StoreLocked

    def leave(self) -> None:
        """The store is closed. Calling it twice does no harm."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@contextlib.contextmanager
def nobody_else(place: Path, *, passing: bool = False) -> Iterator[None]:
    """Hold the place while no process has the store open; StoreInUse when one has. `passing`: the place has no store of
    its own and is not left looking as if it were in use."""
    file = place / USE
    descriptor = _open_lock(file)
    try:
        # Who came before may have taken the file away between its being opened and its being locked.
        if not _lock(descriptor, shared=False) or not _is_at(file, descriptor):
            raise StoreInUse
        yield
        if passing and sys.platform != "win32":  # while it is held: nobody can be waiting with a right to it
            file.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _is_at(file: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(file.stat(), os.fstat(descriptor))
    except OSError:
        return False


def _wait_for(descriptor: int, deadline: float) -> None:
    while not _lock(descriptor, shared=False):
        if time.monotonic() >= deadline:
            raise StoreLocked
        time.sleep(0.02)


def _open_lock(file: Path) -> int:
    try:
        return os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise trouble_from(error) from error


def _lock(descriptor: int, *, shared: bool) -> bool:
    """Windows knows no shared lock here; there an open file can't be replaced anyway."""
    try:
        if sys.platform == "win32":
            import msvcrt

            if not shared:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


# ---- room in reserve


def keep_ballast(place: Path) -> None:
    """Reserve 16 MiB (1 MiB on a tight disk), so that the last words can be saved when the disk is full."""
    with contextlib.suppress(OSError):
        size = _ballast_size(shutil.disk_usage(place).free)
        ballast = place / BALLAST
        if size and not ballast.exists():
            _fill(ballast, size)


def _ballast_size(free: int) -> int:
    if free >= 1024 * _MIB:
        return 16 * _MIB
    return _MIB if free >= 16 * _MIB else 0


def _fill(file: Path, size: int) -> None:
    """Real blocks, not a hole; where they can't simply be reserved, random bytes, as zeroes may be compressed away."""
    half = file.with_name(f"{file.name}.tmp")
    with half.open("wb") as stream:
        half.chmod(0o600)
        if sys.platform.startswith("linux"):
            os.posix_fallocate(stream.fileno(), 0, size)
        else:
            stream.write(os.urandom(size))
    half.replace(file)


def drop_ballast(place: Path) -> bool:
    """Give the reserve back to the disk; False when there was none."""
    try:
        (place / BALLAST).unlink()
    except OSError:
        return False
    return True
