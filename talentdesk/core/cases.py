"""Golden cases: people for whom the policy clerk knows the right outcome, and what comes out instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talentdesk.core.answers import Answers, AnswersMalformed, flatten
from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.checks import Severity
from talentdesk.core.form import Need
from talentdesk.core.interview import AnswerState, Interview, split_cell
from talentdesk.core.pointcases import differing_points
from talentdesk.core.tomlfile import Fault, Table, TomlFile, name_of
from talentdesk.core.words import N_, nearest

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Case:
    """One golden case."""

    name: str
    as_of: date
    answers: Answers
    expect: Table
    sample: bool
    """Shown by the demonstration."""
    edition: str | None = None
    """The edition that should be in force on the day: "" for none, None where the case does not say."""


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A change of an operator that no case can notice, since it says the same; `why` tells the reader how so."""

    owner: str
    key: str
    change: str
    why: str
    line: int


def read_cases(path: Path) -> tuple[Case, ...]:
    """Read `cases.toml`. Raises FormError."""
    return _read(path)[0]


def read_equivalents(path: Path) -> tuple[Equivalent, ...]:
    """Read the exceptions of `cases.toml` from the check of operators. Raises FormError."""
    return _read(path)[1]


def _read(path: Path) -> tuple[tuple[Case, ...], tuple[Equivalent, ...]]:
    file = TomlFile(path, name_of(path))
    file.stop_at_faults()
    top = file.top
    cases = tuple(case for case in map(_case, top.tables("case")) if case is not None)
    equivalents = tuple(map(_equivalent, top.tables("equivalent")))
    top.close()
    file.stop_at_faults()
    return cases, equivalents


def _equivalent(table: Table) -> Equivalent:
    owner, key, change, why = (table.text(name, required=True) for name in ("of", "key", "change", "why"))
    table.close()
    return Equivalent(owner, key, change, why, table.file.line(table.path))


def _case(table: Table) -> Case | None:
    name, as_of = table.text("name", required=True), table.day("as_of")
    sample = table.flag("sample")
    given = table.take("answers", dict, {})
    expect = table.table("expect") or Table(table.file, (*table.path, "expect"), {})
    table.close()
    if as_of is None:
        table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key="as_of")
        return None
    try:
        return Case(
            name, as_of, flatten(given), expect, sample, expect.text("edition") if "edition" in expect else None
        )
    except AnswersMalformed as slip:
        table.fault("answers", N_("the answer to {id} cannot be read"), N_("write a text in quotes"), id=str(slip))
        return None


def open_case(case: Case, procedure: str, catalogue: Catalogue) -> Interview:
    """Return the case's interview. Raises what `Catalogue.in_force` raises."""
    edition = catalogue.in_force(procedure, case.as_of)
    return Interview(edition, catalogue, as_of=case.as_of, typed=case.answers.typed, declined=case.answers.declined)


def open_cases(
    cases: Iterable[Case], procedure: str, catalogue: Catalogue
) -> Iterator[tuple[Case, Interview | CatalogueMiss]]:
    """Each case with its interview, or with why no edition is in force; without those that expect none."""
    for case in cases:
        try:
            yield case, open_case(case, procedure, catalogue)
        except CatalogueMiss as miss:
            if case.edition != "":
                yield case, miss


def run_case(case: Case, interview: Interview) -> tuple[Fault, ...]:
    """Return what comes out other than expected."""
    return tuple(_Trial(case, interview).faults())


class _Trial:
    def __init__(self, case: Case, interview: Interview) -> None:
        self.case, self.interview, self.expect = case, interview, case.expect
        self.found: list[Fault] = []

    def faults(self) -> list[Fault]:
        self._ids_known()
        expect = self.expect
        self._edition()
        self._all("asked", expect.texts("asked"), self.interview.asked, N_("{id} is not asked"))
        self._all("not_asked", expect.texts("not_asked"), self._is_hidden, N_("{id} is asked, but should not be"))
        self._all("required", expect.texts("required"), self._is_required, N_("{id} is not required"))
        self._all("optional", expect.texts("optional"), self._is_optional, N_("{id} is required, but should not be"))
        self._problems()
        if expect.flag("clean"):
            self._clean()
        self._outcomes()
        listed = {view.document.id for view in self.interview.documents() if not view.unknown}
        known = {document.id for document in self.interview.edition.documents}
        self._listed("documents", listed, known)
        self._deadlines()
        self._facts()
        self._points()
        edition = self.interview.edition
        charged = {view.fee.id for view in self.interview.fees()}
        self._listed("fees", charged, {fee.id for fee in edition.fees})
        durations = {view.fee.id for view in self.interview.durations()}
        self._listed("durations", durations, {duration.id for duration in edition.durations})
        expect.close()
        file = expect.file
        self.found.extend(file.faults)
        file.faults.clear()
        return self.found

    def _fault(self, key: str, cause: str, **details: str) -> None:
        line = self.expect.file.line((*self.expect.path, key))
        remedy = N_("correct the case “{case}”, or the edition")
        self.found.append(Fault(self.expect.file.name, line, cause, remedy, {**details, "case": self.case.name}))

    def _edition(self) -> None:
        wanted, found = self.case.edition, self.interview.edition.edition
        expect = self.expect.text("edition")
        if wanted is not None and expect != found:
            cause = N_("the edition in force is {found}, not {edition}")
            self._fault("edition", cause, found=found, edition=wanted or "—")

    def _ids_known(self) -> None:
        known = {question.id for question in self.interview.edition.questions}
        for name in (*self.case.answers.typed, *self.case.answers.declined):
            try:
                self.interview.question(name)
            except KeyError:
                self._fault(
                    "",
                    N_("there is no question {name} (did you mean {close}?)"),
                    name=name,
                    close=nearest((split_cell(name) or (name,))[0], known) or "—",
                )

    def _is_hidden(self, name: str) -> bool:
        return self.interview.state(name) is AnswerState.NOT_ASKED

    def _is_required(self, name: str) -> bool:
        return self.interview.asked(name) and self.interview.need(name) is Need.REQUIRED

    def _is_optional(self, name: str) -> bool:
        return self.interview.asked(name) and self.interview.need(name) is not Need.REQUIRED

    def _all(self, key: str, names: Iterable[str], holds: Any, cause: str) -> None:
        for name in names:
            if not holds(name):
                self._fault(key, cause, id=name)

    def _problems(self) -> None:
        for name, code in _texts(self.expect, "problems").items():
            codes = [problem.code for problem in self.interview.problems_of(name)]
            if code not in codes:
                self._fault(
                    "problems",
                    N_("{id} has the problems [{found}], not {code}"),
                    id=name,
                    found=", ".join(codes),
                    code=code,
                )

    def _clean(self) -> None:
        for problem in self.interview.problems():
            if problem.severity is not Severity.MISSING:
                self._fault("clean", N_("{id} has the problem {code}"), id=problem.question, code=problem.code)

    def _outcomes(self) -> None:
        statuses = {outcome.rule.id: outcome.status for outcome in self.interview.outcomes()}
        known = {rule.id for rule in self.interview.edition.rules}
        for name, status in _texts(self.expect, "outcomes").items():
            found = statuses.get(name, "absent" if name in known else "?")
            if found != status:
                self._fault(
                    "outcomes", N_("the rule {id} gives {found}, not {status}"), id=name, found=found, status=status
                )

    def _listed(self, key: str, found: set[str], known: set[str]) -> None:
        self._among(key, found, known, wanted=True)
        self._among(f"no_{key}", found, known, wanted=False)

    def _among(self, key: str, found: set[str], known: set[str], *, wanted: bool) -> None:
        for name in self.expect.texts(key):
            if name not in known:
                self._fault(
                    key,
                    N_("there is nothing called {id} (did you mean {close}?)"),
                    id=name,
                    close=nearest(name, known) or "—",
                )
            elif (name in found) is not wanted:
                cause = N_("{id} is not listed") if wanted else N_("{id} is listed, but should not be")
                self._fault(key, cause, id=name)

    def _deadlines(self) -> None:
        due = {view.deadline.id: view.due.isoformat() for view in self.interview.deadlines()}
        self._among(
            "no_deadlines", set(due), {deadline.id for deadline in self.interview.edition.deadlines}, wanted=False
        )
        for name, day in (self.expect.take("deadlines", dict, {})).items():
            if due.get(name) != str(day):
                self._fault(
                    "deadlines",
                    N_("{id} is due on {found}, not {day}"),
                    id=name,
                    found=due.get(name, "—"),
                    day=str(day),
                )

    def _facts(self) -> None:
        facts = self.interview.facts()
        for name, value in (self.expect.take("facts", dict, {})).items():
            found, wanted = _shown(facts.get(name)), _shown(value)
            if found != wanted:
                self._fault("facts", N_("the fact {id} is {found}, not {value}"), id=name, found=found, value=wanted)

    def _points(self) -> None:
        expected = self.expect.table("points")
        if expected is None:
            return
        if self.interview.edition.points is None:
            self._fault("points", N_("the edition has no table of points"))
            return
        for key, what, found, wanted in differing_points(expected, self.interview):
            cause = N_("points: {what} is {found}, not {wanted}")
            line = expected.file.line((*expected.path, key))
            remedy = N_("correct the case “{case}”, or the edition")
            details = {"what": what, "found": found, "wanted": wanted, "case": self.case.name}
            self.found.append(Fault(expected.file.name, line, cause, remedy, details))
        expected.close()


def _shown(value: object) -> str:
    if value is None:
        return "unknown"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _texts(table: Table, key: str) -> Mapping[str, str]:
    found = table.take(key, dict, {})
    return {name: str(value) for name, value in found.items()}
