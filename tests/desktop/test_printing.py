"""A paper reaches the printer as it is, under a title that names nobody; a file is written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from talentdesk.desktop import printing

PDF = b"%PDF-1.7\nnot much of one"


def _printer(folder: Path, monkeypatch: pytest.MonkeyPatch, exit_code: int = 0) -> Path:
    """A print system that writes down what it was given."""
    script = folder / "lp"
    script.write_text(f'#!/bin/sh\necho "$@" > "{folder}/said"\ncat > "{folder}/job"\nexit {exit_code}\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="CUPS is not on Windows")


def test_the_pdf_goes_unscaled_and_two_sided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printer = _printer(tmp_path, monkeypatch)
    printing.hand_to_printer(PDF, printing.job_title("a-draft"))
    said = (printer / "said").read_text()
    assert (printer / "job").read_bytes() == PDF
    assert "print-scaling=none" in said
    assert "sides=two-sided-long-edge" in said
    assert "media=A4" in said


def test_a_refusal_is_a_mishap_with_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _printer(tmp_path, monkeypatch, exit_code=1)
    with pytest.raises(printing.NotPrinted) as caught:
        printing.hand_to_printer(PDF, "TD-0000")
    assert "PDF" in caught.value.remedy


def test_a_machine_without_a_print_system_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(printing.NotPrinted):
        printing.hand_to_printer(PDF, "TD-0000")


def test_titles_and_names_name_nobody() -> None:
    title = printing.job_title("7f3a0b")
    assert title.startswith("TD-")
    assert len(title) == 7
    assert title == printing.job_title("7f3a0b") != printing.job_title("7f3a0c")
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
