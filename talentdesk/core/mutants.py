"""An expression with one operator, number or day turned into its neighbour: what a golden case should notice."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small change of an expression. `before` and `after` are the part that changes, `text` the whole result."""

    before: str
    after: str
    text: str

    @property
    def change(self) -> str:
        """The change as a person reads it."""
        return f"{self.before} → {self.after}"


def mutants(text: str, *, is_condition: bool) -> tuple[Mutant, ...]:
    """Every mutant of an expression that can be read. `is_condition`: the whole of it gives yes or no."""
    found: list[Mutant] = []
    for place, (node, role) in enumerate(_walk(text, is_condition)):
        for version, other in enumerate(_variants(node, role)):
            after = ast.unparse(_replaced(text, is_condition, place, version))
            found.append(Mutant(ast.unparse(node), ast.unparse(other), after))
    return tuple(found)


_Node = tuple[ast.expr, bool]
"""A part of the expression, and whether it stands where yes or no is needed."""


def _walk(text: str, is_condition: bool) -> list[_Node]:
    return list(_below(ast.parse(text.strip(), mode="eval").body, is_condition))


def _below(node: ast.expr, condition: bool) -> Iterator[_Node]:
    yield node, condition
    if _day(node) is None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from _below(child, _asks_yes_or_no(node, child))


def _asks_yes_or_no(node: ast.expr, child: ast.expr) -> bool:
    return isinstance(node, ast.BoolOp) or (isinstance(node, ast.IfExp) and child is node.test)


_NEIGHBOURS: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_SUMS: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}


def _variants(node: ast.expr, condition: bool) -> Iterator[ast.expr]:
    day = _day(node)
    if day is not None:
        yield from (_written(day + timedelta(days=step)) for step in (-1, 1))
        return
    match node:
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            for index, op in enumerate(ops):
                changed = [*ops[:index], _NEIGHBOURS[type(op)](), *ops[index + 1 :]]
                yield ast.Compare(left, changed, comparators)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SUMS:
            yield ast.BinOp(left, _SUMS[type(op)](), right)
        case ast.Constant(value=int() as number) if not isinstance(number, bool):
            yield from (ast.Constant(number + step) for step in (-1, 1) if number + step >= 0)
        case ast.Name() | ast.Attribute() | ast.Call() if condition:
            yield ast.UnaryOp(ast.Not(), node)


def _day(node: ast.expr) -> date | None:
    """The day of `date(2024, 12, 1)`; None for everything else."""
    match node:
        case ast.Call(
            func=ast.Name(id="date"),
            args=[
                ast.Constant(value=int() as year),
                ast.Constant(value=int() as month),
                ast.Constant(value=int() as day),
            ],
        ):
            return date(year, month, day)
    return None


def _written(day: date) -> ast.expr:
    return ast.Call(ast.Name("date"), [ast.Constant(part) for part in (day.year, day.month, day.day)], [])


def _replaced(text: str, is_condition: bool, place: int, version: int) -> ast.expr:
    """The expression anew, with the part at `place` in another version."""
    tree = ast.parse(text.strip(), mode="eval")
    node, role = list(_below(tree.body, is_condition))[place]
    _Swap(node, list(_variants(node, role))[version]).visit(tree)
    return tree.body


class _Swap(ast.NodeTransformer):
    def __init__(self, before: ast.expr, after: ast.expr) -> None:
        self.before, self.after = before, after

    def visit(self, node: ast.AST) -> ast.AST:
        return self.after if node is self.before else self.generic_visit(node)
