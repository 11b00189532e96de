"""What a case scores by its table of points. Pure.

Three-valued like the rules: a factor whose questions are unanswered lies somewhere between the least and the most it
can give. Where sources dispute a maximum or a band, the table has variants, and every variant is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from talentdesk.core.points import Band, Category, Factor, Hit, PointsTable, Span, Variant
from talentdesk.core.trilean import ABSENT, Context, Unknown, truth

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview

NOTHING = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Score:
    """What one factor gives under one variant."""

    factor: Factor
    maximum: int
    points: Span
    cite: str
    band: Band | None = None
    """The band that holds, where it is known and the only one."""
    missing: frozenset[str] = frozenset()
    """Questions that would settle it."""
    clash: bool = False
    """Several bands hold, though only one may."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The whole table under one variant."""

    variant: Variant
    scores: tuple[Score, ...]
    total: Span
    categories: tuple[Category, ...]
    """Those the total may lie in, the lowest first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a case scores, under every variant."""

    table: PointsTable
    tallies: tuple[Tally, ...]

    @property
    def total(self) -> Span:
        """From the fewest to the most points over all variants."""
        totals = [tally.total for tally in self.tallies]
        return Span(min(total.low for total in totals), max(total.high for total in totals))

    @property
    def categories(self) -> tuple[Category, ...]:
        """Those the case may lie in over all variants, the lowest first."""
        possible = {category.code for tally in self.tallies for category in tally.categories}
        return tuple(each for each in reversed(self.table.categories) if each.code in possible)

    @property
    def missing(self) -> frozenset[str]:
        """Questions that would narrow the total."""
        return frozenset().union(*(score.missing for tally in self.tallies for score in tally.scores))


def stand(interview: Interview) -> Standing | None:
    """Count the points of a case by its edition's table; None where the edition has none."""
    table = interview.edition.points
    return None if table is None else tally_up(table, interview.context, interview.as_of)


def tally_up(table: PointsTable, context: Context, day: date) -> Standing:
    """Count the table under every variant on what `context` knows, with the factors in force on the day."""
    factors = tuple(factor for factor in table.factors if factor.in_force(day))
    return Standing(table, tuple(_tally(table, factors, variant, context) for variant in table.variants))


def reaches(table: PointsTable, category: str, context: Context, day: date) -> bool | Unknown:
    """Whether the total lies in the category or above it, under every variant; Unknown while it may or may not."""
    cut_off = next((each.at_least for each in table.categories if each.code == category), None) or 0
    standing = tally_up(table, context, day)
    if standing.total.low >= cut_off:
        return True
    return False if standing.total.high < cut_off else Unknown(standing.missing)


def _tally(table: PointsTable, factors: Iterable[Factor], variant: Variant, context: Context) -> Tally:
    scores = tuple(score(factor, variant.id, context) for factor in factors)
    total = sum((each.points for each in scores), NOTHING)
    lowest, highest = (table.categories.index(table.category_of(end)) for end in (total.low, total.high))
    return Tally(variant, scores, total, tuple(reversed(table.categories[highest : lowest + 1])))


def score(factor: Factor, variant: str, context: Context) -> Score:
    """What one factor gives under a variant."""
    says = factor.under(variant)
    value = None if factor.of is None else factor.of.evaluate(context)
    held = [(band, _holds(band, value, context)) for band in says.bands]
    certain = [band for band, verdict in held if verdict is True and not band.is_rest]
    counted = [entry for entry in held if entry[1] is not False] if factor.hit is Hit.SUM else _up_to_the_first(held)
    missing = frozenset().union(*(verdict.questions for _band, verdict in counted if isinstance(verdict, Unknown)))
    worths = [(_worth(band, value, says.maximum), verdict is True) for band, verdict in counted]
    return Score(
        factor,
        says.maximum,
        _summed(worths).capped(says.maximum) if factor.hit is Hit.SUM else _either(worths),
        says.cite,
        counted[0][0] if len(counted) == 1 and counted[0][1] is True else None,
        missing,
        clash=factor.hit is Hit.UNIQUE and len(certain) > 1,
    )


def _holds(band: Band, value: Any, context: Context) -> Any:
    """True, False, or Unknown."""
    if band.when is not None:
        found = band.when.evaluate(context)
        return found if isinstance(found, Unknown) else truth(found)
    if band.is_rest:
        return True
    if isinstance(value, Unknown):
        return value
    if value is ABSENT or value is None:
        return False
    if band.is_numeric:
        return band.contains(value)
    return bool(band.codes & value) if isinstance(value, frozenset) else value in band.codes


def _up_to_the_first(held: Iterable[tuple[Band, Any]]) -> list[tuple[Band, Any]]:
    """The bands that may be the one that counts, with their verdicts: all but the last are unknown."""
    found = []
    for band, verdict in held:
        if verdict is not False:
            found.append((band, verdict))
        if verdict is True:
            break
    return found


def _worth(band: Band, value: Any, maximum: int) -> Span:
    if not band.plus:
        return band.points.capped(maximum)
    if isinstance(value, Decimal):
        return band.points_at(value).capped(maximum)
    return Span(band.points.low, maximum).capped(maximum)


def _either(worths: Sequence[tuple[Span, bool]]) -> Span:
    """One of them; or nothing, where none is certain."""
    spans = [span for span, _certain in worths]
    if not any(certain for _span, certain in worths):
        spans.append(NOTHING)
    return Span(min(span.low for span in spans), max(span.high for span in spans))


def _summed(worths: Iterable[tuple[Span, bool]]) -> Span:
    spans = (span if certain else Span(0, span.high) for span, certain in worths)
    return sum(spans, NOTHING)
