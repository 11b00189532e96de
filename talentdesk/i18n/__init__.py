"""The program's and the procedures' words in every language, several languages at a time.

There is no current language here: each call names the one it wants, because a
screen shows two at once and the paper is printed in others again.
"""

from __future__ import annotations

from talentdesk.core.words import N_
from talentdesk.i18n.calendar import format_date, format_moment, format_short_date, format_time, month_name, weekday
from talentdesk.i18n.languages import (
    LANGUAGES,
    PSEUDO,
    fallbacks,
    language_of,
    native_name,
    system_language,
)
from talentdesk.i18n.speech import Speech, listed, plural, say, shipped, titled, word
from talentdesk.i18n.territories import territory

__all__ = [
    "LANGUAGES",
    "N_",
    "PSEUDO",
    "Speech",
    "fallbacks",
    "format_date",
    "format_moment",
    "format_short_date",
    "format_time",
    "language_of",
    "listed",
    "month_name",
    "native_name",
    "plural",
    "say",
    "shipped",
    "system_language",
    "territory",
    "titled",
    "weekday",
    "word",
]
