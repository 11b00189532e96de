"""From answers to a finished paper. Refuses nothing that a person may hand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talentdesk.core.form import SLIPS
from talentdesk.core.interview import Interview
from talentdesk.service.notices import Notice, left_out, notices_for
from talentdesk.service.papers import answers_file, lay_out_paper, missing_of, sheet_of, write

if TYPE_CHECKING:
    from talentdesk.paper.overlay import Shift


@dataclass(frozen=True, slots=True)
class Rendered:
    """A paper as PDF, and what a person should know before signing it."""

    content: bytes
    pages: int
    missing: tuple[str, ...]
    """Characters that no font has: blanks were left for them."""
    continued: int
    """How many answers go on on a continuation sheet."""
    notices: tuple[Notice, ...] = ()
    """What is to be known of the form itself."""
    left_out: tuple[str, ...] = ()
    """Questions answered that an office's own PDF has no box for."""
    own_pages: int = 0
    """How many of the pages are the form; the others follow it."""


def render(
    interview: Interview,
    paper: str,
    languages: Sequence[str],
    *,
    blank: bool = False,
    code: bool = True,
    office_key: str = "",
    archive: bool = False,
    shift: Shift | None = None,
    preprinted: bool = False,
) -> Rendered:
    """Lays the answers over the paper's edition of the case's date.

    With `archive` the answers are attached in the clear. `shift` and `preprinted` are for an office's own PDF: see
    `write`. The same answers, paper, languages and key give the same bytes. Raises what `lay_out_paper` and `write`
    raise.
    """
    laid = lay_out_paper(interview, paper, languages, blank=blank, code=code, office_key=office_key)
    sheet = None if paper in SLIPS else sheet_of(interview, paper, languages)
    return Rendered(
        write(laid, answers_file(interview) if archive else None, shift=shift, preprinted=preprinted),
        len(laid.pages),
        missing_of(laid),
        len(laid.continued),
        notices_for(interview, (paper,), languages),
        () if sheet is None or sheet.background is None or blank else left_out(sheet, interview),
        len(laid.pages) if sheet is None else len(sheet.pages),
    )
