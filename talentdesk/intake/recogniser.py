"""What a picture says in print, line by line, as the optional recogniser (extra `ocr`) sees it. Needs no network."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from talentdesk.core.zonerepair import ALPHABET, Glyph

if TYPE_CHECKING:
    from PIL.Image import Image

PACKAGES = ("rapidocr==3.10.0", "onnxruntime==1.26.0")
"""The extra, for whoever has no pyproject.toml at hand. onnxruntime 1.32 would report its use to Microsoft."""
_LONGEST_SIDE = 1800
"""Points. A passport's line is then 30 high at most on a page of A4, and the net that finds lines takes 0.9 GB."""
_SLENDER = 7.0
"""Times wider than high: a line of a card, the shortest there is, is at least ten."""
_MOST_LINES = 60
_MOST_FOREIGN = 0.15
"""Part of a line that may look like characters of no zone."""
_FILLERS = "<«‹〈《＜"
_THREADS = "1"
STRIP_HEIGHT, STRIP_WIDTH = 40, 1200


@dataclass(frozen=True, slots=True)
class Seen:
    """A line: how much each place looks like which character, and what it looks like itself, grey and level."""

    glyphs: tuple[Glyph, ...]
    strip: Image


def is_there() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def readings_of(page: Image) -> Iterator[tuple[Seen, ...]]:
    """The slender lines of a page in the order of reading, and then as they read with the page upside down."""
    import numpy
    from PIL.Image import Resampling

    page = page.convert("L")
    page.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Resampling.LANCZOS)
    engine = _engine()
    whole = numpy.asarray(page.convert("RGB"))
    try:
        crops, _boxes = engine.detect_and_crop(whole, {"preprocess": {"ratio_h": 1.0, "ratio_w": 1.0}})
    except _nothing_found():
        return
    slender = [crop for crop in crops if crop.shape[1] >= _SLENDER * crop.shape[0]][-_MOST_LINES:]
    reader = engine._load_rec_model()
    columns = _columns(reader.postprocess_op.character)
    yield _read(slender, reader, columns)
    yield _read([crop[::-1, ::-1] for crop in reversed(slender)], reader, columns)


def _read(crops: Sequence[Any], reader: Any, columns: Mapping[str, tuple[int, ...]]) -> tuple[Seen, ...]:
    import numpy
    from PIL import Image as pictures

    found = []
    for crop in crops:
        height, width = crop.shape[:2]
        ratio = max(width / height, reader.rec_image_shape[2] / reader.rec_image_shape[1])
        batch = reader.resize_norm_img(crop, ratio)[numpy.newaxis, :].astype(numpy.float32)
        glyphs = collapsed(reader.session(batch)[0].tolist(), columns)
        if glyphs:
            found.append(Seen(glyphs, pictures.fromarray(numpy.ascontiguousarray(crop)).convert("L")))
    return tuple(found)


def _engine() -> Any:
    """On one thread: the process is limited in memory, and each thread would take some of its own."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = _THREADS
    import onnxruntime
    from rapidocr import RapidOCR

    onnxruntime.disable_telemetry_events()
    onnxruntime.set_default_logger_severity(4)
    threads = "EngineConfig.onnxruntime"
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            f"{threads}.intra_op_num_threads": int(_THREADS),
            f"{threads}.inter_op_num_threads": int(_THREADS),
        }
    )


def _nothing_found() -> type[Exception]:
    from rapidocr.main import RapidOCRError

    refusal: type[Exception] = RapidOCRError
    return refusal


# --- from the recogniser's columns to places ------------------------------------------------------------------------


def _columns(characters: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
    """Where the recogniser tells of each character of a zone; in small letters too, which no zone has."""
    places: dict[str, tuple[int, ...]] = {}
    at = {char: place for place, char in enumerate(characters)}
    for char in ALPHABET:
        forms = _FILLERS if char == "<" else char + char.lower()
        places[char] = tuple(at[form] for form in forms if form in at)
    return places


def collapsed(steps: Sequence[Sequence[float]], columns: Mapping[str, tuple[int, ...]]) -> tuple[Glyph, ...]:
    """The places of a line, from what was seen at each step across it; column 0 is nothing between two characters.

    No places where much looks like characters of no zone.
    """
    known = {place for places in columns.values() for place in places}
    glyphs: list[dict[str, float]] = []
    before, foreign = "", 0
    for step in steps:
        top = max(range(len(step)), key=step.__getitem__)
        if top == 0:
            before = ""
            continue
        foreign += top not in known
        glyph = {char: max((step[place] for place in places), default=0.0) for char, places in columns.items()}
        char = max(glyph, key=glyph.__getitem__)
        if char == before:
            last = glyphs[-1]
            glyphs[-1] = {each: max(much, last[each]) for each, much in glyph.items()}
        else:
            glyphs.append(glyph)
        before = char
    return tuple(glyphs) if foreign <= _MOST_FOREIGN * len(glyphs) else ()


# --- the picture of the lines, for the eye ---------------------------------------------------------------------------


def stacked(strips: Sequence[Image]) -> dict[str, object]:
    """The lines one below the other as bare grey points: whoever shows them has nothing to decode."""
    from PIL import Image as pictures

    tall = pictures.new("L", (STRIP_WIDTH, STRIP_HEIGHT * len(strips)), 255)
    for row, strip in enumerate(strips):
        tall.paste(strip.resize((STRIP_WIDTH, STRIP_HEIGHT)), (0, row * STRIP_HEIGHT))
    return {"rows": tall.height, "grey": base64.b64encode(tall.tobytes()).decode("ascii")}
