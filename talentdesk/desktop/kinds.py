"""Which editor fits which kind of question, on a page and in a cell of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from talentdesk.core.form import PLACES, Choice, Kind, Question, Text
from talentdesk.desktop.choices import ChoiceEditor, ChoicesEditor, YesNoEditor
from talentdesk.desktop.dates import DateEditor
from talentdesk.desktop.directory import directory
from talentdesk.desktop.editors import AddressEditor, Editor, LineEditor, Option
from talentdesk.desktop.finder import FinderEditor
from talentdesk.desktop.places import PlaceEditor
from talentdesk.desktop.table import TableEditor
from talentdesk.desktop.theme import Size

Items = Callable[[Question], Sequence[Option]]
"""Where a row gets the items of a question's list."""

_LISTED = frozenset({Kind.CHOICE, Kind.COUNTRY, Kind.DIVISION})
_MOST_CARDS = 9
_YES_NO = (Choice("yes", Text("是", "Yes")), Choice("no", Text("否", "No")))


def choices_of(question: Question) -> Sequence[Option]:
    """The question's own choices: what a row offers unless it is given another source of lists."""
    return question.choices


def make_editor(question: Question, id: str, items: Items = choices_of, size: Size | None = None) -> Editor:
    """The editor for a question on a page."""
    kind = question.kind
    if kind in PLACES:
        return PlaceEditor(question, id, size)
    if kind is Kind.TABLE:
        return TableEditor(question, id, lambda column, cell: make_cell(column, cell, items, size), size)
    if kind is Kind.YES_NO:
        return YesNoEditor(question, id, size)
    if kind is Kind.DATE:
        return DateEditor(question, id, size)
    if kind is Kind.ADDRESS:
        return AddressEditor(question, id, size)
    return _listed(question, id, items, size) or LineEditor(question, id, size)


def make_cell(column: Question, id: str, items: Items = choices_of, size: Size | None = None) -> Editor:
    """The editor for one cell of a table: always one line high."""
    if column.kind is Kind.CHOICES:
        return ChoicesEditor(column, id, items(column), size)
    options = _YES_NO if column.kind is Kind.YES_NO else items(column) if column.kind in _LISTED else ()
    if options:
        return FinderEditor(column, id, directory(options), size, cell=True)
    return LineEditor(column, id, size, cell=True)


def _listed(question: Question, id: str, items: Items, size: Size | None) -> Editor | None:
    options = items(question) if question.kind in _LISTED or question.kind is Kind.CHOICES else ()
    if not options:
        return None
    if question.kind is Kind.CHOICES:
        return ChoicesEditor(question, id, options, size)
    if question.kind is Kind.CHOICE and len(options) <= _MOST_CARDS:
        return ChoiceEditor(question, id, options, size)
    return FinderEditor(question, id, directory(options), size)
