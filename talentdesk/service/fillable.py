"""The copy of a paper that is filled in on a screen elsewhere, and what comes back in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from talentdesk.core.answers import Answers
from talentdesk.core.catalogue import Catalogue, CatalogueMiss
from talentdesk.core.checks import Problem, Severity
from talentdesk.core.form import CHECKLIST, PLACES, SLIPS, Kind, Question
from talentdesk.core.formmark import DECLINED, FORM_FIELD, FormMark, mark_in
from talentdesk.core.interview import Interview, split_cell
from talentdesk.core.values import Outside
from talentdesk.core.values import read as read_value
from talentdesk.core.words import N_
from talentdesk.i18n import say
from talentdesk.service.characters import font_missing, undrawable
from talentdesk.service.mishap import InputError, Mishap
from talentdesk.service.papers import sheet_of, write
from talentdesk.service.sentences import sentence

_PARTS = ("year", "month", "day")
_LISTED = frozenset({Kind.CHOICE, Kind.COUNTRY, Kind.DIVISION, Kind.YES_NO})
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Fillable:
    """A fillable copy, and what a person should know before it is sent."""

    content: bytes
    pages: int
    left_out: tuple[str, ...]
    """Questions answered that the paper has no field for: their answers are not in the copy."""
    cut: tuple[str, ...]
    """Fields that hold more than can be seen; what they hold is whole."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A field whose contents do not fit its question, or that belongs to none. `text` is what stands in it."""

    field: str
    text: str
    problem: Problem | None = None
    question: Question | None = None

    def sentence(self, language: str) -> str:
        """What is wrong and what to do."""
        if self.problem is None or self.question is None:
            return say("This edition of the form has no field {field}.", language, field=self.field[:_SHOWN])
        return sentence(self.problem, self.question, language)


@dataclass(frozen=True, slots=True)
class Filled:
    """What came back in a fillable copy."""

    procedure: str
    edition: str
    answers: Answers = field(default_factory=Answers)
    misfits: tuple[Misfit, ...] = ()


def make_fillable(interview: Interview, paper: str, languages: Sequence[str], *, blank: bool = False) -> Fillable:
    """The paper with a field in every box, filled with the answers unless `blank`.

    The same answers, paper and languages give the same bytes. Raises CatalogueMiss for a paper that is not there or
    not in force, FormError for one that cannot be read, Mishap for one without boxes or a missing font.
    """
    from talentdesk.paper.acroform import add_fields
    from talentdesk.paper.faces import FontMissing
    from talentdesk.paper.fields import plan_fields
    from talentdesk.paper.typesetting import lay_out

    if paper in SLIPS and paper != CHECKLIST:
        cause, remedy = N_("this paper has nothing to fill in"), N_("choose the form itself")
        raise Mishap(cause, remedy)
    if paper == CHECKLIST:
        cause, remedy = N_("the checklist has nothing to fill in"), N_("choose the form itself")
        raise Mishap(cause, remedy)
    sheet, pair = sheet_of(interview, paper, languages), tuple(languages)
    if sheet.background is not None:
        cause = N_("an office's own PDF gets no fields of ours")
        raise Mishap(cause, N_("fill in the PDF itself, or choose the form of this program"))
    try:
        plan = plan_fields(sheet, interview, pair, blank=blank)
        edition = interview.edition
        mark = FormMark(edition.procedure, edition.edition, paper, sheet.edition)
        content = add_fields(write(lay_out(sheet, interview, pair, blank=True)), plan.fields, mark)
    except FontMissing as gone:
        raise font_missing(gone.file) from gone
    return Fillable(content, len(sheet.pages), plan.left_out, plan.cut())


def read_fillable(fields: Mapping[str, str], catalogue: Catalogue) -> Filled | None:
    """What somebody filled in, from names and values of fields; None where they are not those of a form of ours.

    Contents that do not fit their question are told one by one; all others are answers. Raises InputError for an
    edition that is not here, FormError for one that cannot be read.
    """
    mark = mark_in(fields.get(FORM_FIELD, ""))
    if mark is None:
        return None
    try:
        edition = catalogue.edition(mark.procedure, mark.edition)
        begun = date.fromisoformat(mark.edition)
    except (CatalogueMiss, ValueError):
        cause = N_("the form belongs to an edition that is not here: {procedure}, {edition}")
        remedy = N_("bring this talentdesk up to date, or fill in its own copy of the form")
        raise InputError(cause, remedy, procedure=mark.procedure, edition=mark.edition) from None
    others = {name: text for name, text in fields.items() if name != FORM_FIELD}
    return _Reader(Interview(edition, catalogue, as_of=begun)).read(others)


class _Reader:
    """From fields to answers of one edition."""

    def __init__(self, blank: Interview) -> None:
        self.blank, self.edition = blank, blank.edition
        self.outside = Outside(blank.catalogue.lists(), undrawable)
        self.typed: dict[str, str] = {}
        self.declined: set[str] = set()
        self.misfits: list[Misfit] = []

    def read(self, fields: Mapping[str, str]) -> Filled:
        for name, texts in self._gathered(fields).items():
            self._take(name, texts)
        answers = Answers(self.typed, frozenset(self.declined))
        return Filled(self.edition.procedure, self.edition.edition, answers, tuple(self.misfits))

    def _gathered(self, fields: Mapping[str, str]) -> dict[str, str]:
        """Texts by question or cell: dates and ticks put together again from their fields."""
        whole: dict[str, str] = {}
        for name, text in fields.items():
            above, _, part = name.rpartition(".")
            kind = self._kind(above)
            if self._kind(name) is not None:
                whole[name] = text
            elif kind is Kind.DATE and part in _PARTS:
                whole.setdefault(above, "-".join(fields.get(f"{above}.{each}", "").strip() for each in _PARTS))
            elif kind is Kind.CHOICES:
                whole[above] = f"{whole.get(above, '')} {text}".strip()
            else:
                self.misfits.append(Misfit(name, text))
        return whole

    def _question(self, name: str) -> Question | None:
        try:
            return self.blank.question(name)
        except KeyError:
            return None

    def _kind(self, name: str) -> Kind | None:
        question = self._question(name)
        return None if question is None or question.kind in PLACES or question.columns else question.kind

    def _take(self, name: str, text: str) -> None:
        question = self.blank.question(name)
        text = _as_typed(question, text)
        if not text:
            return
        if (
            split_cell(name) is None
            and question.none is not None
            and text in (DECLINED, *_both(question.none.zh, question.none.en))
        ):
            self.declined.add(name)
            return
        if question.kind in _LISTED:
            text = self._code(question, text)
        slips = read_value(question, text, self.outside).slips
        wrong = next((slip for slip in slips if slip.severity is Severity.ERROR and slip.code != _BY_HAND), None)
        if wrong is None:
            self.typed[name] = text
        else:
            self.misfits.append(Misfit(name, text, Problem(name, wrong.code, wrong.severity, wrong.details), question))

    def _code(self, question: Question, text: str) -> str:
        """The code of an answer that was written in words."""
        from talentdesk.paper.fields import codes_of

        codes = codes_of(question, self.blank)
        if text in codes:
            return text
        for code in codes:
            label = self.blank.label(question, code)
            if text.casefold() in {each.casefold() for each in _both(label.zh, label.en)}:
                return code
        return text


_BY_HAND = "text.cannot_be_printed"
"""No reason to lose an answer: a blank is left for it on paper."""


def _as_typed(question: Question, text: str) -> str:
    """The text as it would have been typed: viewers part lines with carriage returns and leave blanks at the ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if question.kind is Kind.ADDRESS:
        return text
    if question.kind is Kind.DATE:
        return text.rstrip("-")
    return " ".join(text.split("\n"))


def _both(zh: str, en: str) -> tuple[str, ...]:
    return (zh, en, f"{zh} {en}", f"{en} {zh}")
