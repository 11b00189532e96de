"""An office that has the official form on paper prints only the answers on it, from its tray, moved as measured."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import official_pdfs
import pikepdf
import pypdfium2
import pytest
from official_pdfs import ANSWERS, EDITION, PAPER, room_with

from talentdesk.core.calibration import Calibration, calibrated, merged
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.interview import Interview
from talentdesk.paper.overlay import Shift
from talentdesk.service.papers import lay_out_paper, write
from talentdesk.service.printing import Job, jobs

DAY = date(2026, 11, 22)
PAIR = ("zh-Hans", "en")
MEASURED = Calibration("HP", "Lower", PAPER, EDITION, 2.0, -1.0)


@pytest.fixture
def case(tmp_path: Path) -> Interview:
    catalogue = Catalogue([room_with(tmp_path, official_pdfs.acroform().done())])
    return Interview(catalogue.in_force("garden-permit", DAY), catalogue, as_of=DAY, typed=ANSWERS)


def text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_without_a_measurement_the_paper_is_one_job(case: Interview) -> None:
    laid = lay_out_paper(case, PAPER, PAIR)
    assert jobs(case, PAPER, PAIR, printer="HP") == (Job(write(laid)),)
    other = Calibration("HP", "Lower", PAPER, "2020-01-01")
    assert len(jobs(case, PAPER, PAIR, printer="HP", measured=[other])) == 1
    assert len(jobs(case, PAPER, PAIR, printer="Canon", measured=[MEASURED])) == 1


def test_on_a_measured_printer_answers_go_to_the_forms_and_the_codes_to_plain_paper(case: Interview) -> None:
    form, behind = jobs(case, PAPER, PAIR, printer="HP", measured=[MEASURED])
    assert (form.tray, behind.tray) == ("Lower", "")
    for job in (form, behind):
        with pikepdf.open(io.BytesIO(job.content)) as pdf:
            assert len(pdf.pages) == 1
    assert "FERREIRA" in text(form.content)
    assert "Official" not in text(form.content)
    assert "Answers for the counter" in text(behind.content)
    alone = lay_out_paper(case, PAPER, PAIR, code=False)
    assert form.content == write(alone, shift=Shift(2.0, -1.0), preprinted=True)


def test_our_own_papers_are_never_moved(case: Interview) -> None:
    (job,) = jobs(case, "application-sheet", PAIR, printer="HP", measured=[MEASURED])
    assert job == Job(write(lay_out_paper(case, "application-sheet", PAIR)))


def test_the_stronger_measurement_holds_and_a_tray_may_be_left_open() -> None:
    upper = Calibration("HP", "Upper", PAPER, EDITION, 9.0)
    stronger = Calibration("HP", "Lower", PAPER, EDITION, 5.0)
    found = merged((MEASURED, upper), (stronger,))
    assert found == (stronger, upper)
    assert calibrated(found, PAPER, EDITION, "HP") is stronger
    assert calibrated(found, PAPER, EDITION, "HP", "Upper") is upper
    assert calibrated(found, PAPER, EDITION, "HP", "Middle") is None
