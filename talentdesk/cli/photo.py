"""`photo`: whether a photo is what an office asks for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.given import as_of
from talentdesk.cli.mishaps import DONE, FAULTS
from talentdesk.cli.output import source_of, write, write_json
from talentdesk.i18n import format_date, say
from talentdesk.service.evaluation import Json
from talentdesk.service.photos import check_photo, fits
from talentdesk.service.rooms import catalogue

_MARKS = {"pass": "✓", "fail": "✗", "unknown": "?"}


def run_photo(chosen: Chosen) -> int:
    """Every check with its reason; 1 when one fails."""
    found = check_photo(catalogue(), Path(chosen.file), chosen.use, as_of(chosen), chosen.language)
    if chosen.json:
        write_json(found)
    else:
        _write(found, chosen.language)
    return DONE if fits(found) else FAULTS


def _write(found: Json, language: str) -> None:
    write(str(found["title"]))
    for finding in cast(list[Json], found["findings"]):
        write(f"  {_MARKS[str(finding['status'])]} {finding['message']}")
    if found["by_eye"]:
        write(say("To be looked at: {what}", language, what=found["by_eye"]))
    since = found["since"]
    if since:
        day = format_date(date.fromisoformat(str(since)), language)
        write(say("Asked for since {day}: {source}", language, day=day, source=source_of(found)))
    else:
        write(say("Source: {source}; since when is not known", language, source=source_of(found)))
