"""What a start loads: the window first, the database, the drawing and CLDR after it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LATER = {"sqlalchemy", "alembic", "sqlcipher3", "cryptography", "keyring", "pikepdf", "babel"}


def loaded_by(program: str) -> set[str]:
    """Top-level packages that are loaded once the program has run in an interpreter of its own."""
    report = "\nimport sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", program + report], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines()[-1].split())


def test_the_window_comes_before_the_database_and_the_paper() -> None:
    loaded = loaded_by("import talentdesk.desktop.app")
    assert "PySide6" in loaded
    assert not LATER & loaded


def test_opening_the_window_waits_for_no_form_and_no_reader_of_translations() -> None:
    program = """
from talentdesk.cli.arguments import read_arguments
read_arguments(["open"], "pt")
import sys
assert not {"talentdesk.core.form", "talentdesk.core.tomlfile", "talentdesk.i18n.pofile"} & sys.modules.keys()
"""
    loaded_by(program)


def test_the_first_picture_makes_none_of_the_constants_of_qt() -> None:
    """They cost a fifth of a bare window's start, and one call that might take them makes them all."""
    program = """
import enum
from talentdesk.desktop import app, frame, theme
made = []
plain = enum.EnumMeta._create_
enum.EnumMeta._create_ = lambda cls, name, *rest, **more: (made.append(name), plain(cls, name, *rest, **more))[1]
app.application()
first = frame.Frame(theme.theme(theme.Look.LIGHT, theme.Size.COUNTER), lambda: None)
first.show()
first.repaint()
assert first.dawn.isVisible() and "GlobalColor" not in made, made
import PySide6.QtCore
PySide6.QtCore.Qt
assert "GlobalColor" in made, "the probe sees them"
"""
    loaded_by(program)


def test_the_command_line_needs_no_qt() -> None:
    loaded = loaded_by("from talentdesk.cli import main; assert main(['list', '--json']) == 0")
    assert "PySide6" not in loaded
    assert not (LATER - {"babel"}) & loaded


@pytest.mark.parametrize("command", ["list", "check", "doctor"])
def test_a_command_without_a_display_is_a_command(command: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "talentdesk", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode in {0, 1}, run.stderr
    assert "Traceback" not in run.stderr


def test_without_a_display_the_sample_case_goes_to_paper(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "talentdesk"],
        cwd=tmp_path,
        env=_without_display(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "no display" in run.stderr
    assert (tmp_path / "talentdesk-sample.pdf").read_bytes().startswith(b"%PDF-")
    assert run.stdout.strip(), "the evaluation is printed"


def _without_display() -> dict[str, str]:
    import os

    here = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    return here | {"PYTHONPATH": str(ROOT)}
