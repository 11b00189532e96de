"""Sealing to an office: only its key opens, nothing can be exchanged, the same input gives the same envelope."""

from __future__ import annotations

import base64

import pytest

from talentdesk.store.sealing import KeyUnusable, SealedToAnother, new_keys, public_of, seal, unseal

CONTENT, BESIDE = "何丽娜".encode() * 20, b"residence-permit"


def test_only_the_key_it_is_sealed_to_opens_it() -> None:
    office, other = new_keys(), new_keys()
    envelope = seal(CONTENT, BESIDE, public=office.public)
    assert unseal(envelope, BESIDE, private=office.private) == CONTENT
    assert CONTENT[:6] not in envelope
    assert public_of(office.private) == office.public
    with pytest.raises(SealedToAnother):
        unseal(envelope, BESIDE, private=other.private)


def test_the_same_input_gives_the_same_envelope_and_a_different_one_shares_nothing() -> None:
    office, other = new_keys(), new_keys()
    envelope = seal(CONTENT, BESIDE, public=office.public)
    assert envelope == seal(CONTENT, BESIDE, public=office.public)
    for different in (
        seal(CONTENT + b"!", BESIDE, public=office.public),
        seal(CONTENT, b"visa-extension", public=office.public),
        seal(CONTENT, BESIDE, public=other.public),
    ):
        assert different[:32] != envelope[:32], "a key of its own, or the constant nonce would be a leak"
    assert len(envelope) == len(CONTENT) + 48


@pytest.mark.parametrize("at", [0, 31, 32, 100, -1])
def test_what_was_changed_does_not_open(at: int) -> None:
    office = new_keys()
    envelope = bytearray(seal(CONTENT, BESIDE, public=office.public))
    envelope[at] ^= 1
    with pytest.raises(SealedToAnother):
        unseal(bytes(envelope), BESIDE, private=office.private)


def test_what_travels_beside_it_cannot_be_exchanged() -> None:
    office = new_keys()
    with pytest.raises(SealedToAnother):
        unseal(seal(CONTENT, BESIDE, public=office.public), b"visa-extension", private=office.private)


@pytest.mark.parametrize("envelope", [b"", b"short", bytes(31), bytes(48), bytes(200)])
def test_garbage_does_not_open(envelope: bytes) -> None:
    with pytest.raises(SealedToAnother):
        unseal(envelope, BESIDE, private=new_keys().private)


@pytest.mark.parametrize(
    "public", ["", "x", "钥匙", base64.b64encode(bytes(31)).decode(), base64.b64encode(bytes(32)).decode()]
)
def test_a_public_key_that_is_none_is_refused(public: str) -> None:
    with pytest.raises(KeyUnusable):
        seal(CONTENT, BESIDE, public=public)


@pytest.mark.parametrize("private", [b"", b"-----BEGIN PRIVATE KEY-----\n", base64.b64encode(b"k" * 32), b"\xff" * 300])
def test_a_private_key_that_is_none_is_refused(private: bytes) -> None:
    with pytest.raises(KeyUnusable):
        unseal(bytes(60), BESIDE, private=private)
