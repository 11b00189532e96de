"""Reads a file of answers, TOML or JSON, nested or flat, into what a person would have typed."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from talentdesk.core.answers import Answers, AnswersMalformed, flatten
from talentdesk.core.form import PLACES, Edition, Question
from talentdesk.core.interview import MOST_ROWS, split_cell
from talentdesk.core.interview import cell as name_cell
from talentdesk.core.tomlfile import Fault
from talentdesk.core.words import N_, nearest
from talentdesk.service.mishap import AnswersError

MOST_BYTES = 2_000_000
"""Five thousand answers of four hundred bytes each. A larger one could take a hundred times as much memory."""
_SHOWN = 120
_MOST_NEAR = 40
_MOST_DOTS = 20_000
"""Of TOML's dotted keys, decimals included. Its parser keeps every beginning of every key."""
_LONGEST_KEY = 50
_MARKS = re.compile(r"""\"(?:[^"\\\n]|\\.)*+"?|'[^'\n]*+'?|#[^\n]*+|[.\n]""")
"""Texts and remarks, whose dots mean nothing, and what is left of dots and lines."""
# What a file of ours says beside the answers.
_ABOUT = frozenset({"procedure", "edition", "as_of", "languages"})


@dataclass(frozen=True, slots=True)
class Stray:
    """An entry of the file that was left out, or needs a look. `near` is the question that may have been meant."""

    id: str
    cause: str
    remedy: str
    near: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What the file says about one edition's questions."""

    answers: Answers = field(default_factory=Answers)
    strays: tuple[Stray, ...] = ()


def read_answers(file: Path, edition: Edition) -> Given:
    """The answers of the file. Raises AnswersError for a file that is no answers file, OSError for one out of reach."""
    with file.open("rb") as stream:
        raw = stream.read(MOST_BYTES + 1)
    return sort_answers(parse(raw, file.name), edition, file.name)


def parse(raw: bytes, name: str) -> Mapping[str, object]:
    """The file's answers as they stand. Raises AnswersError."""
    table = parse_whole(raw, name)
    inner = table.get("answers")
    return inner if isinstance(inner, dict) else table


def parse_whole(raw: bytes, name: str) -> Mapping[str, object]:
    """The file's tables as they stand, with what it says beside the answers. Raises AnswersError."""
    if len(raw) > MOST_BYTES:
        raise _error(name, 1, N_("the file is larger than {most} bytes"), N_("split it"), most=str(MOST_BYTES))
    text = _decoded(raw, name)
    is_json = name.lower().endswith(".json") or text.lstrip().startswith("{")
    try:
        return _json(text, name) if is_json else _toml(text, name)
    except RecursionError:
        raise _error(name, 1, N_("the file is nested too deeply"), N_("write it flat")) from None


def sort_answers(table: Mapping[str, object], edition: Edition, name: str) -> Given:
    """Finds each entry's question and tells those that have none. Raises AnswersError for what is no answer."""
    try:
        flat = flatten({key: value for key, value in table.items() if key not in _ABOUT})
    except AnswersMalformed as slip:
        cause, remedy = N_("the answer to {id} cannot be read"), N_("write a text in quotes")
        raise _error(name, 1, cause, remedy, id=str(slip)[:_SHOWN]) from None
    questions = {question.id: question for question in edition.questions}
    strays: list[Stray] = []
    for id in (*flat.typed, *sorted(flat.declined)):
        # Looking for similar names takes long, and nobody reads thousands of them.
        stray = _stray(id, questions, likely=len(strays) < _MOST_NEAR)
        strays += [stray] if stray else []
    strays += [
        Stray(id[:_SHOWN], N_("{id} is answered twice; the last answer is used"), N_("remove one")) for id in flat.twice
    ]
    left_out = {stray.id for stray in strays if stray.id not in flat.twice}
    typed = {id: text for id, text in flat.typed.items() if id[:_SHOWN] not in left_out}
    return Given(Answers(typed, frozenset(flat.declined - left_out)), tuple(strays))


def _stray(id: str, questions: Mapping[str, Question], *, likely: bool) -> Stray | None:
    """Why the entry is left out; None when its question is there."""
    cell = split_cell(id) if len(id) <= _SHOWN else None
    question = questions.get(cell[0] if cell else id)
    if question is None:
        return _unknown(id, nearest(id[:_SHOWN], questions) if likely else "")
    if question.kind in PLACES:
        return Stray(id, N_("{id} is a place on paper and takes no answer"), N_("remove it"))
    if cell is None:
        return None if not question.columns else _no_table(id)
    if cell[1] >= MOST_ROWS:
        return Stray(id, N_("{id} is beyond the last row that can be read"), N_("number the rows from 0"))
    columns = [column.id for column in question.columns]
    close = nearest(cell[2], columns) if likely else ""
    return None if cell[2] in columns else _unknown(id, name_cell(cell[0], cell[1], close) if close else "")


def _no_table(id: str) -> Stray:
    return Stray(id, N_("{id} is a table, but its answer is not"), N_("write each row as [[{id}]]"))


def _unknown(id: str, near: str) -> Stray:
    remedy = N_("did you mean {near}?") if near else N_("remove it, or look the name up in the form file")
    return Stray(id[:_SHOWN], N_("there is no question {id}"), remedy, near)


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
        table = json.loads(text, parse_float=Decimal, parse_int=_whole, parse_constant=str, object_pairs_hook=_given)
    except json.JSONDecodeError as slip:
        cause, remedy = N_("this is not JSON: {reason}"), N_("correct the line, or the one above it")
        raise _error(name, slip.lineno, cause, remedy, reason=slip.msg) from None
    if not isinstance(table, dict):
        cause, remedy = N_("the file does not hold answers by name"), N_('write {"person.surname": "…"}')
        raise _error(name, 1, cause, remedy)
    return table


def _given(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object without its nulls: null is how other programs write that there is no answer."""
    return {key: value for key, value in pairs if value is not None}


def _whole(digits: str) -> Decimal:
    """Exact for any length, where int() refuses more than some thousand digits."""
    return Decimal(digits)


def _toml(text: str, name: str) -> Mapping[str, object]:
    if _has_endless_keys(text):
        raise RecursionError
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as slip:
        reason = re.sub(r" \(at .*\)$", "", str(slip))
        cause, remedy = N_("this is not TOML: {reason}"), N_("correct the line, or the one above it")
        raise _error(name, _line(slip, text), cause, remedy, reason=_without_answers(reason)) from None
    except ValueError:
        # An integer of some thousand digits: Python refuses it, and no form has room for it.
        raise _error(name, 1, N_("a number has too many digits"), N_("write it in quotes")) from None


def _has_endless_keys(text: str) -> bool:
    total = here = 0
    for mark in _MARKS.finditer(text):
        if mark[0] == "\n":
            here = 0
        elif mark[0] == ".":
            total, here = total + 1, here + 1
            if total > _MOST_DOTS or here > _LONGEST_KEY:
                return True
    return False


def _line(slip: tomllib.TOMLDecodeError, text: str) -> int:
    found = re.search(r"at line (\d+)", str(slip))
    return int(found[1]) if found else text.count("\n") + 1


def _without_answers(reason: str) -> str:
    """The parser's reason without the quoted piece of the file, which may be somebody's name."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", "…", reason)


def _error(name: str, line: int, cause: str, remedy: str, /, **details: str) -> AnswersError:
    return AnswersError(Fault(name, line, cause, remedy, details))
