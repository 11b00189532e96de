"""A name with a character beyond the BMP: entered by keys alone, printed as it is on every paper."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import arranged
import printed
import pypdfium2
import pytest
from keycount import CountingDisplay
from PIL import Image, ImageChops, ImageDraw, ImageFont
from walker import Walker

from talentdesk import paths
from talentdesk.service.sample import samples

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

PROCEDURE = "residence-permit"
RARE = "𡃁"
ALIKE = ("嚫", "嚷", "□")
"""Another character of nearly the same parts, one of as many strokes, and what is printed where there is none."""
KNOWN_BY = {"code point": "210c1", "Cangjie": "rqbu"}
PAPERS_NOT_ASKED_FOR = 3
"""What is still missing, the last days, the re-typing sheet."""
MOST_FOR_A_CHARACTER = 2
"""F10 and Enter, beside the signs of its code."""


@pytest.fixture
def display(tmp_path: Path, tool: Callable[[str], str]) -> Iterator[CountingDisplay]:
    screen = CountingDisplay(tmp_path / "screen", tool)
    yield screen
    screen.close()


def drawn(pdf: bytes, character: str, pdftotext: str) -> list[Image.Image]:
    """Each place where the character stands alone, as an eye sees it: Poppler says where, PDFium draws."""
    command = [pdftotext, "-bbox", "-enc", "UTF-8", "-", "-"]
    told = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    document, found = pypdfium2.PdfDocument(pdf), []
    try:
        for number, page in enumerate(told.split("<page ")[1:]):
            for word in re.finditer(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<', page):
                if word[5] == character:
                    picture = document[number].render(scale=8, grayscale=True).to_pil()
                    found.append(picture.crop(tuple(round(8 * float(word[side])) for side in range(1, 5))))
    finally:
        document.close()
    return found


def glyph(character: str) -> Image.Image:
    """As the face of Hong Kong has it."""
    page = Image.new("L", (400, 400), 255)
    face = ImageFont.truetype(str(paths.room("ui") / "fonts" / "NotoSansHK-Regular.ttf"), 200)
    ImageDraw.Draw(page).text((100, 100), character, font=face)
    return page


def likeness(one: Image.Image, other: Image.Image) -> float:
    """1 where both are the same ink in the same places, whatever their size; about 0 for a box or another character."""
    dark = []
    for each in (one, other):
        inked = ImageChops.invert(each)
        cut = inked.crop(inked.point(lambda grey: 255 * (grey > 96)).getbbox()).resize((48, 48))
        values = list(cut.tobytes())
        middle = sum(values) / len(values)
        dark.append([value - middle for value in values])
    first, second = dark
    size = (sum(a * a for a in first) * sum(b * b for b in second)) ** 0.5
    return sum(a * b for a, b in zip(first, second, strict=True)) / size


def test_a_rare_character_is_found_by_its_code_and_printed_as_it_is(
    walker: Walker, display: CountingDisplay, tool: Callable[[str], str]
) -> None:
    answers = dict(samples(PROCEDURE)[0].answers.typed)
    arranged.case(walker, PROCEDURE, {**answers, "person.name_zh": ""}, place="person.name_zh")
    walker.start(language="zh-Hant-HK")
    walker.step("Return")
    walker.stands_at("person.name_zh")
    walker.look("at-the-name")
    for place, code in enumerate(KNOWN_BY.values()):
        with display.counting() as finding:
            walker.step("F10")
            display.type(code)
            walker.settled()
            walker.look(f"found-{place}")
            walker.step("Return")
        walker.has_saved("person.name_zh", RARE * (place + 1))
        assert finding.keys <= MOST_FOR_A_CHARACTER
        walker.stands_at("person.name_zh")
    walker.step("BackSpace")
    walker.has_saved("person.name_zh", RARE)
    display.type("A")  # the focus is back in the field, behind the character
    walker.has_saved("person.name_zh", f"{RARE}A")
    walker.step("BackSpace")

    # Half a code and one of nothing are told, and write nothing.
    for code in ("zzzzz", "0378"):
        walker.step("F10")
        display.type(code)
        walker.step("Return")
        walker.look(f"nothing-{code}")
        walker.step("Escape")
    walker.has_saved("person.name_zh", RARE)
    walker.look("name")

    walker.step("F9")
    walker.look("review")
    walker.save_pdf(walker.place.parent / "asked-for.pdf")
    walker.settled()
    walker.step("Tab")
    for _ in range(PAPERS_NOT_ASKED_FOR):
        walker.step("Tab", "space")
    walker.look("every-paper-ticked")
    pdf = walker.save_pdf(walker.place.parent / "papers.pdf")
    for text in printed.texts(pdf, tool("pdftotext")):
        assert text.count(RARE) >= 2, "on the form and on the re-typing sheet"
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) > 4
    finally:
        document.close()
    places = drawn(pdf, RARE, tool("pdftotext"))
    assert len(places) >= 2
    for place in places:
        assert likeness(place, glyph(RARE)) > 0.8
        assert max(likeness(place, glyph(other)) for other in ALIKE) < 0.8, "the measure tells them apart"
    walker.close()
    assert walker.log() == ""
