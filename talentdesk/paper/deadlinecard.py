"""The card of last days: the ladder of a case on paper, with how each day was counted and where that stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talentdesk.core.deadlines import Step, list_open, list_steps
from talentdesk.core.form import Citation, Deadline
from talentdesk.core.interview import Interview
from talentdesk.i18n import format_date, listed, say
from talentdesk.paper.anatomy import SECOND_GREY, SQUARE
from talentdesk.paper.counting import counted, days_left
from talentdesk.paper.galley import Block, side_by_side, together
from talentdesk.paper.page import Frame, LaidPaper, Rect
from talentdesk.paper.slip import WIDTH, slip
from talentdesk.paper.slipparts import INDENT, LARGE, SlipParts

_DATE = 44.0
_TEXT = INDENT + _DATE


def lay_out_deadline_card(interview: Interview, languages: Sequence[str] = ("zh-Hans", "en")) -> LaidPaper:
    """The card for one case: its last days in order, then those that are not known yet."""
    parts = _Card(interview, tuple(languages))
    return slip(
        interview,
        parts.languages,
        lambda language: say("Last days", language),
        lambda language: say("When a date changes, print it again.", language),
        tuple(parts.blocks()),
    )


class _Card(SlipParts):
    """Everything on the card."""

    def blocks(self) -> Iterator[Block]:
        """The steps of the ladder from the top."""
        steps, still_open = list_steps(self.interview), list_open(self.interview)
        yield from self.part(lambda language: say("In this order", language), [self.step(step) for step in steps])
        yield from self.part(lambda language: say("Not known yet", language), [self.open(*each) for each in still_open])
        if not steps and not still_open:
            yield from self.line(say("No last day follows from these answers.", self.languages[0]), LARGE)
            yield from self.line(
                say("No last day follows from these answers.", self.languages[1]), LARGE, grey=SECOND_GREY
            )

    def step(self, step: Step) -> Block:
        """A square to tick, the day, and what is to be done by then."""
        assert step.title is not None
        width = WIDTH - _TEXT
        told = (list(self.counting(step)), list(self.source(step.citation)))
        small = [block for each in told for block in self.details(each, width, _TEXT)]
        what = together([*self.pair(step.title, width, _TEXT), *small])
        square = Block(SQUARE + 1, (Frame(Rect(0.2, 0.7, SQUARE, SQUARE), 0.2),))
        return side_by_side([square, self.day(step), what])

    def day(self, step: Step) -> Block:
        """The date, large, and in the second language below it where that is another."""
        first, *rest = dict.fromkeys(format_date(step.day, language) for language in self.languages[:2])
        large = self.line(first, LARGE, weight="SemiBold", x=INDENT, width=_DATE - 2)
        small = [block for text in rest for block in self.line(text, 8.0, grey=SECOND_GREY, x=INDENT, width=_DATE - 2)]
        return together([*large, *small])

    def counting(self, step: Step) -> Iterator[list[str]]:
        """How long there is still time, and how the day was counted."""
        left, view = (step.day - self.interview.as_of).days, step.deadline
        yield self.both(lambda language: days_left(left, language))
        if view is None:
            yield self.both(lambda language: say("Last day on which this paper is recent enough.", language))
        else:
            yield self.both(lambda language: counted(view, language))

    def source(self, citation: Citation | None) -> Iterator[list[str]]:
        """How sure it is, and where it stands: a source's name has no full stop, so it comes last."""
        yield from self.doubt(citation)
        yield from self.cited(citation)

    def open(self, deadline: Deadline, missing: tuple[str, ...]) -> Block:
        """A deadline whose day rests on something that isn't answered."""
        labels = [self.interview.question(name).label for name in missing]
        told = self.both(
            lambda language: say(
                "It depends on your answer to: {questions}.",
                language,
                questions=listed(labels, language),
            )
        )
        source = list(self.source(self.interview.edition.citations.get(deadline.cite)))
        width = WIDTH - INDENT
        small = [*self.details([told], width), *self.details(source, width)]
        return together([*self.pair(deadline.title, width), *small])
