"""The tables of `ui/keyboard`, each read when it is first asked for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

Codes = tuple[tuple[str, str], ...]
"""Codes, each with its characters."""

_PIECES = re.compile("([a-z]*)([^a-z]+)")


class Readings(NamedTuple):
    """Characters of one syllable, the most used first."""

    usual: str
    rare: str


class Spelled:
    """A method that spells sounds: its syllables, their characters, and words."""

    def __init__(self, syllables: Mapping[str, Mapping[str, Readings]], words: Mapping[str, tuple[str, ...]]) -> None:
        self.syllables = syllables
        """Syllable without tone -> tone (empty where the table has none) -> characters."""
        self.words = words
        """Syllables joined by a blank -> words."""
        self.keys = sorted(words)
        self.beginnings = frozenset(syllable[:end] for syllable in syllables for end in range(1, len(syllable) + 1))


class Tables:
    """What characters are typed with. Making one reads nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._codes: dict[str, Codes] = {}
        self._under: dict[str, Codes] = {}
        self._spelled: dict[tuple[str, str], Spelled] = {}

    def pinyin(self, script: str) -> Spelled:
        """Mandarin, without tones, with words in `script`; ü is `v`, and `yu` as passports have it."""
        if ("pinyin", script) not in self._spelled:
            groups = {syllable: {"": Readings(*characters)} for syllable, *characters in self._rows("pinyin.tsv")}
            groups |= {other: group for syllable, group in groups.items() for other in _spelled_too(syllable)}
            everyday = "words-pinyin.tsv" if script == "zh-Hans" else ""
            self._spelled["pinyin", script] = Spelled(groups, self._words(everyday, script, reading=2))
        return self._spelled["pinyin", script]

    def jyutping(self, script: str) -> Spelled:
        """Cantonese, with tones, with words in `script`."""
        if ("jyutping", script) not in self._spelled:
            groups: dict[str, dict[str, Readings]] = defaultdict(dict)
            for syllable, *characters in self._rows("jyutping.tsv"):
                groups[syllable[:-1]][syllable[-1]] = Readings(*characters)
            everyday = "words-jyutping.tsv" if script != "zh-Hans" else ""
            self._spelled["jyutping", script] = Spelled(groups, self._words(everyday, script, reading=3))
        return self._spelled["jyutping", script]

    def rank(self, script: str) -> Mapping[str, int]:
        """How often a character is used in `script`: 0 is the most used."""
        return self._ranks[script]

    def surnames(self, script: str) -> Mapping[str, int]:
        """Characters that are surnames, the most common with 0."""
        return self._surnames[script]

    def codes(self, beginning: str) -> Codes:
        """Cangjie codes that begin so, in their order, with their characters."""
        if len(beginning) > 1:
            return tuple(each for each in self._coded(beginning[:2]) if each[0].startswith(beginning))
        if beginning not in self._under:
            self._under[beginning] = tuple(each for head in self._heads_under[beginning] for each in self._coded(head))
        return self._under[beginning]

    @cached_property
    def radicals(self) -> Mapping[int, tuple[tuple[int, str], ...]]:
        """Strokes -> number and writing of the radicals that are written with so many."""
        groups: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for strokes, number, writing in self._rows("radicals.tsv"):
            groups[int(strokes)].append((int(number), writing))
        return {strokes: tuple(group) for strokes, group in groups.items()}

    @cached_property
    def strokes(self) -> Mapping[int, Mapping[int, str]]:
        """Number of a radical -> strokes beside it -> characters."""
        groups: dict[int, dict[int, str]] = defaultdict(dict)
        for radical, strokes, characters in self._rows("strokes.tsv"):
            groups[int(radical)][int(strokes)] = characters
        return groups

    @cached_property
    def _ranks(self) -> Mapping[str, Mapping[str, int]]:
        return {script: _placed(characters) for script, characters in self._rows("frequency.tsv")}

    @cached_property
    def _surnames(self) -> Mapping[str, Mapping[str, int]]:
        return {script: _placed(rest[0]) for script, *rest in self._rows("surnames.tsv") if script != "compound"}

    @cached_property
    def _heads(self) -> Mapping[str, str]:
        rows = list(self._rows("cangjie.tsv"))
        return dict(zip((row[0] for row in rows), (row[1] for row in rows), strict=True))

    @cached_property
    def _heads_under(self) -> Mapping[str, list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for head in self._heads:
            groups[head[0]].append(head)
        return groups

    def _coded(self, head: str) -> Codes:
        if head not in self._heads:
            return ()
        if head not in self._codes:
            pieces = _PIECES.findall(self._heads[head])
            self._codes[head] = tuple((head + letters, characters) for letters, characters in pieces)
        return self._codes[head]

    def _words(self, everyday: str, script: str, *, reading: int) -> Mapping[str, tuple[str, ...]]:
        """Places and compound surnames stand before the words of everyday."""
        writing = 0 if script == "zh-Hans" else 1
        own = [*self._rows("places.tsv"), *(row[1:] for row in self._rows("surnames.tsv") if row[0] == "compound")]
        groups: dict[str, list[str]] = defaultdict(list)
        for row in own:
            groups[row[reading]].append(row[writing])
        for key, words in self._rows(everyday) if everyday else ():
            groups[key] += words.split()
        return {key: tuple(dict.fromkeys(words)) for key, words in groups.items()}

    def _rows(self, file: str) -> Iterator[list[str]]:
        lines = (self._folder / file).read_text("utf-8").split("\n")
        return (line.split("\t") for line in lines if line and not line.startswith("#"))


def _spelled_too(syllable: str) -> tuple[str, ...]:
    """`lv` is `lyu` in passports, and `lve` is `lue` to most people."""
    if "v" not in syllable:
        return ()
    return (syllable.replace("v", "yu"), *([syllable.replace("v", "u")] if syllable.endswith("ve") else []))


def spelled(key: str) -> str:
    """Syllables as the tables spell them."""
    return re.sub(r"\b([ln])(?:yu|u(?=e\b))", r"\1v", key)


def _placed(characters: str) -> Mapping[str, int]:
    return {character: place for place, character in enumerate(characters)}
