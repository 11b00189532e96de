"""One person's progress through one procedure. Everything a screen, a paper or a code shows comes from here.

Pure: it knows no clock, no file, no language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from talentdesk.core import values
from talentdesk.core.cells import MOST_ROWS, cell, count_rows, split_cell
from talentdesk.core.checks import Problem, Severity
from talentdesk.core.comments import open_comments
from talentdesk.core.form import Edition, Fee, Kind, Need, Question, Rule, Section, Text
from talentdesk.core.journey import Changes, Journey, SectionState
from talentdesk.core.rules import ABSENT, Context, Expression, Unknown
from talentdesk.core.sightings import PaperNote
from talentdesk.core.slipcode import slip_code
from talentdesk.core.values import PartialDate, Value

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue, ParameterValue
    from talentdesk.core.deadlines import DeadlineView
    from talentdesk.core.documents import DocumentView
    from talentdesk.core.draft import Draft


class AnswerState(StrEnum):
    """The four states of an answer; never one null for all."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    NOT_ASKED = "not_asked"
    DECLINED = "declined"


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


@dataclass(frozen=True, slots=True)
class Notes:
    """What stands beside the answers of a case and goes on its slips."""

    comments: Mapping[str, str] = field(default_factory=dict)
    """What a clerk noted, by question."""
    code: str = ""
    """The case's short code; empty where it is in no store."""
    seen: frozenset[str] = frozenset()
    """Ticks of the documents desk."""
    papers: Mapping[str, PaperNote] = field(default_factory=dict)
    """When and where documents were issued, as the desk noted it."""


def notes_of(draft: Draft) -> Notes:
    """What goes on the slips of this case beside its answers."""
    said = {id: comment.text for id, comment in open_comments(draft.comments).items()}
    return Notes(said, slip_code(draft.id), draft.seen, draft.papers)


def _nothing_missing(_text: str) -> Sequence[str]:
    return ()


class Interview:
    """Answers to one edition as of one day, and everything that follows from them."""

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
        self.notes = Notes()
        cannot_print = check_text or _nothing_missing
        self._typed = {name: text for name, text in typed.items() if text}
        self._declined = set(declined)
        self._questions = {question.id: question for question in edition.questions}
        self._columns = {
            question.id: {column.id: column for column in question.columns} for question in edition.questions
        }
        self._section_of = {question.id: section for section in edition.sections for question in section.questions}
        self._journey = Journey(edition, catalogue, as_of, self._typed, self._declined)
        self._journey.begin(values.Outside(catalogue.lists(), lambda text: tuple(cannot_print(text))))

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
        return self._settle(name)

    def decline(self, name: str, yes: bool = True) -> Changes:
        """Take `none / not applicable` as the answer, or take it back. What was typed is kept."""
        self.question(name)
        (self._declined.add if yes else self._declined.discard)(name)
        return self._settle(name)

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
        return self._settle(table)

    def _settle(self, name: str) -> Changes:
        parts = split_cell(name)
        return self._journey.settle((parts[0] if parts else name,))

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
        return count_rows(self._typed, table)

    def asked(self, name: str) -> bool:
        """Tell whether the question, or the table of a cell, is asked."""
        parts = split_cell(name)
        return self._journey.asked.get(parts[0] if parts else name) is True

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
        found = self._journey.needs.get(name)
        return self.question(name).need if found is None else found

    def kept(self) -> tuple[str, ...]:
        """Answers that are kept but not used, since their question is not asked."""
        return tuple(name for name in self._typed if not self.asked(name))

    def sections(self) -> tuple[SectionView, ...]:
        """All sections in order, those that are not asked too."""
        return tuple(self.section(section) for section in self.edition.sections)

    def section(self, section: Section) -> SectionView:
        """One section as it stands now."""
        count = self._journey.counts[section.id]
        asked = tuple(question for question in section.questions if self._journey.asked[question.id] is True)
        return SectionView(section, asked, count.answered, count.total, count.state, count.errors, count.notices)

    def section_of(self, name: str) -> Section:
        """Return the section a question or cell stands in."""
        parts = split_cell(name)
        return self._section_of[parts[0] if parts else name]

    def progress(self) -> tuple[int, int]:
        """Return how many questions are dealt with, and how many are asked."""
        counts = self._journey.counts.values()
        return sum(count.answered for count in counts), sum(count.total for count in counts)

    # --- values and problems --------------------------------------------------------------------

    def value(self, name: str) -> Value | None:
        """Return the value, or None unless the question is asked and answered in a right shape."""
        parts = split_cell(name)
        if parts is not None:
            return (
                self._journey.read(name, self.question(name))[0].value
                if self.asked(name) and name in self._typed
                else None
            )
        found = self._journey.values.get(name)
        return None if found is ABSENT or isinstance(found, Unknown) else self._whole(name, found)

    def _whole(self, name: str, found: Value) -> Value:
        """Dates without a day are whole days for expressions only."""
        if name in self._typed and self._questions[name].precision != "D":
            return self._journey.read(name, self._questions[name])[0].value
        return found

    def problems_of(self, name: str) -> tuple[Problem, ...]:
        """What is wrong with one answer now."""
        return self._journey.problems.get(name, ())

    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong or missing, in the order of the form."""
        return tuple(problem for name in self._order() for problem in self._journey.problems.get(name, ()))

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
        found = ((fact.id, self._journey.values[fact.id]) for fact in self.edition.facts)
        return {name: value for name, value in found if value is not ABSENT and not isinstance(value, Unknown)}

    def outcomes(self) -> tuple[Outcome, ...]:
        """All rules that apply, in the file's order."""
        judged = zip(self.edition.rules, self._journey.results, strict=True)
        return tuple(self._outcome(rule, result) for rule, result in judged if result is not ABSENT)

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

    @property
    def context(self) -> Context:
        """What expressions of this edition may look at."""
        return self._journey

    def evaluate(self, expression: Expression | None, default: Any = None) -> Any:
        """Evaluate an expression of this edition on the answers: a value, Unknown or ABSENT."""
        return default if expression is None else expression.evaluate(self._journey)

    def display(self, name: str) -> Text:
        """Return the answer as it is shown and printed: labels for codes, ISO dates, texts exactly as typed."""
        if name in self._declined:
            none = self.question(name).none
            return none or Text("", "")
        question, typed = self.question(name), self._typed.get(name, "")
        match question.kind:
            case Kind.CHOICE | Kind.CHOICES | Kind.COUNTRY | Kind.DIVISION | Kind.YES_NO:
                labels = self.chosen(name)
                return Text("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))
            case Kind.DATE:
                value = self._journey.read(name, question)[0].value if typed else None
                text = str(value) if isinstance(value, date | PartialDate) else typed
                return Text(text, text)
            case _:
                return Text(typed, typed)

    def chosen(self, name: str) -> tuple[Text, ...]:
        """Return the words of each code of an answer from a list, in the order given."""
        question = self.question(name)
        return tuple(self.label(question, code) for code in self._typed.get(name, "").split())

    def label(self, question: Question, code: str) -> Text:
        """Return the words of a code; the code itself where the list does not have it."""
        if question.kind is Kind.YES_NO and code in YES_NO:
            return YES_NO[code]
        if question.list or question.kind is Kind.COUNTRY:
            item = self.catalogue.lists().item(question.list or "countries", code)
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
            value = self._journey.values.get(name)
            return "—" if value is None or value is ABSENT or isinstance(value, Unknown) else str(value)

        return re.sub(r"\{([\w.]+)\}", word, message)


YES_NO = {"yes": Text("是", "Yes"), "no": Text("否", "No")}


__all__ = [
    "MOST_ROWS",
    "YES_NO",
    "AnswerState",
    "Changes",
    "FeeView",
    "Interview",
    "Notes",
    "Outcome",
    "SectionState",
    "SectionView",
    "cell",
    "notes_of",
    "split_cell",
]
