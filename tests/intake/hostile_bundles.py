"""Bundles that were cut off, changed, closed with too much work, or hold an archive that means harm."""

from __future__ import annotations

import io
import json
import struct
import warnings
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256

from hostile import DONE, sample

from talentdesk.core.bundle import About, Carried, pack
from talentdesk.store.closing import close_for
from talentdesk.store.deskkey import DeskKey
from talentdesk.store.sealing import KeyPair, age_key, new_keys

VERBS = ("import", "read")
DESK, NOW = DeskKey(b"d" * 32), datetime(2026, 11, 26, tzinfo=UTC)
NO_CASE, CLOSED, DAMAGED = "holds no case of talentdesk", "does not open", "is damaged or cut off"


@cache
def office() -> KeyPair:
    """The key that all of them are closed for."""
    return new_keys()


def archive(**typed: str) -> bytes:
    carried = Carried("residence-permit", "2024-12-01", date(2026, 11, 20), typed or {"person.surname": "HO"})
    return pack(About(NOW, "counter", (age_key(office().public),), DESK.public), carried, DESK.sign)


def closed(content: bytes) -> bytes:
    return close_for(content, [age_key(office().public)])


def zipped(members: Mapping[str, bytes], *twice: tuple[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "w", how) as made:
        for name, content in (*members.items(), *twice):
            made.writestr(name, content)
    return out.getvalue()


def members() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive())) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def signed(draft: bytes, **more: bytes) -> bytes:
    """An archive whose manifest and signature are right, whatever is in it."""
    about = json.loads(members()["manifest.json"])
    inside = {"draft.json": draft, **more}
    about["members"] = {
        name: {"size": len(content), "sha256": sha256(content).hexdigest()} for name, content in inside.items()
    }
    manifest = json.dumps(about).encode()
    return closed(zipped({"manifest.json": manifest, "manifest.sig": DESK.sign(manifest), **inside}))


@sample("bundle as it should be", ".age", *VERBS, code=DONE)
def good() -> bytes:
    return closed(archive())


@sample("bundle that was cut off", ".age", *VERBS, says=CLOSED)
def half() -> bytes:
    return good()[:-40]


@sample("bundle that was cut off in its head", ".age", *VERBS, says=DAMAGED)
def half_head() -> bytes:
    return good()[:60]


@sample("bundle with one bit changed", ".age", *VERBS, says=CLOSED)
def flipped() -> bytes:
    whole = bytearray(good())
    whole[-100] ^= 1
    return bytes(whole)


@sample("bundle for another key", ".age", *VERBS, says=CLOSED)
def another() -> bytes:
    return close_for(archive(), [age_key(new_keys().public)])


@sample("bundle of a later format", ".age", *VERBS, says="newer way")
def later() -> bytes:
    return b"age-encryption.org/v2\n" + good().partition(b"\n")[2]


def with_passphrase(work: bytes) -> bytes:
    return b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA %s\n%s\n--- %s\n%s" % (
        work, b"A" * 43, b"A" * 43, bytes(200),
    )  # fmt: skip


for _work in (b"21", b"30", b"63", b"99"):
    sample(f"bundle whose passphrase takes 2^{_work.decode()} steps", ".age", *VERBS, says="more memory than a desk")(
        lambda work=_work: with_passphrase(work)
    )


@sample("bundle whose passphrase takes as much as is allowed", ".age", "import", says=CLOSED, slow=True)
def dear() -> bytes:
    return with_passphrase(b"20")


@sample("bundle with a passphrase's work of no number", ".age", *VERBS, says=DAMAGED)
def no_number() -> bytes:
    return with_passphrase(b"1e9")


@sample("bundle with a passphrase beside a key", ".age", *VERBS, says=DAMAGED)
def beside() -> bytes:
    line, _, rest = with_passphrase(b"10").partition(b"--- ")
    return line + b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n--- " + rest


@sample("bundle with a head of ten million ways to open it", ".age", *VERBS)
def many_ways() -> bytes:
    return b"age-encryption.org/v1\n" + b"-> a b\n\n" * 1_000_000 + b"--- " + b"A" * 43 + b"\n"


@sample("bundle with a head that never ends", ".age", *VERBS)
def no_end() -> bytes:
    return b"age-encryption.org/v1\n-> X25519 " + b"A" * 10_000_000


@sample("bundle as text that is none", ".age", *VERBS, says=DAMAGED)
def armour() -> bytes:
    return b"-----BEGIN AGE ENCRYPTED FILE-----\n" + b"!" * 5_000 + b"\n-----END AGE ENCRYPTED FILE-----\n"


_INSIDE: Mapping[str, bytes] = {
    "nothing": b"", "words": b"hello", "half an archive": b"PK\x03\x04" + bytes(30), "zeros": bytes(9_999),
}  # fmt: skip
for _name, _content in _INSIDE.items():
    sample(f"bundle with {_name} in it", ".age", *VERBS, says=NO_CASE)(lambda content=_content: closed(content))

for _evil in ("../../evil", "/evil", "a\\..\\..\\evil", "CON", "draft.json/", "attachments/../evil", "C:evil"):
    sample(f"bundle with a member called {_evil!r}", ".age", "import", says=NO_CASE)(
        lambda name=_evil: closed(zipped({**members(), name: b"evil"}))
    )


@sample("bundle whose manifest names what leads out", ".age", *VERBS, says=NO_CASE)
def named_out() -> bytes:
    return signed(members()["draft.json"], **{"../../evil": b"evil"})


@sample("bundle with two drafts", ".age", *VERBS, says=NO_CASE)
def twins() -> bytes:
    return closed(zipped(members(), ("draft.json", b"{}")))


@sample("bundle with a squeezed draft of 100 MB", ".age", *VERBS, says=NO_CASE)
def squeezed() -> bytes:
    return closed(zipped({**members(), "draft.json": b" " * 100_000_000}, how=zipfile.ZIP_DEFLATED))


@sample("bundle whose members claim four gigabytes", ".age", *VERBS, says=NO_CASE)
def claimed() -> bytes:
    raw = archive()
    with zipfile.ZipFile(io.BytesIO(raw)) as whole:
        size = whole.getinfo("draft.json").file_size
    return closed(raw.replace(struct.pack("<I", size), struct.pack("<I", 0xFFFFFFF0)))


@sample("bundle whose draft is nested a hundred thousand deep", ".age", *VERBS)
def deep() -> bytes:
    return signed(b'{"procedure": "residence-permit", "answers": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001)


@sample("bundle whose manifest is nested a hundred thousand deep", ".age", *VERBS, says=NO_CASE)
def deep_manifest() -> bytes:
    return closed(zipped({**members(), "manifest.json": b"[" * 60_000}))


@sample("bundle whose draft is a list", ".age", *VERBS)
def listed() -> bytes:
    return signed(b"[1, 2]")


@sample("bundle whose draft has numbers of a thousand digits", ".age", *VERBS, code=DONE)
def digits() -> bytes:
    return signed(b'{"procedure": "residence-permit", "answers": {"person.surname": ' + b"9" * 9_000 + b"}}")


@sample("bundle whose draft names a form outside", ".age", *VERBS, says="there is no procedure")
def outside() -> bytes:
    return signed(b'{"procedure": "../../etc/passwd", "answers": {"person.surname": "HO"}}')


@sample("bundle whose draft is of a day that is none", ".age", "import", code=DONE)
def no_day() -> bytes:
    return signed(
        b'{"procedure": "residence-permit", "as_of": "9999-99-99", "sources": [1], "answers": {"person.surname": "HO"}}'
    )


@sample("bundle whose draft has odd marks", ".age", "import", code=DONE)
def odd() -> bytes:
    return signed(
        b'{"procedure": "residence-permit", "answers": {"person.surname": "H\\u202eO\\u0000\\ud800\\uf9d1\\u001b[2J"}}'
    )
