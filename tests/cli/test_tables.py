"""The blank table, and the papers of each row of a filled one."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import Workbook, load_workbook

from talentdesk import cli
from talentdesk.service.columns import columns_of
from talentdesk.service.papers import usual_papers
from talentdesk.service.rooms import catalogue
from talentdesk.service.sample import samples

PROCEDURE = "residence-permit"
SAMPLE = samples(PROCEDURE)[0]
DAY = SAMPLE.as_of.isoformat()
TYPED = dict(SAMPLE.answers.typed)
FORM, CHECKLIST = usual_papers(catalogue().in_force(PROCEDURE, SAMPLE.as_of), catalogue())


def ids() -> list[str]:
    return [column.id for column in columns_of(catalogue().in_force(PROCEDURE, SAMPLE.as_of))]


def row(**changed: str) -> list[str]:
    """The sample person's cells; what is declined is written in the form's word for it."""
    questions = {each.id: each for each in catalogue().in_force(PROCEDURE, SAMPLE.as_of).questions}
    declined = {id: questions[id].none.zh for id in SAMPLE.answers.declined if questions[id].none}  # type: ignore[union-attr]
    cells = {**TYPED, **declined, **{id.replace("__", "."): text for id, text in changed.items()}}
    return [cells.get(id, "") for id in ids()]


def book(folder: Path, *rows: list[Any]) -> str:
    written = Workbook()
    sheet = written.worksheets[0]
    for each in (ids(), *rows):
        sheet.append([cell if cell != "" else None for cell in each])
    written.save(folder / "table.xlsx")
    return str(folder / "table.xlsx")


def batch(table: str, out: Path, *more: str) -> int:
    return cli.main(["batch", PROCEDURE, table, "--out", str(out), "--as-of", DAY, "--language", "en", *more])


def report(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def single(folder: Path, paper: str = FORM) -> bytes:
    answers = folder / "answers.json"
    answers.write_text(json.dumps({**TYPED, "declined": sorted(SAMPLE.answers.declined)}), "utf-8")
    told = ["--answers", str(answers), "--as-of", DAY, "--out", str(folder / "single.pdf"), "--paper", paper]
    assert cli.main(["render", PROCEDURE, *told]) == 0
    return (folder / "single.pdf").read_bytes()


def test_the_template_has_a_column_a_question_and_drop_downs_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "blank.xlsx"
    assert cli.main(["template", PROCEDURE, "--as-of", DAY, "--out", str(file)]) == 0
    read = load_workbook(file)
    sheet = read.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ids()
    assert sheet.row_dimensions[1].hidden
    assert sheet.freeze_panes == "A3"
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "passport.number")
    assert sheet.column_dimensions[column].number_format == "@"
    born = next(cell.column_letter for cell in sheet[1] if cell.value == "person.birth_date")
    assert sheet.column_dimensions[born].number_format == "yyyy-mm-dd"
    assert read["Lists"].sheet_state == "hidden"
    words = {cell.value for line in read["Lists"].iter_rows() for cell in line}
    assert "是 / Yes" in words
    assert len(sheet.data_validations.dataValidation) > 3


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_a_row_gives_the_bytes_of_a_single_paper(tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str) -> None:
    whole = single(tmp_path)
    assert batch(book(tmp_path, row(), row()), tmp_path / "out", "--paper", FORM, "--jobs", jobs, "--json") == 0
    assert [each["file"] for each in report(capsys)["rows"]] == ["row-0002.pdf", "row-0003.pdf"]
    assert sorted(os.listdir(tmp_path / "out")) == ["row-0002.pdf", "row-0003.pdf"]
    for name in ("row-0002.pdf", "row-0003.pdf"):
        assert (tmp_path / "out" / name).read_bytes() == whole


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def test_the_file_of_a_row_has_all_that_the_person_takes_along(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, checklist = pages(single(tmp_path)), pages(single(tmp_path, CHECKLIST))
    assert batch(book(tmp_path, row()), tmp_path / "out", "--json") == 0
    told = report(capsys)["rows"][0]
    made = pages((tmp_path / "out" / "row-0002.pdf").read_bytes())
    assert made == [*form, *checklist]
    assert told["pages"] == len(made)
    assert batch(book(tmp_path, row()), tmp_path / "other", "--paper", f"{CHECKLIST}, {FORM}", "--json") == 0
    assert pages((tmp_path / "other" / "row-0002.pdf").read_bytes()) == [*checklist, *form]


@pytest.mark.parametrize(
    ("named", "said"), [(" , ", "no paper is named"), ("no-such-paper", "no-such-paper"), (f"{FORM},nix", "nix")]
)
def test_a_paper_that_is_none_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], named: str, said: str
) -> None:
    assert batch(book(tmp_path, row()), tmp_path / "out", "--paper", named) != 0
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_filled_template_with_words_and_dates_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole, file = single(tmp_path), tmp_path / "filled.xlsx"
    assert cli.main(["template", PROCEDURE, "--as-of", DAY, "--out", str(file)]) == 0
    filled = load_workbook(file)
    words = {"person.birth_date": date.fromisoformat(TYPED["person.birth_date"])}
    for at, (id, text) in enumerate(zip(ids(), row(), strict=True), 1):
        filled.worksheets[0].cell(3, at, words.get(id, text or None))
    act = ids().index("request.act") + 1
    labels = {"first": "首次签发 / First issue", "extension": "延期 / Extension", "replacement": "换发或补发"}
    filled.worksheets[0].cell(3, act, labels[TYPED["request.act"]])
    filled.save(file)
    assert batch(str(file), tmp_path / "out", "--paper", FORM, "--json") == 0
    assert report(capsys)["rows"][0]["row"] == 3
    assert (tmp_path / "out" / "row-0003.pdf").read_bytes() == whole


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_of_every_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str, separator: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([ids(), row(person__name_zh="陈大文")])
    (tmp_path / "table.csv").write_bytes(text.getvalue().encode(encoding))
    assert batch(str(tmp_path / "table.csv"), tmp_path / "out", "--json") == 0
    assert report(capsys)["rows"][0]["status"] == "written"


def test_bad_rows_are_named_by_cell_and_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ids().index("person.birth_date")
    table = book(tmp_path, row(person__birth_date="2026-02-31"), row(person__birth_date="=TODAY()"), row())
    assert batch(table, tmp_path / "out", "--json") == 1
    wrong, formula, good = report(capsys)["rows"]
    letter = load_workbook(table).worksheets[0].cell(1, at + 1).column_letter
    assert f"{letter}2" in [each["cell"] for each in wrong["troubles"] if each["severity"] == "error"]
    told = {each["cell"]: each["message"] for each in formula["troubles"] if each["severity"] == "error"}
    assert told[f"{letter}3"] == "there is a formula in the cell; type the value"
    assert (wrong["file"], formula["file"], good["file"]) == ("", "", "row-0004.pdf")
    assert os.listdir(tmp_path / "out") == ["row-0004.pdf"]


def test_a_number_that_may_have_lost_its_zeros_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cells: list[Any] = row()
    cells[ids().index("passport.number")] = 12345
    batch(book(tmp_path, cells), tmp_path / "out", "--json")
    messages = [each["message"] for each in report(capsys)["rows"][0]["troubles"]]
    assert any("zeros" in message for message in messages)


def test_a_wrong_heading_is_told_with_the_likely_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "table.csv").write_text("person.surnam,passport.number\nA,E12345678\n", "utf-8")
    batch(str(tmp_path / "table.csv"), tmp_path / "out", "--json")
    assert "did you mean person.surname?" in capsys.readouterr().err


def test_a_paper_that_is_there_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "row-0002.pdf").write_bytes(b"mine")
    assert batch(book(tmp_path, row()), tmp_path / "out") == 3
    assert "row-0002.pdf is there already" in capsys.readouterr().err
    assert (tmp_path / "out" / "row-0002.pdf").read_bytes() == b"mine"


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    return packed.getvalue()


def with_entity(folder: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(book(folder, row())) as parts, zipfile.ZipFile(packed, "w") as changed:
        for name in parts.namelist():
            part = parts.read(name)
            if name.endswith("sheet1.xml"):
                part = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + part
            changed.writestr(name, part)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("bomb", "far too large once unpacked"),
        ("entity", "no spreadsheet program writes"),
        ("zip", "damaged, or no spreadsheet"),
        ("old", "old or locked Office file"),
        ("long", "more than 5000 rows"),
        ("empty", "none of the headings"),
    ],
)
def test_hostile_tables_are_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, said: str
) -> None:
    raw = {
        "bomb": bomb,
        "entity": lambda: with_entity(tmp_path),
        "zip": lambda: b"PK\x03\x04 cut off",
        "old": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 100,
        "long": lambda: b"passport.number\n" + b"E1\n" * 5_001,
        "empty": lambda: b"",
    }[kind]()
    (tmp_path / "hostile").write_bytes(raw)
    assert batch(str(tmp_path / "hostile"), tmp_path / "out") == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_merged_cell_keeps_its_row_from_being_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = book(tmp_path, row(), row())
    changed = load_workbook(table)
    changed.worksheets[0].merge_cells("C2:D2")
    changed.save(table)
    assert batch(table, tmp_path / "out", "--json") == 1
    merged, good = report(capsys)["rows"]
    assert {"C2", "D2"} <= {each["cell"] for each in merged["troubles"] if "merged" in each["message"]}
    assert (merged["file"], good["file"]) == ("", "row-0003.pdf")


def begin(tmp_path: Path, total: int, jobs: str) -> subprocess.Popen[str]:
    """A long batch in a process of its own, once its first paper is there."""
    out = tmp_path / "out"
    script = tmp_path / "program.py"
    # As in a terminal: what was begun in the background of a script is deaf to an interrupt.
    script.write_text(
        "import signal, sys\nfrom talentdesk.cli import main\nif __name__ == '__main__':\n"
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n    sys.exit(main(sys.argv[1:]))\n"
    )
    told = ["batch", PROCEDURE, book(tmp_path, *[row()] * total), "--out", str(out), "--as-of", DAY, "--jobs", jobs]
    running = subprocess.Popen(
        [sys.executable, str(script), *told, "--language", "en"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while running.poll() is None and not list(out.glob("row-*.pdf")):
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(0.05)
    return running


def whole(out: Path) -> list[str]:
    """What is in the folder: only papers, and each of them complete."""
    left = os.listdir(out)
    assert all(name.startswith("row-") for name in left)
    assert all((out / name).read_bytes().endswith(b"%%EOF\n") for name in left)
    return left


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups to interrupt")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_leaves_whole_files_only(tmp_path: Path, jobs: str) -> None:
    with begin(tmp_path, 800, jobs) as running:
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Stopped. Every paper in the folder is whole" in said
    assert 0 < len(whole(tmp_path / "out")) < 800


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="processes are found as Linux shows them")
def test_a_printing_process_that_is_ended_from_outside_is_told(tmp_path: Path) -> None:
    with begin(tmp_path, 800, "2") as running:
        for child in Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text("ascii").split():
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(int(child), signal.SIGKILL)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 3
    assert "a process that printed was ended from outside" in said
    assert f"; {len(whole(tmp_path / 'out'))} papers are finished and whole" in said
