"""Breaks a text into lines by the customs of Chinese and Latin writing, and finds the size of type at which it fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from talentdesk.core.sheet import Align
from talentdesk.paper.bidi import visual_order
from talentdesk.paper.fonts import MM_PER_POINT, Piece, Weight, pieces, width
from talentdesk.paper.page import Direction, Item, Rect, Run, Stroke

Line = tuple[Piece, ...]

LEADING = 1.24
"""From baseline to baseline, in ems."""

_NEVER_FIRST = frozenset("、。，．：；？！）〕］｝〉》」』】”’…—～·,.:;?!)]}%‰℃々ー،؛؟।॥ๆฯ")
_NEVER_LAST = frozenset("（〔［｛〈《「『【“‘([{#＃￥¥$")
_BREAK_AFTER = frozenset("-/‐–")

_CENTRE = 0.37
"""Height of a line's visual middle above its baseline, in ems."""

_STEP = 0.5


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines at the size at which they fit, or at the smallest size when they don't."""

    lines: tuple[Line, ...]
    size: float
    whole: bool
    language: str = ""


def _is_wide(piece: Piece) -> bool:
    wide = piece.text[0] >= "\u2e80" or (piece.face != "" and not piece.face.startswith("NotoSans-"))
    return wide and not piece.shaped


def _units(text: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces that stay together on a line: words, and characters with the punctuation that clings to them."""
    unit: list[Piece] = []
    for piece in text:
        if unit and _may_part(unit[-1], piece):
            yield unit
            unit = []
        unit.append(piece)
    if unit:
        yield unit


def _may_part(before: Piece, after: Piece) -> bool:
    if after.text == "\n" or before.text == "\n":
        return True
    if after.text == " " or after.text in _NEVER_FIRST or before.text in _NEVER_LAST:
        return False
    return before.text == " " or before.text in _BREAK_AFTER or _is_wide(before) or _is_wide(after)


def _trimmed(line: Sequence[Piece]) -> Line:
    end = len(line)
    while end and line[end - 1].text == " ":
        end -= 1
    return tuple(line[:end])


def break_lines(text: Sequence[Piece], size: float, room: float, *, anywhere: bool = False) -> tuple[Line, ...] | None:
    """Lines no wider than `room` millimetres; None when a word is wider, unless it may be broken `anywhere`."""
    ems = room / (size * MM_PER_POINT) + 1e-6
    lines: list[Line] = []
    line: list[Piece] = []
    used = 0.0
    for unit in _units(text):
        wide = sum([piece.advance for piece in unit])
        ink = wide - (unit[-1].advance if unit[-1].text == " " else 0.0)
        if unit[0].text == "\n":
            lines.append(_trimmed(line))
            line, used = [], 0.0
        elif used + ink <= ems:
            line += unit
            used += wide
        elif ink <= ems:
            lines.append(_trimmed(line))
            line, used = unit, wide
        elif anywhere:
            used = _break_unit(unit, ems, lines, line, used)
        else:
            return None
    return (*lines, _trimmed(line))


def _break_unit(unit: Sequence[Piece], ems: float, lines: list[Line], line: list[Piece], used: float) -> float:
    for piece in unit:
        if line and used + piece.advance > ems:
            lines.append(_trimmed(line))
            line.clear()
            used = 0.0
        line.append(piece)
        used += piece.advance
    return used


def fit(
    text: str, room: Rect, size: float, floor: float, language: str = "zh-Hans", weight: Weight = "Regular"
) -> Fitted:
    """`text` in the largest type from `size` down to `floor` at which all of it fits into `room`."""
    plain = _plain(text)
    measured = pieces(plain, language, weight)
    total = sum([piece.advance for piece in measured])
    at = size
    while True:
        last = at <= floor
        most = max(1, int(room.height / height(1, at) + 0.01))
        ems = most * room.width / (at * MM_PER_POINT)
        lines: tuple[Line, ...] | None
        if last or (total <= ems and height(1, at) <= room.height + 0.01):
            if "\n" not in plain and total <= room.width / (at * MM_PER_POINT):
                lines = (_trimmed(measured),)
            else:
                lines = break_lines(_beginning(measured, ems) if last else measured, at, room.width, anywhere=last)
            if (
                lines is not None
                and len(lines) <= most
                and total <= ems
                and height(len(lines), at) <= room.height + 0.01
            ):
                return Fitted(lines, at, True, language)
            if last:
                return Fitted((lines or ())[:most], at, False, language)
        at = max(floor, at - _STEP)


def _beginning(text: tuple[Piece, ...], ems: float) -> tuple[Piece, ...]:
    """No more of a long text than could stand in so many ems."""
    used = 0.0
    for index, piece in enumerate(text):
        used += piece.advance
        if used > ems + 1:
            return text[:index]
    return text


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u3000", " ").strip()


def height(lines: int, size: float) -> float:
    """Height of so many lines, in millimetres."""
    return lines * size * LEADING * MM_PER_POINT


def set_line(
    line: Line,
    x: float,
    baseline: float,
    size: float,
    grey: float = 0.0,
    language: str = "",
    part: str = "",
    cut: bool = False,
) -> Iterator[Item]:
    """The runs of one line; under a character no font has, a rule to write it on by hand."""
    if line and line[0].level is not None:
        yield from _set_complex(line, x, baseline, size, grey, language, part, cut)
        return
    start, text, face = x, "", ""
    for piece in (*line, Piece("", "", 0.0)):
        if text and piece.face != face:
            yield Run(text, face, size, start, baseline, x - start, grey, language, part, cut)
            text = ""
        if piece.missing:
            wide = piece.advance * size * MM_PER_POINT
            yield _rule(x, x + wide, baseline)
        elif piece.face:
            if not text:
                start, face = x, piece.face
            text += piece.text
        x += piece.advance * size * MM_PER_POINT


def _rule(left: float, right: float, baseline: float) -> Stroke:
    return Stroke(((left + 0.2, baseline + 0.4), (right - 0.2, baseline + 0.4)), 0.18)


def _set_complex(
    line: Line, x: float, baseline: float, size: float, grey: float, language: str, part: str, cut: bool
) -> Iterator[Item]:
    """The same where scripts meet: each run has its place from left to right, and its turn as it is read."""
    runs = [tuple(run) for _, run in groupby(line, lambda piece: (piece.face, piece.level, piece.shaped))]
    starts: dict[int, float] = {}
    for place in visual_order([run[0].level or 0 for run in runs]):
        starts[place] = x
        x += width(runs[place], size)
    for place, run in enumerate(runs):
        first, start, wide = run[0], starts[place], width(run, size)
        if first.missing:
            yield _rule(start, start + wide, baseline)
        elif first.face:
            direction: Direction = "" if not first.shaped else "rtl" if (first.level or 0) % 2 else "ltr"
            text = "".join(piece.text for piece in run)
            yield Run(text, first.face, size, start, baseline, wide, grey, language, part, cut, direction)


def set_lines(
    fitted: Fitted, room: Rect, *, align: Align = Align.LEFT, middle: bool = True, grey: float = 0.0, part: str = ""
) -> tuple[Item, ...]:
    """The fitted lines in `room`, in its vertical middle or from its top; what is written belongs to `part`."""
    step = fitted.size * LEADING * MM_PER_POINT
    top = room.y + (room.height - step * len(fitted.lines)) / 2 if middle else room.y
    drawn: list[Item] = []
    for number, line in enumerate(fitted.lines):
        x = room.x
        if align is not Align.LEFT:
            spare = room.width - width(line, fitted.size)
            x += spare / 2 if align is Align.CENTRE else spare
        baseline = top + step * (number + 0.5) + fitted.size * _CENTRE * MM_PER_POINT
        drawn += set_line(line, x, baseline, fitted.size, grey, fitted.language, part, not fitted.whole)
    return tuple(drawn)
