"""Answers and facts as a person reads them, in any language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from talentdesk.core.form import Kind, Text
from talentdesk.core.interview import Interview
from talentdesk.core.values import Value
from talentdesk.i18n import N_, format_date, listed, plural, say, word
from talentdesk.i18n.inside import placeholders
from talentdesk.i18n.speech import fill

NOTHING = "—"
_SEXES = {Text("男", "M"): N_("Male"), Text("女", "F"): N_("Female")}
_CODED = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.YES_NO, Kind.COUNTRY, Kind.DIVISION})


def called(label: Text, language: str) -> str:
    """A choice's label as it is read on screen: the letters that forms and passports have for the sexes are words."""
    letters = _SEXES.get(label)
    return say(letters, language) if letters is not None else word(label, language)


def shown(interview: Interview, name: str, language: str) -> str:
    """An answer as it is read on screen: codes by their label, dates written out, texts exactly as typed."""
    question = interview.question(name)
    value = interview.value(name)
    if isinstance(value, date):
        return format_date(value, language)
    if question.kind is Kind.CHOICES and name not in interview.declined:
        return listed(interview.chosen(name), language)
    return called(interview.display(name), language)


def shown_text(interview: Interview, name: str, text: str, language: str) -> str:
    """How a text typed to this question would be read, such as one that stood there before."""
    question = interview.question(name)
    if question.kind in _CODED:
        return listed([interview.label(question, code) for code in text.split()], language)
    if question.kind is Kind.DATE:
        try:
            return format_date(date.fromisoformat(text), language)
        except ValueError:
            return text
    return text


def filled(message: Text, interview: Interview, language: str) -> str:
    """A message of the edition with the answers and facts it names; what is not known is a dash."""
    said = word(message, language)
    return fill(said, language, {name: _named(name, interview, language) for name in placeholders(said)})


def _named(name: str, interview: Interview, language: str) -> str:
    if name in {question.id for question in interview.edition.questions}:
        return shown(interview, name, language) or NOTHING
    return told(interview.facts().get(name), language) or NOTHING


def told(value: Value | None, language: str) -> str:
    """A fact as it is read; empty when it is not known."""
    if isinstance(value, bool):
        return say("yes", language) if value else say("no", language)
    if isinstance(value, date):
        return format_date(value, language)
    return "" if value is None else str(plain(value))


def measured(value: Decimal, unit: str, language: str) -> str:
    """An amount, period or threshold with its unit in words, as in `400 yuan`, `15 days`."""
    written = f"{value:f}"
    count = int(value) if value == int(value) else 2
    match unit:
        case "CNY":
            return say("{amount} yuan", language, amount=written)
        case "HKD":
            return say("{amount} Hong Kong dollars", language, amount=written)
        case "MOP":
            return say("{amount} patacas", language, amount=written)
        case "years":
            return plural("{amount} year", "{amount} years", count, language, amount=written)
        case "months":
            return plural("{amount} month", "{amount} months", count, language, amount=written)
        case "days":
            return plural("{amount} day", "{amount} days", count, language, amount=written)
        case "working_days":
            return plural("{amount} working day", "{amount} working days", count, language, amount=written)
        case "percent":
            return say("{amount} %", language, amount=written)
        case "points":
            return plural("{amount} point", "{amount} points", count, language, amount=written)
    return f"{written} {unit}"


def plain(value: Value) -> object:
    """A value for JSON: dates in ISO 8601, numbers as decimal strings, several choices as a sorted list."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, frozenset | set):
        return sorted(map(str, value))
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return str(value)
