"""What is wrong in the rows of a table in work, cell by cell; the sentences are made when somebody looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.cells import split_cell
from talentdesk.core.checks import Severity
from talentdesk.core.form import Edition
from talentdesk.core.identifiers import canonical
from talentdesk.core.interview import Interview
from talentdesk.service.applicants import Row
from talentdesk.service.arrivals import IDENTITIES
from talentdesk.service.batch import interview_of
from talentdesk.service.columns import columns_of
from talentdesk.service.faults import cause_and_remedy
from talentdesk.service.sentences import sentence

_RANK = {Severity.ERROR: 0, Severity.NOTICE: 1, Severity.MISSING: 2}


@dataclass(frozen=True, slots=True)
class RowCheck:
    """A row's cells that have something, by the answer they hold, with the worst of it; and how many of each."""

    marks: Mapping[str, Severity]
    errors: int = 0
    notices: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence about a cell."""

    column: str
    severity: Severity
    message: str


class Checker:
    """Checks rows of one procedure as of one day. It may be used from any thread."""

    def __init__(self, edition: Edition, catalogue: Catalogue, as_of: date) -> None:
        self.edition, self.catalogue, self.as_of = edition, catalogue, as_of
        self._columns = tuple(column.id for column in columns_of(edition))
        self._known = frozenset(self._columns)
        self._first: dict[str, str] = {}
        for id in self._columns:
            self._first.setdefault((split_cell(id) or (id,))[0], id)

    def interview(self, row: Row) -> Interview:
        """The row's answers among the questions."""
        return interview_of(row, self.edition, self.catalogue, self.as_of)

    def check(self, row: Row) -> RowCheck:
        """What is wrong in the row."""
        marks: dict[str, Severity] = {}
        counts: Counter[Severity] = Counter()
        found = [(row.question_at(each.cell), _severity(each.grave)) for each in row.remarks]
        found += [(self.column_of(each.question, row), each.severity) for each in self.interview(row).problems()]
        for column, severity in found:
            counts[severity] += 1
            if column and (column not in marks or _RANK[severity] < _RANK[marks[column]]):
                marks[column] = severity
        return RowCheck(marks, counts[Severity.ERROR], counts[Severity.NOTICE], counts[Severity.MISSING])

    def explain(self, row: Row, language: str) -> tuple[Said, ...]:
        """A sentence for everything `check` counts, the worst first."""
        interview = self.interview(row)
        said = [
            Said(
                row.question_at(each.cell),
                _severity(each.grave),
                cause_and_remedy(each.cause, each.remedy, each.details, language),
            )
            for each in row.remarks
        ]
        for problem in interview.problems():
            told = sentence(problem, interview.question(problem.question), language, interview)
            said.append(Said(self.column_of(problem.question, row), problem.severity, told))
        return tuple(sorted(said, key=lambda each: _RANK[each.severity]))

    def column_of(self, question: str, row: Row) -> str:
        """The column that answers a question; of a whole table its first one, where possible one that the row has.

        Empty for what no column can answer, such as a photo.
        """
        if question in self._known:
            return question
        had = next((id for id in row.columns if (split_cell(id) or ("",))[0] == question), "")
        return had or self._first.get(question, "")


def doubles(rows: Sequence[Row]) -> dict[int, int]:
    """Rows with a document number that an earlier row has too, with that row's number."""
    seen: dict[tuple[str, str], int] = {}
    found: dict[int, int] = {}
    for row in rows:
        for id in IDENTITIES:
            number = canonical(row.answers.typed.get(id, ""))
            if not number:
                continue
            first = seen.setdefault((id, number), row.number)
            if first != row.number:
                found.setdefault(row.number, first)
    return found


def _severity(grave: bool) -> Severity:
    return Severity.ERROR if grave else Severity.NOTICE
