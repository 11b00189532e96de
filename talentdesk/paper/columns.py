"""How a table's width is shared out among its columns."""

from __future__ import annotations

from collections.abc import Sequence

from talentdesk.core.form import Kind, Question

# How much of a table's width a column of each kind wants beside the others, in millimetres before scaling.
_COLUMN_WIDTHS = {
    Kind.DATE: 22.0,
    Kind.YES_NO: 15.0,
    Kind.CHOICE: 24.0,
    Kind.COUNTRY: 28.0,
    Kind.NUMBER: 16.0,
    Kind.MONEY: 22.0,
    Kind.PHONE: 28.0,
    Kind.ADDRESS: 46.0,
}
_TEXT_COLUMN = (20.0, 44.0)


def evenly(count: int, most: int) -> int:
    """How many columns each table has where all of them are too many for one."""
    return -(-count // -(-count // most))


def column_widths(columns: Sequence[Question], whole: float) -> list[float]:
    """Widths that fill the table; a whole date stays on one line."""
    widths = [_column_width(column) for column in columns]
    fixed = {at for at, column in enumerate(columns) if column.kind is Kind.DATE and column.precision == "D"}
    scale = whole / sum(widths)
    if scale >= 1 or len(fixed) == len(widths):
        return [wide * scale for wide in widths]
    dates = sum(widths[at] for at in fixed)
    scale = (whole - dates) / (sum(widths) - dates)
    return [wide if at in fixed else wide * scale for at, wide in enumerate(widths)]


def _column_width(column: Question) -> float:
    least, most = _TEXT_COLUMN
    return _COLUMN_WIDTHS.get(column.kind, max(least, min(most, (column.max or 30) * 0.9)))
