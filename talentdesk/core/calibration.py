"""How far a printer sets answers beside their places on a form that is printed already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_MM = 50.0
"""A form that must be shifted further lies wrong in its tray."""

SCALES = (0.9, 1.1)
"""Smallest and largest scale; beyond, the printer fits the page to the paper."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was measured for one printer, tray and edition of a paper."""

    printer: str
    tray: str
    paper: str
    edition: str
    x: float = 0.0
    """Millimetres by which answers are moved to the right."""
    y: float = 0.0
    """Millimetres by which answers are moved down."""
    scale: float = 1.0
    """Larger or smaller, from the page's top left corner."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it holds for."""
        return self.printer, self.tray, self.paper, self.edition


def merged(weaker: Iterable[Calibration], stronger: Iterable[Calibration]) -> tuple[Calibration, ...]:
    """All of them in the order of what they hold for; of two for the same, the stronger."""
    found = {each.key: each for each in (*weaker, *stronger)}
    return tuple(found[key] for key in sorted(found))


def calibrated(
    among: Iterable[Calibration], paper: str, edition: str, printer: str, tray: str | None = None
) -> Calibration | None:
    """The one for a printer and an edition of a paper; without `tray` the first of its trays that has one."""
    fitting = (
        each
        for each in among
        if (each.printer, each.paper, each.edition) == (printer, paper, edition) and tray in (None, each.tray)
    )
    return next(fitting, None)
