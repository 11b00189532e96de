"""What one person's papers say against each other: spellings, numbers, dates, gaps, benefits. Pure.

A difference is told, never settled: which paper is right, only the person knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from talentdesk.core.cells import cell, count_rows
from talentdesk.core.form import Citation, Text, Weight
from talentdesk.core.periods import add_months, years_between
from talentdesk.core.values import date_parts


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """One form of the person: what it is called here, its procedure (empty where that is not known), its answers."""

    name: str
    procedure: str
    typed: Mapping[str, str]


class Compared(StrEnum):
    """What counts as the same: every character; the same letters and digits; the same day."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Same:
    """Questions whose answers must be the same in every form."""

    id: str
    title: Text
    message: Text
    citation: Citation
    questions: tuple[str, ...]
    compared: Compared = Compared.TEXT
    weight: Weight = Weight.NOTICE


@dataclass(frozen=True, slots=True)
class NotAfter:
    """No day of `first` may be after one of `then`, in whatever form they stand."""

    id: str
    title: Text
    message: Text
    citation: Citation
    first: tuple[str, ...]
    then: tuple[str, ...]
    weight: Weight = Weight.NOTICE


@dataclass(frozen=True, slots=True)
class Covered:
    """Every month from an age on must be in a row of the table; `also` are tables that may tell what is missing."""

    id: str
    title: Text
    message: Text
    citation: Citation
    table: str
    also: tuple[str, ...]
    begin: str
    end: str
    birth: str
    age: int
    weight: Weight = Weight.NOTICE


@dataclass(frozen=True, slots=True)
class NotTogether:
    """Procedures that are not to be used together without looking: their benefits exclude or reduce each other."""

    id: str
    title: Text
    message: Text
    citation: Citation
    procedures: tuple[str, ...]
    weight: Weight = Weight.NOTICE


Rule = Same | NotAfter | Covered | NotTogether


@dataclass(frozen=True, slots=True)
class Place:
    """An answer, and in which form it stands."""

    form: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Characters that stand in the first answer and in the second, counted from 1; empty where one has none."""

    position: int
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Months:
    """Months without a row, first and last as `YYYY-MM`, and the forms in which another table has all of them."""

    first: str
    last: str
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that the person's forms break."""

    rule: Rule
    places: tuple[Place, ...]
    differences: tuple[Difference, ...] = ()
    months: tuple[Months, ...] = field(default=())


def check_consistency(rules: Sequence[Rule], forms: Sequence[AnswerSet], as_of: date) -> tuple[Finding, ...]:
    """Return what does not fit, in the order of the rules. What is not answered, or is no date, is not compared."""
    return tuple(finding for rule in rules for finding in _broken(rule, forms, as_of))


def differences(here: str, there: str) -> tuple[Difference, ...]:
    """Compare two spellings by code point: runs of characters that differ, each with its place in the first."""
    matcher = SequenceMatcher(None, here, there, autojunk=False)
    return tuple(
        Difference(begin + 1, here[begin:end], there[other:last])
        for how, begin, end, other, last in matcher.get_opcodes()
        if how != "equal"
    )


def _broken(rule: Rule, forms: Sequence[AnswerSet], as_of: date) -> Iterator[Finding]:
    match rule:
        case Same():
            return _same(rule, forms)
        case NotAfter():
            return _not_after(rule, forms)
        case Covered():
            return _covered(rule, forms, as_of)
        case NotTogether():
            return _not_together(rule, forms)


def _answers(questions: Sequence[str], forms: Sequence[AnswerSet]) -> Iterator[Place]:
    for form in forms:
        for question in questions:
            if form.typed.get(question, "").strip():
                yield Place(form.name, question, form.typed[question])


_KEYS: Mapping[Compared, Callable[[str], object]] = {
    Compared.TEXT: lambda text: text,
    Compared.NUMBER: lambda text: re.sub(r"[\W_]", "", text).upper(),
    Compared.DATE: lambda text: _day(text) or text,
}


def _same(rule: Same, forms: Sequence[AnswerSet]) -> Iterator[Finding]:
    """Each other answer once, against the first, with every place where it stands."""
    places: dict[object, list[Place]] = {}
    for place in _answers(rule.questions, forms):
        places.setdefault(_KEYS[rule.compared](place.answer), []).append(place)
    answers = list(places.values())
    for others in answers[1:]:
        first, other = answers[0][0], others[0]
        told = differences(first.answer, other.answer) if rule.compared is not Compared.DATE else ()
        yield Finding(rule, (first, *others), told)


def _not_after(rule: NotAfter, forms: Sequence[AnswerSet]) -> Iterator[Finding]:
    for early in _answers(rule.first, forms):
        for late in _answers(rule.then, forms):
            begin, end = _day(early.answer), _day(late.answer)
            if begin is not None and end is not None and begin > end:
                yield Finding(rule, (early, late))


def _not_together(rule: NotTogether, forms: Sequence[AnswerSet]) -> Iterator[Finding]:
    used = {form.procedure: Place(form.name, "", form.procedure) for form in reversed(forms)}
    places = tuple(used[name] for name in rule.procedures if name in used)
    if len(places) > 1:
        yield Finding(rule, places)


# --- months -------------------------------------------------------------------------------------


def _covered(rule: Covered, forms: Sequence[AnswerSet], as_of: date) -> Iterator[Finding]:
    """Nothing where no form has a row of the table, or nobody says when the person was born."""
    born = next((day for place in _answers([rule.birth], forms) if (day := _day(place.answer))), None)
    tables = [(form, months) for form in forms if (months := _months(rule, form, rule.table, as_of))]
    if born is None or not tables or years_between(born, as_of) < rule.age:
        return
    begin = add_months(born, rule.age * 12)
    wanted = range(_index(begin), _index(as_of) + 1)
    for form, had in tables:
        gaps = tuple(_gaps([month for month in wanted if month not in had]))
        if gaps:
            others = [(other, _others(rule, other, as_of)) for other in forms]
            told = tuple(
                Months(
                    _written(gap[0]), _written(gap[-1]), tuple(other.name for other, has in others if has >= set(gap))
                )
                for gap in gaps
            )
            yield Finding(rule, (Place(form.name, rule.table, ""),), months=told)


def _others(rule: Covered, form: AnswerSet, as_of: date) -> set[int]:
    return {month for table in rule.also for month in _months(rule, form, table, as_of)}


def _months(rule: Covered, form: AnswerSet, table: str, as_of: date) -> set[int]:
    """Every month that a row of the table touches; a row without an end goes on."""
    months: set[int] = set()
    for row in range(count_rows(form.typed, table)):
        first = _day(form.typed.get(cell(table, row, rule.begin), ""))
        typed_end = form.typed.get(cell(table, row, rule.end), "")
        last = _day(typed_end) if typed_end.strip() else as_of
        if first is not None and last is not None:
            months.update(range(_index(first), min(_index(last), _index(as_of)) + 1))
    return months


def _gaps(months: Sequence[int]) -> Iterator[list[int]]:
    gap: list[int] = []
    for month in months:
        if gap and month != gap[-1] + 1:
            yield gap
            gap = []
        gap.append(month)
    if gap:
        yield gap


def _index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _written(index: int) -> str:
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def _day(typed: str) -> date | None:
    """The day that was typed; the first of a month or year where no more was."""
    parts = date_parts(typed)
    try:
        return date(int(parts[0]), int(parts[1] or 1), int(parts[2] or 1))
    except ValueError:
        return None
