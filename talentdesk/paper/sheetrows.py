"""Rows of a sheet's boxes: one under the other, as tall as said, never divided from a signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from talentdesk.core.sheet import Box, BoxKind


@dataclass(slots=True)
class Row:
    """Boxes that stay together on a page, at places counted from the row's own left top corner."""

    height: float
    boxes: list[Box] = field(default_factory=list)


def kept(rows: Sequence[Row]) -> list[Row]:
    """The rows from the last signature on as one, which is never divided between two pages."""
    first = max(at for at, row in enumerate(rows) if _is_signature(row))
    return [*rows[:first], stacked(rows[first:])]


def stacked(rows: Sequence[Row]) -> Row:
    """The rows one under the other as one."""
    boxes: list[Box] = []
    y = 0.0
    for row in rows:
        boxes += [replace(box, y=box.y + y) for box in row.boxes]
        y += row.height
    return Row(y, boxes)


def stretched(rows: Sequence[Row], tall: float) -> list[Row]:
    """The rows together as tall as said: the room left over goes to the signature, or to the last row."""
    over = tall - sum(row.height for row in rows)
    if over < 0.01 or not rows:
        return list(rows)
    grown = next((row for row in rows if _is_signature(row)), rows[-1])
    height_now = grown.height + over
    larger = Row(height_now, [replace(box, height=height_now) for box in grown.boxes])
    return [larger if row is grown else row for row in rows]


def _is_signature(row: Row) -> bool:
    return any(box.kind is BoxKind.SIGNATURE for box in row.boxes)
