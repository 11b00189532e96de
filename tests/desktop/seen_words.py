"""All words a person sees or hears on a screen, and which of them were left in the language they were written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from PySide6.QtWidgets import QAbstractButton, QGroupBox, QLabel, QLineEdit, QWidget

from talentdesk import paths
from talentdesk.desktop.optioncards import OptionCard
from talentdesk.desktop.words import Words
from talentdesk.i18n.pofile import read

_PLACE = re.compile(r"\{[a-z_]+\}")
_SHORTEST = 12
"""A message with placeholders is known by a piece of it that is at least so long."""


def seen_words(screen: QWidget) -> frozenset[str]:
    """What is written on the visible parts of a screen and what assistive technology reads of them, line by line."""
    parts = [screen, *screen.findChildren(QWidget)]
    return frozenset(
        line.strip() for part in parts if part.isVisible() for text in _texts(part) for line in text.split("\n") if line
    )


def _texts(part: QWidget) -> Iterator[str]:
    yield from (part.accessibleName(), part.accessibleDescription(), part.toolTip())
    if isinstance(part, Words):
        yield from (span.text for paragraph in part._paragraphs for span in paragraph)
    elif isinstance(part, QLabel | QAbstractButton):
        yield part.text().replace("&&", "&")
    elif isinstance(part, QGroupBox):
        yield part.title().replace("&&", "&")
    elif isinstance(part, QLineEdit):
        yield part.placeholderText()
    if isinstance(part, OptionCard):
        yield part.label


def left_in_english(words: Iterable[str], language: str, second: str) -> list[str]:
    """Those that are an English message which says something else in `language`, and are no words of `second`."""
    whole, pieces = _english(language)
    return sorted(
        word
        for word in set(words) - _said(second)
        if word in whole or any(piece in word and pattern.fullmatch(word) for piece, pattern in pieces)
    )


def left_in_simplified(words: Iterable[str]) -> list[str]:
    """Those that are a procedure's words in Simplified Chinese where Hong Kong has its own."""
    return sorted(set(words) & _simplified())


@cache
def _english(language: str) -> tuple[frozenset[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """English messages without places, and those with places as a piece to look for and the whole pattern."""
    pairs = frozenset(_pairs(language))
    good = {form for _said, form in pairs}
    differ = {said for said, form in pairs if said != form and said not in good and re.search("[A-Za-z]{2}", said)}
    whole = {said for said in differ if not _PLACE.search(said)}
    split = [_PLACE.split(said) for said in sorted(differ - whole)]
    patterns = ((max(parts, key=len), re.compile(".*".join(map(re.escape, parts)))) for parts in split)
    return frozenset(whole), tuple((piece, pattern) for piece, pattern in patterns if len(piece) >= _SHORTEST)


@cache
def _said(language: str) -> frozenset[str]:
    return frozenset(form for _, form in _pairs(language))


def _pairs(language: str) -> Iterator[tuple[str, str]]:
    for domain in ("app", "procedures"):
        file = paths.room("translations") / language / f"{domain}.po"
        if file.is_file():
            for each in read(file).messages:
                if each.usable:
                    yield from ((each.id, each.forms[0]), *([(each.many, each.forms[-1])] if each.many else []))
    if language == "zh-Hans":
        # A procedure's Simplified Chinese stands beside its English, as the context of the message.
        other = read(paths.room("translations") / "pt" / "procedures.po")
        yield from ((each.id, each.context) for each in other.messages)


@cache
def _simplified() -> frozenset[str]:
    messages = read(paths.room("translations") / "zh-Hant-HK" / "procedures.po").messages
    return frozenset(each.context for each in messages) - {each.forms[0] for each in messages}
