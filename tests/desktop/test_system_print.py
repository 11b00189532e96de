"""Where there is no CUPS the pages are painted on the system's printer: lines and letters, unscaled, in their place."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtPrintSupport import QPrinter

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.interview import Interview
from talentdesk.desktop import systemprint
from talentdesk.desktop.systemprint import SystemPrint, paint_papers
from talentdesk.desktop.tasks import Letters
from talentdesk.paper.overlay import Shift
from talentdesk.paper.page import LaidPaper
from talentdesk.paths import room
from talentdesk.service.papers import lay_out_paper
from talentdesk.service.printers import Choice, NotTaken, Reason, Stage, Ticket
from talentdesk.service.printing import Job

DAY = date(2026, 11, 22)
PAIR = ("zh-Hans", "en")


@pytest.fixture(scope="module")
def papers() -> tuple[LaidPaper, ...]:
    catalogue = Catalogue([room("forms")])
    typed = {"person.surname": "FERREIRA DA COSTA", "passport.number": "CB482137"}
    case = Interview(catalogue.in_force("residence-permit", DAY), catalogue, as_of=DAY, typed=typed)
    return tuple(lay_out_paper(case, paper, PAIR) for paper in ("foreigner-visa-permit", "checklist"))


def painted(file: Path, papers: tuple[LaidPaper, ...], shift: Shift | None, *, two_sided: bool) -> bytes:
    """What a printer that writes PDF makes of it."""
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(file))
    assert paint_papers(device, [(paper, shift) for paper in papers], device.resolution(), two_sided=two_sided)
    return file.read_bytes()


def left_of(content: bytes, text: str) -> float:
    """How far a text stands from the left edge of the first page, in millimetres."""
    document = pypdfium2.PdfDocument(content)
    try:
        page = document[0].get_textpage()
        found = page.search(text).get_next()
        assert found is not None
        return float(page.get_charbox(found[0])[0]) * 25.4 / 72
    finally:
        document.close()


def test_pages_are_vector_and_stand_where_the_pdf_has_them(
    fonts: None, tmp_path: Path, papers: tuple[LaidPaper, ...]
) -> None:
    content = painted(tmp_path / "out.pdf", papers, None, two_sided=False)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == sum(len(paper.pages) for paper in papers)
        assert not any(page.get_images() for page in pdf.pages)
        width, height = (float(each) for each in pdf.pages[0].mediabox[2:])
        assert (round(width), round(height)) == (595, 842)
    from talentdesk.service.papers import write

    ours = write(papers[0])
    assert left_of(content, "CB482137") == pytest.approx(left_of(ours, "CB482137"), abs=0.3)


def test_what_was_measured_moves_the_page(fonts: None, tmp_path: Path, papers: tuple[LaidPaper, ...]) -> None:
    straight = painted(tmp_path / "a.pdf", papers[:1], None, two_sided=False)
    moved = painted(tmp_path / "b.pdf", papers[:1], Shift(5.0, 0.0, 1.0), two_sided=False)
    assert left_of(moved, "CB482137") - left_of(straight, "CB482137") == pytest.approx(5.0, abs=0.1)


def test_no_paper_begins_on_the_back_of_another(fonts: None, tmp_path: Path, papers: tuple[LaidPaper, ...]) -> None:
    assert len(papers[0].pages) % 2
    content = painted(tmp_path / "out.pdf", papers, None, two_sided=True)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == sum(len(paper.pages) for paper in papers) + 1


def test_a_printer_that_is_not_there_is_told(qapp: object, papers: tuple[LaidPaper, ...]) -> None:
    job, system = Job(b"", laid=((papers[0], None),)), SystemPrint(Letters())
    with pytest.raises(NotTaken) as caught:
        system.hand_over(job, "TD-0000", Choice("Nowhere-At-All"))
    assert caught.value.reason is Reason.VANISHED
    assert system.standing(Ticket("HP")).stage is Stage.DONE


def test_a_window_without_time_prints_nothing_later(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systemprint, "LONGEST_WAIT_S", 0.01)
    letters, painted = Letters(), []
    with pytest.raises(NotTaken) as caught:
        SystemPrint(letters)._on_the_windows_thread(lambda: bool(painted.append(1)) or True)
    assert caught.value.reason is Reason.SLOW
    QCoreApplication.sendPostedEvents(letters)
    assert not painted
