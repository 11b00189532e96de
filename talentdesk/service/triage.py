"""Which procedures fit a person, each with its reason and source, as one plain value that can be written as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypedDict

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.form import Citation, Edition
from talentdesk.core.interview import Interview
from talentdesk.core.tomlfile import FormError
from talentdesk.core.triage import Row, Triage, Verdict, hold, judge, read_triage
from talentdesk.core.words import N_
from talentdesk.i18n import format_date, say, titled, word
from talentdesk.service.answers import Stray, read_answers
from talentdesk.service.evaluation import Json, citation_of
from talentdesk.service.mishap import Mishap
from talentdesk.service.sentences import sentence


class Sorted(TypedDict):
    """The shape of `talentdesk triage --json`. The procedures stand in the triage file's order."""

    as_of: str
    fits: list[Json]
    not_: list[Json]
    unknown: list[Json]
    questions: list[str]
    problems: list[Json]


@dataclass(frozen=True, slots=True)
class Sifted:
    """The answers held against the triage's questions, and the entries of the file that nothing asks for."""

    triage: Triage
    interview: Interview
    strays: tuple[Stray, ...]


def triage_of(catalogue: Catalogue) -> Triage:
    """Read the triage of the forms room. Raises FormError, Mishap where the room has none."""
    triage = read_triage(catalogue)
    if triage is None:
        cause, remedy = N_("the forms room has no {file}"), N_("add it; see forms/README.md")
        raise Mishap(cause, remedy, file="shared/triage.toml")
    return triage


def why_told(verdict: Verdict, language: str) -> str:
    """Why the procedure fits or not; empty while that is unknown."""
    if verdict.fits is None:
        return ""
    return word(verdict.reason.why, language) if verdict.reason else _not_in_force(verdict.row, language)


def source_of(verdict: Verdict) -> Citation:
    """Where that is written."""
    return (verdict.reason or verdict.row.fit[-1]).citation


def carried(interview: Interview, edition: Edition) -> Mapping[str, str]:
    """What was answered that the procedure asks too, as typed."""
    known = {question.id for question in edition.questions}
    return {id: text for id, text in interview.typed.items() if id in known and interview.asked(id)}


def sift(file: Path, catalogue: Catalogue, as_of: date) -> Sifted:
    """Read the file of answers. What only a procedure asks is passed over in silence, what nothing asks is a stray.

    Raises AnswersError for a file that is no answers file, FormError, OSError, Mishap where the room has no triage.
    """
    triage = triage_of(catalogue)
    given = read_answers(file, triage.questions)
    interview = hold(triage, catalogue, as_of, given.answers.typed)
    return Sifted(triage, interview, tuple(_asked_nowhere(given.strays, catalogue)))


def _asked_nowhere(strays: Iterable[Stray], catalogue: Catalogue) -> Iterable[Stray]:
    strays = tuple(strays)
    elsewhere = _asked_by_procedures(catalogue) if strays else frozenset()
    return (stray for stray in strays if stray.id.partition("[")[0] not in elsewhere)


def _asked_by_procedures(catalogue: Catalogue) -> frozenset[str]:
    names: set[str] = set()
    for procedure in catalogue.procedures():
        for name in catalogue.editions(procedure):
            try:
                names.update(question.id for question in catalogue.edition(procedure, name).questions)
            except FormError:
                # `check` tells of it; here it only means that fewer ids are known.
                continue
    return frozenset(names)


def sort_procedures(sifted: Sifted, catalogue: Catalogue, language: str) -> Sorted:
    """Every procedure with its reason and source, every sentence in `language`."""
    interview = sifted.interview
    verdicts = judge(sifted.triage, interview)
    told = {
        fits: [_told(each, interview.as_of, catalogue, language) for each in verdicts if each.fits is fits]
        for fits in (True, False, None)
    }
    return Sorted(
        as_of=interview.as_of.isoformat(),
        fits=told[True],
        not_=told[False],
        unknown=told[None],
        questions=[question.id for view in interview.sections() for question in view.questions],
        problems=_problems(interview, language),
    )


def _told(verdict: Verdict, day: date, catalogue: Catalogue, language: str) -> Json:
    about = catalogue.about(verdict.procedure) if verdict.procedure in catalogue.procedures() else None
    told: Json = {
        "procedure": verdict.procedure,
        "title": titled(about.title, language) if about else verdict.procedure,
    }
    if verdict.fits is None:
        return {**told, "missing": list(verdict.missing)}
    citation = source_of(verdict)
    return {
        **told,
        "why": why_told(verdict, language),
        "citation": citation_of(citation, day, language),
        "grade": str(citation.grade),
    }


def _not_in_force(row: Row, language: str) -> str:
    since = format_date(row.since, language) if row.since else ""
    until = format_date(row.until, language) if row.until else ""
    if since and until:
        return say("In force from {first} to {last} only.", language, first=since, last=until)
    return (
        say("In force from {first} only.", language, first=since)
        if since
        else say("In force until {last} only.", language, last=until)
    )


def _problems(interview: Interview, language: str) -> list[Json]:
    """What is wrong with an answer; what is still missing is told by the procedures that want it."""
    return [
        {
            "question": problem.question,
            "code": problem.code,
            "severity": str(problem.severity),
            "message": sentence(problem, interview.question(problem.question), language, interview),
        }
        for problem in interview.problems()
        if problem.severity != "missing"
    ]
