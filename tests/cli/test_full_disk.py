"""Where a file cannot be written: a clear sentence, exit code 3, what was finished stays, nothing half is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from talentdesk import cli
from talentdesk.core.answers import nest
from talentdesk.service.columns import columns_of
from talentdesk.service.rooms import catalogue
from talentdesk.service.sample import samples

PROCEDURE = "residence-permit"
SAMPLE = samples(PROCEDURE)[0]
DAY = ["--as-of", SAMPLE.as_of.isoformat(), "--language", "en"]
ROOT = str(Path(__file__).resolve().parents[2])

SMALL = 400_000
"""Bytes: room for three or four papers."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, small enough to be filled; only root may make one, and only on Linux."""
    place = tmp_path / "disk"
    place.mkdir()
    with mounted(place, f"size={SMALL}"):
        yield place


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Path]:
    """The same for a batch, whose files hold all papers of a person: room for some of them."""
    place = tmp_path / "desk"
    place.mkdir()
    with mounted(place, f"size={3 * SMALL}"):
        yield place


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A file system that cannot be written to."""
    place = tmp_path / "closed"
    place.mkdir()
    with mounted(place, "ro"):
        yield place


@contextmanager
def mounted(place: Path, options: str) -> Iterator[None]:
    try:
        told = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        done = subprocess.run(told, capture_output=True, check=False).returncode == 0
    except OSError:
        done = False
    if not done:
        pytest.skip("a file system can be made by root only, on Linux")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def answers(folder: Path) -> str:
    file = folder / "answers.json"
    given = nest(SAMPLE.answers.typed, SAMPLE.answers.declined)
    file.write_text(json.dumps(given, ensure_ascii=False), "utf-8")
    return str(file)


def table(folder: Path, rows: int) -> str:
    edition = catalogue().in_force(PROCEDURE, SAMPLE.as_of)
    none = {question.id: question.none.zh for question in edition.questions if question.none}
    given = {**SAMPLE.answers.typed, **{id: none[id] for id in SAMPLE.answers.declined if id in none}}
    ids = [column.id for column in columns_of(edition)]
    line = ",".join(f'"{given.get(id, "")}"' for id in ids)
    (folder / "table.csv").write_text("\n".join([",".join(ids), *[line] * rows]), "utf-8")
    return str(folder / "table.csv")


def left(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_a_batch_on_a_disk_that_fills_up(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    out = desk / "papers"
    told = ["batch", PROCEDURE, table(tmp_path, 12), "--out", str(out), *DAY, "--jobs", jobs, "--json"]
    assert cli.main(told) == 3
    said = capsys.readouterr()
    names = left(out)
    assert 0 < len(names) < 12
    assert f"the disk is full; {len(names)} papers are finished and whole; delete something" in said.err
    assert [each["file"] for each in json.loads(said.out)["rows"]] == names
    assert all((out / name).read_bytes().endswith(b"%%EOF\n") for name in names)


def test_a_paper_on_a_disk_that_is_full(disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (disk / "other").write_bytes(b"x" * (SMALL - 40_000))
    told = ["render", PROCEDURE, "--answers", answers(tmp_path), *DAY, "--out", str(disk / "form.pdf")]
    assert cli.main(told) == 3
    assert "the disk is full; delete something, or choose another disk; nothing was written" in capsys.readouterr().err
    assert left(disk) == ["other"]


def test_a_paper_that_was_there_outlives_a_full_disk(disk: Path, tmp_path: Path) -> None:
    (disk / "form.pdf").write_bytes(b"old" * 120_000)
    told = ["render", PROCEDURE, "--answers", answers(tmp_path), *DAY, "--out", str(disk / "form.pdf")]
    assert cli.main(told) == 3
    assert left(disk) == ["form.pdf"]
    assert (disk / "form.pdf").read_bytes() == b"old" * 120_000


@pytest.mark.parametrize("command", ["render", "batch"])
def test_a_disk_that_cannot_be_written_to(
    closed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    given = ["--answers", answers(tmp_path)] if command == "render" else [table(tmp_path, 2)]
    assert cli.main([command, PROCEDURE, *given, *DAY, "--out", str(closed / "new")]) == 3
    assert "is on a disk that cannot be written to; choose another place" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
@pytest.mark.parametrize("command", ["render", "batch"])
def test_a_file_that_may_not_become_as_large(tmp_path: Path, command: str) -> None:
    """As with a full disk, but for everyone: the system stops the writing half-way."""
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))\n"
        "from talentdesk.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    given = ["--answers", answers(tmp_path)] if command == "render" else [table(tmp_path, 2), "--jobs", "1"]
    out = tmp_path / "out"
    told = [command, PROCEDURE, *given, *DAY, "--out", str(out / "form.pdf" if command == "render" else out)]
    out.mkdir()
    run = subprocess.run([sys.executable, "-c", code, *told], capture_output=True, text=True, cwd=ROOT, check=False)
    assert run.returncode == 3, run.stderr
    name = "form.pdf" if command == "render" else "row-0002.pdf"
    assert f"{out / name} would be larger than a file may be there" in run.stderr
    assert left(out) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "theirs").mkdir(mode=0o500)
    told = ["render", PROCEDURE, "--answers", answers(tmp_path), *DAY, "--out", str(tmp_path / "theirs" / "form.pdf")]
    assert cli.main(told) == 3
    assert "form.pdf may not be opened; choose another place, or ask for permission" in capsys.readouterr().err


def test_a_file_where_the_folder_should_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    assert cli.main(["batch", PROCEDURE, table(tmp_path, 1), "--out", str(tmp_path / "out"), *DAY]) == 3
    assert f"{tmp_path / 'out'} is no folder; name a folder for the papers" in capsys.readouterr().err


def test_a_folder_that_is_missing_is_named_with_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "no" / "form.pdf"
    assert cli.main(["render", PROCEDURE, "--answers", answers(tmp_path), *DAY, "--out", str(out)]) == 3
    assert f"{out} is not there; check the name and the folder" in capsys.readouterr().err


def test_a_folder_where_the_file_should_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["render", PROCEDURE, "--answers", answers(tmp_path), *DAY, "--out", str(tmp_path)]) == 3
    assert f"{tmp_path} is a folder; name a file in it" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not replace what is open")
def test_whoever_has_the_old_paper_open_keeps_it(tmp_path: Path) -> None:
    out = tmp_path / "form.pdf"
    out.write_bytes(b"old")
    with out.open("rb") as reader:
        assert cli.main(["render", PROCEDURE, "--answers", answers(tmp_path), *DAY, "--out", str(out)]) == 0
        assert reader.read() == b"old"
    assert out.read_bytes().startswith(b"%PDF")


def test_windows_says_that_the_file_is_open_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(*_: object) -> None:
        refused: Any = PermissionError(13, "Access is denied")
        refused.winerror = 5
        raise refused

    out = tmp_path / "form.pdf"
    out.write_bytes(b"old")
    told = ["render", PROCEDURE, "--answers", answers(tmp_path), *DAY, "--out", str(out)]
    monkeypatch.setattr(os, "replace", keep)
    assert cli.main(told) == 3
    assert "another program has it open or it may not be written to; close it there" in capsys.readouterr().err
    assert left(tmp_path) == ["answers.json", "form.pdf"]
    assert out.read_bytes() == b"old"
