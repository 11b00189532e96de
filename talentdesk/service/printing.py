"""What goes to a printer: one job for all papers, more where official forms lie in a tray of their own; and the handing
over, to the end where that is waited for."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from talentdesk.core.calibration import calibrated
from talentdesk.core.interview import Interview
from talentdesk.service.characters import undrawable
from talentdesk.service.papers import lay_out_paper, write
from talentdesk.service.printers import (
    Choice,
    NotTaken,
    PrintSystem,
    Reason,
    Stage,
    Standing,
    Ticket,
    default_printer,
    title_of,
)

if TYPE_CHECKING:
    from talentdesk.core.calibration import Calibration
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.draft import Draft
    from talentdesk.paper.overlay import Shift
    from talentdesk.paper.page import LaidPaper


@dataclass(frozen=True, slots=True)
class Job:
    """One PDF for a printer."""

    content: bytes = field(repr=False)
    tray: str = ""
    """Empty: the printer's usual one."""
    laid: tuple[tuple[LaidPaper, Shift | None], ...] = field(default=(), repr=False, compare=False)
    """The same papers laid out, for a system that is painted on, and how far each is moved."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be printed of one case."""

    case: Interview
    papers: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """What became of papers: printed, under way, or not, and why. `printreasons` has the sentences."""

    stage: Stage
    reason: Reason = Reason.NONE
    printer: str = ""
    tray: str = ""
    tickets: tuple[Ticket, ...] = ()
    """Jobs that the system has taken, also where a later one was refused."""

    @property
    def good(self) -> bool:
        """Whether everything is printed."""
        return self.stage is Stage.DONE


def jobs(
    interview: Interview,
    paper: str,
    languages: Sequence[str],
    *,
    office_key: str = "",
    printer: str = "",
    measured: Sequence[Calibration] = (),
) -> tuple[Job, ...]:
    """The paper, ready to be printed.

    Where it is an office's own PDF and its edition was `measured` on the printer, the answers alone go to the tray with
    the printed forms, moved as measured, and what stands behind them goes to the usual tray. Raises what
    `lay_out_paper` and `write` raise.
    """
    laid = lay_out_paper(interview, paper, languages, office_key=office_key)
    if laid.under is None:
        return (Job(write(laid), laid=((laid, None),)),)
    edition = interview.catalogue.sheet(paper, interview.as_of).edition
    found = calibrated(measured, paper, edition, printer)
    return (Job(write(laid), laid=((laid, None),)),) if found is None else tuple(_two(laid, found))


def _two(laid: LaidPaper, measured: Calibration) -> Sequence[Job]:
    from talentdesk.service.calibrations import as_shift
    from talentdesk.service.officials import look_into

    count = len(look_into(laid.under.content).sides) if laid.under else 0
    form, behind = replace(laid, pages=laid.pages[:count]), replace(laid, pages=laid.pages[count:], under=None)
    shift = as_shift(measured)
    jobs = [Job(write(form, shift=shift, preprinted=True), measured.tray, ((_bare(form), shift),))]
    return [*jobs, Job(write(behind), laid=((behind, None),))] if behind.pages else jobs


def _bare(form: LaidPaper) -> LaidPaper:
    """The answers alone."""
    return replace(form, pages=tuple(replace(page, backdrop=None) for page in form.pages), under=None)


def jobs_of(
    errand: Errand, choice: Choice, *, office_key: str = "", measured: Sequence[Calibration] = ()
) -> tuple[Job, ...]:
    """Everything of one case in order, as few jobs as the trays allow. Raises what `jobs` raises."""
    printer = (choice.printer or default_printer()) if measured else ""
    made = [
        jobs(errand.case, paper, errand.languages, office_key=office_key, printer=printer, measured=measured)
        for paper in errand.papers
    ]
    return in_order([job for paper in made for job in paper], choice)


def in_order(made: Sequence[Job], choice: Choice) -> tuple[Job, ...]:
    """Jobs of one or more cases as one, where they come from one tray: nobody else's papers come out between.

    Printed on both sides, no paper begins on the back of another one.
    """
    return tuple(_as_one(list(run), choice) for _tray, run in groupby(made, lambda job: job.tray))


def errand_of(draft: Draft, catalogue: Catalogue, papers: Sequence[str], languages: Sequence[str]) -> Errand:
    """What is to be printed of a stored case, as it is stored. Raises CatalogueMiss, FormError."""
    edition = catalogue.edition(draft.procedure, draft.edition)
    case = Interview(
        edition,
        catalogue,
        as_of=draft.as_of,
        typed=draft.typed,
        declined=draft.declined,
        check_text=undrawable,
    )
    return Errand(case, tuple(papers), tuple(languages))


def _as_one(run: Sequence[Job], choice: Choice) -> Job:
    if len(run) == 1:
        return run[0]
    from talentdesk.paper.joining import one_after_another

    content = one_after_another([job.content for job in run], two_sided=choice.two_sided)
    return Job(content, run[0].tray, tuple(laid for job in run for laid in job.laid))


def hand_over(system: PrintSystem, made: Sequence[Job], title: str, choice: Choice) -> PrintOutcome:
    """Gives jobs to the printer, without waiting for the paper. May wait for seconds all the same."""
    taken: list[Ticket] = []
    for job in made:
        try:
            taken.append(system.hand_over(job, title, choice))
        except NotTaken as refused:
            for ticket in taken:  # half a set of papers would come out once more with the next try
                system.take_back(ticket)
            printer = choice.printer or default_printer()
            return PrintOutcome(Stage.FAILED, refused.reason, printer, job.tray or choice.tray)
    printer = taken[0].printer if taken else choice.printer
    return PrintOutcome(Stage.QUEUED, Reason.NONE, printer, choice.tray, tuple(taken))


def look_after(system: PrintSystem, outcome: PrintOutcome) -> PrintOutcome:
    """How far the jobs of an outcome are now: done when all are, failed when one is."""
    if outcome.stage in (Stage.DONE, Stage.FAILED):
        return outcome
    standings = [system.standing(ticket) for ticket in outcome.tickets]
    worst = min(standings, key=_worst_first, default=Standing(Stage.DONE))
    return replace(outcome, stage=worst.stage, reason=worst.reason)


def print_now(
    system: PrintSystem,
    errand: Errand,
    draft: str,
    choice: Choice,
    *,
    office_key: str = "",
    measured: Sequence[Calibration] = (),
    patience_s: float = 90.0,
    clock: Callable[[], float] = time.monotonic,
    wait: Callable[[float], None] = time.sleep,
) -> PrintOutcome:
    """Prints the papers of one case at once and waits for the end, or for something that somebody must mend.

    What is neither done nor failed after `patience_s` is taken back and reported as SLOW, what is held up as what
    holds it up, so that nothing comes out when the person has gone. Raises what `jobs` raises. Never call it from a
    window's thread.
    """
    made = jobs_of(errand, choice, office_key=office_key, measured=measured)
    outcome = hand_over(system, made, title_of(draft), choice)
    end, pause = clock() + patience_s, 0.1
    while True:
        outcome = look_after(system, outcome)
        if outcome.stage in (Stage.DONE, Stage.FAILED):
            return outcome
        if clock() >= end:
            for ticket in outcome.tickets:
                system.take_back(ticket)
            return replace(outcome, stage=Stage.FAILED, reason=outcome.reason or Reason.SLOW)
        wait(pause)
        pause = min(1.0, pause * 1.5)


def _worst_first(standing: Standing) -> tuple[int, bool]:
    order = (Stage.FAILED, Stage.QUEUED, Stage.PRINTING, Stage.DONE)
    return order.index(standing.stage), not standing.reason
