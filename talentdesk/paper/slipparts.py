"""What slips are put together from: titles in two languages, small print, dates and amounts to read at a glance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from talentdesk.core.form import Citation, Text
from talentdesk.i18n import word
from talentdesk.paper.anatomy import SECOND_GREY
from talentdesk.paper.counting import cited, doubted
from talentdesk.paper.fonts import Weight, measure
from talentdesk.paper.galley import Block, moved_block, paragraph, rule, side_by_side, space, together
from talentdesk.paper.slip import WIDTH
from talentdesk.paper.still import twice

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview

INDENT, ASIDE = 6.0, 44.0
"""Where a title begins, and how wide the column at the right is, in millimetres."""
LARGE, _MAIN, _SECOND, _DETAIL = 10.5, 9.5, 8.0, 7.2


class SlipParts:
    """The parts of one slip, in two languages."""

    def __init__(self, interview: Interview, languages: tuple[str, ...]) -> None:
        self.interview = interview
        self.languages = languages

    def part(self, title: Callable[[str], str], entries: Sequence[Block]) -> Iterator[Block]:
        if not entries:
            return
        heading_line = self.line(twice(self.languages, title), 11, weight="SemiBold")
        yield together([*heading_line, space(0.8)], keep=True, role="H2")
        for entry in entries:
            yield entry
            yield space(1.1)
        yield rule(WIDTH)
        yield space(0.8)

    def line(
        self,
        text: str,
        size: float,
        *,
        weight: Weight = "Regular",
        grey: float = 0.0,
        x: float = 0.0,
        width: float = 0.0,
    ) -> list[Block]:
        return paragraph(text, width or WIDTH - x, size, self.languages[0], weight=weight, grey=grey, x=x)

    def pair(self, text: Text, width: float, x: float = INDENT) -> list[Block]:
        """A title: the first language strong, the second beside it or, where it is long, below."""
        first, second = (word(text, language) for language in self.languages[:2])
        upper = self.line(first, _MAIN, weight="SemiBold", x=x, width=width)
        if first == second:
            return upper
        wide = measure(first, _MAIN, self.languages[0], "SemiBold") + 2.5
        if len(upper) == 1 and wide + measure(second, _SECOND, self.languages[1]) <= width:
            beside = self.line(second, _SECOND, grey=SECOND_GREY, x=x + wide, width=width - wide + 0.1)
            return [side_by_side([upper[0], moved_block(beside[0], 0.3)])]
        return [*upper, *self.line(second, _SECOND, grey=SECOND_GREY, x=x, width=width)]

    def details(self, sentences: Sequence[Sequence[str]], width: float, x: float = INDENT) -> list[Block]:
        """Small print: the sentences of each language together, one language under the other."""
        said = [" ".join(filter(None, each)) for each in zip(*sentences, strict=True)] if sentences else []
        lines = dict.fromkeys(text for text in said if text)
        return [block for text in lines for block in self.line(text, _DETAIL, grey=SECOND_GREY, x=x, width=width)]

    def both(self, message: Callable[[str], str]) -> list[str]:
        return [message(language) for language in self.languages[:2]]

    def words(self, text: Text) -> list[str]:
        return [word(text, language) for language in self.languages[:2]]

    def aside(self, texts: Sequence[str]) -> list[Block]:
        """Small words at the right: both languages on one line where they fit."""
        x, width = WIDTH - ASIDE + 3, ASIDE - 3
        different = tuple(dict.fromkeys(texts))
        joined = "  ".join(different)
        if measure(joined, _DETAIL, self.languages[0]) <= width:
            different = (joined,)
        return [block for text in different for block in self.line(text, _DETAIL, x=x, width=width)]

    def doubt(self, citation: Citation | None) -> Iterator[list[str]]:
        """Says plainly how well a fact is known, where it isn't from an official text."""
        if doubted(citation, self.languages[0]):
            yield self.both(lambda language: doubted(citation, language))

    def entry(
        self, title: Text, large: Sequence[str], details: Sequence[Sequence[str]], citation: Citation | None
    ) -> Block:
        """A title with something to read at a glance at its right."""
        width = WIDTH - INDENT - ASIDE
        left = together([*self.pair(title, width), *self.details(details, width)])
        right = [*self.at_a_glance(large)]
        right += [block for texts in self.doubt(citation) for block in self.aside(texts)]
        return side_by_side([left, together(right)])

    def at_a_glance(self, large: Sequence[str]) -> list[Block]:
        """A date or an amount, large in the first language and small beside it in the second."""
        x, width = WIDTH - ASIDE + 3, ASIDE - 3
        first, *rest = dict.fromkeys(large)
        upper = self.line(first, LARGE, weight="SemiBold", x=x, width=width)
        taken = measure(first, LARGE, self.languages[0], "SemiBold") + 2
        if rest and len(upper) == 1 and taken + measure(rest[0], _DETAIL, self.languages[-1]) <= width:
            beside = self.line(rest[0], _DETAIL, grey=SECOND_GREY, x=x + taken, width=width - taken + 0.1)
            return [side_by_side([upper[0], moved_block(beside[0], 0.8)])]
        return [*upper, *(self.aside(rest) if rest else [])]

    def cited(self, citation: Citation | None) -> Iterator[list[str]]:
        """The source, in both languages."""
        if citation is not None:
            yield self.both(lambda language: cited(citation, language))
