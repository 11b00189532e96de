"""From answers to a finished paper. Refuses nothing that a person may hand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talentdesk.core.interview import Interview
from talentdesk.service.characters import font_missing

if TYPE_CHECKING:
    from talentdesk.paper.page import LaidPaper


@dataclass(frozen=True, slots=True)
class Rendered:
    """A paper as PDF, and what a person should know before signing it."""

    content: bytes
    pages: int
    missing: tuple[str, ...]
    """Characters that no font has: blanks were left for them."""
    continued: int
    """How many answers go on on a continuation sheet."""


def render(interview: Interview, paper: str, languages: Sequence[str], *, blank: bool = False) -> Rendered:
    """Lays the answers over the paper's edition of the case's date.

    The same answers, paper and languages give the same bytes. Raises CatalogueMiss for a paper that is not there
    or not in force, FormError for one that cannot be read, Mishap when a font is missing.
    """
    from talentdesk.paper.document import write_pdf
    from talentdesk.paper.faces import FontMissing

    try:
        laid = lay_out_paper(interview, paper, languages, blank=blank)
        content = write_pdf(laid)
    except FontMissing as gone:
        raise font_missing(gone.file) from gone
    characters = dict.fromkeys(f"{each.character} {each.code_point}" for each in laid.missing)
    return Rendered(content, len(laid.pages), tuple(characters), len(laid.continued))


def lay_out_paper(interview: Interview, paper: str, languages: Sequence[str], *, blank: bool = False) -> LaidPaper:
    """The form over its sheet of the case's date, or the checklist, which needs none. Raises as `render`."""
    from talentdesk.paper.checklist import lay_out_checklist
    from talentdesk.paper.typesetting import lay_out

    if paper == "checklist":
        return lay_out_checklist(interview, tuple(languages))
    return lay_out(interview.catalogue.sheet(paper, interview.as_of), interview, tuple(languages), blank=blank)
