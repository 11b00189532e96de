"""Writes answers over an office's own official PDF. The same PDF, answers and shift give the same bytes.

The official pages stay as they are, with the answers as text of ours on top. Their form is taken away: what a field
looked like stays on the page, the fields that answers go into are emptied first, and no program can fill them anew in
another type. The file promises no standard and keeps nothing of what the official one said of itself: signatures,
scripts and metadata would not be true of it any more.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from talentdesk.paper.lines import fit, set_lines
from talentdesk.paper.metadata import PRODUCER
from talentdesk.paper.official import (
    Matrix,
    Side,
    Survey,
    edges_of,
    full_name,
    inherited,
    opened,
    seen_rect,
    survey,
    widget_annotations,
    widget_kind,
)
from talentdesk.paper.operators import POINTS, number
from talentdesk.paper.page import Item, LaidPage, LaidPaper, Underlay
from talentdesk.paper.type0 import FontBook

_PRINTED, _NOT_SEEN = 4, 3
"""Flags of an annotation: shown on paper; not shown at all (ISO 32000-1, 12.5.3)."""

_AUTHORITYS = 10.0
"""Type of a value that the authority wrote in a field without a picture of it."""

_BALANCED = "q Q BT ET BMC BDC EMC"
_NOT_TRUE_ANY_MORE = ("/AcroForm", "/AA", "/DSS", "/Metadata", "/NeedsRendering", "/OpenAction", "/Perms", "/PieceInfo")
"""Entries of the catalogue that speak of the official file or act on its fields."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How answers are moved on the paper so that a printer sets them right."""

    x: float = 0.0
    """Millimetres to the right."""
    y: float = 0.0
    """Millimetres down."""
    scale: float = 1.0
    """From the page's top left corner."""


def write_over(paper: LaidPaper, under: Underlay, shift: Shift = Shift(), *, preprinted: bool = False) -> bytes:
    """The paper as a PDF: answers over the official pages, continuation sheets and codes behind them.

    `preprinted`: the answers alone, for paper on which the official form stands already. Raises Unusable, FontMissing.
    """
    found = survey(under.content)
    content = _blank(found) if preprinted else under.content
    sides = tuple(Side(side.size, (1, 0, 0, 1, 0, 0), 0) for side in found.sides) if preprinted else found.sides
    finished = io.BytesIO()
    with opened(content) as pdf:
        _Writer(pdf, under.fields).write(paper, sides, shift)
        _say_what_it_is(pdf, paper)
        _save(pdf, finished)
    return finished.getvalue()


@lru_cache(maxsize=4)
def emptied(under: Underlay) -> bytes:
    """The official pages as answers are written over them, without any. Raises Unusable."""
    pages = tuple(LaidPage(side.size, ()) for side in survey(under.content).sides)
    return write_over(LaidPaper("", (), pages), under)


def joined(contents: Sequence[bytes], paper: LaidPaper) -> bytes:
    """Finished papers one after the other in one PDF, called what `paper` is called."""
    finished = io.BytesIO()
    with pikepdf.new() as pdf:
        for content in contents:
            with pikepdf.open(io.BytesIO(content)) as one:
                pdf.pages.extend(one.pages)
        _say_what_it_is(pdf, paper)
        _save(pdf, finished)
    return finished.getvalue()


def _save(pdf: pikepdf.Pdf, into: io.BytesIO) -> None:
    pdf.save(
        into,
        deterministic_id=True,
        encryption=False,
        fix_metadata_version=False,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )


def _blank(found: Survey) -> bytes:
    """Empty pages as large as the official ones are seen."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        for side in found.sides:
            pdf.add_blank_page(page_size=_points(side.size))
        pdf.save(made, deterministic_id=True)
    return made.getvalue()


def _points(size: tuple[float, float]) -> tuple[float, float]:
    return round(size[0] * POINTS, 3), round(size[1] * POINTS, 3)


def _say_what_it_is(pdf: pikepdf.Pdf, paper: LaidPaper) -> None:
    """Title and maker of this file; nothing that the official one says of itself."""
    root = pdf.Root
    for entry in _NOT_TRUE_ANY_MORE:
        if entry in root:
            del root[entry]
    if "/Names" in root and "/JavaScript" in root.Names:
        del root.Names["/JavaScript"]
    if "/MarkInfo" in root:
        root.MarkInfo = Dictionary(Marked=False)  # the answers stand outside the official tags
    duplex = Name.DuplexFlipLongEdge if paper.two_sided else Name.Simplex
    root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True, PrintScaling=Name("/None"), Duplex=duplex, NumCopies=paper.copies
    )
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=String(paper.title), Producer=String(PRODUCER)))


class _Writer:
    """Writes one paper over one PDF, all in one set of fonts."""

    def __init__(self, pdf: pikepdf.Pdf, fields: frozenset[str]) -> None:
        self.pdf, self.fields = pdf, fields
        self.book = FontBook(pdf)
        self.drawn: list[Any] = []

    def write(self, paper: LaidPaper, sides: Sequence[Side], shift: Shift) -> None:
        for page, side, laid in zip(list(self.pdf.pages), sides, paper.pages, strict=False):
            self._over(page, side, laid, shift)
        for laid in paper.pages[len(sides) :]:
            self._behind(laid)
        self.book.close()
        fonts = self.pdf.make_indirect(self.book.resources())
        for each in self.drawn:
            each.Resources = fonts

    def _over(self, page: pikepdf.Page, side: Side, laid: LaidPage, shift: Shift) -> None:
        own = _own_resources(page)
        parts = [*self._flattened(page, side, own)]
        items = tuple(item for box in laid.boxes for item in box.items)
        if items:
            parts.append(self._drawing(items, side, own, shift))
        if parts:
            _isolate(page)
            page.contents_add(b"\n".join(parts))

    def _drawing(self, items: tuple[Item, ...], side: Side, resources: Any, shift: Shift = Shift()) -> bytes:
        """Draws what was laid out on the page as it is seen."""
        wide, tall = _points(side.size)
        form = self.pdf.make_stream(
            self.book.draw(items, side.size[1]),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([-wide, -tall, 2 * wide, 2 * tall]),
        )
        self.drawn.append(form)
        name = _free(resources.XObject, "TDV")
        resources.XObject[name] = form
        return f"q {_matrix(_after(_shifting(shift, tall), side.matrix))} cm {name} Do Q".encode("ascii")

    def _behind(self, laid: LaidPage) -> None:
        page = self.pdf.add_blank_page(page_size=_points(laid.size))
        page.obj.Contents = self.pdf.make_stream(self.book.draw(tuple(laid.items()), laid.size[1]))
        self.drawn.append(page.obj)

    def _flattened(self, page: pikepdf.Page, side: Side, resources: Any) -> Iterator[bytes]:
        """What the page's fields look like on paper, as part of the page; then they are gone."""
        widgets = widget_annotations(page)
        for widget in widgets:
            kind = widget_kind(widget)
            if full_name(widget) in self.fields:
                if kind != "button":
                    yield _edges_and_fill(widget)
                    continue
                widget.AS = Name.Off
            if kind == "signature":
                continue  # the copy is not what was signed
            name = _free(resources.XObject, "TDW")
            look = pikepdf.Annotation(widget).get_page_content_for_appearance(
                Name(name), side.turned, _PRINTED, _NOT_SEEN
            )
            if look:
                resources.XObject[name] = _appearance(widget)
                yield look
            elif kind in ("text", "choice") and "/AP" not in widget and int(widget.get("/F", 0)) & _PRINTED:
                yield from self._authoritys(widget, side, resources)
        if widgets:
            page.obj.Annots = Array([each for each in page.obj.Annots if not _is_widget(each)])
        if "/AA" in page.obj:
            del page.obj["/AA"]

    def _authoritys(self, widget: Any, side: Side, resources: Any) -> Iterator[bytes]:
        """What the authority itself wrote in a field and left to the viewer to draw."""
        value = inherited(widget, "/V")
        if isinstance(value, String) and str(value).strip():
            rect = seen_rect(side, edges_of(widget.Rect))
            fitted = fit(str(value), rect, _AUTHORITYS, 4.0)
            yield self._drawing(set_lines(fitted, rect), side, resources)


def _is_widget(annotation: Any) -> bool:
    return isinstance(annotation, Dictionary) and annotation.get("/Subtype") == "/Widget"


def _own_resources(page: pikepdf.Page) -> Any:
    """The page's resources, copied so that what is added shows on no other page."""
    found = inherited(page.obj, "/Resources", Dictionary())
    own = Dictionary(dict(found.items()))
    own.XObject = Dictionary(dict(found.get("/XObject", Dictionary()).items()))
    page.obj.Resources = own
    return page.obj.Resources


def _free(names: Any, prefix: str) -> str:
    """A name that is not taken."""
    count = 0
    while f"/{prefix}{count}" in names:
        count += 1
    return f"/{prefix}{count}"


def _isolate(page: pikepdf.Page) -> None:
    """Closes whatever the page's own content leaves open, so that it moves nothing that is added."""
    depth = lowest = text = marked = 0
    for instruction in pikepdf.parse_content_stream(page, _BALANCED):
        match str(instruction.operator):
            case "q":
                depth += 1
            case "Q":
                depth -= 1
                lowest = min(lowest, depth)
            case "BT" | "ET" as sign:
                text = int(sign == "BT")
            case "EMC":
                marked = max(0, marked - 1)
            case _:
                marked += 1
    before = 1 - lowest
    page.contents_add(b"q " * before + b"\n", prepend=True)
    page.contents_add(b"\n" + b"ET " * text + b"EMC " * marked + b"Q " * (depth + before))


def _appearance(widget: Any) -> Any:
    look = widget.AP.N
    return look if isinstance(look, pikepdf.Stream) else look[str(widget.get("/AS", Name.Off))]


def _edges_and_fill(widget: Any) -> bytes:
    """Border and fill of a field whose text is taken out (ISO 32000-1, table 189)."""
    looks = widget.get("/MK", Dictionary())
    left, low, right, high = edges_of(widget.Rect)
    wide, tall = right - left, high - low
    drawn = []
    fill, edge = _colour(looks.get("/BG"), "g rg k"), _colour(looks.get("/BC"), "G RG K")
    if fill:
        drawn.append(f"{fill} {_numbers(left, low, wide, tall)} re f")
    pen = float(widget.get("/BS", Dictionary()).get("/W", 1))
    if edge and pen > 0:
        inner = _numbers(left + pen / 2, low + pen / 2, max(0.0, wide - pen), max(0.0, tall - pen))
        drawn.append(f"{edge} {number(pen)} w [] 0 d {inner} re S")
    return f"q {' '.join(drawn)} Q".encode("ascii")


def _colour(values: Any, operators: str) -> str:
    """A colour of one, three or four parts; empty for none."""
    parts = [float(each) for each in values] if values is not None else []
    known = dict(zip((1, 3, 4), operators.split(), strict=True))
    return f"{_numbers(*parts)} {known[len(parts)]}" if len(parts) in known else ""


def _numbers(*values: float) -> str:
    return " ".join(number(value) for value in values)


def _shifting(shift: Shift, height: float) -> Matrix:
    """The shift of a page so high, in points from its lower left corner."""
    return shift.scale, 0, 0, shift.scale, shift.x * POINTS, height * (1 - shift.scale) - shift.y * POINTS


def _after(first: Matrix, then: Matrix) -> Matrix:
    """One matrix for two, one after the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _matrix(matrix: Matrix) -> str:
    return " ".join(f"{value:.6f}".rstrip("0").rstrip(".") or "0" for value in matrix)
