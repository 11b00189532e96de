"""`template` and `batch`: the blank table of a procedure, and the papers of each row of a filled one."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import DONE, FAULTS
from talentdesk.cli.output import warn, write, write_json
from talentdesk.core.interview import Interview
from talentdesk.i18n import plural, say
from talentdesk.service import batch
from talentdesk.service.applicants import Remark, Row, read_applicants
from talentdesk.service.batch import Job, Outcome
from talentdesk.service.faults import cause_and_remedy
from talentdesk.service.files import put
from talentdesk.service.notices import notices_for
from talentdesk.service.papers import usual_papers
from talentdesk.service.rooms import catalogue
from talentdesk.service.template import write_template
from talentdesk.settings import load

_FEW = 20
"""Up to so many rows are done before other processes would have started."""


def run_template(chosen: Chosen) -> int:
    """The blank table of a procedure."""
    edition = catalogue().in_force(chosen.procedure, chosen.as_of or date.today())
    put(Path(chosen.out), write_template(edition, catalogue()))
    warn(say("Blank table: {file}", chosen.language, file=chosen.out))
    return DONE


def run_batch(chosen: Chosen) -> int:
    """The papers of each row, and what is wrong with the others. What was finished is reported whatever happens."""
    as_of = chosen.as_of or date.today()
    edition = catalogue().in_force(chosen.procedure, as_of)
    job = Job(
        chosen.procedure,
        as_of,
        chosen.paper or usual_papers(edition, catalogue()),
        chosen.languages,
        Path(chosen.out),
        chosen.language,
        not chosen.no_code,
        load(office_key=chosen.office_key).office_key,
    )
    table = read_applicants(Path(chosen.file), edition, catalogue())
    for stray in table.strays:
        warn(_stray_line(stray, chosen.language))
    _warn_of_forms(Interview(edition, catalogue(), as_of=as_of), job.papers, chosen)
    batch.prepare(table.rows, job)
    outcomes: list[Outcome] = []
    try:
        _run(table.rows, job, chosen.jobs or _processes(len(table.rows)), outcomes)
    finally:
        outcomes.sort(key=lambda outcome: outcome.row)
        _report(outcomes, table.strays, chosen)
    return DONE if all(each.file for each in outcomes) else FAULTS


def _warn_of_forms(blank: Interview, papers: Sequence[str], chosen: Chosen) -> None:
    for notice in notices_for(blank, papers, chosen.languages):
        warn(cause_and_remedy(notice.cause, notice.remedy, notice.details, chosen.language))


def _run(rows: Sequence[Row], job: Job, jobs: int, outcomes: list[Outcome]) -> None:
    """Adds to `outcomes` as papers are finished."""
    begun = time.monotonic()
    try:
        with closing(batch.run_batch(rows, job, jobs)) as printed:
            for outcome in printed:
                outcomes.append(outcome)
                _show_progress(len(outcomes), len(rows), time.monotonic() - begun, job.language)
    except KeyboardInterrupt:
        written = sum(bool(each.file) for each in outcomes)
        warn(
            say("Stopped. Every paper in the folder is whole; at least {count} are there.", job.language, count=written)
        )
        raise


def _report(outcomes: Sequence[Outcome], strays: Sequence[Remark], chosen: Chosen) -> None:
    if chosen.json:
        left_out = [{"cell": each.cell, "message": _told(each, chosen.language)} for each in strays]
        write_json({"rows": [_entry(each) for each in outcomes], "left_out": left_out})
    else:
        _write_report(outcomes, chosen.language)


def _show_progress(done: int, total: int, seconds: float, language: str) -> None:
    """How far it is, on a terminal only."""
    if not sys.stderr.isatty():
        return
    left = timedelta(seconds=round(seconds / done * (total - done)))
    told = say("{done} of {total} rows, {left} left", language, done=done, total=total, left=left)
    sys.stderr.write(f"\r\x1b[K{told}" + ("\n" if done == total else ""))


def _processes(rows: int) -> int:
    return 1 if rows <= _FEW else min(os.cpu_count() or 1, 8)


def _entry(outcome: Outcome) -> dict[str, object]:
    return {**asdict(outcome), "status": "written" if outcome.file else "skipped"}


_MARKS = {"error": "✗", "notice": "!", "missing": "…"}


def _write_report(outcomes: Sequence[Outcome], language: str) -> None:
    for outcome in outcomes:
        write(outcome.file or say("row {row}: skipped", language, row=outcome.row))
        for trouble in outcome.troubles:
            if trouble.severity != "missing":
                write(f"  {_MARKS[trouble.severity]} {trouble.cell or trouble.question}: {trouble.message}")
        missing = Counter(trouble.severity for trouble in outcome.troubles)["missing"]
        if missing:
            told = plural("{count} answer is missing.", "{count} answers are missing.", missing, language)
            write(f"  {_MARKS['missing']} {told}")
    written = sum(bool(each.file) for each in outcomes)
    warn(
        say(
            "{written} papers written, {skipped} rows skipped",
            language,
            written=written,
            skipped=len(outcomes) - written,
        )
    )


def _stray_line(stray: Remark, language: str) -> str:
    return f"{stray.cell}: {_told(stray, language)}"


def _told(remark: Remark, language: str) -> str:
    return cause_and_remedy(remark.cause, remark.remedy, remark.details, language)
