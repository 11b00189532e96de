"""Pictures that unpack too large, are cut off, lie, or are of a kind that nobody asked for."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import segno
from hostile import DONE, sample
from PIL import Image

VERBS = ("read", "photo", "import")
NO_CODES, DAMAGED, NO_KIND = "no answers", "is damaged or cut off", "no PDF and no picture"
WORK = "more time or memory"


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


def png(width: int, height: int, *more: bytes, colour: int = 0, row: bytes | None = None, bits: int = 1) -> bytes:
    """Zeros without end, squeezed to nearly nothing; `more` are chunks before them."""
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    line = bytes(width // 8 + 2) if row is None else row
    squeezed = zlib.compressobj(9)
    rows = b"".join([*(squeezed.compress(line * 100) for _ in range(min(-(-height // 100), 1_000))), squeezed.flush()])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(more) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def grey(size: tuple[int, int] = (400, 500)) -> Image.Image:
    return Image.effect_noise(size, 60)


for _side, _slow in ((9_000, False), (12_000, False), (20_000, True), (65_000, True)):
    sample(f"png of {_side}²", ".png", *VERBS, says="points, more than 64 million", slow=_slow)(
        lambda side=_side: png(side, side)
    )


@sample("png that promises 2³¹ points a side", ".png", *VERBS, says="points, more than 64 million")
def promise() -> bytes:
    return png(2**31 - 1, 2**31 - 1, row=b"\0")


@sample("png just below the limit, transparent", ".png", "read", says=NO_CODES, slow=True)
def largest_transparent() -> bytes:
    return png(8_000, 8_000, colour=6, bits=8, row=bytes(4 * 8_000 + 1))


@sample("photo just below the limit, transparent", ".png", "photo", says="8000 × 8000", slow=True)
def largest_photo() -> bytes:
    return largest_transparent()


@sample("png of one row of 60 million points", ".png", "read", "photo", says=WORK, slow=True)
def thread() -> bytes:
    return png(60_000_000, 1)


@sample("png of one column of 9 million points", ".png", "read", "photo", says=WORK, slow=True)
def needle() -> bytes:
    return png(1, 9_000_000)


@sample("png without points", ".png", *VERBS)
def no_points() -> bytes:
    return png(0, 0)


@sample("png with texts that unpack to 100 MB", ".png", *VERBS)
def text_bomb() -> bytes:
    packed = zlib.compress(b"A" * 10_000_000, 9)
    return png(40, 40, *(chunk(b"zTXt", b"note%d\0\0" % at + packed) for at in range(10)))


@sample("png with a colour profile that unpacks to 100 MB", ".png", *VERBS)
def profile_bomb() -> bytes:
    return png(40, 40, chunk(b"iCCP", b"profile\0\0" + zlib.compress(bytes(100_000_000), 9)))


@sample("png with a chunk that claims 2 GB", ".png", *VERBS)
def chunk_that_lies() -> bytes:
    whole = png(40, 40)
    return whole[:33] + b"\x7f\xff\xff\xfftEXt" + whole[33:]


@sample("png with a checksum that does not fit", ".png", *VERBS, says=DAMAGED)
def bad_checksum() -> bytes:
    whole = bytearray(encoded(grey(), "PNG"))
    whole[whole.index(b"IDAT") + 20] ^= 0xFF
    return bytes(whole)


_HALVES: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: encoded(grey(), "JPEG"),
    "png": lambda: encoded(grey(), "PNG"),
    "tiff": lambda: encoded(grey(), "TIFF", compression="tiff_lzw"),
    "webp": lambda: encoded(grey().convert("RGB"), "WEBP"),
}
for _kind, _whole in _HALVES.items():
    sample(f"half a {_kind}", f".{_kind}", *VERBS)(lambda whole=_whole: whole()[: len(whole()) // 2])
    sample(f"the first 40 bytes of a {_kind}", f".{_kind}", *VERBS)(lambda whole=_whole: whole()[:40])


@sample("eps that would run PostScript", ".eps", *VERBS, says=NO_KIND)
def eps() -> bytes:
    return b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n(/etc/passwd) (r) file\n{ } loop\n"


@sample("eps that is called jpg", ".jpg", *VERBS, says=NO_KIND)
def eps_as_jpeg() -> bytes:
    return eps()


@sample("svg with a script and an outside picture", ".svg", *VERBS, says=NO_KIND)
def svg() -> bytes:
    return (
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><text>&x;</text>'
        b'<image href="http://127.0.0.1:9/x.png"/></svg>'
    )


@sample("gif that moves", ".gif", *VERBS, says=NO_KIND)
def gif() -> bytes:
    return encoded(grey().convert("P"), "GIF", save_all=True, append_images=[grey().convert("P")] * 5)


@sample("heic, which is not read", ".heic", *VERBS, says=NO_KIND)
def heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)


@sample("nothing at all", ".png", *VERBS, "mrz", "batch", says=NO_KIND)
def nothing() -> bytes:
    return b""


@sample("zeros", ".jpg", *VERBS, "mrz", "batch", "evaluate", says=NO_KIND)
def zeros() -> bytes:
    return bytes(1_000_000)


@sample("png that is called jpg", ".jpg", *VERBS, says=NO_CODES)
def wrong_suffix() -> bytes:
    return encoded(grey(), "PNG")


@sample("picture of one point", ".png", *VERBS, says=NO_CODES)
def one_point() -> bytes:
    return encoded(Image.new("L", (1, 1)), "PNG")


def exif(entries: bytes) -> bytes:
    return b"Exif\0\0MM\0*" + (8).to_bytes(4, "big") + entries


@sample("jpeg whose notes point round in a circle", ".jpg", *VERBS, says=NO_CODES)
def exif_circle() -> bytes:
    """One entry, EXIF and GPS, that leads back to its own directory, which names itself as the next one."""
    entries = struct.pack(">HHHLL", 2, 0x8769, 4, 1, 8) + struct.pack(">HHLL", 0x8825, 4, 1, 8) + (8).to_bytes(4, "big")
    return encoded(grey(), "JPEG", exif=exif(entries))


@sample("jpeg whose notes claim four billion values", ".jpg", *VERBS, says=NO_CODES)
def exif_bomb() -> bytes:
    entry = struct.pack(">HHHLL", 1, 0x0112, 5, 0xFFFFFFFF, 26) + bytes(4)
    return encoded(grey(), "JPEG", exif=exif(entry))


@sample("jpeg that says where it was taken", ".jpg", *VERBS, says=NO_CODES)
def exif_place() -> bytes:
    notes = Image.Exif()
    notes.get_ifd(0x8825).update({1: "N", 2: (22.0, 32.0, 1.0), 3: "E", 4: (113.0, 53.0, 2.0)})
    return encoded(grey(), "JPEG", exif=notes)


@sample("jpeg that claims 65,500 points a side", ".jpg", *VERBS, says="points, more than 64 million")
def jpeg_that_lies() -> bytes:
    whole = bytearray(encoded(grey(), "JPEG"))
    at = whole.index(b"\xff\xc0") + 5
    whole[at : at + 4] = struct.pack(">HH", 65_500, 65_500)
    return bytes(whole)


@sample("tiff that names itself as its next page", ".tiff", *VERBS)
def tiff_circle() -> bytes:
    whole = bytearray(encoded(grey((60, 60)), "TIFF"))
    at = int.from_bytes(whole[4:8], "little")
    count = int.from_bytes(whole[at : at + 2], "little")
    whole[at + 2 + 12 * count :][:4] = b""
    whole[at + 2 + 12 * count : at + 6 + 12 * count] = at.to_bytes(4, "little")
    return bytes(whole)


@sample("tiff of 61 pages", ".tiff", "read", "import", says="more than 60 pages")
def tiff_of_many_pages() -> bytes:
    return encoded(Image.new("1", (30, 30)), "TIFF", save_all=True, append_images=[Image.new("1", (30, 30))] * 60)


@sample("webp that moves", ".webp", *VERBS, says=NO_CODES)
def moving() -> bytes:
    frames = [Image.new("RGB", (90, 90), (at, 0, 0)) for at in range(0, 250, 2)]
    return encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])


@sample("png that moves, a thousand pictures", ".png", *VERBS)
def moving_png() -> bytes:
    frames = [Image.new("L", (20, 20), at % 250) for at in range(1_000)]
    return encoded(frames[0], "PNG", save_all=True, append_images=frames[1:])


@sample("a photo that is a form of ours in nothing but its suffix", ".pdf", *VERBS, says=NO_CODES)
def png_as_pdf() -> bytes:
    return wrong_suffix()


@sample("a wall of square codes of others", ".png", "read", "import", says="are not from talentdesk", slow=True)
def wall() -> bytes:
    tile = io.BytesIO()
    segno.make_qr("HTTPS://EXAMPLE.ORG").save(tile, kind="png", scale=3, border=4)
    code = Image.open(tile).convert("L")
    page = Image.new("L", (code.width * 25, code.height * 25), 255)
    for at in range(625):
        page.paste(code, (at % 25 * code.width, at // 25 * code.height))
    return encoded(page, "PNG")


assert DONE == 0
