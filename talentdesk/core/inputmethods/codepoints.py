"""A character named by its code point, such as U+282E2."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from enum import StrEnum

_NO_LETTERS = ("Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp")


class Refusal(StrEnum):
    """Why a code point gives no character."""

    UNFINISHED = "unfinished"
    NO_CHARACTER = "no_character"
    NO_GLYPH = "no_glyph"


def at_code_point(digits: str, can_draw: Callable[[str], bool]) -> str | Refusal:
    """The character that hexadecimal `digits` name, or why there is none. What nobody can see is not typed so."""
    if len(digits) < 4:
        return Refusal.UNFINISHED
    try:
        number = int(digits, 16)
    except ValueError:
        return Refusal.NO_CHARACTER
    if number > 0x10FFFF or unicodedata.category(chr(number)) in _NO_LETTERS:
        return Refusal.NO_CHARACTER
    return chr(number) if can_draw(chr(number)) else Refusal.NO_GLYPH
