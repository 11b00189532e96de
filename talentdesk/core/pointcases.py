"""What a golden case expects of the points, and what comes out instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from talentdesk.core.interview import Interview
from talentdesk.core.pointmoves import cheapest_moves
from talentdesk.core.points import Span
from talentdesk.core.tally import stand
from talentdesk.core.tomlfile import Table

Difference = tuple[str, str, str, str]
"""The key of the expectation, what it is about, what was found, what was wanted."""


def differing_points(expected: Table, interview: Interview) -> Iterator[Difference]:
    """Compare the keys that are there; nothing for a procedure without a table of points.

    `total`, `category` and `missing` over all variants, `factors` by factor, `variants` (totals) and `categories` by
    variant, and `moves` that must be among those that are found.
    """
    standing = stand(interview)
    if standing is None:
        return
    tallies = {tally.variant.id: tally for tally in standing.tallies}
    factors = {
        score.factor.id: [tally.scores[place].points for tally in standing.tallies]
        for place, score in enumerate(standing.tallies[0].scores)
    }
    totals = {name: tally.total for name, tally in tallies.items()}
    codes = {name: _joined(category.code for category in tally.categories) for name, tally in tallies.items()}
    yield from _one(expected, "total", _span(standing.total))
    yield from _one(expected, "category", _joined(category.code for category in standing.categories))
    yield from _one(expected, "missing", ", ".join(sorted(standing.missing)))
    yield from _each(expected, "factors", {name: _span(_widest(spans)) for name, spans in factors.items()})
    yield from _each(expected, "variants", {name: _span(total) for name, total in totals.items()})
    yield from _each(expected, "categories", codes)
    if "moves" in expected:
        yield from _moves(expected, interview)


def _one(expected: Table, key: str, found: str) -> Iterator[Difference]:
    if key in expected:
        wanted = _written(expected.take(key, (int, str, list)))
        if wanted != found:
            yield key, key, found, wanted


def _each(expected: Table, key: str, found: Mapping[str, str]) -> Iterator[Difference]:
    for name, value in expected.take(key, dict, {}).items():
        if found.get(name, "?") != _written(value):
            yield key, name, found.get(name, "?"), _written(value)


def _moves(expected: Table, interview: Interview) -> Iterator[Difference]:
    """Each wanted move must be found; an empty list wants none at all."""
    standing = stand(interview)
    moves = () if standing is None else cheapest_moves(interview, standing)
    found = [", ".join(f"{change.question} = {change.after}" for change in move.changes) for move in moves]
    wanted = expected.texts("moves")
    if not wanted and found:
        yield "moves", "moves", "; ".join(found), "—"
    for move in wanted:
        if move not in found:
            yield "moves", "moves", "; ".join(found) or "—", move


def _widest(spans: Iterable[Span]) -> Span:
    spans = list(spans)
    return Span(min(span.low for span in spans), max(span.high for span in spans))


def _span(span: Span) -> str:
    return str(span.low) if span.settled else f"{span.low}, {span.high}"


def _joined(codes: Iterable[str]) -> str:
    return ", ".join(codes)


def _written(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
