"""Our faces in a PDF that is already there: content drawn with them, and the fonts it needs, cut down to what it uses.

`embedding` does the same for a document that ReportLab writes.
"""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name

from talentdesk.paper import fonts
from talentdesk.paper.embedding import subset_tag, to_unicode
from talentdesk.paper.faces import Face
from talentdesk.paper.fonts import clusters
from talentdesk.paper.page import Code, Frame, Item, Rect, Run, Stroke
from talentdesk.paper.subset import subset

POINTS = 72 / 25.4
"""Points to a millimetre."""


class FontBook:
    """The faces one document's added content uses. `close` writes them; until then their objects are empty."""

    def __init__(self, pdf: pikepdf.Pdf, prefix: str = "TDF") -> None:
        self.pdf, self.prefix = pdf, prefix
        self._codes: dict[str, dict[tuple[int, str], int]] = {}
        self._objects: dict[str, pikepdf.Object] = {}

    def draw(self, items: Iterable[Item], height: float) -> bytes:
        """Operators for laid-out items on a page or form of that height (mm), fills first."""
        items = tuple(items)
        behind = [each for each in items if isinstance(each, Frame) and each.fill is not None]
        front = [each for each in items if not (isinstance(each, Frame) and each.fill is not None)]
        return b"\n".join(self._draw(each, height) for each in (*behind, *front))

    def _draw(self, item: Item, height: float) -> bytes:
        if isinstance(item, Run):
            return self._run(item, height)
        if isinstance(item, Stroke):
            return _stroke(item, height)
        return _code(item, height) if isinstance(item, Code) else _frame(item, height)

    def _run(self, run: Run, height: float) -> bytes:
        name = self.name(run.face)
        codes = self._codes[run.face]
        drawn = (glyph for cluster in clusters(run.text) for glyph in fonts.face(run.face).drawn(cluster) or ())
        text = "".join(f"{codes.setdefault(glyph, len(codes) + 1):04X}" for glyph in drawn)
        place = f"{_n(run.x * POINTS)} {_n((height - run.y) * POINTS)}"
        return f"BT {_n(run.grey)} g /{name} {_n(run.size)} Tf {place} Td <{text}> Tj ET".encode("ascii")

    def name(self, face: str) -> str:
        """The resource name of a face."""
        if face not in self._codes:
            self._codes[face] = {}
            self._objects[face] = self.pdf.make_indirect(Dictionary(Type=Name.Font))
        return f"{self.prefix}{list(self._codes).index(face)}"

    def resources(self) -> Dictionary:
        """A resource dictionary with every face used so far."""
        found = Dictionary()
        for face in self._codes:
            found[f"/{self.name(face)}"] = self._objects[face]
        return Dictionary(Font=found)

    def close(self) -> None:
        """Write the fonts of everything drawn."""
        for face, codes in self._codes.items():
            write_font(self.pdf, self._objects[face], fonts.face(face), codes)


def write_font(
    pdf: pikepdf.Pdf, into: pikepdf.Object, face: Face, codes: dict[tuple[int, str], int], program: bytes | None = None
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


def _stroke(stroke: Stroke, height: float) -> bytes:
    (x, y), *rest = ((_n(x * POINTS), _n((height - y) * POINTS)) for x, y in stroke.points)
    path = " ".join((f"{x} {y} m", *(f"{x} {y} l" for x, y in rest)))
    cap = "1 J 1 j" if stroke.round else "0 J 0 j"
    return f"{_pen(stroke.width, stroke.grey, stroke.dash)} {cap} {path} S".encode("ascii")


def _frame(frame: Frame, height: float) -> bytes:
    fill = "" if frame.fill is None else f"{_n(frame.fill)} g "
    paint = ("B" if frame.width else "f") if fill else ("S" if frame.width else "n")
    pen = _pen(frame.width, frame.grey, frame.dash)
    return f"{fill}{pen} 0 J 0 j {_corners(frame.rect, height)} re {paint}".encode("ascii")


def _code(code: Code, height: float) -> bytes:
    bars = " ".join(f"{_corners(bar, height)} re" for bar in code.bars())
    return f"0 g {bars} f".encode("ascii")


def _corners(rect: Rect, height: float) -> str:
    numbers = (rect.x, height - rect.bottom, rect.width, rect.height)
    return " ".join(_n(number * POINTS) for number in numbers)


def _pen(width: float, grey: float, dash: tuple[float, ...]) -> str:
    dashes = " ".join(_n(length * POINTS) for length in dash)
    return f"{_n(width * POINTS)} w {_n(grey)} G [{dashes}] 0 d"


def _n(number: float) -> str:
    """A number as PDF writes it: no exponent, no needless noughts."""
    return f"{number:.4f}".rstrip("0").rstrip(".") or "0"
