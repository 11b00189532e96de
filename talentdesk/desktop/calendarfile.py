"""Last days leave the program for a calendar: a file that names nobody."""

from __future__ import annotations

from pathlib import Path

from talentdesk.core.interview import Interview
from talentdesk.desktop.handover import Result
from talentdesk.desktop.printing import NotWritten, write_file
from talentdesk.i18n import N_, say
from talentdesk.service.deadlines import calendar
from talentdesk.service.mishap import InputError

PATTERN = "iCalendar (*.ics)"
SAVED = N_(
    "Saved for the calendar. The entries name nobody: only what is due, when, and by which rule. "
    "Many calendars are kept in a cloud."
)
_NOT_WRITTEN = N_("The file could not be written there. Choose another folder, or free some space.")


def calendar_name(number: int) -> str:
    """A name for the file without personal data, like `TD-0471-last-days.ics`."""
    return f"TD-{number:04d}-last-days.ics"


def save_calendar(interview: Interview, language: str, reference: str, place: Path) -> Result:
    """Writes the last days; `reference` is the store's id of the case. What became of it, in words."""
    try:
        write_file(calendar(interview, language, reference), place)
    except NotWritten:
        return Result(False, lambda tag: say(_NOT_WRITTEN, tag))
    except InputError as error:
        cause, remedy = error.cause, error.remedy
        return Result(False, lambda tag: f"{say(cause, tag)}: {say(remedy, tag)}")
    return Result(True, lambda tag: say(SAVED, tag))
