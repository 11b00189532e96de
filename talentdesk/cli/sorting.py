"""`triage`: which procedures fit a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import DONE, FAULTS
from talentdesk.cli.output import warn, write, write_json
from talentdesk.core.form import Text
from talentdesk.i18n import say, word
from talentdesk.service.evaluation import Json
from talentdesk.service.faults import cause_and_remedy
from talentdesk.service.rooms import catalogue
from talentdesk.service.triage import Sorted, sift, sort_procedures


def run_triage(chosen: Chosen) -> int:
    """Which procedures fit the answers, which do not, and which are not known yet."""
    # The machine's clock is asked here and nowhere below.
    day = cast(date, chosen.as_of) if chosen.as_of else date.today()
    sifted = sift(Path(chosen.answers), catalogue(), day)
    found = sort_procedures(sifted, catalogue(), chosen.language)
    for stray in sifted.strays:
        details = {"id": stray.id, "near": stray.near}
        warn(cause_and_remedy(stray.cause, stray.remedy, details, chosen.language))
    for problem in found["problems"]:
        warn(f"{problem['question']}: {problem['message']}")
    if chosen.json:
        write_json({("not" if key == "not_" else key): value for key, value in found.items()})
    else:
        labels = {question.id: question.label for question in sifted.triage.questions.questions}
        _write(found, labels, chosen.language)
    return FAULTS if any(problem["severity"] == "error" for problem in found["problems"]) else DONE


def _write(found: Sorted, labels: dict[str, Text], language: str) -> None:
    parts = (
        (say("Fits", language), "✓", found["fits"]),
        (say("Not known yet", language), "?", found["unknown"]),
        (say("Does not fit", language), "✗", found["not_"]),
    )
    written = [part for part in parts if part[2]]
    for place, (title, mark, entries) in enumerate(written):
        write(("\n" if place else "") + title)
        for entry in entries:
            write(f"  {mark} {entry['title']} · {entry['procedure']}")
            write(f"    {_reason(entry, labels, language)}")


def _reason(entry: Json, labels: dict[str, Text], language: str) -> str:
    if "missing" in entry:
        missing = [f"{word(labels[name], language)} ({name})" for name in cast(list[str], entry["missing"])]
        return say("not known until these are answered: {missing}", language, missing="; ".join(missing))
    citation = cast(Json, entry["citation"])
    return f"{entry['why']} · {citation['instrument']} [{citation['grade']}]"
