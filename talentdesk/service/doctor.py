"""Looks over the machine: what is in order, what deserves attention, what is wrong, and what to do about it."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from importlib.machinery import PathFinder
from pathlib import Path

from talentdesk import paths
from talentdesk.bootstrap import system
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.tomlfile import FormError
from talentdesk.i18n import LANGUAGES, N_

_MIB = 1 << 20


class Status(StrEnum):
    """OK: nothing to do. ATTENTION: works, but worth knowing. TROUBLE: something does not work or is not safe."""

    OK = "ok"
    ATTENTION = "attention"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `message` and `remedy` are messages that `details` fills in; no remedy when OK."""

    topic: str
    status: Status
    message: str
    details: Mapping[str, str] = field(default_factory=dict)
    remedy: str = ""

    def as_json(self) -> dict[str, object]:
        """The finding for a JSON document."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Machine:
    """What is looked over: where cases are kept, whether strangers sit here, and where the system's own files are."""

    place: str
    kiosk: bool = False
    root: Path = Path("/")

    @property
    def strict(self) -> Status:
        """How much weighs what lets answers stay behind: where strangers sit it may not be."""
        return Status.TROUBLE if self.kiosk else Status.ATTENTION

    def read(self, name: str) -> str:
        """A file of the system; empty where this system has none."""
        try:
            return (self.root / name).read_text("utf-8", errors="replace")
        except OSError:
            return ""


def examine(machine: Machine) -> tuple[Finding, ...]:
    """Every finding, always in the same order. Writes nothing but a store that is thrown away at once."""
    return tuple(finding for check in CHECKS for finding in check(machine))


def worst(findings: tuple[Finding, ...]) -> Status:
    """The gravest status among the findings."""
    return max((finding.status for finding in findings), key=list(Status).index, default=Status.OK)


# ---- the program


def _python(machine: Machine) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info[:2] <= (3, 14):
        yield Finding("python", Status.OK, N_("Python {version}."), {"version": version})
    else:
        yield Finding(
            "python",
            Status.TROUBLE,
            N_("Python {version} was never tested with talentdesk."),
            {"version": version},
            N_("Install Python 3.11, 3.12, 3.13 or 3.14."),
        )


def _qt(machine: Machine) -> Iterator[Finding]:
    version = _qt_version()
    if not version:
        yield Finding(
            "qt",
            Status.TROUBLE,
            N_("Qt (PySide6) is not installed, so no window can open."),
            remedy=N_("Install talentdesk again with its dependencies."),
        )
    elif version >= (6, 12) and sys.version_info[:2] < (3, 12):
        yield Finding(
            "qt",
            Status.TROUBLE,
            N_("Qt {version} ends this Python after some thousand calls."),
            {"version": _dotted(version)},
            N_("Install PySide6-Essentials 6.11.3."),
        )
    else:
        yield Finding("qt", Status.OK, N_("Qt {version}."), {"version": _dotted(version)})


def _qt_version() -> tuple[int, ...]:
    """Read from the package's files, without loading Qt; empty when there is none."""
    found = PathFinder.find_spec("PySide6")
    note = Path(found.origin).with_name("_git_pyside_version.py") if found and found.origin else None
    if note is None or not note.exists():
        return ()
    return tuple(int(part) for part in re.findall(r'^(?:major|minor|patch)_version = "(\d+)"', note.read_text(), re.M))


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _libraries(machine: Machine) -> Iterator[Finding]:
    missing = system.missing_libraries(window=system.display())
    if missing:
        yield Finding(
            "libraries",
            Status.TROUBLE,
            N_("System libraries that Qt loads are missing: {packages}."),
            {"packages": " ".join(missing)},
            N_("As root, run: apt-get install --no-install-recommends {packages}"),
        )
    else:
        yield Finding("libraries", Status.OK, N_("The system libraries that Qt loads are there."))


def _display(machine: Machine) -> Iterator[Finding]:
    if system.display():
        yield Finding("display", Status.OK, N_("There is a display."))
    else:
        yield Finding(
            "display",
            Status.ATTENTION,
            N_("There is no display, so no window can open."),
            remedy=N_("Start talentdesk from a desktop session; every other command works without one."),
        )


# ---- the rooms


def _fonts(machine: Machine) -> Iterator[Finding]:
    folder = paths.room("ui") / "fonts"
    try:
        lines = (folder / "SHA256SUMS").read_text("ascii").split("\n")
    except OSError:
        lines = ["- SHA256SUMS"]
    bad = [name for digest, name in (line.split() for line in lines if line) if _digest(folder / name) != digest]
    if bad:
        yield Finding(
            "fonts",
            Status.TROUBLE,
            N_("Fonts are missing or damaged: {files}. Characters may not be printed."),
            {"files": ", ".join(bad)},
            N_("Install talentdesk again, or put the files back into {folder}."),
        )
    else:
        yield Finding("fonts", Status.OK, N_("All fonts are there and unharmed."))


def _digest(file: Path) -> str:
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _forms(machine: Machine) -> Iterator[Finding]:
    catalogue = Catalogue([paths.room("forms")])
    try:
        for procedure in (names := catalogue.procedures()):
            catalogue.in_force(procedure, date.today())
    except (FormError, LookupError) as error:
        yield Finding(
            "forms",
            Status.TROUBLE,
            N_("The form files cannot be used: {cause}"),
            {"cause": str(error)},
            N_("Run: talentdesk check"),
        )
    else:
        yield Finding("forms", Status.OK, N_("Procedures in force: {count}."), {"count": str(len(names))})


def _translations(machine: Machine) -> Iterator[Finding]:
    folder = paths.room("translations")
    missing = [language for language in LANGUAGES if language != "en" and not list((folder / language).glob("*.po"))]
    if missing:
        yield Finding(
            "translations",
            Status.TROUBLE,
            N_("Translations are missing: {languages}."),
            {"languages": ", ".join(missing)},
            N_("Install talentdesk again."),
        )
    else:
        yield Finding("translations", Status.OK, N_("All languages are there."))


# ---- the store


def _engine(machine: Machine) -> Iterator[Finding]:
    """Opens a store that is thrown away, by the same gate that cases go through."""
    from talentdesk.store.trouble import StoreTrouble

    try:
        versions = _engine_versions()
    except StoreTrouble as trouble:
        yield Finding("engine", Status.TROUBLE, N_("Cases cannot be kept encrypted here."), {}, trouble.remedy)
    except ImportError:
        yield Finding(
            "engine",
            Status.TROUBLE,
            N_("The encrypted database engine is not installed."),
            remedy=N_("Install talentdesk again with its dependencies."),
        )
    else:
        yield Finding(
            "engine", Status.OK, N_("Cases are encrypted by SQLCipher {cipher} on SQLite {sqlite}."), versions
        )


def _engine_versions() -> dict[str, str]:
    from talentdesk.store.engine import engine_for

    with tempfile.TemporaryDirectory() as folder:
        engine = engine_for(Path(folder, "doctor.db"), secrets.token_bytes(32))
        try:
            with engine.connect() as connection:
                cipher = connection.exec_driver_sql("PRAGMA cipher_version").scalar_one()
                sqlite = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
        finally:
            engine.dispose()
    return {"cipher": str(cipher), "sqlite": str(sqlite)}


def _keyring(machine: Machine) -> Iterator[Finding]:
    try:
        from talentdesk.store.keyrings import system_keyrings

        names = ", ".join(system_keyrings())
    except ImportError:
        names = ""
    if names:
        yield Finding(
            "keyring", Status.OK, N_("This computer's key is kept in the system keyring: {names}."), {"names": names}
        )
    else:
        yield Finding(
            "keyring",
            Status.ATTENTION,
            N_("No system keyring answers; this computer's key is kept in a file that only you can read."),
            remedy=N_("Encrypt this computer's disk, or run a keyring such as GNOME Keyring or KWallet."),
        )


def _place(machine: Machine) -> Iterator[Finding]:
    """Permissions, room and kind of the data folder, or of the folder in which it will be made."""
    if "://" in machine.place:
        return
    folder = Path(machine.place).expanduser().absolute()
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    yield from _shared_drive(folder)
    yield _access(folder, nearest)
    yield _room_left(nearest)


def _shared_drive(folder: Path) -> Iterator[Finding]:
    from talentdesk.store.place import refuse_network
    from talentdesk.store.trouble import NetworkPlace

    try:
        refuse_network(folder)
    except NetworkPlace as trouble:
        yield Finding("place", Status.TROUBLE, N_("The data folder is on a network drive."), {}, trouble.remedy)


def _access(folder: Path, nearest: Path) -> Finding:
    named = {"folder": str(folder)}
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        return Finding(
            "place",
            Status.TROUBLE,
            N_("The data folder cannot be written: {folder}."),
            named,
            N_("Give yourself permission to write it, or choose another with --data."),
        )
    if os.name == "posix" and nearest == folder and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return Finding(
            "place",
            Status.ATTENTION,
            N_("Other accounts of this computer can look into the data folder: {folder}."),
            named,
            N_("Run: chmod 700 {folder}"),
        )
    return Finding("place", Status.OK, N_("The data folder can be written, by you alone: {folder}."), named)


def _room_left(nearest: Path) -> Finding:
    free = shutil.disk_usage(nearest).free // _MIB
    if free >= 500:
        return Finding("disk", Status.OK, N_("{free} MB are free on the disk."), {"free": str(free)})
    status = Status.TROUBLE if free < 50 else Status.ATTENTION
    message, remedy = N_("Only {free} MB are free on the disk."), N_("Delete files you no longer need.")
    return Finding("disk", status, message, {"free": str(free)}, remedy)


# ---- what stays behind


def _swap(machine: Machine) -> Iterator[Finding]:
    if not sys.platform.startswith("linux"):
        return
    devices = [line.split()[0] for line in machine.read("proc/swaps").splitlines()[1:] if line.strip()]
    readable = [device for device in devices if not _keeps_nothing(machine, device)]
    if readable:
        yield Finding(
            "swap",
            machine.strict,
            N_("Swap space is not encrypted, so answers may reach the disk readable: {devices}."),
            {"devices": ", ".join(readable)},
            N_("Encrypt the swap space, or switch it off: swapoff -a"),
        )
    else:
        yield Finding("swap", Status.OK, N_("No answers reach the disk through swap space."))


def _keeps_nothing(machine: Machine, device: str) -> bool:
    """Compressed memory, or a mapped device that is encrypted."""
    name = Path(device).name
    return name.startswith("zram") or machine.read(f"sys/block/{name}/dm/uuid").startswith("CRYPT-")


def _core_dumps(machine: Machine) -> Iterator[Finding]:
    if sys.platform == "win32":
        return
    import resource

    pattern = machine.read("proc/sys/kernel/core_pattern").strip()
    if pattern.startswith("|"):  # the kernel hands a dump to a program whatever the limit
        yield Finding(
            "core dumps",
            machine.strict,
            N_("After a crash the system keeps the program's memory, answers included: {pattern}."),
            {"pattern": pattern.split()[0]},
            N_("As root, run: sysctl kernel.core_pattern=core"),
        )
    elif resource.getrlimit(resource.RLIMIT_CORE)[0] != 0:
        yield Finding(
            "core dumps",
            machine.strict,
            N_("After a crash the program's memory may be written to a file, answers included."),
            remedy=N_("Start with core dumps off: ulimit -c 0"),
        )
    else:
        yield Finding("core dumps", Status.OK, N_("A crash leaves no copy of the program's memory."))


def _printer(machine: Machine) -> Iterator[Finding]:
    if shutil.which("lp") is None:
        yield Finding(
            "printer",
            Status.ATTENTION,
            N_("There is no print command (lp): forms are saved as PDF and printed from a viewer."),
            remedy=N_("Install CUPS (on Debian: apt-get install cups-client) and add the printer."),
        )
    elif not (queues := _queues()):
        yield Finding(
            "printer",
            Status.ATTENTION,
            N_("No printer is set up."),
            remedy=N_("Add the printer in the system's settings."),
        )
    else:
        yield Finding("printer", Status.OK, N_("Printers: {queues}."), {"queues": ", ".join(queues)})
        yield from _spool(machine)


def _queues() -> list[str]:
    try:
        listing = subprocess.run(["lpstat", "-e"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return listing.stdout.split()


def _spool(machine: Machine) -> Iterator[Finding]:
    """CUPS keeps a printed document for a day unless told not to."""
    configuration = machine.read("etc/cups/cupsd.conf")
    if configuration and not re.search(r"^\s*PreserveJobFiles\s+(No|Off|False)\s*$", configuration, re.M | re.I):
        yield Finding(
            "print queue",
            machine.strict,
            N_("The print system keeps printed forms for a day."),
            remedy=N_("Write “PreserveJobFiles No” into /etc/cups/cupsd.conf and restart CUPS."),
        )


def _clock(machine: Machine) -> Iterator[Finding]:
    today = date.today()
    if today.year >= 2026:
        yield Finding("clock", Status.OK, N_("Today is {day}."), {"day": today.isoformat()})
    else:
        yield Finding(
            "clock",
            Status.TROUBLE,
            N_("This computer's clock says {day}, so ages and deadlines would be wrong."),
            {"day": today.isoformat()},
            N_("Set the date; if it is lost at every start, the clock's battery is empty."),
        )


CHECKS: tuple[Callable[[Machine], Iterator[Finding]], ...] = (
    _python,
    _qt,
    _libraries,
    _display,
    _fonts,
    _forms,
    _translations,
    _engine,
    _keyring,
    _place,
    _swap,
    _core_dumps,
    _printer,
    _clock,
)
