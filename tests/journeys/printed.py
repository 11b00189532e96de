"""What stands on a printed form, read back by two other programs and looked at as a picture."""

from __future__ import annotations

import subprocess

import pypdfium2

from talentdesk.core.interview import Interview
from talentdesk.paper.page import LaidPaper, Rect
from talentdesk.service.papers import lay_out_paper

_DOTS_A_MM = 8
_POINTS_A_MM = 72 / 25.4
_DARK = 128


def texts(pdf: bytes, pdftotext: str) -> tuple[str, str]:
    """All words on all pages, as PDFium and as Poppler read them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        by_pdfium = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    done = subprocess.run([pdftotext, "-layout", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    return by_pdfium, done.stdout.decode()


def ticked(pdf: bytes, interview: Interview, paper: str) -> set[str]:
    """The boxes that an eye sees ticked, as `question=code`. The case only says where the boxes are."""
    laid = lay_out_paper(interview, paper, ("zh-Hans", "en"))
    document = pypdfium2.PdfDocument(pdf)
    try:
        pictures = [_Picture(document[page]) for page in range(len(laid.pages))]
    finally:
        document.close()
    return {name for page, name, square in _squares(laid) if pictures[page].is_marked(square)}


def _squares(laid: LaidPaper) -> list[tuple[int, str, Rect]]:
    return [
        (number, name, place)
        for number, page in enumerate(laid.pages)
        for box in page.boxes
        for name, place in box.places
        if "=" in name
    ]


class _Picture:
    """A page in grey."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        bitmap = page.render(scale=_DOTS_A_MM / _POINTS_A_MM, grayscale=True)
        self._grey, self._line = bytes(bitmap.buffer), bitmap.stride

    def is_marked(self, square: Rect) -> bool:
        """Whether something is drawn inside the square's edge."""
        inside = square.inset(square.width * 0.2, square.height * 0.2)
        columns = range(round(inside.x * _DOTS_A_MM), round(inside.right * _DOTS_A_MM))
        rows = range(round(inside.y * _DOTS_A_MM), round(inside.bottom * _DOTS_A_MM))
        dark = sum(self._grey[row * self._line + column] < _DARK for row in rows for column in columns)
        return dark > len(rows) * len(columns) // 20
