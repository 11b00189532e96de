"""The head of an age file (age-encryption.org/v1), looked at before anything is decrypted.

The head is not secret and not yet trusted: it says how much work decrypting would be, which is the sender's choice.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 50_000_000
MOST_HEAD = 1 << 16
MOST_WORK = 20
"""Base-two logarithm of scrypt's N: a gigabyte of memory and some seconds. Each step above doubles both."""

_MAGIC = b"age-encryption.org/"
_VERSION = b"age-encryption.org/v1"
_ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_ARMOR_END = b"-----END AGE ENCRYPTED FILE-----"
_ARGUMENTS = re.compile(rb"-> [\x21-\x7e]+(?: [\x21-\x7e]+)*")
_FULL = re.compile(rb"[A-Za-z0-9+/]{64}")
_LAST = re.compile(rb"[A-Za-z0-9+/]{0,63}")
_MAC = re.compile(rb"--- [A-Za-z0-9+/]{43}")
_WORK = re.compile(rb"[1-9][0-9]?")


class Flaw(StrEnum):
    """Why a file is not decrypted."""

    NEWER = "newer"
    """A version of the format other than v1."""
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    TOO_MUCH_WORK = "too_much_work"
    """The passphrase would take more memory and time than is allowed to a stranger."""


class AgeTrouble(Exception):
    """A file that is not decrypted."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a file says."""

    kinds: tuple[str, ...]
    """Of each way to open it: `X25519`, `scrypt`, another program's."""
    work: int = 0
    """Base-two logarithm of the work that a passphrase takes; 0 where none opens it."""

    @property
    def wants_passphrase(self) -> bool:
        """Whether a passphrase opens it, and nothing else does."""
        return self.work > 0


def is_age(raw: bytes) -> bool:
    """Whether the file says that it is one, in binary or as text."""
    return raw.startswith(_MAGIC) or raw[:1000].lstrip().startswith(_ARMOR)


def binary_of(raw: bytes) -> bytes:
    """The file without the text around it that some mail programs need. Raises AgeTrouble."""
    if len(raw) > MOST_BYTES:
        raise AgeTrouble(Flaw.TOO_LARGE)
    if raw.startswith(_MAGIC):
        return raw
    lines = raw.strip().splitlines()
    if len(lines) < 3 or (lines[0], lines[-1]) != (_ARMOR, _ARMOR_END):
        raise AgeTrouble(Flaw.DAMAGED)
    try:
        return base64.b64decode(b"".join(lines[1:-1]), validate=True)
    except binascii.Error:
        raise AgeTrouble(Flaw.DAMAGED) from None


def read_head(raw: bytes) -> Head:
    """What the head of a binary file says. Raises AgeTrouble, also for work that is not to be begun."""
    lines = raw[:MOST_HEAD].split(b"\n")[:-1]  # what follows the last line feed is cut off, or payload
    if not lines or lines[0] != _VERSION:
        raise AgeTrouble(Flaw.NEWER if lines and lines[0].startswith(_MAGIC) else Flaw.DAMAGED)
    at, stanzas = 1, []
    while at < len(lines) and not lines[at].startswith(b"---"):
        if not _ARGUMENTS.fullmatch(lines[at]):
            raise AgeTrouble(Flaw.DAMAGED)
        stanzas.append(lines[at].split(b" ")[1:])
        at = _after_body(lines, at + 1)
    if at >= len(lines):
        raise AgeTrouble(Flaw.TOO_LARGE if len(raw) > MOST_HEAD else Flaw.DAMAGED)
    if not stanzas or not _MAC.fullmatch(lines[at]):
        raise AgeTrouble(Flaw.DAMAGED)
    kinds = tuple(stanza[0].decode("ascii") for stanza in stanzas)
    return Head(kinds, _work(stanzas))


def _after_body(lines: list[bytes], at: int) -> int:
    """Full lines of 64 signs, then a shorter one. The line after them; past the end where it was cut off."""
    while at < len(lines) and _FULL.fullmatch(lines[at]):
        at += 1
    if at < len(lines) and not _LAST.fullmatch(lines[at]):
        raise AgeTrouble(Flaw.DAMAGED)
    return at + 1


def _work(stanzas: list[list[bytes]]) -> int:
    """A passphrase stands alone, or whoever knows another key could exchange the content."""
    found = [stanza for stanza in stanzas if stanza[0] == b"scrypt"]
    if not found:
        return 0
    if len(stanzas) > 1 or len(found[0]) != 3 or not _WORK.fullmatch(found[0][2]):
        raise AgeTrouble(Flaw.DAMAGED)
    work = int(found[0][2])
    if work > MOST_WORK:
        raise AgeTrouble(Flaw.TOO_MUCH_WORK)
    return work
