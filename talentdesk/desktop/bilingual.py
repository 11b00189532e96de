"""One message in the two languages of the screen, in the order in which widgets take it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from talentdesk.core.form import Text
from talentdesk.desktop.desk import Desk
from talentdesk.i18n import say, word


class Both(NamedTuple):
    """The first language's words, its tag, the second's words (empty where there is none, or it says the same)."""

    text: str
    language: str
    second: str
    second_language: str


def both(desk: Desk, told: Callable[[str], str]) -> Both:
    """`told(language)` in both languages."""
    first, second = told(desk.language), told(desk.second) if desk.second else ""
    return Both(first, desk.language, second if second != first else "", desk.second)


def both_say(desk: Desk, message: str, **details: object) -> Both:
    """A message of the program; mark it with `N_` where it is written."""
    return both(desk, lambda language: say(message, language, **details))


def both_words(desk: Desk, text: Text) -> Both:
    """A procedure's words."""
    return both(desk, lambda language: word(text, language))
