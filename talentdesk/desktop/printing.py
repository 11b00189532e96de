"""Handing a finished paper to the printer, or to a folder the person chooses."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
from pathlib import Path

from talentdesk.i18n import N_

_LONGEST_WAIT_S = 20

NO_PRINTER = N_(
    "No printer took the paper. Check that it is switched on and chosen as the default, or save the paper as a PDF."
)
NOT_WRITTEN = N_("The PDF could not be written there. Choose another folder, or free some space.")


class NotPrinted(Exception):
    """The paper did not reach a printer. `remedy` is a message id: say it in the person's language."""

    remedy = NO_PRINTER


class NotWritten(Exception):
    """The PDF could not be written to the place chosen."""

    remedy = NOT_WRITTEN


def job_title(draft_id: str) -> str:
    """A title for the print queue that tells a clerk the case and nobody else anything, like `TD-7F3A`."""
    return "TD-" + hashlib.sha256(draft_id.encode()).hexdigest()[:4].upper()


def file_name(number: int, paper: str) -> str:
    """A name for the saved PDF without personal data, like `TD-0471-foreigner-visa-permit.pdf`."""
    return f"TD-{number:04d}-{paper}.pdf"


def default_printer() -> str:
    """What the system calls the printer that papers go to; empty where it has none or does not say."""
    said = os.environ.get("LPDEST") or os.environ.get("PRINTER")
    if said:
        return said
    try:
        done = subprocess.run(
            ["lpstat", "-d"],
            capture_output=True,
            timeout=_LONGEST_WAIT_S,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    _, colon, name = done.stdout.decode("utf-8", "replace").partition(":")
    return name.strip() if colon and not done.returncode else ""


def hand_to_printer(pdf: bytes, title: str, tray: str = "") -> None:
    """Gives the PDF to the default printer, unscaled and two-sided, from a tray. Raises NotPrinted.

    The PDF travels through a pipe: no copy of a person's form is left in a folder for temporary files.
    """
    command = [
        "lp",
        "-s",
        "-t",
        title,
        "-o",
        f"media=A4,{tray}" if tray else "media=A4",
        "-o",
        "print-scaling=none",
        "-o",
        "sides=two-sided-long-edge",
        "-",
    ]
    try:
        done = subprocess.run(command, input=pdf, capture_output=True, timeout=_LONGEST_WAIT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotPrinted from error
    if done.returncode:
        raise NotPrinted


def write_file(pdf: bytes, place: Path) -> None:
    """Writes the PDF whole or not at all, readable by its owner only. Raises NotWritten."""
    try:
        handle, part = tempfile.mkstemp(dir=place.parent, prefix=".td-")
    except OSError as error:
        raise NotWritten from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, place)
    except OSError as error:
        Path(part).unlink(missing_ok=True)
        raise NotWritten from error
