"""The quick way through a translator's file that is in order, so that a change of language is not felt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from talentdesk.i18n.pofile import PLACEHOLDER, Message, read, unescape

Usable = Mapping[tuple[str, str], tuple[str, ...]]

_TEXT = r'"((?:[^"\\\n]|\\.)*+(?:"\n"(?:[^"\\\n]|\\.)*+)*+)"\n'
_ENTRY = re.compile(
    rf"(?:\n|#~.*\n)*+((?:#(?!~).*\n)*+)(?:msgctxt {_TEXT})?msgid {_TEXT}(?:msgid_plural {_TEXT})?"
    rf"(?:msgstr {_TEXT}|msgstr\[0\] {_TEXT}(?:msgstr\[1\] {_TEXT})?)(?=\n|\Z)"
)
_REST = re.compile(r"(?:\n|#.*(?:\n|\Z))*+")
_FUZZY = re.compile(r"^#,.*\bfuzzy\b", re.MULTILINE)


def usable(file: Path) -> Usable:
    """The translations that may be shown, by context and source: those a careful `read` finds, only faster."""
    try:
        content = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return {}
    found = _through(content)
    return found if found is not None else _carefully(file)


def _carefully(file: Path) -> Usable:
    return {(each.context, each.id): each.forms for each in read(file).messages if each.usable}


def _through(content: str) -> Usable | None:
    """None when anything stands in the file that a program would not have written."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    at = 0
    while match := _ENTRY.match(content, at):
        at = match.end()
        comments, context, source, many, one, first, second = match.groups()
        forms = (one,) if one is not None else (first,) if second is None else (first, second)
        if all(forms) and source and not ("fuzzy" in comments and _FUZZY.search(comments)):
            texts = tuple(map(_text, forms))
            if "{" not in match[0] or _agree(_text(source), _text(many or ""), texts):
                found[_text(context or ""), _text(source)] = texts
    return found if _REST.fullmatch(content, at) else None


def _agree(source: str, many: str, forms: tuple[str, ...]) -> bool:
    """Whether the placeholders are those of the source; nearly always they stand in the same order."""
    wanted = PLACEHOLDER.findall(source)
    if not many and PLACEHOLDER.findall(forms[0]) == wanted:
        return True
    return not Message(source, many=many, forms=forms).stray


def _text(quoted: str) -> str:
    joined = quoted.replace('"\n"', "") if "\n" in quoted else quoted
    return unescape(joined) if "\\" in joined else joined
