"""What a machine at which strangers sit must not offer: ways out of the window, and places where answers stay.

Most of it is the operating system's duty. What can be seen of it is judged; what cannot be seen is named.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from talentdesk.i18n import N_
from talentdesk.service.doctor import spool
from talentdesk.service.doctor.finding import Finding, Machine, Status

_MOUNTERS = frozenset({"udisksd", "udiskie", "devmon", "usbmount", "gvfs-udisks2-volume-monitor", "gvfs-udisks2-vo"})
_SYNCED = ("run/systemd/timesync/synchronized", "run/chrony/chronyd.pid", "run/ntpd.pid")
_NO_LOGINS = (re.compile(r"^\s*NAutoVTs\s*=\s*0\s*$", re.M), re.compile(r"^\s*ReserveVT\s*=\s*0\s*$", re.M))
_RESTARTS = re.compile(r"^\s*Restart\s*=\s*always\s*$", re.M)
_STARTS = re.compile(r"^\s*ExecStart\s*=.*talentdesk", re.M)
_NO_CONSOLES = re.compile(r'^\s*Option\s+"DontVTSwitch"\s+"(true|on|yes|1)"', re.M | re.I)
_IN_MEMORY = frozenset({"tmpfs", "ramfs"})


def public_machine(machine: Machine) -> Iterator[Finding]:
    """Everything below, where strangers sit."""
    if not machine.kiosk:
        return
    yield Finding("network", Status.OK, N_("talentdesk needs no network; this machine may be without one."))
    if sys.platform.startswith("linux"):
        yield _consoles(machine)
        yield _sysrq(machine)
        yield _service(machine)
        yield _compositor(machine)
        yield _home(machine)
        yield _ground(machine)
        yield _memory(machine)
        yield _sticks(machine)
        yield _time(machine)
        yield from spool.kept(machine)
        yield from _standing(machine)
    else:
        yield Finding(
            "system",
            Status.ATTENTION,
            N_("Not checked here, it is the system's duty: that no key, stick or dialog leads out of the window."),
            remedy=N_("Give the machine an account for this one program: assigned access on Windows."),
        )


def _consoles(machine: Machine) -> Finding:
    configured = ["etc/X11/xorg.conf", *_names(machine, "etc/X11/xorg.conf.d/*.conf")]
    if any(_NO_CONSOLES.search(machine.read(name)) for name in configured):
        return Finding("consoles", Status.OK, N_("Ctrl+Alt+F2 leads to no other console."))
    logins = "\n".join(
        map(machine.read, ["etc/systemd/logind.conf", *_names(machine, "etc/systemd/logind.conf.d/*.conf")])
    )
    if all(wanted.search(logins) for wanted in _NO_LOGINS):
        return Finding("consoles", Status.OK, N_("Ctrl+Alt+F2 leads to no other console."))
    return Finding(
        "consoles",
        Status.ATTENTION,
        N_("Not checked here, it is the system's duty: that Ctrl+Alt+F2 leads to no other console."),
        remedy=N_("With X set the option DontVTSwitch; with cage set NAutoVTs=0 and ReserveVT=0 in logind.conf."),
    )


def _sysrq(machine: Machine) -> Finding:
    allowed = machine.read("proc/sys/kernel/sysrq").strip()
    if allowed == "0":
        return Finding("sysrq", Status.OK, N_("The system's emergency keys (SysRq) are switched off."))
    if not allowed:
        return Finding(
            "sysrq",
            Status.ATTENTION,
            N_("Not checked here, it is the system's duty: that the emergency keys (SysRq) are switched off."),
            remedy=N_("As root, run: sysctl kernel.sysrq=0"),
        )
    return Finding(
        "sysrq",
        Status.TROUBLE,
        N_("The system's emergency keys (SysRq) work: whoever sits here can end programs or restart."),
        remedy=N_("As root, run: sysctl kernel.sysrq=0"),
    )


def _home(machine: Machine) -> Finding:
    """Input methods learn what is typed, and Qt's dialogs remember folders: both in the home folder."""
    from talentdesk.store.place import file_system, linux_mounts

    kind = file_system(Path.home(), linux_mounts(machine.read("proc/self/mountinfo")))
    if kind in _IN_MEMORY:
        return Finding("home", Status.OK, N_("The home folder is in memory: nothing in it outlasts the session."))
    return Finding(
        "home",
        Status.TROUBLE,
        N_("The home folder is on a disk: what an input method learns stays there for the next person."),
        remedy=N_("Mount the home folder as tmpfs, anew for each session."),
    )


def _service(machine: Machine) -> Finding:
    """After a power cut nobody may be there to start it again."""
    units = [machine.read(name) for name in _names(machine, "etc/systemd/system/*.service")]
    if any(_STARTS.search(unit) and _RESTARTS.search(unit) for unit in units):
        return Finding("service", Status.OK, N_("The system starts talentdesk, and again whenever it ends."))
    return Finding(
        "service",
        Status.ATTENTION,
        N_("Nothing starts talentdesk again after a power cut: there is no unit of systemd with Restart=always."),
        remedy=N_("Install the unit that talentdesk/kiosk.md shows, and enable it."),
    )


def _compositor(machine: Machine) -> Finding:
    if any((machine.root / name).exists() for name in ("usr/bin/cage", "usr/local/bin/cage")):
        return Finding(
            "compositor", Status.OK, N_("There is a compositor (cage) that shows one program and nothing else.")
        )
    return Finding(
        "compositor",
        Status.ATTENTION,
        N_(
            "Not checked here, it is the system's duty: that no desktop, panel or window switcher is beside the window."
        ),
        remedy=N_("Start talentdesk in cage (on Debian: apt-get install cage), without a desktop."),
    )


def _ground(machine: Machine) -> Finding:
    """What is there is noise without its key, but input methods and Qt write beside it."""
    from talentdesk.store.place import file_system, linux_mounts

    place = _works_in(machine)
    kind = file_system(place, linux_mounts(machine.read("proc/self/mountinfo")))
    if kind in _IN_MEMORY:
        return Finding("session folder", Status.OK, N_("The session folder is in memory: it ends with the power."))
    return Finding(
        "session folder",
        Status.TROUBLE,
        N_("The session folder {folder} is on a disk: what is removed there, encrypted, can be brought back."),
        {"folder": str(place)},
        N_("Leave out the setting data, or name a folder on a tmpfs."),
    )


def _works_in(machine: Machine) -> Path:
    from talentdesk import paths
    from talentdesk.service.kiosk.ground import ground_of

    said = machine.folder is not None and machine.place != str(paths.data_folder())
    return ground_of(machine.place if said else "")


def _memory(machine: Machine) -> Finding:
    """Where there is no swap space, or memory is kept out of it, a machine that is stolen has nothing."""
    import resource

    swapping = len(machine.read("proc/swaps").splitlines()) > 1
    if not swapping or resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] == resource.RLIM_INFINITY:
        return Finding("memory", Status.OK, N_("The program's memory stays out of swap space."))
    return Finding(
        "memory",
        Status.ATTENTION,
        N_("The program may not keep its memory out of swap space."),
        remedy=N_("Switch swap off, or write LimitMEMLOCK=infinity into the unit."),
    )


def _standing(machine: Machine) -> Iterator[Finding]:
    """How the machine that runs here stands, if one does."""
    from talentdesk.service.kiosk.ground import STANDING
    from talentdesk.service.kiosk.standing import Standing, read_standing

    standing = read_standing(_works_in(machine) / STANDING)
    if standing is Standing.ERROR:
        yield Finding(
            "public machine",
            Status.TROUBLE,
            N_("The public machine's window fails again and again."),
            remedy=N_("Look into kiosk.log in the state folder of its account, and restart the machine."),
        )
    elif standing is not None:
        yield Finding("public machine", Status.OK, N_("The public machine says: {state}."), {"state": standing})


def _sticks(machine: Machine) -> Finding:
    running = {machine.read(name).strip() for name in _names(machine, "proc/[0-9]*/comm")} & _MOUNTERS
    if running:
        return Finding(
            "sticks",
            Status.TROUBLE,
            N_("USB sticks are opened by themselves, by: {programs}."),
            {"programs": ", ".join(sorted(running))},
            N_("Remove the program, or as root run: systemctl mask --now udisks2"),
        )
    return Finding("sticks", Status.OK, N_("No program runs that opens USB sticks by itself."))


def _time(machine: Machine) -> Finding:
    if any((machine.root / name).exists() for name in _SYNCED):
        return Finding("time", Status.OK, N_("The clock follows a time server."))
    return Finding(
        "time",
        Status.ATTENTION,
        N_("No time server sets the clock: last days and the erasing of cases follow it."),
        remedy=N_("Switch on systemd-timesyncd or chrony, or check the date every week."),
    )


def _names(machine: Machine, pattern: str) -> list[str]:
    return [str(file.relative_to(machine.root)) for file in sorted(machine.root.glob(pattern))]
