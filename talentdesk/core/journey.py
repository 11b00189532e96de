"""Where the answers lead: what is asked, what it is worth, what is wrong, what the rules say.

Worked out from the answers alone. After a change only what rests on it is worked out again, in the order of the form:
an expression names only what stands above it, so one pass is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from talentdesk.core import values
from talentdesk.core.cells import cell, count_rows
from talentdesk.core.checks import Problem, Severity
from talentdesk.core.form import PLACES, Edition, Fact, Need, Question, Rule, Section, Weight
from talentdesk.core.rules import ABSENT, Expression, Unknown, truth
from talentdesk.core.values import PartialDate, Value

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue

Problems = tuple[Problem, ...]


class SectionState(StrEnum):
    """How far a section has come."""

    ERROR = "error"
    NOTICE = "notice"
    IN_PROGRESS = "in_progress"
    NOT_STARTED = "not_started"
    COMPLETE = "complete"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Count:
    """A section in figures."""

    state: SectionState
    answered: int
    total: int
    errors: int
    notices: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What one answer changed, and so what a screen must redraw."""

    problems: Mapping[str, Problems] = field(default_factory=dict)
    """Questions whose problems changed, with what is wrong with them now."""
    shown: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    facts: Mapping[str, Value | None] = field(default_factory=dict)
    """Facts that changed; None: no longer known."""
    needs: frozenset[str] = frozenset()
    """Questions that became required or optional."""
    sections: frozenset[str] = frozenset()
    """Sections whose progress or state changed."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One question in the order of the form."""

    question: Question
    section: str
    needs: frozenset[str]
    facts: tuple[Fact, ...]
    """Facts that can be worked out once this question is read."""
    is_place: bool


@dataclass(frozen=True, slots=True)
class _Judgement:
    """One rule, with everything it rests on."""

    rule: Rule
    needs: frozenset[str]


@dataclass(slots=True)
class _Marks:
    """What a pass touched, with the state before."""

    dirty: set[str]
    problems: dict[str, Problems] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    facts: dict[str, Any] = field(default_factory=dict)
    needs: set[str] = field(default_factory=set)
    sections: set[str] = field(default_factory=set)


class Journey:
    """The state that follows from `typed` and `declined`, which the interview owns and changes."""

    def __init__(
        self, edition: Edition, catalogue: Catalogue, as_of: date, typed: Mapping[str, str], declined: set[str]
    ) -> None:
        self.edition, self.catalogue, self.today = edition, catalogue, as_of
        self._typed, self._declined = typed, declined
        self._values: dict[str, Any] = {}
        self.values: Mapping[str, Any] = self._values
        self.asked: dict[str, Any] = {}
        """True, False, or Unknown."""
        self.needs: dict[str, Need] = {}
        self.problems: dict[str, Problems] = {}
        self.results: list[Any] = [ABSENT] * len(edition.rules)
        """What each rule gives; ABSENT where it does not apply."""
        self.counts: dict[str, Count] = {}
        self._own: dict[str, Problems] = {}
        self._reads: dict[str, tuple[str, values.Read, Problems]] = {}
        self._whole: dict[str, Any] = {}
        self._cells: dict[str, set[str]] = {}
        self._early, self._steps = _steps(edition)
        self._judgements = tuple(_Judgement(rule, _rule_needs(rule)) for rule in edition.rules)
        self._judged_at: dict[str, list[int]] = {}
        for index, rule in enumerate(edition.rules):
            if rule.about:
                self._judged_at.setdefault(rule.about, []).append(index)
        self._section_of = {step.question.id: step.section for steps in self._steps.values() for step in steps}
        self._parameters: dict[str, Any] = {}
        self.outside = values.Outside(catalogue.lists(), lambda _text: ())

    def begin(self, outside: values.Outside) -> None:
        """Work everything out."""
        self.outside = outside
        self._pass(_Marks(set()), whole=True)

    def settle(self, touched: Iterable[str]) -> Changes:
        """Work out again what rests on these questions."""
        marks = _Marks(set(touched))
        self._pass(marks, whole=False)
        return Changes(
            problems={
                name: self.problems.get(name, ())
                for name, before in marks.problems.items()
                if self.problems.get(name, ()) != before
            },
            shown=frozenset(marks.shown),
            hidden=frozenset(marks.hidden),
            facts={name: _known(self.values[name]) for name in marks.facts},
            needs=frozenset(marks.needs),
            sections=frozenset(marks.sections),
        )

    # --- what expressions may look at (rules.Context) --------------------------------------------

    def parameter(self, key: str) -> Any:
        """Return the value in force on the case's date, or ABSENT."""
        if key not in self._parameters:
            found = self.catalogue.parameters().value(key, self.today)
            self._parameters[key] = ABSENT if found is None else found.value
        return self._parameters[key]

    def listed(self, list_id: str, code: str) -> bool:
        """Tell whether the list has the code."""
        return self.catalogue.lists().has(list_id, code)

    def working_days(self, start: date, end: date) -> Any:
        """Count working days, or Unknown where no calendar covers them."""
        found = self.catalogue.working_days(start, end)
        return Unknown(frozenset()) if found is None else found

    def is_asked(self, question: str) -> Any:
        """True, False, or Unknown."""
        return self.asked[question]

    def is_declined(self, question: str) -> bool:
        """Tell whether the person declined the question."""
        return question in self._declined

    def reaches(self, category: str) -> Any:
        """Tell whether the points reach the category, or Unknown while they may or may not."""
        from talentdesk.core.tally import reaches

        return ABSENT if self.edition.points is None else reaches(self.edition.points, category, self, self.today)

    # --- one pass --------------------------------------------------------------------------------

    def _pass(self, marks: _Marks, whole: bool) -> None:
        touched = frozenset(marks.dirty)
        self._work_out(marks, self._early, whole)
        for section in self.edition.sections:
            changed = self._ask_section(marks, section, whole)
            for step in self._steps[section.id]:
                typed = whole or step.question.id in touched
                if typed or changed or not marks.dirty.isdisjoint(step.needs):
                    self._ask(marks, step, typed)
                if step.facts:
                    self._work_out(marks, step.facts, whole)
        for index, judgement in enumerate(self._judgements):
            if whole or not marks.dirty.isdisjoint(judgement.needs):
                self._judge(marks, index, judgement.rule)
        for section in self.edition.sections:
            if whole or section.id in marks.sections:
                self._count(marks, section)

    def _ask_section(self, marks: _Marks, section: Section, whole: bool) -> bool:
        """Return whether the section's questions must be looked at again."""
        if section.ask_when is None:
            if whole:
                self._whole[section.id] = True
            return whole
        if not whole and marks.dirty.isdisjoint(section.ask_when.needs):
            return False
        before, now = self._whole.get(section.id), section.ask_when.evaluate(self)
        self._whole[section.id] = now
        if before != now:
            marks.sections.add(section.id)
        return whole or before != now

    def _ask(self, marks: _Marks, step: _Step, typed: bool) -> None:
        question, name = step.question, step.question.id
        asked = _whether(self._whole[step.section], question.ask_when, self)
        before = self.asked.get(name)
        if asked == before and not typed and question.need_when is None:
            return
        self.asked[name] = asked
        if asked != before:
            marks.dirty.add(name)
            if asked is True:
                marks.shown.add(name)
            elif before is True:
                marks.hidden.add(name)
        marks.sections.add(step.section)
        if not step.is_place:
            self._answer(marks, question, asked)

    def _answer(self, marks: _Marks, question: Question, asked: Any) -> None:
        name = question.id
        before = self.values.get(name, _NEVER)
        self._values[name] = self._value(marks, question, asked)
        if self.values[name] != before:
            marks.dirty.add(name)
        self._tell(marks, name)

    def _value(self, marks: _Marks, question: Question, asked: Any) -> Any:
        """Work out a question's value, and note its own problems on the way."""
        name = question.id
        self._own[name] = ()
        if question.columns:
            self._forget_cells(marks, name)
        if asked is not True:
            return asked if asked.__class__ is Unknown else ABSENT
        need = self._need(marks, question)
        if name in self._declined:
            return ABSENT
        if question.columns:
            return self._table(marks, question, need)
        if name in self._typed:
            read, self._own[name] = self.read(name, question)
            return _unknown(name) if read.value is None else _comparable(read.value)
        if need is Need.REQUIRED:
            self._own[name] = _missing(name)
        return _unknown(name)

    def _need(self, marks: _Marks, question: Question) -> Need:
        need = question.need
        if question.need_when is not None:
            need = Need.REQUIRED if truth(question.need_when.evaluate(self)) else Need.OPTIONAL
        if self.needs.get(question.id, need) is not need:
            marks.needs.add(question.id)
        self.needs[question.id] = need
        return need

    def _table(self, marks: _Marks, question: Question, need: Need) -> Any:
        name, count = question.id, count_rows(self._typed, question.id)
        rows = tuple(self._row(marks, question, row) for row in range(count))
        if question.rows_max and count > question.rows_max:
            details = {"max": str(question.rows_max), "rows": str(count)}
            self._own[name] = (Problem(name, "table.too_many_rows", Severity.ERROR, details),)
        elif need is Need.REQUIRED and count < max(1, question.rows_min):
            self._own[name] = _missing(name)
        return rows or _unknown(name)

    def _row(self, marks: _Marks, question: Question, row: int) -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        names = [(column, cell(question.id, row, column.id)) for column in question.columns]
        begun = any(name in self._typed for _column, name in names)
        for column, name in names:
            problems: Problems = ()
            if name in self._typed:
                read, problems = self.read(name, column)
                if read.value is not None:
                    found[column.id] = read.value if column.unknown_month else _comparable(read.value)
            elif begun and column.need is Need.REQUIRED:
                problems = _missing(name)
            if problems:
                self._set_problems(marks, name, problems)
                self._cells.setdefault(question.id, set()).add(name)
        return found

    def _forget_cells(self, marks: _Marks, table: str) -> None:
        for name in self._cells.pop(table, ()):
            self._set_problems(marks, name, ())

    def _work_out(self, marks: _Marks, facts: Iterable[Fact], whole: bool) -> None:
        for fact in facts:
            if whole or not marks.dirty.isdisjoint(fact.expression.needs):
                before = self.values.get(fact.id, _NEVER)
                self._values[fact.id] = now = fact.expression.evaluate(self)
                if now != before:
                    marks.dirty.add(fact.id)
                    if _known(now) != _known(before):
                        marks.facts[fact.id] = now

    def _judge(self, marks: _Marks, index: int, rule: Rule) -> None:
        applies = True if rule.when is None else rule.when.evaluate(self)
        if applies is False or applies is ABSENT:
            result: Any = ABSENT
        else:
            result = rule.must.evaluate(self) if applies is True else applies
        before, self.results[index] = self.results[index], result
        if rule.about and (before is False) is not (result is False):
            self._tell(marks, rule.about)
            marks.sections.add(self._section_of[rule.about])

    def _tell(self, marks: _Marks, name: str) -> None:
        """Put together a question's own problems and those of the rules about it."""
        problems = self._own.get(name, ())
        if self.asked.get(name) is True:
            for index in self._judged_at.get(name, ()):
                if self.results[index] is False:
                    problems = (*problems, _judged(name, self.edition.rules[index]))
        self._set_problems(marks, name, problems)

    def _set_problems(self, marks: _Marks, name: str, problems: Problems) -> None:
        before = self.problems.get(name, ())
        marks.problems.setdefault(name, before)
        if problems:
            self.problems[name] = problems
        else:
            self.problems.pop(name, None)

    def _count(self, marks: _Marks, section: Section) -> None:
        before = self.counts.get(section.id)
        self.counts[section.id] = now = self._counted(section)
        if before == now:
            marks.sections.discard(section.id)

    def _counted(self, section: Section) -> Count:
        answered = total = errors = notices = missing = 0
        present = False
        for step in self._steps[section.id]:
            asked = self.asked[step.question.id]
            if asked is not True:
                present = present or asked.__class__ is Unknown
                continue
            present = True
            if step.is_place:
                continue
            total += 1
            answered += self._is_dealt_with(step.question)
            for problem in self._within(step.question):
                errors += problem.severity is Severity.ERROR
                notices += problem.severity is Severity.NOTICE
                missing += problem.severity is Severity.MISSING
        return Count(_state(present, answered, errors, notices, missing), answered, total, errors, notices)

    def _is_dealt_with(self, question: Question) -> bool:
        if question.id in self._declined:
            return True
        return count_rows(self._typed, question.id) > 0 if question.columns else question.id in self._typed

    def _within(self, question: Question) -> Iterable[Problem]:
        yield from self.problems.get(question.id, ())
        for name in self._cells.get(question.id, ()):
            yield from self.problems.get(name, ())

    # --- reading ---------------------------------------------------------------------------------

    def read(self, name: str, question: Question) -> tuple[values.Read, Problems]:
        """Understand an answer; the reading of an unchanged one is kept."""
        typed = self._typed[name]
        kept = self._reads.get(name)
        if kept is None or kept[0] != typed:
            read = values.read(question, typed, self.outside)
            problems = tuple(Problem(name, slip.code, slip.severity, slip.details) for slip in read.slips)
            kept = self._reads[name] = (typed, read, problems)
        return kept[1], kept[2]


_NEVER = object()


@lru_cache(maxsize=4096)
def _unknown(name: str) -> Unknown:
    return Unknown(frozenset((name,)))


@lru_cache(maxsize=4096)
def _missing(name: str) -> Problems:
    return (Problem(name, "required", Severity.MISSING),)


def _judged(name: str, rule: Rule) -> Problem:
    severity = Severity.ERROR if rule.weight is Weight.ERROR else Severity.NOTICE
    return Problem(name, "rule", severity, {"rule": rule.id})


def _known(value: Any) -> Any:
    return None if value is ABSENT or value is _NEVER or isinstance(value, Unknown) else value


def _comparable(value: Value) -> Value:
    """A month or a year stands for its first day in expressions."""
    return date(value.year, value.month or 1, 1) if value.__class__ is PartialDate else value


def _whether(whole: Any, condition: Expression | None, journey: Journey) -> Any:
    """Return True, False, or Unknown for a question in a section."""
    if whole is False or whole is ABSENT:
        return False
    result = True if condition is None else condition.evaluate(journey)
    if result is False or result is ABSENT:
        return False
    if isinstance(whole, Unknown):
        return Unknown(whole.questions | result.questions) if isinstance(result, Unknown) else whole
    return result


def _state(present: bool, answered: int, errors: int, notices: int, missing: int) -> SectionState:
    if not present:
        return SectionState.NOT_ASKED
    if errors:
        return SectionState.ERROR
    if not answered:
        return SectionState.NOT_STARTED
    if missing:
        return SectionState.IN_PROGRESS
    return SectionState.NOTICE if notices else SectionState.COMPLETE


def _needs(*expressions: Expression | None) -> frozenset[str]:
    return frozenset().union(*(expression.needs for expression in expressions if expression is not None))


def _rule_needs(rule: Rule) -> frozenset[str]:
    return _needs(rule.must, rule.when)


def _steps(edition: Edition) -> tuple[tuple[Fact, ...], Mapping[str, tuple[_Step, ...]]]:
    """Return the facts that need no question, and each section's questions with the facts ready after them."""
    ready = _facts_ready_after(edition)
    steps = {
        section.id: tuple(
            _Step(
                question,
                section.id,
                _needs(question.ask_when, question.need_when),
                ready.get(question.id, ()),
                question.kind in PLACES,
            )
            for question in section.questions
        )
        for section in edition.sections
    }
    return ready[""], steps


def _facts_ready_after(edition: Edition) -> Mapping[str, tuple[Fact, ...]]:
    places = {question.id: index for index, question in enumerate(edition.questions)}
    names = {index: name for name, index in places.items()}
    ready: dict[str, list[Fact]] = {"": []}
    for fact in edition.facts:
        last = max((places[need] for need in fact.expression.needs), default=-1)
        places[fact.id] = last
        ready.setdefault(names.get(last, ""), []).append(fact)
    return {name: tuple(facts) for name, facts in ready.items()}
