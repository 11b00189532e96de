"""Names of a table's cells, as they are typed and stored: `table[0].column`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_CELL = re.compile(r"^([^\[\]]+)\[(\d{1,4})\]\.([^\[\]]+)$")

MOST_ROWS = 100
"""More rows than this are not read: nobody types them, and a hostile file shall not fill the memory."""


@lru_cache(maxsize=4096)
def split_cell(name: str) -> tuple[str, int, str] | None:
    """Split `table[0].column`; None for a plain question id."""
    found = _CELL.match(name)
    return (found.group(1), int(found.group(2)), found.group(3)) if found else None


def cell(table: str, row: int, column: str) -> str:
    """Name a cell."""
    return f"{table}[{row}].{column}"


def count_rows(names: Iterable[str], table: str) -> int:
    """Return how many rows have anything typed, counted up to the last one that has."""
    prefix = table + "["
    found = [split_cell(name) for name in names if name.startswith(prefix)]
    return max((parts[1] + 1 for parts in found if parts is not None and parts[1] < MOST_ROWS), default=0)
