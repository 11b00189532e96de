"""What the hidden field of a fillable copy says: which form it is."""

from __future__ import annotations

from dataclasses import dataclass

FORM_FIELD = "talentdesk"
"""The hidden field's name."""

DECLINED = "declined"
"""What a square stands for that says `none`, where the others stand for codes."""

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class FormMark:
    """Which form a fillable copy is. None of the ids holds a blank."""

    procedure: str
    edition: str
    paper: str
    paper_edition: str

    def __str__(self) -> str:
        return " ".join((self.procedure, self.edition, self.paper, self.paper_edition))


def mark_in(text: str) -> FormMark | None:
    """The mark that was written as `text`; None for any other text."""
    words = text.split()
    return FormMark(*words) if len(words) == 4 and all(len(each) <= _LONGEST for each in words) else None
