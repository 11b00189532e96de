"""Puts our fonts into a PDF so that every character prints, copies and can be searched, rare ones included.

ReportLab's own TrueType support splits a font into pieces of 256 characters and writes a wrong Unicode table
beyond the first plane. Here each face becomes one Type0 font with Identity-H encoding: codes are given out in the
order of first use, each code stands for one glyph and the text it copies as.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics

from talentdesk.paper import fonts
from talentdesk.paper.faces import Face
from talentdesk.paper.fonts import clusters
from talentdesk.paper.subset import subset

_PREFIX = "talentdesk:"


def embedded(face_name: str) -> str:
    """Name under which ReportLab knows the face; registered on first use."""
    name = _PREFIX + face_name
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(EmbeddedFace(name, fonts.face(face_name)))
    return name


@dataclass(slots=True)
class _Used:
    """What one document needs of a face."""

    codes: dict[tuple[int, str], int] = field(default_factory=dict)
    name: str = ""

    def code(self, glyph: int, text: str) -> int:
        return self.codes.setdefault((glyph, text), len(self.codes) + 1)


class _Encoding:
    name = "UTF-8"


class EmbeddedFace:
    """The face as ReportLab's canvas wants a font to be (duck-typed like its TTFont)."""

    _multiByte = 1
    _dynamicFont = 1
    shapable = False
    substitutionFonts = ()
    fallbacks = ()
    encoding = _Encoding()

    def __init__(self, name: str, face: Face) -> None:
        self.fontName = name
        self.face = face
        self.used: WeakKeyDictionary[Any, _Used] = WeakKeyDictionary()

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """Width in points."""
        drawn = (self.face.drawn(cluster) or () for cluster in clusters(text))
        return size * sum(self.face.advance(glyph) for glyphs in drawn for glyph, _ in glyphs)

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """The two-byte codes of `text`, all in the one font."""
        used = self._used(doc)
        drawn = (self.face.drawn(cluster) or () for cluster in clusters(text))
        codes = [used.code(glyph, copied) for glyphs in drawn for glyph, copied in glyphs]
        return [(0, struct.pack(f">{len(codes)}H", *codes))]

    def _used(self, doc: Any) -> _Used:
        return self.used.setdefault(doc, _Used())

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:
        """Name of the font in the page's resources."""
        used = self._used(doc)
        if not used.name:
            used.name = f"F{len(doc.fontMapping) + 1}"
            doc.fontMapping[self.fontName] = f"/{used.name}"
            doc.delayedFonts.append(self)
        return f"/{used.name}"

    def addObjects(self, doc: Any) -> None:
        """Writes the font, cut down to what the document used."""
        used = self.used.pop(doc)
        program = subset(self.face, [glyph for glyph, _ in used.codes])
        base = f"{subset_tag(used.codes)}+{self.face.name}"
        reference, name = doc.Reference, pdfdoc.PDFName
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": name("FontDescriptor"),
                "FontName": name(base),
                "Flags": 4,
                "FontBBox": pdfdoc.PDFArray(list(self.face.box)),
                "ItalicAngle": 0,
                "Ascent": round(self.face.ascent * 1000),
                "Descent": round(self.face.descent * 1000),
                "CapHeight": 714,
                "StemV": 80,
                "FontFile2": reference(_Stream(program, f"/Length1 {len(program)}"), f"program:{base}"),
            }
        )
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": name("Font"),
                "Subtype": name("CIDFontType2"),
                "BaseFont": name(base),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {"Registry": "(Adobe)", "Ordering": "(Identity)", "Supplement": 0}
                ),
                "FontDescriptor": reference(descriptor, f"descriptor:{base}"),
                "DW": 1000,
                "W": self._widths(used.codes),
                "CIDToGIDMap": name("Identity"),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": name("Font"),
                "Subtype": name("Type0"),
                "BaseFont": name(base),
                "Encoding": name("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([reference(descendant, f"descendant:{base}")]),
                "ToUnicode": reference(_Stream(to_unicode(used.codes)), f"unicode:{base}"),
            }
        )
        doc.idToObject["BasicFonts"].dict[used.name] = reference(font, f"font:{used.name}")

    def _widths(self, codes: Iterable[tuple[int, str]]) -> str:
        advances = (f"{self.face.advance(glyph) * 1000:.6g}" for glyph, _ in codes)
        return f"[1 [{' '.join(advances)}]]"


def to_unicode(codes: dict[tuple[int, str], int]) -> bytes:
    """The CMap from codes to the text they stand for, in UTF-16BE with surrogate pairs beyond the first plane."""
    rows = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for (_, text), code in codes.items()]
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


def subset_tag(codes: Iterable[tuple[int, str]]) -> str:
    """Six capitals that name this subset."""
    number = zlib.crc32(repr([glyph for glyph, _ in codes]).encode("ascii"))
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


class _Stream(pdfdoc.PDFObject):
    """A deflated stream."""

    def __init__(self, data: bytes, extra: str = "") -> None:
        self.data = zlib.compress(data, 6)
        self.extra = extra

    def format(self, document: Any) -> bytes:
        """The object's bytes."""
        head = f"<</Filter /FlateDecode /Length {len(self.data)} {self.extra}>>\nstream\n"
        return head.encode("ascii") + self.data + b"\nendstream"
