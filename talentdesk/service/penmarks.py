"""What was changed by pen on a paper of ours that came back: the answers in its codes are those that were printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.form import PLACES, Edition
from talentdesk.core.interview import Interview
from talentdesk.core.words import N_
from talentdesk.i18n import LANGUAGES, say, word
from talentdesk.intake.examining import compare_ink
from talentdesk.intake.found import IntakeTrouble
from talentdesk.service.characters import undrawable
from talentdesk.service.findings import listed
from talentdesk.service.mishap import Mishap
from talentdesk.service.papers import lay_out_paper, papers_of, write
from talentdesk.service.rooms import catalogue

if TYPE_CHECKING:
    from talentdesk.core.parcel import Parcel
    from talentdesk.intake.ink import Marks
    from talentdesk.paper.page import LaidBox, LaidPaper


_BY_HAND = PLACES
"""What belongs on the paper after it was printed."""


class Change(StrEnum):
    """What a pen, or what comes after one, does to a box."""

    WRITTEN = "written"
    """There is ink that was not printed: added, crossed out or written over."""
    GONE = "gone"
    """What was printed is not to be seen any more."""


@dataclass(frozen=True, slots=True)
class PenMark:
    """A box of the paper that looks different from how it was printed."""

    page: int
    """From 1."""
    questions: tuple[str, ...]
    """Whose answers the box shows; empty for a place that is filled by hand."""
    change: Change


@dataclass(frozen=True, slots=True)
class PenReport:
    """What comparing gave."""

    marks: tuple[PenMark, ...] = ()
    seen: tuple[int, ...] = ()
    """Pages of the form, from 1, that were found in the scan."""
    unseen: tuple[int, ...] = ()
    """Pages of the form that were not."""


def pen_marks(file: Path, parcel: Parcel) -> PenReport | None:
    """How a scan differs from the paper whose codes it carries.

    None where the paper is not known here or the file cannot be compared: the answers are good without. A place that is
    meant to be filled by hand, such as a signature, is no change. Raises OSError for a file out of reach.
    """
    laid = _laid_again(parcel)
    if laid is None:
        return None
    form = [page for page in laid.pages if page.boxes]
    if not form or len({page.size for page in form}) > 1 or list(laid.pages[: len(form)]) != form:
        return None
    places = [[(box.rect.x, box.rect.y, box.rect.width, box.rect.height) for box in page.boxes] for page in form]
    try:
        found = compare_ink(file, write(laid), places)
    except (IntakeTrouble, Mishap):
        return None
    by_hand = frozenset(each.id for each in edition_of(parcel).questions if each.kind in _BY_HAND)
    return _report(found, [page.boxes for page in form], by_hand)


def edition_of(parcel: Parcel) -> Edition:
    """The form that the parcel's answers are for. Raises CatalogueMiss."""
    return catalogue().edition(parcel.procedure, parcel.edition)


def _laid_again(parcel: Parcel) -> LaidPaper | None:
    printed = parcel.printed
    if printed is None or len(printed.languages) != 2 or not set(printed.languages) <= {*LANGUAGES}:
        return None
    try:
        interview = Interview(
            edition_of(parcel),
            catalogue(),
            as_of=date.fromisoformat(printed.as_of),
            typed=parcel.typed,
            declined=parcel.declined,
            check_text=undrawable,
        )
        papers = papers_of(interview)
        paper = printed.paper or papers[0]
        return lay_out_paper(interview, paper, printed.languages) if paper in papers else None
    except (CatalogueMiss, Mishap, ValueError):
        return None


def _report(found: Sequence[Marks], boxes: Sequence[Sequence[LaidBox]], by_hand: frozenset[str]) -> PenReport:
    marks: dict[PenMark, None] = {}
    seen = sorted({each.page for each in found if 0 <= each.page < len(boxes)})
    for each in found:
        if each.page not in seen:
            continue
        for change, numbers in ((Change.WRITTEN, each.added), (Change.GONE, each.lost)):
            for number in numbers:
                box = boxes[each.page][number] if number < len(boxes[each.page]) else None
                if box is not None and not by_hand.issuperset(box.questions):
                    marks[PenMark(each.page + 1, box.questions, change)] = None
    unseen = tuple(number + 1 for number in range(len(boxes)) if number not in seen)
    return PenReport(tuple(sorted(marks, key=lambda mark: mark.page)), tuple(number + 1 for number in seen), unseen)


def as_json(report: PenReport) -> dict[str, object]:
    """What `talentdesk read` prints of it, beside the answers."""
    return {
        "by_hand": [
            {"page": mark.page, "questions": list(mark.questions), "change": str(mark.change)} for mark in report.marks
        ],
        "pages_compared": list(report.seen),
    }


_SAID: Mapping[Change, str] = {
    Change.WRITTEN: N_("Page {page}, {question}: something was written by hand. Look at the paper."),
    Change.GONE: N_("Page {page}, {question}: what was printed is gone. Look at the paper."),
}
_UNSEEN = N_("Not compared with what was printed, because the scan does not show them: pages {pages} of the form.")


def sentences(report: PenReport, form: Edition, language: str) -> tuple[str, ...]:
    """What to tell of the report, page by page; last which pages could not be compared."""
    labels = {question.id: word(question.label, language) for question in form.questions}
    told = [
        say(_SAID[mark.change], language, page=str(mark.page), question=_named(mark, labels, language))
        for mark in report.marks
    ]
    if report.unseen:
        told.append(say(_UNSEEN, language, pages=", ".join(map(str, report.unseen))))
    return tuple(told)


def _named(mark: PenMark, labels: Mapping[str, str], language: str) -> str:
    return listed((labels.get(id, id) for id in mark.questions), language)
