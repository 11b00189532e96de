"""Papers leave the program: made elsewhere from the case as it stood, then given to a printer or written to a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.draft import State
from talentdesk.core.form import SLIPS
from talentdesk.core.interview import Interview
from talentdesk.core.tomlfile import FormError
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.printing import (
    NotPrinted,
    NotWritten,
    default_printer,
    hand_to_printer,
    job_title,
    write_file,
)
from talentdesk.desktop.session import Session
from talentdesk.desktop.tasks import Newest
from talentdesk.i18n import N_, plural, say
from talentdesk.service.faults import fault_line
from talentdesk.service.mishap import InputError, Mishap
from talentdesk.service.notices import Notice, notices_for
from talentdesk.service.papers import PaperView, frozen, paper_languages, print_out, view_paper
from talentdesk.service.printing import jobs
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


class Handover(QObject):
    """Counts, prints and saves the papers of one case, one act at a time."""

    began = Signal()
    ended = Signal(object)
    """The `Result`."""

    def __init__(self, desk: Desk, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = session
        self._counting: Newest[Mapping[str, PaperView]] = Newest(desk.letters, self)
        self.busy = False
        self._forms = False

    def count(self, papers: Sequence[str], then: Callable[[Mapping[str, PaperView]], None]) -> None:
        """Lays the papers out elsewhere and calls `then` with what came of it, unless asked again meanwhile.

        A paper that cannot be made has no pages; printing it says why.
        """
        case, languages, key = frozen(self._session.interview), self._languages(), self._desk.settings.office_key
        future = self._desk.elsewhere.run(lambda: _counted(case, papers, languages, key), lambda _views: None)
        self._counting.ask(future, then)

    def print(self, papers: Sequence[str], languages: tuple[str, str] | None = None) -> None:
        """Gives the papers to the default printer, in the paper's `languages` where they are not the desk's."""
        case, settings = frozen(self._session.interview), self._desk.settings
        languages = languages or self._languages()
        self._forms = any(paper not in SLIPS for paper in papers)
        title = job_title(self._session.draft.id)
        self._begin(lambda: _printed(case, papers, languages, title, settings))

    def save(self, papers: Sequence[str], place: Path, languages: tuple[str, str] | None = None) -> None:
        """Writes the papers into one PDF."""
        case, key = frozen(self._session.interview), self._desk.settings.office_key
        languages = languages or self._languages()
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
        if result.printed and self._forms:
            # A slip that was printed alone has not finished the case.
            self._session.move(State.PRINTED)
        if result.printed or result.good:
            self._desk.keeper.note("print" if result.printed else "export", self._session.draft.id)
        self.ended.emit(result)

    def _fail(self, error: BaseException) -> None:
        result = _mishap(error)
        if result is None:
            self.busy = False
            self.ended.emit(Result(False, lambda language: say("The paper could not be made.", language)))
            raise error
        self._end(result)


def _counted(case: Interview, papers: Sequence[str], languages: Sequence[str], key: str) -> Mapping[str, PaperView]:
    views = {}
    for paper in papers:
        try:
            views[paper] = view_paper(case, paper, languages, office_key=key)
        except (FormError, CatalogueMiss, InputError, Mishap):
            continue
    return views


def _printed(
    case: Interview, papers: Sequence[str], languages: Sequence[str], title: str, settings: Settings
) -> Result:
    """Each paper is a job of its own: the slip does not begin on the back of the form."""
    measured = settings.calibration
    printer = default_printer() if measured else ""
    key = settings.office_key
    finished = [jobs(case, paper, languages, office_key=key, printer=printer, measured=measured) for paper in papers]
    for count, paper in enumerate(finished):
        try:
            for job in paper:
                hand_to_printer(job.content, title, job.tray)
        except NotPrinted as error:
            return _stopped(count, len(finished), error.remedy)
    notices = notices_for(case, papers, languages)
    return Result(True, lambda language: _with(_sent(len(finished), language), notices, language), printed=True)


def _stopped(count: int, wanted: int, remedy: str) -> Result:
    def told(language: str) -> str:
        first = say("{count} of {wanted} papers went to the printer.", language, count=count, wanted=wanted)
        return join((first if count else "", say(remedy, language)))

    return Result(False, told, printed=count > 0)


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
    if isinstance(error, NotPrinted | NotWritten):
        remedy = error.remedy
        return Result(False, lambda language: say(remedy, language))
    if isinstance(error, FormError):
        fault = error.fault
        return Result(False, lambda language: say(_FORM_FAULT, language, fault=fault_line(fault, language)))
    if isinstance(error, Mishap | InputError | CatalogueMiss):
        cause, remedy, details = error.cause, error.remedy, error.details
        return Result(
            False,
            lambda language: say(
                "The paper cannot be made: {cause}; {remedy}.",
                language,
                cause=say(cause, language, **details),
                remedy=say(remedy, language, **details),
            ),
        )
    return None
