"""Writing to the terminal: results to the standard output, everything else beside it."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from typing import cast


def use_utf8() -> None:
    """UTF-8 whatever the system's code page: names do not fit into others. A half character is written as its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def write_json(document: object) -> None:
    """One JSON document on the standard output."""
    import json  # the window is sooner there without

    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def write(line: str = "") -> None:
    """One line of the result."""
    sys.stdout.write(line + "\n")


def warn(line: str) -> None:
    """One line beside the result."""
    sys.stdout.flush()
    sys.stderr.write(line + "\n")


def source_of(entry: Mapping[str, object]) -> str:
    """The citation in short: instrument, article, grade."""
    citation = cast("Mapping[str, object] | None", entry["citation"])
    if not citation:
        return ""
    article = f" {citation['article']}" if citation["article"] else ""
    return f"{citation['instrument']}{article} [{citation['grade']}]"
