"""The last days of a case, as words, as JSON, and as a file for a calendar program."""

from __future__ import annotations

from talentdesk.core.deadlines import Step, list_open, list_steps
from talentdesk.core.icalendar import Entry, uid_of, write_calendar
from talentdesk.core.interview import Interview
from talentdesk.core.words import N_
from talentdesk.i18n import say, word
from talentdesk.paper.counting import cited, conservative, counted, doubted, without_calendar
from talentdesk.service.evaluation import Json, citation_of
from talentdesk.service.mishap import InputError


def deadlines(interview: Interview, language: str) -> Json:
    """`{procedure, edition, as_of, deadlines: [...], documents: [...], unknown: [...]}`, earliest first.

    `documents` are papers with the last day on which they are fresh enough; `unknown` names the questions that
    would settle whether and when a deadline falls.
    """
    steps = list_steps(interview)
    return {
        "procedure": interview.edition.procedure,
        "edition": interview.edition.edition,
        "as_of": interview.as_of.isoformat(),
        "deadlines": [_entry(step, interview, language) for step in steps if not step.paper],
        "documents": [_entry(step, interview, language) for step in steps if step.paper],
        "unknown": [
            {"id": deadline.id, "title": word(deadline.title, language), "missing": list(missing)}
            for deadline, missing in list_open(interview)
        ],
    }


def step_title(step: Step, language: str) -> str:
    """What a day is the last one for."""
    assert step.title is not None
    title = word(step.title, language)
    return say("{paper}: last day it is recent enough", language, paper=title) if step.paper else title


def calendar(interview: Interview, language: str, reference: str = "") -> bytes:
    """Every last day as an iCalendar file that names nobody: what is due, when, by which rule.

    `reference` keeps the entries of several cases apart and must be no personal data, such as the store's id of a
    case: a day that moves then moves in the calendar too. Without one the day itself takes its place, so that two
    people's entries never replace each other. Raises InputError where no last day is known.
    """
    steps = list_steps(interview)
    if not steps:
        raise InputError(
            N_("no last day follows from these answers"), N_("answer the questions that ask for dates, then try again")
        )
    procedure = interview.edition.procedure
    entries = (
        Entry(
            uid=uid_of(procedure, step.id, reference or step.day.isoformat()),
            day=step.day,
            summary=step_title(step, language),
            description=described(step, language),
        )
        for step in steps
    )
    return write_calendar(entries, interview.as_of, language)


def described(step: Step, language: str) -> str:
    """A step in a calendar: its source and how far to trust it.

    Not the day it was counted from: that can be a date of birth.
    """
    how = (step.deadline and without_calendar(step.deadline, language)) or conservative(language)
    told = (cited(step.citation, language), doubted(step.citation, language), how)
    return "\n".join(filter(None, told))


def _entry(step: Step, interview: Interview, language: str) -> Json:
    return {
        "id": step.id,
        "title": step_title(step, language),
        "due": step.day.isoformat(),
        "days_left": (step.day - interview.as_of).days,
        "counting": counted(step.deadline, language) if step.deadline else "",
        "citation": citation_of(step.citation, interview.as_of, language) if step.citation else None,
    }
