"""The machine-readable zone of a passport, from a picture of its page. Pages are made up and drawn here.

What needs the recogniser (extra `ocr`) is skipped where that is not installed; what happens then is tested everywhere.
"""

from __future__ import annotations

import base64
import io
import json
import random
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from talentdesk.core.zonerepair import ALPHABET
from talentdesk.intake import child, examining, recogniser
from talentdesk.intake.examining import examine_zone
from talentdesk.intake.found import IntakeTrouble, Trouble
from talentdesk.intake.recogniser import STRIP_HEIGHT, STRIP_WIDTH, collapsed
from talentdesk.intake.zones import zone_from

TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")

FONTS = (
    "/usr/share/fonts/opentype/ocr-b/OCRB.otf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
    "/usr/share/fonts/truetype/noto/NotoSansMono-Regular.ttf",
    "C:/Windows/Fonts/consola.ttf",
    "/System/Library/Fonts/Menlo.ttc",
)
FONT = next((name for name in FONTS if Path(name).exists()), "")
"""OCR-B where there is one, else another of even width with sober letters."""

needs_recogniser = pytest.mark.skipif(not recogniser.is_there(), reason='needs the extra: pip install ".[ocr]"')
needs_font = pytest.mark.skipif(not FONT, reason="no font here has letters of even width")


def page(lines: Sequence[str], *, dots: int = 300, angle: float = 0.0, noise: int = 0, seed: int = 1) -> Image.Image:
    """A data page as big as a passport's: a portrait, a pattern under the print, some fields, and the zone."""
    chance = random.Random(seed)
    inch = dots / 25.4
    width, height = round(125 * inch), round(88 * inch)
    drawn = Image.new("L", (width, height), 236)
    pen = ImageDraw.Draw(drawn)
    for top in range(0, height, 9):
        pen.line([(x, top + chance.randint(-4, 4)) for x in range(0, width, 12)], fill=216)
    pen.rectangle((width * 0.05, height * 0.1, width * 0.3, height * 0.6), fill=150)
    small = ImageFont.truetype(FONT, round(2.6 * inch))
    for row, text in enumerate(("PASSPORT / PASSEPORT", "Surname", "ERIKSSON", "Given names", "ANNA MARIA"), 1):
        pen.text((width * 0.36, height * 0.09 * row), text, font=small, fill=40)
    font = ImageFont.truetype(FONT, round(4.1 * inch))
    pitch, top = 2.54 * inch, height * (0.76 if len(lines) == 2 else 0.68)
    for line in lines:
        left = (width - len(line) * pitch) / 2
        for at, char in enumerate(line):
            pen.text((left + (at + 0.5) * pitch, top), char, font=font, fill=28, anchor="ma")
        top += 6.35 * inch
    turned = drawn.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=250)
    if noise:
        turned = Image.blend(turned, Image.effect_noise(turned.size, noise), 0.12)
    return turned.filter(ImageFilter.GaussianBlur(0.6))


def put(picture: Image.Image, file: Path, **options: object) -> Path:
    picture.save(file, **options)
    return file


# --- without the recogniser -----------------------------------------------------------------------------------------


def test_without_the_extra_it_is_said_so_and_no_process_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recogniser, "is_there", lambda: False)
    monkeypatch.setattr(examining, "_run", lambda *_: pytest.fail("started"))
    with pytest.raises(IntakeTrouble) as slip:
        examine_zone(put(Image.new("L", (50, 50)), tmp_path / "a.png"))
    assert slip.value.trouble is Trouble.NO_RECOGNISER


def test_what_is_told_to_be_installed_is_the_extra() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    assert tuple(project["project"]["optional-dependencies"]["ocr"]) == recogniser.PACKAGES


@pytest.mark.skipif(sys.platform == "win32", reason="sets no limits")
def test_the_recogniser_gets_the_memory_that_it_needs_and_others_do_not() -> None:
    assert child.MEMORY < child.MEMORY_OF_RECOGNISER
    assert examining.limits()["memory"] == child.MEMORY


def steps(text: str, **also: float) -> list[list[float]]:
    """As a recogniser tells of a line: column 0 is between characters (`_`), then the alphabet, o, a Han character."""
    columns = ["_", *ALPHABET, "o", "字"]
    return [[0.9 if each == char else also.get(each, 0.0) for each in columns] for char in text]


COLUMNS = {char: (at, *([len(ALPHABET) + 1] if char == "O" else [])) for at, char in enumerate(ALPHABET, 1)}


def read(told: list[list[float]]) -> str:
    return "".join(max(glyph, key=glyph.__getitem__) for glyph in collapsed(told, COLUMNS))


@pytest.mark.parametrize(
    ("told", "text"),
    [("_PP_<<_<_U_", "P<<U"), ("AA__A", "AA"), ("_", ""), ("", ""), ("_o_O_o_", "OOO"), ("oO", "O")],
)
def test_steps_become_places_and_small_letters_capitals(told: str, text: str) -> None:
    assert read(steps(told)) == text


def test_what_else_the_picture_looks_like_is_kept() -> None:
    (glyph,) = collapsed(steps("0_", O=0.05, D=0.01), COLUMNS)
    assert (glyph["0"], glyph["O"], glyph["D"]) == (0.9, 0.05, 0.01)


def test_a_line_in_another_script_has_no_places() -> None:
    assert collapsed(steps("字_A_字_B_"), COLUMNS) == ()
    assert len(collapsed(steps("A_B_C_D_E_F_字_"), COLUMNS)) == 7


GREY = base64.b64encode(bytes(2 * STRIP_HEIGHT * STRIP_WIDTH)).decode()
HONEST = {"lines": list(TD3), "repaired": ["number"], "rows": 2 * STRIP_HEIGHT, "grey": GREY}


def test_an_honest_answer_is_taken() -> None:
    zone = zone_from(HONEST)
    assert (zone.text, zone.repaired) == ("\n".join(TD3), ("number",))
    assert len(zone.grey) == 2 * STRIP_HEIGHT * STRIP_WIDTH


@pytest.mark.parametrize(
    "lie",
    [
        {"lines": None}, {"lines": ["P" * 45, TD3[1]]}, {"lines": ["字" * 44, TD3[1]]}, {"lines": [*TD3, *TD3]},
        {"lines": [1, 2]}, {"repaired": ["rm -rf"]}, {"repaired": "number"}, {"repaired": [[]]}, {"grey": "!"},
        {"grey": GREY[:-400]}, {"grey": None}, {"grey": "é"},
    ],
    ids=str,
)  # fmt: skip
def test_a_process_in_a_strangers_hands_gets_nothing_past(
    lie: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recogniser, "is_there", lambda: True)
    monkeypatch.setattr(examining, "_run", lambda *_: json.dumps(HONEST | lie).encode())
    with pytest.raises(IntakeTrouble) as slip:
        examine_zone(put(Image.new("L", (50, 50)), tmp_path / "a.png"))
    assert slip.value.trouble is Trouble.DAMAGED


# --- with it --------------------------------------------------------------------------------------------------------


@needs_recogniser
@needs_font
@pytest.mark.slow
@pytest.mark.parametrize("lines", [TD3, TD1, TD2], ids=["TD3", "TD1", "TD2"])
def test_a_scanned_page_is_read(lines: tuple[str, ...], tmp_path: Path) -> None:
    zone = examine_zone(put(page(lines, angle=1.5, noise=40), tmp_path / "page.jpg", quality=75))
    assert zone.lines == lines
    assert len(zone.grey) == len(lines) * STRIP_HEIGHT * STRIP_WIDTH
    assert min(zone.grey) < 90 < 200 < max(zone.grey)


@needs_recogniser
@needs_font
@pytest.mark.slow
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_otherwise_is_read(turn: int, tmp_path: Path) -> None:
    turned = page(TD3, dots=200, angle=-2, noise=40).rotate(turn, expand=True)
    assert examine_zone(put(turned, tmp_path / "page.webp", quality=80)).lines == TD3


@needs_recogniser
@needs_font
@pytest.mark.slow
def test_a_scanned_sheet_with_the_passport_on_it_is_read_as_a_pdf(tmp_path: Path) -> None:
    sheet = Image.new("L", (2480, 3508), 250)
    sheet.paste(page(TD3, angle=2, noise=40), (400, 600))
    assert examine_zone(put(sheet, tmp_path / "sheet.pdf", resolution=300)).lines == TD3


@needs_recogniser
@needs_font
@pytest.mark.slow
def test_the_largest_picture_stays_within_its_memory(tmp_path: Path) -> None:
    largest = page(TD3, dots=300).resize((7900, 7900))
    assert examine_zone(put(largest, tmp_path / "largest.jpg")).lines == TD3


@needs_recogniser
@needs_font
@pytest.mark.slow
def test_a_page_without_a_zone_has_none(tmp_path: Path) -> None:
    assert examine_zone(put(page(()), tmp_path / "page.png")).lines == ()
    assert examine_zone(put(Image.new("L", (900, 900), 255), tmp_path / "blank.png")).lines == ()


@needs_recogniser
@pytest.mark.slow
def test_what_is_no_picture_is_told_as_ever(tmp_path: Path) -> None:
    stream = io.BytesIO()
    Image.new("L", (500, 500)).save(stream, "PNG")
    for raw, trouble in ((b"no picture", Trouble.UNKNOWN), (stream.getvalue()[:90], Trouble.DAMAGED)):
        (tmp_path / "file").write_bytes(raw)
        with pytest.raises(IntakeTrouble) as slip:
            examine_zone(tmp_path / "file")
        assert slip.value.trouble is trouble
