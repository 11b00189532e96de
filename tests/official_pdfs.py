"""Official PDFs as authorities make them, awkward ones too. None is a real one: we have no right to those."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

POINTS = 72 / 25.4
_LINES = b"0.5 w 57 700 300 40 re S BT /F1 14 Tf 57 790 Td (Official form) Tj ET "


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    made = io.BytesIO()
    pdf.save(made, deterministic_id="encryption" not in options, **options)
    return made.getvalue()


def _page(pdf: pikepdf.Pdf, content: bytes = _LINES, size: tuple[float, float] = (595.28, 841.89)) -> pikepdf.Page:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page = pdf.add_blank_page(page_size=size)
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    page.obj.Contents = pdf.make_stream(content)
    return page


def flat() -> bytes:
    """Four pages: plain; turned by 90 degrees; cut out of a larger sheet; with content that leaves all of it open."""
    pdf = pikepdf.new()
    _page(pdf)
    _page(pdf).obj.Rotate = 90
    shifted = _page(pdf, b"1 0 0 1 100 50 cm " + _LINES)
    shifted.obj.MediaBox = Array([80, 20, 800, 1000])
    shifted.obj.CropBox = Array([100, 50, 695.28, 891.89])
    _page(pdf, _LINES + b"Q Q q 0.5 0 0 0.5 37 91 cm 1 0 0 rg /X BMC BT 3 Tr")
    return saved(pdf)


def turned(by: int) -> bytes:
    """One page, cut, turned, in units of 1/36 inch, whose turn and fonts stand above it in the tree of pages."""
    pdf = pikepdf.new()
    page = _page(pdf)
    page.obj.MediaBox = Array([10, 20, 307.64, 440.945])
    page.obj.UserUnit = 2
    pdf.Root.Pages.Rotate, pdf.Root.Pages.Resources = by, page.obj.Resources
    del page.obj.Resources
    return saved(pdf)


class Form:
    """An AcroForm put together field by field."""

    def __init__(self, turned: int = 0, pages: int = 1) -> None:
        self.pdf = pikepdf.new()
        for _ in range(pages):
            _page(self.pdf).obj.Rotate = turned
        for page in self.pdf.pages:
            page.obj.Annots = Array()
        self.tops: list[Any] = []
        self.pdf.Root.AcroForm = Dictionary(Fields=Array(), DA=String("/Helv 0 Tf 0 g"))

    def add(self, page: int, rect: tuple[float, float, float, float], entries: dict[str, Any]) -> Any:
        owner = self.pdf.pages[page].obj
        widget = self.pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array(rect), F=4, P=owner, **entries)
        )
        owner.Annots.append(widget)
        return widget

    def text(self, name: str, rect: tuple[float, float, float, float], page: int = 0, **entries: Any) -> Form:
        """A field of text with a border, and a suggestion of the authority's in it."""
        look = self.look(b"/Tx BMC q BT /F1 9 Tf 2 4 Td (please write) Tj ET Q EMC", rect)
        kept = {"V": String("please write"), "MK": Dictionary(BC=Array([0, 0, 1])), "AP": Dictionary(N=look)}
        field = self.add(page, rect, {"FT": Name.Tx, "T": String(name), **kept, **entries})
        self.tops.append(field)
        return self

    def look(self, content: bytes, rect: tuple[float, float, float, float]) -> Any:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        box = Array([0, 0, rect[2] - rect[0], rect[3] - rect[1]])
        resources = Dictionary(Font=Dictionary(F1=font))
        return self.pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=resources)

    def _button(self, page: int, x: float, y: float, state: str, entries: dict[str, Any]) -> Any:
        rect = (x, y, x + 10, y + 10)
        looks = Dictionary(
            {f"/{state}": self.look(b"0 0 10 10 re f", rect), "/Off": self.look(b"0 0 10 10 re S", rect)}
        )
        return self.add(page, rect, {"AS": Name.Off, "AP": Dictionary(N=looks), **entries})

    def check(self, name: str, x: float, y: float, state: str = "Yes", page: int = 0) -> Form:
        """A check box."""
        self.tops.append(self._button(page, x, y, state, {"FT": Name.Btn, "T": String(name), "V": Name.Off}))
        return self

    def radio(self, name: str, x: float, y: float, states: Iterable[str], page: int = 0) -> Form:
        """Radio buttons, 60 points from each other."""
        field = self.pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=1 << 15, T=String(name), V=Name.Off, Kids=Array()))
        for number, state in enumerate(states):
            field.Kids.append(self._button(page, x + 60 * number, y, state, {"Parent": field}))
        self.tops.append(field)
        return self

    def signature(self, name: str = "Signed") -> Form:
        """A field that somebody has signed, and the rights Adobe's Reader took from it."""
        rect = (400, 40, 500, 70)
        look = self.look(b"BT /F1 9 Tf 2 4 Td (signed by) Tj ET", rect)
        signed = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String("x" * 8))
        entries = {"FT": Name.Sig, "T": String(name), "V": signed, "AP": Dictionary(N=look)}
        self.tops.append(self.add(0, rect, entries))
        self.pdf.Root.Perms = Dictionary(DocMDP=signed)
        return self

    def done(self, **options: Any) -> bytes:
        self.pdf.Root.AcroForm.Fields = Array(self.tops)
        return saved(self.pdf, **options)


def acroform(turned: int = 0) -> Form:
    """A page with a field of each kind."""
    return (
        Form(turned)
        .text("form.Surname", (60, 700, 260, 720))
        .text("form.NameZh", (300, 700, 500, 720), DA=String("/Helv 12 Tf 0 g"))
        .text("form.HkId", (60, 660, 260, 680), Ff=1 << 24, MaxLen=10)
        .text("form.Notes", (60, 560, 260, 640), Ff=1 << 12)
        .text("form.Year", (300, 660, 340, 680))
        .text("form.Month", (350, 660, 370, 680))
        .text("form.Day", (380, 660, 400, 680))
        .text("form.Untouched", (300, 600, 500, 620))
        .text("row1.surname", (60, 500, 200, 516))
        .text("row1.relation", (210, 500, 300, 516))
        .text("row2.surname", (60, 480, 200, 496))
        .text("row2.relation", (210, 480, 300, 496))
        .radio("form.Fence", 60, 440, ("Ja", "Nein"))
        .check("form.Tree", 60, 400)
        .check("form.Rose", 120, 400, "1")
    )


def hybrid_xfa() -> bytes:
    """An AcroForm that carries the same form as XFA beside it, with the rights of Adobe's Reader."""
    form = acroform()
    form.pdf.Root.AcroForm.XFA = Array([String("template"), form.pdf.make_stream(b"<template/>")])
    form.pdf.Root.Perms = Dictionary(UR3=Dictionary())
    form.pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    form.pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array()))
    return form.done()


def dynamic_xfa(*, says_so: bool = True) -> bytes:
    """A form whose only page asks to wait for Adobe's Reader."""
    pdf = pikepdf.new()
    _page(pdf, b"BT /F1 12 Tf 57 700 Td (Please wait... If this message is not replaced) Tj ET")
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))
    if says_so:
        pdf.Root.NeedsRendering = True
    return saved(pdf)


def locked(user: str = "", owner: str = "owner", *, filling: bool = False) -> bytes:
    """A PDF with a password to open it, or only protected against changes."""
    rights = pikepdf.Permissions(modify_form=filling, modify_annotation=filling, modify_other=False)
    return acroform().done(encryption=pikepdf.Encryption(owner=owner, user=user, R=6, allow=rights))


# --- a forms room with such a paper -------------------------------------------------------------------

PAPER, EDITION = "garden-official", "2024-06-01"
_SMALL = Path(__file__).resolve().parent / "small_room" / "forms"

BY_NAME = """
[[box]]
question = "person.surname"
field = "form.Surname"

[[box]]
question = "person.name_zh"
field = "form.NameZh"

[[box]]
question = "residency.hkid"
field = "form.HkId"

[[box]]
id = "notes"
value = "{person.surname} {person.name_zh}"
field = "form.Notes"

[[box]]
question = "person.birth_date"
kind = "date"
year = { field = "form.Year" }
month = { field = "form.Month" }
day = { field = "form.Day" }

[[box]]
question = "garden.fenced"
kind = "ticks"
field = "form.Fence"
tick = [{ code = "yes", state = "Ja" }, { code = "no", state = "Nein" }]

[[box]]
question = "garden.plants"
kind = "ticks"
tick = [{ code = "tree", field = "form.Tree" }, { code = "rose", field = "form.Rose" }]

[[box]]
question = "family"
kind = "table"
rows = 2
column = [{ id = "surname", field = "row{row}.surname" }, { id = "relation", field = "row{row}.relation" }]
"""

ANSWERS = {
    "person.surname": "FERREIRA",
    "person.name_zh": "何\U00020bb7娜",
    "person.birth_date": "1994-06-08",
    "residency.hkid": "A123456(3)",
    "garden.plants": "tree",
    "garden.fenced": "no",
    "family[0].surname": "COSTA",
    "family[0].relation": "儿子",
}


def room_with(folder: Path, pdf: bytes, boxes: str = BY_NAME, more: str = "", digest: str | None = None) -> Path:
    """The small forms room with an official PDF for its procedure, placed by `boxes`."""
    room = Path(shutil.copytree(_SMALL, folder / "forms"))
    paper = room / "papers" / PAPER
    paper.mkdir(parents=True)
    (paper / "official.pdf").write_bytes(pdf)
    digest = hashlib.sha256(pdf).hexdigest() if digest is None else digest
    (paper / f"{EDITION}.toml").write_text(
        f'kind = "template"\ntitle = {{ zh-Hans = "花园表", en = "Garden form" }}\nbackground = "official.pdf"\n'
        f'sha256 = "{digest}"\nprocedures = ["garden-permit"]\nidentify = ["person.surname"]\n{more}\n{boxes}',
        encoding="utf-8",
    )
    return room
