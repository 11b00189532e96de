"""What a paper form looks like: pages, numbered sections, and boxes with their places, labels and questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from talentdesk.core.form import Text

A4 = (210.0, 297.0)

_NAMES = re.compile(r"\{([^{}]*)\}")


class SheetKind(StrEnum):
    """Who draws the form."""

    SHEET = "sheet"
    """We do."""
    TEMPLATE = "template"
    """An office: its own PDF, which the answers are written over."""


class BoxKind(StrEnum):
    """How a box shows its answer."""

    TEXT = "text"
    CELLS = "cells"
    """One character in each cell."""
    DATE = "date"
    """Year, month and day in cells of their own."""
    TICKS = "ticks"
    TABLE = "table"
    PHOTO = "photo"
    SIGNATURE = "signature"
    SEAL = "seal"
    NOTE = "note"
    """Printed words only."""


class Align(StrEnum):
    """Where a text stands in its box."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Overflow(StrEnum):
    """What stands in a box whose text is too long. The continuation sheet always carries the whole text."""

    CONTINUE = "continue"
    """As much as fits, then the reference."""
    REFER = "refer"
    """Only the reference: for numbers, whose beginning alone would mislead."""


class Says(StrEnum):
    """Which language an answer from a list is printed in."""

    BOTH = "both"
    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Tick:
    """A square to tick, and the answer's code that ticks it."""

    code: str
    """Empty: ticked when the person declines."""
    label: Text


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table on paper."""

    id: str
    label: Text
    width: float
    """Millimetres."""
    says: Says = Says.BOTH


@dataclass(frozen=True, slots=True)
class Condition:
    """Prints a box only when a question has one of these answers (codes)."""

    question: str
    answers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a form that is printed already: a field of its PDF by name, or a rectangle on one of its pages."""

    key: str = ""
    """What stands there: empty for the whole answer, a tick's code, `year`, `month`, `day`, a cell as `0.surname`."""
    field: str = ""
    """Full name of the PDF's field; empty where the place is given in millimetres."""
    state: str = ""
    """The state that the button with the tick gives its field; empty: the only one there is."""
    page: int = 1
    """From 1."""
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    line: int = 1
    """Where its author wrote it."""


@dataclass(frozen=True, slots=True)
class Background:
    """The official PDF that answers are written over."""

    file: Path
    sha256: str = ""
    """Digest of the file when its author looked at it last, in hexadecimal; empty: not said."""


@dataclass(frozen=True, slots=True)
class Box:
    """A ruled place on a page. Lengths are millimetres from the page's top left corner, type sizes are points."""

    id: str
    kind: BoxKind
    x: float
    y: float
    width: float
    height: float
    label: Text | None = None
    label_width: float = 0.0
    """0: as wide as the label's words."""
    question: str = ""
    value: str = ""
    """Several answers in one box, such as `{person.surname} {person.given_names}`."""
    size: float = 10.5
    floor: float = 7.0
    """Smallest type before the text goes on overleaf."""
    align: Align = Align.LEFT
    overflow: Overflow = Overflow.CONTINUE
    says: Says = Says.BOTH
    cells: int = 0
    ticks: tuple[Tick, ...] = ()
    tick_columns: int = 0
    """0: ticks one after the other; otherwise in so many equal columns."""
    silent: frozenset[str] = frozenset()
    """Answers that tick nothing on purpose."""
    columns: tuple[Column, ...] = ()
    rows: int = 0
    heading: float = 6.0
    """Height of a table's first row, with the names of its columns."""
    text: Text | None = None
    place: tuple[float, float] = (0.0, 0.0)
    """Width and height of the photo or seal to be put here."""
    sized: bool = True
    """Width and height are printed in it."""
    open: bool = False
    """No rule between this box and the one to its left."""
    strong: bool = False
    when: Condition | None = None
    spots: tuple[Spot, ...] = ()
    """On a form that is printed already, the places that are filled; nothing else is drawn."""
    top: bool = False
    """The answer begins at the top of its place, not in the middle."""

    @property
    def questions(self) -> tuple[str, ...]:
        """Ids of the questions whose answers the box shows."""
        return (self.question,) if self.question else tuple(_NAMES.findall(self.value))


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A numbered part of a page with a rule around it."""

    number: str
    title: Text | None
    x: float
    y: float
    width: float
    height: float
    number_width: float
    """Width of the column with the number at the left; 0 where the section has none."""
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One side."""

    sections: tuple[SheetSection, ...]
    heading: bool
    """The form's title stands on this page."""
    above: Text | None = None
    """Line above the first section."""
    below: Text | None = None
    """Line below the last section."""
    size: tuple[float, float] | None = None
    """Where it is not the sheet's."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One edition of a paper form. Compared and cached by identity."""

    paper: str
    edition: str
    title: Text
    pages: tuple[SheetPage, ...]
    size: tuple[float, float] = A4
    margins: tuple[float, float, float, float] = (15.0, 12.0, 15.0, 12.0)
    """Left, top, right, bottom."""
    two_sided: bool = False
    copies: int = 1
    maker: Text | None = None
    """Footer: who issues the form."""
    identify: tuple[str, ...] = ()
    """Questions that say on each continuation sheet whose it is."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The title by language, where it stands in all of them; otherwise `title` is translated."""
    background: Background | None = None
    """The answers are written over this PDF."""
    procedures: tuple[str, ...] = ()
    """Procedures that print the sheet though their editions do not name it."""
    until: date | None = None
    """Last day on which the counter accepts this edition."""

    def boxes(self) -> Iterator[Box]:
        """All boxes in the order of the form."""
        for page in self.pages:
            for section in page.sections:
                yield from section.boxes

    def box(self, id: str) -> Box:
        """The box of that id. Raises KeyError."""
        for box in self.boxes():
            if box.id == id:
                return box
        raise KeyError(id)

    def questions(self) -> frozenset[str]:
        """Ids of all questions the sheet prints."""
        return frozenset(question for box in self.boxes() for question in box.questions) | frozenset(self.identify)

    def conditions(self) -> frozenset[str]:
        """Ids of all questions that decide whether a box is printed."""
        return frozenset(box.when.question for box in self.boxes() if box.when)
