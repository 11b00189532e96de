"""Puts fields into a finished PDF.

Every field brings its own picture, drawn with our faces, so that Chinese shows right in any viewer. What a viewer or
a program fills in later it draws with the form's font: one Type0 face with the characters of GB 2312 and Western
European letters. Whatever a field looks like, its value is the text itself.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from talentdesk.core.formmark import FORM_FIELD, FormMark
from talentdesk.core.sheet import Align
from talentdesk.paper import fonts
from talentdesk.paper.faces import Glyph
from talentdesk.paper.fields import Field
from talentdesk.paper.operators import POINTS
from talentdesk.paper.page import Rect
from talentdesk.paper.subset import subset
from talentdesk.paper.type0 import FontBook, write_font

_FORM_FACE = "NotoSansSC-Regular"
_FORM_FONT = "TDForm"
_READ_ONLY, _MULTILINE, _RADIO, _COMBO, _NO_SPELLING, _COMB = 1, 1 << 12, 1 << 15, 1 << 17, 1 << 22, 1 << 24
_HIDDEN, _PRINTED = 2, 4
_ALIGNED = {Align.LEFT: 0, Align.CENTRE: 1, Align.RIGHT: 2}
_TICK_EDGE = 0.5
_DRAWS_NOTHING = b"q Q"
"""qpdf deflates an empty stream to no bytes at all, which strict readers call damaged."""
_CLAIMS = ("pdfaid:part", "pdfaid:conformance", "pdfaid:rev", "pdfuaid:part", "pdfuaid:rev")


def add_fields(content: bytes, fields: Sequence[Field], mark: FormMark) -> bytes:
    """The PDF with the fields on its pages. The same content and fields give the same bytes. Raises FontMissing."""
    finished = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _Writer(pdf).write(fields, mark)
        _drop_claims(pdf)
        pdf.save(
            finished,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return finished.getvalue()


def _drop_claims(pdf: pikepdf.Pdf) -> None:
    """A form that is still being filled in is no archive copy."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for claim in _CLAIMS:
            if claim in metadata:
                del metadata[claim]


class _Writer:
    """Writes one document's form."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.book = FontBook(pdf)
        self.looks: list[pikepdf.Object] = []
        self.tops: list[pikepdf.Object] = []
        self.nodes: dict[str, pikepdf.Object] = {}
        self.options: dict[tuple[tuple[str, str], ...], pikepdf.Object] = {}
        self.blank: dict[tuple[float, float], pikepdf.Object] = {}

    def write(self, fields: Sequence[Field], mark: FormMark) -> None:
        for field in fields:
            self._add(field)
        self._add_mark(mark)
        self.book.close()
        resources = self.book.resources()
        for look in self.looks:
            look.Resources = resources
        font = self.pdf.make_indirect(Dictionary(Type=Name.Font))
        codes, program = _form_font()
        write_font(self.pdf, font, fonts.face(_FORM_FACE), codes, program)
        self.pdf.Root.AcroForm = Dictionary(
            Fields=Array(self.tops),
            DR=Dictionary(Font=Dictionary({f"/{_FORM_FONT}": font})),
            DA=String(f"/{_FORM_FONT} 10 Tf 0 g"),
        )

    def _add(self, field: Field) -> None:
        widget = self._widget(field)
        page = self.pdf.pages[field.page].obj
        if "/Annots" not in page:
            page.Annots, page.Tabs = Array(), Name.R
        page.Annots.append(widget)
        terminal = self.nodes.get(field.name)
        if terminal is None:
            terminal = self._terminal(field)
            self._hang(field.name, terminal)
        widget.Parent = terminal
        terminal.Kids.append(widget)

    def _hang(self, name: str, node: pikepdf.Object) -> None:
        """Puts a node into the tree of names, whose parts are parted by full stops."""
        self.nodes[name] = node
        above, _, last = name.rpartition(".")
        node.T = String(last)
        if not above:
            self.tops.append(node)
            return
        if above not in self.nodes:
            self._hang(above, self.pdf.make_indirect(Dictionary(Kids=Array())))
        node.Parent = self.nodes[above]
        self.nodes[above].Kids.append(node)

    def _terminal(self, field: Field) -> pikepdf.Object:
        node = self.pdf.make_indirect(Dictionary(Kids=Array(), TU=String(field.group or field.label)))
        if field.ticked_by:
            node.FT = Name.Btn
            node.Ff = _RADIO if field.one_of > 1 else 0
            node.V = _state(field.value)
            if field.one_of < 2:
                node.TU = String(field.label)
            return node
        node.DA = String(f"/{_FORM_FONT} {field.size:g} Tf 0 g")
        node.V = String(field.value)
        node.Q = _ALIGNED[field.align]
        if field.options:
            node.FT, node.Ff, node.Opt = Name.Ch, _COMBO | _NO_SPELLING, self._options(field.options)
            return node
        node.FT = Name.Tx
        node.Ff = _NO_SPELLING | (_MULTILINE if field.lines else 0) | (_COMB if field.cells else 0)
        if field.most:
            node.MaxLen = field.most
        return node

    def _options(self, options: tuple[tuple[str, str], ...]) -> pikepdf.Object:
        """One list for all fields that offer it; its first entry takes an answer back."""
        if options not in self.options:
            entries = (("", " "), *options)
            listed = Array([Array([String(code), String(words)]) for code, words in entries])
            self.options[options] = self.pdf.make_indirect(listed)
        return self.options[options]

    def _widget(self, field: Field) -> pikepdf.Object:
        page = self.pdf.pages[field.page].obj
        rect = _grown(field.rect, _TICK_EDGE) if field.ticked_by else field.rect
        tall = float(page.MediaBox[3]) / POINTS
        look = self._look(field, rect, tall)
        widget = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                F=_PRINTED,
                P=page,
                Rect=Array(_corners(rect, tall)),
                MK=Dictionary(),
                TU=String(field.label),
            )
        )
        if not field.ticked_by:
            widget.AP = Dictionary(N=look)
            return widget
        states = Dictionary({str(_state(field.ticked_by)): look, "/Off": self._nothing(rect)})
        widget.AP = Dictionary(N=states)
        widget.AS = _state(field.value if field.value == field.ticked_by else "")
        return widget

    def _look(self, field: Field, rect: Rect, tall: float) -> pikepdf.Object:
        drawn = self.book.draw(field.look, tall)
        left, low = rect.x * POINTS, (tall - rect.bottom) * POINTS
        content = b"q 1 0 0 1 %.4f %.4f cm\n%s\nQ" % (-left, -low, drawn) if drawn else b""
        if not field.ticked_by:
            content = b"/Tx BMC\n" + content + b"\nEMC"
        look = self._form(content, rect)
        self.looks.append(look)
        return look

    def _nothing(self, rect: Rect) -> pikepdf.Object:
        size = (rect.width, rect.height)
        if size not in self.blank:
            self.blank[size] = self._form(b"", rect)
        return self.blank[size]

    def _form(self, content: bytes, rect: Rect) -> pikepdf.Object:
        box = Array([0, 0, round(rect.width * POINTS, 3), round(rect.height * POINTS, 3)])
        return self.pdf.make_stream(content or _DRAWS_NOTHING, Type=Name.XObject, Subtype=Name.Form, BBox=box)

    def _add_mark(self, mark: FormMark) -> None:
        page = self.pdf.pages[0].obj
        hidden = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                Ff=_READ_ONLY,
                F=_HIDDEN,
                P=page,
                Rect=Array([0, 0, 0, 0]),
                T=String(FORM_FIELD),
                TU=String(FORM_FIELD),
                V=String(str(mark)),
                DA=String(f"/{_FORM_FONT} 10 Tf 0 g"),
            )
        )
        if "/Annots" not in page:
            page.Annots = Array()
        page.Annots.append(hidden)
        self.tops.append(hidden)


def _state(code: str) -> Name:
    return Name("/" + code) if code else Name.Off


def _grown(rect: Rect, by: float) -> Rect:
    return rect.inset(-by)


def _corners(rect: Rect, tall: float) -> list[float]:
    edges = (rect.x, tall - rect.bottom, rect.right, tall - rect.y)
    return [round(edge * POINTS, 3) for edge in edges]


@cache
def _form_font() -> tuple[dict[tuple[Glyph, str], int], bytes]:
    """Codes and program of the font that other programs fill in with: what the face has of GB 2312 and Latin."""
    face = fonts.face(_FORM_FACE)
    found = ((face.glyph(ord(character)), character) for character in _form_characters())
    glyphs: list[tuple[Glyph, str]] = [each for each in found if each[0]]
    return {each: code for code, each in enumerate(glyphs, 1)}, subset(face, [glyph for glyph, _ in glyphs])


def _form_characters() -> list[str]:
    points = {*range(0x20, 0x7F), *range(0xA0, 0x180)}
    for high in range(0xA1, 0xF8):
        row = bytes(byte for low in range(0xA1, 0xFF) for byte in (high, low))
        points |= {ord(character) for character in row.decode("gb2312", "ignore")}
    return [chr(point) for point in sorted(points)]
