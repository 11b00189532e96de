"""The sample case: a made-up person whose papers are in order, for trying the program out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from talentdesk import paths

PROCEDURE = "residence-permit"


@dataclass(frozen=True, slots=True)
class Sample:
    """Answers to a procedure on a fixed day, as an answers file would hold them."""

    procedure: str
    as_of: date
    answers: Mapping[str, object]


def sample() -> Sample:
    """The first case of the residence permit that the policy clerk has checked."""
    file = paths.room("forms") / "procedures" / PROCEDURE / "cases.toml"
    case = tomllib.loads(file.read_text(encoding="utf-8"))["case"][0]
    return Sample(PROCEDURE, case["as_of"], case["answers"])
