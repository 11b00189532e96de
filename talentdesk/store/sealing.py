"""Sealing to an office: whoever has its public key can close an envelope, only the private key opens it.

X25519 (RFC 7748) with a key of its own for each envelope, HKDF-SHA256 (RFC 5869), ChaCha20-Poly1305 (RFC 8439). The
same pair of keys opens age files: age has the same curve and other labels, so neither use helps against the other.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from talentdesk.core import bech32

_AGE, _IDENTITY = "age", "age-secret-key-"
_KEY = 32
_NONCE = bytes(12)
"""May be constant: no two different contents are ever closed with the same key."""


class KeyUnusable(Exception):
    """What was given is no X25519 key."""


class SealedToAnother(Exception):
    """The envelope opens with another key, or was changed on its way; the two cannot be told apart."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An office's keys as they are written down."""

    private: bytes
    """PEM (PKCS #8) or an age identity, not encrypted: whoever reads the file can read the codes."""
    public: str
    """44 characters of base64, for the settings of every desk."""


def new_keys(*, age: bool = False) -> KeyPair:
    """A fresh pair; with `age` the private key is written as the age tool writes it."""
    private = X25519PrivateKey.generate()
    public = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    if not age:
        return KeyPair(pem, public)
    return KeyPair(f"# public key: {age_key(public)}\n{age_identity(pem)}\n".encode(), public)


def pair_of(secret: bytes) -> KeyPair:
    """The pair that follows from 32 secret bytes, always the same."""
    private = X25519PrivateKey.from_private_bytes(secret)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return KeyPair(pem, base64.b64encode(private.public_key().public_bytes_raw()).decode())


def seal(content: bytes, beside: bytes, *, public: str) -> bytes:
    """`content` closed for the owner of `public`; `beside` travels openly and cannot be exchanged unnoticed.

    The envelope's own key comes from the content and the recipient, not from chance: the same answers must give the
    same paper, byte for byte, and a key used for one content only is as safe with a constant nonce as a random one.
    The price: who guesses every answer exactly can confirm the guess. Raises KeyUnusable.
    """
    recipient = _public(public)
    own = X25519PrivateKey.from_private_bytes(_derive(content + beside, recipient.public_bytes_raw(), b"own key"))
    point = own.public_key().public_bytes_raw()
    return point + ChaCha20Poly1305(_shared(own, recipient, point, recipient)).encrypt(_NONCE, content, beside)


def unseal(envelope: bytes, beside: bytes, *, private: bytes) -> bytes:
    """The content again. `private` is a PEM. Raises KeyUnusable or SealedToAnother."""
    key = _private(private)
    point, closed = envelope[:_KEY], envelope[_KEY:]
    try:
        sender = X25519PublicKey.from_public_bytes(point)
        return ChaCha20Poly1305(_shared(key, sender, point, key.public_key())).decrypt(_NONCE, closed, beside)
    except (InvalidTag, ValueError):
        raise SealedToAnother from None


def age_key(public: str) -> str:
    """A public key as age writes it, `age1…`; given in either way. Raises KeyUnusable."""
    return bech32.encode(_AGE, _public(public).public_bytes_raw())


def age_identity(private: bytes) -> str:
    """The private key of a key file as age writes it, `AGE-SECRET-KEY-1…`. Raises KeyUnusable."""
    return bech32.encode(_IDENTITY, _private(private).private_bytes_raw()).upper()


def public_of(private: bytes) -> str:
    """The public key that belongs to a private one. Raises KeyUnusable."""
    return base64.b64encode(_private(private).public_key().public_bytes_raw()).decode()


def _shared(own: X25519PrivateKey, other: X25519PublicKey, point: bytes, recipient: X25519PublicKey) -> bytes:
    return _derive(own.exchange(other), point + recipient.public_bytes_raw(), b"envelope")


def _derive(secret: bytes, salt: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY, salt=salt, info=b"talentdesk code 1 " + use).derive(secret)


def _public(text: str) -> X25519PublicKey:
    try:
        raw = _unwrapped(text.strip(), _AGE) if text.strip().lower().startswith("age1") else _unbased(text)
        key = X25519PublicKey.from_public_bytes(raw)
        # A point of small order gives everybody the same secret; exchange() refuses it.
        X25519PrivateKey.from_private_bytes(bytes(range(_KEY))).exchange(key)
    except ValueError:
        raise KeyUnusable from None
    return key


def _private(written: bytes) -> X25519PrivateKey:
    """From a PEM, or from the lines of a file that age-keygen wrote."""
    lines = [line.strip() for line in written.splitlines() if line.strip() and not line.startswith(b"#")]
    try:
        if len(lines) == 1 and lines[0].upper().startswith(_IDENTITY.upper().encode()):
            return X25519PrivateKey.from_private_bytes(_unwrapped(lines[0].decode("ascii"), _IDENTITY))
        key = load_pem_private_key(written, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyUnusable from None
    if not isinstance(key, X25519PrivateKey):
        raise KeyUnusable
    return key


def _unwrapped(text: str, wanted: str) -> bytes:
    prefix, raw = bech32.decode(text)
    if prefix != wanted:
        raise ValueError("another kind of key")
    return raw


def _unbased(text: str) -> bytes:
    return base64.b64decode(text.strip(), validate=True)
