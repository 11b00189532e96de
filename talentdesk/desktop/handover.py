"""Papers leave the program: made elsewhere from the case as it stood, then given to a printer or written to a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.draft import State
from talentdesk.core.interview import Interview
from talentdesk.core.tomlfile import FormError
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.listedprint import ListedPrint
from talentdesk.desktop.printing import NotWritten, write_file
from talentdesk.desktop.printqueue import Ended, choice_of, last_choice, print_queue
from talentdesk.desktop.session import Session
from talentdesk.desktop.tasks import Newest
from talentdesk.i18n import N_, plural, say
from talentdesk.service.faults import fault_line
from talentdesk.service.mishap import InputError, Mishap
from talentdesk.service.notices import Notice, notices_for
from talentdesk.service.papers import PaperView, frozen, paper_languages, print_out, view_paper
from talentdesk.service.printers import Choice, PrintSystem, Stage, title_of
from talentdesk.service.printing import Errand, PrintOutcome, hand_over, jobs_of, look_after, print_now
from talentdesk.service.printreasons import cause, remedy, stays
from talentdesk.service.sentences import join
from talentdesk.settings import Settings

WORKING = N_("The papers are being made…")
SAVED = N_("Saved as a PDF. It holds personal data: keep it where only you can read it.")
_FORM_FAULT = N_("A form file has a fault, so the paper cannot be made: {fault}")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the papers: a sentence for the person, in any language."""

    good: bool
    told: Callable[[str], str]
    printed: bool = False
    outcome: PrintOutcome | None = None
    """What the printer made of it, where one was asked."""


class Handover(QObject):
    """Counts, prints and saves the papers of one case, one act at a time."""

    began = Signal()
    ended = Signal(object)
    """The `Result`."""

    def __init__(self, desk: Desk, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = session
        self._queue = print_queue(desk)
        self._queue.handed.connect(self._handed)
        self._queue.settled.connect(self._settled)
        self._counting: Newest[Mapping[str, PaperView]] = Newest(desk.letters, self)
        self.busy = False

    def count(self, papers: Sequence[str], then: Callable[[Mapping[str, PaperView]], None]) -> None:
        """Lays the papers out elsewhere and calls `then` with what came of it, unless asked again meanwhile.

        A paper that cannot be made has no pages; printing it says why.
        """
        case, languages, key = frozen(self._session.interview), self._languages(), self._desk.settings.office_key
        future = self._desk.elsewhere.run(lambda: _counted(case, papers, languages, key), lambda _views: None)
        self._counting.ask(future, then)

    def print(self, papers: Sequence[str]) -> None:
        """Puts the papers on the ready-to-print list and prints them at once, as papers were printed last.

        Where the list cannot be written they are printed all the same: the window tells of the store's trouble. At a
        public machine nothing is put on a list, and nothing comes out of the printer when the person has gone.
        """
        if self.busy:
            return
        if self._desk.settings.mode == "kiosk":
            self._print_to_the_end(papers)
            return
        self.busy = True
        self._session.flush()
        self.began.emit()
        case, draft, settings = frozen(self._session.interview), self._session.draft.id, self._desk.settings
        wanted = self._queue.wanted(draft, papers, self._languages())
        errand, system = Errand(case, wanted.papers, wanted.languages), self._queue.system

        def work() -> Result:
            return _printed(system, errand, draft, choice_of(wanted), settings)

        ListedPrint(self._desk, self._queue, wanted, work, self._end, self._fail, self).begin()

    def _print_to_the_end(self, papers: Sequence[str]) -> None:
        errand = Errand(frozen(self._session.interview), tuple(papers), self._languages())
        draft, settings, system = self._session.draft.id, self._desk.settings, self._queue.system
        self._begin(lambda: _printed_to_the_end(system, errand, draft, settings))

    def save(self, papers: Sequence[str], place: Path) -> None:
        """Writes the papers into one PDF."""
        case, languages, key = frozen(self._session.interview), self._languages(), self._desk.settings.office_key
        self._begin(lambda: _saved(case, papers, languages, place, key))

    def _languages(self) -> tuple[str, str]:
        return paper_languages(self._desk.language, self._desk.second)

    def _begin(self, work: Callable[[], Result]) -> None:
        if self.busy:
            return
        self.busy = True
        self._session.flush()
        self.began.emit()
        self._desk.elsewhere.run(work, self._end, self._fail, self)

    def _end(self, result: Result) -> None:
        self.busy = False
        if result.printed:
            self._session.mark(State.PRINTED)
        if result.printed or result.good:
            self._desk.keeper.note("print" if result.printed else "export", self._session.draft.id)
        self.ended.emit(result)

    def _handed(self, ended: Ended) -> None:
        """Printed from the list: the case is printed all the same."""
        if self._session.draft.id in ended.drafts and ended.outcome.stage is not Stage.FAILED:
            self._session.mark(State.PRINTED)

    def _settled(self, ended: Ended) -> None:
        """What the printer says after it took the papers is told only where it went wrong."""
        if self._session.draft.id in ended.drafts and ended.outcome.stage is Stage.FAILED and not self.busy:
            self.ended.emit(Result(False, lambda language: told(ended.outcome, language), outcome=ended.outcome))

    def _fail(self, error: BaseException) -> None:
        result = _mishap(error)
        if result is None:
            self.busy = False
            self.ended.emit(Result(False, _unmade))
            raise error
        self._end(result)


def _unmade(language: str) -> str:
    return say("The paper could not be made.", language)


def _counted(case: Interview, papers: Sequence[str], languages: Sequence[str], key: str) -> Mapping[str, PaperView]:
    views = {}
    for paper in papers:
        try:
            views[paper] = view_paper(case, paper, languages, office_key=key)
        except (FormError, CatalogueMiss, InputError, Mishap):
            continue
    return views


def _printed(system: PrintSystem, errand: Errand, draft: str, choice: Choice, settings: Settings) -> Result:
    made = jobs_of(errand, choice, office_key=settings.office_key, measured=settings.calibration)
    outcome = look_after(system, hand_over(system, made, title_of(draft), choice))
    if outcome.stage is Stage.FAILED:
        return Result(False, lambda language: told(outcome, language), outcome=outcome)
    notices, count = notices_for(errand.case, errand.papers, errand.languages), len(errand.papers)

    def sent(language: str) -> str:
        held = cause(outcome.reason, language, outcome.printer, outcome.tray)
        first = join((_sent(count, language), held, remedy(outcome.reason, language)))
        return _with(first, notices, language)

    return Result(not outcome.reason, sent, printed=True, outcome=outcome)


def _printed_to_the_end(system: PrintSystem, errand: Errand, draft: str, settings: Settings) -> Result:
    outcome = print_now(
        system,
        errand,
        draft,
        last_choice(settings),
        office_key=settings.office_key,
        measured=settings.calibration,
    )
    if not outcome.good:
        return Result(False, lambda language: _why_not(outcome, language), outcome=outcome)
    notices, count = notices_for(errand.case, errand.papers, errand.languages), len(errand.papers)
    return Result(True, lambda language: _with(_out(count, language), notices, language), printed=True, outcome=outcome)


def _out(count: int, language: str) -> str:
    return plural("Printed: {count} paper.", "Printed: {count} papers.", count, language)


def _why_not(outcome: PrintOutcome, language: str) -> str:
    """For who may not touch the printer."""
    why = cause(outcome.reason, language, outcome.printer, outcome.tray)
    return join((why, say("Please ask at the counter; nothing you filled in is lost.", language)))


def told(outcome: PrintOutcome, language: str) -> str:
    """Why papers are not out, what to do, and that they are kept."""
    why = cause(outcome.reason, language, outcome.printer, outcome.tray)
    return join((why, remedy(outcome.reason, language), stays(language)))


def _with(told: str, notices: Sequence[Notice], language: str) -> str:
    """What became of the papers, and what is to be known of the forms among them."""
    more = (
        say(
            "Look at the form: {cause}; {remedy}.",
            language,
            cause=say(notice.cause, language, **notice.details),
            remedy=say(notice.remedy, language, **notice.details),
        )
        for notice in notices
    )
    return join((told, *more))


def _sent(count: int, language: str) -> str:
    return plural("Sent to the printer: {count} paper.", "Sent to the printer: {count} papers.", count, language)


def _saved(case: Interview, papers: Sequence[str], languages: Sequence[str], place: Path, key: str) -> Result:
    write_file(print_out(case, papers, languages, office_key=key).content, place)
    notices = notices_for(case, papers, languages)
    return Result(True, lambda language: _with(say(SAVED, language), notices, language))


def _mishap(error: BaseException) -> Result | None:
    """A failure that has a remedy, in words; None for a mistake in the program."""
    if isinstance(error, NotWritten):
        written = error.remedy
        return Result(False, lambda language: say(written, language))
    if isinstance(error, FormError):
        fault = error.fault
        return Result(False, lambda language: say(_FORM_FAULT, language, fault=fault_line(fault, language)))
    if isinstance(error, Mishap | InputError | CatalogueMiss):
        why, answer, details = error.cause, error.remedy, error.details
        return Result(
            False,
            lambda language: say(
                "The paper cannot be made: {cause}; {remedy}.",
                language,
                cause=say(why, language, **details),
                remedy=say(answer, language, **details),
            ),
        )
    return None
