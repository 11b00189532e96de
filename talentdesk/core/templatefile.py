"""Reads which answer goes where on an office's own official PDF, from the TOML file beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from talentdesk.core.form import Text
from talentdesk.core.sheet import (
    Align,
    Background,
    Box,
    BoxKind,
    Column,
    Overflow,
    Says,
    Sheet,
    SheetPage,
    SheetSection,
    Spot,
    Tick,
)
from talentdesk.core.sheetfile import condition_of, length
from talentdesk.core.tomlfile import Table, TomlFile
from talentdesk.core.words import N_

_SEE = N_("see “Your office's own PDF” in forms/README.md")
_NO_WORDS = Text("", "")
_TICK_SIDE = 3.0
_FILLED = frozenset({BoxKind.TEXT, BoxKind.CELLS, BoxKind.DATE, BoxKind.TICKS, BoxKind.TABLE})
_DATE_PARTS = ("year", "month", "day")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE_NAME = re.compile(r"[^/\\:]+\.pdf", re.IGNORECASE)


def read_template(file: TomlFile, top: Table, path: Path) -> Sheet:
    """The sheet of kind `template`, whose `kind` was taken already. Raises FormError.

    Where its boxes lie is known only once they are placed on the PDF: all stand on one page, without a size.
    """
    boxes = tuple(_box(table) for table in top.tables("box"))
    sheet = Sheet(
        paper=path.parent.name,
        edition=path.stem,
        title=top.some_words("title"),
        pages=(SheetPage((SheetSection("", None, 0, 0, 0, 0, 0, boxes),), heading=False),),
        two_sided=top.flag("two_sided"),
        copies=top.number("copies", 1),
        identify=top.texts("identify"),
        background=_background(top, path),
        procedures=top.texts("procedures"),
        until=top.day("until"),
    )
    if not boxes:
        top.fault("", N_("no answer is written on this paper"), N_("add a [[box]] for each answer"))
    if not sheet.procedures:
        top.fault("procedures", N_("no procedure prints this paper"), N_('write for example: procedures = ["k-visa"]'))
    top.close()
    ids = [box.id for box in boxes]
    for number, name in enumerate(ids):
        if name in ids[:number]:
            cause, remedy = N_("two boxes are called {name}"), N_("give one of them an id of its own")
            file.fault(("box", number), cause, remedy, name=name)
        for spot in _taken(boxes[number], boxes[:number]):
            cause, remedy = N_("two boxes write into {name}"), N_("take one out, or say with when which is printed")
            file.fault_at(spot.line, cause, remedy, name=spot.field)
    file.stop_at_faults()
    return sheet


def _taken(box: Box, others: Sequence[Box]) -> Iterator[Spot]:
    """Fields of the PDF that one of the other boxes may fill at the same time."""
    fields = {(spot.field, spot.state) for other in others if _together(box, other) for spot in other.spots}
    yield from (spot for spot in box.spots if spot.field and (spot.field, spot.state) in fields)


def _together(one: Box, two: Box) -> bool:
    """Whether both may be printed, as far as their conditions tell."""
    if one.when is None or two.when is None:
        return True
    return one.when.question == two.when.question and not one.when.answers.isdisjoint(two.when.answers)


def _background(top: Table, path: Path) -> Background:
    name, digest = top.text("background", required=True), top.text("sha256").lower()
    if name and not _FILE_NAME.fullmatch(name):
        cause, remedy = N_("{name} is no name of a PDF in this folder"), N_("put the PDF beside this file")
        top.fault("background", cause, remedy, name=name)
    if digest and not _SHA256.fullmatch(digest):
        cause = N_("sha256 is not 64 hexadecimal digits")
        top.fault("sha256", cause, N_("leave it out: talentdesk check says what to write"))
    return Background(path.parent / name, digest)


def _box(table: Table) -> Box:
    kind = table.one_of("kind", BoxKind, BoxKind.TEXT)
    question, value = table.text("question"), table.text("value")
    size = length(table, "size")
    columns = _columns(table) if kind is BoxKind.TABLE else ()
    box = Box(
        id=table.text("id", question or value),
        kind=kind,
        x=0,
        y=0,
        width=0,
        height=0,
        label=table.words("label"),
        question=question,
        value=value,
        size=size,
        floor=length(table, "floor", 7),
        align=table.one_of("align", Align, Align.LEFT),
        overflow=table.one_of("overflow", Overflow, Overflow.REFER if kind is BoxKind.CELLS else Overflow.CONTINUE),
        says=table.one_of("says", Says, Says.BOTH),
        cells=table.number("cells") if kind is BoxKind.CELLS else 0,
        silent=frozenset(table.texts("silent")) if kind is BoxKind.TICKS else frozenset(),
        columns=tuple(column for column, _ in columns),
        rows=table.number("rows", 1) if kind is BoxKind.TABLE else 0,
        when=condition_of(table),
        top=table.flag("top"),
    )
    _check(table, box)
    box = _with_spots(table, box, [spot for _, spot in columns])
    table.close()
    return box


def _check(table: Table, box: Box) -> None:
    if box.kind not in _FILLED:
        known = ", ".join(sorted(_FILLED))
        cause, remedy = N_("a box over a PDF cannot be of kind {kind}"), N_("use one of: {known}")
        table.fault("kind", cause, remedy, kind=box.kind, known=known)
    if bool(box.question) == bool(box.value):
        table.fault("", N_("the box does not say which answer it holds"), N_("write either question or value"))
    if box.kind not in (BoxKind.TEXT, BoxKind.CELLS) and not box.question:
        cause, remedy = N_("a box of kind {kind} needs {key}"), _SEE
        table.fault("", cause, remedy, kind=box.kind, key="question")
    if box.kind is BoxKind.CELLS and not box.cells:
        table.fault("", N_("a box of kind {kind} needs {key}"), _SEE, kind=box.kind, key="cells")
    if box.kind is BoxKind.TABLE and not (box.columns and box.rows):
        table.fault("", N_("a box of kind {kind} needs {key}"), _SEE, kind=box.kind, key="column")


def _with_spots(table: Table, box: Box, columns: list[Spot]) -> Box:
    match box.kind:
        case BoxKind.DATE if any(part in table for part in _DATE_PARTS):
            outer = _spot(table, Spot(), whole=False)
            parts = ((part, table.table(part)) for part in _DATE_PARTS)
            return replace(box, spots=tuple(_inner(inner, part, outer) for part, inner in parts if inner is not None))
        case BoxKind.DATE:
            table.fault("", N_("a box of kind {kind} needs {key}"), _SEE, kind=box.kind, key=", ".join(_DATE_PARTS))
            return box
        case BoxKind.TICKS:
            return _ticks(table, box)
        case BoxKind.TABLE:
            return replace(box, spots=tuple(_cells(table, box, columns)))
        case _:
            return replace(box, spots=(_spot(table, Spot()),))


def _spot(table: Table, outer: Spot, *, key: str = "", whole: bool = True) -> Spot:
    """A place; what is not written comes from `outer`. `whole`: without width and height it is a fault."""
    spot = Spot(
        key,
        table.text("field", outer.field),
        table.text("state"),
        table.number("page", outer.page),
        length(table, "x", outer.x),
        length(table, "y", outer.y),
        length(table, "width", outer.width),
        length(table, "height", outer.height),
        table.file.line(table.path),
    )
    if whole and not spot.field and (spot.width <= 0 or spot.height <= 0):
        cause = N_("where the answer goes is not said")
        table.fault("", cause, N_("write field, or page, x, y, width and height in millimetres"))
    if spot.page < 1:
        table.fault("page", N_("pages are counted from 1"), N_("write 1 for the first page"))
    return spot


def _inner(table: Table, key: str, outer: Spot) -> Spot:
    spot = _spot(table, outer, key=key)
    table.close()
    return spot


def _ticks(table: Table, box: Box) -> Box:
    outer = replace(_spot(table, Spot(), whole=False), width=_TICK_SIDE, height=_TICK_SIDE)
    ticks, spots = [], []
    for inner in table.tables("tick"):
        code = inner.text("code", required=True)
        ticks.append(Tick(code, _NO_WORDS))
        spot = _spot(inner, outer, key=code)
        if not spot.field and not ("x" in inner or "x" in table):
            inner.fault("", N_("where the answer goes is not said"), N_("write field, or x and y in millimetres"))
        spots.append(spot)
        inner.close()
    if not ticks:
        table.fault("", N_("a box of kind {kind} needs {key}"), _SEE, kind=box.kind, key="tick")
    return replace(box, ticks=tuple(ticks), spots=tuple(spots))


def _columns(table: Table) -> list[tuple[Column, Spot]]:
    found = []
    for inner in table.tables("column"):
        name = inner.text("id", required=True)
        spot = _spot(inner, Spot(), key=name, whole=False)
        if not spot.field and spot.width <= 0:
            cause = N_("where the answer goes is not said")
            inner.fault("", cause, N_("write field with {row} for the number of the row, or x and width"), row="{row}")
        found.append((Column(name, _NO_WORDS, spot.width, inner.one_of("says", Says, Says.BOTH)), spot))
        inner.close()
    return found


def _cells(table: Table, box: Box, columns: list[Spot]) -> Iterator[Spot]:
    """A place for every cell, row by row."""
    outer, tall = _spot(table, Spot(), whole=False), length(table, "row_height")
    if tall <= 0 and any(not column.field for column in columns):
        table.fault("", N_("a box of kind {kind} needs {key}"), _SEE, kind=box.kind, key="row_height")
    for row in range(box.rows):
        for column in columns:
            yield replace(
                column,
                key=f"{row}.{column.key}",
                field=column.field.replace("{row}", str(row + 1)),
                page=outer.page,
                y=outer.y + row * tall,
                height=tall,
            )
