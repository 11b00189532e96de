"""Closes a bundle in the age format (age-encryption.org/v1): for the keys of desks, or with a passphrase.

For a passphrase the file is written here, since pyrage takes as much work as this machine does in a second: a fast
machine would make files that a slow one must refuse as an attack.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Iterator, Sequence

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

WORK = 18
"""Base-two logarithm of scrypt's N, as the age tool has it: 256 MB and about a second."""
_MEMORY = (1 << WORK + 10) + (64 << 20)
_CHUNK = 1 << 16
_ZERO = bytes(12)


def close_for(content: bytes, recipients: Sequence[str]) -> bytes:
    """The file that each of these age keys opens: one or more, as `sealing.age_key` gives them."""
    import pyrage

    return bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(each) for each in recipients]))


def close_with(content: bytes, passphrase: str, work: int = WORK) -> bytes:
    """The file that the passphrase opens."""
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrap_key = hashlib.scrypt(
        passphrase.encode(),
        salt=b"age-encryption.org/v1/scrypt" + salt,
        n=1 << work,
        r=8,
        p=1,
        maxmem=_MEMORY,
        dklen=32,
    )
    body = ChaCha20Poly1305(wrap_key).encrypt(_ZERO, file_key, None)
    head = f"age-encryption.org/v1\n-> scrypt {_base64(salt)} {work}\n{_base64(body)}\n---".encode()
    mac = hmac.new(_derive(file_key, None, b"header"), head, hashlib.sha256).digest()
    payload = b"".join(_chunks(content, _derive(file_key, nonce, b"payload")))
    return head + f" {_base64(mac)}\n".encode() + nonce + payload


def _chunks(content: bytes, key: bytes) -> Iterator[bytes]:
    """Each chunk under its number; the last one is marked, so that none can be cut off."""
    cipher, last = ChaCha20Poly1305(key), max(0, len(content) - 1) // _CHUNK
    for at in range(last + 1):
        nonce = at.to_bytes(11, "big") + bytes([at == last])
        yield cipher.encrypt(nonce, content[at * _CHUNK : (at + 1) * _CHUNK], None)


def _derive(secret: bytes, salt: bytes | None, use: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=salt, info=use).derive(secret)


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")
