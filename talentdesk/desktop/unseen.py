"""What a screen cannot show of a text: hidden marks and letters without a picture are told by their number."""

from __future__ import annotations

import unicodedata

from PySide6.QtGui import QFontMetrics

from talentdesk.desktop import typefaces

_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})
# Joiners are part of how some names are written, and show as nothing on purpose.
_JOINERS = frozenset("\u200c\u200d")


def is_unseen(character: str) -> bool:
    """Whether nothing would be drawn for it in any font."""
    # A printable character is of none of these categories, and Python knows it at once.
    return not character.isprintable() and character not in _JOINERS and unicodedata.category(character) in _UNSEEN


def code_point(character: str) -> str:
    """Its number in the Unicode Standard, as in U+202E."""
    return f"U+{ord(character):04X}"


def spelled(text: str, metrics: QFontMetrics) -> str:
    """`text` with the code point in place of each character that `metrics`' fonts would show as a box or as nothing."""
    if text.isascii() and text.isprintable():
        return text
    odd = [each for each in {*text} if not (each.isascii() and each.isprintable())]
    lost = {each for each in odd if _is_lost(each, metrics)}
    if not lost:
        return text
    return "".join(f"[{code_point(each)}]" if each in lost else each for each in text)


def _is_lost(character: str, metrics: QFontMetrics) -> bool:
    if is_unseen(character):
        return True
    # A mark such as a variation selector belongs to the letter before it and needs no picture of its own.
    if character.isascii() or unicodedata.category(character).startswith(("M", "Z")) or not typefaces.is_complete():
        return False
    return not metrics.inFontUcs4(ord(character))
