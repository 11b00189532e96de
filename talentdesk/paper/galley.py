"""Text that runs down a page and on to the next, for continuation sheets and checklists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from talentdesk.paper.fonts import Weight, pieces
from talentdesk.paper.lines import Fitted, break_lines, height, set_lines
from talentdesk.paper.page import Code, Frame, Item, LaidPage, Part, Rect, Run, Stroke


@dataclass(frozen=True, slots=True)
class Block:
    """Something that is never divided between two pages. Its items count from its own top left corner."""

    height: float
    items: tuple[Item, ...] = ()
    keep: bool = False
    """Stays with the block after it."""
    role: str = "P"
    """What its words are to a listener, as in `Part.role`."""
    more: bool = False
    """Goes on with the words of the block before it."""


def moved(item: Item, x: float, y: float) -> Item:
    """The item, shifted."""
    if isinstance(item, Stroke):
        return replace(item, points=tuple((px + x, py + y) for px, py in item.points))
    if isinstance(item, Frame | Code):
        return replace(item, rect=Rect(item.rect.x + x, item.rect.y + y, item.rect.width, item.rect.height))
    return replace(item, x=item.x + x, y=item.y + y)


def moved_block(block: Block, down: float) -> Block:
    """The block with its items shifted down, as high as before."""
    return replace(block, items=tuple(moved(item, 0, down) for item in block.items))


def paragraph(
    text: str,
    width: float,
    size: float,
    language: str,
    *,
    weight: Weight = "Regular",
    grey: float = 0.0,
    x: float = 0.0,
    keep: bool = False,
    role: str = "P",
) -> list[Block]:
    """A text in lines of at most `width` millimetres, a block a line."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    lines = break_lines(pieces(plain, language, weight), size, width, anywhere=True) or ()
    tall = height(1, size)
    room = Rect(x, 0, width, tall)
    return [
        Block(tall, set_lines(Fitted((line,), size, True, language), room, grey=grey), keep, role, more=number > 0)
        for number, line in enumerate(lines)
    ]


def together(blocks: Iterable[Block], *, keep: bool = False, role: str = "P") -> Block:
    """Blocks one under the other as one that is not divided."""
    items: list[Item] = []
    y = 0.0
    for block in blocks:
        items += [moved(item, 0, y) for item in block.items]
        y += block.height
    return Block(y, tuple(items), keep, role)


def side_by_side(columns: Sequence[Block], *, keep: bool = False) -> Block:
    """Blocks beside each other; each already stands at its own x."""
    items = tuple(item for block in columns for item in block.items)
    return Block(max(block.height for block in columns), items, keep)


def rule(width: float, pen: float = 0.15, grey: float = 0.45) -> Block:
    """A line across, with a little room."""
    return Block(1.6, (Stroke(((0, 0.8), (width, 0.8)), pen, grey),))


def space(tall: float) -> Block:
    """Room."""
    return Block(tall)


def paginate(
    blocks: Sequence[Block],
    size: tuple[float, float],
    room: Rect,
    frame: Callable[[int, int], Iterable[Item]],
    first: tuple[Part, ...] = (),
) -> tuple[LaidPage, ...]:
    """Pages with the blocks in `room`; `frame(page, pages)` draws what stands around them.

    Rules and room that would begin a page are left out: they part what stands above from what comes. `first` are the
    parts of every page's frame that are read before the blocks.
    """
    pages: list[list[Item]] = [[]]
    parts: list[list[Part]] = [[]]
    y = room.y
    for group in _groups(blocks):
        tall = sum(block.height for block in group)
        if y + tall > room.bottom and y > room.y:
            if all(map(_parts_only, group)):
                continue
            pages.append([])
            parts.append([])
            y = room.y
        for block in group:
            if y + block.height > room.bottom and y > room.y:
                pages.append([])
                parts.append([])
                y = room.y
            pages[-1] += (moved(item, room.x, y) for item in _belonging(block, parts[-1]))
            y += block.height
    return tuple(
        LaidPage(size, (*frame(number, len(pages)), *items), parts=(*first, *said))
        for number, (items, said) in enumerate(zip(pages, parts, strict=True), 1)
    )


def _parts_only(block: Block) -> bool:
    return all(isinstance(item, Stroke) for item in block.items)


def _belonging(block: Block, parts: list[Part]) -> tuple[Item, ...]:
    """The block's items, its words put into a part of their own or into the one they go on with."""
    if not any(isinstance(item, Run) for item in block.items):
        return block.items
    if not (block.more and parts):
        parts.append(Part(block.role, f"block {len(parts)}"))
    key = parts[-1].key
    return tuple(replace(item, part=key) if isinstance(item, Run) else item for item in block.items)


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks that stay together: those that keep, and the one after them."""
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.keep:
            yield group
            group = []
    if group:
        yield group
