"""What the program is made of and what it reaches: packages, licences, network, what strangers' files may use."""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from talentdesk.bootstrap.environment import LOCK
from talentdesk.i18n import N_
from talentdesk.service.doctor.finding import Finding, Machine, Status

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)")
_NETWORK = ("tcp", "tcp6", "udp", "udp6", "raw", "raw6")


def packages(machine: Machine) -> Iterator[Finding]:
    """Whether what is installed is what was locked, under a licence that somebody read."""
    wanted = _wanted()
    other = sorted(name for name, version in wanted.items() if _installed(name) not in ("", version))
    unread = sorted(name for name in wanted if not _licence(name))
    if unread:
        yield Finding(
            "licences",
            Status.TROUBLE,
            N_("Nobody has read under which licence these packages are: {names}."),
            {"names": ", ".join(unread)},
            N_("Read their licences and write them into talentdesk/bootstrap/licences.py; GPL and AGPL cannot be."),
        )
    else:
        yield Finding("licences", Status.OK, N_("The licence of every package is known."))
    if other:
        yield Finding(
            "packages",
            Status.ATTENTION,
            N_("Packages are installed in another version than the locked one: {names}."),
            {"names": ", ".join(other)},
            N_("Install talentdesk again with its dependencies."),
        )
    else:
        yield Finding("packages", Status.OK, N_("Every package is of the version that was locked and tested."))


def lock(machine: Machine) -> Iterator[Finding]:
    """In a checkout: every file that is fetched has its digest, and the bill of materials can be made."""
    if not LOCK.is_file():
        return
    from talentdesk.bootstrap.lock import packages_of
    from talentdesk.bootstrap.sbom import bill_of_materials

    try:
        _project, found = packages_of(LOCK)
        bare = sorted(
            package["name"]
            for package in found
            for file in (*package.get("wheels", ()), *filter(None, [package.get("sdist")]))
            if not str(file.get("hash", "")).startswith("sha256:")
        )
        bill_of_materials(LOCK)
    except (KeyError, ValueError, OSError, StopIteration):
        bare = [LOCK.name]
    if bare:
        yield Finding(
            "lock",
            Status.TROUBLE,
            N_("The lock of packages is damaged or lacks digests: {names}."),
            {"names": ", ".join(dict.fromkeys(bare))},
            N_("Fetch talentdesk again; whoever develops it runs: uv lock"),
        )
    else:
        yield Finding("lock", Status.OK, N_("Every package is locked by its digest, and listed for whoever asks."))


def _wanted() -> Mapping[str, str]:
    """Packages and versions that the program is made of: of the lock, else of what the wheel asks for."""
    if LOCK.is_file():
        from talentdesk.bootstrap.lock import packages_of, reached

        try:
            project, found = packages_of(LOCK)
            return dict(reached(found, project).keys())
        except (KeyError, ValueError, OSError, StopIteration):
            return {}
    try:
        asked = importlib.metadata.requires("talentdesk") or []
    except importlib.metadata.PackageNotFoundError:
        return {}
    pins = (_PIN.match(line) for line in asked if "extra ==" not in line)
    return {pin[1].lower(): pin[2] for pin in pins if pin}


def _installed(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""  # of another system; what is missing is told elsewhere


def _licence(name: str) -> str:
    from talentdesk.bootstrap.licences import licence_of

    try:
        return licence_of(name)
    except KeyError:
        return ""


# ---- what goes out, what comes in


def network(machine: Machine) -> Iterator[Finding]:
    """The program needs no network but for a centre's server. Told where the system tells it: on Linux."""
    if not sys.platform.startswith("linux"):
        return
    open_now = _sockets()
    if open_now and "://" not in machine.place:
        yield Finding(
            "network",
            Status.TROUBLE,
            N_("This program has network connections open: {count}. It needs none."),
            {"count": str(open_now)},
            N_("Look what was installed beside talentdesk in its environment, and install talentdesk again."),
        )
    else:
        yield Finding("network", Status.OK, N_("This program has no network connection open."))


def _sockets() -> int:
    """How many sockets of this process lead to a network."""
    named = set()
    for kind in _NETWORK:
        try:
            lines = Path(f"/proc/self/net/{kind}").read_text().splitlines()[1:]
        except OSError:
            continue
        named |= {line.split()[9] for line in lines if len(line.split()) > 9}
    own = set()
    for link in Path("/proc/self/fd").iterdir():
        try:
            own |= {found[1]} if (found := re.fullmatch(r"socket:\[(\d+)\]", str(link.readlink()))) else set()
        except OSError:
            continue
    return len(own & named)


def strangers(machine: Machine) -> Iterator[Finding]:
    """The process that looks into files from outside is asked what it may use."""
    from talentdesk.intake.child import MEMORY, SECONDS
    from talentdesk.intake.examining import limits

    try:
        told = limits()
    except OSError:
        told = {}
    if not told:
        yield Finding(
            "files from outside",
            Status.TROUBLE,
            N_("The process that looks into files from outside does not start, so none can be read."),
            remedy=N_("Install talentdesk again. If memory is short, close other programs."),
        )
    elif told["memory"] > MEMORY or told["seconds"] > SECONDS or told["file"]:
        yield Finding(
            "files from outside",
            Status.ATTENTION,
            N_("A hostile file may use more than it should: this system sets no limits of memory, time and files."),
            remedy=N_("Open files from outside on another computer, or run talentdesk on Linux."),
        )
    else:
        details = {"memory": str(told["memory"] >> 20), "seconds": str(told["seconds"])}
        message = N_("A file from outside gets {memory} MB and {seconds} seconds, and writes nothing.")
        yield Finding("files from outside", Status.OK, message, details)
