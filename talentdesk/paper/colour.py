"""The colour space our papers are printed in: sRGB (IEC 61966-2-1) as an ICC profile of version 2.1."""

from __future__ import annotations

import struct
from functools import cache

# The primaries and the white of sRGB adapted to D50 (Bradford), as an ICC profile wants them.
_WHITE = (0.9642, 1.0, 0.8249)
_RED, _GREEN, _BLUE = (0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)
_NAME = b"sRGB IEC61966-2.1"
_STEPS = 1024


@cache
def srgb_profile() -> bytes:
    """The profile, made from the standard's figures: the same bytes every time, and nobody's copyright."""
    curve = _curve()
    tags = [
        (b"desc", _description()),
        (b"cprt", _padded(b"text\0\0\0\0No copyright, use freely\0")),
        (b"wtpt", _xyz(_WHITE)),
        (b"rXYZ", _xyz(_RED)),
        (b"gXYZ", _xyz(_GREEN)),
        (b"bXYZ", _xyz(_BLUE)),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    ]
    table, body = struct.pack(">L", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    placed: dict[bytes, int] = {}
    for name, data in tags:
        if data not in placed:
            placed[data] = start + len(body)
            body += data
        table += struct.pack(">4sLL", name, placed[data], len(data))
    return _header(start + len(body)) + table + body


def _header(size: int) -> bytes:
    day = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    white = b"".join(map(_fixed, _WHITE))
    head = struct.pack(">L4sL4s4s4s", size, b"\0" * 4, 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    return (head + day + b"acsp" + b"\0" * 28 + white).ljust(128, b"\0")


def _fixed(value: float) -> bytes:
    return struct.pack(">l", round(value * 65536))


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _curve() -> bytes:
    values = (round(_linear(step / (_STEPS - 1)) * 65535) for step in range(_STEPS))
    return b"curv\0\0\0\0" + struct.pack(f">L{_STEPS}H", _STEPS, *values)


def _description() -> bytes:
    name = _NAME + b"\0"
    return _padded(b"desc\0\0\0\0" + struct.pack(">L", len(name)) + name + b"\0" * (4 + 4 + 2 + 1 + 67))


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)
