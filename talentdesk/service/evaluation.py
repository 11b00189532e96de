"""Everything that follows from a person's answers, as one plain value that can be written as JSON."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from talentdesk.core.checks import Problem
from talentdesk.core.counterfactual import rests_on
from talentdesk.core.deadlines import DeadlineView
from talentdesk.core.documents import DocumentView
from talentdesk.core.form import Citation
from talentdesk.core.interview import FeeView, Interview, Outcome
from talentdesk.i18n import word
from talentdesk.paper.counting import counted
from talentdesk.service.points import FactorView, MoveView, PointsView, VariantView, points
from talentdesk.service.remedies import remedies
from talentdesk.service.sentences import sentence
from talentdesk.service.wording import filled, measured, plain

Json = dict[str, object]


class Evaluation(TypedDict):
    """The shape of `talentdesk evaluate --json`."""

    procedure: str
    edition: str
    as_of: str
    questions: list[str]
    problems: list[Json]
    facts: Json
    outcomes: list[Json]
    documents: list[Json]
    deadlines: list[Json]
    fees: list[Json]
    durations: list[Json]
    points: Json
    kept: list[str]


def evaluate(interview: Interview, language: str) -> Evaluation:
    """What is asked, what is wrong, and what the rules say, with every sentence in `language`."""
    return Evaluation(
        procedure=interview.edition.procedure,
        edition=interview.edition.edition,
        as_of=interview.as_of.isoformat(),
        questions=[question.id for view in interview.sections() for question in view.questions],
        problems=[_problem(problem, interview, language) for problem in interview.problems()],
        facts={name: plain(value) for name, value in interview.facts().items()},
        outcomes=[_outcome(outcome, interview, language) for outcome in interview.outcomes()],
        documents=[_document(view, interview, language) for view in interview.documents()],
        deadlines=[_deadline(view, interview, language) for view in interview.deadlines()],
        fees=[_amount(view, interview.as_of, language) for view in interview.fees()],
        durations=[_amount(view, interview.as_of, language) for view in interview.durations()],
        points=_points(points(interview, language), interview, language),
        kept=list(interview.kept()),
    )


def has_errors(interview: Interview) -> bool:
    """Whether an answer is wrong in itself; notices and what is still missing do not count."""
    return any(problem.severity == "error" for problem in interview.problems())


def _cited(interview: Interview, key: str, language: str) -> Json | None:
    citation = interview.edition.citations.get(key)
    return citation_of(citation, interview.as_of, language) if citation else None


def citation_of(citation: Citation, as_of: date, language: str) -> Json:
    """A citation in plain words, and whether it is stale on the day."""
    return {
        "instrument": word(citation.instrument, language),
        "article": citation.article,
        "grade": str(citation.grade),
        "address": citation.address,
        "read_on": citation.read_on.isoformat() if citation.read_on else None,
        "stale": citation.is_stale(as_of),
        "in_force": citation.in_force.isoformat() if citation.in_force else None,
        "until": citation.until.isoformat() if citation.until else None,
        "reviewed_by": citation.reviewed_by,
        "note": word(citation.note, language) if citation.note else "",
    }


def _problem(problem: Problem, interview: Interview, language: str) -> Json:
    question = interview.question(problem.question)
    return {
        "question": problem.question,
        "code": problem.code,
        "severity": str(problem.severity),
        "message": sentence(problem, question, language, interview),
        "details": dict(problem.details),
    }


def _outcome(outcome: Outcome, interview: Interview, language: str) -> Json:
    rule, edition = outcome.rule, interview.edition
    citation = edition.citations.get(rule.cite)
    return {
        "rule": rule.id,
        "status": outcome.status,
        "message": filled(rule.message, interview, language),
        "title": word(rule.title, language) if rule.title else "",
        "weight": str(rule.weight),
        "about": rule.about,
        "missing": list(outcome.missing),
        "citation": _cited(interview, rule.cite, language),
        "grade": str(citation.grade) if citation else None,
        "rests_on": [question.id for question in rests_on((rule.must, rule.when), interview)],
        "would_change": remedies(interview, rule, language) if outcome.status == "fail" else [],
    }


def _document(view: DocumentView, interview: Interview, language: str) -> Json:
    document = view.document
    return {
        "id": document.id,
        "title": word(document.title, language),
        "need": str(view.need),
        "why": word(document.why, language) if document.why else "",
        "unknown": list(view.unknown),
        "originals": document.originals,
        "copies": document.copies,
        "translation": document.translation,
        "authentication": word(document.authentication, language) if document.authentication else "",
        "returned": document.returned,
        "stale": view.stale,
        "fresh_until": view.fresh_until.isoformat() if view.fresh_until else None,
        "note": word(document.note, language) if document.note else "",
        "citation": _cited(interview, document.cite, language),
    }


def _points(view: PointsView | None, interview: Interview, language: str) -> Json:
    """The case's points; the same keys, with nothing in them, where the procedure has no table."""
    if view is None:
        return {"total": None, "range": None, "category": None, "factors": [], "bands": [], "variants": [], "moves": []}

    def factor(each: FactorView) -> Json:
        settled = each.low if each.low == each.high else None
        return {
            "id": each.id,
            "title": each.title,
            "points": settled,
            "range": [each.low, each.high],
            "max": each.maximum,
            "band": each.band,
            "missing": list(each.missing),
            "note": each.note,
            "citation": _cited(interview, each.cite, language),
            "grade": each.grade,
        }

    def variant(each: VariantView) -> Json:
        return {
            "id": each.id,
            "title": each.title,
            "total": each.low if each.low == each.high else None,
            "range": [each.low, each.high],
            "category": each.categories[0] if len(each.categories) == 1 else None,
            "categories": list(each.categories),
            "factors": [factor(entry) for entry in each.factors],
            "citation": _cited(interview, each.cite, language),
            "grade": each.grade,
        }

    return {
        "title": view.title,
        "total": view.total,
        "range": [view.low, view.high],
        "category": view.category,
        "categories": list(view.categories),
        "message": view.summary,
        "missing": list(view.missing),
        "factors": [factor(each) for each in view.factors],
        "bands": [{"category": each.category, "title": each.title, "at_least": each.at_least} for each in view.bands],
        "variants": [variant(each) for each in view.variants],
        "moves": [_move(each) for each in view.moves],
    }


def _move(move: MoveView) -> Json:
    changes = [
        {"question": each.question, "from": each.before, "to": each.after, "message": each.message}
        for each in move.changes
    ]
    return {
        "category": move.category,
        "changes": changes,
        "gain": move.gain,
        "total": move.total,
        "variants": list(move.variants),
        "message": move.message,
    }


def _deadline(view: DeadlineView, interview: Interview, language: str) -> Json:
    return {
        "id": view.deadline.id,
        "title": word(view.deadline.title, language),
        "due": view.due.isoformat(),
        "days_left": view.days_left,
        "counting": counted(view, language),
        "lacking": list(view.lacking),
        "citation": _cited(interview, view.deadline.cite, language),
    }


def _amount(view: FeeView, as_of: date, language: str) -> Json:
    return {
        "id": view.fee.id,
        "title": word(view.fee.title, language),
        "value": plain(view.value.value),
        "unit": view.value.unit,
        "amount": measured(view.value.value, view.value.unit, language),
        "since": view.value.since.isoformat() if view.value.since else None,
        "citation": citation_of(view.value.citation, as_of, language),
        "grade": str(view.value.citation.grade),
    }
