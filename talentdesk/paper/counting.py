"""How a last day was counted, in words for people who must be able to check it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talentdesk.core.form import Citation, Grade
from talentdesk.i18n import plural, say, word

if TYPE_CHECKING:
    from talentdesk.core.deadlines import DeadlineView


def counted(view: DeadlineView, language: str) -> str:
    """The day it is counted from and how far; and what makes it the earlier one, or uncertain."""
    space = "" if language.startswith("zh") else " "
    doubt = without_calendar(view, language) or conservative(language)
    return space.join(filter(None, (_from(view, language), doubt)))


def without_calendar(view: DeadlineView, language: str) -> str:
    """That working days were counted without the official calendar, and which day is in time all the same."""
    if not view.lacking:
        return ""
    years = ", ".join(map(str, view.lacking))
    if view.certain is None:
        return say(
            "There is no official calendar of {years} here: counted Monday to Friday without public holidays. "
            "A holiday in between makes the day earlier: confirm it at the counter.",
            language,
            years=years,
        )
    return say(
        "There is no official calendar of {years} here: counted Monday to Friday without public holidays. "
        "Conservative: {day} is in time whatever the calendar says.",
        language,
        years=years,
        day=view.certain,
    )


def conservative(language: str) -> str:
    """That no later day is promised than the one that is certain."""
    return say("Conservative: it is not moved when the office is closed that day.", language)


def _from(view: DeadlineView, language: str) -> str:
    period = _period(view, language)
    if not period:
        return ""
    if view.deadline.before:
        return say("Counted back from {day}: {period}.", language, day=view.start, period=period)
    return say("Counted from the day after {day}: {period}.", language, day=view.start, period=period)


def _period(view: DeadlineView, language: str) -> str:
    deadline = view.deadline
    parts = []
    if deadline.months:
        parts.append(plural("{count} month", "{count} months", deadline.months, language))
    if deadline.days:
        parts.append(plural("{count} day", "{count} days", deadline.days, language))
    if deadline.working_days:
        parts.append(plural("{count} working day", "{count} working days", deadline.working_days, language))
    return " + ".join(parts)


def cited(citation: Citation | None, language: str) -> str:
    """The instrument and its article; empty where nothing is cited."""
    if citation is None:
        return ""
    instrument = word(citation.instrument, language)
    if not citation.article:
        return instrument
    return say("{instrument}, art. {article}", language, instrument=instrument, article=citation.article)


def doubted(citation: Citation | None, language: str) -> str:
    """How well a fact is known, where it isn't from an official text; otherwise empty."""
    if citation is None or citation.grade is Grade.A:
        return ""
    if citation.grade is Grade.B:
        return say("Confirm at the counter.", language)
    return say("Unverified: ask at the counter.", language)


def days_left(days: int, language: str) -> str:
    """How long there is still time."""
    if days < 0:
        return plural("Passed {count} day ago.", "Passed {count} days ago.", -days, language)
    if days == 0:
        return say("This is the last day.", language)
    return plural("{count} day left.", "{count} days left.", days, language)
