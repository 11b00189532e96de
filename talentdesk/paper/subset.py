"""Cuts a font down to the glyphs a paper uses, so that only those travel in its PDF."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from talentdesk.paper.faces import Composed, Face, Glyph

_WORDS, _PLACED, _MORE, _INSTRUCTED = 0x0001, 0x0002, 0x0020, 0x0100
_SCALE, _TWO_SCALES, _MATRIX = 0x0008, 0x0040, 0x0080


_MOST_DEEP = 15
"""Composites within composites: more than any font nests."""


def subset(face: Face, glyphs: Sequence[Glyph]) -> bytes:
    """A TrueType program in which glyph n+1 is `glyphs[n]` (0 stays `.notdef`), without hints or layout tables.

    A glyph may stand several times. Parts of composite glyphs follow at the end.
    """
    order: list[Glyph] = [0, *glyphs]
    cuts = [_cut(face, glyph) for glyph in order]
    records = [cut.record for cut in cuts]
    checksum = sum([cut.checksum for cut in cuts])
    if any(cut.composite for cut in cuts):
        records = _with_parts(face, order, cuts)
        checksum = sum(map(_checksum, records))
        cuts = [_cut(face, glyph) for glyph in order]
    tables = {
        b"glyf": b"".join(records) or b"\0",
        b"head": _head(face),
        b"hhea": face.table(b"hhea")[:34] + struct.pack(">H", len(order)),
        b"hmtx": b"".join([cut.metric for cut in cuts]),
        b"loca": struct.pack(f">{len(order) + 1}L", *accumulate(map(len, records), initial=0)),
        b"maxp": _maxp(face, order),
    }
    return _assemble(tables, {b"glyf": checksum & 0xFFFFFFFF})


@dataclass(frozen=True, slots=True)
class _Cut:
    """A glyph as it goes into every subset; of a composite one the record still has the numbers of the whole font."""

    record: bytes
    checksum: int
    metric: bytes
    composite: bool


@lru_cache(maxsize=16384)
def _cut(face: Face, glyph: Glyph) -> _Cut:
    if isinstance(glyph, Composed):
        return _put_together(face, glyph)
    outline = face.outline(glyph)
    composite = len(outline) > 10 and bool(outline[0] & 0x80)
    record = outline if composite else _padded(_simple(outline) if len(outline) > 10 else outline)
    return _Cut(record, 0 if composite else _checksum(record), face.metric(glyph), composite)


def _with_parts(face: Face, order: list[Glyph], cuts: Sequence[_Cut]) -> list[bytes]:
    """The records, with those of the parts of composite glyphs behind; the parts go to the end of `order`."""
    place: dict[Glyph, int] = {}
    for index, glyph in enumerate(order):
        place.setdefault(glyph, index)
    records: list[bytes] = []
    while len(records) < len(order):
        at = len(records)
        cut = cuts[at] if at < len(cuts) else _cut(face, order[at])
        records.append(_padded(_composite(cut.record, order, place)) if cut.composite else cut.record)
    return records


def _put_together(face: Face, glyph: Composed) -> _Cut:
    """A composite glyph of the parts that have ink, in the numbers of the whole font."""
    parts = [part for part in glyph.parts if face.outline(part[0])]
    if not parts:
        return _Cut(b"", 0, struct.pack(">Hh", glyph.advance, 0), False)
    box = _box(face, parts)
    record = bytearray(struct.pack(">h4h", -1, *box))
    for part, x, y in parts:
        record += struct.pack(">HHhh", _WORDS | _PLACED | _MORE, part, x, y)
    struct.pack_into(">H", record, len(record) - 8, _WORDS | _PLACED)
    return _Cut(bytes(record), 0, struct.pack(">Hh", glyph.advance, box[0]), True)


def _box(face: Face, parts: Sequence[tuple[int, int, int]]) -> tuple[int, int, int, int]:
    """Left, low, right and high of parts together, in font units."""
    boxes = [(struct.unpack_from(">4h", face.outline(part), 2), x, y) for part, x, y in parts]
    return (
        min(box[0] + x for box, x, _ in boxes),
        min(box[1] + y for box, _, y in boxes),
        max(box[2] + x for box, x, _ in boxes),
        max(box[3] + y for box, _, y in boxes),
    )


def _simple(outline: bytes) -> bytes:
    """Without its instructions."""
    (contours,) = struct.unpack_from(">h", outline)
    at = 10 + 2 * contours
    (instructions,) = struct.unpack_from(">H", outline, at)
    return outline if not instructions else outline[:at] + b"\0\0" + outline[at + 2 + instructions :]


def _composite(outline: bytes, order: list[Glyph], place: dict[Glyph, int]) -> bytes:
    """With its parts renumbered, without its instructions."""
    data, at, flags = bytearray(outline), 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">HH", data, at)
        if part not in place:
            place[part] = len(order)
            order.append(part)
        struct.pack_into(">HH", data, at, flags & ~_INSTRUCTED, place[part])
        at += 4 + (4 if flags & _WORDS else 2)
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
    return bytes(data[:at])


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)


def _head(face: Face) -> bytes:
    """Without the checksum, which is set last, and with long offsets."""
    head = bytearray(face.table(b"head"))
    head[8:12] = b"\0\0\0\0"
    head[50:52] = b"\0\1"
    return bytes(head)


def _maxp(face: Face, order: Sequence[Glyph]) -> bytes:
    maxp = bytearray(face.table(b"maxp"))
    struct.pack_into(">H", maxp, 4, len(order))
    if len(maxp) >= 28:
        maxp[16:28] = struct.pack(">6H", 0, 0, 0, 0, 0, 0)
    most = max((len(glyph.parts) for glyph in order if isinstance(glyph, Composed)), default=0)
    if most and len(maxp) >= 32:
        points, contours, in_points, in_contours = struct.unpack_from(">4H", maxp, 6)
        elements, depth = struct.unpack_from(">2H", maxp, 28)
        in_points, in_contours = max(points, in_points), max(contours, in_contours)
        struct.pack_into(">2H", maxp, 10, min(0xFFFF, most * in_points), min(0xFFFF, most * in_contours))
        struct.pack_into(">2H", maxp, 28, max(most, elements), min(_MOST_DEEP, max(1, depth) + 1))
    return bytes(maxp)


def _checksum(data: bytes) -> int:
    words = array("I", data)
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF


def _assemble(tables: dict[bytes, bytes], checksums: dict[bytes, int]) -> bytes:
    """The tables in one file; some of their checksums are known already."""
    count = len(tables)
    power = count.bit_length() - 1
    directory = struct.pack(">LHHHH", 0x10000, count, 16 << power, power, 16 * count - (16 << power))
    offset, head, total, parts = 12 + 16 * count, 0, 0, []
    for tag, table in sorted(tables.items()):
        padded = _padded(table)
        checksum = checksums[tag] if tag in checksums else _checksum(padded)
        total += checksum
        directory += struct.pack(">4sLLL", tag, checksum, offset, len(table))
        head = offset if tag == b"head" else head
        offset += len(padded)
        parts.append(padded)
    font = bytearray().join((directory, *parts))
    struct.pack_into(">L", font, head + 8, (0xB1B0AFBA - _checksum(directory) - total) & 0xFFFFFFFF)
    return bytes(font)
