"""The scale in the margin is 50 mm long in the PDF, on every page, and stands clear of all else."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pikepdf
import pytest

from talentdesk.core.interview import Interview
from talentdesk.paper.page import Frame, LaidPaper, Run, Stroke
from talentdesk.paper.ruler import LENGTH, ruler
from talentdesk.service.papers import lay_out_paper, write

Ask = Callable[..., Interview]
PAPERS = [
    "foreigner-visa-permit",
    "application-sheet",
    "checklist",
    "missing-items",
    "deadline-card",
    "retype-sheet",
    "correction-slip",
]
LONG = {"contact.address_china": "深圳市南山区前海桂湾五路" * 20}


@pytest.fixture(params=PAPERS)
def paper(request: pytest.FixtureRequest, ask: Ask) -> LaidPaper:
    return lay_out_paper(ask(LONG), request.param, ("zh-Hans", "en"))


def level_lines(page: pikepdf.Page) -> Iterator[float]:
    """Lengths in millimetres of the level lines above everything else: what a ruler on the sheet would show."""
    top = float(page.mediabox[3]) - 9 * 72 / 25.4
    start, inside = (0.0, 0.0), 0
    for operands, operator in pikepdf.parse_content_stream(page):
        # Only what is drawn by itself, a square code, may have a scale of its own.
        inside += {"q": 1, "Q": -1}.get(str(operator), 0)
        assert str(operator) != "cm" or inside
        if str(operator) == "m":
            assert not inside
            start = (float(operands[0]), float(operands[1]))
        elif str(operator) == "l":
            x, y = (float(each) for each in operands)
            if y == start[1] and y > top:
                yield (x - start[0]) * 25.4 / 72


def test_it_is_fifty_millimetres_long_on_every_page(paper: LaidPaper) -> None:
    with pikepdf.open(io.BytesIO(write(paper))) as pdf:
        assert len(pdf.pages) == len(paper.pages)
        for page in pdf.pages:
            assert page.obj.get("/UserUnit", 1) == 1
            assert list(level_lines(page)) == [pytest.approx(50.0, abs=0.001)]


def test_nothing_comes_near_it(paper: LaidPaper) -> None:
    for page in paper.pages:
        scale = set(ruler(18.0, 11.0)) | set(ruler(15.0, 11.0)) | set(ruler(15.0, 12.0))
        for item in page.items():
            if item in scale:
                continue
            if isinstance(item, Run):
                assert item.y - item.size * 0.36 > 9
            elif isinstance(item, Stroke):
                assert min(y for _, y in item.points) > 9
            elif isinstance(item, Frame):
                assert item.rect.y > 9


def test_it_ticks_every_centimetre_and_says_its_length() -> None:
    items = list(ruler(15, 12))
    ticks = [item.points[0][0] for item in items if isinstance(item, Stroke) and item.points[0][0] == item.points[1][0]]
    assert ticks == [15 + 10 * step for step in range(6)]
    assert ticks[-1] - ticks[0] == LENGTH
    assert [item.text for item in items if isinstance(item, Run)] == ["50 mm"]


def test_a_narrow_margin_has_none() -> None:
    assert list(ruler(15, 8)) == []
