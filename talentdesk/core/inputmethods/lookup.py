"""What typed letters may stand for, the likeliest first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from talentdesk.core.inputmethods.spelling import Path, Syllable, spellings
from talentdesk.core.inputmethods.tables import Readings, Spelled, Tables, spelled

LONGEST = 24
"""More letters than this are not looked at."""

_MOST = 1200
_MOST_COMPLETIONS = 120
_MOST_LONGER_WORDS = 8
_FIRST_SINGLES = 5
_LAST = 1 << 20


class Method(StrEnum):
    """How Chinese is typed."""

    PINYIN = "pinyin"
    JYUTPING = "jyutping"
    CANGJIE = "cangjie"
    QUICK = "quick"
    STROKES = "strokes"
    CODE_POINT = "code_point"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A character or word that may be meant."""

    text: str
    used: int
    """How many of the typed letters it stands for; those behind are still to be chosen for."""
    rest: str = ""
    """Letters that a whole code would still need."""


@dataclass(frozen=True, slots=True)
class _Order:
    rank: Mapping[str, int]
    surnames: Mapping[str, int]
    """Empty where no surname is expected."""

    def by_use(self, characters: Iterable[str]) -> list[str]:
        return sorted(characters, key=lambda each: (self.rank.get(each, _LAST), each))

    def surnames_first(self, usual: Iterable[str], rare: Iterable[str] = ()) -> list[str]:
        """Then what is usually read so; a surname that is rarely read so comes behind those that always are."""
        first = sorted((each for each in usual if each in self.surnames), key=lambda each: self.surnames[each])
        second = sorted((each for each in rare if each in self.surnames), key=lambda each: self.surnames[each])
        return list(dict.fromkeys([*first, *second, *usual, *rare]))


def candidates(
    tables: Tables, method: Method, typed: str, *, script: str, surname: bool = False
) -> tuple[Candidate, ...]:
    """What `typed` may stand for in `script` (`zh-Hans`, `zh-Hant-HK`). With `surname`, surnames come first.

    A whole code comes before one that is only begun, a word before a character, a usual reading before a rare one, what
    is used often before what is not. For a method that spells sounds, a candidate may stand for the first syllables.
    """
    typed = typed[:LONGEST].lower()
    if not typed:
        return ()
    order = _Order(tables.rank(script), tables.surnames(script) if surname else {})
    if method is Method.CANGJIE:
        return _unique(_cangjie(tables, typed, order))
    if method is Method.QUICK:
        return _unique(_quick(tables, typed, order))
    if method is Method.PINYIN:
        # The table counts each reading by itself, which is better than any count of characters, on the Mainland.
        return _spelled(tables.pinyin(script), typed, order, script == "zh-Hans")
    if method is Method.JYUTPING:
        return _spelled(tables.jyutping(script), typed, order, False)
    raise ValueError(method)


def _unique(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    kept: dict[str, Candidate] = {}
    for each in found:
        kept.setdefault(each.text, each)
    return tuple(islice(kept.values(), _MOST))


def _cangjie(tables: Tables, typed: str, order: _Order) -> Iterator[Candidate]:
    under = list(tables.codes(typed))
    exact = "".join(characters for code, characters in under if code == typed)
    longer = [(each, code) for code, characters in under if code != typed for each in characters]
    if len(typed) == 1:
        longer = [(each, code) for each, code in longer if each in order.rank]
    longer.sort(key=lambda pair: (order.rank.get(pair[0], _LAST), len(pair[1])))
    for each in order.surnames_first(order.by_use(exact)):
        yield Candidate(each, len(typed))
    for each, code in longer[:_MOST_COMPLETIONS]:
        yield Candidate(each, len(typed), code[len(typed) :])


def _quick(tables: Tables, typed: str, order: _Order) -> Iterator[Candidate]:
    first, last = typed[0], typed[1:]
    short = [(each, code[-1]) for code, characters in tables.codes(first) if len(code) > 1 for each in characters]
    if not last:
        whole = "".join(characters for code, characters in tables.codes(first) if code == first)
        yield from (Candidate(each, 1) for each in order.surnames_first(order.by_use(whole)))
        used = sorted((pair for pair in short if pair[0] in order.rank), key=lambda pair: order.rank[pair[0]])
        yield from (Candidate(each, 1, rest) for each, rest in used[:_MOST_COMPLETIONS])
    else:
        fitting = {each for each, rest in short if rest == last}
        yield from (Candidate(each, len(typed)) for each in order.surnames_first(order.by_use(fitting)))


def _spelled(table: Spelled, typed: str, order: _Order, as_listed: bool) -> tuple[Candidate, ...]:
    paths = spellings(typed, table)
    words = sorted(_words(table, paths), key=lambda each: -each.used)
    firsts = dict.fromkeys(path[0] for path in paths)
    singles = [each for first in firsts for each in _characters(table, first, order, as_listed)]
    # Where all that was typed is one syllable, a character is meant more often than a word.
    before = _FIRST_SINGLES if paths and len(paths[0]) == 1 else 0
    return _unique([*singles[:before], *words, *singles[before:]])


def _words(table: Spelled, paths: Iterable[Path]) -> Iterator[Candidate]:
    for path in paths:
        for count in range(len(path), 1, -1):
            part = path[:count]
            if part[-1].whole:
                for word in table.words.get(_key(part), ()):
                    yield Candidate(word, part[-1].end)
        if len(path) > 1:
            yield from _longer_words(table, path)


def _key(path: Path) -> str:
    return spelled(" ".join(syllable.letters for syllable in path))


def _longer_words(table: Spelled, path: Path) -> Iterator[Candidate]:
    """Words that begin with all that was typed."""
    begun = _key(path) + (" " if path[-1].whole else "")
    place = bisect_left(table.keys, begun)
    for key in islice(table.keys, place, place + _MOST_LONGER_WORDS):
        if not key.startswith(begun):
            return
        yield from (Candidate(word, path[-1].end) for word in table.words[key])


def _characters(table: Spelled, first: Syllable, order: _Order, as_listed: bool) -> Iterator[Candidate]:
    groups = list(_readings(table, first))
    usual = [each for group in groups for each in group.usual]
    rare = [each for group in groups for each in group.rare] if first.whole else []
    if not first.whole:
        usual = [each for each in usual if each in order.rank]
    if not (as_listed and first.whole):
        usual, rare = order.by_use(usual), order.by_use(rare)
    return (Candidate(each, first.end) for each in order.surnames_first(usual, rare))


def _readings(table: Spelled, syllable: Syllable) -> Iterator[Readings]:
    if syllable.whole:
        tones = table.syllables[syllable.letters]
        yield from (group for tone, group in tones.items() if not syllable.tone or tone == syllable.tone)
        return
    for letters, tones in table.syllables.items():
        if letters.startswith(syllable.letters):
            yield from tones.values()
