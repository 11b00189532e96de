"""The structure tree of a PDF: what a screen reader hears, in which order and in which language.

Tagged PDF as in ISO 32000-1, 14.7 and 14.8, strict enough for PDF/A-2a and PDF/UA-1. Items are drawn between marks
that carry a number; the tree, written last, says which numbers make up a heading, a paragraph, a table's cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from talentdesk.paper.objects import Objects, text_string
from talentdesk.paper.operators import POINTS
from talentdesk.paper.page import Item, Part, Run
from talentdesk.paper.scripts import SHAPED_FACES

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
    if run.face in SHAPED_FACES:
        return SHAPED_FACES[run.face].language
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


class Marks:
    """Marks for the items of one page as they are drawn; `owners` are the keys of marks that are already there."""

    def __init__(self, languages: tuple[str, ...], owners: Sequence[str] = ()) -> None:
        self.languages = languages
        self.owners = list(owners)
        """Key by number."""
        self._opened: tuple[str, str] | None = None

    def mark(self, item: Item, key: str) -> str:
        """What to write before the item, on lines of its own. Neighbours of one part and language share a mark."""
        language = language_of(item, self.languages) if key and isinstance(item, Run) else ""
        opening = (key, language) if key else (_RUNNING if isinstance(item, Run) else _ARTIFACT, "")
        if opening == self._opened:
            return ""
        closed, self._opened = self.end(), opening
        if not key:
            return f"{closed}{opening[0]}\n"
        spoken = f"/Lang({pdf_language(language)})" if language not in ("", self.languages[0]) else ""
        self.owners.append(key)
        return f"{closed}/Span<</MCID {len(self.owners) - 1}{spoken}>>BDC\n"

    def end(self) -> str:
        """Closes the mark that is open."""
        if not self._opened:
            return ""
        self._opened = None
        return "EMC\n"


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """What one page's marks belong to."""

    number: int
    """Its object."""
    height: float
    parts: tuple[Part, ...]
    owners: Sequence[str]
    """Key by mark."""

    def all_parts(self) -> Iterator[Part]:
        """The parts of the page, and a paragraph for every key that none of them has."""
        yield from self.parts
        known = set(_keys(self.parts))
        yield from (Part("P", key) for key in dict.fromkeys(self.owners) if key not in known)


def _keys(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        yield part.key
        yield from _keys(part.parts)


def write_tree(objects: Objects, pages: Sequence[MarkedPage]) -> int:
    """Writes the structure tree; the number of its root."""
    root, document = objects.new(), objects.new()
    kids, rows = [], []
    for index, page in enumerate(pages):
        branch = _Branch(objects, page)
        kids.append(branch.write(page.all_parts(), document))
        owners = " ".join([f"{branch.elements[key]} 0 R" for key in page.owners])
        rows.append(f"{index}[{owners}]")
    parents = objects.new(f"<</Nums[{' '.join(rows)}]>>")
    objects.put(document, f"<</Type/StructElem/S/Document/P {root} 0 R/K[{' '.join(kids)}]>>")
    objects.put(
        root,
        f"<</Type/StructTreeRoot/K {document} 0 R/ParentTree {parents} 0 R/ParentTreeNextKey {len(pages)}>>",
    )
    return root


class _Branch:
    """The elements of one page."""

    def __init__(self, objects: Objects, page: MarkedPage) -> None:
        self.objects = objects
        self.page = page
        self.elements: dict[str, int] = {}
        self.marks: dict[str, str] = {}
        for number, key in enumerate(page.owners):
            self.marks[key] = f"{self.marks[key]} {number}" if key in self.marks else str(number)

    def write(self, parts: Iterable[Part], parent: int) -> str:
        """Writes the elements of those parts in which there is anything to hear, with all below them; their numbers."""
        return " ".join([self._write(part, parent) for part in parts if self._alive(part)])

    def _alive(self, part: Part) -> bool:
        return part.key in self.marks or part.role in _KEPT_EMPTY or any(map(self._alive, part.parts))

    def _write(self, part: Part, parent: int) -> str:
        element = self.objects.new()
        if part.key:
            self.elements[part.key] = element
        kids = self.marks.get(part.key, "")
        if part.parts:
            kids += f" {self.write(part.parts, element)}"
        said = self._attributes(part) if part.alt or part.actual or part.rect or part.role == "TH" else ""
        self.objects.put(
            element,
            f"<</Type/StructElem/S/{part.role}/P {parent} 0 R/Pg {self.page.number} 0 R{said}/K[{kids}]>>",
        )
        return f"{element} 0 R"

    def _attributes(self, part: Part) -> str:
        said = f"/Alt{text_string(part.alt)}" if part.alt else ""
        said += f"/ActualText{text_string(part.actual)}" if part.actual else ""
        if part.role == "TH":
            return said + "/A<</O/Table/Scope/Column>>"
        if part.rect is None:
            return said
        left, right = part.rect.x * POINTS, part.rect.right * POINTS
        low, high = ((self.page.height - y) * POINTS for y in (part.rect.bottom, part.rect.y))
        return f"{said}/A<</O/Layout/Placement/Block/BBox[{left:.2f} {low:.2f} {right:.2f} {high:.2f}]>>"
