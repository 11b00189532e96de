"""Names in scripts that are shaped look on the screen as they do in the PDF."""

from __future__ import annotations

import pypdfium2
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from talentdesk.desktop.paperink import Ink
from talentdesk.paper.document import write_pdf
from talentdesk.paper.lines import fit, set_lines
from talentdesk.paper.page import Item, LaidPage, LaidPaper, Rect

SCALE = 8.0
SIZE = (60.0, 12.0)


def laid(text: str) -> tuple[Item, ...]:
    room = Rect(2, 1, 56, 10)
    return set_lines(fit(text, room, 18, 18), room)


def on_screen(text: str) -> set[tuple[int, int]]:
    """Dark pixels."""
    image = QImage(round(SIZE[0] * SCALE), round(SIZE[1] * SCALE), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    Ink(SCALE, QColor("white"), QColor("black"), QColor("black")).paint(painter, laid(text))
    painter.end()
    grid = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {place for place in grid if image.pixelColor(*place).lightness() < 128}


def in_pdf(text: str) -> set[tuple[int, int]]:
    """Dark pixels, as PDFium draws it."""
    pdf = write_pdf(LaidPaper("name", ("en",), (LaidPage(SIZE, laid(text)),)))
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=SCALE * 25.4 / 72).to_pil().convert("L")
    document.close()
    grid = ((x, y) for x in range(picture.width) for y in range(picture.height))
    return {place for place in grid if picture.getpixel(place) < 128}


@pytest.mark.parametrize("text", ["Ali عَلِيّ 12", "क्षत्रिय किरण", "น้ำ ที่ ผู้", "Q\u0303x\u0302\u0304"])
def test_screen_and_pdf_draw_the_same(fonts: None, text: str) -> None:
    screen, paper = on_screen(text), in_pdf(text)
    assert len(screen) > 500
    assert len(screen & paper) > 0.9 * max(len(screen), len(paper))
