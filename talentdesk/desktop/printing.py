"""Writing a finished paper into a folder the person chooses."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from talentdesk.i18n import N_

NOT_WRITTEN = N_("The PDF could not be written there. Choose another folder, or free some space.")


class NotWritten(Exception):
    """The PDF could not be written to the place chosen."""

    remedy = NOT_WRITTEN


def file_name(number: int, paper: str) -> str:
    """A name for the saved PDF without personal data, like `TD-0471-foreigner-visa-permit.pdf`."""
    return f"TD-{number:04d}-{paper}.pdf"


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
