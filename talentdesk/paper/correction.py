"""The correction slip a person takes home: only what is wrong, what stands there now, and how to put it right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from talentdesk.core.interview import Interview
from talentdesk.core.slipcode import spaced
from talentdesk.i18n import say
from talentdesk.paper.anatomy import SECOND_GREY, SQUARE
from talentdesk.paper.galley import Block, paragraph, rule, side_by_side, space, together
from talentdesk.paper.page import Frame, LaidPaper, Rect
from talentdesk.paper.slip import WIDTH, missing_in, slip
from talentdesk.paper.still import twice

_MAIN, _SECOND, _DETAIL = 10.5, 8.5, 7.5
_INDENT = 6.0
_TOGETHER = 14


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing to put right. Each pair of texts is in the slip's two languages."""

    where: tuple[str, str]
    """Section of the form; empty where none is to blame."""
    asked: tuple[str, str]
    """The question, or the paper to bring."""
    now: str
    """What stands there; empty where nothing does."""
    how: tuple[str, str]
    """What is wrong and what to do."""
    question: str = ""


def lay_out_corrections(interview: Interview, languages: Sequence[str], corrections: Sequence[Correction]) -> LaidPaper:
    """The slip, the person's language first; where nothing is wrong it says so.

    `languages` is the paper's pair, whose second is the person's; the texts of `corrections` begin with that one.
    """
    pair = (languages[1], languages[0])
    lost = missing_in(interview, pair, [each.question for each in corrections if each.question])
    return slip(
        interview,
        pair,
        lambda language: say("Correction slip", language),
        lambda language: say("Bring this slip back with the corrected papers.", language),
        (*_code(interview.notes.code, pair), *_blocks(corrections, pair)),
        tuple(lost),
    )


def _code(code: str, languages: tuple[str, str]) -> Iterator[Block]:
    """How the counter finds the case again; nothing where it is in no store."""
    if code:
        told = twice(languages, lambda language: say("Code of this slip: {code}", language, code=spaced(code)))
        yield from paragraph(told, WIDTH, _MAIN, languages[0], weight="SemiBold")
        yield space(2.0)


def _blocks(corrections: Sequence[Correction], languages: tuple[str, str]) -> Iterator[Block]:
    if not corrections:
        said = tuple(say("Nothing to correct.", language) for language in languages)
        yield space(4)
        yield from _both(said, 14, 11, languages, 0.0)
        return
    for number, each in enumerate(corrections, 1):
        yield from _correction(number, each, languages)


def _correction(number: int, each: Correction, languages: tuple[str, str]) -> Iterator[Block]:
    square = Block(SQUARE + 1.4, (Frame(Rect(0.2, 0.9, SQUARE, SQUARE), 0.2),))
    first = [f"{number}.  {each.asked[0]}", each.asked[1]]
    head = _both(first, _MAIN, _SECOND, languages, _INDENT, strong=True)
    where = _line(_where_told(*each.where), _DETAIL, languages[0], _INDENT, SECOND_GREY)
    yield side_by_side([square, together([*head, *where])], keep=True)
    if each.now:
        now = twice(languages, lambda language: say("Now:", language))
        lines = _line(f"{now}  {each.now}", 9.5, languages[0], _INDENT)
        yield together(lines[:_TOGETHER], keep=True)
        yield from lines[_TOGETHER:]
    yield together(_both(each.how, _MAIN, _SECOND, languages, _INDENT)[:_TOGETHER])
    yield from _both(each.how, _MAIN, _SECOND, languages, _INDENT)[_TOGETHER:]
    yield space(0.8)
    yield rule(WIDTH)
    yield space(0.8)


def _where_told(first: str, second: str) -> str:
    """The section in both languages; the number that both begin with is said once."""
    number, _, title = second.partition(" ")
    if title and first.startswith(f"{number} "):
        second = title if not first.endswith(f" {title}") else ""
    return "  ".join(dict.fromkeys(filter(None, (first, second))))


def _both(
    said: Sequence[str], size: float, second: float, languages: tuple[str, str], x: float, *, strong: bool = False
) -> list[Block]:
    """A text in the first language, and smaller below it in the second."""
    weight = "SemiBold" if strong else "Regular"
    blocks = paragraph(said[0], WIDTH - x, size, languages[0], weight=weight, x=x)
    if said[1] != said[0]:
        blocks += paragraph(said[1], WIDTH - x, second, languages[1], grey=SECOND_GREY, x=x)
    return blocks


def _line(text: str, size: float, language: str, x: float, grey: float = 0.0) -> list[Block]:
    return paragraph(text, WIDTH - x, size, language, grey=grey, x=x) if text else []
