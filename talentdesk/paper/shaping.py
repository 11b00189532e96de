"""Shapes a run of text with HarfBuzz: which glyphs of a face draw it, joined, stacked and ordered as its script wants.

HarfBuzz is loaded with the first run that needs it; what needs none never waits for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from talentdesk.paper.faces import Composed, Face, Glyph
from talentdesk.paper.page import Direction, Run
from talentdesk.paper.scripts import SHAPED_FACES

if TYPE_CHECKING:
    import uharfbuzz

Parts = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Characters that cannot be drawn apart, and the glyphs that draw them."""

    text: str
    parts: Parts
    """Glyphs, each with its place to the right of and above the cluster's origin, in font units."""
    advance: int
    """Width in font units."""

    @property
    def missing(self) -> bool:
        """Whether the face lacks one of the characters."""
        return any(glyph == 0 for glyph, _, _ in self.parts)

    def glyph(self, face: Face) -> Glyph:
        """The one glyph that draws all of it."""
        if len(self.parts) == 1:
            (glyph, x, y) = self.parts[0]
            if x == y == 0 and face.wide(glyph) == self.advance:
                return glyph
        return Composed(self.parts, self.advance)


def shape(face: Face, text: str, direction: Direction, *, marks_apart: bool = False) -> tuple[Cluster, ...]:
    """The clusters of a run in one face and direction, as they stand from left to right. Raises FontMissing.

    A mark belongs to its letter's cluster, or where it can be told `marks_apart`, to one of its own without width.
    """
    import uharfbuzz  # some 10 ms, and most papers do without

    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction = direction
    buffer.script = SHAPED_FACES[face.name].tag if face.name in SHAPED_FACES else "Latn"
    buffer.language = "und"  # or HarfBuzz asks the system, and the same text gives other bytes elsewhere
    if marks_apart:
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    # One glyph for a whole word of Arabic would copy with its letters turned around; those that must join do so anyway.
    uharfbuzz.shape(_font(face), buffer, {"liga": direction == "ltr"})
    return tuple(_clusters(text, buffer))


def _clusters(text: str, buffer: uharfbuzz.Buffer) -> Iterator[Cluster]:
    glyphs = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    starts = sorted({info.cluster for info, _ in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    parts: list[tuple[int, int, int]] = []
    x = 0
    for at, (info, place) in enumerate(glyphs):
        parts.append((info.codepoint, x + place.x_offset, place.y_offset))
        x += place.x_advance
        if at + 1 == len(glyphs) or glyphs[at + 1][0].cluster != info.cluster:
            yield Cluster(text[info.cluster : ends[info.cluster]], tuple(parts), x)
            parts, x = [], 0


@cache
def _font(face: Face) -> uharfbuzz.Font:
    import uharfbuzz

    face.tables  # noqa: B018 a file that is gone or damaged is named
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(face.path)))


def drawing(face: Face, run: Run) -> Iterator[tuple[int, Glyph, str]]:
    """The glyphs of a shaped run in the order it is read: where each starts in font units, and what it copies as.

    Programs that copy text sort what runs from the right by its place, drop what has no width and turn the rest
    around. So a mark there is a glyph of its own that stands on the left of its letter, on a part of its width.
    """
    clusters = shape(face, run.text, run.direction, marks_apart=run.direction == "rtl")
    if run.direction == "rtl":
        clusters = tuple(_with_wide_marks([each for cluster in clusters for each in _apart(cluster)]))
    starts = accumulate((cluster.advance for cluster in clusters), initial=0)
    placed = [(start, cluster.glyph(face), cluster.text) for start, cluster in zip(starts, clusters, strict=False)]
    return iter(placed if run.direction == "ltr" else placed[::-1])


def _apart(cluster: Cluster) -> Iterator[Cluster]:
    """A letter and marks whose glyphs are mixed, one by one: which of them has which ink makes no difference."""
    marks = len(cluster.text) - 1
    if len(cluster.parts) <= marks:
        yield cluster
        return
    for character, part in zip(reversed(cluster.text[1:]), cluster.parts, strict=False):
        yield Cluster(character, (part,), 0)
    yield Cluster(cluster.text[0], cluster.parts[marks:], cluster.advance)


def _with_wide_marks(clusters: Sequence[Cluster]) -> Iterator[Cluster]:
    """Marks before their letters, with some of the letter's width each; all ink stays where it is."""
    marks: list[Cluster] = []
    for cluster in clusters:
        if cluster.advance == 0:
            marks.append(cluster)
            continue
        given = cluster.advance // (len(marks) + 1)
        for number, mark in enumerate(marks):
            yield Cluster(mark.text, _moved(mark.parts, -number * given), given)
        taken = len(marks) * given
        yield Cluster(cluster.text, _moved(cluster.parts, -taken), cluster.advance - taken)
        marks = []
    yield from marks


def _moved(parts: Parts, by: int) -> Parts:
    return tuple((glyph, x + by, y) for glyph, x, y in parts)
