"""One paper for each row of a table of applicants: named by row, whole or not there, on as many cores as wanted."""

from __future__ import annotations

import errno
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from talentdesk.core.cells import split_cell
from talentdesk.core.interview import Interview
from talentdesk.core.words import N_
from talentdesk.service.applicants import Row
from talentdesk.service.characters import undrawable
from talentdesk.service.evaluation import has_errors
from talentdesk.service.faults import cause_and_remedy
from talentdesk.service.files import put
from talentdesk.service.mishap import Mishap
from talentdesk.service.rendering import render
from talentdesk.service.rooms import catalogue
from talentdesk.service.sentences import sentence

_AHEAD = 4
"""Rows handed to each process in advance: enough to keep it busy, few enough to keep memory flat."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all rows."""

    procedure: str
    as_of: date
    paper: str
    languages: tuple[str, str]
    folder: Path
    language: str
    """Language of the sentences in the report."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is to be said about a row. `cell` is empty where the question has no column."""

    cell: str
    question: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: the file's name, empty if the row was skipped, and what is to be said about it."""

    row: int
    file: str
    pages: int
    troubles: tuple[Trouble, ...]


def file_name(row: Row) -> str:
    """A name that tells nothing of the person."""
    return f"row-{row.number:04d}.pdf"


def prepare_folder(rows: Sequence[Row], folder: Path) -> None:
    """Makes the folder. Raises Mishap where a paper would fall on a file that is there, OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = next((file_name(row) for row in rows if (folder / file_name(row)).exists()), "")
    if taken:
        raise Mishap(N_("{file} is there already"), N_("name another folder, or move the file away"), file=taken)


def run_batch(rows: Sequence[Row], job: Job, jobs: int) -> Iterator[Outcome]:
    """Prints each row that has no error, in `jobs` processes; outcomes come as they are ready.

    Closing the iterator, or an interrupt, lets the rows under way be finished and starts no more. Raises Mishap
    when the disk is full, OSError, and what `render` raises.
    """
    done = 0
    try:
        for outcome in (print_row(row, job) for row in rows) if jobs == 1 else _spread(rows, job, jobs):
            done += bool(outcome.file)
            yield outcome
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        cause = N_("the disk is full; {done} papers are finished and whole")
        raise Mishap(cause, N_("delete something, or choose another disk"), done=str(done)) from None


def _spread(rows: Sequence[Row], job: Job, jobs: int) -> Iterator[Outcome]:
    left = iter(rows)
    # An interrupt at the terminal reaches every process: only this one may act on it.
    with ProcessPoolExecutor(jobs, get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
        waiting: set[Future[Outcome]] = set()
        try:
            while True:
                for row in left:
                    waiting.add(pool.submit(print_row, row, job))
                    if len(waiting) >= jobs * _AHEAD:
                        break
                if not waiting:
                    return
                ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in ready:
                    yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def print_row(row: Row, job: Job) -> Outcome:
    """One row's paper, by the same way a single one goes, so with the same bytes. Raises what `render` raises."""
    interview = Interview(
        catalogue().in_force(job.procedure, job.as_of),
        catalogue(),
        as_of=job.as_of,
        typed=row.answers.typed,
        declined=row.answers.declined,
        check_text=undrawable,
    )
    troubles = _troubles(row, interview, job.language)
    if has_errors(interview) or any(remark.grave for remark in row.remarks):
        return Outcome(row.number, "", 0, troubles)
    rendered = render(interview, job.paper, job.languages)
    put(job.folder / file_name(row), rendered.content)
    return Outcome(row.number, file_name(row), rendered.pages, troubles)


def _troubles(row: Row, interview: Interview, language: str) -> tuple[Trouble, ...]:
    places = {cell: name for name, cell in row.cells.items()}
    found = [
        Trouble(
            remark.cell,
            places.get(remark.cell, ""),
            "error" if remark.grave else "notice",
            cause_and_remedy(remark.cause, remark.remedy, remark.details, language),
        )
        for remark in row.remarks
    ]
    for problem in interview.problems():
        told = sentence(problem, interview.question(problem.question), language, interview)
        found.append(Trouble(_cell_of(problem.question, row), problem.question, str(problem.severity), told))
    return tuple(found)


def _cell_of(name: str, row: Row) -> str:
    """The cell of a question; of a whole table, its first one."""
    if name in row.cells:
        return row.cells[name]
    return next((cell for id, cell in row.cells.items() if (split_cell(id) or ("",))[0] == name), "")
