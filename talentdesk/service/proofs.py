"""Every paper laid out with the longest answers a person may give, to find words that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.cells import cell
from talentdesk.core.fault import Fault, name_of
from talentdesk.core.form import APPLICATION_SHEET, BUILT_IN_PAPERS, PLACES, SLIPS, Edition, Kind, Question
from talentdesk.core.interview import YES_NO, Interview
from talentdesk.core.tomlfile import FormError
from talentdesk.core.values import longest
from talentdesk.core.words import N_
from talentdesk.paper.spoiled import Spoiled, Spoils, spoiled
from talentdesk.service.papers import lay_out_paper, papers_for, sheet_of

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.sheet import Box, Sheet
    from talentdesk.paper.page import LaidPaper

PAIRS = (("zh-Hans", "en"), ("zh-Hans", "pt"))
"""Languages of the papers that are tried: Portuguese words are the longest, a second Chinese is never longer."""

_WIDE_LATIN, _WIDE_HAN = "WWWWWWWWW ", "鑫"
_SHOWN = 40
_MOST_ROWS, _MOST_CHOSEN = 12, 20
"""More rows or answers of one list only make the continuation sheet longer."""

_DIGITS = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PHONE})
_WITHOUT_SPACES = frozenset({Kind.EMAIL, Kind.IDENTIFIER})


def proof(catalogue: Catalogue) -> Iterator[Fault]:
    """A fault for each place on each paper of each edition where words cannot be read, whatever is answered.

    To be called for a room without other faults.
    """
    told: set[tuple[str, str, str]] = set()
    for procedure in catalogue.procedures():
        for name in catalogue.editions(procedure):
            edition = catalogue.edition(procedure, name)
            for paper, pair, each in _proofs(edition, catalogue):
                where = (paper if paper not in BUILT_IN_PAPERS else f"{procedure}/{name}/{paper}", each.box, each.how)
                if where not in told:
                    told.add(where)
                    yield _fault(edition, catalogue, paper, pair, each)


def _proofs(edition: Edition, catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, str], Spoiled]]:
    everything = _asking_everything(edition)
    filled = [longest_answers(edition, catalogue, filling) for filling in (_WIDE_LATIN, _WIDE_HAN)]
    cases_on: dict[date, list[Interview]] = {}
    for paper in papers_for(edition, catalogue):
        day = _day(edition, catalogue, paper)
        if day not in cases_on:
            cases_on[day] = [Interview(everything, catalogue, as_of=day, typed=typed) for typed in filled]
        cases = cases_on[day]
        for pair in PAIRS:
            for case in cases[:1] if paper in SLIPS else cases:  # a slip's words flow: one filling tries its head
                try:
                    laid = _lay_out(edition, case, paper, pair)
                except (CatalogueMiss, FormError):
                    break
                yield from ((paper, pair, each) for each in spoiled(laid))


def _lay_out(edition: Edition, case: Interview, paper: str, pair: tuple[str, str]) -> LaidPaper:
    from talentdesk.paper.answersheet import compose
    from talentdesk.paper.typesetting import lay_out

    if paper in SLIPS:
        return lay_out_paper(case, paper, pair)
    sheet = compose(edition, pair) if paper == APPLICATION_SHEET else _printing_everything(sheet_of(case, paper, pair))
    return lay_out(sheet, case, pair)


@lru_cache(maxsize=16)
def _printing_everything(sheet: Sheet) -> Sheet:
    """The form without the conditions of its boxes; of boxes that take turns in one place, only the first."""
    pages = tuple(
        replace(
            page,
            sections=tuple(
                replace(section, boxes=tuple(replace(box, when=None) for box in _in_turn(section.boxes)))
                for section in page.sections
            ),
        )
        for page in sheet.pages
    )
    return replace(sheet, pages=pages)


def _in_turn(boxes: Sequence[Box]) -> Iterator[Box]:
    taken: set[tuple[float, float, float, float]] = set()
    for box in boxes:
        place = (box.x, box.y, box.width, box.height)
        if not box.spots or place not in taken:
            yield box
        taken.add(place)


def _asking_everything(edition: Edition) -> Edition:
    """The edition without its conditions, so that every box is filled at once."""
    sections = tuple(
        replace(
            section,
            ask_when=None,
            questions=tuple(replace(question, ask_when=None) for question in section.questions),
        )
        for section in edition.sections
    )
    return replace(edition, sections=sections)


def longest_answers(edition: Edition, catalogue: Catalogue, filling: str) -> dict[str, str]:
    """An answer to each question that is as long as it may be, texts made of `filling`; tables full."""
    typed: dict[str, str] = {}
    for question in edition.questions:
        if question.kind is Kind.TABLE:
            for row in range(min(question.rows_max or _MOST_ROWS, _MOST_ROWS)):
                for column in question.columns:
                    typed[cell(question.id, row, column.id)] = _longest(column, catalogue, filling)
        elif question.kind not in PLACES:
            typed[question.id] = _longest(question, catalogue, filling)
    return typed


def _longest(question: Question, catalogue: Catalogue, filling: str) -> str:
    kind, most = question.kind, longest(question)
    if kind is Kind.DATE:
        return {"Y": "2028", "M": "2028-12"}.get(question.precision, "2028-12-28")
    if kind is Kind.YES_NO:
        return max(YES_NO, key=lambda code: len(YES_NO[code].en))
    options = _options(question, catalogue)
    if options:
        if kind is Kind.CHOICES:
            chosen = sorted(options, key=lambda option: -option[1])[:_MOST_CHOSEN]
            return " ".join(option[0] for option in options if option in chosen)
        return max(options, key=lambda option: option[1])[0]
    if kind in _DIGITS:
        return ("8" * most)[:most]
    if kind in _WITHOUT_SPACES:
        return ("W" * most)[:most]
    if kind is Kind.LATIN_NAME:
        filling = _WIDE_LATIN
    if kind is Kind.HAN_NAME:
        filling = _WIDE_HAN
    return (filling * most)[:most].strip()


def _options(question: Question, catalogue: Catalogue) -> Sequence[tuple[str, int]]:
    """Codes of the question's list, each with how much room its words take."""
    if question.list or question.kind is Kind.COUNTRY:
        items = catalogue.lists().items(question.list or "countries")
        labels = [(item.code, item.label) for item in items]
    else:
        labels = [(choice.code, choice.label) for choice in question.choices]
    return [(code, 2 * len(label.zh) + len(label.en)) for code, label in labels]


_CAUSES = {
    Spoils.CUT: N_("{paper}, page {page}, {box} ({languages}): the words {text} are cut off"),
    Spoils.OUTSIDE: N_("{paper}, page {page}, {box} ({languages}): the words {text} leave their place"),
    Spoils.COLLIDE: N_("{paper}, page {page}, {box} ({languages}): the words {text} run into {other}"),
}
_REMEDY = N_("make the box larger, or the words shorter in the languages named")


def _fault(edition: Edition, catalogue: Catalogue, paper: str, pair: tuple[str, str], each: Spoiled) -> Fault:
    path = _file(edition, catalogue, paper)
    details = {
        "paper": paper,
        "page": str(each.page),
        "box": each.box or "--",
        "languages": ", ".join(pair),
        "text": _short(each.text),
        "other": _short(each.other),
    }
    return Fault(name_of(path), _line(path, each.box), _CAUSES[each.how], _REMEDY, details)


def _file(edition: Edition, catalogue: Catalogue, paper: str) -> Path:
    """The file whose author can mend the paper."""
    if paper in BUILT_IN_PAPERS:
        name = Path("procedures", edition.procedure, f"{edition.edition}.toml")
    else:
        name = Path("papers", paper, f"{catalogue.sheet(paper, _day(edition, catalogue, paper)).edition}.toml")
    return next(
        (folder / name for folder in catalogue.folders if (folder / name).is_file()), catalogue.folders[0] / name
    )


def _line(path: Path, box: str) -> int:
    """Where the box or its question is written; 1 where its words come from elsewhere."""
    name = box.partition("--")[0]
    wanted = (f'id = "{name}"', f'question = "{name}"')
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return next((number for number, line in enumerate(lines, 1) if any(each in line for each in wanted)), 1)


def _short(text: str) -> str:
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"


def _day(edition: Edition, catalogue: Catalogue, paper: str) -> date:
    """When the edition began; for an office's own PDF not before its last edition."""
    editions = [sheet.edition for sheet in catalogue.templates() if sheet.paper == paper]
    return date.fromisoformat(max(edition.edition, *editions) if editions else edition.edition)
