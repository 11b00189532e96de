"""On which line of a TOML text each key stands: tomllib keeps no positions."""

from __future__ import annotations

import re
from collections.abc import Callable

Path_ = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=(.*)$""")
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")


def _parts(dotted: str) -> list[str]:
    return ["".join(groups) for groups in _PART.findall(dotted)]


def line_numbers(text: str) -> dict[Path_, int]:
    """Map each key, and each inline table of a list, of a well-formed TOML text to its line."""
    lines: dict[Path_, int] = {}
    counts: dict[Path_, int] = {}
    base: Path_ = ()
    skip: Callable[[str], bool] | None = None
    inside = _Entries(())
    for number, line in enumerate(text.splitlines(), 1):
        if skip is not None:
            inside.add_line(line, number, lines)
            if skip(line):
                skip = None
            continue
        header = _HEADER.match(line)
        if header:
            base = _header_path(header.group(1), _parts(header.group(2)), counts)
            lines.setdefault(base, number)
            continue
        key = _KEY.match(line)
        if key:
            path = (*base, *_parts(key.group(1)))
            lines[path] = number
            inside = _Entries(path)
            inside.add_line(key.group(2), number, lines)
            skip = _continuation(key.group(2))
    return lines


def _header_path(opening: str, parts: list[str], counts: dict[Path_, int]) -> Path_:
    path: Path_ = ()
    for index, part in enumerate(parts):
        path = (*path, part)
        last = index == len(parts) - 1
        if last and opening == "[[":
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _continuation(value: str) -> Callable[[str], bool] | None:
    """Return what tells that a value begun on this line has ended, or None when it ends on it."""
    for quotes in ('"""', "'''"):
        if value.count(quotes) == 1:
            return lambda line: quotes in line
    depth = _depth(value)
    if depth <= 0:
        return None
    left = [depth]

    def closed(line: str) -> bool:
        left[0] += _depth(line)
        return left[0] <= 0

    return closed


class _Entries:
    """The inline tables of one list, each with the line it begins on."""

    def __init__(self, path: Path_) -> None:
        self.path, self.depth, self.count = path, 0, 0

    def add_line(self, line: str, number: int, lines: dict[Path_, int]) -> None:
        for character in _bare(line):
            if character == "{" and self.depth == 1:
                lines[(*self.path, self.count)] = number
                self.count += 1
            self.depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(character, 0)


def _bare(line: str) -> str:
    """The line without texts and comments."""
    return re.sub(r""""(?:\\.|[^"\\])*"|'[^']*'|#.*""", "", line)


def _depth(line: str) -> int:
    bare = _bare(line)
    return sum(bare.count(opening) for opening in "[{") - sum(bare.count(closing) for closing in "]}")
