"""Stand-in until the language helper's module lands; dropped on merge."""

from __future__ import annotations

from talentdesk.core.form import Text

LANGUAGES: tuple[str, ...] = ("zh-Hans", "zh-Hant-HK", "en", "pt")


def say(message: str, language: str, **details: object) -> str:
    """The message in `language`."""
    return message.format(**details) if details else message


def plural(one: str, many: str, count: int, language: str, **details: object) -> str:
    """`one` or `many`."""
    return say(one if count == 1 else many, language, count=count, **details)


def word(text: Text, language: str) -> str:
    """The words in `language`."""
    return text.zh if language.startswith("zh") else text.en


def N_(message: str) -> str:
    """Mark a message kept in a table."""
    return message
