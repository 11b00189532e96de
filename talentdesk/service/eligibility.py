"""How a case stands with each rule: met, not met or open, on what grounds, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from talentdesk.core.catalogue import CatalogueMiss, ParameterValue
from talentdesk.core.counterfactual import TODAY, Change, reads_today, rests_on, would_pass
from talentdesk.core.form import Citation, Kind, Weight
from talentdesk.core.interview import AnswerState, Interview, Outcome
from talentdesk.i18n import format_date, say, word
from talentdesk.service.remedies import remedy
from talentdesk.service.wording import filled, measured, shown

MOST_CHANGES = 4
"""So many changes are told of one rule; a list of twenty options helps nobody."""
_ORDER = ("fail", "unknown", "pass")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One rule that applies to the case."""

    outcome: Outcome
    citation: Citation | None
    grounds: tuple[str, ...] = ()
    """The answered questions that the condition looks at, in the order of the form."""
    on_the_day: bool = False
    """Whether it looks at the day of filing too."""
    thresholds: tuple[ParameterValue, ...] = ()
    changes: tuple[Change, ...] = ()
    """What would have it met, each by itself. Only of a failed one."""

    @property
    def rule(self) -> str:
        """Id of the rule."""
        return self.outcome.rule.id

    @property
    def status(self) -> str:
        """`fail`, `unknown` or `pass`."""
        return self.outcome.status

    @property
    def is_weak(self) -> bool:
        """Failed, but it only asks for a second look."""
        return self.status == "fail" and self.outcome.rule.weight is Weight.NOTICE

    @property
    def questions(self) -> tuple[str, ...]:
        """Where to go: the open questions of an unknown; of a failed one what would change it, or what it is about."""
        if self.status == "unknown":
            return self.outcome.missing
        changed = tuple(change.question for change in self.changes if change.question != TODAY)
        about = (self.outcome.rule.about,) if self.outcome.rule.about else ()
        return tuple(dict.fromkeys((*changed, *about))) or self.grounds


def judge(interview: Interview) -> tuple[Judgement, ...]:
    """Every rule that applies: what is not met first, then what is open, then what is met; each in the form's order."""
    judged = (_judged(outcome, interview) for outcome in interview.outcomes())
    return tuple(sorted(judged, key=lambda each: _ORDER.index(each.status)))


def _judged(outcome: Outcome, interview: Interview) -> Judgement:
    must = outcome.rule.must
    known = (AnswerState.ANSWERED, AnswerState.DECLINED)
    values = (interview.catalogue.parameters().value(key, interview.as_of) for key in sorted(must.parameters))
    return Judgement(
        outcome,
        interview.edition.citations.get(outcome.rule.cite),
        tuple(question.id for question in rests_on((must,), interview) if interview.state(question.id) in known),
        reads_today((must,), interview),
        tuple(value for value in values if value is not None),
        would_pass(interview, outcome.rule) if outcome.status == "fail" else (),
    )


def on_day(interview: Interview, day: date) -> Interview:
    """The same answers as of another day. The interview itself stays as it is."""
    there = Interview(
        interview.edition, interview.catalogue, as_of=day, typed=interview.typed, declined=interview.declined
    )
    there.notes = interview.notes
    return there


def edition_told(interview: Interview, language: str) -> str:
    """That another edition, or none, was in force on the day; empty where it was this one."""
    edition, day = interview.edition, interview.as_of
    try:
        there = interview.catalogue.in_force(edition.procedure, day).edition
    except CatalogueMiss:
        there = ""
    if there == edition.edition:
        return ""
    said = format_date(day, language)
    if not there:
        return say("On {day} no edition of this procedure was in force.", language, day=said)
    return say(
        "On {day} the edition of {edition} was in force, not the one of this case.", language, day=said, edition=there
    )


def heading_told(judgement: Judgement, interview: Interview, language: str) -> str:
    """What the rule asks, in a few words."""
    rule = judgement.outcome.rule
    return word(rule.title, language) if rule.title else filled(rule.message, interview, language)


def message_told(judgement: Judgement, interview: Interview, language: str) -> str:
    """What is wrong and what to do; only of a failed rule."""
    rule = judgement.outcome.rule
    failed = judgement.status == "fail" and rule.title is not None
    return filled(rule.message, interview, language) if failed else ""


def grounds_told(judgement: Judgement, interview: Interview, language: str) -> str:
    """The answers the outcome rests on, each with its question."""
    return ("；" if language.startswith("zh") else "; ").join(_grounds(judgement, interview, language))


def _grounds(judgement: Judgement, interview: Interview, language: str) -> Iterator[str]:
    for name in judgement.grounds:
        question = interview.question(name)
        label = word(question.label, language)
        answer = "" if question.kind is Kind.TABLE else shown(interview, name, language)
        yield say("{question}: {answer}", language, question=label, answer=answer) if answer else label
    if judgement.on_the_day:
        day = format_date(interview.as_of, language)
        yield say("{question}: {answer}", language, question=say("day of filing", language), answer=day)


def threshold_told(value: ParameterValue, language: str) -> str:
    """A threshold with its amount and since when it holds."""
    amount = measured(value.value, value.unit, language)
    said = say("{question}: {answer}", language, question=word(value.title, language), answer=amount)
    if value.since is None:
        return said
    since = say("in force since {day}", language, day=format_date(value.since, language))
    return f"{said} · {since}"


def changes_told(judgement: Judgement, interview: Interview, language: str) -> tuple[str, ...]:
    """What would have the rule met, a sentence each, at most MOST_CHANGES; that no single change does, otherwise."""
    if judgement.status != "fail":
        return ()
    if not judgement.changes:
        return (say("No single answer would have it met.", language),)
    return tuple(remedy(change, interview, language) for change in judgement.changes[:MOST_CHANGES])
