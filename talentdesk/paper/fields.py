"""Which fields the fillable copy of a sheet has: their names, places, values, and what each looks like filled in.

Names are the questions' ids: `person.surname`; `dependants[0].surname` for a cell of a table;
`passport.expiry_date.year`, `.month` and `.day` where a date stands in three boxes; `change.items.name` for one of
several answers that may be ticked together. A single choice is one field whose states are the answers' codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talentdesk.core.form import PLACES, Kind, Question, Text
from talentdesk.core.formmark import DECLINED
from talentdesk.core.interview import AnswerState, cell
from talentdesk.core.sheet import Align, Box, BoxKind, Sheet
from talentdesk.core.values import date_parts, longest
from talentdesk.i18n import word
from talentdesk.paper.anatomy import Anatomy, anatomy
from talentdesk.paper.boxes import answer, in_words, tick_mark
from talentdesk.paper.fonts import signs
from talentdesk.paper.lines import fit, height, set_lines
from talentdesk.paper.page import Item, Rect

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview

DATE_PARTS = (("year", Text("年", "year"), 4), ("month", Text("月", "month"), 2), ("day", Text("日", "day"), 2))
"""Last part of the field's name, its words, most digits."""

_FINEST = {"Y": 1, "M": 2, "D": 3}
_MOST_OPTIONS = 600
_LISTED = frozenset({Kind.CHOICE, Kind.COUNTRY, Kind.DIVISION, Kind.YES_NO})
_LONG = frozenset({Kind.TEXT, Kind.ADDRESS})


@dataclass(frozen=True, slots=True)
class Field:
    """One place to fill in. Fields of one name share their value."""

    name: str
    label: str
    page: int
    """Index."""
    rect: Rect
    value: str = ""
    """A text as typed, or the code of a choice."""
    look: tuple[Item, ...] = ()
    """The value drawn, on the page's own co-ordinates."""
    size: float = 10.5
    align: Align = Align.LEFT
    most: int = 0
    """Most characters; 0: no limit."""
    cells: bool = False
    """One character in each of `most` equal cells."""
    lines: bool = False
    options: tuple[tuple[str, str], ...] = ()
    """Code and words of each answer of a list."""
    group: str = ""
    """What is asked, where `label` names one of the answers."""
    ticked_by: str = ""
    """The code that ticks this square; empty for a field of text."""
    one_of: int = 0
    """How many squares the field has, for a choice of one."""
    whole: bool = True
    """All of the value can be seen."""


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """Every field of a fillable copy."""

    fields: tuple[Field, ...]
    left_out: tuple[str, ...]
    """Questions answered that the copy has no field for."""

    def cut(self) -> tuple[str, ...]:
        """Names of fields that hold more than can be seen."""
        return tuple(dict.fromkeys(each.name for each in self.fields if not each.whole))


def plan_fields(sheet: Sheet, interview: Interview, languages: tuple[str, ...], *, blank: bool = False) -> FieldPlan:
    """The fields of the sheet, with the person's answers unless `blank`."""
    known = {question.id for question in interview.edition.questions}
    planner = _Planner(interview, languages, blank)
    fields: list[Field] = []
    shape_of: dict[str, BoxKind] = {}
    for number, page in enumerate(sheet.pages):
        for section in page.sections:
            for box in section.boxes:
                # One question has one kind of field: a second box that shows it in another way would overwrite it.
                if box.question in known and shape_of.setdefault(box.question, box.kind) is box.kind:
                    fields += planner.fields_of(box, number)
    return FieldPlan(tuple(fields), () if blank else tuple(_left_out(fields, interview)))


def _left_out(fields: Sequence[Field], interview: Interview) -> Iterator[str]:
    """Answers that no field holds."""
    held = {field.name for field in fields if field.value}
    parts = {name.rpartition(".")[0] for name in held}
    yield from (name for name in sorted(interview.declined) if interview.asked(name) and name not in held | parts)
    for name, typed in interview.typed.items():
        if not interview.asked(name) or name in held or name in interview.declined:
            continue
        several = interview.question(name).kind is Kind.CHOICES
        if name not in parts or (several and any(f"{name}.{code}" not in held for code in typed.split())):
            yield name


@dataclass(frozen=True, slots=True)
class _Planner:
    interview: Interview
    languages: tuple[str, ...]
    blank: bool

    def fields_of(self, box: Box, page: int) -> Iterator[Field]:
        question = self.interview.question(box.question)
        if question.kind in PLACES:
            return
        parts = anatomy(box, self.languages)
        match box.kind:
            case BoxKind.TEXT | BoxKind.CELLS if not question.columns:
                rect = parts.value if box.kind is BoxKind.TEXT else _around(parts.cells)
                yield self._text(box.question, question, box, page, rect, self._both(question.label))
            case BoxKind.DATE:
                yield from self._date(box, question, page, parts)
            case BoxKind.TICKS:
                yield from self._ticks(box, question, page, parts)
            case BoxKind.TABLE:
                yield from self._table(box, question, page, parts)

    def _both(self, text: Text) -> str:
        """A label in the paper's two languages."""
        first, second = (word(text, language) for language in self.languages[:2])
        return in_words(first, second, self.languages)

    def _typed(self, name: str) -> str:
        """What the field holds: nothing where the question isn't asked, the words for `none` where it was declined."""
        if self.blank:
            return ""
        match self.interview.state(name):
            case AnswerState.NOT_ASKED:
                return ""
            case AnswerState.DECLINED:
                return answer(self.interview, name, self.languages)
            case _:
                return self.interview.typed.get(name, "")

    def _text(self, name: str, question: Question, box: Box, page: int, rect: Rect, label: str) -> Field:
        typed, options = self._typed(name), self._options(question)
        shown = answer(self.interview, name, self.languages, box.says) if typed else ""
        most = box.cells or longest(question)
        cells = bool(box.cells) and len(typed) <= most and not options
        lines = question.kind in _LONG and not box.cells and rect.height >= height(2, box.size) - 0.1
        room = rect if cells else rect.inset(0.7, 0, 0.7, 0)
        fitted = fit(shown, room, box.size, box.floor, self.languages[0])
        if cells:
            look = tuple(_in_cells(rect, typed, most, box.size, self.languages[0]))
        else:
            look = set_lines(fitted, room, align=box.align) if shown else ()
        return Field(
            name,
            label,
            page,
            rect,
            typed,
            look,
            box.size if cells else fitted.size,
            box.align,
            0 if options or len(typed) > most else most,
            cells,
            lines,
            options,
            whole=cells or fitted.whole,
        )

    def _options(self, question: Question) -> tuple[tuple[str, str], ...]:
        if question.kind not in _LISTED:
            return ()
        codes = codes_of(question, self.interview)
        if len(codes) > _MOST_OPTIONS:
            return ()
        return tuple((code, self._both(self.interview.label(question, code))) for code in codes)

    def _date(self, box: Box, question: Question, page: int, parts: Anatomy) -> Iterator[Field]:
        typed = "" if self.interview.state(box.question) is AnswerState.DECLINED else self._typed(box.question)
        wanted = DATE_PARTS[: _FINEST[question.precision]]
        digits = date_parts(typed)
        for (part, words, most), rect, text in zip(wanted, parts.cells, digits, strict=False):
            fitted = fit(text, rect.inset(0.3, 0), box.size, 4.0, self.languages[0])
            yield Field(
                f"{box.question}.{part}",
                f"{self._both(question.label)}: {self._both(words)}",
                page,
                rect,
                text,
                set_lines(fitted, rect, align=Align.CENTRE) if text else (),
                fitted.size,
                Align.CENTRE,
                most if len(text) <= most else 0,
                whole=fitted.whole,
            )

    def _ticks(self, box: Box, question: Question, page: int, parts: Anatomy) -> Iterator[Field]:
        declined = not self.blank and self.interview.state(box.question) is AnswerState.DECLINED
        typed = DECLINED if declined else self._typed(box.question)
        several = question.kind is Kind.CHOICES
        for tick, (known, square) in zip(box.ticks, parts.ticks, strict=True):
            code = known or DECLINED
            chosen = code in typed.split()
            yield Field(
                f"{box.question}.{code}" if several else box.question,
                f"{self._both(question.label)}: {self._both(tick.label)}",
                page,
                square,
                (code if chosen else "") if several else typed,
                (tick_mark(square),),
                group=self._both(question.label),
                ticked_by=code,
                one_of=0 if several else len(box.ticks),
            )

    def _table(self, box: Box, question: Question, page: int, parts: Anatomy) -> Iterator[Field]:
        columns = {column.id: column for column in question.columns}
        for row, places in enumerate(parts.table):
            for column, place in zip(box.columns, places, strict=True):
                asked = columns.get(column.id)
                if asked is None:
                    continue
                as_box = Box(
                    column.id, BoxKind.TEXT, 0, 0, 0, 0, size=box.size, floor=min(box.floor, 6.5), says=column.says
                )
                label = f"{self._both(question.label)} {row + 1}: {self._both(asked.label)}"
                rect = place.inset(0.5, 0.3)
                yield self._text(cell(box.question, row, column.id), asked, as_box, page, rect, label)


def codes_of(question: Question, interview: Interview) -> tuple[str, ...]:
    """The codes of a question's list in its order; none for a question without a list."""
    if question.kind is Kind.YES_NO:
        return ("yes", "no")
    if question.list or question.kind is Kind.COUNTRY:
        return tuple(item.code for item in interview.catalogue.lists().items(question.list or "countries"))
    return tuple(choice.code for choice in question.choices)


def _around(cells: Sequence[Rect]) -> Rect:
    first, last = cells[0], cells[-1]
    return Rect(first.x, first.y, last.right - first.x, first.height)


def _in_cells(rect: Rect, text: str, most: int, size: float, language: str) -> Iterator[Item]:
    side = rect.width / most
    for number, sign in signs(text):
        place = Rect(rect.x + side * number, rect.y, side, rect.height)
        yield from set_lines(fit(sign, place.inset(0.3, 0), size, 4.0, language), place, align=Align.CENTRE)
