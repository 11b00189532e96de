"""Finds a machine-readable zone in what a recogniser made of a picture, and mends what the zone itself proves wrong.

The kinds of character that a place may hold (ICAO Doc 9303) are given by the format. In the places of digits one is
put for a letter that looks like it only where the check digit then agrees; in a number, which may have both, only where
it agrees in one single way with as few changes. In the places of letters the recogniser is asked which letter the
picture looks like most, and is believed only where no other comes near. All else stays as it was read, for a person to
see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from typing import Final, NamedTuple

from talentdesk.core import checkdigits

Glyph = Mapping[str, float]
"""How much a place looks like each character of a zone: A-Z, 0-9 and `<`."""
Line = Sequence[Glyph]

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS: Final = "0123456789"
ALPHABET: Final = LETTERS + DIGITS + "<"

_NUMERIC: Final = DIGITS + "<"
_ALIKE: Final = ("0ODQ", "1IL", "8B", "5S", "2Z", "6G")
_AHEAD: Final = 4.0
"""So many times more than the next letter the picture must look like the one that is believed."""
_DOUBT: Final = 0.001
"""Of what the likeliest has. A recogniser is sure of itself even where it errs."""
_MOST_AMISS: Final = 5
"""Fillers of a run that a recogniser may have counted wrongly."""


class _Field(NamedTuple):
    name: str
    places: tuple[int, ...]
    """Of the lines laid end to end."""
    check: int


class _Format(NamedTuple):
    codes: str
    """What the first line may begin with."""
    width: int
    kinds: str
    """Of all lines, laid end to end."""
    fields: tuple[_Field, ...]


def _spans(*pairs: tuple[int, int]) -> tuple[int, ...]:
    return tuple(place for start, end in pairs for place in range(start, end))


def _two_lines(codes: str, width: int, rest: str, *more: _Field) -> _Format:
    """What passports, visas and larger cards have in the same places."""
    low = width
    kinds = "a" * width + "x" * 9 + "n" + "aaa" + "n" * 7 + "a" + "n" * 7 + rest
    fields = (
        _Field("birth_date", _spans((low + 13, low + 19)), low + 19),
        _Field("expiry_date", _spans((low + 21, low + 27)), low + 27),
        _Field("number", _spans((low, low + 9)), low + 9),
    )
    return _Format(codes, width, kinds, (*fields, *more))


_FORMATS: Final = (
    _two_lines(
        "P",
        44,
        "x" * 14 + "nn",
        _Field("optional", _spans((72, 86)), 86),
        _Field("composite", _spans((44, 54), (57, 64), (65, 87)), 87),
    ),
    _two_lines("ACIP", 36, "x" * 7 + "n", _Field("composite", _spans((36, 46), (49, 56), (57, 71)), 71)),
    _two_lines("V", 44, "x" * 16),
    _two_lines("V", 36, "x" * 8),
    _Format(
        "ACIP",
        30,
        "a" * 5 + "x" * 9 + "n" + "x" * 15 + "n" * 7 + "a" + "n" * 7 + "aaa" + "x" * 11 + "n" + "a" * 30,
        (
            _Field("birth_date", _spans((30, 36)), 36),
            _Field("expiry_date", _spans((38, 44)), 44),
            _Field("number", _spans((5, 14)), 14),
            _Field("composite", _spans((5, 30), (30, 37), (38, 45), (48, 59)), 59),
        ),
    ),
    # A Chinese exit-entry card: its layout is not published, so only what has a check digit of its own is looked at.
    _Format(
        "C",
        30,
        "aa" + "x" * 9 + "n" + "x" + "n" * 7 + "x" + "n" * 7 + "xx" + "x" * 60,
        (
            _Field("birth_date", _spans((21, 27)), 27),
            _Field("expiry_date", _spans((13, 19)), 19),
            _Field("number", _spans((2, 11)), 11),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Zone:
    """What was found: the lines, the fields that were mended, and which of the lines that were seen these are."""

    lines: tuple[str, ...]
    repaired: tuple[str, ...] = ()
    """birth_date, expiry_date, number, optional, composite by their check digit; `letters` by what they look like."""
    seen: tuple[int, ...] = ()
    passed: int = 0
    """Check digits that agree."""
    failed: int = 0


def find(lines: Sequence[Line]) -> Zone | None:
    """The zone among lines in the order of reading, from the top or, on a page upside down, from the foot.

    Of several the one is taken of which most check digits agree. None where of none a single one does.
    """
    zones = list(_zones(lines))
    return max(zones, key=lambda zone: (zone.passed - zone.failed, zone.passed)) if zones else None


def _zones(lines: Sequence[Line]) -> Iterator[Zone]:
    places = range(len(lines))
    for form in _FORMATS:
        count = len(form.kinds) // form.width
        fitted = [_fitted(line, form.width) for line in lines]
        for order in (places, places[::-1]):
            runs = [order[at : at + count] for at in range(len(order) - count + 1)]
            for run in runs:
                whole = [fitted[place] for place in run]
                glyphs = [glyph for line in whole if line is not None for glyph in line]
                if len(glyphs) == len(form.kinds):
                    zone = _decoded(glyphs, form, tuple(run))
                    if zone is not None:
                        yield zone


def best(glyph: Glyph, kind: str = ALPHABET) -> str:
    """What it looks like most, of the characters that may be there."""
    return max(kind, key=lambda char: glyph.get(char, 0.0))


# --- a line of the right length ----------------------------------------------------------------------------------


def _fitted(line: Line, width: int) -> Line | None:
    """A line of that many places. A recogniser that counts wrongly does so in the longest run of fillers."""
    amiss = width - len(line)
    if not amiss:
        return line
    if abs(amiss) > _MOST_AMISS:
        return None
    start, end = _longest_run([best(glyph) for glyph in line])
    if end - start < 3 or end - start + amiss < 2:
        return None
    run = [line[start]] * (end - start + amiss)
    return [*line[:start], *run, *line[end:]]


def _longest_run(text: Sequence[str]) -> tuple[int, int]:
    """Of fillers; of two that are as long the latter."""
    edges = [-1, *(at for at, char in enumerate(text) if char != "<"), len(text)]
    return max(((before + 1, after) for before, after in pairwise(edges)), key=lambda run: (run[1] - run[0], run))


# --- from what places look like to characters ----------------------------------------------------------------------


def _decoded(glyphs: Sequence[Glyph], form: _Format, seen: tuple[int, ...]) -> Zone | None:
    text = [best(glyph) for glyph in glyphs]
    first = _letter(glyphs[0])
    if first not in form.codes or first == "" or text.count("<") < 2:
        return None
    repaired = []
    for place, kind in enumerate(form.kinds):
        if kind == "a" and text[place] in DIGITS and (letter := _letter(glyphs[place])):
            text[place] = letter
            repaired.append("letters")
    passed = failed = 0
    for field in form.fields:
        passes, was = False, [text[place] for place in (*field.places, field.check)]
        for text_now in _ways(text, glyphs, form, field):
            passes, text = True, text_now
            break
        passed, failed = passed + passes, failed + (not passes)
        if [text[place] for place in (*field.places, field.check)] != was:
            repaired.append(field.name)
    if not passed:
        return None
    lines = tuple("".join(text[at : at + form.width]) for at in range(0, len(text), form.width))
    return Zone(lines, tuple(dict.fromkeys(repaired)), seen, passed, failed)


def _letter(glyph: Glyph) -> str:
    """The letter that it looks like; none where two come near each other."""
    likely = sorted(LETTERS, key=lambda char: -glyph.get(char, 0.0))
    ahead = glyph.get(likely[0], 0.0) > _AHEAD * glyph.get(likely[1], 0.0)
    return likely[0] if ahead else ""


def _ways(text: list[str], glyphs: Sequence[Glyph], form: _Format, field: _Field) -> Iterable[list[str]]:
    """The text in which the field's digit agrees: as it was read, with digits in the places of digits, or mended in the
    one way there is; nothing where it does not agree, or in several ways. The digit over the whole zone is no second
    witness for a number: it weighs it alike."""
    if _agrees(text, field):
        return (text,)
    # The digit over all may mend only what no other digit has judged.
    judged = {place for each in form.fields if each is not field for place in (*each.places, each.check)}
    own = [place for place in field.places if field.name != "composite" or place not in judged]
    digits = list(text)
    for place in (*own, field.check):
        if form.kinds[place] == "n":
            digits[place] = _digit(glyphs[place], text[place])
    if _agrees(digits, field):
        return (digits,)
    places = [place for place in own if form.kinds[place] == "x"]
    seen = {place: [char for char in _alike(digits[place]) if _may_be(glyphs[place], char)] for place in places}
    alike = {place: _alike(digits[place]) for place in places}
    for others, changes in ((seen, 1), (seen, 2), (alike, 1)):
        mended = [one for one in _changed(digits, others, changes) if _agrees(one, field)]
        if mended:
            return mended if len(mended) == 1 else ()
    return ()


def _changed(text: list[str], others: Mapping[int, Sequence[str]], changes: int) -> Iterator[list[str]]:
    """Every text in which that many places have another character."""
    for chosen in combinations(others, changes):
        for chars in product(*(others[place] for place in chosen)):
            one = list(text)
            for place, char in zip(chosen, chars, strict=True):
                one[place] = char
            yield one


def _digit(glyph: Glyph, char: str) -> str:
    """The digit that the picture or the shape of `char` admits; else `char`."""
    likely = best(glyph, _NUMERIC)
    if _may_be(glyph, likely):
        return likely
    return next((each for each in _alike(char) if each in DIGITS), char)


def _may_be(glyph: Glyph, char: str) -> bool:
    """Whether the picture is in doubt between what was read and this."""
    return glyph.get(char, 0.0) >= _DOUBT * max(glyph.values())


def _alike(char: str) -> str:
    """What it may be taken for, without itself."""
    return next((group.replace(char, "") for group in _ALIKE if char in group), "")


def _agrees(text: Sequence[str], field: _Field) -> bool:
    covered = "".join(text[place] for place in field.places)
    digit = text[field.check]
    if digit == "<":
        return not covered.strip("<") or (field.name == "number" and "<" not in covered)
    return checkdigits.machine_readable(covered) == digit
