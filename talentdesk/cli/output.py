"""Writing to the terminal: results to the standard output, everything else beside it."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Mapping
from typing import cast

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
"""What moves the cursor, turns a line round, or is not seen at all: names and files may come from anywhere."""


def use_utf8() -> None:
    """UTF-8 whatever the system's code page: names do not fit into others. A half character is written as its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def write_json(document: object) -> None:
    """One JSON document on the standard output."""
    import json  # the window is sooner there without

    # Such a character can only stand in a text, where its code means the same.
    text = _STEERING.sub(_as_code, json.dumps(document, ensure_ascii=False, indent=2))
    sys.stdout.write(text + "\n")


def _as_code(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def write(line: str = "") -> None:
    """One line of the result."""
    sys.stdout.write(_harmless(line) + "\n")


def warn(line: str) -> None:
    """One line beside the result."""
    sys.stdout.flush()
    sys.stderr.write(_harmless(line) + "\n")


def _harmless(line: str) -> str:
    return _STEERING.sub("\ufffd", line)


def source_of(entry: Mapping[str, object]) -> str:
    """The citation in short: instrument, article, grade."""
    citation = cast("Mapping[str, object] | None", entry["citation"])
    if not citation:
        return ""
    article = f" {citation['article']}" if citation["article"] else ""
    return f"{citation['instrument']}{article} [{citation['grade']}]"
