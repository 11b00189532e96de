"""The sums that tell a mistyped number from a right one, each by its published standard.

Every function takes the characters before the check digit, in capitals and without spaces or brackets, and gives
back the one character that must follow. They raise ValueError when a character isn't in the standard's alphabet.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_LETTERS_FROM_TEN: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CREDIT_CODE: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CITIZEN_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_SPACE: Final = 36


def _weigh(values: Iterable[int], weights: Iterable[int]) -> int:
    return sum(value * weight for value, weight in zip(values, weights, strict=True))


def citizen_number(first_seventeen: str) -> str:
    """GB 11643-1999, which is ISO 7064 MOD 11-2: `0`-`9` or `X`."""
    return "10X98765432"[_weigh(map("0123456789".index, first_seventeen), _CITIZEN_WEIGHTS) % 11]


def hong_kong_identity_card(prefix_and_digits: str) -> str:
    """One or two letters and six digits: `0`-`9` or `A`. A single letter is padded in front with a space."""
    values = [_SPACE if char == " " else _LETTERS_FROM_TEN.index(char) for char in prefix_and_digits.rjust(8)]
    return "0123456789A"[-_weigh(values, range(9, 1, -1)) % 11]


def credit_code(first_seventeen: str) -> str:
    """GB 32100-2015, unified social credit code, MOD 31."""
    return _CREDIT_CODE[-_weigh(map(_CREDIT_CODE.index, first_seventeen), _CREDIT_WEIGHTS) % 31]


def organisation_code(first_eight: str) -> str:
    """GB 11714-1997, the organisation code inside a credit code, MOD 11: `0`-`9` or `X`."""
    return "0123456789X0"[11 - _weigh(map(_LETTERS_FROM_TEN.index, first_eight), _ORGANISATION_WEIGHTS) % 11]


def machine_readable(characters: str) -> str:
    """ICAO Doc 9303-3 section 4.9, weights 7-3-1, the filler `<` counting nothing: `0`-`9`."""
    values = (0 if char == "<" else _LETTERS_FROM_TEN.index(char) for char in characters)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)
