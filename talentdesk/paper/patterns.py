"""What all QR codes of one size, level M and mask 3 have in common: fixed patterns, blocks, and the way of the bits.

Numbers of sections and tables are those of ISO/IEC 18004:2015.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, product
from operator import itemgetter

LARGEST = 40
MASK = 3
"""One mask for all symbols: compressed bytes are noise already, and trying all eight takes much longer."""
_LEVEL = 0b00
"""M, as the format information says it (table 12)."""

# Level M by version, from 1 (table 9): codewords of correction in each block, and the number of blocks.
_CORRECTIONS = bytes.fromhex("0a101a1218101216161a1e161618181c1c1a1a1a1a1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c")
_BLOCKS = bytes.fromhex("01010102020404040505050809090a0a0b0d0e10111112141517191a1c1d1f21232526282b2d2f31")

_FINDER = (
    "000000000",
    "011111110",
    "010000010",
    "010111010",
    "010111010",
    "010111010",
    "010000010",
    "011111110",
    "000000000",
)
"""With the white around it, which is cut off at the edge."""
_ALIGNMENT = ("11111", "10001", "10101", "10001", "11111")

Fixed = dict[tuple[int, int], int]
"""Modules that say nothing of the text, by line and column from 0: 1 for dark."""


@dataclass(frozen=True, slots=True)
class Size:
    """One size of symbol."""

    side: int
    blocks: tuple[tuple[int, int], ...]
    """Codewords of data and of correction, shorter blocks first (7.5.1)."""
    place: Callable[[bytes], tuple[int, ...]]
    """Puts the digits of a message, followed by a 0 and a 1, where they belong."""
    mask: int
    """What turns placed digits into modules, read as one number."""


def capacity(version: int) -> int:
    """Bits of data that a symbol holds."""
    return 8 * (_codewords(version) - _CORRECTIONS[version - 1] * _BLOCKS[version - 1])


def _codewords(version: int) -> int:
    """All of them, those of correction included (table 1): what the fixed patterns leave of the square."""
    modules = (16 * version + 128) * version + 64
    if version > 1:
        steps = version // 7 + 2
        modules -= (25 * steps - 10) * steps - 55
    return (modules - (36 if version > 6 else 0)) // 8


@cache
def size(version: int) -> Size:
    """The symbols of a version from 1 to `LARGEST`."""
    side, bits, fixed = 17 + 4 * version, 8 * _codewords(version), _fixed(version)
    source = [bits] * (side * side)
    mask = bytearray(b"0" * (side * side))
    for (line, column), dark in fixed.items():
        source[line * side + column] = bits + dark
    # Bits that remain when the last codeword is placed are 0, and masked like the others.
    for bit, (line, column) in enumerate(_way(side, fixed)):
        source[line * side + column] = min(bit, bits)
        mask[line * side + column] ^= (line + column) % 3 == 0
    return Size(side, _blocks(version), itemgetter(*source), int.from_bytes(mask, "big"))


def _blocks(version: int) -> tuple[tuple[int, int], ...]:
    total, count, corrections = _codewords(version), _BLOCKS[version - 1], _CORRECTIONS[version - 1]
    short = count - total % count
    length = total // count - corrections
    return tuple((length + (index >= short), corrections) for index in range(count))


def _way(side: int, fixed: Fixed) -> Iterator[tuple[int, int]]:
    """The modules left for data as the bits go: in pairs of columns, up and down from the right (7.7.3)."""
    up = True
    # The column of the timing pattern is left out.
    for right in chain(range(side - 1, 6, -2), range(5, 0, -2)):
        for line in range(side - 1, -1, -1) if up else range(side):
            for place in ((line, right), (line, right - 1)):
                if place not in fixed:
                    yield place
        up = not up


def _fixed(version: int) -> Fixed:
    side = 17 + 4 * version
    found: Fixed = {}
    for at in range(8, side - 8):
        found[6, at] = found[at, 6] = 1 - at % 2
    centres = _alignment_centres(version)
    corners = {(6, 6), (6, side - 7), (side - 7, 6)}
    for line, column in set(product(centres, centres)) - corners:
        _draw(_ALIGNMENT, line - 2, column - 2, found)
    for line, column in ((-1, -1), (-1, side - 8), (side - 8, -1)):
        _draw(_FINDER, line, column, found)
    found.update(_format(side))
    if version > 6:
        found.update(_version_information(version, side))
    return {place: dark for place, dark in found.items() if min(place) >= 0 and max(place) < side}


def _draw(rows: Sequence[str], line: int, column: int, into: Fixed) -> None:
    for down, row in enumerate(rows):
        for along, module in enumerate(row):
            into[line + down, column + along] = int(module)


def _alignment_centres(version: int) -> list[int]:
    """Annex E."""
    if version == 1:
        return []
    count = version // 7 + 2
    step = 26 if version == 32 else (version * 4 + count * 2 + 1) // (count * 2 - 2) * 2
    return [6, *(version * 4 + 10 - step * back for back in range(count - 2, -1, -1))]


def _format(side: int) -> Fixed:
    """Level and mask, twice, and the dark module (7.9)."""
    told = (_LEVEL << 3 | MASK) << 10
    whole = (told | _checked(told, 0x537)) ^ 0x5412
    bits = [whole >> bit & 1 for bit in range(15)]
    down = [(line, 8) for line in (0, 1, 2, 3, 4, 5, 7, 8)]
    along = [(8, column) for column in (7, 5, 4, 3, 2, 1, 0)]
    left = [(8, side - 1 - bit) for bit in range(8)]
    low = [(side - 7 + bit, 8) for bit in range(7)]
    return {(side - 8, 8): 1, **dict(zip(down + along, bits, strict=True)), **dict(zip(left + low, bits, strict=True))}


def _version_information(version: int, side: int) -> Fixed:
    """7.10."""
    told = version << 12
    bits = told | _checked(told, 0x1F25)
    found: Fixed = {}
    for bit in range(18):
        far, near = side - 11 + bit % 3, bit // 3
        found[far, near] = found[near, far] = bits >> bit & 1
    return found


def _checked(told: int, generator: int) -> int:
    """The remainder of a BCH code: `told` divided by the generator, both as polynomials."""
    while told.bit_length() >= generator.bit_length():
        told ^= generator << told.bit_length() - generator.bit_length()
    return told
