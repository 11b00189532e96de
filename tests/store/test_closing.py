"""Files that are closed as age closes them, and a desk's signature."""

from __future__ import annotations

import pyrage
import pytest

from talentdesk.core.agefile import read_head
from talentdesk.store import sealing
from talentdesk.store.closing import WORK, close_for, close_with
from talentdesk.store.deskkey import DeskKey, fingerprint, is_signed

CONTENT = "何丽娜".encode() * 100
LIGHT = 10


def opened(raw: bytes, private: bytes) -> bytes:
    return bytes(pyrage.decrypt(raw, [pyrage.x25519.Identity.from_str(sealing.age_identity(private))]))


@pytest.mark.parametrize("age", [True, False])
def test_an_offices_one_pair_of_keys_opens_codes_and_bundles(age: bool) -> None:
    office, other = sealing.new_keys(age=age), sealing.new_keys()
    raw = close_for(CONTENT, [sealing.age_key(office.public)])
    assert opened(raw, office.private) == CONTENT
    assert CONTENT[:9] not in raw
    assert sealing.unseal(sealing.seal(CONTENT, b"", public=office.public), b"", private=office.private) == CONTENT
    with pytest.raises(pyrage.DecryptError):
        opened(raw, other.private)


def test_a_key_is_the_same_however_it_is_written() -> None:
    pair = sealing.new_keys(age=True)
    age = sealing.age_key(pair.public)
    assert sealing.age_key(age) == sealing.age_key(f" {age.upper()} ") == age
    assert str(pyrage.x25519.Identity.from_str(sealing.age_identity(pair.private)).to_public()) == age
    assert sealing.public_of(pair.private) == pair.public
    assert sealing.seal(CONTENT, b"", public=age) == sealing.seal(CONTENT, b"", public=pair.public)


@pytest.mark.parametrize("key", ["age1", "AGE-SECRET-KEY-1GFPYYSJZ", "age1" + "q" * 58, "ssh-ed25519 AAAA"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(sealing.KeyUnusable):
        sealing.age_key(key)
    with pytest.raises(sealing.KeyUnusable):
        sealing.age_identity(key.encode())


def test_several_may_open_the_same_file() -> None:
    pairs = [sealing.new_keys() for _ in range(3)]
    raw = close_for(CONTENT, [sealing.age_key(pair.public) for pair in pairs])
    assert [opened(raw, pair.private) for pair in pairs] == [CONTENT] * 3


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
def test_a_passphrase_opens_what_it_closed_whatever_the_size(size: int) -> None:
    raw = close_with(bytes(size), "correct horse", LIGHT)
    assert pyrage.passphrase.decrypt(raw, "correct horse") == bytes(size)
    assert close_with(bytes(size), "correct horse", LIGHT) != raw
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(raw, "correct Horse")


@pytest.mark.slow
def test_a_passphrase_takes_the_work_that_every_desk_accepts() -> None:
    raw = close_with(b"x", "锁和钥匙 correct")
    assert read_head(raw).work == WORK == 18
    assert pyrage.passphrase.decrypt(raw, "锁和钥匙 correct") == b"x"


def test_a_desks_signature_holds_for_what_it_signed_only() -> None:
    desk, other = DeskKey(b"k" * 32), DeskKey(b"o" * 32)
    signature = desk.sign(CONTENT)
    assert is_signed(CONTENT, signature, desk.public)
    assert DeskKey(b"k" * 32).public == desk.public, "nothing is kept: it comes from the store's key"
    assert not is_signed(CONTENT + b"!", signature, desk.public)
    assert not is_signed(CONTENT, signature, other.public)
    assert not is_signed(CONTENT, b"", desk.public)
    assert not is_signed(CONTENT, signature, b"")
    assert len(fingerprint(desk.public)) == 32
    assert fingerprint(desk.public) != fingerprint(other.public)
