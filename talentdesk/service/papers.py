"""The papers of a case: which there are, how many pages each has, and what will be missing on them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from talentdesk.core.answers import nest
from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.form import (
    APPLICATION_SHEET,
    BUILT_IN_PAPERS,
    CHECKLIST,
    CORRECTION_SLIP,
    DEADLINE_CARD,
    MISSING_ITEMS,
    RETYPE_SHEET,
    SLIPS,
)
from talentdesk.core.interview import Interview
from talentdesk.core.tomlfile import FormError
from talentdesk.core.words import N_
from talentdesk.i18n import say, word
from talentdesk.service.characters import font_missing, undrawable
from talentdesk.service.mishap import Mishap

if TYPE_CHECKING:
    from datetime import date

    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.form import Edition
    from talentdesk.core.sheet import Sheet
    from talentdesk.paper.codepage import Strip
    from talentdesk.paper.overlay import Shift
    from talentdesk.paper.page import LaidPaper

ON_DEMAND = frozenset({MISSING_ITEMS, DEADLINE_CARD, RETYPE_SHEET, CORRECTION_SLIP})
"""Papers that are printed only when they are wanted: the checklist has the last days too, without the counting; one
goes to the clerk's keyboard, one back to the person."""

_TITLES = {
    APPLICATION_SHEET: N_("Answer sheet"),
    CHECKLIST: N_("Checklist"),
    MISSING_ITEMS: N_("Still missing"),
    DEADLINE_CARD: N_("Last days"),
    RETYPE_SHEET: N_("Re-typing sheet"),
    CORRECTION_SLIP: N_("Correction slip"),
}


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper as it would come out now."""

    paper: str
    pages: int
    missing: tuple[str, ...]
    """Characters that no font has: blanks are left for them."""
    continued: int
    """How many answers go on on a continuation sheet."""
    laid: LaidPaper
    """The pages, to be looked at."""


@dataclass(frozen=True, slots=True)
class Printout:
    """Finished papers in one PDF."""

    content: bytes
    pages: int


def papers_of(interview: Interview) -> tuple[str, ...]:
    """Ids of what can be printed for this case, the form first."""
    return papers_for(interview.edition, interview.catalogue)


def papers_for(edition: Edition, catalogue: Catalogue) -> tuple[str, ...]:
    """Ids of what can be printed for an edition: its forms, or the sheet made of its questions; then the slips."""
    own = tuple(paper for paper in edition.papers if paper not in BUILT_IN_PAPERS)
    designed = any(paper in catalogue.papers() for paper in own)
    sheet = () if designed else (APPLICATION_SHEET,)
    slips = tuple(paper for paper in SLIPS if paper != DEADLINE_CARD or edition.deadlines)
    templates = catalogue.templates_for(edition.procedure)
    return tuple(dict.fromkeys((*own, *sheet, *templates, *edition.papers, *slips)))


def on_demand(papers: Sequence[str]) -> frozenset[str]:
    """Of a case's papers, those that are printed only when they are wanted: the answer sheet too beside a form."""
    beside_a_form = bool(papers) and papers[0] != APPLICATION_SHEET
    return ON_DEMAND | {APPLICATION_SHEET} if beside_a_form else ON_DEMAND


def usual_papers(edition: Edition, catalogue: Catalogue) -> tuple[str, ...]:
    """What a person takes along: everything that is printed of a case unless something else is wanted."""
    papers = papers_for(edition, catalogue)
    return tuple(paper for paper in papers if paper not in on_demand(papers))


def first_sheet(interview: Interview, languages: Sequence[str]) -> Sheet | None:
    """The first of the case's papers that is a form in force. Raises FormError, FontMissing."""
    for paper in papers_of(interview):
        try:
            return sheet_of(interview, paper, languages)
        except (CatalogueMiss, Mishap):
            continue
    return None


def sheet_of(interview: Interview, paper: str, languages: Sequence[str]) -> Sheet:
    """A form's boxes: as placed in the forms room, or laid out from the questions.

    Raises CatalogueMiss, FormError, and Mishap for an office's own PDF that cannot be written over.
    """
    if paper == APPLICATION_SHEET:
        from talentdesk.paper.answersheet import compose

        return compose(interview.edition, languages)
    sheet = interview.catalogue.sheet(paper, interview.as_of)
    if sheet.background is not None:
        from talentdesk.service.officials import placed_on

        return placed_on(sheet, interview.edition)
    return sheet


def paper_title(paper: str, interview: Interview, language: str) -> str:
    """What the paper of a case is called, see `title_for`."""
    return title_for(paper, interview.catalogue, interview.as_of, language)


def title_for(paper: str, catalogue: Catalogue, day: date, language: str) -> str:
    """What a paper is called on a day; its id where the forms room has no sheet of it that can be read."""
    if paper in _TITLES:
        return say(_TITLES[paper], language)
    try:
        return word(catalogue.sheet(paper, day).title, language)
    except (FormError, CatalogueMiss):
        return paper


def paper_languages(language: str, second: str) -> tuple[str, str]:
    """The paper's two languages for a person who reads these: an office form is always in Simplified Chinese first."""
    other = next((tag for tag in (language, second) if tag and not tag.startswith("zh")), "en")
    return "zh-Hans", other


def frozen(interview: Interview) -> Interview:
    """The case as it stands now, for work in another thread: typing on does not change it."""
    case = Interview(
        interview.edition,
        interview.catalogue,
        as_of=interview.as_of,
        typed=dict(interview.typed),
        declined=interview.declined,
        check_text=undrawable,
    )
    case.notes = interview.notes
    return case


def lay_out_paper(
    interview: Interview,
    paper: str,
    languages: Sequence[str],
    *,
    blank: bool = False,
    code: bool = True,
    office_key: str = "",
) -> LaidPaper:
    """The paper's edition of the case's date with the answers in place.

    With `code`, a form with answers carries them in square codes too, sealed to `office_key` where there is one.
    Raises CatalogueMiss for a paper that is not there or not in force, FormError for one that cannot be read,
    InputError for a key that is none, Mishap when a font is missing or an office's own PDF cannot be written over.
    """
    from talentdesk.paper.faces import FontMissing
    from talentdesk.paper.typesetting import lay_out

    try:
        if paper in SLIPS:
            return _lay_out_slip(interview, paper, tuple(languages))
        sheet = sheet_of(interview, paper, languages)
        strip = _strip(interview, office_key, paper, languages) if code and not blank else None
        laid = lay_out(sheet, interview, tuple(languages), blank=blank, strip=strip)
        return laid if sheet.background is None else _over(laid, sheet)
    except FontMissing as gone:
        raise font_missing(gone.file) from gone


def _over(laid: LaidPaper, sheet: Sheet) -> LaidPaper:
    from talentdesk.service.officials import backdrops, underlay

    under = underlay(sheet)
    seen = backdrops(sheet, under)
    pages = (
        replace(page, backdrop=seen[number]) if number < len(seen) else page for number, page in enumerate(laid.pages)
    )
    return replace(laid, pages=tuple(pages), under=under)


def _lay_out_slip(interview: Interview, paper: str, languages: tuple[str, ...]) -> LaidPaper:
    from talentdesk.paper.checklist import lay_out_checklist
    from talentdesk.paper.correction import lay_out_corrections
    from talentdesk.paper.deadlinecard import lay_out_deadline_card
    from talentdesk.paper.missingitems import lay_out_missing_items
    from talentdesk.paper.retype import lay_out_retype_sheet
    from talentdesk.service.corrections import corrections

    if paper == CHECKLIST:
        return lay_out_checklist(interview, languages)
    if paper == MISSING_ITEMS:
        return lay_out_missing_items(interview, languages)
    if paper == DEADLINE_CARD:
        return lay_out_deadline_card(interview, languages)
    if paper == RETYPE_SHEET:
        return lay_out_retype_sheet(interview, languages)
    found = corrections(interview, (languages[1], languages[0]), interview.notes.comments)
    return lay_out_corrections(interview, languages, found)


def _strip(interview: Interview, office_key: str, paper: str, languages: Sequence[str]) -> Strip | None:
    from talentdesk.core.parcel import Printed
    from talentdesk.paper.codepage import Strip
    from talentdesk.service.parcels import codes_of

    first = paper == papers_of(interview)[0]
    printed = Printed("" if first else paper, tuple(languages), interview.as_of.isoformat())
    texts = codes_of(interview, office_key, printed)
    return Strip(texts, bool(office_key)) if texts else None


def view_paper(interview: Interview, paper: str, languages: Sequence[str], *, office_key: str = "") -> PaperView:
    """How the paper would come out. Raises what `lay_out_paper` raises."""
    laid = lay_out_paper(interview, paper, languages, office_key=office_key)
    return PaperView(paper, len(laid.pages), missing_of(laid), len(laid.continued), laid)


def print_out(
    interview: Interview, papers: Sequence[str], languages: Sequence[str], *, code: bool = True, office_key: str = ""
) -> Printout:
    """The papers one after the other in one PDF, of one paper the bytes of `write`. Raises what `lay_out_paper`
    raises."""
    laid = [lay_out_paper(interview, paper, languages, code=code, office_key=office_key) for paper in papers]
    pages = tuple(page for each in laid for page in each.pages)
    whole = replace(laid[0], title=" · ".join(each.title for each in laid), pages=pages)
    if any(each.under for each in laid):
        from talentdesk.paper.overlay import joined

        return Printout(joined([write(each) for each in laid], whole), len(pages))
    return Printout(write(whole), len(pages))


def answers_file(interview: Interview) -> bytes:
    """The case as the JSON file of answers that `render` and `evaluate` read."""
    whole = {
        "procedure": interview.edition.procedure,
        "edition": interview.edition.edition,
        "as_of": interview.as_of.isoformat(),
        "answers": nest(interview.typed, interview.declined),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8")


def write(
    laid: LaidPaper, answers: bytes | None = None, *, shift: Shift | None = None, preprinted: bool = False
) -> bytes:
    """The PDF of a paper, with `answers` attached the archive's copy.

    `shift` moves what is written over an office's own PDF; `preprinted` leaves that PDF itself away. Raises Mishap
    when a font is missing, and where the paper cannot be what is asked for.
    """
    from talentdesk.paper.document import write_pdf
    from talentdesk.paper.faces import FontMissing

    try:
        if laid.under is not None:
            from talentdesk.service.officials import write_official

            return write_official(laid, laid.under, answers, shift, preprinted=preprinted)
        if shift is not None or preprinted:
            cause = N_("only an office's own PDF can be shifted or printed without its form")
            raise Mishap(cause, N_("leave the option out, or choose such a paper"))
        return write_pdf(laid, answers)
    except FontMissing as gone:
        raise font_missing(gone.file) from gone


def missing_of(laid: LaidPaper) -> tuple[str, ...]:
    """Characters left blank on the paper with their code points, each once."""
    return tuple(dict.fromkeys(f"{each.character} {each.code_point}" for each in laid.missing))
