"""Reads the fields of a PDF form from outside, whoever filled it in and with whatever program."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from talentdesk.intake.found import IntakeTrouble, Trouble

_DEEPEST = 20
_MOST_FIELDS = 20_000
_MOST_TEXT = 5_000_000
"""Characters of all answers together. One text may stand in the file once and be the value of every field."""


def fields_in(raw: bytes) -> Mapping[str, str]:
    """Every field's value by its full name; a ticked square's value is the code that ticks it.

    Fields left empty are left out. Nothing for a PDF without a form, and for one that cannot be read. Raises
    IntakeTrouble where they hold more text than any honest form.
    """
    try:
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            form = pdf.Root.get("/AcroForm")
            if not isinstance(form, Dictionary) or not isinstance(form.get("/Fields"), Array):
                return {}
            return dict(_values(form))
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
        return {}


def _values(form: Dictionary) -> Iterator[tuple[str, str]]:
    """Names and values of the terminal fields, whatever shape the tree has."""
    waiting: list[tuple[pikepdf.Object, str, pikepdf.Object | None, pikepdf.Object | None, int]]
    waiting = [(each, "", None, None, 0) for each in reversed(list(form.Fields))]
    count, left = 0, _MOST_TEXT
    while waiting:
        node, above, kind, value, depth = waiting.pop()
        count += 1
        if not isinstance(node, Dictionary) or depth > _DEEPEST or count > _MOST_FIELDS:
            continue
        name = ".".join(part for part in (above, _text(node.get("/T"))) if part)
        kind, value = node.get("/FT", kind), node.get("/V", value)
        kids = [each for each in node.get("/Kids", []) if isinstance(each, Dictionary)]
        named = [each for each in kids if "/T" in each]
        if named:
            waiting += [(each, name, kind, value, depth + 1) for each in reversed(named)]
            continue
        text = _ticked(value, kids or [node]) if kind == Name.Btn else _text(value)
        left -= len(text)
        if left < 0:
            raise IntakeTrouble(Trouble.TOO_MUCH_WORK)
        if name and text:
            yield name, text


def _ticked(value: pikepdf.Object | None, widgets: Sequence[pikepdf.Object]) -> str:
    """The state of the field, or of the square that is shown as ticked where a program set only that."""
    states = (value, *(each.get("/AS") for each in widgets))
    for state in states:
        # Some programs write the state's name as a text, with its stroke.
        code = _text(state).removeprefix("/")
        if code and code != "Off":
            return code
    return ""


def _text(value: object) -> str:
    if isinstance(value, pikepdf.Stream):
        return str(String(value.read_bytes().decode("latin-1")))
    if isinstance(value, Name):
        return str(value)[1:]
    return str(value) if isinstance(value, String) else ""
