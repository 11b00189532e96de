"""From letters, strokes and code points to Chinese characters. Nothing is learned and nothing is remembered."""

from __future__ import annotations

from talentdesk.core.inputmethods.codepoints import Refusal, at_code_point
from talentdesk.core.inputmethods.lookup import Candidate, Method, candidates
from talentdesk.core.inputmethods.strokes import Radical, radicals, with_radical
from talentdesk.core.inputmethods.tables import Tables

__all__ = [
    "Candidate",
    "Method",
    "Radical",
    "Refusal",
    "Tables",
    "at_code_point",
    "candidates",
    "radicals",
    "with_radical",
]
