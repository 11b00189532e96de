"""The papers of a visit leave the machine: made elsewhere, printed, and the case passed on where the person agreed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.form import Kind
from talentdesk.core.tomlfile import FormError
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.printing import NotPrinted, hand_to_printer, job_title
from talentdesk.i18n import N_, say
from talentdesk.service import handoff
from talentdesk.service.mishap import InputError, Mishap
from talentdesk.service.papers import (
    frozen,
    lay_out_paper,
    on_demand,
    paper_languages,
    papers_of,
    write,
)
from talentdesk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.core.interview import Interview
    from talentdesk.desktop.session import Session
    from talentdesk.paper.page import LaidPaper
    from talentdesk.settings import Settings

SLIP = "pick-up-slip"
_NOT_MADE = N_("The papers cannot be made: {cause}; {remedy}.")
_FORM_FAULT = N_("A form file has a fault. Ask the staff in this hall.")


@dataclass(frozen=True, slots=True)
class Signed:
    """Where a paper wants a signature."""

    question: str
    page: int
    """From 1."""


@dataclass(frozen=True, slots=True)
class OutPaper:
    """A paper as it came out, in the order in which it lies in the tray."""

    paper: str
    pages: int
    signed: tuple[Signed, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it."""

    papers: tuple[OutPaper, ...] = ()
    printed: bool = False
    code: str = ""
    """Under which the case waits on the centre's server."""
    until: datetime | None = None
    slip: LaidPaper | None = None
    refused: Callable[[str], str] | None = None
    """Why not everything worked, and what to do."""
    finished: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    """Each paper as a PDF, to be printed once more."""
    bundle: bytes = field(default=b"", repr=False)
    """The case closed for the office's key, for a drive; empty where the office has none, or nothing is passed on."""


class Outgoing(QObject):
    """One printing at a time. What it made stays in memory until the visit ends."""

    ended = Signal(object)
    """The `Outcome`."""

    def __init__(self, desk: Desk, session: Session, *, pass_on: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = session
        self._pass_on = pass_on
        self.consents: tuple[tuple[str, str], ...] = ()
        """What the person agreed to, with the language it was read in."""
        self.busy = False

    def begin(self) -> None:
        """Passes the case on, then makes and prints the papers."""
        if self.busy:
            return
        self.busy = True
        case, settings, now = frozen(self._session.interview), self._desk.settings, self._desk.now()
        languages = paper_languages(self._desk.language, self._desk.second)
        title, pass_on = job_title(self._session.draft.id), self._pass_on
        draft = self._session.draft
        sources, consents = tuple(draft.sources.items()), self.consents

        def work() -> Outcome:
            code = _left(case, settings, now, sources, consents) if pass_on else ""
            until = now + handoff.LASTING if code else None
            bundle = _closed(case, draft, settings, now) if pass_on else b""
            return _made(case, languages, title, settings, pass_on, code, until, bundle)

        self._desk.elsewhere.run(work, self._end, self._fail, self)

    def again(self, outcome: Outcome) -> None:
        """Prints what was made once more."""
        if self.busy:
            return
        self.busy = True
        title = job_title(self._session.draft.id)
        self._desk.elsewhere.run(lambda: _hand(outcome, title), self._end, self._fail, self)

    def _end(self, outcome: Outcome) -> None:
        self.busy = False
        self.ended.emit(outcome)

    def _fail(self, error: BaseException) -> None:
        self.busy = False
        told = refusal(error)
        if told is None:
            raise error
        self.ended.emit(Outcome(refused=told))


def paper_order(interview: Interview) -> tuple[str, ...]:
    """The papers an applicant takes away: forms first, what to bring last; none that is for the clerk."""
    papers = papers_of(interview)
    wanted = on_demand(papers)
    return tuple(paper for paper in papers if paper not in wanted)


def refusal(error: BaseException) -> Callable[[str], str] | None:
    """A failure that has a remedy, in words; None for a mistake in the program."""
    if isinstance(error, NotPrinted):
        return lambda language: say(
            N_("No printer took the papers. Ask the staff in this hall, then print again."), language
        )
    if isinstance(error, FormError):
        return lambda language: say(_FORM_FAULT, language)
    if isinstance(error, Mishap | InputError | CatalogueMiss):
        cause, remedy, details = error.cause, error.remedy, error.details
        return lambda language: say(
            _NOT_MADE, language, cause=say(cause, language, **details), remedy=say(remedy, language, **details)
        )
    return None


def _left(
    case: Interview,
    settings: Settings,
    now: datetime,
    sources: Sequence[tuple[str, str]],
    consents: Sequence[tuple[str, str]],
) -> str:
    """The code under which the case waits. The squares on the paper carry the answers too: a server that is away costs
    nobody their visit."""
    try:
        return handoff.leave_for_counters(settings, case, now, sources=sources, consents=consents)
    except (StoreTrouble, Mishap):
        return ""


def _closed(case: Interview, draft: Draft, settings: Settings, now: datetime) -> bytes:
    """The case for a drive, which only the office opens. A visit has no desk of its own: it signs with a key by chance.

    Raises InputError for an office's key that is none.
    """
    if not settings.office_key:
        return b""
    from talentdesk.service.bundles import make_bundle, recipients_of
    from talentdesk.store.deskkey import DeskKey

    recipients = recipients_of((settings.office_key,))
    return make_bundle(case, draft, DeskKey(secrets.token_bytes(32)), recipients, "", "counter", now)


def _made(
    case: Interview,
    languages: Sequence[str],
    title: str,
    settings: Settings,
    pass_on: bool,
    code: str,
    until: datetime | None,
    bundle: bytes,
) -> Outcome:
    from talentdesk.service.pickup import pickup_slip

    key = settings.office_key
    laid = {paper: lay_out_paper(case, paper, languages, code=pass_on, office_key=key) for paper in paper_order(case)}
    slip = None
    if pass_on:
        slip = pickup_slip(case, languages, title, code=code, until=until, office_key=key)
    papers = tuple(OutPaper(paper, len(each.pages), tuple(_signatures(case, each))) for paper, each in laid.items())
    finished = [(paper, write(each)) for paper, each in laid.items()]
    if slip is not None:
        finished.append((SLIP, write(slip)))
    return _hand(Outcome(papers, False, code, until, slip, None, tuple(finished), bundle), title)


def _signatures(case: Interview, laid: LaidPaper) -> Sequence[Signed]:
    asked = (each for each in case.edition.questions if each.kind is Kind.SIGNATURE and case.asked(each.id))
    places = ((question.id, laid.place_of(question.id)) for question in asked)
    found = [Signed(id, place[0] + 1) for id, place in places if place is not None]
    return sorted(found, key=lambda each: each.page)


def _hand(outcome: Outcome, title: str) -> Outcome:
    """Each paper is a job of its own, so that none begins on the back of another."""
    try:
        for _paper, content in outcome.finished:
            hand_to_printer(content, title)
    except NotPrinted as error:
        return replace(outcome, printed=False, refused=refusal(error))
    return replace(outcome, printed=True, refused=None)


def save_on(folder: Path, outcome: Outcome, name: str) -> None:
    """Writes what was made onto a drive, each paper a file named after nobody. Raises NotWritten."""
    from talentdesk.desktop.printing import write_file

    for paper, content in outcome.finished:
        write_file(content, folder / f"{name}-{paper}.pdf")
    if outcome.bundle:
        write_file(outcome.bundle, folder / f"{name}.age")
