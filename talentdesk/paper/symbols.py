"""QR codes of alphanumeric texts at level M (ISO/IEC 18004), in a tenth of the time that segno takes.

What all symbols of a size have in common segno draws once: its fixed patterns, and which modules are left for data.
A symbol is then its bits, put in their places by one permutation and masked by one number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from operator import itemgetter
from typing import Any

import segno
from segno import consts

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_PAIRS = {a + b: f"{x * 45 + y:011b}" for a, x in _VALUES.items() for b, y in _VALUES.items()}
_MODE = "0010"
_LEVEL = consts.ERROR_LEVEL_M
_MASK = 3
"""One mask for all symbols: compressed bytes are noise already, and trying all eight takes five times as long."""
# segno has no types.
_CAPACITY: Any = consts.SYMBOL_CAPACITY
_BLOCKS: Any = consts.ECC
_DATA = (consts.TYPE_DATA_DARK, consts.TYPE_DATA_LIGHT)
_PRIMITIVE = 0x11D
"""x⁸ + x⁴ + x³ + x² + 1, which the field of the codewords is built on."""

Matrix = tuple[bytes, ...]
"""A row a line, a byte a module, 1 for dark."""


def qr_code(text: str) -> Matrix:
    """The symbol, as small as can be, without its quiet zone. Raises ValueError for a text that none holds."""
    bits = _letters(text)
    version = _version(len(bits), len(text))
    size = _size(version)
    words = _codewords(f"{_MODE}{len(text):0{_count_bits(version)}b}{bits}", size.capacity)
    message = b"".join(_interleaved(words, size.blocks))
    placed = bytes(size.place(f"{int.from_bytes(message, 'big'):0{8 * len(message)}b}01".encode("ascii")))
    # The digits' lowest bits are the modules.
    modules = (int.from_bytes(placed, "big") ^ size.mask).to_bytes(len(placed), "big")
    return tuple(modules[at : at + size.side] for at in range(0, len(modules), size.side))


def _letters(text: str) -> str:
    """Two letters in eleven bits, a last one in six. Raises ValueError."""
    try:
        pairs = [_PAIRS[text[at : at + 2]] for at in range(0, len(text) - 1, 2)]
        return "".join(pairs) + (f"{_VALUES[text[-1]]:06b}" if len(text) % 2 else "")
    except KeyError:
        raise ValueError("not alphanumeric") from None


def _count_bits(version: int) -> int:
    return 9 if version < 10 else 11 if version < 27 else 13


def _version(bits: int, letters: int) -> int:
    for version in range(1, 41):
        counted = _count_bits(version)
        room = _CAPACITY[version][_LEVEL] - len(_MODE) - counted
        if bits <= room and letters < 1 << counted:
            return version
    raise ValueError("too long")


def _codewords(bits: str, capacity: int) -> bytes:
    """The bits as bytes, filled up with what stands for nothing."""
    bits += "0" * min(4, capacity - len(bits))
    bits += "0" * (-len(bits) % 8)
    words = int(bits, 2).to_bytes(len(bits) // 8, "big")
    spare = capacity // 8 - len(words)
    return words + (b"\xec\x11" * (spare // 2 + 1))[:spare]


# --- error correction ---------------------------------------------------------------------------------


def _interleaved(words: bytes, blocks: Sequence[tuple[int, int]]) -> Iterator[bytes]:
    """Codewords block by block become first ones, second ones …; then likewise those that correct errors."""
    data, checks, at = [], [], 0
    for length, corrections in blocks:
        block = words[at : at + length]
        at += length
        data.append(block)
        checks.append(_remainder(block, corrections))
    for part in (data, checks):
        yield bytes(word for word in chain.from_iterable(zip_longest(*part)) if word is not None)


def _remainder(block: bytes, corrections: int) -> bytes:
    """The Reed-Solomon code of a block, by division of polynomials."""
    multiples, top, keep = _multiples(corrections), 8 * (corrections - 1), (1 << 8 * (corrections - 1)) - 1
    rest = 0
    for word in block:
        rest = (rest & keep) << 8 ^ multiples[word ^ rest >> top]
    return rest.to_bytes(corrections, "big")


@cache
def _multiples(corrections: int) -> tuple[int, ...]:
    """Every multiple of the generator polynomial, without its first term, as one number each."""
    exponents, logarithms = _field()
    generator = [1]
    for power in range(corrections):
        shifted = [exponents[(logarithms[each] + power) % 255] if each else 0 for each in generator]
        generator = [a ^ b for a, b in zip([*generator, 0], [0, *shifted], strict=True)]
    found = [0]
    for factor in range(1, 256):
        terms = (exponents[(logarithms[each] + logarithms[factor]) % 255] if each else 0 for each in generator[1:])
        found.append(int.from_bytes(bytes(terms), "big"))
    return tuple(found)


@cache
def _field() -> tuple[list[int], list[int]]:
    exponents, logarithms, value = [], [0] * 256, 1
    for power in range(255):
        exponents.append(value)
        logarithms[value] = power
        value = value << 1 ^ (_PRIMITIVE if value & 0x80 else 0)
    return exponents, logarithms


# --- what all symbols of a size have in common --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Size:
    side: int
    capacity: int
    """Bits of data."""
    blocks: tuple[tuple[int, int], ...]
    """Codewords of data and of correction."""
    place: Callable[[bytes], tuple[int, ...]]
    """Puts the bits of a message, followed by a 0 and a 1, where they belong."""
    mask: int
    """What turns placed digits into modules."""


@cache
def _size(version: int) -> _Size:
    made = segno.make_qr("0", version=version, error="m", mask=_MASK, boost_error=False)
    kinds: list[list[int]] = [list(row) for row in made.matrix_iter(border=0, verbose=True)]
    side = len(kinds)
    # segno takes this one for a part of the format, which ends a module further on.
    kinds[8][side - 9] = consts.TYPE_DATA_LIGHT
    blocks = tuple(
        (each.num_data, each.num_total - each.num_data)
        for each in _BLOCKS[version][_LEVEL]
        for _ in range(each.num_blocks)
    )
    bits = 8 * sum(sum(block) for block in blocks)
    # Where nothing is left to place, the fixed patterns are: a dark module is more than a byte in segno's table.
    source = [bits + (kind >> 8 > 0) for row in kinds for kind in row]
    mask = bytearray(b"0" * side * side)
    for bit, (line, column) in enumerate(_path(kinds)):
        at = line * side + column
        source[at] = bit if bit < bits else bits
        mask[at] ^= (line + column) % 3 == 0
    return _Size(
        side,
        _CAPACITY[version][_LEVEL],
        blocks,
        itemgetter(*source),
        int.from_bytes(mask, "big"),
    )


def _path(kinds: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """The modules left for data as the bits go through them: in pairs of columns, up and down from the right."""
    side, up = len(kinds), True
    # The column of the timing pattern is left out.
    for right in chain(range(side - 1, 6, -2), range(5, 0, -2)):
        for line in range(side - 1, -1, -1) if up else range(side):
            yield from ((line, column) for column in (right, right - 1) if kinds[line][column] in _DATA)
        up = not up
