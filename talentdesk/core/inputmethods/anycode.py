"""One character by whatever somebody knows of it: its code point, its Cangjie code, how it is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from talentdesk.core.inputmethods.codepoints import Refusal, at_code_point
from talentdesk.core.inputmethods.lookup import Method, candidates
from talentdesk.core.inputmethods.tables import Tables

_CODE_POINT = re.compile(r"(?:U\+)?([0-9A-F]{4,6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A character, and by what it was found first."""

    text: str
    method: Method


def by_any_code(
    tables: Tables, typed: str, script: str, can_draw: Callable[[str], bool]
) -> tuple[tuple[Found, ...], Refusal | None]:
    """The characters that the whole of `typed` stands for, and why a code point gives none. A code point comes first,
    then Cangjie, then the sound that is usual where `script` is written."""
    typed = typed.strip()
    named = _CODE_POINT.fullmatch(typed)
    point = at_code_point(named[1], can_draw) if named else Refusal.UNFINISHED
    found = {point: Found(point, Method.CODE_POINT)} if not isinstance(point, Refusal) else {}
    for each in _by_tables(tables, typed, script):
        found.setdefault(each.text, each)
    refusal = point if isinstance(point, Refusal) and named and not found else None
    return tuple(found.values()), refusal


def _by_tables(tables: Tables, typed: str, script: str) -> Iterator[Found]:
    sounds = (Method.PINYIN, Method.JYUTPING) if script == "zh-Hans" else (Method.JYUTPING, Method.PINYIN)
    for method in (Method.CANGJIE, *sounds):
        for each in candidates(tables, method, typed, script=script):
            if each.used == len(typed) and not each.rest and len(each.text) == 1:
                yield Found(each.text, method)
