"""The slip a person takes home: which papers to bring, the last days, what it costs, and where to file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from talentdesk.core.documents import DocumentView
from talentdesk.core.form import Citation, Grade, Need, Text
from talentdesk.i18n import format_date, plural, say, word
from talentdesk.paper.anatomy import SECOND_GREY, SQUARE
from talentdesk.paper.fonts import Weight, measure
from talentdesk.paper.galley import Block, moved_block, paragraph, rule, side_by_side, space, together
from talentdesk.paper.page import Frame, LaidPaper, Rect
from talentdesk.paper.slip import WIDTH, slip
from talentdesk.paper.still import twice

if TYPE_CHECKING:
    from talentdesk.core.deadlines import DeadlineView
    from talentdesk.core.interview import FeeView, Interview

_INDENT, _ASIDE = 6.0, 44.0
_LARGE, _MAIN, _SECOND, _DETAIL = 10.5, 9.5, 8.0, 7.2

_SIGNS = {"CNY": "¥", "HKD": "HK$", "MOP": "MOP$"}


def lay_out_checklist(interview: Interview, languages: Sequence[str] = ("zh-Hans", "en")) -> LaidPaper:
    """The slip for one case, on as many pages as it needs."""
    parts = _Slip(interview, tuple(languages))
    return slip(
        interview,
        parts.languages,
        lambda language: say("Checklist", language),
        lambda language: say("The office may ask for more.", language),
        tuple(parts.blocks()),
    )


class _Slip:
    """The parts of one slip, in two languages."""

    def __init__(self, interview: Interview, languages: tuple[str, ...]) -> None:
        self.interview = interview
        self.languages = languages

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

    def pair(self, text: Text, width: float) -> list[Block]:
        """A title: the first language strong, the second beside it or, where it is long, below."""
        first, second = (word(text, language) for language in self.languages[:2])
        upper = self.line(first, _MAIN, weight="SemiBold", x=_INDENT, width=width)
        if first == second:
            return upper
        wide = measure(first, _MAIN, self.languages[0], "SemiBold") + 2.5
        if len(upper) == 1 and wide + measure(second, _SECOND, self.languages[1]) <= width:
            beside = self.line(second, _SECOND, grey=SECOND_GREY, x=_INDENT + wide, width=width - wide + 0.1)
            return [side_by_side([upper[0], moved_block(beside[0], 0.3)])]
        return [*upper, *self.line(second, _SECOND, grey=SECOND_GREY, x=_INDENT, width=width)]

    def details(self, sentences: Sequence[Sequence[str]], width: float) -> list[Block]:
        """Small print: the sentences of each language together, one language under the other."""
        said = [" ".join(filter(None, each)) for each in zip(*sentences, strict=True)] if sentences else []
        lines = dict.fromkeys(text for text in said if text)
        return [block for text in lines for block in self.line(text, _DETAIL, grey=SECOND_GREY, x=_INDENT, width=width)]

    def both(self, message: Callable[[str], str]) -> list[str]:
        return [message(language) for language in self.languages[:2]]

    def words(self, text: Text) -> list[str]:
        return [word(text, language) for language in self.languages[:2]]

    def document(self, view: DocumentView) -> Block:
        document = view.document
        width = WIDTH - _INDENT - _ASIDE
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

    def aside(self, texts: Sequence[str]) -> list[Block]:
        """Small words at the right: both languages on one line where they fit."""
        x, width = WIDTH - _ASIDE + 3, _ASIDE - 3
        different = tuple(dict.fromkeys(texts))
        joined = "  ".join(different)
        if measure(joined, _DETAIL, self.languages[0]) <= width:
            different = (joined,)
        return [block for text in different for block in self.line(text, _DETAIL, x=x, width=width)]

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
                    questions=_listed(labels, language),
                )
                for language in self.languages[:2]
            ]

    def doubt(self, citation: Citation | None) -> Iterator[list[str]]:
        """Says plainly how well a fact is known, where it isn't from an official text."""
        if citation is None or citation.grade is Grade.A:
            return
        if citation.grade is Grade.B:
            yield self.both(lambda language: say("Confirm at the counter.", language))
        else:
            yield self.both(lambda language: say("Unverified: ask at the counter.", language))

    def entry(
        self, title: Text, large: Sequence[str], details: Sequence[Sequence[str]], citation: Citation | None
    ) -> Block:
        """A title with something to read at a glance at its right."""
        width = WIDTH - _INDENT - _ASIDE
        left = together([*self.pair(title, width), *self.details(details, width)])
        right = [*self.at_a_glance(large)]
        right += [block for texts in self.doubt(citation) for block in self.aside(texts)]
        return side_by_side([left, together(right)])

    def at_a_glance(self, large: Sequence[str]) -> list[Block]:
        """A date or an amount, large in the first language and small beside it in the second."""
        x, width = WIDTH - _ASIDE + 3, _ASIDE - 3
        first, *rest = dict.fromkeys(large)
        upper = self.line(first, _LARGE, weight="SemiBold", x=x, width=width)
        taken = measure(first, _LARGE, self.languages[0], "SemiBold") + 2
        if rest and len(upper) == 1 and taken + measure(rest[0], _DETAIL, self.languages[-1]) <= width:
            beside = self.line(rest[0], _DETAIL, grey=SECOND_GREY, x=x + taken, width=width - taken + 0.1)
            return [side_by_side([upper[0], moved_block(beside[0], 0.8)])]
        return [*upper, *(self.aside(rest) if rest else [])]

    def deadline(self, view: DeadlineView) -> Block:
        due = [format_date(view.due, language) for language in self.languages[:2]]
        citation = self.interview.edition.citations.get(view.deadline.cite)
        details = [self.both(partial(_days_left, view.days_left)), *self.cited(citation)]
        return self.entry(view.deadline.title, due, details, citation)

    def amount(self, view: FeeView) -> Block:
        amounts = self.both(partial(_amount, view.value.value, view.value.unit))
        return self.entry(view.fee.title, amounts, [], view.value.citation)

    def cited(self, citation: Citation | None) -> Iterator[list[str]]:
        if citation is None:
            return
        if not citation.article:
            yield self.words(citation.instrument)
            return
        yield [
            say(
                "{instrument}, art. {article}",
                language,
                instrument=word(citation.instrument, language),
                article=citation.article,
            )
            for language in self.languages[:2]
        ]

    def places(self) -> list[Block]:
        found = []
        for place in self.interview.edition.places:
            details = [self.words(text) for text in (place.address, place.note) if text]
            details += self.doubt(self.interview.edition.citations.get(place.cite))
            found.append(together([*self.pair(place.title, WIDTH - _INDENT), *self.details(details, WIDTH - _INDENT)]))
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


def _days_left(days: int, language: str) -> str:
    if days < 0:
        return plural("Passed {count} day ago.", "Passed {count} days ago.", -days, language)
    if days == 0:
        return say("This is the last day.", language)
    return plural("{count} day left.", "{count} days left.", days, language)


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


def _listed(labels: Sequence[Text], language: str) -> str:
    joined = "、" if language.startswith("zh") else ", "
    return joined.join(word(label, language) for label in labels)
