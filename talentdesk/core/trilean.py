"""Three-valued logic: a value, Unknown (with the questions that would settle it), or ABSENT (nothing to speak of)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not known yet; answering these questions would settle it."""

    questions: frozenset[str]


class _Absent:
    """The value of what is not asked or was declined."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()

Value = Any
"""str, Decimal, bool, date, frozenset[str], a tuple of rows, Unknown or ABSENT."""


class Context(Protocol):
    """What an expression may look at. `values` holds every question and fact that stands above it."""

    values: Mapping[str, Value]
    today: date

    def parameter(self, key: str) -> Value:
        """Return the value in force on the case's date, or ABSENT."""

    def listed(self, list_id: str, code: str) -> bool:
        """Tell whether the code stands in the list."""

    def working_days(self, start: date, end: date) -> Value:
        """Count working days after `start` up to `end`, or Unknown where no calendar covers them."""

    def is_asked(self, question: str) -> Value:
        """True, False, or Unknown."""

    def is_declined(self, question: str) -> bool:
        """Tell whether the person declined the question."""

    def reaches(self, category: str) -> Value:
        """Tell whether the points reach the category, or Unknown while they may or may not."""


Evaluate = Callable[[Context], Value]


def truth(value: Value) -> bool | None:
    """Return True, False, or None for unknown. ABSENT counts as False: it does not apply."""
    if value is ABSENT:
        return False
    return None if isinstance(value, Unknown) else bool(value)


def settle(values: Sequence[Value]) -> Value:
    """Merge what isn't a value: Unknown wins over ABSENT; None when all are values."""
    missing: frozenset[str] = frozenset()
    unknown = absent = False
    for value in values:
        if isinstance(value, Unknown):
            unknown, missing = True, missing | value.questions
        elif value is ABSENT:
            absent = True
    if unknown:
        return Unknown(missing)
    return ABSENT if absent else None


def strict(function: Callable[..., Value], parts: Sequence[Evaluate]) -> Evaluate:
    """A function that needs all its parts."""
    if len(parts) == 2:
        first, second = parts

        def two(context: Context) -> Value:
            a, b = first(context), second(context)
            if a is ABSENT or b is ABSENT or a.__class__ is Unknown or b.__class__ is Unknown:
                return settle((a, b))
            return function(a, b)

        return two

    def several(context: Context) -> Value:
        given = [part(context) for part in parts]
        gap = settle(given)
        return function(*given) if gap is None else gap

    return several


def equal(first: Evaluate, second: Evaluate, same: bool) -> Evaluate:
    """`==` and `!=`: what is absent equals nothing."""

    def evaluate(context: Context) -> Value:
        a, b = first(context), second(context)
        if a is ABSENT or b is ABSENT:
            return not same
        if a.__class__ is Unknown or b.__class__ is Unknown:
            return settle((a, b))
        return (a == b) is same

    return evaluate


def among(item: Evaluate, box: Evaluate, inside: bool) -> Evaluate:
    """`in` and `not in`: what is absent stands in nothing."""

    def evaluate(context: Context) -> Value:
        a, b = item(context), box(context)
        if a is ABSENT or b is ABSENT:
            return not inside
        gap = settle((a, b))
        return (a in b) is inside if gap is None else gap

    return evaluate


def joined(parts: Sequence[Evaluate], decisive: bool) -> Evaluate:
    """`or` (decisive True) and `and` (decisive False)."""

    def evaluate(context: Context) -> Value:
        missing: frozenset[str] | None = None
        absent = 0
        for part in parts:
            value = part(context)
            if value is decisive:
                return decisive
            if value.__class__ is Unknown:
                missing = value.questions if missing is None else missing | value.questions
            elif value is ABSENT:
                absent += 1
        if missing is not None:
            return Unknown(missing)
        # In `or`, an alternative that does not apply leaves the others to decide.
        return ABSENT if absent == len(parts) or (absent and not decisive) else not decisive

    return evaluate


def chosen(test: Evaluate, yes: Evaluate, no: Evaluate) -> Evaluate:
    """`yes if test else no`."""

    def evaluate(context: Context) -> Value:
        value = test(context)
        if value is ABSENT or isinstance(value, Unknown):
            return value
        return yes(context) if value else no(context)

    return evaluate


def with_context(function: Callable[..., Value], parts: Sequence[Evaluate]) -> Evaluate:
    """A function that needs all its parts, and the context before them."""

    def evaluate(context: Context) -> Value:
        given = [part(context) for part in parts]
        gap = settle(given)
        return function(context, *given) if gap is None else gap

    return evaluate
