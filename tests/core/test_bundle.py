"""The archive inside a bundle: only our members, each as the manifest has it, whatever the archive says of itself."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentdesk.core.bundle import About, BundleDamaged, Carried, NewerBundle, about_of, pack, unpack

ABOUT = About(datetime(2026, 11, 26, 9, 30, tzinfo=UTC), "counter", ("age1abc",), bytes(32))
CARRIED = Carried(
    "residence-permit", "2024-12-01", date(2026, 11, 26), {"person.name_zh": "何丽娜"}, frozenset({"residency.hkid"}),
    {"person.name_zh": "mrz"},
)  # fmt: skip
RAW = pack(ABOUT, CARRIED, lambda _message: b"s" * 64, [b"a photo"])

Members = dict[str, bytes]


def members() -> Members:
    with zipfile.ZipFile(io.BytesIO(RAW)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive_of(content: Members, kind: int = zipfile.ZIP_STORED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as archive:
        for name, raw in content.items():
            archive.writestr(name, raw)
    return stream.getvalue()


def with_manifest(change: Callable[[dict[str, Any]], None]) -> bytes:
    content = members()
    manifest = json.loads(content["manifest.json"])
    change(manifest)
    return archive_of(content | {"manifest.json": json.dumps(manifest).encode()})


def test_what_is_packed_comes_back() -> None:
    packed = unpack(RAW)
    draft = json.loads(packed.draft)
    assert draft["answers"] == {"person.name_zh": "何丽娜", "declined": ["residency.hkid"]}
    assert (draft["procedure"], draft["as_of"], draft["sources"]) == (
        "residence-permit", "2026-11-26", {"person.name_zh": "mrz"},
    )  # fmt: skip
    assert packed.attachments == (sha256(b"a photo").hexdigest(),)
    assert about_of(packed.manifest) == ABOUT
    assert packed.signature == b"s" * 64


def test_the_same_case_gives_the_same_bytes() -> None:
    assert pack(ABOUT, CARRIED, lambda _message: b"s" * 64, [b"a photo"]) == RAW
    assert pack(replace(ABOUT, purpose="archive"), CARRIED, lambda _message: b"s" * 64, [b"a photo"]) != RAW


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "no archive": lambda: b"PK\x03\x04" + bytes(100),
    "a member more": lambda: archive_of(members() | {"evil.txt": b"x"}),
    "a member that climbs": lambda: archive_of(members() | {"../../evil": b"x"}),
    "a member less": lambda: archive_of({name: raw for name, raw in members().items() if name != "draft.json"}),
    "no signature": lambda: archive_of({name: raw for name, raw in members().items() if name != "manifest.sig"}),
    "a long signature": lambda: archive_of(members() | {"manifest.sig": bytes(65)}),
    "another draft": lambda: archive_of(members() | {"draft.json": b"{}"}),
    "compressed": lambda: archive_of(members(), zipfile.ZIP_DEFLATED),
    "a bomb": lambda: archive_of(members() | {"attachments/" + "0" * 64: bytes(60_000_000)}, zipfile.ZIP_DEFLATED),
    "a large manifest": lambda: archive_of(members() | {"manifest.json": b"[" * 70_000}),
    "nested too deeply": lambda: archive_of(members() | {"manifest.json": b"[" * 60_000}),
    "manifest is a list": lambda: archive_of(members() | {"manifest.json": b"[]"}),
    "manifest not ASCII": lambda: archive_of(members() | {"manifest.json": "{“”}".encode()}),
    "no format": lambda: with_manifest(lambda m: m.pop("format")),
    "an odd format": lambda: with_manifest(lambda m: m.update(format="1")),
    "members no table": lambda: with_manifest(lambda m: m.update(members=[1])),
    "size no number": lambda: with_manifest(lambda m: m["members"]["draft.json"].update(size="9")),
    "size below zero": lambda: with_manifest(lambda m: m["members"]["draft.json"].update(size=-1)),
    "size too large": lambda: with_manifest(lambda m: m["members"]["draft.json"].update(size=10**9)),
    "another digest": lambda: with_manifest(lambda m: m["members"]["draft.json"].update(sha256="0" * 64)),
    "draft not named": lambda: with_manifest(lambda m: m["members"].pop("draft.json")),
    "manifest names itself": lambda: with_manifest(
        lambda m: m["members"].update({"manifest.json": {"size": 1, "sha256": "0" * 64}})
    ),
    "attachment under a false name": lambda: archive_of(
        {("attachments/" + "0" * 64 if "att" in name else name): raw for name, raw in members().items()}
    ),
    "too many members": lambda: archive_of(members() | {f"attachments/{at:064x}": b"x" for at in range(70)}),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_to_the_letter_is_refused(name: str) -> None:
    with pytest.raises(BundleDamaged):
        unpack(HOSTILE[name]())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice_is_refused() -> None:
    stream = io.BytesIO(RAW)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("draft.json", members()["draft.json"])
    with pytest.raises(BundleDamaged):
        unpack(stream.getvalue())


def test_a_member_that_is_longer_than_it_says_is_not_read_to_its_end() -> None:
    """The sizes in the directory are the sender's words: here they say less than there is."""
    content = members()
    lying = with_manifest(lambda m: m["members"]["draft.json"].update(size=10))
    with pytest.raises(BundleDamaged):
        unpack(lying)
    assert len(content["draft.json"]) > 10


def test_a_later_programs_bundle_is_told_from_a_damaged_one() -> None:
    with pytest.raises(NewerBundle):
        unpack(with_manifest(lambda m: m.update(format=2)))


@pytest.mark.parametrize(
    "change",
    [{"made_at": "yesterday"}, {"made_at": "2026-11-26T09:30:00"}, {"made_at": 1}, {"purpose": "for Mr. Ho"},
     {"purpose": 3}, {"by": "00"}, {"by": "zz" * 32}, {"to": [1]}, {"to": None}],
)  # fmt: skip
def test_a_manifest_that_says_something_odd_is_refused(change: dict[str, Any]) -> None:
    packed = unpack(with_manifest(lambda m: m.update(change)))
    with pytest.raises(BundleDamaged):
        about_of(packed.manifest)


@given(st.binary(max_size=300))
def test_no_bytes_bring_it_down(raw: bytes) -> None:
    with pytest.raises(BundleDamaged):
        unpack(raw)


def test_changed_archives_are_read_as_they_were_or_refused() -> None:
    chance, whole = random.Random(5), unpack(RAW)
    for _ in range(400):
        changed = bytearray(RAW)
        changed[chance.randrange(len(RAW))] ^= 1 << chance.randrange(8)
        try:
            packed = unpack(bytes(changed))
        except (BundleDamaged, NewerBundle):
            continue
        assert (packed.draft, packed.attachments) == (whole.draft, whole.attachments)
