"""A course of life with months missing: seen on the timeline, told in place by keys, printed as the form's table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import arranged
import printed
import pytest
from display import until
from keycount import CountingDisplay
from walker import Walker

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

WHO = {
    "person.surname": "FERREIRA DA COSTA",
    "person.given_names": "HELENA MARIA",
    "person.nationality": "PRT",
    "person.birth_date": "1990-06-18",
    "person.sex": "F",
    "passport.number": "CB482137",
    "passport.expiry_date": "2029-02-28",
    "request.ground": "spouse",
}
ROWS = (
    ("2008-06", "2014-06", "LISBOA", "UNIVERSIDADE DE LISBOA"),
    ("2014-11", "2018--", "LISBOA", "CÂMARA MUNICIPAL DE LISBOA"),
    ("2019-01", "2026-12", "深圳", "前海海纳数据科技有限公司"),
)
"""Four months are told by nobody, and of the second row's end only the year is known."""
TOLD = ("LISBOA", "PROCURA DE EMPREGO")
MOST_TO_FILL_THE_GAP = 8
"""The timeline, the gap, what to do about it, from field to field, and done."""


@pytest.fixture
def display(tmp_path: Path, tool: Callable[[str], str]) -> Iterator[CountingDisplay]:
    screen = CountingDisplay(tmp_path / "screen", tool)
    yield screen
    screen.close()


def cv(walker: Walker) -> list[tuple[str, ...]]:
    """The table as it stands on the disk."""
    typed = walker.draft().typed
    count = len({name.partition("]")[0] for name in typed if name.startswith("cv[")})
    return [
        tuple(typed.get(f"cv[{row}].{key}", "") for key in ("from", "to", "place", "employer")) for row in range(count)
    ]


def test_a_gap_in_a_course_of_life_is_found_filled_in_place_and_printed(
    walker: Walker, display: CountingDisplay, tool: Callable[[str], str]
) -> None:
    rows = {
        f"cv[{number}].{key}": text
        for number, row in enumerate(ROWS)
        for key, text in zip(("from", "to", "place", "employer"), row, strict=True)
    }
    arranged.case(walker, "permanent-residence", {**WHO, **rows})
    walker.start(language="zh-Hans")
    walker.step("Return")
    walker.look("case")
    with display.counting() as filling:
        walker.step("ctrl+g")
        walker.look("timeline")
        walker.step("F7")
        walker.look("at-the-gap")
        walker.step("Return")
        walker.look("what-to-do")
        walker.step("Return")
        walker.look("row")
        until(lambda: len(cv(walker)) == len(ROWS) + 1, "the row is there")
        for place, text in enumerate(TOLD, 2):  # the months stand there already
            display.type(text)
            until(lambda at=place, text=text: cv(walker)[1][at] == text, f"{text} is saved")
            walker.step("Return")
        walker.look("row-filled")
        walker.step("Tab", "Return")
    walker.look("closed")
    assert filling.keys <= MOST_TO_FILL_THE_GAP
    assert cv(walker)[1] == ("2014-07", "2014-10", *TOLD)
    assert [row[:2] for row in cv(walker)] == [ROWS[0][:2], ("2014-07", "2014-10"), ROWS[1][:2], ROWS[2][:2]]
    walker.step("F7")
    walker.look("next-problem")
    walker.step("F9")
    walker.look("review")
    pdf = walker.save_pdf(walker.place.parent / "form.pdf")
    for text in printed.texts(pdf, tool("pdftotext")):
        lines = text.splitlines()
        assert any("2014" in line and "PROCURA DE EMPREGO" in line for line in lines), text
    walker.close()
    assert walker.log() == ""
