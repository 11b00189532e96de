"""Pictures of an official PDF's pages, to be seen behind the answers on a screen."""

from __future__ import annotations

from dataclasses import dataclass

from talentdesk.paper.page import Backdrop

_MOST = 4000
"""Pixels across; more than any screen has."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels, three bytes each: red, green, blue; lines without gaps."""

    width: int
    height: int
    pixels: bytes


def picture(backdrop: Backdrop, width: int) -> Picture | None:
    """The page, so many pixels wide; None where it cannot be drawn."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(backdrop.content)
        try:
            page = document[backdrop.page]
            scale = min(width, _MOST) / page.get_width()
            drawn = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError, ZeroDivisionError):
        return None
    return Picture(drawn.width, drawn.height, drawn.tobytes())
