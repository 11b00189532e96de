"""Saying one message in one language, from the translator's files, falling back where they are silent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk import paths
from talentdesk.i18n.calendar import format_date
from talentdesk.i18n.inside import PLACEHOLDER
from talentdesk.i18n.languages import LANGUAGES, PSEUDO, fallbacks
from talentdesk.i18n.quickly import Usable, usable

if TYPE_CHECKING:
    from talentdesk.core.form import Text
    from talentdesk.core.tomlfile import Fault

APP = "app"
PROCEDURES = "procedures"
_ACCENTED = str.maketrans("AEIOUaeiouCcNnSsYyZz", "ÅÉÎÖÛåéîöûÇçÑñŠšÝýŽž")


class Speech:
    """The words of one translations room. Files are read once, when their language is first wanted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ready: dict[tuple[str, str], Usable] = {}

    def say(self, message: str, language: str, /, **details: object) -> str:
        """The message in the language, its `{placeholders}` filled from `details`; a date is written out."""
        return fill(self._find(message, language), language, details)

    def plural(self, one: str, many: str, count: int, language: str, /, **details: object) -> str:
        """`one` or `many` by the language's own rule; both may name `{count}`."""
        for tongue in fallbacks(language):
            source = one if count == 1 else many
            form = self._plural(one, count, tongue)
            if form or tongue in {"en", PSEUDO}:
                return fill(form or _spoken(source, tongue), language, {"count": count, **details})
        raise AssertionError("every chain of fallbacks ends in English")

    def word(self, text: Text, language: str) -> str:
        """A procedure's words: the pair itself, or its translation, or the nearer half of the pair."""
        chain = fallbacks(language)
        if chain[0] == "zh-Hans":
            return text.zh
        found = self._messages(chain[0], PROCEDURES).get((text.zh, text.en))
        if found:
            return found[0]
        if text.zh == self._find(text.en, "zh-Hans"):  # the program's own words on a paper
            return self._find(text.en, language)
        return text.zh if "zh-Hans" in chain else _spoken(text.en, chain[0])

    def translation(self, text: Text, language: str) -> str:
        """What the translator of the language wrote for the pair; empty where nothing usable is there."""
        found = self._messages(language, PROCEDURES).get((text.zh, text.en))
        return found[0] if found else ""

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """What a translator has to put right, in every file. The program falls back meanwhile."""
        from talentdesk.i18n.pofile import faults_of, read  # only a translator asks

        files = (self._path(language, domain) for language in LANGUAGES for domain in (APP, PROCEDURES))
        return tuple(fault for file in files for fault in faults_of(read(file)))

    def _path(self, language: str, domain: str) -> Path:
        return self._folder / language / f"{domain}.po"

    def _find(self, message: str, language: str) -> str:
        for tongue in fallbacks(language):
            found = self._messages(tongue, APP).get(("", message))
            if found:
                return found[0]
        return _spoken(message, language)

    def _plural(self, one: str, count: int, language: str) -> str:
        forms = self._messages(language, APP).get(("", one), ())
        if len(forms) < 2:
            return forms[0] if forms else ""
        return forms[0] if count == 1 else forms[1]

    def _messages(self, language: str, domain: str) -> Usable:
        key = (language, domain)
        if key not in self._ready:
            self._ready[key] = {} if language in {"en", PSEUDO} else usable(self._path(language, domain))
        return self._ready[key]


def fill(message: str, language: str, details: Mapping[str, object]) -> str:
    """Puts each detail in its `{place}`, once: braces inside a detail stay. KeyError when a detail is missing."""
    if "{" not in message:
        return message
    return PLACEHOLDER.sub(lambda match: _written(details[match[1]], language), message)


def stretched(message: str) -> str:
    """Accented and 40 % longer, in brackets, placeholders kept: what `x-pseudo` shows."""
    pieces = PLACEHOLDER.split(message)
    spoken = [piece.translate(_ACCENTED) if at % 2 == 0 else f"{{{piece}}}" for at, piece in enumerate(pieces)]
    return f"[{''.join(spoken)} {'~' * max(1, len(message) * 2 // 5)}]"


@cache
def shipped() -> Speech:
    """The words that came with the program."""
    return Speech(paths.room("translations"))


def say(message: str, language: str, /, **details: object) -> str:
    """The English `message` in `language`, its `{placeholders}` filled from `details`."""
    return shipped().say(message, language, **details)


def plural(one: str, many: str, count: int, language: str, /, **details: object) -> str:
    """The message for `count` things in `language`; `{count}` and `details` are filled in."""
    return shipped().plural(one, many, count, language, **details)


def word(text: Text, language: str) -> str:
    """A procedure's own words in `language`."""
    return shipped().word(text, language)


def listed(texts: Iterable[Text], language: str) -> str:
    """A procedure's words of one kind in a row, each in `language`."""
    return ("、" if language.startswith("zh") else ", ").join(word(text, language) for text in texts)


def titled(title: Mapping[str, str], language: str) -> str:
    """The title in `language` out of those that stand beside each other in a form file."""
    for tongue in fallbacks(language):
        if title.get(tongue):
            return title[tongue]
    return _spoken(title.get("en", ""), language)


def _spoken(message: str, language: str) -> str:
    return stretched(message) if language == PSEUDO else message


def _written(detail: object, language: str) -> str:
    from datetime import date  # two milliseconds that the words of the first window do without

    return format_date(detail, language) if isinstance(detail, date) else str(detail)
