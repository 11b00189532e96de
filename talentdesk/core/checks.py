"""What can be wrong with an answer: a code, how much it weighs, and the details its sentence needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """ERROR: wrong shape. NOTICE: unusual, lets the person go on. MISSING: a required answer not given yet."""

    ERROR = "error"
    NOTICE = "notice"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to put right. Words are found for it by the screen or the paper, in any language."""

    question: str
    code: str
    severity: Severity
    details: Mapping[str, str] = field(default_factory=dict)
    """What the sentence fills in. Never logged."""
