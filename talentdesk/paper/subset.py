"""Cuts a font down to the glyphs a paper uses, so that only those travel in its PDF."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Sequence

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
    place: dict[Glyph, int] = {}
    for index, glyph in enumerate(order):
        place.setdefault(glyph, index)
    records: list[bytes] = []
    while len(records) < len(order):
        records.append(_padded(_record(face, order[len(records)], order, place)))
    ends = [0]
    for record in records:
        ends.append(ends[-1] + len(record))
    tables = {
        b"glyf": b"".join(records) or b"\0",
        b"head": _head(face),
        b"hhea": face.table(b"hhea")[:34] + struct.pack(">H", len(order)),
        b"hmtx": b"".join(_metric(face, glyph) for glyph in order),
        b"loca": struct.pack(f">{len(ends)}L", *ends),
        b"maxp": _maxp(face, order),
    }
    return _assemble(tables)


def _record(face: Face, glyph: Glyph, order: list[Glyph], place: dict[Glyph, int]) -> bytes:
    if isinstance(glyph, Composed):
        return _put_together(face, glyph, order, place)
    outline = face.outline(glyph)
    if len(outline) <= 10:
        return outline
    return _composite(outline, order, place) if outline[0] & 0x80 else _simple(outline)


def _simple(outline: bytes) -> bytes:
    """Without its instructions."""
    (contours,) = struct.unpack_from(">h", outline)
    at = 10 + 2 * contours
    (instructions,) = struct.unpack_from(">H", outline, at)
    return outline if not instructions else outline[:at] + b"\0\0" + outline[at + 2 + instructions :]


def _put_together(face: Face, glyph: Composed, order: list[Glyph], place: dict[Glyph, int]) -> bytes:
    """A composite record of the parts that have ink."""
    parts = [part for part in glyph.parts if face.outline(part[0])]
    if not parts:
        return b""
    record = bytearray(struct.pack(">h4h", -1, *_box(face, parts)))
    for part, x, y in parts:
        record += struct.pack(">HHhh", _WORDS | _PLACED | _MORE, _number(part, order, place), x, y)
    struct.pack_into(">H", record, len(record) - 8, _WORDS | _PLACED)
    return bytes(record)


def _box(face: Face, parts: Sequence[tuple[int, int, int]]) -> tuple[int, int, int, int]:
    """Left, low, right and high of parts together, in font units."""
    boxes = [(struct.unpack_from(">4h", face.outline(part), 2), x, y) for part, x, y in parts]
    return (
        min(box[0] + x for box, x, _ in boxes),
        min(box[1] + y for box, _, y in boxes),
        max(box[2] + x for box, x, _ in boxes),
        max(box[3] + y for box, _, y in boxes),
    )


def _number(part: int, order: list[Glyph], place: dict[Glyph, int]) -> int:
    """The new number of a part, which gets one if it has none."""
    if part not in place:
        place[part] = len(order)
        order.append(part)
    return place[part]


def _metric(face: Face, glyph: Glyph) -> bytes:
    """The glyph's four bytes in `hmtx`."""
    if not isinstance(glyph, Composed):
        return face.metric(glyph)
    inked = [part for part in glyph.parts if face.outline(part[0])]
    return struct.pack(">Hh", glyph.advance, _box(face, inked)[0] if inked else 0)


def _composite(outline: bytes, order: list[Glyph], place: dict[Glyph, int]) -> bytes:
    """With its parts renumbered, without its instructions."""
    data, at, flags = bytearray(outline), 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">HH", data, at)
        struct.pack_into(">HH", data, at, flags & ~_INSTRUCTED, _number(part, order, place))
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


def _assemble(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    directory = struct.pack(">LHHHH", 0x10000, count, 16 << power, power, 16 * count - (16 << power))
    offset, body, total = 12 + 16 * count, bytearray(), 0
    for tag, table in sorted(tables.items()):
        padded = _padded(table)
        checksum = _checksum(padded)
        total += checksum
        directory += struct.pack(">4sLLL", tag, checksum, offset + len(body), len(table))
        body += padded
    font = bytearray(directory) + body
    head = int.from_bytes(directory[directory.index(b"head") + 8 : directory.index(b"head") + 12], "big")
    struct.pack_into(">L", font, head + 8, (0xB1B0AFBA - _checksum(directory) - total) & 0xFFFFFFFF)
    return bytes(font)
