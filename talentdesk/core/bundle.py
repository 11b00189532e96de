"""A case on its way to another desk: a draft with its files and a manifest that the sending desk signs.

A zip archive that compresses nothing, so that nothing can grow: `manifest.json`, its Ed25519 signature in
`manifest.sig`, `draft.json`, which is an answers file, and `attachments/<SHA-256>`. It travels encrypted only.
"""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from talentdesk.core.answers import nest

FORMAT = 1
MOST_BYTES = 50_000_000
"""Of all members together."""

_MANIFEST, _SIGNATURE, _DRAFT = "manifest.json", "manifest.sig", "draft.json"
_ATTACHMENT = re.compile(r"attachments/([0-9a-f]{64})")
_MOST_MEMBERS = 64
_MOST_TEXT = 5_000_000
_MOST_MANIFEST = 1 << 16
_ALWAYS = (1980, 1, 1, 0, 0, 0)
_SIGNED = 64


class BundleDamaged(Exception):
    """No bundle, or not as it was packed."""


class NewerBundle(Exception):
    """Packed by a later program."""


@dataclass(frozen=True, slots=True)
class About:
    """What the sending desk signs beside the content."""

    made_at: datetime
    purpose: str
    to: tuple[str, ...]
    """The age keys it was closed for; empty for a passphrase."""
    by: bytes
    """The sending desk's public key, Ed25519."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A case as it travels: the answers in use, as typed."""

    procedure: str
    edition: str
    as_of: date
    typed: Mapping[str, str]
    declined: frozenset[str] = frozenset()
    sources: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Packed:
    """What an archive holds. The members are those of the manifest; whether it is signed is not yet known."""

    manifest: str
    signature: bytes
    draft: str
    attachments: tuple[str, ...] = ()
    """Their digests."""


# --- packing ------------------------------------------------------------------------------------------


def pack(about: About, carried: Carried, sign: Callable[[bytes], bytes], attachments: Iterable[bytes] = ()) -> bytes:
    """The archive; the same for the same case, moment and key."""
    members = {_DRAFT: _draft_text(carried).encode()}
    members |= {f"attachments/{sha256(content).hexdigest()}": content for content in attachments}
    manifest = _manifest_text(about, members).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in {_MANIFEST: manifest, _SIGNATURE: sign(manifest), **members}.items():
            archive.writestr(zipfile.ZipInfo(name, _ALWAYS), content)
    return stream.getvalue()


def _draft_text(carried: Carried) -> str:
    content = {
        "procedure": carried.procedure,
        "edition": carried.edition,
        "as_of": carried.as_of.isoformat(),
        "answers": nest(carried.typed, carried.declined),
        "sources": dict(carried.sources or {}),
    }
    return json.dumps(content, ensure_ascii=True, indent=1)


def _manifest_text(about: About, members: Mapping[str, bytes]) -> str:
    content = {
        "format": FORMAT,
        "made_at": about.made_at.isoformat(timespec="seconds"),
        "purpose": about.purpose,
        "to": list(about.to),
        "by": about.by.hex(),
        "members": {name: {"size": len(raw), "sha256": sha256(raw).hexdigest()} for name, raw in members.items()},
    }
    return json.dumps(content, ensure_ascii=True, indent=1)


# --- unpacking, what may come from anywhere -----------------------------------------------------------

_ODD = (
    zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, RuntimeError, ValueError, KeyError,
    TypeError, AttributeError, IndexError, OverflowError, OSError, struct.error, zlib.error,
)  # fmt: skip
"""What the standard library's zip and JSON readers raise for archives that were made up."""


def unpack(raw: bytes) -> Packed:
    """The members, each as the manifest has it. Raises BundleDamaged or NewerBundle."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _unpacked(archive)
    except _ODD:
        raise BundleDamaged from None


def _unpacked(archive: zipfile.ZipFile) -> Packed:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(infos) > _MOST_MEMBERS or len(set(names)) != len(names):
        raise BundleDamaged
    if any(info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1 for info in infos):
        raise BundleDamaged
    manifest = _member(archive, _MANIFEST, _MOST_MANIFEST)
    members = _members_of(manifest.decode("ascii"))
    if set(names) != {_MANIFEST, _SIGNATURE, *members}:
        raise BundleDamaged
    signature, draft, left = _member(archive, _SIGNATURE, _SIGNED), b"", MOST_BYTES
    for name, (size, digest) in members.items():
        content = _member(archive, name, min(size, left, MOST_BYTES if name != _DRAFT else _MOST_TEXT))
        left -= len(content)
        if len(content) != size or sha256(content).hexdigest() != digest:
            raise BundleDamaged
        draft = content if name == _DRAFT else draft
    attachments = tuple(name.partition("/")[2] for name in members if name != _DRAFT)
    return Packed(manifest.decode("ascii"), signature, draft.decode("ascii"), attachments)


def _member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The bytes that are really there, counted while they are read: what an archive says of itself is only said."""
    with archive.open(name) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise BundleDamaged
    return content


def _members_of(manifest: str) -> Mapping[str, tuple[int, str]]:
    content = _object(manifest)
    if content["format"] != FORMAT:
        raise NewerBundle if _is_newer(content["format"]) else BundleDamaged
    found: dict[str, tuple[int, str]] = {}
    for name, told in content["members"].items():
        size, digest = told["size"], told["sha256"]
        named = _ATTACHMENT.fullmatch(name)
        if type(size) is not int or size < 0 or not (name == _DRAFT or (named and named[1] == digest)):
            raise BundleDamaged
        found[name] = (size, str(digest))
    if _DRAFT not in found:
        raise BundleDamaged
    return found


def _is_newer(format: object) -> bool:
    return type(format) is int and format > FORMAT


def about_of(manifest: str) -> About:
    """What the sending desk says. Raises BundleDamaged."""
    try:
        content = _object(manifest)
        made_at, by = datetime.fromisoformat(content["made_at"]), bytes.fromhex(content["by"])
        to = tuple(content["to"])
        if made_at.tzinfo is None or len(by) != 32 or not all(isinstance(each, str) for each in to):
            raise BundleDamaged
        return About(made_at, _short(content["purpose"]), to, by)
    except _ODD:
        raise BundleDamaged from None


def _short(text: object) -> str:
    if not isinstance(text, str) or not re.fullmatch(r"[a-z]{1,20}", text):
        raise BundleDamaged
    return text


def _object(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except RecursionError:
        raise BundleDamaged from None
    if not isinstance(content, dict):
        raise BundleDamaged
    return content
