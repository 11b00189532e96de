"""The writers compared, ours and other programs, each set up once and then given one form at a time."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

import workload
from workload import HEIGHT, WIDTH, Values, form

Write = Callable[[Values], bytes]

FONTS = Path(__file__).resolve().parents[3] / "ui" / "fonts"
CHINESE, LATIN = FONTS / "NotoSansSC-Regular.ttf", FONTS / "NotoSans-Regular.ttf"


def talentdesk() -> Write:
    """Ours, fully tagged."""
    from talentdesk.paper.document import write_pdf

    return lambda given: write_pdf(workload.laid(given))


def reportlab() -> Write:
    """ReportLab's canvas with its own TrueType fonts, untagged."""
    from reportlab.pdfbase import pdfmetrics, ttfonts
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(ttfonts.TTFont("chinese", CHINESE))
    pdfmetrics.registerFont(ttfonts.TTFont("latin", LATIN))

    def write(given: Values) -> bytes:
        out = io.BytesIO()
        first: Any = "latin"
        canvas = Canvas(out, (WIDTH, HEIGHT), initialFontName=first)
        for page in form():
            canvas.setLineWidth(0.6)
            for x, y, wide, tall in workload.boxes(page):
                canvas.rect(x, y, wide, tall)
            for _, size, x, y, text in (*workload.words(page), *workload.answers(page, given)):
                for chinese, some in workload.runs(text):
                    canvas.setFont("chinese" if chinese else "latin", size)
                    canvas.drawString(x, y, some)
                    x += len(some) * size * (1 if chinese else 0.56)
            canvas.setLineWidth(1)
            for tick in page.ticks:
                if given[tick.id]:
                    path = canvas.beginPath()
                    start, *rest = workload.mark(tick)
                    path.moveTo(*start)
                    for point in rest:
                        path.lineTo(*point)
                    canvas.drawPath(path)
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    return write


def fpdf2() -> Write:
    """fpdf2."""
    from fpdf import FPDF

    def write(given: Values) -> bytes:
        pdf = FPDF(unit="pt", format="A4")
        pdf.set_auto_page_break(False)
        pdf.add_font("chinese", "", str(CHINESE))
        pdf.add_font("latin", "", str(LATIN))
        for page in form():
            pdf.add_page()
            pdf.set_line_width(0.6)
            for x, y, wide, tall in workload.boxes(page):
                pdf.rect(x, HEIGHT - y - tall, wide, tall)
            for _, size, x, y, text in (*workload.words(page), *workload.answers(page, given)):
                for chinese, some in workload.runs(text):
                    pdf.set_font("chinese" if chinese else "latin", size=size)
                    pdf.text(x, HEIGHT - y, some)
                    x += len(some) * size * (1 if chinese else 0.56)
            pdf.set_line_width(1)
            for tick in page.ticks:
                if given[tick.id]:
                    pdf.polyline([(x, HEIGHT - y) for x, y in workload.mark(tick)])
        return bytes(pdf.output())

    return write


_STYLE = """@font-face{font-family:zh;src:url(file://%s)}@font-face{font-family:en;src:url(file://%s)}
@page{size:A4;margin:28pt 36pt}body{font-family:en,zh;font-size:8pt;margin:0}
table{border-collapse:collapse;width:523pt;table-layout:fixed}
td{border:.6pt solid #000;height:22pt;padding:1pt 3pt;font-size:7pt;vertical-align:top}
i{font-style:normal;font-size:5.5pt}b{display:block;font-weight:400;font-size:10pt}
.c td{width:13pt;height:13pt;font-size:9pt}section{page-break-after:always}h1{font-size:15pt;font-weight:400;margin:0}
p{margin:0;line-height:11pt}.k{display:inline-block;width:170pt}"""


def weasyprint() -> Write:
    """WeasyPrint, from HTML."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    style = _STYLE % (CHINESE, LATIN)

    def write(given: Values) -> bytes:
        pages = "".join(_section(page, given) for page in form())
        page = f'<html lang="zh-Hans"><head><title>form</title><style>{style}</style></head><body>{pages}</body></html>'
        return bytes(weasyprint.HTML(string=page).write_pdf(font_config=configuration))

    return write


def _section(page: workload.Page, given: Values) -> str:
    cells = [f"<td>{f.chinese} <i>{f.english}</i><b>{escape(given[f.id])}</b></td>" for f in page.fields]
    rows = "".join(f"<tr>{''.join(cells[at : at + 2])}</tr>" for at in range(0, len(cells), 2))
    ticks = "".join(
        f'<span class="k">{"√" if given[t.id] else "□"} {t.chinese} <i>{t.english}</i></span>' for t in page.ticks
    )
    letters = "".join(f"<td>{letter}</td>" for letter in given[page.cells.id].ljust(page.cells.count))
    notes = "".join(f"<p>{chinese} <i>{english}</i></p>" for _, _, chinese, english in page.notes)
    return (
        f"<section><h1>{page.title} <i>{page.english}</i></h1><table>{rows}</table><div>{ticks}</div>"
        f'<p>{page.cells.chinese}</p><table class="c" style="width:234pt"><tr>{letters}</tr></table>{notes}</section>'
    )


_TYPST = """#let D = json(bytes(sys.inputs.d))
#set page(paper: "a4", margin: 0pt)
#set text(font: ("Noto Sans", "Noto Sans SC"), size: 8pt, top-edge: "baseline", bottom-edge: "baseline")
#let T(x, y, s, body) = place(top + left, dx: x * 1pt, dy: (841.89 - y) * 1pt, text(size: s * 1pt, body))
#let B(x, y, w, h) = place(top + left, dx: x * 1pt, dy: (841.89 - y - h) * 1pt,
  rect(width: w * 1pt, height: h * 1pt, stroke: .6pt))
#for (i, p) in json("form.json").enumerate() {
  if i > 0 { pagebreak() }
  for b in p.boxes { B(..b) }
  for w in p.words { T(w.at(2), w.at(3), w.at(1), w.at(4)) }
  for f in p.fields { T(f.x + 6, f.y + 4, 10, D.at(f.id)) }
  for t in p.ticks { if D.at(t.id) != "" { place(top + left, dx: t.x * 1pt, dy: (841.89 - t.y - 8) * 1pt,
    curve(stroke: 1pt, curve.move((1.5pt, 4pt)), curve.line((3.5pt, 6.5pt)), curve.line((7pt, 1pt)))) } }
  for (j, c) in D.at(p.cells.id).clusters().enumerate() { T(p.cells.x + 13 * j + 4, p.cells.y + 3, 9, c) }
}
"""


def typst() -> Write:
    """typst, its compiler kept from form to form."""
    import typst

    place = Path(tempfile.mkdtemp(prefix="bench-typst-"))
    for font in (CHINESE, LATIN):
        (place / font.name).symlink_to(font)
    pages = [
        asdict(page) | {"boxes": list(workload.boxes(page)), "words": list(workload.words(page))} for page in form()
    ]
    (place / "form.json").write_text(json.dumps(pages, ensure_ascii=False), encoding="utf-8")
    (place / "form.typ").write_text(_TYPST, encoding="utf-8")
    compiler = typst.Compiler(str(place / "form.typ"), font_paths=[str(place)], ignore_system_fonts=True)
    return lambda given: compiler.compile(format="pdf", sys_inputs={"d": json.dumps(given, ensure_ascii=False)})


ALL: dict[str, Callable[[], Write]] = {
    "talentdesk": talentdesk,
    "reportlab": reportlab,
    "typst": typst,
    "fpdf2": fpdf2,
    "weasyprint": weasyprint,
}
