"""From answers to a finished paper. Refuses nothing that a person may hand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talentdesk.core.interview import Interview
from talentdesk.service.papers import answers_file, lay_out_paper, missing_of, write


@dataclass(frozen=True, slots=True)
class Rendered:
    """A paper as PDF, and what a person should know before signing it."""

    content: bytes
    pages: int
    missing: tuple[str, ...]
    """Characters that no font has: blanks were left for them."""
    continued: int
    """How many answers go on on a continuation sheet."""


def render(
    interview: Interview,
    paper: str,
    languages: Sequence[str],
    *,
    blank: bool = False,
    code: bool = True,
    office_key: str = "",
    archive: bool = False,
) -> Rendered:
    """Lays the answers over the paper's edition of the case's date.

    With `archive` the answers are attached in the clear. The same answers, paper, languages and key give the same
    bytes. Raises what `lay_out_paper` raises.
    """
    laid = lay_out_paper(interview, paper, languages, blank=blank, code=code, office_key=office_key)
    return Rendered(
        write(laid, answers_file(interview) if archive else None),
        len(laid.pages),
        missing_of(laid),
        len(laid.continued),
    )
