"""`review-sheet` there and back on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from talentdesk import cli


def test_a_sheet_goes_out_and_comes_back_unchanged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sheet.xlsx"
    assert cli.main(["review-sheet", "k-visa", "--out", str(file), "--language", "en"]) == 0
    assert cli.main(["review-sheet", "--import", str(file), "--language", "en"]) == 0
    assert "0 translations corrected." in capsys.readouterr().err


def test_a_cell_that_cannot_be_taken_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sheet.xlsx"
    cli.main(["review-sheet", "residence-permit", "--out", str(file), "--language", "en"])
    book = load_workbook(file)
    row = next(row for row in book["review"].iter_rows() if row[0].value == "rule rp-30-days message")
    row[2].value = "另一个"
    book.save(file)
    assert cli.main(["review-sheet", "--import", str(file), "--language", "en"]) == 1
    assert f"C{row[0].row}: the edition is published" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["k-visa"], ["--out", "f.xlsx"], ["k-visa", "--out", "f.xlsx", "--import", "g.xlsx"]]
)
def test_it_is_either_written_or_brought_back(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["review-sheet", *arguments, "--language", "en"]) == 2
    assert "a sheet is either written or brought back" in capsys.readouterr().err
