"""Cuts a text that holds more than Latin and Chinese into pieces: by direction, by face, and as it is shaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, groupby, pairwise

from talentdesk.paper import fonts
from talentdesk.paper.bidi import levels, visual_order
from talentdesk.paper.faces import Face, is_ignorable
from talentdesk.paper.fonts import Piece, Weight, clusters
from talentdesk.paper.page import Direction
from talentdesk.paper.scripts import FROM_THE_RIGHT, SCRIPTS
from talentdesk.paper.shaping import shape

# Thai vowels and signs that take a place of their own on the line, but may not end or begin one.
_BEFORE_CONSONANT = frozenset("เแโใไ")
_AFTER_CONSONANT = frozenset("ะาๅๆฯ")


def pieces(text: str, language: str, weight: Weight) -> Iterator[Piece]:
    """`text` piece by piece in the order it is read, each with its face and the level it runs on."""
    for number, paragraph in enumerate(text.split("\n")):
        if number:
            yield from fonts.plain_pieces("\n", language, weight)
        yield from _paragraph(paragraph, language, weight)


def signs(text: str) -> tuple[tuple[int, str], ...]:
    """See `fonts.signs`."""
    said = tuple(clusters(text))
    starts = accumulate(map(len, said), initial=0)
    level_of = levels(text)
    order = visual_order([level_of[start] for start, _ in zip(starts, said, strict=False)])
    cell_of = {number: cell for cell, number in enumerate(order)}
    return tuple((cell_of[number], sign) for number, sign in enumerate(said))


def _paragraph(text: str, language: str, weight: Weight) -> Iterator[Piece]:
    units = _units(text, language, weight)
    for (face, level), part in groupby(units, lambda unit: (unit[1], unit[2])):
        said = "".join(unit[0] for unit in part)
        if face is None:
            plain = fonts.plain_pieces(said, language, weight)
            yield from (replace(piece, level=level) for piece in plain)
        else:
            yield from _with_vowels(_shaped(face, said, level))


def _shaped(face: Face, text: str, level: int) -> Iterator[Piece]:
    direction: Direction = "rtl" if level % 2 else "ltr"
    found = shape(face, text, direction)
    for cluster in reversed(found) if level % 2 else found:
        if cluster.missing:
            yield Piece(cluster.text, "", 1.0, True, level)
        else:
            yield Piece(cluster.text, face.name, cluster.advance / face.units, False, level, True)


def _with_vowels(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Thai consonants and their vowels in one piece."""
    held: Piece | None = None
    for piece in pieces:
        if held and (held.text in _BEFORE_CONSONANT or piece.text in _AFTER_CONSONANT) and held.face == piece.face:
            held = replace(held, text=held.text + piece.text, advance=held.advance + piece.advance)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


Unit = tuple[str, Face | None, int]
"""A letter with its marks, the face that shapes it (None: it is drawn as it is), and its level."""


def _units(text: str, language: str, weight: Weight) -> list[Unit]:
    level_of, at = levels(text), 0
    units: list[Unit] = []
    for cluster in clusters(text):
        units.append((cluster, _face(cluster, level_of[at], language, weight), level_of[at]))
        at += len(cluster)
    words = [place for place, (cluster, face, _) in enumerate(units) if face or cluster.isalnum()]
    for before, after in pairwise(words):
        _join(units, before, after)
    return units


def _join(units: list[Unit], before: int, after: int) -> None:
    """Gives blanks and signs between two words of one face and level that face, so that all is shaped together."""
    _, face, level = units[before]
    if face is None or units[after][1:] != (face, level):
        return
    for place in range(before + 1, after):
        cluster, _, own = units[place]
        if own == level and _has(face, cluster):
            units[place] = (cluster, face, level)


def _face(cluster: str, level: int, language: str, weight: Weight) -> Face | None:
    code = ord(cluster[0])
    for script in SCRIPTS:
        if any(low <= code <= high for low, high in script.blocks):
            return fonts.face(script.face)
    if level % 2:
        return _face_from_the_right(cluster, language, weight)
    latin = fonts.face(f"NotoSans-{weight}")
    return latin if len(latin.drawn(cluster) or ()) > 1 else None


def _face_from_the_right(cluster: str, language: str, weight: Weight) -> Face | None:
    """Signs that run from the right are shaped, for brackets are mirrored there."""
    signs = fonts.face(FROM_THE_RIGHT.face)
    if _has(signs, cluster):
        return signs
    piece = next(fonts.plain_pieces(cluster, language, weight))
    return fonts.face(piece.face) if piece.face else None


def _has(face: Face, cluster: str) -> bool:
    return all(face.glyph(ord(character)) for character in cluster if not is_ignorable(character))
