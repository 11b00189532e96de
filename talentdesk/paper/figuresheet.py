"""A desk's statistics on A4: each table with its counts and a bar beside each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from talentdesk.core.sheet import A4
from talentdesk.i18n import say
from talentdesk.paper.anatomy import SECOND_GREY
from talentdesk.paper.galley import Block, paginate, paragraph, rule, side_by_side, space, together
from talentdesk.paper.lines import fit, set_lines
from talentdesk.paper.page import Frame, Item, LaidPaper, Part, Rect, Stroke
from talentdesk.paper.slip import LEFT, ROOM, TOP, WIDTH
from talentdesk.paper.still import set_heading, twice

_NAME, _COUNT = 96.0, 16.0
_BAR = WIDTH - _NAME - _COUNT - 6
_FIRST = (Part("H1", "heading"), Part("P", "whose"))


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One table: its title in both languages, its lines, and a sentence where it may not be shown."""

    title: tuple[str, ...]
    lines: tuple[tuple[str, int], ...]
    note: tuple[str, ...] = ()


def lay_out_figures(tables: Sequence[FigureTable], period: tuple[str, str], languages: tuple[str, str]) -> LaidPaper:
    """The sheet, on as many pages as it needs."""

    def frame(page: int, pages: int) -> Iterator[Item]:
        said = tuple(say("Statistics", language) for language in languages)
        yield from set_heading((said[0], said[-1]), Rect(LEFT, TOP, WIDTH, 17), languages)
        line = Rect(LEFT, TOP + 18.5, WIDTH, 7)
        yield from set_lines(fit("  ".join(dict.fromkeys(period)), line, 9, 5, languages[0]), line, part="whose")
        yield Stroke(((LEFT, line.bottom + 1), (LEFT + WIDTH, line.bottom + 1)), 0.4)
        foot = Rect(LEFT, A4[1] - 12, WIDTH, 5)
        yield from set_lines(fit(f"{page} / {pages}", foot, 8, 5, languages[0]), foot)

    return LaidPaper(
        title=twice(languages, lambda language: say("Statistics", language)),
        languages=languages,
        pages=paginate(tuple(_blocks(tables, languages)), A4, ROOM, frame, _FIRST),
        missing=(),
    )


def _blocks(tables: Sequence[FigureTable], languages: tuple[str, str]) -> Iterator[Block]:
    for table in tables:
        title = "  ".join(dict.fromkeys(table.title))
        head = paragraph(title, WIDTH, 11, languages[0], weight="SemiBold")
        yield together([*head, space(0.8)], keep=True, role="H2")
        for text in table.note or ([] if table.lines else [say("No cases.", languages[0])]):
            yield from paragraph(text, WIDTH, 9, languages[0], grey=SECOND_GREY)
        most = max((count for _name, count in table.lines), default=1)
        for name, count in table.lines:
            left = together(paragraph(name, _NAME, 9, languages[0]))
            number = together(paragraph(f"{count}", _COUNT, 9, languages[0], weight="SemiBold", x=_NAME + 2))
            bar = Rect(_NAME + _COUNT + 4, 1.0, max(0.4, _BAR * count / most), 2.6)
            yield side_by_side([left, number, Block(3.8, (Frame(bar, 0.15, fill=0.75),))])
            yield space(0.6)
        yield rule(WIDTH)
        yield space(1.2)
