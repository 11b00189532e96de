"""What draws a laid-out item in a PDF's content (ISO 32000-1, annex A). Lengths come in mm from the top left."""

from __future__ import annotations

from functools import lru_cache

from talentdesk.paper.page import Code, Frame, Rect, Run, Stroke

POINTS = 72 / 25.4
"""Points to a millimetre."""


def text(run: Run, font: str, shown: str, height: float) -> str:
    """Words in the font resource of that name, by the operators that show them."""
    place = f"{number(run.x * POINTS)} {number((height - run.y) * POINTS)}"
    return f"BT {number(run.grey)} g /{font} {number(run.size)} Tf {place} Td {shown} ET"


def shape(item: Stroke | Frame | Code, height: float) -> str:
    """Lines, a rectangle or a square code."""
    if isinstance(item, Stroke):
        return _stroke(item, height)
    return _code(item, height) if isinstance(item, Code) else _frame(item, height)


def _stroke(stroke: Stroke, height: float) -> str:
    (x, y), *rest = ((number(x * POINTS), number((height - y) * POINTS)) for x, y in stroke.points)
    path = " ".join((f"{x} {y} m", *(f"{x} {y} l" for x, y in rest)))
    cap = "1 J 1 j" if stroke.round else "0 J 0 j"
    return f"{_pen(stroke.width, stroke.grey, stroke.dash)} {cap} {path} S"


def _frame(frame: Frame, height: float) -> str:
    fill = "" if frame.fill is None else f"{number(frame.fill)} g "
    paint = ("B" if frame.width else "f") if fill else ("S" if frame.width else "n")
    pen = _pen(frame.width, frame.grey, frame.dash)
    return f"{fill}{pen} 0 J 0 j {_corners(frame.rect, height)} re {paint}"


def _code(code: Code, height: float) -> str:
    """One path for all modules: beside each other in one fill, they show no seams. Its unit is the module."""
    left, top, side = code.rect.x * POINTS, (height - code.rect.y) * POINTS, code.side * POINTS
    lines = []
    for line, spans in enumerate(code.spans()):
        place = f" {line} "
        lines.append("".join([place.join(_bar(span)) for span in spans]))
    bars = "".join(lines)
    return f"q {number(side)} 0 0 {number(-side)} {number(left)} {number(top)} cm 0 g\n{bars}f Q"


@lru_cache(maxsize=16384)
def _bar(span: tuple[int, int]) -> tuple[str, str]:
    """What stands before and behind the line of dark modules from one column to another."""
    start, end = span
    return str(start), f"{end - start} 1 re\n"


def _corners(rect: Rect, height: float) -> str:
    numbers = (rect.x, height - rect.bottom, rect.width, rect.height)
    return " ".join(number(each * POINTS) for each in numbers)


def _pen(width: float, grey: float, dash: tuple[float, ...]) -> str:
    dashes = " ".join(number(length * POINTS) for length in dash)
    return f"{number(width * POINTS)} w {number(grey)} G [{dashes}] 0 d"


@lru_cache(maxsize=16384)
def number(value: float) -> str:
    """A number as PDF writes it: no exponent, no needless noughts."""
    # Minus nought is the same key as nought, and must look the same.
    return f"{value + 0.0:.4f}".rstrip("0").rstrip(".") or "0"
