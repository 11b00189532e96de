"""`deadlines`: the last days of a case, and the file that brings them into a calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.given import read_case
from talentdesk.cli.mishaps import DONE, FAULTS
from talentdesk.cli.output import source_of, warn, write, write_json
from talentdesk.i18n import format_date, say
from talentdesk.paper.counting import days_left
from talentdesk.service.deadlines import calendar, deadlines
from talentdesk.service.evaluation import Json, has_errors
from talentdesk.service.files import put


def run_deadlines(chosen: Chosen) -> int:
    """What is due and when, earliest first."""
    interview = read_case(chosen)
    found = deadlines(interview, chosen.language)
    if chosen.json:
        write_json(found)
    else:
        _write(found, chosen.language)
    if chosen.out:
        put(Path(chosen.out), calendar(interview, chosen.language))
        warn(say("{file}: names nobody, but many calendars are kept in a cloud.", chosen.language, file=chosen.out))
    return FAULTS if has_errors(interview) else DONE


def _write(found: Json, language: str) -> None:
    entries = sorted((*_part(found, "deadlines"), *_part(found, "documents")), key=lambda entry: str(entry["due"]))
    for entry in entries:
        due = format_date(date.fromisoformat(str(entry["due"])), language)
        left = days_left(cast(int, entry["days_left"]), language)
        write(" · ".join(filter(None, (f"{due}  {entry['title']}", left, source_of(entry)))))
        if entry["counting"]:
            write(f"  {entry['counting']}")
    if not entries:
        write(say("No last day follows from these answers.", language))


def _part(found: Json, key: str) -> list[Json]:
    return cast(list[Json], found[key])
