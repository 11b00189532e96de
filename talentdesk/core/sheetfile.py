"""Reads a paper form's description from its TOML file and works out where every box lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from talentdesk.core.sheet import (
    A4,
    Align,
    Box,
    BoxKind,
    Column,
    Condition,
    Overflow,
    Says,
    Sheet,
    SheetKind,
    SheetPage,
    SheetSection,
    Tick,
)
from talentdesk.core.tomlfile import Table, TomlFile, name_of
from talentdesk.core.words import N_

_SEE = N_("see forms/papers/README.md")
_HAIR = 0.01

_NEEDED = {
    BoxKind.CELLS: "cells",
    BoxKind.TICKS: "tick",
    BoxKind.TABLE: "column",
    BoxKind.NOTE: "text",
    BoxKind.PHOTO: "place",
    BoxKind.SEAL: "place",
}
"""What a box of a kind cannot do without."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """Lengths that hold for every box of a section."""

    left: float
    right: float
    label_width: float
    number_width: float
    row_height: float


def read_sheet(path: Path) -> Sheet:
    """The sheet in `papers/<paper>/<edition>.toml`. Raises FormError."""
    file = TomlFile(path, name_of(path))
    file.stop_at_faults()
    top = file.top
    if top.one_of("kind", SheetKind, SheetKind.SHEET) is SheetKind.TEMPLATE:
        from talentdesk.core.templatefile import read_template

        return read_template(file, top, path)
    sheet = _sheet(top, path)
    file.stop_at_faults()
    _check(file, sheet)
    file.stop_at_faults()
    return sheet


def _sheet(top: Table, path: Path) -> Sheet:
    size = lengths(top, "size", A4)
    margins = lengths(top, "margins", (15.0, 12.0, 15.0, 12.0))
    shape = _Shape(
        left=margins[0],
        right=size[0] - margins[2],
        label_width=length(top, "label_width"),
        number_width=length(top, "number_width", 8),
        row_height=length(top, "row_height", 10),
    )
    sheet = Sheet(
        paper=path.parent.name,
        edition=path.stem,
        title=top.some_words("title"),
        pages=tuple(_page(page, shape, margins[1], first=n == 0) for n, page in enumerate(top.tables("page"))),
        size=(size[0], size[1]),
        margins=(margins[0], margins[1], margins[2], margins[3]),
        two_sided=top.flag("two_sided"),
        copies=top.number("copies", 1),
        maker=top.words("maker"),
        identify=top.texts("identify"),
        until=top.day("until"),
    )
    top.close()
    return sheet


def _check(file: TomlFile, sheet: Sheet) -> None:
    """Box ids are unique and every section lies on its page."""
    if not sheet.pages or not all(page.sections for page in sheet.pages):
        file.fault(("page",), N_("a page has no section"), N_("add [[page]] and [[page.section]]"))
    ids = [box.id for box in sheet.boxes()]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        file.fault((), N_("two boxes are called {name}"), N_("give one of them an id of its own"), name=name)
    lowest = sheet.size[1] - sheet.margins[3]
    for number, page in enumerate(sheet.pages):
        reach = max((section.y + section.height for section in page.sections), default=0.0)
        if reach > lowest + _HAIR:
            cause, remedy = N_("the page is {excess} mm too long"), N_("make rows lower, or move a section overleaf")
            file.fault(("page", number), cause, remedy, excess=f"{reach - lowest:.1f}")


def _page(table: Table, shape: _Shape, margin: float, *, first: bool) -> SheetPage:
    heading = table.flag("heading", first)
    y = length(table, "top", margin + (24 if heading else 8))
    sections = []
    for child in table.tables("section"):
        section = _section(child, shape, y)
        y = section.y + section.height
        sections.append(section)
    page = SheetPage(tuple(sections), heading, table.words("above"), table.words("below"))
    table.close()
    return page


def _section(table: Table, outer: _Shape, y: float) -> SheetSection:
    number = table.text("number")
    number_width = outer.number_width if number else 0.0
    shape = replace(outer, left=outer.left + number_width, label_width=length(table, "label_width", outer.label_width))
    top = y + length(table, "gap")
    rows = table.tables("row")
    heights = [length(row, "height", shape.row_height) for row in rows]
    boxes: list[Box] = []
    for index, row in enumerate(rows):
        boxes += _row(row, shape, top + sum(heights[:index]), heights[index:], boxes)
    title, width = table.words("title"), outer.right - outer.left
    table.close()
    return SheetSection(number, title, outer.left, top, width, sum(heights), number_width, tuple(boxes))


def _row(table: Table, shape: _Shape, y: float, heights: Sequence[float], above: Sequence[Box]) -> list[Box]:
    """Boxes of a row side by side, around those that reach down from a row above."""
    reaching = sorted((box for box in above if box.y + box.height > y + _HAIR), key=lambda box: box.x)
    x, boxes = shape.left, []
    for child in table.tables("box"):
        x = _past(x, reaching)
        room = next((box.x for box in reaching if box.x >= x - _HAIR), shape.right) - x
        width = length(child, "width", room)
        if width > room + _HAIR or width <= 0:
            cause = N_("the box is {width} mm wide, and {room} mm are left in its row")
            child.fault("width", cause, N_("make it or those before it narrower"), width=f"{width:g}", room=f"{room:g}")
        boxes.append(_box(child, shape, (x, y, width), heights))
        x += width
    spare = shape.right - _past(x, reaching)
    if spare > _HAIR:
        cause = N_("{spare} mm at the end of the row are empty")
        table.fault("", cause, N_("leave width out of the last box: it takes the rest"), spare=f"{spare:g}")
    table.close()
    return boxes


def _past(x: float, reaching: Sequence[Box]) -> float:
    """`x` moved to the right of boxes from above that begin there."""
    for box in reaching:
        if box.x - _HAIR <= x < box.x + box.width - _HAIR:
            x = box.x + box.width
    return x


def _box(table: Table, shape: _Shape, place: tuple[float, float, float], heights: Sequence[float]) -> Box:
    kind = table.one_of("kind", BoxKind, BoxKind.TEXT)
    needed = _NEEDED.get(kind, "")
    if needed and needed not in table:
        table.fault("", N_("a box of kind {kind} needs {key}"), _SEE, kind=kind, key=needed)
    x, y, width = place
    tall = table.number("tall", 1)
    if not 1 <= tall <= len(heights):
        table.fault("tall", N_("the box reaches below its section"), N_("write at most {rows}"), rows=str(len(heights)))
    question, size = table.text("question"), length(table, "size", 10.5)
    for_photo = lengths(table, "place", (0.0, 0.0))
    box = Box(
        id=table.text("id", question or f"{kind}@{x:g},{y:g}"),
        kind=kind,
        x=x,
        y=y,
        width=width,
        height=sum(heights[:tall]),
        label=table.words("label"),
        label_width=length(table, "label_width", shape.label_width),
        question=question,
        value=table.text("value"),
        size=size,
        floor=min(size, length(table, "floor", 7)),
        align=table.one_of("align", Align, Align.LEFT),
        overflow=table.one_of("overflow", Overflow, Overflow.REFER if kind is BoxKind.CELLS else Overflow.CONTINUE),
        says=table.one_of("says", Says, Says.BOTH),
        cells=table.number("cells"),
        ticks=tuple(_tick(tick) for tick in table.tables("tick")),
        tick_columns=table.number("tick_columns"),
        silent=frozenset(table.texts("silent")),
        columns=_columns(table, width),
        rows=table.number("rows", 1),
        heading=length(table, "heading", 6),
        text=table.words("text"),
        place=(for_photo[0], for_photo[1]),
        sized=table.flag("sized", True),
        open=table.flag("open"),
        strong=table.flag("strong"),
        when=condition_of(table),
    )
    table.close()
    return box


def _tick(table: Table) -> Tick:
    tick = Tick(table.text("code", required=True), table.some_words("label"))
    table.close()
    return tick


def _columns(table: Table, width: float) -> tuple[Column, ...]:
    columns: list[Column] = []
    for child in table.tables("column"):
        rest = width - sum(column.width for column in columns)
        wide = length(child, "width", rest)
        if wide > rest + _HAIR or wide <= 0:
            cause = N_("the columns are wider than the {width} mm of their table")
            child.fault("width", cause, N_("make a column narrower"), width=f"{width:g}")
        name, label = child.text("id", required=True), child.some_words("label")
        columns.append(Column(name, label, wide, child.one_of("says", Says, Says.BOTH)))
        child.close()
    return tuple(columns)


def condition_of(table: Table) -> Condition | None:
    """What `when` says."""
    inner = table.table("when")
    if inner is None:
        return None
    condition = Condition(inner.text("question", required=True), frozenset(inner.texts("is")))
    inner.close()
    return condition


def length(table: Table, key: str, default: float = 0.0) -> float:
    """Millimetres or points, not negative; a fault where it is."""
    value = float(table.take(key, (int, float), default))
    if value < 0:
        table.fault(key, N_("{key} may not be negative"), N_("write 0 or more"), key=key)
    return value


def lengths(table: Table, key: str, default: tuple[float, ...]) -> tuple[float, ...]:
    """As many numbers as `default` has."""
    values = table.take(key, list, list(default))
    if len(values) == len(default) and all(type(value) in (int, float) for value in values):
        return tuple(float(value) for value in values)
    table.fault(key, N_("{key} should be a list of {count} numbers"), _SEE, key=key, count=str(len(default)))
    return default
