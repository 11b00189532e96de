"""A laid-out page: lines, ticks and words with their places, ready to be painted on a screen or written to a PDF.

Lengths are millimetres from the top left corner of the page, sizes of type are points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import compress
from typing import Literal

Direction = Literal["", "ltr", "rtl"]
"""How a run is shaped: from the left or from the right; empty: not at all, character by character."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.height

    def contains(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def inset(self, left: float, top: float = 0.0, right: float | None = None, bottom: float | None = None) -> Rect:
        """The rectangle without margins; `right` and `bottom` are as wide as `left` and `top` unless given."""
        right, bottom = left if right is None else right, top if bottom is None else bottom
        return Rect(self.x + left, self.y + top, self.width - left - right, self.height - top - bottom)


@dataclass(frozen=True, slots=True)
class Stroke:
    """Straight lines from point to point, `width` millimetres wide."""

    points: tuple[tuple[float, float], ...]
    width: float = 0.18
    grey: float = 0.0
    """0 black, 1 white."""
    dash: tuple[float, ...] = ()
    round: bool = False
    """Round ends and corners."""
    part: str = ""
    """Key of the part it belongs to; empty for mere decoration."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle drawn with a pen (`width`, 0 for none) and filled with `fill` (grey, None for none)."""

    rect: Rect
    width: float = 0.18
    grey: float = 0.0
    fill: float | None = None
    dash: tuple[float, ...] = ()
    part: str = ""
    """Key of the part it belongs to; empty for mere decoration."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one face. `y` is the baseline."""

    text: str
    face: str
    size: float
    x: float
    y: float
    width: float
    grey: float = 0.0
    language: str = ""
    """What it is written in; empty for the language of the paper."""
    part: str = ""
    """Key of the part it belongs to. Empty: the answer of its box, or outside a box a running head or foot."""
    cut: bool = False
    """Words that should follow found no room, and stand nowhere else."""
    direction: Direction = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A square code of dark and light modules, filling `rect`; the quiet zone around it is left to the layout."""

    rect: Rect
    modules: tuple[bytes, ...]
    """A row a line, a byte a module: 1 dark, 0 light."""
    says: str
    """What stands for it where it cannot be seen."""
    part: str = ""
    """Key of the part it belongs to."""

    @property
    def side(self) -> float:
        """Of a module, in millimetres."""
        return self.rect.width / len(self.modules)

    def spans(self) -> Iterator[list[tuple[int, int]]]:
        """Line by line where dark modules begin and where they end: columns from 0, the end is the next light one."""
        for row in self.modules:
            changes = int.from_bytes(b"\0" + row, "big") ^ int.from_bytes(row + b"\0", "big")
            edges = list(compress(range(len(row) + 1), changes.to_bytes(len(row) + 1, "big")))
            yield list(zip(edges[::2], edges[1::2], strict=True))

    def bars(self) -> Iterator[Rect]:
        """The same in millimetres on the page."""
        side = self.side
        for line, spans in enumerate(self.spans()):
            for start, end in spans:
                yield Rect(self.rect.x + start * side, self.rect.y + line * side, (end - start) * side, side)


Item = Stroke | Frame | Run | Code


@dataclass(frozen=True, slots=True)
class Part:
    """What a listener hears as one thing: a heading, a paragraph, a table and its cells, a picture (ISO 32000-1, 14.8).

    The parts of a page stand in reading order; an item says by `key` which part it belongs to.
    """

    role: str
    """Standard structure type: `H1`, `P`, `L`, `LI`, `Lbl`, `LBody`, `Table`, `TR`, `TH`, `TD`, `Figure`, `Sect`."""
    key: str = ""
    """Unique on its page; empty for a part that only holds others."""
    parts: tuple[Part, ...] = ()
    alt: str = ""
    """What a picture or a place for one is, in words."""
    actual: str = ""
    """The characters that a drawn sign stands for."""
    rect: Rect | None = None
    """Where a `Figure` is."""


@dataclass(frozen=True, slots=True)
class MissingCharacter:
    """A character that no shipped font has. A blank was left for writing it by hand."""

    question: str
    character: str
    code_point: str
    """As in `U+3134A`."""


@dataclass(frozen=True, slots=True)
class Overflow:
    """What did not fit its box and stands in full on the continuation sheet."""

    box: str
    number: int
    """Item on the continuation sheet, from 1; 0 while it isn't numbered."""
    text: str


@dataclass(frozen=True, slots=True)
class LaidBox:
    """One box: where it is, whose answers it shows, and what is drawn in it."""

    id: str
    questions: tuple[str, ...]
    rect: Rect
    items: tuple[Item, ...] = ()
    overflow: Overflow | None = None
    missing: tuple[MissingCharacter, ...] = ()
    places: tuple[tuple[str, Rect], ...] = ()
    """Finer places inside the box: table cells by id (`dependants[0].surname`), ticks by `question=code`."""

    @property
    def question(self) -> str:
        """The first question the box shows; empty for a box filled by hand."""
        return self.questions[0] if self.questions else ""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the PDF's table of contents."""

    title: str
    y: float


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A page of a PDF that is seen behind the answers."""

    content: bytes
    page: int
    """Index."""


@dataclass(frozen=True, slots=True)
class LaidPage:
    """One side of paper: what is the same for everyone, and the boxes."""

    size: tuple[float, float]
    still: tuple[Item, ...]
    boxes: tuple[LaidBox, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    parts: tuple[Part, ...] = ()
    """What is on the page in reading order. A box's answer belongs to the part whose key is the box's id."""
    backdrop: Backdrop | None = None
    """What the screen shows behind everything; on paper it is written over, not drawn."""

    def items(self) -> Iterator[Item]:
        """Everything to draw, from the back to the front."""
        yield from self.still
        for box in self.boxes:
            yield from box.items

    def box_at(self, x: float, y: float) -> LaidBox | None:
        """The box under a point."""
        return next((box for box in self.boxes if box.rect.contains(x, y)), None)


@dataclass(frozen=True, slots=True)
class Underlay:
    """The official PDF of an office that a paper's first pages are written over."""

    content: bytes
    fields: frozenset[str] = frozenset()
    """Fields of the PDF that hold answers of ours."""


@dataclass(frozen=True, slots=True)
class LaidPaper:
    """A whole paper."""

    title: str
    languages: tuple[str, ...]
    pages: tuple[LaidPage, ...]
    two_sided: bool = False
    copies: int = 1
    continued: tuple[Overflow, ...] = ()
    """What stands on continuation sheets, in the order of the form."""
    missing: tuple[MissingCharacter, ...] = field(default=())
    under: Underlay | None = None
    """What its pages are written over; None where we draw the form."""

    def boxes(self) -> Iterator[LaidBox]:
        """All boxes in the order of the pages."""
        for page in self.pages:
            yield from page.boxes

    def boxes_of(self, question: str) -> tuple[tuple[int, LaidBox], ...]:
        """Every box that shows the question's answer, with the index of its page."""
        numbered = ((index, box) for index, page in enumerate(self.pages) for box in page.boxes)
        return tuple((index, box) for index, box in numbered if question in box.questions)

    def place_of(self, question: str) -> tuple[int, Rect] | None:
        """Page and rectangle to show for a question, or for a table cell such as `dependants[0].surname`."""
        for index, box in self.boxes_of(question.partition("[")[0]):
            return index, dict(box.places).get(question, box.rect)
        return None
