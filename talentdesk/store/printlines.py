"""A line of the ready-to-print list as screens see it; the list itself is in `prints`, which loads the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PrintState(StrEnum):
    """How far papers are."""

    READY = "ready"
    """On the list, not yet given to a printer, or the program ended before it was told what came of it."""
    SENT = "sent"
    """In the queue of a printer; a reason says what holds it up."""
    PRINTED = "printed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed of a case, and how. An empty printer is the default one."""

    draft: str
    papers: tuple[str, ...]
    languages: tuple[str, ...]
    copies: int = 1
    two_sided: bool = True
    printer: str = ""
    tray: str = ""
    desk: str = ""
    """Which computer prints it: counters that share a store have printers of their own."""


@dataclass(frozen=True, slots=True)
class Print:
    """One line of the list, with what names its case on the screen."""

    id: int
    wanted: Wanted
    state: PrintState
    reason: str
    """A code; empty: nothing is wrong."""
    jobs: tuple[int, ...]
    """Numbers of the jobs that the print system gave."""
    printer: str
    """Where it went, also where the default printer was wanted."""
    at: datetime
    number: int
    procedure: str
    surname: str
    given_names: str
    name_zh: str
    nationality: str
