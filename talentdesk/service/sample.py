"""The sample case: the first person in a procedure's golden cases, made up, with everything in order."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from talentdesk import paths

PROCEDURE = "residence-permit"


@dataclass(frozen=True, slots=True)
class Sample:
    """A made-up person's case. `answers` as in an answers file, flat or nested."""

    procedure: str
    as_of: date
    answers: Mapping[str, Any]


def sample(procedure: str = PROCEDURE) -> Sample:
    """The sample of a procedure: true to its form, since `talentdesk check` runs it with the other cases."""
    file = paths.room("forms") / "procedures" / procedure / "cases.toml"
    first = tomllib.loads(file.read_text("utf-8"))["case"][0]
    return Sample(procedure, first["as_of"], first["answers"])
