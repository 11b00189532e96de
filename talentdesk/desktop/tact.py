"""When a problem is said: once a person has passed by, never while they are still typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from talentdesk.core.checks import Problem, Severity
from talentdesk.desktop.remarks import Remark
from talentdesk.service.sentences import sentence

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview


class Tact:
    """Remembers what was passed by, and which answer is being typed for the first time.

    A wrong shape is said when its field is left. Once said it is kept up to date with every key; as soon as it is
    put right, the field is typed in peace again. That an answer is missing is said only after its field was left.
    """

    def __init__(self) -> None:
        self._passed: set[str] = set()
        self._spoken: set[str] = set()
        self._typing = ""

    def typed(self, id: str) -> None:
        """A person types into `id`."""
        self._typing = id

    def left(self, id: str) -> None:
        """The focus went from `id`."""
        self._passed.add(id)
        self._typing = ""

    def choose(self, id: str, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        """Those of an answer's problems that may be said now."""
        said = tuple(problem for problem in problems if self._may_say(id, problem))
        (self._spoken.add if said else self._spoken.discard)(id)
        return said

    def holds_back(self, id: str, problems: Sequence[Problem]) -> bool:
        """Whether something grave about `id` waits until the field is left."""
        return any(p.severity is not Severity.MISSING and not self._may_say(id, p) for p in problems)

    def _may_say(self, id: str, problem: Problem) -> bool:
        if problem.severity is Severity.MISSING:
            return id in self._passed
        return id != self._typing or id in self._spoken


def remarks(problems: Sequence[Problem], interview: Interview, language: str, second: str) -> tuple[Remark, ...]:
    """Problems in words, in both languages."""
    return tuple(_remark(problem, interview, language, second) for problem in problems)


def _remark(problem: Problem, interview: Interview, language: str, second: str) -> Remark:
    question = interview.question(problem.question)
    first = sentence(problem, question, language, interview)
    other = sentence(problem, question, second, interview) if second else ""
    unprintable = problem.details.get("characters", "") if problem.code == "text.cannot_be_printed" else ""
    return Remark(problem.severity, first, other if other != first else "", unprintable)


def mark_for(problems: Sequence[Problem]) -> Severity | None:
    """The gravest of what is wrong; an answer that is only missing has no mark."""
    severities = {problem.severity for problem in problems}
    for severity in (Severity.ERROR, Severity.NOTICE):
        if severity in severities:
            return severity
    return None
