"""The machine-readable zone in a picture of a passport, card or visa, and the way of it between two processes."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from talentdesk.core.zonerepair import Zone, find
from talentdesk.intake.found import IntakeTrouble, Trouble
from talentdesk.intake.recogniser import STRIP_HEIGHT, STRIP_WIDTH, is_there, readings_of, stacked

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST_PAGES = 4
"""Pages that are looked at. Each takes seconds."""
_MOST_LINES = 3
_FIELDS = frozenset({"birth_date", "expiry_date", "number", "optional", "composite", "letters"})


@dataclass(frozen=True, slots=True)
class SeenZone:
    """A zone as it was seen; no lines where there is none."""

    lines: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    """What was mended: see core.zonerepair."""
    grey: bytes = b""
    """A picture of the lines: rows of STRIP_WIDTH grey points."""

    @property
    def text(self) -> str:
        """As it would be swiped."""
        return "\n".join(self.lines)


def look_for_zone(raw: bytes) -> dict[str, object]:
    """The first zone of the file, as JSON; one with a wrong check digit only where no later page has a better one.

    Raises IntakeTrouble.
    """
    if not is_there():
        raise IntakeTrouble(Trouble.NO_RECOGNISER)
    found: tuple[Zone, dict[str, object]] | None = None
    for seen in chain.from_iterable(map(readings_of, _pages(raw))):
        zone = find([each.glyphs for each in seen])
        if zone is not None and (found is None or zone.failed < found[0].failed):
            found = zone, stacked([seen[at].strip for at in zone.seen])
            if not zone.failed:
                break
    if found is None:
        return {"lines": [], "repaired": [], "rows": 0, "grey": ""}
    return {"lines": found[0].lines, "repaired": found[0].repaired, **found[1]}


def _pages(raw: bytes) -> Iterator[Image]:
    if raw[:1024].find(b"%PDF-") < 0:
        from talentdesk.intake.pictures import pictures

        yield from islice(pictures(raw), _MOST_PAGES)
        return
    from talentdesk.intake.pdf import open_pdf, pages

    with closing(open_pdf(raw)) as document:
        yield from islice(pages(document), _MOST_PAGES)


def zone_from(data: Mapping[str, object]) -> SeenZone:
    """The other end of `look_for_zone`. Raises ValueError: the process at that end has read a stranger's file."""
    lines, repaired, grey = data.get("lines"), data.get("repaired"), data.get("grey")
    if not isinstance(lines, list) or not isinstance(repaired, list) or not isinstance(grey, str):
        raise ValueError("zone")
    if not all(isinstance(line, str) and line.isascii() and len(line) <= 44 for line in lines):
        raise ValueError("lines")
    points = base64.b64decode(grey, validate=True)
    if len(lines) > _MOST_LINES or len(points) != len(lines) * STRIP_HEIGHT * STRIP_WIDTH:
        raise ValueError("rows")
    if not all(name in _FIELDS for name in repaired):
        raise ValueError("repaired")
    return SeenZone(tuple(lines), tuple(repaired), points)
