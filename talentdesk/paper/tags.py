"""The structure tree of a PDF: what a screen reader hears, in which order and in which language.

Tagged PDF as in ISO 32000-1, 14.7 and 14.8, strict enough for PDF/A-2a and PDF/UA-1. Items are drawn between marks
that carry a number; the tree, written last, says which numbers make up a heading, a paragraph, a table's cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfdoc

from talentdesk.paper.page import Item, LaidPage, Part, Run

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

POINTS = 72 / 25.4
"""Points in a millimetre."""

_FULL_TAGS = {"zh-Hans": "zh-Hans-CN", "en": "en", "pt": "pt-PT", "zh-Hant-HK": "zh-Hant-HK"}

# A table keeps its empty cells, or its rows would not be equally long; a place for a photo is there without one.
_KEPT_EMPTY = frozenset(("TH", "TD"))

_ARTIFACT = "/Artifact BMC"
_RUNNING = "/Artifact<</Type/Pagination>>BDC"


def pdf_language(tag: str) -> str:
    """The language as a PDF names it (RFC 3066)."""
    return _FULL_TAGS.get(tag, tag)


def language_of(run: Run, languages: tuple[str, ...]) -> str:
    """What a run is to be read in: a line that holds two languages is told apart by its letters."""
    return _read_in(run.language or languages[0], _script(run.face, run.text), languages)


def _script(face: str, text: str) -> str:
    if not face.startswith("NotoSans-"):
        return "chinese"
    return "latin" if any(character.isalpha() for character in text) else ""


@lru_cache(maxsize=256)
def _read_in(language: str, script: str, languages: tuple[str, ...]) -> str:
    if not script:
        return languages[0]
    chinese = language.startswith("zh")
    if script == "chinese" and not chinese:
        return next((tag for tag in languages if tag.startswith("zh")), "zh-Hans")
    if script == "latin" and chinese:
        return next((tag for tag in languages if not tag.startswith("zh")), "en")
    return language


@dataclass(slots=True)
class _Marked:
    """What one page's marks belong to."""

    parts: tuple[Part, ...]
    height: float
    numbers: dict[str, list[int]] = field(default_factory=dict)
    owners: list[str] = field(default_factory=list)
    """Key by number."""

    def number(self, key: str) -> int:
        number = len(self.owners)
        self.owners.append(key)
        self.numbers.setdefault(key, []).append(number)
        return number

    def all_parts(self) -> Iterator[Part]:
        """The parts of the page, and a paragraph for every key that none of them has."""
        yield from self.parts
        known = set(_keys(self.parts))
        yield from (Part("P", key) for key in self.numbers if key not in known)


def _keys(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        yield part.key
        yield from _keys(part.parts)


class Tags:
    """Marks for the items of a document's pages as they are drawn, and the tree when all are."""

    def __init__(self, canvas: Canvas, languages: tuple[str, ...]) -> None:
        self.canvas = canvas
        self.languages = languages
        self.pages: list[_Marked] = []
        self._opened: tuple[str, str] | None = None

    def begin_page(self, page: LaidPage) -> None:
        """The items that follow stand on this page."""
        self.pages.append(_Marked(page.parts, page.size[1]))

    def mark(self, item: Item, key: str) -> None:
        """Says what the item drawn next belongs to. Neighbours of one part and language share a mark."""
        language = language_of(item, self.languages) if isinstance(item, Run) and key else ""
        opening = (key, language) if key else (_RUNNING if isinstance(item, Run) else _ARTIFACT, "")
        if opening == self._opened:
            return
        self.end()
        self._opened = opening
        if not key:
            self.canvas.addLiteral(opening[0])
            return
        spoken = f"/Lang({pdf_language(language)})" if language not in ("", self.languages[0]) else ""
        self.canvas.addLiteral(f"/Span<</MCID {self.pages[-1].number(key)}{spoken}>>BDC")

    def end(self) -> None:
        """Closes the mark that is open."""
        if self._opened:
            self.canvas.addLiteral("EMC")
            self._opened = None

    def write(self) -> None:
        """Writes the tree. Every page must have been shown."""
        doc: Any = self.canvas._doc  # type: ignore[attr-defined]
        root, document = _Raw(doc), _Raw(doc)
        kids, rows = [], []
        for index, page in enumerate(self.pages):
            branch = _Branch(doc, page, pdfdoc.PDFObjectReference(f"Page{index + 1}").format(doc).decode("ascii"))
            kids += [branch.write(part, document.number) for part in page.all_parts() if branch.alive(part)]
            owners = " ".join(f"{branch.elements[key]} 0 R" for key in page.owners)
            rows.append(f"{index}[{owners}]")
        parents = _Raw(doc, f"<</Nums[{' '.join(rows)}]>>")
        document.body = f"<</Type/StructElem/S/Document/P {root.number} 0 R/K[{_references(kids)}]>>"
        root.body = (
            f"<</Type/StructTreeRoot/K {document.number} 0 R/ParentTree {parents.number} 0 R"
            f"/ParentTreeNextKey {len(self.pages)}>>"
        )
        doc.Catalog.StructTreeRoot = pdfdoc.PDFObjectReference(root.name)


class _Branch:
    """The elements of one page."""

    def __init__(self, doc: Any, page: _Marked, reference: str) -> None:
        self.doc = doc
        self.page = page
        self.reference = reference
        self.elements: dict[str, int] = {}

    def alive(self, part: Part) -> bool:
        """Whether there is anything to hear in the part."""
        return part.key in self.page.numbers or part.role in _KEPT_EMPTY or any(map(self.alive, part.parts))

    def write(self, part: Part, parent: int) -> int:
        """Writes the element with all below it; its object number."""
        element = _Raw(self.doc)
        if part.key:
            self.elements[part.key] = element.number
        kids = [f"{number}" for number in self.page.numbers.get(part.key, ())]
        kids += [f"{self.write(each, element.number)} 0 R" for each in part.parts if self.alive(each)]
        element.body = (
            f"<</Type/StructElem/S/{part.role}/P {parent} 0 R/Pg {self.reference}{self._attributes(part)}"
            f"/K[{' '.join(kids)}]>>"
        )
        return element.number

    def _attributes(self, part: Part) -> str:
        said = f"/Alt{_text(part.alt)}" if part.alt else ""
        said += f"/ActualText{_text(part.actual)}" if part.actual else ""
        if part.role == "TH":
            return said + "/A<</O/Table/Scope/Column>>"
        if part.rect is None:
            return said
        left, right = part.rect.x * POINTS, part.rect.right * POINTS
        low, high = ((self.page.height - y) * POINTS for y in (part.rect.bottom, part.rect.y))
        return f"{said}/A<</O/Layout/Placement/Block/BBox[{left:.2f} {low:.2f} {right:.2f} {high:.2f}]>>"


def _text(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def _references(numbers: Sequence[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


class _Raw(pdfdoc.PDFObject):
    """An object whose text we write ourselves; its number is known at once."""

    def __init__(self, doc: Any, body: str = "") -> None:
        self.body = body
        self.name = f"tags:{doc.objectcounter + 1}"
        doc.Reference(self, self.name)
        self.number: int = doc.objectcounter

    def format(self, document: Any) -> bytes:
        """The object's bytes."""
        return self.body.encode("ascii")
