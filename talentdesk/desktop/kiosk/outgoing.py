"""The papers of a visit leave the machine: made elsewhere, printed, and the case passed on where the person agreed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.form import Kind
from talentdesk.core.tomlfile import FormError
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.printqueue import last_choice, system_here
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
from talentdesk.service.printers import Choice, PrintSystem, default_printer, title_of
from talentdesk.service.printing import Job, in_order, jobs, print_to_the_end
from talentdesk.service.printreasons import cause
from talentdesk.service.sentences import join
from talentdesk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.core.interview import Interview
    from talentdesk.desktop.session import Session
    from talentdesk.paper.page import LaidPaper
    from talentdesk.settings import Settings

SLIP = "pick-up-slip"
_NOT_MADE = N_("The papers cannot be made: {cause}; {remedy}.")
_ASK = N_("Ask the staff in this hall, then print again.")
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
    photos: tuple[int, ...] = ()
    """Pages with a place for a photo, from 1."""


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
    """Each paper as a PDF, for a drive."""
    bundle: bytes = field(default=b"", repr=False)
    """The case closed for the office's key, for a drive; empty where the office has none, or nothing is passed on."""
    jobs: tuple[Job, ...] = field(default=(), repr=False)
    """What goes to the printer, to be printed once more."""


class Outgoing(QObject):
    """One printing at a time. What it made stays in memory until the visit ends."""

    printing = Signal(str)
    """The title of the job that is about to be made."""
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
        title, pass_on = title_of(self._session.draft.id), self._pass_on
        self.printing.emit(title)
        draft, system, choice = self._session.draft, system_here(self._desk), last_choice(settings)
        sources, consents = tuple(draft.sources.items()), self.consents

        def work() -> Outcome:
            code = _left(case, settings, now, sources, consents) if pass_on else ""
            until = now + handoff.LASTING if code else None
            bundle = _closed(case, draft, settings, now) if pass_on else b""
            made = _made(case, languages, title, settings, pass_on, code, until, bundle)
            return _hand(made, title, system, choice)

        self._desk.elsewhere.run(work, self._end, self._fail, self)

    def again(self, outcome: Outcome) -> None:
        """Prints what was made once more."""
        if self.busy:
            return
        self.busy = True
        title = title_of(self._session.draft.id)
        self.printing.emit(title)
        system, choice = system_here(self._desk), last_choice(self._desk.settings)
        self._desk.elsewhere.run(lambda: _hand(outcome, title, system, choice), self._end, self._fail, self)

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
    papers = tuple(
        OutPaper(paper, len(each.pages), tuple(_signatures(case, each)), tuple(_photos(case, each)))
        for paper, each in laid.items()
    )
    made = [job for paper, each in laid.items() for job in _job(case, paper, languages, each, settings)]
    finished = [(paper, write(each)) for paper, each in laid.items()]
    if slip is not None:
        finished.append((SLIP, write(slip)))
        made.append(Job(finished[-1][1], laid=((slip, None),)))
    return Outcome(papers, False, code, until, slip, None, tuple(finished), bundle, tuple(made))


def _signatures(case: Interview, laid: LaidPaper) -> Sequence[Signed]:
    found = [Signed(id, page) for id, page in _places(case, laid, Kind.SIGNATURE)]
    return sorted(found, key=lambda each: each.page)


def _photos(case: Interview, laid: LaidPaper) -> Sequence[int]:
    return sorted(page for _id, page in _places(case, laid, Kind.PHOTO))


def _places(case: Interview, laid: LaidPaper, kind: Kind) -> Iterator[tuple[str, int]]:
    """What is done by hand and where, by pages from 1."""
    for question in case.edition.questions:
        place = laid.place_of(question.id) if question.kind is kind and case.asked(question.id) else None
        if place is not None:
            yield question.id, place[0] + 1


def _job(case: Interview, paper: str, languages: Sequence[str], laid: LaidPaper, settings: Settings) -> Sequence[Job]:
    """The paper as it goes to the printer: an office's own form from its tray, moved as it was measured there."""
    if laid.under is None or not settings.calibration:
        return (Job(write(laid), laid=((laid, None),)),)
    printer = settings.printer or default_printer()
    key, measured = settings.office_key, settings.calibration
    return jobs(case, paper, languages, office_key=key, printer=printer, measured=measured)


def _hand(outcome: Outcome, title: str, system: PrintSystem, choice: Choice) -> Outcome:
    """All papers in one job, so that nobody else's come out between, and to the end: nothing comes out later."""
    done = print_to_the_end(system, in_order(outcome.jobs, choice), title, choice)
    if done.good:
        return replace(outcome, printed=True, refused=None)
    reason, printer, tray = done.reason, done.printer, done.tray
    return replace(
        outcome,
        printed=False,
        refused=lambda language: join((cause(reason, language, printer, tray), say(_ASK, language))),
    )


def save_on(folder: Path, outcome: Outcome, name: str) -> None:
    """Writes what was made onto a drive, each paper a file named after nobody. Raises NotWritten."""
    from talentdesk.desktop.printing import write_file

    for paper, content in outcome.finished:
        write_file(content, folder / f"{name}-{paper}.pdf")
    if outcome.bundle:
        write_file(outcome.bundle, folder / f"{name}.age")
