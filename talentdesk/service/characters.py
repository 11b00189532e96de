"""Which characters of a text no font of the program can draw."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from talentdesk.core.words import N_
from talentdesk.service.mishap import Mishap


@dataclass(frozen=True, slots=True)
class Undrawable:
    """One character, and how to name it to somebody who cannot see it."""

    character: str
    code_point: str
    name: str


def undrawable(text: str) -> tuple[str, ...]:
    """The characters, each once, in the order they stand. Raises Mishap when a font file is missing."""
    from talentdesk.paper.faces import FontMissing
    from talentdesk.paper.fonts import missing

    try:
        return missing(text)
    except FontMissing as gone:
        raise font_missing(gone.file) from gone


def font_missing(file: str) -> Mishap:
    """The mishap of a font file that is not there."""
    cause, remedy = N_("the font file {file} is missing or damaged"), N_("install talentdesk again")
    return Mishap(cause, remedy, file=file)


def named(character: str) -> Undrawable:
    """The character with its code point and Unicode name."""
    code_point = " ".join(f"U+{ord(part):04X}" for part in character)
    return Undrawable(character, code_point, unicodedata.name(character[0], "") if character else "")
