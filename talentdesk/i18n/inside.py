"""What may stand inside a message: places to fill in, and characters written with a backslash."""

from __future__ import annotations

import re
from collections.abc import Sequence

PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w.\[\]]*)\}")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


def placeholders(message: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(PLACEHOLDER.findall(message))


def stray(source: str, many: str, forms: Sequence[str]) -> frozenset[str]:
    """Placeholders that stand on one side only; a form of a plural may leave `{count}` out."""
    wanted = placeholders(source) | placeholders(many)
    spared = wanted & {"count"} if many else frozenset()
    return frozenset[str]().union(*((wanted ^ placeholders(form)) - spared for form in forms))


def unescape(text: str) -> str:
    """The text of a quoted string."""
    return _ESCAPE.sub(lambda escape: _ESCAPED.get(escape[1], escape[0]), text)
