"""What would make a failed rule pass, in words."""

from __future__ import annotations

from datetime import date

from talentdesk.core.counterfactual import TODAY, Change, would_pass
from talentdesk.core.form import Kind, Question, Rule
from talentdesk.core.interview import Interview
from talentdesk.i18n import format_date, listed, plural, say, word

__all__ = ["Change", "as_read", "remedies", "remedy", "would_pass"]


def remedies(interview: Interview, rule: Rule, language: str) -> list[dict[str, object]]:
    """Each smallest change with which a failed rule passes: `question`, `from`, `to`, `distance`, `message`."""
    return [
        {
            "question": change.question,
            "from": change.before,
            "to": change.after,
            "distance": change.distance,
            "message": remedy(change, interview, language),
        }
        for change in would_pass(interview, rule)
    ]


def remedy(change: Change, interview: Interview, language: str) -> str:
    """One change as a sentence."""
    if change.question == TODAY:
        day = format_date(date.fromisoformat(change.after), language)
        count = abs(change.distance)
        return plural(
            "Met when filed {count} day later, on {day}.",
            "Met when filed {count} days later, on {day}.",
            count,
            language,
            day=day,
        )
    question = interview.question(change.question)
    label = word(question.label, language)
    if question.kind is Kind.DATE and question.precision == "D":
        return _day_moved(label, change, language)
    after, before = (as_read(interview, question, text, language) for text in (change.after, change.before))
    return say("Met if “{question}” is {to} instead of {now}.", language, question=label, to=after, now=before)


def _day_moved(label: str, change: Change, language: str) -> str:
    day, count = format_date(date.fromisoformat(change.after), language), abs(change.distance)
    if change.distance > 0:
        return plural(
            "Met if “{question}” is {to}, {count} day later.",
            "Met if “{question}” is {to}, {count} days later.",
            count,
            language,
            question=label,
            to=day,
        )
    return plural(
        "Met if “{question}” is {to}, {count} day earlier.",
        "Met if “{question}” is {to}, {count} days earlier.",
        count,
        language,
        question=label,
        to=day,
    )


def as_read(interview: Interview, question: Question, text: str, language: str) -> str:
    """An answer as typed, with the labels of its codes."""
    if question.kind not in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        return text
    return listed([interview.label(question, code) for code in text.split()], language)
