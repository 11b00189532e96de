"""Mends the branches of tables in a damaged file: a bad page that only leads to others is made anew of those it led to.

Such a page holds no row, yet all rows below it are lost with it. The pages below are whole; nothing leads to them any
more, which is how they are known. Which table they are of is told by where the bad page was: between which numbers of
which table.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from talentdesk.store.cipherpages import USABLE, Pages

_LEAF, _BRANCH = 13, 5
_FIRST_HEADER = 100  # bytes at the start of the first page that say what file it is
_LOWEST, _HIGHEST = -(1 << 63), (1 << 63) - 1
_LEAF_HEAD, _BRANCH_HEAD = 8, 12
_LONGEST_CELL = 4 + 9 + 2  # a page, a row's number, and where on the page the two stand


@dataclass(frozen=True, slots=True)
class Table:
    """A table by the page it begins at, and how many columns its rows may have: those from before a column came have
    fewer."""

    root: int
    columns: int
    fewest: int = 1


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of a table. `highest` is of its last row, or of its last child but one; `below` is each child with the
    highest number that it may hold."""

    lowest: int
    highest: int
    columns: int
    below: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class _Hole:
    """A bad page of a table that may have led to others: to those with numbers over `above` and up to `upto`."""

    page: int
    table: Table
    above: int
    upto: int
    below: list[int] = field(default_factory=list)


def mend(pages: Pages, tables: Iterable[Table]) -> None:
    """Write the bad branches of these tables anew, as far as it is sure whose the lost pages are. New pages may be put
    at the end. The first page is left as it is: it is a branch of the list of tables."""
    seen = dict(_seen(pages))
    tables = tuple(tables)
    reached: set[int] = set()
    holes = [hole for table in tables for hole in _holes(seen, table, reached)]
    for page in _lost(seen, reached, {table.root for table in tables}):
        fitting = [hole for hole in holes if _fits(seen, page, hole)]
        if len(fitting) == 1:
            fitting[0].below.append(page)
    for hole in holes:
        if hole.below and hole.page != 1:
            _fill(pages, hole.page, sorted((_highest(seen, page), page) for page in hole.below))


# ---- what there is


def _seen(pages: Pages) -> Iterator[tuple[int, _Page]]:
    for number in range(1, pages.count() + 1):
        content = pages.read(number)
        start = _FIRST_HEADER if number == 1 else 0
        if content is not None and content[start] in (_LEAF, _BRANCH):
            yield number, (_leaf if content[start] == _LEAF else _branch)(content, start)


def _cells(content: bytes, start: int, head: int) -> tuple[int, ...]:
    """Where the cells begin, in the order of their numbers."""
    (count,) = struct.unpack_from(">H", content, start + 3)
    return struct.unpack_from(f">{count}H", content, start + head)


def _leaf(content: bytes, start: int) -> _Page:
    cells = _cells(content, start, _LEAF_HEAD)
    if not cells:
        return _Page(0, 0, 0)
    numbers = [_varint(content, _varint(content, cell)[1]) for cell in (cells[0], cells[-1])]
    return _Page(numbers[0][0], numbers[1][0], max(_columns(content, cell) for cell in cells))


def _columns(content: bytes, cell: int) -> int:
    """How many columns the row has that begins here. A row's head that goes on on another page is not counted out."""
    at = _varint(content, _varint(content, cell)[1])[1]
    size, begin = _varint(content, at)
    end, count = min(at + size, len(content)), 0
    while begin < end:
        begin = _varint(content, begin)[1]
        count += 1
    return count


def _branch(content: bytes, start: int) -> _Page:
    below = []
    for cell in _cells(content, start, _BRANCH_HEAD):
        (child,) = struct.unpack_from(">I", content, cell)
        below.append((child, _varint(content, cell + 4)[0]))
    (last,) = struct.unpack_from(">I", content, start + 8)
    edges = [edge for _child, edge in below] or [0]
    return _Page(edges[0], edges[-1], 0, (*below, (last, _HIGHEST)))


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """A number of the engine's, and where the next thing begins: seven bits a byte, the ninth byte whole."""
    value = 0
    for index in range(at, at + 8):
        value = value << 7 | content[index] & 0x7F
        if content[index] < 0x80:
            return value, index + 1
    value = value << 8 | content[at + 8]
    return value - (1 << 64) if value >= 1 << 63 else value, at + 9


# ---- what leads nowhere, and to what nothing leads


def _holes(seen: Mapping[int, _Page], table: Table, reached: set[int]) -> Iterator[_Hole]:
    """The bad pages of the table that may be branches; each page that is found on the way is `reached`."""
    waiting = [(table.root, _LOWEST, _HIGHEST, True)]
    while waiting:
        number, above, upto, may_lead = waiting.pop()
        if number in reached:
            continue
        reached.add(number)
        page = seen.get(number)
        if page is None and may_lead:
            yield _Hole(number, table, above, upto)
        elif page is not None and page.below:
            # All leaves of a table are equally deep: beside a leaf stands no branch.
            beside = [seen[child] for child, _edge in page.below if child in seen]
            branches = all(each.below for each in beside)
            for child, edge in page.below:
                waiting.append((child, above, min(edge, upto), branches))
                above = edge


def _lost(seen: Mapping[int, _Page], reached: set[int], roots: set[int]) -> Iterator[int]:
    led_to = {child for page in seen.values() for child, _edge in page.below}
    for number, page in seen.items():
        if number not in reached and number not in led_to and number not in roots and (page.below or page.columns):
            yield number


def _fits(seen: Mapping[int, _Page], number: int, hole: _Hole) -> bool:
    """Whether the page can have hung there."""
    lowest, highest, columns = _edge(seen, number, 0), _highest(seen, number), _width(seen, number)
    return hole.above < lowest and highest <= hole.upto and hole.table.fewest <= columns <= hole.table.columns


def _highest(seen: Mapping[int, _Page], number: int) -> int:
    return _edge(seen, number, -1)


def _edge(seen: Mapping[int, _Page], number: int, side: int) -> int:
    """The lowest (0) or highest (-1) number below that page; where the way there is bad, the last that is known."""
    page = seen[number]
    while page.below and page.below[side][0] in seen:
        page = seen[page.below[side][0]]
    return page.highest if side else page.lowest


def _width(seen: Mapping[int, _Page], number: int) -> int:
    """How many columns the rows below that page have; 0 where no row is found."""
    page = seen[number]
    if not page.below:
        return page.columns
    return max((_width(seen, child) for child, _edge in page.below[:2] if child in seen), default=0)


# ---- made anew


def _fill(pages: Pages, number: int, below: list[tuple[int, int]]) -> None:
    """A branch to these pages, each with its highest number; more than one page takes are led to by new ones."""
    most = (USABLE - _BRANCH_HEAD) // _LONGEST_CELL
    while len(below) > most:
        below = [_moved(pages, below[at : at + most]) for at in range(0, len(below), most)]
    pages.write(number, _content(pages, below))


def _moved(pages: Pages, below: list[tuple[int, int]]) -> tuple[int, int]:
    number = pages.count() + 1
    pages.write(number, _content(pages, below))
    return below[-1][0], number


def _content(pages: Pages, below: list[tuple[int, int]]) -> bytes:
    """The engine takes no branch with a single page below for a good one: that page stands in its place."""
    if len(below) == 1:
        return pages.read(below[0][1]) or bytes(USABLE)
    content, at, cells = bytearray(USABLE), USABLE, []
    for highest, child in below[:-1]:
        cell = struct.pack(">I", child) + _as_varint(highest)
        at -= len(cell)
        content[at : at + len(cell)] = cell
        cells.append(at)
    struct.pack_into(f">BHHHBI{len(cells)}H", content, 0, _BRANCH, 0, len(cells), at, 0, below[-1][1], *cells)
    return bytes(content)


def _as_varint(value: int) -> bytes:
    """Numbers of rows are small and positive here; the form of nine bytes is never needed."""
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(value & 0x7F | 0x80)
    return bytes(reversed(groups))
