"""One form for every writer: four bilingual pages, 150 fields, 36 ticks, cells, notes; 1,200 distinct characters.

Lengths are points from the lower left corner, as the other programs count them; `laid` turns a form into our pages.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle, groupby

from talentdesk.paper.page import Frame, Item, LaidBox, LaidPage, LaidPaper, Part, Rect, Run, Stroke

WIDTH, HEIGHT = 595.28, 841.89
DISTINCT = 1200
PAGES = 4
_FIELDS = (38, 38, 37, 37)
_WORDS = (
    "name date birth place issue number travel document address city country employer title salary period school "
    "degree field study spouse child parent telephone email nationality purpose visit sponsor"
).split()
_MM = 25.4 / 72


@dataclass(frozen=True)
class Field:
    """A box with a label in two languages."""

    id: str
    x: float
    y: float
    chinese: str
    english: str
    in_chinese: bool
    width: float = 261.0
    height: float = 24.0


@dataclass(frozen=True)
class Tick:
    """A square to tick."""

    id: str
    x: float
    y: float
    chinese: str
    english: str


@dataclass(frozen=True)
class Cells:
    """A row of 18 cells, a letter each."""

    id: str
    x: float
    y: float
    chinese: str
    count: int = 18


@dataclass(frozen=True)
class Page:
    """What is printed on a page for everyone."""

    title: str
    english: str
    fields: tuple[Field, ...]
    ticks: tuple[Tick, ...]
    cells: Cells
    notes: tuple[tuple[float, float, str, str], ...]


Values = dict[str, str]
"""What one person put in, by id; `x` for a tick."""


@cache
def _pool() -> tuple[str, ...]:
    known = [bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)]
    return tuple(random.Random(7).sample([each for each in known if each], DISTINCT))


@cache
def form() -> tuple[Page, ...]:
    """The pages; 950 of the 1,200 characters stand in them."""
    rng, letters = random.Random(1), cycle(_pool()[:950])

    def take(count: int) -> str:
        return "".join(next(letters) for _ in range(count))

    return tuple(_page(number, rng, take) for number in range(PAGES))


def _page(number: int, rng: random.Random, take) -> Page:  # type: ignore[no-untyped-def]
    title, first = take(10), sum(_FIELDS[:number])
    fields = tuple(
        Field(
            f"f{first + index}",
            36 + index % 2 * 261,
            756 - index // 2 * 24,
            take(rng.randint(4, 7)),
            " ".join(rng.sample(_WORDS, rng.randint(1, 3))).capitalize(),
            rng.random() < 0.6,
        )
        for index in range(_FIELDS[number])
    )
    y = fields[-1].y - 12
    ticks = tuple(
        Tick(f"t{number}_{i}", 36 + i % 3 * 174, y - 10 - i // 3 * 14, take(4), rng.choice(_WORDS).capitalize())
        for i in range(9)
    )
    cells = Cells(f"c{number}", 36, y - 70, take(5))
    lines = int((y - 94 - 40) // 11)
    notes = tuple(
        (36.0, y - 94 - 11 * line, take(22), f" Note {line}: please read carefully before signing.")
        for line in range(1, lines + 1)
    )
    return Page(title, f"Application Form Part {number + 1}", fields, ticks, cells, notes)


def values(seed: int) -> Values:
    """One person's answers: the other 250 characters all stand in them."""
    rng = random.Random(seed)
    fresh = list(_pool()[950:])
    rng.shuffle(fresh)

    def letter() -> str:
        return fresh.pop() if fresh else rng.choice(_pool())

    found: Values = {}
    for page in form():
        for field in page.fields:
            if field.in_chinese:
                found[field.id] = "".join(letter() for _ in range(rng.randint(3, 14)))
                continue
            latin = " ".join("".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(2)).title()
            found[field.id] = f"{latin} {rng.randint(1, 9999)}"
        for tick in page.ticks:
            found[tick.id] = "x" if rng.random() < 0.4 else ""
        found[page.cells.id] = "".join(rng.choices("ABCDEF0123456789", k=rng.randint(9, 18)))
    return found


def is_chinese(character: str) -> bool:
    """Whether the Chinese face draws it."""
    return character > "\u2e7f"


def runs(text: str) -> Iterator[tuple[bool, str]]:
    """`text` cut where its script changes; True for Chinese."""
    for chinese, letters in groupby(text, is_chinese):
        yield chinese, "".join(letters)


def label_end(field: Field) -> float:
    """Where the English label begins."""
    return field.x + 7 + len(field.chinese) * 7


def words(page: Page) -> Iterator[tuple[str, float, float, float, str]]:
    """Every printed word of a page: what it belongs to, size, place, text."""
    yield "heading", 15, 36, 806, page.title
    yield "heading", 9, 200, 806, page.english
    for field in page.fields:
        yield f"label {field.id}", 7, field.x + 3, field.y + field.height - 8.5, field.chinese
        yield f"label {field.id}", 5.5, label_end(field), field.y + field.height - 8.5, field.english
    for tick in page.ticks:
        yield f"label {tick.id}", 8, tick.x + 12, tick.y + 1, tick.chinese
        yield f"label {tick.id}", 6.5, tick.x + 48, tick.y + 1, tick.english
    yield f"label {page.cells.id}", 7, page.cells.x, page.cells.y + 16, page.cells.chinese
    for number, (x, y, chinese, english) in enumerate(page.notes):
        yield f"note {number}", 8, x, y, chinese
        yield f"note {number}", 6.5, x + 178, y, english


def boxes(page: Page) -> Iterator[tuple[float, float, float, float]]:
    """Every rectangle of a page: left, low, width, height."""
    yield from ((field.x, field.y, field.width, field.height) for field in page.fields)
    yield from ((tick.x, tick.y, 8, 8) for tick in page.ticks)
    yield from ((page.cells.x + 13 * place, page.cells.y, 13, 13) for place in range(page.cells.count))


def answers(page: Page, given: Values) -> Iterator[tuple[str, float, float, float, str]]:
    """Every word put in: id, size, place, text."""
    yield from ((field.id, 10, field.x + 6, field.y + 4, given[field.id]) for field in page.fields)
    for place, letter in enumerate(given[page.cells.id]):
        yield page.cells.id, 9, page.cells.x + 13 * place + 4, page.cells.y + 3, letter


def mark(tick: Tick) -> tuple[tuple[float, float], ...]:
    """The points of a tick."""
    return ((tick.x + 1.5, tick.y + 4), (tick.x + 3.5, tick.y + 1.5), (tick.x + 7, tick.y + 7))


def laid(given: Values) -> LaidPaper:
    """The form with these answers, as our layout hands it to be written: what is printed comes ready, as there."""
    return LaidPaper("申请表 Application Form", ("zh-Hans", "en"), tuple(_laid(page, given) for page in form()))


def _laid(page: Page, given: Values) -> LaidPage:
    still, parts = _still(page)
    entered: dict[str, list[Item]] = {}
    for id, size, x, y, text in answers(page, given):
        entered.setdefault(id, []).extend(_runs(text, size, x, y))
    for tick in page.ticks:
        points = tuple((x * _MM, (HEIGHT - y) * _MM) for x, y in mark(tick))
        entered[tick.id] = [Stroke(points, 0.35, part=tick.id)] if given[tick.id] else []
    room = Rect(0, 0, 1, 1)
    filled = tuple(LaidBox(id, (id,), room, tuple(items)) for id, items in entered.items())
    return LaidPage((WIDTH * _MM, HEIGHT * _MM), still, filled, parts=parts)


@cache
def _still(page: Page) -> tuple[tuple[Item, ...], tuple[Part, ...]]:
    items: list[Item] = [
        Frame(Rect(x * _MM, (HEIGHT - y - tall) * _MM, wide * _MM, tall * _MM), 0.21)
        for x, y, wide, tall in boxes(page)
    ]
    for part, size, x, y, text in words(page):
        items += _runs(text, size, x, y, part)
    ids = [*(field.id for field in page.fields), *(tick.id for tick in page.ticks), page.cells.id]
    listed = tuple(Part("LI", parts=(Part("Lbl", f"label {id}"), Part("LBody", id))) for id in ids)
    notes = tuple(Part("P", f"note {number}") for number in range(len(page.notes)))
    return tuple(items), (Part("H1", "heading"), Part("L", parts=listed), *notes)


def _runs(text: str, size: float, x: float, y: float, part: str = "") -> Iterator[Run]:
    for chinese, some in runs(text):
        face, language = ("NotoSansSC-Regular", "zh-Hans") if chinese else ("NotoSans-Regular", "en")
        yield Run(some, face, size, x * _MM, (HEIGHT - y) * _MM, 0, language=language, part=part)
        x += len(some) * size * (1 if chinese else 0.56)
