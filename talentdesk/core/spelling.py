"""Names as printed on several documents, character by character, and which of them differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Character:
    """What a reader sees as one character, and the code points that make it up."""

    text: str
    differs: bool = False
    """Another document has something else in this place."""

    @property
    def codes(self) -> str:
        """`U+8A60`; a variation selector is told after the character it belongs to."""
        return " ".join(f"U+{ord(each):04X}" for each in self.text)


def spelled(names: Sequence[str]) -> tuple[tuple[Character, ...], ...]:
    """Each name cut into characters, those marked that another of the names does not have in this place. Empty names
    say nothing and are not compared."""
    cut = [_characters(name) for name in names]
    marked: list[set[int]] = [set() for _ in cut]
    for one, mine in enumerate(cut):
        for theirs in (other for at, other in enumerate(cut) if at != one and other):
            matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
            for how, begin, end, _, _ in matcher.get_opcodes():
                if how != "equal":
                    marked[one].update(range(begin, end))
    return tuple(
        tuple(Character(text, at in places) for at, text in enumerate(name))
        for name, places in zip(cut, marked, strict=True)
    )


def _characters(name: str) -> list[str]:
    """Variation selectors and combining marks stay with what they belong to."""
    found: list[str] = []
    for each in name:
        if found and _belongs_to_former(each):
            found[-1] += each
        else:
            found.append(each)
    return found


def _belongs_to_former(character: str) -> bool:
    return (
        "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
        or "\u0300" <= character <= "\u036f"
    )
