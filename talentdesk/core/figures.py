"""Counts of cases that tell of no single one: small counts are put together before anybody sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

LEAST = 5
"""A smaller count is never shown: whoever knows one of so few people would learn of them."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A count by category. `other` is what small categories come to together; None: nothing was put together."""

    counts: Mapping[str, int] = field(default_factory=dict)
    other: int | None = None
    categories: int = 0
    """How many categories were put together."""
    hidden: bool = False
    """Even all together are too few to be shown."""

    @property
    def total(self) -> int:
        """What is shown, added up."""
        return sum(self.counts.values()) + (self.other or 0)


def fold(counts: Mapping[str, int], least: int = LEAST) -> Folded:
    """Put counts below `least` together, in the given order of the others.

    One that stands alone, or small ones that come to too few, take the next smallest along: otherwise the total would
    give them away.
    """
    rising = sorted((name for name, count in counts.items() if count), key=lambda name: (counts[name], name))
    small = [name for name in rising if counts[name] < least]
    if not small:
        return Folded({name: count for name, count in counts.items() if count})
    for name in rising[len(small) :]:
        if len(small) > 1 and sum(counts[each] for each in small) >= least:
            break
        small.append(name)
    together = sum(counts[name] for name in small)
    if together < least:
        return Folded(hidden=True, categories=len(small))
    gone = set(small)
    return Folded({name: count for name, count in counts.items() if count and name not in gone}, together, len(small))


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of some cases. Categories are ids: procedures, states, days, spans, problems."""

    procedures: Folded
    states: Folded
    days: Folded
    spans: Folded
    """How many days from the first save to being printed or closed: `0`, `1-3`, `4-7`, `8-14`, `15-30`, `31-`."""
    problems: Folded
    """`question|code` of what was wrong at the last save, the most frequent first. Cases, not occurrences."""


SPANS: Sequence[tuple[str, int]] = (("0", 1), ("1-3", 4), ("4-7", 8), ("8-14", 15), ("15-30", 31))
"""Each span with the number of whole days that is too much for it."""
LONGEST = "31-"
