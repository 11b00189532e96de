"""What is said to make a failed rule pass does, for every known person of every procedure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from talentdesk.core.cases import Case, open_case, read_cases
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.counterfactual import TODAY, would_pass
from talentdesk.core.interview import Interview

FORMS = Path(__file__).resolve().parents[2] / "forms"
CATALOGUE = Catalogue([FORMS])
PROCEDURES = CATALOGUE.procedures()


def cases(procedure: str) -> tuple[Case, ...]:
    path = FORMS / "procedures" / procedure / "cases.toml"
    return tuple(case for case in read_cases(path) if case.edition != "") if path.exists() else ()


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_finding_holds(procedure: str) -> None:
    for case in cases(procedure):
        interview = open_case(case, procedure, CATALOGUE)
        for outcome in interview.outcomes():
            for change in would_pass(interview, outcome.rule):
                typed, as_of = dict(interview.typed), interview.as_of
                if change.question == TODAY:
                    as_of = date.fromisoformat(change.after)
                else:
                    typed[change.question] = change.after
                again = Interview(interview.edition, CATALOGUE, as_of=as_of, typed=typed, declined=interview.declined)
                statuses = {each.rule.id: each.status for each in again.outcomes()}
                assert statuses[outcome.rule.id] == "pass", (case.name, change)


@pytest.mark.slow
def test_most_failed_rules_have_a_finding() -> None:
    failed = found = 0
    for procedure in PROCEDURES:
        for case in cases(procedure):
            interview = open_case(case, procedure, CATALOGUE)
            for outcome in interview.outcomes():
                failed += outcome.status == "fail"
                found += bool(would_pass(interview, outcome.rule))
    assert found * 2 > failed > 0
