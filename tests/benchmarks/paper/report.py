"""What a benchmark found, as lines of one table."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One line: what was measured, how it stands to what it is measured by, and the goal for that ratio."""

    what: str
    figure: str
    ratio: float
    least: float | None = None
    """The ratio is to be at least this."""
    most: float | None = None
    """The ratio is to be at most this."""

    @property
    def met(self) -> bool:
        """Whether the goal is reached; true where there is none."""
        return (self.least is None or self.ratio >= self.least) and (self.most is None or self.ratio <= self.most)

    @property
    def goal(self) -> str:
        """The goal in words."""
        if self.least is None and self.most is None:
            return ""
        said = f"at least {self.least:.2f}x" if self.least is not None else f"at most {self.most:.2f}x"
        return f"{said}: {'met' if self.met else 'MISSED'}"


def tell(findings: Sequence[Finding]) -> int:
    """Prints the table; 1 where a goal is missed."""
    wide = max((len(each.what) for each in findings), default=0)
    for each in findings:
        print(f"{each.what:{wide}}  {each.figure:>26}  {each.ratio:8.2f}x  {each.goal}".rstrip())
    return int(not all(each.met for each in findings))


def absent(what: str, error: Exception) -> None:
    """Says that something could not be measured."""
    print(f"{what}: absent ({error})", file=sys.stderr)
