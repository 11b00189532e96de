"""A desk's own signature: its key comes from the store's, so there is nothing more to keep and nothing to lose."""

from __future__ import annotations

from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_INFO = b"talentdesk/desk/v1"
_USE = b"talentdesk bundle 1\0"
"""Signed along, so that a signature fits nothing else that may be signed one day."""


class DeskKey:
    """Signs what a desk sends (Ed25519, RFC 8032)."""

    def __init__(self, store_key: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(
            HKDF(SHA256(), 32, salt=None, info=_INFO).derive(store_key)
        )

    @property
    def public(self) -> bytes:
        """What others know this desk by."""
        return self._private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._private.sign(_USE + message)


def is_signed(message: bytes, signature: bytes, public: bytes) -> bool:
    """Whether the desk of that key signed exactly this."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _USE + message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """32 hex digits: half of SHA-256, short enough to be read out, too long for another key to be found."""
    return sha256(public).hexdigest()[:32]
