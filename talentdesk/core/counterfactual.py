"""What would have to be different for a failed rule to pass: found by trying, so that each finding holds.

Pure. One answer is changed at a time, or the day of filing; the interview then says what becomes of the rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from talentdesk.core.checks import Severity
from talentdesk.core.form import Kind, Question, Rule
from talentdesk.core.interview import Interview
from talentdesk.core.rules import Expression
from talentdesk.core.values import PartialDate

TODAY = "today"
"""Stands for the day of filing where a question's id would stand."""
MOST_OPTIONS = 60
"""A longer list (countries) is not tried: nobody changes such an answer to meet a rule."""
_LONGEST_DAYS = 36_525
_LONGEST_WAIT = 3_660
_MOST_UNITS = 10**9


@dataclass(frozen=True, slots=True)
class Change:
    """One answer instead of another, with which the rule passes. `before` and `after` are written as typed."""

    question: str
    before: str
    after: str
    distance: int = 0
    """How far apart: days, months, years or units by the question; negative: earlier or less; 0 for choices."""


def would_pass(interview: Interview, rule: Rule) -> tuple[Change, ...]:
    """The smallest single changes with which a failed rule passes, in the order of the form.

    For dates and numbers the nearest value is given, looked for in growing steps in both directions, so a span
    of fitting values may be missed when it is shorter than its distance. Empty when no single change is enough.
    The interview itself is left as it is. A rule that rests on points has none: `pointmoves` finds the cheapest.
    """
    if rule.must.reads_points:
        return ()
    trial = copy_of(interview, interview.as_of)
    if _passes(trial, rule) is not False:
        return ()
    found: list[Change] = []
    for question in rests_on((rule.must,), interview):
        if question.id in trial.typed and trial.asked(question.id) and question.id not in trial.declined:
            found.extend(_changes(trial, rule, question))
    if reads_today((rule.must,), interview):
        found.extend(_waiting(interview, rule))
    return tuple(found)


def rests_on(expressions: Iterable[Expression | None], interview: Interview) -> tuple[Question, ...]:
    """The questions whose answers the expressions look at, through facts too, in the order of the form."""
    names = _all_names(expressions, interview)
    return tuple(question for question in interview.edition.questions if question.id in names)


def _all_names(expressions: Iterable[Expression | None], interview: Interview) -> set[str]:
    facts = {fact.id: fact.expression for fact in interview.edition.facts}
    ahead = {name for expression in expressions if expression for name in expression.needs}
    names: set[str] = set()
    while ahead:
        name = ahead.pop()
        if name in facts:
            ahead |= facts[name].needs - names
        names.add(name)
    return names


def reads_today(expressions: Iterable[Expression], interview: Interview) -> bool:
    """Whether the expressions look at the day of filing, through facts too."""
    expressions = tuple(expressions)
    names = _all_names(expressions, interview)
    texts = [expression.text for expression in expressions]
    texts += [fact.expression.text for fact in interview.edition.facts if fact.id in names]
    return any(re.search(r"\btoday\b", re.sub(r"'[^']*'", "", text)) for text in texts)


def copy_of(interview: Interview, as_of: date) -> Interview:
    """The same answers in an interview of their own, as of a day, to try things on."""
    return Interview(
        interview.edition, interview.catalogue, as_of=as_of, typed=interview.typed, declined=interview.declined
    )


def _passes(interview: Interview, rule: Rule) -> bool | None:
    """True, False, or None where the rule is unknown or does not apply."""
    status = next((each.status for each in interview.outcomes() if each.rule.id == rule.id), "")
    return {"pass": True, "fail": False}.get(status)


def _changes(trial: Interview, rule: Rule, question: Question) -> Iterator[Change]:
    before = trial.typed[question.id]

    def passes(text: str) -> bool:
        trial.answer(question.id, text)
        sound = trial.value(question.id) is not None and not any(
            problem.severity is Severity.ERROR and problem.code != "rule" for problem in trial.problems_of(question.id)
        )
        return sound and _passes(trial, rule) is True

    try:
        for option in options(question, before):
            if passes(option):
                yield Change(question.id, before, option)
        write = _written(trial, question)
        if write is not None:
            move, most = write
            distance = nearest_step(lambda by: (text := move(by)) is not None and passes(text), most)
            after = move(distance) if distance else None
            if after is not None:
                yield Change(question.id, before, after, distance)
    finally:
        trial.answer(question.id, before)


def options(question: Question, before: str) -> tuple[str, ...]:
    """The other answers to a question with a short closed list; of several choices, one more or one less."""
    match question.kind:
        case Kind.YES_NO:
            codes: tuple[str, ...] = ("yes", "no")
        case Kind.CHOICE | Kind.CHOICES if not question.list:
            codes = tuple(choice.code for choice in question.choices)
        case _:
            return ()
    if len(codes) > MOST_OPTIONS:
        return ()
    if question.kind is not Kind.CHOICES:
        return tuple(code for code in codes if code != before)
    chosen = before.split()
    sets = [[each for each in codes if (each in chosen) is not (each == code)] for code in codes]
    return tuple(" ".join(each) for each in sets if each)


Move = Callable[[int], str | None]


def _written(trial: Interview, question: Question) -> tuple[Move, int] | None:
    """How an answer that can be more or less is written when moved by so many units, and how far to look."""
    value = trial.value(question.id)
    if isinstance(value, PartialDate):
        return (lambda by: _moved(value, by)), 1200
    if isinstance(value, date):
        return (lambda by: _day(value, by)), _LONGEST_DAYS
    if isinstance(value, Decimal):
        return (lambda by: f"{value + by:f}" if value + by >= 0 else None), _MOST_UNITS
    return None


def _day(day: date, by: int) -> str | None:
    try:
        return (day + timedelta(days=by)).isoformat()
    except OverflowError:
        return None


def _moved(value: PartialDate, by: int) -> str | None:
    if value.month is None:
        moved = PartialDate(value.year + by)
    else:
        year, month = divmod(value.year * 12 + value.month - 1 + by, 12)
        moved = PartialDate(year, month + 1)
    return str(moved) if 1 <= moved.year <= 9999 else None


def _waiting(interview: Interview, rule: Rule) -> Iterator[Change]:
    def passes(by: int) -> bool:
        later = _day(interview.as_of, by)
        return later is not None and _passes(copy_of(interview, date.fromisoformat(later)), rule) is True

    distance = nearest_step(passes, _LONGEST_WAIT, backwards=False)
    after = _day(interview.as_of, distance) if distance else None
    if after is not None:
        yield Change(TODAY, interview.as_of.isoformat(), after, distance)


def nearest_step(fits: Callable[[int], bool], most: int, *, backwards: bool = True) -> int:
    """The step nearest to 0 that fits, at most `most` either way; 0 when none is found.

    `fits(0)` is taken to be false. Steps double until one fits; then the first that fits is closed in on.
    """
    found = [_first(fits, most, sign) for sign in ((1, -1) if backwards else (1,))]
    return min((step for step in found if step), key=abs, default=0)


def _first(fits: Callable[[int], bool], most: int, sign: int) -> int:
    below, step = 0, 1
    while not fits(sign * step):
        if step == most:
            return 0
        below, step = step, min(step * 2, most)
    while step - below > 1:
        middle = (below + step) // 2
        below, step = (below, middle) if fits(sign * middle) else (middle, step)
    return sign * step
