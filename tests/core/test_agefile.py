"""The head of an age file, and keys as age writes them: what is ours to read before anything is decrypted."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentdesk.core import bech32
from talentdesk.core.agefile import MOST_BYTES, MOST_HEAD, AgeTrouble, Flaw, binary_of, is_age, read_head

# The example of the specification, and what belongs to it.
IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
X25519 = (
    b"age-encryption.org/v1\n-> X25519 XEl0dJ6y3C7KZkgmgWUicg63EyXJiwBJW8PdYJ/cYBE\n"
    b"qRS0AMjdjPvZ/WT08U2KL4G+PIooA3hy38SvLpvaC1E\n--- HK2NmOBN9Dpq0Gw6xMCuhFcQlQLvZ/wQUi/2scLG75s\npayload"
)
SCRYPT = (
    b"age-encryption.org/v1\n-> scrypt ajMFur+EJLGaohv/dLRGnw 18\n8SHBz/ldWnjyGFQqfjat6uNBarWqqEMDS7W8X7+Xq5Q\n"
    b"--- HK2NmOBN9Dpq0Gw6xMCuhFcQlQLvZ/wQUi/2scLG75s\npayload"
)
STANZA = b"-> X25519 XEl0dJ6y3C7KZkgmgWUicg63EyXJiwBJW8PdYJ/cYBE\nqRS0AMjdjPvZ/WT08U2KL4G+PIooA3hy38SvLpvaC1E\n"


def flaw_of(raw: bytes) -> Flaw:
    with pytest.raises(AgeTrouble) as refused:
        read_head(raw)
    return refused.value.flaw


def test_the_specifications_own_examples_are_read() -> None:
    assert read_head(X25519).kinds == ("X25519",)
    assert not read_head(X25519).wants_passphrase
    assert read_head(SCRYPT).work == 18
    assert bech32.decode(IDENTITY) == ("age-secret-key-", b"\x42" * 32)
    assert bech32.encode("age-secret-key-", b"\x42" * 32).upper() == IDENTITY


def test_other_programs_ways_are_passed_over() -> None:
    grease = b"-> ]@D_!-grease Kx!_2L[ g(\n" + b"A" * 64 + b"\n\n"
    raw = X25519.replace(b"--- ", grease + b"--- ")
    assert read_head(raw).kinds == ("X25519", "]@D_!-grease")


@pytest.mark.parametrize("work", [b"21", b"22", b"25", b"30", b"64", b"99"])
def test_a_passphrase_that_would_take_gigabytes_is_not_tried(work: bytes) -> None:
    assert flaw_of(SCRYPT.replace(b" 18\n", b" " + work + b"\n")) is Flaw.TOO_MUCH_WORK


@pytest.mark.parametrize("work", [b"018", b"0", b"-1", b"+18", b"1e1", b"100", b"", b"18 18", "１８".encode()])
def test_work_that_is_no_number_is_refused(work: bytes) -> None:
    assert flaw_of(SCRYPT.replace(b" 18\n", b" " + work + b"\n")) is Flaw.DAMAGED


def test_a_passphrase_beside_a_key_is_refused() -> None:
    assert flaw_of(SCRYPT.replace(b"--- ", STANZA + b"--- ")) is Flaw.DAMAGED
    assert flaw_of(SCRYPT.replace(b"--- ", SCRYPT.split(b"\n", 1)[1].split(b"--- ")[0] + b"--- ")) is Flaw.DAMAGED


def test_a_head_without_end_is_refused() -> None:
    many = b"age-encryption.org/v1\n" + STANZA * (MOST_HEAD // len(STANZA) + 1) + X25519.split(b"\n", 3)[3]
    assert flaw_of(many) is Flaw.TOO_LARGE
    assert flaw_of(b"age-encryption.org/v1\n" + b"-> X " + b"a" * MOST_HEAD) is Flaw.TOO_LARGE
    assert flaw_of(X25519[: X25519.index(b"---")]) is Flaw.DAMAGED


@pytest.mark.parametrize(
    ("before", "after", "flaw"),
    [
        (b"/v1\n", b"/v2\n", Flaw.NEWER),
        (b"age-enc", b"age_enc", Flaw.DAMAGED),
        (b"-> X", b"->X", Flaw.DAMAGED),
        (b"-> X25519 ", b"-> X25519  ", Flaw.DAMAGED),
        (b"aC1E\n", b"aC1E=\n", Flaw.DAMAGED),
        (b"aC1E\n", b"aC1E\r\n", Flaw.DAMAGED),
        (b"--- HK", b"--- K", Flaw.DAMAGED),
        (STANZA, b"", Flaw.DAMAGED),
    ],
)
def test_a_head_that_is_not_to_the_letter_is_refused(before: bytes, after: bytes, flaw: Flaw) -> None:
    assert before in X25519
    assert flaw_of(X25519.replace(before, after)) is flaw


def test_the_form_for_mail_is_unwrapped() -> None:
    lines = base64.encodebytes(X25519)
    armored = b"-----BEGIN AGE ENCRYPTED FILE-----\n" + lines + b"-----END AGE ENCRYPTED FILE-----\n"
    assert is_age(armored)
    assert binary_of(armored) == X25519
    assert binary_of(armored.replace(b"\n", b"\r\n")) == X25519
    assert binary_of(X25519) is X25519
    for broken in (armored[:-40], armored.replace(lines[:4], b"*" + lines[:4]), armored[:40]):
        with pytest.raises(AgeTrouble):
            binary_of(broken)


def test_a_file_that_is_too_large_is_not_looked_at() -> None:
    with pytest.raises(AgeTrouble) as refused:
        binary_of(X25519 + bytes(MOST_BYTES))
    assert refused.value.flaw is Flaw.TOO_LARGE


@given(st.binary(max_size=400), st.integers(0, len(SCRYPT)), st.booleans())
def test_whatever_stands_there_is_read_or_refused(noise: bytes, at: int, over: bool) -> None:
    raw = SCRYPT[:at] + noise + SCRYPT[at + (len(noise) if over else 0) :]
    try:
        head = read_head(binary_of(raw)) if is_age(raw) else None
    except AgeTrouble:
        return
    assert head is None or head.work <= 20


@pytest.mark.parametrize(
    "text",
    [
        "A12UEL5L",
        "a12uel5l",
        "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
    ],
)
def test_examples_of_bip_173_that_are_whole(text: str) -> None:
    assert bech32.decode(text)[1] == b""


@pytest.mark.parametrize(
    "text",
    ["", "1", "pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3", "A1G7SGD8", "10a06t8", "1qzzfhee", "A12uEL5L",
     IDENTITY[:-1], IDENTITY[:-1] + "Y", IDENTITY + "Q", "age1" + "q" * 600, "ä12uel5l", "a\x7f1axkwrx"],
)  # fmt: skip
def test_a_key_that_was_miscopied_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"bech32|checksum|padding"):
        bech32.decode(text)


@given(st.binary(max_size=64))
def test_every_content_comes_back(content: bytes) -> None:
    assert bech32.decode(bech32.encode("age", content)) == ("age", content)
