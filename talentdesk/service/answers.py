"""Reads a file of answers, TOML or JSON, nested or flat, into what a person would have typed."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from talentdesk.core.form import PLACES, Edition, Kind, Question
from talentdesk.core.tomlfile import Fault
from talentdesk.core.words import N_, nearest

MOST_BYTES = 5_000_000
MOST_ROWS = 500
_CELL = re.compile(r"(?P<table>[^\[\]]+)\[(?P<row>\d{1,4})\]\.(?P<column>[^\[\]]+)")
# What a file of ours says beside the answers.
_ABOUT = frozenset({"procedure", "edition", "as_of", "languages"})


class AnswersError(Exception):
    """An answers file that cannot be read at all; `fault` says where, why and what to do, without any answer."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Stray:
    """An entry of the file that was left out. `near` is the question that may have been meant, or empty."""

    id: str
    cause: str
    remedy: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the file says about one edition's questions."""

    typed: Mapping[str, str] = field(default_factory=dict)
    declined: frozenset[str] = frozenset()
    strays: tuple[Stray, ...] = ()


def read_answers(file: Path, edition: Edition) -> Answers:
    """The answers of the file. Raises AnswersError for a file that is no answers file, OSError for one out of reach."""
    with file.open("rb") as stream:
        raw = stream.read(MOST_BYTES + 1)
    return sort_answers(parse(raw, file.name), edition)


def parse(raw: bytes, name: str) -> Mapping[str, object]:
    """The file's tables as they stand. Raises AnswersError."""
    if len(raw) > MOST_BYTES:
        raise _error(name, 1, N_("the file is larger than {most} bytes"), N_("split it"), most=str(MOST_BYTES))
    text = _decoded(raw, name)
    is_json = name.lower().endswith(".json") or text.lstrip().startswith("{")
    try:
        table = _json(text, name) if is_json else _toml(text, name)
    except RecursionError:
        raise _error(name, 1, N_("the file is nested too deeply"), N_("write it flat")) from None
    inner = table.get("answers")
    return inner if isinstance(inner, dict) else table


def sort_answers(table: Mapping[str, object], edition: Edition) -> Answers:
    """Finds each entry's question. What has none, or is no answer, is told among the strays."""
    sorter = _Sorter(edition)
    sorter.take(table)
    return Answers(sorter.typed, frozenset(sorter.declined), tuple(sorter.strays))


def written(value: object) -> str | None:
    """The value as a person would have typed it; None for what is no single answer."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() and abs(value.adjusted()) < 30 else str(value)
    return str(value) if isinstance(value, str | int) else None


class _Sorter:
    """Walks the file's tables."""

    def __init__(self, edition: Edition) -> None:
        self.typed: dict[str, str] = {}
        self.declined: set[str] = set()
        self.strays: list[Stray] = []
        self._questions = {question.id: question for question in edition.questions}

    def take(self, table: Mapping[str, object]) -> None:
        for id, value in _flattened(table, "", self._questions):
            if id == "declined":
                self._decline(value)
            elif id in self._questions:
                self._answer(self._questions[id], value)
            elif (cell := _CELL.fullmatch(id)) and self._is_table(cell["table"]):
                self._cell(self._questions[cell["table"]], int(cell["row"]), cell["column"], value)
            elif id not in _ABOUT:
                self._unknown(id)

    def _is_table(self, id: str) -> bool:
        return id in self._questions and self._questions[id].kind is Kind.TABLE

    def _answer(self, question: Question, value: object) -> None:
        if question.kind in PLACES:
            cause = N_("{id} is a place on paper and takes no answer")
            self.strays.append(Stray(question.id, cause, N_("remove it")))
        elif question.kind is Kind.TABLE:
            self._rows(question, value)
        else:
            self._type(question.id, question, value)

    def _rows(self, question: Question, value: object) -> None:
        rows = value if isinstance(value, list) else [value]
        if not all(isinstance(row, dict) for row in rows):
            cause = N_("{id} is a table, but its answer is not")
            return self.strays.append(Stray(question.id, cause, N_("write each row as [[{id}]]")))
        for number, row in enumerate(rows):
            for column, cell in row.items():
                self._cell(question, number, column, cell)
        return None

    def _cell(self, table: Question, row: int, column: str, value: object) -> None:
        found = next((each for each in table.columns if each.id == column), None)
        id = f"{table.id}[{row}].{column}"
        if found is None:
            near = nearest(column, [each.id for each in table.columns])
            self.strays.append(_unknown(id, f"{table.id}[{row}].{near}" if near else ""))
        elif row >= MOST_ROWS:
            cause = N_("{id} is beyond the last row that can be read")
            self.strays.append(Stray(id, cause, N_("number the rows from 0")))
        else:
            self._type(id, found, value)

    def _type(self, id: str, question: Question, value: object) -> None:
        text = _codes(value) if question.kind is Kind.CHOICES else written(value)
        if value is None:
            return
        if text is None:
            self.strays.append(Stray(id, N_("{id} takes one answer, not a list or a table"), N_("write it in quotes")))
        elif id in self.typed and self.typed[id] != text:
            self.strays.append(Stray(id, N_("{id} is answered twice; the first answer is used"), N_("remove one")))
        elif text:
            self.typed.setdefault(id, text)

    def _decline(self, value: object) -> None:
        for id in value if isinstance(value, list) else [value]:
            if isinstance(id, str) and id in self._questions:
                self.declined.add(id)
            else:
                self._unknown(str(id))

    def _unknown(self, id: str) -> None:
        self.strays.append(_unknown(id, nearest(id[:200], self._questions)))


def _unknown(id: str, near: str) -> Stray:
    remedy = N_("did you mean {near}?") if near else N_("remove it, or look the name up with: talentdesk evaluate")
    return Stray(id, N_("there is no question {id}"), remedy, near)


def _flattened(table: Mapping[str, object], before: str, known: Mapping[str, Question]) -> Iterator[tuple[str, object]]:
    """Every entry by its full dotted name. The file's depth was limited when it was read."""
    for key, value in table.items():
        id = f"{before}{key}"
        if isinstance(value, dict) and id not in known and id not in {"", "declined"}:
            yield from _flattened(value, f"{id}.", known)
        else:
            yield id, value


def _codes(value: object) -> str | None:
    if not isinstance(value, list):
        return written(value)
    texts = [written(each) for each in value]
    return None if None in texts else " ".join(text for text in texts if text)


# --- from bytes to tables -----------------------------------------------------------------------------


def _decoded(raw: bytes, name: str) -> str:
    try:
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise UnicodeDecodeError("utf-8", raw, 0, 1, "byte order mark of UTF-16")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as slip:
        line = raw[: slip.start].count(b"\n") + 1
        raise _error(name, line, N_("the file is not written in UTF-8"), N_("save it as UTF-8")) from None


def _json(text: str, name: str) -> Mapping[str, object]:
    try:
        table = json.loads(text, parse_float=Decimal, parse_int=_whole, parse_constant=str)
    except json.JSONDecodeError as slip:
        cause, remedy = N_("this is not JSON: {reason}"), N_("correct the line, or the one above it")
        raise _error(name, slip.lineno, cause, remedy, reason=slip.msg) from None
    if not isinstance(table, dict):
        cause, remedy = N_("the file does not hold answers by name"), N_('write {"person.surname": "…"}')
        raise _error(name, 1, cause, remedy)
    return table


def _whole(digits: str) -> Decimal:
    """Exact for any length, where int() refuses more than some thousand digits."""
    return Decimal(digits)


def _toml(text: str, name: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as slip:
        reason = re.sub(r" \(at .*\)$", "", str(slip))
        cause, remedy = N_("this is not TOML: {reason}"), N_("correct the line, or the one above it")
        raise _error(name, _line(slip, text), cause, remedy, reason=_without_answers(reason)) from None
    except ValueError:
        # An integer of some thousand digits: Python refuses it, and no form has room for it.
        raise _error(name, 1, N_("a number has too many digits"), N_("write it in quotes")) from None


def _line(slip: tomllib.TOMLDecodeError, text: str) -> int:
    found = re.search(r"at line (\d+)", str(slip))
    return int(found[1]) if found else text.count("\n") + 1


def _without_answers(reason: str) -> str:
    """The parser's reason without the quoted piece of the file, which may be somebody's name."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", "…", reason)


def _error(name: str, line: int, cause: str, remedy: str, /, **details: str) -> AnswersError:
    return AnswersError(Fault(name, line, cause, remedy, details))
