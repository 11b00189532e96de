"""What every command on a case is given: its date, its answers, its interview."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.output import warn
from talentdesk.core.answers import Answers
from talentdesk.core.form import Edition
from talentdesk.core.interview import Interview
from talentdesk.service.answers import Given, read_answers
from talentdesk.service.characters import undrawable
from talentdesk.service.faults import cause_and_remedy
from talentdesk.service.rooms import catalogue


def as_of(chosen: Chosen) -> date:
    """The case's date; the machine's clock is asked here and nowhere below."""
    return cast(date, chosen.as_of) if chosen.as_of else date.today()


def interview(edition: Edition, answers: Answers, chosen: Chosen) -> Interview:
    """The case as the window would see it."""
    return Interview(
        edition,
        catalogue(),
        as_of=as_of(chosen),
        typed=answers.typed,
        declined=answers.declined,
        check_text=undrawable,
    )


def warn_strays(given: Given, language: str) -> None:
    """Tells of ids in the answers that no question has."""
    for stray in given.strays:
        details = {"id": stray.id, "near": stray.near}
        warn(cause_and_remedy(stray.cause, stray.remedy, details, language))


def read_case(chosen: Chosen) -> Interview:
    """The case of `procedure`, `answers` and `as_of`; ids that no question has are told beside the result."""
    edition = catalogue().in_force(chosen.procedure, as_of(chosen))
    given = read_answers(Path(chosen.answers), edition)
    warn_strays(given, chosen.language)
    return interview(edition, given.answers, chosen)
