"""A name with a character beyond the BMP: entered by keys alone, printed as it is on every paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import arranged
import printed
import pypdfium2
import pytest
from keycount import CountingDisplay
from walker import Walker

from talentdesk.service.sample import samples

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

PROCEDURE = "residence-permit"
RARE = "𡃁"
KNOWN_BY = {"code point": "210c1", "Cangjie": "rqbu"}
MOST_FOR_A_CHARACTER = 2
"""F10 and Enter, beside the signs of its code."""


@pytest.fixture
def display(tmp_path: Path, tool: Callable[[str], str]) -> Iterator[CountingDisplay]:
    screen = CountingDisplay(tmp_path / "screen", tool)
    yield screen
    screen.close()


def ink(pdf: bytes, character: str) -> list[int]:
    """Of each time that the character is printed, how many points of its picture are dark."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    try:
        for page in document:
            words = page.get_textpage()
            searcher = words.search(character)
            grey = page.render(scale=4, grayscale=True).to_numpy()
            height = page.get_height()
            while (place := searcher.get_next()) is not None:
                left, bottom, right, top = words.get_charbox(place[0])
                box = grey[round((height - top) * 4) : round((height - bottom) * 4), round(left * 4) : round(right * 4)]
                found.append(int((box < 128).sum()))
    finally:
        document.close()
    return found


def test_a_rare_character_is_found_by_its_code_and_printed_as_it_is(
    walker: Walker, display: CountingDisplay, tool: Callable[[str], str]
) -> None:
    answers = dict(samples(PROCEDURE)[0].answers.typed)
    arranged.case(walker, PROCEDURE, {**answers, "person.name_zh": ""})
    walker.start(language="zh-Hant-HK")
    walker.step("Return", "F6")
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
    for place in range(8):  # every paper of the case
        walker.step(*(["Tab"] if place else []))
    pdf = walker.save_pdf(walker.place.parent / "papers.pdf")
    for text in printed.texts(pdf, tool("pdftotext")):
        assert RARE in text
        assert "A" + RARE not in text
    pieces = ink(pdf, RARE)
    assert pieces
    solid = min(ink(pdf, "安") or ink(pdf, "深"))
    assert min(pieces) > solid // 3, "an empty box or nothing is no character"
    assert RARE in [line.name_zh for line in walker.cases()] or walker.typed("person.name_zh") == RARE
    walker.close()
    assert walker.log() == ""
