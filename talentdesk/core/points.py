"""The nouns of a table of points: factors with bands, categories with cut-offs, variants where sources disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from talentdesk.core.form import Text

if TYPE_CHECKING:
    from talentdesk.core.rules import Expression


class Hit(StrEnum):
    """How many bands of a factor may hold, and which counts."""

    UNIQUE = "unique"
    FIRST = "first"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Span:
    """From the fewest to the most points; both ends included."""

    low: int
    high: int

    @property
    def settled(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def capped(self, most: int) -> Span:
        """The same, with nothing above `most`."""
        return Span(min(self.low, most), min(self.high, most))


@dataclass(frozen=True, slots=True)
class Band:
    """What a factor gives to some answers: numbers between two ends, codes, or all for which a condition is true.

    Without any of these it holds for what the bands above it leave.
    """

    points: Span
    """Two different ends where the text that says the number was not seen."""
    label: Text
    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None
    codes: frozenset[str] = frozenset()
    when: Expression | None = None
    plus: int = 0
    """Points more for each further whole `per` above the low end, up to the factor's maximum."""
    per: Decimal = Decimal(1)
    changeable: bool = True
    """Whether a person could come to stand here."""

    @property
    def is_rest(self) -> bool:
        """Whether it takes what the bands above it leave."""
        return not self.is_numeric and not self.codes and self.when is None

    @property
    def is_numeric(self) -> bool:
        """Whether it lies between ends."""
        return not (self.at_least is self.above is self.at_most is self.below is None)

    def contains(self, number: Decimal) -> bool:
        """Whether the number lies between the ends, or on a closed one."""
        return (
            (self.at_least is None or number >= self.at_least)
            and (self.above is None or number > self.above)
            and (self.at_most is None or number <= self.at_most)
            and (self.below is None or number < self.below)
        )

    def points_at(self, number: Decimal) -> Span:
        """The points for a number inside the band, before the factor's maximum."""
        more = int((number - self.start) // self.per) * self.plus if self.plus else 0
        return self.points + Span(more, more)

    @property
    def start(self) -> Decimal:
        """The low end; 0 where there is none."""
        ends = [end for end in (self.at_least, self.above) if end is not None]
        return max(ends, default=Decimal(0))


@dataclass(frozen=True, slots=True)
class Alternative:
    """What a factor says under one variant of the table, where that is something else."""

    maximum: int
    bands: tuple[Band, ...]
    cite: str


@dataclass(frozen=True, slots=True)
class Factor:
    """One row of the table. `since` and `until` are its first and last day in force."""

    id: str
    title: Text
    maximum: int
    bands: tuple[Band, ...]
    cite: str
    of: Expression | None = None
    """What the bands look at; None: each band has its own condition."""
    hit: Hit = Hit.UNIQUE
    least: Decimal = Decimal(0)
    most: Decimal | None = None
    """The numbers that the bands must cover without a gap."""
    changeable: bool = False
    """Whether a person can change it in principle."""
    note: Text | None = None
    since: date | None = None
    until: date | None = None
    alternatives: Mapping[str, Alternative] = field(default_factory=dict)

    def in_force(self, day: date) -> bool:
        """Whether the factor counts on the day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def under(self, variant: str) -> Alternative:
        """What the factor says under a variant."""
        return self.alternatives.get(variant) or Alternative(self.maximum, self.bands, self.cite)

    def expressions(self) -> Iterator[Expression]:
        """Everything it looks at, under every variant."""
        if self.of is not None:
            yield self.of
        for bands in (self.bands, *(other.bands for other in self.alternatives.values())):
            yield from (band.when for band in bands if band.when is not None)


@dataclass(frozen=True, slots=True)
class Category:
    """What a total is worth. `at_least` None: everything below the others."""

    code: str
    title: Text
    at_least: int | None
    cite: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One of several readings of the table that sources give."""

    id: str
    title: Text
    cite: str


@dataclass(frozen=True, slots=True)
class PointsTable:
    """A table of points: factors in the official order, categories from the highest down, at least one variant."""

    id: str
    title: Text
    cite: str
    factors: tuple[Factor, ...]
    categories: tuple[Category, ...]
    variants: tuple[Variant, ...]

    def category_of(self, total: int) -> Category:
        """The highest category whose cut-off the total reaches."""
        reached = (each for each in self.categories if each.at_least is None or total >= each.at_least)
        return next(reached, self.categories[-1])

    def next_above(self, category: Category) -> Category | None:
        """The category above, or None for the highest."""
        place = self.categories.index(category)
        return self.categories[place - 1] if place else None
