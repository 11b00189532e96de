"""A paper form's file: what lies where, and what its author is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from talentdesk.core.sheet import BoxKind, Overflow
from talentdesk.core.sheetfile import read_sheet
from talentdesk.core.tomlfile import FormError

HEAD = """title = { zh-Hans = "表", en = "Form" }
margins = [10, 10, 10, 10]
[[page]]
top = 40
[[page.section]]
number = "1"
"""
ROW = "[[page.section.row]]\nheight = 10\n"
BOX = "[[page.section.row.box]]\n"


@pytest.fixture
def write(tmp_path: Path):  # type: ignore[no-untyped-def]
    def write(text: str) -> Path:
        file = tmp_path / "forms" / "papers" / "slip" / "2026-01-01.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    return write


def fault_of(path: Path) -> str:
    with pytest.raises(FormError) as slip:
        read_sheet(path)
    return str(slip.value)


def test_boxes_stand_side_by_side_and_the_last_takes_the_rest(write) -> None:  # type: ignore[no-untyped-def]
    sheet = read_sheet(write(HEAD + ROW + BOX + 'question = "a"\nwidth = 50\n' + BOX + 'question = "b"\n' + ROW + BOX))
    a, b, c = sheet.boxes()
    assert (sheet.paper, sheet.edition) == ("slip", "2026-01-01")
    assert (a.x, a.y, a.width, a.height) == (18, 40, 50, 10)
    assert (b.x, b.width) == (68, 132)
    assert (c.y, c.width) == (50, 182)
    assert sheet.questions() == {"a", "b"}


def test_rows_run_around_a_box_that_reaches_down(write) -> None:  # type: ignore[no-untyped-def]
    photo = 'kind = "photo"\nplace = [33, 48]\ntall = 2\n'
    _, photo_box, below, free = read_sheet(
        write(HEAD + ROW + BOX + "width = 132\n" + BOX + photo + ROW + BOX + ROW + BOX)
    ).boxes()
    assert (photo_box.kind, photo_box.height, photo_box.width) == (BoxKind.PHOTO, 20, 50)
    assert below.width == 132
    assert free.width == 182


def test_a_value_names_all_its_questions(write) -> None:  # type: ignore[no-untyped-def]
    sheet = read_sheet(write(HEAD + ROW + BOX + 'id = "n"\nvalue = "{person.surname} {person.given_names}"\n'))
    assert sheet.box("n").questions == ("person.surname", "person.given_names")


def test_cells_refer_overleaf_rather_than_show_half_a_number(write) -> None:  # type: ignore[no-untyped-def]
    (box,) = read_sheet(write(HEAD + ROW + BOX + 'question = "a"\nkind = "cells"\ncells = 9\n')).boxes()
    assert box.overflow is Overflow.REFER


def test_a_heading_is_as_tall_as_written_and_a_size_is_printed_unless_told(write) -> None:  # type: ignore[no-untyped-def]
    table = (
        'question = "a"\nkind = "table"\nheading = 8\ncolumn = [{ id = "b", label = { zh-Hans = "名", en = "N" } }]\n'
    )
    photo = 'kind = "photo"\nplace = [33, 48]\nwidth = 40\n'
    told, untold, tall = read_sheet(
        write(HEAD + ROW + BOX + photo + BOX + photo + "sized = false\n" + BOX + table)
    ).boxes()
    assert (told.sized, untold.sized) == (True, False)
    assert (told.heading, tall.heading) == (6, 8)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (HEAD + ROW + BOX + 'qestion = "a"\n', 10, "question"),
        (HEAD + ROW + BOX + 'kind = "tick"\n', 10, "ticks"),
        (HEAD + ROW + BOX + "width = 500\n", 10, "182"),
        (HEAD + ROW + BOX + "width = 100\n", 7, "82 mm"),
        (HEAD + ROW + BOX + 'kind = "table"\n', 9, "column"),
        (HEAD + ROW + BOX + "tall = 3\n", 10, "at most 1"),
        (HEAD + "[[page.section.row]]\nheight = 300\n" + BOX, 3, "mm too long"),
        (HEAD + ROW + BOX + 'question = "a"\nwidth = 9\n' + BOX + 'question = "a"\n', 1, "id of its own"),
        (HEAD + ROW + BOX + "place = [1]\n", 10, "2 numbers"),
        (HEAD + ROW + BOX + 'label = { zh-Hans = "名" }\n', 10, "en"),
        (HEAD.replace("top = 40", "top = -1") + ROW + BOX, 4, "negative"),
        ('title = { zh-Hans = "表", en = "Form" }\n', 1, "[[page]]"),
        ("title = \n", 1, "TOML"),
    ],
)
def test_a_fault_names_line_cause_and_remedy(write, text: str, line: int, told: str) -> None:  # type: ignore[no-untyped-def]
    fault = fault_of(write(text))
    assert fault.startswith(f"forms/papers/slip/2026-01-01.toml:{line}: ")
    assert told in fault


def test_a_file_that_is_not_there_is_a_fault_too(tmp_path: Path) -> None:
    assert "cannot be read" in fault_of(tmp_path / "none.toml")
