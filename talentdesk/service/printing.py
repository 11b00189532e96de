"""What goes to a printer for one paper: one job, or two where the official form is in a tray of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from talentdesk.core.calibration import calibrated
from talentdesk.service.papers import lay_out_paper, write

if TYPE_CHECKING:
    from talentdesk.core.calibration import Calibration
    from talentdesk.core.interview import Interview
    from talentdesk.paper.page import LaidPaper


@dataclass(frozen=True, slots=True)
class Job:
    """One PDF for a printer."""

    content: bytes
    tray: str = ""
    """Empty: the printer's usual one."""


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
        return (Job(write(laid)),)
    edition = interview.catalogue.sheet(paper, interview.as_of).edition
    found = calibrated(measured, paper, edition, printer)
    return (Job(write(laid)),) if found is None else tuple(_two(laid, found))


def _two(laid: LaidPaper, measured: Calibration) -> Sequence[Job]:
    from talentdesk.service.calibrations import as_shift
    from talentdesk.service.officials import look_into

    count = len(look_into(laid.under.content).sides) if laid.under else 0
    form, behind = replace(laid, pages=laid.pages[:count]), replace(laid, pages=laid.pages[count:], under=None)
    jobs = [Job(write(form, shift=as_shift(measured), preprinted=True), measured.tray)]
    return [*jobs, Job(write(behind))] if behind.pages else jobs
