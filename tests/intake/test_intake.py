"""Files from strangers: every kind that is read, and everything else refused in a word, by a process with little."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import segno
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from talentdesk.core.parcel import split
from talentdesk.intake import child, examining
from talentdesk.intake.examining import examine
from talentdesk.intake.found import Found, IntakeTrouble, Trouble, found_from

TEXTS = split(b"the answers")


@pytest.fixture(autouse=True)
def pillows_own_limit() -> Iterator[None]:
    """What the process that looks into files does to Pillow stays out of this one."""
    before = Image.MAX_IMAGE_PIXELS
    yield
    Image.MAX_IMAGE_PIXELS = before


def page() -> Image.Image:
    stream = io.BytesIO()
    segno.make_qr(TEXTS[0], error="m").save(stream, kind="png", scale=4, border=6)
    return Image.open(stream).convert("L")


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def clear() -> Image.Image:
    """Dark squares on nothing at all."""
    picture = Image.new("RGBA", page().size, (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), mask=page().point(lambda value: 255 - value))
    return picture


PICTURES = {
    "grey": encoded(page(), "PNG"),
    "one bit": encoded(page().convert("1"), "TIFF", compression="group4"),
    "sixteen bits": encoded(page().convert("I;16").point(lambda value: value * 256), "PNG"),
    "colour": encoded(page().convert("RGB"), "WEBP"),
    "CMYK": encoded(page().convert("CMYK"), "JPEG"),
    "palette": encoded(page().convert("P"), "PNG"),
    "transparent": encoded(clear(), "PNG"),
    "second page": encoded(Image.new("L", (50, 50), 255), "TIFF", save_all=True, append_images=[page()]),
    "light on dark": encoded(page().point(lambda value: 255 - value), "PNG"),
}


@pytest.mark.parametrize("raw", PICTURES.values(), ids=PICTURES)
def test_pictures_of_every_make_are_read(raw: bytes) -> None:
    assert child.look(raw).codes == TEXTS[:1]


def bomb() -> bytes:
    """9000 × 9000 points in a few kilobytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    size = (9000).to_bytes(4, "big") * 2
    squeezed = zlib.compressobj(9)
    rows = b"".join([*(squeezed.compress(bytes(1126)) for _ in range(9000)), squeezed.flush()])
    head = chunk(b"IHDR", size + b"\1\0\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf(pages: int = 1, size: tuple[float, float] = (595, 842), password: str = "") -> bytes:
    stream = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=size)
        document.save(stream, encryption=pikepdf.Encryption(owner="o", user=password) if password else False)
    return stream.getvalue()


TROUBLES = {
    "nothing": (b"", Trouble.UNKNOWN),
    "words": (b"hello", Trouble.UNKNOWN),
    "another picture": (encoded(page(), "GIF"), Trouble.UNKNOWN),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", Trouble.UNKNOWN),
    "a bomb": (bomb(), Trouble.TOO_MANY_PIXELS),
    "half a JPEG": (encoded(page(), "JPEG")[:900], Trouble.DAMAGED),
    "half a PNG": (encoded(page(), "PNG")[:500], Trouble.DAMAGED),
    "half a TIFF": (PICTURES["second page"][:2000], Trouble.DAMAGED),
    "a locked PDF": (pdf(password="secret"), Trouble.LOCKED),
    "a PDF of nothing": (b"%PDF-1.7\n", Trouble.DAMAGED),
    "too many pages": (pdf(pages=61), Trouble.TOO_MANY_PAGES),
}


@pytest.mark.parametrize(("raw", "trouble"), TROUBLES.values(), ids=TROUBLES)
def test_what_cannot_be_read_says_why(raw: bytes, trouble: Trouble) -> None:
    with pytest.raises(IntakeTrouble) as slip:
        child.look(raw)
    assert slip.value.trouble == trouble


def test_the_bomb_says_its_size(tmp_path: Path) -> None:
    (tmp_path / "bomb.png").write_bytes(bomb())
    with pytest.raises(IntakeTrouble) as slip:
        examine(tmp_path / "bomb.png")
    assert slip.value.details == {"width": "9000", "height": "9000", "most": "64"}


@pytest.mark.slow
def test_a_page_as_large_as_a_house_is_drawn_small() -> None:
    assert child.look(pdf(size=(14_400, 14_400))) == Found()


def test_more_bytes_than_a_scan_has_are_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.png").open("wb") as stream:
        stream.truncate(64_000_001)
    with pytest.raises(IntakeTrouble) as slip:
        examine(tmp_path / "huge.png")
    assert slip.value.trouble == Trouble.TOO_LARGE


def test_a_file_is_examined_by_another_process_and_comes_back_the_same(tmp_path: Path) -> None:
    (tmp_path / "page.png").write_bytes(PICTURES["grey"])
    assert examine(tmp_path / "page.png") == child.look(PICTURES["grey"])


def test_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even an honest file is given up when the time is over."""
    monkeypatch.setattr(examining, "_PATIENCE", 0.01)
    (tmp_path / "page.png").write_bytes(PICTURES["grey"])
    with pytest.raises(IntakeTrouble) as slip:
        examine(tmp_path / "page.png")
    assert slip.value.trouble == Trouble.TOO_MUCH_WORK


@pytest.mark.slow
def test_sixty_pages_without_codes_stay_within_the_limits(tmp_path: Path) -> None:
    (tmp_path / "book.pdf").write_bytes(pdf(pages=60))
    assert examine(tmp_path / "book.pdf") == Found()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems limit other things")
def test_that_process_gets_neither_much_memory_nor_any_file() -> None:
    """Its limits, seen from inside."""
    code = (
        "from talentdesk.intake import child; import resource as r; child.limit();"
        "print(r.getrlimit(r.RLIMIT_AS)[0], r.getrlimit(r.RLIMIT_CPU)[0], r.getrlimit(r.RLIMIT_FSIZE)[0])\n"
        "try: bytearray(3 << 30)\n"
        "except MemoryError: print('refused')"
    )
    root = str(Path(child.__file__).parents[2])
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": root}
    )
    assert run.stdout.split() == [str(child.MEMORY), str(child.SECONDS), "0", "refused"]


@pytest.mark.parametrize("data", [{}, {"attachments": [1], "codes": [], "fields": {}, "unreadable": 0}, {"codes": "x"}])
def test_what_that_process_says_is_not_trusted(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"unreadable|texts|fields"):
        found_from(data)


WHOLE = (PICTURES["grey"], PICTURES["one bit"], PICTURES["colour"], PICTURES["CMYK"], pdf())


@pytest.mark.slow
@given(st.sampled_from(WHOLE), st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_few_changed_bytes_are_read_or_refused(whole: bytes, at: int, new: bytes) -> None:
    raw = bytearray(whole)
    at %= len(raw)
    raw[at : at + len(new)] = new
    try:
        child.look(bytes(raw))
    except IntakeTrouble:
        return
