"""The inside of an empty box: its label, the squares and cells printed in it, and where an answer goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from talentdesk.core.form import Text
from talentdesk.core.sheet import Align, Box, BoxKind, Tick
from talentdesk.i18n import say, word
from talentdesk.paper.fonts import measure
from talentdesk.paper.lines import fit, height, set_lines
from talentdesk.paper.page import Frame, Item, Part, Rect, Stroke

LABEL, SMALL = 8.5, 6.0
"""Sizes of a label in the first and the second language."""

PAD = 1.6
GAP = 2.0
SQUARE = 3.1
STRIP = 2.5
"""Height kept free at the foot of ticks, cells and tables for the reference to the continuation sheet."""

HAIR = 0.15
SECOND_GREY = 0.25
GUIDE_GREY = 0.45

_DATE_PARTS = ((Text("年", "Y"), 13.0), (Text("月", "M"), 8.5), (Text("日", "D"), 8.5))
_DATE_CELL = 6.0
DATE_KEYS = ("year", "month", "day")
"""Keys of a date's places on a form that is printed already."""

_LEAST_NOTE = 12.0


@dataclass(frozen=True, slots=True)
class Anatomy:
    """What an empty box shows and the places for its answer."""

    still: tuple[Item, ...]
    value: Rect
    note: Rect
    """Where the reference to the continuation sheet goes."""
    ticks: tuple[tuple[str, Rect], ...] = ()
    cells: tuple[Rect, ...] = ()
    table: tuple[tuple[Rect, ...], ...] = ()
    parts: tuple[Part, ...] = ()
    """What a listener hears, in reading order; the label and a plain answer are in the part named after the box."""


@lru_cache(maxsize=1024)
def anatomy(box: Box, languages: tuple[str, ...]) -> Anatomy:
    """The box taken apart, for a pair of languages."""
    if box.spots:
        return _printed(box)
    rect = Rect(box.x, box.y, box.width, box.height)
    inner = rect.inset(PAD, 0.6)
    label, value = _label(box, inner, languages)
    made = _PARTS[box.kind](box, value, languages)
    parts = made.parts or (Part("P", box.id),)
    return Anatomy((*label, *made.still), made.value, made.note, made.ticks, made.cells, made.table, parts)


def _printed(box: Box) -> Anatomy:
    """A box of a form that is printed already: nothing but the places that its author gave."""
    rect = Rect(box.x, box.y, box.width, box.height)
    places = {spot.key: Rect(spot.x, spot.y, spot.width, spot.height) for spot in box.spots}
    below = Rect(rect.x, rect.bottom - STRIP, max(rect.width, _LEAST_NOTE), STRIP)
    match box.kind:
        case BoxKind.CELLS:
            side = rect.width / box.cells
            cells = tuple(Rect(rect.x + side * index, rect.y, side, rect.height) for index in range(box.cells))
            return Anatomy((), rect, rect, cells=cells)
        case BoxKind.DATE:
            nowhere = Rect(rect.x, rect.y, 0, 0)
            return Anatomy((), rect, rect, cells=tuple(places.get(part, nowhere) for part in DATE_KEYS))
        case BoxKind.TICKS:
            return Anatomy((), rect, below, ticks=tuple((tick.code, places[tick.code]) for tick in box.ticks))
        case BoxKind.TABLE:
            rows = (tuple(places[f"{row}.{column.id}"] for column in box.columns) for row in range(box.rows))
            return Anatomy((), rect, below, table=tuple(rows))
        case _:
            room = rect.inset(min(0.7, rect.width / 10), 0)
            return Anatomy((), room, room)


def _label(box: Box, inner: Rect, languages: tuple[str, ...]) -> tuple[tuple[Item, ...], Rect]:
    if box.label is None:
        return (), inner
    wide = box.label_width or label_width(box.label, languages)
    wide = min(wide, inner.width)
    items = stacked(box.label, Rect(inner.x, inner.y, wide, inner.height), languages, part=box.id)
    taken = wide + (GAP if wide < inner.width - GAP else 0)
    return items, Rect(inner.x + taken, inner.y, inner.width - taken, inner.height)


def label_width(label: Text, languages: Sequence[str], scale: float = 1.0) -> float:
    """Width of a label set in two lines, one a language."""
    sizes = (LABEL * scale, SMALL * scale)
    return (
        max(measure(word(label, language), size, language) for language, size in zip(languages, sizes, strict=False))
        + 0.05
    )


def stacked(
    label: Text,
    room: Rect,
    languages: Sequence[str],
    *,
    scale: float = 1.0,
    align: Align = Align.LEFT,
    weight: str = "Regular",
    part: str = "",
) -> tuple[Item, ...]:
    """A label in the first language above the second, in the middle of `room`; smaller where it must be."""
    first, second = (word(label, language) for language in languages[:2])
    upper = fit(first, Rect(room.x, 0, room.width, room.height * 0.6), LABEL * scale, 5.0, languages[0], weight)
    if first == second or not second:
        return set_lines(fit(first, room, LABEL * scale, 5.0, languages[0], weight), room, align=align, part=part)
    used = height(len(upper.lines), upper.size)
    lower = fit(second, Rect(room.x, 0, room.width, room.height - used), SMALL * scale, 4.2, languages[1])
    below = height(len(lower.lines), lower.size)
    top = room.y + (room.height - used - below) / 2
    return (
        *set_lines(upper, Rect(room.x, top, room.width, used), align=align, part=part),
        *set_lines(lower, Rect(room.x, top + used, room.width, below), align=align, grey=SECOND_GREY, part=part),
    )


def _strip(room: Rect, tall: float = STRIP) -> Rect:
    return Rect(room.x, room.bottom - tall + 0.5, room.width, tall)


def _plain(box: Box, room: Rect, languages: tuple[str, ...]) -> Anatomy:
    return Anatomy((), room, room)


def _signature(box: Box, room: Rect, languages: tuple[str, ...]) -> Anatomy:
    """The name in print stands small at the foot, the rest is for signing."""
    foot = Rect(room.x, room.bottom - 4.4, room.width, 4.4)
    return Anatomy((), foot, foot)


def _cells(box: Box, room: Rect, languages: tuple[str, ...]) -> Anatomy:
    side = min(6.0, room.width / box.cells)
    tall = min(6.0, room.height - 2 * STRIP + 1.2)
    top = room.y + (room.height - tall) / 2
    cells = tuple(Rect(room.x + side * index, top, side, tall) for index in range(box.cells))
    return Anatomy(tuple(Frame(cell, HAIR, GUIDE_GREY) for cell in cells), room, _strip(room), cells=cells)


def _date(box: Box, room: Rect, languages: tuple[str, ...]) -> Anatomy:
    scale = min(1.0, room.width / 45.0)
    tall = min(_DATE_CELL, room.height - 0.8)
    x, top = room.x, room.y + (room.height - tall) / 2
    still: list[Item] = []
    cells = []
    for part, (label, wide) in enumerate(_DATE_PARTS):
        cell = Rect(x, top, wide * scale, tall)
        cells.append(cell)
        named = label_width(label, languages)
        still.append(Frame(cell, HAIR, GUIDE_GREY))
        still += stacked(
            label, Rect(cell.right + 0.7, room.y, named, room.height), languages, part=f"{date_key(box, part)} unit"
        )
        x = cell.right + 0.7 + named + 1.2
    rest = Rect(x + 1, room.y, room.right - x - 1, room.height)
    note = rest if rest.width >= 12 else _strip(room, 2.3)
    return Anatomy(tuple(still), room, note, cells=tuple(cells), parts=_date_parts(box))


def date_key(box: Box, part: int) -> str:
    """Key of the part that holds year (0), month (1) or day (2) of a date."""
    return f"{box.id} {part}"


def _date_parts(box: Box) -> tuple[Part, ...]:
    """The label, then each number before its unit, as a date is read out."""
    spans = (Part("Span", key) for part in range(3) for key in (date_key(box, part), f"{date_key(box, part)} unit"))
    return (Part("P", box.id, tuple(spans)),)


def _ticks(box: Box, room: Rect, languages: tuple[str, ...]) -> Anatomy:
    places = _in_columns(box, room) if box.tick_columns else _in_a_row(box.ticks, room, languages)
    scale = _scale(box.ticks, room, languages) if not box.tick_columns else 1.0
    still: list[Item] = []
    squares = []
    for tick, place in zip(box.ticks, places, strict=True):
        square = Rect(place.x, place.y + (place.height - SQUARE) / 2, SQUARE, SQUARE)
        squares.append((tick.code, square))
        still.append(Frame(square, 0.2))
        words = Rect(square.right + 1.1, place.y, place.width - SQUARE - 1.1, place.height)
        still += stacked(tick.label, words, languages, scale=scale, part=f"{tick_key(box, tick.code)} words")
    return Anatomy(tuple(still), room, _strip(room, 2.3), ticks=tuple(squares), parts=_tick_parts(box))


def tick_key(box: Box, code: str) -> str:
    """Key of the part that holds the mark in a tick's square."""
    return f"{box.id} {code}"


def _tick_parts(box: Box) -> tuple[Part, ...]:
    def tick(code: str) -> Part:
        key = tick_key(box, code)
        mark = Part("Lbl", parts=(Part("Span", key, actual="☑"),))
        return Part("LI", parts=(mark, Part("LBody", f"{key} words")))

    return Part("P", box.id), Part("L", parts=tuple(tick(each.code) for each in box.ticks))


def _in_columns(box: Box, room: Rect) -> list[Rect]:
    rows = -(-len(box.ticks) // box.tick_columns)
    wide, tall = room.width / box.tick_columns, (room.height - 1.4) / rows
    return [
        Rect(room.x + index % box.tick_columns * wide, room.y + index // box.tick_columns * tall, wide - 1.5, tall)
        for index in range(len(box.ticks))
    ]


def _tick_width(tick: Tick, languages: tuple[str, ...], scale: float) -> float:
    return SQUARE + 1.1 + label_width(tick.label, languages, scale)


def _scale(ticks: Sequence[Tick], room: Rect, languages: tuple[str, ...]) -> float:
    """How much smaller labels must be for all ticks to stand in one row."""
    scale = 1.0
    while (
        scale > 0.6 and sum(_tick_width(tick, languages, scale) for tick in ticks) + 2.0 * (len(ticks) - 1) > room.width
    ):
        scale -= 0.05
    return scale


def _in_a_row(ticks: Sequence[Tick], room: Rect, languages: tuple[str, ...]) -> list[Rect]:
    scale = _scale(ticks, room, languages)
    widths = [_tick_width(tick, languages, scale) for tick in ticks]
    spare = room.width - sum(widths)
    gap = min(7.0, spare / max(1, len(ticks) - 1)) if len(ticks) > 1 else 0.0
    places, x = [], room.x
    for wide in widths:
        places.append(Rect(x, room.y, wide, room.height))
        x += wide + gap
    return places


def _table(box: Box, room: Rect, languages: tuple[str, ...]) -> Anatomy:
    rect = Rect(box.x, box.y, box.width, box.height)
    tall = (rect.height - box.heading - STRIP) / box.rows
    edges = [rect.x + sum(column.width for column in box.columns[:index]) for index in range(len(box.columns))]
    still: list[Item] = []
    for column, x in zip(box.columns, edges, strict=True):
        still += beside(
            column.label,
            Rect(x + 1.2, rect.y, column.width - 1.8, box.heading),
            languages,
            part=f"{box.id} head {column.id}",
        )
    tops = [rect.y + box.heading + tall * row for row in range(box.rows + 1)]
    still += [Stroke(((rect.x, top), (rect.right, top)), HAIR) for top in tops]
    still += [Stroke(((x, rect.y), (x, tops[-1])), HAIR) for x in edges[1:]]
    table = tuple(
        tuple(Rect(x, top, column.width, tall) for column, x in zip(box.columns, edges, strict=True))
        for top in tops[:-1]
    )
    return Anatomy(
        tuple(still),
        room,
        Rect(room.x, tops[-1] + 0.1, room.width, rect.bottom - tops[-1] - 0.2),
        table=table,
        parts=_table_parts(box),
    )


def cell_key(box: Box, row: int, column: str) -> str:
    """Key of the part that holds a cell of a table's box; rows from 0."""
    return f"{box.id} {row} {column}"


def _table_parts(box: Box) -> tuple[Part, ...]:
    """The whole grid, empty cells too: each row of a table has the same number of cells."""
    head = Part("TR", parts=tuple(Part("TH", f"{box.id} head {column.id}") for column in box.columns))
    rows = (
        Part("TR", parts=tuple(Part("TD", cell_key(box, row, column.id)) for column in box.columns))
        for row in range(box.rows)
    )
    return Part("P", box.id), Part("Table", parts=(head, *rows))


def beside(
    label: Text, room: Rect, languages: Sequence[str], size: float = 8.0, weight: str = "Regular", *, part: str = ""
) -> tuple[Item, ...]:
    """A label in both languages on one line, or stacked where the line is too short."""
    first, second = (word(label, language) for language in languages[:2])
    left = measure(first, size, languages[0], weight)
    right = measure(second, size * 0.75, languages[1])
    if left + 1.2 + right > room.width:
        return stacked(label, room, languages, scale=0.82, weight=weight, part=part)
    lead = fit(first, room, size, size, languages[0], weight)
    after = Rect(room.x + left + 1.2, room.y, room.width - left - 1.2, room.height)
    tail = fit(second, after, size * 0.75, 4.2, languages[1])
    return (*set_lines(lead, room, part=part), *set_lines(tail, after, grey=SECOND_GREY, part=part))


def _photo(box: Box, room: Rect, languages: tuple[str, ...]) -> Anatomy:
    wide, tall = box.place
    rect = Rect(box.x, box.y, box.width, box.height)
    place = Rect(rect.x + (rect.width - wide) / 2, rect.y + (rect.height - tall) / 2, wide, tall)
    words = Rect(place.x + 1, place.y + tall / 2 - 6, wide - 2, 12)
    size = Text(f"{wide:g}×{tall:g} mm", f"{wide:g}×{tall:g} mm")
    below = Rect(place.x + 1, words.bottom, wide - 2, 4)
    still: tuple[Item, ...] = (Frame(place, HAIR, GUIDE_GREY, dash=(1.2, 0.9), part=box.id),)
    if box.text is not None:
        still += stacked(box.text, words, languages, align=Align.CENTRE, part=box.id)
    if box.sized:
        still = (*still, *stacked(size, below, languages, scale=0.75, align=Align.CENTRE, part=box.id))
    figure = Part("Figure", box.id, alt=_place_in_words(box, size.en, languages), rect=place)
    return Anatomy(still, place, place, parts=(figure,))


def _place_in_words(box: Box, size: str, languages: tuple[str, ...]) -> str:
    """What is to be put here, for those who don't see the dashed frame."""
    said = box.text or box.label
    if said is None:
        return " ".join(say("Place for a photo or a seal, {size}", language, size=size) for language in languages[:2])
    return " · ".join(dict.fromkeys((*(word(said, language) for language in languages[:2]), size)))


def _note(box: Box, room: Rect, languages: tuple[str, ...]) -> Anatomy:
    if box.text is None:
        return Anatomy((), room, room)
    weight = "SemiBold" if box.strong else "Regular"
    if box.height < 8:
        band = (Frame(Rect(box.x, box.y, box.width, box.height), 0, fill=0.94),) if box.strong else ()
        return Anatomy((*band, *beside(box.text, room, languages, box.size, weight, part=box.id)), room, room)
    first, second = (word(box.text, language) for language in languages[:2])
    upper = fit(first, Rect(room.x, 0, room.width, room.height * 0.6), box.size, 5, languages[0], weight)
    used = height(len(upper.lines), upper.size)
    lower = fit(second, Rect(room.x, 0, room.width, room.height - used - 0.8), box.size * 0.85, 5, languages[1], weight)
    below = height(len(lower.lines), lower.size)
    top = room.y + (room.height - used - 0.8 - below) / 2
    still = (
        *set_lines(upper, Rect(room.x, top, room.width, used), part=box.id),
        *set_lines(lower, Rect(room.x, top + used + 0.8, room.width, below), grey=SECOND_GREY, part=box.id),
    )
    return Anatomy(still, room, room)


_PARTS = {
    BoxKind.TEXT: _plain,
    BoxKind.CELLS: _cells,
    BoxKind.DATE: _date,
    BoxKind.TICKS: _ticks,
    BoxKind.TABLE: _table,
    BoxKind.PHOTO: _photo,
    BoxKind.SEAL: _photo,
    BoxKind.SIGNATURE: _signature,
    BoxKind.NOTE: _note,
}
