"""What a person has to put right, in words, for the slip that is taken home."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from talentdesk.core.cells import split_cell
from talentdesk.core.checks import Problem
from talentdesk.core.form import Question
from talentdesk.core.interview import Interview
from talentdesk.i18n import say, word
from talentdesk.paper.correction import Correction
from talentdesk.service.findings import Finding, Weighs, find_out, place_told, told
from talentdesk.service.sentences import sentence
from talentdesk.service.wording import shown

_NO_COMMENTS: Mapping[str, str] = MappingProxyType({})


def corrections(
    interview: Interview, languages: Sequence[str], comments: Mapping[str, str] = _NO_COMMENTS
) -> tuple[Correction, ...]:
    """Everything wrong or missing in the order of the form, then comments by question id, then failed conditions.

    The texts are in `languages`, whose first is the person's. A comment stands as the clerk wrote it.
    """
    pair = (languages[0], languages[1])
    found = [*_problems(interview, pair), *_comments(interview, pair, comments)]
    found += [_finding(each, interview, pair) for each in find_out(interview) if each.weighs in _WHOLE]
    return tuple(found)


_WHOLE = frozenset({Weighs.FAILED, Weighs.STALE})


def _problems(interview: Interview, languages: tuple[str, str]) -> Iterator[Correction]:
    for problem in interview.problems():
        question = interview.question(problem.question)
        said = _both(languages, partial(_sentence, problem, question, interview))
        yield _correction(interview, languages, problem.question, said)


def _sentence(problem: Problem, question: Question, interview: Interview, language: str) -> str:
    return sentence(problem, question, language, interview)


def _comments(interview: Interview, languages: tuple[str, str], comments: Mapping[str, str]) -> Iterator[Correction]:
    for name, comment in comments.items():
        try:
            yield _correction(interview, languages, name, (comment, comment))
        except KeyError:  # the edition no longer asks it
            continue


def _finding(finding: Finding, interview: Interview, languages: tuple[str, str]) -> Correction:
    """A failed condition or a paper too old: it stands under the first question it rests on."""
    said = _both(languages, lambda language: told(finding, interview, language))
    where = _both(languages, lambda language: place_told(finding, language))
    if finding.document is not None:
        title = finding.document.document.title
        return Correction(where, _both(languages, lambda language: word(title, language)), "—", said)
    if finding.question:
        return _correction(interview, languages, finding.question, said)
    return Correction(where, _both(languages, lambda language: say("Condition", language)), "—", said)


def _correction(interview: Interview, languages: tuple[str, str], name: str, how: tuple[str, str]) -> Correction:
    question, section = interview.question(name), interview.section_of(name)
    parts = split_cell(name)
    row = f" {parts[1] + 1}" if parts else ""
    return Correction(
        where=_both(languages, lambda language: f"{section.number} {word(section.title, language)}{row}".strip()),
        asked=_both(languages, lambda language: word(question.label, language)),
        now="" if question.columns else shown(interview, name, languages[0]),
        how=how,
        question=name,
    )


def _both(languages: tuple[str, str], said: Callable[[str], str]) -> tuple[str, str]:
    return said(languages[0]), said(languages[1])
