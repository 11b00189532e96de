"""The sample case: a made-up person whose papers are in order, for trying the program out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from talentdesk import paths
from talentdesk.core.answers import nest
from talentdesk.core.cases import Case, read_cases

PROCEDURE = "residence-permit"


@dataclass(frozen=True, slots=True)
class Sample:
    """Answers to a procedure on a fixed day, as an answers file holds them."""

    procedure: str
    as_of: date
    answers: Mapping[str, object]


def samples(procedure: str) -> tuple[Case, ...]:
    """The procedure's cases that the policy clerk has marked for showing. Raises FormError."""
    cases = read_cases(paths.room("forms") / "procedures" / procedure / "cases.toml")
    return tuple(case for case in cases if case.sample) or cases[:1]


def sample() -> Sample:
    """The first sample of the residence permit. Raises FormError."""
    case = samples(PROCEDURE)[0]
    return Sample(PROCEDURE, case.as_of, nest(case.answers.typed, case.answers.declined))
