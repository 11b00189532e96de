"""What a person should know of the form itself before handing it in: whether it is the right edition, and whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from talentdesk.core.form import SLIPS
from talentdesk.core.interview import split_cell
from talentdesk.core.words import N_
from talentdesk.service.papers import sheet_of

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview
    from talentdesk.core.sheet import Sheet

_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Notice:
    """`cause` and `remedy` are messages that `details` fills in."""

    cause: str
    remedy: str
    details: Mapping[str, str] = field(default_factory=dict)


def notices_for(interview: Interview, papers: Sequence[str], languages: Sequence[str]) -> tuple[Notice, ...]:
    """What is to be known of the forms among these papers, each once. Raises what `sheet_of` raises."""
    forms = (sheet_of(interview, paper, languages) for paper in papers if paper not in SLIPS)
    found = {
        (notice.cause, tuple(notice.details.items())): notice
        for form in forms
        for notice in notices_of(form, interview.as_of)
    }
    return tuple(found.values())


def notices_of(sheet: Sheet, day: date) -> tuple[Notice, ...]:
    """What is to be known of a form on a day. Raises Mishap for an office's own PDF that cannot be looked into."""
    return (*_accepted(sheet, day), *_official(sheet))


def _accepted(sheet: Sheet, day: date) -> Iterator[Notice]:
    if sheet.until is None:
        return
    details = {"day": sheet.until.isoformat()}
    if sheet.until < day:
        cause = N_("this edition of the form was accepted until {day}")
        yield Notice(cause, N_("ask the counter which edition it takes now"), details)
    elif sheet.until <= day + _SOON:
        cause = N_("this edition of the form is accepted until {day}")
        yield Notice(cause, N_("hand it in by then, or ask the counter for the next edition"), details)


def _official(sheet: Sheet) -> Iterator[Notice]:
    if sheet.background is None:
        return
    from talentdesk.service.officials import background, look_into

    content = background(sheet)
    found = look_into(content)
    if sheet.background.sha256 not in ("", hashlib.sha256(content).hexdigest()):
        cause = N_("the official PDF has changed since its boxes were placed")
        yield Notice(cause, N_("look whether every answer stands in its box before the paper is signed"))
    if found.signed:
        cause = N_("the official PDF carries a digital signature, which the filled-in copy does not keep")
        yield Notice(cause, N_("ask the authority if it must stay signed"))
    if found.locked:
        cause = N_("the maker of the official PDF does not want it to be filled in by programs")
        yield Notice(cause, N_("ask the authority for a copy without this protection"))


def left_out(sheet: Sheet, interview: Interview) -> tuple[str, ...]:
    """Questions answered or declined that the form has no box for."""
    boxes = {name: box for box in sheet.boxes() for name in box.questions}
    columns = {box.question: {column.id for column in box.columns} for box in boxes.values() if box.columns}
    found = []
    for name in (*interview.typed, *sorted(interview.declined)):
        table = split_cell(name)
        question = table[0] if table else name
        if interview.asked(question) and (
            question not in boxes or (table is not None and table[2] not in columns.get(question, ()))
        ):
            found.append(f"{question}.{table[2]}" if table else name)
    return tuple(dict.fromkeys(found))
