"""One person's progress through one procedure. Everything a screen, a paper or a code shows comes from here.

The journey is worked out anew from the answers at every change; only the reading of unchanged answers is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from talentdesk.core import values
from talentdesk.core.checks import Problem, Severity
from talentdesk.core.form import (
    PLACES,
    DocumentNeed,
    Edition,
    Fact,
    Fee,
    Kind,
    Need,
    Question,
    Rule,
    Section,
    Text,
    Weight,
)
from talentdesk.core.rules import ABSENT, Expression, Unknown, truth
from talentdesk.core.values import PartialDate, Value

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue, ParameterValue
    from talentdesk.core.deadlines import DeadlineView
    from talentdesk.core.documents import DocumentView


class AnswerState(StrEnum):
    """The four states of an answer; never one null for all."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    NOT_ASKED = "not_asked"
    DECLINED = "declined"


class SectionState(StrEnum):
    """How far a section has come, the worst first."""

    ERROR = "error"
    NOTICE = "notice"
    IN_PROGRESS = "in_progress"
    NOT_STARTED = "not_started"
    COMPLETE = "complete"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Changes:
    """What one answer changed, and so what a screen must redraw."""

    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    """Questions whose problems changed, with what is wrong with them now."""
    shown: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    facts: Mapping[str, Value | None] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section as it stands now: the questions asked, and how many are dealt with."""

    section: Section
    questions: tuple[Question, ...]
    answered: int
    total: int
    state: SectionState
    errors: int
    notices: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule applied to this person. `missing` names the questions that would settle an unknown."""

    rule: Rule
    status: str
    missing: tuple[str, ...]
    message: Text


@dataclass(frozen=True, slots=True)
class FeeView:
    """A fee or duration that applies, with its amount on the case's date."""

    fee: Fee
    value: ParameterValue


_CELL = re.compile(r"^([^\[\]]+)\[(\d+)\]\.([^\[\]]+)$")
MOST_ROWS = 100
"""More rows than this are not read: nobody types them, and a hostile file shall not fill the memory."""


@lru_cache(maxsize=4096)
def split_cell(name: str) -> tuple[str, int, str] | None:
    """Split `table[0].column`; None for a plain question id."""
    found = _CELL.match(name)
    return (found.group(1), int(found.group(2)), found.group(3)) if found else None


def cell(table: str, row: int, column: str) -> str:
    """Name a table's cell as it is typed and stored."""
    return f"{table}[{row}].{column}"


def _nothing_missing(_text: str) -> Sequence[str]:
    return ()


@dataclass(slots=True)
class _Derived:
    """Everything worked out in one pass. `values` holds each question and fact: value, Unknown or ABSENT."""

    values: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)
    """True, False, or Unknown."""
    needs: dict[str, Need] = field(default_factory=dict)
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    outcomes: list[tuple[Rule, Any]] = field(default_factory=list)
    sections: dict[str, tuple[SectionState, int, int, int, int]] = field(default_factory=dict)


class Interview:
    """Answers to one edition as of one day. Pure: knows no clock, no file, no language."""

    def __init__(
        self,
        edition: Edition,
        catalogue: Catalogue,
        *,
        as_of: date,
        typed: Mapping[str, str] = MappingProxyType({}),
        declined: Iterable[str] = (),
        check_text: Callable[[str], Sequence[str]] | None = None,
    ) -> None:
        self.edition, self.catalogue, self.as_of = edition, catalogue, as_of
        cannot_print = check_text or _nothing_missing
        self._outside = values.Outside(catalogue.lists(), lambda text: tuple(cannot_print(text)))
        self._typed = {name: text for name, text in typed.items() if text}
        self._declined = set(declined)
        self._questions = {question.id: question for question in edition.questions}
        self._columns = {
            question.id: {column.id: column for column in question.columns} for question in edition.questions
        }
        self._section_of = {question.id: section for section in edition.sections for question in section.questions}
        self._ready = _facts_ready_after(edition)
        self._reads: dict[str, tuple[str, values.Read, tuple[Problem, ...]]] = {}
        self._world = _World(self)
        self._now = _Derived()
        self._derive()

    # --- answering ------------------------------------------------------------------------------

    @property
    def typed(self) -> Mapping[str, str]:
        """Everything typed, as typed, whether it is asked or not."""
        return MappingProxyType(self._typed)

    @property
    def declined(self) -> frozenset[str]:
        """Questions the person declined."""
        return frozenset(self._declined)

    def answer(self, name: str, text: str) -> Changes:
        """Take an answer as typed; an empty text takes it back. Raises KeyError for an unknown question."""
        self.question(name)
        if text:
            self._typed[name] = text
            self._declined.discard(name)
        else:
            self._typed.pop(name, None)
        return self._change()

    def decline(self, name: str, yes: bool = True) -> Changes:
        """Take `none / not applicable` as the answer, or take it back. What was typed is kept."""
        self.question(name)
        (self._declined.add if yes else self._declined.discard)(name)
        return self._change()

    def remove_row(self, table: str, row: int) -> Changes:
        """Take a row out of a table; the rows below move up."""
        order = [number for number in range(self.rows(table)) if number != row]
        return self._reorder(table, order)

    def move_row(self, table: str, row: int, to: int) -> Changes:
        """Move a row to another place in its table."""
        order = list(range(self.rows(table)))
        if 0 <= row < len(order):
            order.insert(max(0, min(to, len(order) - 1)), order.pop(row))
        return self._reorder(table, order)

    def copy_row(self, table: str, row: int) -> Changes:
        """Add a copy of a row below it."""
        order = list(range(self.rows(table)))
        if 0 <= row < len(order):
            order.insert(row + 1, row)
        return self._reorder(table, order)

    def _reorder(self, table: str, order: Sequence[int]) -> Changes:
        columns = self._columns[table]
        old = {name: text for name, text in self._typed.items() if (split_cell(name) or ("",))[0] == table}
        for name in old:
            del self._typed[name]
        for to, row in enumerate(order):
            for column in columns:
                text = old.get(cell(table, row, column))
                if text:
                    self._typed[cell(table, to, column)] = text
        return self._change()

    def _change(self) -> Changes:
        before = self._now
        self._derive()
        return _compare(before, self._now)

    # --- what is asked --------------------------------------------------------------------------

    def question(self, name: str) -> Question:
        """Return a question, or the column of a table's cell. Raises KeyError."""
        if name in self._questions:
            return self._questions[name]
        parts = split_cell(name)
        if parts is None or parts[1] >= MOST_ROWS:
            raise KeyError(name)
        return self._columns[parts[0]][parts[2]]

    def rows(self, table: str) -> int:
        """Return how many rows have anything typed, counted up to the last one that has."""
        prefix = table + "["
        numbers = [split_cell(name) for name in self._typed if name.startswith(prefix)]
        return max((parts[1] + 1 for parts in numbers if parts is not None and parts[1] < MOST_ROWS), default=0)

    def asked(self, name: str) -> bool:
        """Tell whether the question, or the table of a cell, is asked."""
        parts = split_cell(name)
        return self._now.asked.get(parts[0] if parts else name) is True

    def state(self, name: str) -> AnswerState:
        """Return which of the four states an answer is in."""
        if not self.asked(name):
            return AnswerState.NOT_ASKED
        if name in self._declined:
            return AnswerState.DECLINED
        answered = self.rows(name) > 0 if self._columns.get(name) else name in self._typed
        return AnswerState.ANSWERED if answered else AnswerState.UNANSWERED

    def need(self, name: str) -> Need:
        """Return how much the question insists now."""
        found = self._now.needs.get(name)
        return self.question(name).need if found is None else found

    def kept(self) -> tuple[str, ...]:
        """Answers that are kept but not used, since their question is not asked."""
        return tuple(name for name in self._typed if not self.asked(name))

    def sections(self) -> tuple[SectionView, ...]:
        """All sections in order, those that are not asked too."""
        return tuple(self.section(section) for section in self.edition.sections)

    def section(self, section: Section) -> SectionView:
        """One section as it stands now."""
        state, answered, total, errors, notices = self._now.sections[section.id]
        asked = tuple(question for question in section.questions if self._now.asked[question.id] is True)
        return SectionView(section, asked, answered, total, state, errors, notices)

    def section_of(self, name: str) -> Section:
        """Return the section a question or cell stands in."""
        parts = split_cell(name)
        return self._section_of[parts[0] if parts else name]

    def progress(self) -> tuple[int, int]:
        """Return how many questions are dealt with, and how many are asked."""
        counts = self._now.sections.values()
        return sum(count[1] for count in counts), sum(count[2] for count in counts)

    # --- values and problems --------------------------------------------------------------------

    def value(self, name: str) -> Value | None:
        """Return the value, or None unless the question is asked and answered in a right shape."""
        parts = split_cell(name)
        if parts is not None:
            return self._read(name, self.question(name)).value if self.asked(name) and name in self._typed else None
        found = self._now.values.get(name)
        return None if found is ABSENT or isinstance(found, Unknown) else self._whole(name, found)

    def _whole(self, name: str, found: Value) -> Value:
        """Dates without a day are whole days for expressions only."""
        if name in self._typed and self._questions[name].precision != "D":
            return self._read(name, self._questions[name]).value
        return found

    def problems_of(self, name: str) -> tuple[Problem, ...]:
        """What is wrong with one answer now."""
        return self._now.problems.get(name, ())

    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong or missing, in the order of the form."""
        return tuple(problem for name in self._order() for problem in self._now.problems.get(name, ()))

    def _order(self) -> Iterable[str]:
        for question in self.edition.questions:
            yield question.id
            for row in range(self.rows(question.id) if question.columns else 0):
                for column in question.columns:
                    yield cell(question.id, row, column.id)

    def next_gap(self, after: str) -> str | None:
        """Return the next question that still needs an answer, going round at the end."""
        return self._next(after, lambda problem: problem.severity is Severity.MISSING)

    def next_problem(self, after: str) -> str | None:
        """Return the next question with an error or a notice, going round at the end."""
        return self._next(after, lambda problem: problem.severity is not Severity.MISSING)

    def _next(self, after: str, fits: Callable[[Problem], bool]) -> str | None:
        order = [name for name in self._order() if name == after or any(map(fits, self.problems_of(name)))]
        start = order.index(after) if after in order else -1
        for name in order[start + 1 :] + order[: start + 1]:
            if any(map(fits, self.problems_of(name))):
                return name
        return None

    # --- what follows ---------------------------------------------------------------------------

    def facts(self) -> Mapping[str, Value]:
        """Facts that are known; an unknown or absent one is left out."""
        found = ((fact.id, self._now.values[fact.id]) for fact in self.edition.facts)
        return {name: value for name, value in found if value is not ABSENT and not isinstance(value, Unknown)}

    def outcomes(self) -> tuple[Outcome, ...]:
        """All rules that apply, in the file's order."""
        return tuple(self._outcome(rule, result) for rule, result in self._now.outcomes)

    def _outcome(self, rule: Rule, result: Any) -> Outcome:
        if isinstance(result, Unknown):
            return Outcome(rule, "unknown", tuple(sorted(result.questions)), self._filled(rule.message))
        return Outcome(rule, "pass" if result else "fail", (), self._filled(rule.message))

    def documents(self) -> tuple[DocumentView, ...]:
        """Papers to bring, those whose need is not known yet too."""
        from talentdesk.core import documents

        return documents.list_documents(self)

    def deadlines(self) -> tuple[DeadlineView, ...]:
        """Last days, earliest first."""
        from talentdesk.core import deadlines

        return deadlines.list_deadlines(self)

    def fees(self) -> tuple[FeeView, ...]:
        """Amounts to pay that apply."""
        return self._priced(self.edition.fees)

    def durations(self) -> tuple[FeeView, ...]:
        """How long the office takes."""
        return self._priced(tuple(Fee(d.id, d.title, d.parameter, d.when) for d in self.edition.durations))

    def _priced(self, fees: Iterable[Fee]) -> tuple[FeeView, ...]:
        parameters = self.catalogue.parameters()
        found = []
        for fee in fees:
            value = parameters.value(fee.parameter, self.as_of)
            if value is not None and self.evaluate(fee.when, True) is True:
                found.append(FeeView(fee, value))
        return tuple(found)

    def evaluate(self, expression: Expression | None, default: Any = None) -> Any:
        """Evaluate an expression of this edition on the answers: a value, Unknown or ABSENT."""
        return default if expression is None else expression.evaluate(self._world)

    def display(self, name: str) -> Text:
        """Return the answer as it is shown and printed: labels for codes, ISO dates, texts exactly as typed."""
        if name in self._declined:
            none = self.question(name).none
            return none or Text("", "")
        question, typed = self.question(name), self._typed.get(name, "")
        match question.kind:
            case Kind.CHOICE | Kind.CHOICES | Kind.COUNTRY | Kind.DIVISION | Kind.YES_NO:
                labels = [self.label(question, code) for code in typed.split()]
                return Text("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))
            case Kind.DATE:
                value = self._read(name, question).value if typed else None
                text = str(value) if isinstance(value, date | PartialDate) else typed
                return Text(text, text)
            case _:
                return Text(typed, typed)

    def label(self, question: Question, code: str) -> Text:
        """Return the words of a code; the code itself where the list does not have it."""
        if question.kind is Kind.YES_NO and code in _YES_NO:
            return _YES_NO[code]
        if question.list or question.kind is Kind.COUNTRY:
            item = self._outside.lists.item(question.list or "countries", code)
            return item.label if item else Text(code, code)
        return next((choice.label for choice in question.choices if choice.code == code), Text(code, code))

    def _filled(self, message: Text) -> Text:
        if "{" not in message.zh and "{" not in message.en:
            return message
        return Text(self._fill(message.zh, "zh"), self._fill(message.en, "en"))

    def _fill(self, message: str, tongue: str) -> str:
        def word(found: re.Match[str]) -> str:
            name = found.group(1)
            if name in self._questions:
                return str(getattr(self.display(name), tongue)) or "—"
            value = self._now.values.get(name)
            return "—" if value is None or value is ABSENT or isinstance(value, Unknown) else str(value)

        return re.sub(r"\{([\w.]+)\}", word, message)

    # --- one pass over the edition ----------------------------------------------------------------

    def _derive(self) -> None:
        now = self._now = _Derived()
        self._world.values = now.values
        self._work_out_facts(now, self._ready[""])
        for section in self.edition.sections:
            self._derive_section(now, section)
        for rule in self.edition.rules:
            self._apply(now, rule)
        for section in self.edition.sections:
            now.sections[section.id] = self._count(now, section)

    def _derive_section(self, now: _Derived, section: Section) -> None:
        whole = True if section.ask_when is None else section.ask_when.evaluate(self._world)
        for question in section.questions:
            asked = _whether(whole, question.ask_when, self._world)
            now.asked[question.id] = asked
            if question.kind not in PLACES:
                self._derive_question(now, question, asked)
            facts = self._ready.get(question.id)
            if facts:
                self._work_out_facts(now, facts)

    def _derive_question(self, now: _Derived, question: Question, asked: Any) -> None:
        name = question.id
        if asked is not True:
            now.values[name] = asked if asked.__class__ is Unknown else ABSENT
            return
        need = question.need
        if question.need_when is not None:
            need = Need.REQUIRED if truth(question.need_when.evaluate(self._world)) else Need.OPTIONAL
        now.needs[name] = need
        if name in self._declined:
            now.values[name] = ABSENT
        elif question.columns:
            self._derive_table(now, question, need)
        elif name in self._typed:
            read, problems = self._read_with_problems(name, question)
            now.values[name] = _unknown(name) if read.value is None else _comparable(read.value)
            if problems:
                now.problems[name] = problems
        else:
            now.values[name] = _unknown(name)
            if need is Need.REQUIRED:
                now.problems[name] = _missing(name)

    def _derive_table(self, now: _Derived, question: Question, need: Need) -> None:
        name, count = question.id, self.rows(question.id)
        now.values[name] = tuple(self._derive_row(now, question, row) for row in range(count)) or _unknown(name)
        if question.rows_max and count > question.rows_max:
            details = {"max": str(question.rows_max), "rows": str(count)}
            now.problems[name] = (Problem(name, "table.too_many_rows", Severity.ERROR, details),)
        elif need is Need.REQUIRED and count < max(1, question.rows_min):
            now.problems[name] = _missing(name)

    def _derive_row(self, now: _Derived, question: Question, row: int) -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        names = [(column, cell(question.id, row, column.id)) for column in question.columns]
        begun = any(name in self._typed for _column, name in names)
        for column, name in names:
            if name in self._typed:
                read, problems = self._read_with_problems(name, column)
                if read.value is not None:
                    found[column.id] = _comparable(read.value)
                if problems:
                    now.problems[name] = problems
            elif begun and column.need is Need.REQUIRED:
                now.problems[name] = _missing(name)
        return found

    def _work_out_facts(self, now: _Derived, facts: Iterable[Fact]) -> None:
        for fact in facts:
            now.values[fact.id] = fact.expression.evaluate(self._world)

    def _apply(self, now: _Derived, rule: Rule) -> None:
        applies = True if rule.when is None else rule.when.evaluate(self._world)
        if applies is False or applies is ABSENT:
            return
        result = rule.must.evaluate(self._world) if applies is True else applies
        if result is ABSENT:
            return
        now.outcomes.append((rule, result))
        if result is False and rule.about and now.asked.get(rule.about) is True:
            severity = Severity.ERROR if rule.weight is Weight.ERROR else Severity.NOTICE
            problem = Problem(rule.about, "rule", severity, {"rule": rule.id})
            now.problems[rule.about] = (*now.problems.get(rule.about, ()), problem)

    def _count(self, now: _Derived, section: Section) -> tuple[SectionState, int, int, int, int]:
        answered = total = errors = notices = missing = 0
        unsettled = False
        for question in section.questions:
            name, asked = question.id, now.asked[question.id]
            if asked is not True:
                unsettled = unsettled or asked.__class__ is Unknown
                continue
            if question.kind in PLACES:
                continue
            total += 1
            if name in self._declined or name in self._typed or (question.columns and self.rows(name)):
                answered += 1
            for problem in self._problems_within(now, question):
                errors += problem.severity is Severity.ERROR
                notices += problem.severity is Severity.NOTICE
                missing += problem.severity is Severity.MISSING
        places = any(now.asked[question.id] is True for question in section.questions)
        state = _state(answered, total, errors, notices, missing, places or unsettled)
        return state, answered, total, errors, notices

    def _problems_within(self, now: _Derived, question: Question) -> Iterable[Problem]:
        yield from now.problems.get(question.id, ())
        for row in range(self.rows(question.id) if question.columns else 0):
            for column in question.columns:
                yield from now.problems.get(cell(question.id, row, column.id), ())

    def _read(self, name: str, question: Question) -> values.Read:
        return self._read_with_problems(name, question)[0]

    def _read_with_problems(self, name: str, question: Question) -> tuple[values.Read, tuple[Problem, ...]]:
        typed = self._typed[name]
        kept = self._reads.get(name)
        if kept is None or kept[0] != typed:
            read = values.read(question, typed, self._outside)
            problems = tuple(Problem(name, slip.code, slip.severity, slip.details) for slip in read.slips)
            kept = self._reads[name] = (typed, read, problems)
        return kept[1], kept[2]


class _World:
    """What expressions may look at (see rules.Context)."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview
        self.today = interview.as_of
        self.values: Mapping[str, Any] = {}

    def parameter(self, key: str) -> Any:
        found = self._interview.catalogue.parameters().value(key, self.today)
        return ABSENT if found is None else found.value

    def listed(self, list_id: str, code: str) -> bool:
        return self._interview.catalogue.lists().has(list_id, code)

    def working_days(self, start: date, end: date) -> Any:
        found = self._interview.catalogue.working_days(start, end)
        return Unknown(frozenset()) if found is None else found

    def is_asked(self, question: str) -> Any:
        return self._interview._now.asked[question]

    def is_declined(self, question: str) -> bool:
        return question in self._interview._declined


_YES_NO = {"yes": Text("是", "Yes"), "no": Text("否", "No")}


@lru_cache(maxsize=4096)
def _unknown(name: str) -> Unknown:
    return Unknown(frozenset((name,)))


@lru_cache(maxsize=4096)
def _missing(name: str) -> tuple[Problem, ...]:
    return (Problem(name, "required", Severity.MISSING),)


def _comparable(value: Value) -> Value:
    """A month or a year stands for its first day in expressions."""
    return date(value.year, value.month or 1, 1) if value.__class__ is PartialDate else value


def _whether(whole: Any, condition: Expression | None, world: _World) -> Any:
    """Return True, False, or Unknown for a question in a section."""
    if whole is False or whole is ABSENT:
        return False
    result = True if condition is None else condition.evaluate(world)
    if result is False or result is ABSENT:
        return False
    if isinstance(whole, Unknown):
        return Unknown(whole.questions | result.questions) if isinstance(result, Unknown) else whole
    return result


def _state(answered: int, total: int, errors: int, notices: int, missing: int, present: bool) -> SectionState:
    if not present:
        return SectionState.NOT_ASKED
    if errors:
        return SectionState.ERROR
    if not answered:
        return SectionState.NOT_STARTED
    if missing:
        return SectionState.IN_PROGRESS
    return SectionState.NOTICE if notices else SectionState.COMPLETE


def _facts_ready_after(edition: Edition) -> Mapping[str, tuple[Fact, ...]]:
    """Tell which facts can be worked out once a question is read; "" holds those that need no question."""
    places = {question.id: index for index, question in enumerate(edition.questions)}
    names = {index: name for name, index in places.items()}
    ready: dict[str, list[Fact]] = {"": []}
    for fact in edition.facts:
        last = max((places[need] for need in fact.expression.needs), default=-1)
        places[fact.id] = last
        ready.setdefault(names.get(last, ""), []).append(fact)
    return {name: tuple(facts) for name, facts in ready.items()}


def _compare(before: _Derived, now: _Derived) -> Changes:
    problems = {
        name: now.problems.get(name, ())
        for name in before.problems.keys() | now.problems.keys()
        if before.problems.get(name, ()) != now.problems.get(name, ())
    }
    asked_before = {name for name, asked in before.asked.items() if asked is True}
    asked_now = {name for name, asked in now.asked.items() if asked is True}
    facts = {
        name: None if value is ABSENT or isinstance(value, Unknown) else value
        for name, value in now.values.items()
        if name not in now.asked and before.values.get(name) != value
    }
    return Changes(
        problems=problems,
        shown=frozenset(asked_now - asked_before),
        hidden=frozenset(asked_before - asked_now),
        facts=facts,
        needs=frozenset(name for name, need in now.needs.items() if before.needs.get(name, need) != need),
        sections=frozenset(name for name, count in now.sections.items() if before.sections.get(name) != count),
    )


__all__ = [
    "MOST_ROWS",
    "AnswerState",
    "Changes",
    "DocumentNeed",
    "FeeView",
    "Interview",
    "Outcome",
    "SectionState",
    "SectionView",
    "cell",
    "split_cell",
]
