"""`diff`: what is different between two days, and which stored cases come out differently."""

from __future__ import annotations

from typing import cast

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import DONE
from talentdesk.cli.output import warn, write, write_json
from talentdesk.i18n import say
from talentdesk.service.changes import differences
from talentdesk.service.evaluation import Json
from talentdesk.service.rooms import catalogue
from talentdesk.settings import load


def run_diff(chosen: Chosen) -> int:
    """Editions, rules, papers and amounts that are others on the second day."""
    found = differences(catalogue(), chosen.first, chosen.second, chosen.language)
    cases = _cases(chosen) if chosen.data else None
    if cases is not None:
        found["cases"] = cases
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
    if cases is not None:
        _write_cases(cases, chosen.language)
    return DONE


def _cases(chosen: Chosen) -> Json:
    from talentdesk.service.casechanges import case_changes
    from talentdesk.service.stored import stored_cases

    return case_changes(catalogue(), stored_cases(load(data=chosen.data)), chosen.first, chosen.second, chosen.language)


def _write_cases(cases: Json, language: str) -> None:
    changed, unread = (cast(list[Json], cases[key]) for key in ("changed", "unread"))
    details = {"changed": len(changed), "total": cases["total"]}
    write()
    write(say("Stored cases that come out differently: {changed} of {total}", language, **details))
    for entry in changed:
        write(f"  {entry['case']} · {entry['title']}")
        for change in cast(list[Json], entry["changes"]):
            write(f"    {change['message']}")
    for entry in unread:
        warn(
            say(
                "{case}: the form files of {procedure}, edition {edition}, cannot be read here",
                language,
                case=entry["case"],
                procedure=entry["procedure"],
                edition=entry["edition"],
            )
        )
