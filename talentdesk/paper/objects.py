"""The objects of a new PDF file, written as ISO 32000-1, 7.5 has them: small ones together in a deflated object stream.

The same objects put in the same order give the same bytes: the file's identifier is a digest of them.
"""

from __future__ import annotations

import hashlib
import struct
import zlib

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_FREE, _PLAIN, _INSIDE = 0, 1, 2


def deflated(data: bytes, level: int = 6) -> bytes:
    """`data` as the filter FlateDecode reads it."""
    return zlib.compress(data, level)


def text_string(text: str) -> str:
    """A text string in UTF-16 (ISO 32000-1, 7.9.2.2)."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


class Objects:
    """Objects by number, from 1. Bodies are what stands between `obj` and `endobj`."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []
        self._streams: set[int] = set()

    def new(self, body: str = "") -> int:
        """A new object's number; its body may follow."""
        self._bodies.append(body.encode("ascii"))
        return len(self._bodies)

    def put(self, number: int, body: str) -> None:
        """Gives a new object its body."""
        self._bodies[number - 1] = body.encode("ascii")

    def stream(self, data: bytes, entries: str = "/Filter/FlateDecode") -> int:
        """The number of a stream with these entries in its dictionary; `data` is already as its filter has it."""
        head = f"<<{entries}/Length {len(data)}>>stream\n".encode("ascii")
        self._bodies.append(head + data + b"\nendstream")
        self._streams.add(len(self._bodies))
        return len(self._bodies)

    def file(self, root: int, info: int) -> bytes:
        """The whole file."""
        inside = [number for number in range(1, len(self._bodies) + 1) if number not in self._streams]
        holder = self.stream(*self._together(inside))
        places: dict[int, tuple[int, int, int]] = {
            number: (_INSIDE, holder, index) for index, number in enumerate(inside)
        }
        parts, at = [_HEADER], len(_HEADER)
        for number in sorted(self._streams):
            places[number] = (_PLAIN, at, 0)
            parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, self._bodies[number - 1]))
            at += len(parts[-1])
        digest = hashlib.sha256(b"".join(parts)).hexdigest()[:32]
        last = holder + 1
        places[last] = (_PLAIN, at, 0)
        rows = [(_FREE, 0, 65535), *(places[number] for number in range(1, last + 1))]
        table = deflated(b"".join(struct.pack(">BLH", *row) for row in rows))
        trailer = (
            f"{last} 0 obj\n<</Type/XRef/Size {last + 1}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R"
            f"/ID[<{digest}><{digest}>]/Filter/FlateDecode/Length {len(table)}>>stream\n"
        )
        end = f"\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n"
        return b"".join((*parts, trailer.encode("ascii"), table, end.encode("ascii")))

    def _together(self, numbers: list[int]) -> tuple[bytes, str]:
        offsets, bodies, at = [], [], 0
        for number in numbers:
            body = self._bodies[number - 1]
            offsets.append(f"{number} {at}")
            bodies.append(body)
            at += len(body) + 1
        head = " ".join(offsets).encode("ascii") + b"\n"
        entries = f"/Type/ObjStm/N {len(numbers)}/First {len(head)}/Filter/FlateDecode"
        return deflated(head + b"\n".join(bodies), 4), entries
