"""What is wrong with this machine: engine, fonts, printer, keyring, permissions, swap, core dumps."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from talentdesk.core.words import N_

_ROOM_NEEDED = 500_000_000


class Verdict(StrEnum):
    """Good; worth knowing; to be put right."""

    GOOD = "good"
    NOTICE = "notice"
    FAULT = "fault"

    @property
    def mark(self) -> str:
        """One character for a list."""
        return {Verdict.GOOD: "✓", Verdict.NOTICE: "!", Verdict.FAULT: "✗"}[self]

    @property
    def is_fault(self) -> bool:
        """Whether it has to be put right."""
        return self is Verdict.FAULT


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the machine. `part`, `state` and `remedy` are messages that `details` fills in."""

    part: str
    verdict: Verdict
    state: str
    remedy: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


def examine(place: str, *, kiosk: bool = False) -> tuple[Finding, ...]:
    """Looks at everything that is not a matter of taste. Changes nothing."""
    findings = [_engine(), _fonts(), *_place(place), _keyring(), _printer()]
    if kiosk:
        findings += [_swap(), _core_dumps()]
    return tuple(findings)


def _engine() -> Finding:
    """Opens a throw-away encrypted database, through the very gate that cases go through."""
    from talentdesk.store.engine import KEY_BYTES, engine_for
    from talentdesk.store.trouble import StoreTrouble

    part = N_("encrypted database")
    with tempfile.TemporaryDirectory() as folder:
        engine = engine_for(Path(folder, "trial.db"), secrets.token_bytes(KEY_BYTES))
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql("CREATE TABLE trial (id INTEGER)")
        except StoreTrouble as trouble:
            return Finding(part, Verdict.FAULT, N_("cannot be used"), trouble.remedy)
        finally:
            engine.dispose()
    return Finding(part, Verdict.GOOD, N_("works"))


def _fonts() -> Finding:
    from talentdesk.paper.faces import FontMissing
    from talentdesk.paper.fonts import stack

    part = N_("fonts")
    for weight in ("Regular", "SemiBold"):
        for face in stack("zh-Hans", weight):
            try:
                face.glyph(ord("A"))
            except FontMissing as gone:
                state = N_("{file} is missing or damaged")
                return Finding(part, Verdict.FAULT, state, N_("install talentdesk again"), {"file": gone.file})
    return Finding(part, Verdict.GOOD, N_("all there"))


def _place(place: str) -> Iterator[Finding]:
    from talentdesk.store.place import refuse_network
    from talentdesk.store.trouble import NetworkPlace

    part = N_("place of the cases")
    if "://" in place:
        yield Finding(part, Verdict.NOTICE, N_("a database server; it is not looked at here"))
        return
    folder = Path(place).expanduser()
    nearest = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    details = {"folder": str(folder)}
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        remedy = N_("name another with --data, or ask for permission")
        yield Finding(part, Verdict.FAULT, N_("{folder} cannot be written to"), remedy, details)
        return
    try:
        refuse_network(nearest)
    except NetworkPlace as trouble:
        yield Finding(part, Verdict.FAULT, N_("{folder} is a network share"), trouble.remedy, details)
        return
    yield _closed(folder, part, details)
    yield _room(nearest)


def _closed(folder: Path, part: str, details: Mapping[str, str]) -> Finding:
    if sys.platform != "win32" and folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        state, remedy = N_("other accounts can look into {folder}"), N_("run: chmod 700 {folder}")
        return Finding(part, Verdict.NOTICE, state, remedy, details)
    return Finding(part, Verdict.GOOD, "{folder}", "", details)


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    part, details = N_("free disk space"), {"megabytes": str(free // 1_000_000)}
    if free < _ROOM_NEEDED:
        remedy = N_("delete something, or choose another disk")
        return Finding(part, Verdict.FAULT, "{megabytes} MB", remedy, details)
    return Finding(part, Verdict.GOOD, "{megabytes} MB", "", details)


def _keyring() -> Finding:
    from talentdesk.store.keyrings import system_keyrings

    part = N_("keyring of the system")
    names = ", ".join(system_keyrings())
    if names:
        return Finding(part, Verdict.GOOD, "{names}", "", {"names": names})
    remedy = N_("the device key is kept in a file instead; a passphrase protects the cases better")
    return Finding(part, Verdict.NOTICE, N_("none answers"), remedy)


def _printer() -> Finding:
    part = N_("printer")
    names = (_windows_printers if sys.platform == "win32" else _cups_printers)()
    if names is None:
        return Finding(
            part, Verdict.NOTICE, N_("the printing system does not answer"), N_("papers can be saved as PDF")
        )
    if not names:
        return Finding(part, Verdict.NOTICE, N_("none is set up"), N_("papers can be saved as PDF"))
    return Finding(part, Verdict.GOOD, "{names}", "", {"names": ", ".join(names)})


def _cups_printers() -> list[str] | None:
    command = shutil.which("lpstat")
    if command is None:
        return None
    try:
        done = subprocess.run([command, "-e"], capture_output=True, timeout=5, text=True, errors="replace", check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return [line.strip() for line in done.stdout.splitlines() if line.strip()]


def _windows_printers() -> list[str] | None:
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\Microsoft\Windows NT\CurrentVersion\Devices") as key:
            return [winreg.EnumValue(key, at)[0] for at in range(winreg.QueryInfoKey(key)[1])]
    except OSError:
        return None


def _swap(table: Path = Path("/proc/swaps")) -> Finding:
    part = N_("swap")
    areas = swap_areas(table)
    if areas is None:
        return Finding(part, Verdict.NOTICE, N_("cannot be looked at here"), N_("make sure that it is encrypted"))
    if areas:
        remedy = N_("switch it off or encrypt it: answers in memory may be written to it")
        return Finding(part, Verdict.FAULT, N_("on {areas}"), remedy, {"areas": ", ".join(areas)})
    return Finding(part, Verdict.GOOD, N_("none outside memory"))


def swap_areas(table: Path) -> list[str] | None:
    """Swap that ends up on a disk as it is; None where it cannot be known. Compressed memory does not count."""
    try:
        lines = table.read_text(encoding="utf-8").splitlines()[1:]
    except OSError:
        return None
    names = [line.split()[0] for line in lines if line.strip()]
    return [name for name in names if not name.startswith(("/dev/zram", "/dev/mapper/", "/dev/dm-"))]


def _core_dumps() -> Finding:
    part = N_("core dumps")
    limit = _core_limit()
    if limit is None:
        return Finding(part, Verdict.NOTICE, N_("cannot be looked at here"), N_("switch crash reports off"))
    if limit:
        remedy = N_("run the kiosk with: ulimit -c 0")
        return Finding(part, Verdict.FAULT, N_("are written when a program ends badly"), remedy)
    return Finding(part, Verdict.GOOD, N_("switched off"))


def _core_limit() -> int | None:
    if sys.platform == "win32":
        return None
    import resource

    return resource.getrlimit(resource.RLIMIT_CORE)[0]
