"""Characters found by their radical and the number of strokes beside it, as in a dictionary."""

from __future__ import annotations

from typing import NamedTuple

from talentdesk.core.inputmethods.tables import Tables

MOST_RADICAL_STROKES = 17
_LAST = 1 << 20


class Radical(NamedTuple):
    """A radical as it may be written."""

    number: int
    """1 to 214."""
    writing: str


def radicals(tables: Tables, strokes: int) -> tuple[Radical, ...]:
    """Radicals written with so many strokes; a form that stands at a side counts as it is written."""
    return tuple(Radical(*each) for each in tables.radicals.get(strokes, ()))


def with_radical(tables: Tables, radical: int, strokes: int | None, script: str) -> tuple[str, ...]:
    """Characters of a radical, the most used in `script` first; without `strokes` only those that are used at all."""
    groups = tables.strokes.get(radical, {})
    rank = tables.rank(script)
    if strokes is None:
        found = [each for group in groups.values() for each in group if each in rank]
    else:
        found = list(groups.get(strokes, ""))
    return tuple(dict.fromkeys(sorted(found, key=lambda each: (rank.get(each, _LAST), each))))
