"""Which shipped font draws which part of a text, and which characters none of them has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from talentdesk.paper.faces import Face, FontMissing, is_ignorable
from talentdesk.paper.scripts import SHAPED_FACES
from talentdesk.paths import room

__all__ = [
    "Face",
    "FontMissing",
    "Piece",
    "Weight",
    "clusters",
    "continues",
    "face",
    "measure",
    "missing",
    "pieces",
    "signs",
    "stack",
]

Weight = str
"""`Regular` or `SemiBold`."""

_RARE = "HanaMinB-rare"

# Marks that may stand anywhere on their letters, and scripts that run from the right or are shaped.
_COMPLEX = re.compile(
    "[\u0300-\u036f\u0590-\u109f\u1780-\u18af\u1cd0-\u1cff\ua840-\uaaff\uabc0-\uabff\ufb1d-\ufdff\ufe70-\ufefc]"
)

# Punctuation that Latin and Chinese share: it takes the shape of the script it stands in.
_SHARED = frozenset("“”‘’…—·‐–")


@dataclass(frozen=True, slots=True)
class Piece:
    """One visible unit of text (a letter with its marks) and the face that draws it."""

    text: str
    face: str
    """Name of the font file without its ending; empty when nothing is drawn."""
    advance: float
    """Width in ems."""
    missing: bool = False
    """No face has it: a blank is left for writing it by hand."""
    level: int | None = None
    """The embedding level it runs on (UAX #9), odd from the right; None: no part of its text needs that or shaping."""
    shaped: bool = False
    """Its glyphs depend on its neighbours in the run."""


@cache
def face(name: str) -> Face:
    """The face of a font file in `ui/fonts`, opened when first used."""
    return Face(room("ui") / "fonts" / f"{name}.ttf")


@cache
def stack(language: str, weight: Weight = "Regular") -> tuple[Face, ...]:
    """Faces in the order they are tried: Latin first, then the Chinese of the form's language, then the rest."""
    chinese = ("NotoSansHK", "NotoSansSC") if language.startswith("zh-Hant") else ("NotoSansSC", "NotoSansHK")
    return (*(face(f"{family}-{weight}") for family in ("NotoSans", *chinese)), face(_RARE))


_seen: set[str] = set()
"""Characters that some font draws by themselves; never a person's text."""


def missing(text: str) -> tuple[str, ...]:
    """Characters of `text` that no shipped font can draw, each once, in the order they stand."""
    if _seen.issuperset(text):
        return ()
    lost: list[str] = []
    for piece in pieces(text):
        if piece.missing:
            lost += _undrawable(piece.text)
        elif _stands_alone(piece.text):
            _seen.add(piece.text)
    return tuple(dict.fromkeys(lost))


def _stands_alone(cluster: str) -> bool:
    """Whether it is one character that would be a cluster anywhere: not a mark without its base."""
    return len(cluster) == 1 and not continues(cluster)


def _undrawable(cluster: str) -> Iterator[str]:
    faces = (*stack("zh-Hans"), *map(face, SHAPED_FACES))
    visible = [character for character in cluster if not is_ignorable(character)]
    single = [character for character in visible if not any(each.glyph(ord(character)) for each in faces)]
    yield from single or visible


def clusters(text: str) -> Iterator[str]:
    """`text` cut into bases, each with the marks, joiners and variation selectors that follow it; conjuncts whole."""
    start, is_complex = 0, _COMPLEX.search(text) is not None
    for at in range(1, len(text)):
        if text[at] < "\u0300" or not (continues(text[at]) or (is_complex and _clings(text, at))):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


@lru_cache(maxsize=4096)
def continues(character: str) -> bool:
    """Whether it belongs to the character before it: a mark, a joiner, a variation selector."""
    return unicodedata.category(character) in ("Mn", "Me") or (is_ignorable(character) and character not in "\n\r\t")


def _clings(text: str, at: int) -> bool:
    """Whether a vowel sign belongs to the letter before it, or a consonant of Devanagari to a conjunct (UAX #29)."""
    character = text[at]
    if unicodedata.category(character) == "Mc" or character == "\u0e33":
        return True
    if not (
        "\u0915" <= character <= "\u0939" or "\u0958" <= character <= "\u095f" or "\u0978" <= character <= "\u097f"
    ):
        return False
    while at and text[at - 1] in "\u200d\u093c":
        at -= 1
    return at > 0 and text[at - 1] == "\u094d"


def signs(text: str) -> tuple[tuple[int, str], ...]:
    """`text` for cells of a sign each, in the order it is read: the cell's number from the left, and the sign."""
    if _COMPLEX.search(text) is None:
        return tuple(enumerate(clusters(text)))
    from talentdesk.paper import itemising

    return itemising.signs(text)


def pieces(text: str, language: str = "zh-Hans", weight: Weight = "Regular") -> tuple[Piece, ...]:
    """`text` in the order it is read, cluster by cluster, each with its face."""
    known = _known(language, weight)
    try:
        return tuple([known[each] for each in text])
    except KeyError:
        if _COMPLEX.search(text) is None:
            return tuple(_pieces(text, language, weight, known))
    from talentdesk.paper import itemising  # few papers need it

    return tuple(itemising.pieces(text, language, weight))


@cache
def _known(language: str, weight: Weight) -> dict[str, Piece]:
    """What single characters look like that look the same wherever they stand."""
    return {}


def plain_pieces(text: str, language: str, weight: Weight) -> Iterator[Piece]:
    """The pieces of a text in scripts that run from the left and need no shaping."""
    return _pieces(text, language, weight, _known(language, weight))


def _pieces(text: str, language: str, weight: Weight, known: dict[str, Piece]) -> Iterator[Piece]:
    in_chinese = False
    for cluster, following in pairwise((*clusters(text), "")):
        if cluster in _SHARED:
            yield _piece(cluster, language, weight, in_chinese or following[:1] > "\u2e80")
            continue
        piece = _piece(cluster, language, weight, False)
        if piece.face and _stands_alone(cluster) and not _COMPLEX.match(cluster):
            known[cluster] = piece
        in_chinese = bool(piece.face) and not piece.face.startswith("NotoSans-")
        yield piece


@lru_cache(maxsize=16384)
def _piece(cluster: str, language: str, weight: Weight, chinese: bool) -> Piece:
    """Only single characters with their marks are remembered here, never a person's text."""
    faces = stack(language, weight)
    for each in (*faces[1:], faces[0]) if chinese else faces:
        drawn = each.drawn(cluster)
        if drawn is not None:
            return Piece(cluster, each.name if drawn else "", sum(each.advance(glyph) for glyph, _ in drawn))
    return Piece(cluster, "", 1.0, missing=True)


def measure(text: str, size: float, language: str = "zh-Hans", weight: Weight = "Regular") -> float:
    """Width of `text` on one line, in millimetres, at `size` points."""
    return width(pieces(text, language, weight), size)


def width(line: Iterable[Piece], size: float) -> float:
    """Width of pieces set side by side, in millimetres, at `size` points."""
    return sum(piece.advance for piece in line) * size * MM_PER_POINT


MM_PER_POINT = 25.4 / 72
