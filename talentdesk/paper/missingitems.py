"""The slip that says only what is still missing: which paper, in what form, from where, by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from talentdesk.core.missing import MissingItem, bring_by, missing_items
from talentdesk.core.slipcode import spaced
from talentdesk.i18n import plural, say, territory
from talentdesk.paper.anatomy import SQUARE
from talentdesk.paper.galley import Block, paragraph, side_by_side, space, together
from talentdesk.paper.page import Frame, LaidPaper, Rect
from talentdesk.paper.slip import WIDTH, slip
from talentdesk.paper.slipparts import ASIDE, INDENT, SlipParts
from talentdesk.paper.still import twice

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview


def lay_out_missing_items(interview: Interview, languages: Sequence[str] = ("zh-Hans", "en")) -> LaidPaper:
    """The slip for one case, on as many pages as it needs; where nothing is missing it says so."""
    parts = _MissingItems(interview, tuple(languages))
    return slip(
        interview,
        parts.languages,
        lambda language: say("Still missing", language),
        lambda language: say("Bring this slip back with the papers.", language),
        tuple(parts.blocks()),
    )


class _MissingItems(SlipParts):
    """Everything on the slip."""

    def blocks(self) -> Iterator[Block]:
        """Everything on the slip from top to bottom."""
        code, items = self.interview.notes.code, missing_items(self.interview)
        if code:
            told = twice(self.languages, lambda language: say("Code of this slip: {code}", language, code=spaced(code)))
            yield from paragraph(told, WIDTH, 10.5, self.languages[0], weight="SemiBold")
            yield space(2.0)
        if not items:
            said = twice(self.languages, lambda language: say("No paper is missing.", language))
            yield from paragraph(said, WIDTH, 14, self.languages[0], weight="SemiBold")
            return
        day = bring_by(self.interview)
        if day is not None:
            by = twice(self.languages, lambda language: say("Bring them by {day}.", language, day=day))
            yield from paragraph(by, WIDTH, 10.5, self.languages[0], weight="SemiBold")
            yield space(2.0)
        yield from self.part(lambda language: say("Please bring", language), [self.item(each) for each in items])
        yield from self.part(lambda language: say("Where to file", language), self.places())

    def item(self, item: MissingItem) -> Block:
        width = WIDTH - INDENT - ASIDE
        title = self.pair(item.view.document.title, width)
        left = together([*title, *self.details(list(self.form(item)), width)])
        right = together(self.aside(self.both(partial(_wanted, item))))
        return side_by_side([Block(SQUARE + 1, (Frame(Rect(0.2, 0.7, SQUARE, SQUARE), 0.2),)), left, right])

    def form(self, item: MissingItem) -> Iterator[list[str]]:
        """In what form, each sentence in both languages."""
        view, document = item.view, item.view.document
        if view.stale and view.fresh_until:
            yield self.both(
                lambda language: say("Valid until {day} only: bring a new one.", language, day=view.fresh_until)
            )
        if document.fresh_months:
            yield self.both(partial(_months, document.fresh_months))
        if document.translation:
            yield self.both(lambda language: say("With a Chinese translation.", language))
        if item.country:
            yield self.both(
                lambda language: say("Issued in: {place}.", language, place=territory(item.country, language))
            )
        if item.route is not None:
            yield self.words(item.route.how)
            yield from self.doubt(item.route.citation)
        elif document.authentication:
            yield self.words(document.authentication)
        if document.note:
            yield self.words(document.note)

    def places(self) -> list[Block]:
        """Where the papers are brought."""
        found = []
        for place in self.interview.edition.places:
            details = [self.words(text) for text in (place.address, place.note) if text]
            found.append(together([*self.pair(place.title, WIDTH - INDENT), *self.details(details, WIDTH - INDENT)]))
        return found


def _wanted(item: MissingItem, language: str) -> str:
    originals = item.view.document.originals if item.original else 0
    if originals and item.copies:
        return say("Original {originals}, copies {copies}", language, originals=originals, copies=item.copies)
    if item.copies:
        return say("Copies {copies}", language, copies=item.copies)
    return say("Original {originals}", language, originals=originals)


def _months(count: int, language: str) -> str:
    return plural(
        "Issued no more than {count} month before filing.",
        "Issued no more than {count} months before filing.",
        count,
        language,
    )
