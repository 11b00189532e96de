"""The short code of a case that stands on its slips: it finds the case again, on any desk the case has gone to."""

from __future__ import annotations

import re
from hashlib import sha256

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letter that is taken for a digit or another letter when it is read out or written down."""
LENGTH = 6
_LEAST = 4
"""Fewer may be any name."""
_ASKED = re.compile(rf"[{_LETTERS}]{{{_LEAST},{LENGTH}}}")


def slip_code(id: str) -> str:
    """Six letters and digits made of the case's random id; they say nothing of the person."""
    number = int.from_bytes(sha256(f"talentdesk slip {id}".encode()).digest()[:8], "big")
    code = ""
    for _ in range(LENGTH):
        number, letter = divmod(number, len(_LETTERS))
        code += _LETTERS[letter]
    return code


def spaced(code: str) -> str:
    """As it is printed: `K7M 2QX`."""
    return f"{code[:3]} {code[3:]}".strip()


def asked(text: str) -> str:
    """The beginning of a code that a typed text may be; empty where it can be none."""
    code = re.sub(r"[\s-]", "", text).upper()
    return code if _ASKED.fullmatch(code) else ""
