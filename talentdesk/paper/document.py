"""Writes a laid-out paper to a PDF: the same paper always gives the same bytes.

The applicant's copy is PDF/A-2a (ISO 19005-2), the archive's PDF/A-3a (ISO 19005-3) with the answers attached; both are
PDF/UA-1 (ISO 14289-1). `tests/paper/test_paper_standards.py` has veraPDF say so.

What is printed on a form for everyone is written once and kept: its content, its fonts and its marks. Only the
answers, with fonts of their own, and the tree are new in each file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from talentdesk.paper.colour import srgb_profile
from talentdesk.paper.embedding import Faces
from talentdesk.paper.metadata import PRODUCER, xmp_packet
from talentdesk.paper.objects import AFRESH, KEPT, Objects, deflated, text_string
from talentdesk.paper.operators import POINTS, number, shape, text
from talentdesk.paper.page import Bookmark, Frame, Item, LaidPage, LaidPaper, Run
from talentdesk.paper.tags import MarkedPage, Marks, pdf_language, write_tree

ANSWERS_FILE = "answers.json"
"""Name under which the archive's copy carries the answers."""

_KEPT = 8
"""Forms whose printed part is kept: some hundred kilobytes each."""


def write_pdf(paper: LaidPaper, answers: bytes | None = None) -> bytes:
    """The paper as a PDF with only our fonts in it and no personal data outside its pages.

    `answers`: a JSON document to attach, which makes it the archive's copy. Raises FontMissing.
    """
    objects = Objects()
    tree = objects.new()
    numbers = [objects.new() for _ in paper.pages]
    printed = _printed(_Stills(paper))
    faces = Faces("A")
    marked, contents = [], []
    for page, still, own in zip(paper.pages, printed.pages, numbers, strict=True):
        layers, owners = _draw_page(page, still, faces, paper.languages)
        contents.append([objects.stream(layer) for layer in layers])
        marked.append(MarkedPage(own, page.size[1], page.parts, owners))
    fonts = printed.faces.write(objects) + faces.write(objects)
    for index, (page, own) in enumerate(zip(paper.pages, numbers, strict=True)):
        streams = " ".join(f"{each} 0 R" for each in contents[index])
        box = " ".join(number(length * POINTS) for length in page.size)
        objects.put(
            own,
            f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {box}]/Resources<</Font<<{fonts}>>>>"
            f"/Contents[{streams}]/StructParents {index}/Tabs/S>>",
        )
    kids = " ".join(f"{each} 0 R" for each in numbers)
    objects.put(tree, f"<</Type/Pages/Count {len(numbers)}/Kids[{kids}]>>")
    root = objects.new(
        f"<</Type/Catalog/Pages {tree} 0 R/Lang({pdf_language(paper.languages[0])})/MarkInfo<</Marked true>>"
        f"/StructTreeRoot {write_tree(objects, marked)} 0 R{_preferences(paper)}{_outlines(objects, paper, numbers)}"
        f"{_conformance(objects, paper, 2 if answers is None else 3)}"
        f"{'' if answers is None else _attachment(objects, answers)}>>"
    )
    return objects.file(root, objects.new(f"<</Title{text_string(paper.title)}/Producer({PRODUCER})>>"))


class _Stills:
    """What is printed on a paper's pages, told apart by identity: comparing thousands of items would cost too much.

    A page without boxes was made for the person: its items are drawn with the answers, and never kept.
    """

    def __init__(self, paper: LaidPaper) -> None:
        self.languages = paper.languages
        self.pages = tuple((page.still if page.boxes else (), page.size[1]) for page in paper.pages)
        self._key = (paper.languages, *((id(still) if still else 0, height) for still, height in self.pages))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Stills) and self._key == other._key


@dataclass(frozen=True, slots=True)
class _Still:
    """One page's printed part."""

    behind: bytes
    front: bytes
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Printed:
    """A form's printed part."""

    pages: tuple[_Still, ...]
    faces: Faces


@lru_cache(maxsize=_KEPT)
def _printed(stills: _Stills) -> _Printed:
    # The key holds the items, so that no others can take their identity while it is kept.
    faces, pages = Faces("S"), []
    for items, height in stills.pages:
        marks = Marks(stills.languages)
        behind, front = (
            _draw(((each, each.part) for each in layer), height, faces, marks, KEPT)
            for layer in _behind_and_front(items)
        )
        pages.append(_Still(behind, front, tuple(marks.owners)))
    return _Printed(tuple(pages), faces)


def _draw_page(
    page: LaidPage, still: _Still, faces: Faces, languages: tuple[str, ...]
) -> tuple[list[bytes], list[str]]:
    """The layers from the back to the front, and the keys of their marks."""
    marks = Marks(languages, still.owners)
    own: list[tuple[Item, str]] = [] if page.boxes else [(item, item.part) for item in page.still]
    for box in page.boxes:
        own += ((item, item.part or (box.id if isinstance(item, Run) else "")) for item in box.items)
    behind = [each for each in own if _is_behind(each[0])]
    front = [each for each in own if not _is_behind(each[0])]
    height = page.size[1]
    layers = (
        still.behind,
        _draw(behind, height, faces, marks),
        still.front,
        _draw(front, height, faces, marks),
    )
    return [layer for layer in layers if layer], marks.owners


def _is_behind(item: Item) -> bool:
    """Fills lie behind everything."""
    return isinstance(item, Frame) and item.fill is not None


def _behind_and_front(items: tuple[Item, ...]) -> tuple[list[Item], list[Item]]:
    return [each for each in items if _is_behind(each)], [each for each in items if not _is_behind(each)]


def _draw(items: Iterable[tuple[Item, str]], height: float, faces: Faces, marks: Marks, level: int = AFRESH) -> bytes:
    """The deflated operators that draw items, each with the key of its part; empty for none."""
    drawn: list[str] = []
    for item, key in items:
        if isinstance(item, Run):
            used = faces[item.face]
            shown = text(item, used.name, used.show(item), height)
        else:
            shown = shape(item, height)
        drawn.append(f"{marks.mark(item, key)}{shown}\n")
    drawn.append(marks.end())
    return deflated("".join(drawn).encode("ascii"), level) if drawn[0] else b""


def _preferences(paper: LaidPaper) -> str:
    """Hints for printing."""
    duplex = "DuplexFlipLongEdge" if paper.two_sided else "Simplex"
    return f"/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None/Duplex/{duplex}/NumCopies {paper.copies}>>"


def _outlines(objects: Objects, paper: LaidPaper, numbers: list[int]) -> str:
    """The table of contents."""
    found: list[tuple[Bookmark, LaidPage, int]] = [
        (bookmark, page, own) for page, own in zip(paper.pages, numbers, strict=True) for bookmark in page.bookmarks
    ]
    if not found:
        return ""
    outlines = objects.new()
    first = outlines + 1
    last = outlines + len(found)
    for entry, (bookmark, page, own) in enumerate(found, first):
        beside = (f"/Prev {entry - 1} 0 R" if entry > first else "") + (
            f"/Next {entry + 1} 0 R" if entry < last else ""
        )
        top = number((page.size[1] - bookmark.y) * POINTS)
        objects.new(
            f"<</Title{text_string(bookmark.title)}/Parent {outlines} 0 R{beside}/Dest[{own} 0 R/XYZ 0 {top} 0]>>"
        )
    objects.put(outlines, f"<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {len(found)}>>")
    return f"/Outlines {outlines} 0 R"


def _conformance(objects: Objects, paper: LaidPaper, part: int) -> str:
    packet = xmp_packet(paper.title, [pdf_language(each) for each in paper.languages], part)
    metadata = objects.stream(packet, "/Type/Metadata/Subtype/XML")
    profile = objects.stream(_profile(), "/Filter/FlateDecode/N 3")
    intent = objects.new(
        "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)"
        f"/DestOutputProfile {profile} 0 R>>"
    )
    return f"/Metadata {metadata} 0 R/OutputIntents[{intent} 0 R]"


@cache
def _profile() -> bytes:
    return deflated(srgb_profile(), KEPT)


def _attachment(objects: Objects, answers: bytes) -> str:
    """The answers as the source the paper was made from (ISO 19005-3, 6.8 and annex E)."""
    file = objects.stream(
        deflated(answers),
        f"/Filter/FlateDecode/Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size {len(answers)}>>",
    )
    specification = objects.new(
        f"<</Type/Filespec/F({ANSWERS_FILE})/UF({ANSWERS_FILE})/Desc(Answers)/AFRelationship/Source"
        f"/EF<</F {file} 0 R/UF {file} 0 R>>>>"
    )
    return f"/AF[{specification} 0 R]/Names<</EmbeddedFiles<</Names[({ANSWERS_FILE}) {specification} 0 R]>>>>"
