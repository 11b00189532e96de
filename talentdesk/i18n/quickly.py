"""The quick way through a translator's file that is in order, so that neither a start nor a new language is felt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from talentdesk.i18n.inside import PLACEHOLDER, stray, unescape

Key = tuple[str, str]
Usable = Mapping[Key, tuple[str, ...]]

_TEXT = r'"((?:[^"\\\n]|\\.)*+(?:"\n"(?:[^"\\\n]|\\.)*+)*+)"\n'
_ENTRY = re.compile(
    rf"(?:#~.*\n)*+((?:#(?!~).*\n)*+)(?:msgctxt {_TEXT})?msgid {_TEXT}(?:msgid_plural {_TEXT})?"
    rf"(?:msgstr {_TEXT}|msgstr\[0\] {_TEXT}(?:msgstr\[1\] {_TEXT})?)"
)
_FUZZY = re.compile(r"^#,.*\bfuzzy\b", re.MULTILINE)


def usable(file: Path) -> Usable:
    """The translations that may be shown, by context and source: those a careful `read` finds, only faster."""
    try:
        content = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return {}
    blocks = _blocks(content)
    return _carefully(file) if blocks is None else _Shelf(file, blocks)


def _carefully(file: Path) -> Usable:
    from talentdesk.i18n.pofile import read

    return {(each.context, each.id): each.forms for each in read(file).messages if each.usable}


class _Shelf(Mapping[Key, tuple[str, ...]]):
    """Entries that are read when they are first asked for: a screen says a few dozen of many hundred.

    What was read stays true, because the text is held and never changes. Any thread may ask.
    """

    def __init__(self, file: Path, blocks: Mapping[Key, str]) -> None:
        self._file = file
        self._blocks = blocks
        self._read: dict[Key, tuple[str, ...]] = {}

    def __getitem__(self, key: Key) -> tuple[str, ...]:
        forms = self._read.get(key)
        if forms is None:
            forms = self._read[key] = self._open(key)
        if not forms:
            raise KeyError(key)
        return forms

    def __iter__(self) -> Iterator[Key]:
        return (key for key in self._blocks if key in self) if self._in_order else iter(self._careful)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _open(self, key: Key) -> tuple[str, ...]:
        match = _ENTRY.fullmatch(self._blocks.get(key, ""))
        if match is not None:
            return _forms(match)
        return () if key not in self._blocks and self._in_order else self._careful.get(key, ())

    @cached_property
    def _in_order(self) -> bool:
        """Asked only for a message that is not there: it may hide in an entry that no program would have written."""
        return all(map(_ENTRY.fullmatch, self._blocks.values()))

    @cached_property
    def _careful(self) -> Usable:
        return _carefully(self._file)


def _blocks(content: str) -> dict[Key, str] | None:
    """Each entry's own lines, by what it says; None where entries are not set apart as a program would."""
    found: dict[Key, str] = {}
    for piece in content.split("\n\n"):
        block = piece.strip("\n")
        head, begins, rest = f"\n{block}".partition("\nmsgid ")
        if begins and block.startswith(("#", "msg")) and "\nmsgid " not in rest:
            key = _text(head.partition("\nmsgctxt ")[2][1:-1]), _text(rest.partition("\nmsg")[0][1:-1])
            if key in found:
                return None
            found[key] = f"{block}\n"
        elif not all(line.startswith("#~") for line in block.splitlines()):
            return None
    return found


def _forms(match: re.Match[str]) -> tuple[str, ...]:
    """The translation of an entry; empty where it may not be shown."""
    comments, _, source, many, one, first, second = match.groups()
    forms = (one,) if one is not None else (first,) if second is None else (first, second)
    if not (all(forms) and source) or ("fuzzy" in comments and _FUZZY.search(comments)):
        return ()
    texts = tuple(map(_text, forms))
    return texts if "{" not in match[0] or _agree(_text(source), _text(many or ""), texts) else ()


def _agree(source: str, many: str, forms: tuple[str, ...]) -> bool:
    """Whether the placeholders are those of the source; nearly always they stand in the same order."""
    if not many and PLACEHOLDER.findall(forms[0]) == PLACEHOLDER.findall(source):
        return True
    return not stray(source, many, forms)


def _text(quoted: str) -> str:
    joined = quoted.replace('"\n"', "") if "\n" in quoted else quoted
    return unescape(joined) if "\\" in joined else joined
