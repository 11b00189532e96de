"""Cuts a text that holds more than Latin and Chinese into pieces: by direction, by face, and as it is shaped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, groupby

from talentdesk.paper import fonts
from talentdesk.paper.bidi import levels, visual_order
from talentdesk.paper.faces import Face, is_ignorable
from talentdesk.paper.fonts import Piece, Weight, clusters
from talentdesk.paper.page import Direction
from talentdesk.paper.scripts import FROM_THE_RIGHT, SCRIPTS
from talentdesk.paper.shaping import shape


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
    return tuple((order.index(number), sign) for number, sign in enumerate(said))


def _paragraph(text: str, language: str, weight: Weight) -> Iterator[Piece]:
    units = _units(text, language, weight)
    for (face, level), part in groupby(units, lambda unit: (unit[1], unit[2])):
        said = "".join(unit[0] for unit in part)
        if face is None:
            plain = fonts.plain_pieces(said, language, weight)
            yield from (replace(piece, level=level) for piece in plain)
        else:
            yield from _shaped(face, said, level)


def _shaped(face: Face, text: str, level: int) -> Iterator[Piece]:
    direction: Direction = "rtl" if level % 2 else "ltr"
    found = shape(face, text, direction)
    for cluster in reversed(found) if level % 2 else found:
        if cluster.missing:
            yield Piece(cluster.text, "", 1.0, True, level)
        else:
            yield Piece(cluster.text, face.name, cluster.advance / face.units, False, level, True)


Unit = tuple[str, Face | None, int]
"""A letter with its marks, the face that shapes it (None: it is drawn as it is), and its level."""


def _units(text: str, language: str, weight: Weight) -> list[Unit]:
    level_of, at = levels(text), 0
    units: list[Unit] = []
    for cluster in clusters(text):
        units.append((cluster, _face(cluster, level_of[at], language, weight), level_of[at]))
        at += len(cluster)
    for place in range(1, len(units)):
        if (face := _face_around(units, place)) is not None:
            units[place] = (units[place][0], face, units[place][2])
    return units


def _face_around(units: list[Unit], place: int) -> Face | None:
    """The face of the words on both sides of a blank or a sign, so that they are shaped together."""
    cluster, own, level = units[place]
    _, before, level_before = units[place - 1]
    if own or before is None or level_before != level or cluster.isalnum() or not _has(before, cluster):
        return None
    after = next((each for each in units[place + 1 :] if each[1] or each[0].isalnum()), None)
    return before if after and after[1:] == (before, level) else None


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
