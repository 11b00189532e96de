"""Letters cut into syllables, in every way that makes sense."""

from __future__ import annotations

from dataclasses import dataclass

from talentdesk.core.inputmethods.tables import Spelled

_SEPARATORS = "' "
_LONGEST = 6
_MOST_PATHS = 64
_MOST_KEPT = 8


@dataclass(frozen=True, slots=True)
class Syllable:
    """A part of what was typed."""

    letters: str
    end: int
    """How many typed letters lead up to its end, with the tone and separators behind it."""
    tone: str = ""
    whole: bool = True
    """False: only the beginning of a syllable."""


Path = tuple[Syllable, ...]


def spellings(typed: str, table: Spelled) -> tuple[Path, ...]:
    """Ways to read `typed`, the likeliest first; letters at the end that make no sense are left out."""
    found: list[Path] = []
    _walk(typed, 0, (), table, found)
    if not found:
        return ()
    # A reading that leaves more over than the best one, or only begins a syllable where that one is whole, is none.
    best = min(_slack(path, typed) for path in found)
    return tuple(sorted((path for path in found if _slack(path, typed) == best), key=len)[:_MOST_KEPT])


def _slack(path: Path, typed: str) -> tuple[int, bool]:
    return len(typed) - path[-1].end, not path[-1].whole


def _walk(typed: str, start: int, path: Path, table: Spelled, found: list[Path]) -> None:
    if len(found) >= _MOST_PATHS:
        return
    dead = True
    for stop in range(min(len(typed), start + _LONGEST), start, -1):
        letters = typed[start:stop]
        if letters in table.syllables:
            dead = False
            tone, end = _behind(typed, stop)
            _walk(typed, end, (*path, Syllable(letters, end, tone)), table, found)
        elif stop == len(typed) and letters in table.beginnings:
            dead = False
            found.append((*path, Syllable(letters, stop, whole=False)))
    if dead and path:
        found.append(path)


def _behind(typed: str, at: int) -> tuple[str, int]:
    tone = typed[at] if at < len(typed) and typed[at] in "123456" else ""
    at += len(tone)
    while at < len(typed) and typed[at] in _SEPARATORS:
        at += 1
    return tone, at
