"""`talentdesk open`: what it refuses before any window is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from talentdesk import cli


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant-HK", "pt"])
def test_another_kind_of_database_is_refused_and_no_folder_is_made(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["open", "--language", language, "--data", "mysql://counter@hall/cases"]) == 3
    said = capsys.readouterr().err
    assert said.startswith("talentdesk: ")
    assert ("folder" in said) is (language == "en")
    assert list(tmp_path.iterdir()) == []


def test_a_public_machine_watches_no_forms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "procedures").mkdir()
    assert cli.main(["open", "--mode", "kiosk", "--watch", str(tmp_path), "--language", "en"]) == 2
    assert "form files are not watched on a public machine" in capsys.readouterr().err


def test_a_public_machine_shows_no_sample_people(capsys: pytest.CaptureFixture[str]) -> None:
    """The demonstration's first page lists everybody."""
    assert cli.main(["open", "--mode", "kiosk", "--demo", "--language", "en"]) == 2
    assert "sample people are not shown on a public machine" in capsys.readouterr().err


def test_a_folder_that_is_no_forms_room_is_not_watched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["open", "--watch", str(tmp_path), "--language", "en"]) == 3
    assert "is no forms room" in capsys.readouterr().err
