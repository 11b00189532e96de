"""Looks into a PDF from outside: what is attached, and what its pages look like."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw
from PIL.Image import Image

from talentdesk.intake.found import MOST_PAGES, IntakeTrouble, Trouble

_DOTS = 300
"""An inch. A module of 0.42 mm is 5 dots wide."""
_MOST_DRAWN = 20_000_000
"""Points of a page. A3 has 17 million."""
_MOST_ATTACHED = 5_000_000
"""Bytes, of all answers that are attached together."""
_MOST_FILES = 100


def open_pdf(raw: bytes) -> pypdfium2.PdfDocument:
    """The document. Raises IntakeTrouble."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as slip:
        locked = slip.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise IntakeTrouble(Trouble.LOCKED if locked else Trouble.DAMAGED) from None
    if len(document) > MOST_PAGES:
        raise IntakeTrouble(Trouble.TOO_MANY_PAGES, most=str(MOST_PAGES))
    return document


def attached(document: pypdfium2.PdfDocument) -> tuple[str, ...]:
    """The attachments that look like answers of ours, as text of a JSON object."""
    found, left = [], _MOST_ATTACHED
    for index in range(min(document.count_attachments(), _MOST_FILES)):
        try:
            content = bytes(document.get_attachment(index).get_data())
            text = content.decode("utf-8-sig") if len(content) <= left else ""
            if _look_like_answers(json.loads(text)):
                found.append(text)
                left -= len(content)
        except (pypdfium2.PdfiumError, ValueError, RecursionError):
            continue
    return tuple(found)


def _look_like_answers(about: object) -> bool:
    match about:
        case {"procedure": str(), "edition": str(), "answers": dict()}:
            return True
    return False


def pages(document: pypdfium2.PdfDocument) -> Iterator[Image]:
    """Its pages as grey pictures. Raises IntakeTrouble."""
    for index in range(len(document)):
        yield drawn(document, index, _DOTS)


def drawn(document: pypdfium2.PdfDocument, index: int, dots: int) -> Image:
    """A page as a grey picture of so many dots an inch, of fewer where it is huge. Raises IntakeTrouble."""
    try:
        page = document[index]
        width, height = page.get_size()
        scale = min(dots / 72, (_MOST_DRAWN / max(1.0, width * height)) ** 0.5)
        picture: Image = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil().convert("L")
    except pypdfium2.PdfiumError:
        raise IntakeTrouble(Trouble.DAMAGED) from None
    return picture
