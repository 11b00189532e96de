"""The pages of an encrypted database file, opened and closed one by one, as SQLCipher 4 does it with a raw key.

The engine gives a file up when a page of it is bad. Here each page is for itself: it is as it was written, or None.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from talentdesk.store.place import SALT

PAGE = 4096
RESERVED = 80
"""At the end of each page, the cipher's own: where the cipher starts, and the seal."""
USABLE = PAGE - RESERVED
_START = 16
_SEAL_MASK, _SEAL_ROUNDS = 0x3A, 2


class Pages:
    """The pages of an open file, numbered from one."""

    def __init__(self, stream: BinaryIO, key: bytes, salt: bytes) -> None:
        self._stream, self._key, self._salt = stream, key, salt
        masked = bytes(byte ^ _SEAL_MASK for byte in salt)
        self._seal_key = hashlib.pbkdf2_hmac("sha512", key, masked, _SEAL_ROUNDS, len(key))

    def count(self) -> int:
        """How many there are; a last one that was cut short is one, too."""
        return -(-self._stream.seek(0, os.SEEK_END) // PAGE)

    def lengthen(self, count: int) -> None:
        """Have at least so many; the new ones are bad until they are written."""
        if self.count() < count:
            self._stream.truncate(count * PAGE)

    def read(self, number: int) -> bytes | None:
        """The page's usable part; None where it is not what was written. Of the first page the salt comes first."""
        self._stream.seek((number - 1) * PAGE)
        raw = self._stream.read(PAGE)
        open_part = SALT if number == 1 else 0
        closed, start, seal = raw[open_part:USABLE], raw[USABLE : USABLE + _START], raw[USABLE + _START :]
        if len(raw) < PAGE or not hmac.compare_digest(seal, self._seal(number, closed + start)):
            return None
        opener = self._cipher(start).decryptor()
        return raw[:open_part] + opener.update(closed) + opener.finalize()

    def write(self, number: int, page: bytes) -> None:
        """Close the page and put it there. Of the first page the salt takes the first bytes' place."""
        open_part = SALT if number == 1 else 0
        start = os.urandom(_START)
        closer = self._cipher(start).encryptor()
        closed = closer.update(page[open_part:]) + closer.finalize()
        self._stream.seek((number - 1) * PAGE)
        self._stream.write(self._salt[:open_part] + closed + start + self._seal(number, closed + start))

    def _cipher(self, start: bytes) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(start))

    def _seal(self, number: int, content: bytes) -> bytes:
        return hmac.digest(self._seal_key, content + number.to_bytes(4, "little"), "sha512")
