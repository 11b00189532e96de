"""What a printer says, in words: why a print is not out, what to do, and what a tray is called."""

from __future__ import annotations

import re
from collections.abc import Mapping

from talentdesk.i18n import N_, say
from talentdesk.service.printers import Reason

_CAUSES: Mapping[Reason, str] = {
    Reason.NO_PRINTER: N_("No printer is set up."),
    Reason.NO_SYSTEM: N_("The print system of this computer does not answer."),
    Reason.VANISHED: N_("The printer {printer} is no longer there."),
    Reason.REFUSED: N_("The printer {printer} takes no papers."),
    Reason.STOPPED: N_("The printer {printer} has been stopped."),
    Reason.NO_PAPER: N_("The printer {printer} is out of paper."),
    Reason.NO_TRAY: N_("A tray of the printer {printer} is missing."),
    Reason.JAM: N_("Paper is jammed in the printer {printer}."),
    Reason.NO_TONER: N_("The printer {printer} is out of toner or ink."),
    Reason.OPEN: N_("A cover of the printer {printer} is open."),
    Reason.OFFLINE: N_("The printer {printer} does not answer."),
    Reason.CANCELLED: N_("The print was cancelled."),
    Reason.HELD: N_("The print is held in the queue of {printer}."),
    Reason.FAILED: N_("The printer {printer} reported an error."),
    Reason.UNMADE: N_("The paper could not be made."),
    Reason.SLOW: N_("The print system did not take the papers in time."),
}
_TRAY_EMPTY = N_("{tray} of the printer {printer} is empty.")

_REMEDIES: Mapping[Reason, str] = {
    Reason.NO_PRINTER: N_("Add a printer in the system's settings, or save the papers as a PDF."),
    Reason.NO_SYSTEM: N_("Start it again, or save the papers as a PDF."),
    Reason.VANISHED: N_("Choose another printer and print again."),
    Reason.REFUSED: N_("Let it take papers again in the system's settings, or choose another one."),
    Reason.STOPPED: N_("Start it again in the system's settings, or choose another one."),
    Reason.NO_PAPER: N_("Put paper in; the print goes on by itself."),
    Reason.NO_TRAY: N_("Put the tray back; the print goes on by itself."),
    Reason.JAM: N_("Take the paper out and look whether a page is missing."),
    Reason.NO_TONER: N_("Change the cartridge, or choose another printer."),
    Reason.OPEN: N_("Close it; the print goes on by itself."),
    Reason.OFFLINE: N_("See that it is switched on and connected."),
    Reason.CANCELLED: N_("Print again if it is still wanted."),
    Reason.HELD: N_("Release it in the system's settings, or print again."),
    Reason.FAILED: N_("Look at the printer, then print again."),
    Reason.UNMADE: N_("Open the case and print from its review: it says what is missing."),
    Reason.SLOW: N_("Try again, or choose another printer."),
}

_STAYS = N_("The papers stay in the list.")

_TRAYS: Mapping[str, str] = {
    "auto": N_("Tray chosen by the printer"),
    "main": N_("Main tray"),
    "top": N_("Upper tray"),
    "middle": N_("Middle tray"),
    "bottom": N_("Lower tray"),
    "manual": N_("Manual feed"),
    "by-pass-tray": N_("Manual feed"),
    "envelope": N_("Envelope feed"),
    "large-capacity": N_("Large tray"),
}


def cause(reason: Reason, language: str, printer: str = "", tray: str = "") -> str:
    """What is wrong, in a sentence; empty where nothing is."""
    if not reason:
        return ""
    if reason is Reason.NO_PAPER and tray:
        return say(_TRAY_EMPTY, language, tray=tray_name(tray, language), printer=printer or "—")
    return say(_CAUSES[reason], language, printer=printer or "—")


def remedy(reason: Reason, language: str) -> str:
    """What to do about it; empty where nothing is wrong."""
    return say(_REMEDIES[reason], language) if reason else ""


def stays(language: str) -> str:
    """That nothing is lost."""
    return say(_STAYS, language)


def tray_name(tray: str, language: str) -> str:
    """What a tray is called: `tray-2` is tray 2, and a name that the printer's maker gave stays."""
    if not tray:
        return say("Usual tray", language)
    numbered = re.fullmatch(r"tray-?(\d+)", tray.lower())
    if numbered:
        return say("Tray {number}", language, number=numbered[1])
    return say(_TRAYS[tray.lower()], language) if tray.lower() in _TRAYS else tray


def reason_of(kept: str) -> Reason:
    """A reason as it was kept; one that a newer program wrote is an error of the printer."""
    try:
        return Reason(kept)
    except ValueError:
        return Reason.FAILED
