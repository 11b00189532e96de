"""Reads a paper form's description from its TOML file and works out where every box lies."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, TypeVar

from talentdesk.core.form import Text
from talentdesk.core.sheet import A4, Box, BoxKind, Column, Condition, Overflow, Says, Sheet, SheetPage, SheetSection, Tick

_Code = TypeVar("_Code", bound=StrEnum)


class FormError(Exception):
    """A form file cannot be used: where, why, and what to do."""

    def __init__(self, file: Path, line: int, cause: str, remedy: str) -> None:
        super().__init__(f"{file}:{line}: {cause} {remedy}")
        self.file, self.line, self.cause, self.remedy = file, line, cause, remedy


def read_sheet(path: Path) -> Sheet:
    """The sheet in `papers/<paper>/<edition>.toml`. Raises FormError."""
    try:
        source = path.read_text("utf-8")
        values = tomllib.loads(source)
    except OSError as error:
        raise FormError(path, 1, "The file cannot be read.", "Look whether it is there and may be opened.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FormError(path, _line_named(str(error)), "This is not TOML.", f"{error}.") from error
    return _Reader(path, source.splitlines()).sheet(values)


def _line_named(message: str) -> int:
    found = re.search(r"line (\d+)", message)
    return int(found[1]) if found else 1


_SHEET = "title size margins number_width label_width row_height two_sided copies maker identify page".split()
_PAGE = "heading above below top section".split()
_SECTION = "number title gap label_width row".split()
_ROW = "height box".split()
_BOX = (
    "id kind label label_width question value width tall size floor align overflow says cells ticks tick_columns silent "
    "columns rows text place open strong when"
).split()
_NEEDED = {
    BoxKind.CELLS: "cells",
    BoxKind.TICKS: "ticks",
    BoxKind.TABLE: "columns",
    BoxKind.NOTE: "text",
    BoxKind.PHOTO: "place",
    BoxKind.SEAL: "place",
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A table of the file and the line it starts on."""

    values: Mapping[str, object]
    line: int


@dataclass(slots=True)
class _Shape:
    """Lengths that hold for every box of a section."""

    left: float
    right: float
    label_width: float


class _Reader:
    """Turns the file's tables into a Sheet, naming the line of each fault."""

    def __init__(self, path: Path, lines: Sequence[str]) -> None:
        self.path = path
        self.lines = lines
        self.seen: dict[str, int] = {}

    def fail(self, entry: _Entry, cause: str, remedy: str, key: str = "") -> NoReturn:
        raise FormError(self.path, self._line_of(key, entry.line) if key else entry.line, cause, remedy)

    def _line_of(self, key: str, start: int) -> int:
        word = re.compile(rf"(^|[\s{{,]){re.escape(key)}\s*=")
        for number in range(start, len(self.lines) + 1):
            line = self.lines[number - 1]
            if number > start and line.startswith("[["):
                break
            if word.search(line):
                return number
        return start

    def close(self, entry: _Entry, known: Iterable[str]) -> None:
        """Every key is known."""
        for key in entry.values:
            if key not in known:
                near = get_close_matches(key, known, 1)
                remedy = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(sorted(known))}."
                self.fail(entry, f"Unknown key {key!r}.", remedy, key)

    def text(self, entry: _Entry, key: str) -> Text | None:
        if key not in entry.values:
            return None
        pair = entry.values[key]
        if isinstance(pair, dict) and pair.keys() == {"zh-Hans", "en"} and all(isinstance(word, str) for word in pair.values()):
            return Text(pair["zh-Hans"], pair["en"])
        return self.fail(entry, f"{key!r} is not a pair of words.", 'Write { zh-Hans = "…", en = "…" }.', key)

    def words(self, entry: _Entry, key: str) -> Text:
        return self.text(entry, key) or self.fail(entry, f"{key!r} is missing.", f"Add {key} = {{ zh-Hans = …, en = … }}.")

    def number(self, entry: _Entry, key: str, default: float) -> float:
        value = entry.values.get(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
            return float(value)
        return self.fail(entry, f"{key!r} is not a number.", "Write millimetres (or points) without a unit, such as 12.5.", key)

    def count(self, entry: _Entry, key: str, default: int = 0) -> int:
        value = self.number(entry, key, default)
        return int(value) if value == int(value) else self.fail(entry, f"{key!r} is not whole.", "Write a whole number.", key)

    def numbers(self, entry: _Entry, key: str, default: tuple[float, ...]) -> tuple[float, ...]:
        value = entry.values.get(key, default)
        if isinstance(value, list | tuple) and len(value) == len(default) and all(isinstance(each, int | float) for each in value):
            return tuple(float(each) for each in value)
        return self.fail(entry, f"{key!r} is not a list of {len(default)} numbers.", f"Write such as {list(default)}.", key)

    def string(self, entry: _Entry, key: str, default: str = "") -> str:
        value = entry.values.get(key, default)
        return value if isinstance(value, str) else self.fail(entry, f"{key!r} is not text.", "Put it in quotes.", key)

    def strings(self, entry: _Entry, key: str) -> tuple[str, ...]:
        value = entry.values.get(key, [])
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        return self.fail(entry, f"{key!r} is not a list of texts.", 'Write such as ["a", "b"].', key)

    def flag(self, entry: _Entry, key: str, default: bool = False) -> bool:
        value = entry.values.get(key, default)
        return value if isinstance(value, bool) else self.fail(entry, f"{key!r} is not yes or no.", "Write true or false.", key)

    def code(self, entry: _Entry, key: str, default: _Code) -> _Code:
        value, kind = self.string(entry, key, default), type(default)
        if value in list(kind):
            return kind(value)
        near = get_close_matches(value, list(kind), 1)
        remedy = f"Did you mean {near[0]!r}?" if near else f"One of: {', '.join(kind)}."
        return self.fail(entry, f"{key} = {value!r} is not known.", remedy, key)

    def children(self, entry: _Entry, key: str, header: str = "") -> list[_Entry]:
        """The tables under `key`; `header` names their `[[…]]` lines, none for tables in braces."""
        value = entry.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.fail(entry, f"{key!r} is not a list of tables.", "See papers/README.md.", key)
        start = self._line_of(key, entry.line)
        return [_Entry(each, self._next(header) if header else self._brace(start, index)) for index, each in enumerate(value)]

    def _next(self, header: str) -> int:
        """Line of the next `[[header]]` not met so far: tables are read in the order of the file."""
        for number in range(self.seen.get(header, 0) + 1, len(self.lines) + 1):
            if self.lines[number - 1].split("#")[0].strip().replace(" ", "") == f"[[{header}]]":
                self.seen[header] = number
                return number
        return self.seen.get(header, 1)

    def _brace(self, start: int, index: int) -> int:
        """Line of the index-th line below `start` that opens a table in braces."""
        for number in range(start, len(self.lines) + 1):
            if self.lines[number - 1].strip().startswith("{"):
                if index == 0:
                    return number
                index -= 1
        return start

    def sheet(self, values: Mapping[str, object]) -> Sheet:
        entry = _Entry(values, 1)
        self.close(entry, _SHEET)
        size = self.numbers(entry, "size", A4)
        left, top, right, bottom = self.numbers(entry, "margins", (15.0, 12.0, 15.0, 12.0))
        shape = _Shape(left, size[0] - right, self.number(entry, "label_width", 0))
        number_width = self.number(entry, "number_width", 8)
        row_height = self.number(entry, "row_height", 10)
        pages = tuple(
            self.page(page, shape, top, number_width, row_height, first=index == 0)
            for index, page in enumerate(self.children(entry, "page", "page"))
        )
        sheet = Sheet(
            paper=self.path.parent.name,
            edition=self.path.stem,
            title=self.words(entry, "title"),
            pages=pages,
            size=(size[0], size[1]),
            margins=(left, top, right, bottom),
            two_sided=self.flag(entry, "two_sided"),
            copies=self.count(entry, "copies", 1),
            maker=self.text(entry, "maker"),
            identify=self.strings(entry, "identify"),
        )
        self.check(entry, sheet)
        return sheet

    def check(self, entry: _Entry, sheet: Sheet) -> None:
        """Ids are unique and everything lies on the page."""
        if not sheet.pages:
            self.fail(entry, "The sheet has no page.", "Add [[page]].")
        ids = [box.id for box in sheet.boxes()]
        twice = next((id for id in ids if ids.count(id) > 1), None)
        if twice:
            self.fail(entry, f"Two boxes are called {twice!r}.", 'Give one of them an id of its own, such as id = "phone-again".')
        lowest = sheet.size[1] - sheet.margins[3]
        for number, page in enumerate(sheet.pages, 1):
            reach = max((section.y + section.height for section in page.sections), default=0)
            if reach > lowest + 0.01:
                self.fail(entry, f"Page {number} is {reach - lowest:.1f} mm too long.", "Make rows lower or move a section overleaf.")

    def page(self, entry: _Entry, shape: _Shape, margin: float, number_width: float, row_height: float, *, first: bool) -> SheetPage:
        self.close(entry, _PAGE)
        heading = self.flag(entry, "heading", first)
        y = self.number(entry, "top", margin + (24 if heading else 8))
        sections = []
        for child in self.children(entry, "section", "page.section"):
            section = self.section(child, shape, y, number_width, row_height)
            y = section.y + section.height
            sections.append(section)
        return SheetPage(tuple(sections), heading, self.text(entry, "above"), self.text(entry, "below"))

    def section(self, entry: _Entry, shape: _Shape, y: float, number_width: float, row_height: float) -> SheetSection:
        self.close(entry, _SECTION)
        number = self.string(entry, "number")
        number_width = number_width if number else 0.0
        inner = _Shape(shape.left + number_width, shape.right, self.number(entry, "label_width", shape.label_width))
        top = y + self.number(entry, "gap", 0)
        rows = self.children(entry, "row", "page.section.row")
        heights = [self.number(row, "height", row_height) for row in rows]
        boxes: list[Box] = []
        for index, row in enumerate(rows):
            boxes += self.row(row, inner, top + sum(heights[:index]), heights[index:], boxes)
        width = shape.right - shape.left
        return SheetSection(number, self.text(entry, "title"), shape.left, top, width, sum(heights), number_width, tuple(boxes))

    def row(self, entry: _Entry, shape: _Shape, y: float, heights: Sequence[float], above: Sequence[Box]) -> list[Box]:
        """Boxes of a row side by side, around those that reach down from a row above."""
        self.close(entry, _ROW)
        reaching = sorted((box for box in above if box.y + box.height > y + 0.01), key=lambda box: box.x)
        x, boxes = shape.left, []
        for child in self.children(entry, "box"):
            x = _past(x, reaching)
            room = next((box.x for box in reaching if box.x >= x - 0.01), shape.right) - x
            width = self.number(child, "width", room)
            if width > room + 0.01 or width <= 0:
                self.fail(child, f"The box is {width:g} mm wide; {room:g} mm are left in its row.", "Make it or those before it narrower.")
            boxes.append(self.box(child, shape, (x, y, width), heights))
            x += width
        if abs(_past(x, reaching) - shape.right) > 0.01:
            self.fail(entry, f"{shape.right - x:g} mm at the end of the row are empty.", "Leave `width` out of the last box: it takes the rest.")
        return boxes

    def box(self, entry: _Entry, shape: _Shape, place: tuple[float, float, float], heights: Sequence[float]) -> Box:
        self.close(entry, _BOX)
        kind = self.code(entry, "kind", BoxKind.TEXT)
        needed = _NEEDED.get(kind, "")
        if needed and needed not in entry.values:
            self.fail(entry, f"A box of kind {kind!r} needs {needed!r}.", f"Add {needed} = ….")
        x, y, width = place
        tall = self.count(entry, "tall", 1)
        if not 1 <= tall <= len(heights):
            self.fail(entry, f"tall = {tall} reaches below the section.", f"There are {len(heights)} rows left.", "tall")
        question = self.string(entry, "question")
        size = self.number(entry, "size", 10.5)
        box = Box(
            id=self.string(entry, "id", question or f"{kind}@{x:g},{y:g}"),
            kind=kind,
            x=x,
            y=y,
            width=width,
            height=sum(heights[:tall]),
            label=self.text(entry, "label"),
            label_width=self.number(entry, "label_width", shape.label_width),
            question=question,
            value=self.string(entry, "value"),
            size=size,
            floor=min(size, self.number(entry, "floor", 7)),
            align=self.string(entry, "align", "left"),
            overflow=self.code(entry, "overflow", Overflow.REFER if kind is BoxKind.CELLS else Overflow.CONTINUE),
            says=self.code(entry, "says", Says.BOTH),
            cells=self.count(entry, "cells"),
            tick_columns=self.count(entry, "tick_columns"),
            silent=frozenset(self.strings(entry, "silent")),
            rows=self.count(entry, "rows", 1),
            text=self.text(entry, "text"),
            open=self.flag(entry, "open"),
            strong=self.flag(entry, "strong"),
        )
        if box.align not in ("left", "centre"):
            self.fail(entry, f"align = {box.align!r} is not known.", "Write 'left' or 'centre'.", "align")
        size_of_place = self.numbers(entry, "place", (0.0, 0.0))
        return replace(
            box,
            place=(size_of_place[0], size_of_place[1]),
            ticks=tuple(self.tick(tick) for tick in self._inner(entry, "ticks")),
            columns=self.columns(entry, box),
            when=self.condition(entry),
        )

    def _inner(self, entry: _Entry, key: str) -> list[_Entry]:
        """Tables in braces within a box; their faults are shown at the box."""
        value = entry.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.fail(entry, f"{key!r} is not a list of tables.", "See papers/README.md.", key)
        return [_Entry(each, entry.line) for each in value]

    def tick(self, entry: _Entry) -> Tick:
        self.close(entry, ("code", "label"))
        return Tick(self.string(entry, "code"), self.words(entry, "label"))

    def columns(self, entry: _Entry, box: Box) -> tuple[Column, ...]:
        columns: list[Column] = []
        for child in self._inner(entry, "columns"):
            self.close(child, ("id", "label", "width", "says"))
            rest = box.width - sum(column.width for column in columns)
            width = self.number(child, "width", rest)
            if width > rest + 0.01 or width <= 0:
                self.fail(entry, f"The table's columns are wider than its {box.width:g} mm.", "Make a column narrower.", "columns")
            columns.append(Column(self.string(child, "id"), self.words(child, "label"), width, self.code(child, "says", Says.BOTH)))
        return tuple(columns)

    def condition(self, entry: _Entry) -> Condition | None:
        if "when" not in entry.values:
            return None
        value = entry.values["when"]
        if not isinstance(value, dict):
            self.fail(entry, "'when' is not a table.", 'Write { question = "…", is = ["…"] }.', "when")
        inner = _Entry(value, entry.line)
        self.close(inner, ("question", "is"))
        return Condition(self.string(inner, "question"), frozenset(self.strings(inner, "is")))


def _past(x: float, reaching: Sequence[Box]) -> float:
    """`x` moved to the right of boxes from above that begin there."""
    for box in reaching:
        if box.x - 0.01 <= x < box.x + box.width - 0.01:
            x = box.x + box.width
    return x
