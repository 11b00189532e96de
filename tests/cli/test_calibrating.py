"""`render` over an official PDF, `fields` and `calibrate`: from an empty settings file to answers that stand right."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import official_pdfs
import pikepdf
import pytest
from official_pdfs import ANSWERS, EDITION, PAPER, room_with

from talentdesk import cli, paths, settings
from talentdesk.service import rooms

DAY = ["--as-of", "2026-11-22"]
TALK = ["--language", "en"]


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    shipped, own = paths.room, room_with(tmp_path, official_pdfs.acroform().done())
    monkeypatch.setattr(paths, "room", lambda name: own if name == "forms" else shipped(name))
    rooms.catalogue.cache_clear()
    yield own
    rooms.catalogue.cache_clear()


@pytest.fixture
def render(room: Path, tmp_path: Path) -> list[str]:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(ANSWERS), encoding="utf-8")
    out = str(tmp_path / "out.pdf")
    return ["render", "garden-permit", "--paper", PAPER, "--answers", str(answers), "--out", out, *DAY, *TALK]


def test_the_paper_is_listed_and_rendered(
    render: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["list", "--json", *DAY]) == 0
    assert PAPER in json.loads(capsys.readouterr().out)[0]["papers"]
    assert cli.main(render) == 0
    with pikepdf.open(io.BytesIO((tmp_path / "out.pdf").read_bytes())) as pdf:
        assert len(pdf.pages) == 2
        assert "/AcroForm" not in pdf.Root
    told = capsys.readouterr().err
    assert "accepted" not in told
    assert "2 pages" in told


def test_a_changed_pdf_and_a_last_day_are_told_and_the_paper_is_written(
    render: list[str], room: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = room / "papers" / PAPER / f"{EDITION}.toml"
    file.write_text(file.read_text("utf-8").replace("procedures", "until = 2026-11-30\nprocedures"), "utf-8")
    (room / "papers" / PAPER / "official.pdf").write_bytes(official_pdfs.hybrid_xfa())
    assert cli.main(render) == 0
    told = capsys.readouterr().err
    assert "the official PDF has changed since its boxes were placed; look whether every answer" in told
    assert "accepted until 2026-11-30; hand it in by then" in told
    assert (tmp_path / "out.pdf").is_file()


def test_a_batch_over_an_official_pdf_tells_its_last_day_once(
    render: list[str], room: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = room / "papers" / PAPER / f"{EDITION}.toml"
    file.write_text(file.read_text("utf-8").replace("procedures", "until = 2026-11-21\nprocedures"), "utf-8")
    table = tmp_path / "people.csv"
    table.write_text("person.surname,person.birth_date\nFERREIRA,1994-06-08\nCOSTA,1990-01-02\n", encoding="utf-8")
    folder = tmp_path / "papers"
    argv = ["batch", "garden-permit", str(table), "--paper", PAPER, "--out", str(folder), "--jobs", "1", *DAY, *TALK]
    assert cli.main(argv) == 0
    assert capsys.readouterr().err.count("was accepted until 2026-11-21") == 1
    assert len(list(folder.iterdir())) == 2


def test_a_form_for_adobes_reader_only_is_a_mishap(
    render: list[str], room: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (room / "papers" / PAPER / "official.pdf").write_bytes(official_pdfs.dynamic_xfa())
    assert cli.main(render) == 3
    assert "open it in Adobe Reader and print it to a PDF" in capsys.readouterr().err
    assert not (tmp_path / "out.pdf").exists()


def test_an_offset_that_was_measured_is_kept_and_used(
    render: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printer = ["--printer", "HP", "--tray", "Tray 2"]
    assert cli.main([*render, *printer]) == 1
    assert "talentdesk calibrate" in capsys.readouterr().err
    measured = ["calibrate", *printer, "--paper", PAPER, "--offset", "-1.5,0.8", "--scale", "1.002", *DAY, *TALK]
    assert cli.main(measured) == 0
    assert f"HP · Tray 2 · {PAPER} · {EDITION}: -1.5 mm, +0.8 mm, × 1.002" in capsys.readouterr().out
    (kept,) = settings.load().calibration
    assert (kept.x, kept.y, kept.scale, kept.edition) == (-1.5, 0.8, 1.002, EDITION)
    assert cli.main(["calibrate", "--json", *DAY]) == 0
    assert json.loads(capsys.readouterr().out)[0]["tray"] == "Tray 2"
    out = tmp_path / "out.pdf"
    assert cli.main(render) == 0
    plain = out.read_bytes()
    assert cli.main([*render, *printer]) == 0
    moved = out.read_bytes()
    assert moved != plain
    measured[measured.index("--scale") + 1] = "1"
    assert cli.main(measured) == 0
    assert cli.main([*render, *printer]) == 0
    by_printer = out.read_bytes()
    assert cli.main([*render, "--offset", "-1.5,0.8"]) == 0
    assert out.read_bytes() == by_printer != moved


def test_for_preprinted_paper_plain_sheets_are_asked_for(
    render: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*render, "--preprinted"]) == 0
    assert "Put plain paper in for page 2 and those after it." in capsys.readouterr().err
    assert cli.main([*render, "--preprinted", "--no-code"]) == 0
    assert "plain paper" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (["--offset", "1"], 2, "as in 1.5,-0.8"),
        (["--offset", "1,2,3"], 2, "no offset"),
        (["--offset", "1,nan"], 2, "no offset"),
        (["--offset", "80,0"], 2, "at most 50"),
        (["--offset", "1,1", "--printer", "HP"], 2, "said twice"),
        (["--tray", "2"], 2, "--printer"),
        (["--archive"], 3, "archive's copy"),
        (["--fillable"], 3, "no fields of ours"),
    ],
)
def test_what_cannot_be_is_refused(
    render: list[str], more: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*render, *more]) == code
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (["--offset", "1,1"], 2, "--printer"),
        (["--offset", "1,1", "--printer", "HP"], 2, "--paper"),
        (["--offset", "1,1", "--printer", "HP", "--paper", "garden-oficial"], 2, f"did you mean {PAPER}"),
        (["--scale", "2"], 2, "0.9 to 1.1"),
        (["--out", "no/such/folder/x.pdf"], 3, "is not there"),
        ([], 0, "Nothing was measured yet"),
    ],
)
def test_calibrate_says_what_it_needs(
    room: Path, argv: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["calibrate", *argv, *DAY, *TALK]) == code
    assert words in capsys.readouterr().err


def test_pages_to_measure_are_written(room: Path, tmp_path: Path) -> None:
    grid, places = tmp_path / "grid.pdf", tmp_path / "places.pdf"
    assert cli.main(["calibrate", "--out", str(grid), *DAY]) == 0
    assert cli.main(["calibrate", "--out", str(places), "--paper", PAPER, *DAY]) == 0
    for file in (grid, places):
        with pikepdf.open(file) as pdf:
            assert [float(edge) for edge in pdf.pages[0].mediabox[2:]] == pytest.approx([595.28, 841.89], abs=0.1)
            assert "Official" not in str(pdf.pages[0].obj.get("/Contents"))


def test_fields_lists_names_states_and_places(room: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(room / "papers" / PAPER / "official.pdf")
    out = tmp_path / "named.pdf"
    assert cli.main(["fields", file, "--out", str(out), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["pages"] == [{"width": 210.0, "height": 297.0}]
    fields = {each["field"]: each for each in found["fields"]}
    assert fields["form.HkId"]["cells"] == 10
    assert fields["form.Tree"]["states"] == ["Yes"]
    assert fields["form.Surname"] | {"states": []} == fields["form.Surname"]
    assert (fields["form.Surname"]["x"], fields["form.Surname"]["y"]) == (21.2, 43.0)
    assert out.is_file()
    assert cli.main(["fields", file, *TALK]) == 0
    assert "form.Fence  button  Ja" in capsys.readouterr().out


def test_fields_of_what_is_none_are_a_mishap(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(b"no PDF")
    assert cli.main(["fields", str(file), *TALK]) == 3
    assert "broken" in capsys.readouterr().err
    assert cli.main(["fields", str(tmp_path / "none.pdf"), *TALK]) == 3
    assert cli.main(["fields", str(tmp_path), *TALK]) == 3


def test_a_field_cannot_steer_the_terminal(room: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = room / "papers" / PAPER / "official.pdf"
    file.write_bytes(official_pdfs.acroform().text("form.Surname2\x1b[2J", (10, 10, 60, 20)).done())
    assert cli.main(["fields", str(file)]) == 0
    description = file.with_name(f"{EDITION}.toml")
    description.write_text(description.read_text("utf-8").replace("form.Surname", "form.Surname2[2J"), "utf-8")
    assert cli.main(["check", str(room), *TALK]) == 1
    told = capsys.readouterr().out
    assert "did you mean form.Surname2\ufffd[2J?" in told
    assert "\x1b" not in told
