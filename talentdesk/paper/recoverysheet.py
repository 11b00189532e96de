"""The recovery code on A4, to be kept away from the computer: the code, what it opens, how it is used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from talentdesk.core.sheet import A4, Align
from talentdesk.i18n import N_, format_date, say
from talentdesk.paper.anatomy import SECOND_GREY
from talentdesk.paper.galley import Block, paginate, paragraph, rule, space, together
from talentdesk.paper.lines import fit, set_lines
from talentdesk.paper.page import Item, LaidPaper, Part, Rect, Stroke
from talentdesk.paper.slip import LEFT, ROOM, TOP, WIDTH
from talentdesk.paper.still import set_heading, twice

TITLE = N_("Recovery code")
_TOLD = (
    N_("This code opens the cases of this desk where the computer's key is lost, and a backup on another computer."),
    N_("Keep this sheet locked away and not beside the computer: who has both reads every case."),
    N_("To use it, choose “Open with the recovery code” in talentdesk and type it. Capitals and dashes don't matter."),
    N_("A code that is made later replaces this one: destroy this sheet then."),
)  # fmt: skip
_FIRST = (Part("H1", "heading"), Part("P", "whose"))


def lay_out_recovery(code: str, day: date, languages: tuple[str, str]) -> LaidPaper:
    """One page. It names no office and no place: who finds it shall not know what it opens."""

    def frame(page: int, pages: int) -> Iterator[Item]:
        said = tuple(say(TITLE, language) for language in languages)
        yield from set_heading((said[0], said[-1]), Rect(LEFT, TOP, WIDTH, 17), languages)
        line = Rect(LEFT, TOP + 18.5, WIDTH, 7)
        days = "  ".join(dict.fromkeys(format_date(day, language) for language in languages))
        yield from set_lines(fit(days, line, 9, 5, languages[0]), line, part="whose", align=Align.LEFT)
        yield Stroke(((LEFT, line.bottom + 1), (LEFT + WIDTH, line.bottom + 1)), 0.4)

    return LaidPaper(
        title=twice(languages, lambda language: say(TITLE, language)),
        languages=languages,
        pages=paginate(tuple(_blocks(code, languages)), A4, ROOM, frame, _FIRST),
        missing=(),
    )


def _blocks(code: str, languages: tuple[str, str]) -> Iterator[Block]:
    yield space(6)
    yield together([*paragraph(code, WIDTH, 19, "en", weight="SemiBold"), space(3)], keep=True)
    yield rule(WIDTH)
    yield space(3)
    for message in _TOLD:
        for place, language in enumerate(dict.fromkeys(languages)):
            yield from paragraph(
                say(message, language), WIDTH, 9.5, language, grey=SECOND_GREY if place else 0.0
            )  # fmt: skip
        yield space(2.4)
