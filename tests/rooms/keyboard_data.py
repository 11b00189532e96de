"""Makes the tables in `ui/keyboard/` anew from Debian's packages, and says how large they have become.

    apt-get download unicode-data libcangjie2-data rime-data-pinyin-simp rime-data-jyut6ping3
    for each of them: dpkg -x PACKAGE.deb FOLDER
    PYTHONPATH=. python3 tests/rooms/keyboard_data.py FOLDER

What is taken from where, and under which licence, stands in `ui/keyboard/README.md`. A character that no shipped font
draws is left out. The same packages make the same bytes.
"""

from __future__ import annotations

import bz2
import re
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from talentdesk.paper.fonts import missing
from talentdesk.paths import room

OUT = room("ui") / "keyboard"
MOST_RANKED = 9000
MOST_WORDS = 8000
LONGEST_WORD = 4
USUAL = 5
"""Per cent: the weight that the Cantonese table gives every reading that is neither literary nor rare."""

Readings = dict[str, list[str]]


class Sources:
    """The unpacked packages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.unihan = self._unihan()

    def _unihan(self) -> dict[str, dict[str, str]]:
        known: dict[str, dict[str, str]] = defaultdict(dict)
        for file in sorted((self.folder / "usr/share/unicode").glob("Unihan_*.txt.bz2")):
            for line in bz2.decompress(file.read_bytes()).decode().splitlines():
                if line.startswith("U+"):
                    code, field, value = line.split("\t")
                    known[field][chr(int(code[2:], 16))] = value
        return known

    def rime(self, name: str) -> Iterator[list[str]]:
        text = (self.folder / "usr/share/rime-data" / name).read_text("utf-8")
        body = text.split("\n...\n", 1)[-1]
        return (line.split("\t") for line in body.splitlines() if line and not line.startswith("#"))

    def cangjie(self) -> Iterator[tuple[str, str]]:
        store = sqlite3.connect(f"file:{self.folder / 'usr/share/libcangjie/cangjie.db'}?mode=ro", uri=True)
        wanted = (
            "select chchar, code from chars join codes using (char_index) where zh = 1 order by chchar, version, code"
        )
        yield from store.execute(wanted)
        store.close()


def drawable(characters: Iterable[str]) -> set[str]:
    """Those that are ideographs and that our fonts have."""
    return {each for each in characters if is_ideograph(each) and not missing(each)}


def is_ideograph(character: str) -> bool:
    """Whether it stands for itself: a compatibility ideograph would become another one when text is normalised."""
    return not unicodedata.decomposition(character)


def toneless(pinyin: str) -> str:
    """`lǜ` as it is typed: `lv`."""
    letters = unicodedata.normalize("NFD", pinyin.replace("ü", "v").replace("Ü", "v"))
    letters = letters.replace("u\u0308", "v")
    return re.sub("[^a-z]", "", unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", _umlaut(letters))))


def _umlaut(letters: str) -> str:
    # The mark of ü may stand behind that of the tone.
    return re.sub("u([\u0300-\u0307\u0309-\u036f]*)\u0308", r"v\1", letters)


def mandarin(unihan: dict[str, dict[str, str]]) -> tuple[Readings, Readings]:
    """Usual readings of each character, and the ones that only large dictionaries have."""
    usual: Readings = defaultdict(list)
    rare: Readings = defaultdict(list)
    take: list[tuple[str, Callable[[str], list[str]], Readings]] = [
        ("kMandarin", str.split, usual),
        ("kTGHZ2013", lambda value: _after_colon(value), usual),
        ("kHanyuPinlu", lambda value: re.findall(r"([^\s(]+)\(", value), usual),
        ("kXHC1983", lambda value: _after_colon(value), rare),
        ("kHanyuPinyin", lambda value: _after_colon(value), rare),
    ]
    for field, read, into in take:
        for character, value in unihan[field].items():
            for syllable in map(toneless, read(value)):
                if syllable and syllable not in usual[character] + rare[character]:
                    into[character].append(syllable)
    return usual, rare


def _after_colon(value: str) -> list[str]:
    return [reading for part in value.split() for reading in part.split(":")[1].split(",")]


def mainland(sources: Sources) -> tuple[dict[str, int], dict[tuple[str, str], int], list[tuple[str, str, int]]]:
    """How often: a character, a character read so, a word with its reading."""
    often: dict[str, int] = defaultdict(int)
    read: dict[tuple[str, str], int] = {}
    words = []
    for text, reading, count in sources.rime("build/pinyin_simp.table.txt"):
        for character in set(text):
            often[character] += round(float(count))
        if len(text) == 1:
            read[text, reading] = round(float(count))
        elif len(text) <= LONGEST_WORD:
            # Android writes `lue` where the syllable is `lve`.
            words.append((text, re.sub(r"\b([ln])ue\b", r"\1ve", reading), round(float(count))))
    return often, read, words


def hong_kong(sources: Sources) -> tuple[dict[str, int], list[tuple[str, str, int]]]:
    """How often: a character, a word with its reading."""
    counts = {row[0]: int(row[1]) for row in sources.rime("essay-cantonese.txt")}
    often: dict[str, int] = defaultdict(int)
    for text, count in counts.items():
        for character in set(text):
            often[character] += count
    words = [
        (row[0], re.sub(r"\d", "", row[1]), counts.get(row[0], 0))
        for row in sources.rime("jyut6ping3.words.dict.yaml")
        if 2 <= len(row[0]) <= LONGEST_WORD
    ]
    return often, words


def ranking(often: dict[str, int], official: list[str], drawn: set[str]) -> list[str]:
    """By how often; then those of an official list, in its order."""
    used = sorted((each for each in drawn if often.get(each)), key=lambda each: (-often[each], each))
    return list(dict.fromkeys(used + [each for each in official if each in drawn]))[:MOST_RANKED]


def first(words: list[tuple[str, str, int]], drawn: set[str]) -> dict[str, list[str]]:
    """The most used words, under their readings."""
    kept = [word for word in words if set(word[0]) <= drawn and word[2]]
    kept = sorted(kept, key=lambda word: (-word[2], word[0]))[:MOST_WORDS]
    under: dict[str, list[str]] = defaultdict(list)
    for text, reading, _ in kept:
        if text not in under[reading]:
            under[reading].append(text)
    return under


def write(name: str, heading: str, lines: Iterable[str]) -> None:
    text = f"# {heading} See README.md.\n" + "".join(f"{line}\n" for line in lines)
    (OUT / name).write_text(text, "utf-8", newline="\n")
    print(f"{name}: {len(text.encode()):,} bytes")


def main(folder: Path) -> None:
    sources = Sources(folder)
    unihan = sources.unihan
    drawn = drawable([*unihan["kRSUnicode"], "〇"])
    often_here, read_so, words_here = mainland(sources)
    often_there, words_there = hong_kong(sources)
    tgh = sorted(unihan["kTGH"], key=lambda each: int(unihan["kTGH"][each].split(":")[1]))
    core = sorted(each for each, regions in unihan["kUnihanCore2020"].items() if "H" in regions)
    here = ranking(often_here, tgh, drawn)
    there = ranking(often_there, core, drawn)
    write(
        "frequency.tsv",
        "Characters, the most used first.",
        ["zh-Hans\t" + "".join(here), "zh-Hant-HK\t" + "".join(there)],
    )
    _write_pinyin(unihan, read_so, {each: place for place, each in enumerate(here)}, drawn)
    _write_jyutping(sources, {each: place for place, each in enumerate(there)}, drawn)
    _write_cangjie(sources, drawn)
    _write_radicals(unihan, drawn)
    for name, words in (("words-pinyin.tsv", words_here), ("words-jyutping.tsv", words_there)):
        under = first(words, drawn)
        write(name, "Words under their readings.", (f"{key}\t{' '.join(under[key])}" for key in sorted(under)))


def _write_pinyin(
    unihan: dict[str, dict[str, str]], read_so: dict[tuple[str, str], int], rank: dict[str, int], drawn: set[str]
) -> None:
    usual, rare = mandarin(unihan)
    groups: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for character in sorted(drawn):
        for syllable in usual[character]:
            groups[syllable][0].append(character)
        for syllable in rare[character]:
            # What Android's table reads so often enough is usual, whatever the dictionaries say.
            groups[syllable][0 if read_so.get((character, syllable), 0) > 20 else 1].append(character)
    lines = []
    for syllable, (common, uncommon) in sorted(groups.items()):

        def order(each: str, syllable: str = syllable) -> tuple[int, int, str]:
            return -read_so.get((each, syllable), 0), rank.get(each, 1 << 20), each

        lines.append("\t".join([syllable, "".join(sorted(common, key=order)), "".join(sorted(uncommon, key=order))]))
    write("pinyin.tsv", "Syllable, characters usually read so, characters rarely read so.", lines)


def _write_jyutping(sources: Sources, rank: dict[str, int], drawn: set[str]) -> None:
    groups: dict[str, dict[str, int]] = defaultdict(dict)
    told = set()
    for character, reading, *weight in sources.rime("jyut6ping3.chars.dict.yaml"):
        if character in drawn:
            told.add(character)
            groups[reading][character] = int(weight[0].rstrip("%")) if weight else USUAL
    for character, readings in sources.unihan["kCantonese"].items():
        for reading in readings.split():
            if character in drawn:
                groups[reading].setdefault(character, USUAL if character not in told else 0)
    lines = []
    for reading, weights in sorted(groups.items()):

        def order(each: str) -> tuple[int, str]:
            return rank.get(each, 1 << 20), each

        common = sorted((each for each, weight in weights.items() if weight >= USUAL), key=order)
        uncommon = sorted((each for each, weight in weights.items() if weight < USUAL), key=order)
        lines.append("\t".join([reading, "".join(common), "".join(uncommon)]))
    write("jyutping.tsv", "Syllable with tone, characters usually read so, characters rarely read so.", lines)


def _write_cangjie(sources: Sources, drawn: set[str]) -> None:
    groups: dict[str, set[str]] = defaultdict(set)
    for character, code in sources.cangjie():
        if character in drawn and code.isalpha():
            groups[code.lower()].add(character)
    for character, code in sources.unihan["kCangjie"].items():
        if character in drawn and code.isalpha():
            groups[code.lower()].add(character)
    heads: dict[str, list[str]] = defaultdict(list)
    for code in sorted(groups):
        heads[code[:2]].append(code[2:] + "".join(sorted(groups[code])))
    write(
        "cangjie.tsv",
        "First two letters; then the other letters and the characters, again and again.",
        (f"{head}\t{''.join(heads[head])}" for head in sorted(heads)),
    )


def _write_radicals(unihan: dict[str, dict[str, str]], drawn: set[str]) -> None:
    groups: dict[tuple[int, int], list[str]] = defaultdict(list)
    for character in sorted(drawn & set(unihan["kRSUnicode"])):
        for place in unihan["kRSUnicode"][character].split():
            radical, strokes = place.split(".")
            key = int(radical.rstrip("'")), max(0, int(strokes))
            if character not in groups[key]:
                groups[key].append(character)
    lines = (f"{radical}\t{strokes}\t{''.join(groups[radical, strokes])}" for radical, strokes in sorted(groups))
    write("strokes.tsv", "Radical, strokes beside it, characters.", lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
