"""Which procedures fit a person: a few questions that anybody can answer, and a row for each procedure.

The rows are data (`shared/triage.toml`); each says when it fits, and why or why not, with its source. Three-valued:
what is not answered leaves a row unknown, and the unknown row names the questions that would settle it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core.cases import Case, read_cases
from talentdesk.core.form import About, Citation, Edition, Text
from talentdesk.core.formfile import QuestionsFirst
from talentdesk.core.interview import Interview
from talentdesk.core.rules import Expression, Unknown, truth
from talentdesk.core.tomlfile import Fault, FormError, Table, TomlFile, name_of
from talentdesk.core.words import N_, nearest

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue

FILE, CASES = "shared/triage.toml", "shared/triage-cases.toml"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a procedure fits, or why not. `when` None: in every case that the reasons before it leave."""

    when: Expression | None
    why: Text
    citation: Citation


@dataclass(frozen=True, slots=True)
class Row:
    """When one procedure fits. `since` and `until` are its first and last day in force."""

    procedure: str
    fits_when: Expression
    fit: tuple[Reason, ...]
    unfit: tuple[Reason, ...]
    since: date | None = None
    until: date | None = None
    line: int = 1

    def in_force(self, day: date) -> bool:
        """Whether the row speaks about the day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Triage:
    """The questions, as an edition without rules that has every citation used, and the rows in the file's order."""

    path: Path
    questions: Edition
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one procedure's row says about a person. `fits` None: unknown until `missing` are answered."""

    row: Row
    fits: bool | None
    reason: Reason | None = None
    """None for what is unknown, and where the row is not in force on the day."""
    missing: tuple[str, ...] = ()

    @property
    def procedure(self) -> str:
        """Id of the procedure."""
        return self.row.procedure


def read_triage(catalogue: Catalogue) -> Triage | None:
    """Read the first forms room's triage; None where no room has one. Raises FormError."""
    path = next((folder / FILE for folder in catalogue.folders if (folder / FILE).is_file()), None)
    return None if path is None else _read(path, catalogue)


def _read(path: Path, catalogue: Catalogue) -> Triage:
    file = TomlFile(path, name_of(path))
    file.stop_at_faults()
    about = About("triage", {}, "", (), Text("", ""), 0)
    reader = QuestionsFirst(file, about, "triage", catalogue)
    top = file.top
    questions = reader.read_questions(top)
    rows = tuple(row for row in (_row(table, reader) for table in top.tables("row")) if row is not None)
    top.close()
    file.stop_at_faults()
    return Triage(path, replace(questions, citations=reader.used_citations()), rows)


def _row(table: Table, reader: QuestionsFirst) -> Row | None:
    condition = reader.condition(table, "fits_when")
    if "fits_when" not in table:
        table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key="fits_when")
    procedure = table.text("procedure", required=True)
    since, until = table.day("from"), table.day("until")
    fit, unfit = _reasons(table, "fit", reader), _reasons(table, "not", reader)
    table.close()
    if condition is None:
        return None
    return Row(procedure, condition, fit, unfit, since, until, table.file.line((*table.path, "procedure")))


def _reasons(table: Table, key: str, reader: QuestionsFirst) -> tuple[Reason, ...]:
    entries = table.tables(key)
    reasons = []
    for place, entry in enumerate(entries):
        reasons.append(Reason(reader.condition(entry, "when"), entry.some_words("why"), reader.citation(entry)))
        entry.close()
        is_last = place == len(entries) - 1
        if ("when" in entry) is is_last:
            entry.fault(
                "",
                N_("the last reason has no “when”, every other has one"),
                N_("put the reason that always holds last"),
            )
    if not entries:
        table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key=key)
    return tuple(reasons)


def judge(triage: Triage, interview: Interview) -> tuple[Verdict, ...]:
    """Say of each procedure with a row whether it fits the answers of `interview`, in the file's order."""
    rows: dict[str, Row] = {}
    for row in triage.rows:
        # A row that is in force stands before one that is not.
        if row.procedure not in rows or row.in_force(interview.as_of):
            rows[row.procedure] = row
    return tuple(_verdict(row, interview) for row in rows.values())


def _verdict(row: Row, interview: Interview) -> Verdict:
    if not row.in_force(interview.as_of):
        return Verdict(row, False)
    result = interview.evaluate(row.fits_when)
    if isinstance(result, Unknown):
        return Verdict(row, None, missing=tuple(sorted(result.questions)))
    fits = truth(result) is True
    reasons = row.fit if fits else row.unfit
    holding = (reason for reason in reasons if truth(interview.evaluate(reason.when, True)) is True)
    return Verdict(row, fits, next(holding))


def hold(triage: Triage, catalogue: Catalogue, as_of: date, typed: Mapping[str, str]) -> Interview:
    """Return the interview on the triage's questions."""
    return Interview(triage.questions, catalogue, as_of=as_of, typed=typed)


# --- what `check` looks at ------------------------------------------------------------------------


def inspect_triage(catalogue: Catalogue) -> Iterator[Fault]:
    """Every fault of the triage and its cases; nothing where the rooms have no triage."""
    try:
        triage = read_triage(catalogue)
        cases = () if triage is None else read_cases(triage.path.with_name(Path(CASES).name))
    except FormError as slips:
        yield from slips.faults
        return
    if triage is not None:
        yield from _rows_and_procedures(triage, catalogue)
        yield from _idle_questions(triage)
        yield from _tried(triage, cases, catalogue)


def _rows_and_procedures(triage: Triage, catalogue: Catalogue) -> Iterator[Fault]:
    name, procedures = name_of(triage.path), catalogue.procedures()
    for place, row in enumerate(triage.rows):
        if row.procedure not in procedures:
            close = nearest(row.procedure, procedures) or ", ".join(procedures)
            details = {"name": row.procedure, "close": close}
            yield Fault(name, row.line, N_("there is no procedure {name}"), N_("did you mean {close}?"), details)
        if any(_overlap(row, other) for other in triage.rows[:place]):
            cause, remedy = N_("{name} has two rows on the same day"), N_("delete one, or end it the day before")
            yield Fault(name, row.line, cause, remedy, {"name": row.procedure})
    rows = {row.procedure for row in triage.rows}
    for procedure in procedures:
        if procedure not in rows:
            cause, remedy = N_("the procedure {name} has no row"), N_("add [[row]]; see forms/README.md")
            yield Fault(name, 1, cause, remedy, {"name": procedure})


def _overlap(one: Row, other: Row) -> bool:
    begins = max(one.since or date.min, other.since or date.min)
    ends = min(one.until or date.max, other.until or date.max)
    return one.procedure == other.procedure and begins <= ends


def _idle_questions(triage: Triage) -> Iterator[Fault]:
    expressions = [fact.expression for fact in triage.questions.facts]
    for row in triage.rows:
        reasons = (reason.when for reason in (*row.fit, *row.unfit) if reason.when is not None)
        expressions += [row.fits_when, *reasons]
    used = {name for expression in expressions for name in expression.needs}
    for line, question in _placed(triage):
        if question not in used:
            cause, remedy = N_("nothing uses the answer to {id}"), N_("use it in a row, or do not ask for it")
            yield Fault(name_of(triage.path), line, cause, remedy, {"id": question})


def _placed(triage: Triage) -> Iterator[tuple[int, str]]:
    """Each question with the line it stands on."""
    file = TomlFile(triage.path, name_of(triage.path))
    for number, section in enumerate(triage.questions.sections):
        for place, question in enumerate(section.questions):
            yield file.line(("section", number, "question", place, "id")), question.id


def _tried(triage: Triage, cases: Iterable[Case], catalogue: Catalogue) -> Iterator[Fault]:
    """What comes out other than expected, and what no case tries."""
    seen: set[tuple[str, bool | None]] = set()
    asked: set[str] = set()
    for case in cases:
        interview = hold(triage, catalogue, case.as_of, case.answers.typed)
        verdicts = judge(triage, interview)
        yield from run_trial(case, interview, verdicts)
        # What is not in force proves nothing about the row.
        seen |= {(verdict.procedure, verdict.fits) for verdict in verdicts if verdict.reason is not None}
        asked |= {question.id for question in triage.questions.questions if interview.asked(question.id)}
    for row in triage.rows:
        for fits, word in ((True, "fits"), (False, "not")):
            if (row.procedure, fits) not in seen:
                cause, remedy = N_("no case gives {name} as “{word}”"), N_("add such a case to triage-cases.toml")
                yield Fault(name_of(triage.path), row.line, cause, remedy, {"name": row.procedure, "word": word})
    for line, question in _placed(triage):
        if question not in asked:
            cause = N_("no case ever asks {id}: it may be unreachable")
            remedy = N_("correct its ask_when, or add a case that asks it")
            yield Fault(name_of(triage.path), line, cause, remedy, {"id": question})


def run_trial(case: Case, interview: Interview, verdicts: Iterable[Verdict]) -> Iterator[Fault]:
    """What comes out other than the case expects."""
    found = {verdict.procedure: verdict for verdict in verdicts}
    expect, file = case.expect, case.expect.file

    def fault(key: str, cause: str, **details: str) -> Fault:
        remedy = N_("correct the case “{case}”, or the triage")
        return Fault(file.name, file.line((*expect.path, key)), cause, remedy, {**details, "case": case.name})

    known = [question.id for question in interview.edition.questions]
    for name in case.answers.typed:
        if name not in known:
            close = nearest(name, known) or "—"
            yield fault("", N_("there is no question {name} (did you mean {close}?)"), name=name, close=close)
    for problem in interview.problems():
        if problem.severity == "error":
            yield fault("", N_("{id} has the problem {code}"), id=problem.question, code=problem.code)
    for key, fits in (("fits", True), ("not", False)):
        for name in expect.texts(key):
            if name not in found:
                close = nearest(name, found) or "—"
                yield fault(key, N_("there is nothing called {id} (did you mean {close}?)"), id=name, close=close)
            elif found[name].fits is not fits:
                yield fault(key, N_("{id} comes out as “{word}”"), id=name, word=_WORDS[found[name].fits])
    for name, missing in expect.take("unknown", dict, {}).items():
        verdict = found.get(name)
        if verdict is None or verdict.fits is not None or list(verdict.missing) != missing:
            now = ", ".join(verdict.missing) if verdict else "—"
            yield fault("unknown", N_("{id} is not unknown for the want of these; now: [{now}]"), id=name, now=now)
    for name, number in expect.take("why", dict, {}).items():
        reason = _reason_number(found.get(name))
        if reason != number:
            cause = N_("the reason for {id} is its number {now}, not {number}")
            yield fault("why", cause, id=name, now=str(reason or "—"), number=str(number))
    for key, wanted in (("asked", True), ("not_asked", False)):
        for name in expect.texts(key):
            if interview.asked(name) is not wanted:
                cause = N_("{id} is not asked") if wanted else N_("{id} is asked, but should not be")
                yield fault(key, cause, id=name)
    expect.close()
    yield from file.faults
    file.faults.clear()


def _reason_number(verdict: Verdict | None) -> int:
    """Which of the reasons to fit, or not to, is given, from 1; 0 for none."""
    if verdict is None or verdict.reason is None:
        return 0
    return (verdict.row.fit if verdict.fits else verdict.row.unfit).index(verdict.reason) + 1


_WORDS: Mapping[bool | None, str] = {True: "fits", False: "not", None: "unknown"}
