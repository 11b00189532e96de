"""Names in Arabic, Devanagari and Thai, and letters with loose marks: shaped, in their order, copied as typed."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pypdfium2
import pytest
import uharfbuzz
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from talentdesk.paper import fonts
from talentdesk.paper.document import write_pdf
from talentdesk.paper.lines import fit, set_lines
from talentdesk.paper.page import LaidPage, LaidPaper, Rect, Run, Stroke
from talentdesk.paper.shaping import shape

ARABIC = ["محمد عبدالله الحسيني", "لا إله", "عَلِيّ بن سعيد", "پرویز گوهری"]
MARKED = ["مُحَمَّد", "إِبْرَاهِيم", "عبداللّٰه", "ئابدۇرېھىم ئۆتكۈر"]
JOINER = "می\u200cروم"
FROM_THE_LEFT = ["क्षत्रिय श्री किरण", "ज्ञान र्कि", "กรุงเทพมหานคร", "น้ำ ที่ ผู้", "Q\u0303ua\u0323\u0304n"]
MIXED = ["Ali علي 12", "علي-حسن", "محمد 深圳 Ltd", "علي (دبي) 5", "شارع 12/3، دبي"]
"""The last has a number between words from the right: some versions of MuPDF copy it with the comma elsewhere."""
LABEL = "Family name 姓 Given names 名 Place of birth 出生地"


def runs(text: str, width: float = 170.0, size: float = 12.0) -> list[Run]:
    """How a text is set."""
    room = Rect(15, 20, width, 40)
    return [item for item in set_lines(fit(text, room, size, size), room) if isinstance(item, Run)]


def paper(texts: list[str]) -> bytes:
    """A page with a text a line, and as many labels as on a form."""
    items = []
    for number, text in enumerate([*texts, *[LABEL] * 12]):
        room = Rect(15, 15 + 9 * number, 180, 9)
        items += set_lines(fit(text, room, 12, 6), room, part=f"line {number}")
    return write_pdf(LaidPaper("names", ("en",), (LaidPage((210, 297), tuple(items)),)))


def seen(text: str) -> list[str]:
    """The runs from left to right, blanks at their ends left out."""
    return [run.text.strip() for run in sorted(runs(text), key=lambda run: run.x) if run.text.strip()]


def read_by_pdfium(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def read_by_poppler(pdf: bytes) -> str:
    """Without the marks of direction that it puts around what runs from the right."""
    told = _asked("pdftotext", ["-enc", "UTF-8", "FILE", "-"], pdf)
    return re.sub("[\u202a-\u202c]", "", told)


def read_by_mupdf(pdf: bytes) -> str:
    return _asked("mutool", ["draw", "-q", "-F", "txt", "FILE"], pdf)


def _asked(program: str, arguments: list[str], pdf: bytes) -> str:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed here; PDFium reads the same file")
    with TemporaryDirectory() as room:
        file = Path(room) / "names.pdf"
        file.write_bytes(pdf)
        command = [program, *(str(file) if each == "FILE" else each for each in arguments)]
        return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")


READERS = [read_by_pdfium, read_by_poppler, read_by_mupdf]


@pytest.mark.parametrize("read", READERS)
def test_a_name_in_one_script_copies_as_typed(read: Callable[[bytes], str]) -> None:
    told = read(paper([*ARABIC, *FROM_THE_LEFT]))
    assert [name for name in (*ARABIC, *FROM_THE_LEFT) if name not in told] == []


@pytest.mark.parametrize("read", READERS)
def test_a_name_with_all_its_vowels_copies_as_typed(read: Callable[[bytes], str]) -> None:
    told = unicodedata.normalize("NFC", read(paper(MARKED)))  # PDFium changes the order of two marks on one letter
    assert [name for name in MARKED if unicodedata.normalize("NFC", name) not in told] == []


@pytest.mark.parametrize("read", [read_by_poppler, read_by_mupdf])
def test_a_joiner_copies_too_but_for_pdfium(read: Callable[[bytes], str]) -> None:
    assert JOINER in read(paper([JOINER]))
    assert JOINER.replace("\u200c", " ") in read_by_pdfium(paper([JOINER]))


def test_where_scripts_meet_mupdf_copies_as_typed() -> None:
    told = " ".join(read_by_mupdf(paper(MIXED)).split())
    assert [name for name in MIXED[:-1] if name not in told] == []


@pytest.mark.parametrize("read", [read_by_pdfium, read_by_poppler])
def test_where_scripts_meet_the_others_copy_each_word_but_in_the_order_it_is_seen(read: Callable[[bytes], str]) -> None:
    told = read(paper(MIXED))
    assert "Ali 12 علي" in told
    assert [word for word in ("محمد", "深圳 Ltd", "شارع", "12/3", "دبي", "علي") if word not in told] == []


def test_what_runs_from_the_right_stands_on_its_right_side() -> None:
    assert seen("Ali علي 12") == ["Ali", "12", "علي"]
    assert seen("علي (Ali) خان") == [") خان", "Ali", "علي ("]
    assert seen("深圳 علي 路") == ["深圳", "علي", "路"]


def test_runs_come_in_the_order_they_are_read_side_by_side() -> None:
    told = runs("Ali علي 12 حسن 深圳")
    assert "".join(run.text for run in told) == "Ali علي 12 حسن 深圳"
    ordered = sorted(told, key=lambda run: run.x)
    for before, after in pairwise(ordered):
        assert before.x + before.width == pytest.approx(after.x, abs=1e-6)


def test_a_word_is_as_wide_as_harfbuzz_says_it_is() -> None:
    for text, face in (("محمد", "Arabic"), ("क्षत्रिय", "Devanagari"), ("ผู้", "Thai")):
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        blob = uharfbuzz.Blob.from_file_path(fonts.face(f"NotoSans{face}-Regular").path)
        uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(blob)), buffer)
        wide = sum(place.x_advance for place in buffer.glyph_positions) / 1000
        assert sum(piece.advance for piece in fonts.pieces(text)) == pytest.approx(wide)
    apart = sum(fonts.measure(letter, 12) for letter in "محمد")
    assert fonts.measure("محمد", 12) != pytest.approx(apart, rel=0.02), "joined letters are as wide as lone ones"


def test_a_long_name_breaks_between_words_and_its_last_line_is_read_last() -> None:
    text = "محمد عبدالله الحسيني بن سعيد الحضرمي"
    room = Rect(10, 10, fonts.measure("محمد عبدالله الحسيني", 12), 30)
    fitted = fit(text, room, 12, 12)
    assert [["".join(piece.text for piece in line)] for line in fitted.lines] == [
        ["محمد عبدالله الحسيني"],
        ["بن سعيد الحضرمي"],
    ]


def test_a_thai_word_that_must_be_broken_keeps_a_vowel_with_its_consonant() -> None:
    assert [piece.text for piece in fonts.pieces("เกะแมะโปะไทย")] == ["เกะ", "แมะ", "โปะ", "ไท", "ย"]


def test_marks_without_a_composed_letter_stand_above_each_other() -> None:
    (cluster,) = shape(fonts.face("NotoSans-Regular"), "x\u0302\u0304", "ltr")
    assert len({up for _, _, up in cluster.parts[1:]}) == 2
    assert [run.direction for run in runs("Q\u0303e\u0301")] == ["ltr", ""]


def test_a_letter_no_font_has_leaves_a_blank_in_its_place() -> None:
    room = Rect(15, 20, 100, 10)
    items = set_lines(fit("علي ש حسن", room, 12, 12), room)
    (blank,) = (item for item in items if isinstance(item, Stroke))
    right, left = (item for item in items if isinstance(item, Run) and item.text.strip())
    assert left.x < blank.points[0][0] < right.x


def _programs(pdf: pikepdf.Pdf) -> Iterator[tuple[str, TTFont]]:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") == "/CIDFontType2":
            program = each.FontDescriptor.FontFile2.read_bytes()
            yield str(each.BaseFont), TTFont(io.BytesIO(program))


def test_a_letter_and_its_marks_are_put_together_from_the_fonts_own_outlines() -> None:
    face = fonts.face("NotoSansThai-Regular")
    (cluster,) = shape(face, "ที่", "ltr")
    assert len(cluster.parts) == 3
    original = TTFont(face.path)
    wanted = DecomposingRecordingPen(original.getGlyphSet())
    for glyph, right, up in cluster.parts:
        wanted.addComponent(original.getGlyphName(glyph), (1, 0, 0, 1, right, up))
    with pikepdf.open(io.BytesIO(paper(["ที่"]))) as pdf:
        font = next(font for name, font in _programs(pdf) if name.endswith("Thai-Regular"))
    drawn = DecomposingRecordingPen(font.getGlyphSet())
    drawn.addComponent("glyph00001", (1, 0, 0, 1, 0, 0))
    assert wanted.value
    assert drawn.value == wanted.value
    assert font["hmtx"]["glyph00001"][0] == cluster.advance
    assert font["maxp"].maxComponentElements >= 3


def test_each_script_is_told_to_who_listens() -> None:
    with pikepdf.open(io.BytesIO(paper(["محمد", "किरण", "ผู้"]))) as pdf:
        marks = [o[1] for o, operator in pikepdf.parse_content_stream(pdf.pages[0]) if str(operator) == "BDC"]
    assert {str(mark["/Lang"]) for mark in marks if "/Lang" in mark} >= {"ar", "hi", "th"}


def test_the_same_names_give_the_same_bytes_in_another_process() -> None:
    texts = [*ARABIC, *FROM_THE_LEFT, *MIXED]
    script = "import sys; sys.path.insert(0, sys.argv[1]); import test_paper_shaping as t; t.tell_digest()"
    command = [sys.executable, "-c", script, str(Path(__file__).parent)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "7"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    assert done.stdout.strip() == hashlib.sha256(paper(texts)).hexdigest()


def tell_digest() -> None:
    print(hashlib.sha256(paper([*ARABIC, *FROM_THE_LEFT, *MIXED])).hexdigest())


def test_what_needs_no_shaping_loads_no_harfbuzz() -> None:
    script = (
        "import sys; from talentdesk.paper.fonts import measure, missing;"
        "assert measure('FERREIRA 方雅娜 Łódź 㗎', 10) and not missing('JOSÉ');"
        "print(sorted({'uharfbuzz', 'talentdesk.paper.itemising'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


@given(st.text(alphabet="aé中 5٣عليלּשकिष्ทีำ\u0301\u0303\u200d\u200f()（）-،\n\u064e", max_size=16))
@settings(max_examples=60, deadline=None)
def test_no_character_is_lost_whatever_scripts_meet(text: str) -> None:
    assert "".join(piece.text for piece in fonts.pieces(text)) == text
    assert write_pdf(LaidPaper("x", ("en",), (LaidPage((210, 297), tuple(runs(text or "x", 60))),)))
