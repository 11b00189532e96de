"""What stands around the program: swap space, crash dumps, printers and their queue, the clock."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from talentdesk.i18n import N_
from talentdesk.service.doctor.finding import Finding, Machine, Status
from talentdesk.service.doctor.patience import SECONDS


def swap(machine: Machine) -> Iterator[Finding]:
    if not sys.platform.startswith("linux"):
        return
    readable = _readable_swap(machine)
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


def _readable_swap(machine: Machine) -> list[str]:
    devices = [line.split()[0] for line in machine.read("proc/swaps").splitlines()[1:] if line.strip()]
    return [device for device in devices if not _keeps_nothing(machine, device)]


def _keeps_nothing(machine: Machine, device: str) -> bool:
    """Compressed memory, or a mapped device that is encrypted."""
    name = Path(device).name
    return name.startswith("zram") or machine.read(f"sys/block/{name}/dm/uuid").startswith("CRYPT-")


def hibernation(machine: Machine) -> Iterator[Finding]:
    """Sleeping on the disk writes the whole memory there."""
    if not sys.platform.startswith("linux"):
        return
    resumes = machine.read("sys/power/resume").strip() not in {"", "0:0"}
    if resumes and "disk" in machine.read("sys/power/state").split() and _readable_swap(machine):
        yield Finding(
            "hibernation",
            machine.strict,
            N_("When this computer hibernates its memory goes to the disk readable, answers included."),
            remedy=N_("As root, run: systemctl mask hibernate.target hybrid-sleep.target"),
        )
    else:
        yield Finding("hibernation", Status.OK, N_("No answers reach the disk by hibernation."))


def core_dumps(machine: Machine) -> Iterator[Finding]:
    if sys.platform == "win32":
        return
    import resource

    pattern = machine.read("proc/sys/kernel/core_pattern").strip()
    if pattern.startswith("|"):  # the kernel hands a dump to a program whatever the limit
        yield Finding(
            "core dumps",
            machine.strict,
            N_("The system keeps the memory of programs that crash, of a PDF viewer too: {pattern}."),
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


def printer(machine: Machine) -> Iterator[Finding]:
    queues = _windows_printers() if sys.platform == "win32" else _cups_printers()
    if queues is None:
        yield Finding(
            "printer",
            Status.ATTENTION,
            N_("The printing system does not answer: forms are saved as PDF and printed from a viewer."),
            remedy=N_("Install CUPS (on Debian: apt-get install cups cups-client) and add the printer."),
        )
    elif not queues:
        yield Finding(
            "printer",
            Status.ATTENTION,
            N_("No printer is set up."),
            remedy=N_("Add the printer in the system's settings."),
        )
    else:
        yield Finding("printer", Status.OK, N_("Printers: {queues}."), {"queues": ", ".join(queues)})
    if queues or machine.kiosk:
        yield from spool(machine)


def _cups_printers() -> list[str] | None:
    """The queues of CUPS; None where it does not answer."""
    try:
        listing = subprocess.run(["lpstat", "-e"], capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return listing.stdout.split()


def _windows_printers() -> list[str] | None:
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\Microsoft\Windows NT\CurrentVersion\Devices") as key:
            return [winreg.EnumValue(key, at)[0] for at in range(winreg.QueryInfoKey(key)[1])]
    except OSError:
        return None


def spool(machine: Machine) -> Iterator[Finding]:
    """CUPS keeps a printed document for a day unless told not to, and who printed when for ever."""
    configuration = machine.read("etc/cups/cupsd.conf")
    if sys.platform == "win32":
        yield Finding(
            "print queue",
            Status.ATTENTION,
            N_("Not checked here, it is the system's duty: that the print queue keeps no printed form."),
            remedy=N_("In the printer's properties switch off keeping printed documents."),
        )
    if configuration and not _is_off(configuration, "PreserveJobFiles"):
        yield Finding(
            "print queue",
            machine.strict,
            N_("The print system keeps printed forms for a day."),
            remedy=N_("Write “PreserveJobFiles No” into /etc/cups/cupsd.conf and restart CUPS."),
        )
    if configuration and machine.kiosk and not _is_off(configuration, "PreserveJobHistory"):
        yield Finding(
            "print history",
            machine.strict,
            N_("The print system keeps the list of what was printed and when."),
            remedy=N_("Write “PreserveJobHistory No” into /etc/cups/cupsd.conf and restart CUPS."),
        )


def _is_off(configuration: str, setting: str) -> bool:
    return re.search(rf"^\s*{setting}\s+(No|Off|False)\s*$", configuration, re.M | re.I) is not None


def clock(machine: Machine) -> Iterator[Finding]:
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
