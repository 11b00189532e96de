"""The slip a person takes home: which papers to bring, the last days, what it costs, and where to file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from talentdesk.core.documents import DocumentView
from talentdesk.core.form import Need
from talentdesk.i18n import format_date, listed, plural, say
from talentdesk.paper.anatomy import SQUARE
from talentdesk.paper.counting import days_left, without_calendar
from talentdesk.paper.galley import Block, side_by_side, together
from talentdesk.paper.page import Frame, LaidPaper, Rect
from talentdesk.paper.slip import WIDTH, slip
from talentdesk.paper.slipparts import ASIDE, INDENT, SlipParts

if TYPE_CHECKING:
    from talentdesk.core.deadlines import DeadlineView
    from talentdesk.core.interview import FeeView, Interview

_SIGNS = {"CNY": "¥", "HKD": "HK$", "MOP": "MOP$"}


def lay_out_checklist(interview: Interview, languages: Sequence[str] = ("zh-Hans", "en")) -> LaidPaper:
    """The slip for one case, on as many pages as it needs."""
    parts = _Checklist(interview, tuple(languages))
    return slip(
        interview,
        parts.languages,
        lambda language: say("Checklist", language),
        lambda language: say("The office may ask for more.", language),
        tuple(parts.blocks()),
    )


class _Checklist(SlipParts):
    """Everything on the slip."""

    def blocks(self) -> Iterator[Block]:
        """Everything on the slip from top to bottom."""
        yield from self.part(
            lambda language: say("What to bring", language),
            [self.document(view) for view in self.interview.documents()],
        )
        yield from self.part(
            lambda language: say("Last days", language), [self.deadline(view) for view in self.interview.deadlines()]
        )
        yield from self.part(
            lambda language: say("What it costs", language), [self.amount(view) for view in self.interview.fees()]
        )
        yield from self.part(
            lambda language: say("How long it takes", language),
            [self.amount(view) for view in self.interview.durations()],
        )
        yield from self.part(lambda language: say("Where to file", language), self.places())

    def document(self, view: DocumentView) -> Block:
        document = view.document
        width = WIDTH - INDENT - ASIDE
        left = together([*self.pair(document.title, width), *self.details(list(self.about(view)), width)])
        counts = [self.both(partial(_copies, document.originals, document.copies))]
        if view.unknown:
            counts.append(self.both(lambda language: say("Perhaps needed", language)))
        elif view.need is not Need.REQUIRED:
            counts.append(self.both(lambda language: say("Helpful, not required", language)))
        counts += self.doubt(self.interview.edition.citations.get(document.cite))
        right = together([block for texts in counts for block in self.aside(texts)])
        square = Block(SQUARE + 1, (Frame(Rect(0.2, 0.7, SQUARE, SQUARE), 0.2),))
        return side_by_side([square, left, right])

    def about(self, view: DocumentView) -> Iterator[list[str]]:
        """What to know about a paper, each sentence in both languages."""
        document = view.document
        if document.why:
            yield self.words(document.why)
        if view.stale and view.fresh_until:
            yield self.both(
                lambda language: say("Valid until {day} only: bring a new one.", language, day=view.fresh_until)
            )
        elif view.fresh_until:
            yield self.both(lambda language: say("Valid for filing until {day}.", language, day=view.fresh_until))
        elif document.fresh_months:
            yield self.both(partial(_months, document.fresh_months))
        if document.translation:
            yield self.both(lambda language: say("With a Chinese translation.", language))
        if document.authentication:
            yield self.words(document.authentication)
        if document.note:
            yield self.words(document.note)
        if view.unknown:
            labels = [self.interview.question(name).label for name in view.unknown]
            yield [
                say(
                    "Whether it is needed depends on your answer to: {questions}",
                    language,
                    questions=listed(labels, language),
                )
                for language in self.languages[:2]
            ]

    def deadline(self, view: DeadlineView) -> Block:
        due = [format_date(view.due, language) for language in self.languages[:2]]
        citation = self.interview.edition.citations.get(view.deadline.cite)
        details = [self.both(partial(days_left, view.days_left))]
        if view.lacking:
            details.append(self.both(partial(without_calendar, view)))
        details += self.cited(citation)
        return self.entry(view.deadline.title, due, details, citation)

    def amount(self, view: FeeView) -> Block:
        amounts = self.both(partial(_amount, view.value.value, view.value.unit))
        return self.entry(view.fee.title, amounts, [], view.value.citation)

    def places(self) -> list[Block]:
        found = []
        for place in self.interview.edition.places:
            details = [self.words(text) for text in (place.address, place.note) if text]
            details += self.doubt(self.interview.edition.citations.get(place.cite))
            found.append(together([*self.pair(place.title, WIDTH - INDENT), *self.details(details, WIDTH - INDENT)]))
        return found


def _copies(originals: int, copies: int, language: str) -> str:
    if originals and copies:
        return say("Original {originals}, copies {copies}", language, originals=originals, copies=copies)
    if copies:
        return say("Copies {copies}", language, copies=copies)
    return say("Original {originals}", language, originals=originals)


def _months(count: int, language: str) -> str:
    return plural(
        "Issued no more than {count} month before filing.",
        "Issued no more than {count} months before filing.",
        count,
        language,
    )


def _amount(value: Decimal, unit: str, language: str) -> str:
    """An amount with its unit in words."""
    number = f"{value:,f}".rstrip("0").rstrip(".") if value != value.to_integral_value() else f"{int(value)}"
    match unit:
        case "CNY" | "HKD" | "MOP":
            return f"{_SIGNS[unit]}{number}"
        case "working_days":
            return plural("{count} working day", "{count} working days", int(value), language)
        case "days":
            return plural("{count} day", "{count} days", int(value), language)
        case "months":
            return plural("{count} month", "{count} months", int(value), language)
        case "years":
            return plural("{count} year", "{count} years", int(value), language)
        case "percent":
            return f"{number}%"
        case _:
            return f"{number} {unit}"
