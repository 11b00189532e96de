"""How a name or a number is cut up so that any part of it, in any script, is found."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Mapping

_NAMES = frozenset(
    {"surname", "given_names", "middle_name", "name", "name_zh", "native_name", "former_name", "former_names"}
)
_NUMBERS = frozenset({"number", "permit_number", "document_number", "hkid", "bir", "uscc", "receipt"})
_LONGEST_ANSWER = 500
_LONGEST_QUERY = 200
# Latin letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"})


def tokens_of(typed: Mapping[str, str], number: int) -> str:
    """What the index keeps of a case: names and document numbers, also those in tables, and the case's number."""
    return " ".join(_tokens(word) for word in _split(*_searched(typed), str(number)))


def person_tokens_of(names: Iterable[str], numbers: Iterable[str], shown: str) -> str:
    """What the index keeps of a person: every name as printed or typed, every document number, the number shown."""
    whole = ("".join(number[:_LONGEST_ANSWER].split()) for number in numbers)
    words = _split(*(name[:_LONGEST_ANSWER] for name in names), *whole, shown)
    return " ".join(_tokens(word) for word in dict.fromkeys(words))


def query_for(text: str) -> str:
    """The full-text query that finds every word of `text` as a part of a name or number; empty: nothing to look for."""
    return " AND ".join(_phrase(word) for word in dict.fromkeys(_split(text[:_LONGEST_QUERY])))


def codes_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The letters of every word of `text`, each as the code the index keeps it by; empty: nothing to look for."""
    return tuple(tuple(_codes(word)) for word in dict.fromkeys(_split(text[:_LONGEST_QUERY])))


def _searched(typed: Mapping[str, str]) -> Iterable[str]:
    for question, text in typed.items():
        kind = question.rpartition(".")[2]
        if kind in _NAMES:
            yield text[:_LONGEST_ANSWER]
        elif kind in _NUMBERS:
            yield "".join(text[:_LONGEST_ANSWER].split())  # `EA 123 456` is one number


def _split(*texts: str) -> list[str]:
    """Words without case, Latin marks and punctuation: `Anne-Marie` is one word, `A123456(7)` too."""
    return [kept for text in texts for word in text.split() if (kept := "".join(filter(_counts, _fold(word))))]


def _counts(character: str) -> bool:
    """Letters, marks and digits; also characters newer than this Python's Unicode, and private ones (rare names)."""
    category = unicodedata.category(character)
    return category[0] in "LMN" or category in ("Cn", "Co")


def _fold(word: str) -> str:
    """Only for looking up: what was typed is kept untouched elsewhere."""
    apart = unicodedata.normalize("NFKD", word.casefold()).casefold()
    return "".join(character for character in apart if not "\u0300" <= character <= "\u036f").translate(_LETTERS)


def _tokens(word: str) -> str:
    """One token a position: the letter and its right neighbour, so that a part of the word is a run of tokens.

    Letters are written as code points because the engine's own tokenizer knows
    only the characters of an old Unicode.
    """
    return " ".join(map("".join, zip(_codes(word), [*_codes(word)[1:], ""], strict=True)))


def _phrase(word: str) -> str:
    codes = _codes(word)
    if len(codes) == 1:
        return f'"{codes[0]}"*'
    return '"' + " ".join(map("".join, itertools.pairwise(codes))) + '"'


def _codes(word: str) -> list[str]:
    return [f"{ord(character):06x}" for character in word]
