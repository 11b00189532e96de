"""Around each day on which a row of the triage comes into force or ends: the day before, the day itself, the day after.

For every such row a golden case must fit it; the same person is then sorted on the other days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from talentdesk.core.cases import Case, read_cases
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.triage import Row, Triage, hold, judge, read_triage
from talentdesk.paths import room

CATALOGUE = Catalogue([room("forms")])
CASES = tuple(read_cases(room("forms") / "shared" / "triage-cases.toml"))
DAY = timedelta(days=1)


def shipped() -> Triage:
    found = read_triage(CATALOGUE)
    assert found is not None
    return found


TRIAGE = shipped()


def outcome(case: Case, row: Row, day: date) -> bool | None:
    """Whether the row fits that person on that day; None where it does not speak about the day."""
    verdicts = judge(TRIAGE, hold(TRIAGE, CATALOGUE, day, case.answers.typed))
    return next((each.fits for each in verdicts if each.row is row and each.reason is not None), None)


def borders() -> Iterator[tuple[Row, date, bool]]:
    """Each row with the first day it is in force, or with the first on which it no longer is."""
    for row in TRIAGE.rows:
        if row.since is not None:
            yield row, row.since, True
        if row.until is not None:
            yield row, row.until + DAY, False


@pytest.mark.parametrize(
    ("row", "day", "begins"), list(borders()), ids=lambda each: each.procedure if isinstance(each, Row) else str(each)
)
def test_a_row_fits_from_its_first_to_its_last_day(row: Row, day: date, begins: bool) -> None:
    inside, outside = (day, day - DAY) if begins else (day - DAY, day)
    fitting = [case for case in CASES if outcome(case, row, inside)]
    assert fitting, "no golden case fits this row, so nobody would see it come and go"
    for case in fitting:
        further = inside + DAY if begins else inside - DAY
        assert outcome(case, row, further) or not row.in_force(further)
        assert outcome(case, row, outside) is None
