"""Where something is written and since when, in words."""

from __future__ import annotations

from collections.abc import Iterator

from talentdesk.core.form import Citation
from talentdesk.i18n import format_date, say, word


def cited(citation: Citation, language: str) -> Iterator[str]:
    """The instrument with its article, and the days between which it is in force, as far as they are known."""
    instrument = word(citation.instrument, language)
    if citation.article:
        yield say("{instrument}, art. {article}", language, instrument=instrument, article=citation.article)
    else:
        yield instrument
    if citation.in_force is not None:
        yield say("in force since {day}", language, day=format_date(citation.in_force, language))
    if citation.until is not None:
        yield say("until {day}", language, day=format_date(citation.until, language))


def read_on(citation: Citation, language: str) -> str:
    """When the text was last read; empty where no reading is on record."""
    if citation.read_on is None:
        return ""
    return say("read on {day}", language, day=format_date(citation.read_on, language))
