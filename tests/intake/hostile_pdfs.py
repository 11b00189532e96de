"""PDFs with scripts, commands and bombs in them, and PDFs whose parts lead nowhere or round in a circle."""

from __future__ import annotations

import io
import json
import tempfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pikepdf
from hostile import DONE, sample
from pikepdf import Array, Dictionary, Name, String

from talentdesk import cli

VERBS = ("read", "import")
NO_ANSWERS, DAMAGED, WORK = "there are no answers in", "is damaged or cut off", "more time or memory"
CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>"


def pdf(*objects: bytes, trailer: bytes = b"", xref: bool = True) -> bytes:
    """The objects, numbered from 1, as a file; without a table of them readers have to search."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    if xref:
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, trailer, start,
    )  # fmt: skip


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), entries, content)


def squeezed(size: int, piece: bytes = bytes(1 << 20)) -> bytes:
    machine = zlib.compressobj(9)
    return b"".join([*(machine.compress(piece) for _ in range(size // len(piece))), machine.flush()])


def page(catalog: bytes = b"", own: bytes = b"", content: bytes = b"", *more: bytes) -> bytes:
    """One page with more in its catalogue, its own entries, its content and objects from number 5."""
    return pdf(CATALOG[:-2] + catalog + b">>", PAGES, PAGE[:-2] + own + b">>", stream(content), *more)


_ACTIVE: Mapping[str, bytes] = {
    "JavaScript": b"/OpenAction<</S/JavaScript/JS(while\\(1\\){app.alert\\(1\\)})>>",
    "JavaScript spelled in hexadecimals": b"/Open#41ction<</S/Java#53cript/J#53(app.alert\\(1\\))>>",
    "JavaScript by name": b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.alert\\(1\\))>>]>>>>",
    "a program to launch": b"/OpenAction<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)/P(/c calc)>>>>",
    "a form to send off": b"/OpenAction<</S/SubmitForm/F(http://127.0.0.1:9/)>>",
    "an address to open": b"/OpenAction<</S/URI/URI(http://127.0.0.1:9/)>>",
}
for _name, _entries in _ACTIVE.items():
    sample(f"pdf with {_name}", ".pdf", *VERBS, says=NO_ANSWERS)(lambda entries=_entries: page(entries))


@sample("pdf with XFA and entities in it", ".pdf", *VERBS, says=NO_ANSWERS)
def xfa() -> bytes:
    laugh = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    return page(b"/AcroForm<</Fields[]/XFA 5 0 R>>/NeedsRendering true", b"", b"", stream(laugh))


def with_file(name: bytes, content: bytes, entries: bytes = b"") -> bytes:
    names = b"/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(%s)/EF<</F 5 0 R>>>>]>>>>" % name
    return page(names, b"", b"", stream(content, b"/Type/EmbeddedFile" + entries))


@sample("pdf with a program attached", ".pdf", *VERBS, says=NO_ANSWERS)
def program_attached() -> bytes:
    return with_file(b"..\\\\..\\\\Startup\\\\x.exe", b"MZ" + bytes(500))


@sample("pdf with a gigabyte attached", ".pdf", *VERBS, slow=True)
def bomb_attached() -> bytes:
    return with_file(b"answers.json", squeezed(1 << 30), b"/Filter/FlateDecode")


@sample("pdf with answers of an unknown form attached", ".pdf", "import", says="there is no procedure")
def foreign_attached() -> bytes:
    about = {"procedure": "../../etc/passwd", "edition": "x", "answers": {"a": "b"}}
    return with_file(b"answers.json", json.dumps(about).encode())


@sample("pdf with answers nested a hundred thousand deep attached", ".pdf", *VERBS, says=NO_ANSWERS)
def deep_attached() -> bytes:
    return with_file(b"answers.json", b'{"answers":' * 100_000)


@sample("pdf with a thousand times the same answers attached", ".pdf", "read", code=DONE, slow=True)
def many_attached() -> bytes:
    """One stream of 1.5 MB under a thousand names: 1.5 GB for whoever takes them all."""
    about = {"procedure": "residence-permit", "edition": "2024-12-01", "answers": {"person.surname": "X" * 1_500_000}}
    names = b"".join(b"(%05d)<</Type/Filespec/F(a)/EF<</F 5 0 R>>>>" % at for at in range(1_000))
    content = zlib.compress(json.dumps(about).encode(), 9)
    entries = b"/Names<</EmbeddedFiles<</Names[%s]>>>>" % names
    return page(entries, b"", b"", stream(content, b"/Type/EmbeddedFile/Filter/FlateDecode"))


@sample("pdf whose page unpacks to a gigabyte", ".pdf", *VERBS, slow=True)
def bomb() -> bytes:
    return pdf(CATALOG, PAGES, PAGE, stream(squeezed(1 << 30), b"/Filter/FlateDecode"))


@sample("pdf packed four times over", ".pdf", *VERBS, slow=True)
def matryoshka() -> bytes:
    content = zlib.compress(zlib.compress(zlib.compress(squeezed(1 << 28), 9), 9), 9)
    return pdf(CATALOG, PAGES, PAGE, stream(content, b"/Filter[" + b"/FlateDecode" * 4 + b"]"))


@sample("pdf with a picture of 30,000 points a side", ".pdf", *VERBS, slow=True)
def picture_bomb() -> bytes:
    entries = b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceRGB/BitsPerComponent 8"
    picture = stream(squeezed(1 << 28), entries + b"/Filter/FlateDecode")
    return page(b"", b"/Resources<</XObject<</A 5 0 R>>>>", b"200 0 0 200 0 0 cm /A Do", picture)


@sample("pdf with a font that is none", ".pdf", *VERBS, says=NO_ANSWERS)
def font() -> bytes:
    entries = b"/Resources<</Font<</F<</Type/Font/Subtype/TrueType/FontDescriptor<</FontFile2 5 0 R>>>>>>>>"
    return page(b"", entries, b"BT /F 9 Tf (abc) Tj ET", stream(b"\0\1\0\0" + b"\xff" * 5_000))


@sample("pdf whose page tree goes round", ".pdf", *VERBS)
def circle() -> bytes:
    return pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>")


@sample("pdf that claims two thousand million pages", ".pdf", *VERBS)
def many_pages() -> bytes:
    return pdf(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>", PAGE, stream(b""))


@sample("pdf that draws itself", ".pdf", *VERBS, says=WORK, slow=True)
def self_drawn() -> bytes:
    form = stream(b"/A Do " * 50, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 5 0 R>>>>")
    return page(b"", b"/Resources<</XObject<</A 5 0 R>>>>", b"/A Do", form)


@sample("pdf whose drawing doubles thirty times", ".pdf", *VERBS, says=WORK, slow=True)
def doubled() -> bytes:
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    forms = [stream(b"/A Do /A Do", head + b"/Resources<</XObject<</A %d 0 R>>>>" % number) for number in range(6, 36)]
    return page(b"", b"/Resources<</XObject<</A 5 0 R>>>>", b"/A Do", *forms, stream(b"0 0 9 9 re f", head))


@sample("pdf with lists in lists, a hundred thousand deep", ".pdf", *VERBS)
def nested() -> bytes:
    return page(b"/X " + b"[" * 100_000 + b"]" * 100_000)


@sample("pdf with tables in tables, fifty thousand deep", ".pdf", *VERBS)
def nested_tables() -> bytes:
    return page(b"/X " + b"<</A" * 50_000 + b" 1" + b">>" * 50_000)


@sample("pdf with a password", ".pdf", *VERBS, says="asks for a password")
def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


@sample("pdf with an unknown lock", ".pdf", *VERBS)
def strange_lock() -> bytes:
    return pdf(CATALOG, PAGES, PAGE, stream(b""), trailer=b"/Encrypt<</Filter/Standard/V 99/R 99/O()/U()/P -1>>")


@sample("pdf without a table of its objects", ".pdf", *VERBS, says=NO_ANSWERS)
def no_table() -> bytes:
    return pdf(CATALOG, PAGES, PAGE, stream(b""), xref=False)


@sample("pdf whose tables of objects name each other", ".pdf", *VERBS)
def circle_of_tables() -> bytes:
    start = len(pdf(CATALOG, PAGES, PAGE, stream(b""), xref=False).partition(b"trailer")[0])
    return pdf(CATALOG, PAGES, PAGE, stream(b""), trailer=b"/Prev %d" % start)


@sample("pdf with nothing but its first line", ".pdf", *VERBS, says=DAMAGED)
def headline() -> bytes:
    return b"%PDF-1.7\n"


@sample("half a pdf", ".pdf", *VERBS)
def half() -> bytes:
    whole = page(b"", b"", b"0 0 9 9 re f " * 500)
    return whole[: len(whole) // 2]


@sample("pdf with a million objects", ".pdf", *VERBS, says=NO_ANSWERS, slow=True)
def million() -> bytes:
    return pdf(CATALOG, PAGES, PAGE, stream(b""), *[b"0"] * 1_000_000)


@sample("pdf with a stream of objects that holds itself", ".pdf", *VERBS)
def self_held() -> bytes:
    objects = stream(b"5 0 6 1 0 0", b"/Type/ObjStm/N 2/First 8/Extends 5 0 R")
    return page(b"/X 6 0 R", b"", b"", objects)


@sample("pdf with a stream of objects that claims to hold a thousand million", ".pdf", *VERBS)
def many_held() -> bytes:
    return page(b"/X 6 0 R", b"", b"", stream(b"6 0 1", b"/Type/ObjStm/N 1000000000/First 4"))


_SIZES = {
    "as large as a county": b"[0 0 1e9 1e9]", "of no size": b"[0 0 0 0]", "inside out": b"[200 200 -200 -1e30]",
    "as thin as a hair": b"[0 0 0.0001 14400]", "of no number": b"[0 0 /A (b)]",
}  # fmt: skip
for _name, _box in _SIZES.items():
    sample(f"pdf with a page {_name}", ".pdf", *VERBS)(
        lambda box=_box: pdf(CATALOG, PAGES, PAGE.replace(b"[0 0 200 200]", box), stream(b"0 0 9 9 re f"))
    )


# ---- forms that were filled in


@cache
def fillable() -> bytes:
    """A fillable copy of ours."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "form.pdf")
        assert cli.main(["render", "residence-permit", "--fillable", "--blank", "--out", str(file)]) == 0
        return file.read_bytes()


def filled(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(fillable())) as form:
        change(form)
        form.save(out)
    return out.getvalue()


def put(value: str, question: str = "person.surname") -> Callable[[pikepdf.Pdf], None]:
    """Into one field."""

    def change(form: pikepdf.Pdf) -> None:
        fields = form.Root.AcroForm.Fields
        for part in question.split("."):
            (field,) = (each for each in fields if str(each.get("/T", "")) == part)
            fields = field.Kids
        field.V = String(value)

    return change


@sample("form of ours with 20,000 characters in one field", ".pdf", "read", "import", says="has 20000 characters")
def long_value() -> bytes:
    return filled(put("X" * 20_000))


@sample("form of ours with NUL and marks that turn the line round", ".pdf", "read", "import", says="U+0000")
def odd_value() -> bytes:
    return filled(put("HO\0 \u202eANIL\u202c\u200b\U000e0041"))


@sample("form of ours with a script in its fields", ".pdf", "read", code=DONE)
def script_in_field() -> bytes:
    def change(form: pikepdf.Pdf) -> None:
        for field in form.Root.AcroForm.Fields:
            field.AA = Dictionary(K=Dictionary(S=Name.JavaScript, JS=String("app.launchURL('http://127.0.0.1:9')")))

    return filled(change)


@sample("form of ours with 30,000 fields more, one text of 20,000 characters", ".pdf", "read", says=WORK, slow=True)
def many_fields() -> bytes:
    def change(form: pikepdf.Pdf) -> None:
        shared = form.make_indirect(String("X" * 20_000))
        more = [Dictionary(FT=Name.Tx, T=String(f"more{at}"), V=shared) for at in range(30_000)]
        form.Root.AcroForm.Fields = Array([*form.Root.AcroForm.Fields, *map(form.make_indirect, more)])

    return filled(change)


@sample("form of ours whose fields go round", ".pdf", "read", code=DONE)
def circle_of_fields() -> bytes:
    def change(form: pikepdf.Pdf) -> None:
        first = form.make_indirect(Dictionary(FT=Name.Tx, T=String("a")))
        first.Kids = Array([first, first, first])
        form.Root.AcroForm.Fields.append(first)

    return filled(change)


@sample("form of ours for a form that is not there", ".pdf", "read", "import")
def foreign_mark() -> bytes:
    def change(form: pikepdf.Pdf) -> None:
        for field in form.Root.AcroForm.Fields:
            if str(field.get("/T", "")) == "talentdesk":
                field.V = String("../../secret 2024-12-01 form 1")

    return filled(change)
