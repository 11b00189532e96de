"""From answers to a finished paper. Refuses nothing that a person may hand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talentdesk.core.interview import Interview


@dataclass(frozen=True, slots=True)
class Rendered:
    """A paper as PDF, and what a person should know before signing it."""

    content: bytes
    pages: int
    missing: tuple[str, ...]
    """Characters that no font has: blanks were left for them."""
    continued: int
    """How many answers go on on a continuation sheet."""


def papers(interview: Interview) -> tuple[str, ...]:
    """Papers of the procedure, the form itself first."""
    return interview.edition.papers


def render(interview: Interview, paper: str, languages: Sequence[str], *, blank: bool = False) -> Rendered:
    """Lays the answers over the paper's edition of the case's date.

    The same answers, paper and languages give the same bytes. Raises CatalogueMiss for a paper that is not there
    or not in force, FormError for one that cannot be read.
    """
    from talentdesk.paper.document import write_pdf
    from talentdesk.paper.typesetting import lay_out

    sheet = interview.catalogue.sheet(paper, interview.as_of)
    laid = lay_out(sheet, interview, tuple(languages), blank=blank)
    characters = dict.fromkeys(f"{each.character} {each.code_point}" for each in laid.missing)
    return Rendered(write_pdf(laid), len(laid.pages), tuple(characters), len(laid.continued))
