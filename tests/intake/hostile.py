"""Files that mean harm, or look as if: made here by code, one list of them for every part of the program.

The other `hostile_…` modules add theirs with `sample`; `corpus()` has all of them.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

PARTS = ("pictures", "pdfs", "tables", "codes", "bundles", "answers")
DONE, FAULTS = 0, 1


@dataclass(frozen=True, slots=True)
class Sample:
    """One file, the command lines that take such a file, how the first of them ends and what it then says."""

    name: str
    make: Callable[[], bytes]
    suffix: str
    verbs: tuple[str, ...]
    code: int
    says: str
    slow: bool


SAMPLES: dict[str, Sample] = {}


def sample(
    name: str, suffix: str, *verbs: str, code: int = FAULTS, says: str = "", slow: bool = False
) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Takes what the function makes into the corpus."""

    def add(make: Callable[[], bytes]) -> Callable[[], bytes]:
        assert name not in SAMPLES
        SAMPLES[name] = Sample(name, cache(make), suffix, verbs, code, says, slow)
        return make

    return add


def corpus() -> dict[str, Sample]:
    """Every sample by its name."""
    for part in PARTS:
        importlib.import_module(f"hostile_{part}")
    return SAMPLES
