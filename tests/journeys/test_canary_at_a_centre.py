"""A made-up person at a centre, through all a centre has: nothing outside the encrypted store says who it was."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from guises import found_in, left_behind
from printsystem import PrintRoom, print_room
from session import CANARY, ROOT, Session

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
WORDS = tuple(CANARY.values())
DAY = Path(__file__).with_name("centre_day.py")


@pytest.fixture(scope="module")
def printer() -> Iterator[PrintRoom]:
    with print_room(history=False) as room:
        yield room


def a_day(session: Session, printer: PrintRoom | None) -> Path:
    """Where that is which the office passes on."""
    left = session.machine / "left"
    left.mkdir()
    environment = session.environment() | {"PYTHONDONTWRITEBYTECODE": "1"}
    if printer is not None:
        environment["CUPS_SERVER"] = str(printer.room / "sock")
    done = subprocess.run(
        [sys.executable, str(DAY), str(session.place), str(session.papers), str(left), str(session.flat)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    session.told += [done.stderr, done.stdout]
    return left


def read(paper: Path) -> bytes:
    """What stands on a PDF, and in what it says of itself."""
    with pikepdf.open(paper) as pdf:
        said = [f"{key} {value}" for key, value in pdf.docinfo.items()]
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream) and each.get("/Type") == "/Metadata":
                said.append(each.read_bytes().decode("utf-8", "replace"))
    document = pypdfium2.PdfDocument(paper)
    try:
        said += [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return "\n".join(said).encode()


def test_a_whole_day_leaves_nobodys_name_outside_the_store(tmp_path: Path, printer: PrintRoom) -> None:
    session = Session(tmp_path / "desk")
    left = a_day(session, printer)
    log = (left / "everything.log").read_text("utf-8")
    assert "the day is over" in log
    assert "refused: " in log
    assert {file.name for file in left.iterdir()} >= {"figures.csv", "figures.pdf", "days.ics", "acts.txt", "case.age"}
    assert list((session.machine / "home").rglob("anchors/*.txt"))
    assert list(session.place.glob("snapshots/*.db"))
    assert (session.place / "tries.json").exists()
    assert dict(left_behind(session.machine, WORDS)) == {}
    assert {file.name: told for file in left.glob("*.pdf") if (told := found_in(read(file), WORDS))} == {}
    assert found_in(read(session.papers / "form.pdf"), WORDS), "a paper is read rightly"
    assert found_in("\n".join(session.told).encode(), WORDS) == set()


def test_the_printer_learns_no_name_but_on_the_paper(tmp_path: Path, printer: PrintRoom) -> None:
    before = len(printer.jobs())
    a_day(Session(tmp_path / "desk"), printer)
    jobs = printer.jobs()[before:]
    assert jobs
    assert all(job.title.startswith("TD-") and len(job.content) > 1000 for job in jobs)
    printer.wait(lambda: not printer.spooled())
    kept = {
        name: told for folder in ("spool", "cache", "state") for name, told in left_behind(printer.room / folder, WORDS)
    }
    assert kept == {}
    logs = [printer.room / name for name in ("access", "error", "page")]
    assert [file.name for file in logs if file.exists() and found_in(file.read_bytes(), WORDS)] == []
    titles = "".join(f"{job.title} {job.options}" for job in jobs)
    assert found_in(titles.encode(), WORDS) == set()
