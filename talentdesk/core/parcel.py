"""A draft as scannable texts: what travels in the codes of a paper, and how it is cut into symbols and put together.

The texts use the alphanumeric alphabet of QR codes only (ISO/IEC 18004, RFC 9285), so no decoder has to guess an
encoding. One text more than needed carries the XOR of all others: any one symbol may be lost.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import xor
from typing import TYPE_CHECKING

from talentdesk.core.cells import cell

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview

VERSION = 1
"""Of the texts. A program refuses texts of a version above its own."""

PART_BYTES = 500
"""Most bytes in one symbol: a QR code of version 18 at level M, 89 modules, that office scanners read at 200 dpi."""

MOST_PARTS = 60
"""More than any form fills; keeps a hostile header from asking for memory."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_DIGITS = {character: value for value, character in enumerate(_ALPHABET)}
_PREFIX = re.compile(r"TALENTDESK ([0-9]{1,3}):")
_HEADER = struct.Struct(">4sBBHL")


@dataclass(frozen=True, slots=True)
class Printed:
    """The paper that answers stand on: what has to be known to print it again."""

    paper: str
    """Empty: the form's first."""
    languages: tuple[str, ...]
    as_of: str
    """The case's day, as in ISO 8601."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """The answers in use of one case, as typed; table cells under `table[0].column`."""

    procedure: str
    edition: str
    typed: Mapping[str, str]
    declined: frozenset[str] = frozenset()
    printed: Printed | None = None
    """None where they came on no paper, or on one that does not say which it is."""


class ParcelError(Exception):
    """Texts that give no parcel."""


class NoParcel(ParcelError):
    """None of the texts is one of ours."""


class NewerVersion(ParcelError):
    """Written by a later program. `version` is that of the texts."""

    def __init__(self, version: int) -> None:
        super().__init__(str(version))
        self.version = version


class PartDamaged(ParcelError):
    """A text of ours whose checksum does not fit, and what is left is not enough."""


class PartsMissing(ParcelError):
    """Too few of the symbols. `missing` counts from 1; the spare symbol is number `total`."""

    def __init__(self, missing: tuple[int, ...], total: int) -> None:
        super().__init__(f"{missing} of {total}")
        self.missing, self.total = missing, total


class SeveralParcels(ParcelError):
    """The texts belong to more than one paper."""


def parcel_of(interview: Interview, printed: Printed | None = None) -> Parcel:
    """The answers in use: asked and answered, or declined. What is kept but not used stays at home."""
    typed: dict[str, str] = {}
    for question in interview.edition.questions:
        if not interview.asked(question.id) or question.id in interview.declined:
            continue
        rows = interview.rows(question.id) if question.columns else 0
        names = [cell(question.id, row, column.id) for row in range(rows) for column in question.columns]
        for name in names if question.columns else [question.id]:
            if name in interview.typed:
                typed[name] = interview.typed[name]
    declined = frozenset(name for name in interview.declined if interview.asked(name))
    return Parcel(interview.edition.procedure, interview.edition.edition, typed, declined, printed)


# --- cutting ------------------------------------------------------------------------------------------


def split(body: bytes) -> tuple[str, ...]:
    """The body as equally long texts, one a symbol, the last one the spare. Raises ValueError for an oversized body."""
    count = max(1, -(-len(body) // PART_BYTES))
    if count > MOST_PARTS:
        raise ValueError("too large for codes")
    size = -(-len(body) // count)
    parts = [body[size * index : size * (index + 1)].ljust(size, b"\0") for index in range(count)]
    parts.append(_xor(parts))
    mark = hashlib.sha256(body).digest()[:4]
    return tuple(_text(mark, index, count, len(body), part) for index, part in enumerate(parts))


def _text(mark: bytes, index: int, count: int, length: int, part: bytes) -> str:
    header = _HEADER.pack(mark, index, count, length, 0)
    check = zlib.crc32(header + part)
    return f"TALENTDESK {VERSION}:" + base45(_HEADER.pack(mark, index, count, length, check) + part)


def _xor(parts: Collection[bytes]) -> bytes:
    numbers = (int.from_bytes(part, "big") for part in parts)
    return reduce(xor, numbers).to_bytes(max(map(len, parts)), "big")


# --- joining ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    mark: bytes
    index: int
    count: int
    length: int
    content: bytes


def join(texts: Iterable[str]) -> bytes:
    """The body out of any texts found on a paper, in any order, foreign ones among them.

    Raises NoParcel, NewerVersion, PartDamaged, PartsMissing or SeveralParcels.
    """
    parts, damaged, newer = _sorted(texts)
    if not parts:
        if newer:
            raise NewerVersion(newer)
        raise PartDamaged if damaged else NoParcel
    if len({(part.mark, part.count, part.length, len(part.content)) for part in parts}) > 1:
        raise SeveralParcels
    found = {part.index: part.content for part in parts}
    count, length, mark = parts[0].count, parts[0].length, parts[0].mark
    missing = [index for index in range(count) if index not in found]
    if len(missing) > 1 or (missing and count not in found):
        if damaged:
            raise PartDamaged
        raise PartsMissing(tuple(index + 1 for index in range(count + 1) if index not in found), count + 1)
    if missing:
        found[missing[0]] = _xor(found.values())
    body = b"".join(found[index] for index in range(count))[:length]
    if hashlib.sha256(body).digest()[:4] != mark:
        raise PartDamaged
    return body


def complete(texts: Iterable[str]) -> bool:
    """Whether the texts give a body: a search for further symbols may stop."""
    try:
        join(texts)
    except ParcelError:
        return False
    return True


def _sorted(texts: Iterable[str]) -> tuple[list[_Part], bool, int]:
    """Whole parts, whether any is damaged, and the highest version above ours (0: none)."""
    parts, damaged, newer = [], False, 0
    for text in texts:
        ours = _PREFIX.match(text)
        if ours is None:
            continue
        if int(ours[1]) > VERSION:
            newer = max(newer, int(ours[1]))
            continue
        part = _part(text[ours.end() :])
        if part is None:
            damaged = True
        else:
            parts.append(part)
    return parts, damaged, newer


def _part(text: str) -> _Part | None:
    try:
        raw = from_base45(text)
        mark, index, count, length, check = _HEADER.unpack_from(raw)
    except (ValueError, struct.error):
        return None
    content = raw[_HEADER.size :]
    whole = zlib.crc32(_HEADER.pack(mark, index, count, length, 0) + content) == check
    fits = 1 <= count <= MOST_PARTS and index <= count and 0 < len(content) <= PART_BYTES
    if not (whole and fits and length <= count * len(content)):
        return None
    return _Part(mark, index, count, length, content)


# --- base45 (RFC 9285) --------------------------------------------------------------------------------


def base45(raw: bytes) -> str:
    """Two bytes in three characters, a last one in two."""
    made = []
    for at in range(0, len(raw) - 1, 2):
        rest, first = divmod(raw[at] << 8 | raw[at + 1], 45)
        third, second = divmod(rest, 45)
        made += [_ALPHABET[first], _ALPHABET[second], _ALPHABET[third]]
    if len(raw) % 2:
        second, first = divmod(raw[-1], 45)
        made += [_ALPHABET[first], _ALPHABET[second]]
    return "".join(made)


def from_base45(text: str) -> bytes:
    """The bytes again. Raises ValueError for a text that is no base45."""
    try:
        digits = [_DIGITS[character] for character in text]
    except KeyError:
        raise ValueError("no base45") from None
    return b"".join(_group(digits[at : at + 3]) for at in range(0, len(digits), 3))


def _group(digits: Sequence[int]) -> bytes:
    """Three characters are two bytes, two are one. Raises ValueError."""
    value = 0
    for digit in reversed(digits):
        value = value * 45 + digit
    size = len(digits) - 1
    if size == 0 or value >= 256**size:
        raise ValueError("no base45")
    return value.to_bytes(size, "big")
