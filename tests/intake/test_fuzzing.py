"""Every parser of what strangers send, fed with noise and with good files that were bent: it reads, or says why not.

A short run of what a whole night could do: `--hypothesis-seed` and a larger `EXAMPLES` go on from here.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hostile_bundles import archive, closed, office, with_passphrase
from hostile_codes import parcel as body_of_codes
from hostile_pdfs import fillable, page, xfa
from hostile_tables import book, links, text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from talentdesk.core.agefile import AgeTrouble, binary_of, read_head
from talentdesk.core.answers import AnswersMalformed, flatten
from talentdesk.core.bundle import BundleDamaged, NewerBundle, about_of, unpack
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.mrz import parse as parse_zone
from talentdesk.core.parcel import ParcelError, join, split
from talentdesk.core.tomlfile import FormError
from talentdesk.intake import child
from talentdesk.intake.envelopes import Secret, open_envelope
from talentdesk.intake.fields import fields_in
from talentdesk.intake.found import IntakeTrouble
from talentdesk.intake.photos import measure
from talentdesk.intake.spreadsheet import lines_in
from talentdesk.intake.table import TableUnreadable
from talentdesk.paper import codes
from talentdesk.service.answers import parse_whole
from talentdesk.service.mishap import AnswersError
from talentdesk.store import keyslots
from talentdesk.store.keyslots import Keyslots, SlotKind
from talentdesk.store.sealing import age_identity
from talentdesk.store.trouble import KeyslotsDamaged

EXAMPLES = 200
ROOM = Path(__file__).parents[2] / "forms"
TODAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def pillows_own_limit() -> Iterator[None]:
    """What the process that looks into files does to Pillow stays out of this one."""
    before = Image.MAX_IMAGE_PIXELS
    yield
    Image.MAX_IMAGE_PIXELS = before


@dataclass(frozen=True, slots=True)
class Target:
    """A parser, good inputs to bend, and what it may raise."""

    parse: Callable[[bytes, Path], object]
    seeds: Callable[[], list[bytes]]
    raises: tuple[type[Exception], ...] = ()
    examples: int = EXAMPLES


def manifest(raw: bytes, _folder: Path) -> object:
    return about_of(raw.decode("utf-8", "surrogateescape"))


def head(raw: bytes, _folder: Path) -> object:
    return read_head(binary_of(raw))


def zone(raw: bytes, _folder: Path) -> object:
    return parse_zone(raw.decode("utf-8", "replace"), today=TODAY)


def texts_of_codes(raw: bytes, _folder: Path) -> object:
    return codes.unpack(codes.unwrap(join(raw.decode("utf-8", "replace").split("\n"))))


def body(raw: bytes, _folder: Path) -> object:
    return codes.unpack(codes.unwrap(raw))


def packed(raw: bytes, _folder: Path) -> object:
    return codes.unpack(codes.Envelope("residence-permit", "2024-12-01", False, raw))


def slots(raw: bytes, folder: Path) -> object:
    (folder / "keyslots.json").write_bytes(raw)
    return keyslots.read(folder / "keyslots.json")


def answers(raw: bytes, _folder: Path) -> object:
    return flatten(parse_whole(raw, "a.json" if raw[:1] == b"{" else "a.toml"))


def form(raw: bytes, folder: Path) -> object:
    """The edition in a forms room where all else is ours."""
    room = folder / "forms"
    if not room.exists():
        room.mkdir()
        for part in ROOM.iterdir():
            if part.name != "procedures":
                (room / part.name).symlink_to(part)
        (room / "procedures/visa-extension").mkdir(parents=True)
        for part in (ROOM / "procedures/visa-extension").iterdir():
            if part.name != "2013-07-01.toml":
                (room / "procedures/visa-extension" / part.name).symlink_to(part)
    (room / "procedures/visa-extension/2013-07-01.toml").write_bytes(raw)
    return Catalogue([room]).edition("visa-extension", "2013-07-01")


@cache
def members() -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(archive())) as whole:
        return [whole.read("manifest.json")]


@cache
def pictures() -> list[bytes]:
    made = []
    for kind in ("PNG", "JPEG", "TIFF", "WEBP"):
        out = io.BytesIO()
        Image.effect_noise((40, 50), 60).convert("RGB").save(out, kind)
        made.append(out.getvalue())
    return made


def one_slot() -> list[bytes]:
    own = Keyslots("0123456789abcdef").with_slot(SlotKind.DEVICE, b"s" * 32, b"k" * 32)
    with TemporaryDirectory() as folder:
        keyslots.write(Path(folder, "keyslots.json"), own)
        return [Path(folder, "keyslots.json").read_bytes()]


ZONE = b"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TARGETS: dict[str, Target] = {
    "bundle's archive": Target(lambda raw, _: unpack(raw), lambda: [archive()], (BundleDamaged, NewerBundle)),
    "bundle's manifest": Target(manifest, members, (BundleDamaged,)),
    "head of an age file": Target(head, lambda: [closed(b"x"), with_passphrase(b"18")], (AgeTrouble,)),
    "age file": Target(
        lambda raw, _: open_envelope(raw, Secret(identity=age_identity(office().private))),
        lambda: [closed(archive())],
        (IntakeTrouble,),
    ),
    "machine-readable zone": Target(zone, lambda: [ZONE, ZONE.replace(b"\n", b"")]),
    "texts of codes": Target(texts_of_codes, lambda: ["\n".join(split(body_of_codes())).encode()], (ParcelError,)),
    "body of codes": Target(body, lambda: [body_of_codes()], (ParcelError,)),
    "answers in codes": Target(packed, lambda: [codes.unwrap(body_of_codes()).content], (ParcelError,)),
    "fields of a PDF": Target(lambda raw, _: fields_in(raw), lambda: [xfa(), fillable()], (IntakeTrouble,), 60),
    "PDF": Target(lambda raw, _: child.look(raw), lambda: [xfa(), page(b"/X[" * 20 + b"]" * 20)], (IntakeTrouble,), 60),
    "picture": Target(lambda raw, _: child.look(raw), pictures, (IntakeTrouble,)),
    "photo": Target(lambda raw, _: measure(raw), pictures, (IntakeTrouble,)),
    "spreadsheet": Target(
        lambda raw, _: list(lines_in(raw)), lambda: [book(f"<row>{text('HO')}</row>"), links()], (TableUnreadable,)
    ),
    "csv": Target(
        lambda raw, _: list(lines_in(raw)), lambda: ['a,"b ""c""",d\n何,1'.encode("gbk")], (TableUnreadable,)
    ),
    "keyslots": Target(slots, one_slot, (KeyslotsDamaged,)),
    "answers file": Target(
        answers,
        lambda: [b'{"person": {"surname": "HO"}, "family": [{"name": "x"}]}', b'[person]\nsurname = "HO"\nx = 1.5\n'],
        (AnswersError, AnswersMalformed),
    ),
    "form file": Target(
        form, lambda: [(ROOM / "procedures/visa-extension/2013-07-01.toml").read_bytes()], (FormError,), 30
    ),
}

PIECES = st.sampled_from(
    [b"", b"\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"-1", b"[[[[", b"}", b'"', b"\n", b"<", b"/", b"%",
     b"\xe2\x80\xae", b"\xed\xa0\x80", b"null", b"true", b"1e999", b"=", b"{}", b"[]", b"<<>>", b"\\u0000", b"0 0 R"]
) | st.binary(max_size=6)  # fmt: skip


@st.composite
def bent(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """Noise, or a good input with some pieces exchanged, put in, doubled or cut off."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=200))
    raw = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(raw)))
        match draw(st.integers(0, 3)):
            case 0:
                piece = draw(PIECES)
                raw[at : at + len(piece)] = piece
            case 1:
                raw[at : at + draw(st.integers(0, 20))] = draw(PIECES)
            case 2:
                raw[at:at] = raw[at : at + draw(st.integers(1, 60))]
            case _:
                del raw[at : at + draw(st.integers(1, 60)) ** 2]
    return bytes(raw)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_it_reads_or_says_why_not(target: Target, tmp_path: Path) -> None:
    seeds = target.seeds()
    for seed in seeds:
        target.parse(seed, tmp_path)

    @settings(
        max_examples=target.examples,
        deadline=None,
        database=None,
        derandomize="CI" in os.environ,
        suppress_health_check=list(HealthCheck),
    )
    @given(bent(seeds))
    def tried(raw: bytes) -> None:
        try:
            target.parse(raw, tmp_path)
        except target.raises:
            return

    tried()
