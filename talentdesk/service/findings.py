"""What a clerk should look at before printing, the most pressing first, each with the question it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from talentdesk.core.checks import Problem, Severity
from talentdesk.core.documents import DocumentView
from talentdesk.core.form import Section, Weight
from talentdesk.core.interview import Interview, Outcome
from talentdesk.i18n import plural, say, word
from talentdesk.service.sentences import join, sentence
from talentdesk.service.wording import filled

UNPRINTABLE = "text.cannot_be_printed"
_SEPARATORS = {"zh-Hans": "、", "zh-Hant-HK": "、"}


class Weighs(StrEnum):
    """What a finding is about, in the order it is listed."""

    ERROR = "error"
    NOTICE = "notice"
    MISSING = "missing"
    FAILED = "failed"
    UNPRINTABLE = "unprintable"
    STALE = "stale"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `questions` are those it is about; going to it means going to the first of them."""

    weighs: Weighs
    questions: tuple[str, ...]
    section: Section | None = None
    problem: Problem | None = None
    outcomes: tuple[Outcome, ...] = ()
    document: DocumentView | None = None

    @property
    def question(self) -> str:
        """Where to go; empty where no question is to blame."""
        return self.questions[0] if self.questions else ""


def find_out(interview: Interview) -> tuple[Finding, ...]:
    """Everything to look at. Empty: nothing to fix."""
    found = (*_problems(interview), *_gaps(interview), *_rules(interview), *_stale(interview))
    order = list(Weighs)
    return tuple(sorted(found, key=lambda finding: order.index(finding.weighs)))


def told(finding: Finding, interview: Interview, language: str) -> str:
    """What is the matter and what to do, in one sentence or two."""
    if finding.problem is not None:
        return _problem_told(finding.problem, interview, language)
    if finding.document is not None:
        return _stale_told(finding.document, language)
    if finding.weighs is Weighs.UNKNOWN:
        return _unknown_told(finding, interview, language)
    if finding.outcomes:
        return filled(finding.outcomes[0].rule.message, interview, language)
    return plural(
        "Not answered yet: {questions}",
        "{count} answers are missing: {questions}",
        len(finding.questions),
        language,
        questions=labels(finding.questions, interview, language),
    )


def place_told(finding: Finding, language: str) -> str:
    """Where it stands: the number of the section on the form, or the papers to bring."""
    if finding.document is not None:
        return say("Documents", language)
    if finding.section is None:
        return ""
    if finding.section.number:
        return say("Section {number}", language, number=finding.section.number)
    return word(finding.section.title, language)


def before_signing(findings: Sequence[Finding], language: str) -> str:
    """What should be said before the paper is printed as it is; empty when there is nothing."""
    counts = _counts(findings)
    parts = [
        plural("{count} answer is wrong.", "{count} answers are wrong.", counts[Weighs.ERROR], language),
        plural("{count} answer is missing.", "{count} answers are missing.", counts[Weighs.MISSING], language),
        plural(
            "{count} answer has characters that stay blank on paper.",
            "{count} answers have characters that stay blank on paper.",
            counts[Weighs.UNPRINTABLE],
            language,
        ),
    ]
    weighed = (Weighs.ERROR, Weighs.MISSING, Weighs.UNPRINTABLE)
    said = [part for part, weighs in zip(parts, weighed, strict=True) if counts[weighs]]
    return join((*said, say("You can print all the same.", language))) if said else ""


def listed(words: Iterable[str], language: str) -> str:
    """Words of one kind in a row."""
    return _SEPARATORS.get(language, ", ").join(words)


def labels(questions: Iterable[str], interview: Interview, language: str) -> str:
    """What the questions ask, in a row. After a question mark no comma stands."""
    asked = tuple(dict.fromkeys(_label(name, interview, language) for name in questions))
    return " · ".join(asked) if any(each.endswith("?") for each in asked) else listed(asked, language)


def _label(name: str, interview: Interview, language: str) -> str:
    """An answer from another edition may have no question here: its id is all there is to say."""
    try:
        return word(interview.question(name).label, language)
    except KeyError:
        return name


def _counts(findings: Iterable[Finding]) -> dict[Weighs, int]:
    counts = dict.fromkeys(Weighs, 0)
    for finding in findings:
        counts[finding.weighs] += len(finding.questions) if finding.weighs is Weighs.MISSING else 1
    return counts


def _problems(interview: Interview) -> Iterator[Finding]:
    for problem in interview.problems():
        if problem.severity is not Severity.MISSING:
            section = interview.section_of(problem.question)
            yield Finding(_weighed(problem), (problem.question,), section, problem=problem)


def _weighed(problem: Problem) -> Weighs:
    if problem.code == UNPRINTABLE:
        return Weighs.UNPRINTABLE
    return Weighs.ERROR if problem.severity is Severity.ERROR else Weighs.NOTICE


def _gaps(interview: Interview) -> Iterator[Finding]:
    """The missing answers of a section together: twenty gaps are one thing to do, not twenty."""
    gaps: dict[str, list[str]] = {}
    for problem in interview.problems():
        if problem.severity is Severity.MISSING:
            gaps.setdefault(interview.section_of(problem.question).id, []).append(problem.question)
    for questions in gaps.values():
        yield Finding(Weighs.MISSING, tuple(questions), interview.section_of(questions[0]))


def _rules(interview: Interview) -> Iterator[Finding]:
    """Failed rules that stand under no question, and what is not known yet, by the answers that would settle it."""
    unknown: dict[tuple[str, ...], list[Outcome]] = {}
    for outcome in interview.outcomes():
        if outcome.status == "fail" and not outcome.rule.about:
            yield Finding(Weighs.FAILED, _asked_by(outcome, interview), outcomes=(outcome,))
        elif outcome.status == "unknown":
            unknown.setdefault(_in_order(outcome.missing, interview), []).append(outcome)
    for missing, outcomes in unknown.items():
        section = interview.section_of(missing[0]) if missing else None
        yield Finding(Weighs.UNKNOWN, missing, section, outcomes=tuple(outcomes))


def _asked_by(outcome: Outcome, interview: Interview) -> tuple[str, ...]:
    return _in_order(outcome.rule.must.needs, interview)


def _in_order(names: Iterable[str], interview: Interview) -> tuple[str, ...]:
    wanted = set(names)
    return tuple(question.id for question in interview.edition.questions if question.id in wanted)


def _stale(interview: Interview) -> Iterator[Finding]:
    for view in interview.documents():
        if view.stale:
            issued = view.document.issued
            yield Finding(Weighs.STALE, (issued,), interview.section_of(issued), document=view)


def _problem_told(problem: Problem, interview: Interview, language: str) -> str:
    question = interview.question(problem.question)
    said = sentence(problem, question, language, interview)
    return say("{question}: {sentence}", language, question=word(question.label, language), sentence=said)


def _stale_told(view: DocumentView, language: str) -> str:
    return say(
        "{paper}: too old since {day}. Bring a new one.",
        language,
        paper=word(view.document.title, language),
        day=view.fresh_until,
    )


def _unknown_told(finding: Finding, interview: Interview, language: str) -> str:
    names = dict.fromkeys(_rule_named(each, interview, language) for each in finding.outcomes)
    # Rules are named by short sentences, some with commas in them.
    rules = ("；" if language.startswith("zh") else "; ").join(names)
    if not finding.questions:
        return say("Not known yet: {rules}", language, rules=rules)
    questions = labels(finding.questions, interview, language)
    return say(
        "Not known yet: {rules}. It depends on your answer to: {questions}",
        language,
        rules=rules,
        questions=questions,
    )


def _rule_named(outcome: Outcome, interview: Interview, language: str) -> str:
    rule = outcome.rule
    return word(rule.title, language) if rule.title else filled(rule.message, interview, language)


def is_weak(finding: Finding) -> bool:
    """Whether a failed rule only asks for a second look."""
    return all(outcome.rule.weight is Weight.NOTICE for outcome in finding.outcomes)
