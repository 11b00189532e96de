"""Writing to the terminal: results to the standard output, everything else beside it."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from talentdesk.i18n import say

if TYPE_CHECKING:
    from talentdesk.core.fault import Fault


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


def fault_line(fault: Fault, language: str) -> str:
    """`file:line: cause; remedy` in the person's language."""
    return f"{fault.file}:{fault.line}: " + cause_and_remedy(fault.cause, fault.remedy, fault.details, language)


def cause_and_remedy(cause: str, remedy: str, details: Mapping[str, object], language: str) -> str:
    """`cause; remedy` in the person's language; words of the form language among the details are translated too."""
    # Imported here: most commands never tell a fault.
    from talentdesk.core.rules import Type
    from talentdesk.core.tomlfile import KIND_NAMES

    words = {*Type, *KIND_NAMES.values()}
    known = {name: say(str(value), language) if value in words else value for name, value in details.items()}
    return say(
        "{cause}; {remedy}", language, cause=say(cause, language, **known), remedy=say(remedy, language, **known)
    )
