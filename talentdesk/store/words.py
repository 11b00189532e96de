"""How a name or a number is cut up so that any part of it, in any script, is found."""

from __future__ import annotations

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


def words_of(typed: Mapping[str, str], number: int) -> tuple[str, ...]:
    """What the index keeps of a case: names and document numbers, also those in tables, and the case's number."""
    return _distinct(*_searched(typed), str(number))


def person_words_of(names: Iterable[str], numbers: Iterable[str], shown: str) -> tuple[str, ...]:
    """What the index keeps of a person: every name as printed or typed, every document number, the number shown."""
    whole = ("".join(number[:_LONGEST_ANSWER].split()) for number in numbers)
    return _distinct(*(name[:_LONGEST_ANSWER] for name in names), *whole, shown)


def wanted_in(text: str) -> tuple[str, ...]:
    """Every word that is looked for with `text`, as the index keeps words; empty: nothing to look for."""
    return _distinct(text[:_LONGEST_QUERY])


def holds(kept: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether every wanted word is a part of one that is kept."""
    kept = tuple(kept)
    return all(any(part in word for word in kept) for part in wanted)


def _searched(typed: Mapping[str, str]) -> Iterable[str]:
    for question, text in typed.items():
        kind = question.rpartition(".")[2]
        if kind in _NAMES:
            yield text[:_LONGEST_ANSWER]
        elif kind in _NUMBERS:
            yield "".join(text[:_LONGEST_ANSWER].split())  # `EA 123 456` is one number


def _distinct(*texts: str) -> tuple[str, ...]:
    """Words without case, Latin marks and punctuation: `Anne-Marie` is one word, `A123456(7)` too."""
    split = ("".join(filter(_counts, _fold(word))) for text in texts for word in text.split())
    return tuple(dict.fromkeys(filter(None, split)))


def _counts(character: str) -> bool:
    """Letters, marks and digits; also characters newer than this Python's Unicode, and private ones (rare names)."""
    category = unicodedata.category(character)
    return category[0] in "LMN" or category in ("Cn", "Co")


def _fold(word: str) -> str:
    """Only for looking up: what was typed is kept untouched elsewhere."""
    apart = unicodedata.normalize("NFKD", word.casefold()).casefold()
    return "".join(character for character in apart if not "\u0300" <= character <= "\u036f").translate(_LETTERS)


# ---- as runs of pairs, for an index of plain tokens


def pairs_of(word: str) -> str:
    """One token a position: the letter and its right neighbour, so that a part of the word is a run of tokens.

    Letters are written as code points, which no collation of a server's changes.
    """
    codes = codes_of(word)
    return " ".join(map("".join, zip(codes, [*codes[1:], ""], strict=True)))


def codes_of(word: str) -> list[str]:
    """The letters of a word, each as the code that a pair is made of."""
    return [f"{ord(character):06x}" for character in word]


# ---- as endings, for an index that finds beginnings

_LONGEST_ENDING = 32


def endings_of(words: Iterable[str]) -> str:
    """Every ending of every word: any part of a word is the beginning of one of them. Long ones are cut short."""
    return " ".join(word[start : start + _LONGEST_ENDING] for word in words for start in range(len(word)))


def holds_part(endings: str, wanted: Iterable[str]) -> bool:
    """Whether every wanted word is a part of one that these are the endings of. To look in the text is a tenth of the
    work of putting the words together again, which only longer words need."""
    wanted = tuple(wanted)
    if not is_certain(wanted):
        return holds(words_with(endings), wanted)
    told = f" {endings}"
    return all(f" {part}" in told for part in wanted)


def words_with(endings: str) -> tuple[str, ...]:
    """The words again that these are the endings of."""
    words, word = [], ""
    for ending in endings.split(" ") if endings else ():
        word += ending[0]
        if len(ending) == 1:
            words.append(word)
            word = ""
    return tuple(words)


def query_for(words: Iterable[str]) -> str:
    """The full-text query for all that hold every one of these words. Of a very long one only pieces are looked for:
    what is found may still have them in another order."""
    pieces = (word[at : at + _LONGEST_ENDING] for word in words for at in range(0, len(word), _LONGEST_ENDING))
    return " AND ".join(f'"{piece}"*' for piece in dict.fromkeys(pieces))


def is_certain(words: Iterable[str]) -> bool:
    """Whether all that `query_for` finds does hold the words."""
    return all(len(word) <= _LONGEST_ENDING for word in words)
