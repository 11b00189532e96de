"""The words of one edition, each with its id, its place in the files and how it is said in the four languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.form import Edition, Text
from talentdesk.core.tomlfile import TomlFile, name_of
from talentdesk.core.tomllines import Path_

LANGUAGES = ("zh-Hans", "zh-Hant-HK", "en", "pt")
"""In the order of the columns of a review sheet."""


@dataclass(frozen=True, slots=True)
class Words:
    """One text: its id in the edition, its file, the keys that lead to it, its line and what is written there."""

    id: str
    file: Path
    path: Path_
    line: int
    written: Mapping[str, str]
    """By language, as the file has it: two languages, or all four for what is never translated elsewhere."""
    frozen: bool = False
    """Whether the digest of the edition rests on it."""

    @property
    def text(self) -> Text:
        """The pair under which its translations are kept."""
        return Text(self.written["zh-Hans"], self.written["en"])

    @property
    def place(self) -> str:
        """File and line, as faults name them."""
        return f"{name_of(self.file)}:{self.line}"


def words_of(edition: Edition, catalogue: Catalogue) -> tuple[Words, ...]:
    """Every label, help, choice, message and title of an edition, in the order of its files.

    From `about.toml`, the edition's own file, the questions it takes from shared blocks and its table of points.
    """
    folder = catalogue.cases_file(edition.procedure).parent
    found = list(_in_file(folder / "about.toml", "about", frozen=False))
    found += _in_file(folder / f"{edition.edition}.toml", "", frozen=True)
    for block in dict.fromkeys(question.block for question in edition.questions if question.block):
        path = catalogue.block(block)
        used = {question.id for question in edition.questions if question.block == block}
        found += _of_questions(_in_file(path, f"block {block}", frozen=True), used) if path else ()
    points = catalogue.points_file(edition.points.id) if edition.points else None
    found += _in_file(points, "points", frozen=True) if points else ()
    return tuple(found)


def _of_questions(words: Iterator[Words], used: set[str]) -> Iterator[Words]:
    """What an edition takes of a block: the words of these questions, and those that hold for all."""
    for each in words:
        question = each.id.split()[3] if " question " in each.id else ""
        if not question or question in used:
            yield each


def _in_file(path: Path, prefix: str, *, frozen: bool) -> Iterator[Words]:
    file = TomlFile(path, name_of(path))
    for keys, name, pair in _pairs(file.data, (), prefix):
        yield Words(name, path, keys, file.line(keys), pair, frozen)


def _pairs(node: Any, keys: Path_, name: str) -> Iterator[tuple[Path_, str, Mapping[str, str]]]:
    if isinstance(node, dict) and {"zh-Hans", "en"} <= node.keys():
        yield keys, name, node
    elif isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, list):
                yield from _entries(value, (*keys, key), name, key)
            else:
                yield from _pairs(value, (*keys, key), f"{name} {key}".strip())


def _entries(values: list[Any], keys: Path_, name: str, key: str) -> Iterator[tuple[Path_, str, Mapping[str, str]]]:
    for index, value in enumerate(values):
        if isinstance(value, dict):
            own = str(value.get("id") or value.get("code") or value.get("variant") or index + 1)
            # A question is known by its own id: the section it stands in says nothing more.
            outer = "" if key == "question" and name.startswith("section ") else name
            yield from _pairs(value, (*keys, index), f"{outer} {key} {own}".strip())


def is_published(edition: Edition, words: Words, catalogue: Catalogue) -> bool:
    """Whether a published edition rests on these words: this one, or another that takes the same block or table."""
    if not words.frozen:
        return False
    published = [key for folder in catalogue.folders for key in _published(folder / "published.toml")]
    if f"{edition.procedure}/{edition.edition}" in published:
        return True
    shared = words.file.stem if words.file.parent.name in ("blocks", "points") else ""
    return bool(shared) and any(_rests_on(key, shared, catalogue) for key in published)


def _published(path: Path) -> tuple[str, ...]:
    try:
        return tuple(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return ()


def _rests_on(key: str, shared: str, catalogue: Catalogue) -> bool:
    procedure, _slash, name = key.partition("/")
    try:
        edition = catalogue.edition(procedure, name)
    except LookupError:
        return False
    blocks = {question.block for question in edition.questions}
    return shared in blocks or (edition.points is not None and edition.points.id == shared)
