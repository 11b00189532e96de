"""The columns of a table of applicants: one a question, one a cell where a question is a table itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.cells import cell
from talentdesk.core.form import PLACES, Edition, Kind, Question, Text
from talentdesk.core.interview import YES_NO

ROWS_OF_A_TABLE = 3
"""How many rows of a question's table have columns, where the form sets no number."""
SHEET = "Applicants"
"""Name of the sheet that is read."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the answer it holds, the question that asks for it, and its heading in both languages."""

    id: str
    question: Question
    heading: str


def columns_of(edition: Edition) -> tuple[Column, ...]:
    """All columns in the order of the form. Places for a photo or a signature have none."""
    return tuple(column for question in edition.questions for column in _columns(question))


def _columns(question: Question) -> tuple[Column, ...]:
    if question.kind in PLACES:
        return ()
    if not question.columns:
        return (Column(question.id, question, both(question.label)),)
    return tuple(
        Column(cell(question.id, row, column.id), column, both(_in_row(question.label, row + 1, column.label)))
        for row in range(question.rows_max or ROWS_OF_A_TABLE)
        for column in question.columns
        if column.kind not in PLACES
    )


def _in_row(table: Text, row: int, column: Text) -> Text:
    return Text(f"{table.zh} {row} · {column.zh}", f"{table.en} {row} · {column.en}")


def both(text: Text) -> str:
    """The words in both languages, once where they are the same."""
    return text.zh if text.zh == text.en else f"{text.zh} / {text.en}"


def codes_of(question: Question, catalogue: Catalogue) -> Mapping[str, Text]:
    """The codes that answer the question, with their words; empty where anything may be written."""
    if question.kind is Kind.YES_NO:
        return YES_NO
    if question.list or question.kind is Kind.COUNTRY:
        return {item.code: item.label for item in catalogue.lists().items(question.list or "countries")}
    return {choice.code: choice.label for choice in question.choices}
