"""What the slips have in common: the head with the person's name, the foot with edition and page, lines of type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from talentdesk.core.interview import Interview
from talentdesk.core.sheet import A4, Align
from talentdesk.i18n import say, titled
from talentdesk.paper.anatomy import SECOND_GREY
from talentdesk.paper.boxes import answer
from talentdesk.paper.fonts import missing
from talentdesk.paper.galley import Block, paginate
from talentdesk.paper.lines import fit, set_lines
from talentdesk.paper.page import Item, LaidPaper, MissingCharacter, Part, Rect, Stroke
from talentdesk.paper.ruler import ruler
from talentdesk.paper.still import page_line, set_heading, twice

LEFT, TOP, WIDTH, HEAD, FOOT = 18.0, 11.0, 174.0, 29.0, 19.5
ROOM = Rect(LEFT, TOP + HEAD, WIDTH, A4[1] - TOP - HEAD - FOOT)
"""Where a slip's text stands, in millimetres."""

NAMES = ("person.surname", "person.given_names", "person.name_zh")
"""The only personal data in a slip's head."""

_FIRST = (Part("H1", "heading"), Part("P", "whose"))


def slip(
    interview: Interview,
    languages: tuple[str, ...],
    title: Callable[[str], str],
    below: Callable[[str], str],
    blocks: Sequence[Block],
    lost: Iterable[MissingCharacter] = (),
) -> LaidPaper:
    """Blocks on as many pages as they need, under the procedure's name and `title`, over the sentence `below`."""
    about = titled(interview.edition.about.title, languages[0])

    def frame(page: int, pages: int) -> Iterator[Item]:
        yield from ruler(LEFT, TOP)
        yield from _head(interview, languages, title)
        yield from _foot(interview, languages, below, page, pages)

    return LaidPaper(
        title=f"{about} {twice(languages, title)}",
        languages=languages,
        pages=paginate(blocks, A4, ROOM, frame, _FIRST),
        missing=tuple(dict.fromkeys((*missing_in(interview, languages, NAMES), *lost))),
    )


def missing_in(interview: Interview, languages: Sequence[str], names: Iterable[str]) -> Iterator[MissingCharacter]:
    """Characters of these answers that no font has."""
    known = {question.id for question in interview.edition.questions}
    for name in names:
        if name.partition("[")[0] in known:
            for character in missing(answer(interview, name, languages)):
                yield MissingCharacter(name, character, f"U+{ord(character):04X}")


def _head(interview: Interview, languages: tuple[str, ...], title: Callable[[str], str]) -> Iterator[Item]:
    about, day = interview.edition.about, interview.as_of
    said = [f"{titled(about.title, language)} · {title(language)}" for language in languages[:2]]
    yield from set_heading((said[0], said[-1]), Rect(LEFT, TOP, WIDTH, 17), languages)
    line = Rect(LEFT, TOP + 18.5, WIDTH, 7)
    known = {question.id for question in interview.edition.questions}
    names = (answer(interview, name, languages) for name in NAMES if name in known)
    whose = "  ".join(name for name in names if name)
    yield from set_lines(
        fit(whose, Rect(LEFT, line.y, WIDTH * 0.58, 7), 11, 4, languages[0], "SemiBold"), line, part="whose"
    )
    as_of = twice(languages, lambda language: say("As of {day}", language, day=day))
    printed = fit(as_of, line, 8, 5, languages[0])
    yield from set_lines(printed, line, align=Align.RIGHT, grey=SECOND_GREY, part="whose")
    yield Stroke(((LEFT, line.bottom + 1), (LEFT + WIDTH, line.bottom + 1)), 0.4)


def _foot(
    interview: Interview, languages: tuple[str, ...], below: Callable[[str], str], page: int, pages: int
) -> Iterator[Item]:
    foot = Rect(LEFT, A4[1] - 12, WIDTH, 5)
    line = Rect(LEFT, foot.y - 5.5, WIDTH, 5)
    yield from set_lines(fit(twice(languages, below), line, 8, 5, languages[0]), line)
    yield from page_line(foot, languages, interview.edition.edition, page, pages)
