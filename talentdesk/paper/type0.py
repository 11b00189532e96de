"""Our faces in a PDF that is already there: content drawn with them, and the fonts it needs, cut down to what it uses.

`embedding` does the same for a document that we write from the start.
"""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name

from talentdesk.paper import fonts
from talentdesk.paper.embedding import Faces, subset_tag, to_unicode
from talentdesk.paper.faces import Face, Glyph
from talentdesk.paper.operators import shape, text
from talentdesk.paper.page import Frame, Item, Run
from talentdesk.paper.subset import subset


class FontBook:
    """The faces one document's added content uses. `close` writes them; until then their objects are empty."""

    def __init__(self, pdf: pikepdf.Pdf, prefix: str = "TDF") -> None:
        self.pdf = pdf
        self._faces = Faces(prefix)
        self._objects: dict[str, pikepdf.Object] = {}

    def draw(self, items: Iterable[Item], height: float) -> bytes:
        """Operators for laid-out items on a page or form of that height (mm), fills first."""
        items = tuple(items)
        behind = [each for each in items if isinstance(each, Frame) and each.fill is not None]
        front = [each for each in items if not (isinstance(each, Frame) and each.fill is not None)]
        return b"\n".join(self._draw(each, height) for each in (*behind, *front))

    def _draw(self, item: Item, height: float) -> bytes:
        drawn = self._run(item, height) if isinstance(item, Run) else shape(item, height)
        return drawn.encode("ascii")

    def _run(self, run: Run, height: float) -> str:
        name = self.name(run.face)
        return text(run, name, self._faces[run.face].show(run), height)

    def name(self, face: str) -> str:
        """The resource name of a face."""
        if face not in self._objects:
            self._objects[face] = self.pdf.make_indirect(Dictionary(Type=Name.Font))
        return self._faces[face].name

    def resources(self) -> Dictionary:
        """A resource dictionary with every face used so far."""
        return Dictionary(Font=Dictionary({f"/{self.name(face)}": font for face, font in self._objects.items()}))

    def close(self) -> None:
        """Write the fonts of everything drawn."""
        for face, font in self._objects.items():
            write_font(self.pdf, font, fonts.face(face), self._faces[face].codes)


def write_font(
    pdf: pikepdf.Pdf,
    into: pikepdf.Object,
    face: Face,
    codes: dict[tuple[Glyph, str], int],
    program: bytes | None = None,
) -> None:
    """Makes `into` a Type0 font of these codes, which count up from 1 in their order.

    `program`: the cut-down font, where it is already there.
    """
    program = program or subset(face, [glyph for glyph, _ in codes])
    base = Name(f"/{subset_tag(codes)}+{face.name}")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=base,
        Flags=4,
        FontBBox=Array(list(face.box)),
        ItalicAngle=0,
        Ascent=round(face.ascent * 1000),
        Descent=round(face.descent * 1000),
        CapHeight=714,
        StemV=80,
        FontFile2=pdf.make_stream(program, Length1=len(program)),
    )
    widths = Array([round(face.advance(glyph) * 1000, 3) for glyph, _ in codes])
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=base,
        CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=1000,
        W=Array([1, widths]),
        CIDToGIDMap=Name.Identity,
    )
    into.Subtype = Name.Type0
    into.BaseFont = base
    into.Encoding = Name("/Identity-H")
    into.DescendantFonts = Array([pdf.make_indirect(descendant)])
    into.ToUnicode = pdf.make_stream(to_unicode(codes))
