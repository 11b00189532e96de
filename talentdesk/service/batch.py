"""The papers of each row of a table of applicants, a file a row: named by row, whole or not there, on as many cores as
wanted.

A row costs a core some ten milliseconds, so what can be done for many rows at once is: they travel in handfuls, and
their files wait in a hidden folder while threads bring them onto the disk and under their names.
"""

from __future__ import annotations

import errno
import gc
import shutil
import signal
import tempfile
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.form import Edition
from talentdesk.core.interview import Interview
from talentdesk.core.words import N_
from talentdesk.service.applicants import Row
from talentdesk.service.characters import undrawable
from talentdesk.service.faults import cause_and_remedy
from talentdesk.service.files import move_synced, named_as, sync_folder, write_new
from talentdesk.service.mishap import Mishap
from talentdesk.service.papers import print_out
from talentdesk.service.rooms import catalogue
from talentdesk.service.sentences import sentence

_HANDFUL = 8
"""Rows that travel together: enough to make the way cheap, few enough to show progress and to end together."""
_AHEAD = 2
"""Handfuls given to each process in advance: it is never idle, and memory stays flat."""
_LANDING = 8
"""Files brought onto the disk at the same time: the disk writes their names down once for all."""
_WAITING = 64
"""Files that may wait for that before no more rows are printed."""
_HIDDEN = ".talentdesk-unfinished-"


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all rows."""

    procedure: str
    as_of: date
    papers: tuple[str, ...]
    """What a person takes along, in this order, in the one file of the row."""
    languages: tuple[str, str]
    folder: Path
    language: str
    """Language of the sentences in the report."""
    code: bool = True
    """Whether the papers carry their answers in square codes."""
    office_key: str = ""
    """Public key that the codes are sealed to; empty for codes that anyone can read."""


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


_Outcomes = Generator[Outcome, None, None]


def file_name(row: Row) -> str:
    """A name that tells nothing of the person, and stands in a folder where the row stands in the table."""
    return f"row-{row.number:04d}.pdf"


def prepare(rows: Sequence[Row], job: Job) -> None:
    """Makes the folder, once it is certain that there are such papers and that their codes can be sealed.

    Raises what `print_out` raises, Mishap where a paper would fall on a file that is there, OSError.
    """
    nobody = Interview(catalogue().in_force(job.procedure, job.as_of), catalogue(), as_of=job.as_of)
    print_out(nobody, job.papers, job.languages, code=job.code, office_key=job.office_key)
    folder = job.folder
    if folder.exists() and not folder.is_dir():
        raise Mishap(N_("{file} is no folder"), N_("name a folder for the papers"), file=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    taken = next((file_name(row) for row in rows if (folder / file_name(row)).exists()), "")
    if taken:
        raise Mishap(N_("{file} is there already"), N_("name another folder, or move the file away"), file=taken)


def run_batch(rows: Sequence[Row], job: Job, jobs: int) -> _Outcomes:
    """Prints each row that has no error, in `jobs` processes; outcomes come as they are ready.

    A paper whose outcome came is on the disk. Closing the iterator, or an interrupt, starts no more rows. Raises
    Mishap when the disk is full or a process is ended from outside, OSError, and what `print_out` raises: after the
    outcomes of all papers that are whole.
    """
    done = 0
    try:
        with (
            _hidden_folder(job.folder) as beside,
            closing(_alone(rows, job, beside) if jobs == 1 else _spread(rows, job, beside, jobs)) as printed,
            closing(_land(printed, beside)) as landed,
        ):
            for outcome in landed:
                done += bool(outcome.file)
                yield outcome
    except BrokenProcessPool:
        cause = N_("a process that printed was ended from outside; {done} papers are finished and whole")
        raise Mishap(cause, N_("close other programs, name another folder, and try again"), done=str(done)) from None
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        cause = N_("the disk is full; {done} papers are finished and whole")
        raise Mishap(cause, N_("delete something, or choose another disk"), done=str(done)) from None


@contextmanager
def _hidden_folder(folder: Path) -> Iterator[Path]:
    """Where files are until they are whole. What was moved out of it stays also if the power fails."""
    with named_as(folder):
        beside = Path(tempfile.mkdtemp(prefix=_HIDDEN, dir=folder))
    try:
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        with suppress(OSError):
            sync_folder(folder)


# --- onto the disk ------------------------------------------------------------------------------------


def _land(printed: Iterable[Outcome], beside: Path) -> _Outcomes:
    """Passes on each outcome once its file is in its place. A fault ends it after all that came before."""
    waiting: deque[tuple[Outcome, Future[None]]] = deque()
    fault: Exception | None = None
    with ThreadPoolExecutor(_LANDING, "landing") as threads:
        try:
            for outcome in printed:
                waiting.append((outcome, threads.submit(_move, outcome.file, beside)))
                while waiting and (waiting[0][1].done() or len(waiting) > _WAITING):
                    landed, moved = waiting.popleft()
                    moved.result()
                    yield landed
        except (OSError, BrokenProcessPool, Mishap) as raised:
            fault = raised
        for landed, moved in waiting:
            if (failed := moved.exception()) is None:
                yield landed
            elif fault is None and isinstance(failed, Exception):
                fault = failed
    if fault:
        raise fault


def _move(name: str, beside: Path) -> None:
    if name:
        with named_as(beside.parent / name):
            move_synced(beside / name, beside.parent / name)


# --- rows ---------------------------------------------------------------------------------------------


def _alone(rows: Sequence[Row], job: Job, beside: Path) -> _Outcomes:
    for row in rows:
        yield print_row(row, job, beside)


def _spread(rows: Sequence[Row], job: Job, beside: Path, jobs: int) -> _Outcomes:
    size = max(1, min(_HANDFUL, len(rows) // (jobs * _AHEAD)))
    left = iter([rows[at : at + size] for at in range(0, len(rows), size)])
    printing = partial(_print_rows, job=job, beside=beside)
    with ProcessPoolExecutor(jobs, get_context("spawn"), _begin) as pool:
        waiting: set[Future[tuple[list[Outcome], Exception | None]]] = set()
        try:
            while True:
                for handful in left:
                    waiting.add(pool.submit(printing, handful))
                    if len(waiting) >= jobs * _AHEAD:
                        break
                if not waiting:
                    return
                ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in ready:
                    printed, fault = future.result()
                    yield from printed
                    if fault:
                        raise fault
        finally:
            pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """What a printing process does first."""
    # An interrupt at the terminal reaches every process: only the one that gives out rows may act on it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a row leaves behind goes by itself; looking for cycles every 700 objects would find none.
    gc.set_threshold(50_000)


def _print_rows(rows: Sequence[Row], job: Job, beside: Path) -> tuple[list[Outcome], Exception | None]:
    """The outcomes of some rows, up to what went wrong."""
    printed: list[Outcome] = []
    try:
        for row in rows:
            printed.append(print_row(row, job, beside))
    except (OSError, Mishap) as fault:
        return printed, fault
    return printed, None


def print_row(row: Row, job: Job, beside: Path) -> Outcome:
    """One row's papers, by the same way a single case goes, so with the same bytes. Raises what `print_out` raises."""
    interview = interview_of(row, catalogue().in_force(job.procedure, job.as_of), catalogue(), job.as_of)
    troubles = troubles_of(row, interview, job.language)
    if any(trouble.severity == "error" for trouble in troubles):
        return Outcome(row.number, "", 0, troubles)
    printed = print_out(interview, job.papers, job.languages, code=job.code, office_key=job.office_key)
    with named_as(job.folder / file_name(row)):
        write_new(beside / file_name(row), printed.content)
    return Outcome(row.number, file_name(row), printed.pages, troubles)


def interview_of(row: Row, edition: Edition, known: Catalogue, as_of: date) -> Interview:
    """The row's answers among the questions of that edition."""
    return Interview(
        edition,
        known,
        as_of=as_of,
        typed=row.answers.typed,
        declined=row.answers.declined,
        check_text=undrawable,
    )


def troubles_of(row: Row, interview: Interview, language: str) -> tuple[Trouble, ...]:
    """What is to be said about a row: of its cells first, then of its answers."""
    found = [
        Trouble(
            remark.cell,
            row.question_at(remark.cell),
            "error" if remark.grave else "notice",
            cause_and_remedy(remark.cause, remark.remedy, remark.details, language),
        )
        for remark in row.remarks
    ]
    for problem in interview.problems():
        told = sentence(problem, interview.question(problem.question), language, interview)
        found.append(Trouble(row.cell_of(problem.question), problem.question, str(problem.severity), told))
    return tuple(found)
