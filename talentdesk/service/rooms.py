"""The forms room of this program, opened once."""

from __future__ import annotations

from functools import cache

from talentdesk import paths
from talentdesk.core.catalogue import Catalogue


@cache
def catalogue() -> Catalogue:
    """Every procedure, paper, list and parameter that is shipped."""
    return Catalogue([paths.room("forms")])
