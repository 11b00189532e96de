"""A paper reaches the printer as it is, under a title that names nobody; a file is written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from datetime import date
from pathlib import Path

import official_pdfs
import pytest

from talentdesk.core.calibration import Calibration
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.interview import Interview
from talentdesk.desktop import handover, printing
from talentdesk.service.printers import Choice, Cups, Ticket, default_printer, title_of
from talentdesk.service.printing import Errand, Job
from talentdesk.settings import Settings

PDF = b"%PDF-1.7\nnot much of one"


def _printer(folder: Path, monkeypatch: pytest.MonkeyPatch, exit_code: int = 0) -> Path:
    """A print system that writes down what it was given."""
    script = folder / "lp"
    script.write_text(f'#!/bin/sh\necho "$@" >> "{folder}/said"\ncat > "{folder}/job"\nexit {exit_code}\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setenv("CUPS_SERVER", str(folder / "no-socket"))
    return folder


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="CUPS is not on Windows")


def test_the_pdf_goes_unscaled_and_two_sided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printer = _printer(tmp_path, monkeypatch)
    assert Cups().hand_over(Job(PDF), title_of("a-draft"), Choice()).number == 0
    said = (printer / "said").read_text()
    assert (printer / "job").read_bytes() == PDF
    assert "print-scaling=none" in said
    assert "sides=two-sided-long-edge" in said
    assert "media=A4" in said


def test_what_a_person_set_for_other_prints_does_not_change_the_words_of_lp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lp").write_text(
        '#!/bin/sh\n[ "$LC_ALL$LANG$SECRET" = C ] || exit 9\necho "request id is HP-1020-42 (0 file(s))"\n'
    )
    (tmp_path / "lp").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("LANG", "pt_PT.UTF-8")
    monkeypatch.setenv("SECRET", "x")
    assert Cups().hand_over(Job(PDF), "TD-0000", Choice()) == Ticket("HP-1020", 42)


def test_names_name_nobody() -> None:
    assert printing.file_name(471, "foreigner-visa-permit") == "TD-0471-foreigner-visa-permit.pdf"


def test_a_file_is_the_owners_alone_and_replaces_whole(tmp_path: Path) -> None:
    place = tmp_path / "form.pdf"
    place.write_bytes(b"older and longer than the new one" * 10)
    printing.write_file(PDF, place)
    assert place.read_bytes() == PDF
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["form.pdf"]


def test_a_place_that_takes_nothing_is_a_mishap_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(printing.NotWritten):
        printing.write_file(PDF, tmp_path / "no" / "form.pdf")
    (tmp_path / "form.pdf").mkdir()
    with pytest.raises(printing.NotWritten):
        printing.write_file(PDF, tmp_path / "form.pdf")
    assert os.listdir(tmp_path) == ["form.pdf"]


def _default(folder: Path, monkeypatch: pytest.MonkeyPatch, says: str, exit_code: int = 0) -> None:
    script = folder / "lpstat"
    script.write_text(f'#!/bin/sh\n[ "$LC_ALL" = C ] || exit 9\necho "{says}"\nexit {exit_code}\n')
    script.chmod(0o755)
    for name in ("LPDEST", "PRINTER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


@pytest.mark.parametrize(
    ("says", "code", "name"),
    [
        ("system default destination: HP_Laser", 0, "HP_Laser"),
        ("no system default destination", 0, ""),
        ("lpstat: Bad file descriptor", 1, ""),
    ],
)
def test_the_default_printer_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, code: int, name: str
) -> None:
    _default(tmp_path, monkeypatch, says, code)
    assert default_printer() == name
    monkeypatch.setenv("LPDEST", "Canon")
    assert default_printer() == "Canon"


def test_official_forms_are_taken_from_their_tray_and_their_last_day_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _default(tmp_path, monkeypatch, "system default destination: HP")
    _printer(tmp_path, monkeypatch)
    day = date(2026, 11, 22)
    room = official_pdfs.room_with(tmp_path, official_pdfs.acroform().done(), more="until = 2026-11-30")
    catalogue = Catalogue([room])
    case = Interview(
        catalogue.in_force("garden-permit", day), catalogue, as_of=day, typed={"person.surname": "FERREIRA"}
    )
    measured = Calibration("HP", "Lower", official_pdfs.PAPER, official_pdfs.EDITION)
    papers, pair = [official_pdfs.PAPER], ("zh-Hans", "en")
    errand = Errand(case, tuple(papers), pair)
    result = handover._printed(Cups(), errand, "a-draft", Choice(), Settings(calibration=(measured,)))
    assert result.good
    assert "Look at the form: this edition of the form is accepted until 2026-11-30;" in result.told("en")
    # The last job is the page behind the form: it goes to the usual tray.
    form, behind = (tmp_path / "said").read_text().splitlines()
    assert "media=A4,Lower" in form
    assert "media=A4 " in behind
