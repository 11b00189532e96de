"""Printers of this computer: which there are, what they can do, how they are, and the way of a job to its end.

On Linux and macOS that is CUPS: a PDF goes to its command `lp` through a pipe, so that no copy of a person's form lies
in a folder for temporary files, and stays what it is, lines and letters. Where the desktop prints through its system
(Windows), it brings a `PrintSystem` of its own.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote

from talentdesk.service import ipp

if TYPE_CHECKING:
    from talentdesk.service.printing import Job

LONGEST_WAIT_S = 20


class Reason(StrEnum):
    """Why a print is not out, as it is kept in the list; `printreasons` has the sentences."""

    NONE = ""
    NO_PRINTER = "no_printer"
    NO_SYSTEM = "no_system"
    VANISHED = "vanished"
    REFUSED = "refused"
    STOPPED = "stopped"
    NO_PAPER = "no_paper"
    NO_TRAY = "no_tray"
    JAM = "jam"
    NO_TONER = "no_toner"
    OPEN = "open"
    OFFLINE = "offline"
    CANCELLED = "cancelled"
    HELD = "held"
    FAILED = "failed"
    UNMADE = "unmade"
    SLOW = "slow"


class Stage(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    PRINTING = "printing"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer as the system describes it."""

    name: str
    title: str = ""
    trays: tuple[str, ...] = ()
    """As the system calls them, such as `tray-2`; empty: it has none to choose from, or does not say."""
    sizes: tuple[str, ...] = ()
    """Paper sizes, such as `iso_a4_210x297mm`; empty: it does not say."""
    two_sided: bool | None = None
    """None: it does not say."""
    reason: Reason = Reason.NONE
    """What keeps it from printing now."""
    is_default: bool = False

    @property
    def has_a4(self) -> bool:
        """Whether it takes A4, as far as it says."""
        return not self.sizes or any("a4" in size.lower() for size in self.sizes)


@dataclass(frozen=True, slots=True)
class Choice:
    """How papers are to be printed. An empty printer is the system's default one, an empty tray its usual one."""

    printer: str = ""
    tray: str = ""
    copies: int = 1
    two_sided: bool = True


@dataclass(frozen=True, slots=True)
class Ticket:
    """A job that the system has taken. `number` 0: it does not tell what becomes of it."""

    printer: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a job is, and what holds it up or ended it."""

    stage: Stage
    reason: Reason = Reason.NONE

    @property
    def over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.stage in (Stage.DONE, Stage.FAILED)


class NotTaken(Exception):
    """The system did not take a job."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class PrintSystem(Protocol):
    """What this program asks of the system. Everything may wait for seconds: never call it from a window's thread."""

    def printers(self) -> tuple[Printer, ...]:
        """All printers, the default one first. Raises NotTaken where the system does not answer."""

    def hand_over(self, job: Job, title: str, choice: Choice) -> Ticket:
        """Gives a job to a printer, unscaled, on A4, under a title that names nobody. Raises NotTaken."""

    def standing(self, ticket: Ticket) -> Standing:
        """How far a job is."""

    def take_back(self, ticket: Ticket) -> None:
        """Cancels a job that is not out yet; nothing happens where it is."""


def title_of(*drafts: str) -> str:
    """A title for the print queue that tells a clerk the case and nobody else anything, like `TD-7F3A`."""
    return "TD-" + hashlib.sha256("\n".join(drafts).encode()).hexdigest()[:4].upper()


class Cups:
    """The print system of Linux and macOS."""

    def printers(self) -> tuple[Printer, ...]:
        """All printers, the default one first. Raises NotTaken(NO_SYSTEM)."""
        try:
            found = ipp.ask(ipp.GET_PRINTERS, wanted=_WANTED)
        except ipp.NotThere:
            return ()
        except ipp.Unreachable:
            raise NotTaken(Reason.NO_SYSTEM) from None
        default = default_printer()
        read = [_printer(each, default) for each in found if each.get("printer-name")]
        return tuple(sorted(read, key=lambda each: (not each.is_default, each.name)))

    def hand_over(self, job: Job, title: str, choice: Choice) -> Ticket:
        """See PrintSystem. The PDF goes through a pipe."""
        tray = job.tray or choice.tray
        said = ["-t", title, *(["-d", choice.printer] if choice.printer else []), "-n", str(max(1, choice.copies))]
        for option in _options(tray, choice):
            said += ["-o", option]
        try:
            done = _run("lp", *said, "-", content=job.content)
        except FileNotFoundError:
            raise NotTaken(Reason.NO_SYSTEM) from None
        except (OSError, subprocess.TimeoutExpired):
            raise NotTaken(Reason.SLOW) from None
        if done.returncode:
            raise NotTaken(_why_refused(choice.printer))
        # “request id is Printer-12 (0 file(s))”; a queue's own name may have dashes and digits.
        taken = re.search(r"request id is (\S+)-(\d+)", done.stdout.decode("utf-8", "replace"))
        return Ticket(taken[1], int(taken[2])) if taken else Ticket(choice.printer)

    def standing(self, ticket: Ticket) -> Standing:
        """See PrintSystem.

        A job that the system no longer knows of is done, where it keeps no record of what is done, as an office is
        asked to have it; with its printer taken away it has failed.
        """
        if not ticket.number:
            return Standing(Stage.DONE)
        try:
            (job,) = ipp.ask(ipp.GET_JOB, ipp.job_uri(ticket.number), _WANTED_OF_JOBS)
        except ipp.NotThere:
            gone = _condition(ticket.printer) is Reason.VANISHED
            return Standing(Stage.FAILED, Reason.VANISHED) if gone else Standing(Stage.DONE)
        except (ipp.Unreachable, ValueError):
            return Standing(Stage.QUEUED, Reason.NO_SYSTEM)
        return _standing(job, _condition(ticket.printer))

    def take_back(self, ticket: Ticket) -> None:
        """See PrintSystem."""
        if ticket.number:
            try:
                _run("cancel", f"{ticket.printer}-{ticket.number}")
            except (OSError, subprocess.TimeoutExpired):
                return

    def unfinished(self) -> tuple[tuple[str, Ticket], ...]:
        """Every job that is not over, of which this account may know the title: the title, and the job."""
        try:
            found = ipp.ask(ipp.GET_JOBS, ipp.every_job_uri(), ("job-id", "job-name", "job-printer-uri"))
        except (ipp.NotThere, ipp.Unreachable):
            return ()
        return tuple(_named_job(each) for each in found if each.get("job-id") and each.get("job-name"))


def _named_job(found: ipp.Attributes) -> tuple[str, Ticket]:
    printer = unquote("".join(_texts(found, "job-printer-uri")[:1]).rpartition("/")[2])
    return str(found["job-name"][0]), Ticket(printer, int(found["job-id"][0]))


def default_printer() -> str:
    """What the system calls the printer that papers go to; empty where it has none or does not say."""
    said = os.environ.get("LPDEST") or os.environ.get("PRINTER")
    if said:
        return said
    try:
        done = _run("lpstat", "-d")
    except (OSError, subprocess.TimeoutExpired):
        return ""
    _, colon, name = done.stdout.decode("utf-8", "replace").partition(":")
    return name.strip() if colon and not done.returncode else ""


_WANTED = (
    "printer-name",
    "printer-info",
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "media-source-supported",
    "media-supported",
    "sides-supported",
)
_WANTED_OF_JOBS = ("job-state", "job-state-reasons")
_KEPT = ("PATH", "HOME", "USER", "LOGNAME", "CUPS_SERVER", "CUPS_USER", "LPDEST", "PRINTER")
"""What a command sees of the environment: the rest could change its options or its words."""

_STOPPED = 5
_PENDING, _HELD, _PROCESSING, _JOB_STOPPED, _CANCELLED, _ABORTED, _COMPLETED = range(3, 10)

_STATES: tuple[tuple[str, Reason], ...] = (
    ("media-jam", Reason.JAM),
    ("input-tray-missing", Reason.NO_TRAY),
    ("media-empty", Reason.NO_PAPER),
    ("media-needed", Reason.NO_PAPER),
    ("toner-empty", Reason.NO_TONER),
    ("marker-supply-empty", Reason.NO_TONER),
    ("cover-open", Reason.OPEN),
    ("door-open", Reason.OPEN),
    ("interlock-open", Reason.OPEN),
    ("offline", Reason.OFFLINE),
    ("shutdown", Reason.OFFLINE),
    ("timed-out", Reason.OFFLINE),
    ("paused", Reason.STOPPED),
    ("moving-to-paused", Reason.STOPPED),
)
"""Keywords of `printer-state-reasons`, what a person can see first."""


def _options(tray: str, choice: Choice) -> Iterable[str]:
    yield f"media=A4,{tray}" if tray else "media=A4"
    if tray:
        yield f"media-source={tray}"
    yield "print-scaling=none"
    yield "sides=two-sided-long-edge" if choice.two_sided else "sides=one-sided"
    if choice.copies > 1:
        yield "collate=true"


def _run(command: str, *said: str, content: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Runs a command of the print system, its words in English. Raises OSError, TimeoutExpired."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return subprocess.run(
        [command, *said],
        input=content,
        stdin=subprocess.DEVNULL if content is None else None,
        capture_output=True,
        timeout=LONGEST_WAIT_S,
        check=False,
        env={**kept, "LC_ALL": "C"},
    )


def _why_refused(printer: str) -> Reason:
    if not printer and not default_printer():
        return Reason.NO_PRINTER if _answers() else Reason.NO_SYSTEM
    found = _condition(printer or default_printer())
    return Reason.REFUSED if found in (Reason.NONE, Reason.STOPPED) else found


def _answers() -> bool:
    try:
        ipp.ask(ipp.GET_PRINTERS, wanted=("printer-name",))
    except ipp.NotThere:
        return True
    except ipp.Unreachable:
        return False
    return True


def _condition(name: str) -> Reason:
    """What keeps a printer from printing now."""
    try:
        (found,) = ipp.ask(ipp.GET_PRINTER, ipp.printer_uri(name), _WANTED)
    except ipp.NotThere:
        return Reason.VANISHED
    except (ipp.Unreachable, ValueError):
        return Reason.NO_SYSTEM
    return _held_by(found)


def _held_by(found: ipp.Attributes) -> Reason:
    said = [str(each) for each in found.get("printer-state-reasons", ())]
    for keyword, reason in _STATES:
        # A warning is no end: the printer goes on with what paper and toner there is.
        if any(each in (keyword, f"{keyword}-error") for each in said):
            return reason
    if _STOPPED in found.get("printer-state", ()):
        return Reason.STOPPED
    return Reason.REFUSED if False in found.get("printer-is-accepting-jobs", ()) else Reason.NONE


def _printer(found: ipp.Attributes, default: str) -> Printer:
    name = _texts(found, "printer-name")[0]
    sides = _texts(found, "sides-supported")
    return Printer(
        name,
        next(iter(_texts(found, "printer-info")), "") or name,
        _texts(found, "media-source-supported"),
        _texts(found, "media-supported"),
        "two-sided-long-edge" in sides if sides else None,
        _held_by(found),
        name == default,
    )


def _texts(found: ipp.Attributes, key: str) -> tuple[str, ...]:
    return tuple(str(each) for each in found.get(key, ()))


def _standing(job: ipp.Attributes, printer: Reason) -> Standing:
    state = next(iter(job.get("job-state", ())), 0)
    if state == _COMPLETED:
        return Standing(Stage.DONE)
    if state == _CANCELLED:
        return Standing(Stage.FAILED, Reason.CANCELLED)
    if state == _ABORTED:
        return Standing(Stage.FAILED, printer or Reason.FAILED)
    if state == _HELD:
        return Standing(Stage.QUEUED, Reason.HELD)
    if state == _JOB_STOPPED and not printer:
        return Standing(Stage.QUEUED, Reason.STOPPED)
    return Standing(Stage.PRINTING if state == _PROCESSING else Stage.QUEUED, printer)


def fitting(choice: Choice, among: Sequence[Printer]) -> Printer | None:
    """The printer of a choice; for an empty one the default, where that is set."""
    for printer in among:
        if printer.name == choice.printer or (not choice.printer and printer.is_default):
            return printer
    return None
