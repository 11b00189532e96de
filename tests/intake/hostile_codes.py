"""Pictures of square codes: of others, too large, damaged, of a later program, with bombs in them."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Iterable

import brotli
import cbor2
import segno
from hostile import DONE, sample
from hostile_pictures import encoded
from PIL import Image

from talentdesk.core.parcel import Parcel, base45, split
from talentdesk.paper.codes import wrap

VERBS = ("read", "import")
DAMAGED, FOREIGN = "are damaged", "are not from talentdesk"
TYPED = {"person.surname": "HO", "person.given_names": "LAI NA"}


def page(texts: Iterable[str | bytes]) -> bytes:
    """The texts as codes, one below the other."""
    codes = []
    for text in texts:
        out = io.BytesIO()
        segno.make_qr(text, error="m").save(out, kind="png", scale=4, border=6)
        codes.append(Image.open(out).convert("L"))
    whole = Image.new("L", (max(code.width for code in codes), sum(code.height for code in codes)), 255)
    top = 0
    for code in codes:
        whole.paste(code, (0, top))
        top += code.height
    return encoded(whole, "PNG")


def parcel(**typed: str) -> bytes:
    return wrap(Parcel("residence-permit", "2024-12-01", {**TYPED, **typed}))


def body(content: bytes, procedure: object = "residence-permit") -> bytes:
    return cbor2.dumps([procedure, "2024-12-01", False, content], canonical=True)


def answers(value: object) -> bytes:
    return bytes(brotli.compress(cbor2.dumps(value, canonical=True)))


def part(content: bytes, *, index: int = 0, count: int = 1, length: int = 0, mark: bytes = b"") -> str:
    """One text whose checksum is right, whatever else is wrong with it."""
    mark, length = mark or hashlib.sha256(content).digest()[:4], length or len(content)
    check = zlib.crc32(struct.pack(">4sBBHL", mark, index, count, length, 0) + content)
    return "TALENTDESK 1:" + base45(struct.pack(">4sBBHL", mark, index, count, length, check) + content)


@sample("code that leads to a page", ".png", *VERBS, says=FOREIGN)
def address() -> bytes:
    return page(["HTTPS://127.0.0.1:9/?X=" + "A" * 500])


@sample("code with a script", ".png", *VERBS, says=FOREIGN)
def script() -> bytes:
    return page(["javascript:alert(1)", "'; DROP TABLE drafts; --", "\x1b[2J\x1b]0;x\x07"])


@sample("largest code there is", ".png", *VERBS, says=FOREIGN)
def largest() -> bytes:
    return page([bytes(range(256)) * 9])


@sample("code of ours and 2,900 signs more", ".png", *VERBS, says=DAMAGED)
def oversized() -> bytes:
    return page(["TALENTDESK 1:" + "A" * 2_900])


@sample("code of a later program", ".png", *VERBS, says="newer version")
def newer() -> bytes:
    return page([text.replace("TALENTDESK 1:", "TALENTDESK 999:") for text in split(parcel())])


@sample("code of no version", ".png", *VERBS, says=FOREIGN)
def no_version() -> bytes:
    return page([split(parcel())[0].replace("TALENTDESK 1:", "TALENTDESK 9999999999:")])


@sample("codes that hold half of CBOR", ".png", *VERBS, says=DAMAGED)
def half_cbor() -> bytes:
    whole = parcel()
    return page(split(whole[: len(whole) // 2]))


@sample("codes that unpack to 100 MB", ".png", *VERBS, says=DAMAGED)
def bomb() -> bytes:
    return page(split(body(brotli.compress(bytes(100_000_000), quality=1))))


@sample("codes with lists in lists, four hundred deep", ".png", *VERBS, says=DAMAGED)
def deep() -> bytes:
    return page(split(b"\x81" * 400 + b"\x80"))


@sample("codes with packed lists in lists, a hundred thousand deep", ".png", *VERBS, says=DAMAGED)
def deep_packed() -> bytes:
    return page(split(body(brotli.compress(b"\x81" * 100_000 + b"\x80"))))


@sample("codes that claim a text of 2⁶³ bytes", ".png", *VERBS, says=DAMAGED)
def claimed() -> bytes:
    return page(split(body(brotli.compress(b"\x7b\x7f" + b"\xff" * 7))))


@sample("codes that claim a list of 2⁶³ entries", ".png", *VERBS, says=DAMAGED)
def claimed_list() -> bytes:
    return page(split(b"\x9b\x7f" + b"\xff" * 7))


@sample("codes that name themselves", ".png", *VERBS, says=DAMAGED)
def circle() -> bytes:
    return page(split(b"\xd8\x1c\x81\xd8\x1d\x00"))


@sample("codes with a number of a thousand digits", ".png", *VERBS, says=DAMAGED)
def number() -> bytes:
    return page(split(body(answers([{"person": {"surname": 10**1_000}}, []]))))


@sample("codes whose spare does not fit", ".png", *VERBS, says=DAMAGED)
def spare() -> bytes:
    """The first is lost, and the spare would make something else of it."""
    _, second, last = split(bytes(range(256)) * 3)
    mark, index, count, length, _ = struct.unpack_from(">4sBBHL", raw_of(last))
    wrong = part(b"\x55" * len(raw_of(last)[12:]), index=index, count=count, length=length, mark=mark)
    return page([second, wrong])


def raw_of(text: str) -> bytes:
    from talentdesk.core.parcel import from_base45

    return from_base45(text.partition(":")[2])


@sample("codes that are parts of two papers", ".png", *VERBS, says="several forms")
def mixed() -> bytes:
    return page([*split(parcel())[:1], *split(parcel(**{"person.surname": "WONG"}))[:1]])


@sample("half of the codes", ".png", *VERBS, says="were not found")
def some() -> bytes:
    texts = split(bytes(range(250)) * 10)
    return page(texts[::2])


@sample("code that says it is one of two hundred", ".png", *VERBS, says=DAMAGED)
def many() -> bytes:
    return page([part(b"abc", index=3, count=200, length=3)])


@sample("code that says it is longer than it is", ".png", *VERBS, says=DAMAGED)
def longer() -> bytes:
    return page([part(b"abc", length=60_000)])


@sample("codes of a form that is not there", ".png", "import", says="there is no procedure")
def elsewhere() -> bytes:
    return page(split(body(answers([{"person": {"surname": "HO"}}, []]), "../../etc/passwd")))


@sample("codes with odd marks in an answer", ".png", *VERBS, code=DONE)
def odd() -> bytes:
    return page(split(parcel(**{"person.surname": "H\u202eO\0\u200b\ud800\uf9d1"})))


@sample("codes with an answer of 900,000 signs", ".png", *VERBS, code=DONE)
def long() -> bytes:
    return page(split(parcel(**{"person.surname": "X" * 900_000})))
