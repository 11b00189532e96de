"""Looks into an office's own official PDF: how its pages lie, which fields it has, and whether it can be written over.

The file comes from outside. What is wrong with it is told as `Unusable`, with the way out.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pikepdf

from talentdesk.core.sheet import Align
from talentdesk.core.words import N_
from talentdesk.paper.operators import POINTS
from talentdesk.paper.page import Rect

MOST_BYTES, MOST_PAGES, MOST_WIDGETS = 20_000_000, 100, 10_000
MOST_CONTENT = 64_000_000
"""Bytes of one page's content, unpacked."""

# What pikepdf mends silently is nobody's business at the counter; what it cannot mend is told as `Unusable`.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())

Matrix = tuple[float, float, float, float, float, float]

_DEEPEST = 32
"""Levels of pages or fields above one; more are a circle."""

_MULTILINE, _RADIO, _PUSH, _COMB = 1 << 12, 1 << 15, 1 << 16, 1 << 24
_ALIGNED = {0: Align.LEFT, 1: Align.CENTRE, 2: Align.RIGHT}
_KINDS = {"/Tx": "text", "/Ch": "choice", "/Btn": "button", "/Sig": "signature"}
_DAMAGE = (
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""How an entry that is missing, of another type or out of range shows itself."""

_WAITING = b"Please wait"
"""What Adobe writes on the only page of a form that nothing but its own Reader can show."""


class Unusable(Exception):
    """An official PDF that nothing can be written over. `cause` and `remedy` are messages that `details` fills in."""

    cause = N_("the official PDF is broken")
    remedy = N_("get it again from the authority, or open it in a viewer and print it to a new PDF")

    def __init__(self, **details: str) -> None:
        super().__init__(self.cause)
        self.details = details


class TooLarge(Unusable):
    """More than a form can be."""

    cause = N_("the official PDF has more than {pages} pages or {megabytes} MB")
    remedy = N_("keep only the pages of the form, or print it to a smaller PDF")


class Encrypted(Unusable):
    """It opens only with a password."""

    cause = N_("the official PDF is locked with a password")
    remedy = N_("ask the authority for a copy without one")


class DynamicXfa(Unusable):
    """Its pages are made by Adobe's software when it is opened (dynamic XFA): there is nothing to write on."""

    cause = N_("the official PDF is a dynamic XFA form, whose pages exist only in Adobe Reader")
    remedy = N_(
        "open it in Adobe Reader and print it to a PDF, and place the answers on that; "
        "or use the sheet of this program, or the re-typing sheet"
    )


@dataclass(frozen=True, slots=True)
class Side:
    """A page as it is seen: turned, and cut to its crop box."""

    size: tuple[float, float]
    """Millimetres."""
    matrix: Matrix
    """From points seen, from the lower left corner, to the units of the page."""
    turned: int


@dataclass(frozen=True, slots=True)
class Widget:
    """One place of a field of the PDF."""

    field: str
    """Full name."""
    kind: str
    """`text`, `choice`, `button`, `push`, `signature`; empty for one that says nothing of itself."""
    page: int
    """Index."""
    rect: Rect
    """On the page as it is seen."""
    states: tuple[str, ...] = ()
    """What ticking it can set the field to."""
    comb: int = 0
    """One character in each of so many cells."""
    lines: bool = False
    align: Align = Align.LEFT
    size: float = 0.0
    """Type that the form wants; 0: as large as fits."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What an official PDF is like."""

    sides: tuple[Side, ...]
    widgets: tuple[Widget, ...]
    signed: bool
    locked: bool
    """Its maker forbids filling it in."""

    def fields(self) -> tuple[str, ...]:
        """Names of its fields, each once."""
        return tuple(dict.fromkeys(widget.field for widget in self.widgets))


@contextmanager
def guarded() -> Iterator[None]:
    """Whatever a damaged PDF brings about inside becomes `Unusable`."""
    try:
        yield
    except pikepdf.PasswordError as locked:
        raise Encrypted from locked
    # An entry of an unexpected type shows itself in any of these.
    except (
        pikepdf.PdfError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RuntimeError,
        TypeError,
        ValueError,
    ) as slip:
        raise Unusable from slip


@contextmanager
def opened(content: bytes) -> Iterator[pikepdf.Pdf]:
    """The PDF, to be changed. Raises Unusable, for what happens inside too."""
    if len(content) > MOST_BYTES:
        raise _too_large()
    with guarded(), pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise _too_large()
        yield pdf


def _too_large() -> TooLarge:
    return TooLarge(pages=str(MOST_PAGES), megabytes=str(MOST_BYTES // 1_000_000))


@lru_cache(maxsize=8)
def survey(content: bytes) -> Survey:
    """Looks into the PDF. Raises Unusable where nothing can be written over it."""
    with opened(content) as pdf:
        for page in pdf.pages:
            _check_content(page)
        sides = tuple(_side(page) for page in pdf.pages)
        widgets = tuple(_widgets(pdf, sides))
        form = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
        if not sides:
            raise Unusable
        if "/XFA" in form and (_needs_rendering(pdf) or not widgets or _waits(pdf)):
            raise DynamicXfa
        signed = "/Perms" in pdf.Root or any(
            widget_kind(annotation) == "signature" and inherited(annotation, "/V") is not None
            for page in pdf.pages
            for annotation in widget_annotations(page)
        )
        return Survey(sides, widgets, signed, pdf.is_encrypted and not pdf.allow.modify_form)


def _needs_rendering(pdf: pikepdf.Pdf) -> bool:
    return bool(pdf.Root.get("/NeedsRendering", False))


def _waits(pdf: pikepdf.Pdf) -> bool:
    return len(pdf.pages) == 1 and any(_WAITING in stream.read_bytes() for stream in _streams(pdf.pages[0]))


def _streams(page: pikepdf.Page) -> list[Any]:
    contents = page.obj.get("/Contents")
    found = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return [each for each in found if isinstance(each, pikepdf.Stream)]


def _check_content(page: pikepdf.Page) -> None:
    """Unpacks no more than a page's content may be, to find out whether it is more."""
    left = MOST_CONTENT
    for stream in _streams(page):
        if stream.get("/Filter") == pikepdf.Name.FlateDecode:
            try:
                left -= len(zlib.decompressobj().decompress(stream.read_raw_bytes(), left + 1))
            except zlib.error:
                continue  # pikepdf mends what can be mended
        if left < 0:
            raise _too_large()


def inherited(node: Any, key: str, default: Any = None) -> Any:
    """An entry of a page or field, or of what stands above it."""
    for _ in range(_DEEPEST):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            break
        node = node.Parent
    return default


# --- pages --------------------------------------------------------------------------------------------


def _side(page: pikepdf.Page) -> Side:
    left, low, right, high = _seen(page)
    unit = float(page.obj.get("/UserUnit", 1))
    wide, tall = right - left, high - low
    turned = int(inherited(page.obj, "/Rotate", 0)) % 360
    if turned % 90 or min(wide, tall, unit) <= 0:
        raise Unusable
    one = 1 / unit
    matrix: Matrix = {
        0: (one, 0, 0, one, left, low),
        90: (0, one, -one, 0, right, low),
        180: (-one, 0, 0, -one, right, high),
        270: (0, -one, one, 0, left, high),
    }[turned]
    seen = (wide, tall) if turned in (0, 180) else (tall, wide)
    return Side((seen[0] * unit / POINTS, seen[1] * unit / POINTS), matrix, turned)


def _seen(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """The crop box inside the media box: left, lower, right and upper edge."""
    media = edges_of(inherited(page.obj, "/MediaBox"))
    crop = edges_of(inherited(page.obj, "/CropBox", inherited(page.obj, "/MediaBox")))
    cut = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return cut if cut[0] < cut[2] and cut[1] < cut[3] else media


def edges_of(box: Any) -> tuple[float, float, float, float]:
    """Left, lower, right and upper edge of a rectangle whose corners may stand in any order."""
    x1, y1, x2, y2 = (float(number) for number in box)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def seen_rect(side: Side, edges: tuple[float, float, float, float]) -> Rect:
    """Where a rectangle in the page's units lies on the page as it is seen."""
    a, b, c, d, e, f = side.matrix
    area = a * d - b * c
    corners = [((d * (x - e) - c * (y - f)) / area, (a * (y - f) - b * (x - e)) / area) for x, y in _pairs(edges)]
    left, right = sorted(x / POINTS for x, _ in corners)
    low, high = sorted(y / POINTS for _, y in corners)
    return Rect(left, side.size[1] - high, right - left, high - low)


def _pairs(edges: tuple[float, float, float, float]) -> tuple[tuple[float, float], tuple[float, float]]:
    return (edges[0], edges[1]), (edges[2], edges[3])


# --- fields -------------------------------------------------------------------------------------------


def widget_annotations(page: pikepdf.Page) -> list[Any]:
    """The places of fields on a page."""
    found = page.obj.get("/Annots", ())
    return [each for each in found if isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") == "/Widget"]


def full_name(node: Any) -> str:
    """A field's name with those above it, parted by full stops (ISO 32000-1, 12.7.3.2)."""
    names: list[str] = []
    for _ in range(_DEEPEST):
        if "/T" in node:
            names.insert(0, str(node.T))
        if "/Parent" not in node:
            break
        node = node.Parent
    return ".".join(names)


def printable(text: str) -> str:
    """A name from the PDF without anything that steers a terminal."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)


def widget_kind(annotation: Any) -> str:
    """As in `Widget.kind`."""
    kind = _KINDS.get(str(inherited(annotation, "/FT", "")), "")
    return "push" if kind == "button" and _flags(annotation) & _PUSH else kind


def _flags(annotation: Any) -> int:
    return int(inherited(annotation, "/Ff", 0))


def _widgets(pdf: pikepdf.Pdf, sides: tuple[Side, ...]) -> Iterator[Widget]:
    form = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
    count = 0
    for index, (page, side) in enumerate(zip(pdf.pages, sides, strict=True)):
        for annotation in widget_annotations(page):
            count += 1
            if count > MOST_WIDGETS:
                raise _too_large()
            kind, flags = widget_kind(annotation), _flags(annotation)
            most = int(inherited(annotation, "/MaxLen", 0)) if kind == "text" else 0
            yield Widget(
                full_name(annotation),
                kind,
                index,
                seen_rect(side, edges_of(annotation.Rect)),
                _states(annotation) if kind == "button" else (),
                most if flags & _COMB and not flags & _MULTILINE else 0,
                kind == "text" and bool(flags & _MULTILINE),
                _ALIGNED.get(int(inherited(annotation, "/Q", form.get("/Q", 0))), Align.LEFT),
                _type_size(str(inherited(annotation, "/DA", form.get("/DA", "")))),
            )


def _states(annotation: Any) -> tuple[str, ...]:
    looks = annotation.get("/AP", pikepdf.Dictionary()).get("/N")
    if not isinstance(looks, pikepdf.Dictionary):
        return ()
    return tuple(sorted(name[1:] for name in looks.keys() if name != "/Off"))  # noqa: SIM118


def _type_size(appearance: str) -> float:
    found = re.search(r"(\d+(?:\.\d+)?|\.\d+)\s+Tf", appearance)
    return float(found[1]) if found else 0.0
