"""Writes a laid-out paper to a PDF: the same paper always gives the same bytes.

The applicant's copy is PDF/A-2a (ISO 19005-2), the archive's PDF/A-3a (ISO 19005-3) with the answers attached; both are
PDF/UA-1 (ISO 14289-1). `tests/paper/test_paper_standards.py` has veraPDF say so.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from talentdesk.paper.colour import srgb_profile
from talentdesk.paper.embedding import embedded
from talentdesk.paper.metadata import PRODUCER, xmp_packet
from talentdesk.paper.page import Code, Frame, Item, LaidPage, LaidPaper, Run, Stroke
from talentdesk.paper.tags import POINTS as _POINTS
from talentdesk.paper.tags import Tags, pdf_language

_BASE_FACE = "NotoSans-Regular"

ANSWERS_FILE = "answers.json"
"""Name under which the archive's copy carries the answers."""


def write_pdf(paper: LaidPaper, answers: bytes | None = None) -> bytes:
    """The paper as a PDF with only our fonts in it and no personal data outside its pages.

    `answers`: a JSON document to attach, which makes it the archive's copy. Raises FontMissing.
    """
    drawn = io.BytesIO()
    # A first font must be named, or ReportLab puts Helvetica into the file; its types wrongly ask for a number.
    first: Any = embedded(_BASE_FACE)
    canvas = Canvas(drawn, initialFontName=first, invariant=1, pdfVersion=(1, 7), pageCompression=0)
    tags = Tags(canvas, paper.languages)
    for number, page in enumerate(paper.pages):
        _draw_page(canvas, page, tags)
        _bookmark(canvas, page, number)
        canvas.showPage()
    tags.write()
    canvas.save()
    return _finish(drawn, paper, answers)


def _draw_page(canvas: Canvas, page: LaidPage, tags: Tags) -> None:
    width, height = (length * _POINTS for length in page.size)
    canvas.setPageSize((width, height))
    tags.begin_page(page)
    for item, key in _backwards(_belonging(page)):
        tags.mark(item, key)
        if isinstance(item, Run):
            _draw_run(canvas, item, height)
        elif isinstance(item, Stroke):
            _draw_stroke(canvas, item, height)
        elif isinstance(item, Code):
            _draw_code(canvas, item, height)
        else:
            _draw_frame(canvas, item, height)
    tags.end()


def _belonging(page: LaidPage) -> Iterator[tuple[Item, str]]:
    """The page's items, each with the key of its part."""
    yield from ((item, item.part) for item in page.still)
    for box in page.boxes:
        yield from ((item, item.part or (box.id if isinstance(item, Run) else "")) for item in box.items)


def _backwards(items: Iterable[tuple[Item, str]]) -> Iterable[tuple[Item, str]]:
    """Fills first, so that they lie behind everything."""
    items = tuple(items)
    yield from (each for each in items if isinstance(each[0], Frame) and each[0].fill is not None)
    yield from (each for each in items if not (isinstance(each[0], Frame) and each[0].fill is not None))


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


def _finish(drawn: io.BytesIO, paper: LaidPaper, answers: bytes | None) -> bytes:
    """What makes it conform, and printing hints; nothing that tells when or where it was made."""
    finished = io.BytesIO()
    with pikepdf.open(drawn) as pdf:
        pdf.Root.Lang = pikepdf.String(pdf_language(paper.languages[0]))
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        for number, page in enumerate(pdf.pages):
            page.obj.StructParents = number
            page.obj.Tabs = pikepdf.Name.S
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(
            DisplayDocTitle=True,
            PrintScaling=pikepdf.Name("/None"),
            Duplex=pikepdf.Name("/DuplexFlipLongEdge" if paper.two_sided else "/Simplex"),
            NumCopies=paper.copies,
        )
        for key in list(pdf.docinfo.keys()):
            del pdf.docinfo[key]
        pdf.docinfo["/Title"] = paper.title
        pdf.docinfo["/Producer"] = PRODUCER
        _conform(pdf, paper, 2 if answers is None else 3)
        if answers is not None:
            _attach(pdf, answers)
        pdf.save(
            finished,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return finished.getvalue()


def _conform(pdf: pikepdf.Pdf, paper: LaidPaper, part: int) -> None:
    packet = xmp_packet(paper.title, [pdf_language(each) for each in paper.languages], part)
    pdf.Root.Metadata = pikepdf.Stream(pdf, packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    profile = pikepdf.Stream(pdf, srgb_profile(), N=3)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB IEC61966-2.1",
        Info="sRGB IEC61966-2.1",
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])


def _attach(pdf: pikepdf.Pdf, answers: bytes) -> None:
    """The answers as the source the paper was made from (ISO 19005-3, 6.8 and annex E)."""
    file = pikepdf.Stream(
        pdf,
        answers,
        Type=pikepdf.Name.EmbeddedFile,
        Subtype=pikepdf.Name("/application/json"),
        Params=pikepdf.Dictionary(Size=len(answers)),
    )
    specification = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec,
            F=ANSWERS_FILE,
            UF=ANSWERS_FILE,
            Desc="Answers",
            AFRelationship=pikepdf.Name.Source,
            EF=pikepdf.Dictionary(F=file, UF=file),
        )
    )
    pdf.Root.AF = pikepdf.Array([specification])
    pdf.Root.Names = pikepdf.Dictionary(
        EmbeddedFiles=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String(ANSWERS_FILE), specification]))
    )
