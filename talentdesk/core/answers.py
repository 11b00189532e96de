"""Answers as they travel between files, cases and people: nested or flat, one vocabulary of ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

_DEEPEST = 8
_MOST = 5_000


class AnswersMalformed(ValueError):
    """The answers hold something that cannot be an answer, or far too much."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Flat answers as typed, and the questions the person declined."""

    typed: Mapping[str, str] = field(default_factory=dict)
    declined: frozenset[str] = frozenset()
    twice: tuple[str, ...] = ()
    """Answered both nested and flat, and differently; the last answer counts."""


def flatten(data: Mapping[str, Any]) -> Answers:
    """Flatten `[person] surname = "…"`, `"person.surname" = "…"`, `[[family]]` and `declined = […]` alike.

    Raises AnswersMalformed for nesting that is too deep, too many answers, or a value of no answer's type.
    """
    typed: dict[str, str] = {}
    twice: list[str] = []
    declined = data.get("declined", [])
    if not isinstance(declined, list) or not all(isinstance(name, str) for name in declined):
        raise AnswersMalformed("declined")
    _flatten("", {key: value for key, value in data.items() if key != "declined"}, typed, twice, 0)
    return Answers(typed, frozenset(declined), tuple(dict.fromkeys(twice)))


def _flatten(prefix: str, data: Mapping[str, Any], into: dict[str, str], twice: list[str], depth: int) -> None:
    if depth > _DEEPEST:
        raise AnswersMalformed(prefix)
    for key, value in data.items():
        name = f"{prefix}.{key}" if prefix else key
        if isinstance(value, Mapping):
            _flatten(name, value, into, twice, depth + 1)
        elif isinstance(value, list) and value and all(isinstance(entry, Mapping) for entry in value):
            for row, entry in enumerate(value):
                _flatten(f"{name}[{row}]", entry, into, twice, depth + 1)
        else:
            text = _text(name, value)
            if into.get(name, text) != text:
                twice.append(name)
            into[name] = text
        if len(into) > _MOST:
            raise AnswersMalformed(name)


def _text(name: str, value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case Decimal() if value.is_finite() and abs(value.adjusted()) < 40:
            return f"{value:f}"
        case int() | float() | Decimal():
            return str(value)
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case list() if all(isinstance(code, str) for code in value):
            return " ".join(value)
    raise AnswersMalformed(name)


def nest(typed: Mapping[str, str], declined: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return answers as a flat JSON-able mapping that `flatten` reads back unchanged."""
    data: dict[str, Any] = dict(typed)
    if declined:
        data["declined"] = sorted(declined)
    return data
