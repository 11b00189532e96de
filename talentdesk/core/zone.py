"""Finds the lines of a machine-readable zone in what was swiped, scanned or pasted, or says why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from talentdesk.core.identifiers import canonical


class Fault(StrEnum):
    """What may be wrong with a reading. The value is the code that is given a sentence."""

    EMPTY = "empty"
    """There is no text at all."""
    TOO_LONG = "too_long"
    """More text than any zone has, so it isn't one. Details: `length`."""
    UNREADABLE_CHARACTERS = "unreadable_characters"
    """Characters that no zone has (only A-Z, 0-9 and `<`). Details: `line`, `characters`."""
    LINE_COUNT = "line_count"
    """Not two or three lines. Details: `lines`."""
    LINE_LENGTH = "line_length"
    """A line is too short or too long. Details: `line`, `length`, `expected`."""
    SEVERAL = "several"
    """More than one zone; the first was read."""
    DOCUMENT_CODE_UNKNOWN = "document_code_unknown"
    """The first letter names no kind of document that has this format. Details: `document_code`."""
    CHECK_FAILED = "check_failed"
    """A check digit disagrees: a character of that field is misread. Details: `field`."""
    DATE_IMPOSSIBLE = "date_impossible"
    """The characters of a date are no day of the calendar. Details: `field`."""
    STATE_UNKNOWN = "state_unknown"
    """A code that is no state or organisation. Details: `field`, `state`."""
    SEX_UNREADABLE = "sex_unreadable"
    """The place of the sex has a character other than M, F, X and `<`."""
    NUMBER_MISSING = "number_missing"
    """The place of the document number is empty."""
    NAME_UNREADABLE = "name_unreadable"
    """The names are missing or have digits in them."""
    NAMES_MAY_BE_CUT_SHORT = "names_may_be_cut_short"
    """The names fill their place to the last character, so the rest of them may be missing."""


FAULTS: Final[tuple[str, ...]] = tuple(Fault)
"""Every code a `MrzProblem` can have."""


@dataclass(frozen=True, slots=True)
class MrzProblem:
    """One thing wrong or doubtful with a reading."""

    code: str
    details: Mapping[str, str] = field(default_factory=dict)
    """What the sentence fills in. Never logged."""


_LONGEST: Final = 4000
# Beside the line ends: what scanners send between or around lines (tab, STX, ETX, record separators).
_BREAKS: Final = re.compile("[\\n\\r\\t\\v\\f\\x02\\x03\\x1c-\\x1e\\x85\\u2028\\u2029]+")
_LINE: Final = re.compile("[A-Z0-9<]+")
# One press of `<` while a Chinese input method is on, and what text recognition makes of it.
_FILLERS: Final = {ord("《"): "<", ord("〈"): "<", ord("‹"): "<", ord("«"): "<<"}
_SHAPES: Final = ((2, 44), (3, 30), (2, 36))


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of the first zone, each of the right length and of A-Z, 0-9 and `<` only; or none, and why."""

    lines: tuple[str, ...] = ()
    problems: tuple[MrzProblem, ...] = ()


def find(text: str) -> Found:
    """The zone in `text`: lines with any line ends and stray spaces, or one unbroken wedge read. Never raises.

    Lower case, full width and the brackets that a Chinese input method makes of `<` are understood; lines around the
    zone are passed over.
    """
    if len(text) > _LONGEST:
        return _unread(Fault.TOO_LONG, length=str(len(text)))
    lines = _clean(text)
    if not lines:
        return _unread(Fault.EMPTY)
    zones = _zones(lines)
    if not zones:
        return _explain(lines)
    return Found(zones[0], (MrzProblem(Fault.SEVERAL),) if len(set(zones)) > 1 else ())


def _clean(text: str) -> list[str]:
    """Lines in capitals and half width, without spaces and invisible characters; empty ones dropped."""
    return [line for part in _BREAKS.split(text) if (line := canonical(part.translate(_FILLERS)))]


def _zones(lines: list[str]) -> list[tuple[str, ...]]:
    """Every zone in the text: runs of lines of the right length, or a line (or all of them) that divides into some."""
    runs = [tuple(lines[at : at + count]) for at in range(len(lines)) for count, _ in _SHAPES]
    candidates = [*runs, *map(_divide, lines)]
    if zones := [zone for zone in candidates if _is_zone(zone)]:
        return zones
    whole = _divide("".join(lines))
    return [whole] if _is_zone(whole) and all(len(line) % len(whole[0]) == 0 for line in lines) else []


def _divide(line: str) -> tuple[str, ...]:
    for count, width in _SHAPES:
        if len(line) == count * width:
            return tuple(line[at : at + width] for at in range(0, len(line), width))
    return ()


def _is_zone(lines: tuple[str, ...]) -> bool:
    return (
        bool(lines)
        and (len(lines), len(lines[0])) in _SHAPES
        and all(len(line) == len(lines[0]) and _LINE.fullmatch(line) for line in lines)
        and lines[0][0].isalpha()
        and "<" in "".join(lines)
    )


# --- why it is no zone ----------------------------------------------------------------------------------------------


def _unread(code: Fault, **details: str) -> Found:
    return Found(problems=(MrzProblem(code, details),))


def _explain(lines: list[str]) -> Found:
    """The reasons that help most: characters first, then the number of lines, then each line's length."""
    foreign = [problem for at, line in enumerate(lines, 1) for problem in _foreign(at, line)]
    if foreign:
        return Found(problems=tuple(foreign[:3]))
    if len(lines) > 3:
        return _unread(Fault.LINE_COUNT, lines=str(len(lines)))
    if len(lines) == 1:
        return _explain_one(lines[0])
    width = 30 if len(lines) == 3 else min((44, 36), key=lambda width: sum(abs(len(line) - width) for line in lines))
    wrong = [_wrong_length(at, line, str(width)) for at, line in enumerate(lines, 1) if len(line) != width]
    return Found(problems=tuple(wrong) or (MrzProblem(Fault.DOCUMENT_CODE_UNKNOWN, {"document_code": ""}),))


def _explain_one(line: str) -> Found:
    """One line is either half a zone or a wedge read that lost or doubled a character."""
    if len(line) <= 48:
        return _unread(Fault.LINE_COUNT, lines="1")
    if _divide(line):
        return _unread(Fault.DOCUMENT_CODE_UNKNOWN, document_code="")
    return Found(problems=(_wrong_length(1, line, "72, 88, 90"),))


def _foreign(at: int, line: str) -> Iterable[MrzProblem]:
    found = sorted(set(_LINE.sub("", line)))
    if found:
        yield MrzProblem(Fault.UNREADABLE_CHARACTERS, {"line": str(at), "characters": " ".join(map(_shown, found[:8]))})


def _shown(char: str) -> str:
    return char if char.isprintable() else f"U+{ord(char):04X}"


def _wrong_length(at: int, line: str, expected: str) -> MrzProblem:
    return MrzProblem(Fault.LINE_LENGTH, {"line": str(at), "length": str(len(line)), "expected": expected})
