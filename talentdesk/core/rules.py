"""The rule language: a closed part of Python's expression syntax, read and checked but never executed.

Three-valued: a result is a value, Unknown (with the questions that would settle it) or ABSENT (it rests on a
question that is not asked or was declined). `forms/README.md`, "Expressions", is the specification.
"""

from __future__ import annotations

import ast
import keyword
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from talentdesk.core.functions import FUNCTIONS, SPECIAL, Type, any_gap
from talentdesk.core.trilean import (
    ABSENT,
    Context,
    Evaluate,
    Unknown,
    Value,
    among,
    chosen,
    equal,
    joined,
    strict,
    truth,
    with_context,
)
from talentdesk.core.words import N_, nearest

__all__ = ["ABSENT", "Context", "Expression", "Names", "RuleError", "Type", "Unknown", "Value", "parse", "truth"]

LONGEST = 600
"""Most characters of one expression."""
DEEPEST = 24
MOST_NODES = 250


class RuleError(ValueError):
    """A slip in an expression. `cause` and `remedy` are messages, `details` fills them in."""

    def __init__(self, cause: str, remedy: str, /, **details: str) -> None:
        super().__init__(cause.format(**details))
        self.cause, self.remedy, self.details = cause, remedy, details


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression may name, and of what type it is."""

    types: Mapping[str, Type] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    """Names that exist, but below: named only to give a better error."""
    parameters: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    columns: Mapping[str, Mapping[str, Type]] = field(default_factory=dict)
    """Columns of each table."""
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Codes of each question with a closed list, so that a misspelt code is found."""
    categories: frozenset[str] = frozenset()
    """Codes of the categories of the table of points, where it stands above."""
    counted: frozenset[str] = frozenset()
    """Questions and facts that the table of points looks at."""


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was read and checked."""

    text: str
    type: Type
    needs: frozenset[str]
    """Questions and facts it names."""
    evaluate: Evaluate = field(compare=False, repr=False)
    parameters: frozenset[str] = frozenset()
    reads_points: bool = False
    """Whether it rests on the table of points."""


def parse(text: str, names: Names, expected: Type | None = None) -> Expression:
    """Read `text`. Raises RuleError when it isn't in the language, names what isn't there, or has the wrong type."""
    if len(text) > LONGEST:
        raise RuleError(
            N_("the expression has {length} characters, more than {most}"),
            N_("split it into facts"),
            length=str(len(text)),
            most=str(LONGEST),
        )
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise RuleError(
            N_("cannot read the expression {text}"), N_("see “Expressions” in forms/README.md"), text=text
        ) from None
    reader = _Reader(names)
    kind, evaluate = reader.read(tree, 0)
    if expected is not None and kind is not expected:
        raise RuleError(
            N_("{text} gives {found}, but {expected} is needed here"),
            N_("compare it with a value, or use a function that gives what is needed"),
            text=text,
            found=kind.value,
            expected=expected.value,
        )
    return Expression(text, kind, frozenset(reader.needs), evaluate, frozenset(reader.parameters), reader.reads_points)


_ORDER: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
}
_SUMS: Mapping[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
}


class _Reader:
    """Turns the syntax tree into closures, checking names and types on the way."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.needs: set[str] = set()
        self.parameters: set[str] = set()
        self.reads_points = False
        self.nodes = 0

    def read(self, node: ast.expr, depth: int) -> tuple[Type, Evaluate]:
        self.nodes += 1
        if depth > DEEPEST or self.nodes > MOST_NODES:
            raise RuleError(N_("the expression is too deep or too long"), N_("split it into facts"))
        deeper = depth + 1
        match node:
            case ast.Constant(value=bool() as yes):
                return Type.BOOLEAN, lambda _c: yes
            case ast.Constant(value=int() | float() as number):
                amount = Decimal(str(number))
                return Type.NUMBER, lambda _c: amount
            case ast.Constant(value=str() as text):
                return Type.TEXT, lambda _c: text
            case ast.Name() | ast.Attribute():
                return self._name(_dotted(node))
            case ast.BoolOp(op=op, values=values):
                parts = [self._typed(value, Type.BOOLEAN, deeper) for value in values]
                return Type.BOOLEAN, joined(parts, isinstance(op, ast.Or))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Type.BOOLEAN, strict(lambda a: not a, [self._typed(operand, Type.BOOLEAN, deeper)])
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Type.NUMBER, strict(lambda a: -a, [self._typed(operand, Type.NUMBER, deeper)])
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                return Type.BOOLEAN, self._comparisons(left, ops, comparators, deeper)
            case ast.BinOp(left=left, op=op, right=right):
                return Type.NUMBER, self._sum(left, op, right, deeper)
            case ast.IfExp(test=test, body=body, orelse=other):
                return self._if(test, body, other, deeper)
            case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
                return self._call(function, arguments, deeper)
        raise _not_in_the_language(node)

    def _typed(self, node: ast.expr, expected: Type, depth: int) -> Evaluate:
        kind, evaluate = self.read(node, depth)
        if kind is not expected:
            raise RuleError(
                N_("{text} gives {found}, but {expected} is needed here"),
                N_("compare it with a value, or use a function that gives what is needed"),
                text=ast.unparse(node),
                found=kind.value,
                expected=expected.value,
            )
        return evaluate

    def _name(self, name: str) -> tuple[Type, Evaluate]:
        if name == "today":
            return Type.DATE, lambda context: context.today
        if name in ("true", "false"):
            yes = name == "true"
            return Type.BOOLEAN, lambda _c: yes
        if name not in self.names.types:
            raise self._no_such_name(name)
        self.needs.add(name)
        return self.names.types[name], lambda context: context.values[name]

    def _no_such_name(self, name: str) -> RuleError:
        if name in self.names.later:
            return RuleError(
                N_("{name} stands below this expression"),
                N_("move it above: an expression may name only what is asked before it"),
                name=name,
            )
        close = nearest(name, self.names.types)
        if close:
            return RuleError(
                N_("there is no question or fact {name}"), N_("did you mean {close}?"), name=name, close=close
            )
        return RuleError(
            N_("there is no question or fact {name}"), N_("name a question or fact that stands above"), name=name
        )

    def _comparisons(
        self, left: ast.expr, ops: Sequence[ast.cmpop], comparators: Sequence[ast.expr], depth: int
    ) -> Evaluate:
        parts: list[Evaluate] = []
        for op, right in zip(ops, comparators, strict=True):
            parts.append(self._comparison(left, op, right, depth))
            left = right
        return parts[0] if len(parts) == 1 else joined(parts, decisive=False)

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr, depth: int) -> Evaluate:
        if isinstance(op, ast.In | ast.NotIn):
            return self._membership(left, right, isinstance(op, ast.In), depth)
        kind, first = self.read(left, depth)
        other, second = self.read(right, depth)
        if kind is not other or kind is Type.TABLE:
            raise RuleError(
                N_("{left} gives {first}, {right} gives {second}: they cannot be compared"),
                N_("compare two values of the same kind"),
                left=ast.unparse(left),
                first=kind.value,
                right=ast.unparse(right),
                second=other.value,
            )
        self._know_codes(left, right)
        self._know_codes(right, left)
        if isinstance(op, ast.Eq | ast.NotEq):
            return equal(first, second, isinstance(op, ast.Eq))
        if kind not in (Type.NUMBER, Type.DATE) or type(op) not in _ORDER:
            raise _not_in_the_language(left)
        return strict(_ORDER[type(op)], [first, second])

    def _membership(self, left: ast.expr, right: ast.expr, inside: bool, depth: int) -> Evaluate:
        item = self._typed(left, Type.TEXT, depth)
        if isinstance(right, ast.List | ast.Tuple):
            for element in right.elts:
                if not (isinstance(element, ast.Constant) and isinstance(element.value, str)):
                    raise _not_in_the_language(element)
                self._know_codes(left, element)
            codes = frozenset(str(element.value) for element in right.elts if isinstance(element, ast.Constant))
            return among(item, lambda _c: codes, inside)
        self._know_codes(right, left)
        return among(item, self._typed(right, Type.SET, depth), inside)

    def _know_codes(self, name: ast.expr, literal: ast.expr) -> None:
        """Refuse a code that the question's list doesn't have: such a comparison can never be true."""
        if not (isinstance(literal, ast.Constant) and isinstance(literal.value, str)):
            return
        if not isinstance(name, ast.Name | ast.Attribute):
            return
        codes = self.names.choices.get(_dotted(name))
        if codes is not None and literal.value not in codes:
            close = nearest(literal.value, codes) or ", ".join(sorted(codes)[:12])
            raise RuleError(
                N_("{name} has no choice {code}"),
                N_("did you mean {close}?"),
                name=_dotted(name),
                code=literal.value,
                close=close,
            )

    def _sum(self, left: ast.expr, op: ast.operator, right: ast.expr, depth: int) -> Evaluate:
        parts = [self._typed(left, Type.NUMBER, depth), self._typed(right, Type.NUMBER, depth)]
        if isinstance(op, ast.Div):
            return strict(lambda a, b: a / b if b else ABSENT, parts)
        if isinstance(op, ast.Mod):
            return strict(lambda a, b: a % b if b else ABSENT, parts)
        if type(op) not in _SUMS:
            raise _not_in_the_language(left)
        return strict(_SUMS[type(op)], parts)

    def _if(self, test: ast.expr, body: ast.expr, other: ast.expr, depth: int) -> tuple[Type, Evaluate]:
        condition = self._typed(test, Type.BOOLEAN, depth)
        kind, yes = self.read(body, depth)
        return kind, chosen(condition, yes, self._typed(other, kind, depth))

    def _call(self, function: str, arguments: Sequence[ast.expr], depth: int) -> tuple[Type, Evaluate]:
        match function, arguments:
            case "date", [ast.Constant(value=int()), ast.Constant(value=int()), ast.Constant(value=int())]:
                return Type.DATE, _day(arguments)
            case "parameter", [ast.Constant(value=str() as key)]:
                return self._parameter(key)
            case "listed", [question, ast.Constant(value=str() as list_id)]:
                return self._listed(question, list_id, depth)
            case "answered" | "declined" | "asked", [ast.Name() | ast.Attribute() as question]:
                return Type.BOOLEAN, self._about(function, _dotted(question))
            case "reaches", [ast.Constant(value=str() as category)]:
                return Type.BOOLEAN, self._reaches(category)
            case "any_gap", [ast.Name() | ast.Attribute() as table, start, end, months]:
                return Type.BOOLEAN, self._gap(_dotted(table), start, end, months, depth)
        if function not in FUNCTIONS:
            raise self._no_such_function(function)
        expected, result, act = FUNCTIONS[function]
        if len(arguments) != len(expected):
            raise RuleError(
                N_("{function} takes {count} values in brackets"),
                N_("see “Expressions” in forms/README.md"),
                function=function,
                count=str(len(expected)),
            )
        parts = [self._typed(node, kind, depth) for node, kind in zip(arguments, expected, strict=True)]
        return result, with_context(act, parts)

    def _no_such_function(self, function: str) -> RuleError:
        known = [*FUNCTIONS, *SPECIAL]
        return RuleError(
            N_("there is no function {function} of that form"),
            N_("did you mean {close}?"),
            function=function,
            close=nearest(function, known) or ", ".join(known),
        )

    def _parameter(self, key: str) -> tuple[Type, Evaluate]:
        if key not in self.names.parameters:
            raise RuleError(
                N_("there is no parameter {key}"),
                N_("did you mean {close}?"),
                key=key,
                close=nearest(key, self.names.parameters) or "forms/shared/parameters",
            )
        self.parameters.add(key)
        return Type.NUMBER, lambda context: context.parameter(key)

    def _listed(self, question: ast.expr, list_id: str, depth: int) -> tuple[Type, Evaluate]:
        if list_id not in self.names.lists:
            raise RuleError(
                N_("there is no list {list}"),
                N_("did you mean {close}?"),
                list=list_id,
                close=nearest(list_id, self.names.lists) or "forms/shared/lists",
            )
        return Type.BOOLEAN, with_context(
            lambda context, code: context.listed(list_id, code), [self._typed(question, Type.TEXT, depth)]
        )

    def _about(self, function: str, question: str) -> Evaluate:
        if question not in self.names.types:
            raise self._no_such_name(question)
        self.needs.add(question)
        if function == "asked":
            return lambda context: context.is_asked(question)
        if function == "declined":
            return lambda context: context.is_declined(question)

        def answered(context: Context) -> Value:
            value = context.values[question]
            return value is not ABSENT and not isinstance(value, Unknown)

        return answered

    def _reaches(self, category: str) -> Evaluate:
        known = self.names.categories
        if category not in known:
            raise RuleError(
                N_("there is no category {name} of points above this expression"),
                N_("did you mean {close}?"),
                name=category,
                close=nearest(category, known) or ", ".join(sorted(known)) or "points = “…”",
            )
        self.needs |= self.names.counted
        self.reads_points = True
        return lambda context: context.reaches(category)

    def _gap(self, table: str, start: ast.expr, end: ast.expr, months: ast.expr, depth: int) -> Evaluate:
        columns = self.names.columns.get(table, {})
        names = [part.value for part in (start, end) if isinstance(part, ast.Constant) and part.value in columns]
        if len(names) != 2:
            raise RuleError(
                N_("any_gap needs a table and two of its date columns"),
                N_("write any_gap(table, 'from', 'to', months)"),
            )
        self.needs.add(table)
        first, last = str(names[0]), str(names[1])
        return strict(
            lambda rows, most: any_gap(rows, first, last, most),
            [lambda context: context.values[table], self._typed(months, Type.NUMBER, depth)],
        )


def _day(arguments: Sequence[ast.expr]) -> Evaluate:
    year, month, day = (
        node.value if isinstance(node, ast.Constant) and isinstance(node.value, int) else 0 for node in arguments
    )
    try:
        when = date(year, month, day)
    except ValueError:
        raise RuleError(
            N_("there is no day {text}"), N_("write date(year, month, day)"), text=f"{year}-{month}-{day}"
        ) from None
    return lambda _c: when


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            return f"{_dotted(value)}.{attribute}"
    raise _not_in_the_language(node)


def _not_in_the_language(node: ast.AST) -> RuleError:
    return RuleError(
        N_("{text} is not part of the rule language"),
        N_("see “Expressions” in forms/README.md"),
        text=ast.unparse(node),
    )


def is_nameable(name: str) -> bool:
    """Tell whether an expression can name this id: dotted identifiers, none of them a Python word."""
    parts = name.split(".")
    return all(part.isidentifier() and part.isascii() and not keyword.iskeyword(part) for part in parts)
