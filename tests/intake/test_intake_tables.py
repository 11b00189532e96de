"""Tables from strangers are read by a process with little, which can say nothing but cells and a few words."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from talentdesk.intake import examining, table
from talentdesk.intake.examining import read_table
from talentdesk.intake.table import Cell, Line, Refusal, TableUnreadable, as_json, lines_from


def book(*rows: list[Any], sheet: str = "Applicants") -> bytes:
    written, stream = Workbook(), io.BytesIO()
    written.worksheets[0].title = sheet
    for row in rows:
        written.worksheets[0].append(row)
    written.save(stream)
    return stream.getvalue()


def put(folder: Path, raw: bytes) -> Path:
    file = folder / "table"
    file.write_bytes(raw)
    return file


def refused(file: Path) -> tuple[Refusal, int]:
    with pytest.raises(TableUnreadable) as told:
        read_table(file)
    return told.value.refusal, told.value.line


def test_cells_come_as_text_with_what_is_odd_about_them(tmp_path: Path) -> None:
    row = ["  0012 ", 12, 1.5, True, date(2026, 2, 3), datetime(2026, 2, 3, 4, 5), "=1+1", None, "陈𠮷"]
    (line,) = read_table(put(tmp_path, book(row)))
    assert line.number == 1
    assert [(cell.text, cell.trouble) for cell in line.cells] == [
        ("0012", ""),
        ("12", "number"),
        ("1.5", "number"),
        ("yes", ""),
        ("2026-02-03", ""),
        ("2026-02-03", ""),
        ("", "formula"),
        ("", ""),
        ("陈𠮷", ""),
    ]


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    lines = read_table(put(tmp_path, b"a,b\n\n,\nc,d\n"))
    assert [(line.number, line.cells[0].text) for line in lines] == [(1, "a"), (4, "c")]


@pytest.mark.parametrize(
    ("raw", "refusal", "line"),
    [
        (b"E1\n" * 1_000_000, Refusal.TOO_MANY_ROWS, 5_001),
        (b'a,b\n"c,d\n', Refusal.QUOTES, 2),
        (b"x;" * 2_000, Refusal.TOO_MANY_COLUMNS, 1),
        (b"a,b\n\x00\x01\xff", Refusal.NO_TEXT, 1),
        (b"PK\x03\x04", Refusal.DAMAGED, 1),
        (bytes.fromhex("d0cf11e0a1b11ae1"), Refusal.OLD_OFFICE, 1),
    ],
    ids=["rows", "quotes", "columns", "bytes", "zip", "office"],
)
def test_what_cannot_be_read_says_why_and_where(tmp_path: Path, raw: bytes, refusal: Refusal, line: int) -> None:
    assert refused(put(tmp_path, raw)) == (refusal, line)


def test_a_file_that_is_too_large_is_not_even_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "_run", None)
    assert refused(put(tmp_path, b"x" * (table.MOST_BYTES + 1))) == (Refusal.TOO_LARGE, 1)


def test_nobody_waits_for_ever_for_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "_PATIENCE", 0.01)
    assert refused(put(tmp_path, b"a,b\n")) == (Refusal.TOO_MUCH_WORK, 1)


def test_a_process_that_is_brought_down_ends_in_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    if Path("/bin/false").exists():
        assert refused(put(tmp_path, b"a,b\n")) == (Refusal.TOO_MUCH_WORK, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_table_is_read_in_a_process_that_may_write_no_file() -> None:
    code = (
        "import resource, sys; from talentdesk.intake import child\n"
        "child.tabulate = lambda raw, sheet: {'limit': resource.getrlimit(resource.RLIMIT_FSIZE)[0]}\n"
        "child.main(['table', ''])"
    )
    root = str(Path(__file__).resolve().parents[2])
    run = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, cwd=root, check=True)
    assert json.loads(run.stdout) == {"limit": 0}


LINES = (Line(1, (Cell("a"), Cell())), Line(7, (Cell("", "formula"), Cell("1", "number"))))


def test_the_way_between_processes_changes_nothing() -> None:
    assert lines_from(json.loads(json.dumps(as_json(LINES)))) == LINES


@pytest.mark.parametrize(
    "lie",
    [
        None,
        {},
        {"lines": {}},
        {"lines": [[0, []]]},
        {"lines": [["1", []]]},
        {"lines": [[1, [["x", "trusted"]]]]},
        {"lines": [[1, [7]]]},
        {"lines": [[1, [""] * 1_001]]},
        {"lines": [[1, []]] * 5_001},
        {"refusal": "Pay here: example.org", "line": 1},
        {"refusal": "damaged", "line": "1"},
    ],
    ids=str,
)
def test_a_process_that_was_taken_over_can_say_nothing_else(lie: object) -> None:
    with pytest.raises(ValueError, match=r"no |not a valid"):
        lines_from(lie)


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_has_a_sentence(refusal: Refusal) -> None:
    told = str(TableUnreadable(refusal, 3).fault("staff.xlsx"))
    assert told.startswith("staff.xlsx:3: ")
    assert "{" not in told
