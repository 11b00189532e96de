"""The PDF: read back by other programs, the same every time, with our fonts only."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from talentdesk.core.interview import Interview
from talentdesk.core.sheet import Sheet
from talentdesk.paper import fonts
from talentdesk.paper.document import write_pdf
from talentdesk.paper.typesetting import lay_out

Ask = Callable[..., Interview]

RARE = ["㗎", "𡃁", "𨋢", "𠮷", "Łukasz", "Đặng", "Ελένη"]
LETTERS = {"person.name_zh": "㗎𡃁𨋢𠮷", "person.birth_place": "Łukasz Đặng Ελένη"}


def read_by_pdfium(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def read_by_poppler(pdf: bytes) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not installed here; PDFium reads the same file in another test")
    done = subprocess.run([program, "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("read", [read_by_pdfium, read_by_poppler])
def test_rare_characters_copy_back(sheet: Sheet, ask: Ask, read: Callable[[bytes], str]) -> None:
    text = read(write_pdf(lay_out(sheet, ask(LETTERS))))
    assert [name for name in RARE if name not in text] == []


@pytest.mark.parametrize("read", [read_by_pdfium, read_by_poppler])
def test_a_decomposed_name_is_drawn_composed_and_copies_as_typed(
    sheet: Sheet, ask: Ask, read: Callable[[bytes], str]
) -> None:
    text = read(write_pdf(lay_out(sheet, ask({"person.surname": "JOSE\u0301", "person.given_names": "JOSÉ"}))))
    assert unicodedata.normalize("NFC", text).count("JOSÉ") == 2


def test_everything_printed_can_be_searched(sheet: Sheet, ask: Ask) -> None:
    text = read_by_pdfium(write_pdf(lay_out(sheet, ask())))
    for words in (
        "外国人签证证件申请表",
        "FERREIRA DA COSTA",
        "前海蓝湾设计（深圳）有限公司",
        "I hereby declare",
    ):
        assert words in text


def codes(pdf: pikepdf.Pdf) -> dict[str, set[int]]:
    """Character codes shown in each font."""
    shown: dict[str, set[int]] = {}
    for page in pdf.pages:
        font = ""
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                font = str(page.Resources.Font[str(operands[0])].BaseFont)
            elif str(operator) == "Tj":
                data = bytes(operands[0])
                shown.setdefault(font, set()).update(
                    int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)
                )
    return shown


def test_a_character_no_font_has_is_never_drawn_as_an_empty_box(sheet: Sheet, ask: Ask) -> None:
    paper = lay_out(sheet, ask({"person.name_zh": "何\U0010fffd\U0003134a娜"}))
    assert {lost.code_point for lost in paper.missing} == {"U+10FFFD", "U+3134A"}
    with pikepdf.open(io.BytesIO(write_pdf(paper))) as pdf:
        shown = codes(pdf)
        assert shown
        assert all(0 not in used for used in shown.values())
        for font in pdf.pages[0].Resources.Font.values():
            assert b"DBFF" not in font.ToUnicode.read_bytes()


def test_only_our_fonts_are_in_the_file(sheet: Sheet, ask: Ask) -> None:
    with pikepdf.open(io.BytesIO(write_pdf(lay_out(sheet, ask(LETTERS))))) as pdf:
        found = [
            object_
            for object_ in pdf.objects
            if isinstance(object_, pikepdf.Dictionary) and object_.get("/Type") == "/Font"
        ]
        names = {str(font.BaseFont) for font in found}
        assert all(re.fullmatch(r"/[A-Z]{6}\+(NotoSans|HanaMin).*", name) for name in names)
        assert all(font.Subtype in ("/Type0", "/CIDFontType2") for font in found)
        assert any("HanaMinB-rare" in name for name in names)


@pytest.mark.slow
def test_embedded_outlines_and_widths_are_those_of_the_source(sheet: Sheet, ask: Ask) -> None:
    with pikepdf.open(io.BytesIO(write_pdf(lay_out(sheet, ask(LETTERS))))) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            descendant = font.DescendantFonts[0]
            program = io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes())
            face = fonts.face(str(font.BaseFont).split("+")[1])
            with TTFont(program, checkChecksums=2) as ours, TTFont(face.path, lazy=True) as source:
                names, widths = source.getBestCmap(), [float(width) for width in descendant.W[1]]
                for code, character in _codes_and_characters(font):
                    name = names[ord(character)]
                    assert _points(ours, ours.getGlyphName(code)) == _points(source, name)
                    assert widths[code - 1] == pytest.approx(source["hmtx"][name][0] * 1000 / face.units, abs=0.01)


def _codes_and_characters(font: pikepdf.Object) -> list[tuple[int, str]]:
    rows = re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", font.ToUnicode.read_bytes().decode(), re.MULTILINE)
    assert rows
    return [(int(code, 16), bytes.fromhex(text).decode("utf-16-be")) for code, text in rows]


def _points(font: TTFont, name: str) -> list[tuple[int, int]]:
    coordinates, _, _ = font["glyf"][name].getCoordinates(font["glyf"])
    return list(coordinates)


def test_the_file_tells_nothing_but_the_forms_name(sheet: Sheet, ask: Ask) -> None:
    pdf_bytes = write_pdf(lay_out(sheet, ask()))
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        assert {str(key): str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": "外国人签证证件申请表 Foreigner Visa Documents Application Form",
            "/Producer": "talentdesk",
        }
        assert str(pdf.Root.Lang) == "zh-Hans-CN"
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
        metadata = pdf.Root.Metadata.read_bytes().decode()
        assert "FERREIRA" not in metadata
        assert "CreateDate" not in metadata


def test_the_sections_are_bookmarks(sheet: Sheet, ask: Ask) -> None:
    document = pypdfium2.PdfDocument(write_pdf(lay_out(sheet, ask())))
    titles = [entry.get_title() for entry in document.get_toc()]
    document.close()
    assert len(titles) == 11
    assert titles[0].startswith("1 申请人")


def test_pages_are_a4(sheet: Sheet, ask: Ask) -> None:
    document = pypdfium2.PdfDocument(write_pdf(lay_out(sheet, ask())))
    assert [tuple(round(side) for side in page.get_size()) for page in document] == [(595, 842)] * 2
    document.close()


_RENDER = """
import hashlib, sys
from datetime import date
from talentdesk import paths
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.interview import Interview
from talentdesk.paper.checklist import lay_out_checklist
from talentdesk.paper.document import write_pdf
from talentdesk.paper.typesetting import lay_out
day = date(2026, 11, 23)
catalogue = Catalogue([paths.room("forms")])
typed = dict(line.split("=", 1) for line in sys.stdin.read().splitlines())
interview = Interview(catalogue.in_force("residence-permit", day), catalogue, as_of=day, typed=typed)
for paper in (lay_out(catalogue.sheet("foreigner-visa-permit", day), interview), lay_out_checklist(interview)):
    print(hashlib.sha256(write_pdf(paper)).hexdigest())
"""


@pytest.mark.slow
def test_the_same_answers_give_the_same_bytes_in_any_process(sheet: Sheet, ask: Ask) -> None:
    interview = ask({**LETTERS, "request.notes": "备注" * 900})
    lines = "\n".join(f"{name}={text}" for name, text in interview.typed.items())
    hashes = [
        subprocess.run(
            [sys.executable, "-c", _RENDER],
            input=lines.encode(),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        ).stdout.split()
        for seed in ("1", "2")
    ]
    assert hashes[0] == hashes[1]
    assert hashes[0][0].decode() == hashlib.sha256(write_pdf(lay_out(sheet, interview))).hexdigest()


def test_writing_twice_in_one_process_gives_the_same_bytes(sheet: Sheet, ask: Ask) -> None:
    assert write_pdf(lay_out(sheet, ask())) == write_pdf(lay_out(sheet, ask()))
