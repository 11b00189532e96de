"""What is wrong with an answer and what to do about it, in whole sentences of the person's language."""

from __future__ import annotations

from collections.abc import Mapping

from talentdesk.core.checks import Problem
from talentdesk.core.form import Question
from talentdesk.core.interview import Interview
from talentdesk.core.mrz import MrzProblem
from talentdesk.i18n import month_name, say
from talentdesk.service.phrases import FIELDS, LOOK, SENTENCES, SHAPES, SOURCES, UNKNOWN, ZONE, Sentence
from talentdesk.service.wording import filled

FULL_WIDTH = "\u2e80"
"""From here on characters carry their own space, as 。 does."""


def sentence(problem: Problem, question: Question, language: str, interview: Interview | None = None) -> str:
    """What is wrong and what to do, for any problem the core can report.

    The sentence of a rule comes from the edition with its answers filled in, so it needs the `interview`.
    """
    if problem.code == "rule":
        return _rule_sentence(problem, language, interview)
    return _said(_found(problem, question), _details(problem, language), language)


def cause(problem: Problem, language: str) -> str:
    """What is wrong with an answer that was read from no document, without what to do."""
    return _said(Sentence(SENTENCES.get(problem.code, UNKNOWN).what), _details(problem, language), language)


def zone_sentence(problem: MrzProblem, language: str) -> str:
    """What is wrong with a machine-readable zone and what to do."""
    details = dict(problem.details)
    if details.get("field") in FIELDS:
        details["field"] = say(FIELDS[details["field"]], language)
    return _said(ZONE.get(problem.code, UNKNOWN), details, language)


def warning_sentence(warning: str, language: str) -> str:
    """What a warning of an identifier means and what to do."""
    return _said(SENTENCES.get(f"identifier.{warning}", UNKNOWN), {}, language)


def join(sentences: tuple[str, ...]) -> str:
    """Whole sentences after each other, with a blank between them unless the first ends in a full-width sign."""
    joined = ""
    for each in filter(None, sentences):
        joined += f" {each}" if joined and joined[-1] < FULL_WIDTH else each
    return joined


def _found(problem: Problem, question: Question) -> Sentence:
    found = SENTENCES.get(problem.code, UNKNOWN)
    remedy = SOURCES.get(question.id.split(".")[0], LOOK) if found.remedy == LOOK else found.remedy
    if problem.code == "identifier.shape":
        return Sentence(SHAPES.get(problem.details.get("scheme", question.scheme), found.what), remedy)
    return Sentence(found.what, remedy)


def _details(problem: Problem, language: str) -> Mapping[str, str]:
    details = dict(problem.details)
    if problem.code == "date.no_such_day":
        details["month"] = month_name(int(details["month"]), language)
    return details


def _said(found: Sentence, details: Mapping[str, str], language: str) -> str:
    return join(tuple(say(part, language, **details) for part in (found.what, found.remedy) if part))


def _rule_sentence(problem: Problem, language: str, interview: Interview | None) -> str:
    rules = interview.edition.rules if interview else ()
    message = next((rule.message for rule in rules if rule.id == problem.details["rule"]), None)
    return filled(message, interview, language) if message and interview else _said(UNKNOWN, {}, language)
