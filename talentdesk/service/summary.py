"""A section's answers in one line, for comparing them with the documents on the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from talentdesk.core.cells import cell
from talentdesk.core.form import PLACES, Kind, Question
from talentdesk.core.interview import AnswerState, Interview, SectionView
from talentdesk.i18n import say, word
from talentdesk.service.wording import shown

_BARE = frozenset({Kind.DATE, Kind.YES_NO, Kind.NUMBER, Kind.MONEY, Kind.CHOICES})
"""What says too little without its question: a second date in a row, a `yes`."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One answer as it is read; `label` is empty where the answer speaks for itself."""

    label: str
    answer: str


def summarise(view: SectionView, interview: Interview, language: str) -> tuple[Piece, ...]:
    """The answers of a section in the order of the form, names and numbers exactly as typed."""
    return tuple(piece for question in view.questions for piece in _pieces(question, interview, language))


def _pieces(question: Question, interview: Interview, language: str) -> Iterator[Piece]:
    if question.kind in PLACES:
        return
    if question.columns:
        for row in range(interview.rows(question.id)):
            yield Piece("", _row(question, row, interview, language))
        return
    state = interview.state(question.id)
    if state is AnswerState.DECLINED:
        none = shown(interview, question.id, language) or say("None", language)
        yield Piece(word(question.label, language), none)
    elif state is AnswerState.ANSWERED:
        label = word(question.label, language) if question.kind in _BARE else ""
        yield Piece(label, shown(interview, question.id, language))


def _row(question: Question, row: int, interview: Interview, language: str) -> str:
    cells = (cell(question.id, row, column.id) for column in question.columns)
    return " ".join(filter(None, (shown(interview, name, language) for name in cells if name in interview.typed)))
