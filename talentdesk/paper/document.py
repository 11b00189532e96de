"""Writes a laid-out paper to a PDF: the same paper always gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from talentdesk.paper.embedding import embedded
from talentdesk.paper.page import Code, Frame, Item, LaidPage, LaidPaper, Run, Stroke

_POINTS = 72 / 25.4
_BASE_FACE = "NotoSans-Regular"

_PDF_LANGUAGES = {"zh-Hans": "zh-Hans-CN"}


def write_pdf(paper: LaidPaper) -> bytes:
    """The paper as a PDF with only our fonts in it and no personal data outside its pages.

    Raises FontMissing.
    """
    drawn = io.BytesIO()
    # A first font must be named, or ReportLab puts Helvetica into the file; its types wrongly ask for a number.
    first: Any = embedded(_BASE_FACE)
    canvas = Canvas(drawn, initialFontName=first, invariant=1, pdfVersion=(1, 7), pageCompression=0)
    for number, page in enumerate(paper.pages):
        _draw_page(canvas, page)
        _bookmark(canvas, page, number)
        canvas.showPage()
    canvas.save()
    return _finish(drawn, paper)


def _draw_page(canvas: Canvas, page: LaidPage) -> None:
    width, height = (length * _POINTS for length in page.size)
    canvas.setPageSize((width, height))
    for item in _backwards(page.items()):
        if isinstance(item, Run):
            _draw_run(canvas, item, height)
        elif isinstance(item, Stroke):
            _draw_stroke(canvas, item, height)
        elif isinstance(item, Code):
            _draw_code(canvas, item, height)
        else:
            _draw_frame(canvas, item, height)


def _backwards(items: Iterable[Item]) -> Iterable[Item]:
    """Fills first, so that they lie behind everything."""
    items = tuple(items)
    yield from (item for item in items if isinstance(item, Frame) and item.fill is not None)
    yield from (item for item in items if not (isinstance(item, Frame) and item.fill is not None))


def _draw_run(canvas: Canvas, run: Run, height: float) -> None:
    text = canvas.beginText(run.x * _POINTS, height - run.y * _POINTS)
    text.setFont(embedded(run.face), run.size)
    text.setFillGray(run.grey)
    text.textOut(run.text)
    canvas.drawText(text)


def _draw_stroke(canvas: Canvas, stroke: Stroke, height: float) -> None:
    _pen(canvas, stroke.width, stroke.grey, stroke.dash)
    canvas.setLineCap(1 if stroke.round else 0)
    canvas.setLineJoin(1 if stroke.round else 0)
    path = canvas.beginPath()
    (x, y), *rest = stroke.points
    path.moveTo(x * _POINTS, height - y * _POINTS)
    for x, y in rest:
        path.lineTo(x * _POINTS, height - y * _POINTS)
    canvas.drawPath(path)


def _draw_frame(canvas: Canvas, frame: Frame, height: float) -> None:
    _pen(canvas, frame.width, frame.grey, frame.dash)
    canvas.setLineCap(0)
    canvas.setLineJoin(0)
    if frame.fill is not None:
        canvas.setFillGray(frame.fill)
    rect = frame.rect
    corner = (rect.x * _POINTS, height - rect.bottom * _POINTS)
    size = (rect.width * _POINTS, rect.height * _POINTS)
    canvas.rect(*corner, *size, stroke=int(frame.width > 0), fill=int(frame.fill is not None))


def _draw_code(canvas: Canvas, code: Code, height: float) -> None:
    """One path for all modules: beside each other in one fill, they show no seams."""
    canvas.setFillGray(0)
    path = canvas.beginPath()
    for bar in code.bars():
        path.rect(bar.x * _POINTS, height - bar.bottom * _POINTS, bar.width * _POINTS, bar.height * _POINTS)
    canvas.drawPath(path, stroke=0, fill=1)


def _pen(canvas: Canvas, width: float, grey: float, dash: tuple[float, ...]) -> None:
    canvas.setLineWidth(width * _POINTS)
    canvas.setStrokeGray(grey)
    canvas.setDash([length * _POINTS for length in dash])


def _bookmark(canvas: Canvas, page: LaidPage, number: int) -> None:
    for index, bookmark in enumerate(page.bookmarks):
        key = f"{number}-{index}"
        canvas.bookmarkHorizontal(key, 0, (page.size[1] - bookmark.y) * _POINTS)
        canvas.addOutlineEntry(bookmark.title, key, 0)


def _finish(drawn: io.BytesIO, paper: LaidPaper) -> bytes:
    """Language, title, printing hints; nothing that tells when or where it was made."""
    finished = io.BytesIO()
    with pikepdf.open(drawn) as pdf:
        pdf.Root.Lang = pikepdf.String(_PDF_LANGUAGES.get(paper.languages[0], paper.languages[0]))
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(
            DisplayDocTitle=True,
            PrintScaling=pikepdf.Name("/None"),
            Duplex=pikepdf.Name("/DuplexFlipLongEdge" if paper.two_sided else "/Simplex"),
            NumCopies=paper.copies,
        )
        for key in list(pdf.docinfo.keys()):
            del pdf.docinfo[key]
        pdf.docinfo["/Title"] = paper.title
        pdf.docinfo["/Producer"] = "talentdesk"
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = paper.title
            metadata["dc:language"] = {paper.languages[0]}
            metadata["pdf:Producer"] = "talentdesk"
        pdf.save(
            finished,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return finished.getvalue()
