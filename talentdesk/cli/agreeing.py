"""`consistency`: whether several forms of one person say the same."""

from __future__ import annotations

from typing import cast

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.given import as_of
from talentdesk.cli.mishaps import DONE, FAULTS
from talentdesk.cli.output import source_of, write, write_json
from talentdesk.i18n import say
from talentdesk.service.consistency import consistency, read_form
from talentdesk.service.evaluation import Json
from talentdesk.service.rooms import catalogue


def run_consistency(chosen: Chosen) -> int:
    """Everything that does not fit, with where it stands; 1 when there is anything."""
    room = catalogue()
    forms = [read_form(given, room) for given in chosen.files or ()]
    found = consistency(room, forms, as_of(chosen), chosen.language)
    findings = cast(list[Json], found["findings"])
    if chosen.json:
        write_json(found)
    else:
        _write(findings, chosen.language)
    return FAULTS if findings else DONE


def _write(findings: list[Json], language: str) -> None:
    for finding in findings:
        write(f"✗ {finding['title']} · {source_of(finding)}")
        for line in cast(list[str], finding["said"]):
            write(f"    {line}")
        write(f"    → {finding['message']}")
    if not findings:
        write(say("The forms fit together.", language))
