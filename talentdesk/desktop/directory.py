"""Searching a code list by a part of a name, in any language, or by its code."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from talentdesk.desktop.editors import Option
from talentdesk.i18n import LANGUAGES, titled, word


def fold(text: str) -> str:
    """Without accents and capitals, so that `coimbra` finds `Coímbra`."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def named(option: Option, language: str) -> str:
    """What an option is called: its own `names` where it has some, such as a procedure's title, else its label."""
    names: Mapping[str, str] | None = getattr(option, "names", None)
    return titled(names, language) if names else word(option.label, language)


class Directory:
    """A code list that can be searched. Share one between the fields that ask for the same list."""

    def __init__(self, options: Sequence[Option]) -> None:
        self.options = options
        self._keys: list[tuple[str, ...]] = []

    def option(self, code: str) -> Option | None:
        """The item of that code."""
        return next((option for option in self.options if option.code == code), None)

    def exact(self, text: str) -> Option | None:
        """The item whose code or whole name this is, in any language."""
        wanted = fold(text.strip())
        found = [option for option, keys in zip(self.options, self._folded(), strict=True) if wanted in keys]
        return found[0] if wanted and len(found) == 1 else None

    def find(self, text: str) -> list[Option]:
        """Items with `text` in their code or name: codes first, then names that begin with it, then the rest."""
        wanted = fold(text.strip())
        if not wanted:
            return list(self.options)
        ranked = [
            (rank, place) for place, keys in enumerate(self._folded()) if (rank := _rank(keys, wanted)) is not None
        ]
        return [self.options[place] for _, place in sorted(ranked)]

    def _folded(self) -> list[tuple[str, ...]]:
        if not self._keys:
            self._keys = [_keys(option) for option in self.options]
        return self._keys


_directories: dict[int, Directory] = {}


def directory(options: Sequence[Option]) -> Directory:
    """The directory of a list, made once: it keeps the list alive, so its identity stays its own."""
    return _directories.setdefault(id(options), Directory(options))


def _keys(option: Option) -> tuple[str, ...]:
    names = [named(option, language) for language in LANGUAGES]
    extra: dict[str, str] = getattr(option, "extra", {})
    return tuple(dict.fromkeys(fold(key) for key in (option.code, *names, *extra.values()) if key))


def _rank(keys: tuple[str, ...], wanted: str) -> int | None:
    if wanted == keys[0]:
        return 0
    if any(key.startswith(wanted) for key in keys):
        return 1
    return 2 if any(wanted in key for key in keys) else None
