"""What is said below a question about its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talentdesk.core.checks import Severity
from talentdesk.desktop.chips import ERROR, NOTICE, Mark, Tone
from talentdesk.i18n import N_

MISSING = Mark("ring", Tone.ATTENTION, N_("Not answered"))

_MARKS = {Severity.ERROR: ERROR, Severity.NOTICE: NOTICE, Severity.MISSING: MISSING}
_WEIGHTS = {Severity.ERROR: 0, Severity.NOTICE: 1, Severity.MISSING: 2}


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem in words: what is wrong and what to do, in the person's language and in the second one."""

    severity: Severity
    sentence: str
    second: str = ""
    characters: str = ""
    """Characters no font has: the field shows their code points."""


def mark_of(remark: Remark) -> Mark:
    """Icon and tone of a remark."""
    return _MARKS[remark.severity]


def tone_of(remarks: Sequence[Remark]) -> Tone | None:
    """The tone of the gravest remark."""
    return mark_of(gravest(remarks)).tone if remarks else None


def gravest(remarks: Sequence[Remark]) -> Remark:
    """The first of the gravest: an error before a notice, a notice before a gap."""
    return by_gravity(remarks)[0]


def by_gravity(remarks: Sequence[Remark]) -> list[Remark]:
    """Gravest first, otherwise as they came."""
    return sorted(remarks, key=lambda remark: _WEIGHTS[remark.severity])


def undrawable(remarks: Sequence[Remark]) -> frozenset[str]:
    """All characters that remarks name as having no glyph."""
    return frozenset(character for remark in remarks for character in remark.characters)
