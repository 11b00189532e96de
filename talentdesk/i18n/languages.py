"""Which languages the program speaks, and which of them a person's computer asks for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

LANGUAGES: tuple[str, ...] = ("zh-Hans", "zh-Hant-HK", "en", "pt")
PSEUDO = "x-pseudo"
"""Stretched, accented English: shows texts that are not translated and layouts that do not stretch."""

_NATIVE = {"zh-Hans": "简体中文", "zh-Hant-HK": "繁體中文", "en": "English", "pt": "Português", PSEUDO: "[Þšéûđô]"}
# Where a translation is missing: a reader of Hong Kong Chinese is helped more by Simplified Chinese than by English.
_FALLBACKS = {
    "zh-Hans": ("zh-Hans", "en"),
    "zh-Hant-HK": ("zh-Hant-HK", "zh-Hans", "en"),
    "en": ("en",),
    "pt": ("pt", "en"),
    PSEUDO: (PSEUDO,),
}
_TRADITIONAL = frozenset({"hant", "hk", "mo", "tw"})
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def native_name(language: str) -> str:
    """The language's name in itself: 简体中文, 繁體中文, English, Português."""
    return _NATIVE[language]


def fallbacks(language: str) -> tuple[str, ...]:
    """The languages to look in, the wanted one first. Any tag is accepted; an unknown one gives English."""
    known = _FALLBACKS.get(language)
    return known if known is not None else _FALLBACKS[language_of(language) or "en"]


def language_of(tag: str) -> str | None:
    """The language of the program that serves a tag or locale such as `zh_TW.UTF-8` or `pt-BR`; None: none does."""
    parts = tag.split(".")[0].split("@")[0].replace("_", "-").lower().split("-")
    if parts[0] == "zh":
        return "zh-Hant-HK" if _TRADITIONAL.intersection(parts[1:]) and "hans" not in parts else "zh-Hans"
    if parts[0] in {"en", "pt"}:
        return parts[0]
    return PSEUDO if parts == ["x", "pseudo"] else None


def system_language(environment: Mapping[str, str] = os.environ, also: Iterable[str] = ()) -> str:
    """The language the environment asks for, then the first served one of `also`, else English."""
    asked = environment.get("LANGUAGE", "").split(":")
    asked.append(next((environment[name] for name in _VARIABLES if environment.get(name)), ""))
    return next((served for tag in (*asked, *also) if (served := language_of(tag))), "en")
