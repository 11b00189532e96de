"""Puts our fonts into a PDF so that every character prints, copies and can be searched, rare ones included.

Each face becomes one Type0 font with Identity-H encoding: codes are given out in the order of first use, each code
stands for one glyph and the text it copies as.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from talentdesk.paper import fonts
from talentdesk.paper.faces import Face, Glyph
from talentdesk.paper.fonts import clusters, continues
from talentdesk.paper.objects import Objects, deflated
from talentdesk.paper.operators import number
from talentdesk.paper.page import Run
from talentdesk.paper.subset import subset

_LEVEL = 1
"""Outlines hardly shrink further with more patience: 2 % for four times the time."""


@dataclass
class UsedFace:
    """What a document needs of a face, and under which resource name it draws with it."""

    face: Face
    name: str
    codes: dict[tuple[Glyph, str], int] = field(default_factory=dict)
    _shown: dict[str, str] = field(default_factory=dict)

    def show(self, run: Run) -> str:
        """The operators that show its text from where the run begins."""
        if run.direction:
            return self._show_shaped(run)
        shown = self._shown
        try:
            # Marks and joiners are never remembered by themselves, so these are whole clusters.
            codes = "".join([shown[each] for each in run.text])
        except KeyError:
            codes = "".join([shown[each] if each in shown else self._code(each) for each in clusters(run.text)])
        return f"<{codes}> Tj"

    def _show_shaped(self, run: Run) -> str:
        from talentdesk.paper.shaping import drawing  # few papers need it

        drawn = [(start, self._coded((glyph, said))) for start, glyph, said in drawing(self.face, run)]
        if run.direction == "ltr":
            return f"<{''.join([code for _, code in drawn])}> Tj"
        shown, at = [], 0.0
        for start, code in drawn:
            place = start / self.face.units * run.size
            shown.append(f"{number(place - at)} 0 Td <{code}> Tj")
            at = place
        return " ".join(shown)

    def _code(self, cluster: str) -> str:
        said = "".join([self._coded(each) for each in self.face.drawn(cluster) or ()])
        if not continues(cluster[0]):
            self._shown[cluster] = said
        return said

    def _coded(self, drawn: tuple[Glyph, str]) -> str:
        codes = self.codes
        if drawn not in codes:
            codes[drawn] = len(codes) + 1
        return f"{codes[drawn]:04X}"

    def write(self, objects: Objects) -> int:
        """Writes the font, cut down to what was used; its number. Nothing may be shown after the first writing."""
        program, length, unicode, widths, base = self._ready
        file = objects.stream(program, f"/Filter/FlateDecode/Length1 {length}")
        descriptor = objects.new(
            f"<</Type/FontDescriptor/FontName/{base}/Flags 4/FontBBox[{' '.join(map(str, self.face.box))}]"
            f"/ItalicAngle 0/Ascent {round(self.face.ascent * 1000)}/Descent {round(self.face.descent * 1000)}"
            f"/CapHeight 714/StemV 80/FontFile2 {file} 0 R>>"
        )
        descendant = objects.new(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{base}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {descriptor} 0 R/DW 1000/W[1[{widths}]]/CIDToGIDMap/Identity>>"
        )
        return objects.new(
            f"<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]"
            f"/ToUnicode {objects.stream(unicode)} 0 R>>"
        )

    @cached_property
    def _ready(self) -> tuple[bytes, int, bytes, str, str]:
        program = subset(self.face, [glyph for glyph, _ in self.codes])
        widths = " ".join([_width(self.face, glyph) for glyph, _ in self.codes])
        base = f"{subset_tag(self.codes)}+{self.face.name}"
        return deflated(program, _LEVEL), len(program), deflated(to_unicode(self.codes)), widths, base


class Faces:
    """The faces that some content is drawn with."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.used: dict[str, UsedFace] = {}

    def __getitem__(self, name: str) -> UsedFace:
        if name not in self.used:
            self.used[name] = UsedFace(fonts.face(name), f"{self.prefix}{len(self.used)}")
        return self.used[name]

    def write(self, objects: Objects) -> str:
        """Writes every font; the entries of a page's font resources."""
        return "".join(f"/{each.name} {each.write(objects)} 0 R" for each in self.used.values())


def to_unicode(codes: dict[tuple[Glyph, str], int]) -> bytes:
    """The CMap from codes to the text they stand for, in UTF-16BE with surrogate pairs beyond the first plane."""
    rows = [f"<{code:04X}> <{_in_utf16(text)}>" for (_, text), code in codes.items()]
    parts = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for start in range(0, len(rows), 100):
        some = rows[start : start + 100]
        parts += [f"{len(some)} beginbfchar", *some, "endbfchar"]
    parts.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(parts).encode("ascii")


@lru_cache(maxsize=16384)
def _in_utf16(cluster: str) -> str:
    return cluster.encode("utf-16-be").hex().upper()


@lru_cache(maxsize=16384)
def _width(face: Face, glyph: Glyph) -> str:
    """In thousandths of an em."""
    return f"{face.advance(glyph) * 1000:.6g}"


def subset_tag(codes: Iterable[tuple[Glyph, str]]) -> str:
    """Six capitals that name this subset."""
    number = zlib.crc32(repr([glyph for glyph, _ in codes]).encode("ascii"))
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))
