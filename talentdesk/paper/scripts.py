"""The scripts whose letters change shape or order with their neighbours, and have a face of their own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Script:
    """A script that is shaped."""

    face: str
    """Name of its font file without the ending."""
    tag: str
    """As in ISO 15924."""
    language: str
    """The likeliest language of a name in it: a reading voice is chosen by it."""
    blocks: tuple[tuple[int, int], ...]
    """First and last code points."""


SCRIPTS = (
    Script(
        "NotoSansArabic-Regular",
        "Arab",
        "ar",
        ((0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
    ),
    Script("NotoSansDevanagari-Regular", "Deva", "hi", ((0x0900, 0x097F), (0x1CD0, 0x1CFF), (0xA8E0, 0xA8FF))),
    Script("NotoSansThai-Regular", "Thai", "th", ((0x0E00, 0x0E7F),)),
)

SHAPED_FACES = {script.face: script for script in SCRIPTS}
"""By face."""

FROM_THE_RIGHT = SCRIPTS[0]
"""The script whose face draws the signs that stand between words from the right."""
