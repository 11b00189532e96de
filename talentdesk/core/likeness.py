"""What two people's ledgers have in common, and why they may be one person's. It suggests; it never decides.

Texts are folded only to be compared: full-width letters, case, marks and punctuation. Nothing is stored folded but the
keys that candidates are looked up by.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from talentdesk.core.values import date_parts

if TYPE_CHECKING:
    from talentdesk.core.person import Person


class Reason(StrEnum):
    """One thing that two ledgers have in common, or that stands against it."""

    SAME_NUMBER = "same_number"
    SAME_BIRTH_DATE = "same_birth_date"
    SAME_HAN_NAME = "same_han_name"
    SAME_LATIN_NAME = "same_latin_name"
    LIKE_HAN_NAME = "like_han_name"
    """Names in Chinese characters that differ in one character."""
    LIKE_LATIN_NAME = "like_latin_name"
    """All words of one name stand in the other."""
    OTHER_BIRTH_DATE = "other_birth_date"
    OTHER_NUMBER = "other_number"
    """Both have a document of one kind that a person has only one of at a time, with different numbers."""


WEIGHTS: Final = {
    Reason.SAME_NUMBER: 60,
    Reason.SAME_BIRTH_DATE: 30,
    Reason.SAME_HAN_NAME: 25,
    Reason.SAME_LATIN_NAME: 20,
    Reason.LIKE_HAN_NAME: 20,
    Reason.LIKE_LATIN_NAME: 15,
    Reason.OTHER_BIRTH_DATE: -15,
    Reason.OTHER_NUMBER: -15,
}
SUGGESTED = 45
"""From here on a person is asked to look: a number alone is enough, a birth date with a name in any script, or the same
name in both scripts. A birth date or one name alone is not."""
_FOR_LIFE: Final = frozenset({"hkid", "bir", "residence_permit"})
"""Numbers that stay when the document is renewed: another one is another person's."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a ledger, folded."""

    numbers: frozenset[tuple[str, str]]
    """Kind and number of each document."""
    birth_dates: frozenset[str]
    han_names: frozenset[str]
    latin_names: frozenset[tuple[str, ...]]
    """The words of each name, in the order of the alphabet: papers differ in which part comes first."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much speaks for one person, and what. `score` is no probability."""

    score: int
    reasons: tuple[Reason, ...]

    @property
    def is_suggested(self) -> bool:
        """Whether a person should look."""
        return self.score >= SUGGESTED


def folded(text: str) -> str:
    """For comparing only: without width, case, marks and punctuation."""
    apart = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(
        character for character in apart if unicodedata.category(character)[0] in "LN" or _is_rare(character)
    )


def _is_rare(character: str) -> bool:
    """Characters newer than this Python's Unicode, and private ones: rare names have them."""
    return unicodedata.category(character) in ("Cn", "Co")


def traits_of(*ledgers: Person) -> Traits:
    """What is compared of a person, of all ledgers that are theirs."""
    numbers, births, han, latin = set(), set(), set(), set()
    for person in ledgers:
        for document in person.documents:
            if folded(document.number):
                numbers.add((document.kind.value, folded(document.number)))
            han.add(folded(document.name_zh))
            latin.add(_words(document.surname, document.given_names))
        births.add(_day(person.text("person.birth_date")))
        han.add(folded(person.text("person.name_zh")))
        latin.add(_words(person.text("person.surname"), person.text("person.given_names")))
    return Traits(
        frozenset(numbers), frozenset(births - {""}), frozenset(han - {""}), frozenset(name for name in latin if name)
    )


def _words(*names: str) -> tuple[str, ...]:
    return tuple(sorted(folded(word) for name in names for word in name.replace("-", " ").split() if folded(word)))


def _day(text: str) -> str:
    """Year, month and day however they are typed; only a whole date can be compared."""
    parts = [part.lstrip("0") for part in date_parts(text)]
    return "-".join(parts) if len(parts) == 3 and all(parts) else ""


def keys_of(traits: Traits) -> frozenset[str]:
    """By what candidates are looked up: who is suggested shares the key of a number (`n`) or of a birth date (`b`), or
    those of a name in both scripts (`h` and `l`)."""
    keys = {f"n:{kind}:{number}" for kind, number in traits.numbers}
    keys |= {f"b:{day}" for day in traits.birth_dates}
    keys |= {f"h:{name}" for name in traits.han_names if len(name) > 1}
    keys |= {f"l:{' '.join(words)}" for words in traits.latin_names if len(words) > 1}
    return frozenset(key[:120] for key in keys)


def likeness(one: Traits, other: Traits) -> Likeness:
    """Compare two people. The same in both directions."""
    reasons = tuple(_reasons(one, other))
    return Likeness(sum(WEIGHTS[reason] for reason in reasons), reasons)


def _reasons(one: Traits, other: Traits) -> Iterable[Reason]:
    if one.numbers & other.numbers:
        yield Reason.SAME_NUMBER
    if one.birth_dates & other.birth_dates:
        yield Reason.SAME_BIRTH_DATE
    if one.han_names & other.han_names:
        yield Reason.SAME_HAN_NAME
    elif any(_differ_in_one(a, b) for a in one.han_names for b in other.han_names):
        yield Reason.LIKE_HAN_NAME
    if one.latin_names & other.latin_names or _joined(one) & _joined(other):
        yield Reason.SAME_LATIN_NAME
    elif any(_is_part(a, b) or _is_part(b, a) for a in one.latin_names for b in other.latin_names):
        yield Reason.LIKE_LATIN_NAME
    if one.birth_dates and other.birth_dates and not one.birth_dates & other.birth_dates:
        yield Reason.OTHER_BIRTH_DATE
    if any(_contradict(one, other, kind) for kind in _FOR_LIFE):
        yield Reason.OTHER_NUMBER


def _joined(traits: Traits) -> set[str]:
    """`Wing Yan`, `Wing-Yan` and `Wingyan` are one name to a clerk: letters in order of the alphabet."""
    return {"".join(sorted("".join(words))) for words in traits.latin_names if sum(map(len, words)) > 7}


def _is_part(words: tuple[str, ...], of: tuple[str, ...]) -> bool:
    return len(words) > 1 and set(words) < set(of)


def _differ_in_one(one: str, other: str) -> bool:
    """`陳詠恩` and `陳咏恩`: as long, of two characters or more, one of them another."""
    return len(one) == len(other) > 1 and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _contradict(one: Traits, other: Traits, kind: str) -> bool:
    mine, theirs = ({number for of, number in traits.numbers if of == kind} for traits in (one, other))
    return bool(mine and theirs and not mine & theirs)
