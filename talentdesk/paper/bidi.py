"""Which way each part of a line runs, where scripts from the right and from the left meet (UAX #9).

For names and addresses: all rules but those of explicit embeddings, overrides and isolates (X1 to X8), whose controls
are passed over. The directional marks U+200E, U+200F and U+061C work as they should.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

_STRONG = {"L": 0, "R": 1, "AL": 1}
_ISOLATES = frozenset({"LRI", "RLI", "FSI", "PDI"})
_PASSED_OVER = frozenset({"BN", "LRE", "RLE", "LRO", "RLO", "PDF"}) | _ISOLATES
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})
_PAIRS = "()[]{}（）［］｛｝〈〉《》「」『』【】〔〕〖〗〘〙〚〛⟨⟩⟪⟫⟦⟧｢｣"
_CLOSING = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_MOST_OPEN = 63


def levels(paragraph: str) -> tuple[int, ...]:
    """The embedding level of each character: even runs from the left, odd from the right. The first letter decides
    which way the paragraph itself runs (P2, P3).
    """
    types = [unicodedata.bidirectional(character) or "L" for character in paragraph]
    base = next((_STRONG[each] for each in types if each in _STRONG), 0)
    kept = [at for at, each in enumerate(types) if each not in _PASSED_OVER]
    resolved = _resolve([types[at] for at in kept], [paragraph[at] for at in kept], base)
    found = [-1] * len(paragraph)
    for at, level in zip(kept, resolved, strict=True):
        found[at] = level
    for at, level in enumerate(found):
        if level < 0:
            found[at] = found[at - 1] if at else base
    ending = True
    for at in reversed(range(len(paragraph))):
        ending = types[at] in ("S", "B") or (ending and (types[at] == "WS" or types[at] in _PASSED_OVER))
        if ending:
            found[at] = base
    return tuple(found)


def visual_order(line: Sequence[int]) -> tuple[int, ...]:
    """The places of a line's parts from left to right, by their levels (L2)."""
    order = list(range(len(line)))
    for level in range(max(line, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and line[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end + 1
    return tuple(order)


def _resolve(types: list[str], characters: list[str], base: int) -> list[int]:
    outside = "RL"[base == 0]
    originals = list(types)
    _resolve_weak(types, outside)
    _resolve_brackets(types, originals, characters, outside)
    _resolve_neutral(types, outside)
    return [base + _step(each, base) for each in types]


def _step(kind: str, base: int) -> int:
    """I1 and I2."""
    if base % 2 == 0:
        return {"L": 0, "R": 1}.get(kind, 2)
    return 0 if kind == "R" else 1


def _resolve_weak(types: list[str], outside: str) -> None:
    """W1 to W7."""
    strong = before = outside
    for at, kind in enumerate(types):
        if kind == "NSM":
            types[at] = kind = before
        if kind == "EN" and strong == "AL":
            types[at] = "AN"
        if kind in _STRONG:
            strong = kind
        before = kind
    types[:] = ["R" if kind == "AL" else kind for kind in types]
    _resolve_separators(types)
    _resolve_terminators(types)
    strong = outside
    for at, kind in enumerate(types):
        if kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "L":
            types[at] = "L"


def _resolve_separators(types: list[str]) -> None:
    """W4: a single separator between numbers of one kind."""
    for at in range(1, len(types) - 1):
        around = types[at - 1], types[at + 1]
        if types[at] in ("ES", "CS") and around == ("EN", "EN"):
            types[at] = "EN"
        elif types[at] == "CS" and around == ("AN", "AN"):
            types[at] = "AN"


def _resolve_terminators(types: list[str]) -> None:
    """W5 and W6: signs that stand by a European number belong to it; the rest are neutral."""
    start = 0
    for kind, part in groupby(list(types)):
        end = start + len(list(part))
        if kind == "ET":
            beside = "EN" in (*types[max(0, start - 1) : start], *types[end : end + 1])
            types[start:end] = ["EN" if beside else "ON"] * (end - start)
        elif kind in ("ES", "CS"):
            types[start:end] = ["ON"] * (end - start)
        start = end


def _direction(kind: str) -> str:
    """How a resolved type counts for the neutrals beside it; empty for a neutral."""
    return "" if kind in _NEUTRAL else "L" if kind == "L" else "R"


def _resolve_brackets(types: list[str], originals: list[str], characters: list[str], outside: str) -> None:
    """N0: both brackets of a pair run the same way."""
    for opening, closing in _bracket_pairs(types, characters):
        inside = {_direction(kind) for kind in types[opening + 1 : closing]} - {""}
        if not inside:
            continue
        if outside in inside:
            chosen = outside
        else:
            earlier = (_direction(kind) for kind in reversed(types[:opening]))
            chosen = next((each for each in earlier if each), outside)
        for bracket in (opening, closing):
            types[bracket] = chosen
            for at in range(bracket + 1, len(types)):
                if originals[at] != "NSM":
                    break
                types[at] = chosen


def _bracket_pairs(types: list[str], characters: list[str]) -> list[tuple[int, int]]:
    """BD16."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for at, character in enumerate(characters):
        if types[at] != "ON":
            continue
        if character in _CLOSING:
            if len(opened) == _MOST_OPEN:
                return []
            opened.append((_CLOSING[character], at))
        elif any(character == closing for closing, _ in opened):
            while opened[-1][0] != character:
                opened.pop()
            pairs.append((opened.pop()[1], at))
    return sorted(pairs)


def _resolve_neutral(types: list[str], outside: str) -> None:
    """N1 and N2."""
    start = 0
    for neutral, part in groupby([kind in _NEUTRAL for kind in types]):
        end = start + len(list(part))
        if neutral:
            left = _direction(types[start - 1]) if start else outside
            right = _direction(types[end]) if end < len(types) else outside
            types[start:end] = [left if left == right else outside] * (end - start)
        start = end
