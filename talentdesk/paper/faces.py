"""One font file: which characters it has, how wide they are, and the outline of each, read straight from the file."""

from __future__ import annotations

import mmap
import struct
import sys
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from talentdesk.paper.scripts import SHAPED_FACES

# Scripts whose letters change shape or order with their neighbours. Drawing them letter by letter
# would print a wrong name, so only a face that is always shaped claims to have them.
_NEEDS_SHAPING = (
    (0x0590, 0x0DFF),
    (0x0E00, 0x0FFF),
    (0x1000, 0x109F),
    (0x1780, 0x18AF),
    (0xA840, 0xAAFF),
    (0xABC0, 0xABFF),
    (0xFB1D, 0xFDFF),
)

_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


@dataclass(frozen=True, slots=True)
class Composed:
    """A glyph that no file has: glyphs of one face put together, in font units."""

    parts: tuple[tuple[int, int, int], ...]
    """Each with its place to the right of and above the origin; none: a blank."""
    advance: int


Glyph = int | Composed
"""A glyph by its number in the file, or one put together."""

Drawing = tuple[tuple[Glyph, str], ...]
"""Glyphs side by side, each with the text it stands for."""

_MOST_REMEMBERED = 8192


class FontMissing(Exception):
    """A font file that is shipped with the program isn't there or cannot be read."""

    def __init__(self, file: str) -> None:
        super().__init__(f"The font file {file} is missing or damaged.")
        self.file = file
        self.remedy = "Install talentdesk again, or put the file back into ui/fonts."


def is_variation_selector(code: int) -> bool:
    """Whether `code` only chooses among the forms of the character before it."""
    return any(code in block for block in _VARIATION_SELECTORS)


def is_ignorable(character: str) -> bool:
    """Whether `character` is never visible: format controls, variation selectors, line ends, tabs."""
    return character in "\n\r\t" or is_variation_selector(ord(character)) or unicodedata.category(character) == "Cf"


class Face:
    """A TrueType face with `glyf` outlines. Opened on first use, mapped into memory, never read as a whole."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.stem
        self._refused = () if self.name in SHAPED_FACES else _NEEDS_SHAPING
        self._advances: dict[Glyph, float] = {}
        self._drawn: dict[str, Drawing | None] = {}

    @cached_property
    def data(self) -> mmap.mmap:
        """The file's bytes. Raises FontMissing."""
        try:
            with self.path.open("rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise FontMissing(self.path.name) from error
        if data[:4] != b"\0\1\0\0":
            raise FontMissing(self.path.name)
        return data

    @cached_property
    def tables(self) -> dict[bytes, tuple[int, int]]:
        """Offset and length of each table by tag."""
        (count,) = struct.unpack_from(">H", self.data, 4)
        rows = (struct.unpack_from(">4sLLL", self.data, 12 + 16 * row) for row in range(count))
        tables = {tag: (offset, length) for tag, _, offset, length in rows}
        needed = {b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"}
        if needed - tables.keys() or any(sum(place) > len(self.data) for place in tables.values()):
            raise FontMissing(self.path.name)
        return tables

    def table(self, tag: bytes) -> bytes:
        """The bytes of one table."""
        offset, length = self.tables[tag]
        return self.data[offset : offset + length]

    def _number(self, layout: str, tag: bytes, offset: int) -> int:
        value: int = struct.unpack_from(layout, self.data, self.tables[tag][0] + offset)[0]
        return value

    @cached_property
    def units(self) -> int:
        """Font units to an em."""
        return self._number(">H", b"head", 18)

    @cached_property
    def ascent(self) -> float:
        """Height above the baseline, in ems."""
        return self._number(">h", b"hhea", 4) / self.units

    @cached_property
    def descent(self) -> float:
        """Depth below the baseline, in ems, negative."""
        return self._number(">h", b"hhea", 6) / self.units

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """Bounds of all glyphs, in thousandths of an em."""
        left, low, right, high = struct.unpack_from(">4h", self.data, self.tables[b"head"][0] + 36)
        return tuple(round(edge * 1000 / self.units) for edge in (left, low, right, high))

    @cached_property
    def wide_metrics(self) -> int:
        """How many glyphs have an advance of their own; the rest share the last one."""
        return self._number(">H", b"hhea", 34)

    def advance(self, glyph: Glyph) -> float:
        """Width of a glyph in ems."""
        if glyph not in self._advances:
            self._advances[glyph] = self.wide(glyph) / self.units
        return self._advances[glyph]

    def wide(self, glyph: Glyph) -> int:
        """Width of a glyph in font units."""
        if isinstance(glyph, Composed):
            return glyph.advance
        return self._number(">H", b"hmtx", 4 * min(glyph, self.wide_metrics - 1))

    @cached_property
    def _subtables(self) -> dict[tuple[int, int], int]:
        (count,) = struct.unpack_from(">H", self.data, self.tables[b"cmap"][0] + 2)
        start = self.tables[b"cmap"][0]
        rows = (struct.unpack_from(">HHL", self.data, start + 4 + 8 * row) for row in range(count))
        return {(platform, encoding): start + offset for platform, encoding, offset in rows}

    @cached_property
    def _lookup(self) -> Callable[[int], int]:
        for key in ((3, 10), (0, 4), (3, 1), (0, 3)):
            if key in self._subtables:
                at = self._subtables[key]
                (layout,) = struct.unpack_from(">H", self.data, at)
                if layout == 12:
                    return _segmented_coverage(self.data, at)
                if layout == 4:
                    return _segment_deltas(self.data, at)
        raise FontMissing(self.path.name)

    def glyph(self, code: int) -> int:
        """Glyph of a code point; 0 when the face has none."""
        if code < 0x20 or any(low <= code <= high for low, high in self._refused):
            return 0
        return self._lookup(code)

    @cached_property
    def _variants(self) -> dict[tuple[int, int], int]:
        at = self._subtables.get((0, 5))
        return {} if at is None else _variation_sequences(self.data, at)

    def drawn(self, cluster: str) -> Drawing | None:
        """Glyphs that draw a base with its marks, each with the text it stands for; None when the face cannot.

        A decomposed letter is drawn by the composed glyph where there is one and still copies as it was typed.
        """
        if cluster not in self._drawn:
            if len(self._drawn) > _MOST_REMEMBERED:
                self._drawn.clear()
            self._drawn[cluster] = self._draw(cluster)
        return self._drawn[cluster]

    def _draw(self, cluster: str) -> Drawing | None:
        visible = [character for character in cluster if not is_ignorable(character)]
        if not visible:
            return ()
        if len(visible) == 1:
            return self._single(visible[0], cluster)
        composed = unicodedata.normalize("NFC", "".join(visible))
        if len(composed) == 1 and (glyph := self.glyph(ord(composed))):
            return ((glyph, cluster),)
        glyphs = tuple((self.glyph(ord(character)), character) for character in visible)
        return glyphs if all(glyph for glyph, _ in glyphs) else None

    def _single(self, character: str, cluster: str) -> Drawing | None:
        glyph = self.glyph(ord(character))
        if not glyph:
            return None
        selectors = [ord(other) for other in cluster if is_variation_selector(ord(other))]
        if selectors:
            return ((self._variants.get((ord(character), selectors[0]), glyph), cluster),)
        return ((glyph, character),)

    def outline(self, glyph: int) -> bytes:
        """The glyph's record in `glyf`; empty for a blank."""
        loca, glyf = self.tables[b"loca"][0], self.tables[b"glyf"][0]
        if self._number(">h", b"head", 50):
            start, end = struct.unpack_from(">LL", self.data, loca + 4 * glyph)
        else:
            start, end = (2 * half for half in struct.unpack_from(">HH", self.data, loca + 2 * glyph))
        return self.data[glyf + start : glyf + end]

    def metric(self, glyph: int) -> bytes:
        """The glyph's four bytes in `hmtx`: advance and left side bearing in font units."""
        at, wide = self.tables[b"hmtx"][0], self.wide_metrics
        if glyph < wide:
            return self.data[at + 4 * glyph : at + 4 * glyph + 4]
        shared, bearing = at + 4 * (wide - 1), at + 4 * wide + 2 * (glyph - wide)
        return self.data[shared : shared + 2] + self.data[bearing : bearing + 2]


def _numbers(kind: str, data: bytes) -> array[int]:
    numbers = array(kind, data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _segmented_coverage(data: mmap.mmap, at: int) -> Callable[[int], int]:
    """Look-up in a `cmap` of format 12: ranges of code points with consecutive glyphs."""
    (count,) = struct.unpack_from(">L", data, at + 12)
    flat = _numbers("I", data[at + 16 : at + 16 + 12 * count])
    starts, ends, glyphs = flat[0::3], flat[1::3], flat[2::3]

    def look_up(code: int) -> int:
        row = bisect_right(starts, code) - 1
        return glyphs[row] + code - starts[row] if row >= 0 and code <= ends[row] else 0

    return look_up


def _segment_deltas(data: mmap.mmap, at: int) -> Callable[[int], int]:
    """Look-up in a `cmap` of format 4: segments of the first plane with a delta or a glyph array."""
    twice, size = struct.unpack_from(">H", data, at + 6)[0], struct.unpack_from(">H", data, at + 2)[0]
    words = _numbers("H", data[at : at + size])
    count = twice // 2
    ends, starts = words[7 : 7 + count], words[8 + count : 8 + 2 * count]
    deltas, offsets = words[8 + 2 * count : 8 + 3 * count], 8 + 3 * count

    def look_up(code: int) -> int:
        row = bisect_right(starts, code) - 1
        if row < 0 or code > ends[row] or code > 0xFFFF:
            return 0
        if not words[offsets + row]:
            return (code + deltas[row]) & 0xFFFF
        glyph = words[offsets + row + words[offsets + row] // 2 + code - starts[row]]
        return (glyph + deltas[row]) & 0xFFFF if glyph else 0

    return look_up


def _variation_sequences(data: mmap.mmap, at: int) -> dict[tuple[int, int], int]:
    """`cmap` format 14: the glyph of a character with a variation selector where it differs from the usual one."""
    (count,) = struct.unpack_from(">L", data, at + 6)
    found: dict[tuple[int, int], int] = {}
    for row in range(count):
        record = at + 10 + 11 * row
        selector = int.from_bytes(data[record : record + 3], "big")
        (offset,) = struct.unpack_from(">L", data, record + 7)
        if offset:
            (mappings,) = struct.unpack_from(">L", data, at + offset)
            for start in range(at + offset + 4, at + offset + 4 + 5 * mappings, 5):
                code = int.from_bytes(data[start : start + 3], "big")
                found[code, selector] = int.from_bytes(data[start + 3 : start + 5], "big")
    return found
