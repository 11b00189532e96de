"""The objects of a new PDF file, written as ISO 32000-1, 7.5 has them: small ones together in a deflated object stream.

The same objects put in the same order give the same bytes: the file's identifier is a digest of them.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from itertools import accumulate

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_STREAM_END = b"\nendstream\nendobj\n"
_FREE, _PLAIN, _INSIDE = 0, 1, 2
_pack_row = struct.Struct(">BLH").pack


AFRESH, KEPT = 3, 9
"""Levels: what is written anew in each file is a twentieth larger than with 6, in less than half the time."""


def deflated(data: bytes, level: int = AFRESH) -> bytes:
    """`data` as the filter FlateDecode reads it."""
    return zlib.compress(data, level)


def text_string(text: str) -> str:
    """A text string in UTF-16 (ISO 32000-1, 7.9.2.2)."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


class Objects:
    """Objects by number, from 1. Bodies are what stands between `obj` and `endobj`."""

    def __init__(self) -> None:
        self._bodies: list[str] = []
        self._streams: dict[int, bytes] = {}

    def new(self, body: str = "") -> int:
        """A new object's number; its body, of ASCII only, may follow."""
        self._bodies.append(body)
        return len(self._bodies)

    def put(self, number: int, body: str) -> None:
        """Gives a new object its body."""
        self._bodies[number - 1] = body

    def stream(self, data: bytes, entries: str = "/Filter/FlateDecode") -> int:
        """The number of a stream with these entries in its dictionary; `data` is already as its filter has it."""
        number = self.new(f"<<{entries}/Length {len(data)}>>stream\n")
        self._streams[number] = data
        return number

    def file(self, root: int, info: int) -> bytes:
        """The whole file."""
        inside = [number for number in range(1, len(self._bodies) + 1) if number not in self._streams]
        holder = self.stream(*self._together(inside))
        places: dict[int, tuple[int, int, int]] = {
            number: (_INSIDE, holder, index) for index, number in enumerate(inside)
        }
        parts, at = [_HEADER], len(_HEADER)
        for number, data in self._streams.items():
            places[number] = (_PLAIN, at, 0)
            head = f"{number} 0 obj\n{self._bodies[number - 1]}".encode("ascii")
            parts += (head, data, _STREAM_END)
            at += len(head) + len(data) + len(_STREAM_END)
        digest = hashlib.sha256()
        for part in parts:
            digest.update(part)
        name = digest.hexdigest()[:32]
        last = holder + 1
        places[last] = (_PLAIN, at, 0)
        rows = [(_FREE, 0, 65535), *(places[number] for number in range(1, last + 1))]
        table = deflated(b"".join([_pack_row(*row) for row in rows]), 1)
        trailer = (
            f"{last} 0 obj\n<</Type/XRef/Size {last + 1}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R"
            f"/ID[<{name}><{name}>]/Filter/FlateDecode/Length {len(table)}>>stream\n"
        )
        end = f"{_STREAM_END.decode('ascii')}startxref\n{at}\n%%EOF\n"
        return b"".join((*parts, trailer.encode("ascii"), table, end.encode("ascii")))

    def _together(self, numbers: list[int]) -> tuple[bytes, str]:
        bodies = [self._bodies[number - 1] for number in numbers]
        starts = accumulate([len(body) + 1 for body in bodies], initial=0)
        head = " ".join([f"{number} {start}" for number, start in zip(numbers, starts, strict=False)]) + "\n"
        entries = f"/Type/ObjStm/N {len(numbers)}/First {len(head)}/Filter/FlateDecode"
        return deflated((head + "\n".join(bodies)).encode("ascii"), 2), entries
