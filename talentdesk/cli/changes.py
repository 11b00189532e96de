"""`diff`: what is different between two days."""

from __future__ import annotations

from typing import cast

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import DONE
from talentdesk.cli.output import write, write_json
from talentdesk.i18n import say
from talentdesk.service.changes import differences
from talentdesk.service.evaluation import Json
from talentdesk.service.rooms import catalogue


def run_diff(chosen: Chosen) -> int:
    """Editions, rules, papers and amounts that are others on the second day."""
    found = differences(catalogue(), chosen.first, chosen.second, chosen.language)
    if chosen.json:
        write_json(found)
        return DONE
    editions, parameters = (cast(list[Json], found[key]) for key in ("editions", "parameters"))
    for entry in editions:
        write(str(entry["message"]))
        for part in cast(list[Json], entry["parts"]):
            write(f"  {part['message']}")
    for entry in parameters:
        write(str(entry["message"]))
    if not editions and not parameters:
        write(say("Nothing is different between the two days.", chosen.language))
    return DONE
